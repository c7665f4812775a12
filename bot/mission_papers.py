"""The papers of a mission, drafted for its network to finish: terms of reference, convention, and the mission report.

A draft says what is recorded and what the network has published, with where; what is neither is a blank line to fill in
by hand. No clause is invented: the networks have published no model of a convention. The papers are in French, the
language in which the networks sign; what people wrote stays as they wrote it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.documents import Field, Heading, Paper, Section, Signature, Table, to_docx, to_pdf
from bot.missions import Chair, sheet_of, volunteers
from bot.offices import Thread
from bot.pre_fiche_paper import Wording
from bot.render import File
from bot.words import PARIS, say, shown
from dialogs.core.dialog import Question
from dialogs.core.text import CountryName, Listed, Money
from dialogs.estimate import costs
from dialogs.field_words import DIRECTIONS, MEMBERS, source_text
from dialogs.interview_words import INTERVIEWS, OPTIONS, QUESTIONS
from dialogs.pre_fiche.association import org_rna, org_siret
from dialogs.pre_fiche.budget import BUDGET, cofinancing
from dialogs.pre_fiche.expert import expert_profile
from dialogs.pre_fiche.mission import follow_up, local_skills, need, people_to_meet, remote_prep
from dialogs.wording import CATEGORIES, MISSION_TYPES, reason_text
from knowledge.base import Knowledge
from knowledge.funding import Estimate, estimate
from knowledge.interviews import planned
from knowledge.mission_sheet import MissionSheet
from knowledge.rules import Rules, rules_at
from knowledge.schema import Fact, Region
from storage.applications import ApplicationRow, Version
from storage.desk import Desk
from storage.missions import MissionPerson, MissionRow
from storage.missions_desk import InterviewRow
from storage.records import Outgoing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FR = "fr"
TO_SIGN, TO_COMPLETE = "à relire, à compléter et à signer par le réseau", "à relire et à compléter par le réseau"
DRAFT = (
    "PROJET, {todo}. Rédigé par l'assistant EXPLOR le {at}, à partir de ce "
    "qui est enregistré et de ce que le réseau a publié. Les lignes vides sont à remplir à la main."
)
NO_MODEL = (
    "Le réseau n'a publié ni modèle de convention, ni liste de clauses : ce projet n'en invente aucune. Faites-le "
    "relire avant de signer."
)


@dataclass(frozen=True)
class Gathered:
    """All that the papers of a mission are made of. `at`: when they are made."""

    row: MissionRow
    people: Sequence[MissionPerson]
    interviews: Sequence[InterviewRow]
    application: tuple[ApplicationRow, Version] | None
    facts: Knowledge
    at: datetime

    @staticmethod
    def of(desk: Desk, row: MissionRow, facts: Knowledge, at: datetime) -> "Gathered":
        application = desk.get(row.application_id) if row.application_id else None
        versions = desk.versions(application.id) if application else ()
        whole = (application, versions[-1]) if application and versions else None
        return Gathered(row, desk.missions.people(row.id), desk.missions.interviews(row.id), whole, facts, at)

    @cached_property
    def sheet(self) -> MissionSheet:
        return sheet_of(self.row, volunteers(self.people))

    @cached_property
    def region(self) -> Region:
        return self.facts.region(self.row.region)

    @cached_property
    def rules(self) -> Rules:
        """Those in force for the mission, whatever was published since."""
        return rules_at(self.facts, self.row.region, self.sheet.rules_at)

    @cached_property
    def words(self) -> Wording | None:
        return Wording(*self.application, self.facts, FR) if self.application else None

    @cached_property
    def estimate(self) -> Estimate | None:
        """What the association expected it to cost, by the rules of the mission; None where nothing was asked."""
        if self.words is None:
            return None
        budget = next(one for one in self.words.sections if one.section is BUDGET)
        found = estimate(self.facts, costs(budget.answers), self.row.region, self.sheet.rules_at)
        return found if found.lines else None

    def answer(self, question: Question[Any]) -> str | tuple[str, ...] | None:
        """What the application answers to a question, as it was written."""
        if self.words is None:
            return None
        value: Any = self.words.answer(question)
        if isinstance(value, list | tuple):
            return tuple(str(one) for one in value)
        return None if value is None else say(question.kind.show(value), FR)

    def source(self, fact: Fact) -> str:
        return f"Source : {say(source_text(self.facts.cited(fact.source)), FR)}"


def blank(label: str, value: str | tuple[str, ...] | None = None, note: str | None = None) -> Field:
    """A line with what is known, or to be filled in by hand. A list of one thing is that thing."""
    shown = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    return Field(label, shown or None, note, by_hand=True)


def draft(found: Gathered, title: str, sections: Sequence[Section], todo: str = TO_SIGN, **more: Any) -> Paper:
    """A paper of a mission, with what it is about at its head."""
    made = found.at.astimezone(PARIS).date()
    return Paper(
        lang=FR,
        at=found.at,
        title=title,
        subtitle=found.sheet.title or "",
        reference=found.row.reference,
        status=DRAFT.format(todo=todo, at=shown(made, FR)),
        facts=tuple(_facts(found)),
        sections=tuple(section for section in sections if section.fields),
        footer=found.region.network.name,
        **more,
    )


def _facts(found: Gathered) -> Iterator[Field]:
    sheet = found.sheet
    yield Field("Réseau", f"{found.region.network.name} ({found.region.name})")
    yield Field("Association", sheet.association)
    yield Field("Partenaire", sheet.partner)
    yield Field("Pays du partenaire", shown(CountryName(sheet.country), FR))
    yield Field("Sens du voyage", say(DIRECTIONS[sheet.direction], FR))
    yield blank("Type de mission", say(MISSION_TYPES[sheet.type], FR) if sheet.type else None)
    yield blank("Lieux", shown(Listed(tuple(place.name for place in sheet.places)), FR) if sheet.places else None)
    yield blank("Dates", _days(sheet))


def _days(sheet: MissionSheet) -> str | None:
    if sheet.first_day is None or sheet.last_day is None:
        return None
    return f"du {shown(sheet.first_day, FR)} au {shown(sheet.last_day, FR)} ({sheet.days} jours)"


# -- terms of reference ----------------------------------------------------------------------------------------------


def terms(found: Gathered) -> Paper:
    """Termes de référence: what the mission is, for whom, and with what means."""
    sheet = found.sheet
    means = Section("6. Les moyens", (*_host(found), *_budget(found)))
    work = (
        Field("Personnes à rencontrer", found.answer(people_to_meet), by_hand=True),
        Field("Compétences déjà sur place", found.answer(local_skills), by_hand=True),
        Field("Travail à distance avant le départ", found.answer(remote_prep), by_hand=True),
    )
    after = (
        Field("Suites prévues par l'association", found.answer(follow_up), by_hand=True),
        Field("Au retour", "Un entretien avec le réseau, puis un rapport de mission."),
    )
    sections = (
        Section("1. Le contexte", (blank("", sheet.context),)),
        Section("2. Le besoin", (blank("", found.answer(need)),)),
        Section("3. Les objectifs", (blank("", sheet.objectives),)),
        Section("4. Les résultats attendus", (blank("", sheet.deliverables),)),
        Section("5. La personne et son travail", (*_expert(found), *work)),
        means,
        Section("7. Après la mission", after),
        _in_force(found, "8. Les règles en vigueur"),
    )
    return draft(found, "Termes de référence", sections)


def _expert(found: Gathered) -> Iterator[Field]:
    yield blank("Personne experte", tuple(found.sheet.volunteers) or None)
    yield blank("Profil recherché", found.answer(expert_profile))
    if found.region.experts and found.region.experts.status:
        yield Field("Statut", found.region.experts.status, found.source(found.region.experts))


def _host(found: Gathered) -> Iterator[Field]:
    host = found.region.host
    yield Field("Accueil sur place", host.text, found.source(host)) if host else blank("Accueil sur place")


# -- money -----------------------------------------------------------------------------------------------------------


def _budget(found: Gathered) -> Iterator[Any]:
    """What was asked, line by line, what the rules count of it, and who pays: an estimate, until receipts are there."""
    made = found.estimate
    if made is None:
        yield blank("Budget prévu")
        return
    rows = tuple(
        (say(CATEGORIES[line.category], FR), _euros(line.asked), _euros(line.cap), _euros(line.eligible))
        for line in made.lines
    )
    total = ("Total", _euros(made.asked), "", _euros(made.eligible))
    head = ("Dépense", "Prévu", "Plafond", "Compté")
    yield Table("Budget prévu par l'association", head, rows, ("start", "end", "end", "end"), total)
    for step in made.steps:
        about = f"{say(reason_text(step.reason), FR)} Source : {say(source_text(step.source), FR)}"
        yield Field(STEPS[step.id], _euros(step.amount), about, by_hand=step.amount is None)
    if made.not_eligible:
        yield Field("Non compté, en plus", _euros(made.not_eligible))
    yield Field("", "Montants estimés : seules comptent les dépenses réelles, avec leurs justificatifs.")


STEPS: Mapping[str, str] = {
    "base": "Base de calcul",
    "share": "Part du réseau",
    "association": "Reste à payer",
    "fee": "Frais demandés par le réseau",
}


def _euros(amount: Any) -> str:
    return "—" if amount is None else shown(Money(amount), FR)


def _in_force(found: Gathered, title: str) -> Section:
    """Whose rules, of when, and where they are written."""
    day = found.sheet.rules_at.astimezone(PARIS).date()
    edition = found.facts.edition(found.row.region, found.sheet.rules_at)
    facts = [edition.funding.share, *edition.funding.expenses] if edition.funding else []
    cited = dict.fromkeys(found.source(fact).removeprefix("Source : ") for fact in facts)
    label = say(reason_text(found.rules.label()), FR)
    rows = (
        Field("Règles retenues", f"Celles du {shown(day, FR)}. {label}"),
        Field("Où elles sont écrites", tuple(cited)),
    )
    return Section(title, rows if cited else rows[:1])


# -- convention ------------------------------------------------------------------------------------------------------


def convention(found: Gathered) -> Paper:
    """Convention: who, for what, when, with what money; what nobody has published is left to write."""
    sheet = found.sheet
    purpose = (Field("Objectifs", sheet.objectives or None, by_hand=True), blank("Résultats", sheet.deliverables))
    where = tuple(place.name for place in sheet.places)
    sections = (
        Section("1. Les parties", tuple(_parties(found))),
        Section("2. L'objet de la mission", purpose),
        Section("3. La durée et le lieu", (blank("Dates", _days(sheet)), blank("Lieux", where))),
        Section("4. Ce que chacun apporte", tuple(_brought(found))),
        Section("5. Le financement", tuple(_money(found))),
        Section("6. Les justificatifs et le remboursement", tuple(_receipts(found))),
        Section("7. L'assurance", tuple(_insured(found))),
        Section("8. Ce que les documents publiés ne règlent pas", tuple(blank(topic) for topic in UNSETTLED)),
        _in_force(found, "9. Les règles en vigueur"),
    )
    signed = tuple(_signature(who) for who in ("Pour le réseau", "Pour l'association", "La personne experte"))
    return draft(found, "Convention de mission", sections, notes=(NO_MODEL,), signatures=signed)


UNSETTLED = (
    "Qui avance l'argent, et quand",
    "Report, annulation ou retour anticipé",
    "Responsabilité de chacun",
    "Usage de ce que la mission produit",
    "Données personnelles",
    "En cas de désaccord",
)
"""What a convention is asked about and no network has published: a line to write on, and no words of ours."""


def _parties(found: Gathered) -> Iterator[Any]:
    region, sheet = found.region, found.sheet
    yield Heading(region.network.name)
    yield blank("Adresse", region.address.text if region.address else None)
    yield blank("Représenté par")
    yield Heading(sheet.association)
    yield blank("RNA ou SIRET", found.answer(org_rna) or found.answer(org_siret))
    yield blank("Siège")
    yield blank("Représentée par")
    yield Heading("La personne experte")
    yield blank("Nom", tuple(sheet.volunteers) or None)
    yield blank("Adresse")
    yield blank("Employeur, s'il y en a un")
    yield Heading(f"Le partenaire : {sheet.partner}")
    yield blank("Signe aussi, ou non")


def _brought(found: Gathered) -> Iterator[Field]:
    names = {"associations": "Le réseau, pour l'association", "volunteers": "Le réseau, pour la personne experte"}
    for support in found.region.support:
        if support.public in names:
            yield Field(names[support.public], support.items, found.source(support))
    yield from _host(found)
    yield from (field for field in _expert(found) if field.label == "Statut")
    yield blank("L'association")
    yield blank("La personne experte")


def _money(found: Gathered) -> Iterator[Any]:
    yield from _budget(found)
    funding = found.facts.edition(found.row.region, found.sheet.rules_at).funding
    rest = funding.rest if funding else None
    yield blank("Qui paie le reste", _payers(found, rest) if rest else None, found.source(rest) if rest else None)
    if said := found.answer(cofinancing):
        yield Field("Prévu par l'association", said, "D'après son dossier.")
    if found.region.tax:
        yield Field("Employeur", found.region.tax.text, found.source(found.region.tax))


def _payers(found: Gathered, rest: Any) -> str:
    return " ou ".join({"association": "l'association", "employer": "l'employeur"}.get(one, one) for one in rest.payers)


def _receipts(found: Gathered) -> Iterator[Field]:
    funding = found.facts.edition(found.row.region, found.sheet.rules_at).funding
    told = (("Justificatifs", funding and funding.receipts), ("Monnaie étrangère", funding and funding.conversion))
    for label, statement in told:
        yield Field(label, statement.text, found.source(statement)) if statement else blank(label)
    yield blank("Délai pour les remettre")
    yield blank("Délai du remboursement")


def _insured(found: Gathered) -> Iterator[Field]:
    allowed = found.rules.allowed("insurance")
    insurance = found.sheet.insurance
    yield blank("Assureur", insurance.company if insurance else None)
    yield blank("Contrat", insurance.policy if insurance else None)
    cap = f"Comptée jusqu'à {_euros(allowed.cap)}." if allowed.cap else None
    yield blank("Prise en charge", cap, f"Source : {say(source_text(allowed.source), FR)}" if cap else None)


def _signature(who: str) -> Signature:
    fields = (Field("Nom et fonction", None, by_hand=True), Field("Fait à, le", None, by_hand=True))
    return Signature(who, fields, "Signature")


# -- the mission report ----------------------------------------------------------------------------------------------

KINDS: Mapping[str, str] = {
    "before": "before_{role}",
    "after": "after_{role}",
    "m3": "months_3",
    "m6": "months_6",
    "m12": "months_12",
}
"""The interview of `knowledge/interviews.yaml` that an answer was given in."""
THEIR_WORDS = "Ce rapport cite des personnes : relisez-le avec elles avant de le partager."
NOT_TOLD = frozenset({"asked_later"})
"""Questions of agreement: they are nothing about the mission."""


def report(found: Gathered) -> Paper:
    """What the mission was, from the interviews: who said what; what nobody said is left to write."""
    sheet = found.sheet
    foreseen = (
        Field("Objectifs", sheet.objectives or None, by_hand=True),
        blank("Résultats attendus", sheet.deliverables),
    )
    by_hand = tuple(blank(label) for label in ("En bref", "Ce qui a été atteint", "Ce qui reste à faire"))
    sections = (
        Section("L'essentiel", by_hand),
        Section("Ce qui était prévu", foreseen),
        *(_told(found, one) for one in _in_order(found)),
        Section(
            "L'avis du réseau", tuple(blank(label) for label in ("Bilan", "Suites proposées", "Pour d'autres missions"))
        ),
    )
    return draft(found, "Rapport de mission", sections, TO_COMPLETE, notes=(THEIR_WORDS,))


def _in_order(found: Gathered) -> list[str]:
    """The interviews that were or should be held, in the order of the programme; those of months later once given."""
    plan = [
        *planned(found.facts.interviews, found.sheet, "volunteer"),
        *planned(found.facts.interviews, found.sheet, "association"),
    ]
    given = {_interview(one) for one in found.interviews}
    ids = dict.fromkeys(one.interview.id for one in plan)
    return [id for id in INTERVIEWS if id in ids and (id in given or not id.startswith("months_"))]


def _interview(one: InterviewRow) -> str:
    return KINDS.get(one.kind, "").format(role=one.role)


def _told(found: Gathered, id: str) -> Section:
    interview = next(one for one in found.facts.interviews.interviews if one.id == id)
    given = [one for one in found.interviews if _interview(one) == id]
    names = {one.id: one.name for one in found.people}
    blocks: list[Any] = []
    for question in interview.questions:
        if question.id in NOT_TOLD:
            continue
        blocks.append(Heading(say(QUESTIONS[question.id], FR)))
        said = [(names.get(one.mission_person_id, "—"), one, _value(one.answers.get(question.id))) for one in given]
        answers = [Field(f"{name} ({say(MEMBERS[one.role], FR)})", value) for name, one, value in said if value]
        blocks += answers or [blank("")]
    return Section(say(INTERVIEWS[id], FR), tuple(blocks))


def _value(said: Any) -> str | None:
    """An answer as it was given: words as they are, a yes, a no, a choice."""
    if isinstance(said, bool):
        return "Oui" if said else "Non"
    if isinstance(said, str):
        return say(OPTIONS[said], FR) if said in OPTIONS else said
    return None


# -- handing over ----------------------------------------------------------------------------------------------------

Make = Callable[[Gathered], bytes]

FILES: Mapping[str, tuple[str, str, str | None, Make]] = {
    "terms": ("draft", "{reference}-termes-de-reference.docx", DOCX, lambda found: to_docx(terms(found))),
    "convention": ("draft", "{reference}-convention.docx", DOCX, lambda found: to_docx(convention(found))),
    "report": ("report", "{reference}-rapport.docx", DOCX, lambda found: to_docx(report(found))),
    "report.pdf": ("report", "{reference}-rapport.pdf", None, lambda found: to_pdf(report(found))),
}
"""Each paper: what it comes with, how its file is called, of which kind it is, and what makes it."""


def files(chair: Chair, reference: str, kind: str) -> tuple[File, ...]:
    """The papers of a mission that come together: `draft` or `report`. Raises `Unknown`, `NotYours`."""
    with chair.store.desk(chair.at) as desk:
        found = Gathered.of(desk, chair.found(desk, reference), chair.facts, chair.at)
    return tuple(_file(found, name) for name, (group, *_rest) in FILES.items() if group == kind)


def hand_over(chair: Chair, reference: str, kind: str) -> bool:
    """Put these papers on their way into the mission's thread; False for an event that came twice."""
    with chair.store.desk(chair.at, chair.event_id) as desk:
        row = chair.found(desk, reference)
        if not desk.first_time or row.region not in chair.offices:
            return False
        chair.note(desk, row, "mission.papers", {"kind": kind})
        thread = Thread(desk, chair.offices[row.region], f"mission:{row.id}")
        thread.put(*(_on_its_way(row, name) for name, (group, *_rest) in FILES.items() if group == kind))
        return True


def _on_its_way(row: MissionRow, name: str) -> Outgoing:
    """A paper that is made when it is sent."""
    file = FILES[name][1].format(reference=row.reference)
    return Outgoing({"content": "mission_paper", "mission": row.id, "name": name, "file": file})


def paper(desk: Desk, wanted: Mapping[str, Any], facts: Knowledge, at: datetime) -> Callable[[], File] | None:
    """What makes a paper that is on its way: {"mission", "name"}; None where the mission is gone."""
    row = desk.missions.get(wanted["mission"])
    if row is None or wanted["name"] not in FILES:
        return None
    found = Gathered.of(desk, row, facts, at)
    return lambda: _file(found, wanted["name"])


def _file(found: Gathered, name: str) -> File:
    _group, called, mime, make = FILES[name]
    content = make(found)
    file_name = called.format(reference=found.row.reference)
    return File(file_name, content, mime) if mime else File(file_name, content)
