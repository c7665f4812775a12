"""What a volunteer may know of the money of a mission: their own expenses, and what is left of what is counted.

Plain values, made from rows by `bot/claiming.py`; the sums are `knowledge.settlement`'s. What others spent counts in
the caps, which are shared, and is told as a sum only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, cast

from dialogs.core.dialog import World
from dialogs.core.kind import Json
from dialogs.core.text import Money, Text
from knowledge.rates import Rates
from knowledge.rules import Allowed, Rules
from knowledge.schema import Category
from knowledge.settlement import Claim, Mission, Statement, settle

SUBJECT = "claim:"
"""What the name of a claim begins with where a dialog is about it."""
CLAIM = "claim"
"""The dialog about one expense."""

ReceiptState = Literal["waiting_fetch", "fetched", "read", "lost", "refused"]
ExpenseState = Literal["draft", "confirmed", "approved", "part", "asked", "refused"]
UNDECIDED: frozenset[ExpenseState] = frozenset({"draft", "confirmed", "asked"})


@dataclass(frozen=True, slots=True)
class Alike:
    """Another receipt that looks like this one, and why (`bot.reading.likeness`); no `number`: it is not one's own."""

    number: int | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A receipt that was sent. `advice`: why it cannot be read well, and what to do; `alike`: what it looks like."""

    id: str
    number: int
    state: ReceiptState
    insisted: bool = False
    advice: tuple[Text, ...] = ()
    alike: tuple[Alike, ...] = ()

    @property
    def underway(self) -> bool:
        """Whether it is still to be fetched or read."""
        return self.state in ("waiting_fetch", "fetched")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was read, the likeliest first: buttons for whoever knows better."""

    days: tuple[date, ...] = ()
    totals: tuple[Money, ...] = ()
    suppliers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    services: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Expense:
    """A claim of this person. `told`: what they said of it besides; `words`: what the staff said."""

    id: str
    mission: str
    number: int
    state: ExpenseState
    category: str | None = None
    day: date | None = None
    amount: Money | None = None
    days: int | None = None
    supplier: str | None = field(default=None, repr=False)
    service: str | None = field(default=None, repr=False)
    proofs: tuple[Proof, ...] = ()
    sworn: bool = False
    proposed: Proposed = Proposed()
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    words: str | None = field(default=None, repr=False)
    approved: Money | None = None

    @property
    def subject(self) -> str:
        return f"{SUBJECT}{self.id}"

    @property
    def open(self) -> bool:
        """Whether the person may still change it."""
        return self.state in UNDECIDED

    @property
    def waits(self) -> bool:
        """Whether it waits for the person: to be looked at, or for an answer to the staff."""
        return self.state in ("draft", "asked")


def raw_answers(one: Expense) -> Mapping[str, Json]:
    """What is known of an expense, as the answers of its dialog."""
    known: Mapping[str, Json] = {
        "category": one.category,
        "day": one.day.isoformat() if one.day else None,
        "total": {"amount": f"{one.amount.amount:f}", "currency": one.amount.currency} if one.amount else None,
        "supplier": one.supplier,
        "service": one.service,
        "days": one.days,
        **one.told,
    }
    return {question: value for question, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of the cap of a category, in euros; `used` counts what waits for a decision as if approved."""

    category: str
    cap: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        return self.cap - self.used


@dataclass(frozen=True)
class Book:
    """The money of a mission as one volunteer may know it: `claims` are everybody's, bare, for the caps they share."""

    mission: str
    place: str
    rules: Rules = field(repr=False)
    rates: Rates = field(repr=False)
    about: Mission = field(repr=False)
    expenses: tuple[Expense, ...] = ()
    receipts: tuple[Proof, ...] = ()
    claims: tuple[Claim, ...] = field(default=(), repr=False)
    currency: str | None = None
    """The money of the country where the mission takes place."""

    @property
    def at_rest(self) -> bool:
        """Whether no receipt is on its way any more."""
        return not any(one.underway for one in self.receipts)

    @property
    def waiting(self) -> tuple[Expense, ...]:
        """The expenses that wait for the person, the first first."""
        return tuple(one for one in self.expenses if one.waits)

    @cached_property
    def decided(self) -> Statement | None:
        """The statement of what the staff decided; None where a rate goes by a day that is not known."""
        return self._settled(self.claims)

    @cached_property
    def hoped(self) -> Statement | None:
        """The same, if all that waits for a decision were approved."""
        return self._settled(tuple(_approved(self.claims)))

    def allowed(self, category: str) -> Allowed:
        """What the rules frozen on the mission allow for a category."""
        return self.rules.allowed(cast("Category", category))

    def left(self, category: str) -> Left | None:
        """None where there is no cap, or none that is known."""
        cap = self.allowed(category).cap
        if cap is None or self.hoped is None or self.allowed(category).treatment != "counted":
            return None
        used = (line.eligible or Decimal(0) for line in self.hoped.lines if line.claim.category == category)
        return Left(category, cap, sum(used, Decimal(0)))

    def euros(self, money: Money, day: date) -> Decimal | None:
        """An amount spent on a day, in euros; None while its rate is missing."""
        try:
            rate = self.rates.find(money.currency, self.about.month(day))
        except ValueError:
            return None
        return rate.euros(money.amount) if rate else None

    def _settled(self, claims: tuple[Claim, ...]) -> Statement | None:
        try:
            return settle(claims, self.rules, self.rates, self.about)
        except ValueError:
            return None


def _approved(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    return (replace(one, status="approved") if one.status == "pending" else one for one in claims)


def expense(world: World) -> Expense | None:
    """The expense that the dialog in hand is about."""
    shared = world.shared.get(world.subject or "")
    return shared.about if shared and isinstance(shared.about, Expense) else None
