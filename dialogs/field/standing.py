"""Where a mission stands, with the way to everything in it."""

from collections.abc import Mapping

from dialogs.core.dialog import Answers, Dialog, Stop, World
from dialogs.core.reply import Part, Reply
from dialogs.core.text import Listed, Text, _, _n
from dialogs.field.joining import doors
from dialogs.field.mission import Mission, Stage, named
from dialogs.field.picking import chosen, nowhere, which
from dialogs.field_words import MEMBERS
from knowledge.preparation import checklist

MISSION_ID = "mission"

MEANINGS: Mapping[Stage, Text] = {
    "need": _("Le réseau et l'association précisent ce dont le projet a besoin."),
    "expert_search": _("Le réseau cherche la personne qui partira."),
    "convention": _("La convention se prépare : le réseau dit à chacun quoi signer."),
    "preparation": _("La mission se prépare. C'est le moment d'échanger à distance avec le partenaire."),
    "mission": _("La mission a lieu. Le livret reste à portée de main, même en plein formulaire."),
    "review": _("La mission est finie. Le réseau fait le bilan avec chacun."),
    "closed": _("La mission est close. Merci de tout ce que vous y avez mis."),
}
"""What a stage means for those who are in the mission."""


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    found = chosen(answers, world)
    return (stands(found, world),) if found else ()


def stands(found: Mission, world: World) -> Reply:
    """A mission, how far it is, who is in it, and what it offers."""
    people = Listed(found.sheet.volunteers)
    who = (Part(_("Volontaires : {names}", names=people), "item"),) if found.sheet.volunteers else ()
    place = Part(_("Votre place : {role}", role=MEMBERS[found.role]), "item")
    parts = (*named(found), *who, place, *_prepared(found, world), Part(MEANINGS[found.stage]))
    return Reply(parts, doors(*offered(found, world)))


def _prepared(found: Mission, world: World) -> tuple[Part, ...]:
    if found.role != "volunteer":
        return ()
    tasks = checklist(world.facts.preparation, found.sheet)
    done = sum(task.id in found.ticks for task in tasks)
    said = _n("Préparation : {count} point fait sur {all}", "Préparation : {count} points faits sur {all}", done)
    return (Part(said.fill(all=len(tasks)), "item"),)


def offered(found: Mission, world: World) -> tuple[str, ...]:
    """What it offers this person, by the id of a dialog."""
    own = ("preparation", "checkin") if found.role == "volunteer" else ()
    talked = () if found.role == "partner" else ("interviews",)
    return ("livret", "emergency", *own, *talked)


MISSION = Dialog(
    id=MISSION_ID,
    version=1,
    title=_("Ma mission"),
    steps=(nowhere, which, Stop(id="stands", say=lambda answers, world: (), tells=told)),
)
