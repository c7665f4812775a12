"""What is found on receipts whose text was read before: `boxes.jsonl` holds the boxes of drawn ones (`drawn.py`)."""

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.boxes import Box, Row, rows
from bot.reading.fields.amounts import amounts
from bot.reading.fields.currencies import currency
from bot.reading.fields.dates import day
from bot.reading.fields.labels import labelled, name_of
from bot.reading.fields.numbers import invoice_number
from bot.reading.fields.receipt import fields
from bot.reading.fields.services import NAMES, SERVICES, service
from bot.reading.fields.suppliers import supplier
from bot.reading.fields.totals import total
from bot.reading.fields.vocabulary import words_of
from tests.reading.written import WRITTEN

STORED = [json.loads(line) for line in (Path(__file__).parent / "boxes.jsonl").read_text("utf-8").splitlines()]
TODAY = date(2026, 12, 31)


def printed(*lines: str) -> tuple[Row, ...]:
    """Rows as an engine sees them: two spaces or more part two boxes."""
    boxes = []
    for number, line in enumerate(lines):
        left = 20.0
        for text in line.split("  "):
            if text.strip():
                boxes.append(_box(text.strip(), left, 30.0 * number))
            left += 12 * len(text) + 60
    return rows(boxes)


def _box(text: str, left: float, top: float) -> Box:
    right = left + 12 * len(text)
    return Box(text, 0.99, ((left, top), (right, top), (right, top + 20), (left, top + 20)))


@pytest.mark.parametrize("stored", STORED, ids=[f"{one['truth']['supplier']} {one['name']}" for one in STORED])
def test_receipts_of_nine_countries_are_read(stored: dict[str, Any]) -> None:
    found, truth = fields(rows(map(Box.from_json, stored["boxes"])), TODAY), stored["truth"]
    assert (found.day and found.day.value.isoformat()) == truth["day"]
    assert (found.total and found.total.value) == Decimal(truth["total"])
    for name in ("currency", "supplier", "category"):
        assert getattr(found, name).value == truth[name]
    if truth["number"]:
        assert found.number
        assert found.number.value == truth["number"].upper()


@pytest.mark.parametrize("name", WRITTEN)
def test_layouts_that_nothing_was_fitted_to_are_read_as_well(name: str) -> None:
    truth = WRITTEN[name]
    found = fields(printed(*truth.lines), TODAY)
    assert (found.day and found.day.value.isoformat()) == truth.day
    for seen, expected in (
        (found.total, truth.total),
        (found.currency, truth.currency),
        (found.supplier, truth.supplier),
    ):
        assert expected is None or (seen and seen.value) == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("TOTAL 1,234.56", "1234.56"),
        ("TOTAL 1.234,56", "1234.56"),
        ("1 234,56 EUR", "1234.56"),
        ("15 000 FCFA", "15000"),
        ("125.000 F CFA", "125000"),
        ("12€50", "12.50"),
        ("1.400$00", "1400.00"),
        ("RM3.90", "3.90"),
        ("l2.5O", "12.50"),
        ("13. 80", "13.80"),
        ("-0.02", "-0.02"),
        ("0.02-", "-0.02"),
        ("6% 0.38", "0.38"),
        ("0,5 kg", ""),
        ("12/05/2026 13:42", ""),
        ("2 x 6,00", "6.00"),
    ],
)
def test_an_amount_is_exact_however_a_country_writes_it(text: str, values: str) -> None:
    assert [amount.value for amount in amounts(text)] == [Decimal(value) for value in values.split()]


@pytest.mark.parametrize(
    ("lines", "paid"),
    [
        (["Subtotal  12.72", "GST 6%  0.76", "Rounding  0.02", "TOTAL  13.50", "Cash  20.00", "Change  6.50"], "13.50"),
        (["Total  41.48", "Rounding Adj  0.02", "Total rounded  41.50", "Cash  50.00", "Change  8.50"], "41.50"),
        (["Total HT  100,00", "TVA 20%  20,00", "Total TTC  120,00"], "120.00"),
        (["Subtotal  $40.00", "Tax  $3.20", "Tip  $8.00", "Total  $51.20"], "51.20"),
        (["Item 2  Total with GST  6.83", "Qty: 3  Rounding  0.02", "Total saving  0.00  Total  6.85"], "6.85"),
        (["Amount incl. GST  5.00", "Accepted total  10.00", "Change  5.00"], "5.00"),
        (["Total  277.00", "GST Summary  Amount  Tax", "SR  261.32  15.68", "Total  261.32  15.68"], "277.00"),
        (["NET A PAYER", "38,50 €", "dont TVA 10%  3,50"], "38.50"),
        (["Thé  4,00", "À payer  4,00", "Espèces  100,00", "Rendu  96,00"], "4.00"),
    ],
)
def test_the_amount_paid_is_told_from_tax_rounding_tips_cash_and_change(lines: list[str], paid: str) -> None:
    found = total(labelled(printed(*lines)))
    assert found
    assert found.value == Decimal(paid)


def test_a_total_that_several_amounts_dispute_is_less_sure_than_one_that_all_confirm() -> None:
    agreed = total(labelled(printed("Tea  4.00", "Subtotal  4.00", "TOTAL  4.00", "Cash  5.00", "Change  1.00")))
    disputed = total(labelled(printed("Tea  4.00", "Cake  6.10", "Bread  3.30")))
    assert agreed
    assert disputed
    assert agreed.confidence >= 0.9 > 0.5 > disputed.confidence
    assert Decimal("4.00") in {disputed.value, *disputed.others}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date: 14/05/2026 13:42", "2026-05-14"),
        ("14.05.26", "2026-05-14"),
        ("2026-05-14", "2026-05-14"),
        ("Le 14 mai 2026 à 08h15", "2026-05-14"),
        ("1er août 2026", "2026-08-01"),
        ("14 de maio de 2026", "2026-05-14"),
        ("14 de mayo de 2026", "2026-05-14"),
        ("May 14, 2026", "2026-05-14"),
        ("14 ماي 2026", "2026-05-14"),
        ("15 JUN 18 08:34:31 PM", "2018-06-15"),
        ("ORD #70 -REG #19-18/03/201823:02:16", "2018-03-18"),
        ("Date:02/O1/2018", "2018-01-02"),
        ("T2 26-04-18 16:59", "2018-04-26"),
    ],
)
def test_a_day_is_read_in_five_languages_and_however_it_is_glued(text: str, expected: str) -> None:
    found = day(printed(text), TODAY)
    assert found
    assert found.value.isoformat() == expected


def test_a_day_that_may_be_turned_is_month_first_only_where_a_country_writes_so_and_offers_the_other() -> None:
    here, there = (day(printed("05/04/2026"), TODAY, country) for country in ("FR", "US"))
    assert here
    assert there
    assert (here.value, there.value) == (date(2026, 4, 5), date(2026, 5, 4))
    assert here.others == (there.value,)


def test_where_dollars_were_paid_and_no_country_is_known_a_day_that_may_be_turned_is_asked() -> None:
    paper = printed("DINER", "05/04/2026 7:45 PM", "Total  $12.00")
    unknown, known = (fields(paper, TODAY, country).day for country in (None, "US"))
    assert unknown
    assert known
    assert unknown.confidence <= 0.5 < 0.9 <= known.confidence
    assert known.value == date(2026, 5, 4)


@pytest.mark.parametrize("other", ["Valable jusqu'au 31/12/2030", "Arrivée : 02/01/2026", "Expiry date 01/01/2026"])
def test_the_day_of_the_purchase_is_taken_and_not_another(other: str) -> None:
    found = day(printed(other, "Date : 14/05/2026 10:20"), TODAY)
    assert found
    assert found.value == date(2026, 5, 14)


def test_a_telephone_number_or_a_time_is_no_day() -> None:
    assert day(printed("Tel 03.20.55.12.34", "13:42:05", "Table 12"), TODAY) is None


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Dakar, Sénégal", "Total  5 000 FCFA"], "XOF"),
        (["Yaoundé", "Total  5 000 FCFA"], "XAF"),
        (["Total  5 000 FCFA"], "XOF"),
        (["Austin, Texas", "Total  $5.00"], "USD"),
        (["Total  5,00 €"], "EUR"),
        (["Casablanca", "Total  50,00"], "MAD"),
        (["Total  1.400$00"], "CVE"),
    ],
)
def test_the_currency_follows_the_sign_and_the_place(lines: list[str], code: str) -> None:
    found = currency(printed(*lines))
    assert found
    assert found.value == code


def test_where_the_paper_does_not_say_the_country_of_the_mission_decides_without_being_sure() -> None:
    franc = currency(printed("Total  5 000 FCFA"), "CM")
    nothing = currency(printed("Total  50,00"), "TN")
    assert franc
    assert franc.value == "XAF"
    assert nothing
    assert (nothing.value, nothing.confidence < 0.5) == ("TND", True)
    assert currency(printed("Total  50,00")) is None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["SYARIKAT GIN KEE SDN BHD (81109-A)", "NO 290, JALAN AIR PANAS", "TEL: 03-4021"], "SYARIKAT GIN KEE SDN BHD"),
        (["Bienvenue", "LA BONNE TABLE", "12 rue des Lilas", "59000 Lille"], "LA BONNE TABLE"),
        (["TAX INVOICE", "HOTEL SAHEL", "Avenue Kwame", "Tel 25 30"], "HOTEL SAHEL"),
        (["AIK HUAT HARDWARE ENTERPRISE", "SDN BHD", "NO 17, JALAN SETIA"], "AIK HUAT HARDWARE ENTERPRISE SDN BHD"),
    ],
)
def test_the_supplier_is_the_name_at_the_head_and_no_slogan_number_or_address(lines: list[str], name: str) -> None:
    found = supplier(printed(*lines))
    assert found
    assert found.value == name


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("FACTURE N° F2026-0042", "F2026-0042"),
        ("Invoice No: 60000152273", "60000152273"),
        ("Fatura Simplificada FS 2026A/77", "2026A/77"),
        ("Ticket n° 1234  Serveur : Léa", "1234"),
    ],
)
def test_the_number_of_the_paper_is_kept_as_printed(line: str, number: str) -> None:
    found = invoice_number(printed(line))
    assert found
    assert number in found.value


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Sous-total HT", "untaxed"),
        ("SUB-TOTAL", "sub"),
        ("T0TAL TTC", "taxed"),
        ("NETAPAYER", "final"),
        ("Total rounded", "final"),
        ("Troco", "change"),
        ("Total Qty", "count"),
        ("Pourboire", "tip"),
        ("Baguette tradition", None),
    ],
)
def test_a_line_is_known_by_its_words_even_glued_or_misread(line: str, named: str | None) -> None:
    assert name_of(words_of(line)) == named


def test_every_service_has_its_name_and_words_that_tell_it() -> None:
    assert set(NAMES) == set(SERVICES)
    for name, words in (("taxi", "Course de taxi"), ("visa", "Ambassade du Bénin"), ("hotel", "2 nuitées")):
        found = service(printed(words))
        assert found
        assert found.value == name
    assert service(printed("Divers")) is None


def test_rows_hold_on_paper_that_lies_askew() -> None:
    tilt = 0.06
    boxes = [
        Box(text, 0.99, _tilted(left, 40.0 * line, tilt))
        for line, texts in enumerate([("Tea", "4.00"), ("Cake", "6.10"), ("Total due here", "10.10")])
        for left, text in zip((0.0, 500.0), texts, strict=True)
    ]
    random.Random(1).shuffle(boxes)
    assert [row.text for row in rows(boxes)] == ["Tea  4.00", "Cake  6.10", "Total due here  10.10"]


def _tilted(left: float, top: float, tilt: float) -> Any:
    corners = ((left, top), (left + 120, top), (left + 120, top + 20), (left, top + 20))
    return tuple((x, y + tilt * x) for x, y in corners)


TEXTS = st.text(alphabet="0123456789 .,/-:€$%TOTALtoalHC", max_size=20) | st.sampled_from(
    ["TOTAL", "12,50", "99/99/9999", "0.00", "SARL", "Total TTC", "1.234.567,89", "31/02/2026", "((((("]
)


@given(st.lists(st.tuples(TEXTS, st.floats(0, 1), st.floats(0, 600), st.floats(0, 900)), max_size=30))
def test_whatever_is_on_the_paper_something_or_nothing_is_found_and_never_an_error(lines: list[Any]) -> None:
    boxes = [
        Box(text, sure, ((x, y), (x + 50, y), (x + 50, y + 20), (x, y + 20))) for text, sure, x, y in lines if text
    ]
    found = fields(rows(boxes), TODAY)
    for one in (found.day, found.total, found.currency, found.supplier, found.number, found.service):
        assert one is None or 0 <= one.confidence <= 1
