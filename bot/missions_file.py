"""A mission as staff write it, in YAML, and as an application already tells it.

A file is a `MissionSheet` (knowledge/mission_sheet.py) without what the network's desk stamps on it: its version, when
that was made, and, for a mission that is new, its reference. `written` gives the file of a mission, to be changed and
brought back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import yaml
from pydantic import RootModel, TypeAdapter, ValidationError, model_validator

from dialogs.core.dialog import Answers
from dialogs.eligibility import direction, partner_country
from dialogs.pre_fiche.association import org_name
from dialogs.pre_fiche.contact import contact_email, contact_name, contact_phone
from dialogs.pre_fiche.mission import context, deliverables, mission_title, mission_type, objectives
from dialogs.pre_fiche.partner import partner_contact, partner_name, partner_place
from knowledge.base import Knowledge
from knowledge.faults import KnowledgeFaults, Yaml
from knowledge.mission_sheet import MissionSheet, PhoneNumber, freeze, thaw

STAMPED = ("version", "updated_at")
"""What a file does not say: the desk does."""
_UNNUMBERED = "—"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_PHONE: TypeAdapter[str] = TypeAdapter(PhoneNumber)


class Untold(Exception):
    """An application does not say what a mission cannot do without; the message names the questions."""


@dataclass(frozen=True)
class Described:
    """A mission as somebody described it; `reference` and `rules_at` are None where they said neither."""

    sheet: MissionSheet
    reference: str | None = None
    rules_at: datetime | None = None


class _File(RootModel[MissionSheet]):
    """A file that holds one mission."""

    @model_validator(mode="before")
    @classmethod
    def _stamped(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        unsaid = {"reference": _UNNUMBERED, "rules_at": _NEVER, "updated_at": _NEVER}
        return {**unsaid, **{name: value for name, value in data.items() if name not in STAMPED}}


def parse(path: str, text: str) -> Described:
    """The mission in a file; raises `KnowledgeFaults` with every fault, its line and what to do."""
    model, faults = Yaml(path, text).read(_File)
    if model is None:
        raise KnowledgeFaults(tuple(faults))
    return _described(model.root)


def written(sheet: MissionSheet) -> str:
    """The file of a mission; what is not known yet is left out."""
    told = {name: value for name, value in freeze(sheet).items() if name not in STAMPED}
    return yaml.safe_dump(_said(told), allow_unicode=True, sort_keys=False, width=100)


def of_application(answers: Mapping[str, Any], region: str, facts: Knowledge) -> Described:
    """What an application tells of its mission. Dates are not known: an association wishes for a period.

    Raises `Untold` where it does not say which association, partner, country or direction.
    """
    said = Answers(answers)
    needed = {"association": org_name, "partner": partner_name, "country": partner_country, "direction": direction}
    given = {name: said.get(question) for name, question in needed.items()}
    if missing := [needed[name].id for name, value in given.items() if value is None]:
        raise Untold(", ".join(missing))
    place, types = said.get(partner_place), said.get(mission_type) or ()
    told = {
        "title": said.get(mission_title),
        "type": types[0] if len(types) == 1 else None,
        "zone": _zone("FR" if given["direction"] == "reciprocity" else given["country"]),
        "places": [{"name": place}] if place else [],
        "context": said.get(context),
        "objectives": said.get(objectives) or (),
        "deliverables": said.get(deliverables) or (),
        "contacts": [*_of_network(region, facts), *_of_association(answers)],
    }
    stamps = {"reference": _UNNUMBERED, "region": region, "rules_at": _NEVER, "updated_at": _NEVER}
    return _described(thaw({**given, **told, **stamps}))


def _described(sheet: MissionSheet) -> Described:
    reference = None if sheet.reference == _UNNUMBERED else sheet.reference
    return Described(sheet, reference, None if sheet.rules_at == _NEVER else sheet.rules_at)


def _said(value: Any) -> Any:
    """Without what says nothing."""
    if isinstance(value, Mapping):
        kept = {name: _said(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one is not None and one != [] and one is not False}
    return [_said(one) for one in value] if isinstance(value, list | tuple) else value


# -- contacts that are known already ---------------------------------------------------------------------------------


def _of_network(region: str, facts: Knowledge) -> Iterator[dict[str, Any]]:
    """The contacts that the network has published, with where; whom to call in an emergency is for the staff to say."""
    for contact in facts.region(region).contacts:
        if not contact.phone and not contact.email:
            continue
        cited = facts.cited(contact.source)
        yield {
            "role": "network",
            "name": contact.name or facts.region(region).network.name,
            "phone": _callable(contact.phone),
            "email": contact.email,
            "source": f"{cited.title}, {cited.section}",
        }


def _of_association(answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    said = Answers(answers)
    if name := said.get(contact_name):
        phone, email = said.get(contact_phone), said.get(contact_email)
        yield {"role": "association", "name": name, "phone": _callable(phone), "email": email}
    if name := said.get(partner_contact):
        yield {"role": "partner", "name": name}


def _callable(phone: str | None) -> str | None:
    """A number as a livret can show it; None for words that are none."""
    try:
        return _PHONE.validate_python(phone)
    except ValidationError:
        return None


def _zone(country: Any) -> str | None:
    """The time zone of a country that has only one."""
    from babel.core import get_global

    zones = [zone for zone, territory in get_global("zone_territories").items() if territory == country]
    return zones[0] if len(zones) == 1 else None
