"""The names that an answer's template may use: the facts of one region at an instant, each with where it was read.

A fact that the network has not published is false in an `if`, and cannot be printed. Every fact that a template reads
is remembered: that is what an answer cites. The table of names is the contract of `knowledge/faq` (CONTRIBUTING.md).
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, get_args

from knowledge import schema
from knowledge.base import Knowledge
from knowledge.calls import CallStatus, call_at, last_day
from knowledge.schema import Region, Source

EXPERTS: Mapping[str, str] = {
    "Salariés": "employees",
    "Agents de collectivités": "local_agents",
    "Agents territoriaux": "local_agents",
    "Consultants": "consultants",
    "Retraités": "retired",
}
"""What the documents call those who may leave, and the code that the templates test."""

LISTED: tuple[str, ...] = ("flight", "local_transport", "per_diem", "visa", "lodging", "health", "insurance")


class NotPublished(Exception):
    """A template prints a fact that the network has not published; `args[0]` is its name."""


class NeedsRegion(Exception):
    """A template prints a fact of a region, and no region was given; `args[0]` is its name."""


class Named:
    """One fact under its name: true when published; `children` are the facts under it."""

    __slots__ = ("_children", "_facts", "_log", "_name", "_value")

    def __init__(
        self,
        log: "Log",
        name: str,
        value: Any,
        facts: tuple[schema.Fact, ...] = (),
        children: Mapping[str, "Named"] | None = None,
    ) -> None:
        self._log, self._name, self._value, self._facts = log, name, value, facts
        self._children = children or {}

    def __getattr__(self, name: str) -> "Named":
        try:
            return self._children[name]
        except KeyError:
            raise AttributeError(name) from None

    def __bool__(self) -> bool:
        return bool(self._noted())

    def __eq__(self, other: object) -> bool:
        return bool(self._noted() == other)

    def __hash__(self) -> int:
        return hash(self._name)

    def __contains__(self, item: object) -> bool:
        return item in (self._noted() or ())

    def _noted(self) -> Any:
        self._log.facts += self._facts
        return self._value

    def _printed(self) -> Any:
        """The value; raises `NotPublished` or `NeedsRegion` where there is none."""
        if self._noted() is None:
            raise (NotPublished if self._log.region else NeedsRegion)(self._name)
        return self._value


def printed(value: object) -> Any:
    """What a template prints or hands to a filter, out of its name."""
    return value._printed() if isinstance(value, Named) else value


class Log:
    """The facts that a template has read so far."""

    def __init__(self, region: Region | None) -> None:
        self.region = region
        self.facts: tuple[schema.Fact, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where they were read, in order, each once."""
        return tuple(dict.fromkeys(fact.source for fact in self.facts))

    @property
    def tensions(self) -> tuple[str, ...]:
        """What the documents leave unclear about them."""
        return tuple(dict.fromkeys(code for fact in self.facts for code in fact.tensions))


class Names:
    """Every name for one region (or none) at an instant, with the log of what is read."""

    def __init__(self, facts: Knowledge, slug: str | None, at: datetime) -> None:
        self.region = facts.region(slug) if slug else None
        self.edition = facts.edition(slug, at) if slug else None
        self.log = Log(self.region)
        self._facts, self._at = facts, at

    def table(self) -> dict[str, Named]:
        """The names by their first word."""
        found: dict[str, Named] = {}
        for group in (_network, _money, _expenses, _call, _rules, _flags):
            found.update(group(self))
        found.update(_programme(self._facts, self._at, self))
        return found

    def call(self) -> CallStatus | None:
        """The call that matters, or None without a region."""
        return call_at(self.region, self._at) if self.region else None

    def named(self, name: str, value: Any, /, *facts: schema.Fact | None, **children: Named) -> Named:
        """A fact under its name; `facts` is where it stands, None where it is not published."""
        return Named(self.log, name, value, tuple(fact for fact in facts if fact is not None), children)

    def of(self, name: str, fact: schema.Fact | None, value: str, /, **children: Named) -> Named:
        """The attribute `value` of a fact that may be missing."""
        return self.named(name, getattr(fact, value) if fact else None, fact, **children)

    def flag(self, name: str, fact: schema.Fact | None, /, **children: Named) -> Named:
        """True where the fact is published."""
        return self.named(name, True if fact else None, fact, **children)


Group = Mapping[str, Named]


def _network(n: Names) -> Group:
    region = n.region
    parts: dict[str, Named] = {}
    for part in ("name", "email", "phone"):
        contact = next((one for one in region.contacts if getattr(one, part)), None) if region else None
        parts[part] = n.of(f"contacts.{part}", contact, part)
    address, website = (region.address, region.website) if region else (None, None)
    parts["address"] = n.of("contacts.address", address, "text")
    parts["url"] = n.of("contacts.url", website, "url")
    return {
        "region": n.named("region", region.name if region else None),
        "contacts": n.named("contacts", bool(region and region.contacts) or None, **parts),
    }


def _money(n: Names) -> Group:
    funding = n.edition.funding if n.edition else None
    share, cap, base, fee, rest = (
        (funding.share, funding.cap_per_mission, funding.base_cap, funding.fee, funding.rest)
        if funding
        else (None,) * 5
    )
    expenses = funding.expenses if funding else ()
    categories = tuple(expense.category for expense in expenses if expense.category != "other")
    children = {
        "share": n.of("funding.share", share, "share"),
        "rest_share": n.named("funding.rest_share", 1 - share.share if share else None, share, rest),
        "cap": n.of("funding.cap", cap, "euros"),
        "base_cap": n.of("funding.base_cap", base, "euros"),
        "fee": n.of("funding.fee", fee, "euros"),
        "payers": n.of("funding.payers", rest, "payers"),
        "unlisted": n.of("funding.unlisted", funding.unlisted if funding else None, "treatment"),
        "receipts": n.flag("funding.receipts", funding.receipts if funding else None),
        "conversion": n.flag("funding.conversion", funding.conversion if funding else None),
        "expenses": n.named("funding.expenses", categories or None, *expenses),
    }
    return {"funding": n.named("funding", True if funding else None, share, **children)}


def _expenses(n: Names) -> Group:
    funding = n.edition.funding if n.edition else None
    listed = {expense.category: expense for expense in (funding.expenses if funding else ())}
    found: dict[str, Named] = {}
    for name in LISTED:
        expense = listed.get(name)  # type: ignore[call-overload]
        children = {part: n.of(f"{name}.{part}", expense, attribute) for part, attribute in _PARTS.items()}
        total = expense.rate * expense.days if expense and expense.rate is not None and expense.days else None
        children["total"] = n.named(f"{name}.total", total, expense)
        found[name] = n.flag(name, expense, **children)
    return found


_PARTS = {"cap": "cap", "rate": "rate", "days": "days", "bought_by_network": "bought_by_network"}


def _call(n: Names) -> Group:
    status = n.call()
    call = status.call if status else None
    selection, missions = (call.selection, call.missions) if call else (None, None)
    opens = call.opens.date() if call and call.opens else None
    children = {
        "status": n.named("call.status", status.status if status else None, call),
        "year": n.named("call.year", str(last_day(call).year) if call else None, call),
        "last_day": n.named("call.last_day", last_day(call) if call else None, call),
        "opens": n.named("call.opens", opens, call),
        "places": n.of("call.places", call.places if call else None, "count"),
        "answer": n.flag("call.answer", call.answer if call else None),
        "selection": n.flag("call.selection", selection, **_ends(n, "call.selection", selection)),
        "missions": n.flag(
            "call.missions",
            missions,
            **_ends(n, "call.missions", missions),
            before=n.of("call.missions.before", missions.before if missions else None, "day"),
        ),
    }
    return {"call": n.flag("call", call, **children)}


def _ends(n: Names, name: str, days: schema.Days | schema.Missions | None) -> dict[str, Named]:
    return {end: n.named(f"{name}.{end}", _day(getattr(days, end, None)), days) for end in ("first", "last")}


def _day(value: date | str | None) -> date | None:
    """A month is shown by any of its days."""
    return date.fromisoformat(f"{value}-01") if isinstance(value, str) else value


def _rules(n: Names) -> Group:
    edition, region = n.edition, n.region
    criteria = {criterion.id: criterion for criterion in (edition.criteria if edition else ())}
    duration, forms, direction = (criteria.get(id_) for id_ in ("duration_days", "legal_form", "direction"))
    charter = region.charter if region else None
    flags = {id_: n.flag(f"criteria.{id_}", criteria.get(id_)) for id_ in get_args(schema.CriterionId)}
    return {
        "rules": n.named(
            "rules", True if edition else None, year=n.named("rules.year", edition.year if edition else None)
        ),
        "criteria": n.named("criteria", bool(criteria) or None, **flags),
        "duration": n.flag(
            "duration",
            duration,
            least=n.of("duration.least", duration, "least"),
            most=n.of("duration.most", duration, "most"),
        ),
        "legal_forms": n.of("legal_forms", forms, "accepted"),
        "directions": n.of("directions", direction, "published"),
        "charter": n.flag("charter", charter, **{part: n.of(f"charter.{part}", charter, part) for part in _CHARTER}),
    }


_CHARTER = ("adopted", "amended", "url")


def _flags(n: Names) -> Group:
    region = n.region
    found = {name: n.flag(name, getattr(region, name) if region else None) for name in _PROSE}
    reciprocity = region.reciprocity if region else None
    encouraged = n.of("reciprocity.encouraged", reciprocity, "encouraged")
    support = {one.public: one for one in region.support} if region else {}
    papers, steps = (region.papers, region.steps) if region else ((), None)
    experts, types = (region.experts, region.mission_types) if region else (None, None)
    kinds = tuple(dict.fromkeys(EXPERTS[kind] for kind in experts.kinds)) if experts else None
    return {
        **found,
        "reciprocity": n.flag("reciprocity", reciprocity, encouraged=encouraged),
        "steps": n.flag("steps", steps),
        "papers": n.named("papers", bool(papers) or None, *papers),
        "experts": n.named("experts", kinds, experts),
        "mission_types": n.named("mission_types", (types.types or None) if types else None, types),
        "support": n.named(
            "support", bool(support) or None, **{one: n.flag(f"support.{one}", support.get(one)) for one in _PUBLICS}
        ),
    }


_PROSE = ("themes", "funders", "host", "tax")
_PUBLICS: tuple[schema.Public, ...] = ("associations", "volunteers", "companies", "local_authorities", "schools")


def _programme(facts: Knowledge, at: datetime, n: Names) -> Group:
    programme = facts.programme
    regions = [facts.regions[member.region] for member in programme.networks]
    oda = facts.oda_list(at)
    count = sum(oda.id in country.groups for country in facts.countries.values()) if oda else None
    return {
        "programme": n.named(
            "programme",
            True,
            since=n.named("programme.since", str(programme.since.year), programme.since),
            mission_types=n.named(
                "programme.mission_types", tuple(one.id for one in programme.mission_types), *programme.mission_types
            ),
            regions=n.named("programme.regions", tuple(one.name for one in regions), *programme.networks),
            networks=n.named(
                "programme.networks", tuple(f"{one.network.name} ({one.name})" for one in regions), *programme.networks
            ),
        ),
        "oda": n.flag(
            "oda",
            oda,
            list=n.of("oda.list", oda, "id"),
            count=n.named("oda.count", count, oda),
            last_day=n.of("oda.last_day", oda, "last_day"),
        ),
    }


def every(names: Mapping[str, Named]) -> Iterator[str]:
    """Every name that exists, in full."""
    for word, named in names.items():
        yield word
        yield from (f"{word}.{rest}" for rest in every(named._children))
