"""A mission that a network proposes to somebody who offered their expertise: what it is, and their answer.

It is told whatever the person is doing, and what they were asked is asked again after it. The buttons carry what they
answer, so that two missions proposed one after the other are never taken for one another.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Came, Pressed, Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import CountryName, Text, _, literal

GONE = _("Cette proposition n'est plus là. Pour joindre le réseau, tapez /contact.")

Answer = Literal["yes", "no", "withdrawn"]

LABELS: Mapping[Answer, Text] = {
    "yes": _("Oui, cela m'intéresse"),
    "no": _("Pas cette fois"),
    "withdrawn": _("Retirer mon offre"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A mission as it is proposed: ids of the mission and of the offer, and what is told. Days are ISO, or empty."""

    mission: str
    offer: str
    region: str
    title: str = ""
    country: str = ""
    first: str = ""
    last: str = ""
    words: str = ""


class Proposing(Kind[Proposed]):
    """A proposal, as it was handed over with the news; nobody types it."""

    name = "proposed"

    def read(self, said: Said, reading: Reading) -> Outcome[Proposed]:
        raise Refused(GONE)

    def dump(self, value: Proposed) -> Json:
        return asdict(value)

    def load(self, raw: Json) -> Proposed:
        if isinstance(raw, Mapping) and set(raw) == set(Proposed.__slots__):
            values = {name: value for name, value in raw.items() if isinstance(value, str)}
            if len(values) == len(raw):
                return Proposed(**values)
        raise Unreadable(self.name)

    def show(self, value: Proposed) -> Text:
        return literal(value.title)


@dataclass(frozen=True, slots=True)
class Reaction:
    """An answer to a proposal: the ids of the mission and of the offer, and what was said."""

    mission: str
    offer: str
    answer: Answer

    @property
    def pressed(self) -> str:
        """What its button carries."""
        return "=" + json.dumps(asdict(self), ensure_ascii=False)


class Reacting(Kind[Reaction]):
    """What a button under a proposal says; nobody types it."""

    name = "reaction"

    def read(self, said: Said, reading: Reading) -> Outcome[Reaction]:
        raise Refused(GONE)

    def press(self, value: str, reading: Reading) -> Outcome[Reaction]:
        try:
            return Accepted(self.load(json.loads(value.removeprefix("="))))
        except (ValueError, RecursionError, Unreadable):
            raise Refused(GONE) from None

    def dump(self, value: Reaction) -> Json:
        return asdict(value)

    def load(self, raw: Json) -> Reaction:
        match raw:
            case {
                "mission": str(mission),
                "offer": str(offer),
                "answer": "yes" | "no" | "withdrawn" as said,
                **more,
            } if not more:
                return Reaction(mission, offer, said)
        raise Unreadable(self.name)

    def show(self, value: Reaction) -> Text:
        return LABELS[value.answer]


# -- what is proposed ------------------------------------------------------------------------------------------------

proposal = Question(id="proposal", title=_("Une mission"), ask=GONE, kind=Proposing())
"""Not asked: handed over with the news."""


def arrived(came: Came, world: World) -> News:
    return News((), (Open(PROPOSAL.id, fresh=True, answers={proposal.id: dict(came.values)}),))


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    one = answers.get(proposal)
    if one is None or one.region not in world.facts.regions:
        return (Reply((Part(GONE),)),)
    return (Reply(tuple(_parts(one, world)), tuple(_buttons(one))),)


def _parts(one: Proposed, world: World) -> Iterator[Part]:
    network = world.facts.region(one.region).network.name
    yield Part(_("Une mission pour vous ?"), "title")
    yield Part(_("Vous avez offert votre expertise. {network} vous propose une mission :", network=network))
    if one.title:
        yield Part(literal(one.title), "item")
    if one.country:
        yield Part(_("Pays du partenaire : {country}", country=CountryName(one.country)), "item")
    if one.first and one.last:
        yield Part(_("Dates : {days}", days=_days(one)), "item")
    if one.words:
        yield Part(_("Ce que dit le réseau : {words}", words=one.words), "item")
    yield Part(_("Répondez avec un des boutons. Rien n'est décidé : un oui veut dire que le réseau vous en parle."))


def _days(one: Proposed) -> Text:
    try:
        first, last = date.fromisoformat(one.first), date.fromisoformat(one.last)
    except ValueError:
        return literal(f"{one.first} – {one.last}")
    return _("du {start} au {end}", start=first, end=last)


def _buttons(one: Proposed) -> Iterator[Button]:
    for answer, label in LABELS.items():
        pressed = Reaction(one.mission, one.offer, answer).pressed
        yield Button(label, Pressed(REACTION_ID, reaction.id, pressed))


PROPOSAL = Dialog(
    id="proposal",
    version=1,
    title=_("Une mission"),
    steps=(Stop(id="told", say=lambda answers, world: (), tells=told),),
)

# -- what is answered ------------------------------------------------------------------------------------------------

REACTION_ID = "reaction"

reaction = Question(id="reaction", title=_("Votre réponse"), ask=GONE, kind=Reacting())


def passed_on(answers: Answers, world: World) -> tuple[Effect, ...]:
    """What the person said, for whoever keeps it: news tell what came of it."""
    return (Record("proposal.answer", asdict(answers[reaction])),)


REACTION = Dialog(
    id=REACTION_ID,
    version=1,
    title=_("Votre réponse"),
    pressed=True,
    steps=(reaction, Stop(id="passed_on", say=lambda answers, world: (), then=passed_on)),
)

THANKS: Mapping[str, Text] = {
    "yes": _("Merci ! {network} le sait, et vous écrira pour en parler."),
    "no": _("C'est noté. {network} le sait ; votre offre reste dans sa liste."),
    "withdrawn": _("C'est fait : votre offre n'est plus dans la liste de {network}."),
}


def answered(came: Came, world: World) -> News:
    """What came of an answer; nothing is proposed any more where it was for nobody."""
    text = THANKS.get(str(came.values.get("answer")), GONE)
    region = world.facts.regions.get(str(came.values.get("region")))
    return News((Part(text.fill(network=region.network.name) if region else GONE),))


NEWS: Mapping[str, Callable[[Came, World], News]] = {"mission.proposed": arrived, "mission.answered": answered}
