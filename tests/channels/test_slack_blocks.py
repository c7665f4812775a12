"""What staff see of a card or a message in Slack, whatever was written in it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Action, Card
from bot.channels.slack import limits
from bot.channels.slack.blocks import button, card, is_aloud, laid_out, message
from bot.channels.slack.limits import cut, size
from bot.render import Line, Message
from tests.emulators.slack import words
from tests.emulators.slack.rules import check_message

steadily = settings(deadline=None, derandomize=True, max_examples=150)

odd = ("", "  ", "&<>" * 50, "&" * 4000, "é" * 5000, "👋🏽" * 2000, " " * 4000, "<!channel>", "\0", "*_~`", "\n" * 9)
anything = st.text() | st.sampled_from(odd)
labels = st.text(max_size=400)
shown = st.builds(
    Card,
    reference=labels,
    title=anything,
    status=anything,
    fields=st.lists(st.tuples(labels, anything), max_size=60).map(tuple),
    sections=st.lists(st.tuples(labels, st.lists(anything, max_size=8).map(tuple)), max_size=40).map(tuple),
    actions=st.lists(
        st.builds(Action, act=st.sampled_from(("accept", "refuse")), about=st.text(max_size=300), label=anything),
        max_size=60,
    ).map(tuple),
)

MORE_IN_THE_PDF = "le PDF du fil contient tout"


def plain_card(**parts: Any) -> Card:
    return Card(**{"reference": "R", "title": "Titre", "status": "À décider", **parts})


def elements(blocks: list[Any]) -> list[Any]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


@steadily
@given(shown)
def test_slack_takes_every_card_and_every_button_of_it_is_there(shown: Card) -> None:
    laid = card(shown)
    check_message(laid.text, laid.blocks)
    assert [element["value"] for element in elements(laid.blocks)] == [action.about for action in shown.actions]


def test_what_helps_to_understand_a_request_is_one_press_away() -> None:
    laid = card(plain_card(links=(("Son dossier HDF-2025-0001", "https://slack.com/archives/C0HDF/p1"),)))
    check_message(laid.text, laid.blocks)
    (shown,) = elements(laid.blocks)
    assert (shown["text"]["text"], shown["url"]) == ("Son dossier HDF-2025-0001", "https://slack.com/archives/C0HDF/p1")


@steadily
@given(st.lists(st.builds(Line, st.sampled_from(("body", "title", "item", "note", "aloud")), anything), max_size=30))
def test_slack_takes_every_message(lines: list[Line]) -> None:
    laid = message(Message("fr", tuple(lines)))
    check_message(laid.text, laid.blocks)


def test_a_card_reads_from_its_title_to_its_buttons() -> None:
    actions = (Action("accept", "R", "Accepter", "primary"), Action("refuse", "R", "Refuser", "danger"))
    laid = card(plain_card(fields=(("Pays", "Mali"),), sections=(("Avis", ("Éligible", "Sûr")),), actions=actions))
    assert words({"blocks": laid.blocks}).split("\n") == [
        "Titre",
        "À décider",
        "*Pays*",
        "Mali",
        "*Avis*",
        "Éligible",
        "Sûr",
        "Accepter",
        "Refuser",
    ]
    assert [element.get("style") for element in elements(laid.blocks)] == ["primary", "danger"]


@pytest.mark.parametrize(
    "words", ["*gras* _a_ ~b~ `c`", "<!channel> <@U1>", "a & b < c > d", ":wave: @here", "a_b@c.d"]
)
def test_what_people_write_is_shown_as_they_wrote_it_and_is_nobody_s_sign(words: str) -> None:
    laid = card(plain_card(title=words, status=words, fields=(("Nom", words),), sections=(("Dit", (words,)),)))
    texts = [text for block in laid.blocks for text in _texts(block)]
    assert [text for text in texts if text["type"] == "plain_text"] == [
        {"type": "plain_text", "text": words, "emoji": False}
    ] * 4
    assert all(text["text"] in ("*Nom*", "*Dit*") for text in texts if text["type"] == "mrkdwn")


def _texts(part: Any) -> list[Any]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if not isinstance(part, dict):
        return []
    if isinstance(part.get("text"), str):
        return [part]
    return [text for one in part.values() for text in _texts(one)]


def test_a_label_cannot_end_its_own_bold() -> None:
    [block] = card(plain_card(fields=(("a*b_c~d`e <f> & g\nh", "x"),))).blocks[2:]
    assert block["fields"][0]["text"] == "*abcde &lt;f&gt; &amp; g h*"


def test_a_notification_rings_for_nobody() -> None:
    assert card(plain_card(title="<!channel> & co")).text == "&lt;!channel&gt; &amp; co · À décider"


# -- each limit ------------------------------------------------------------------------------------------------------


def test_a_title_of_more_than_150_characters_is_cut() -> None:
    [head, *_rest] = card(plain_card(title="t" * 200)).blocks
    assert len(head["text"]["text"]) == 150
    assert head["text"]["text"].endswith("t …")


def test_a_section_of_more_than_3000_characters_is_cut_and_the_pdf_is_named() -> None:
    laid = card(plain_card(sections=(("Besoin", ("b" * 4000,)),)))
    [long] = [block for block in laid.blocks if block["type"] == "section" and len(block["text"]["text"]) > 100]
    assert len(long["text"]["text"]) == 3000
    assert MORE_IN_THE_PDF in words({"blocks": laid.blocks})


def test_ten_texts_at_most_stand_side_by_side_and_no_field_is_lost() -> None:
    fields = tuple((f"Label {number}", f"Valeur {number}") for number in range(12))
    laid = card(plain_card(fields=fields))
    assert [len(block["fields"]) for block in laid.blocks if "fields" in block] == [10, 10, 4]
    assert all(value in words({"blocks": laid.blocks}) for _label, value in fields)


def test_a_value_too_long_for_a_field_stands_by_itself_whole() -> None:
    laid = card(plain_card(fields=(("Besoin", "b" * 2500),)))
    assert "b" * 2500 in words({"blocks": laid.blocks})
    assert MORE_IN_THE_PDF not in words({"blocks": laid.blocks})


def test_a_card_of_more_than_50_blocks_is_cut_and_keeps_its_buttons() -> None:
    sections = tuple((f"Partie {number}", ("x",)) for number in range(60))
    laid = card(plain_card(sections=sections, actions=(Action("accept", "R", "Accepter"),)))
    assert len(laid.blocks) == 50
    assert laid.blocks[-1]["type"] == "actions"
    assert MORE_IN_THE_PDF in words({"blocks": laid.blocks})


def test_a_card_of_more_than_13200_characters_in_all_is_cut() -> None:
    laid = card(plain_card(sections=tuple((f"Partie {number}", ("x" * 2900,)) for number in range(8))))
    assert 9_000 < limits.weight(laid.blocks) <= 12_500
    assert MORE_IN_THE_PDF in words({"blocks": laid.blocks})


def test_a_button_has_75_characters_at_most() -> None:
    [element] = elements(card(plain_card(actions=(Action("accept", "R", "Accepter " * 20),))).blocks)
    assert len(element["text"]["text"]) <= 75
    assert element["text"]["text"].endswith(" …")


def test_a_value_of_a_button_is_never_cut() -> None:
    assert button("x", "ok", "v" * 2000)["value"] == "v" * 2000
    with pytest.raises(ValueError, match="2001 characters"):
        button("x", "ok", "v" * 2001)


def test_more_than_25_buttons_make_another_row() -> None:
    laid = card(plain_card(actions=tuple(Action("accept", f"R{number}", "Oui") for number in range(30))))
    assert [len(block["elements"]) for block in laid.blocks if block["type"] == "actions"] == [25, 5]


def test_a_style_that_slack_does_not_know_is_left_out() -> None:
    [element] = elements(card(plain_card(actions=(Action("accept", "R", "Oui", "loud"),))).blocks)
    assert "style" not in element


def test_an_empty_value_is_shown_as_none() -> None:
    assert "*Pays*\n—" in words({"blocks": card(plain_card(fields=(("Pays", " "),))).blocks})


def test_a_notification_is_short() -> None:
    assert size(message(Message("fr", (Line("body", "x" * 3000),))).text) <= 1000 * 5


@pytest.mark.parametrize(
    ("said", "most", "kept"),
    [("abc", 3, "abc"), ("abcdef", 5, "abc …"), ("a&&&", 8, "a& …"), ("👋👋👋", 5, "👋 …"), ("ab  cdef", 6, "ab …")],
)
def test_words_are_cut_where_slack_counts(said: str, most: int, kept: str) -> None:
    assert cut(said, most) == kept
    assert size(cut(said, most)) <= most


# -- messages --------------------------------------------------------------------------------------------------------


def test_a_message_of_a_thread_keeps_its_parts_apart() -> None:
    lines = (Line("note", "Envoyé par Ana :"), Line("body", "Bonjour"), Line("item", "un"), Line("item", "deux"))
    laid = message(Message("fr", lines))
    assert [block["type"] for block in laid.blocks] == ["context", "section"]
    assert words({"blocks": laid.blocks}) == "Envoyé par Ana :\nBonjour\n• un\n• deux"


def test_a_message_longer_than_a_block_goes_on_in_the_next() -> None:
    laid = message(Message("fr", (Line("body", "x" * 2900), Line("body", "y" * 2900))))
    assert [block["text"]["text"] for block in laid.blocks] == ["x" * 2900, "y" * 2900]


def test_a_message_for_everybody_in_the_channel_is_known_by_its_lines() -> None:
    assert is_aloud(Message("fr", (Line("aloud", "Attention"),)))
    assert not is_aloud(Message("fr", (Line("body", "Bonjour"),)))
    assert not is_aloud(plain_card())


def test_an_empty_message_is_a_dash() -> None:
    assert words({"blocks": laid_out(Message("fr", ())).blocks}) == "—"
