"""What calls for help: a command, one of these words alone, or one at the clear start of a message.

All languages at once: whoever is in trouble writes as it comes. A word in the middle of a sentence is no call, nor is
the name of a project that begins with one (« Urgence climatique »), unless a sign or somebody in trouble follows it.
One slip of the finger is forgiven in the long words; words that are others than ours are listed, and left alone.
"""

import re
import unicodedata
from collections.abc import Mapping

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "fr": ("urgence", "sos"),
    "en": ("emergency", "sos"),
    "pt": ("emergencia", "urgencia"),
    "es": ("emergencia", "urgencia"),
    "ar": ("طوارئ", "نجدة"),
}
"""Typed behind a slash, with anything after it."""

CALLS: Mapping[str, tuple[str, ...]] = {
    "every language": ("sos", "s o s", "mayday"),
    "fr": (
        "urgence",
        "urgences",
        "urgent",
        "c'est urgent",
        "c'est une urgence",
        "urgence médicale",
        "urgence vitale",
        "en urgence",
        "au secours",
        "secours",
        "à l'aide",
        "danger",
        "en danger",
    ),
    "en": ("emergency", "emergencies", "this is an emergency", "it's an emergency", "medical emergency", "in danger"),
    "pt": ("emergência", "emergências", "urgência", "urgente", "é urgente", "é uma emergência", "socorro", "perigo"),
    "es": ("emergencia", "emergencias", "urgencia", "es urgente", "es una emergencia", "auxilio", "peligro"),
    "ar": (
        "طوارئ",
        "الطوارئ",
        "طارئ",
        "حالة طوارئ",
        "حالة طارئة",
        "حالة مستعجلة",
        "مستعجل",
        "عاجل",
        "نجدة",
        "النجدة",
        "استغاثة",
        "أغيثوني",
        "أنقذوني",
        "عتقوني",
        "خطر",
    ),
}
"""The whole message, without its signs and accents."""

SPELT = ("urgence", "urgences", "emergency", "emergencia", "urgencia", "socorro", "au secours")
"""Words in which one letter too many, missing, wrong or swapped is forgiven."""

OTHER_WORDS = frozenset({"emergence", "emergences", "emergente"})
"""Words that are a letter away from ours and mean something else."""

IN_TROUBLE: Mapping[str, tuple[str, ...]] = {
    "fr": ("je", "j", "on", "nous", "il", "elle", "mon", "ma", "aidez", "aide", "accident", "blesse", "malade", "vol"),
    "en": ("i", "we", "my", "he", "she", "help", "please", "accident", "injured", "hurt", "sick", "stolen"),
    "pt": ("eu", "estou", "estamos", "meu", "minha", "ajuda", "ajudem", "por", "acidente", "ferido", "ferida", "roubo"),
    "es": ("yo", "estoy", "estamos", "mi", "ayuda", "ayudenme", "por", "accidente", "herido", "herida", "robo"),
    "ar": ("انا", "نحن", "ساعدوني", "ساعدني", "مساعده", "حادث", "مريض", "مصاب", "جريح", "من", "عندي", "وقع"),
}
"""What follows a call at the start of a message, where no sign does: somebody, or what happened to them."""

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "ء": ""})
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
_STOPS = "!:,;.…—–\n؛،"


def plain(text: str) -> str:
    """Without case, accents, the shapes of one Arabic letter, nor the sign of distress."""
    bare = unicodedata.normalize("NFKD", text.replace("🆘", " sos ").casefold().translate(_ARABIC))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_ARABIC)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(plain(text)))


_CALLS = frozenset(_words(call) for calls in CALLS.values() for call in calls)
_COMMANDS = frozenset(plain(name) for names in COMMANDS.values() for name in names)
_TROUBLE = frozenset(plain(word) for words in IN_TROUBLE.values() for word in words)
_SPELT = tuple(" ".join(_words(word)) for word in SPELT)


def called(text: str) -> str | None:
    """What was said with a call for help, "" where it is all there is; None where these words are no call."""
    said = plain(text).strip(" !¡¿?.\n\t")
    if said.startswith("/"):
        return _command(text)
    found = list(_WORD.finditer(said))
    words = tuple(one[0] for one in found)
    if words in _CALLS or (len(words) <= 2 and _misspelt(" ".join(words))):
        return ""
    return _begun(text, said, found)


def _command(text: str) -> str | None:
    """`/urgence@bot rest`: what is behind it."""
    name, rest = [*text.split(maxsplit=1), "", ""][:2]
    bare = plain(name).strip("/!.").partition("@")[0]
    return rest.strip() if bare in _COMMANDS or _misspelt(bare) else None


def _begun(text: str, said: str, found: list[re.Match[str]]) -> str | None:
    """A call, then a sign that ends it or somebody in trouble: the whole message is what they say."""
    for count in range(min(_LONGEST, len(found) - 1), 0, -1):
        words = tuple(one[0] for one in found[:count])
        if words in _CALLS or (count == 1 and _misspelt(words[0])):
            between = said[found[count - 1].end() : found[count].start()]
            if any(sign in between for sign in _STOPS) or found[count][0] in _TROUBLE:
                return text.strip()
    return None


def _misspelt(word: str) -> bool:
    """One of the long words, with at most one slip."""
    return word not in OTHER_WORDS and any(_one_slip(word, ours) for ours in _SPELT)


def _one_slip(word: str, ours: str) -> bool:
    """The same but for one letter, or for two neighbours that changed places."""
    if abs(len(word) - len(ours)) > 1:
        return False
    pairs = list(zip(word, ours, strict=False))
    same = next((place for place, (one, other) in enumerate(pairs) if one != other), len(pairs))
    rest, wanted = word[same:], ours[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return wanted in (rest, rest[1:], swapped) or rest == wanted[1:] or rest[1:] == wanted[1:]
