"""Markdown into blocks: headings, paragraphs, lists, tables, bold and links, and nothing else.

HTML is text, images are links, and a link leads nowhere but to the web, a mail box or a telephone. `escaped` makes of
anybody's words a text that means nothing in Markdown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from knowledge.livret.blocks import Block, Grid, Heading, Item, Items, Prose, Run, Runs

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
_LEADS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_COLON = re.compile(r"^[\s\u00a0]*[:：][\s\u00a0]*")
_NESTED = 20


def escaped(words: str) -> str:
    """Somebody's words on one line, which Markdown shows as they are."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text; never raises, whatever the text."""
    return tuple(_Reader(_reader().parse(markdown)).blocks())


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero", {"maxNesting": _NESTED})
    return reader.enable(["heading", "list", "table", "emphasis", "link", "autolink", "escape", "newline", "entity"])


class _Reader:
    """The tokens of a text, read one after the other."""

    def __init__(self, tokens: Sequence["Token"]) -> None:
        self._tokens = iter(tokens)

    def blocks(self, until: str = "") -> Iterator[Block]:
        """The blocks up to a closing token."""
        for token in self._tokens:
            match token.type:
                case kind if kind == until:
                    return
                case "heading_open":
                    yield Heading("".join(run.text for run in self._inline()))
                case "bullet_list_open" | "ordered_list_open":
                    yield self._list(ordered=token.type.startswith("ordered"))
                case "table_open":
                    yield self._table()
                case "inline":
                    runs = _runs(token)
                    if runs:
                        yield Prose(runs)

    def _inline(self) -> Runs:
        return _runs(next(self._tokens))

    def _list(self, *, ordered: bool) -> Items:
        """A list; the lists within it become its own items."""
        items: list[Item] = []
        depth = 1
        for token in self._tokens:
            depth += token.nesting if token.type.endswith(("list_open", "list_close")) else 0
            if not depth:
                break
            if token.type == "inline" and (runs := _runs(token)):
                items.append(_item(runs))
        return Items(tuple(items), ordered)

    def _table(self) -> Grid:
        rows: list[tuple[Runs, ...]] = []
        cells: list[Runs] = []
        for token in self._tokens:
            match token.type:
                case "table_close":
                    break
                case "tr_open":
                    cells = []
                case "inline":
                    cells.append(_runs(token))
                case "tr_close":
                    rows.append(tuple(cells))
        return Grid(rows[0], tuple(rows[1:]))


def _item(runs: Runs) -> Item:
    """A first word in bold that is followed by a colon is the label of its item."""
    first, *rest = runs
    following = "".join(run.text for run in rest)
    if not first.strong or not rest or not (_COLON.match(following) or first.text.rstrip().endswith(":")):
        return Item(runs)
    label = first.text.rstrip(" :\u00a0")
    return Item(_from_the_value(rest), label)


def _from_the_value(rest: Sequence[Run]) -> Runs:
    first, *others = rest
    opened = Run(_COLON.sub("", first.text).lstrip(), first.href, first.strong)
    return (opened, *others) if opened.text else tuple(others)


def _runs(inline: "Token") -> Runs:
    """The runs of a line: neighbours of one kind joined, ends trimmed."""
    pieces = groupby(_pieces(inline), key=lambda run: (run.href, run.strong))
    joined = [Run("".join(run.text for run in group), *kind) for kind, group in pieces]
    return tuple(run for run in _trimmed(joined) if run.text)


def _trimmed(runs: list[Run]) -> list[Run]:
    if runs:
        runs[0] = Run(runs[0].text.lstrip(), runs[0].href, runs[0].strong)
        runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].href, runs[-1].strong)
    return runs


def _pieces(inline: "Token") -> Iterator[Run]:
    href: str | None = None
    bold = 0
    for token in inline.children or ():
        match token.type:
            case "link_open":
                href = _allowed(str(token.attrs.get("href", "")))
            case "link_close":
                href = None
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "softbreak" | "hardbreak":
                yield Run(" ", href, bold > 0)
            case _ if token.content:
                yield Run(token.content, href, bold > 0)


def _allowed(address: str) -> str | None:
    return address if _LEADS.match(address) else None
