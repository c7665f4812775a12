"""What a question looks like once accents, case, vocalisation and ways of typing no longer matter.

`folded` is the same for all languages; `words` cuts. An Arabic word loses the article and the particles stuck to it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

_ARABIC: Mapping[str, str | None] = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ة": "ه",
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
_SIGNS: Mapping[str, str] = {"œ": "oe", "æ": "ae", "ø": "o", "€": " euro ", "$": " dollar ", "_": " "}
_WORD = re.compile(r"\w+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
JOINING = ("و", "ف")
"""What Arabic writes before a word, and stuck to it: and, so; then prepositions; then the article."""
_PARTICLES = ("ب", "ل", "ك")
_ARTICLES = ("ال",)
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "كم", "نا", "هم", "وا", "ه", "ي")
_LEAST = 3
"""Letters that must be left of an Arabic word once its article is off."""


@cache
def _table() -> dict[int, str | None]:
    """Every sign that is dropped (accents, vocalisation) or read as another (variants, digits of other scripts)."""
    marks = {point: None for point in range(0x10000) if unicodedata.combining(chr(point))}
    digits = {point: str(unicodedata.decimal(chr(point))) for point in range(128, 0x1000) if chr(point).isdecimal()}
    return {**marks, **digits, **str.maketrans({**_ARABIC, **_SIGNS})}


def folded(text: str) -> str:
    """Lower case, no accents, one letter for those that people write one for another, plain digits."""
    return _STRETCHED.sub(r"\1\1", unicodedata.normalize("NFKD", text.casefold()).translate(_table()))


def words(text: str) -> list[str]:
    """The words of a text that is already folded."""
    return _WORD.findall(text)


def arabic(text: str) -> bool:
    """Whether a text, or a word, is written in Arabic letters."""
    return bool(_ARABIC_LETTER.search(text))


def bare(word: str) -> str:
    """An Arabic word without its article: الجمعية and للجمعية are جمعيه."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
            return word[len(prefix) :]
    return word


def unstuck(word: str) -> Iterator[str]:
    """A word, and an Arabic one without each particle that may be stuck before it: وبأوكسيتاني is also أوكسيتاني."""
    yield word
    for particles in (JOINING, _PARTICLES, _ARTICLES) if arabic(word) else ():
        stuck = next((one for one in particles if word.startswith(one) and len(word) - len(one) >= _LEAST), "")
        word = word[len(stuck) :]
        if stuck:
            yield word


def arabic_stem(word: str) -> str:
    """An Arabic word without its article, its particle and its ending, as long as enough of it is left.

    The light stemming of Larkey, Ballesteros and Connell (2002), which searches better than roots.
    """
    stem = bare(word)
    if stem == word and word[0] in JOINING and len(word) > _LEAST + 1:
        stem = word[1:]
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _LEAST:
            return stem[: -len(ending)]
    return stem


@lru_cache(2_000)
def grams(word: str) -> tuple[str, ...]:
    """The runs of three letters of a word, its ends marked: what survives a typing error."""
    marked = f" {word} "
    return tuple(marked[start : start + 3] for start in range(max(len(marked) - 2, 1)))
