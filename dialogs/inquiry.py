"""What is asked of the assistant, and what is done with an answer: values, how they are read, how they are kept.

A button under an answer carries all that it is about, so that it means the same long after it was shown.
"""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.kinds import LongText
from dialogs.core.reading.choosing import NONE, says, yes_no_unknown
from dialogs.core.text import Text, _, literal

LONGEST = 1000
"""Characters of a question: nobody asks in more."""

OTHER = "none_of_these"
"""None of the entries that were offered."""

GONE = _("Ce bouton n'est plus valable. Posez votre question en quelques mots.")

Act = Literal["tell", "more", "useful", "useless", "person"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question in somebody's words, and the day (ISO) on which it was asked."""

    words: str
    day: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do with an answer: the entry, as it was told in a language for a region, to a question."""

    act: Act
    words: str
    lang: str
    entry: str | None = None
    region: str | None = None

    @property
    def pressed(self) -> str:
        """What its button carries."""
        return "=" + json.dumps(asdict(self), ensure_ascii=False)


class Wondering(Kind[Inquiry]):
    """A question, in any words."""

    name = "inquiry"
    _words = LongText(max=LONGEST)

    def read(self, said: Said, reading: Reading) -> Outcome[Inquiry]:
        outcome = self._words.read(said, reading)
        text = outcome.value if isinstance(outcome, Accepted) else ""
        return Accepted(Inquiry(text, reading.today.isoformat()))

    def dump(self, value: Inquiry) -> Json:
        return asdict(value)

    def load(self, raw: Json) -> Inquiry:
        match raw:
            case {"words": str(text), "day": str(day), **rest} if not rest:
                return Inquiry(self._words.load(text), day)
        raise Unreadable(self.name)

    def show(self, value: Inquiry) -> Text:
        return literal(value.words)


class Offered(Kind[str]):
    """One of the entries that were offered, by its id, or `OTHER`; its options are those of the question."""

    name = "offered"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        text = words(said)
        if yes_no_unknown(text) == "no" or says(text, NONE):
            return Accepted(OTHER)
        raise Refused(_("Je n'ai pas reconnu votre choix. Répondez par un des choix proposés, ou par son numéro."))

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        if not _is_id(value):
            raise Refused(GONE)
        return Accepted(value)

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not _is_id(raw):
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(value)


def _is_id(value: str) -> bool:
    return value.isidentifier() and value.isascii()


class Doing(Kind[Deed]):
    """What a button under an answer says; nobody types it."""

    name = "deed"

    def read(self, said: Said, reading: Reading) -> Outcome[Deed]:
        raise Refused(GONE)

    def press(self, value: str, reading: Reading) -> Outcome[Deed]:
        try:
            return Accepted(self.load(json.loads(value.removeprefix("="))))
        except (ValueError, RecursionError, Unreadable):
            raise Refused(GONE) from None

    def dump(self, value: Deed) -> Json:
        return asdict(value)

    def load(self, raw: Json) -> Deed:
        match raw:
            case {
                "act": "tell" | "more" | "useful" | "useless" | "person" as act,
                "words": str(text),
                "lang": str(lang),
                "entry": str() | None as entry,
                "region": str() | None as region,
                **rest,
            } if not rest:
                return Deed(act, text, lang, entry, region)
        raise Unreadable(self.name)

    def show(self, value: Deed) -> Text:
        return literal(value.words)
