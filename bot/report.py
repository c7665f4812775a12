"""The report of a year as a spreadsheet, as CSV and as PDF, with simple charts. No personal data: there is none in it.

What a cell shows is never a formula: texts are written as texts, and in CSV, which knows no types, a text that a
spreadsheet would run is given an apostrophe first.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from bot.documents import Bar, Bars, Field, Paper, Section, Table, to_pdf
from bot.documents.archives import fixed
from bot.documents.direction import cleaned
from bot.words import say, shown
from dialogs.core.text import CountryName, Money, Text, _, _n, literal
from dialogs.field_words import DIRECTIONS
from dialogs.pre_fiche.wording import THEMES
from dialogs.wording import MISSION_TYPES, SDGS
from knowledge.base import Knowledge
from knowledge.report import UNKNOWN, Breakdown, Dimension, Figures, Line, Report

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLES: dict[Dimension, Text] = {
    "region": _("Par région"),
    "type": _("Par type de mission"),
    "theme": _("Par thème"),
    "sdg": _("Par objectif de développement durable"),
    "direction": _("Par sens du voyage"),
    "country": _("Par pays"),
}
COLUMNS = (_("Missions"), _("Jours"), _("Payé par le réseau"), _("Cofinancements"))
COLUMN_NAMES = ("missions", "days", "network_paid", "co_funding", "unknown_days", "unknown_paid", "unknown_co_funding")
_RUN = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME = 31


def report_csv(report: Report, facts: Knowledge, lang: str) -> bytes:
    """The figures as CSV (RFC 4180, UTF-8): one line a key of a table, and the whole first. Codes, and their words."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("year", "table", "key", "label", *COLUMN_NAMES))
    writer.writerow((report.year, "whole", "", "", *_cells(report.whole)))
    for table in report.breakdowns:
        for line in table.lines:
            label = _label(table.dimension, line.key, facts, lang)
            writer.writerow((report.year, table.dimension, harmless(line.key), harmless(label), *_cells(line.figures)))
    return out.getvalue().encode()


def harmless(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_RUN) else text


def _cells(figures: Figures) -> tuple[int | str, ...]:
    money = (f"{figures.network_paid:.2f}", f"{figures.co_funding:.2f}")
    return (
        figures.missions,
        figures.days,
        *money,
        figures.unknown_days,
        figures.unknown_paid,
        figures.unknown_co_funding,
    )


def report_xlsx(report: Report, facts: Knowledge, lang: str, at: datetime) -> bytes:
    """The figures as a spreadsheet: one sheet a table, each with its chart. The same report gives the same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 (a new workbook has one)
    book.remove(sheet)
    for table in report.breakdowns:
        _sheet(book.create_sheet(say(TITLES[table.dimension], lang)[:_SHEET_NAME]), table, report, facts, lang)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), at)


def _sheet(sheet: "Worksheet", table: Breakdown, report: Report, facts: Knowledge, lang: str) -> None:
    from openpyxl.styles import Font

    sheet.sheet_view.rightToLeft = lang == "ar"
    heads = (say(TITLES[table.dimension], lang), *(say(column, lang) for column in COLUMNS))
    rows = [(_label(table.dimension, line.key, facts, lang), *_numbers(line.figures)) for line in table.lines]
    whole = (say(_("Toutes les missions"), lang), *_numbers(report.whole))
    for place, row in enumerate((heads, *rows, whole), 1):
        for column, value in enumerate(row, 1):
            write_cell(sheet, place, column, value)
    for place in (1, len(rows) + 2):
        for cell in sheet[place]:
            cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 45
    if rows:
        _chart(sheet, len(rows))


def write_cell(sheet: "Worksheet", row: int, column: int, value: str | int | Decimal | None) -> None:
    """A value in its cell: a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column, cleaned(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text, even where it looks like a formula
    else:
        cell.number_format = "#,##0.00" if isinstance(value, Decimal) else "0"


def _numbers(figures: Figures) -> tuple[int | Decimal | None, ...]:
    """Missions, days and money; None for what none of these missions has told."""
    told = (
        (figures.days, figures.unknown_days),
        (figures.network_paid, figures.unknown_paid),
        (figures.co_funding, figures.unknown_co_funding),
    )
    return figures.missions, *(None if 0 < figures.missions == unknown else value for value, unknown in told)


def _chart(sheet: "Worksheet", count: int) -> None:
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type = "bar"
    chart.legend = None
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=count + 1))
    chart.height = max(5.0, count * 0.8)
    sheet.add_chart(chart, "G2")


def report_pdf(report: Report, facts: Knowledge, lang: str, at: datetime) -> bytes:
    """The figures as a PDF on A4, each table with its chart. Not for the event loop."""
    return to_pdf(report_paper(report, facts, lang, at))


def report_paper(report: Report, facts: Knowledge, lang: str, at: datetime) -> Paper:
    """The figures as a paper."""
    said = partial(say, lang=lang)
    return Paper(
        lang=lang,
        at=at,
        title=said(_("Missions EXPLOR, {year}", year=str(report.year))),
        facts=tuple(_facts(report, lang)),
        sections=tuple(_section(table, facts, lang) for table in report.breakdowns if table.lines),
        notes=tuple(map(said, _notes(report))),
        footer=said(_("Rapport d'activité")),
    )


def _facts(report: Report, lang: str) -> Iterator[Field]:
    figures = _told(report.whole, lang)
    yield from (Field(say(name, lang), value) for name, value in zip(COLUMNS, figures, strict=True))


def _notes(report: Report) -> Iterator[Text]:
    yield _("Une mission compte dans l'année de son premier jour.")
    if any(table.overlapping and table.lines for table in report.breakdowns):
        yield _("Une mission qui a plusieurs thèmes ou objectifs compte dans chacun : ces tableaux dépassent le total.")
    if report.whole.unknown_days:
        yield _n(
            "{count} mission n'a pas de durée connue.",
            "{count} missions n'ont pas de durée connue.",
            report.whole.unknown_days,
        )
    if report.whole.unknown_paid:
        yield _n(
            "Pour {count} mission, ce que le réseau a payé n'est pas encore connu.",
            "Pour {count} missions, ce que le réseau a payé n'est pas encore connu.",
            report.whole.unknown_paid,
        )
    if report.whole.unknown_co_funding:
        yield _n(
            "Pour {count} mission, aucun montant de cofinancement n'est donné.",
            "Pour {count} missions, aucun montant de cofinancement n'est donné.",
            report.whole.unknown_co_funding,
        )
    if report.whole.co_funding:
        yield _("Les cofinancements sont ceux que les associations annoncent dans leur dossier.")


def _section(table: Breakdown, facts: Knowledge, lang: str) -> Section:
    most = max(line.figures.missions for line in table.lines)
    labelled = [(line, _label(table.dimension, line.key, facts, lang)) for line in table.lines]
    bars = tuple(_bar(line, label, most, lang) for line, label in labelled)
    head = ("", *(say(column, lang) for column in COLUMNS))
    rows = tuple((label, *_told(line.figures, lang)) for line, label in labelled)
    grid = Table("", head, rows, ("start", "end", "end", "end", "end"))
    return Section(say(TITLES[table.dimension], lang), (Bars("", bars), grid))


def _bar(line: Line, label: str, most: int, lang: str) -> Bar:
    count = line.figures.missions
    return Bar(label, say(_n("{count} mission", "{count} missions", count), lang), count / most)


def _told(figures: Figures, lang: str) -> tuple[str, ...]:
    return tuple(_figure(value, lang) for value in _numbers(figures))


def _figure(value: int | Decimal | None, lang: str) -> str:
    if value is None:
        return "—"
    return shown(Money(value) if isinstance(value, Decimal) else value, lang)


def _label(dimension: Dimension, key: str, facts: Knowledge, lang: str) -> str:
    """What a key means; a key that nothing is known of is shown as it is."""
    if key == UNKNOWN:
        return say(_("Non précisé"), lang)
    return _LABELS[dimension](key, facts, lang)


def _coded(words: dict[str, Text]) -> Callable[[str, Knowledge, str], str]:
    return lambda key, facts, lang: say(words.get(key, literal(key)), lang)


def _region(key: str, facts: Knowledge, lang: str) -> str:
    return facts.regions[key].name if key in facts.regions else key


_LABELS: dict[Dimension, Callable[[str, Knowledge, str], str]] = {
    "region": _region,
    "type": _coded(dict(MISSION_TYPES)),
    "theme": _coded({option.value: option.label for option in THEMES}),
    "sdg": _coded({str(number): _("{number}. {goal}", number=number, goal=name) for number, name in SDGS.items()}),
    "direction": _coded(dict(DIRECTIONS)),
    "country": lambda key, facts, lang: shown(CountryName(key), lang),
}
