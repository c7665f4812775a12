"""Days and stretches of days, as people write them on 20 May 2025."""

from datetime import date

import pytest

from dialogs.core.kinds import DateRange, Day
from tests.dialogs.core.kinds.person import asked, more, refused, told, understood

SURE = [
    ("fr", "2025-06-15", "2025-06-15"),
    ("fr", "12 juin 2025", "2025-06-12"),
    ("fr", "le 12/06/2025", "2025-06-12"),
    ("fr", "12.6.2025", "2025-06-12"),
    ("fr", "12-6-25", "2025-06-12"),
    ("fr", "3/4/26", "2026-04-03"),
    ("fr", "1er juillet", "2025-07-01"),
    ("fr", "premier juillet", "2025-07-01"),
    ("fr", "vingt et un juin", "2025-06-21"),
    ("fr", "samedi 14 juin", "2025-06-14"),
    ("fr", "Jeudi 12 mars", "2026-03-12"),
    ("fr", "15 août", "2025-08-15"),
    ("fr", "15 AOUT 2026", "2026-08-15"),
    ("fr", "le 20 mai", "2025-05-20"),
    ("fr", "demain", "2025-05-21"),
    ("fr", "après-demain", "2025-05-22"),
    ("fr", "hier", "2025-05-19"),
    ("fr", "aujourd'hui", "2025-05-20"),
    ("fr", "aujourd’hui !", "2025-05-20"),
    ("fr", "３/６/２０２５", "2025-06-03"),
    ("fr", "29/02/2028", "2028-02-29"),
    ("en", "June 15th", "2025-06-15"),
    ("en", "15 June", "2025-06-15"),
    ("en", "the 15th of June, 2026", "2026-06-15"),
    ("en", "June 15, 2026", "2026-06-15"),
    ("en", "Sept 1 2025", "2025-09-01"),
    ("en", "25/03/2026", "2026-03-25"),
    ("en", "03/25/2026", "2026-03-25"),
    ("en", "5/5/2026", "2026-05-05"),
    ("en", "tomorrow", "2025-05-21"),
    ("en", "the day after tomorrow", "2025-05-22"),
    ("en", "yesterday", "2025-05-19"),
    ("en", "first of July", "2025-07-01"),
    ("en", "Saturday 14 June", "2025-06-14"),
    ("es", "15 de junio de 2025", "2025-06-15"),
    ("es", "quince de junio", "2025-06-15"),
    ("es", "el 3/4/2026", "2026-04-03"),
    ("es", "15-06-2025", "2025-06-15"),
    ("es", "primero de julio", "2025-07-01"),
    ("es", "mañana", "2025-05-21"),
    ("es", "pasado mañana", "2025-05-22"),
    ("es", "ayer", "2025-05-19"),
    ("es", "hoy", "2025-05-20"),
    ("es", "veintitres de agosto", "2025-08-23"),
    ("es", "5 de septiembre", "2025-09-05"),
    ("pt", "15 de junho", "2025-06-15"),
    ("pt", "quinze de junho de 2025", "2025-06-15"),
    ("pt", "dez de junho", "2025-06-10"),
    ("pt", "1º de julho", "2025-07-01"),
    ("pt", "3/4/2026", "2026-04-03"),
    ("pt", "10 out", "2025-10-10"),
    ("pt", "amanhã", "2025-05-21"),
    ("pt", "amanha", "2025-05-21"),
    ("pt", "depois de amanhã", "2025-05-22"),
    ("pt", "ontem", "2025-05-19"),
    ("pt", "hoje", "2025-05-20"),
    ("pt", "31/10/2025", "2025-10-31"),
    ("ar", "١٥ يونيو", "2025-06-15"),
    ("ar", "15 يونيو 2025", "2025-06-15"),
    ("ar", "١٥ جوان", "2025-06-15"),
    ("ar", "15 جويلية 2025", "2025-07-15"),
    ("ar", "3 ماي 2026", "2026-05-03"),
    ("ar", "2 أفريل 2026", "2026-04-02"),
    ("ar", "5 فيفري 2026", "2026-02-05"),
    ("ar", "10 جانفي 2026", "2026-01-10"),
    ("ar", "7 غشت", "2025-08-07"),
    ("ar", "3 أوت 2025", "2025-08-03"),
    ("ar", "١٥ حزيران", "2025-06-15"),
    ("ar", "10 كانون الثاني 2026", "2026-01-10"),
    ("ar", "4 تشرين الأول", "2025-10-04"),
    ("ar", "يوم 15 يونيو", "2025-06-15"),
    ("ar", "خمسة عشر يونيو", "2025-06-15"),
    ("ar", "١٥/٦/٢٠٢٥", "2025-06-15"),
    ("ar", "۱۵/۶/۲۰۲۵", "2025-06-15"),
    ("ar", "غدا", "2025-05-21"),
    ("ar", "غدًا", "2025-05-21"),
    ("ar", "أمس", "2025-05-19"),
    ("ar", "اليوم", "2025-05-20"),
]


@pytest.mark.parametrize(("lang", "typed", "day"), SURE)
def test_a_plain_date_is_taken_as_it_is(lang: str, typed: str, day: str) -> None:
    assert understood(Day(), typed, lang) == date.fromisoformat(day)


UNSURE = [
    ("fr", "12 mars", ["2026-03-12", "2025-03-12"]),
    ("fr", "le 3/4", ["2026-04-03", "2025-04-03"]),
    ("fr", "lundi prochain", ["2025-05-26", "2025-06-02"]),
    ("fr", "mardi", ["2025-05-27", "2025-06-03"]),
    ("fr", "dans deux semaines", ["2025-06-03"]),
    ("fr", "dans 15 jours", ["2025-06-04", "2025-06-03"]),
    ("fr", "il y a 3 jours", ["2025-05-17"]),
    ("fr", "dans un mois", ["2025-06-20"]),
    ("fr", "lundi 14 juin", ["2025-06-14"]),
    ("fr", "12/25/2026", ["2026-12-25"]),
    ("fr", "juin 26", ["2025-06-26"]),
    ("fr", "le 15", ["2025-06-15"]),
    ("fr", "15062026", ["2026-06-15"]),
    ("fr", "12 septmbre", ["2025-09-12"]),
    ("fr", "12 juin à 14h", ["2025-06-12"]),
    ("fr", "12 juin 14h30", ["2025-06-12"]),
    ("fr", "12/03-2026", ["2026-03-12", "2025-03-12"]),
    ("fr", "le 12 ou le 13 juin 2025", ["2025-06-13"]),
    ("fr", "12 juin 2025 ou 13 juin 2025", ["2025-06-12", "2025-06-13"]),
    ("fr", "3/4/24", ["2024-04-03"]),
    ("en", "3/4/2026", ["2026-04-03", "2026-03-04"]),
    ("en", "12/6/2025", ["2025-06-12", "2025-12-06"]),
    ("en", "next monday", ["2025-05-26", "2025-06-02"]),
    ("en", "in two weeks", ["2025-06-03"]),
    ("en", "3 days ago", ["2025-05-17"]),
    ("en", "April 3", ["2026-04-03", "2025-04-03"]),
    ("es", "hace 3 días", ["2025-05-17"]),
    ("es", "dentro de dos semanas", ["2025-06-03"]),
    ("es", "1 de mayo", ["2026-05-01", "2025-05-01"]),
    ("pt", "daqui a 3 dias", ["2025-05-23"]),
    ("pt", "há 3 dias", ["2025-05-17"]),
    ("pt", "10 de dezembro", ["2025-12-10", "2024-12-10"]),
    ("ar", "بعد أسبوعين", ["2025-06-03"]),
    ("ar", "بعد 3 أيام", ["2025-05-23"]),
    ("ar", "منذ يومين", ["2025-05-18"]),
    ("ar", "الاثنين القادم", ["2025-05-26", "2025-06-02"]),
    ("ar", "3 ماي", ["2026-05-03", "2025-05-03"]),
]


@pytest.mark.parametrize(("lang", "typed", "days"), UNSURE)
def test_a_date_that_may_be_another_is_read_back(lang: str, typed: str, days: list[str]) -> None:
    assert asked(Day(), typed, lang) == tuple(date.fromisoformat(day) for day in days)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02", "Cette date n'existe pas : ce mois n'a pas de jour 31. Vérifiez-la."),
        ("31 avril 2026", "Cette date n'existe pas : ce mois n'a pas de jour 31. Vérifiez-la."),
        ("29/02/2026", "Cette date n'existe pas : cette année-là, février a 28 jours. Vérifiez-la."),
        ("14/13/2026", "Cette date n'existe pas : il n'y a pas de mois 13. Vérifiez-la."),
        ("mi-juin", "Il me faut un jour précis : par exemple « 12 mars 2026 »."),
        ("fin mars 2026", "Il me faut un jour précis : par exemple « 12 mars 2026 »."),
        ("juin", "Il me faut un jour précis : par exemple « 12 mars 2026 »."),
        ("12 mars 3026", "Vérifiez l'année, s'il vous plaît : écrivez-la avec quatre chiffres."),
        ("15 ramadan", "Je ne lis que le calendrier grégorien. Donnez la date ainsi : 12/03/2026."),
        ("bientôt", "Je ne reconnais pas de date. Écrivez-la ainsi : 12 mars 2026, ou 12/03/2026."),
        ("5 personnes", "Je ne reconnais pas de date. Écrivez-la ainsi : 12 mars 2026, ou 12/03/2026."),
        ("x" * 5000, "Écrivez seulement la date, par exemple « 12 mars 2026 »."),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_write(typed: str, sentence: str) -> None:
    assert refused(Day(), typed) == sentence


def test_a_birthday_without_its_year_is_looked_for_in_the_past() -> None:
    assert understood(Day(prefer="past"), "12 mars") == date(2025, 3, 12)
    assert understood(Day(prefer="past"), "12/03/85") == date(1985, 3, 12)
    assert asked(Day(prefer="past"), "lundi") == (date(2025, 5, 19), date(2025, 5, 12))


def test_a_day_outside_the_bounds_is_refused_with_the_bounds() -> None:
    kind = Day(earliest=date(2025, 6, 1), latest=date(2025, 12, 31))
    sentence = refused(kind, "12 janvier 2026")
    assert sentence == "Donnez une date entre le 1er juin 2025 et le 31 décembre 2025."
    assert asked(kind, "12 décembre") == (date(2025, 12, 12),)


STRETCHES = [
    ("fr", "du 3 au 10 juin", "2025-06-03", "2025-06-10"),
    ("fr", "entre le 3 et le 10 juin", "2025-06-03", "2025-06-10"),
    ("fr", "3-10/04/2026", "2026-04-03", "2026-04-10"),
    ("fr", "03/04-10/04/2026", "2026-04-03", "2026-04-10"),
    ("fr", "2026-04-03/2026-04-10", "2026-04-03", "2026-04-10"),
    ("fr", "du 28 décembre au 4 janvier 2026", "2025-12-28", "2026-01-04"),
    ("fr", "du 3 juin au 10", "2025-06-03", "2025-06-10"),
    ("fr", "3-10 juin", "2025-06-03", "2025-06-10"),
    ("en", "from 3 to 10 April 2026", "2026-04-03", "2026-04-10"),
    ("en", "June 3-10, 2025", "2025-06-03", "2025-06-10"),
    ("es", "de 3 a 10 de abril de 2026", "2026-04-03", "2026-04-10"),
    ("pt", "de 3 a 10 de junho", "2025-06-03", "2025-06-10"),
    ("ar", "من 3 إلى 10 أبريل 2026", "2026-04-03", "2026-04-10"),
    ("ar", "من ٣ يونيو إلى ١٠ يونيو", "2025-06-03", "2025-06-10"),
]


@pytest.mark.parametrize(("lang", "typed", "start", "end"), STRETCHES)
def test_two_days_in_one_sentence_are_a_stretch(lang: str, typed: str, start: str, end: str) -> None:
    assert understood(DateRange(), typed, lang) == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_stretch_whose_year_is_not_obvious_is_read_back() -> None:
    assert asked(DateRange(), "du 3 au 10 avril")[0] == (date(2026, 4, 3), date(2026, 4, 10))


@pytest.mark.parametrize(
    ("lang", "typed", "start", "ends"),
    [
        ("fr", "3 juin pour 10 jours", "2025-06-03", ["2025-06-12", "2025-06-13"]),
        ("fr", "10 jours à partir du 3 juin", "2025-06-03", ["2025-06-12", "2025-06-13"]),
        ("fr", "le 3 pour 10 jours", "2025-06-03", ["2025-06-12", "2025-06-13"]),
        ("fr", "3 juin pour un mois", "2025-06-03", ["2025-07-02", "2025-07-03"]),
        ("en", "June 3 for two weeks", "2025-06-03", ["2025-06-16", "2025-06-17"]),
        ("es", "3 de junio por 10 días", "2025-06-03", ["2025-06-12", "2025-06-13"]),
        ("pt", "3 de junho por dez dias", "2025-06-03", ["2025-06-12", "2025-06-13"]),
        ("ar", "3 يونيو لمدة أسبوعين", "2025-06-03", ["2025-06-16", "2025-06-17"]),
    ],
)
def test_a_day_and_a_length_are_a_stretch_that_is_read_back(lang: str, typed: str, start: str, ends: list[str]) -> None:
    spans = asked(DateRange(), typed, lang)
    assert [[day.isoformat() for day in span] for span in spans] == [[start, end] for end in ends]


def test_figures_keep_their_end() -> None:
    for typed in ("du 3/4 au 5/4", "du 3-4 au 5-4", "3/4-5/4"):
        assert asked(DateRange(), typed)[0] == (date(2026, 4, 3), date(2026, 4, 5))


def test_two_days_without_their_month_are_the_next_to_come_and_are_read_back() -> None:
    assert asked(DateRange(), "du 12 au 20") == ((date(2025, 6, 12), date(2025, 6, 20)),)
    assert asked(DateRange(), "du 25 au 5") == ((date(2025, 5, 25), date(2025, 6, 5)),)


def test_more_than_one_stretch_or_a_length_alone_is_asked_again() -> None:
    for typed in ("du 3 au 5 et du 8 au 10 juin", "dix jours", "pour deux semaines"):
        assert refused(DateRange(), typed) == "Par exemple « du 3 au 10 avril 2026 »."


def test_english_figures_are_read_in_one_order_at_a_time() -> None:
    assert asked(DateRange(), "3/4/2026 to 5/6/2026", "en") == (
        (date(2026, 4, 3), date(2026, 6, 5)),
        (date(2026, 3, 4), date(2026, 5, 6)),
    )


def test_a_start_alone_is_kept_and_the_end_is_asked() -> None:
    begun = more(DateRange(), "3 juin")
    assert told(begun) == "Début : 3 juin 2025. Quelle est la date de fin ?"
    assert understood(DateRange(), "10 juin", partial=begun.kept) == (date(2025, 6, 3), date(2025, 6, 10))
    ends = [end for _start, end in asked(DateRange(), "dix jours", partial=begun.kept)]
    assert ends == [date(2025, 6, 12), date(2025, 6, 13)]
    assert [end for _start, end in asked(DateRange(), "pour dix jours", partial=begun.kept)] == ends


def test_a_start_that_was_doubtful_is_confirmed_with_its_end() -> None:
    begun = more(DateRange(), "dans deux semaines")
    assert asked(DateRange(), "10 juin", partial=begun.kept) == ((date(2025, 6, 3), date(2025, 6, 10)),)


def test_an_end_before_the_start_is_refused() -> None:
    sentence = "La fin est avant le début. Vérifiez les deux dates, s'il vous plaît."
    assert refused(DateRange(), "du 10 juin au 3 juin 2025") == sentence
    assert refused(DateRange(), "3 juin 2025", partial={"start": "2025-06-10", "sure": True}) == sentence
