"""The figures of a year add up, say what they do not know, and hold nobody's name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from knowledge.report import UNKNOWN, Breakdown, MissionRow, Report, report

ROWS = (
    MissionRow(
        region="hauts-de-france",
        direction="outgoing",
        country="BJ",
        first_day=date(2026, 2, 3),
        days=10,
        type="training",
        themes=("agriculture", "water"),
        sdgs=(2, 12),
        network_paid=Decimal("850.50"),
        co_funding=Decimal("850.50"),
    ),
    MissionRow(
        region="hauts-de-france",
        direction="reciprocity",
        country="TN",
        first_day=date(2026, 12, 31),
        days=7,
        type="diagnosis",
        themes=("water",),
        sdgs=(6,),
        network_paid=Decimal(1000),
        co_funding=Decimal("417.20"),
    ),
    MissionRow(region="occitanie", direction="outgoing", country="BJ", first_day=date(2026, 6, 1)),
    MissionRow(region="occitanie", direction="outgoing", country="BJ", first_day=date(2027, 1, 1), days=8),
)


def table(made: Report, dimension: str) -> Breakdown:
    return next(one for one in made.breakdowns if one.dimension == dimension)


def counts(made: Report, dimension: str) -> dict[str, int]:
    return {line.key: line.figures.missions for line in table(made, dimension).lines}


def test_the_whole_adds_up_and_says_what_is_not_known() -> None:
    whole = report(ROWS, 2026).whole
    assert (whole.missions, whole.days) == (3, 17)
    assert (whole.network_paid, whole.co_funding) == (Decimal("1850.50"), Decimal("1267.70"))
    assert (whole.unknown_days, whole.unknown_paid, whole.unknown_co_funding) == (1, 1, 1)


def test_a_mission_belongs_to_the_year_of_its_first_day() -> None:
    assert report(ROWS, 2027).whole.missions == 1
    assert report(ROWS, 2025).whole.missions == 0
    assert all(not one.lines for one in report(ROWS, 2025).breakdowns)


def test_each_table_goes_from_the_most_missions_to_the_fewest_and_ends_with_what_is_unknown() -> None:
    made = report(ROWS, 2026)
    assert list(counts(made, "country").items()) == [("BJ", 2), ("TN", 1)]
    assert list(counts(made, "theme").items()) == [("water", 2), ("agriculture", 1), (UNKNOWN, 1)]
    assert list(counts(made, "sdg")) == ["2", "6", "12", UNKNOWN]
    assert counts(made, "direction") == {"outgoing": 2, "reciprocity": 1}


def test_a_theme_counted_twice_counts_once() -> None:
    row = replace(ROWS[0], themes=("x", "x"), sdgs=(1, 1))
    assert counts(report((row,), 2026), "theme") == {"x": 1}
    assert counts(report((row,), 2026), "sdg") == {"1": 1}


rows = st.builds(
    MissionRow,
    region=st.sampled_from(["a", "b"]),
    direction=st.sampled_from(["outgoing", "reciprocity"]),
    country=st.sampled_from(["BJ", "TN"]),
    first_day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    days=st.none() | st.integers(1, 20),
    type=st.none() | st.sampled_from(["training", "works"]),
    themes=st.lists(st.sampled_from(["x", "y", "z"]), max_size=3).map(tuple),
    network_paid=st.none() | st.decimals(0, 3000, places=2),
    co_funding=st.none() | st.decimals(0, 3000, places=2),
)


@given(st.lists(rows, max_size=8))
def test_tables_that_do_not_overlap_add_up_to_the_whole(made: list[MissionRow]) -> None:
    found = report(made, 2026)
    for one in found.breakdowns:
        if not one.overlapping:
            assert sum(line.figures.missions for line in one.lines) == found.whole.missions
            assert sum((line.figures.co_funding for line in one.lines), Decimal()) == found.whole.co_funding
    assert found == report(list(reversed(made)), 2026)
