"""What people are told about their data is what the storage does with them."""

from datetime import timedelta

from dialogs import privacy
from storage.retention import Retention

KEPT = Retention()


def days(months: int) -> timedelta:
    """A number of months, in days, to the month's half."""
    return timedelta(days=round(months * 365.25 / 12))


def near(one: timedelta, other: timedelta) -> bool:
    return abs(one - other) <= timedelta(days=2)


def test_answers_are_kept_as_long_as_is_told() -> None:
    assert near(KEPT.conversations, days(privacy.MONTHS_KEPT))
    assert near(KEPT.assessments, days(privacy.MONTHS_KEPT))


def test_messages_are_kept_as_long_as_is_told() -> None:
    assert KEPT.sent_bodies == timedelta(days=privacy.DAYS_SENT_KEPT)


def test_applications_are_kept_as_long_as_is_told() -> None:
    assert near(KEPT.submitted, days(12 * privacy.YEARS_ACCEPTED))
    assert near(KEPT.refused, days(privacy.MONTHS_REFUSED))
    assert near(KEPT.refused_recontact, days(privacy.MONTHS_KEPT))


def test_what_is_in_the_accounts_is_kept_as_long_as_is_told() -> None:
    assert abs(KEPT.accounts - days(12 * privacy.YEARS_ACCOUNTS)) <= timedelta(days=10)
    assert KEPT.bank == timedelta(days=privacy.DAYS_BANK)


def test_questions_without_an_answer_are_kept_as_long_as_is_told() -> None:
    assert near(KEPT.gaps, days(privacy.MONTHS_ASKED))


def test_missions_are_kept_as_long_as_is_told() -> None:
    assert near(KEPT.missions, days(12 * privacy.YEARS_MISSION))
    assert near(KEPT.field, days(privacy.MONTHS_FIELD))
