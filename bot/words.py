"""From a `Text` to a sentence of one language: gettext for the words, CLDR (Babel) for numbers, dates and names.

Catalogues are read on first use, straight from their .po files: there is no compiled copy that could be stale.
In a right-to-left language every value is isolated (U+2068 … U+2069), so that a Latin name or a phone number cannot
turn the sentence around; elsewhere the same is done for values that bring right-to-left letters with them.
"""

import gettext
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from dialogs.core.text import CountryName, Exact, LanguageName, Listed, Money, Month, Percent, Spoken, Text

LANGUAGES = ("fr", "en", "pt", "es", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})
CONVENTIONS = {"en": "en_GB", "pt": "pt_PT"}
"""Whose way of writing numbers and names a language follows, where its plain code means another country's."""
AT_TIME = {"fr": " 'à' ", "en_GB": " 'at' ", "pt_PT": " 'às' ", "es": ", ", "ar": " 'الساعة' "}
"""Between a day and its time, as CLDR joins them in a sentence. A word is needed: two numbers alone side by side would
change places in a right-to-left line."""
PARIS = ZoneInfo("Europe/Paris")

_PLACE = re.compile(r"\{(\w+)\}")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the writing around: in somebody's words they would reach beyond their own place in the sentence."""
_RTL_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def language_of(locale: str | None) -> str:
    """The language among ours that a client's locale asks for ("pt-BR", "ar_MA.UTF-8"); French where it is another."""
    code = re.split(r"[-_.@]", locale or "", maxsplit=1)[0].lower()
    return code if code in LANGUAGES else "fr"


def speaker(lang: str) -> Callable[[Text], str]:
    """`say` for one language."""
    return lambda text: say(text, lang)


def say(text: Text, lang: str) -> str:
    """The sentence in `lang`, its places filled."""
    sentence = _sentence(text, lang)
    return _PLACE.sub(lambda place: _filled(place, text.params, lang), sentence)


def _sentence(text: Text, lang: str) -> str:
    if not text.msgid:
        return ""
    if lang == "fr":
        return text.plural if text.plural and not _one_in_french(text.count) else text.msgid
    words = catalogue(lang)
    if text.plural is None:
        return words.gettext(text.msgid)
    return words.ngettext(text.msgid, text.plural, text.count or 0)


def _one_in_french(count: int | None) -> bool:
    return abs(count or 0) < 2


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The translations of one language."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("locales") / lang / "LC_MESSAGES" / "explor.po"
    compiled = io.BytesIO()
    with source.open("rb") as po:
        write_mo(compiled, read_po(po, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _filled(place: re.Match[str], params: Mapping[str, object], lang: str) -> str:
    value = params[place[1]]
    words = shown(value, lang)
    return words if isinstance(value, Text | Spoken) else isolated(words, lang)


def isolated(words: str, lang: str) -> str:
    """Words that keep their own direction inside the sentence."""
    if lang in RIGHT_TO_LEFT or _RTL_LETTERS.search(words):
        return f"\u2068{words}\u2069"
    return words


def shown(value: object, lang: str) -> str:
    """A value as this language writes it."""
    locale = CONVENTIONS.get(lang, lang)
    match value:
        case Text():
            return say(value, lang)
        case Spoken(words=words):
            return words
        case str():
            return _TURNS.sub("", value)
        case Money():
            return _money(value, locale)
        case Percent():
            return format_percent(value.share, locale=locale, numbering_system="latn")
        case Exact():
            return format_decimal(value.number, locale=locale, decimal_quantization=False, numbering_system="latn")
        case CountryName():
            return str(Locale.parse(locale).territories.get(value.code, value.code))
        case LanguageName():
            return Locale(value.code).language_name or value.code
        case Listed():
            items = [_item(item, lang) for item in value.items]
            return format_list(items, style="standard" if value.joined == "and" else "or", locale=locale)
        case datetime():
            pattern = _day_and_time(locale, "HH:mm:ss" if value.second else "HH:mm")
            return _first(format_datetime(value, pattern, tzinfo=PARIS, locale=locale), locale)
        case date():
            return _first(format_date(value, "long", locale=locale), locale)
        case Month():
            return format_skeleton("yMMMM", value.day, locale=locale)
        case int() | Decimal():
            return _decimal(value, locale)
    raise TypeError(f"no way to show a {type(value).__name__}")


@lru_cache(1000)
def _decimal(value: int | Decimal, locale: str) -> str:
    """Remembered: most messages count something, and Babel takes as long for a number as the rest for the message."""
    return str(format_decimal(value, locale=locale, numbering_system="latn"))


def at_its_hour(value: datetime, lang: str) -> str:
    """An instant at the hour of the zone that it bears, where `shown` tells the hour of Paris."""
    locale = CONVENTIONS.get(lang, lang)
    return _first(format_datetime(value, _day_and_time(locale, "HH:mm"), tzinfo=value.tzinfo, locale=locale), locale)


def _item(item: object, lang: str) -> str:
    """One of several values: it keeps its own direction beside the others."""
    return say(item, lang) if isinstance(item, Text) else isolated(shown(item, lang), lang)


def _first(day: str, locale: str) -> str:
    """In French the first of a month is an ordinal, which CLDR does not write: 1er juillet 2025."""
    return re.sub(r"\A1 ", "1er ", day) if locale == "fr" else day


def _day_and_time(locale: str, time: str) -> str:
    return f"{Locale.parse(locale).date_formats['long'].pattern}{AT_TIME[locale]}{time}"


def _money(money: Money, locale: str) -> str:
    """Whole amounts without their zeros: 1 000 €, 12,50 €."""
    whole = money.amount == money.amount.to_integral_value()
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    return format_currency(
        money.amount,
        money.currency,
        re.sub(r"0\.0+", "0", pattern) if whole else None,
        locale=locale,
        currency_digits=not whole,
        numbering_system="latn",
    )
