"""A paper as data: titles, facts, sections of fields and tables, places to sign. Every word comes worded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["start", "end"]

_BESIDE = 90  # characters: about two lines beside a label


@dataclass(frozen=True)
class Field:
    """A label and its value: a text (a line feed opens a paragraph), a list (tuple), or None where it was left empty.

    Without a label, the value takes the whole width: the prose of a report. An empty field shows a dash, or with
    `by_hand` a ruled line to write on.
    """

    label: str
    value: str | tuple[str, ...] | None
    note: str | None = None
    by_hand: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The value as a list: of one text, of several, or of none."""
        return self.value if isinstance(self.value, tuple) else (self.value,) if self.value else ()

    @property
    def listed(self) -> bool:
        return isinstance(self.value, tuple)

    @property
    def long(self) -> bool:
        """Too long to stand beside its label."""
        return any(len(text) > _BESIDE or "\n" in text.strip() for text in self.texts)


@dataclass(frozen=True)
class Table:
    """Rows as wide as `head`; `align` gives each column's side ("end" for amounts); the last row is `total_row`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Side, ...] = ()
    total_row: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        columns = len(self.head)
        widths = {len(row) for row in (*self.rows, self.total_row or self.head, self.align or self.head)}
        if not columns or widths - {columns}:
            raise ValueError(f"Table {self.title!r}: every row, total and align need {columns} columns, not {widths}")

    @property
    def sides(self) -> tuple[Side, ...]:
        """The side of each column: the beginning of the line, unless said."""
        return self.align or tuple("start" for _ in self.head)


@dataclass(frozen=True)
class Heading:
    """The title of a part of a section."""

    text: str


@dataclass(frozen=True)
class Bar:
    """One line of a chart: how long it is beside the longest (0 to 1), and the words of its value."""

    label: str
    shown: str
    share: float


@dataclass(frozen=True)
class Bars:
    """A chart of lying bars, each with its value in words: nothing is told by the drawing alone."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Picture:
    """A picture (JPEG, PNG, GIF or WebP) under its title; `alt` tells what it is to whoever does not see it."""

    title: str
    alt: str
    content: bytes


Block = Field | Table | Heading | Bars | Picture


@dataclass(frozen=True)
class Section:
    """A titled part of the paper. Without a title, its content follows on."""

    title: str
    fields: tuple[Block, ...]


@dataclass(frozen=True)
class Signature:
    """A box to sign in: who signs, the lines over it (place, date, name: empty ones are ruled), where to sign."""

    title: str
    fields: tuple[Field, ...]
    label: str


@dataclass(frozen=True)
class Paper:
    """One paper, ready to be laid out on A4.

    `at`, aware, is the time of the file's own metadata (what is printed is worded by the caller). `reference` is
    printed on every page with `footer` and the page number. `annex` comes after the signatures. `status` stands in a
    frame under the title ("Brouillon").
    """

    lang: str
    at: datetime
    title: str
    subtitle: str = ""
    reference: str = ""
    status: str = ""
    facts: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    annex: tuple[Section, ...] = ()
    footer: str = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of all its sections, in order."""
        blocks = (block for section in (*self.sections, *self.annex) for block in section.fields)
        return tuple(block for block in blocks if isinstance(block, Picture))

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("Paper.at must be an aware datetime")
