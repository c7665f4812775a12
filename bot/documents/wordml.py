"""What Word wants said in its own XML, and python-docx has no word for (ECMA-376 part 1, section 17).

The order of the children of w:pPr, w:rPr and w:tblPr is fixed by the schema: hence the lists of successors.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.documents.direction import Direction, Line, way_of

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

MARK: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}

_FONT = "Arial"
_TIE = "\u00a0"
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def add_runs(paragraph: "Paragraph", line: Line) -> None:
    for text, way in _runs(line):
        run = paragraph.add_run(text)
        if way == "rtl":
            run.font.rtl = True


def _runs(line: Line) -> Iterator[tuple[str, Direction]]:
    """Word's runs: stretches of one direction, with marks where the letters alone would not show which way it goes."""
    for span in line.spans:
        if span.direction != line.direction:
            inner, outer = MARK[span.direction], MARK[line.direction]
            yield outer, line.direction
            # LibreOffice cuts a right-to-left line anywhere in a number tied by no-break spaces.
            yield f"{inner}{span.text.replace(_TIE, ' ')}{inner}", span.direction
            yield outer, line.direction
        else:
            yield from _stretches(span.text, line.direction)


def _stretches(text: str, direction: Direction) -> Iterator[tuple[str, Direction]]:
    """Digits, spaces and signs go with the letters on both their sides when these agree, else with the line."""
    ways = [way_of(letter) for letter in text]
    before: list[Direction] = [direction]
    for way in ways:
        before.append(way or before[-1])
    after: list[Direction] = [direction]
    for way in reversed(ways):
        after.append(way or after[-1])
    settled = [one if one == other else direction for one, other in zip(before[1:], after[:0:-1], strict=True)]
    for way, letters in groupby(zip(settled, text, strict=True), lambda pair: pair[0]):
        yield "".join(letter for _, letter in letters), way


def set_style(style: "ParagraphStyle", size: float, bold: bool, before: float, after: float) -> None:
    """Latin and complex scripts alike: Word keeps two of each (font, size, weight)."""
    from docx.shared import Pt, RGBColor

    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:sz", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    style.font.name, style.font.size, style.font.bold, style.font.cs_bold = _FONT, Pt(size), bold, bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties.rFonts.set(qn("w:cs"), _FONT)
    properties.insert_element_before(
        element("w:szCs", val=str(int(size * 2))), "w:highlight", "w:u", "w:vertAlign", "w:rtl", "w:cs", "w:lang"
    )
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def set_bidi(paragraph: "Paragraph", way: Direction) -> None:
    if way == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(element("w:bidi"), *_AFTER_BIDI)


def set_border(paragraph: "Paragraph", *sides: str) -> None:
    borders = element("w:pBdr")
    borders.extend(_rule(side) for side in sides)
    successors = ("w:shd", "w:tabs", "w:bidi", *_AFTER_BIDI)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *successors)


def set_borders(grid: "Table", sides: tuple[str, ...]) -> None:
    borders = element("w:tblBorders")
    borders.extend(_rule(side) for side in sides)
    grid._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _rule(side: str) -> Any:
    return element(f"w:{side}", val="single", sz="4", space="0" if side == "insideH" else "4", color="808080")


def set_row(row: "_Row", mark: str) -> None:
    row._tr.get_or_add_trPr().append(element(mark))


def drop_first(cell: "_Cell") -> None:
    """A new cell comes with an empty paragraph, and must keep at least one."""
    first, *others = cell.paragraphs
    if others and not first.text:
        cell._tc.remove(first._p)


def add_field(paragraph: "Paragraph", code: str) -> None:
    for kind in ("begin", "instr", "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == "instr":
            text = element("w:instrText")
            text.text = code
            run._r.append(text)
        elif kind != "1":
            run._r.append(element("w:fldChar", fldCharType=kind))


def element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)
