"""What answers questions in a chat: made at the first question, and again when the staff change their files.

A file that cannot be used is told in the log, by its name and line, and what was told before stays.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from knowledge.base import Knowledge

if TYPE_CHECKING:
    from bot.faq_files import LiveFaq, Refusal
    from bot.questions import Questions

log = structlog.get_logger()


def live_questions(facts: Knowledge, folder: Path | None) -> "LiveFaq[Questions]":
    """The questions and answers of the package, and those of the folder over them."""
    from bot.faq_files import LiveFaq
    from bot.questions import Questions

    return LiveFaq(facts, folder, lambda faq: Questions(faq, facts), _refused)


def at_first_question(facts: Knowledge, folder: Path | None) -> "Callable[[datetime], Questions]":
    """The same, for a chat that must begin at once: nothing is read nor imported before somebody asks."""
    made: list[LiveFaq[Questions]] = []

    def current(at: datetime) -> "Questions":
        if not made:
            made.append(live_questions(facts, folder))
        return made[0].current(at)

    return current


def _refused(refusal: "Refusal") -> None:
    for fault in refusal.faults:
        log.error("faq_refused", file=fault.file, line=fault.line, why=fault.message)
