"""What counts as the same letter, the same digit, the same word.

One module decides it for all readers: digits of any script are digits, accents and case never matter, the Arabic
letters that people write one for another are one letter, and invisible characters are nothing.
"""

import re
import unicodedata
from functools import cache

ARABIC_VARIANTS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ۃ": "ه",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ک": "ك",
        "گ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "ـ": None,
        "ء": None,
    }
)

LATIN_VARIANTS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

QUOTES_AND_DASHES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "،": ",",
        "؛": ";",
        "٬": "'",
        "٫": ",",
        "۔": ".",
        "⁄": "/",
    }
)
"""The Arabic thousands separator reads as an apostrophe, the Arabic decimal one as a comma."""

UNSEEN = {"Cc", "Cf", "Cs"}
JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: part of the spelling of Persian words and of emoji, so they are kept in free text."""

NOT_ON_THE_LINE = re.compile("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215e\u2189]")
"""Fractions and raised digits: compatibility forms would make 11/2 of 1½, and 102 of 10²."""

NOT_WORD = re.compile(r"[\W_]+")


def digits(text: str) -> str:
    """The same text with the decimal digits of every script as 0-9."""
    return "".join(_digit(char) if not char.isascii() and char.isdecimal() else char for char in text)


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char))


def visible(text: str, newlines: bool = False) -> str:
    """Free text fit to be kept: composed, without control or bidi characters, its ends trimmed.

    Newlines are kept when `newlines`, else they become spaces; a tab is a space.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = unicodedata.normalize("NFC", text)
    if not (kept.replace("\n", "") if newlines else kept).isprintable():  # most text is: spare it the walk
        kept = "".join(_seen(char, newlines) for char in kept)
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _seen(char: str, newlines: bool) -> str:
    if char == "\n":
        return "\n" if newlines else " "
    if char == "\t":
        return " "
    return "" if char not in JOINERS and unicodedata.category(char) in UNSEEN else char


def loose(text: str) -> str:
    """Lower case without accents, any digit as 0-9, one space between words; punctuation stays, in its plain form."""
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().replace("`", "'").split())
    text = unicodedata.normalize("NFKD", NOT_ON_THE_LINE.sub("^", visible(text)).casefold())
    text = "".join(char for char in text if unicodedata.category(char) not in {"Mn", "Me"})
    text = unicodedata.normalize("NFKC", text).translate(ARABIC_VARIANTS).translate(LATIN_VARIANTS)
    return " ".join(digits(text.translate(QUOTES_AND_DASHES)).translate(JOINED).split())


JOINED = str.maketrans(dict.fromkeys(JOINERS))


def fold(text: str) -> str:
    """`loose` without punctuation: words and digits only, one space between."""
    return NOT_WORD.sub(" ", loose(text)).strip()


@cache
def folded(text: str) -> str:
    """`fold`, remembered: for the words of our own tables."""
    return fold(text)


def vocabulary(words: str) -> frozenset[str]:
    """The folded words of a table written as running text."""
    return frozenset(folded(word) for word in words.split())


def squeezed(text: str) -> str:
    """`fold` without spaces, so that "cote d'ivoire" and "cote divoire" are one."""
    return fold(text).replace(" ", "")


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit of any script in it."""
    return any(char.isalnum() for char in text)
