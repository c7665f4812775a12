"""The report of a year opens in a spreadsheet, in a text editor and on paper, and runs nothing anywhere."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from bot.knowledge_files import load
from bot.report import harmless, report_csv, report_pdf, report_xlsx
from bot.words import LANGUAGES
from knowledge.base import Knowledge
from knowledge.report import Report, report
from tests.bot.documents.test_pdf import standards, words
from tests.knowledge.test_report import ROWS

AT = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
FORMULAS = ("=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


@pytest.fixture(scope="module")
def facts() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def made() -> Report:
    return report(ROWS, 2026)


def table(csv_bytes: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes.decode())))


def test_the_csv_has_the_whole_and_a_line_for_each_key(facts: Knowledge, made: Report) -> None:
    whole, *lines = table(report_csv(made, facts, "fr"))
    assert [whole[name] for name in ("table", "missions", "network_paid", "unknown_days")] == [
        "whole",
        "3",
        "1850.50",
        "1",
    ]
    (benin,) = [line for line in lines if (line["table"], line["key"]) == ("country", "BJ")]
    assert (benin["label"], benin["missions"], benin["days"]) == ("Bénin", "2", "10")
    (untold,) = [line for line in lines if (line["table"], line["key"]) == ("type", "")]
    assert untold["label"] == "Non précisé"


def test_the_spreadsheet_has_a_sheet_and_a_chart_for_each_table(facts: Knowledge, made: Report) -> None:
    book = load_workbook(io.BytesIO(report_xlsx(made, facts, "fr", AT)))
    assert len(book.worksheets) == 6
    sheet = book["Par pays"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=3)] == [
        ["Par pays", "Missions", "Jours"],
        ["Bénin", 2, 10],
        ["Tunisie", 1, 7],
        ["Toutes les missions", 3, 17],
    ]
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]


def test_amounts_are_numbers_in_the_spreadsheet(facts: Knowledge, made: Report) -> None:
    sheet = load_workbook(io.BytesIO(report_xlsx(made, facts, "fr", AT)))["Par pays"]
    assert (sheet["D3"].value, sheet["D3"].number_format) == (1000, "#,##0.00")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(facts: Knowledge, formula: str) -> None:
    hostile = report(tuple(replace(row, region=formula, themes=(formula,)) for row in ROWS), 2026)
    book = load_workbook(io.BytesIO(report_xlsx(hostile, facts, "fr", AT)))
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    for line in table(report_csv(hostile, facts, "fr")):
        assert not {line["key"][:1], line["label"][:1]} & set("=+-@\t\r")


def test_a_text_that_nothing_would_run_is_left_as_it_is() -> None:
    assert [harmless(words) for words in ("Bénin", "", "a=b")] == ["Bénin", "", "a=b"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_tells_the_figures_in_every_language(facts: Knowledge, made: Report, lang: str) -> None:
    pdf = report_pdf(made, facts, lang, AT)
    assert standards(pdf) == {"pdfaid", "pdfuaid"}
    if lang == "fr":
        told = words(pdf)
        assert "Missions EXPLOR, 2026" in told
        assert "Eau et assainissement 2 missions" in told
        assert "1 mission n'a pas de durée connue." in told
        assert "ces tableaux dépassent le total" in told


def test_what_no_mission_has_told_is_a_dash_and_not_a_zero(facts: Knowledge, made: Report) -> None:
    assert "Occitanie 1 — — —" in words(report_pdf(made, facts, "fr", AT))
    sheet = load_workbook(io.BytesIO(report_xlsx(made, facts, "fr", AT)))["Par région"]
    assert [cell.value for cell in sheet[3]][:5] == ["Occitanie", 1, None, None, None]


def test_a_year_without_a_mission_is_a_report_that_says_so(facts: Knowledge) -> None:
    empty = report((), 2026)
    assert "Missions 0" in words(report_pdf(empty, facts, "fr", AT))
    assert len(load_workbook(io.BytesIO(report_xlsx(empty, facts, "fr", AT))).worksheets) == 6
    assert len(table(report_csv(empty, facts, "fr"))) == 1


def test_the_same_report_gives_the_same_files(facts: Knowledge, made: Report) -> None:
    assert report_xlsx(made, facts, "fr", AT) == report_xlsx(made, facts, "fr", AT)
    assert report_pdf(made, facts, "fr", AT) == report_pdf(made, facts, "fr", AT)
    assert b"2027-01-15T09:00:00Z" in _core(report_xlsx(made, facts, "fr", AT))


def _core(xlsx: bytes) -> bytes:
    from zipfile import ZipFile

    return ZipFile(io.BytesIO(xlsx)).read("docProps/core.xml")
