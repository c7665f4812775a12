"""A paper as DOCX, for those who must sign, complete or correct it in a word processor.

In a right-to-left language the paragraphs, tables, list bullets and pages are right-to-left by Word's own marks
(w:bidi, w:bidiVisual, w:rtl), and each run says which way it goes, as Word goes by runs and LibreOffice by letters and
marks. Arial is asked for, as it is where people are; Word and LibreOffice put their own in its place elsewhere.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.documents.direction import Direction, Line, Span, lines, way_of
from bot.documents.paper import Field, Paper, Section, Signature, Table
from bot.words import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as Grid
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

_FONT = "Arial"
_LABEL_CM, _VALUE_CM, _WIDTH_CM = 6.3, 10.5, 16.8
_NARROW = 90  # characters: a longer value goes under its label, over the whole width
_LOCALES = {"fr": "fr-FR", "en": "en-GB", "pt": "pt-PT", "es": "es-ES", "ar": "ar-SA"}
_MARK: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
_BIDI_SUCCESSORS = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
_TIE = "\u00a0"
_STYLES: tuple[tuple[str, float, bool, float, float], ...] = (  # name, points, bold, points before and after
    ("Normal", 11, False, 2, 2),
    ("Heading 1", 19, True, 0, 4),
    ("Heading 2", 13.5, True, 16, 4),
    ("List Bullet", 11, False, 1, 1),
    ("Footer", 9, False, 4, 0),
    ("Label", 10.5, True, 2, 2),
    ("Small", 9.5, False, 2, 2),
)


def to_docx(paper: Paper) -> bytes:
    """The paper as a DOCX on A4. The same paper gives the same bytes. Not for the event loop: takes tens of ms."""
    return _fixed(_Layout(paper).saved())


class _Layout:
    """One paper being laid out in one Word document."""

    def __init__(self, paper: Paper) -> None:
        from docx import Document

        self.paper = paper
        self.way: Direction = "rtl" if paper.lang in RIGHT_TO_LEFT else "ltr"
        self.document: Document = Document()

    def saved(self) -> bytes:
        self._describe()
        self._set_styles()
        self._set_page()
        self._opening()
        for section in self.paper.sections:
            self._section(section)
        for note in self.paper.notes:
            self._texts(self.document, note, "Small")
        for signature in self.paper.signatures:
            self._signature(signature)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _describe(self) -> None:
        about, at = self.document.core_properties, self.paper.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        about.title, about.identifier, about.language = self.paper.title, self.paper.reference, self.paper.lang
        about.author = about.comments = about.last_modified_by = ""
        about.created = about.modified = at
        relations = self.document.part.package.rels
        for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
            del relations[key]  # a picture of the template, not of this paper

    def _set_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        styles = self.document.styles
        for name in ("Label", "Small"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        for name, size, bold, before, after in _STYLES:
            _set_style(styles[name], size, bold, before, after)
        for lang in styles.element.iter(_qn("w:lang")):
            lang.set(_qn("w:val"), _LOCALES.get(self.paper.lang, self.paper.lang))
            lang.set(_qn("w:bidi"), "ar-SA")

    def _set_page(self) -> None:
        from docx.shared import Cm

        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.1)
        page.top_margin, page.bottom_margin, page.footer_distance = Cm(2), Cm(2.3), Cm(1.1)
        if self.way == "rtl":
            page._sectPr.insert_element_before(_element("w:bidi"), "w:rtlGutter", "w:docGrid")
        self._footer(page.footer.paragraphs[0])
        self._set_modern()

    def _set_modern(self) -> None:
        """Without this Word opens the file in "compatibility mode", and tables stick out of the margins."""
        for setting in self.document.settings.element.iter(_qn("w:compatSetting")):
            if setting.get(_qn("w:name")) == "compatibilityMode":
                setting.set(_qn("w:val"), "15")

    def _footer(self, paragraph: "Paragraph") -> None:
        """Reference, footer and "2/3" on one line."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        self.document.styles["Footer"].paragraph_format.tab_stops.clear_all()
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(_WIDTH_CM / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Cm(_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
        _set_border(paragraph, "top")
        for text in (self.paper.reference, self.paper.footer):
            for line in lines(text, self.way):
                _add_runs(paragraph, line)
            paragraph.add_run("\t")
        for part in (_MARK["ltr"], "PAGE", "/", "NUMPAGES", _MARK["ltr"]):
            _add_field(paragraph, part) if part.isalpha() else paragraph.add_run(part)
        _set_bidi(paragraph, self.way)

    def _opening(self) -> None:
        self._texts(self.document, self.paper.title, "Heading 1")
        self._texts(self.document, self.paper.subtitle)
        for paragraph in self._texts(self.document, self.paper.status, "Label"):
            _set_border(paragraph, "top", "left", "bottom", "right")
        if self.paper.facts:
            self._fields(self.paper.facts, ("top", "bottom", "insideH"))

    def _section(self, section: Section) -> None:
        for paragraph in self._texts(self.document, section.title, "Heading 2"):
            _set_border(paragraph, "bottom")
        for fields, blocks in groupby(section.fields, lambda block: isinstance(block, Field) and bool(block.label)):
            if fields:
                self._fields([block for block in blocks if isinstance(block, Field)])
                continue
            for block in blocks:
                self._table(block) if isinstance(block, Table) else self._value(self.document, block)

    def _fields(self, fields: Iterable[Field], borders: tuple[str, ...] = ("bottom", "insideH")) -> None:
        grid = self._grid((_LABEL_CM, _VALUE_CM), borders)
        for field in fields:
            self._field(grid.add_row(), field)
        self._gap()

    def _field(self, row: "_Row", field: Field) -> None:
        label, value = row.cells
        if _is_wide(field):
            label = value = label.merge(value)
        else:
            _set_row(row, "w:cantSplit")
        self._texts(label, field.label, "Label")
        self._value(value, field)
        for cell in {id(cell._tc): cell for cell in (label, value)}.values():
            _drop_first(cell)

    def _value(self, cell: "Document | _Cell", field: Field) -> None:
        values = field.value if isinstance(field.value, tuple) else (field.value or "",)
        style = "List Bullet" if isinstance(field.value, tuple) else "Normal"
        shown = [paragraph for value in values for paragraph in self._texts(cell, value, style)]
        if not shown:
            empty = self._paragraph(cell, Line(self.way, (Span("" if field.by_hand else "—", self.way),)))
            if field.by_hand:
                _set_border(empty, "bottom")
        self._texts(cell, field.note or "", "Small")

    def _table(self, table: Table) -> None:
        for paragraph in self._texts(self.document, table.title, "Label"):
            paragraph.paragraph_format.keep_with_next = True
        grid = self._grid(_widths(table), ("top", "bottom", "insideH"))
        rows = [(table.head, True), *((row, False) for row in table.rows)]
        rows += [(table.total_row, True)] if table.total_row else []
        for cells, strong in rows:
            self._row(grid.add_row(), cells, table, "Label" if strong else "Normal")
        _set_row(grid.rows[0], "w:tblHeader")
        self._gap()

    def _row(self, row: "_Row", texts: tuple[str, ...], table: Table, style: str) -> None:
        _set_row(row, "w:cantSplit")
        for cell, text, side in zip(row.cells, texts, table.sides, strict=True):
            self._texts(cell, text, style, side)
            _drop_first(cell)

    def _signature(self, signature: Signature) -> None:
        from docx.shared import Cm

        for paragraph in self._texts(self.document, signature.title, "Label"):
            paragraph.paragraph_format.space_before = Cm(0.6)
            paragraph.paragraph_format.keep_with_next = True
        grid = self._grid((_LABEL_CM, _VALUE_CM), ("top", "left", "bottom", "right"))
        for field in signature.fields:
            self._field(grid.add_row(), field)
        for paragraph in (paragraph for cell in grid._cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
        room = grid.add_row()
        room.height = Cm(2.6)
        self._texts(room.cells[0], signature.label, "Label")
        _drop_first(room.cells[0])
        self._gap()

    def _grid(self, widths: tuple[float, ...], borders: tuple[str, ...]) -> "Grid":
        from docx.enum.table import WD_TABLE_DIRECTION
        from docx.shared import Cm

        grid = self.document.add_table(rows=0, cols=len(widths))
        grid.autofit = False
        if self.way == "rtl":
            grid.table_direction = WD_TABLE_DIRECTION.RTL
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Cm(width)
        _set_borders(grid, borders)
        return grid

    def _gap(self) -> None:
        """Word joins tables that touch, and wants a paragraph after the last one."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style="Small")
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)

    def _texts(self, place: "Document | _Cell", text: str, style: str = "Normal", side: str = "start") -> list["Paragraph"]:
        return [self._paragraph(place, line, style, side) for line in lines(text, self.way)]

    def _paragraph(
        self, place: "Document | _Cell", line: Line, style: str = "Normal", side: str = "start"
    ) -> "Paragraph":
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if style == "List Bullet" and line.direction != self.way:  # the bullet stays on the paper's side
            line = Line(self.way, (Span(line.text, line.direction, apart=True),))
        paragraph = place.add_paragraph(style=style)
        _add_runs(paragraph, line)
        _set_bidi(paragraph, line.direction)
        # Word's left and right are the start and the end of the paragraph, whichever way it runs.
        from_start = (side == "start") == (line.direction == self.way) or line.own_side
        paragraph.alignment = None if from_start else WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph


def _is_wide(field: Field) -> bool:
    values = field.value if isinstance(field.value, tuple) else (field.value or "",)
    return any(len(value) > _NARROW or "\n" in value.strip() for value in values)


def _widths(table: Table) -> tuple[float, ...]:
    """Columns of amounts are as wide as an amount; the others share what is left. In centimetres."""
    narrow = min(3.0, _WIDTH_CM / len(table.head))
    wide = table.sides.count("start")
    rest = (_WIDTH_CM - narrow * (len(table.head) - wide)) / wide if wide else narrow
    return tuple(rest if side == "start" else narrow for side in table.sides)


def _add_runs(paragraph: "Paragraph", line: Line) -> None:
    for text, way in _runs(line):
        run = paragraph.add_run(text)
        if way == "rtl":
            run.font.rtl = True


def _runs(line: Line) -> Iterator[tuple[str, Direction]]:
    """Word's runs: stretches of one direction, with marks where the letters alone would not show which way it goes."""
    for span in line.spans:
        if span.apart and span.direction != line.direction:
            inner, outer = _MARK[span.direction], _MARK[line.direction]
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


def _set_style(style: "ParagraphStyle", size: float, bold: bool, before: float, after: float) -> None:
    """Latin and complex scripts alike: Word keeps two of each (font, size, weight)."""
    from docx.shared import Pt, RGBColor

    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:sz", "w:szCs"):
        for old in properties.findall(_qn(tag)):
            properties.remove(old)
    style.font.name, style.font.size, style.font.bold, style.font.cs_bold = _FONT, Pt(size), bold, bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties.rFonts.set(_qn("w:cs"), _FONT)
    properties.insert_element_before(
        _element("w:szCs", val=str(int(size * 2))), "w:highlight", "w:u", "w:vertAlign", "w:rtl", "w:cs", "w:lang"
    )
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _set_bidi(paragraph: "Paragraph", way: Direction) -> None:
    if way == "rtl":
        paragraph._p.get_or_add_pPr().insert_element_before(_element("w:bidi"), *_BIDI_SUCCESSORS)


def _set_border(paragraph: "Paragraph", *sides: str) -> None:
    borders = _element("w:pBdr")
    borders.extend(_rule(side) for side in sides)
    successors = ("w:shd", "w:tabs", "w:bidi", *_BIDI_SUCCESSORS)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *successors)


def _set_borders(grid: "Grid", sides: tuple[str, ...]) -> None:
    borders = _element("w:tblBorders")
    borders.extend(_rule(side) for side in sides)
    grid._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _rule(side: str) -> "BaseOxmlElement":
    return _element(f"w:{side}", val="single", sz="4", space="0" if side == "insideH" else "4", color="808080")


def _set_row(row: "_Row", mark: str) -> None:
    row._tr.get_or_add_trPr().append(_element(mark))


def _drop_first(cell: "_Cell") -> None:
    """A new cell comes with an empty paragraph, and must keep at least one."""
    first, *others = cell.paragraphs
    if others and not first.text:
        cell._tc.remove(first._p)


def _add_field(paragraph: "Paragraph", code: str) -> None:
    for kind in ("begin", "instr", "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == "instr":
            text = _element("w:instrText")
            text.text = code
            run._r.append(text)
        elif kind != "1":
            run._r.append(_element("w:fldChar", fldCharType=kind))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_qn(f"w:{name}"), value)
    return element


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _fixed(file: bytes) -> bytes:
    """The same archive without the time it was made at, which would change the bytes of the same paper."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name), ZIP_DEFLATED)
    return out.getvalue()
