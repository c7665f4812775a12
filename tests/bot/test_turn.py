"""One event, one transaction: nothing twice, nothing lost, and nobody stopped by somebody else's trouble."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from bot.render import Capabilities
from bot.resuming import resumed
from bot.turn import SORRY, Assistant, Heard
from bot.words import LANGUAGES, PARIS, say
from dialogs.catalogue import CATALOGUE
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import Dialog, Question, Stop
from dialogs.core.effects import Order
from dialogs.core.events import Opened, Pressed, Said, Sent, Typed
from dialogs.core.kind import Outcome, Reading, words
from dialogs.core.kinds import ShortText
from dialogs.core.reply import Part
from dialogs.core.text import literal
from dialogs.home import WELCOME
from storage.errors import StorageError
from storage.store import Store
from storage.tables import Assessment, AuditLine, Conversation, Identity, Person, Queued, Received, Row, StoredFile
from tests.dialogs.events import HOSTILE
from tests.play import assistant, facts, messages

NOW = datetime(2025, 5, 10, 10, tzinfo=PARIS)
ABLE = Capabilities()

VERDICT = ("/eligibilite", "59000", "1", "4")
"""The shortest way to a verdict that is recorded: a company in the Nord."""


class Somebody:
    """A person on a channel."""

    def __init__(self, bot: Assistant, address: str = "ana", locale: str | None = "fr") -> None:
        self.bot, self.address, self.locale = bot, address, locale

    def hear(self, said: Said | str, id: str | None = None) -> bool:
        event = Typed(said) if isinstance(said, str) else said
        id = id or self.bot.new_event_id("test")
        return self.bot.hear(Heard("test", self.address, id, NOW, event, self.locale), ABLE)

    def told(self) -> list[str]:
        """The words that are due, each message a string."""
        return [
            "\n".join(line.text for line in one.lines) for one in messages(self.bot, "test", self.address, NOW, ABLE)
        ]

    def says(self, *said: Said | str) -> str:
        """Say all this; the words that follow the last of it."""
        for one in said:
            self.hear(one)
            last = "\n".join(self.told())
        return last


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path) as found:
        yield found


def rows(bot: Assistant, table: type[Row]) -> list[Any]:
    with bot.store.reading() as session:
        return list(session.exec(select(table)))


# -- once, and only once ---------------------------------------------------------------------------------------------


def test_an_event_that_the_network_delivers_twice_is_one_turn(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite")
    assert ana.hear("59000", "twice") is True
    assert ana.hear("59000", "twice") is False
    assert len(ana.told()) == 1
    assert "Qui voyage ?" in ana.says("/reprendre")


def test_what_was_not_shown_before_the_end_of_a_process_is_shown_after_it(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.hear(Opened())
    first = next(bot.deliver("test", "ana", NOW, ABLE))
    again = list(bot.deliver("test", "ana", NOW, ABLE))
    assert again[0] == first
    assert list(bot.deliver("test", "ana", NOW, ABLE)) == []


def test_a_verdict_is_recorded_once_with_what_it_was_drawn_from(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), *VERDICT)
    (assessment,) = rows(bot, Assessment)
    assert (assessment.verdict, assessment.region) == ("not_eligible", "hauts-de-france")
    assert assessment.situation["legal_form"] == "entreprise"
    assert assessment.at == NOW


# -- our bugs --------------------------------------------------------------------------------------------------------


class Fragile(ShortText):
    """A kind with a bug in it."""

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        if words(said) == "secret boom":
            raise ZeroDivisionError
        return super().read(said, reading)


name = Question(id="name", title=literal("Nom"), ask=literal("Votre nom ?"), kind=Fragile())
town = Question(id="town", title=literal("Ville"), ask=literal("Votre ville ?"), kind=Fragile())
fragile = Dialog(
    id="home",
    version=1,
    title=literal("Accueil"),
    steps=(name, town, Stop("end", say=literal("Fini."), then=lambda answers, world: (Order("dance", {}),))),
)
FRAGILE = Catalogue((fragile,), (), "home", lambda world: (Part(literal("Bonjour.")),))


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Assistant]:
    store = Store.open(f"sqlite:///{tmp_path / 'explor.db'}")
    store.migrate()
    yield Assistant(store, facts(), FRAGILE)
    store.close()


def test_an_event_that_breaks_us_is_undone_and_apologised_for_and_the_next_one_is_served(broken: Assistant) -> None:
    ana = Somebody(broken)
    assert "Votre ville ?" in ana.says(Opened(), "Ana")
    before = rows(broken, Conversation)[0].state
    with capture_logs() as logs:
        said = ana.says("secret boom")
    assert said == "\n".join(say(part.text, "fr") for part in SORRY.parts)
    assert rows(broken, Conversation)[0].state == before
    assert "Votre ville ?" in ana.says(Opened())
    assert [(log["error"], log["where"].split(":")[0]) for log in logs] == [("ZeroDivisionError", "test_turn.py")]
    assert "secret" not in str(logs), "what a person wrote is not for the logs"


def test_an_event_that_broke_us_is_recorded_and_not_tried_again(broken: Assistant) -> None:
    ana = Somebody(broken)
    ana.says(Opened())
    with capture_logs():
        assert ana.hear("secret boom", "bad") is True
        assert ana.hear("secret boom", "bad") is False
    (failed,) = [row for row in rows(broken, Received) if row.status == "failed"]
    assert (failed.event_id, failed.error) == ("bad", "ZeroDivisionError")
    assert len(ana.told()) == 1


def test_a_first_event_that_breaks_us_is_apologised_for_too(broken: Assistant) -> None:
    with capture_logs():
        assert Somebody(broken).says(Opened(), "Ana", "secret boom").startswith("Pardon")
        assert Somebody(broken, "awa", "pt-BR").says("x", "secret boom") == "\n".join(
            say(part.text, "pt") for part in SORRY.parts
        )


def test_somebody_else_s_trouble_stops_nobody(broken: Assistant) -> None:
    ana, awa = Somebody(broken, "ana"), Somebody(broken, "awa")
    awa.says(Opened())
    with capture_logs():
        ana.says(Opened(), "secret boom")
    assert "Votre ville ?" in awa.says("Awa")


def test_an_order_that_nobody_knows_is_given_up_and_said_in_the_log(broken: Assistant) -> None:
    ana = Somebody(broken)
    with capture_logs() as logs:
        assert "Fini." in ana.says(Opened(), "Ana", "Lille")
    assert [(log["event"], log["order"]) for log in logs] == [("order_unknown", "dance")]
    assert [row.status for row in rows(broken, Queued) if "order" in row.body] == ["dead"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_the_conversation_goes_on(bot: Assistant, text: str) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite")
    with capture_logs():
        assert ana.says(text).strip()
    assert "Votre éligibilité" in ana.says("/menu", "/eligibilite")


def test_a_database_that_is_busy_is_not_the_event_s_fault(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'explor.db'}"
    with assistant(tmp_path) as ready:
        Somebody(ready).says(Opened())
    hurried = Assistant(Store.open(url, patience=0.01), facts(), CATALOGUE)
    other = sqlite3.connect(tmp_path / "explor.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as refused:
        Somebody(hurried).hear("/eligibilite", "waits")
    assert refused.value.transient
    other.execute("ROLLBACK")
    assert Somebody(hurried).hear("/eligibilite", "waits") is True
    hurried.store.close()
    other.close()


# -- people ----------------------------------------------------------------------------------------------------------


def test_two_people_side_by_side_never_meet(bot: Assistant) -> None:
    ana, awa = Somebody(bot, "ana"), Somebody(bot, "awa", "en")
    ana.says(Opened())
    awa.says(Opened())
    ana.says("/eligibilite", "59000")
    awa.says("/eligibility", "31000", "1")
    assert "59000" in ana.says("/modifier")
    said = awa.says("/edit")
    assert "31000" in said
    assert "59000" not in said


@pytest.mark.parametrize(
    ("locale", "lang"), [("pt-BR", "pt"), ("ar_MA.UTF-8", "ar"), ("en", "en"), ("de", "fr"), (None, "fr")]
)
def test_the_first_words_are_in_the_language_of_the_client(bot: Assistant, locale: str | None, lang: str) -> None:
    assert say(WELCOME[0], lang) in Somebody(bot, locale=locale).says(Opened())


def test_a_language_that_was_chosen_stays_whatever_the_client_says(bot: Assistant) -> None:
    ana = Somebody(bot, locale="pt-BR")
    ana.says(Opened(), "/langue", "English")
    ana.locale = "ar"
    assert "Who travels?" in ana.says("/eligibility", "59000")


@pytest.mark.parametrize(
    "kept", [{"profile": {"lang": "xx"}}, {"profile": {"lang": 3}}, {"profile": []}, [], None, "?"]
)
def test_a_conversation_kept_in_a_language_that_is_no_longer_spoken_goes_on_in_the_client_s(kept: Any) -> None:
    assert resumed(kept, "es").profile.lang == "es"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_conversation_kept_in_one_of_our_languages_goes_on_in_it(lang: str) -> None:
    assert resumed({"profile": {"lang": lang}}, "fr").profile.lang == lang


# -- being forgotten -------------------------------------------------------------------------------------------------


def forgotten(ana: Somebody) -> str:
    return ana.says("/donnees", "2", "oui")


def test_somebody_who_is_forgotten_is_told_so_and_nothing_of_theirs_is_left(bot: Assistant, tmp_path: Path) -> None:
    ana = Somebody(bot, "ana-the-address")
    ana.says(Opened(), *VERDICT, "/eligibilite", Pressed("eligibility", "head_office", "=edit"), "59200 Tourcoing")
    assert "C'est effacé" in forgotten(ana)
    for table in (Person, Identity, Conversation, Queued, Assessment, StoredFile):
        assert rows(bot, table) == []
    for row in rows(bot, AuditLine):
        assert "ana" not in str(row.model_dump())
    bot.store.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("explor.db*"))
    assert b"Tourcoing" not in left
    assert b"ana-the-address" not in left


def test_who_was_forgotten_is_met_as_for_the_first_time(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite", "59000")
    forgotten(ana)
    assert say(WELCOME[0], "fr") in ana.says("bonjour")
    assert "Où est le siège" in ana.says("/eligibilite")


def test_forgetting_one_person_leaves_the_others(bot: Assistant) -> None:
    ana, awa = Somebody(bot, "ana"), Somebody(bot, "awa")
    awa.says(Opened(), "/eligibilite", "31000")
    ana.says(Opened(), "/eligibilite", "59000")
    forgotten(ana)
    assert "31000" in awa.says("/modifier")


def test_who_is_not_sure_loses_nothing(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite", "59000", "/donnees", "2")
    ana.says("non")
    assert "59000" in ana.says("/modifier")


def test_what_is_sent_besides_words_gets_an_answer_and_changes_nothing(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite")
    assert "vocaux" in ana.says(Sent("voice", file_id="f"))
    assert "Où est le siège" in ana.says("/reprendre")


def test_a_month_later_the_same_question_waits(bot: Assistant) -> None:
    ana = Somebody(bot)
    ana.says(Opened(), "/eligibilite", "59000")
    later = Heard("test", "ana", "later", NOW + timedelta(days=30), Opened(), "fr")
    assert bot.hear(later, ABLE)
    said = [line.text for message in messages(bot, "test", "ana", later.at, ABLE) for line in message.lines]
    assert "Qui voyage ?" in said


# -- kill -9 ---------------------------------------------------------------------------------------------------------

ANSWERS = ("/eligibilite", "59000", "1", "1", "BJ", "non", "oui", "10")


class Terminal:
    """A real `explor chat` in a process of its own, on a database of its own."""

    def __init__(self, database: Path) -> None:
        command = (sys.executable, "-m", "bot", "chat", "--lang", "fr", "--now", "2025-05-10", "--db")
        self.process = subprocess.Popen(
            (*command, f"sqlite:///{database}"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def types(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def reads_until(self, done: Callable[[str], bool]) -> str:
        assert self.process.stdout is not None
        said = ""
        while not done(said):
            line = self.process.stdout.readline()
            assert line, f"it ended: {said}"
            said += line
        return said

    def is_killed(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()
        assert self.process.returncode == -signal.SIGKILL

    def ends(self) -> str:
        said, _err = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return said


@pytest.mark.parametrize("answered", [2, 5, 8])
def test_killed_in_the_middle_it_goes_on_with_the_same_question(tmp_path: Path, answered: int) -> None:
    question = {2: "Qui voyage ?", 5: "déjà bénéficié d'EXPLOR ?", 8: "Votre projet relève-t-il"}[answered]
    terminal = Terminal(tmp_path / "explor.db")
    for line in ANSWERS[:answered]:
        terminal.types(line)
    terminal.reads_until(lambda said: question in said)
    terminal.is_killed()

    again = Terminal(tmp_path / "explor.db")
    again.types("/modifier")
    said = again.ends()
    assert "Rien n'est perdu" in said
    assert question in said
    assert f"{answered - 1}. " in said.split("> /modifier")[1], "every answer is there"
    assert "59000" in said


def test_killed_while_it_thinks_an_event_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "explor.db")
    terminal.types("/eligibilite")
    terminal.reads_until(lambda said: "Où est le siège" in said)
    terminal.types("59000")
    terminal.is_killed()

    again = Terminal(tmp_path / "explor.db")
    said = again.ends()
    assert ("Qui voyage ?" in said) != ("Où est le siège" in said)
