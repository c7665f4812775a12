"""The card of a claim, as its staff see it: what was read beside what was confirmed, doubts, the rule, the cap.

The receipts themselves are in its thread: private uploads of the kept copies, without anything of the camera.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.books import Account
from bot.channels.base import Action, Card
from bot.claim_doubts import Looked, likeness_words, read_value
from bot.claims import looked_at, stamp
from bot.offices import link
from bot.reading.fields.services import NAMES
from bot.words import PARIS, say, shown
from dialogs.claim_words import PAID_BY, STATES, decision_texts
from dialogs.core.text import Money, Text, _, literal
from dialogs.field.claiming import TWO
from dialogs.field.swearing import WHY
from dialogs.wording import CATEGORIES, reason_text
from knowledge.rates import EURO
from storage.claims import ClaimRow
from storage.desk import Desk
from storage.missions import MissionPerson

APPROVE, PART, ASK, REFUSE, REVISE = "approve", "part", "ask", "refuse_claim", "revise"
LABELS: Mapping[str, Text] = {
    APPROVE: _("Approuver"),
    PART: _("Approuver une partie"),
    ASK: _("Poser une question"),
    REFUSE: _("Refuser"),
    REVISE: _("Revoir la décision"),
}
STYLES = {APPROVE: "primary", REFUSE: "danger"}
POSSIBLE: Mapping[str, tuple[str, ...]] = {
    "confirmed": (APPROVE, PART, ASK, REFUSE),
    "asked": (APPROVE, PART, REFUSE),
    "approved": (REVISE,),
    "part": (REVISE,),
    "refused": (REVISE,),
}
"""What may be done with a claim in each state; about `<id>/<stamp>`, so that a decision is on what was looked at."""
WHOLE = _("Comptée en entier.")
_FIELDS: Sequence[tuple[Text, str]] = (
    (_("Date"), "day"),
    (_("Fournisseur"), "supplier"),
    (_("Montant"), "total"),
)


def claim_card(desk: Desk, account: Account, id: str, channel: str, lang: str) -> Card | None:
    """The card of a claim of a mission; None for a claim that is gone, or that nobody has confirmed yet."""
    claim = next((one for one in account.claims if one.id == id), None)
    if claim is None:
        return None
    found = next(iter(looked_at(desk, account, [claim])))
    people = {one.id: one for one in desk.missions.people(account.mission.id)}
    return _Laid(desk, account, found, people, desk.roots(channel), lang).card()


def being_changed(claim: ClaimRow, reference: str, lang: str) -> Card | None:
    """A claim that its volunteer is changing: nothing to decide. None for one that was never shown."""
    if not claim.as_confirmed:
        return None
    place = _("{reference}, dépense nº {number}", reference=reference, number=claim.number)
    return Card(
        f"claim:{claim.id}", say(place, lang), say(_("La personne est en train de la modifier"), lang), lang=lang
    )


def title(account: Account, claim: ClaimRow) -> Text:
    """A claim on one line: its mission, its number, what it is and how much."""
    place = {"reference": account.mission.reference, "number": claim.number}
    category = CATEGORIES[claim.spent.category or ""]
    if claim.spent.amount is None:
        return _("{reference}, dépense nº {number} : {category}", **place, category=category)
    amount = Money(claim.spent.amount, claim.spent.currency or EURO)
    return _("{reference}, dépense nº {number} : {category}, {amount}", **place, category=category, amount=amount)


def status(claim: ClaimRow) -> Text:
    """Where a claim stands, and by whom it was brought there."""
    if claim.decided_at is None or claim.state in ("draft", "confirmed"):
        return STATES[claim.state]
    at = claim.decided_at.astimezone(PARIS).replace(second=0, microsecond=0)
    who = (claim.decided_by or "—").removeprefix("staff:")
    return _("{state}, par {who}, le {at}", state=STATES[claim.state], who=who, at=at)


@dataclass(frozen=True)
class _Laid:
    """A claim, being laid out in the language of its network."""

    desk: Desk
    account: Account
    found: Looked
    people: Mapping[str, MissionPerson]
    roots: Mapping[str, tuple[str, str]]
    lang: str

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    def card(self) -> Card:
        claim = self.found.claim
        about = f"{claim.id}/{stamp(claim)}"
        return Card(
            reference=f"claim:{claim.id}",
            title=self.say(title(self.account, claim)),
            status=self.say(status(claim)),
            fields=tuple(self._fields()),
            sections=tuple(self._sections()),
            actions=tuple(
                Action(act, about, self.say(LABELS[act]), STYLES.get(act, "")) for act in POSSIBLE.get(claim.state, ())
            ),
            links=tuple(self._links()),
            lang=self.lang,
        )

    # -- what it is ------------------------------------------------------------------------------------------------

    def _fields(self) -> Iterator[tuple[str, str]]:
        claim = self.found.claim
        for label, name in _FIELDS:
            yield self.say(label), self._beside(name)
        if claim.spent.service:
            service = claim.spent.service
            yield self.say(_("Service")), self.say(NAMES[service]) if service in NAMES else service
        if claim.spent.days is not None:
            yield self.say(_("Jours")), str(claim.spent.days)
        if claim.spent.nights is not None:
            yield self.say(_("Nuits")), str(claim.spent.nights)
        yield self.say(_("Payé par")), self._payer()
        if claim.approved is not None:
            yield self.say(_("Approuvé")), shown(Money(claim.approved, claim.spent.currency or EURO), self.lang)

    def _beside(self, name: str) -> str:
        """What was confirmed, and under it what each receipt was read as, with its share of certainty."""
        read = [
            _("lu : {value} ({share} %)", value=read_value(name, found, one), share=round(found.confidence * 100))
            for one in self.found.readings
            if (found := getattr(one.fields, name)) is not None
        ]
        told = self._told()[name]
        return "\n".join(("—" if told is None else shown(told, self.lang), *(self.say(one) for one in read)))

    def _told(self) -> Mapping[str, object]:
        spent = self.found.claim.spent
        amount = None if spent.amount is None else Money(spent.amount, spent.currency or EURO)
        return {"day": spent.day, "supplier": spent.supplier, "total": amount}

    def _payer(self) -> str:
        claim = self.found.claim
        person = self.people.get(claim.place or "")
        return person.name if person else self.say(PAID_BY[claim.spent.paid_by])

    # -- what to think of it ---------------------------------------------------------------------------------------

    def _sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        claim = self.found.claim
        if self.found.doubts and claim.state in ("confirmed", "asked"):
            yield self.say(_("À regarder")), tuple(f"• {self.say(one)}" for one in dict.fromkeys(self.found.doubts))
        if self.found.twins:
            yield self.say(_("Peut-être le même reçu")), tuple(self._twins())
        if claim.sworn is not None:
            yield self.say(_("Déclaration sur l'honneur")), tuple(self._sworn())
        if told := tuple(self._said()):
            yield self.say(_("Ce que la personne en dit")), told
        yield self.say(_("La règle")), tuple(self.say(one) for one in self._rule())
        if self.found.left is not None:
            yield self.say(_("Ce qui reste sur le plafond")), tuple(self.say(one) for one in self._left())
        if claim.decision_words and claim.state != "confirmed":
            said = decision_texts(claim.decision_words)
            yield self.say(_("Dit à la personne")), tuple(self.say(one) for one in said)

    def _twins(self) -> Iterator[str]:
        """Each receipt that may be the same, with the claims that it proves; their threads are linked below."""
        for twin in self.found.twins:
            claims = [self._where(one) for one in self.desk.claims.proved_by([twin.receipt])]
            for where in claims or [_("sans dépense")]:
                text = _("reçu nº {number}, {where} : {reasons}", number=twin.number, where=where)
                yield self.say(text.fill(reasons=likeness_words(twin.reasons)))

    def _where(self, claim: ClaimRow) -> Text:
        mission = self.desk.missions.get(claim.mission_id) if claim.mission_id else None
        place = {"number": claim.number, "state": STATES[claim.state]}
        if mission is None or mission.id == self.account.mission.id:
            return _("dépense nº {number} ({state})", **place)
        return _("{reference}, dépense nº {number} ({state})", reference=mission.reference, **place)

    def _said(self) -> Iterator[str]:
        """What the person told besides the fields: what the receipt looks like to them, an answer to the staff."""
        read = self.found.claim.as_read
        told = read.get("told") or {} if isinstance(read, dict) else {}
        if told.get("alike") == TWO:
            yield self.say(_("Ce n'est pas la même dépense."))
        if told.get("odd"):
            yield self.say(_("Elle confirme, malgré ce que l'assistant a fait remarquer."))
        if told.get("reply"):
            yield str(told["reply"])

    def _sworn(self) -> Iterator[str]:
        """The statement in the place of a receipt, as it was signed."""
        sworn = dict(self.found.claim.sworn)
        why = WHY.get(sworn.get("why", ""), literal(str(sworn.get("why") or "—")))
        yield self.say(_("Pourquoi sans reçu : {why}", why=why))
        if sworn.get("reason"):
            yield str(sworn["reason"])
        yield self.say(_("Signé : {name}", name=str(sworn.get("name") or "—")))

    def _rule(self) -> Iterator[Text]:
        """What the rules make of it, and where they are written."""
        line = self.found.line
        if line.eligible is not None:
            yield _("Compte pour {amount}.", amount=Money(line.eligible))
        # What is left by the order of days would stand beside what is left of the cap as a whole.
        yield from (WHOLE if one.code == "claim_within_cap" else reason_text(one) for one in line.reasons)
        for one in filter(None, (line.source, line.rate_source)):
            yield _("Source : {title}, « {section} » ({date})", title=one.title, section=one.section, date=one.date)
        if line.source.document == "mission-terms" and (set_by := self.desk.claims.terms_set(self.account.mission.id)):
            who, at = set_by
            day = at.astimezone(PARIS).date()
            yield _("Fixé pour cette mission par {who}, le {at}.", who=who.removeprefix("staff:"), at=day)

    def _left(self) -> Iterator[Text]:
        assert self.found.left is not None  # noqa: S101 (looked at by the caller)
        before, after = self.found.left
        yield _("Avant : {amount}", amount=Money(before))
        yield _("Après : {amount}", amount=Money(after))

    def _links(self) -> Iterator[tuple[str, str]]:
        """To the thread of its mission, and to those of the claims it may repeat: read them side by side."""
        mission = self.account.mission
        if root := self.roots.get(f"mission:{mission.id}"):
            yield self.say(_("La mission {reference}", reference=mission.reference)), link(root)
        proved = self.desk.claims.proved_by([one.receipt for one in self.found.twins])
        for claim in (one for one in proved if one.id != self.found.claim.id):
            if root := self.roots.get(f"claim:{claim.id}"):
                yield self.say(_("Comparer avec la dépense nº {number}", number=claim.number)), link(root)
