"""Replies become messages that a channel can carry: nothing is lost, nothing is too long, the ways out stay."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import Capabilities, Choice, Line, Message, messages
from dialogs.core.events import Pressed
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import literal

steadily = settings(deadline=None, derandomize=True)

SMALL = Capabilities(max_text=40, max_buttons=4, max_label=10)


def button(label: str, value: str = "v", *, way: bool = False) -> Button:
    return Button(literal(label), Pressed("tea", "drink", value), way, "retour" if way else None)


def reply(*parts: str, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(tuple(Part(literal(part)) for part in parts), buttons, "tea.drink")


@steadily
@given(st.lists(st.text(max_size=120), min_size=1, max_size=12), st.integers(1, 60))
def test_long_words_are_cut_into_messages_that_fit_and_nothing_is_lost(parts: list[str], most: int) -> None:
    parts = [part.encode("ascii", "ignore").decode() for part in parts]
    sent = messages((reply(*parts),), "fr", Capabilities(max_text=most))
    assert "".join(line.text for one in sent for line in one.lines) == "".join(parts)
    for one in sent:
        assert one.lines
        assert len("\n".join(line.text for line in one.lines)) <= most


def test_the_buttons_stand_under_the_last_page() -> None:
    first, *_more, last = messages((reply("x" * 30, "y" * 30, buttons=(button("Thé"),)),), "fr", SMALL)
    assert (first.choices, first.key) == ((), None)
    assert [choice.label for choice in last.choices] == ["Thé"]
    assert last.key == "tea.drink"


def test_short_parts_share_a_message() -> None:
    assert len(messages((reply("un", "deux", "trois"),), "fr", SMALL)) == 1


def test_a_long_label_is_cut_and_says_so() -> None:
    (one,) = messages((reply("?", buttons=(button("Une association loi 1901"), button("Dix lettre"))),), "fr", SMALL)
    assert [choice.label for choice in one.choices] == ["Une assoc…", "Dix lettre"]


@pytest.mark.parametrize("answers", [0, 1, 3, 10])
def test_more_buttons_than_a_channel_shows_leave_the_ways_out(answers: int) -> None:
    many = tuple(button(f"n{number}", f"{number}") for number in range(answers))
    ways = (button("Retour", "=back", way=True), button("Annuler", "=cancel", way=True))
    (one,) = messages((reply("?", buttons=(*many, *ways)),), "fr", SMALL)
    assert len(one.choices) == min(answers + 2, SMALL.max_buttons)
    assert [choice.label for choice in one.choices if choice.way] == ["Retour", "Annuler"]


def test_a_channel_without_buttons_gets_none() -> None:
    (one,) = messages((reply("?", buttons=(button("Thé"),)),), "fr", Capabilities(max_buttons=0))
    assert one.choices == ()


def test_a_press_says_where_it_comes_from() -> None:
    (one,) = messages((reply("?", buttons=(button("Retour", "=back", way=True),)),), "fr", SMALL)
    assert one.choices == (Choice("Retour", ("tea", "drink", "=back"), True, "retour"),)


def test_several_replies_stay_several_messages_in_their_order() -> None:
    sent = messages((reply("un"), reply("deux")), "fr", SMALL)
    assert [line.text for one in sent for line in one.lines] == ["un", "deux"]


lines = st.builds(Line, st.sampled_from(("title", "item", "note")), st.text())
choices = st.builds(Choice, st.text(), st.tuples(st.text(), st.text(), st.text()), st.booleans(), st.none() | st.text())


@steadily
@given(st.builds(Message, st.just("fr"), st.tuples(lines, lines), st.tuples(choices), st.none() | st.text()))
def test_a_message_comes_out_of_the_outbox_as_it_went_in(message: Message) -> None:
    assert Message.from_json(json.loads(json.dumps(message.to_json()))) == message
