"""What a person reads: sentences in their language, and the numbers, dates and names in them as they are used to."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import translations
from bot.words import LANGUAGES, PARIS, RIGHT_TO_LEFT, catalogue, language_of, say, speaker
from dialogs.core.text import CountryName, LanguageName, Listed, Money, Percent, Text, _, _n, literal

steadily = settings(deadline=None, derandomize=True)

OPEN, CLOSE = "\u2068", "\u2069"


def value(it: object, lang: str) -> str:
    """How a value reads in a sentence that is the same in every language, without the signs that isolate it."""
    return plain(say(Text("{it}", {"it": it}), lang))


def plain(words: str) -> str:
    return (
        words.replace(OPEN, "").replace(CLOSE, "").replace("\u202f", " ").replace("\u00a0", " ").replace("\u200f", "")
    )


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("en_US.UTF-8", "en"),
        ("pt-BR", "pt"),
        ("PT", "pt"),
        ("es-419", "es"),
        ("ar_MA.UTF-8", "ar"),
        ("ar-Latn-DZ", "ar"),
        ("ca@valencia", "fr"),
        ("de-DE", "fr"),
        ("C", "fr"),
        ("C.UTF-8", "fr"),
        ("POSIX", "fr"),
        ("", "fr"),
        (None, "fr"),
        ("portuguese", "fr"),
    ],
)
def test_the_client_s_language_is_spoken_where_we_know_it_and_french_elsewhere(locale: str | None, lang: str) -> None:
    assert language_of(locale) == lang


@pytest.mark.parametrize(
    ("lang", "amount", "shown"),
    [
        ("fr", "1000", "1 000 €"),
        ("fr", "12.50", "12,50 €"),
        ("fr", "12.5", "12,50 €"),
        ("fr", "0", "0 €"),
        ("fr", "1234567.89", "1 234 567,89 €"),
        ("en", "1000", "€1,000"),
        ("en", "12.50", "€12.50"),
        ("pt", "12.50", "12,50 €"),
        ("es", "12.50", "12,50 €"),
        ("ar", "1000", "1,000 €"),
    ],
)
def test_money_reads_as_people_write_it(lang: str, amount: str, shown: str) -> None:
    assert value(Money(Decimal(amount)), lang) == shown


def test_money_says_its_currency() -> None:
    assert value(Money(Decimal(15000), "XOF"), "fr") == "15 000 F CFA"


@pytest.mark.parametrize("lang", LANGUAGES)
@steadily
@given(cents=st.integers(0, 10**12))
def test_money_is_never_rounded(lang: str, cents: int) -> None:
    shown = value(Money(Decimal(cents) / 100), lang)
    digits = "".join(char for char in shown if char.isdigit())
    assert digits == (str(cents // 100) if cents % 100 == 0 else f"{cents // 100}{cents % 100:02}")


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("fr", "15 juin 2025"), ("en", "15 June 2025"), ("pt", "15 de junho de 2025"), ("es", "15 de junio de 2025")],
)
def test_a_date_is_written_out(lang: str, shown: str) -> None:
    assert value(date(2025, 6, 15), lang) == shown


def test_an_instant_is_told_at_the_time_of_paris() -> None:
    midnight = datetime.fromisoformat("2025-06-14T22:00+00:00")
    assert value(midnight, "fr") == "15 juin 2025 à 00:00"
    assert value(midnight, "ar") == "15 يونيو 2025 الساعة 00:00", "two numbers side by side would change places"
    assert value(datetime(2025, 6, 15, 23, 59, 59, tzinfo=PARIS), "fr") == "15 juin 2025 à 23:59:59"
    assert value(datetime(2025, 6, 15, 10, 0, 7, tzinfo=PARIS), "ar") == "15 يونيو 2025 الساعة 10:00:07"


@pytest.mark.parametrize(("lang", "shown"), [("fr", "50 %"), ("en", "50%"), ("pt", "50%"), ("es", "50 %")])
def test_a_share_is_a_percentage(lang: str, shown: str) -> None:
    assert value(Percent(Decimal("0.5")), lang) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_are_in_the_digits_of_phones_and_bank_statements(lang: str) -> None:
    shown = "".join(value(it, lang) for it in (1234567, Decimal("1.5"), Money(Decimal(12)), Percent(Decimal(1))))
    assert all(char.isascii() for char in shown if char.isdigit())


@pytest.mark.parametrize(
    ("code", "lang", "name"),
    [
        ("BJ", "fr", "Bénin"),
        ("BJ", "en", "Benin"),
        ("BJ", "ar", "بنين"),
        ("MA", "pt", "Marrocos"),
        ("MA", "es", "Marruecos"),
        ("XK", "fr", "Kosovo"),
        ("XX", "fr", "XX"),
    ],
)
def test_a_country_has_its_name_in_the_language_of_whoever_reads(code: str, lang: str, name: str) -> None:
    assert value(CountryName(code), lang) == name


@pytest.mark.parametrize(("code", "name"), [("fr", "français"), ("en", "English"), ("ar", "العربية")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_its_own_name_whoever_reads(lang: str, code: str, name: str) -> None:
    assert value(LanguageName(code), lang) == name


@pytest.mark.parametrize(
    ("lang", "joined", "shown"),
    [
        ("fr", "and", "a, b et c"),
        ("fr", "or", "a, b ou c"),
        ("en", "and", "a, b and c"),
        ("pt", "and", "a, b e c"),
        ("es", "or", "a, b o c"),
    ],
)
def test_a_list_ends_with_and_or_with_or(lang: str, joined: Any, shown: str) -> None:
    assert value(Listed(("a", "b", "c"), joined), lang) == shown


def test_what_is_listed_may_be_sentences_amounts_or_nothing() -> None:
    assert value(Listed((literal("un"), Money(Decimal(2)))), "fr") == "un et 2 €"
    assert value(Listed(()), "fr") == ""
    assert value(Listed(("seul",)), "fr") == "seul"


def test_names_listed_in_arabic_keep_their_direction_and_their_order() -> None:
    assert "\u2068a.pdf\u2069 و\u2068b.pdf\u2069" in say(Text("{it}", {"it": Listed(("a.pdf", "b.pdf"))}), "ar")


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 jour"), (1, "1 jour"), (2, "2 jours"), (1_000_000, "1 000 000 jours"), (-1, "-1 jour")],
)
def test_in_french_zero_is_singular(count: int, said: str) -> None:
    assert plain(say(_n("{count} jour", "{count} jours", count), "fr")) == said


def counted() -> tuple[str, str]:
    """A sentence of the bot that agrees with a number, and has nothing else to fill."""
    found = (message.id for message in translations.source() if isinstance(message.id, tuple))
    singular, plural = next(id for id in found if set(re.findall(r"{(\w+)}", "".join(id))) == {"count"})
    return singular, plural


@pytest.mark.parametrize(("lang", "forms"), [("en", 2), ("es", 2), ("pt", 2), ("ar", 6)])
def test_a_language_has_as_many_plurals_as_its_speakers_use(lang: str, forms: int) -> None:
    """Arabic: none, one, two, few, many, other; Spanish and Portuguese also have one for whole millions of things."""
    rule = catalogue(lang).plural  # type: ignore[attr-defined]
    assert len({rule(count) for count in (*range(120), 10**6)}) >= forms


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100, 1000])
def test_a_counted_sentence_is_said_in_every_language_whatever_the_count(lang: str, count: int) -> None:
    said = say(_n(*counted(), count), lang)
    assert said.strip()
    assert "{" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_nobody_translated_yet_is_said_in_french(lang: str) -> None:
    assert plain(say(Text("Phrase inconnue : {it}.", {"it": "x"}), lang)) == "Phrase inconnue : x."


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "fr"])
def test_what_is_translated_is_not_said_in_french(lang: str) -> None:
    hello = _("Bonjour ! Je suis l'assistant EXPLOR.")
    assert say(hello, lang) != say(hello, "fr")


def test_a_right_to_left_sentence_keeps_latin_words_from_turning_it_around() -> None:
    said = say(Text("{name} :", {"name": "Lianes Coopération"}), "ar")
    assert said == f"{OPEN}Lianes Coopération{CLOSE} :"


def test_arabic_words_in_a_french_sentence_are_kept_apart_and_others_are_not() -> None:
    assert say(Text("« {it} »", {"it": "جمعية"}), "fr") == f"« {OPEN}جمعية{CLOSE} »"
    assert say(Text("« {it} »", {"it": "Lianes"}), "fr") == "« Lianes »"


def test_a_sentence_in_a_sentence_isolates_its_own_values_only() -> None:
    inner = Text("{amount} et plus", {"amount": Money(Decimal(5))})
    assert say(Text("{reason} !", {"reason": inner}), "ar").count(OPEN) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@steadily
@given(words=st.text() | st.sampled_from(("\u202eoui", "\u2069\u2069", "\u2066", "a\u202db")))
def test_what_somebody_wrote_cannot_turn_the_rest_of_the_sentence(lang: str, words: str) -> None:
    said = say(Text("<{it}>", {"it": words}), lang)
    inside = said[1:-1].removeprefix(OPEN).removesuffix(CLOSE)
    assert not set(inside) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert said.count(OPEN) == said.count(CLOSE) == (1 if said[1] == OPEN else 0)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", ["{name}", "{0}", "%s", "{it}", "{{", "}"])
def test_what_somebody_wrote_is_never_taken_for_a_place(lang: str, words: str) -> None:
    assert plain(say(Text("{it}", {"it": words}), lang)) == words


def test_a_place_that_is_not_filled_is_our_bug_and_raises() -> None:
    with pytest.raises(KeyError):
        say(_("Il reste {days} jours."), "fr")


def test_a_value_of_no_known_sort_is_our_bug_and_raises() -> None:
    with pytest.raises(TypeError, match="float"):
        value(1.5, "fr")


def test_a_sentence_can_be_filled_later() -> None:
    assert speaker("fr")(_("{a} et {b}", a="un").fill(b="deux")) == "un et deux"


def test_every_language_is_known_to_be_written_one_way() -> None:
    assert set(LANGUAGES) >= RIGHT_TO_LEFT == {"ar"}


@pytest.mark.parametrize(
    ("lang", "french", "word"),
    [
        ("ar", r"effac", "حذف"),
        ("ar", r"utiliser|déjà servi|servent seulement|sert une", "ستعم"),
        ("es", r"(reten|retien).*dossier|dossier.*retenu", "seleccion"),
    ],
)
def test_what_has_one_name_in_french_has_one_in_another_language(lang: str, french: str, word: str) -> None:
    said = [message for message in translations.read(lang) if re.search(french, str(message.id))]
    assert len(said) > 3
    for message in said:
        assert word in str(message.string)
