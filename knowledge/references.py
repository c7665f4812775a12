"""What a shape alone cannot say: names that must exist, ids that must differ, ends that come after beginnings."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.faults import Place, did_you_mean, sources_in
from knowledge.schema import (
    Countries,
    Days,
    Departements,
    DurationCriterion,
    Edition,
    Emergency,
    EmergencyCountry,
    Expense,
    Interviews,
    Parities,
    Postcodes,
    Preparation,
    Programme,
    RateTable,
    Region,
    Strict,
)

Wrong = Iterator[tuple[Place, str]]


def faults_within(path: str, model: Strict) -> Wrong:
    """What is wrong inside one file: the place and the sentence."""
    match model:
        case Region():
            yield from _region(path, model)
        case Countries():
            yield from _countries(model)
        case Departements():
            yield from _departements(model)
        case RateTable():
            yield from _rate_table(path, model)
        case Parities():
            yield from _twice("parities", [parity.currency for parity in model.parities], "currency")
        case Programme():
            yield from _twice("networks", [member.region for member in model.networks], "region")
            yield from _twice("mission_types", [listed.id for listed in model.mission_types], "mission type")
        case Emergency():
            yield from _emergency(model)
        case Preparation():
            yield from _preparation(model)
        case Interviews():
            yield from _interviews(model)


def faults_between(models: Mapping[str, Any], raw: Mapping[str, object]) -> Iterator[tuple[str, Place, str]]:
    """What is wrong between the files: the file, the place and the sentence."""
    regions = {path: model for path, model in models.items() if isinstance(model, Region)}
    slugs = [region.slug for region in regions.values()]
    yield from _documents(raw, list(models["documents.yaml"].documents))
    yield from _call_ids(regions)
    yield from _prefixes(regions)
    yield from _members(models["programme.yaml"], regions, slugs)
    departements: Departements = models["departements.yaml"]
    for index, departement in enumerate(departements.departements):
        if departement.region is not None and departement.region not in slugs:
            message = f"no region has the slug {departement.region!r}{did_you_mean(departement.region, slugs)}"
            yield "departements.yaml", ("departements", index, "region"), message
    yield from _rescue(
        models["emergency.yaml"], {country.code for country in models["countries.yaml"].countries}, slugs
    )
    yield from _exceptions(models["postcodes.yaml"], {departement.code for departement in departements.departements})


def _documents(raw: Mapping[str, object], documents: Sequence[str]) -> Iterator[tuple[str, Place, str]]:
    for path, data in raw.items():
        for place, key in sources_in(data):
            if key not in documents:
                yield path, place, f"no document has the key {key!r}{did_you_mean(key, documents)}"


def _call_ids(regions: Mapping[str, Region]) -> Iterator[tuple[str, Place, str]]:
    calls = [(path, index, call.id) for path, region in regions.items() for index, call in enumerate(region.calls)]
    seen: set[str] = set()
    for path, index, id_ in calls:
        if id_ in seen:
            yield path, ("calls", index, "id"), f"another call has the id {id_!r}"
        seen.add(id_)


def _prefixes(regions: Mapping[str, Region]) -> Iterator[tuple[str, Place, str]]:
    """References of applications begin with the prefix: two regions with the same one could not be told apart."""
    seen: set[str] = set()
    for path, region in regions.items():
        if region.prefix in seen:
            yield path, ("prefix",), f"another region has the prefix {region.prefix!r}"
        seen.add(region.prefix)


def _members(
    programme: Programme, regions: Mapping[str, Region], slugs: Sequence[str]
) -> Iterator[tuple[str, Place, str]]:
    named = [member.region for member in programme.networks]
    for index, slug in enumerate(named):
        if slug not in slugs:
            place = ("networks", index, "region")
            yield "programme.yaml", place, f"no region has the slug {slug!r}{did_you_mean(slug, slugs)}"
    for path, region in regions.items():
        if region.slug not in named:
            yield path, ("slug",), f"programme.yaml does not list {region.slug!r} among its networks"


def _exceptions(postcodes: Postcodes, codes: set[str]) -> Iterator[tuple[str, Place, str]]:
    for index, exception in enumerate(postcodes.exceptions):
        if exception.departement not in codes:
            place = ("exceptions", index, "departement")
            yield "postcodes.yaml", place, f"no département has the code {exception.departement!r}"


def _emergency(emergency: Emergency) -> Wrong:
    yield from _twice("countries", [each.country for each in emergency.countries], "country")
    for index, each in enumerate(emergency.countries):
        place = ("countries", index, "numbers")
        yield from _twice(place, [one.number for one in each.numbers], "number")


def _rescue(emergency: Emergency, codes: set[str], slugs: Sequence[str]) -> Iterator[tuple[str, Place, str]]:
    for index, each in enumerate(emergency.countries):
        if each.country not in codes:
            yield "emergency.yaml", ("countries", index, "country"), f"no country has the code {each.country!r}"
        for place, by in _verifiers(each):
            if by not in slugs:
                message = f"no region has the slug {by!r}{did_you_mean(by, slugs)}"
                yield "emergency.yaml", ("countries", index, *place), message


def _verifiers(each: EmergencyCountry) -> Iterator[tuple[Place, str]]:
    for index, one in enumerate(each.numbers):
        if one.verified is not None:
            yield ("numbers", index, "verified", "by"), one.verified.by


def _preparation(preparation: Preparation) -> Wrong:
    groups = [group.id for group in preparation.groups]
    yield from _twice("groups", groups, "group")
    yield from _twice("items", [item.id for item in preparation.items], "item")
    for index, item in enumerate(preparation.items):
        for group in {*item.when.inside, *item.when.outside} - set(groups):
            yield ("items", index, "when"), f"no group has the id {group!r}{did_you_mean(group, groups)}"


def _interviews(interviews: Interviews) -> Wrong:
    yield from _twice("interviews", [each.id for each in interviews.interviews], "interview")
    asked = {question.id for each in interviews.interviews for question in each.questions}
    for index, each in enumerate(interviews.interviews):
        place = ("interviews", index, "questions")
        yield from _twice(place, [question.id for question in each.questions], "question")
        if each.agreed is not None and each.agreed not in asked:
            yield ("interviews", index, "agreed"), f"no interview asks {each.agreed!r}"
        for rank, question in enumerate(each.questions):
            if (question.kind == "choice") != bool(question.options):
                yield (*place, rank), "a choice, and only a choice, has 'options'"


def _region(path: str, region: Region) -> Wrong:
    if path != f"regions/{region.slug}.yaml":
        yield ("slug",), f"the slug {region.slug!r} is not the name of its file"
    for index, contact in enumerate(region.contacts):
        if contact.takes_applications and contact.email is None:
            yield ("contacts", index, "takes_applications"), "applications are sent by e-mail: this contact has none"
    for index, call in enumerate(region.calls):
        if call.opens is not None and call.opens >= call.closes:
            yield ("calls", index, "closes"), f"the call {call.id!r} closes before it opens"
        yield from _window(("calls", index, "selection"), call.selection)
        if call.missions is not None and call.missions.first > call.missions.last:
            yield ("calls", index, "missions", "last"), "the last month comes before the first"
    yield from _twice("papers", [paper.id for paper in region.papers], "paper")
    yield from _twice("support", [support.public for support in region.support], "support")
    yield from _in_order(region.editions)
    for index, edition in enumerate(region.editions):
        yield from (((*("editions", index), *place), message) for place, message in _edition(edition))


def _window(place: Place, days: Days | None) -> Wrong:
    if days is not None and days.first is not None and days.last is not None and days.first > days.last:
        yield (*place, "last"), "the last day comes before the first"


def _in_order(editions: Sequence[Edition]) -> Wrong:
    begins = [edition.since for edition in editions]
    for index in range(1, len(begins)):
        earlier, later = begins[index - 1], begins[index]
        if later is None or (earlier is not None and later <= earlier):
            yield ("editions", index), "editions go from the oldest to the newest, each with its own 'since'"


def _edition(edition: Edition) -> Wrong:
    yield from _twice("criteria", [criterion.id for criterion in edition.criteria], "criterion")
    for index, criterion in enumerate(edition.criteria):
        if isinstance(criterion, DurationCriterion) and criterion.least > criterion.most:
            yield ("criteria", index, "most"), "a mission lasts at least more than it lasts at most"
    if edition.funding is not None:
        expenses = edition.funding.expenses
        yield from _twice(("funding", "expenses"), [expense.category for expense in expenses], "expense category")
        for index, expense in enumerate(expenses):
            yield from ((("funding", "expenses", index), message) for message in _expense(expense))


def _expense(expense: Expense) -> Iterator[str]:
    if expense.category == "per_diem":
        if expense.cap is not None:
            yield "a per diem has a 'rate' and 'days', its cap is their product"
        if (expense.rate is None) != (expense.days is None):
            yield "a per diem has both its 'rate' and its 'days', or neither"
    elif expense.rate is not None or expense.days is not None:
        yield f"only a per diem has a 'rate' and 'days', not {expense.category!r}"


def _countries(countries: Countries) -> Wrong:
    lists = [listed.id for listed in countries.lists]
    codes = [country.code for country in countries.countries]
    yield from _twice("lists", lists, "list")
    yield from _twice("countries", codes, "country")
    for index, country in enumerate(countries.countries):
        for id_ in country.groups.keys() - set(lists):
            yield ("countries", index, "groups", id_), f"no list has the id {id_!r}{did_you_mean(id_, lists)}"
    for name, facts in (("graduations", countries.graduations), ("watches", countries.watches)):
        named = [fact.country for fact in facts]
        yield from _twice(name, named, "country")
        for index, code in enumerate(named):
            if code not in codes:
                yield (name, index, "country"), f"no country has the code {code!r}"
    for index, listed in enumerate(countries.lists):
        if listed.first_day > listed.last_day:
            yield ("lists", index, "last_day"), "the last day comes before the first"


def _departements(departements: Departements) -> Wrong:
    yield from _twice("departements", [departement.code for departement in departements.departements], "département")
    for index, departement in enumerate(departements.departements):
        if (departement.region is None) == (departement.other_region is None):
            message = f"the département {departement.code} needs one of 'region' and 'other_region'"
            yield ("departements", index), message


def _rate_table(path: str, table: RateTable) -> Wrong:
    if path != f"rates/{table.month}.yaml":
        yield ("month",), f"the month {table.month!r} is not the name of its file"
    if "EUR" in table.rates:
        yield ("rates", "EUR"), "the euro has no rate with itself"


def _twice(place: str | Place, ids: Sequence[Hashable], what: str) -> Wrong:
    """Every id that was already there before."""
    start: Place = (place,) if isinstance(place, str) else place
    seen: Counter[Hashable] = Counter()
    for index, id_ in enumerate(ids):
        seen[id_] += 1
        if seen[id_] > 1:
            yield (*start, index), f"the {what} {id_!r} is there twice"
