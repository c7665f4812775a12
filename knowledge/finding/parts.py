"""The questions of one message: where it may be cut into parts that each ask something.

Only places to cut are told here; `Search.find_all` keeps a cut when each part is found for sure, and all differ. A
sentence that asks nothing belongs to the question after it: « Je suis retraité. Puis-je partir ? »
"""

import re
from collections.abc import Iterator

MOST_PARTS = 3
_LEAST = 2
"""Words of a question: less is a greeting, or the end of a sentence."""

_LONG = 20
"""Words from which a message tells a story before it asks."""
_SENTENCE = re.compile(r"(?<=[.?!؟;:…\n])\s+")

_MARK = re.compile(r"(?<=[?؟])\s*")
_AND = r"et|and|e|y|puis|ensuite|also|também|también|ثم"
_ASKS = (
    r"combien|quand|comment|où|quels?|quelles?|qui|à qui|est[- ]ce|faut[- ]il|peut[- ]on|puis[- ]je|y a[- ]t[- ]il"
    r"|how|what|when|where|who|which|is|are|do|does|can|must|will|should"
    r"|quanto|quantos|quanta|quantas|quando|como|onde|qual|quais|quem|posso|é preciso|há"
    r"|cuánto|cuántos|cuánta|cuántas|cuanto|cuándo|cuando|cómo|dónde|donde|cuál|cuáles|quién|qué|puedo|hay"
)
_JOINED = re.compile(rf"\s+(?:{_AND})\s+(?=(?:{_ASKS})\b)|\s+(?=و(?:هل|كم|كيف|متى|من|ما|أين|ماذا)\s)", re.IGNORECASE)


def cuts(message: str) -> Iterator[tuple[str, ...]]:
    """The ways to cut a message: after its question marks, or where a second question is joined to the first."""
    asked = tuple(part.strip() for part in _MARK.split(message) if len(part.split()) >= _LEAST)
    if 1 < len(asked) <= MOST_PARTS:
        yield asked
    for join in () if len(asked) > 1 else _JOINED.finditer(message):
        halves = message[: join.start()].strip(), message[join.end() :].strip()
        if all(len(half.split()) >= _LEAST for half in halves):
            yield halves


def last_sentence(message: str) -> str | None:
    """The last sentence of a long message of several; None where it is short, or one sentence."""
    said = [one for one in _SENTENCE.split(message.strip()) if len(one.split()) > _LEAST]
    return said[-1] if len(said) > 1 and len(message.split()) >= _LONG else None
