"""The DOCX: the same words, to complete and sign; right-to-left by Word's own marks; always the same bytes."""

import io
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import Paper, to_docx
from tests.bot.documents.papers import ARABIC, AT, FRENCH, LONG, PHONE, answering, everywhere

MARKS = {ord(mark): None for mark in "\u200e\u200f"}


def opened(paper: Paper) -> Any:
    return Document(io.BytesIO(to_docx(paper)))


def paragraphs(paper: Paper) -> list[Any]:
    return list(opened(paper).element.body.iter(qn("w:p")))


def written(paragraph: Any) -> str:
    text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
    return text.translate(MARKS).replace("\u00a0", " ")


def paragraph_of(paper: Paper, text: str) -> Any:
    return next(paragraph for paragraph in paragraphs(paper) if text in written(paragraph))


def test_a_person_reads_every_word_of_the_paper() -> None:
    text = "\n".join(map(written, paragraphs(FRENCH)))
    for word in (FRENCH.title, FRENCH.status, "Lianes coopération", LONG.strip(), "Kossi Adjovi", "منى الهاشمي", PHONE):
        assert word in text
    for word in ("Site\n—", "1 425,00 €", "À remplir avant la signature.", "Fait à", "Signature"):
        assert word in text


def test_the_reference_and_the_page_number_are_at_the_foot() -> None:
    foot = opened(FRENCH).sections[0].footer.paragraphs[0]
    assert foot.text.startswith("HDF-2026-0007\tPré-fiche de mission\t")
    assert [field.text for field in foot._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_the_file_says_its_title_its_language_and_its_time_and_no_other_name() -> None:
    about = opened(FRENCH).core_properties
    assert (about.title, about.identifier, about.language) == (FRENCH.title, "HDF-2026-0007", "fr")
    assert about.created == AT
    assert (about.author, about.comments) == ("", "")


def test_an_arabic_paper_runs_from_the_right() -> None:
    paper = opened(ARABIC)
    assert paper.element.body.sectPr.find(qn("w:bidi")) is not None
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in paper.tables)
    for text in ("استمارة", "شخص الاتصال", "رئيس الجمعية", "منذ عام 2018", "لا يُعتد", "التوقيع"):
        assert paragraph_of(ARABIC, text).pPr.find(qn("w:bidi")) is not None


def test_a_french_paper_runs_from_the_left() -> None:
    assert not list(opened(FRENCH).element.body.iter(qn("w:bidi"), qn("w:bidiVisual")))


def test_each_run_of_an_arabic_line_goes_its_own_way() -> None:
    runs = paragraph_of(ARABIC, "رئيس الجمعية").findall(qn("w:r"))
    ways = {written(run).strip(): run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in runs}
    assert ways["Jean-Pierre D'Hœuvre"] is False
    assert ways["(رئيس الجمعية)"] is True


def test_a_number_alone_runs_left_to_right_from_the_right_side() -> None:
    paragraph = next(one for one in paragraphs(ARABIC) if written(one) == PHONE)
    assert paragraph.pPr.find(qn("w:bidi")) is None
    assert paragraph.pPr.jc.get(qn("w:val")) == "right"


def test_bullets_stay_on_the_right_of_a_latin_name_in_arabic() -> None:
    assert paragraph_of(ARABIC, "Kossi Adjovi").pPr.find(qn("w:bidi")) is not None


def test_an_arabic_answer_in_a_french_paper_runs_its_own_way() -> None:
    paper = answering("منى الهاشمي")
    assert paragraph_of(paper, "منى").pPr.find(qn("w:bidi")) is not None


def test_arabic_letters_have_the_font_and_the_size_of_the_others() -> None:
    styles = opened(ARABIC).styles
    for name, size in (("Normal", "22"), ("Heading 1", "38"), ("Label", "21")):
        properties = styles[name].element.rPr
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "Arial"
        assert properties.find(qn("w:szCs")).get(qn("w:val")) == size
    assert styles["Label"].font.cs_bold


def test_the_head_of_a_table_comes_again_on_each_page() -> None:
    head = opened(FRENCH).tables[-2].rows[0]
    assert head.cells[0].text == "Poste"
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("text", ["<w:p/> & ]]>", "{{ x }}", "=SUM(A1)", "%PAGE% \\* MERGEFORMAT", "<script>"])
def test_what_looks_like_code_is_shown_as_it_was_typed(text: str) -> None:
    assert sum(text in written(paragraph) for paragraph in paragraphs(everywhere(text))) >= 15


def test_the_same_paper_gives_the_same_file() -> None:
    for paper in (FRENCH, ARABIC):
        assert to_docx(paper) == to_docx(paper)
    with ZipFile(io.BytesIO(to_docx(FRENCH))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(FRENCH) != to_docx(replace(FRENCH, notes=()))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["fr", "ar"]))
def test_anything_typed_makes_a_paper(text: str, lang: str) -> None:
    assert opened(everywhere(text, lang)).paragraphs
