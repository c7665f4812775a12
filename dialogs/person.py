"""A person can always be reached: the network of one's region, or all six while the region is not known."""

from dialogs.core.dialog import Answers, Dialog, Stop, World
from dialogs.core.reply import Part
from dialogs.core.text import _
from dialogs.sources import contact_parts


def reach(answers: Answers, world: World) -> tuple[Part, ...]:
    region = world.facts.regions.get(world.profile.region or "")
    regions = [region] if region else list(world.facts.regions.values())
    title = Part(_("Joindre une personne"), "title")
    parts = [
        part
        for one in regions
        for part in (
            Part(_("{network}, en {region}", network=one.network.name, region=one.name)),
            *contact_parts(one),
        )
    ]
    return (title, *parts)


PERSON = Dialog(id="person", version=1, title=_("Joindre une personne"), steps=(Stop(id="reach", say=reach),))
