"""The PDF: every word is in it, as it was typed, shaped right, in our own fonts, on numbered pages, always the same."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from bot.documents import Field, Section, Table, to_pdf
from tests.bot.documents.papers import ARABIC, AT, EMAIL, FRENCH, LONG, PHONE, answering, everywhere

HOSTILE = (
    "#set page(fill: red)",
    "#panic()",
    '#import "@preview/cetz:0.3.0"',
    "$ x^2 / 0 $",
    "*gras* _penché_ `code` ~",
    "= Titre",
    "@reference <etiquette>",
    "\\u{41} \\ \\n",
    '```typ #read("paper.typ") ```',
    "<script>alert(1)</script>",
    "=SUM(A1:A9)",
    "// commentaire /* et */",
    "'droites' \"doubles\" -- --- ...",
    "https://exemple.org/#ancre",
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All the text, with plain spaces, whatever the lines were cut."""
    return " ".join("\n".join(page.extract_text() for page in read(pdf).pages).split())


def standards(pdf: bytes) -> set[str]:
    """What the file says it complies with, in its XMP metadata."""
    catalogue: Any = read(pdf).trailer["/Root"]
    return set(re.findall(r"pdf(?:aid|uaid)(?=:part)", catalogue["/Metadata"].get_data().decode()))


def fonts(pdf: bytes) -> list[Any]:
    found = {}
    for page in read(pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            found[font["/BaseFont"]] = font.get_object()["/DescendantFonts"][0].get_object()
    return list(found.values())


def glyphs(page: PageObject) -> Iterator[tuple[str, int]]:
    """Font and number of each glyph drawn on a page: our fonts are all drawn by numbers of two bytes."""
    resources: Any = page["/Resources"]
    font = ""
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"Tf":
            font = resources["/Font"][operands[0]]["/BaseFont"].partition("+")[2]
        for text in operands[0] if operator == b"TJ" else operands if operator == b"Tj" else ():
            codes = getattr(text, "original_bytes", b"")
            yield from ((font, int.from_bytes(codes[at : at + 2])) for at in range(0, len(codes), 2))


def test_a_person_reads_every_word_of_the_paper() -> None:
    text = words(to_pdf(FRENCH))
    for field in (field for section in FRENCH.sections for field in section.fields if isinstance(field, Field)):
        assert field.label in text
        for value in field.texts:
            assert "منى" in value or value.strip() in text
    for word in ("Pré-fiche de mission EXPLOR", "Déposée le 12 mai 2025", "Billet d'avion", "1 425,00 €", "Fait à"):
        assert word in text
    assert LONG.strip() in text


def test_an_empty_answer_shows_a_dash_and_one_to_write_by_hand_a_line() -> None:
    paper = replace(FRENCH, facts=(), signatures=(), sections=(Section("", (Field("Site", None),)),))
    by_hand = replace(paper, sections=(Section("", (Field("Site", None, by_hand=True),)),))
    assert "Site —" in words(to_pdf(paper))
    assert "—" not in words(to_pdf(by_hand))


def test_the_reference_and_the_page_number_are_on_every_page() -> None:
    pages = read(to_pdf(FRENCH)).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        assert "HDF-2026-0007" in page.extract_text()
        assert f"{number}/2" in page.extract_text()


def test_pages_are_a4() -> None:
    box = read(to_pdf(FRENCH)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_the_file_says_its_title_and_its_language() -> None:
    for paper in (FRENCH, ARABIC):
        pdf = read(to_pdf(paper))
        catalogue: Any = pdf.trailer["/Root"]
        assert pdf.metadata is not None
        assert pdf.metadata.title == f"{paper.title} · HDF-2026-0007"
        assert pdf.metadata.creation_date == AT
        assert catalogue["/Lang"] == paper.lang


@pytest.mark.parametrize("paper", [FRENCH, ARABIC], ids=["fr", "ar"])
def test_the_file_can_be_read_aloud_and_kept(paper: Any) -> None:
    catalogue: Any = read(to_pdf(paper)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert standards(to_pdf(paper)) == {"pdfaid", "pdfuaid"}


@pytest.mark.parametrize("paper", [FRENCH, ARABIC], ids=["fr", "ar"])
def test_only_our_own_fonts_are_used_and_all_are_inside(paper: Any) -> None:
    used = fonts(to_pdf(paper))
    assert used
    for font in used:
        assert re.fullmatch(r"/[A-Z]{6}\+Noto[A-Za-z]+-(Regular|Bold)", font["/BaseFont"])
        assert "/FontFile2" in font["/FontDescriptor"]


def test_every_character_of_an_arabic_paper_has_a_glyph() -> None:
    drawn = [glyph for page in read(to_pdf(ARABIC)).pages for glyph in glyphs(page)]
    assert len(drawn) > 1000
    assert all(number for _, number in drawn)


def test_an_arabic_letter_takes_the_shape_of_its_place_in_the_word() -> None:
    def shapes(value: str) -> int:
        page = read(to_pdf(answering(value, "ar"))).pages[0]
        return len({number for font, number in glyphs(page) if font == "NotoNaskhArabic-Regular"})

    assert shapes("ع ع ع") == 1
    assert shapes("ععع") == 3


def test_a_phone_number_in_an_arabic_sentence_keeps_its_order() -> None:
    text = words(to_pdf(ARABIC))
    assert text.count(PHONE) == 11
    assert text.count(EMAIL) > 5
    assert not set(text) & set("\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_code_is_shown_as_it_was_typed(text: str, lang: str) -> None:
    shown = words(to_pdf(everywhere(text, lang)))
    assert shown.count(text) >= 15


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    for word in ("W" * 300, "https://exemple.org/" + "a" * 300, "م" * 300, "1/" * 200, "a@" * 200):
        for page in read(to_pdf(everywhere(word))).pages:
            rights: list[float] = []
            page.extract_text(
                visitor_text=lambda text, _, matrix, *__, to=rights: text.strip() and to.append(matrix[4])
            )
            assert max(rights) < 595 - 50


def test_an_address_of_usual_length_is_copied_whole() -> None:
    address = "jean-pierre.dhoeuvre@eau-partagee-des-hauts-de-france.example"
    assert address in words(to_pdf(answering(address)))


def test_a_character_without_a_glyph_is_a_box_and_the_rest_of_the_paper_is_there() -> None:
    pdf = to_pdf(replace(FRENCH, subtitle="Bravo 😀 中文"))
    assert 0 in [number for _, number in glyphs(read(pdf).pages[0])]
    assert "Bravo" in words(pdf)
    assert "Billet d'avion" in words(pdf)
    assert standards(pdf) == set()


def test_names_in_other_scripts_have_their_glyphs() -> None:
    names = (
        "ፍቅርተ",
        "សុខ",
        "ສົມ",
        "สมชาย",
        "प्रिया",
        "রহিম",
        "தமிழ்",
        "မြန်မာ",
        "Հայաստան",
        "საქართველო",
        "שלום",
        "ⵣⵣ",
        "ߒߞߏ",
        "𞤀𞤁",
    )
    for name in (*names, "Đặng Thị Hương", "Łukasz Żółć", "Ɓukari Ŋɔɔ", "Θάλεια", "Оксана", "→ ☑ ☐ ✓ ≤ 5 ₂ ½"):
        assert standards(to_pdf(answering(name))) == {"pdfaid", "pdfuaid"}, name


def test_the_same_paper_gives_the_same_file() -> None:
    for paper in (FRENCH, ARABIC):
        assert to_pdf(paper) == to_pdf(paper)
    elsewhere = replace(FRENCH, at=AT.astimezone(timezone(timedelta(hours=9))))
    assert to_pdf(elsewhere) == to_pdf(FRENCH)


def test_it_is_made_at_any_instant_of_a_real_clock() -> None:
    assert to_pdf(replace(FRENCH, at=AT.replace(microsecond=617_777))) == to_pdf(FRENCH)


def test_another_word_or_another_time_gives_another_file() -> None:
    pdfs = {to_pdf(paper) for paper in (FRENCH, replace(FRENCH, at=AT + timedelta(days=1)), replace(FRENCH, notes=()))}
    assert len(pdfs) == 3


def test_it_is_made_wherever_the_program_was_started_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = to_pdf(FRENCH)
    monkeypatch.chdir(tmp_path)
    assert to_pdf(FRENCH) == here
    assert list(tmp_path.iterdir()) == []


def test_a_long_table_says_its_head_again_on_each_page() -> None:
    rows = tuple((f"Ligne {number}", "1,00 €") for number in range(80))
    paper = replace(FRENCH, sections=(Section("Budget", (Table("", ("Poste", "Montant"), rows, ("start", "end")),)),))
    pages = [page.extract_text() for page in read(to_pdf(paper)).pages]
    assert len(pages) > 2
    assert all("Montant" in page for page in pages if "Ligne" in page)
    assert re.findall(r"Ligne (\d+)", " ".join(pages)) == [str(number) for number in range(80)]


def test_a_title_is_never_left_alone_at_the_foot_of_a_page() -> None:
    for lines in range(20, 60):
        before = Field("", "\n".join(["une ligne"] * lines))
        paper = replace(FRENCH, facts=(), sections=(Section("", (before,)), Section("Suite", (Field("Nom", "Zoé"),))))
        assert any(
            "Suite" in page.extract_text() and "Zoé" in page.extract_text() for page in read(to_pdf(paper)).pages
        )


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["fr", "ar"]))
def test_anything_typed_makes_a_paper(text: str, lang: str) -> None:
    assert len(read(to_pdf(everywhere(text, lang))).pages) >= 1
