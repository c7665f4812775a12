"""Staff change an answer without a deploy: what they write is used at once if it is right, and refused if it is not."""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.faq_files import LiveFaq, Refusal, load_faq, stamp
from bot.knowledge_files import load
from knowledge.entries import Faq, parse_faq
from knowledge.faults import KnowledgeFaults
from knowledge.schema import PARIS
from tests.faq.small import english, french

AT = datetime(2026, 11, 20, tzinfo=PARIS)
OURS = """\
entries:
  - id: ours
    audience: [everyone]
    questions: [Où garer son vélo ?]
    keywords: [vélo]
    answer: ANSWER
    sources: [{document: hdf-ami-2025, section: s}]
"""


def written(folder: Path, answer: str, second: int) -> None:
    path = folder / "fr" / "contact.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(OURS.replace("ANSWER", answer), encoding="utf-8")
    os.utime(path, (second, second))


def live(folder: Path) -> tuple[LiveFaq[Faq], list[Refusal]]:
    refused: list[Refusal] = []
    return LiveFaq(load(), folder, lambda faq: faq, refused.append), refused


def test_an_answer_of_the_staff_is_told_as_soon_as_it_is_written(tmp_path: Path) -> None:
    faq, refused = live(tmp_path)
    assert "ours" not in faq.current(AT).entries
    written(tmp_path, "Dans la cour.", 1)
    assert faq.current(AT).entries["ours"].answer == "Dans la cour."
    written(tmp_path, "Devant la porte.", 2)
    assert faq.current(AT).entries["ours"].answer == "Devant la porte."
    assert refused == []


@pytest.mark.parametrize("wrong", ["Il coûte {{ funding.capp | money }}.", "[", "Écrivez à a@b.org."])
def test_a_file_that_is_wrong_is_refused_with_its_line_and_the_old_answer_stays(tmp_path: Path, wrong: str) -> None:
    faq, refused = live(tmp_path)
    written(tmp_path, "Dans la cour.", 1)
    faq.current(AT)
    written(tmp_path, wrong, 2)
    assert faq.current(AT).entries["ours"].answer == "Dans la cour."
    assert faq.current(AT).entries["ours"].answer == "Dans la cour."
    assert len(refused) == 1
    assert re.match(r"overlay/fr/contact\.yaml:[678]: ", str(refused[0]))


def test_a_folder_that_is_wrong_at_the_start_leaves_the_packaged_answers(tmp_path: Path) -> None:
    faq, refused = live(tmp_path)
    written(tmp_path, "[", 1)
    assert faq.current(AT).entries.keys() == load_faq().entries.keys()
    assert len(refused) == 1


def test_what_the_staff_takes_away_is_told_no_more(tmp_path: Path) -> None:
    faq, _ = live(tmp_path)
    written(tmp_path, "Dans la cour.", 1)
    faq.current(AT)
    (tmp_path / "fr" / "contact.yaml").unlink()
    assert "ours" not in faq.current(AT).entries


def test_a_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "contact.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(KnowledgeFaults, match="cannot be read"):
        load_faq(tmp_path)


def test_stamping_writes_the_fingerprint_under_the_id_and_leaves_the_rest(tmp_path: Path) -> None:
    texts = french() | english({"cap": "00000000"})
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text.replace('    of: "{length}"\n', ""), encoding="utf-8")
    files = {path: (tmp_path / path).read_text(encoding="utf-8") for path in texts}
    assert stamp(tmp_path, "en", parse_faq(files)) == ("cap", "length")
    after = {path: (tmp_path / path).read_text(encoding="utf-8") for path in texts}
    assert not parse_faq(after).stale("en", "cap")
    assert not parse_faq(after).stale("en", "length")
    assert "The network {{ network }} gives" in after["en/funding.yaml"]
