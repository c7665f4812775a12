"""Every message that the bot can say is taken by Telegram, and looks right in five languages."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram import looks
from bot.render import Choice, Line, Message
from bot.words import LANGUAGES, say
from dialogs.catalogue import CATALOGUE
from dialogs.core import asking
from dialogs.core.events import Share
from tests.emulators.telegram import api
from tests.emulators.telegram.entities import parsed, units
from tests.emulators.telegram.state import Chat, State

ROLES = ["title", "body", "item", "detail", "note", "source", "progress", "question", "chosen", "of tomorrow"]
FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


def message(*lines: tuple[str, str], lang: str = "fr", labels: tuple[str, ...] = ()) -> Message:
    choices = tuple(Choice(label, ("d", "q", str(place))) for place, label in enumerate(labels))
    return Message(lang, tuple(Line(role, text) for role, text in lines), choices)


def posted(one: Message) -> dict[str, Any]:
    """The message as Telegram keeps it; raises `Refused` where Telegram would."""
    state = State("1:x", {"id": 1, "is_bot": True}, {5: Chat(5, "private", "Ana")})
    markup = looks.keyboard(one, 2**40)
    params = {"chat_id": 5, "text": looks.html(one), "parse_mode": "HTML"}
    return api.send_message(state, params | ({"reply_markup": json.dumps(markup)} if markup else {}))


def styles(kept: dict[str, Any]) -> list[tuple[str, str]]:
    """Which words stand out, and how."""
    wide = kept["text"].encode("utf-16-le")
    return [
        (one["type"], wide[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"))
        for one in kept["entities"]
    ]


def test_a_message_reads_as_a_page_with_its_question_last() -> None:
    kept = posted(
        message(
            ("title", "Votre dossier"),
            ("item", "Siège : Lille"),
            ("detail", "59000"),
            ("source", "Règlement 2025, article 3"),
            ("note", "Vous pourrez changer."),
            ("progress", "Question 3 sur 12"),
            ("question", "Qui voyage ?"),
        )
    )
    assert kept["text"] == (
        "Votre dossier\n• Siège : Lille\n\u200359000\n↳ Règlement 2025, article 3\n\nVous pourrez changer.\n\n"
        "Question 3 sur 12\nQui voyage ?"
    )
    assert ("bold", "Votre dossier") in styles(kept)
    assert ("bold", "Qui voyage ?") in styles(kept)
    assert ("italic", "↳ Règlement 2025, article 3") in styles(kept)


def test_what_somebody_wrote_is_shown_as_they_wrote_it_and_never_read_as_html() -> None:
    wrote = "<b>Fish & Chips</b> &lt; <a href='tg://user?id=1'>x</a> </i> &#x41; < > \" '"
    kept = posted(message(("title", wrote), ("body", wrote)))
    assert kept["text"] == f"{wrote}\n\n{wrote}"
    assert styles(kept) == [("bold", wrote)]


def test_what_was_pressed_stays_in_place_of_its_buttons() -> None:
    kept = posted(message(("chosen", "✓ Oui"), ("body", "Merci.")))
    assert kept["text"] == "✓ Oui\n\nMerci."
    assert styles(kept) == [("bold", "✓ Oui")]


def test_a_message_without_words_is_still_a_message() -> None:
    assert posted(message())["text"] == "…"
    assert posted(message(("body", " \n\u0000 "), labels=("Oui",)))["text"] == "…"


def test_an_arabic_line_starts_from_the_right_whatever_comes_first_in_it() -> None:
    kept = posted(
        message(
            ("body", "مرحبا"),
            ("item", f"{FSI}ASSO Lille{PDI} : جمعية"),
            ("item", "12 مارس"),
            ("body", "EXPLOR"),
            lang="ar",
        )
    )
    assert kept["text"].split("\n") == [
        "مرحبا",
        f"{RLM}• {FSI}ASSO Lille{PDI} : جمعية",
        f"{RLM}• 12 مارس",
        "",
        f"{RLM}EXPLOR",
    ]


def test_a_french_line_bears_no_mark_of_direction() -> None:
    assert RLM not in posted(message(("body", f"Bonjour {FSI}محمد{PDI}")))["text"]


def test_short_answers_share_a_row_and_the_ways_out_come_last() -> None:
    answers = tuple(Choice(label, ("d", "q", label)) for label in ("Oui", "Non", "Je ne sais pas"))
    ways = tuple(Choice(label, ("d", "q", label), way=True) for label in ("Retour", "Passer"))
    keyboard = looks.keyboard(Message("fr", (), (*answers, *ways)), 9)
    assert keyboard is not None
    assert [[button["text"] for button in row] for row in keyboard["inline_keyboard"]] == [
        ["Oui", "Non"],
        ["Je ne sais pas"],
        ["Retour", "Passer"],
    ]
    assert keyboard["inline_keyboard"][2][1]["callback_data"] == "1:9:4"


@pytest.mark.parametrize(
    ("lang", "shares", "label"),
    [
        ("fr", "contact", "Partager mon numéro"),
        ("ar", "contact", "مشاركة رقمي"),
        ("en", "location", "Share my location"),
    ],
)
def test_a_phone_may_share_what_is_asked_for_and_the_ways_out_are_keys(lang: str, shares: Share, label: str) -> None:
    way = Choice("Passer", ("d", "q", "=skip"), way=True)
    kept = posted(Message(lang, (Line("question", "?"),), (way,), shares=shares))
    assert kept["keyboard"] == [[{"text": label, f"request_{shares}": True}], [{"text": "Passer"}]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_of_a_way_out_is_understood_when_it_types_its_label(lang: str) -> None:
    for act, label in asking.LABELS.items():
        told = CATALOGUE.told(say(label, lang))
        assert told is not None, say(label, lang)
        assert told.command is not None
        assert told.command.does == act


def test_long_answers_have_a_row_each() -> None:
    keyboard = looks.keyboard(message(labels=("Oui", "Un volontaire part à l'étranger")), 9)
    assert keyboard is not None
    assert [len(row) for row in keyboard["inline_keyboard"]] == [1, 1]


def test_a_message_of_4096_characters_goes_whole() -> None:
    text = "é" * 4094
    assert posted(message(("body", text)))["text"] == text


def test_a_longer_message_loses_the_middle_of_its_longest_part_and_never_its_question() -> None:
    kept = posted(message(("body", "😀" * 3_700), ("question", "Qui voyage ?"), labels=("Moi",)))
    assert units(kept["text"]) <= 4096
    assert kept["text"].endswith("…\n\nQui voyage ?")
    assert units(kept["text"]) > 3_000


def test_thousands_of_lines_fit_too() -> None:
    kept = posted(message(*(("item", "x") for _line in range(1300)), ("question", "Qui voyage ?")))
    assert kept["text"].endswith("Qui voyage ?")


def test_a_hundred_long_labels_fit_in_one_keyboard() -> None:
    for label in ("Association loi 1901 avec un nom assez long pour être coupé ici…", "جمعية " * 10):
        kept = posted(message(("question", "?"), labels=(label,) * 150))
        assert sum(map(len, kept["reply_markup"]["inline_keyboard"])) == 100


def test_a_label_without_letters_is_still_a_button() -> None:
    assert posted(message(("question", "?"), labels=("\x00 ",)))["reply_markup"]["inline_keyboard"][0][0]["text"] == "…"


def test_a_file_keeps_its_name_and_ending_without_what_systems_refuse() -> None:
    assert looks.name("pré-fiche HDF-2025-0001.pdf") == "pré-fiche HDF-2025-0001.pdf"
    assert looks.name('../a"b\r\n.pdf') == ".._a_b__.pdf"
    assert looks.name("x" * 400 + ".pdf") == "x" * 120 + ".pdf"
    assert looks.name("") == "document"


LINES = st.lists(st.tuples(st.sampled_from(ROLES), st.text(max_size=3_700)), max_size=30)


@settings(max_examples=60)
@given(LINES, st.sampled_from(["fr", "ar"]), st.lists(st.text(min_size=0, max_size=64), max_size=100))
def test_any_message_is_within_the_limits(lines: list[tuple[str, str]], lang: str, labels: list[str]) -> None:
    posted(message(*lines, lang=lang, labels=tuple(labels)))


@settings(max_examples=60)
@given(st.text())
def test_escaped_words_come_back_whole(words: str) -> None:
    one = message(("body", words))
    assert parsed(looks.html(one))[0] == looks.plain(one).strip()
