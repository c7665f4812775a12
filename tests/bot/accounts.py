"""Missions with expenses, for the tests of the accounts: those that were worked by hand, and what it takes to post."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.bookkeeping import Book, Bookkeeper
from bot.desk import Staff
from bot.knowledge_files import load
from bot.turn import unguessable
from knowledge.schema import PARIS
from knowledge.settlement import Claim
from storage.claims import ClaimRow, Spent
from storage.desk import Desk
from storage.missions_desk import Plan
from storage.store import Store
from tests.knowledge.test_settlement import ARA, CEDIS, HDF, OCC, PACA, by, days, on, spent

FACTS = load()
AT = datetime(2026, 9, 30, 10, tzinfo=PARIS)
LEA = Staff("Léa", frozenset(FACTS.regions))
REFERENCE = "MTEST-2026-0001"
NAMES = {"awa": "Awa", "ben": "Ben"}

__all__ = ["ARA", "CEDIS", "HDF", "OCC", "PACA", "by", "days", "on", "spent"]


@dataclass(frozen=True)
class Worked:
    """A mission whose accounts were worked by hand: balances in cents, of the accounts that are not zero."""

    region: str
    claims: tuple[Claim, ...]
    balances: Mapping[str, int]
    waived: tuple[str, ...] = ()
    direction: str = "outgoing"
    days: tuple[date, date] = field(default=(date(2026, 8, 8), date(2026, 8, 17)))


WORKED = {
    "two volunteers share the cap of Occitanie": Worked(
        OCC,
        (
            spent("1", "flight", "1250.40", paid_by="network"),
            spent("2", "flight", "1310.35", paid_by="network"),
            spent("3", "lodging", "420.00"),
            by("ben", spent("4", "visa", "95.00")),
            spent("5", "local_transport", "180.55"),
        ),
        # The association owes its 1856.30 and the fee, 200.00.
        {
            "expense:flight": 256075,
            "expense:lodging": 42000,
            "expense:visa": 9500,
            "expense:local_transport": 18055,
            "bought": -256075,
            "refund:awa": -60055,
            "refund:ben": -9500,
            "share": 140000,
            "association": 205630,
            "billed": -325630,
            "fee": -20000,
        },
    ),
    "an employer pays half": Worked(
        PACA,
        (
            spent("1", "flight", "1180.90", paid_by="employer"),
            spent("2", "insurance", "60.10", paid_by="employer"),
            spent("3", "lodging", "700.50"),
            spent("4", "visa", "125.25"),
            spent("5", "local_transport", "415.25"),
        ),
        # The association's part is 1241.00, and so is what the employer has paid of it: nothing is left to ask.
        {
            "expense:flight": 118090,
            "expense:insurance": 6010,
            "expense:lodging": 70050,
            "expense:visa": 12525,
            "expense:local_transport": 41525,
            "refund:awa": -124100,
            "share": 124100,
            "billed": -248200,
        },
    ),
    "Hauts-de-France at all its caps": Worked(
        HDF,
        (
            spent("1", "flight", "1500", paid_by="network"),
            spent("2", "local_transport", "200"),
            days("3", 15),
            spent("4", "visa", "60"),
            spent("5", "lodging", "300"),
            spent("6", "health", "80"),
            spent("7", "insurance", "52", paid_by="network"),
        ),
        {
            "expense:flight": 150000,
            "expense:local_transport": 20000,
            "expense:per_diem": 22500,
            "expense:visa": 6000,
            "expense:lodging": 30000,
            "expense:health": 8000,
            "expense:insurance": 5200,
            "bought": -155200,
            "refund:awa": -86500,
            "share": 100000,
            "association": 141700,
            "billed": -241700,
        },
    ),
    "CFA francs use up a cap": Worked(
        HDF,
        (
            on("2026-08-12", spent("late", "local_transport", "98400", currency="XOF")),
            on("2026-08-11", spent("soon", "local_transport", "35000", currency="XOF")),
            spent("bed", "lodging", "180000", currency="XOF"),
            spent("air", "flight", "1321.17", paid_by="network"),
        ),
        {
            "expense:local_transport": 20000,
            "expense:lodging": 27441,
            "expense:flight": 132117,
            "bought": -132117,
            "refund:awa": -47441,
            "share": 89779,
            "association": 89779,
            "billed": -179558,
        },
    ),
    "escudos, one month by the parity": Worked(
        PACA,
        (
            on("2026-09-02", spent("taxi", "local_transport", "4500", currency="CVE")),
            on("2026-09-03", spent("bed", "lodging", "33079.5", currency="CVE")),
            on("2026-11-04", spent("bus", "local_transport", "2205.3", currency="CVE")),
        ),
        {
            "expense:local_transport": 6081,
            "expense:lodging": 30000,
            "refund:awa": -36081,
            "share": 18041,
            "association": 18040,
            "billed": -36081,
        },
    ),
    "Comorian francs, one that waits": Worked(
        HDF,
        (
            spent("visa", "visa", "30000", currency="KMF"),
            spent("pills", "health", "20000", currency="KMF"),
            on("2026-10-01", spent("taxi", "local_transport", "5000", currency="KMF")),
        ),
        {
            "expense:visa": 6000,
            "expense:health": 4060,
            "refund:awa": -10060,
            "share": 5030,
            "association": 5030,
            "billed": -10060,
        },
    ),
    "a floating currency": Worked(
        HDF,
        CEDIS,
        {
            "expense:local_transport": 20000,
            "refund:awa": -20000,
            "share": 10000,
            "association": 10000,
            "billed": -20000,
        },
    ),
    "reciprocity": Worked(
        HDF,
        (
            spent("1", "flight", "987.60", paid_by="network"),
            spent("2", "insurance", "52", paid_by="network"),
            spent("3", "visa", "40000", currency="XOF"),
            spent("4", "local_transport", "89"),
            spent("5", "lodging", "310"),
            days("6", 10),
        ),
        {
            "expense:flight": 98760,
            "expense:insurance": 5200,
            "expense:visa": 6000,
            "expense:local_transport": 8900,
            "expense:lodging": 30000,
            "expense:per_diem": 15000,
            "bought": -103960,
            "refund:awa": -59900,
            "share": 81930,
            "association": 81930,
            "billed": -163860,
        },
        direction="reciprocity",
    ),
    "a refund given up": Worked(
        OCC,
        (
            spent("1", "flight", "640.20", paid_by="network"),
            spent("2", "lodging", "210"),
            spent("3", "local_transport", "89.90"),
            by("ben", spent("4", "visa", "75")),
        ),
        {
            "expense:flight": 64020,
            "expense:lodging": 21000,
            "expense:local_transport": 8990,
            "expense:visa": 7500,
            "bought": -64020,
            "refund:ben": -7500,
            "gift": -29990,
            "share": 50755,
            "association": 70755,
            "billed": -101510,
            "fee": -20000,
        },
        waived=("awa",),
    ),
}


def prepared(store: Store, worked: Worked, at: datetime = AT) -> None:
    """The mission, its people (their places are what the claims call them), its expenses as the staff enters them."""
    plan = Plan(worked.direction, "BJ", *worked.days, "Africa/Porto-Novo", {"title": "Le manioc"})
    rules = {"at": AT.isoformat(), "since": "2025-01-01"}
    with store.desk(at) as desk:
        assert desk.missions.create("m", "MTEST", worked.region, plan, rules, "Léa")
        for place, name in NAMES.items():
            desk.missions.expect(place, "m", "volunteer", name)
        for claim in worked.claims:
            enter(desk, claim)
        for place in worked.waived:
            desk.claims.waive("m", place, "staff:Léa")


def enter(desk: Desk, claim: Claim) -> ClaimRow:
    """An expense of a statement, as the staff enters it."""
    return desk.claims.enter(f"claim {claim.id}", "m", told(claim), "staff:Léa", place=claim.volunteer)


def told(claim: Claim) -> Spent:
    """A claim as it is kept."""
    exponent = 0 if claim.amount is None else max(-int(claim.amount.as_tuple().exponent), 0)
    minor = None if claim.amount is None else int(claim.amount.scaleb(exponent))
    spent = Spent(claim.category, claim.date, minor, claim.currency, exponent, "Chez Marie")
    return replace(spent, paid_by=claim.paid_by, days=claim.days)


def keeper(store: Store, staff: Staff = LEA, at: datetime = AT, event: str | None = None) -> Bookkeeper:
    return Bookkeeper(store, FACTS, FACTS.rates, staff, at, unguessable, event_id=event)


def balances(book: Book) -> dict[str, int]:
    """The accounts on which something stands, in cents."""
    return {account: cents for account, cents in book.balances.items() if cents}
