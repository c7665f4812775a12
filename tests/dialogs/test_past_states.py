"""Conversations begun with an older assistant go on with this one.

`tests/states/<dialog>-v<version>.json` holds a conversation as that version kept it, with every answer it could hold,
and the step it asked for. A file is written once, when its version is released, and never edited: people who were in
the middle of that dialog have just such a state in the database. With `shared` it holds the applications of that person
too: their answers, and what was known of each as plain values.
"""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.words import LANGUAGES
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Answers, Shared
from dialogs.core.events import Opened
from dialogs.core.state import Profile, thaw
from dialogs.field.expenses import CLAIM, SUBJECT, Expense
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.sections import FIELDS, SECTIONS
from tests.dialogs.events import SHARED, Person, answers, said, world

STATES = Path(__file__).parents[1] / "states"
FILES = sorted(STATES.glob("*.json"))


def kept(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def come_back(past: Any) -> Person:
    shared = {id: share(id, one) for id, one in past.get("shared", {}).items()}
    return Person(CATALOGUE, thaw(past["state"], Profile()), shared=shared)


def share(id: str, one: Any) -> Shared:
    if id.startswith(SUBJECT):
        return Shared(one["answers"], Expense(**one["about"]), only=CLAIM)
    return Shared(one["answers"], application(one["about"]))


def application(about: Any) -> Application:
    at = about["submitted_at"] and datetime.fromisoformat(about["submitted_at"])
    return Application(**{**about, "submitted_at": at, "correction_fields": tuple(about["correction_fields"])})


@pytest.mark.parametrize("dialog", CATALOGUE.dialogs, ids=lambda dialog: dialog.id)
def test_every_version_of_a_dialog_keeps_a_state_to_come_back_to(dialog: Any) -> None:
    name = f"{dialog.id}-v{dialog.version}.json"
    assert (STATES / name).exists(), f"keep a conversation of this version in tests/states/{name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_person_who_comes_back_is_asked_where_they_were(path: Path) -> None:
    past = kept(path)
    turn = come_back(past).take(Opened())
    assert turn.replies[-1].key == past["asks"]
    assert all(words.strip() for lang in LANGUAGES for words in said(turn, lang))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_answer_that_was_given_is_asked_again(path: Path) -> None:
    person = come_back(kept(path))
    person.take(Opened())
    for frame in (*person.state.stack, *person.state.shelf.values()):
        dialog = CATALOGUE.dialog(frame.dialog)
        assert dialog is not None
        read = Answers(frame.answers)
        unread = [
            one.id
            for one in dialog.questions()
            if one.id in frame.answers
            and not one.answered(read, replace(world(person.state, person.shares), subject=frame.subject))
        ]
        assert not unread


@pytest.mark.parametrize("id", [dialog.id for dialog in CATALOGUE.dialogs if dialog.keeps_answers])
def test_the_state_of_a_form_holds_an_answer_to_every_question(id: str) -> None:
    """Else the test above would prove little."""
    dialog = CATALOGUE.dialog(id)
    assert dialog is not None
    state = thaw(kept(STATES / f"{id}-v{dialog.version}.json")["state"], Profile())
    assert set(answers(state, CATALOGUE)[id]) == {question.id for question in dialog.questions()}


@pytest.mark.parametrize("id", sorted(SHARED))
def test_the_application_of_a_state_holds_an_answer_to_every_question(id: str) -> None:
    dialog = CATALOGUE.dialog(id)
    assert dialog is not None
    shared = come_back(kept(STATES / f"{id}-v{dialog.version}.json")).shares
    assert shared
    for one in shared.values():
        read = Answers(one.answers)
        questions = [question for section in SECTIONS for question in section.questions()]
        assert {question.id for question in questions if read.get(question) is not None} == FIELDS
