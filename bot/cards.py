"""What staff see and decide upon: an application, a request of a person, an offer, each as a card.

A card is made at the moment it is sent, from what is kept: it never shows a state that has passed. Its labels are in
the language of the office; what people wrote stays as they wrote it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.channels.base import Action, Card
from bot.offices import Office, link
from bot.pre_fiche_paper import Wording
from bot.resuming import resumed
from bot.words import PARIS, say, shown
from dialogs.core.dialog import Answers
from dialogs.core.text import LanguageName, Money, Text, _, _n
from dialogs.eligibility import direction, partner_country, situation
from dialogs.estimate import costs, nothing_given
from dialogs.offer import QUESTIONS as OFFERED
from dialogs.pre_fiche.association import org_name
from dialogs.pre_fiche.budget import BUDGET
from dialogs.pre_fiche.commitments import charter_ok
from dialogs.pre_fiche.contact import contact_name
from dialogs.pre_fiche.mission import date_window, duration_days, mission_title
from dialogs.pre_fiche.partner import partner_name, partner_place
from dialogs.pre_fiche.wording import STAGES
from dialogs.wording import CRITERIA, MARKS, VERDICTS, reason_text
from knowledge.base import Knowledge
from knowledge.eligibility import Assessment, assess
from knowledge.funding import estimate
from storage.applications import ApplicationRow, Version
from storage.desk import Desk
from storage.requests import RequestRow
from storage.store import Store

if TYPE_CHECKING:
    from bot.books import Till

WHO_WHAT_WHEN = (org_name, contact_name, mission_title, partner_name, partner_country, partner_place)
HOW_LONG = (direction, duration_days, date_window)

STATUS: Mapping[str, Text] = {
    "submitted": _("À décider"),
    "correction": _("Correction demandée par {who} le {at}"),
    "accepted": _("Accepté par {who} le {at}"),
    "refused": _("Refusé par {who} le {at}"),
    "withdrawn": _("Retiré par l'association"),
}

ACCEPT, CORRECT, REFUSE, ASSIGN, BEGIN = "accept", "correct", "refuse", "assign", "begin"
REPLY, CLOSE = "reply", "close"

LABELS: Mapping[str, Text] = {
    ACCEPT: _("Accepter"),
    CORRECT: _("Demander une correction"),
    REFUSE: _("Refuser"),
    ASSIGN: _("Je m'en occupe"),
    BEGIN: _("Créer la mission"),
    REPLY: _("Répondre à la personne"),
    CLOSE: _("Clore la demande"),
}
STYLES = {ACCEPT: "primary", REFUSE: "danger", REPLY: "primary", BEGIN: "primary"}

POSSIBLE: Mapping[str, tuple[str, ...]] = {
    "submitted": (ACCEPT, CORRECT, REFUSE, ASSIGN),
    "correction": (ACCEPT, REFUSE, ASSIGN),
    "accepted": (BEGIN,),
}
"""What may be done with an application in each state; nothing in the others."""


def card(
    store: Store,
    facts: Knowledge,
    offices: Mapping[str, Office],
    about: str,
    now: datetime,
    till: "Till | None" = None,
) -> Card | None:
    """The card of `application:<id>`, `request:<id>`, `offer:<id>`, `mission:<id>` or `claim:<id>`; None: it is gone.

    `till`: the rates at hand, for what is counted; None: those that were shipped.
    """
    kind, _colon, id = about.partition(":")
    with store.desk(now) as desk:
        if kind in _COUNTED:
            return _COUNTED[kind](desk, facts, offices, id, till)
        return _KINDS[kind](desk, facts, offices, id)


# -- an application --------------------------------------------------------------------------------------------------


def _application(desk: Desk, facts: Knowledge, offices: Mapping[str, Office], id: str) -> Card | None:
    row = desk.get(id)
    versions = desk.versions(id) if row else ()
    if row is None or not versions:
        return None
    channel = offices[row.region].channel if row.region in offices else ""
    return _Application(desk, row, versions[-1], facts, _lang(offices, row.region), channel).card()


def _lang(offices: Mapping[str, Office], region: str | None) -> str:
    office = offices.get(region or "")
    return office.lang if office else "fr"


class _Application:
    """An application, being laid out in the language of its network."""

    def __init__(
        self, desk: Desk, row: ApplicationRow, version: Version, facts: Knowledge, lang: str, channel: str
    ) -> None:
        self.desk, self.row, self.version, self.facts, self.lang = desk, row, version, facts, lang
        self.words = Wording(row, version, facts, lang)
        self.mission = desk.missions.of_application(row.id)
        self.roots = desk.roots(channel) if self.mission else {}

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    def card(self) -> Card:
        reference = self.row.reference or ""
        name = self.words.answer(org_name) or "—"
        return Card(
            reference=reference,
            title=self.say(_("{reference} : {association}", reference=reference, association=name)),
            status=self.say(status(self.row)),
            fields=tuple(self._fields()),
            sections=tuple(self._sections()),
            links=tuple(self._links()),
            actions=tuple(
                Action(act, reference, self.say(LABELS[act]), STYLES.get(act, ""))
                for act in POSSIBLE.get(self.row.state, ())
                if act != BEGIN or self.mission is None
            ),
            lang=self.lang,
        )

    def _links(self) -> Iterator[tuple[str, str]]:
        """The thread of the mission that it became."""
        root = self.roots.get(f"mission:{self.mission.id}") if self.mission else None
        if self.mission and root:
            yield self.say(_("Sa mission {reference}", reference=self.mission.reference)), link(root)

    def _fields(self) -> Iterator[tuple[str, str]]:
        yield from self._answers(WHO_WHAT_WHEN)
        yield from self._answers(HOW_LONG)
        yield self.say(_("Langue de la personne")), shown(LanguageName(self.version.lang), self.lang)
        version = _("{version}, le {at}", version=self.version.number, at=self.version.submitted_at.astimezone(PARIS))
        yield self.say(_("Version")), self.say(version)
        if self.row.state == "accepted":
            yield self.say(_("Étape")), self.say(STAGES[self.row.stage])
        if self.row.assigned_to:
            yield self.say(_("Suivi par")), self.row.assigned_to

    def _answers(self, questions: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
        asked = {question.id: one for one in self.words.sections for question in one.asked}
        for question in questions:
            value = asked[question.id].answers.get(question) if question.id in asked else None
            if value is not None:
                yield self.say(question.title), self.say(question.kind.show(value))

    def _sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield self._verdict()
        yield from self._estimate()
        yield from self._places()
        yield from self._said()

    def _verdict(self) -> tuple[str, tuple[str, ...]]:
        """The verdict by the rules of the day it was submitted on, with a reason for each that is not simply met."""
        found = judged(self.facts, self.row, self.version)
        lines = (
            _(
                "{mark} {criterion} : {reason}",
                mark=MARKS[one.status],
                criterion=CRITERIA[one.id],
                reason=reason_text(one.reason),
            )
            for one in found.findings
            if one.status != "not_applicable"
        )
        return self.say(VERDICTS[found.verdict]), tuple(self.say(line) for line in lines)

    def _estimate(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        budget = next(one for one in self.words.sections if one.section is BUDGET)
        if nothing_given(budget.answers, self.words.world):
            return
        found = estimate(self.facts, costs(budget.answers), self.row.region, self.version.submitted_at)
        amounts = (
            (_("Demandé : {amount}"), found.asked),
            (_("Compté par le réseau : {amount}"), found.eligible),
            (_("Part du réseau, à titre indicatif : {amount}"), found.share),
        )
        lines = (self.say(text.fill(amount=Money(amount))) for text, amount in amounts if amount is not None)
        yield self.say(_("Estimation")), tuple(lines)

    def _places(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        left = places_left(self.desk, self.facts, self.row)
        if left is not None:
            yield self.say(_("Places de l'appel")), (self.say(left),)

    def _said(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What was said to the association, with the correction or the decision."""
        words = self.row.correction_words if self.row.state == "correction" else self.row.decision_words
        if words:
            yield self.say(_("Dit à l'association")), (words,)


def judged(facts: Knowledge, row: ApplicationRow, version: Version) -> Assessment:
    """A version by the rules of the day it was submitted on; the charter was accepted in the pré-fiche itself."""
    known = situation(Answers(version.answers))
    accepted = version.answers.get(charter_ok.id) is not None
    known = replace(known, charter=True if accepted else known.charter)
    return assess(facts, known, row.region, version.submitted_at)


def places_left(desk: Desk, facts: Knowledge, row: ApplicationRow) -> Text | None:
    """How many missions its call can still take; None where the network has not said how many it takes."""
    call = next((one for one in facts.region(row.region).calls if one.id == row.call), None)
    if call is None or call.places is None:
        return None
    taken = desk.accepted_in(call.id)
    return _n(
        "Il reste {count} place sur {all} (dossiers acceptés : {taken}).",
        "Il reste {count} places sur {all} (dossiers acceptés : {taken}).",
        max(call.places.count - taken, 0),
        all=call.places.count,
        taken=taken,
    )


def status(row: ApplicationRow) -> Text:
    """Where an application stands, and by whom it was brought there."""
    text = STATUS[row.state]
    if row.state in ("submitted", "withdrawn") or row.decided_at is None:
        return text
    return text.fill(who=row.decided_by or "—", at=row.decided_at.astimezone(PARIS).replace(second=0, microsecond=0))


# -- a request, an offer ---------------------------------------------------------------------------------------------


def _request(desk: Desk, facts: Knowledge, offices: Mapping[str, Office], id: str) -> Card | None:
    found = desk.request(id)
    if found is None:
        return None
    lang = _lang(offices, found.region)
    person_lang = resumed(desk.person_of(found.conversation_id), lang).profile.lang
    standing = {"open": _("Attend une réponse"), "answered": _("Répondu"), "closed": _("Close")}[found.state]
    acts = () if found.state == "closed" else (REPLY, CLOSE)
    return Card(
        reference=f"request:{id}",
        title=say(_("Une personne demande à vous parler"), lang),
        status=say(standing, lang),
        fields=(
            (say(_("Langue de la personne"), lang), shown(LanguageName(person_lang), lang)),
            (
                say(_("Depuis le"), lang),
                shown(found.opened_at.astimezone(PARIS).replace(second=0, microsecond=0), lang),
            ),
            *(((say(_("Suivi par"), lang), found.assigned_to),) if found.assigned_to else ()),
        ),
        sections=((say(_("Comment répondre"), lang), (say(HOW_TO_REPLY, lang),)),),
        links=tuple(_dossiers(desk, found, offices, lang)),
        actions=tuple(Action(act, f"request:{id}", say(LABELS[act], lang), STYLES.get(act, "")) for act in acts),
        lang=lang,
    )


def _dossiers(desk: Desk, request: RequestRow, offices: Mapping[str, Office], lang: str) -> Iterator[tuple[str, str]]:
    """The threads of what this person submitted to the same network: its staff read them anyway."""
    office = offices.get(request.region)
    roots = desk.roots(office.channel) if office else {}
    for row in desk.submitted_by(request.person_id, request.region):
        if root := roots.get(f"application:{row.id}"):
            yield say(_("Son dossier {reference}", reference=row.reference), lang), link(root)


HOW_TO_REPLY = _(
    "Ce que vous écrivez dans ce fil reste entre vous. Pour écrire à la personne : le bouton, ou un message qui "
    "commence par >> ; vous relisez avant l'envoi."
)


def _offer(desk: Desk, facts: Knowledge, offices: Mapping[str, Office], id: str) -> Card | None:
    found = next((offer for offer in desk.offers() if offer.id == id), None)
    if found is None:
        return None
    lang = _lang(offices, found.region)
    answers = Answers(found.answers)
    given = ((question, answers.get(question)) for question in OFFERED)
    fields = ((say(question.title, lang), say(question.kind.show(value), lang)) for question, value in given if value)
    return Card(
        reference=f"offer:{id}",
        title=say(_("Une offre d'expertise"), lang),
        status=say(_("Reçue le {at}", at=found.created_at.astimezone(PARIS).replace(second=0, microsecond=0)), lang),
        fields=tuple(fields),
        lang=lang,
    )


def _mission(desk: Desk, facts: Knowledge, offices: Mapping[str, Office], id: str, till: "Till | None") -> Card | None:
    from bot.mission_card import mission_card  # with all that a mission is made of: a chat begins without it

    row = desk.missions.get(id)
    return mission_card(desk, facts, id, _lang(offices, row.region), till) if row else None


def _claim(desk: Desk, facts: Knowledge, offices: Mapping[str, Office], id: str, till: "Till | None") -> Card | None:
    from bot.claim_card import being_changed, claim_card
    from bot.claims import account_with

    claim = desk.claims.get(id)
    row = desk.missions.get(claim.mission_id) if claim and claim.mission_id else None
    if row is None:
        return None
    channel = offices[row.region].channel if row.region in offices else ""
    if claim is not None and claim.state == "draft":
        return being_changed(claim, row.reference, _lang(offices, row.region))
    return claim_card(desk, account_with(desk, row, facts, till), id, channel, _lang(offices, row.region))


_KINDS: Mapping[str, Callable[[Desk, Knowledge, Mapping[str, Office], str], Card | None]] = {
    "application": _application,
    "request": _request,
    "offer": _offer,
}
_COUNTED: Mapping[str, "Callable[[Desk, Knowledge, Mapping[str, Office], str, Till | None], Card | None]"] = {
    "mission": _mission,
    "claim": _claim,
}
"""What shows amounts, converted at the rates at hand."""
