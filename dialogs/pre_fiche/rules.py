"""What the region of an application asks for: the head office says which region, the region's own facts say what.

Nothing here is written twice: a criterion that a network has published is asked about, one that it has not is not.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from dialogs.core.dialog import Answers, Predicate, World
from dialogs.core.text import Text
from dialogs.eligibility import direction, head_office
from dialogs.pre_fiche.application import given, here
from knowledge.calls import CallStatus, call_at
from knowledge.places import locate
from knowledge.schema import Category, CriterionId, DurationCriterion, Edition, Expense, Region


def office_region(answers: Answers, world: World) -> str | None:
    """The slug of the region of the head office; None where it is not told yet, or has no network."""
    place = given(head_office, answers, world)
    return locate(world.facts, place.code, place.commune).region if place else None


def region_of(answers: Answers, world: World) -> Region:
    """Whose rules hold: those of the head office's region, else of the region that the application was begun for."""
    return world.facts.region(office_region(answers, world) or here(world).region)


def edition_of(answers: Answers, world: World) -> Edition:
    return world.facts.edition(region_of(answers, world).slug, world.now)


def network_of(answers: Answers, world: World) -> str:
    return region_of(answers, world).network.name


def of_network(text: Text) -> Callable[[Answers, World], Text]:
    """A question that names the network."""
    return lambda answers, world: text.fill(network=network_of(answers, world))


def published(criterion: CriterionId) -> Predicate:
    """Whether the region has published this criterion."""
    return lambda answers, world: any(one.id == criterion for one in edition_of(answers, world).criteria)


def unpublished(criterion: CriterionId) -> Predicate:
    return lambda answers, world: not published(criterion)(answers, world)


def kind_asked(answers: Answers, world: World) -> bool:
    """Whether the region wants to know the kind of structure."""
    found = region_of(answers, world).pre_fiche
    return found is not None and "org_kind" in found.asks


def host_asked(answers: Answers, world: World) -> bool:
    """Whether the region counts on the partner to lodge the volunteer: not one who comes to France from there."""
    return region_of(answers, world).host is not None and given(direction, answers, world) != "reciprocity"


def charter_asked(answers: Answers, world: World) -> bool:
    return region_of(answers, world).charter is not None


def receipts_asked(answers: Answers, world: World) -> bool:
    """Whether the region has published what a receipt must show."""
    funding = edition_of(answers, world).funding
    return funding is not None and funding.receipts is not None


def reachable(region: Region) -> bool:
    """Whether the network has published an address that an application can be sent to."""
    return any(contact.email for contact in region.contacts)


def length_of(answers: Answers, world: World) -> DurationCriterion | None:
    """The published length of a mission."""
    return next((one for one in edition_of(answers, world).criteria if isinstance(one, DurationCriterion)), None)


def expense_of(category: Category, answers: Answers, world: World) -> Expense | None:
    """The published line for a category of costs."""
    funding = edition_of(answers, world).funding
    return next((one for one in funding.expenses if one.category == category), None) if funding else None


def mission_days(answers: Answers, world: World) -> tuple[date, date] | None:
    """The first and the last day of the missions of the application's own call, where they are published."""
    calls = region_of(answers, world).calls
    missions = next((call.missions for call in calls if call.id == here(world).call), None)
    if missions is None:
        return None
    first, last = (date.fromisoformat(f"{month}-01") for month in (missions.first, missions.last))
    end = last.replace(day=monthrange(last.year, last.month)[1])
    return first, min(end, missions.before.day - timedelta(days=1)) if missions.before else end


def call_now(region: Region, world: World) -> CallStatus:
    return call_at(region, world.now)


def closed_now(region: Region, world: World) -> bool:
    """Whether a region that runs calls takes nothing at this instant; one without calls always does."""
    return bool(region.calls) and call_now(region, world).status != "open"
