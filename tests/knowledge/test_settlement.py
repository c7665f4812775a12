"""What a mission did cost, expense by expense: statements worked by hand, equal to the cent, and what always holds.

The sums of each statement are worked in its comment, with a pen and the rates of `knowledge/rates`.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import load
from knowledge.rates import Rates
from knowledge.rules import CATEGORIES, NO_TERMS, AlreadyPublished, Terms, rules_at
from knowledge.schema import PARIS, RateTable, Source
from knowledge.settlement import ANY_MISSION, PAYERS, Claim, Mission, Settled, Statement, settle

FACTS = load()
AT = datetime(2026, 9, 30, tzinfo=PARIS)
HDF, OCC, PACA, ARA = "hauts-de-france", "occitanie", "provence-alpes-cote-d-azur", "auvergne-rhone-alpes"


def spent(id_: str, category: Any, amount: str | None, **more: Any) -> Claim:
    """An expense of 10 August 2026 in euros, paid by the volunteer "awa" and approved, but for what is told."""
    told = {"volunteer": None if "paid_by" in more else "awa", **more}
    return Claim(id_, category, date(2026, 8, 10), None if amount is None else Decimal(amount), **told)


def days(id_: str, count: int, **more: Any) -> Claim:
    return spent(id_, "per_diem", None, days=count, **more)


def on(day: str, claim: Claim) -> Claim:
    return replace(claim, date=date.fromisoformat(day))


def by(volunteer: str, claim: Claim) -> Claim:
    return replace(claim, volunteer=volunteer)


def settled(
    region: str,
    *claims: Claim,
    mission: Mission = ANY_MISSION,
    terms: Terms = NO_TERMS,
    rates: Rates = FACTS.rates,
    waived: frozenset[str] = frozenset(),
) -> Statement:
    return settle(claims, rules_at(FACTS, region, AT, terms), rates, mission, waived)


def line(found: Statement, id_: str) -> Settled:
    return next(one for one in found.lines if one.claim.id == id_)


def euros(*amounts: Decimal | None) -> list[str | None]:
    return [None if amount is None else str(amount) for amount in amounts]


def totals(found: Statement) -> list[str | None]:
    """Eligible, base, the network's share, the association's, the fee."""
    return euros(found.eligible, found.base, found.share, found.association, found.fee)


def refunds(found: Statement) -> dict[str, str]:
    return {volunteer: str(amount) for volunteer, amount in found.refunds.items()}


def codes(one: Settled) -> list[str]:
    return [reason.code for reason in one.reasons]


def notes(found: Statement) -> list[str]:
    return [note.code for note in found.notes]


# --- statements worked by hand --------------------------------------------------------------------------------------


def test_two_volunteers_share_the_cap_of_occitanie_and_each_is_refunded_whole() -> None:
    # The network buys two flights: 1250.40 + 1310.35 = 2560.75. Awa pays 420.00 + 180.55 = 600.55, Ben 95.00.
    # Eligible 2560.75 + 600.55 + 95.00 = 3256.30; half is 1628.15, capped at 1400. 3256.30 - 1400 = 1856.30.
    found = settled(
        OCC,
        spent("1", "flight", "1250.40", paid_by="network"),
        spent("2", "flight", "1310.35", paid_by="network"),
        spent("3", "lodging", "420.00"),
        by("ben", spent("4", "visa", "95.00")),
        spent("5", "local_transport", "180.55"),
    )
    assert totals(found) == ["3256.30", "3256.30", "1400.00", "1856.30", "200.00"]
    assert refunds(found) == {"awa": "600.55", "ben": "95.00"}
    assert euros(found.paid["network"], found.not_eligible) == ["2560.75", "0.00"]
    assert [step.reason.code for step in found.steps][1] == "share_capped"


def test_an_employer_who_pays_half_has_paid_what_the_association_would() -> None:
    # The employer: 1180.90 + 60.10 = 1241.00. Awa: 700.50 + 125.25 + 415.25 = 1241.00. Half of 2482.00 is 1241.00.
    found = settled(
        PACA,
        spent("1", "flight", "1180.90", paid_by="employer"),
        spent("2", "insurance", "60.10", paid_by="employer"),
        spent("3", "lodging", "700.50"),
        spent("4", "visa", "125.25"),
        spent("5", "local_transport", "415.25"),
    )
    assert totals(found) == ["2482.00", "2482.00", "1241.00", "1241.00", None]
    assert euros(*(found.paid[payer] for payer in PAYERS)) == ["1241.00", "0.00", "0.00", "1241.00"]
    assert refunds(found) == {"awa": "1241.00"}


def test_hauts_de_france_at_all_its_caps() -> None:
    # 1500 + 200 + 15 x 15 = 225 + 60 + 300 + 80 + 52 = 2417; base 2000; half of it 1000; 2417 - 1000 = 1417.
    # The network bought 1500 + 52 = 1552; Awa paid the rest, 865, and is due all of it.
    found = settled(
        HDF,
        spent("1", "flight", "1500", paid_by="network"),
        spent("2", "local_transport", "200"),
        days("3", 15),
        spent("4", "visa", "60"),
        spent("5", "lodging", "300"),
        spent("6", "health", "80"),
        spent("7", "insurance", "52", paid_by="network"),
    )
    assert totals(found) == ["2417.00", "2000.00", "1000.00", "1417.00", None]
    assert euros(found.paid["network"], found.not_eligible) == ["1552.00", "0.00"]
    assert refunds(found) == {"awa": "865.00"}
    assert {str(one.cap_left) for one in found.lines} == {"0.00"}


def test_cfa_francs_use_up_a_cap_in_the_order_of_the_days() -> None:
    # 35 000 / 655.957 = 53.357 -> 53.36, leaving 146.64 of 200. 98 400 / 655.957 = 150.0098 -> 150.01, of which 146.64
    # counts: 3.37 cut. 180 000 / 655.957 = 274.408 -> 274.41. The flight: 1321.17.
    # Eligible 53.36 + 146.64 + 274.41 + 1321.17 = 1795.58; half 897.79. Awa: 53.36 + 146.64 + 274.41 = 474.41.
    found = settled(
        HDF,
        on("2026-08-12", spent("late", "local_transport", "98400", currency="XOF")),
        on("2026-08-11", spent("soon", "local_transport", "35000", currency="XOF")),
        spent("bed", "lodging", "180000", currency="XOF"),
        spent("air", "flight", "1321.17", paid_by="network"),
    )
    assert [one.claim.id for one in found.lines] == ["air", "bed", "soon", "late"]
    soon, late = line(found, "soon"), line(found, "late")
    assert euros(soon.converted, soon.eligible, soon.cap_left) == ["53.36", "53.36", "146.64"]
    assert euros(late.converted, late.eligible, late.cut, late.cap_left) == ["150.01", "146.64", "3.37", "0.00"]
    assert codes(late) == ["claim_cut", "claim_converted"]
    assert late.reasons[0].values == {"cap": Decimal(200), "left": Decimal("146.64"), "cut": Decimal("3.37")}
    assert totals(found) == ["1795.58", "1795.58", "897.79", "897.79", None]
    assert refunds(found) == {"awa": "474.41"}


def test_escudos_of_a_month_without_a_table_go_by_the_parity_and_the_line_says_so() -> None:
    # 4 500 / 110.265 = 40.8108 -> 40.81; 33 079.5 / 110.265 = 300.00; in November 2 205.3 / 110.265 = 20.00.
    # Eligible 360.81; half is 180.405: the half cent goes up, 180.41, and 180.40 remains.
    found = settled(
        PACA,
        on("2026-09-02", spent("taxi", "local_transport", "4500", currency="CVE")),
        on("2026-09-03", spent("bed", "lodging", "33079.5", currency="CVE")),
        on("2026-11-04", spent("bus", "local_transport", "2205.3", currency="CVE")),
    )
    assert euros(*(one.eligible for one in found.lines)) == ["40.81", "300.00", "20.00"]
    assert [codes(one)[-1] for one in found.lines] == ["claim_converted", "claim_converted", "claim_parity"]
    assert line(found, "bus").rate_source != line(found, "taxi").rate_source
    assert totals(found) == ["360.81", "360.81", "180.41", "180.40", None]
    assert refunds(found) == {"awa": "360.81"}


def test_comorian_francs_go_by_the_table_and_wait_without_it_whatever_their_parity() -> None:
    # 30 000 / 492.615 = 60.899 -> 60.90 (by the parity it would be 60.98), cut to the 60 of the visa.
    # 20 000 / 492.615 = 40.5997 -> 40.60. October has no table: the taxi waits. Eligible 100.60, half 50.30.
    found = settled(
        HDF,
        spent("visa", "visa", "30000", currency="KMF"),
        spent("pills", "health", "20000", currency="KMF"),
        on("2026-10-01", spent("taxi", "local_transport", "5000", currency="KMF")),
    )
    assert euros(line(found, "visa").converted, line(found, "visa").cut) == ["60.90", "0.90"]
    assert totals(found) == ["100.60", "100.60", "50.30", "50.30", None]
    taxi = line(found, "taxi")
    assert (taxi.rate, taxi.converted, taxi.eligible, str(taxi.cap_left)) == (None, None, None, "200.00")
    assert (found.waiting, codes(taxi)) == (("taxi",), ["claim_rate_missing"])
    assert str(found.asked) == "101.50"
    assert refunds(found) == {"awa": "100.60"}


CEDIS = (
    on("2026-08-31", spent("1", "local_transport", "1200", currency="GHS")),
    on("2026-09-01", spent("2", "local_transport", "1500", currency="GHS")),
)


def test_a_floating_currency_has_the_rate_of_the_month_of_each_expense() -> None:
    # August: 1 200 / 13.37685 = 89.7072 -> 89.71. September: 1 500 / 13.07995 = 114.679 -> 114.68, of which
    # 200 - 89.71 = 110.29 is left: 4.39 cut. Eligible 200.00, half 100.00.
    found = settled(HDF, *CEDIS)
    assert [(one.rate_month, str(one.rate and one.rate.units)) for one in found.lines] == [
        ("2026-08", "13.37685"),
        ("2026-09", "13.07995"),
    ]
    assert euros(*(one.converted for one in found.lines)) == ["89.71", "114.68"]
    assert euros(found.lines[1].eligible, found.lines[1].cut) == ["110.29", "4.39"]
    assert totals(found) == ["200.00", "200.00", "100.00", "100.00", None]


@pytest.mark.parametrize(
    ("month", "converted"),
    [
        ("expense", ["89.71", "114.68"]),
        ("departure", ["89.71", "112.13"]),  # 1 500 / 13.37685 = 112.134
        ("return", ["91.74", "114.68"]),  # 1 200 / 13.07995 = 91.7435
    ],
)
def test_a_network_may_choose_the_month_of_the_rate(month: Any, converted: list[str]) -> None:
    found = settled(HDF, *CEDIS, mission=Mission(date(2026, 8, 25), date(2026, 9, 4), rate_month=month))
    assert euros(*(one.converted for one in found.lines)) == converted
    assert f"note_rate_of_{month}" in notes(found)


def test_a_mission_of_reciprocity_is_settled_by_the_same_table() -> None:
    # Flight 987.60 and insurance 52 bought: 1039.60. Awa: the visa 40 000 / 655.957 = 60.9796 -> 60.98, cut to 60;
    # the train 89; the room 310, cut to 300; 10 days at 15 = 150. 60 + 89 + 300 + 150 = 599.00.
    # Eligible 1638.60, half 819.30; cut 0.98 + 10 = 10.98.
    found = settled(
        HDF,
        spent("1", "flight", "987.60", paid_by="network"),
        spent("2", "insurance", "52", paid_by="network"),
        spent("3", "visa", "40000", currency="XOF"),
        spent("4", "local_transport", "89"),
        spent("5", "lodging", "310"),
        days("6", 10),
        mission=Mission(date(2026, 8, 8), date(2026, 8, 17), "reciprocity"),
    )
    assert totals(found) == ["1638.60", "1638.60", "819.30", "819.30", None]
    assert euros(found.paid["network"], found.not_eligible) == ["1039.60", "10.98"]
    assert refunds(found) == {"awa": "599.00"}
    assert "tension_visa_to_france" in notes(found)


def test_a_refund_that_is_waived_is_a_gift_and_changes_nothing_else() -> None:
    # 640.20 bought; Awa 210.00 + 89.90 = 299.90, given; Ben 75.00, due. Eligible 1015.10, half 507.55.
    claims = (
        spent("1", "flight", "640.20", paid_by="network"),
        spent("2", "lodging", "210"),
        spent("3", "local_transport", "89.90"),
        by("ben", spent("4", "visa", "75")),
    )
    given_up, kept = settled(OCC, *claims, waived=frozenset({"awa"})), settled(OCC, *claims)
    assert totals(given_up) == ["1015.10", "1015.10", "507.55", "507.55", "200.00"]
    assert refunds(given_up) == {"awa": "0.00", "ben": "75.00"}
    assert {volunteer: str(gift) for volunteer, gift in given_up.gifts.items()} == {"awa": "299.90"}
    assert replace(given_up, refunds=kept.refunds, gifts=kept.gifts) == kept


# --- decisions, days and gaps ---------------------------------------------------------------------------------------


def test_what_is_refused_counts_for_nothing_and_leaves_the_cap_to_the_others() -> None:
    found = settled(HDF, spent("1", "visa", "60", status="refused"), spent("2", "visa", "45"))
    assert euros(found.asked, found.eligible, found.not_eligible) == ["105.00", "45.00", "60.00"]
    assert codes(line(found, "1")) == ["claim_refused"]
    assert found.waiting == ()


def test_what_is_pending_waits_and_takes_nothing_from_the_cap() -> None:
    found = settled(HDF, spent("1", "visa", "60", status="pending"), spent("2", "visa", "45"))
    assert euros(found.asked, found.eligible) == ["45.00", "45.00"]
    assert (found.waiting, codes(line(found, "1"))) == (("1",), ["claim_pending"])
    assert "note_waiting" in notes(found)


def test_the_days_of_two_volunteers_share_the_cap_of_the_per_diem() -> None:
    # 10 days are 150.00; 8 days are 120.00, of the 75.00 that are left of 225.00.
    found = settled(HDF, days("1", 10), by("ben", days("2", 8)))
    assert refunds(found) == {"awa": "150.00", "ben": "75.00"}


def test_a_per_diem_is_never_more_than_was_asked_nor_than_its_days() -> None:
    found = settled(HDF, spent("1", "per_diem", "40", days=4), spent("2", "per_diem", "70", days=4))
    assert euros(*(one.eligible for one in found.lines)) == ["40.00", "60.00"]
    assert codes(found.lines[1]) == ["per_diem_within", "claim_over_rate", "claim_within_cap"]


def test_more_days_than_the_mission_has_are_told_and_not_cut() -> None:
    week = Mission(date(2026, 8, 3), date(2026, 8, 9))
    assert "note_days_beyond_mission" not in notes(settled(HDF, days("1", 4), days("2", 3), mission=week))
    found = settled(HDF, days("1", 4), days("2", 4), mission=week)
    assert "note_days_beyond_mission" in notes(found)
    assert refunds(found) == {"awa": "120.00"}


def test_what_the_region_refuses_or_does_not_list_is_cut_with_its_source() -> None:
    refused, unlisted = settled(HDF, spent("1", "other", "10")), settled(OCC, spent("1", "health", "10"))
    assert (codes(refused.lines[0]), codes(unlisted.lines[0])) == (["line_refused"], ["line_not_listed"])
    assert euros(refused.not_eligible, unlisted.not_eligible) == ["10.00", "10.00"]
    assert refused.lines[0].source.section == "Annexe 2, sous le tableau"


def test_a_region_without_rules_makes_every_expense_wait() -> None:
    found = settled(ARA, spent("1", "visa", "60"), days("2", 3), spent("3", "visa", "5", status="refused"))
    assert (found.waiting, totals(found)) == (("1", "2"), [None] * 5)
    assert (codes(found.lines[0]), notes(found)[0]) == (["claim_unpublished"], "funding_unpublished")
    assert refunds(found) == {"awa": "0.00"}


TERMS = Terms(
    caps={"visa": Decimal(50)},
    per_diem_rate=Decimal(12),
    per_diem_days=10,
    share=Decimal("0.6"),
    cap_per_mission=Decimal(100),
    fee=Decimal(30),
    set_on=date(2026, 7, 1),
)


def test_where_nothing_is_published_the_staff_sets_the_rules_of_the_mission() -> None:
    # The visa 60 cut to 50, 12 days at 12 = 144 cut to 120; 170.00, of which 60 % is 102.00, capped at 100.
    found = settled(ARA, spent("1", "visa", "60"), days("2", 12), spent("3", "lodging", "9"), terms=TERMS)
    assert totals(found) == ["170.00", "170.00", "100.00", "70.00", "30.00"]
    assert found.waiting == ("3",)
    assert line(found, "1").source.title == "Conditions fixées par le réseau pour cette mission"
    assert (line(found, "1").source.publisher, line(found, "1").source.date) == ("RESACOOP", "2026-07-01")
    assert notes(found)[0] == "note_rules_of_mission"


def test_a_cap_without_a_share_settles_the_lines_and_not_the_bill() -> None:
    found = settled(ARA, spent("1", "visa", "60"), terms=Terms(caps={"visa": Decimal(50)}))
    assert totals(found) == ["50.00", None, None, None, None]
    assert refunds(found) == {"awa": "50.00"}


def test_the_staff_may_fill_a_published_list_without_amounts() -> None:
    found = settled(
        OCC,
        days("1", 10),
        spent("2", "lodging", "400"),
        terms=Terms(caps={"lodging": Decimal(350)}, per_diem_rate=Decimal(20), per_diem_days=12),
    )
    assert euros(*(one.eligible for one in found.lines)) == ["200.00", "350.00"]
    assert str(found.share) == "275.00"
    without = settled(OCC, days("1", 10))
    assert (without.waiting, codes(without.lines[0])) == (("1",), ["claim_unrated"])


@pytest.mark.parametrize(
    ("region", "terms", "named"),
    [
        (HDF, Terms(caps={"visa": Decimal(90)}), "visa"),
        (HDF, Terms(caps={"other": Decimal(90)}), "other"),
        (HDF, Terms(per_diem_rate=Decimal(20), per_diem_days=9), "per_diem"),
        (HDF, Terms(base_cap=Decimal(3000)), "base_cap"),
        (OCC, Terms(share=Decimal("0.8")), "share"),
        (OCC, Terms(fee=Decimal(1)), "fee"),
    ],
)
def test_what_is_published_is_not_set_again_for_a_mission(region: str, terms: Terms, named: str) -> None:
    with pytest.raises(AlreadyPublished, match=f"^{named}$"):
        rules_at(FACTS, region, AT, terms)


def test_rates_that_were_copied_are_told_and_a_network_without_a_rule_too() -> None:
    found = settled(OCC, spent("1", "visa", "6000", currency="XOF"))
    assert {"note_rates_transcribed", "note_conversion_unpublished"} <= set(notes(found))
    assert "tension_conversion_month" in notes(settled(HDF, spent("1", "visa", "6000", currency="XOF")))
    in_euros = settled(HDF, spent("1", "visa", "60"))
    assert not {"note_rates_transcribed", "tension_conversion_month", "note_rate_of_expense"} & set(notes(in_euros))


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal(-1)},
        {"amount": Decimal("NaN")},
        {"amount": None},
        {"days": 3},
        {"category": "per_diem"},
        {"category": "per_diem", "days": -1},
        {"volunteer": None},
    ],
)
def test_a_claim_that_makes_no_sense_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="c1"):
        replace(spent("c1", "visa", "60"), **wrong)


def test_two_claims_of_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="same id"):
        settled(HDF, spent("1", "visa", "1"), spent("1", "visa", "2"))


# --- what always holds ----------------------------------------------------------------------------------------------

RATES = FACTS.rates.over(
    [
        RateTable(
            month="2026-10",
            origin="given",
            rates={"KMF": Decimal("492.615"), "KWD": Decimal("0.35"), "VND": Decimal("30123.456789")},
            source=Source(document="inforeuro", section="test"),
        )
    ]
)
COMMON = {
    "id": st.uuids().map(str),
    "date": st.dates(date(2026, 7, 1), date(2026, 11, 30)),
    "currency": st.sampled_from(["EUR", "XOF", "KMF", "GHS", "KWD", "VND"]),
    "paid_by": st.sampled_from(PAYERS),
    "volunteer": st.sampled_from(["awa", "ben"]),
    "status": st.sampled_from(["approved", "approved", "approved", "refused", "pending"]),
}
AMOUNTS = st.decimals(0, 400_000, places=3, allow_nan=False)
CLAIM = st.one_of(
    st.builds(
        Claim,
        **COMMON,
        category=st.sampled_from([one for one in CATEGORIES if one != "per_diem"]),
        amount=AMOUNTS | st.decimals(0, 90, places=2),
    ),
    st.builds(Claim, **COMMON, category=st.just("per_diem"), amount=st.none() | AMOUNTS, days=st.integers(0, 20)),
)
CLAIMS = st.lists(CLAIM, max_size=12)
REGIONS = st.sampled_from([HDF, OCC, PACA, ARA])


@given(REGIONS, CLAIMS, st.sampled_from([NO_TERMS, TERMS]))
def test_share_and_association_are_what_is_eligible_and_so_are_the_payers(
    region: str, claims: list[Claim], terms: Terms
) -> None:
    found = settled(region, *claims, rates=RATES, terms=terms if region == ARA else NO_TERMS)
    counted = sum((one.eligible or Decimal(0) for one in found.lines), Decimal(0))
    assert sum(found.paid.values()) == counted
    assert sum(found.refunds.values()) == found.paid["volunteer"]
    if found.eligible is not None:
        assert found.eligible == counted
    if found.share is not None and found.association is not None:
        assert found.share + found.association == found.eligible


@given(REGIONS, CLAIMS, st.data())
def test_the_order_in_which_receipts_are_handed_in_changes_nothing(
    region: str, claims: list[Claim], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(claims))
    assert settled(region, *shuffled, rates=RATES) == settled(region, *claims, rates=RATES)


@given(REGIONS, CLAIMS)
def test_nothing_is_ever_negative_nor_above_a_cap_nor_above_what_was_spent(region: str, claims: list[Claim]) -> None:
    found = settled(region, *claims, rates=RATES)
    known = [found.asked, found.eligible, found.not_eligible, found.base, found.share, found.association]
    assert all(amount >= 0 for amount in (*known, *found.paid.values(), *found.refunds.values()) if amount is not None)
    for one in found.lines:
        assert all(amount is None or amount >= 0 for amount in (one.converted, one.cap_left, one.eligible, one.cut))
    for category in CATEGORIES:
        mine = [one for one in found.lines if one.claim.category == category]
        if mine and mine[0].cap is not None:
            assert sum((one.eligible or Decimal(0) for one in mine), Decimal(0)) <= mine[0].cap
    assert region != HDF or (found.share or 0) <= 1000
    assert region != OCC or (found.share or 0) <= 1400


@given(REGIONS, CLAIMS)
def test_what_waits_has_no_rate_or_no_rule_or_no_decision(region: str, claims: list[Claim]) -> None:
    found = settled(region, *claims, rates=RATES)
    for one in found.lines:
        waits = one.claim.id in found.waiting
        assert waits == (one.eligible is None)
        assert not (waits and one.claim.status == "refused")
        assert waits or one.rate is not None or one.eligible == 0
        assert one.reasons, "each line says why"
