"""Conversations begun with an older assistant go on with this one.

`tests/states/<dialog>-v<version>.json` holds a conversation as that version kept it, with every answer it could hold,
and the step it asked for. A file is written once, when its version is released, and never edited: people who were in
the middle of that dialog have just such a state in the database.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.words import LANGUAGES
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Answers
from dialogs.core.events import Opened
from dialogs.core.state import Profile, thaw
from tests.dialogs.events import Person, answers, said, world

STATES = Path(__file__).parents[1] / "states"
FILES = sorted(STATES.glob("*.json"))


def kept(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("dialog", CATALOGUE.dialogs, ids=lambda dialog: dialog.id)
def test_every_version_of_a_dialog_keeps_a_state_to_come_back_to(dialog: Any) -> None:
    name = f"{dialog.id}-v{dialog.version}.json"
    assert (STATES / name).exists(), f"keep a conversation of this version in tests/states/{name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_person_who_comes_back_is_asked_where_they_were(path: Path) -> None:
    past = kept(path)
    turn = Person(CATALOGUE, thaw(past["state"], Profile())).take(Opened())
    assert turn.replies[-1].key == past["asks"]
    assert all(words.strip() for lang in LANGUAGES for words in said(turn, lang))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_answer_that_was_given_is_asked_again(path: Path) -> None:
    person = Person(CATALOGUE, thaw(kept(path)["state"], Profile()))
    person.take(Opened())
    for frame in (*person.state.stack, *person.state.shelf.values()):
        dialog = CATALOGUE.dialog(frame.dialog)
        assert dialog is not None
        read = Answers(frame.answers)
        unread = [
            one.id
            for one in dialog.questions()
            if one.id in frame.answers and not one.answered(read, world(person.state))
        ]
        assert not unread


@pytest.mark.parametrize("id", [dialog.id for dialog in CATALOGUE.dialogs if dialog.keeps_answers])
def test_the_state_of_a_form_holds_an_answer_to_every_question(id: str) -> None:
    """Else the test above would prove little."""
    dialog = CATALOGUE.dialog(id)
    assert dialog is not None
    state = thaw(kept(STATES / f"{id}-v{dialog.version}.json")["state"], Profile())
    assert set(answers(state, CATALOGUE)[id]) == {question.id for question in dialog.questions()}
