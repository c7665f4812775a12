"""The accounts of missions at the network's desk: decided, posted, paid, given up, invoiced, received.

- Whoever acts says who they are (`Staff`), and acts for their own regions only.
- Each act is one transaction: what it changes, the entries of the ledger, the line of audit. Every act that counts on
  the accounts posts the statement first, so none of them reads an old one.
- Posting the same statement again writes nothing. A statement that has changed takes back what no longer holds, entry
  by entry, and writes what does; nothing is ever changed in place.
- An act done twice is done once: nobody is paid more than they are due, and what is invoiced is owed no more.
- Whoever claimed hears what was decided, and why, in the same transaction; the cards of the staff show it, and the
  ledger holds what the statement says from then on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bot.books import Account, cents, changes, entries_of, euros
from bot.channels.base import Card
from bot.claim_doubts import Looked
from bot.claims import account_in, boarding_passes, clear, looked_at, show, stamp, stamp_of_all, tell
from bot.desk import NOWHERE, DeskError, NotYours, Offices, Staff, Unclear, Unknown
from bot.sepa import Account as BankAccount
from bot.sepa import BadAccount, Transfer, checked_iban
from bot.words import PARIS
from dialogs.claim_words import REFUSALS, kept
from knowledge.base import Knowledge
from knowledge.rates import Rates
from knowledge.schema import RateMonth
from storage.claims import BankRow, ClaimRow, ReceiptRow, Spent
from storage.claims_desk import Outcome
from storage.desk import Desk
from storage.errors import NotAllowed
from storage.ledger import Entry, Mark, Verified, Written, opposite
from storage.missions import MissionPerson, MissionRow
from storage.records import Json
from storage.store import Store


class Changed(DeskError):
    """What is decided on is no more what was looked at."""


@dataclass(frozen=True)
class Book:
    """The accounts of a mission as they stand: statement, entries, balances in cents, its people, and the mark."""

    account: Account
    entries: tuple[Written, ...]
    balances: Mapping[str, int]
    people: Sequence[MissionPerson]
    mark: Mark

    @property
    def mission(self) -> MissionRow:
        return self.account.mission

    def owed(self, account: str) -> Decimal:
        """What is still to be paid to an account: euros, below zero where too much was."""
        return -euros(self.balances.get(account, 0))

    def name(self, place: str) -> str:
        """The name of a volunteer, while their place is there; else the end of the place's id."""
        return next((one.name for one in self.people if one.id == place), f"…{place[-6:]}")

    def named(self, account: str) -> str:
        """An account with the volunteer's name in the place of their id."""
        kind, _, place = account.partition(":")
        return f"refund:{self.name(place)}" if kind == "refund" else account

    @property
    def volunteers(self) -> Sequence[MissionPerson]:
        return [one for one in self.people if one.role == "volunteer"]


@dataclass(frozen=True)
class Posted:
    """What an act wrote in the ledger, if anything: `done` is its own part, beside what posting brought."""

    book: Book
    written: tuple[Written, ...]
    done: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Bookkeeper:
    """Somebody of the staff at the accounts: who they are, what is known, the rates, at which instant.

    `rate_months`: which month sets the rate of an expense, by region. `fresh` gives unguessable ids. `event_id`: the
    event that an act comes of, taken once. `offices`: where what was done is shown. All may raise `Unknown`,
    `NotYours`, `Unclear`.
    """

    store: Store
    facts: Knowledge
    rates: Rates
    staff: Staff
    at: datetime
    fresh: Callable[[], str]
    rate_months: Mapping[str, RateMonth] = field(default_factory=dict)
    event_id: str | None = None
    offices: Offices = field(default_factory=lambda: NOWHERE)

    # -- looking ---------------------------------------------------------------------------------------------------

    def book(self, reference: str) -> Book:
        """The accounts of a mission; nothing is posted by looking at them."""
        with self.store.desk(self.at) as desk:
            return self._book(desk, self._found(desk, reference))

    def verify(self, noted: Mark | None = None) -> Verified:
        """Walk the whole ledger, of all regions; `noted` is where it once stood."""
        with self.store.desk(self.at) as desk:
            return desk.ledger.verify(noted)

    def proofs(self, reference: str) -> Sequence[tuple[ClaimRow, ReceiptRow]]:
        """What proves the claims of a mission that count, claim by claim."""
        with self.store.desk(self.at) as desk:
            row = self._found(desk, reference)
            receipts = {one.id: one for one in desk.claims.receipts(row.id)}
            counted = desk.claims.of(row.id, ("approved", "part"))
            return [(claim, receipts[one]) for claim in counted for one in claim.receipts if one in receipts]

    def set_bank(self, reference: str, name: str, holder: str, iban: str) -> None:
        """Where a volunteer is paid, as they told the staff."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            try:
                desk.claims.set_bank(self._volunteer(desk, row, name).id, holder, checked_iban(iban))
            except BadAccount as error:
                raise Unclear(str(error)) from None
            self._audit(desk, row, "mission.bank", {})

    def transfers(self, reference: str) -> Sequence[Transfer]:
        """The transfers that were noted last, all at once, and were not taken back; each with its account."""
        with self.store.desk(self.at) as desk:
            row = self._found(desk, reference)
            live = [one for one in self._live(desk, row) if (one.entry.kind, one.entry.why) == ("payment", "transfer")]
            if not live:
                raise Unclear(f"no transfer is noted for {row.reference}: note the payments first")
            people = desk.missions.people(row.id)
            last = [one for one in live if one.at == live[-1].at]
            return [_transfer(row, one, desk.claims.bank(_place(one)), people) for one in last]

    def bank(self, place: str) -> BankRow | None:
        """Where a volunteer is paid, if they have told."""
        with self.store.desk(self.at) as desk:
            return desk.claims.bank(place)

    # -- claims ----------------------------------------------------------------------------------------------------

    def enter(self, reference: str, spent: Spent, name: str | None = None) -> ClaimRow:
        """An expense that the staff enters: what the network bought, or what a volunteer handed in on paper.

        Of a flight that the network bought, its volunteers are asked the boarding passes on their return.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            place = None if name is None else self._volunteer(desk, row, name).id
            if not desk.first_time:
                return desk.claims.of(row.id)[-1]
            try:
                claim = desk.claims.enter(self.fresh(), row.id, spent, self._who, place=place)
            except NotAllowed:
                raise Unclear("an expense has a category, a day, an amount, and who paid it") from None
            self._audit(desk, row, "claim.entered", {"claim": claim.number})
            boarding_passes(desk, self.offices, row, claim, self.at)
            self._settle(desk, row, (claim.id,))
            return claim

    def decide(
        self,
        reference: str,
        number: int,
        outcome: Outcome,
        words: str | None = None,
        amount: Decimal | None = None,
        *,
        refusal: str | None = None,
        seen: str | None = None,
    ) -> bool:
        """Decide on the claim of a number; `amount` is what is approved of it in part. False where it stands so.

        `words` are for the volunteer, as they are, after the reason among the rules. `seen` is the stamp of the claim
        that was looked at. Raises `Changed` where it is another by now; `Unclear` for a part that is none, or without a
        reason to tell.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            claim = desk.claims.numbered(row.id, number)
            if claim is None:
                raise Unknown(f"{row.reference} has no claim {number}")
            if not desk.first_time:
                return False
            if seen is not None and stamp(claim) != seen:
                raise Changed(f"claim {number} of {row.reference} is no more as it was looked at")
            minor = None if amount is None else _minor(amount, claim.spent)
            if done := self._decided(desk, row, claim, outcome, words, minor, refusal):
                self._settle(desk, row, (claim.id,))
            return done

    def claim(self, id: str) -> tuple[MissionRow, ClaimRow]:
        """A claim and its mission, by the id of the claim."""
        with self.store.desk(self.at) as desk:
            claim = desk.claims.get(id)
            row = desk.missions.get(claim.mission_id) if claim and claim.mission_id else None
            if claim is None or row is None:
                raise Unknown("this claim is no more")
            return self._found(desk, row.reference), claim

    def looked(self, reference: str, number: int | None = None) -> tuple[Looked, ...]:
        """The claims of a mission as staff look at them, or the one of a number; drafts are left out."""
        with self.store.desk(self.at) as desk:
            row = self._found(desk, reference)
            account = self._account(desk, row)
            chosen = [one for one in account.claims if number in (None, one.number)]
            if number is not None and not chosen:
                raise Unknown(f"{row.reference} has no claim {number}")
            return looked_at(desk, account, chosen)

    def card(self, reference: str, number: int, lang: str) -> Card:
        """The card of a claim, in a language."""
        from bot.claim_card import claim_card

        with self.store.desk(self.at) as desk:
            account = self._account(desk, self._found(desk, reference))
            ids = [one.id for one in account.claims if one.number == number]
            found = claim_card(desk, account, ids[0], "", lang) if ids else None
        if found is None:
            raise Unknown(f"{reference} has no claim {number}")
        return found

    def clear(self, reference: str) -> tuple[Account, tuple[ClaimRow, ...]]:
        """The claims that wait and leave no doubt, beside the accounts they are in."""
        with self.store.desk(self.at) as desk:
            account = self._account(desk, self._found(desk, reference))
            return account, clear(desk, account)

    def terms(self, reference: str) -> Mapping[str, Json] | None:
        """What is set on a mission."""
        with self.store.desk(self.at) as desk:
            return desk.claims.terms(self._found(desk, reference).id)

    def approve_clear(self, reference: str, seen: str) -> int:
        """Approve, all at once, the claims that leave no doubt; how many. `seen`: their stamp when they were listed.

        Raises `Changed` where they are no more the same.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            if not desk.first_time:
                return 0
            found = clear(desk, self._account(desk, row))
            if stamp_of_all(found) != seen:
                raise Changed(f"the claims of {row.reference} that leave no doubt are no more the same")
            done = [one for one in found if self._decided(desk, row, one, "approved", None, None)]
            self._settle(desk, row, tuple(one.id for one in done))
            return len(done)

    def _decided(
        self,
        desk: Desk,
        row: MissionRow,
        claim: ClaimRow,
        outcome: Outcome,
        words: str | None,
        minor: int | None,
        refusal: str | None = None,
    ) -> bool:
        if refusal is not None and refusal not in REFUSALS:
            raise Unclear(f"no reason is called {refusal}; there are: {', '.join(REFUSALS)}")
        try:
            done = desk.claims.decide(claim.id, outcome, self._who, kept(refusal, words), minor=minor)
        except NotAllowed:
            raise Unclear("a decision has its reason; a part is more than nothing and less than all") from None
        if done:
            self._audit(desk, row, f"claim.{outcome}", {"claim": claim.number})
            tell(desk, row, claim, outcome)
        return done

    def set_terms(self, reference: str, terms: Mapping[str, Json] | None) -> None:
        """What the staff sets on a mission where nothing is published: the `terms` of `explor settle`, or None.

        They hold from today, which statements cite with the network.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            dated = None if terms is None else {"set_on": self._day.isoformat(), **terms}
            desk.claims.set_terms(row.id, dated, self._who)
            self._account(desk, row)  # raises where they cannot stand
            self._audit(desk, row, "mission.terms", {"set": terms is not None})
            self._settle(desk, row, tuple(one.id for one in desk.claims.of(row.id)))

    def _settle(self, desk: Desk, row: MissionRow, changed: Sequence[str]) -> tuple[Written, ...]:
        """Post what the statement says now, and show it on the cards; what cannot be settled yet waits."""
        try:
            written, account = self._post(desk, row), self._account(desk, row)
        except Unclear:
            written, account = (), None
        if written:
            self._audit(desk, row, "ledger.written", {"from": written[0].number, "to": written[-1].number})
        posted = {one.entry.claim for one in written if one.entry.claim}
        show(desk, self.offices, row, {*changed, *posted}, account)
        return written

    # -- posting ---------------------------------------------------------------------------------------------------

    def post(self, reference: str) -> Posted:
        """Bring the ledger to what the statement says now; the cards show it."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            written = self._post(desk, row)
            if written:
                changed = {one.entry.claim for one in written if one.entry.claim}
                show(desk, self.offices, row, changed, self._account(desk, row))
            return self._posted(desk, row, written)

    def settle_waiting(self) -> Sequence[Posted]:
        """Settle again every mission where something that was approved waits: for its rate, or for its rule.

        What cannot be settled yet goes on waiting.
        """
        with self.store.desk(self.at) as desk:
            rows = [row for row in desk.missions.list() if row.region in self.staff.regions]
            found = [row.reference for row in rows if _waits(desk, row)]
        return [posted for reference in found if (posted := self._posted_if_it_can(reference)) and posted.written]

    def _posted_if_it_can(self, reference: str) -> Posted | None:
        try:
            return self.post(reference)
        except Unclear:
            return None

    def pay(
        self, reference: str, name: str | None = None, amount: Decimal | None = None, how: str = "transfer"
    ) -> Posted:
        """Note that refunds were paid: all that is due, or to one volunteer, or a part of it. `how`: `HOW`."""
        if how not in HOW or (amount is not None and (name is None or amount <= 0)):
            raise Unclear(f"a payment is one of {', '.join(HOW)}; an amount is paid to one volunteer")
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            if not desk.first_time:
                return self._posted(desk, row, ())
            written = self._post(desk, row)
            book = self._book(desk, row)
            chosen = book.volunteers if name is None else [self._volunteer(desk, row, name)]
            paid = [entry for one in chosen for entry in self._payment(book, one, amount, how)]
            done = desk.ledger.write(paid, self._who)
            for entry in paid:
                desk.claims.paid(entry.debit.removeprefix("refund:"))
            return self._posted(desk, row, written, done)

    def waive(self, reference: str, name: str) -> Posted:
        """Note that a volunteer gives up their refund, whole. Raises `Unclear` where some of it was paid."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            place = self._volunteer(desk, row, name).id
            if any(_is_payment(one) and _place(one) == place for one in self._live(desk, row)):
                raise Unclear(f"{name} was paid already: what was paid cannot be given up")
            desk.claims.waive(row.id, place, self._who)
            return self._posted(desk, row, self._post(desk, row))

    def invoice(self, reference: str) -> Posted:
        """Ask the association for what it owes and was not asked for, or for less than it was, where that is too much.

        `done` is empty where there is nothing to ask or to take off.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            written = self._post(desk, row)
            return self._posted(desk, row, written, self._ask(desk, row))

    def receive(self, reference: str, amount: Decimal | None = None) -> Posted:
        """Note that the association has paid what it was asked for: all of it, or this much."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            asked = desk.ledger.balances(row.reference).get("invoiced", 0)
            came = asked if amount is None else _cents(amount)
            if not desk.first_time:
                return self._posted(desk, row, ())
            if not 0 <= came <= asked:
                raise Unclear(f"{euros(asked)} € were asked of the association and are not paid")
            got = [self._entry(row, "received", "bank", "invoiced", came, "paid")] if came else []
            return self._posted(desk, row, (), desk.ledger.write(got, self._who))

    def repay(self, reference: str) -> Posted:
        """Note that the association got back what it has paid beyond its part."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            written = (*self._post(desk, row), *self._ask(desk, row, more=False))
            beyond = -desk.ledger.balances(row.reference).get("association", 0)
            back = [self._entry(row, "repaid", "association", "bank", beyond, "paid_beyond")] if beyond > 0 else []
            return self._posted(desk, row, written, desk.ledger.write(back, self._who))

    def reverse(self, reference: str, number: int, why: str) -> Posted:
        """Take back an act of people (a payment that came back, an invoice made by mistake); `why` is a code: `BACK`.

        What comes of the statement is taken back by a change of the statement, and by nothing else.
        """
        if why not in BACK:
            raise Unclear(f"an entry is taken back for one of {', '.join(BACK)}")
        with self.store.desk(self.at, self.event_id) as desk:
            row = self._found(desk, reference)
            live = {one.number: one for one in self._live(desk, row)}
            if number not in live or live[number].entry.kind not in ACTS:
                raise Unclear(f"{number} is no payment or invoice of {row.reference} that still stands")
            taken = desk.ledger.reverse(number, self._who, why)
            return self._posted(desk, row, (), () if taken is None else (taken,))

    # -- how it is done --------------------------------------------------------------------------------------------

    @property
    def _who(self) -> str:
        return f"staff:{self.staff.name}"

    @property
    def _day(self) -> date:
        return self.at.astimezone(PARIS).date()

    def _found(self, desk: Desk, reference: str) -> MissionRow:
        row = desk.missions.find(reference)
        if row is None:
            raise Unknown(f"no mission is called {reference}")
        if row.region not in self.staff.regions:
            raise NotYours(f"{row.reference} is of {row.region}: {self.staff.name} does not act for that region")
        return row

    def _volunteer(self, desk: Desk, row: MissionRow, name: str) -> MissionPerson:
        """A volunteer of the mission, by their name as the network wrote it, or by the id of their place."""
        said = " ".join(name.split()).casefold()
        there = [one for one in desk.missions.people(row.id) if one.role == "volunteer"]
        found = [one for one in there if one.name.casefold() == said or one.id == name]
        if len(found) != 1:
            raise Unknown(f"{row.reference} has no volunteer called {name}; there are: {_names(there)}")
        return found[0]

    def _account(self, desk: Desk, row: MissionRow) -> Account:
        return account_in(desk, row, self.facts, self.rates, self.rate_months)

    def _book(self, desk: Desk, row: MissionRow) -> Book:
        ledger, people = desk.ledger, desk.missions.people(row.id)
        mark = ledger.lock()
        return Book(self._account(desk, row), ledger.of(row.reference), ledger.balances(row.reference), people, mark)

    def _live(self, desk: Desk, row: MissionRow) -> tuple[Written, ...]:
        return desk.ledger.live(row.reference)

    def _post(self, desk: Desk, row: MissionRow) -> tuple[Written, ...]:
        """Take back what no longer holds and write what does."""
        desk.ledger.lock()  # of two who post at once, the second finds what the first has posted
        gone, missing = changes(self._live(desk, row), entries_of(self._account(desk, row), self._day))
        back = [opposite(one, self._day, "statement_changed") for one in gone]
        return desk.ledger.write([*back, *missing], self._who)

    def _ask(self, desk: Desk, row: MissionRow, *, more: bool = True) -> tuple[Written, ...]:
        """Ask for what was not asked for, or for less where that was too much; `more` False: only the latter."""
        held = desk.ledger.balances(row.reference)
        owed, asked = held.get("association", 0), held.get("invoiced", 0)
        if owed > 0 and more:
            return desk.ledger.write([self._entry(row, "invoice", "invoiced", "association", owed, "asked")], self._who)
        less = min(-owed, asked)
        off = [self._entry(row, "invoice", "association", "invoiced", less, "asked_less")] if less > 0 else []
        return desk.ledger.write(off, self._who)

    def _payment(self, book: Book, one: MissionPerson, amount: Decimal | None, how: str) -> list[Entry]:
        due = cents(book.owed(f"refund:{one.id}"))
        paid = due if amount is None else _cents(amount)
        if amount is not None and paid > due:
            raise Unclear(f"{one.name} is due {euros(due)} €, not {amount} €")
        return [self._entry(book.mission, "payment", f"refund:{one.id}", "bank", paid, how)] if paid > 0 else []

    def _entry(self, row: MissionRow, kind: str, debit: str, credit: str, amount: int, why: str) -> Entry:
        return Entry(self._day, row.region, row.reference, kind, debit, credit, amount, why)

    def _posted(
        self, desk: Desk, row: MissionRow, written: tuple[Written, ...], done: tuple[Written, ...] = ()
    ) -> Posted:
        """The outcome of an act, and its line of audit where it wrote anything."""
        numbers = [one.number for one in (*written, *done)]
        if numbers:
            self._audit(desk, row, "ledger.written", {"from": numbers[0], "to": numbers[-1]})
        return Posted(self._book(desk, row), written, done)

    def _audit(self, desk: Desk, row: MissionRow, action: str, detail: Mapping[str, Json]) -> None:
        desk.audit(self._who, action, f"mission:{row.id}", detail)


def _waits(desk: Desk, row: MissionRow) -> bool:
    """Whether something that was approved is not in the ledger."""
    approved = {one.id for one in desk.claims.of(row.id, ("approved", "part"))}
    return bool(approved - {one.entry.claim for one in desk.ledger.live(row.reference)})


HOW = ("transfer", "cheque", "cash")
"""How a volunteer is paid."""
BACK = ("returned", "mistake")
"""Why an act is taken back: the bank returned it, or it should not have been."""
ACTS = ("payment", "invoice", "received", "repaid")
"""The kinds of entries that are acts of people, and not what a statement says."""


def _is_payment(written: Written) -> bool:
    return written.entry.kind == "payment"


def _place(payment: Written) -> str:
    return payment.entry.debit.removeprefix("refund:")


def _transfer(row: MissionRow, payment: Written, bank: BankRow | None, people: Sequence[MissionPerson]) -> Transfer:
    if bank is None:
        name = next((one.name for one in people if one.id == _place(payment)), "somebody who left")
        raise Unclear(f"the bank account of {name} is not known, or not any more")
    to = BankAccount(bank.holder, bank.iban)
    return Transfer(f"{row.reference}-{payment.number}", to, payment.entry.cents, f"EXPLOR {row.reference}")


def _minor(amount: Decimal, spent: Spent) -> int:
    """An amount in the smallest unit of a claim."""
    found = amount.scaleb(spent.exponent)
    if found != found.to_integral_value():
        raise Unclear(f"{amount} has more decimals than {spent.currency}")
    return int(found)


def _cents(amount: Decimal) -> int:
    try:
        return cents(amount)
    except ValueError as error:
        raise Unclear(str(error)) from None


def _names(people: Sequence[MissionPerson]) -> str:
    return ", ".join(one.name for one in people) or "none"
