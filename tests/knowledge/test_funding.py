"""What a mission costs and who pays, line by line and in all, by the published rules."""

from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import load
from knowledge.base import UnknownRegion
from knowledge.funding import Costs, Estimate, Line, estimate
from knowledge.rules import CATEGORIES
from knowledge.schema import PARIS

FACTS = load()
MAY = datetime(2025, 5, 10, tzinfo=PARIS)
NOW = datetime(2026, 11, 20, tzinfo=PARIS)
HDF, OCC, PACA = "hauts-de-france", "occitanie", "provence-alpes-cote-d-azur"
SILENT = ("auvergne-rhone-alpes", "centre-val-de-loire", "pays-de-la-loire")

EVERYTHING = Costs(
    flight=Decimal("1350.00"),
    local_transport=Decimal(240),
    per_diem_days=12,
    visa=Decimal(75),
    lodging=Decimal(280),
    health=Decimal(95),
    insurance=Decimal(52),
    other=Decimal(100),
)


def cost(region: str, at: datetime = MAY, **given: Any) -> Estimate:
    return estimate(FACTS, Costs(**given), region, at)


def only(category: str, amount: Decimal) -> dict[str, Any]:
    return {category: amount}


def euros(*amounts: Decimal | None) -> list[str | None]:
    return [None if amount is None else str(amount) for amount in amounts]


def line(found: Estimate, category: str) -> Line:
    return next(one for one in found.lines if one.category == category)


def notes(found: Estimate) -> list[str]:
    return [note.code for note in found.notes]


HDF_LINES = [
    ("flight", Decimal(1500), "1500.00", "1500.00", "1500.00", "line_within_cap"),
    ("flight", Decimal("1500.01"), "1500.01", "1500.00", "1500.00", "line_over_cap"),
    ("local_transport", Decimal(240), "240.00", "200.00", "200.00", "line_over_cap"),
    ("visa", Decimal(60), "60.00", "60.00", "60.00", "line_within_cap"),
    ("visa", Decimal(75), "75.00", "60.00", "60.00", "line_over_cap"),
    ("lodging", Decimal("299.995"), "300.00", "300.00", "300.00", "line_within_cap"),
    ("health", Decimal(95), "95.00", "80.00", "80.00", "line_over_cap"),
    ("insurance", Decimal(52), "52.00", "52.00", "52.00", "line_within_cap"),
    ("other", Decimal(100), "100.00", "0.00", "0.00", "line_refused"),
]


@pytest.mark.parametrize(("category", "given_", "asked", "cap", "eligible", "code"), HDF_LINES)
def test_each_line_of_hauts_de_france_is_counted_up_to_its_cap(
    category: str, given_: Decimal, asked: str, cap: str, eligible: str, code: str
) -> None:
    one = line(cost(HDF, **only(category, given_)), category)
    assert euros(one.asked, one.cap, one.eligible) == [asked, cap, eligible]
    assert one.reason.code == code
    assert one.source.section.startswith("Annexe 2")


@pytest.mark.parametrize(
    ("days", "asked", "eligible", "code"),
    [
        (0, "0.00", "0.00", "per_diem_within"),
        (1, "15.00", "15.00", "per_diem_within"),
        (15, "225.00", "225.00", "per_diem_within"),
        (16, "240.00", "225.00", "per_diem_too_many_days"),
        (20, "300.00", "225.00", "per_diem_too_many_days"),
    ],
)
def test_a_per_diem_is_days_at_the_published_rate_for_fifteen_days_at_most(
    days: int, asked: str, eligible: str, code: str
) -> None:
    one = line(cost(HDF, per_diem_days=days), "per_diem")
    assert euros(one.asked, one.cap, one.eligible) == [asked, "225.00", eligible]
    assert one.reason.code == code


def test_the_example_of_the_contract_in_hauts_de_france() -> None:
    found = estimate(FACTS, EVERYTHING, HDF, MAY)
    assert [one.category for one in found.lines] == list(CATEGORIES)
    assert euros(found.asked, found.eligible, found.not_eligible) == ["2372.00", "2202.00", "170.00"]
    assert euros(found.base, found.share, found.association, found.fee) == ["2000.00", "1000.00", "1202.00", None]
    assert [step.reason.code for step in found.steps] == [
        "base_capped",
        "share_plain",
        "association_rest",
        "fee_unpublished",
    ]


def test_the_share_is_half_of_what_is_counted_below_the_limit() -> None:
    found = cost(HDF, flight=Decimal("800.01"))
    assert euros(found.base, found.share, found.association) == ["800.01", "400.01", "400.00"]
    assert found.steps[0].reason.code == "base_whole"


def test_occitanie_pays_half_up_to_1400_and_asks_200_apart() -> None:
    found = cost(OCC, flight=Decimal(4000))
    assert euros(found.eligible, found.base, found.share) == ["4000.00", "4000.00", "1400.00"]
    assert euros(found.association, found.fee) == ["2600.00", "200.00"]
    assert [step.reason.code for step in found.steps] == ["base_whole", "share_capped", "association_rest", "fee_asked"]


def test_provence_pays_half_without_a_published_cap_nor_fee() -> None:
    found = cost(PACA, flight=Decimal(4000))
    assert euros(found.share, found.association, found.fee) == ["2000.00", "2000.00", None]


@pytest.mark.parametrize("region", [OCC, PACA])
def test_a_per_diem_without_a_published_rate_is_left_out_of_the_sums_and_told(region: str) -> None:
    found = cost(region, flight=Decimal(100), per_diem_days=10)
    one = line(found, "per_diem")
    assert (one.asked, one.cap, one.eligible) == (None, None, None)
    assert euros(found.asked, found.eligible, found.not_eligible) == ["100.00", "100.00", "0.00"]
    assert "note_per_diem_left_out" in notes(found)
    assert "note_per_diem_left_out" not in notes(cost(region, flight=Decimal(100), per_diem_days=0))


@pytest.mark.parametrize("region", [OCC, PACA])
@pytest.mark.parametrize("category", ["flight", "local_transport", "visa", "lodging", "insurance"])
def test_an_expense_of_the_list_is_counted_whole_where_no_cap_is_published(region: str, category: str) -> None:
    one = line(cost(region, **only(category, Decimal(333))), category)
    assert euros(one.asked, one.cap, one.eligible) == ["333.00", None, "333.00"]
    assert one.reason.code == "line_without_cap"


@pytest.mark.parametrize("region", [OCC, PACA])
@pytest.mark.parametrize("category", ["health", "other"])
def test_an_expense_outside_the_list_is_not_counted(region: str, category: str) -> None:
    found = cost(region, **only(category, Decimal(333)))
    assert euros(line(found, category).eligible, found.not_eligible, found.share) == ["0.00", "333.00", "0.00"]
    assert line(found, category).reason.code == "line_not_listed"


@pytest.mark.parametrize("region", SILENT)
def test_a_region_without_published_rules_gives_no_amount_and_says_whom_to_ask(region: str) -> None:
    found = estimate(FACTS, EVERYTHING, region, MAY)
    assert euros(found.asked) == ["2192.00"]  # without the per diem, whose rate nobody published
    assert {found.eligible, found.not_eligible, found.base, found.share, found.association, found.fee} == {None}
    assert {one.eligible for one in found.lines} == {None}
    assert {step.amount for step in found.steps} == {None}
    assert notes(found)[0] == "funding_unpublished"
    assert notes(found)[-1].startswith("alternative_contact")


def test_only_what_was_given_appears_as_a_line() -> None:
    assert [one.category for one in cost(HDF, visa=Decimal(10), flight=Decimal(0)).lines] == ["flight", "visa"]
    nothing = cost(HDF)
    assert nothing.lines == ()
    assert euros(nothing.asked, nothing.eligible, nothing.share, nothing.association) == ["0.00"] * 4


def test_the_rules_are_labelled_with_their_year_and_a_closed_call_is_told() -> None:
    assert "note_call_closed" not in notes(cost(HDF, MAY, flight=Decimal(1)))
    later = cost(HDF, NOW, flight=Decimal(1))
    assert (later.year, later.call.status) == ("2025", "closed")
    assert notes(later)[:2] == ["note_rules_of_year", "note_call_closed"]
    assert notes(cost(OCC, NOW, flight=Decimal(1)))[0] == "note_rules_undated"


def test_what_the_documents_leave_open_is_told_with_the_lines_it_is_about() -> None:
    with_lodging, without = notes(cost(HDF, lodging=Decimal(1))), notes(cost(HDF, health=Decimal(1)))
    assert {"tension_total_or_logistics", "tension_who_advances"} <= set(without)
    assert "tension_lodging_nights" in with_lodging
    assert "tension_lodging_nights" not in without


@pytest.mark.parametrize("wrong", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_a_cost_that_is_no_amount_cannot_be_made(wrong: Decimal) -> None:
    with pytest.raises(ValueError, match="flight"):
        Costs(flight=wrong)


def test_an_unknown_region_is_an_error_and_not_an_estimate() -> None:
    with pytest.raises(UnknownRegion):
        cost("atlantide")


AMOUNTS = st.none() | st.decimals(0, 5000, places=3, allow_nan=False)
COSTS = st.builds(
    Costs,
    **{
        each.name: (st.none() | st.integers(0, 40)) if each.name == "per_diem_days" else AMOUNTS
        for each in fields(Costs)
    },
)
PUBLISHED = st.sampled_from([HDF, OCC, PACA])


@given(COSTS, PUBLISHED)
def test_who_pays_adds_up_and_never_goes_above_a_cap(costs: Costs, region: str) -> None:
    found = estimate(FACTS, costs, region, MAY)
    assert found.share is not None
    assert found.association is not None
    assert found.base is not None
    assert found.share + found.association == found.eligible
    assert found.eligible is not None
    assert found.not_eligible == found.asked - found.eligible
    assert 0 <= found.share <= found.base <= found.eligible <= found.asked
    assert found.share <= {HDF: 1000, OCC: 1400, PACA: 10**9}[region]
    assert found.base <= {HDF: 2000, OCC: 10**9, PACA: 10**9}[region]
    assert all(one.eligible <= one.cap for one in found.lines if one.eligible is not None and one.cap is not None)


@given(COSTS, PUBLISHED)
def test_every_amount_is_a_whole_number_of_cents_and_the_sums_are_those_of_the_lines(costs: Costs, region: str) -> None:
    found = estimate(FACTS, costs, region, MAY)
    amounts = [found.asked, found.eligible, found.not_eligible, found.base, found.share, found.association]
    amounts += [amount for one in found.lines for amount in (one.asked, one.eligible)]
    assert all(amount.as_tuple().exponent == -2 for amount in amounts if amount is not None)
    assert found.eligible == sum(one.eligible for one in found.lines if one.eligible is not None)
    assert found.asked == sum(one.asked for one in found.lines if one.asked is not None)


@given(COSTS, PUBLISHED, st.sampled_from([each.name for each in fields(Costs)]), st.integers(0, 500))
def test_a_dearer_mission_never_gets_a_smaller_share_nor_leaves_less_to_pay(
    costs: Costs, region: str, name: str, more: int
) -> None:
    amount: Any = (getattr(costs, name) or 0) + (more if name == "per_diem_days" else Decimal(more))
    before = estimate(FACTS, costs, region, MAY)
    after = estimate(FACTS, replace(costs, **only(name, amount)), region, MAY)
    assert before.share is not None
    assert after.share is not None
    assert after.share >= before.share
    assert after.asked - after.share >= before.asked - before.share
