"""What can be said at any moment: `/retour`, `/back`, "رجوع"… One table, so that help and the menu are made from it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from dialogs.core.text import Text


class Act(Enum):
    """What the engine itself does when told."""

    BACK = "back"
    SKIP = "skip"
    EDIT = "edit"
    KEEP = "keep"
    CANCEL = "cancel"
    REPEAT = "repeat"
    HOME = "home"
    HELP = "help"


@dataclass(frozen=True)
class Command:
    """`names` by language, the first one shown; a name typed alone without its slash counts when it is in `bare`."""

    does: Act | str
    help: Text
    names: Mapping[str, tuple[str, ...]]
    bare: bool = True

    def name(self, lang: str) -> str:
        return self.names.get(lang, self.names["fr"])[0]


@dataclass(frozen=True)
class Told:
    """A command heard, with what was typed behind it; `meant` is the likeliest one when its name is not known."""

    command: Command | None
    argument: str = ""
    meant: Command | None = None


def index(commands: tuple[Command, ...]) -> dict[str, Command]:
    """Every name of every language, to its command."""
    return {fold(name): command for command in commands for names in command.names.values() for name in names}


def told(text: str, known: Mapping[str, Command]) -> Told | None:
    """The command in these words, if it is one. `/name@bot rest` is understood; an unknown `/name` gives no command.

    What follows the name may stand on the next line, or after any other kind of space: people paste it.
    """
    head, rest = [*text.split(maxsplit=1), "", ""][:2]
    if head.startswith("/") and len(head) > 1:
        name = fold(head[1:].partition("@")[0])
        if name in known:
            return Told(known[name], rest.strip())
        near = get_close_matches(name[:40], known, n=1, cutoff=0.75)
        return Told(None, rest.strip(), known[near[0]] if near else None)
    command = known.get(fold(text)) if len(text) < 40 else None
    return Told(command) if command and command.bare else None


def fold(word: str) -> str:
    """Names compared without case, accents or the stretching of Arabic letters."""
    plain = unicodedata.normalize("NFKD", word.strip().strip("!.?؟").strip().casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter != "ـ")
