"""One's region, chosen once: by name, by number, by postcode or département. It can be changed at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Settings
from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Partial, Reading, Refused, Unreadable, Unsure
from dialogs.core.kinds import Choice, HeadOffice, Place
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Text, _, literal
from knowledge.base import Knowledge
from knowledge.places import locate
from knowledge.schema import Region

T = TypeVar("T")

UNKNOWN = _("Je ne connais pas cet endroit. Donnez un code postal, ou le nom de la région.")
NO_NETWORK = _(
    "Je ne connais pas de réseau EXPLOR ici : {regions}. Si votre siège est ailleurs, donnez son code postal, ou "
    "choisissez une région."
)


@dataclass(frozen=True)
class Chosen:
    """A region that was chosen: its slug, and its name as it was shown."""

    slug: str
    name: str


class RegionKind(Kind[Chosen]):
    """One of the regions that have a network. A place elsewhere is explained, not guessed."""

    name = "region"

    def read(self, said: Said, reading: Reading) -> Outcome[Chosen]:
        """The name or number of a region first; else any place that tells it."""
        if reading.partial is None and isinstance(said, Typed) and not _is_code(said.text):
            try:
                return self._named(self._by_name(reading).read(said, reading), reading.facts)
            except Refused:
                pass
        return self._placed(HeadOffice().read(said, reading), reading.facts)

    def press(self, value: str, reading: Reading) -> Outcome[Chosen]:
        if value in reading.facts.regions:
            return Accepted(_chosen(value, reading.facts))
        return self._placed(HeadOffice().press(value, reading), reading.facts)

    def dump(self, value: Chosen) -> Json:
        return [value.slug, value.name]

    def load(self, raw: Json) -> Chosen:
        match raw:
            case [str(slug), str(name)] if slug and name:
                return Chosen(slug, name)
        raise Unreadable

    def show(self, value: Chosen) -> Text:
        return literal(value.name)

    def options(self, reading: Reading) -> tuple[Option, ...]:
        if reading.partial is not None:
            return HeadOffice().options(reading)
        return tuple(Option(slug, literal(region.name)) for slug, region in reading.facts.regions.items())

    def _by_name(self, reading: Reading) -> Choice:
        return Choice(
            tuple(
                Option(slug, literal(region.name), (slug, region.network.name, region.prefix))
                for slug, region in reading.facts.regions.items()
            )
        )

    def _named(self, outcome: Outcome[str], facts: Knowledge) -> Outcome[Chosen]:
        return _each(outcome, lambda slug: _chosen(slug, facts))

    def _placed(self, outcome: Outcome[Place], facts: Knowledge) -> Outcome[Chosen]:
        if isinstance(outcome, Unsure) and (regions := _without_network(outcome.candidates, facts)):
            raise Refused(NO_NETWORK.fill(regions=Listed(regions)))
        return _each(outcome, lambda place: region_at(place, facts))


def _each(outcome: Outcome[T], region: Callable[[T], Chosen]) -> Outcome[Chosen]:
    """The outcome with each place or name turned into its region; places without a network drop out of a doubt."""
    match outcome:
        case Accepted(value=value):
            return Accepted(region(value))
        case Unsure(candidates=candidates, ask=ask):
            found = tuple(dict.fromkeys(chosen for one in candidates if (chosen := _maybe(region, one))))
            if not found:
                raise Refused(UNKNOWN)
            return Unsure(found, ask)
        case Partial():
            return outcome


def _without_network(places: tuple[Place, ...], facts: Knowledge) -> tuple[str, ...]:
    """The regions of these places, where none of them has a network; nothing where one has, or may have."""
    found = [locate(facts, place.code, place.commune) for place in places]
    outside = all(one.kind == "outside" for one in found)
    return tuple(dict.fromkeys(one.region_name for one in found)) if outside else ()


def _maybe(region: Callable[[T], Chosen], one: T) -> Chosen | None:
    try:
        return region(one)
    except Refused:
        return None


def _chosen(slug: str, facts: Knowledge) -> Chosen:
    return Chosen(slug, facts.region(slug).name)


def _is_code(text: str) -> bool:
    """Two signs or more that begin with a digit: a postcode or a département, not the number of an option."""
    return len(text.strip()) > 1 and text.strip()[0].isdecimal()


def region_at(place: Place, facts: Knowledge) -> Chosen:
    """The region of a place; a refusal that says what exists where there is no network."""
    found = locate(facts, place.code, place.commune)
    if found.region:
        return _chosen(found.region, facts)
    if found.kind == "outside" and found.departement_name == found.region_name:  # overseas, one place is often both
        raise Refused(NO_NETWORK.fill(regions=found.region_name))
    if found.kind == "outside":
        raise Refused(
            _(
                "{departement} est dans la région {region} : je n'y connais pas de réseau EXPLOR. Si votre siège est "
                "ailleurs, donnez son code postal, ou choisissez une région.",
                departement=found.departement_name,
                region=found.region_name,
            )
        )
    raise Refused(UNKNOWN)


def home(world: World) -> Region | None:
    """The region of the person's settings, if it is one of ours."""
    return world.facts.regions.get(world.profile.region or "")


def still_ours(value: Chosen, answers: Answers, world: World) -> Text | None:
    """A region kept from another time may have lost its network since."""
    return None if value.slug in world.facts.regions else UNKNOWN


which = Question(
    id="which",
    title=_("Région"),
    ask=_("Quelle est votre région ? Choisissez, ou donnez votre code postal."),
    kind=RegionKind(),
    check=still_ours,
)

if_unknown = Question(
    id="region",
    title=_("Région"),
    ask=_("Pour quelle région ? Choisissez, ou donnez votre code postal."),
    kind=RegionKind(),
    when=lambda answers, world: home(world) is None,
    check=still_ours,
)
"""For the dialogs that need a region and ask for it only when it is not known yet."""


def region_here(answers: Answers, world: World) -> Region:
    """The region of a dialog that has `if_unknown`: the person's own, else the one just given."""
    return home(world) or world.facts.region(answers[if_unknown].slug)


def keep_region(answers: Answers, world: World) -> tuple[Effect, ...]:
    """Remember it for the next time."""
    return (Settings(region=region_here(answers, world).slug),)


def chosen(answers: Answers, world: World) -> tuple[Part, ...]:
    region = world.facts.region(answers[which].slug)
    said = _("C'est noté : {region}, avec {network}.", region=region.name, network=region.network.name)
    return (Part(said),)


def remember(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Settings(region=answers[which].slug),)


REGION = Dialog(id="region", version=1, title=_("Région"), steps=(which, Stop(id="chosen", say=chosen, then=remember)))
