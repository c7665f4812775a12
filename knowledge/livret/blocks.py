"""What a chapter is made of: plain values that a page, a PDF or a message shows in its own way. No markup is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.mission_sheet import SectionId


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence; `href` is an address it leads to (https, http, mailto or tel)."""

    text: str
    href: str | None = None
    strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows, within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; with a label it is a fact: "Dates: 3 to 12 February"."""

    runs: Runs
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` where the order counts."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: every row is as wide as `head`."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block = Heading | Prose | Items | Grid


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section of the livret in one language; `lang` is another where staff wrote it in another."""

    section: SectionId
    title: str
    blocks: tuple[Block, ...]
    lang: str


def plain(runs: Runs) -> str:
    """The words of a sentence; an address that the words do not say follows them in brackets."""
    return "".join(_said(run) for run in runs)


def _listed(item: Item, lang: str) -> str:
    colon = "\u00a0: " if lang == "fr" else ": "
    return f"{item.label}{colon}{plain(item.runs)}" if item.label else plain(item.runs)


def _said(run: Run) -> str:
    address = (run.href or "").removeprefix("mailto:").removeprefix("tel:")
    hidden = address and run.href is not None and run.href.startswith("http") and address not in run.text
    return f"{run.text} ({address})" if hidden else run.text


def lines(chapter: Chapter) -> Iterator[str]:
    """The chapter as lines of text, for a message or a search: each item and each row of a table is one."""
    for block in chapter.blocks:
        match block:
            case Heading():
                yield block.text
            case Prose():
                yield plain(block.runs)
            case Items():
                yield from (_listed(item, chapter.lang) for item in block.items)
            case Grid():
                yield from (" · ".join(filter(None, map(plain, row))) for row in block.rows)
