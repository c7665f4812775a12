"""The console: what a person sees in a terminal, and what a script may direct."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.channels.console import ABLE, DIRECTIVES, BadDirective, Clock, Console, shown
from bot.render import Choice, Line, Message, messages
from bot.turn import Assistant
from bot.words import PARIS
from dialogs.core.dialog import Question
from dialogs.core.events import Opened, Pressed, Typed
from dialogs.core.kinds import ListOf, SeveralChoices
from dialogs.core.state import State
from tests.dialogs.events import CATALOGUES, Person, conversations, said
from tests.play import Script, assistant

NOW = datetime(2025, 5, 10, 10, tzinfo=PARIS)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path) as found:
        yield found


def played(bot: Assistant, *lines: str, lang: str = "fr", keep: StringIO | None = None) -> str:
    """What a script shows from its first line on."""
    out = StringIO()
    console = Console(bot, lang, "ana", Clock(NOW), out, keep)
    console.greet()
    console.listen(iter(lines), script=True)
    return out.getvalue()


# -- how a message looks ---------------------------------------------------------------------------------------------


def test_choices_are_numbered_and_ways_out_are_commands() -> None:
    message = Message(
        "fr",
        (Line("progress", "Le goûter · 1/6"), Line("question", "Thé ou eau ?")),
        (
            Choice("Thé", ("tea", "drink", "tea")),
            Choice("Eau", ("tea", "drink", "water")),
            Choice("Retour", ("tea", "drink", "=back"), True, "retour"),
            Choice("Annuler", ("tea", "drink", "=cancel"), True, "annuler"),
        ),
    )
    assert shown(message) == (
        "  — Le goûter · 1/6\n\n  Thé ou eau ?\n\n    1. Thé\n    2. Eau\n\n  /retour  /annuler\n"
    )


def test_each_role_has_its_look() -> None:
    lines = [Line(role, f"a {role}") for role in ("title", "body", "item", "detail", "note", "source")]
    assert shown(Message("fr", tuple(lines))).splitlines() == [
        "",
        "  a title",
        "  ───────",
        "  a body",
        "  • a item",
        "      a detail",
        "  a note",
        "      ↳ a source",
    ]


def test_what_has_several_lines_stays_aligned() -> None:
    assert shown(Message("fr", (Line("item", "un\ndeux"),))) == "  • un\n    deux\n"


def test_an_option_that_is_no_number_is_shown_as_a_button() -> None:
    said = shown(Message("fr", (), (Choice("Bénin", ("d", "q", "BJ")), Choice("Terminé", ("d", "q", "=done")))))
    assert "1. Bénin" in said
    assert "[ Terminé ]" in said


def numbered(message: Message) -> list[tuple[str, Choice]]:
    """Each choice that bears a number on the screen, with that number."""
    lines = re.findall(r"^    (\d+)\. (.*)$", shown(message), re.MULTILINE)
    left = list(message.choices)
    found = []
    for number, label in lines:
        if choice := next((one for one in left if one.label == label), None):
            left.remove(choice)
            found.append((number, choice))
    return found


@pytest.mark.parametrize("id", CATALOGUES)
def test_the_number_of_a_choice_does_what_its_button_does(id: str) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(conversations(id))
    def check(state: State) -> None:
        person = Person(CATALOGUES[id], state)
        reply = person.take(Opened()).replies[-1]
        step = person.asked()
        if not isinstance(step, Question) or isinstance(step.kind, SeveralChoices | ListOf):
            return  # there a button ticks, and a number answers
        (message,) = messages((reply,), "fr", ABLE)
        for number, choice in numbered(message):
            typed, pressed = person.twin, person.twin
            one, other = typed.take(Typed(number)), pressed.take(Pressed(*choice.press))
            assert said(one, "fr") == said(other, "fr")
            assert typed.answers() == pressed.answers()

    check()


# -- scripts ---------------------------------------------------------------------------------------------------------


def test_a_script_shows_what_was_typed_above_what_was_said(bot: Assistant) -> None:
    said = played(bot, "/eligibilite", "59000")
    assert said.index("Bonjour !") < said.index("> /eligibilite") < said.index("Où est le siège")
    assert said.index("> 59000") < said.index("Qui voyage ?")


def test_a_script_may_be_several_people(bot: Assistant) -> None:
    said = played(bot, "/eligibilite", "59000", "@as awa", "/eligibilite", "@as ana", "@open")
    as_awa = said.split("> @as awa")[1].split("> @as ana")[0]
    assert "Où est le siège" in as_awa
    assert "Qui voyage ?" not in as_awa
    assert "Qui voyage ?" in said.split("> @open")[1]


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("+30m", "2025-05-10T10:30+02:00"),
        ("+2h", "2025-05-10T12:00+02:00"),
        ("+7d", "2025-05-17T10:00+02:00"),
        ("2025-06-15", "2025-06-15T00:00+02:00"),
        ("2025-12-01T09:00", "2025-12-01T09:00+01:00"),
        ("2025-06-15T00:00+00:00", "2025-06-15T02:00+02:00"),
    ],
)
def test_the_clock_is_set_by_an_instant_or_by_a_while(words: str, then: str) -> None:
    clock = Clock(NOW)
    clock.set(words)
    assert clock.now() == datetime.fromisoformat(then)


def test_a_clock_that_was_not_set_is_that_of_the_machine() -> None:
    before = datetime.now(PARIS)
    assert before <= Clock().now() <= datetime.now(PARIS)


def test_after_the_deadline_the_call_is_told_to_be_closed(bot: Assistant) -> None:
    assert "On peut déposer" in played(bot, "/programme", "Hauts-de-France", "1")
    assert "est clos" in played(bot, "@now 2025-06-16T00:00+02:00", "/programme", "1")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("@voice", "vocaux"),
        ("@sticker", "autocollant"),
        ("@photo", "photo"),
        ("@empty", "vide"),
        ("@forward oui", "transféré"),
        ("@open", "Rien n'est perdu"),
        ("@press eligibility direction outgoing", "bouton n'est plus valable"),
        ("@press", "bouton n'est plus valable"),
    ],
)
def test_a_script_may_do_what_a_phone_can(bot: Assistant, line: str, answer: str) -> None:
    assert answer in played(bot, "/eligibilite", line).split(f"> {line}")[1]


@pytest.mark.parametrize("line", ["@", "@dance", "@as", "@as  ", "@now", "@now tomorrow", "@now +5", "@now 1999-01-01"])
def test_a_direction_that_does_not_exist_is_not_played(bot: Assistant, line: str) -> None:
    with pytest.raises(BadDirective):
        played(bot, line)


def test_what_can_be_directed_is_listed(bot: Assistant) -> None:
    for directive in (one for one in DIRECTIVES if one not in ("@desk", "@mission")):  # those need an application
        rest = {"@now": " +1d", "@as": " awa"}.get(directive, "")
        assert f"> {directive}" in played(bot, f"{directive}{rest}")


def test_a_person_at_the_keyboard_may_begin_with_an_at_sign(bot: Assistant) -> None:
    out = StringIO()
    Console(bot, "fr", "ana", Clock(NOW), out).listen(iter(["bonjour", "@moi"]), script=False)
    assert "Je n'ai pas reconnu votre choix" in out.getvalue()
    assert "> @moi" not in out.getvalue(), "the terminal shows it already"


def test_what_was_said_is_kept(bot: Assistant) -> None:
    keep = StringIO()
    assert played(bot, "/eligibilite", "59000", keep=keep) == keep.getvalue()


def test_what_was_typed_at_the_keyboard_is_kept_too(bot: Assistant) -> None:
    out, keep = StringIO(), StringIO()
    Console(bot, "fr", "ana", Clock(NOW), out, keep).listen(iter(["/eligibilite"]), script=False)
    assert keep.getvalue().startswith("> /eligibilite\n")
    assert out.getvalue() == keep.getvalue().removeprefix("> /eligibilite\n")


def test_a_transcript_is_read_as_it_was_written() -> None:
    script = Script.read("# Un titre\nlang: ar\nnow: 2025-05-10\n\n  Bonjour\n\n> un\n  deux\n> trois\n")
    assert script == Script("Un titre", "ar", "2025-05-10", ("un", "trois"))
