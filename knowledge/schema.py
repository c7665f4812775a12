"""The shapes of the knowledge files: what a coordinator may write in them, and nothing else.

Every model forbids unknown fields and cannot be changed once read. Every fact carries a `source`: the key of a document
of `documents.yaml`, and the section where it stands. What a region has not published is absent (None, or an empty
list): it is never filled with another region's rule. Amounts are exact decimals in euros: whole numbers, or quoted.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from knowledge.reasons import TENSIONS

T = TypeVar("T")
PARIS = ZoneInfo("Europe/Paris")

Day = date  # `Document` has a field of that name

Direction = Literal["outgoing", "reciprocity", "south_south"]
LegalForm = Literal["association_1901", "association_1908", "collectivite", "entreprise", "etablissement", "autre"]
Category = Literal["flight", "local_transport", "per_diem", "visa", "lodging", "health", "insurance", "other"]
MissionType = Literal["field_expertise", "diagnosis", "training", "evaluation", "works"]
Public = Literal["associations", "volunteers", "companies", "local_authorities", "schools"]
EmergencyService = Literal["general", "ambulance", "police", "fire", "text"]
"""Whom a number calls, in the order they are shown; `text` is for who cannot speak or hear."""
RateMonth = Literal["expense", "departure", "return"]
"""Which month's rate converts an expense: that of the expense, of the first day of the mission, or of its last."""
RateOrigin = Literal["transcribed", "imported", "fetched", "given"]
CriterionId = Literal[
    "head_office",
    "direction",
    "legal_form",
    "partner_country",
    "already_supported",
    "need_with_partner",
    "duration_days",
    "solidarity_field",
    "sdgs",
    "network_member",
    "field_experience",
    "general_interest",
    "charter",
]
"""The criteria, named after the answer they read, in the order that tells a "no" earliest."""


def _exact(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("an amount is written as a whole number or quoted, never as a float")
    return value


def _paris_time(value: datetime) -> datetime:
    local = value.astimezone(PARIS)
    if value.utcoffset() != local.utcoffset():
        raise ValueError(f"this instant is not in Paris time: Paris would write {local.isoformat()}")
    return local


def _at_least_one(items: tuple[T, ...]) -> tuple[T, ...]:
    if not items:
        raise ValueError("at least one is needed")
    return items


def _known_tension(code: str) -> str:
    if code not in TENSIONS:
        raise ValueError(f"unknown tension {code!r}")
    return code


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", text):
        raise ValueError(f"{text!r} is not an e-mail address")
    return text


Exact = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]
Units = Annotated[Decimal, BeforeValidator(_exact), Field(gt=0)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Share = Annotated[Decimal, BeforeValidator(_exact), Field(gt=0, le=1)]
Instant = Annotated[AwareDatetime, AfterValidator(_paris_time)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Email = Annotated[Words, AfterValidator(_address)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Tension = Annotated[str, AfterValidator(_known_tension)]


class Strict(BaseModel):
    """What all shapes keep: no unknown field, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    """Where a fact was read: a document of `documents.yaml` and its section."""

    document: Slug
    section: Words


class Fact(Strict):
    """Anything that was read somewhere; `tensions` name what the documents leave unclear about it."""

    source: Source
    tensions: tuple[Tension, ...] = ()


class Document(Strict):
    """A document that facts were read in. `date` is a year, a month or a day, as far as the document says it."""

    title: Words
    publisher: Words
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")] | None = None
    read_on: Day
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None


class Documents(Strict):
    """`documents.yaml`."""

    documents: dict[Slug, Document]


# --- a region -------------------------------------------------------------------------------------------------------


class Network(Fact):
    """The regional network that runs EXPLOR."""

    name: Words
    kind: Words


class Contact(Fact):
    """Whom to write to, or to call; `takes_applications` where its e-mail is the one that applications are sent to."""

    name: Words | None = None
    email: Email | None = None
    phone: Words | None = None
    purpose: Words | None = None
    takes_applications: bool = False


class Statement(Fact):
    """Something the documents say, in a few words of ours."""

    text: Words


class Website(Fact):
    """A page of the network about EXPLOR."""

    url: Annotated[str, StringConstraints(pattern=r"^https://")]


class Audience(Fact):
    """A public that the programme speaks to."""

    public: Public
    text: Words


class Support(Fact):
    """What one public receives."""

    public: Public
    items: tuple[Words, ...]


class Experts(Fact):
    """Who may be sent as a volunteer."""

    kinds: tuple[Words, ...]
    status: Words | None = None


class MissionTypes(Fact):
    """The types of mission that are listed; empty where they are announced but their list is lost."""

    types: tuple[MissionType, ...] = ()


class Steps(Fact):
    """The way from a need to a mission, step by step."""

    steps: tuple[Words, ...]


class Reciprocity(Fact):
    """Missions of an expert from a partner country to France."""

    encouraged: bool = False
    text: Words


class Paper(Fact):
    """A document that an application must contain."""

    id: Slug
    name: Words


class Days(Fact):
    """A window of days, both included; either end may be unknown."""

    first: date | None = None
    last: date | None = None


class Before(Fact):
    """A day by which something must be over: the day itself is too late."""

    day: date


class Missions(Fact):
    """When missions take place: months, both included, as `2025-07`; `before` where an end is told to the day."""

    first: Month
    last: Month
    before: Before | None = None


class Places(Fact):
    """How many missions a call can take."""

    count: Annotated[int, Field(gt=0)]


class Answer(Fact):
    """When applicants are answered, as the network says it; `by` is the last day that these words can mean."""

    text: Words
    by: date | None = None


class Call(Fact):
    """A call for applications. `opens` is None when unpublished; `closes` is the first instant that is too late."""

    id: Slug
    opens: Instant | None = None
    closes: Instant
    selection: Days | None = None
    answer: Answer | None = None
    places: Places | None = None
    missions: Missions | None = None


class Charter(Fact):
    """The network's charter; `url` where it can be read on line."""

    adopted: date
    amended: date | None = None
    foundations: tuple[Words, ...]
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None

    @property
    def version(self) -> date:
        """The day of the text as it stands."""
        return self.amended or self.adopted


class PreFiche(Fact):
    """What the pré-fiche of this region asks besides what its rules already call for."""

    asks: tuple[Literal["org_kind"], ...]


# --- the rules of one edition ---------------------------------------------------------------------------------------


class Criterion(Fact):
    """A published condition. `directions`: the missions it is for, where it is not for all."""

    directions: tuple[Direction, ...] | None = None


class PlainCriterion(Criterion):
    """A condition that needs no limit beside its id: a yes, the region itself, the list of aid recipients..."""

    id: Literal[
        "head_office",
        "partner_country",
        "already_supported",
        "need_with_partner",
        "solidarity_field",
        "sdgs",
        "network_member",
        "field_experience",
        "general_interest",
        "charter",
    ]


class DirectionCriterion(Criterion):
    """The directions of mission that the network has published."""

    id: Literal["direction"]
    published: tuple[Literal["outgoing", "reciprocity"], ...]


class LegalFormCriterion(Criterion):
    """The legal forms that may apply."""

    id: Literal["legal_form"]
    accepted: tuple[LegalForm, ...]


class DurationCriterion(Criterion):
    """The length of a mission, in days, both ends included."""

    id: Literal["duration_days"]
    least: Annotated[int, Field(gt=0)]
    most: Annotated[int, Field(gt=0)]


AnyCriterion = Annotated[
    PlainCriterion | DirectionCriterion | LegalFormCriterion | DurationCriterion,
    Field(discriminator="id"),
]


class SharePaid(Fact):
    """The part of the costs that the network pays, 0 to 1."""

    share: Share


class Amount(Fact):
    """An amount in euros."""

    euros: Exact


class Rest(Fact):
    """Who pays what the network does not."""

    payers: tuple[Literal["association", "employer"], ...]


class Expense(Fact):
    """A line of the expense table. `cap` in euros; a per diem has a `rate` in euros a day and at most `days` days."""

    category: Category
    cap: Exact | None = None
    rate: Exact | None = None
    days: Annotated[int, Field(gt=0)] | None = None
    bought_by_network: bool = False
    proof: Words | None = None
    note: Words | None = None


class Unlisted(Fact):
    """What becomes of an expense outside the table: said to be refused, or simply not in the list."""

    treatment: Literal["refused", "not_listed"]


class Funding(Strict):
    """What a mission costs and who pays. None, or an empty table, is what the network has not published."""

    share: SharePaid
    cap_per_mission: Amount | None = None
    base_cap: Amount | None = None
    fee: Amount | None = None
    rest: Rest | None = None
    expenses: tuple[Expense, ...]
    unlisted: Unlisted
    conversion: Statement | None = None
    receipts: Statement | None = None


class Edition(Strict):
    """The rules that hold from a day on, until the next edition. `since` is None for rules that bear no date.

    `conditions_listed`: the document lists its conditions, so that what it does not list is no condition at all.
    """

    since: date | None = None
    conditions_listed: bool = False
    silent: Source
    criteria: tuple[AnyCriterion, ...] = ()
    funding: Funding | None = None

    @property
    def year(self) -> str | None:
        return str(self.since.year) if self.since else None

    @cached_property
    def published(self) -> frozenset[str]:
        """The ids of its criteria."""
        return frozenset(criterion.id for criterion in self.criteria)


class Region(Strict):
    """`regions/<slug>.yaml`: everything that one region has published, and nothing that it has not."""

    slug: Slug
    name: Words
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3,4}$")]
    network: Network
    contacts: tuple[Contact, ...] = ()
    address: Statement | None = None
    website: Website | None = None
    audiences: tuple[Audience, ...] = ()
    experts: Experts | None = None
    mission_types: MissionTypes | None = None
    themes: Statement | None = None
    reciprocity: Reciprocity | None = None
    steps: Steps | None = None
    support: tuple[Support, ...] = ()
    papers: tuple[Paper, ...] = ()
    charter: Charter | None = None
    pre_fiche: PreFiche | None = None
    funders: Statement | None = None
    host: Statement | None = None
    tax: Statement | None = None
    calls: tuple[Call, ...] = ()
    editions: Annotated[tuple[Edition, ...], AfterValidator(_at_least_one)]


# --- the programme --------------------------------------------------------------------------------------------------


class ListedType(Fact):
    """A type of mission, in the words of the programme."""

    id: MissionType
    name: Words


class Since(Fact):
    """The year the programme began."""

    year: int


class Member(Fact):
    """A region that has an EXPLOR network."""

    region: Slug


class Programme(Strict):
    """`programme.yaml`: what holds for EXPLOR as a whole."""

    name: Words
    meaning: Statement
    purpose: Statement
    since: Since
    mission_types: tuple[ListedType, ...]
    networks: tuple[Member, ...]
    history: Statement
    lessons: tuple[Statement, ...] = ()


# --- emergencies ----------------------------------------------------------------------------------------------------


class Verified(Strict):
    """Which network (the slug of its region) tried a number or had it confirmed on the spot, and on which day."""

    by: Slug
    day: date


class EmergencyNumber(Strict):
    """A number and whom it calls. `source` and `updated` only where they are not those of its country."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?\d[\d ]*$")]
    services: Annotated[tuple[EmergencyService, ...], AfterValidator(_at_least_one)]
    verified: Verified | None
    source: Source | None = None
    updated: date | None = None


class EmergencyCountry(Strict):
    """The numbers of one country, and the day of its entry in the source. `disputed`: other lists say otherwise."""

    country: CountryCode
    source: Source
    updated: date | None = None
    disputed: bool = False
    numbers: Annotated[tuple[EmergencyNumber, ...], AfterValidator(_at_least_one)]


class Emergency(Strict):
    """`emergency.yaml`."""

    countries: tuple[EmergencyCountry, ...]


# --- before and after a mission -------------------------------------------------------------------------------------


class CountryGroup(Fact):
    """Countries that a checklist treats alike."""

    id: Key
    countries: tuple[CountryCode, ...]


class When(Strict):
    """For which missions something is: their directions, and the groups that the partner's country is in, or out of."""

    directions: tuple[Direction, ...] | None = None
    inside: tuple[Key, ...] = ()
    outside: tuple[Key, ...] = ()


class PreparationItem(Strict):
    """One thing to do before a mission, best `before` that many days. What no document says has no source."""

    id: Key
    part: Literal["partner", "network", "papers", "safety"]
    before: Annotated[int, Field(ge=0)]
    when: When = When()
    source: Source | None = None


class Preparation(Strict):
    """`preparation.yaml`."""

    groups: tuple[CountryGroup, ...]
    items: tuple[PreparationItem, ...]


class InterviewQuestion(Strict):
    """One question of an interview; `options` are those of a choice."""

    id: Key
    kind: Literal["text", "yes_no", "choice"]
    options: tuple[Key, ...] = ()
    optional: bool = False


class Interview(Fact):
    """One interview: whom it is for, and when: `days` before the first day or after the last, or `months` later.

    `agreed`: asked only of those whose last answer to that question was yes.
    """

    id: Key
    who: Literal["volunteer", "association", "everyone"]
    moment: Literal["before", "after", "later"]
    days: Annotated[int, Field(ge=0)] = 0
    months: Annotated[int, Field(ge=0)] = 0
    agreed: Key | None = None
    questions: Annotated[tuple[InterviewQuestion, ...], AfterValidator(_at_least_one)]


class Interviews(Strict):
    """`interviews.yaml`."""

    interviews: tuple[Interview, ...]


# --- countries and places -------------------------------------------------------------------------------------------


class OdaList(Fact):
    """One list of aid recipients and the days it holds, both included."""

    id: Words
    first_day: date
    last_day: date


class Graduation(Fact):
    """A country that left the list; `exact` is False where only the year is sure."""

    country: CountryCode
    effective: date
    exact: bool


class Watch(Fact):
    """A country on the list that may leave it on a day (`leaving`), or whose exit was paused (None)."""

    country: CountryCode
    leaving: date | None = None


class Country(Strict):
    """A country (ISO 3166 alpha-2, or XK), its French name, and its group on each list it stands on."""

    code: CountryCode
    name: Words
    groups: dict[str, Literal["LDC", "LIC", "LMIC", "UMIC"]] = {}


class Countries(Strict):
    """`countries.yaml`."""

    lists: tuple[OdaList, ...]
    graduations: tuple[Graduation, ...]
    watches: tuple[Watch, ...]
    countries: tuple[Country, ...]


class Departement(Strict):
    """A département: its region is one of ours (`region`, a slug) or another (`other_region`, a name)."""

    code: Annotated[str, StringConstraints(pattern=r"^(\d\d|2[AB]|9[78]\d)$")]
    name: Words
    prefix: Annotated[str, StringConstraints(pattern=r"^\d{2,3}$")]
    region: Slug | None = None
    other_region: Words | None = None


class Departements(Strict):
    """`departements.yaml`."""

    source: Source
    departements: tuple[Departement, ...]


class PostcodeException(Strict):
    """A commune whose postcode begins like another département's; `whole` when it has the postcode for itself."""

    postcode: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
    commune: Words
    departement: str
    whole: bool


class Postcodes(Strict):
    """`postcodes.yaml`."""

    source: Source
    exceptions: tuple[PostcodeException, ...]


# --- exchange rates -------------------------------------------------------------------------------------------------


class RateTable(Fact):
    """`rates/<month>.yaml`: the InforEuro rates of one month, in units of each currency for one euro.

    `origin` tells how they came here: copied by hand, from a file, or from the service on the day `taken_on`.
    """

    month: Month
    origin: RateOrigin
    taken_on: Day | None = None
    rates: dict[Currency, Units]


class Parity(Fact):
    """A fixed parity that public authorities guarantee, in units for one euro."""

    currency: Currency
    rate: Units


class Parities(Strict):
    """`rates/parities.yaml`."""

    parities: tuple[Parity, ...]
