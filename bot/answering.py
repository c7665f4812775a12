"""What answers questions in a chat: made at the first question, and again when the staff change their files.

A file that cannot be used is told in the log, by its name and line, and what was told before stays.
"""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from knowledge.base import Knowledge

if TYPE_CHECKING:
    from bot.faq_files import LiveFaq, Refusal
    from bot.questions import Questions

log = structlog.get_logger()


class LiveQuestions:
    """The questions and answers of the package and those of the folder over them; nothing is read before it is asked.

    `current` looks at the folder each time; `ready` does not, for whoever has it looked at elsewhere.
    """

    def __init__(self, facts: Knowledge, folder: Path | None) -> None:
        self._facts, self._folder = facts, folder

    def current(self, at: datetime) -> "Questions":
        return self._faq.current(at)

    def ready(self, at: datetime) -> "Questions":
        return self._faq.ready(at)

    @cached_property
    def _faq(self) -> "LiveFaq[Questions]":
        from bot.faq_files import LiveFaq
        from bot.questions import Questions

        return LiveFaq(self._facts, self._folder, lambda faq: Questions(faq, self._facts), _refused)


def _refused(refusal: "Refusal") -> None:
    for fault in refusal.faults:
        log.error("faq_refused", file=fault.file, line=fault.line, why=fault.message)
