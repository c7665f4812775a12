"""What a template may say: a mission, its network, the rules in force for it, and the numbers of an emergency.

Each name is a fact or None (or an empty list), so that a template asks before it says: `{% if insurance %}`.
"""

from dataclasses import dataclass
from typing import Any, get_args

from knowledge.base import Cited, Knowledge
from knowledge.emergency import Number, disputed, numbers, unanswered
from knowledge.mission_sheet import Contact as Reachable
from knowledge.mission_sheet import MissionSheet, Role
from knowledge.schema import Edition, Expense, Funding, Region

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Asked:
    """Whom to ask for what is missing: the network, and how it is reached if that is known."""

    name: str
    phone: str | None
    email: str | None


def names(sheet: MissionSheet, facts: Knowledge) -> dict[str, Any]:
    """Every name of the templates."""
    region = facts.region(sheet.region)
    edition = facts.edition(sheet.region, sheet.rules_at)
    return {
        "mission": sheet,
        "network": region.network.name,
        "region": region,
        "ask": asked(sheet, region),
        "roles": tuple(dict.fromkeys(contact.role for contact in sheet.contacts)),
        "lessons": cited(facts, facts.programme.lessons[0].source) if facts.programme.lessons else None,
        **_emergency(sheet, facts),
        **_money(edition, facts),
    }


def asked(sheet: MissionSheet, region: Region) -> Asked:
    """The contact that staff named as the network's, or else what the network has published."""
    named = [contact for contact in sheet.contacts if contact.role == "network" and _reached(contact)]
    if named:
        return Asked(named[0].name, named[0].phone, named[0].email)
    published = next(iter(region.contacts), None)
    if published is None:
        return Asked(region.network.name, None, None)
    return Asked(region.network.name, published.phone, published.email)


def _reached(contact: Reachable) -> bool:
    return bool(contact.phone or contact.email)


def _emergency(sheet: MissionSheet, facts: Knowledge) -> dict[str, Any]:
    here = numbers(facts.emergency, sheet.field_country)
    return {
        "numbers": tuple(_Told(number, cited(facts, number.source)) for number in here),
        "unverified": any(number.verified is None for number in here),
        "unanswered": unanswered(facts.emergency, sheet.field_country),
        "disputed": disputed(facts.emergency, sheet.field_country),
    }


@dataclass(frozen=True)
class _Told:
    """A number with its source as a person finds it again."""

    call: Number
    source: Cited


def _money(edition: Edition, facts: Knowledge) -> dict[str, Any]:
    funding = edition.funding
    return {
        "rules_year": edition.year,
        "funding": funding,
        "expenses": funding.expenses if funding else (),
        "bought": tuple(each.category for each in funding.expenses if each.bought_by_network) if funding else (),
        "per_diem": _per_diem(funding),
        "rules_source": cited(facts, _rules(funding)) if funding else None,
        "receipts_source": cited(facts, funding.receipts.source) if funding and funding.receipts else None,
    }


def _rules(funding: Funding) -> Any:
    return funding.expenses[0].source if funding.expenses else funding.share.source


def _per_diem(funding: Funding | None) -> Expense | None:
    """The sum for each day, where its rate is published."""
    lines = funding.expenses if funding else ()
    return next((each for each in lines if each.category == "per_diem" and each.rate is not None), None)


def cited(facts: Knowledge, source: Any) -> Cited:
    """A source with the title and date of its document."""
    return facts.cited(source)
