"""Somebody who types an answer on 20 May 2025: what a kind makes of it, and the sentence they get."""

from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from bot.words import speaker
from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Partial, Reading, Refused, Unsure
from knowledge.base import Knowledge
from tests import play

T = TypeVar("T")

NOW = datetime(2025, 5, 20, 10, tzinfo=UTC)


@cache
def facts() -> Knowledge:
    return play.facts()


def reading(lang: str = "fr", partial: Json = None) -> Reading:
    return Reading(lang, NOW, facts(), partial, speaker(lang))


def hears(kind: Kind[T], said: Said | str, lang: str = "fr", partial: Json = None) -> Outcome[T]:
    return kind.read(Typed(said) if isinstance(said, str) else said, reading(lang, partial))


def understood(kind: Kind[T], said: Said | str, lang: str = "fr", partial: Json = None) -> T:
    """The value, when it was taken without a question."""
    outcome = hears(kind, said, lang, partial)
    assert isinstance(outcome, Accepted), outcome
    return outcome.value


def asked(kind: Kind[T], said: Said | str, lang: str = "fr", partial: Json = None) -> tuple[T, ...]:
    """What the person is asked to choose from."""
    outcome = hears(kind, said, lang, partial)
    assert isinstance(outcome, Unsure), outcome
    assert 1 <= len(outcome.candidates) <= 5
    return outcome.candidates


def more(kind: Kind[T], said: Said | str, lang: str = "fr", partial: Json = None) -> Partial:
    """What is kept while the rest is asked."""
    outcome = hears(kind, said, lang, partial)
    assert isinstance(outcome, Partial), outcome
    return outcome


def refused(kind: Kind[T], said: Said | str, lang: str = "fr", partial: Json = None) -> str:
    """The French sentence the person gets instead."""
    try:
        outcome = hears(kind, said, lang, partial)
    except Refused as refusal:
        return speaker("fr")(refusal.text)
    raise AssertionError(outcome)


def told(partial: Partial, lang: str = "fr") -> str:
    return speaker(lang)(partial.say)
