"""Until when one may submit, as a person says it: the same on the card, at the start and at the refusal."""

from dialogs.core.dialog import Answers, World
from dialogs.core.text import Text, _
from dialogs.pre_fiche.application import Application, here, raw_answers
from dialogs.pre_fiche.rules import call_now, closed_now, office_region
from knowledge.calls import last_day
from knowledge.schema import Region


def deadline(region: Region, world: World) -> Text:
    """Until when an application may be submitted in a region, at this instant."""
    network, found = region.network.name, call_now(region, world)
    if found.call is None:
        return _("{network} n'a pas de date limite : on peut déposer à tout moment.", network=network)
    last = last_day(found.call)
    match found.status:
        case "open":
            return _("On peut déposer jusqu'à la fin du {last_day}, heure de Paris.", last_day=last)
        case "upcoming":
            return _(
                "L'appel de {network} n'est pas encore ouvert : vous pouvez préparer le dossier, mais pas le déposer.",
                network=network,
            )
    return _(
        "L'appel {year} de {network} est clos depuis la fin du {last_day} : on ne peut plus y déposer. Vous pouvez "
        "préparer un brouillon pour le prochain appel, dont la date n'est pas connue.",
        year=str(last.year),
        network=network,
        last_day=last,
    )


def open_call(region: Region, world: World) -> str | None:
    """The call that an application begun now is for; None where there is none, or where the next has no date yet."""
    found = call_now(region, world)
    return found.call.id if found.call and found.status in ("open", "upcoming") else None


def own_call_over(about: Application, world: World) -> bool:
    """Whether the very call of a draft has closed."""
    calls = world.facts.region(about.region).calls
    return any(call.id == about.call and world.now >= call.closes for call in calls)


def too_late(about: Application, world: World) -> bool:
    """Whether it cannot be submitted now. A correction that was asked for may be handed in after the close."""
    if about.state == "correction":
        return False
    return own_call_over(about, world) or closed_now(world.facts.region(about.region), world)


def target(world: World) -> Region | None:
    """Where this draft should go on: the region that its head office is in now, or the next call of its own region.

    None where it is well where it is.
    """
    about = here(world)
    found = office_region(Answers({}), world)
    if found is None or about.state != "draft":
        return None
    region = world.facts.region(found)
    if found != about.region:
        return region
    return region if own_call_over(about, world) and open_call(region, world) not in (None, about.call) else None


def outside(world: World) -> bool:
    """Whether the head office is in no region that has a network."""
    told = "head_office" in raw_answers(world)
    return here(world).state == "draft" and told and office_region(Answers({}), world) is None
