"""The questions people ask and their answers: one French master, and its translations.

`parse_faq` is pure: it takes the YAML text of each file by its path (`fr/funding.yaml`) and gives a `Faq`, or raises
`KnowledgeFaults` with every fault, each with its file and line. A translation carries the fingerprint of the French
that it translates: `stale` tells one whose French has moved on. Templates are filled in `knowledge/filling.py`.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints

from knowledge.faults import Fault, KnowledgeFaults, Yaml
from knowledge.schema import Slug, Source, Strict, Words

Topic = Literal[
    "programme",
    "eligibility",
    "applying",
    "funding",
    "expenses",
    "mission",
    "volunteer",
    "company",
    "reciprocity",
    "contact",
    "assistant",
    "elsewhere",
]
Public = Literal["associations", "volunteers", "companies", "local_authorities", "schools", "partners", "everyone"]
Lang = Literal["fr", "en", "pt", "es", "ar"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Template = Words

TOPICS: tuple[str, ...] = get_args(Topic)
LANGS: tuple[str, ...] = get_args(Lang)
MASTER = "fr"
UNSOURCED = ("assistant", "elsewhere")
"""The topics that no document tells of: the assistant itself, and what EXPLOR does not do."""


class Said(Strict):
    """What is answered: `unpublished` follows "not published" where a fact is missing, `more` waits behind a button."""

    answer: Template
    unpublished: Template | None = None
    more: Template | None = None

    def templates(self) -> Iterator[tuple[str, str]]:
        """Each template that is written, with its field."""
        fields = {"answer": self.answer, "unpublished": self.unpublished, "more": self.more}
        yield from ((field, template) for field, template in fields.items() if template)


class RegionSaid(Said):
    """A region's own wording, with the sources of its prose."""

    sources: tuple[Source, ...] = ()


class Asked(Said):
    """How people ask, and what is answered."""

    questions: Annotated[tuple[Words, ...], Field(min_length=1)]
    keywords: Annotated[tuple[Words, ...], Field(min_length=1)]


class Entry(Asked):
    """One answer in French, the master of its translations. `regions`: the wordings of regions that have their own."""

    id: Id
    audience: Annotated[tuple[Public, ...], Field(min_length=1)]
    sources: tuple[Source, ...] = ()
    related: tuple[Id, ...] = ()
    regions: dict[Slug, RegionSaid] = Field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Eight signs that change with any word of what is answered."""
        said = [list(self.templates()), {slug: list(own.templates()) for slug, own in sorted(self.regions.items())}]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:8]


class Translation(Asked):
    """An entry in another language. `of`: the fingerprint of its French; `proofread`: by whom, or False."""

    id: Id
    of: str | None = None
    proofread: Literal[False] | Words = False
    regions: dict[Slug, Said] = Field(default_factory=dict)


class Entries(Strict):
    """`fr/<topic>.yaml`."""

    entries: tuple[Entry, ...]


class Translations(Strict):
    """`<lang>/<topic>.yaml`."""

    entries: tuple[Translation, ...]


Place = tuple[str, tuple[str | int, ...]]
"""A file, and a path inside it."""


@dataclass(frozen=True)
class Faq:
    """Every entry in the order of the topics, its translations, and where each is written."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, str]
    translations: Mapping[str, Mapping[str, Translation]]
    texts: Mapping[str, Yaml]
    places: Mapping[tuple[str, str], Place]

    def asked(self, lang: str) -> Mapping[str, Asked]:
        """What is written in one language, by id: only what has its French."""
        if lang == MASTER:
            return self.entries
        return {id_: one for id_, one in self.translations.get(lang, {}).items() if id_ in self.entries}

    @property
    def laid_over(self) -> frozenset[str]:
        """The entries that files laid over the built-in ones have changed or added, in any language."""
        return frozenset(id_ for (_, id_), (path, _) in self.places.items() if path.startswith(OVERLAY))

    def fault(self, lang: str, id_: str, field: tuple[str | int, ...], message: str) -> Fault:
        """A fault at a field of an entry in a language."""
        path, place = self.places[lang, id_]
        return self.texts[path].fault((*place, *field), message)

    def stale(self, lang: str, id_: str) -> bool:
        """Whether the French has changed since this translation was made."""
        return self.translations[lang][id_].of != self.entries[id_].fingerprint


_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)


def prose(template: str) -> str:
    """The words of a template, without what fills it."""
    return _TAG.sub(" ", template)


OVERLAY = "overlay/"
"""What the paths of the files laid over the built-in ones begin with, in faults."""


def parse_faq(files: Mapping[str, str], laid_over: Mapping[str, str] | None = None) -> Faq:
    """The questions and answers in these files, by path; raises `KnowledgeFaults`.

    An entry of the files `laid_over` takes the place of the one with its id, or is a new one.
    """
    reading = _Reading()
    for prefix, texts in (("", files), (OVERLAY, laid_over or {})):
        for path in sorted(texts, key=_rank):
            reading.file(path, Yaml(prefix + path, texts[path]))
    if reading.faults:
        raise KnowledgeFaults(tuple(sorted(reading.faults, key=lambda fault: (fault.file, fault.line))))
    return reading.faq()


def _rank(path: str) -> tuple[int, int, str]:
    """French before its translations, the topics in their order."""
    lang, topic = _names(path)
    return (
        LANGS.index(lang) if lang in LANGS else len(LANGS),
        TOPICS.index(topic) if topic in TOPICS else len(TOPICS),
        path,
    )


def _names(path: str) -> tuple[str, str]:
    lang, _, name = path.partition("/")
    return lang, name.removesuffix(".yaml")


class _Reading:
    """The files read so far, and what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.entries: dict[str, Entry] = {}
        self.topics: dict[str, str] = {}
        self.translations: dict[str, dict[str, Translation]] = {lang: {} for lang in LANGS if lang != MASTER}
        self.texts: dict[str, Yaml] = {}
        self.places: dict[tuple[str, str], Place] = {}

    def faq(self) -> Faq:
        return Faq(self.entries, self.topics, self.translations, self.texts, self.places)

    def file(self, path: str, yaml: Yaml) -> None:
        lang, topic = _names(path)
        if lang not in LANGS or topic not in TOPICS:
            names = f"<{'|'.join(LANGS)}>/<{'|'.join(TOPICS)}>.yaml"
            self.faults.append(Fault(yaml.path, 1, f"no file of questions has this name: expected {names}"))
            return
        model, faults = yaml.read(Entries if lang == MASTER else Translations)
        self.faults += faults
        self.texts[yaml.path] = yaml
        found: tuple[Any, ...] = getattr(model, "entries", ())
        for index, entry in enumerate(found):
            self._take(lang, topic, yaml.path, index, entry)

    def _take(self, lang: str, topic: str, path: str, index: int, entry: Entry | Translation) -> None:
        before = self.places.get((lang, entry.id))
        if before and before[0].startswith(OVERLAY) == path.startswith(OVERLAY):
            self._wrong(path, ("entries", index, "id"), f"the entry {entry.id!r} is there twice")
            return
        self.places[lang, entry.id] = (path, ("entries", index))
        if isinstance(entry, Entry):
            self.entries[entry.id], self.topics[entry.id] = entry, topic
        else:
            self.translations[lang][entry.id] = entry

    def _wrong(self, path: str, place: tuple[str | int, ...], message: str) -> None:
        self.faults.append(self.texts[path].fault(place, message))
