"""What answers questions in a chat: asked once a turn, made at the first question, as the staff last wrote it."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.answering import LiveQuestions
from bot.channels.console import ABLE
from bot.oracle import TurnOracle
from bot.questions import Questions
from bot.serve import World, _rereading
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Typed
from dialogs.core.oracle import Context
from tests.bot.test_faq_files import written
from tests.dialogs.events import few_questions
from tests.play import assistant, facts, messages

AT = datetime(2025, 5, 10, 10, tzinfo=PARIS)
CAP = "Quel est le plafond de l'aide ?"


class Counted(Questions):
    """The same questions and answers, that count how often they are asked."""

    def __init__(self) -> None:
        self.__dict__ |= vars(few_questions())
        self.times = 0

    def ask(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        self.times += 1
        return super().ask(*args, **kwargs)  # type: ignore[arg-type]


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path) as found:
        yield found


def test_a_question_is_looked_for_once_in_a_turn() -> None:
    known = Counted()
    oracle = TurnOracle(lambda: known)
    first = oracle.ask(CAP, "occitanie", "fr", AT)
    assert oracle.ask(CAP, "occitanie", "fr", AT) == first
    assert known.times == 1


@pytest.mark.parametrize("last", [Context("gone"), Context("cap", "atlantis")])
def test_a_context_that_is_no_longer_there_is_none(last: Context) -> None:
    (one,) = TurnOracle(few_questions).ask("et en Occitanie ?", None, "fr", AT, last)
    assert one.entry in (None, "cap")


def test_nothing_is_loaded_before_somebody_asks() -> None:
    """Else the first words of a chat would wait for answers that nobody wants yet."""
    look = "import bot.cli.chat, bot.cli.opening, bot.turn, bot.answering, sys; print('bot.questions' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_in_a_chat_an_answer_of_the_staff_is_told_at_the_next_question(tmp_path: Path) -> None:
    current = LiveQuestions(facts(), tmp_path).current
    assert "ours" not in current(AT).answers.faq.entries
    written(tmp_path, "Dans la cour.", 1)
    assert "ours" in current(AT).answers.faq.entries


async def test_a_server_reads_what_staff_change_beside_the_turns(tmp_path: Path) -> None:
    faq, stop = LiveQuestions(facts(), tmp_path), asyncio.Event()
    looks = 0

    async def nap(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            written(tmp_path, "Dans la cour.", 1)
        elif looks == 2:
            written(tmp_path, "[", 2)
        else:
            stop.set()
        await asyncio.sleep(0)

    await _rereading(faq, World(clock=lambda: AT, sleep=nap), stop)
    assert faq.ready(AT).answers.faq.entries["ours"].answer == "Dans la cour.", "the bad one is refused, the good stays"


def test_a_question_goes_through_the_whole_assistant_and_is_answered_with_its_source(bot: Assistant) -> None:
    for place, words in enumerate(("/menu", "/region", "Lille", CAP)):
        bot.hear(Heard("console", "ana", f"e{place}", AT, Typed(words), "fr"), ABLE)
    said = "\n".join(line.text for one in messages(bot, "console", "ana", AT, ABLE) for line in one.lines)
    assert "1\u202f000\u00a0€ au plus par mission" in said
    assert "Source : Appel à manifestation d'intérêt EXPLOR 2025" in said
