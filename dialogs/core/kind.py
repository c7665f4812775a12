"""A kind of answer: how it is read from what people type, kept as JSON, and shown again.

The rules every kind keeps:

- `read` is total over anything a person can say: it returns an outcome or raises `Refused` with a sentence that says
  what to do next. It never guesses: what may mean two things comes back as `Unsure` and is asked.
- `load(dump(value)) == value`, and `load` raises `Unreadable` on any other JSON: the question is then asked again.
- `dump` never gives None: None in a stored conversation means "skipped".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from dialogs.core.events import Medium, Said, Sent, Share, Typed
from dialogs.core.text import Text, _

if TYPE_CHECKING:
    from knowledge.base import Knowledge

T = TypeVar("T")

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Refused(Exception):
    """What was said cannot be this answer. The text says why and what to do next."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


class Unreadable(Exception):
    """Stored JSON that this kind did not write, or no longer accepts."""


@dataclass(frozen=True, slots=True)
class Accepted(Generic[T]):
    """Read without doubt."""

    value: T


@dataclass(frozen=True, slots=True)
class Unsure(Generic[T]):
    """One or several readings, none certain. The person is asked, in the words of `ask`, which one they meant.

    At most five candidates, the likeliest first. With one candidate it is a yes or no.
    """

    candidates: tuple[T, ...]
    ask: Text


@dataclass(frozen=True, slots=True)
class Partial:
    """Part of the answer: `kept` is handed to the next `read` as `reading.partial`; `say` asks for the rest."""

    kept: Json
    say: Text


Outcome = Accepted[T] | Unsure[T] | Partial


@dataclass(frozen=True, slots=True)
class Option:
    """A choice the person may press or name: `value` is what a press carries (a short code; the words of a free text).

    `words` are other names a person may type for it, in any language; they are never shown.
    """

    value: str
    label: Text
    words: tuple[str, ...] = ()


def in_french(text: Text) -> str:
    """The French sentence itself, its places filled as they come: what a kind matches when nobody renders for it."""
    filled = {name: in_french(value) if isinstance(value, Text) else value for name, value in text.params.items()}
    msgid = text.plural if text.plural and text.count is not None and text.count > 1 else text.msgid
    return msgid.format_map(filled)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a kind may know while it reads: the language, the clock that was handed in, the knowledge, its own partial.

    `say` renders a label in the person's language, so that it can be recognised when it is typed.
    """

    lang: str
    now: datetime
    facts: "Knowledge"
    partial: Json = None
    say: Callable[[Text], str] = in_french
    money: str | None = None
    """The currency (ISO 4217) that is spent where the person is, when that is known."""

    @property
    def today(self) -> date:
        return self.now.date()


class Kind(Generic[T]):
    """The base of every kind of answer. A kind without fields is compared by its class and its parameters.

    `shares`: what a phone may share instead of a typed answer.
    """

    name: str = "kind"
    shares: Share | None = None

    @property
    def free(self) -> bool:
        """Whether any words are an answer, a question to us too."""
        return False

    def read(self, said: Said, reading: Reading) -> Outcome[T]:
        """Read what the person said. A press arrives as `Typed(value)` only through `press`."""
        raise NotImplementedError

    def press(self, value: str, reading: Reading) -> Outcome[T]:
        """Read a press on one of `options`. By default, as if the value had been typed."""
        return self.read(Typed(value), reading)

    def dump(self, value: T) -> Json:
        raise NotImplementedError

    def load(self, raw: Json) -> T:
        raise NotImplementedError

    def show(self, value: T) -> Text:
        """The answer as the person sees it again, in a review or a confirmation."""
        raise NotImplementedError

    def options(self, reading: Reading) -> tuple[Option, ...]:
        """What can be pressed. Empty for what must be typed."""
        return ()

    def edited_from(self, raw: Json) -> Json:
        """The partial that an edit of a kept answer begins from; None where a new answer takes its place."""
        return None

    def prompt(self, partial: Json, reading: Reading) -> Text | None:
        """What is asked while part of the answer is at hand; None for a kind that is never half answered."""
        return None

    def hint(self) -> Text | None:
        """The limits, told before they are hit."""
        return None

    def fingerprint(self) -> str:
        """Changes when stored answers may no longer read."""
        return self.name


INSTEAD_OF_WORDS: Mapping[Medium, Text] = {
    "photo": _("Je ne sais pas lire une photo ici. Écrivez votre réponse, s'il vous plaît."),
    "document": _("Je ne sais pas lire un fichier ici. Écrivez votre réponse, s'il vous plaît."),
    "voice": _("Je ne sais pas écouter les messages vocaux : écrivez votre réponse, s'il vous plaît."),
    "audio": _("Je ne sais pas écouter les enregistrements : écrivez votre réponse, s'il vous plaît."),
    "video": _("Je ne sais pas regarder les vidéos : écrivez votre réponse, s'il vous plaît."),
    "sticker": _("Merci pour l'autocollant ! Pour répondre, j'ai besoin de quelques mots."),
    "contact": _("Vous m'avez envoyé un contact, mais cette question attend une réponse écrite."),
    "location": _("Vous m'avez envoyé une position, mais cette question attend une réponse écrite."),
    "poll": _("Je ne sais pas lire un sondage : écrivez votre réponse, s'il vous plaît."),
    "edited": _("Je ne relis pas un message modifié. Pour changer une réponse donnée, tapez /modifier."),
}

WRITTEN = _("Cette question attend une réponse écrite. Tapez-la, s'il vous plaît.")


def words(said: Said) -> str:
    """The words of what was said, or a refusal that fits what came instead."""
    match said:
        case Typed(text=text, forwarded=True) if text.strip():
            raise Refused(
                _("C'est un message transféré : je ne sais pas si ce sont vos mots. Recopiez-les, s'il vous plaît.")
            )
        case Typed(text=text) if text.strip():
            return text.strip()
        case Typed():
            raise Refused(_("Votre message est vide. Écrivez votre réponse, s'il vous plaît."))
        case Sent(medium=medium):
            raise Refused(INSTEAD_OF_WORDS.get(medium, WRITTEN))
    raise Refused(WRITTEN)
