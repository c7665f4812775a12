"""A paper as PDF, laid out by Typst from one fixed template (paper.typ).

The paper goes in as JSON and the template only ever shows its strings, so nothing a person typed is read as markup.
Only the fonts of this package are used. The file is tagged for screen readers (PDF/UA-1) and made to be kept
(PDF/A-2a). Both forbid a character without a glyph: where our fonts lack one (fonts/README.md), it shows as an empty
box and the paper is made without these labels.
"""

import json
import re
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.documents.direction import Direction, Line, lines, one_line
from bot.documents.paper import Bars, Block, Field, Heading, Paper, Picture, Section, Signature, Table
from bot.words import RIGHT_TO_LEFT

if TYPE_CHECKING:
    import typst

_HERE = files("bot.documents")
_TEMPLATE = "paper.typ"
_STANDARDS: list[Any] = ["a-2a", "ua-1"]
_UNBROKEN = 30  # characters: a longer word would not fit beside its label
_ROOM = 45  # capital letters on a whole line: longer words may have to be cut
_CUT = 20  # characters between two places where such a word may be cut
_WHOLE = 1200  # characters: a table of fewer fits on a page, and stays on one
# What nothing lets a line break in: the words of scripts with spaces, "/" and "-" apart unless a digit follows.
_SOLID = r"(?:[!-,.0-\u07ff\u1e00-\u1eff\u2000-\u206f]|[/-](?![^\W\d]))"


def to_pdf(paper: Paper) -> bytes:
    """The paper as a PDF on A4. The same paper gives the same bytes. Not for the event loop: takes tens of ms."""
    import typst

    data = json.dumps(_paper(paper), ensure_ascii=False)
    with TemporaryDirectory() as folder:  # its owner's alone, as all that `tempfile` makes
        root = Path(folder)
        (root / _TEMPLATE).write_bytes(_HERE.joinpath(_TEMPLATE).read_bytes())
        for place, picture in enumerate(paper.pictures):
            (root / str(place)).write_bytes(picture.content)
        try:
            return _made(data, paper.at, _STANDARDS, root)
        except typst.TypstError:
            return _made(data, paper.at, [], root)


def _made(data: str, at: datetime, standards: list[Any], root: Path) -> bytes:
    import typst

    return typst.compile(
        root / _TEMPLATE,
        format="pdf",
        root=root,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": data},
        timestamp=at.astimezone(UTC).replace(microsecond=0),
        pdf_standards=standards,
    )


@cache
def _fonts() -> "typst.Fonts":
    """The fonts of this package alone, read once: neither the system's nor those inside the compiler."""
    import typst

    with as_file(_HERE.joinpath("fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _paper(paper: Paper) -> dict[str, Any]:
    places = {id(picture): place for place, picture in enumerate(paper.pictures)}
    way: Direction = "rtl" if paper.lang in RIGHT_TO_LEFT else "ltr"
    return {
        "lang": paper.lang,
        "dir": way,
        "title": _texts(paper.title, way),
        "name": one_line(" · ".join(filter(None, (paper.title, paper.reference)))),
        "subtitle": _texts(paper.subtitle, way),
        "reference": _texts(paper.reference, way),
        "status": _texts(paper.status, way),
        "facts": [_field(field, way) for field in paper.facts],
        "sections": [_section(section, way, places) for section in paper.sections],
        "notes": [_texts(note, way) for note in paper.notes],
        "signatures": [_signature(signature, way) for signature in paper.signatures],
        "annex": [_section(section, way, places) for section in paper.annex],
        "footer": _texts(paper.footer, way),
    }


def _section(section: Section, way: Direction, places: dict[int, int]) -> dict[str, Any]:
    return {"title": _texts(section.title, way), "blocks": [_block(block, way, places) for block in section.fields]}


def _block(block: Block, way: Direction, places: dict[int, int]) -> dict[str, Any]:
    match block:
        case Field():
            return _field(block, way)
        case Table():
            return _table(block, way)
        case Heading():
            return {"kind": "heading", "text": _texts(block.text, way)}
        case Bars():
            return _bars(block, way)
        case Picture():
            file = f"/{places[id(block)]}"
            return {"kind": "picture", "title": _texts(block.title, way), "alt": one_line(block.alt), "file": file}


def _bars(chart: Bars, way: Direction) -> dict[str, Any]:
    bars = [(_texts(bar.label, way), _texts(bar.shown, way), min(max(bar.share, 0), 1)) for bar in chart.bars]
    named = [{"label": label, "shown": shown, "share": share} for label, shown, share in bars]
    return {"kind": "bars", "title": _texts(chart.title, way), "bars": named}


def _signature(signature: Signature, way: Direction) -> dict[str, Any]:
    return {
        "title": _texts(signature.title, way),
        "fields": [_field(field, way) for field in signature.fields],
        "label": _texts(signature.label, way),
    }


def _field(field: Field, way: Direction) -> dict[str, Any]:
    unbroken = max((len(word) for text in field.texts for word in text.split()), default=0)
    return {
        "kind": "field",
        "label": _texts(field.label, way),
        "items": [shown for shown in (_texts(text, way) for text in field.texts) if shown],
        "listed": field.listed,
        "wide": not field.label or field.long or unbroken > _UNBROKEN,
        "note": _texts(field.note or "", way),
        "by_hand": field.by_hand,
    }


def _table(table: Table, way: Direction) -> dict[str, Any]:
    room = 2 * _ROOM // (len(table.head) + 1)

    def cells(row: tuple[str, ...]) -> list[list[dict[str, Any]]]:
        return [_texts(cell, way, room) for cell in row]

    return {
        "kind": "table",
        "title": _texts(table.title, way),
        "head": cells(table.head),
        "rows": [cells(row) for row in table.rows],
        "sides": table.sides,
        "total": cells(table.total_row or ()),
        "whole": len(table.rows) <= 12 and sum(len(cell) for row in table.rows for cell in row) < _WHOLE,
    }


def _texts(text: str, way: Direction, room: int = _ROOM) -> list[dict[str, Any]]:
    """What the template shows of a text: its lines, each with its direction and whether it starts from its own side."""
    return [_line(line, room) for line in lines(text, way)]


def _line(line: Line, room: int) -> dict[str, Any]:
    spans = [{"text": _cuttable(span.text, room), "dir": span.direction} for span in line.spans]
    return {"spans": spans, "dir": line.direction, "own_side": line.own_side}


def _cuttable(text: str, room: int) -> str:
    """The text with places to cut (U+200B) in the words too long for their line: only there, as a copy carries them."""
    step = min(room, _CUT)
    return re.sub(
        f"{_SOLID}{{{room + 1},}}", lambda word: re.sub(f".{{{step}}}(?=.)", "\\g<0>\u200b", word.group()), text
    )
