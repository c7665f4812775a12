"""Which call matters at an instant, to the second, in Paris."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from knowledge.base import Knowledge
from knowledge.calls import call_at, last_day
from knowledge.schema import PARIS, Call, Region, Source

HERE = Source(document="hdf-ami-2025", section="test")


def instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=PARIS)


def call(id_: str, opens: str | None, closes: str) -> Call:
    return Call(id=id_, opens=instant(opens) if opens else None, closes=instant(closes), source=HERE)


def region_with(facts: Knowledge, *calls: Call) -> Region:
    return facts.region("hauts-de-france").model_copy(update={"calls": calls})


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2020-01-01", "open"),  # the opening was not published
        ("2025-06-15T12:00", "open"),
        ("2025-06-15T23:59:59.999999", "open"),
        ("2025-06-16T00:00", "closed"),
        ("2026-11-20", "closed"),
        ("2025-06-15T21:59:59+00:00", "open"),  # the same midnight, told in other zones
        ("2025-06-15T22:00:00+00:00", "closed"),
        ("2025-06-15T23:30:00+00:00", "closed"),  # an hour of winter time would have let this one in
        ("2025-06-16T01:59:59+04:00", "open"),
        ("2025-06-15T18:00:00-04:00", "closed"),
    ],
)
def test_the_call_of_2025_is_open_until_the_end_of_15_june_in_paris(facts: Knowledge, at: str, status: str) -> None:
    found = call_at(facts.region("hauts-de-france"), instant(at))
    assert found.status == status
    assert found.closes == datetime(2025, 6, 15, 22, tzinfo=UTC)


def test_people_are_told_the_last_day_and_not_the_midnight_after_it(facts: Knowledge) -> None:
    assert last_day(facts.region("hauts-de-france").calls[0]).isoformat() == "2025-06-15"


@pytest.mark.parametrize(
    "slug", ["occitanie", "provence-alpes-cote-d-azur", "auvergne-rhone-alpes", "pays-de-la-loire"]
)
def test_a_region_without_a_published_call_has_none(facts: Knowledge, slug: str) -> None:
    found = call_at(facts.region(slug), instant("2025-06-01"))
    assert (found.call, found.status, found.closes) == (None, "none", None)


CALLS = (
    call("first", "2025-01-10", "2025-03-01"),
    call("second", "2025-05-01", "2025-10-27"),
    call("third", "2025-09-01", "2025-12-01"),
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-01-09T23:59:59", ("first", "upcoming")),
        ("2025-01-10", ("first", "open")),
        ("2025-04-01", ("second", "upcoming")),  # the next one, rather than the one that closed
        ("2025-09-15", ("second", "open")),  # two are open: the first to close
        ("2025-10-26T23:30", ("second", "open")),  # the day the clocks go back has 25 hours
        ("2025-10-27", ("third", "open")),
        ("2026-01-01", ("third", "closed")),  # the last one that closed
    ],
)
def test_of_several_calls_the_one_that_a_person_can_use_is_shown(
    facts: Knowledge, at: str, expected: tuple[str, str]
) -> None:
    found = call_at(region_with(facts, *CALLS), instant(at))
    assert found.call is not None
    assert (found.call.id, found.status) == expected


def test_the_answer_does_not_depend_on_the_zone_the_instant_is_told_in(facts: Knowledge) -> None:
    region = region_with(facts, *CALLS)
    at = instant("2025-10-26T02:30")
    zones = [timezone(timedelta(hours=hours)) for hours in range(-12, 15)]
    assert {call_at(region, at.astimezone(zone)) for zone in zones} == {call_at(region, at)}
