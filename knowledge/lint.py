"""What is wrong with the questions and answers, beyond their shape: each fault with its file and line.

Every answer is filled for every region and language: a misspelt name, a missing source or an answer too long for a
phone is found here, never by a person who asks. A translation must say the same figures and facts as its French.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from knowledge.answering import MOST_ANSWER, MOST_MORE, Answers, sourced
from knowledge.entries import MASTER, OVERLAY, Asked, Entry, Faq, Said, Translation, prose
from knowledge.faults import Fault, did_you_mean
from knowledge.filling import BadTemplate
from knowledge.schema import Region

QUESTIONS = (8, 12)
KEYWORDS = (8, 14)
MOST_RELATED = 4

_Field = tuple[str | int, ...]
_Wrong = Iterator[tuple[_Field, str]]

_PRINTED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BRANCH = re.compile(r"\{%-?\s*(?:if|elif)\s(.*?)-?%\}", re.DOTALL)
_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f  ]\d{3}(?!\d))*(?:[.,]\d+)?")
_ADDRESS = re.compile(r"[^\s@«»<>()]+@[^\s@«»<>()]+\.\w+|https?://\S+|www\.\S+")
_PHONE = re.compile(r"(?:\+\d{2}|\b0\d)(?:[ .\u00a0]?\d{2}){4}")
_EUROS = re.compile(r"\d[\d\s\u202f]*(?:€|euros?\b|EUR\b|يورو)")
_DATE = re.compile(
    r"\b\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def lint(answers: Answers, at: datetime) -> list[Fault]:
    """Every fault, in the order of files and lines; `at` is an instant to fill the answers at."""
    found = [*_documents(answers), *_french(answers), *_missing(answers.faq), *_translations(answers.faq)]
    found += [*_asked(answers.faq), *_collisions(answers.faq), *_filled(answers, at)]
    return _in_order(found)


def lint_overlay(answers: Answers, at: datetime) -> list[Fault]:
    """The faults of the files laid over the built-in ones: what they leave to translate is told in French meanwhile."""
    found = [*_documents(answers), *_french(answers), *_translations(answers.faq)]
    found += [*_collisions(answers.faq), *_filled(answers, at)]
    return [fault for fault in _in_order(found) if fault.file.startswith(OVERLAY)]


def _in_order(found: Sequence[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(found), key=lambda fault: (fault.file, fault.line))


# -- the French ------------------------------------------------------------------------------------------------------


def _documents(answers: Answers) -> Iterator[Fault]:
    known = answers.facts.documents
    for id_, entry in answers.faq.entries.items():
        wordings: list[tuple[_Field, Entry | Said]] = [((), entry)]
        wordings += [(("regions", slug), own) for slug, own in entry.regions.items()]
        for field, said in wordings:
            for index, source in enumerate(getattr(said, "sources", ())):
                if source.document not in known:
                    message = f"no document has the key {source.document!r}"
                    yield answers.faq.fault(MASTER, id_, (*field, "sources", index), message)


def _unknown(id_: str, faq: Faq) -> str:
    return f"no French entry has the id {id_!r}{did_you_mean(id_, list(faq.entries))}"


def _french(answers: Answers) -> Iterator[Fault]:
    for id_, entry in answers.faq.entries.items():
        for index, other in enumerate(entry.related):
            if other not in answers.faq.entries:
                yield answers.faq.fault(MASTER, id_, ("related", index), _unknown(other, answers.faq))
        for field, message in _entry(entry, answers.facts.regions):
            yield answers.faq.fault(MASTER, id_, field, message)


def _entry(entry: Entry, regions: Mapping[str, Region]) -> _Wrong:
    if len(entry.related) > MOST_RELATED or entry.id in entry.related:
        yield ("related",), f"at most {MOST_RELATED} related entries, and never itself"
    for slug in entry.regions.keys() - regions.keys():
        yield ("regions", slug), f"no region has the slug {slug!r}"
    for field, template in entry.templates():
        yield from (((field,), message) for message in _by_hand(prose(template), regions))


def _by_hand(words: str, regions: Mapping[str, Region]) -> Iterator[str]:
    """Facts that should have come from a variable: nobody would see them grow old."""
    named = [region.network.name for region in regions.values() if region.network.name in words]
    for what in (*_ADDRESS.findall(words), *_PHONE.findall(words), *_DATE.findall(words), *named):
        yield f"{what!r} is written by hand: use the variable"


# -- the translations ------------------------------------------------------------------------------------------------


def _missing(faq: Faq) -> Iterator[Fault]:
    for lang, translations in faq.translations.items():
        for id_ in faq.entries.keys() - translations.keys():
            yield faq.fault(MASTER, id_, (), f"{lang}: {id_!r} is not translated")


def _translations(faq: Faq) -> Iterator[Fault]:
    for lang, translations in faq.translations.items():
        for id_, translation in translations.items():
            if id_ not in faq.entries:
                yield faq.fault(lang, id_, ("id",), _unknown(id_, faq))
                continue
            for field, message in _translation(faq.entries[id_], translation):
                yield faq.fault(lang, id_, field, message)


def _translation(french: Entry, other: Translation) -> _Wrong:
    if other.of != french.fingerprint:
        yield ("of",), f"{other.id!r} does not translate the French as it stands: translate again, then stamp"
    yield from _same_words((), french, other)
    if french.regions.keys() != other.regions.keys():
        yield ("regions",), f"{other.id!r}: French has its own words for {sorted(french.regions) or 'no region'}"
    for slug in french.regions.keys() & other.regions.keys():
        yield from _same_words(("regions", slug), french.regions[slug], other.regions[slug])


def _same_words(place: _Field, french: Said, other: Said) -> _Wrong:
    ours, theirs = dict(french.templates()), dict(other.templates())
    for field in sorted(ours.keys() ^ theirs.keys()):
        yield (*place, field), f"{field!r} must be there in both languages, or in neither"
    for field in sorted(ours.keys() & theirs.keys()):
        for what, here, there in _facts(ours[field], theirs[field]):
            yield (*place, field), f"{field}: {what} differ from the French: {sorted(here ^ there)}"


def _facts(french: str, other: str) -> Iterator[tuple[str, set[str], set[str]]]:
    for what, read in _READ.items():
        here, there = read(french), read(other)
        if here != there:
            yield what, here, there


def _expressions(pattern: re.Pattern[str], template: str) -> set[str]:
    return {re.sub(r"\s+", "", found).replace("'", '"') for found in pattern.findall(template)}


def _figures(template: str) -> set[str]:
    words = prose(template).translate(_EASTERN)
    return {re.sub(r"[^\d]", "", figure) for figure in _FIGURE.findall(words)}


_READ: Mapping[str, Callable[[str], set[str]]] = {
    "the facts printed": lambda template: _expressions(_PRINTED, template),
    "the branches": lambda template: _expressions(_BRANCH, template),
    "the figures": _figures,
    "the addresses": lambda template: set(_ADDRESS.findall(prose(template))),
}


# -- how people ask --------------------------------------------------------------------------------------------------


def _asked(faq: Faq) -> Iterator[Fault]:
    for lang in (MASTER, *faq.translations):
        for id_, asked in faq.asked(lang).items():
            for field, (least, most) in (("questions", QUESTIONS), ("keywords", KEYWORDS)):
                count = len(getattr(asked, field))
                if not least <= count <= most:
                    message = f"{id_!r} has {count} {field}: {least} to {most} are needed"
                    yield faq.fault(lang, id_, (field,), message)


def _collisions(faq: Faq) -> Iterator[Fault]:
    """The same words under two entries: the search could not tell them apart."""
    for lang in (MASTER, *faq.translations):
        seen: dict[str, str] = {}
        for id_, asked in faq.asked(lang).items():
            for index, question in enumerate(asked.questions):
                other = seen.setdefault(_plain(question), id_)
                if other != id_:
                    message = f"{question!r} is also a question of {other!r}"
                    yield faq.fault(lang, id_, ("questions", index), message)


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))


def shared_keywords(faq: Faq, lang: str) -> Mapping[str, tuple[str, ...]]:
    """The keywords that several entries have, with those entries: worth a look, not a fault."""
    owners: dict[str, list[str]] = defaultdict(list)
    for id_, asked in faq.asked(lang).items():
        for keyword in asked.keywords:
            owners[_plain(keyword)].append(id_)
    return {keyword: tuple(ids) for keyword, ids in owners.items() if len(ids) > 1}


# -- what a person would read ----------------------------------------------------------------------------------------


def _filled(answers: Answers, at: datetime) -> Iterator[Fault]:
    for lang in (MASTER, *answers.faq.translations):
        for id_, asked in answers.faq.asked(lang).items():
            where: dict[tuple[_Field, str], list[str]] = defaultdict(list)
            for slug in (None, *answers.facts.regions):
                for wrong in _one(answers, lang, id_, asked, slug, at):
                    where[wrong].append(slug or "no region")
            for (field, message), slugs in where.items():
                yield answers.faq.fault(lang, id_, field, f"{id_!r} ({', '.join(slugs)}): {message}")


def _one(answers: Answers, lang: str, id_: str, asked: Asked, slug: str | None, at: datetime) -> _Wrong:
    field: _Field = ("regions", slug) if slug and slug in getattr(asked, "regions", {}) else ()
    try:
        told = answers.tell(id_, lang, slug, at)
    except BadTemplate as error:
        yield (*field, "answer"), str(error)
        return
    for part, size, most in (("answer", len(told.text), MOST_ANSWER), ("more", len(told.more or ""), MOST_MORE)):
        if size > most:
            yield (*field, part), f"{size} characters, {most} at most"
    if lang == MASTER and slug and not sourced(answers.faq, told):
        yield field, "the answer has no source"


__all__ = ["lint", "shared_keywords"]
