"""A paper as DOCX, for those who must sign, complete or correct it in a word processor.

In a right-to-left language the paragraphs, tables, list bullets and pages are right-to-left by Word's own marks
(w:bidi, w:bidiVisual, w:rtl), and each run says which way it goes, as Word goes by runs and LibreOffice by letters and
marks. Arial is asked for, as it is where people are; Word and LibreOffice put their own in its place elsewhere.
"""

import io
from collections.abc import Iterable
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING

from bot.documents.archives import fixed
from bot.documents.direction import Direction, Line, Span, lines, one_line
from bot.documents.paper import Bars, Block, Field, Heading, Paper, Picture, Section, Signature, Table
from bot.documents.wordml import (
    MARK,
    add_field,
    add_runs,
    drop_first,
    element,
    qn,
    set_bidi,
    set_border,
    set_borders,
    set_row,
    set_style,
)
from bot.words import RIGHT_TO_LEFT

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as Grid
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

_LABEL_CM, _VALUE_CM, _WIDTH_CM, _PICTURE_CM = 6.3, 10.5, 16.8, 10.0
_LOCALES = {"fr": "fr-FR", "en": "en-GB", "pt": "pt-PT", "es": "es-ES", "ar": "ar-SA"}
_STYLES: tuple[tuple[str, float, bool, float, float], ...] = (  # name, points, bold, points before and after
    ("Normal", 11, False, 2, 2),
    ("Heading 1", 19, True, 0, 4),
    ("Heading 2", 13.5, True, 16, 4),
    ("Heading 3", 11.5, True, 12, 4),
    ("List Bullet", 11, False, 1, 1),
    ("Footer", 9, False, 4, 0),
    ("Label", 10.5, True, 2, 2),
    ("Small", 9.5, False, 2, 2),
)


def to_docx(paper: Paper) -> bytes:
    """The paper as a DOCX on A4. The same paper gives the same bytes. Not for the event loop: takes tens of ms."""
    return fixed(_Layout(paper).saved())


class _Layout:
    """One paper being laid out in one Word document."""

    def __init__(self, paper: Paper) -> None:
        import docx

        self.paper = paper
        self.way: Direction = "rtl" if paper.lang in RIGHT_TO_LEFT else "ltr"
        self.document: Document = docx.Document()

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
        for section in self.paper.annex:
            self.document.add_page_break()  # type: ignore[no-untyped-call]
            self._section(section)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _describe(self) -> None:
        about, at = self.document.core_properties, self.paper.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        about.title, about.identifier = one_line(self.paper.title), one_line(self.paper.reference)
        about.language = self.paper.lang
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
            set_style(styles[name], size, bold, before, after)
        for lang in styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), _LOCALES.get(self.paper.lang, self.paper.lang))
            lang.set(qn("w:bidi"), "ar-SA")

    def _set_page(self) -> None:
        from docx.shared import Cm

        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.1)
        page.top_margin, page.bottom_margin, page.footer_distance = Cm(2), Cm(2.3), Cm(1.1)
        if self.way == "rtl":
            page._sectPr.insert_element_before(element("w:bidi"), "w:rtlGutter", "w:docGrid")
        self._footer(page.footer.paragraphs[0])
        self._set_modern()

    def _set_modern(self) -> None:
        """Without this Word opens the file in "compatibility mode", and tables stick out of the margins."""
        for setting in self.document.settings.element.iter(qn("w:compatSetting")):
            if setting.get(qn("w:name")) == "compatibilityMode":
                setting.set(qn("w:val"), "15")

    def _footer(self, paragraph: "Paragraph") -> None:
        """Reference, footer and "2/3" on one line."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Cm

        self.document.styles["Footer"].paragraph_format.tab_stops.clear_all()
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(_WIDTH_CM / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Cm(_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
        set_border(paragraph, "top")
        for text in (self.paper.reference, self.paper.footer):
            for line in lines(text, self.way):
                add_runs(paragraph, line)
            paragraph.add_run("\t")
        for part in (MARK["ltr"], "PAGE", "/", "NUMPAGES", MARK["ltr"]):
            add_field(paragraph, part) if part.isalpha() else paragraph.add_run(part)
        set_bidi(paragraph, self.way)

    def _opening(self) -> None:
        self._texts(self.document, self.paper.title, "Heading 1")
        self._texts(self.document, self.paper.subtitle)
        for paragraph in self._texts(self.document, self.paper.status, "Label"):
            set_border(paragraph, "top", "left", "bottom", "right")
        if self.paper.facts:
            self._fields(self.paper.facts, ("top", "bottom", "insideH"))

    def _section(self, section: Section) -> None:
        for paragraph in self._texts(self.document, section.title, "Heading 2"):
            set_border(paragraph, "bottom")
        for fields, blocks in groupby(section.fields, lambda block: isinstance(block, Field) and bool(block.label)):
            if fields:
                self._fields([block for block in blocks if isinstance(block, Field)])
                continue
            for block in blocks:
                self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Field():
                self._value(self.document, block)
                if block.by_hand and not block.texts:
                    self._gap()  # or Word lets the rule of the next title pass for this one
            case Table():
                self._table(block)
            case Heading():
                self._texts(self.document, block.text, "Heading 3")
            case Bars():
                self._table(_as_table(block))
            case Picture():
                self._picture(block)

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Cm

        for paragraph in self._texts(self.document, picture.title, "Label"):
            paragraph.paragraph_format.keep_with_next = True
        shown = self.document.add_picture(io.BytesIO(picture.content), width=Cm(_PICTURE_CM))
        shown._inline.docPr.set("descr", one_line(picture.alt))

    def _fields(self, fields: Iterable[Field], borders: tuple[str, ...] = ("bottom", "insideH")) -> None:
        grid = self._grid((_LABEL_CM, _VALUE_CM), borders)
        for field in fields:
            self._field(_new_row(grid), field)
        self._gap()

    def _field(self, row: "_Row", field: Field) -> None:
        label, value = row.cells
        if field.long:
            label = value = label.merge(value)
        else:
            set_row(row, "w:cantSplit")
        self._texts(label, field.label, "Label")
        self._value(value, field)
        for cell in {id(cell._tc): cell for cell in (label, value)}.values():
            drop_first(cell)

    def _value(self, cell: "Document | _Cell", field: Field) -> None:
        style = "List Bullet" if field.listed else "Normal"
        shown = [paragraph for text in field.texts for paragraph in self._texts(cell, text, style)]
        if not shown:
            empty = self._paragraph(cell, Line(self.way, (Span("" if field.by_hand else "—", self.way),)))
            if field.by_hand:
                set_border(empty, "bottom")
        self._texts(cell, field.note or "", "Small")

    def _table(self, table: Table) -> None:
        for paragraph in self._texts(self.document, table.title, "Label"):
            paragraph.paragraph_format.keep_with_next = True
        grid = self._grid(_widths(table), ("top", "bottom", "insideH"))
        rows = [(table.head, True), *((row, False) for row in table.rows)]
        rows += [(table.total_row, True)] if table.total_row else []
        for cells, strong in rows:
            self._row(_new_row(grid), cells, table, "Label" if strong else "Normal")
        set_row(grid.rows[0], "w:tblHeader")
        self._gap()

    def _row(self, row: "_Row", texts: tuple[str, ...], table: Table, style: str) -> None:
        set_row(row, "w:cantSplit")
        for cell, text, side in zip(row.cells, texts, table.sides, strict=True):
            self._texts(cell, text, style, side)
            drop_first(cell)

    def _signature(self, signature: Signature) -> None:
        from docx.shared import Cm

        for paragraph in self._texts(self.document, signature.title, "Label"):
            paragraph.paragraph_format.space_before = Cm(0.6)
            paragraph.paragraph_format.keep_with_next = True
        grid = self._grid((_LABEL_CM, _VALUE_CM), ("top", "left", "bottom", "right"))
        for field in signature.fields:
            self._field(_new_row(grid), field)
        for paragraph in (paragraph for cell in grid._cells for paragraph in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
        room = _new_row(grid)
        room.height = Cm(2.6)
        self._texts(room.cells[0], signature.label, "Label")
        drop_first(room.cells[0])
        self._gap()

    def _grid(self, widths: tuple[float, ...], borders: tuple[str, ...]) -> "Grid":
        from docx.enum.table import WD_TABLE_DIRECTION
        from docx.shared import Cm

        grid: Grid = self.document.add_table(rows=0, cols=len(widths))
        grid.autofit = False
        if self.way == "rtl":
            grid.table_direction = WD_TABLE_DIRECTION.RTL
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Cm(width)
        set_borders(grid, borders)
        return grid

    def _gap(self) -> None:
        """Word joins tables that touch, and wants a paragraph after the last one."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style="Small")
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)

    def _texts(
        self, place: "Document | _Cell", text: str, style: str = "Normal", side: str = "start"
    ) -> list["Paragraph"]:
        return [self._paragraph(place, line, style, side) for line in lines(text, self.way)]

    def _paragraph(
        self, place: "Document | _Cell", line: Line, style: str = "Normal", side: str = "start"
    ) -> "Paragraph":
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        if style == "List Bullet" and line.direction != self.way:  # the bullet stays on the paper's side
            line = Line(self.way, (Span(line.text, line.direction),))
        paragraph = place.add_paragraph()
        paragraph._p.style = style.replace(" ", "")  # its id: python-docx would search for the name, slowly
        add_runs(paragraph, line)
        set_bidi(paragraph, line.direction)
        # Word's left and right are the start and the end of the paragraph, whichever way it runs.
        from_start = (side == "start") == (line.direction == self.way) or line.own_side
        paragraph.alignment = None if from_start else WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph


def _as_table(chart: Bars) -> Table:
    """A chart as its figures: Word draws none that all its cousins show."""
    head, *rows = ((bar.label, bar.shown) for bar in chart.bars)
    return Table(chart.title, head, tuple(rows), ("start", "end"))


def _new_row(grid: "Grid") -> "_Row":
    row: _Row = grid.add_row()  # type: ignore[no-untyped-call]
    return row


def _widths(table: Table) -> tuple[float, ...]:
    """Columns of amounts are as wide as an amount; the others share what is left. In centimetres."""
    narrow = min(3.0, _WIDTH_CM / len(table.head))
    wide = table.sides.count("start")
    rest = (_WIDTH_CM - narrow * (len(table.head) - wide)) / wide if wide else narrow
    return tuple(rest if side == "start" else narrow for side in table.sides)
