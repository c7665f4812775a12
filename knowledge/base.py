"""All that the programme knows, parsed once from the text of its files, checked, and looked up at a date.

`parse` is pure: it takes the YAML text of each file by its path and gives a `Knowledge`, or raises `KnowledgeFaults`
with every fault found, each with its file and line. No I/O, no clock: a date is always handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from knowledge.communes import Communes
from knowledge.faults import Fault, KnowledgeFaults, Yaml
from knowledge.rates import Rates
from knowledge.references import faults_between, faults_within
from knowledge.schema import (
    PARIS,
    Countries,
    Country,
    Departement,
    Departements,
    Document,
    Documents,
    Edition,
    Emergency,
    Graduation,
    Interviews,
    OdaList,
    Parities,
    PostcodeException,
    Postcodes,
    Preparation,
    Programme,
    RateTable,
    Region,
    Source,
    Strict,
    Watch,
)

__all__ = ["Cited", "Fault", "Knowledge", "KnowledgeFaults", "UnknownRegion", "paris_day", "parse"]

_SHAPES: Mapping[str, type[Strict]] = {
    "documents.yaml": Documents,
    "programme.yaml": Programme,
    "countries.yaml": Countries,
    "departements.yaml": Departements,
    "postcodes.yaml": Postcodes,
    "rates/parities.yaml": Parities,
    "emergency.yaml": Emergency,
    "preparation.yaml": Preparation,
    "interviews.yaml": Interviews,
}
_REGIONS = "regions/"
_RATES = "rates/"
_COMMUNES = "communes.txt"
_NAMES = ", ".join((*_SHAPES, f"{_REGIONS}<slug>.yaml", f"{_RATES}<month>.yaml"))


class UnknownRegion(LookupError):
    """No region of ours has this slug."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its document: what a person needs to find the sentence again.

    `date` is the document's own (year, month or day), or the day it was read when it bears none: `dated` tells which.
    """

    document: str
    title: str
    publisher: str
    section: str
    date: str
    dated: bool
    url: str | None


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What the programme knows. Mappings keep the order of the files; regions keep the order of `programme.yaml`.

    It equals itself alone, so that what was worked out from it can be remembered by it.
    """

    documents: Mapping[str, Document]
    programme: Programme
    regions: Mapping[str, Region]
    oda_lists: tuple[OdaList, ...]
    countries: Mapping[str, Country]
    graduations: Mapping[str, Graduation]
    watches: Mapping[str, Watch]
    departements: Mapping[str, Departement]
    by_prefix: Mapping[str, Departement]
    exceptions: Mapping[str, tuple[PostcodeException, ...]]
    places_source: Source
    postcodes_source: Source
    communes: Communes
    rates: Rates
    emergency: Emergency
    preparation: Preparation
    interviews: Interviews

    def region(self, slug: str) -> Region:
        """The region of this slug; raises `UnknownRegion`."""
        try:
            return self.regions[slug]
        except KeyError:
            raise UnknownRegion(slug) from None

    def edition(self, slug: str, at: datetime) -> Edition:
        """The rules of a region at an instant: the latest published ones stand; before the first, the first."""
        day = paris_day(at)
        editions = self.region(slug).editions
        begun = [edition for edition in editions if edition.since is None or edition.since <= day]
        return begun[-1] if begun else editions[0]

    def oda_list(self, at: datetime) -> OdaList | None:
        """The list of aid recipients that holds at an instant, in Paris days; None when no list kept here does."""
        day = paris_day(at)
        return next((found for found in self.oda_lists if found.first_day <= day <= found.last_day), None)

    def cited(self, source: Source) -> Cited:
        """A source with the title, date and address of its document."""
        document = self.documents[source.document]
        return Cited(
            document=source.document,
            title=document.title,
            publisher=document.publisher,
            section=source.section,
            date=document.date or document.read_on.isoformat(),
            dated=document.date is not None,
            url=document.url,
        )


def paris_day(at: datetime) -> date:
    """The day in Paris at an instant. Raises `ValueError` for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(PARIS).date()


def parse(files: Mapping[str, str]) -> Knowledge:
    """The knowledge in these files (their text by path, like `regions/occitanie.yaml`); raises `KnowledgeFaults`.

    All are YAML, but for `communes.txt`: it is long, read when a name is looked up, and may be left out.
    """
    texts = {path: Yaml(path, text) for path, text in sorted(files.items()) if path != _COMMUNES}
    faults = [Fault(path, 1, "this knowledge file is missing") for path in _SHAPES if path not in texts]
    models: dict[str, Any] = {}
    for path, yaml in texts.items():
        shape = _shape(path)
        if shape is None:
            faults.append(Fault(path, 1, f"no knowledge file has this name: expected {_NAMES}"))
            continue
        model, found = yaml.read(shape)
        faults += found
        if model is not None:
            models[path] = model
            faults += [yaml.fault(place, message) for place, message in faults_within(path, model)]
    if not faults:
        between = faults_between(models, {path: yaml.data for path, yaml in texts.items()})
        faults = [texts[path].fault(place, message) for path, place, message in between]
    if faults:
        raise KnowledgeFaults(tuple(sorted(faults, key=lambda fault: (fault.file, fault.line))))
    return _knowledge(models, Communes(files.get(_COMMUNES, "")))


def _shape(path: str) -> type[Strict] | None:
    if path in _SHAPES:
        return _SHAPES[path]
    folders: Mapping[str, type[Strict]] = {_REGIONS: Region, _RATES: RateTable}
    return next((shape for folder, shape in folders.items() if path.startswith(folder)), None)


def _knowledge(models: Mapping[str, Any], communes: Communes) -> Knowledge:
    programme: Programme = models["programme.yaml"]
    countries: Countries = models["countries.yaml"]
    departements: Departements = models["departements.yaml"]
    postcodes: Postcodes = models["postcodes.yaml"]
    return Knowledge(
        documents=models["documents.yaml"].documents,
        programme=programme,
        regions={member.region: models[f"{_REGIONS}{member.region}.yaml"] for member in programme.networks},
        oda_lists=countries.lists,
        countries={country.code: country for country in countries.countries},
        graduations={graduation.country: graduation for graduation in countries.graduations},
        watches={watch.country: watch for watch in countries.watches},
        departements={departement.code: departement for departement in departements.departements},
        by_prefix={departement.prefix: departement for departement in departements.departements},
        exceptions=_by_postcode(postcodes.exceptions),
        places_source=departements.source,
        postcodes_source=postcodes.source,
        communes=communes,
        rates=Rates.of(models["rates/parities.yaml"], (one for one in models.values() if isinstance(one, RateTable))),
        emergency=models["emergency.yaml"],
        preparation=models["preparation.yaml"],
        interviews=models["interviews.yaml"],
    )


def _by_postcode(exceptions: tuple[PostcodeException, ...]) -> Mapping[str, tuple[PostcodeException, ...]]:
    codes = dict.fromkeys(exception.postcode for exception in exceptions)
    return {code: tuple(found for found in exceptions if found.postcode == code) for code in codes}
