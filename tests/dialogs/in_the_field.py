"""Missions that somebody is in, for conversations that are played without a database."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from bot.shelf import Shelf
from bot.words import PARIS
from dialogs.core.state import State
from dialogs.core.text import Money, _
from dialogs.field.expenses import Alike, Book, Expense, Proof, Proposed
from dialogs.field.mission import Mission
from knowledge.rules import rules_at
from knowledge.settlement import Claim
from knowledge.settlement import Mission as OfStatement
from tests.bot.documents.livrets import BARE, FULL
from tests.play import facts

TODAY = date(2025, 5, 10)
SPENT = (
    Expense(
        id="c1",
        mission="m1",
        number=1,
        state="draft",
        proofs=(Proof("r1", 1, "read", False, (_("Floue : posez le reçu à plat et tenez le téléphone immobile."),)),),
        proposed=Proposed((date(2025, 5, 9),), (Money(Decimal(25000), "XOF"),), ("TAXI KOFFI",), ("local_transport",)),
    ),
    Expense(
        id="c2",
        mission="m1",
        number=2,
        state="asked",
        category="lodging",
        day=date(2025, 5, 9),
        amount=Money(Decimal("120.00"), "USD"),
        supplier="Auberge du Lac",
        proofs=(Proof("r2", 2, "read", alike=(Alike(1, ("same_picture", "other_number")),)),),
        words="Combien de nuits ?",
    ),
    Expense(id="c3", mission="m1", number=3, state="draft", category="per_diem", day=date(2025, 5, 9)),
    Expense(
        id="c4",
        mission="m1",
        number=4,
        state="part",
        category="visa",
        day=date(2025, 3, 2),
        amount=Money(Decimal("75.00")),
        approved=Money(Decimal("60.00")),
        words="Le plafond est de 60 €.",
    ),
)
"""One that reads badly, one that the staff asks about and that looks like it, a per diem, one that was decided."""
BOOK = Book(
    mission="m1",
    place="p1",
    rules=rules_at(facts(), "hauts-de-france", datetime(2025, 5, 10, tzinfo=PARIS)),
    rates=facts().rates,
    about=OfStatement(date(2025, 5, 8), date(2025, 5, 17), "outgoing"),
    expenses=SPENT,
    receipts=tuple(proof for one in SPENT for proof in one.proofs),
    claims=(
        Claim("002", "lodging", date(2025, 5, 9), Decimal("120.00"), "USD", "volunteer", "p1", "pending"),
        Claim("004", "visa", date(2025, 3, 2), Decimal("60.00"), volunteer="p1"),
        Claim("005", "flight", date(2025, 4, 1), Decimal("800.00"), paid_by="network"),
    ),
    currency="XOF",
)
GOING = Mission(
    id="m1",
    stage="mission",
    role="volunteer",
    name="Zoé",
    sheet=replace(FULL, first_day=date(2025, 5, 8), last_day=date(2025, 5, 17)),
    checkins=True,
    asked_daily=True,
    ticks=frozenset({"passport"}),
    days={date(2025, 5, 9): "missed", TODAY: "asked"},
    book=BOOK,
)
"""A volunteer in the field, who is asked every day."""
TOLD = Mission(id="m2", stage="review", role="association", name="Awa", sheet=BARE, followed_up=True)
"""An association whose mission is over, and whose livret knows nothing yet."""


def missions_of(state: State) -> tuple[Mission, ...]:
    """None for somebody who has chosen no region, one for Hauts-de-France, two for the others."""
    known = {None: (), "hauts-de-france": (GOING,)}
    return known.get(state.profile.region, (GOING, TOLD))


@cache
def shelf() -> Shelf:
    return Shelf(facts())
