"""The two papers of an application, in a language: the pré-fiche, whole, and the application form, to sign.

Hauts-de-France asks for both files (call of 2025, "Constitution du dossier de candidature"). What is shown is what the
sections show: the questions that applied on the day of the submission, and their answers. The same version in the same
language gives the same paper, whatever the order of the answers, the day, or who asks.
"""

from collections.abc import Iterator
from typing import Any

from bot.documents import Field, Paper, Section, Signature, Table
from bot.filing import Dossier
from bot.words import PARIS, say, shown, speaker
from dialogs.core.dialog import Question, Shared, World
from dialogs.core.kinds import ListOf, SeveralChoices
from dialogs.core.state import Profile
from dialogs.core.text import Listed, Money, Text, _
from dialogs.eligibility import direction, head_office, partner_country
from dialogs.estimate import MONEY_LINES, costs, nothing_given
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.association import org_legal_form, org_name, org_rna, org_siret
from dialogs.pre_fiche.budget import BUDGET
from dialogs.pre_fiche.commitments import COMMITMENTS
from dialogs.pre_fiche.contact import CONTACT, contact_email, contact_name
from dialogs.pre_fiche.mission import date_window, duration_days, mission_title
from dialogs.pre_fiche.partner import partner_name, partner_place
from dialogs.pre_fiche.rules import region_of
from dialogs.pre_fiche.sections import Progress, title_of, whole
from dialogs.wording import CATEGORIES
from knowledge.base import Knowledge
from knowledge.calls import last_day
from knowledge.funding import Estimate, Line, estimate
from knowledge.schema import Region
from storage.applications import ApplicationRow, Version

IDENTITY = tuple(question.id for question in (org_name, org_legal_form, org_rna, org_siret, head_office))
IN_SHORT = tuple(
    question.id
    for question in (mission_title, partner_name, partner_country, partner_place, direction, duration_days, date_window)
)
"""What the form tells of the association and of the mission: the pré-fiche has the rest."""

COST_LINES = frozenset(question.id for question in MONEY_LINES)
"""The answers that stand in the table of costs; the days of the per diem are told besides."""


def pre_fiche(row: ApplicationRow, version: Version, facts: Knowledge, lang: str) -> Paper:
    """The pré-fiche of a version: every section, every question that applied."""
    return Wording(row, version, facts, lang).pre_fiche()


def application_form(row: ApplicationRow, version: Version, facts: Knowledge, lang: str) -> Paper:
    """The form of a version: who applies, for what, what is agreed to, and where to sign."""
    return Wording(row, version, facts, lang).form()


def dossier(row: ApplicationRow, version: Version, facts: Knowledge) -> Dossier:
    """What the filing of a version needs to know of it."""
    words = Wording(row, version, facts, "fr")
    return Dossier(
        reference=version.reference,
        version=version.number,
        region=words.region,
        association=words.answer(org_name) or "",
        mission=words.answer(mission_title) or "",
        contact=words.answer(contact_name) or "",
        email=words.answer(contact_email),
        call=words.call,
    )


def world_of(row: ApplicationRow, version: Version, facts: Knowledge, lang: str) -> World:
    """The world as it was when the version was submitted: its answers, its rules, its day."""
    about = Application(
        id=row.id,
        region=row.region,
        call=row.call,
        state="submitted",
        reference=version.reference,
        version=version.number,
        submitted_at=version.submitted_at,
    )
    return World(
        facts,
        version.submitted_at.astimezone(PARIS),
        Profile(lang, row.region),
        speaker(lang),
        shared={row.id: Shared(version.answers, about)},
        subject=row.id,
    )


class Wording:
    """One version, being worded in one language."""

    def __init__(self, row: ApplicationRow, version: Version, facts: Knowledge, lang: str) -> None:
        self.version, self.facts, self.lang = version, facts, lang
        self.world = world_of(row, version, facts, lang)
        self.sections = whole(self.world)
        self.region: Region = region_of(self.sections[0].answers, self.world)
        self.call = next((call for call in self.region.calls if call.id == row.call), None)

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    def answer(self, question: Question[str]) -> str | None:
        """An answer in words of the person, wherever its section is."""
        found = (one.answers.get(question) for one in self.sections if question in one.asked)
        return next(found, None)

    # -- the papers ------------------------------------------------------------------------------------------------

    def pre_fiche(self) -> Paper:
        sections = (self._section(place, one) for place, one in enumerate(self.sections, 1))
        return self._paper(_("Pré-fiche de mission EXPLOR"), tuple(sections))

    def form(self) -> Paper:
        titled: tuple[tuple[Text, tuple[str, ...]], ...] = (
            (_("L'association"), IDENTITY),
            (CONTACT.title, tuple(question.id for question in CONTACT.questions())),
            (_("La mission demandée"), IN_SHORT),
            (COMMITMENTS.title, tuple(question.id for question in COMMITMENTS.questions())),
        )
        sections = (Section(self.say(title), tuple(self._picked(ids))) for title, ids in titled)
        return self._paper(_("Formulaire de candidature EXPLOR"), tuple(sections), (self._signature(),))

    def _paper(self, title: Text, sections: tuple[Section, ...], signatures: tuple[Signature, ...] = ()) -> Paper:
        return Paper(
            lang=self.lang,
            at=self.version.submitted_at,
            title=self.say(title),
            subtitle=self.answer(mission_title) or "",
            reference=self.version.reference,
            status=self.say(_("Version {version}, validée le {at}", version=self.version.number, at=self.world.now)),
            facts=tuple(self._facts()),
            sections=sections,
            notes=tuple(self.say(note) for note in self._notes()),
            signatures=signatures,
            footer=self.region.network.name,
        )

    def _facts(self) -> Iterator[Field]:
        yield self._fact(_("Association"), self.answer(org_name))
        yield self._fact(_("Réseau"), self.region.network.name)
        yield self._fact(_("Région"), self.region.name)
        if self.call is not None:
            until = _("jusqu'au {day}", day=last_day(self.call))
            yield self._fact(_("Appel à candidatures"), self.say(until))
        if self.version.number > 1 and self.version.correction_fields:
            corrected = Listed(tuple(title_of(field) for field in self.version.correction_fields))
            yield self._fact(_("Corrigé à la demande du réseau"), shown(corrected, self.lang))

    def _fact(self, label: Text, value: str | None) -> Field:
        return Field(self.say(label), value)

    def _notes(self) -> Iterator[Text]:
        network = self.region.network.name
        yield _("Préparé avec l'assistant EXPLOR. {network} reçoit les candidatures, et décide.", network=network)
        yield _("Empreinte des réponses (SHA-256) : {sha256}", sha256=self.version.sha256)

    def _signature(self) -> Signature:
        blank = (_("Nom et fonction"), _("Lieu"), _("Date"))
        fields = tuple(Field(self.say(label), None, by_hand=True) for label in blank)
        return Signature(self.say(_("Pour l'association")), fields, self.say(_("Signature")))

    # -- their sections --------------------------------------------------------------------------------------------

    def _section(self, place: int, one: Progress) -> Section:
        title = self.say(_("{number}. {section}", number=place, section=one.section.title))
        table = self._costs(one) if one.section is BUDGET else ()
        hidden = COST_LINES if table else frozenset()
        return Section(title, (*table, *(self._field(one, asked) for asked in one.asked if asked.id not in hidden)))

    def _picked(self, ids: tuple[str, ...]) -> Iterator[Field]:
        """These questions, in this order, where they applied."""
        asked = {question.id: (one, question) for one in self.sections for question in one.asked}
        return (self._field(*asked[id]) for id in ids if id in asked)

    def _field(self, one: Progress, question: Question[Any]) -> Field:
        value = one.answers.get(question)
        return Field(self.say(question.title), None if value is None else self._value(question, value))

    def _value(self, question: Question[Any], value: Any) -> str | tuple[str, ...]:
        """An answer as it is read back; several are a list."""
        kind = question.kind
        if isinstance(kind, ListOf):
            return tuple(self.say(kind.kind.show(item)) for item in value)
        if isinstance(kind, SeveralChoices) and len(value) > 1:
            return tuple(self.say(kind.labels[key]) for key in value)
        return self.say(kind.show(value))

    # -- the costs -------------------------------------------------------------------------------------------------

    def _costs(self, budget: Progress) -> tuple[Table, ...]:
        """Line by line what is asked, and where the network has published its rules what it counts."""
        if nothing_given(budget.answers, self.world):
            return ()
        found = estimate(self.facts, costs(budget.answers), self.region.slug, self.world.now)
        head = (_("Poste"), _("Demandé"), _("Plafond"), _("Compté par le réseau"))
        rows = tuple(self._line(line) for line in found.lines)
        title = _("Coûts prévus, en euros")
        total = (self.say(_("Total")), self._amount(found.asked), "", self._amount(found.eligible))
        table = Table(self.say(title), tuple(map(self.say, head)), rows, ("start", "end", "end", "end"), total)
        return (table, *self._who_pays(found))

    def _line(self, line: Line) -> tuple[str, str, str, str]:
        amounts = (self._amount(amount) for amount in (line.asked, line.cap, line.eligible))
        asked, cap, eligible = amounts
        return self.say(CATEGORIES[line.category]), asked, cap, eligible

    def _who_pays(self, found: Estimate) -> tuple[Table, ...]:
        if found.share is None or found.association is None:
            return ()
        shares = (
            (self.say(_("Part du réseau, à titre indicatif")), self._amount(found.share)),
            (self.say(_("Reste à payer sur ce qui est compté")), self._amount(found.association)),
        )
        head = (self.say(_("Qui paie")), self.say(_("Montant")))
        return (Table(self.say(_("Répartition")), head, shares, ("start", "end")),)

    def _amount(self, amount: Any) -> str:
        return "—" if amount is None else shown(Money(amount), self.lang)
