"""What a question looks like once accents, case, vocalisation and ways of typing no longer matter.

`folded` is the same for all languages; `words` cuts. An Arabic word loses the article and the particles stuck to it.
"""

import re
import unicodedata

_ARABIC = str.maketrans(
    {
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
)
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "€": " euro ", "$": " dollar ", "%": " % "})
_WORD = re.compile(r"\w+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ARABIC_LETTER = re.compile(r"[\u0600-\u06ff]")
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_LEAST = 3
"""Letters that must be left of an Arabic word once its article is off."""


def folded(text: str) -> str:
    """Lower case, no accents, one letter for those that people write one for another, plain digits."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    plain = "".join(_digit(char) for char in plain if not unicodedata.combining(char))
    return _STRETCHED.sub(r"\1\1", plain.translate(_ARABIC).replace("_", " "))


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char


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


def grams(text: str, sizes: tuple[int, ...] = (3, 4)) -> list[str]:
    """The runs of letters of each word, its ends marked: what survives a typing error."""
    found: list[str] = []
    for word in words(text):
        marked = f" {word} "
        for size in sizes:
            found += [marked[start : start + size] for start in range(max(len(marked) - size + 1, 1))]
    return found
