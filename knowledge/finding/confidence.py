"""How sure one may be of what was found: two calibrated probabilities, and the three outcomes they lead to.

`right` is the probability that the first entry is the one that was asked for, `among` that it is one of the first
three. Both are logistic on what can be seen of the scores. Their coefficients are fitted on the development questions
by `tests/faq/fit.py`, which writes `knowledge/finding/fitted.py`, and are known by no other question.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answer", "suggest", "unknown"]

WORD_FOR_WORD = 0.995
"""The likeness from which a question is one that the entry lists, but for a name: nothing is left to doubt."""


@dataclass(frozen=True)
class Seen:
    """What the search saw of one question, as numbers: the features of the confidence. By default it saw nothing."""

    score: float = 0.0
    margin: float = 0.0
    share: float = 0.0
    words: float = 0.0
    letters: float = 0.0
    said: float = 0.0
    meant: float = 0.0
    covered: float = 0.0
    length: float = 0.0
    rest: float = 0.0
    refused: float = 0.0
    beside: float = 0.0
    strange: float = 1.0

    def vector(self) -> tuple[float, ...]:
        """The numbers that the coefficients multiply, the constant first."""
        return (
            1.0,
            self.score,
            self.margin,
            self.share,
            self.words,
            self.letters,
            self.said,
            self.meant,
            self.covered,
            math.log(1 + self.length),
            self.rest,
            self.refused,
            self.beside,
            self.strange,
            self.margin * self.covered,
        )


@dataclass(frozen=True)
class Confidence:
    """The coefficients, in the order of `Seen.vector`, and the thresholds of the outcomes."""

    right: Sequence[float]
    among: Sequence[float]
    answer_from: float
    suggest_from: float

    def outcome(self, seen: Seen) -> tuple[Outcome, float, float]:
        """What to do, with both probabilities."""
        right, among = logistic(self.right, seen.vector()), logistic(self.among, seen.vector())
        if seen.said >= WORD_FOR_WORD:
            return "answer", 1.0, 1.0
        if right >= self.answer_from:
            return "answer", right, among
        return ("suggest" if among >= self.suggest_from else "unknown"), right, among


def logistic(coefficients: Sequence[float], vector: Sequence[float]) -> float:
    """The probability, 0 to 1."""
    total = sum(one * other for one, other in zip(coefficients, vector, strict=True))
    return 1 / (1 + math.exp(-max(min(total, 35.0), -35.0)))
