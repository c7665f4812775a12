"""What a euro is worth in a month: by the table, else by a guaranteed parity, else not known."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.base import Knowledge
from knowledge.rates import Rate
from knowledge.schema import RateTable, Source


def units(facts: Knowledge, currency: str, month: str) -> tuple[str, str] | None:
    found = facts.rates.find(currency, month)
    return None if found is None else (str(found.units), found.origin)


@pytest.mark.parametrize(
    ("currency", "month", "found"),
    [
        ("EUR", "1999-01", ("1", "euro")),
        ("XOF", "2026-08", ("655.957", "transcribed")),
        ("XOF", "2025-11", ("655.957", "parity")),
        ("XAF", "2025-11", ("655.957", "parity")),
        ("CVE", "2025-11", ("110.265", "parity")),
        ("KMF", "2026-08", ("492.615", "transcribed")),
        ("KMF", "2025-11", None),
        ("ARS", "2026-08", ("1716.2358", "transcribed")),
        ("ARS", "2026-10", None),
        ("XXX", "2026-08", None),
    ],
)
def test_the_table_comes_first_then_a_guaranteed_parity_then_nothing(
    facts: Knowledge, currency: str, month: str, found: tuple[str, str] | None
) -> None:
    assert units(facts, currency, month) == found


def test_two_months_are_shipped_whole_and_marked_as_copied(facts: Knowledge) -> None:
    assert [(table.month, table.origin, len(table.rates)) for table in facts.rates.tables.values()] == [
        ("2026-08", "transcribed", 151),
        ("2026-09", "transcribed", 151),
    ]


def table(month: str, **rates: str) -> RateTable:
    exact = {currency: Decimal(rate) for currency, rate in rates.items()}
    return RateTable(month=month, origin="imported", rates=exact, source=Source(document="inforeuro", section=month))


def test_a_table_that_is_added_takes_the_place_of_the_whole_month(facts: Knowledge) -> None:
    rates = facts.rates.over([table("2026-08", GHS="14"), table("2026-07", GHS="15")])
    assert list(rates.tables) == ["2026-07", "2026-08", "2026-09"]
    assert rates.find("ARS", "2026-08") is None
    assert str(getattr(rates.find("GHS", "2026-07"), "units", None)) == "15"


def test_rates_that_are_given_stand_alone_with_the_parities(facts: Knowledge) -> None:
    rates = facts.rates.only([table("2026-08", XOF="650")])
    assert str(getattr(rates.find("XOF", "2026-08"), "units", None)) == "650"
    assert getattr(rates.find("XOF", "2026-09"), "origin", None) == "parity"
    assert rates.find("GHS", "2026-09") is None


@given(st.decimals(0, 10**12, places=3), st.decimals("0.000001", 10**6, places=6))
def test_an_amount_in_euros_is_the_nearest_cent_the_half_going_up(amount: Decimal, units: Decimal) -> None:
    found = Rate("XXX", "2026-08", units, "given", None).euros(amount)
    off = Fraction(found) - Fraction(amount) / Fraction(units)
    assert Fraction(-1, 200) < off <= Fraction(1, 200)
    assert found.as_tuple().exponent == -2


def test_a_half_cent_goes_up() -> None:
    rate = Rate("XXX", "2026-08", Decimal("2"), "given", None)
    assert [str(rate.euros(Decimal(amount))) for amount in ("0.01", "0.0099", "0.03")] == ["0.01", "0.00", "0.02"]
