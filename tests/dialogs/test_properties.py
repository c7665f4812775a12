"""What holds for every dialog whatever is said to it: by people, by forgers, by the network, by old databases."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words import LANGUAGES
from dialogs.core.events import Opened, Typed
from dialogs.core.state import Profile, State, freeze, thaw
from dialogs.core.take import Turn
from tests.dialogs.events import (
    CATALOGUES,
    Drawn,
    Person,
    broken_frames,
    buttons,
    conversations,
    events,
    fitting,
    forged,
    json_values,
    said,
    says,
    sent,
    stored,
)
from tests.dialogs.examples import EXAMPLES, thoroughly

STALE = "Ce bouton n'est plus valable. Rien n'a changé : reprenons ici."
CONFUSED = (
    STALE,
    "Je n'ai pas compris.",
    "Je n'ai pas reconnu votre choix. Répondez par un des choix proposés, ou par son numéro.",
)

every_dialog = pytest.mark.parametrize("id", CATALOGUES)
FORMS = [dialog.id for id in ("home", "tea") for dialog in CATALOGUES[id].dialogs if dialog.keeps_answers]
"""The dialogs whose answers are worth something after they are left."""


def begun(id: str, state: State, story: list[Drawn], *, through_json: bool = False) -> Person:
    """Somebody in the middle of a conversation, who has just opened it again, and then a few things happened."""
    person = Person(CATALOGUES[id], state, through_json)
    person.take(Opened())
    for event in story:
        person.hears(event)
    return person


def usable(turn: Turn, person: Person) -> None:
    """Something is said in every language, and something is asked that can be answered."""
    assert turn.replies
    for lang in LANGUAGES:
        assert all(words.strip() for words in said(turn, lang)), f"nothing to read in {lang}"
    assert person.asked() is not None or person.quietly, "the last words ask for something"
    assert json.loads(json.dumps(freeze(turn.state))) == freeze(turn.state)


@every_dialog
def test_whatever_is_said_the_bot_answers_and_asks_on(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=12))
    def check(state: State, story: list[Drawn]) -> None:
        person = Person(CATALOGUES[id], state)
        for event in (Opened(), *story):
            usable(person.hears(event), person)

    check()


@every_dialog
def test_a_conversation_kept_as_json_goes_on_as_if_it_had_stayed_in_memory(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=8))
    def check(state: State, story: list[Drawn]) -> None:
        kept, remembered = begun(id, state, [], through_json=True), begun(id, state, [])
        for event in story:
            one, other = kept.hears(event), remembered.hears(event)
            assert freeze(one.state) == freeze(other.state)
            assert said(one, "fr") == said(other, "fr")
            assert one.effects == other.effects

    check()


@every_dialog
def test_going_back_loses_no_answer(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=4), st.integers(1, 4))
    def check(state: State, story: list[Drawn], times: int) -> None:
        person = begun(id, state, story)
        before = person.answers()
        for _time in range(times):
            person.take(Typed("/back"))
        assert person.answers() == before

    check()


@pytest.mark.parametrize("id", FORMS)
def test_leaving_a_form_loses_no_answer(id: str) -> None:
    @thoroughly
    @given(
        conversations(id),
        st.lists(events(id), max_size=4),
        st.sampled_from(("/menu", "/home", "/cancel", "/tea", "/contact")),
    )
    def check(state: State, story: list[Drawn], away: str) -> None:
        person = begun(id, state, story)
        before = person.answers()
        person.take(Typed(away))
        after = person.answers()
        assert {form: after.get(form) for form in FORMS} == {form: before.get(form) for form in FORMS}

    check()


@every_dialog
def test_a_forged_press_that_is_refused_leaves_everything_as_it_was(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=4), forged(id))
    def check(state: State, story: list[Drawn], press: Any) -> None:
        person = begun(id, state, story)
        before, kept = freeze(person.state), person.answers()
        turn = person.take(press)
        if says(turn, STALE):
            assert freeze(turn.state) == before
            assert person.answers() == kept

    check()


@every_dialog
def test_what_is_not_an_answer_changes_no_answer(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=4), sent() | st.just(Typed("oui", forwarded=True)))
    def check(state: State, story: list[Drawn], noise: Any) -> None:
        person = begun(id, state, story)
        before = person.answers()
        person.take(noise)
        assert person.answers() == before

    check()


@every_dialog
def test_every_button_is_understood_when_it_is_pressed(id: str) -> None:
    @thoroughly
    @given(conversations(id), st.lists(events(id), max_size=4))
    def check(state: State, story: list[Drawn]) -> None:
        person = begun(id, state, story)
        shown = buttons(person.turns[-1])
        assert len({button.press for button in shown}) == len(shown) or len(person.turns[-1].replies) > 1
        for button in shown:
            after = person.twin.take(button.press)
            assert not any(says(after, words) for words in CONFUSED), button

    check()


@every_dialog
def test_any_json_in_the_frame_of_a_dialog_lands_somewhere(id: str) -> None:
    @thoroughly
    @given(
        st.lists(broken_frames(id), max_size=2),
        st.lists(broken_frames(id), max_size=1),
        st.lists(events(id), min_size=1, max_size=3),
    )
    def check(stack: list[Any], shelf: list[Any], story: list[Drawn]) -> None:
        person = Person(CATALOGUES[id], thaw({"stack": stack, "shelf": shelf}, Profile()))
        for event in story:
            usable(person.hears(event), person)

    check()


@settings(thoroughly, max_examples=2 * EXAMPLES)
@given(json_values(), st.lists(events("eligibility"), min_size=1, max_size=2))
def test_any_json_stored_as_a_conversation_lands_somewhere(raw: Any, story: list[Drawn]) -> None:
    person = Person(CATALOGUES["eligibility"], thaw(raw, Profile()))
    for event in story:
        usable(person.hears(event), person)


@every_dialog
def test_every_kind_of_answer_reads_what_it_keeps_and_survives_any_json(id: str) -> None:
    """That the draws above are worth something: each question has answers that fit, and none is read from rubbish."""
    for dialog in CATALOGUES[id].dialogs:
        for question in dialog.questions():
            assert stored(question), f"{question.id}: write what people answer in tests/dialogs/events.py"
            assert fitting(question)
            for raw in stored(question):
                assert question.kind.dump(question.kind.load(raw)) == raw


def test_a_doubt_about_a_question_that_is_no_longer_asked_is_not_put_to_the_person() -> None:
    doubt = {"question": "sugar", "partial": None, "candidates": [2, 3]}
    frame = {"dialog": "tea", "version": 2, "answers": {"drink": "water"}, "focus": "sugar", "pending": doubt}
    person = Person(CATALOGUES["tea"], thaw({"stack": [frame]}, Profile()))
    assert "Chaude ?" in said(person.take(Opened()), "fr")
