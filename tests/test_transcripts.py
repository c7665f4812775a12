"""Each transcript is a promise: played again, the same words come. Then once more in every language."""

from pathlib import Path

import pytest

from bot.words import LANGUAGES
from tests.play import Script, scripts

LONGEST_MESSAGE = 4096
"""Telegram's limit, the shortest of all channels: a longer message would arrive cut in pieces."""


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.stem)
def test_the_conversation_is_as_written(path: Path, tmp_path: Path, rewrite: bool) -> None:
    script = Script.read(path.read_text(encoding="utf-8"))
    played = script.played(tmp_path)
    if rewrite:
        path.write_text(played, encoding="utf-8")
    assert played == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.stem)
def test_it_can_be_had_in_every_language(path: Path, lang: str, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    script = Script.read(text)
    played = text if lang == script.lang else script.played(tmp_path, lang)
    assert "{" not in played, "a place was left unfilled"
    answers = [turn.partition("\n")[2] for turn in played.split("\n> ")]
    assert max(map(len, answers)) <= LONGEST_MESSAGE
