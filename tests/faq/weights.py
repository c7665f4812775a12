"""What each likeness should weigh: the weights under which the right entry is the most likely of those found.

A question chooses among the entries found for it with odds that grow with their score (a conditional logit, by Newton's
method with a small ridge). Where several entries are right, each counts by its own odds.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from knowledge.finding.fitted import CONFIDENCE
from knowledge.finding.tuning import Tuning
from knowledge.search import Search
from tests.faq.algebra import solved
from tests.faq.cases import Case

MIXED = ("words", "letters", "said", "meant", "sharpness")
"""What of the tuning is fitted."""
RIDGE = 0.02
ROUNDS = 2
"""An entry counts in the language that finds it best, and that depends on the weights: we fit twice."""
_START = Tuning(words=0.3, letters=0.2, said=0.25, meant=0.25, sharpness=25.0)

Vector = tuple[float, ...]
Choice = tuple[list[Vector], list[bool]]
"""The likenesses of the entries found for a question, and which of them are right."""


def weighed(search: Search, questions: Sequence[Case]) -> Tuning:
    """The tuning for these questions."""
    tuning = _START
    for _ in range(ROUNDS):
        looking = search.trusting(CONFIDENCE, tuning)
        tuning = _tuning(_fitted([one for case in questions if any((one := _choice(looking, case))[1])]))
    return tuning


def _choice(search: Search, case: Case) -> Choice:
    found = search.candidates(case.question)
    signs: list[Vector] = [(one.scored.words, one.scored.letters, one.scored.said, one.scored.meant) for one in found]
    return signs, [one.id in case.right for one in found]


def _tuning(weights: Vector) -> Tuning:
    """Weights that make 1 together; how large they were is the sharpness."""
    sharpness = sum(weights)
    shares = {name: round(weight / sharpness, 3) for name, weight in zip(MIXED, weights, strict=False)}
    return replace(_START, **shares, sharpness=round(sharpness, 1))


def _fitted(choices: Sequence[Choice]) -> Vector:
    weights = tuple(getattr(_START, name) * _START.sharpness for name in MIXED[:-1])
    for _ in range(12):
        weights = _newton(weights, choices)
    return weights


def _newton(weights: Vector, choices: Sequence[Choice]) -> Vector:
    size = range(len(weights))
    gradient = [-RIDGE * weight for weight in weights]
    curve = [[RIDGE * (row == column) for column in size] for row in size]
    for vectors, right in choices:
        odds = _odds(weights, vectors)
        mean = _mean(vectors, odds)
        aim = _mean(vectors, [one * ok for one, ok in zip(odds, right, strict=True)])
        for row in size:
            gradient[row] += aim[row] - mean[row]
            for column in size:
                both = sum(one * v[row] * v[column] for one, v in zip(odds, vectors, strict=True))
                curve[row][column] += both - mean[row] * mean[column]
    steps = solved(curve, gradient)
    return tuple(max(weight + step, 0.0) for weight, step in zip(weights, steps, strict=True))


def _odds(weights: Vector, vectors: Sequence[Vector]) -> list[float]:
    scores = [sum(weight * value for weight, value in zip(weights, vector, strict=True)) for vector in vectors]
    odds = [math.exp(score - max(scores)) for score in scores]
    return [one / sum(odds) for one in odds]


def _mean(vectors: Sequence[Vector], odds: Sequence[float]) -> list[float]:
    total = sum(odds) or 1.0
    return [
        sum(one * value for one, value in zip(odds, column, strict=True)) / total
        for column in zip(*vectors, strict=True)
    ]
