"""What the answers say of the assistant itself is what the assistant does: the same figures, in every language."""

import re

import pytest

from bot.carrying import INVITATION
from bot.faq_files import load_faq
from bot.reminders import DAYS_BEFORE
from dialogs.commands import COMMANDS
from knowledge.entries import LANGS
from storage.retention import Retention

FAQ = load_faq()
MONTH = 365 / 12
KEPT = round(Retention().conversations.days / MONTH)


def told(entry: str, lang: str) -> str:
    """The answer of an entry, before it is filled."""
    return FAQ.asked(lang)[entry].answer


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("entry", "figures"),
    [("personal_data", {KEPT}), ("share_draft", {INVITATION.days}), ("reminders", set(DAYS_BEFORE))],
)
def test_an_answer_on_the_assistant_has_the_figures_of_the_assistant(entry: str, figures: set[int], lang: str) -> None:
    assert {int(digits) for digits in re.findall(r"\d+", told(entry, lang))} == figures


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_that_an_answer_names_is_there(lang: str) -> None:
    known = {f"/{name}" for command in COMMANDS for names in command.names.values() for name in names}
    named = {(id_, word) for id_ in FAQ.entries for word in re.findall(r"(?<![\w/.])/[a-z]+", told(id_, lang))}
    assert {one for one in named if one[1] not in known} == set()
