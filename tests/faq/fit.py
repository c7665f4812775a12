"""`python -m tests.faq.fit`: fits the weights and the confidence on the development questions and writes
`knowledge/finding/fitted.py`.

The weights of the likenesses make the right entry the most likely of those found (`tests/faq/weights.py`). Two logistic
regressions tell how sure one may be (is the first entry right, is the right one among three), by Newton's method with a
small ridge. The thresholds are chosen on predictions of questions that the fit had not seen (ten folds): the lowest
from which direct answers are right and out-of-scope questions are let alone as often as we want.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.finding import fitted
from knowledge.finding.confidence import Confidence, logistic
from knowledge.finding.tuning import Tuning
from knowledge.search import Search
from tests.faq.algebra import solved
from tests.faq.cases import Case, cases
from tests.faq.measure import Asked, asked, table
from tests.faq.weights import MIXED, weighed

RIDGE = 1.0
FOLDS = 10
TARGET = (0.96, 0.03)
FLOOR = (0.92, 0.05)
"""Direct answers right at least, out-of-scope questions answered at most: what we aim at, and what we accept."""
SURE_ENOUGH = 0.9
"""The threshold where the questions are too few, or too hard, to choose one."""
SERVED_LOST_AT_MOST = 0.03
Vector = Sequence[float]


@dataclass(frozen=True)
class Sample:
    """What was seen of a question, and what was true of it."""

    vector: Vector
    right: bool
    among: bool
    inside: bool
    declined: bool


def samples(those: Sequence[Asked], refused: frozenset[str]) -> list[Sample]:
    return [
        Sample(
            one.found.seen.vector(), one.first, one.among, bool(one.case.right), bool({*one.found.ids[:1]} & refused)
        )
        for one in those
    ]


def regression(vectors: Sequence[Vector], truths: Sequence[bool], ridge: float = RIDGE) -> list[float]:
    """The coefficients for the vectors as they are: they are scaled for the fit only. The first is the constant."""
    means, scales = _scales(vectors)
    scaled = [_scaled(vector, means, scales) for vector in vectors]
    beta = [0.0] * len(means)
    for _ in range(30):
        beta = _newton(beta, scaled, truths, ridge)
    constant = beta[0] - sum(b * m / s for b, m, s in zip(beta[1:], means[1:], scales[1:], strict=True))
    return [constant, *(b / s for b, s in zip(beta[1:], scales[1:], strict=True))]


def _scales(vectors: Sequence[Vector]) -> tuple[list[float], list[float]]:
    columns = list(zip(*vectors, strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        (sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, [spread or 1.0 for spread in spreads]


def _scaled(vector: Vector, means: Vector, scales: Vector) -> list[float]:
    return [1.0, *((v - m) / s for v, m, s in zip(vector[1:], means[1:], scales[1:], strict=True))]


def _newton(beta: list[float], vectors: Sequence[Vector], truths: Sequence[bool], ridge: float) -> list[float]:
    size = len(beta)
    gradient = [-ridge * b if place else 0.0 for place, b in enumerate(beta)]
    curve = [
        [ridge if row == column and row else 1e-9 * (row == column) for column in range(size)] for row in range(size)
    ]
    for vector, truth in zip(vectors, truths, strict=True):
        p = logistic(beta, vector)
        for row in range(size):
            gradient[row] += (truth - p) * vector[row]
            for column in range(size):
                curve[row][column] += p * (1 - p) * vector[row] * vector[column]
    return [b + step for b, step in zip(beta, solved(curve, gradient), strict=True)]


def unseen(those: Sequence[Sample], truth: Callable[[Sample], bool]) -> list[float]:
    """For each sample, the probability that a fit on the other folds gives it."""
    out = [0.0] * len(those)
    for fold in range(FOLDS):
        train = [one for place, one in enumerate(those) if place % FOLDS != fold]
        beta = regression([one.vector for one in train], [truth(one) for one in train])
        for place in range(fold, len(those), FOLDS):
            out[place] = logistic(beta, those[place].vector)
    return out


def answer_threshold(those: Sequence[Sample], right: Sequence[float]) -> float:
    """The lowest probability from which direct answers are as right, and as rare out of scope, as we want."""
    for least, most in (TARGET, FLOOR):
        for threshold in (step / 100 for step in range(30, 100)):
            if _good_enough(those, right, threshold, least, most):
                return threshold
    return SURE_ENOUGH


def _good_enough(those: Sequence[Sample], right: Sequence[float], threshold: float, least: float, most: float) -> bool:
    outside = max(sum(not one.inside for one in those), 1)
    direct = [one for one, p in zip(those, right, strict=True) if p >= threshold and not one.declined]
    inside = [one for one in direct if one.inside]
    precise = sum(one.right for one in inside) >= least * len(inside)
    return precise and (len(direct) - len(inside)) / outside <= most


def suggest_threshold(those: Sequence[Sample], right: Sequence[float], among: Sequence[float], answer: float) -> float:
    """The highest probability that costs almost none of the questions that a button would have served."""
    all_inside = [one for one in those if one.inside]
    pairs = [(one, p) for one, r, p in zip(those, right, among, strict=True) if r < answer and one.inside and one.among]
    for threshold in (step / 100 for step in range(80, 0, -1)):
        lost = sum(p < threshold for _, p in pairs)
        if lost <= SERVED_LOST_AT_MOST * len(all_inside):
            return threshold
    return 0.0


def fit(those: Sequence[Sample]) -> Confidence:
    right, among = unseen(those, lambda one: one.right), unseen(those, lambda one: one.among)
    answer = answer_threshold(those, right)
    vectors = [one.vector for one in those]
    return Confidence(
        right=tuple(round(value, 4) for value in regression(vectors, [one.right for one in those])),
        among=tuple(round(value, 4) for value in regression(vectors, [one.among for one in those])),
        answer_from=answer,
        suggest_from=suggest_threshold(those, right, among, answer),
    )


def fitted_on(search: Search, questions: Sequence[Case], refused: frozenset[str]) -> tuple[Confidence, Tuning]:
    """All that is fitted, on these questions alone."""
    tuning = weighed(search, questions)
    weighing = search.trusting(fitted.CONFIDENCE, tuning)
    return fit(samples(asked(weighing, questions), refused)), tuning


def held_apart(search: Search, questions: Sequence[Case], refused: frozenset[str]) -> list[Asked]:
    """Every question judged by what was fitted without it: what to expect of strangers."""
    out: list[Asked] = []
    for fold in range(5):
        train = [case for place, case in enumerate(questions) if place % 5 != fold]
        test = [case for place, case in enumerate(questions) if place % 5 == fold]
        out += asked(search.trusting(*fitted_on(search, train, refused)), test)
    return out


def source(found: Confidence, tuning: Tuning) -> str:
    """The text of `fitted.py`."""
    mixed = ", ".join(f"{name}={getattr(tuning, name)}" for name in MIXED)
    return (
        f'"""{fitted.__doc__}"""\n\n'
        "from knowledge.finding.confidence import Confidence\n"
        "from knowledge.finding.tuning import Tuning\n\n"
        f"TUNING = Tuning({mixed})\n"
        f"CONFIDENCE = Confidence(\n    right={_column(found.right)},\n    among={_column(found.among)},\n"
        f"    answer_from={found.answer_from},\n    suggest_from={found.suggest_from},\n)\n"
    )


def _column(values: Sequence[float]) -> str:
    return "(\n" + "".join(f"        {value},\n" for value in values) + "    )"


def main() -> None:
    from bot.faq_files import load_faq
    from bot.knowledge_files import load
    from bot.questions import Questions, refused_entries

    faq = load_faq()
    search, questions = Questions(faq, load()).search, cases()
    refused = refused_entries(faq)
    print("\n".join(table(held_apart(search, questions, refused))))
    confidence, tuning = fitted_on(search, questions, refused)
    Path(fitted.__file__).write_text(source(confidence, tuning), encoding="utf-8")
    print("\n".join(table(asked(search.trusting(confidence, tuning), questions))))
    print(f"{tuning}, answer from {confidence.answer_from}, suggest from {confidence.suggest_from}", file=sys.stderr)


if __name__ == "__main__":
    main()
