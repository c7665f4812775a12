"""A draft is begun, or found again: one for each association and call; without calls, one for each need.

What eligibility and the estimate have asked is copied into it, so that a later check changes nothing handed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record, Settings
from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, literal
from dialogs.eligibility import head_office
from dialogs.pre_fiche.application import Application, applications
from dialogs.pre_fiche.deadline import deadline, open_call
from dialogs.pre_fiche.section import CARD
from dialogs.pre_fiche.where import name_of
from dialogs.region import home, if_unknown
from knowledge.places import locate
from knowledge.schema import Region

START = "pre_fiche.start"
NEW = "new"

FROM_ELIGIBILITY = (
    "head_office",
    "direction",
    "legal_form",
    "partner_country",
    "already_supported",
    "new_project",
    "need_with_partner",
    "duration_days",
    "solidarity_field",
    "sdgs",
    "network_member",
    "field_experience",
    "general_interest",
)
FROM_ESTIMATE = ("flight", "local_transport", "per_diem_days", "visa", "lodging", "health", "insurance", "other")
"""Both under the very ids of the pré-fiche. Not the charter: the pré-fiche wants it read and agreed to."""


def carried(world: World) -> dict[str, Json]:
    """What was asked elsewhere and is not asked again. What was passed there is asked here."""
    taken = (("eligibility", FROM_ELIGIBILITY), ("estimate", FROM_ESTIMATE))
    found = {id: world.shelf.get(dialog, {}).get(id) for dialog, ids in taken for id in ids}
    return {id: value for id, value in found.items() if value is not None}


def known_region(world: World) -> Region | None:
    """The region of the head office that eligibility was told, else the person's own, else that of what they share."""
    place = Answers(world.shelf.get("eligibility", {})).get(head_office)
    slug = locate(world.facts, place.code, place.commune).region if place else None
    if slug:
        return world.facts.region(slug)
    return home(world) or next((world.facts.region(one.region) for one in reversed(at_hand(world))), None)


def at_hand(world: World) -> tuple[Application, ...]:
    """The applications that this may be about: not those refused or withdrawn."""
    return tuple(one for one in applications(world) if one.state not in ("refused", "withdrawn"))


def in_the_way(region: Region, world: World) -> Application | None:
    """The application that stands for this association and call; none where there are no calls: one for each need."""
    if not region.calls:
        return None
    call = open_call(region, world)
    taken = (one for one in at_hand(world) if one.region == region.slug and (one.open or one.call == call))
    return next(taken, None)


def may_begin(world: World) -> bool:
    region = known_region(world)
    return region is None or in_the_way(region, world) is None


class Which(Kind[str]):
    """One of the applications at hand, or a new one, by its place in the list. Ids are never typed."""

    name = "which_application"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        words(said)
        raise Refused(_("Répondez par le numéro d'un des choix proposés."))

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        return Accepted(value)

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not raw or len(raw) > 64:
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return _("Un nouveau besoin") if value == NEW else literal(value)


def choices(answers: Answers, world: World) -> tuple[Option, ...]:
    known = tuple(Option(one.id, name_of(one, world)) for one in at_hand(world))
    return (*known, Option(NEW, _("Un nouveau besoin"))) if may_begin(world) else known


def offered(value: str, answers: Answers, world: World) -> Text | None:
    """Only what is offered can be chosen."""
    fits = value in [option.value for option in choices(answers, world)]
    return None if fits else _("Ce choix n'est plus valable.")


which = Question(
    id="which",
    title=_("Dossier"),
    ask=_("Quel dossier voulez-vous ouvrir ?"),
    kind=Which(),
    when=lambda answers, world: len(choices(answers, world)) > 1,
    options=choices,
    check=offered,
)


def chosen(answers: Answers, world: World) -> str:
    """The application chosen, or `NEW`. A choice that is no longer offered, as after a withdrawal, does not count."""
    values = [option.value for option in choices(answers, world)]
    picked = answers.get(which)
    return picked if picked in values else values[0]


region = replace(
    if_unknown,
    when=lambda answers, world: chosen(answers, world) == NEW and known_region(world) is None,
)


def opened(answers: Answers, world: World) -> tuple[str, Region]:
    """The application to open, or `NEW` and where; a new one of a call that has one already is that one."""
    picked = chosen(answers, world)
    if picked != NEW:
        return picked, world.facts.region(next(one.region for one in at_hand(world) if one.id == picked))
    here = known_region(world) or world.facts.region(answers[region].slug)
    found = in_the_way(here, world)
    return (found.id if found else NEW), here


def begun(world: World, region: Region, answers: Mapping[str, Json]) -> dict[str, Json]:
    """The record of a new draft."""
    return {"id": world.fresh, "region": region.slug, "call": open_call(region, world), "answers": dict(answers)}


def welcome(answers: Answers, world: World) -> tuple[Part, ...]:
    picked, here = opened(answers, world)
    return tuple(_welcome(here, world)) if picked == NEW else ()


def _welcome(region: Region, world: World) -> Iterator[Part]:
    yield Part(_("Votre brouillon est ouvert"), "title")
    yield Part(deadline(region, world))
    yield Part(_("Chaque réponse est gardée aussitôt. Vous remplissez les parties dans l'ordre que vous voulez."))
    if carried(world):
        yield Part(_("Ce que vous m'avez déjà dit est repris : je ne le redemande pas."))


def follow(answers: Answers, world: World) -> tuple[Effect, ...]:
    picked, here = opened(answers, world)
    if picked != NEW:
        return (Settings(region=here.slug), Open(CARD, subject=picked))
    return (Settings(region=here.slug), Record("application.begin", begun(world, here, carried(world))))


BEGIN = Dialog(
    id=START,
    version=1,
    title=_("Pré-fiche mission"),
    steps=(which, region, Stop(id="go", say=welcome, then=follow)),
)
