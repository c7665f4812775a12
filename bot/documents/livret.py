"""The livret as files that need nothing else: a PDF on A4, and one page of HTML that an old phone reads offline.

The HTML has no script, no picture, no font and no address to fetch anything from; it is read in the order it is
written. Whatever people typed is escaped, and a link leads only to the web, a mail box or a telephone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.documents.direction import Direction, direction_of, spans
from bot.documents.paper import Block, Field, Heading, Paper, Section, Table
from bot.documents.pdf import to_pdf
from bot.words import RIGHT_TO_LEFT
from knowledge.livret import blocks as livret
from knowledge.livret.blocks import Chapter, Grid, Item, Items, Prose, Run, Runs, plain


@dataclass(frozen=True)
class Livret:
    """A livret in one language, every word of it worded. `contents` is the title of the table of contents."""

    lang: str
    at: datetime
    title: str
    subtitle: str
    reference: str
    version: str
    contents: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...] = ()
    footer: str = ""


# --- PDF ------------------------------------------------------------------------------------------------------------


def livret_pdf(made: Livret) -> bytes:
    """The livret as a PDF. The same livret gives the same bytes. Not for the event loop: takes tens of ms."""
    return to_pdf(livret_paper(made))


def livret_paper(made: Livret) -> Paper:
    """The livret as a paper, which `to_docx` lays out too."""
    return Paper(
        lang=made.lang,
        at=made.at,
        title=made.title,
        subtitle=made.subtitle,
        reference=made.reference,
        status=made.version,
        sections=(*_notes(made), *(_section(number, chapter) for number, chapter in enumerate(made.chapters, 1))),
        footer=made.footer,
    )


def _notes(made: Livret) -> tuple[Section, ...]:
    """What to know before reading stands before the first section."""
    return (Section("", tuple(Field("", note) for note in made.notes)),) if made.notes else ()


def _section(number: int, chapter: Chapter) -> Section:
    return Section(f"{number}. {chapter.title}", tuple(block for each in chapter.blocks for block in _on_paper(each)))


def _on_paper(block: livret.Block) -> Iterator[Block]:
    match block:
        case livret.Heading():
            yield Heading(block.text)
        case Prose():
            yield Field("", plain(block.runs))
        case Items():
            yield from _items(block)
        case Grid():
            yield Table("", _plain_row(block.head), tuple(map(_plain_row, block.rows)))


def _items(block: Items) -> Iterator[Block]:
    """Facts stand beside their labels, with their rank where the order counts; a plain list stays one."""
    if not any(item.label for item in block.items):
        yield Field("", tuple(_ranked(block, rank, plain(item.runs)) for rank, item in enumerate(block.items, 1)))
        return
    for rank, item in enumerate(block.items, 1):
        yield Field(_ranked(block, rank, item.label or ""), plain(item.runs))


def _ranked(block: Items, rank: int, words: str) -> str:
    return f"{rank}. {words}" if block.ordered else words


def _plain_row(row: tuple[Runs, ...]) -> tuple[str, ...]:
    return tuple(map(plain, row))


# --- HTML -----------------------------------------------------------------------------------------------------------

_STYLE = """
body{font:1.05rem/1.5 sans-serif;max-width:40rem;margin:0 auto;padding:0 1rem 3rem;color:#111;background:#fff}
h1{font-size:1.6rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:2px solid #111;padding-bottom:.2rem}
h3{margin-bottom:.3rem}dt{font-weight:bold;margin-top:.6rem}dd{margin:0}li{margin:.3rem 0}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.4rem;border-bottom:1px solid #999}
a{color:#00e;word-break:break-word}nav a{display:inline-block;padding:.4rem 0}.note{border:2px solid #111;padding:.6rem}
""".strip().replace("\n", "")


def livret_html(made: Livret) -> str:
    """The livret as one page of HTML, whole."""
    return _Page(made.lang).whole(made)


class _Page:
    """One livret being written as a page."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._way: Direction = "rtl" if lang in RIGHT_TO_LEFT else "ltr"

    def whole(self, made: Livret) -> str:
        return "\n".join(
            (
                "<!DOCTYPE html>",
                f'<html lang="{escape(made.lang)}" dir="{self._way}">',
                '<head><meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="robots" content="noindex">',
                f"<title>{escape(_bare(made.title))} · {escape(_bare(made.reference))}</title>",
                f"<style>{_STYLE}</style></head>",
                "<body>",
                f"<header><h1>{self._text(made.title)}</h1>",
                f"<p>{self._text(made.subtitle)}</p>",
                f"<p>{self._text(made.reference)} · {self._text(made.version)}</p></header>",
                *(f'<p class="note">{self._text(note)}</p>' for note in made.notes),
                *self._contents(made),
                "<main>",
                *(line for chapter in made.chapters for line in self._chapter(chapter)),
                "</main>",
                f"<footer><p>{self._text(made.footer)}</p></footer>",
                "</body></html>\n",
            )
        )

    def _contents(self, made: Livret) -> Iterator[str]:
        yield f"<nav><h2>{self._text(made.contents)}</h2><ol>"
        for chapter in made.chapters:
            yield f'<li><a href="#{chapter.section}">{self._text(chapter.title)}</a></li>'
        yield "</ol></nav>"

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        other = f' lang="{escape(chapter.lang)}"' if chapter.lang != self._lang else ""
        yield f'<section id="{chapter.section}"><h2>{self._text(chapter.title)}</h2><div{other}>'
        for block in chapter.blocks:
            yield from self._block(block)
        yield "</div></section>"

    def _block(self, block: livret.Block) -> Iterator[str]:
        match block:
            case livret.Heading():
                yield f"<h3{self._side(block.text)}>{self._text(block.text)}</h3>"
            case Prose():
                yield f"<p{self._side(plain(block.runs))}>{self._runs(block.runs)}</p>"
            case Items():
                yield from self._items(block)
            case Grid():
                yield from self._grid(block)

    def _items(self, block: Items) -> Iterator[str]:
        if all(item.label for item in block.items) and not block.ordered:
            yield "<dl>"
            for item in block.items:
                yield f"<dt>{self._text(item.label or '')}</dt><dd>{self._runs(item.runs)}</dd>"
            yield "</dl>"
            return
        tag = "ol" if block.ordered else "ul"
        yield f"<{tag}>"
        yield from (f"<li{self._side(plain(item.runs))}>{self._item(item)}</li>" for item in block.items)
        yield f"</{tag}>"

    def _item(self, item: Item) -> str:
        label = f"<strong>{self._text(item.label)}</strong><br>" if item.label else ""
        return label + self._runs(item.runs)

    def _grid(self, block: Grid) -> Iterator[str]:
        yield "<table><thead><tr>"
        yield "".join(f'<th scope="col">{self._runs(cell)}</th>' for cell in block.head)
        yield "</tr></thead><tbody>"
        for row in block.rows:
            yield "<tr>" + "".join(f"<td>{self._runs(cell)}</td>" for cell in row) + "</tr>"
        yield "</tbody></table>"

    def _side(self, words: str) -> str:
        """The direction of a block, where it is not the page's."""
        way = direction_of(words, self._way)
        return f' dir="{way}"' if way != self._way else ""

    def _runs(self, runs: Runs) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        words = self._text(run.text)
        words = f"<strong>{words}</strong>" if run.strong else words
        return f'<a href="{escape(run.href)}">{words}</a>' if run.href else words

    def _text(self, words: str) -> str:
        """The words, each part that has its own direction kept apart."""
        return "".join(
            f'<bdi dir="{part.direction}">{escape(part.text)}</bdi>'
            if part.direction != self._way
            else escape(part.text)
            for part in spans(words, self._way)
        )


def _bare(words: str) -> str:
    return "".join(part.text for part in spans(words, "ltr"))
