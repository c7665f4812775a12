"""A claim as staff look at it: what was read of its receipts beside what its volunteer confirmed, what it resembles,
what the rules make of it, and what leaves a doubt.

Nothing here decides. A claim without any doubt may be approved with others at once (`bot.claims.clear`); the machine
was sure of its date and amount, the volunteer confirmed them as read, and the rules count it in full.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.books import Account
from bot.reading.fields.found import Found
from bot.reading.likeness import Likeness, Traits, likeness
from bot.reading.reading import Reading
from dialogs.core.text import Listed, Money, Text, _
from dialogs.field.claiming import LONG_AFTER, LONG_BEFORE
from dialogs.wording import reason_text
from knowledge.rules import ZERO
from knowledge.settlement import Settled
from storage.claims import ClaimRow, ReceiptRow
from storage.claims_desk import Lookalike

SURE = 0.9
"""The confidence from which a value is taken for well read: at most one in a hundred such totals is wrong."""


@dataclass(frozen=True)
class Twin:
    """Another receipt of the same region that may show the same: which one, and why."""

    receipt: str
    number: int
    reasons: tuple[Likeness, ...]


@dataclass(frozen=True)
class Looked:
    """A claim with all that its card shows.

    `line` is what the statement makes of it, as if it were approved while it waits. `left`: what is left of its cap, in
    euros, without it and with it; None where there is no cap.
    """

    claim: ClaimRow
    receipts: Sequence[ReceiptRow]
    readings: tuple[Reading, ...]
    twins: tuple[Twin, ...]
    line: Settled
    left: tuple[Decimal, Decimal] | None
    doubts: tuple[Text, ...]


Pool = Mapping[str, tuple[Lookalike, Traits]]
"""Every receipt of a region that was read, by its id, with what tells it from others."""


def pool(own: Sequence[ReceiptRow], others: Iterable[Lookalike]) -> Pool:
    """All receipts that one may be compared with: those of the mission, and those that `lookalikes` found."""
    mine = (Lookalike(one.id, one.mission_id, one.place, one.number, one.kept_sha256, one.reading) for one in own)
    return {one.receipt_id: (one, _traits(one.reading)) for one in (*others, *mine) if one.reading}


def _traits(reading: Any) -> Traits:
    return Traits.from_json(reading["traits"])


def look(account: Account, claim: ClaimRow, receipts: Sequence[ReceiptRow], seen: Pool) -> Looked:
    """A claim as it stands in the accounts of its mission; `receipts` are its own."""
    waits = claim.state in ("confirmed", "asked")
    as_if = account.with_approved({claim.id}) if waits else account
    readings = tuple(Reading.from_json(one.reading) for one in receipts if one.reading)
    twins = tuple(_twins(receipts, seen))
    line = as_if.line(claim)
    told = _Told(account, as_if, claim, receipts, readings, twins, line)
    return Looked(claim, receipts, readings, twins, line, _left(as_if, line, waits, account), tuple(told.doubts()))


def _twins(own: Sequence[ReceiptRow], seen: Pool) -> Iterator[Twin]:
    mine = {one.id for one in own}
    for traits in (seen[one.id][1] for one in own if one.id in seen):
        for id, (other, others) in seen.items():
            if id not in mine and (reasons := likeness(traits, others)):
                yield Twin(id, other.number, reasons)


def _left(as_if: Account, line: Settled, waits: bool, account: Account) -> tuple[Decimal, Decimal] | None:
    """What the category has left of its cap, whatever the order in which its claims use it."""
    if line.cap is None:
        return None
    after = line.cap - _used(as_if, line)
    before = line.cap - _used(account, line) if waits else after + (line.eligible or ZERO)
    return before, after


def _used(account: Account, line: Settled) -> Decimal:
    same = (one for one in account.statement.lines if one.claim.category == line.claim.category)
    return sum((one.eligible or ZERO for one in same), ZERO)


# -- doubts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """All that a doubt may come of."""

    account: Account
    as_if: Account
    claim: ClaimRow
    receipts: Sequence[ReceiptRow]
    readings: tuple[Reading, ...]
    twins: tuple[Twin, ...]
    line: Settled

    def doubts(self) -> Iterator[Text]:
        if self.claim.entered_by is None:
            yield from self._on_proofs()
            yield from self._on_values()
        yield from self._on_likeness()
        yield from self._on_days()
        yield from self._on_rules()

    def _on_proofs(self) -> Iterator[Text]:
        if self.claim.sworn is not None:
            yield _("Pas de reçu : une déclaration sur l'honneur.")
        for one in self.receipts:
            if one.reading is None:
                yield _("Le reçu nº {number} n'a pas été lu par la machine.", number=one.number)
            if one.insisted:
                yield _("La personne n'a pas de meilleure photo du reçu nº {number}.", number=one.number)
        for reading in self.readings:
            yield from reading.reasons

    def _on_values(self) -> Iterator[Text]:
        """Dates and amounts of which the machine was not sure, or that are not what it read."""
        if not self.readings:
            return
        spent = self.claim.spent
        days = [found for one in self.readings if (found := one.fields.day)]
        yield from _compared(_("Date"), spent.day, days, [found.value for found in days])
        totals = [total for one in self.readings if (total := one.fields.total)]
        read = [total.value for total in totals]
        yield from _compared(_("Montant"), spent.amount, totals, [*read, sum(read, Decimal(0))])
        currencies = [one.fields.currency.value for one in self.readings if one.fields.currency]
        if currencies and spent.currency not in currencies:
            yield _("Monnaie : ce n'est pas ce qui a été lu.")

    def _on_likeness(self) -> Iterator[Text]:
        for twin in self.twins:
            text = _("Ressemble au reçu nº {number} ({reasons}).")
            yield text.fill(number=twin.number, reasons=likeness_words(twin.reasons))
        mine = self.claim.spent
        for other in (one for one in self.account.claims if one.id != self.claim.id):
            if (other.spent.day, other.spent.minor, other.spent.currency) == (mine.day, mine.minor, mine.currency):
                yield _("Même date et même montant que la dépense nº {number}.", number=other.number)

    def _on_days(self) -> Iterator[Text]:
        first, last, day = self.account.mission.starts, self.account.mission.ends, self.claim.spent.day
        if first and last and day and not first - LONG_BEFORE <= day <= last + LONG_AFTER:
            yield _("La date est loin de la mission (du {start} au {end}).", start=first, end=last)

    def _on_rules(self) -> Iterator[Text]:
        """What the rules do not count in full, or cannot count yet, and what it takes from other claims."""
        if self.line.claim.status != "refused" and (self.line.eligible is None or self.line.cut):
            yield from (reason_text(reason) for reason in self.line.reasons)
        before = {one.claim.id: one.eligible for one in self.account.statement.lines}
        lines = (one for one in self.as_if.statement.lines if one.claim.id != self.line.claim.id)
        if any((one.eligible or ZERO) < (before[one.claim.id] or ZERO) for one in lines):
            yield _("Si elle est approuvée, une autre dépense comptera pour moins : elles partagent un plafond.")


def _compared(label: Text, told: object, found: Sequence[Found[Any]], same: Collection[object]) -> Iterator[Text]:
    """What makes one doubt a value: not read, read otherwise, or read without being sure."""
    if not found:
        yield _("{label} : pas lu sur le reçu.", label=label)
    elif told not in same:
        yield _("{label} : ce n'est pas ce qui a été lu.", label=label)
    elif max(one.confidence for one in found) < SURE:
        yield _("{label} : lu sans certitude.", label=label)


LIKENESS: Mapping[Likeness, Text] = {
    Likeness.SAME_FILE: _("le même fichier"),
    Likeness.SAME_PICTURE: _("la même photo"),
    Likeness.SAME_NUMBER: _("le même numéro et le même total"),
    Likeness.SAME_FIGURES: _("presque les mêmes chiffres"),
    Likeness.SAME_DAY_AND_TOTAL: _("la même date et le même total"),
    Likeness.OTHER_NUMBER: _("mais un autre numéro"),
}


def likeness_words(reasons: Iterable[Likeness]) -> Listed:
    """Why two receipts may be the same, in words."""
    return Listed(tuple(LIKENESS[one] for one in reasons))


def read_value(name: str, found: Found[Any], reading: Reading) -> object:
    """A value as it was read, typed so that it is shown as a person reads it."""
    if name == "total":
        return Money(found.value, reading.fields.currency.value if reading.fields.currency else "EUR")
    value: date | str = found.value
    return value
