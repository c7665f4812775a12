"""Numbers and amounts of money, as people write them in five languages."""

from decimal import Decimal

import pytest

from bot.words import speaker
from dialogs.core.kinds import DayCount, Integer, MoneyKind, Number
from dialogs.core.text import Money, _n
from tests.dialogs.core.kinds.person import asked, refused, understood

DAYS = Integer(min=1, max=2000, unit=_n("{count} jour", "{count} jours", 1))
COSTS = MoneyKind(currencies=("EUR", "XOF", "XAF", "USD", "CVE", "MAD", "AED", "BRL", "TND"))


@pytest.mark.parametrize(
    ("lang", "typed", "number"),
    [
        ("fr", "10", 10),
        ("fr", "dix", 10),
        ("fr", "dix jours", 10),
        ("fr", "1 400", 1400),
        ("fr", "1\u202f400", 1400),
        ("fr", "1.400", 1400),
        ("fr", "mille", 1000),
        ("fr", "vingt-cinq", 25),
        ("fr", "environ 12 jours", 12),
        ("fr", "1k", 1000),
        ("en", "ten", 10),
        ("en", "twenty-five", 25),
        ("en", "1,400", 1400),
        ("en", "about 12", 12),
        ("en", "fifteen hundred", 1500),
        ("es", "quince", 15),
        ("es", "veintitres", 23),
        ("es", "veintitrés", 23),
        ("es", "mil doscientos", 1200),
        ("es", "1.400", 1400),
        ("pt", "dez", 10),
        ("pt", "vinte e três", 23),
        ("pt", "mil e quinhentos", 1500),
        ("pt", "1.400", 1400),
        ("pt", "dezasseis", 16),
        ("ar", "١٥", 15),
        ("ar", "۱۵", 15),
        ("ar", "خمسة عشر", 15),
        ("ar", "خمسة وعشرون", 25),
        ("ar", "ألف", 1000),
        ("ar", "ألف وخمسمئة", 1500),
        ("ar", "عشرة", 10),
    ],
)
def test_a_number_is_read_in_figures_and_in_words(lang: str, typed: str, number: int) -> None:
    assert understood(DAYS, typed, lang) == number


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("10 personnes", (10,)),
        ("10-15", (10, 15)),
        ("entre 10 et 15 jours", (10, 15)),
        ("une dizaine", (10,)),
        ("au moins 10", (10,)),
        ("14 00", (14,)),
        ("mille deux", (1002, 1200)),
        ("mille cinq", (1005, 1500)),
        ("1k5", (1005, 1500)),
        ("1k20", (1020, 1200)),
        ("1 mille 2", (1002, 1200)),
    ],
)
def test_a_number_among_other_words_is_read_back(typed: str, candidates: tuple[int, ...]) -> None:
    assert asked(DAYS, typed) == candidates


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("سبعة ثمانية", (7, 8)),
        ("سبعة وثمانية", (7, 8)),
        ("خمسة عشرون", (5, 20)),
        ("عشرة خمسة", (10, 5)),
        ("خمسون وعشرون", (50, 20)),
    ],
)
def test_arabic_numbers_side_by_side_are_never_added_together(typed: str, candidates: tuple[int, ...]) -> None:
    assert asked(DAYS, typed, "ar") == candidates


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("مئة خمسون", 150),
        ("مئة وخمسة وعشرون", 125),
        ("ثلاث مئة وخمسة عشر", 315),
        ("خمسة آلاف ومئتان", 5200),
        ("مئتان وخمسون ألف", 250_000),
        ("مليون وخمسمئة ألف", 1_500_000),
    ],
)
def test_arabic_numbers_are_joined_where_their_size_falls(typed: str, number: int) -> None:
    assert understood(Integer(max=10**9), typed, "ar") == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("beaucoup", "Je cherche un nombre, par exemple 12."),
        ("1,5", "Donnez un nombre entier, sans virgule."),
        ("-5", "Donnez un nombre entre 1 et 2 000."),
        ("9" * 5000, "Je cherche un nombre, par exemple 12."),
    ],
)
def test_what_is_no_such_number_is_refused_with_the_limits(typed: str, sentence: str) -> None:
    assert refused(DAYS, typed).replace("\u202f", " ").replace("\xa0", " ") == sentence


@pytest.mark.parametrize(
    ("lang", "typed", "days"),
    [
        ("fr", "2 semaines", 14),
        ("fr", "deux semaines environ", 14),
        ("fr", "une semaine", 7),
        ("fr", "2 sem", 14),
        ("fr", "une douzaine de semaines", 84),
        ("fr", "une quinzaine", 15),
        ("en", "a week", 7),
        ("en", "two weeks", 14),
        ("en", "a fortnight", 14),
        ("es", "dos semanas", 14),
        ("pt", "duas semanas", 14),
        ("ar", "أسبوعين", 14),
        ("ar", "ثلاثة أسابيع", 21),
        ("ar", "يومين", 2),
    ],
)
def test_a_length_in_weeks_is_counted_in_days_and_read_back(lang: str, typed: str, days: int) -> None:
    assert asked(DayCount(), typed, lang) == (days,)


def test_a_length_in_days_is_taken_as_it_is() -> None:
    assert [understood(DayCount(), typed) for typed in ("10", "dix jours", "quinze jours")] == [10, 10, 15]
    assert asked(DayCount(), "2 à 3 semaines") == (14, 21)


@pytest.mark.parametrize(
    "typed",
    ["un mois", "2 mois", "a month", "شهر", "un an", "48 heures", "une semaine et 3 jours", "2 semaines et demie",
     "1,5 semaine", "100 semaines", "quelques semaines"],
)  # fmt: skip
def test_a_length_that_is_not_whole_days_is_asked_again_in_days(typed: str) -> None:
    sentence = "Donnez la durée en jours, entre 1 et 365 : par exemple 12 jours."
    assert refused(DayCount(), typed) == sentence


def test_a_number_is_shown_with_its_unit() -> None:
    assert [speaker("fr")(DAYS.show(days)) for days in (1, 10)] == ["1 jour", "10 jours"]


def test_a_decimal_number_with_two_readings_is_asked() -> None:
    assert asked(Number(), "1.400") == (Decimal(1400), Decimal("1.4"))
    assert understood(Number(), "1.400,5") == Decimal("1400.5")
    assert understood(Number(), "١٬٤٠٠٫٥", "ar") == Decimal("1400.5")
    assert refused(Number(decimals=1), "1,55") == "Donnez au plus 1 chiffre après la virgule."


@pytest.mark.parametrize(
    ("lang", "typed", "amount", "currency"),
    [
        ("fr", "1 400 €", "1400", "EUR"),
        ("fr", "1400", "1400", "EUR"),
        ("fr", "1.400,50 euros", "1400.50", "EUR"),
        ("fr", "12€50", "12.50", "EUR"),
        ("fr", "deux mille euros", "2000", "EUR"),
        ("fr", "50k", "50000", "EUR"),
        ("fr", "2,5 k€", "2500", "EUR"),
        ("fr", "1,5 M€", "1500000", "EUR"),
        ("fr", "20 dollars US", "20", "USD"),
        ("fr", "1400eur", "1400", "EUR"),
        ("fr", "1350 euros et 50 centimes", "1350.50", "EUR"),
        ("fr", "deux cents euros et cinquante centimes", "200.50", "EUR"),
        ("fr", "12 euros 5 cents", "12.05", "EUR"),
        ("fr", "50 centimes d'euro", "0.50", "EUR"),
        ("fr", "cinq cents", "500", "EUR"),
        ("fr", "15 000 XOF", "15000", "XOF"),
        ("en", "$20", "20", "USD"),
        ("en", "€1,400.50", "1400.50", "EUR"),
        ("en", "two thousand euros", "2000", "EUR"),
        ("en", "1,400.00 EUR", "1400", "EUR"),
        ("en", "five euros and fifty cents", "5.50", "EUR"),
        ("en", "20 bucks usd", None, "USD"),
        ("es", "mil euros", "1000", "EUR"),
        ("es", "mil euros con cincuenta céntimos", "1000.50", "EUR"),
        ("es", "1.400,50 €", "1400.50", "EUR"),
        ("es", "dos mil quinientos euros", "2500", "EUR"),
        ("es", "15 mil euros", "15000", "EUR"),
        ("es", "20 dólares", "20", "USD"),
        ("pt", "mil euros", "1000", "EUR"),
        ("pt", "mil euros e cinco cêntimos", "1000.05", "EUR"),
        ("pt", "R$ 20", "20", "BRL"),
        ("pt", "20 reais", "20", "BRL"),
        ("pt", "1.400$00", "1400", "CVE"),
        ("pt", "1400 escudos", "1400", "CVE"),
        ("pt", "duzentos euros", "200", "EUR"),
        ("pt", "15 mil euros", "15000", "EUR"),
        ("ar", "٢٠٠ يورو", "200", "EUR"),
        ("ar", "ألف يورو", "1000", "EUR"),
        ("ar", "١٬٤٠٠٫٥٠ يورو", "1400.50", "EUR"),
        ("ar", "200 دولار", "200", "USD"),
        ("ar", "مئة يورو و50 سنتيم", "100.50", "EUR"),
        ("ar", "مئتان يورو", "200", "EUR"),
    ],
)
def test_an_amount_is_read_with_its_currency(lang: str, typed: str, amount: str | None, currency: str) -> None:
    if amount is None:
        assert asked(COSTS, typed, lang) == (Money(Decimal("20.00"), currency),)
    else:
        assert understood(COSTS, typed, lang) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.400 €", ["1400 EUR", "1.4 EUR"]),
        ("1.400", ["1400 EUR", "1.4 EUR"]),
        ("12,345 €", ["12345 EUR"]),
        ("15.000 FCFA", ["15000 XOF", "15000 XAF"]),
        ("20 000 f cfa", ["20000 XOF", "20000 XAF"]),
        ("20 000 francs", ["20000 XOF", "20000 XAF"]),
        ("200 dirhams", ["200 MAD", "200 AED"]),
        ("1,234 TND", ["1234 TND", "1.234 TND"]),
        ("entre 100 et 200 €", ["100 EUR", "200 EUR"]),
        ("1400 euros par mois", ["1400 EUR"]),
        ("environ une centaine d'euros", ["100 EUR"]),
        ("mille euros cinq cents", ["1000.05 EUR", "1500 EUR"]),
        ("mille francs cfa cinq cents", ["1500 XOF", "1500 XAF"]),
        ("mille deux francs cfa", ["1002 XOF", "1200 XOF", "1002 XAF", "1200 XAF"]),
        ("1 400 € 500", ["1400 EUR", "500 EUR"]),
        ("de 100 euros à 20 euros", ["100 EUR", "20 EUR"]),
        ("200 euros par mois pendant 12 mois", ["200 EUR", "12 EUR"]),
    ],
)
def test_an_amount_with_several_readings_is_asked(typed: str, readings: list[str]) -> None:
    expected = [Money(Decimal(number), code) for number, code in (line.split() for line in readings)]
    assert list(asked(COSTS, typed)) == expected


@pytest.mark.parametrize(
    ("lang", "typed", "amount"),
    [
        ("fr", "mille deux cents euros cinquante", "1200.50"),
        ("fr", "cent euros vingt", "100.20"),
        ("en", "two hundred euros fifty", "200.50"),
        ("es", "cien euros veinte", "100.20"),
        ("pt", "duzentos euros e cinquenta", "200.50"),
        ("ar", "مئة يورو وخمسون", "100.50"),
    ],
)
def test_what_follows_the_currency_is_cents_and_is_read_back(lang: str, typed: str, amount: str) -> None:
    assert asked(COSTS, typed, lang) == (Money(Decimal(amount), "EUR"),)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("gratuit", "Je cherche un montant, par exemple 250 €."),
        ("-5 €", "Donnez un montant entre 0 € et 1 000 000 000 €."),
        ("9999999999999 €", "Donnez un montant entre 0 € et 1 000 000 000 €."),
        ("20 £", "Donnez le montant dans une de ces monnaies : EUR."),
        ("20 zł", "Donnez le montant dans une de ces monnaies : EUR."),
        ("1,5555 €", "Il y a trop de chiffres après la virgule. Donnez le montant exact, s'il vous plaît."),
    ],
)
def test_an_amount_that_cannot_be_is_refused(typed: str, sentence: str) -> None:
    heard = refused(MoneyKind(), typed)
    for invisible in "\u2066\u2067\u2068\u2069":
        heard = heard.replace(invisible, "")
    assert heard.replace("\u202f", " ").replace("\xa0", " ") == sentence


def test_small_words_are_not_currencies_unless_they_are_written_as_one() -> None:
    assert asked(COSTS, "all 20", "en") == (Money(Decimal(20)),)
    assert "monnaies" in refused(COSTS, "20 ALL", "en")


def test_an_amount_is_kept_exactly() -> None:
    money = understood(COSTS, "0,10 €")
    assert COSTS.dump(money) == {"amount": "0.10", "currency": "EUR"}
