"""The files of a livret need nothing else, are read in five languages, and cannot be made to do anything by words."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.documents import to_docx
from bot.documents.calendar import Event, to_ics
from bot.documents.cards import Card, to_vcards
from bot.documents.livret import livret_html, livret_paper, livret_pdf
from bot.knowledge_files import load
from bot.livret import Livrets, calendar, contact_cards
from bot.livret_files import load_livret
from bot.words import LANGUAGES
from knowledge.mission_sheet import MissionSheet
from tests.bot.documents.livrets import AT, BARE, FULL, RECIPROCITY, with_words, written_by_staff
from tests.bot.documents.test_pdf import glyphs, read, standards, words

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[clic](javascript:alert(1))",
    "#panic() *gras* $x$",
    "a;b,c\\d\r\nBEGIN:VEVENT",
    "END:VCARD\nTEL:666",
)


@pytest.fixture(scope="module")
def livrets() -> Livrets:
    return Livrets.of(load(), load_livret(), LANGUAGES)


class Page(HTMLParser):
    """What a browser reads of a page: its tags with their attributes, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "every tag is closed in its order"

    def handle_data(self, data: str) -> None:
        self.words += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(livrets: Livrets, sheet: MissionSheet, lang: str = "fr") -> Page:
    return Page(livret_html(livrets.livret(sheet, lang)))


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_says_its_language_and_direction(livrets: Livrets, lang: str) -> None:
    shown = page(livrets, FULL, lang)
    assert shown.open == []
    assert shown.named("html") == [{"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}]
    assert [one["id"] for one in shown.named("section")] == [chapter.section for chapter in livrets.written(FULL, lang)]
    assert "117" in shown.words
    assert "\u2068" not in shown.words


def test_nothing_is_fetched_from_anywhere(livrets: Livrets) -> None:
    html = livret_html(livrets.livret(FULL, "fr"))
    assert {tag for tag, _ in Page(html).tags} & {"script", "link", "img", "iframe", "object", "form"} == set()
    assert "url(" not in html
    assert "@import" not in html
    assert not any(name.startswith("on") or name == "src" for _, attrs in Page(html).tags for name in attrs)


def test_a_link_leads_to_a_section_a_telephone_or_a_mail_box(livrets: Livrets) -> None:
    hrefs = {str(one["href"]) for one in page(livrets, FULL).named("a")}
    assert {"#emergency", "tel:117", "tel:+33612345678", "mailto:c.duval@lianes.example"} <= hrefs
    assert all(re.match(r"#\w+$|tel:[+\d]+$|mailto:|https?://", href) for href in hrefs)


def test_a_latin_name_in_an_arabic_page_is_kept_apart(livrets: Livrets) -> None:
    assert '<bdi dir="ltr">+33 6 12 34 56 78</bdi>' in livret_html(livrets.livret(FULL, "ar"))


def test_words_of_staff_in_another_language_say_which(livrets: Livrets) -> None:
    assert '<div lang="fr">' in livret_html(livrets.livret(written_by_staff("Le lac monte."), "ar"))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_hostile_words_are_words_on_the_page(livrets: Livrets, hostile: str, lang: str) -> None:
    usual, attacked = page(livrets, with_words("mot"), lang), page(livrets, with_words(hostile), lang)
    tags = {tag for tag, _ in attacked.tags}
    assert tags <= {tag for tag, _ in usual.tags} | {"bdi"}
    assert {str(one.get("href")) for one in attacked.named("a")} == {str(one.get("href")) for one in usual.named("a")}
    if lang == "fr":
        assert " ".join(hostile.split()) in " ".join(attacked.words.split())


def test_staff_s_markdown_makes_no_script(livrets: Livrets) -> None:
    shown = page(livrets, written_by_staff("<script>x</script> [a](javascript:x) ![b](https://x.example/b.png)"))
    assert "<script>x</script>" in shown.words
    assert not [one for one in shown.named("a") if str(one["href"]).startswith("javascript")]
    assert not shown.named("img")


# --- the PDF --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sheet", [BARE, FULL, RECIPROCITY], ids=["bare", "full", "reciprocity"])
def test_the_pdf_is_made_in_every_language_to_be_kept_and_read_aloud(
    livrets: Livrets, sheet: MissionSheet, lang: str
) -> None:
    pdf = livret_pdf(livrets.livret(sheet, lang))
    assert standards(pdf) == {"pdfaid", "pdfuaid"}
    catalogue: Any = read(pdf).trailer["/Root"]
    assert catalogue["/Lang"] == lang
    assert all(number for one in read(pdf).pages for _, number in glyphs(one))


def test_the_pdf_tells_the_numbers_the_contacts_and_its_version(livrets: Livrets) -> None:
    told = words(livret_pdf(livrets.livret(FULL, "fr")))
    assert "Version 3, mise à jour le 20 novembre 2026" in told
    for word in ("117. Non vérifié.", "+229 01 97 00 00 00", "3. En cas d'urgence"):
        assert word in told


def test_an_arabic_pdf_keeps_phone_numbers_in_their_order(livrets: Livrets) -> None:
    told = words(livret_pdf(livrets.livret(FULL, "ar")))
    assert "+33 6 12 34 56 78" in told


def test_a_translation_says_first_that_a_machine_made_it(livrets: Livrets) -> None:
    note = livrets.livret(FULL, "en").notes[0]
    told = words(livret_pdf(livrets.livret(FULL, "en")))
    assert told.index(note) < told.index("1. Mission sheet")
    assert livrets.livret(FULL, "fr").notes == ()


def test_the_same_version_gives_the_same_files(livrets: Livrets) -> None:
    once, again = livrets.livret(FULL, "fr"), livrets.livret(FULL, "fr")
    assert livret_pdf(once) == livret_pdf(again)
    assert livret_html(once) == livret_html(again)
    assert calendar(FULL, "fr") == calendar(FULL, "fr")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_words_in_the_pdf(livrets: Livrets, hostile: str) -> None:
    assert " ".join(hostile.split()) in words(livret_pdf(livrets.livret(with_words(hostile), "fr")))


def test_the_livret_is_a_docx_too(livrets: Livrets) -> None:
    assert to_docx(livret_paper(livrets.livret(FULL, "fr")))[:2] == b"PK"


# --- the calendar ---------------------------------------------------------------------------------------------------


def events(ics: bytes) -> list[Any]:
    return list(Calendar.from_ical(ics).walk("VEVENT"))


def test_the_calendar_has_the_departure_and_the_appointments_at_their_hours() -> None:
    departure, meeting = events(calendar(FULL, "fr"))
    assert str(departure["SUMMARY"]) == "Aller : Lille – Cotonou"
    assert (departure.start, departure.end) == (FULL.journeys[0].leaves, FULL.journeys[0].arrives)
    assert str(meeting["SUMMARY"]) == "Préfecture de l'Atlantique"
    assert (meeting.start, str(meeting["LOCATION"])) == (FULL.appointments[0].starts, "Allada")


def test_an_appointment_that_is_moved_replaces_itself() -> None:
    moved = replace(FULL.appointments[0], starts=AT, ends=None)
    later = replace(FULL, version=4, appointments=(moved,))
    before, after = events(calendar(FULL, "fr"))[1], events(calendar(later, "fr"))[1]
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after.end - after.start == timedelta(hours=1)


def test_two_appointments_of_one_name_stay_two() -> None:
    twice = replace(FULL, appointments=FULL.appointments * 2)
    assert len({str(one["UID"]) for one in events(calendar(twice, "fr"))}) == 3


def test_a_mission_without_dates_has_an_empty_calendar() -> None:
    assert events(calendar(BARE, "fr")) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_anybody_s_words_stay_one_property_of_the_calendar(typed: str) -> None:
    ics = to_ics(typed, (Event(typed, typed, AT, None, typed, typed),), 1, AT)
    (event,) = events(ics)
    assert {name for name, _ in event.property_items()} <= {
        *("BEGIN", "END", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION")
    }
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))


# --- the contacts ---------------------------------------------------------------------------------------------------


def cards(vcf: bytes) -> list[list[str]]:
    """The lines of each card, unfolded as RFC 2426 says."""
    lines = vcf.decode().replace("\r\n ", "").split("\r\n")
    starts = [place for place, line in enumerate(lines) if line == "BEGIN:VCARD"]
    ends = [place for place, line in enumerate(lines) if line == "END:VCARD"]
    return [lines[start + 1 : end] for start, end in zip(starts, ends, strict=True)]


def test_the_contacts_are_cards_with_their_numbers() -> None:
    first, *others = cards(contact_cards(FULL, "fr"))
    assert {"FN:Claire Duval", "TEL;TYPE=VOICE:+33 6 12 34 56 78", "EMAIL;TYPE=INTERNET:c.duval@lianes.example"} <= set(
        first
    )
    assert len(others) == 3


def test_a_contact_that_cannot_be_reached_is_no_card() -> None:
    unreachable = replace(FULL.contacts[0], phone=None, email=None)
    assert contact_cards(replace(FULL, contacts=(unreachable,)), "fr") == b""


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150))
def test_anybody_s_words_stay_one_line_of_a_card(typed: str) -> None:
    vcf = to_vcards((Card(typed, typed, typed, typed, typed),))
    (lines,) = cards(vcf)
    assert {line.split(":")[0].split(";")[0] for line in lines} <= {
        *("VERSION", "FN", "N", "TITLE", "TEL", "EMAIL", "NOTE")
    }
    assert all(len(line) <= 75 for line in vcf.split(b"\r\n"))
    assert vcf.decode()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_open_no_card_and_no_event(hostile: str) -> None:
    assert len(cards(contact_cards(with_words(hostile), "fr"))) == 1
    assert len(events(calendar(with_words(hostile), "fr"))) == 2
