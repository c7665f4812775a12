"""A mission as plain data: what the livret, the checklist, an alert and the calendar read of it.

Only first names of volunteers, and no health data: there is no place for any. What is not known yet is None or empty,
and filled in by nobody but the network. `parse` reads what staff write (YAML), `thaw` and `freeze` what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, RootModel, TypeAdapter

from knowledge.faults import KnowledgeFaults, Yaml
from knowledge.schema import PARIS, CountryCode, Direction, Email, MissionType, Slug, Words

SectionId = Literal["mission", "context", "emergency", "contacts", "logistics", "partner", "expenses", "return"]
"""The sections of the livret, in the order they are read."""
Role = Literal["network", "partner", "association", "insurance", "crisis_centre", "embassy", "consulate", "other"]
"""What a contact is to the mission; `insurance` is its assistance, `crisis_centre` the ministry's."""
Lang = Literal["fr", "en", "pt", "es", "ar"]


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone, like Africa/Porto-Novo") from error


Zone = Annotated[str, AfterValidator(_zone)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
PhoneNumber = Annotated[str, Field(pattern=r"^\+?[\d(][\d ()./-]{1,30}$")]
"""A number as people write it, with at least two signs: 112, +229 01 97 00 00 00."""


class _Plain:
    """What all parts of a mission keep: no unknown field when they are read."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Contact(_Plain):
    """Somebody to reach. `emergency`: called in an emergency, in the order of the list.

    `source` says where the number comes from, `verified` the day somebody last tried it; None says nobody did.
    """

    role: Role
    name: Words
    phone: PhoneNumber | None = None
    email: Email | None = None
    note: Words | None = None
    emergency: bool = False
    source: Words | None = None
    verified: date | None = None


@dataclass(frozen=True, kw_only=True)
class Place(_Plain):
    """A place of the mission, and where it is on a map when that is known (WGS 84 degrees)."""

    name: Words
    latitude: Latitude | None = None
    longitude: Longitude | None = None


@dataclass(frozen=True, kw_only=True)
class Journey(_Plain):
    """One leg of the travel. `reference`: a flight or a booking."""

    kind: Literal["departure", "return", "local"]
    origin: Words
    destination: Words
    leaves: AwareDatetime
    arrives: AwareDatetime | None = None
    reference: Words | None = None
    note: Words | None = None

    def __post_init__(self) -> None:
        _in_order(self.leaves, self.arrives, "a journey arrives after it leaves")


@dataclass(frozen=True, kw_only=True)
class Appointment(_Plain):
    """A meeting of the mission."""

    title: Words
    starts: AwareDatetime
    ends: AwareDatetime | None = None
    place: Words | None = None
    people: tuple[Words, ...] = ()
    note: Words | None = None

    def __post_init__(self) -> None:
        _in_order(self.starts, self.ends, "an appointment ends after it starts")


@dataclass(frozen=True, kw_only=True)
class Lodging(_Plain):
    """Where volunteers sleep, from the first night to the last, both included."""

    name: Words
    address: Words | None = None
    phone: PhoneNumber | None = None
    first_night: date | None = None
    last_night: date | None = None
    note: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Insurance(_Plain):
    """Who insures the mission; the number of the assistance is a contact."""

    company: Words
    policy: Words | None = None
    note: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Wording(_Plain):
    """A section as staff wrote it, in Markdown, in one language."""

    section: SectionId
    lang: Lang
    markdown: Words


@dataclass(frozen=True, kw_only=True)
class MissionSheet(_Plain):
    """Everything that a volunteer carries of a mission.

    `country` is where the partner is (ISO 3166 alpha-2, or XK). `rules_at`: the instant whose rules are in force for
    the mission, whatever a network publishes later. `updated_at`: when this version was made.
    """

    reference: Words
    version: Annotated[int, Field(ge=1)] = 1
    region: Slug
    association: Words
    partner: Words
    country: CountryCode
    direction: Direction
    title: Words | None = None
    type: MissionType | None = None
    first_day: date | None = None
    last_day: date | None = None
    zone: Zone | None = None
    places: tuple[Place, ...] = ()
    volunteers: tuple[Words, ...] = ()
    context: Words | None = None
    objectives: tuple[Words, ...] = ()
    deliverables: tuple[Words, ...] = ()
    contacts: tuple[Contact, ...] = ()
    journeys: tuple[Journey, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    lodgings: tuple[Lodging, ...] = ()
    insurance: Insurance | None = None
    wordings: tuple[Wording, ...] = ()
    rules_at: AwareDatetime
    updated_at: AwareDatetime

    def __post_init__(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("a mission ends after it begins")

    @property
    def field_country(self) -> str:
        """The country where the volunteers are: France when somebody comes to France."""
        return "FR" if self.direction == "reciprocity" else self.country

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of the days and hours of the mission; Paris where none was given (see `zone`)."""
        return ZoneInfo(self.zone) if self.zone else PARIS

    @property
    def days(self) -> int | None:
        """How long it lasts, both ends included; None while the dates are not known."""
        return (self.last_day - self.first_day).days + 1 if self.first_day and self.last_day else None

    @property
    def called_first(self) -> tuple[Contact, ...]:
        """The contacts of an emergency that can be called, in their order."""
        return tuple(contact for contact in self.contacts if contact.emergency and contact.phone)


def _in_order(start: datetime, end: datetime | None, rule: str) -> None:
    if end is not None and end - start < timedelta():
        raise ValueError(rule)


_SHEET: TypeAdapter[MissionSheet] = TypeAdapter(MissionSheet)


def thaw(data: Mapping[str, Any]) -> MissionSheet:
    """A mission from what was stored; raises pydantic's `ValidationError`, a `ValueError`."""
    return _SHEET.validate_python(data)


def freeze(sheet: MissionSheet) -> dict[str, Any]:
    """A mission as JSON can hold it; `thaw` gives the same back."""
    stored: dict[str, Any] = _SHEET.dump_python(sheet, mode="json")
    return stored


class _File(RootModel[MissionSheet]):
    """A file that holds one mission."""


def parse(path: str, text: str) -> MissionSheet:
    """The mission in a YAML file; raises `KnowledgeFaults` with every fault, its line and what to do."""
    model, faults = Yaml(path, text).read(_File)
    if model is None:
        raise KnowledgeFaults(tuple(faults))
    return model.root
