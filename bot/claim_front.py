"""Claims for a chat of staff: what the buttons of their cards do and what the modals ask, as plain values.

Every rule is in `bot/bookkeeping.py`; the same is done by `explor claims …`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.bookkeeping import Bookkeeper, Changed
from bot.books import Till
from bot.channels.slack.front import Entry, Form, Inputs, Option, Outcome
from bot.claim_card import APPROVE, ASK, PART, REFUSE, REVISE, status, title
from bot.claim_totals import BATCH, EXPENSE, TERMS
from bot.claims import stamp, stamp_of_all
from bot.desk import Staff
from bot.ledger_json import spent_of
from bot.turn import Assistant
from bot.words import say
from dialogs.claim_words import PAID_BY, REFUSALS, STATES
from dialogs.core.reading.amounts import amounts
from dialogs.core.text import Money, Text, _
from dialogs.wording import CATEGORIES
from knowledge.rates import EURO
from storage.claims import DECIDED, ClaimRow
from storage.claims_desk import Outcome as Decision
from storage.missions import MissionRow
from storage.records import Json

AMOUNT, SAID, REASON, OUTCOME = "amount", "said", "rule", "outcome"
CATEGORY, CURRENCY, DAY, DAYS = "category", "currency", "day", "days"
SUPPLIER, PAYER, PLACE = "supplier", "paid_by", "place"
PER_DIEM, PER_DIEM_DAYS, SHARE = "per_diem", "per_diem_days", "share"
LIMITS: Mapping[str, Text] = {
    "cap_per_mission": _("Part du réseau, au plus, par mission (€)"),
    "base_cap": _("Dépenses comptées, au plus, par mission (€)"),
    "fee": _("Frais demandés par le réseau, en plus (€)"),
}
"""What may be set on a mission besides its caps, in euros."""
SHOWN = 90
"""Claims listed in a modal, each in a block of its own: whoever approves them has read them all."""


@dataclass(frozen=True)
class ClaimFront:
    """The claims of somebody at the desk, in the language of their office."""

    keeper: Bookkeeper
    lang: str

    @staticmethod
    def of(bot: Assistant, staff: Staff, now: datetime, lang: str, event: str | None) -> "ClaimFront":
        till = bot.till or Till(lambda: bot.facts.rates)
        who = (staff, now, bot.fresh, till.months, event, bot.offices)
        return ClaimFront(Bookkeeper(bot.store, bot.facts, till.rates(), *who), lang)

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    # -- acts ------------------------------------------------------------------------------------------------------

    def act(self, act: str, about: str, inputs: Inputs) -> Outcome:
        """Do one of `ACTS`. Raises as the desk does."""
        try:
            return _ACTS[act](self, about, inputs)
        except _Unreadable as fault:
            return Outcome("unclear", said=self.say(fault.why), entry=fault.entry)

    def _approve(self, about: str, inputs: Inputs) -> Outcome:
        return self._decide(about, "approved")

    def _part(self, about: str, inputs: Inputs) -> Outcome:
        return self._decide(about, "part", inputs.values)

    def _ask(self, about: str, inputs: Inputs) -> Outcome:
        return self._decide(about, "asked", inputs.values)

    def _refuse(self, about: str, inputs: Inputs) -> Outcome:
        return self._decide(about, "refused", inputs.values)

    def _revise(self, about: str, inputs: Inputs) -> Outcome:
        return self._decide(about, _OUTCOMES[inputs.values.get(OUTCOME, "")], inputs.values)

    def _decide(self, about: str, outcome: Decision, values: Mapping[str, str] = {}) -> Outcome:
        """A decision on the claim that was looked at, and not on what somebody has made of it since."""
        id, _slash, seen = about.partition("/")
        row, claim = self.keeper.claim(id)
        words, refusal = values.get(SAID) or None, values.get(REASON) or None
        if outcome != "approved" and not (words or (outcome == "refused" and refusal)):
            raise _Unreadable(SAID, _("La personne doit savoir pourquoi : écrivez quelques mots."))
        amount = self._amount(claim, values.get(AMOUNT, "")) if outcome == "part" else None
        given = {"refusal": refusal if outcome == "refused" else None, "seen": seen}
        try:
            done = self.keeper.decide(row.reference, claim.number, outcome, words, amount, **given)
        except Changed:
            return self._changed(claim)
        return Outcome("done" if done else "repeat")

    def _changed(self, claim: ClaimRow) -> Outcome:
        if claim.state in DECIDED:
            return Outcome("already", said=self.say(_("C'était déjà décidé : {status}.", status=status(claim))))
        return Outcome("stale", said=self.say(CHANGED))

    def _amount(self, claim: ClaimRow, typed: str) -> Decimal:
        """An amount in the currency of the claim: more than nothing, less than all of it."""
        currency = claim.spent.currency or EURO
        read = amounts(typed, self.lang, (currency,), currency).readings
        whole = claim.spent.amount or Decimal(0)
        if len(read) != 1 or not 0 < read[0].amount < whole:
            raise _Unreadable(AMOUNT, _("Écrivez un montant entre zéro et {amount}.", amount=Money(whole, currency)))
        return read[0].amount

    def _batch(self, about: str, inputs: Inputs) -> Outcome:
        reference, _slash, seen = about.partition("/")
        try:
            count = self.keeper.approve_clear(reference, seen)
        except Changed:
            return Outcome("already", said=self.say(CHANGED_LIST))
        return Outcome("done" if count else "repeat")

    def _expense(self, about: str, inputs: Inputs) -> Outcome:
        values = inputs.values
        by_the_day = values.get(CATEGORY) == "per_diem"
        currency = (values.get(CURRENCY) or EURO).upper()
        amount = None if by_the_day else str(self._positive(AMOUNT, values.get(AMOUNT, ""), currency))
        days = self._count(DAYS, values.get(DAYS, "")) if by_the_day else None
        told = (values.get(CATEGORY, ""), values.get(DAY, ""), amount, currency, values.get(PAYER, "network"))
        self.keeper.enter(about, spent_of(*told, days, values.get(SUPPLIER) or None), values.get(PLACE) or None)
        return Outcome("done")

    def _set_terms(self, about: str, inputs: Inputs) -> Outcome:
        self.keeper.set_terms(about, dict(self._terms(inputs.values)) or None)
        return Outcome("done")

    def _terms(self, values: Mapping[str, str]) -> Iterator[tuple[str, Json]]:
        """What was filled in, as `explor settle` writes its `terms`."""
        caps = {name: str(self._positive(name, values[name])) for name in _CAPPED if values.get(name)}
        if caps:
            yield "caps", caps
        if values.get(PER_DIEM) or values.get(PER_DIEM_DAYS):
            rate, days = values.get(PER_DIEM, ""), values.get(PER_DIEM_DAYS, "")
            yield PER_DIEM, {"rate": str(self._positive(PER_DIEM, rate)), "days": self._count(PER_DIEM_DAYS, days)}
        if values.get(SHARE):
            yield SHARE, str(self._positive(SHARE, values[SHARE].strip(" %\u202f\u00a0")) / 100)
        for name in LIMITS:
            if values.get(name):
                yield name, str(self._positive(name, values[name]))

    def _positive(self, entry: str, typed: str, currency: str = EURO) -> Decimal:
        read = amounts(typed, self.lang, (currency,), currency).readings
        if len(read) != 1 or read[0].amount <= 0:
            raise _Unreadable(entry, _("Écrivez un montant, par exemple 52,50."))
        return read[0].amount

    def _count(self, entry: str, typed: str) -> int:
        if not typed.isdecimal() or not 0 < int(typed) < 1000:
            raise _Unreadable(entry, _("Écrivez un nombre de jours, par exemple 15."))
        return int(typed)

    # -- what is asked before --------------------------------------------------------------------------------------

    def form(self, act: str, about: str) -> Form | Outcome:
        """What one of the acts that ask needs to know; an outcome where it is too late. Raises as the desk does."""
        return _FORMS[act](self, about)

    def _on_claim(self, make: "Callable[[ClaimFront, ClaimRow], tuple[Entry, ...]]", about: str) -> Form | Outcome:
        """A form about one claim: what it is, what the rules make of it, then what is asked."""
        id, _slash, seen = about.partition("/")
        row, claim = self.keeper.claim(id)
        if stamp(claim) != seen:
            return self._changed(claim)
        return Form(row.reference, tuple(self._notes(row, claim)), entries=make(self, claim))

    def _notes(self, row: MissionRow, claim: ClaimRow) -> Iterator[str]:
        account = self.keeper.book(row.reference).account
        (found,) = self.keeper.looked(row.reference, claim.number)
        yield self.say(title(account, claim))
        if found.line.eligible is not None:
            yield self.say(_("Compte pour {amount} d'après les règles.", amount=Money(found.line.eligible)))
        if found.left is not None:
            left = _("Reste sur le plafond : {before} avant, {after} après.")
            yield self.say(left.fill(before=Money(found.left[0]), after=Money(found.left[1])))

    def _part_entries(self, claim: ClaimRow) -> tuple[Entry, ...]:
        return (self._amount_entry(), self._said(WHY))

    def _ask_entries(self, claim: ClaimRow) -> tuple[Entry, ...]:
        return (self._said(_("Votre question")),)

    def _refuse_entries(self, claim: ClaimRow) -> tuple[Entry, ...]:
        return (self._reason(), self._said(WHY, optional=True))

    def _revise_entries(self, claim: ClaimRow) -> tuple[Entry, ...]:
        outcomes = tuple(Option(one, self.say(STATES[one])) for one in ("approved", "part", "refused"))
        outcome = Entry(OUTCOME, self.say(_("Décision")), "choice", claim.state, outcomes)
        return (outcome, self._amount_entry(optional=True), self._reason(), self._said(WHY, optional=True))

    def _amount_entry(self, *, optional: bool = False) -> Entry:
        hint = self.say(_("Dans la monnaie du reçu. Par exemple 12,50."))
        return Entry(AMOUNT, self.say(_("Montant approuvé")), hint=hint, optional=optional)

    def _reason(self) -> Entry:
        options = tuple(Option(code, self.say(text)) for code, text in REFUSALS.items())
        return Entry(REASON, self.say(_("Motif, parmi les règles")), "choice", options=options, optional=True)

    def _said(self, label: Text, *, optional: bool = False) -> Entry:
        hint = self.say(_("La personne lira vos mots tels quels."))
        return Entry(SAID, self.say(label), "words", hint=hint, optional=optional)

    def _batch_form(self, about: str) -> Form | Outcome:
        account, found = self.keeper.clear(about)
        if not found:
            return Outcome("already", said=self.say(CHANGED_LIST))
        if len(found) > SHOWN:
            return Outcome("already", said=self.say(TOO_MANY.fill(count=len(found), reference=about)))
        listed = (self.say(title(account, one)) for one in found)
        seen = f"{about}/{stamp_of_all(found)}"
        return Form(about, (self.say(NO_DOUBT), *listed), about=seen, confirms=True)

    def _expense_form(self, about: str) -> Form:
        book = self.keeper.book(about)
        categories = tuple(Option(one, self.say(text)) for one, text in CATEGORIES.items())
        payers = tuple(Option(one, self.say(text)) for one, text in PAID_BY.items())
        places = tuple(Option(one.id, one.name) for one in book.volunteers)
        who = Entry(PLACE, self.say(_("Pour quel volontaire ?")), "choice", options=places, optional=True)
        entries = (
            Entry(CATEGORY, self.say(_("Catégorie")), "choice", "flight", categories),
            Entry(AMOUNT, self.say(_("Montant")), hint=self.say(_("Par exemple 640,20.")), optional=True),
            Entry(CURRENCY, self.say(_("Monnaie")), value=EURO, hint=self.say(_("Son code : EUR, XOF, GBP…"))),
            Entry(DAY, self.say(_("Date de l'achat")), "day", self.keeper.at.date().isoformat()),
            Entry(SUPPLIER, self.say(_("Fournisseur")), optional=True),
            Entry(PAYER, self.say(_("Payé par")), "choice", "network", payers),
            *((who,) if places else ()),
            Entry(DAYS, self.say(_("Jours, pour des indemnités")), optional=True),
        )
        return Form(about, (self.say(ENTERED),), entries=entries)

    def _terms_form(self, about: str) -> Form:
        now: Mapping[str, Any] = self.keeper.terms(about) or {}
        caps, by_the_day = now.get("caps") or {}, now.get(PER_DIEM) or {}
        euros = _("{category}, plafond (€)")
        share = f"{(Decimal(now[SHARE]) * 100).normalize():f}" if now.get(SHARE) else None
        entries = (
            *(self._line(one, euros.fill(category=CATEGORIES[one]), caps.get(one)) for one in _CAPPED),
            self._line(PER_DIEM, _("Indemnités, par jour (€)"), by_the_day.get("rate")),
            self._line(PER_DIEM_DAYS, _("Indemnités, nombre de jours au plus"), by_the_day.get("days")),
            self._line(SHARE, _("Part du réseau (%)"), share),
            *(self._line(name, label, now.get(name)) for name, label in LIMITS.items()),
        )
        return Form(about, (self.say(HOW_TERMS),), entries=entries)

    def _line(self, id: str, label: Text, value: object) -> Entry:
        return Entry(id, self.say(label), value="" if value is None else str(value), optional=True)


WHY = _("Pourquoi, en vos mots")
CHANGED = _("Cette dépense a changé entre-temps : regardez de nouveau sa fiche, rien n'est décidé.")
CHANGED_LIST = _("La liste a changé entre-temps : fermez cette fenêtre et rouvrez-la, rien n'est décidé.")
NO_DOUBT = _(
    "La date et le montant de ces reçus ont été lus sans hésitation et confirmés tels quels, rien ne leur ressemble, "
    "et les règles les comptent en entier. Elles seront toutes approuvées."
)
TOO_MANY = _("{count} dépenses sont claires, trop pour cette fenêtre : explor claims approve {reference} --clear")
ENTERED = _(
    "Ce que vous saisissez est approuvé. Pour un billet d'avion acheté par le réseau, la carte d'embarquement sera "
    "demandée au retour."
)
HOW_TERMS = _(
    "Ce réseau n'a pas publié ses règles : celles-ci ne valent que pour cette mission, à votre nom et à la date "
    "d'aujourd'hui. Laissez vide ce qui n'est pas fixé."
)
_CAPPED = tuple(one for one in CATEGORIES if one != "per_diem")
_OUTCOMES: Mapping[str, Decision] = {"approved": "approved", "part": "part", "refused": "refused"}


class _Unreadable(Exception):
    """What stands in an entry cannot be taken; `why` says it to whoever wrote it."""

    def __init__(self, entry: str, why: Text) -> None:
        super().__init__(entry)
        self.entry, self.why = entry, why


_ACTS: Mapping[str, Callable[[ClaimFront, str, Inputs], Outcome]] = {
    APPROVE: ClaimFront._approve,
    PART: ClaimFront._part,
    ASK: ClaimFront._ask,
    REFUSE: ClaimFront._refuse,
    REVISE: ClaimFront._revise,
    BATCH: ClaimFront._batch,
    EXPENSE: ClaimFront._expense,
    TERMS: ClaimFront._set_terms,
}
_FORMS: Mapping[str, Callable[[ClaimFront, str], Form | Outcome]] = {
    PART: lambda front, about: front._on_claim(ClaimFront._part_entries, about),
    ASK: lambda front, about: front._on_claim(ClaimFront._ask_entries, about),
    REFUSE: lambda front, about: front._on_claim(ClaimFront._refuse_entries, about),
    REVISE: lambda front, about: front._on_claim(ClaimFront._revise_entries, about),
    BATCH: ClaimFront._batch_form,
    EXPENSE: ClaimFront._expense_form,
    TERMS: ClaimFront._terms_form,
}
ACTS = frozenset(_ACTS)
ASKING = frozenset(_FORMS)
