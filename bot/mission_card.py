"""The card of a mission, as its staff see it: who, where, when, how far, who has joined, what is prepared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.books import Till
from bot.channels.base import Action, Card
from bot.claim_totals import Expenses, expenses_of
from bot.missions import sheet_of, volunteers
from bot.words import PARIS, say, shown
from dialogs.core.text import CountryName, Listed, Text, _, _n
from dialogs.eligibility import partner_country
from dialogs.field_words import MEMBERS, MISSION_STAGES
from dialogs.pre_fiche.mission import mission_title
from dialogs.pre_fiche.partner import partner_name, partner_place
from knowledge.base import Knowledge
from knowledge.mission_sheet import MissionSheet
from knowledge.preparation import checklist
from storage.desk import Desk
from storage.missions import STAGES, MissionPerson, MissionRow

INVITE, DESCRIBE, LIVRET, EXPERTS, PAPERS, REPORT = "invite", "describe", "livret", "experts", "papers", "report"
LABELS: Mapping[str, Text] = {
    EXPERTS: _("Chercher un expert"),
    INVITE: _("Inviter"),
    DESCRIBE: _("Modifier"),
    LIVRET: _("Écrire le livret"),
    PAPERS: _("Préparer les documents"),
    REPORT: _("Rapport de mission"),
}
POSSIBLE: Mapping[str, tuple[str, ...]] = {
    "need": (EXPERTS, INVITE, DESCRIBE, PAPERS),
    "expert_search": (EXPERTS, INVITE, DESCRIBE, PAPERS),
    "convention": (EXPERTS, PAPERS, INVITE, DESCRIBE, LIVRET),
    "preparation": (INVITE, DESCRIBE, LIVRET, PAPERS),
    "mission": (INVITE, DESCRIBE, LIVRET),
    "review": (REPORT, INVITE, DESCRIBE),
    "closed": (REPORT,),
}
"""What the card offers at each stage, besides the next one; about the reference of the mission."""
NEXT_STAGE = "stage"
"""The act of the button; it is about `<reference>/<stage>`, so that two who press at once do not pass two stages."""


def mission_card(desk: Desk, facts: Knowledge, id: str, lang: str, till: Till | None = None) -> Card | None:
    """The card of a mission; None where it is gone. `till`: the rates at hand, for its expenses."""
    row = desk.missions.get(id)
    if row is None:
        return None
    people = desk.missions.people(id)
    sheet = sheet_of(row, volunteers(people))
    tasks = frozenset(task.id for task in checklist(facts.preparation, sheet))
    waiting = len(desk.missions.alerts(("open",), id))
    ticks, spent = desk.missions.ticks(id), expenses_of(desk, row, facts, till)
    return _Laid(row, sheet, people, tasks, ticks, waiting, spent, lang).card()


@dataclass(frozen=True)
class _Laid:
    """A mission, being laid out in the language of its network."""

    row: MissionRow
    sheet: MissionSheet
    people: Sequence[MissionPerson]
    tasks: frozenset[str]
    ticks: Mapping[str, frozenset[str]]
    waiting: int
    spent: Expenses
    lang: str

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    def card(self) -> Card:
        return Card(
            reference=self.row.reference,
            title=self.say(
                _("{reference} : {association}", reference=self.row.reference, association=self.sheet.association)
            ),
            status=self.say(_("Étape : {stage}", stage=MISSION_STAGES[self.row.stage])),
            fields=tuple(self._fields()),
            sections=tuple(self._sections()),
            actions=(*self._actions(), *self.spent.actions(self.lang)),
            lang=self.lang,
        )

    def _fields(self) -> Iterator[tuple[str, str]]:
        if self.sheet.title:
            yield self.say(mission_title.title), self.sheet.title
        yield self.say(partner_name.title), self.sheet.partner
        yield self.say(partner_country.title), shown(CountryName(self.sheet.country), self.lang)
        if self.sheet.places:
            places = Listed(tuple(place.name for place in self.sheet.places))
            yield self.say(partner_place.title), shown(places, self.lang)
        yield self.say(_("Dates de la mission")), self.say(self._dates())
        made = self.row.livret_at.astimezone(PARIS).date()
        version = _("{version}, le {at}", version=self.row.livret_version, at=made)
        yield self.say(_("Version du livret")), self.say(version)

    def _dates(self) -> Text:
        first, last = self.sheet.first_day, self.sheet.last_day
        if first is None or last is None:
            return _("Pas encore fixées")
        return _("du {start} au {end}", start=first, end=last)

    def _sections(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.waiting:
            waiting = _n("{count} alerte attend une réponse", "{count} alertes attendent une réponse", self.waiting)
            yield self.say(_("Urgence")), (self.say(waiting),)
        if self.people:
            yield self.say(_("Personnes")), tuple(self.say(self._person(one)) for one in self.people)
        if prepared := [one for one in self.people if one.role == "volunteer" and one.person_id is not None]:
            yield self.say(_("Préparation")), tuple(self.say(self._prepared(one)) for one in prepared)
        if self.spent.lines:
            yield self.say(_("Dépenses")), tuple(self.say(one) for one in self.spent.lines)

    def _person(self, one: MissionPerson) -> Text:
        there = _("{name} ({role}) : dans la mission")
        expected = _("{name} ({role}) : pas encore dans la mission")
        return (there if one.person_id is not None else expected).fill(name=one.name, role=MEMBERS[one.role])

    def _prepared(self, one: MissionPerson) -> Text:
        done = len(self.ticks.get(one.id, frozenset()) & self.tasks)
        return _n(
            "{name} : {count} point fait sur {all}",
            "{name} : {count} points faits sur {all}",
            done,
            name=one.name,
            all=len(self.tasks),
        )

    def _actions(self) -> Iterator[Action]:
        following = STAGES[STAGES.index(self.row.stage) + 1 :][:1]
        for stage in following:
            label = say(_("Passer à l'étape : {stage}", stage=MISSION_STAGES[stage]), self.lang)
            yield Action(NEXT_STAGE, f"{self.row.reference}/{stage}", label)
        for act in POSSIBLE[self.row.stage]:
            yield Action(act, self.row.reference, say(LABELS[act], self.lang))
