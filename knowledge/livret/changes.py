"""What differs between two versions of a livret, and where a word stands in one."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.livret.blocks import Chapter, lines
from knowledge.mission_sheet import SectionId

_SIGNS = re.compile("[\u2066-\u2069\u0640]")
_THE = "ال"
"""The Arabic article, written with its word."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that is no longer what it was: the lines that are new, and those that are gone."""

    section: SectionId
    title: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


def changed(before: Sequence[Chapter], after: Sequence[Chapter]) -> tuple[Changed, ...]:
    """The sections that differ, in their order. Two livrets in one language are compared."""
    return tuple(_differing(before, after))


def _differing(before: Sequence[Chapter], after: Sequence[Chapter]) -> Iterator[Changed]:
    was = {chapter.section: tuple(lines(chapter)) for chapter in before}
    for chapter in after:
        old, now = was.get(chapter.section, ()), tuple(lines(chapter))
        if old != now:
            new = tuple(line for line in now if line not in old)
            gone = tuple(line for line in old if line not in now)
            yield Changed(chapter.section, chapter.title, new, gone)


@dataclass(frozen=True, slots=True)
class Found:
    """A line that has what was looked for."""

    section: SectionId
    title: str
    line: str


def find(chapters: Sequence[Chapter], words: str) -> tuple[Found, ...]:
    """The lines that have all these words, or the beginnings of them, whatever their accents and capitals."""
    wanted = _WORDS.findall(_bare(words))
    if not wanted:
        return ()
    return tuple(
        Found(chapter.section, chapter.title, line)
        for chapter in chapters
        for line in lines(chapter)
        if _has(line, wanted)
    )


def _has(line: str, wanted: Sequence[str]) -> bool:
    here = _WORDS.findall(_bare(line))
    return all(any(word.startswith((one, f"{_THE}{one}")) for word in here) for one in wanted)


def _bare(words: str) -> str:
    """Without accents, capitals, signs of direction, or the Arabic letters that people write one for the other."""
    apart = unicodedata.normalize("NFKD", _SIGNS.sub("", words)).casefold().replace("ة", "ه")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
