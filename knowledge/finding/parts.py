"""The questions of one message: where it may be cut into two that each make sense.

Only places to cut are told here; `Search.find_all` keeps a cut when both sides are found, and differ.
"""

import re
from collections.abc import Iterator

_ENDS = re.compile(r"(?<=[?؟!.;\n])\s+|\n+")
_JOINED = re.compile(
    r"\s+(?:et|and|also|aussi|puis|e|y|también|também|وأيضا|وكذلك|ثم)\s+|\s+(?=و(?:هل|كم|كيف|متى|من|ما|أين)\b)|,\s+"
)
_LEAST = 2
"""Words of a question: less is a greeting, or the end of a sentence."""
MOST_PARTS = 3


def cuts(message: str) -> Iterator[tuple[str, ...]]:
    """The ways to cut a message, the surest first: into sentences, then at one joining word."""
    sentences = tuple(part.strip() for part in _ENDS.split(message) if len(part.split()) >= _LEAST)
    if 1 < len(sentences) <= MOST_PARTS:
        yield sentences
    if len(sentences) <= 1:
        for join in _JOINED.finditer(message):
            halves = message[: join.start()].strip(), message[join.end() :].strip()
            if all(len(half.split()) >= _LEAST for half in halves):
                yield halves
