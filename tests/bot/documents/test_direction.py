"""Which way a line of a paper runs, and what in it runs its own way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import Field, Paper, Table
from bot.documents.direction import Direction, lines, one_line


def way(text: str, paper: Direction) -> str:
    (line,) = lines(text, paper)
    return line.direction


def apart(text: str, paper: Direction) -> list[tuple[str, str]]:
    (line,) = lines(text, paper)
    return [
        (span.text.replace("\u00a0", " "), span.direction) for span in line.spans if span.direction != line.direction
    ]


LONG_ARABIC = "ترافق جمعيتنا بلدية كبوماسي من أجل الوصول إلى مياه الشرب والصرف الصحي في كل القرى المجاورة لها"
LONG_FRENCH = "Notre association accompagne la commune dans l'accès à l'eau potable et à l'assainissement depuis 2018"


@pytest.mark.parametrize(
    ("text", "paper", "expected"),
    [
        ("Eau partagée", "rtl", "ltr"),
        ("Jeanne Dupont، رئيسة الجمعية", "rtl", "rtl"),
        ("منى الهاشمي", "ltr", "rtl"),
        ("منى الهاشمي (présidente)", "ltr", "ltr"),
        ("+33 6 12 34 56 78", "rtl", "ltr"),
        ("12", "rtl", "ltr"),
        (LONG_ARABIC + " EXPLOR", "ltr", "rtl"),
        ("EXPLOR " + LONG_ARABIC, "rtl", "rtl"),
        (LONG_FRENCH + " (منى)", "rtl", "ltr"),
    ],
)
def test_a_line_runs_as_its_reader_expects(text: str, paper: Direction, expected: str) -> None:
    assert way(text, paper) == expected


def test_a_long_text_of_the_other_direction_starts_from_its_own_side() -> None:
    assert [line.own_side for line in lines(f"{LONG_FRENCH}\nLille", "rtl")] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اتصلوا على +33 6 12 34 56 78 شكرا", [("+33 6 12 34 56 78", "ltr")]),
        ("الرقم 123 456 789 00012.", [("123 456 789 00012", "ltr")]),
        ("انظر https://exemple.org/ar/، شكرا", [("https://exemple.org/ar/", "ltr")]),
        ("إلى contact@exemple.org.", [("contact@exemple.org", "ltr")]),
        ("اسم \u2068Jean (Lille)\u2069 هنا", [("Jean (Lille)", "ltr")]),
        ("في 14 نوفمبر", []),
    ],
)
def test_addresses_numbers_and_values_run_their_own_way_inside_arabic(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert apart(text, "rtl") == expected


def test_nobody_can_turn_the_words_of_another_around() -> None:
    (line,) = lines("Dupont\u202e eivalC\u202c \u2067\u2069\u2069\x00\x1b[31m", "ltr")
    assert line.text == "Dupont eivalC [31m"


def test_each_line_feed_opens_a_paragraph_and_blank_ones_are_left_out() -> None:
    assert [line.text for line in lines(" un\r\n\n  \u2028deux\vtrois\n", "ltr")] == ["un", "deux", "trois"]


def test_a_phone_number_and_a_question_mark_are_not_cut_from_what_comes_before() -> None:
    (line,) = lines("Le 06 12 34 56 78, « vu » ? 1 350,00 €", "ltr")
    assert line.text == "Le 06\u00a012\u00a034\u00a056\u00a078, «\u00a0vu\u00a0»\u00a0? 1\u00a0350,00\u00a0€"


def test_the_properties_of_a_file_take_one_short_line() -> None:
    assert one_line("Un \u2068titre\u2069\nsur\x00 deux " + "x" * 300) == ("Un titre sur deux " + "x" * 300)[:255]


@given(st.text(), st.sampled_from(["ltr", "rtl"]))
def test_no_letter_is_lost(text: str, paper: Direction) -> None:
    shown = "".join(line.text for line in lines(text, paper))
    assert [letter for letter in shown if letter.isalnum()] == [letter for letter in text if letter.isalnum()]


def test_a_table_with_a_row_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        Table("Budget", ("Poste", "Montant"), (("Visa",),))


def test_a_paper_without_a_time_zone_is_refused() -> None:
    from datetime import datetime

    with pytest.raises(ValueError, match="aware"):
        Paper(lang="fr", at=datetime(2025, 5, 12), title="Titre")  # noqa: DTZ001


def test_an_empty_list_is_an_empty_answer() -> None:
    assert Field("Objectifs", ()).texts == Field("Objectifs", None).texts == Field("Objectifs", "").texts == ()
