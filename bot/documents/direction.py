"""Which way a line runs, and which of its parts run their own way (Unicode Standard Annex 9, in what it leaves open).

A name in Latin letters inside Arabic, a phone number with spaces or a web address would be turned around by the letters
next to it. So a text is cut into lines, and a line into spans, each with its direction; the PDF then isolates the spans
and the DOCX makes them runs. What cannot be printed or would rearrange other people's words (controls, overrides) is
taken out here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import bidirectional

Direction = Literal["ltr", "rtl"]

_DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u202a-\u202e\ufeff\ufff9-\ufffb\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISOLATES = "\u2066\u2067\u2068"
_END = "\u2069"
_GROUP = r"[(]?\d+[)]?"
_OWN_WAY = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)»…،؛؟\u2066-\u2069]"  # a web address, without the sentence's punctuation
    r"|[\w.+%-]{1,64}@[\w.-]{1,253}\w"  # an e-mail address
    rf"|\+?{_GROUP}(?:[ \u00a0\u202f.,:/-]{_GROUP})+"  # a number in groups: phone, SIRET, amount, date
)
_TIED = re.compile(r"\+?\d+(?: \d+){1,6}(?! ?\d)|(?<=\S) [:;?!»€%](?!\S)|« ")  # a phone; a sign and its word
_LONG = 80  # characters: about a line; past it, a text of the other direction starts from its own side


@dataclass(frozen=True)
class Span:
    """Part of a line that runs one way. Where that is not the line's, nothing around it may turn it, nor it them."""

    text: str
    direction: Direction


@dataclass(frozen=True)
class Line:
    """One paragraph. `own_side`: it starts from the side of its direction, not from the paper's."""

    direction: Direction
    spans: tuple[Span, ...]
    own_side: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def lines(text: str, paper: Direction) -> tuple[Line, ...]:
    """The paragraphs of a text typed by a person or worded by us, blank ones left out, on a paper of one direction."""
    tied = _TIED.sub(lambda found: found.group().replace(" ", "\u00a0"), _clean(text))
    return tuple(_line(part.strip(), paper) for part in tied.splitlines() if part.strip())


def cleaned(text: str) -> str:
    """A text without controls, overrides of direction or isolates: for a file that lays nothing out."""
    return _bare(_clean(text))


def one_line(text: str) -> str:
    """A text for the properties of a file: no line feed, no mark of direction, 255 characters at most (DOCX)."""
    return " ".join(_bare(_clean(text)).split())[:255]


def _clean(text: str) -> str:
    return _SURROGATES.sub("\ufffd", _DROPPED.sub("", text.replace("\t", " ")))


def spans(text: str, way: Direction) -> tuple[Span, ...]:
    """The parts of a text that stands on a line of one direction, its spaces kept: for what is laid out by others."""
    return tuple(span for span in _spans(_clean(text), way) if span.text)


def _line(text: str, paper: Direction) -> Line:
    direction = direction_of(text, paper)
    return Line(direction, tuple(_spans(text, direction)), direction != paper and len(text) > _LONG)


def direction_of(text: str, usual: Direction) -> Direction:
    """The paper's: for a short text, where it has one letter of that direction (a foreign name with its title); for a
    long one, unless it begins in the other direction and is mostly in it. Digits alone run left to right."""
    ways = [way for way in map(way_of, text) if way]
    if not ways:
        return "ltr"
    other: Direction = "rtl" if usual == "ltr" else "ltr"
    least = len(ways) - 1 if len(text) <= _LONG else len(ways) // 2
    return other if ways[0] == other and ways.count(other) > least else usual


def way_of(letter: str) -> Direction | None:
    """The direction of a letter; None for digits, spaces and punctuation."""
    kind = bidirectional(letter)
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else None


def _spans(text: str, direction: Direction) -> Iterator[Span]:
    if direction == "ltr" and not any(way_of(letter) == "rtl" for letter in text):
        yield Span(_bare(text), direction)
        return
    for part, isolated in _isolated(text):
        if isolated:
            yield Span(_bare(part), direction_of(part, direction))
        else:
            yield from _own_ways(part, direction)


def _bare(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def _isolated(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its outermost isolates (those `say` puts around values), which may be left open or unopened."""
    depth, start = 0, 0
    for here, letter in enumerate(text):
        step = 1 if letter in _ISOLATES else -1 if letter == _END and depth else 0
        if step and depth + (step > 0) == 1:
            yield text[start:here], depth > 0
            start = here + 1
        depth += step
    yield text[start:], depth > 0


def _own_ways(text: str, direction: Direction) -> Iterator[Span]:
    start = 0
    for found in _OWN_WAY.finditer(text):
        yield Span(_bare(text[start : found.start()]), direction)
        yield Span(found.group(), "ltr")
        start = found.end()
    yield Span(_bare(text[start:]), direction)
