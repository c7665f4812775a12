"""Fits the weights and writes them to `bot/reading/fields/fitted.py`: `python -m tests.reading.fit`.

A judgement comes first (`JUDGED`); labelled receipts move it as far as they tell (a ridge around it), for they are few.
The weights of rivals are a conditional logit; how sure the best is, a logit on receipts read by weights fitted without
them. So that sureness is learned from mistakes too, each receipt is also read worn: boxes lost, letters misread.
What it prints on standard error is measured on receipts held apart: six parts, each judged by the other five.
"""

import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.reading.boxes import Box, rows
from bot.reading.engine import Eyes
from bot.reading.fields import dates, suppliers, totals
from bot.reading.fields import fitted as fitted_weights
from bot.reading.fields.currencies import WHOLE, country, currency
from bot.reading.fields.found import chances, weighed
from bot.reading.fields.labels import labelled
from bot.reading.files import pictures
from bot.reading.reading import LEGIBLE
from dialogs.core.reading.amounts import decimals
from tests.reading.labelled import Case, alike, drawn, sroie

Weights = Mapping[str, float]
Traits = Mapping[Any, Weights]

PARTS, WORN, RIDGE = 6, 5, 2.0
RIDGE_SURE = {"TOTAL": 0.5, "DATE": 10.0, "SUPPLIER": 0.5}
"""Days are hardly ever wrong, so that the judgement has to say when they may be."""
LOST, MISREAD = 0.06, 0.05
SETTLED = 1e-4
MARGIN = 0.4
"""Log-odds taken from the sureness of totals: 0.90 is to hold on receipts of a kind not seen."""
TODAY = date(2026, 12, 31)

JUDGED: Mapping[str, Weights] = {
    "TOTAL": {
        "final": 4.0,
        "total": 3.0,
        "taxed": 3.5,
        "card": 1.5,
        "cash": 0.3,
        "sub": 0.5,
        "untaxed": -1.0,
        "tax": -2.0,
        "change": -4.0,
        "off": -2.0,
        "rounding": -4.0,
        "tip": -3.0,
        "count": -2.0,
        "table": -0.5,
        "plain": 0.0,
        "inner": -0.3,
        "paid": 2.5,
        "sums": 1.0,
        "before_tax": -1.5,
        "rounded": 1.5,
        "unrounded": -1.5,
        "times": 0.7,
        "most": 1.0,
        "beyond": -1.0,
        "small": -1.5,
        "last": 0.8,
        "height": 0.7,
        "tallest": 1.0,
        "late": 0.3,
        "marked": 0.4,
        "alone": 0.4,
        "read": 0.5,
    },
    "TOTAL_SURE": {
        "one": -0.5,
        "share": 0.7,
        "named": 0.5,
        "agrees": 0.7,
        "last": 0.5,
        "contested": -0.5,
        "read": 1.0,
    },
    "DATE": {
        "full": 0.7,
        "worded": 0.7,
        "either": 0.0,
        "named": 1.5,
        "under": 0.7,
        "unwanted": -2.5,
        "timed": 1.5,
        "times": 0.7,
        "first": 0.5,
        "late": -0.3,
        "future": -4.0,
        "old": -2.0,
        "read": 0.5,
    },
    "DATE_SURE": {
        "one": 0.0,
        "share": 0.6,
        "full": 0.5,
        "worded": 0.7,
        "either": -0.7,
        "timed": 0.3,
        "named": 0.3,
        "read": 1.5,
        "times": 0.5,
        "future": -3.0,
    },
    "SUPPLIER": {
        "place": -0.45,
        "top": 0.6,
        "company": 1.5,
        "ends": 1.5,
        "shop": 0.8,
        "address": -1.5,
        "postcode": -2.0,
        "other": -3.0,
        "figures": -3.0,
        "dated": -3.0,
        "height": 0.8,
        "giant": -2.5,
        "capitals": 0.5,
        "short": -1.0,
        "long": -0.7,
        "rows": -1.0,
        "rows_end": 2.0,
        "rows_apart": -1.5,
        "unended": -2.0,
        "uneven": -6.0,
        "passed": -1.0,
        "open": -3.0,
        "before_address": 0.5,
        "registered": 1.0,
        "read": 0.5,
    },
    "SUPPLIER_SURE": {
        "one": -1.0,
        "share": 0.5,
        "company": 0.7,
        "read": 1.0,
    },
}
DOUBTS: Mapping[str, Callable[..., Weights]] = {
    "TOTAL": totals.doubts,
    "DATE": dates.doubts,
    "SUPPLIER": suppliers.doubts,
}


@dataclass(frozen=True)
class Seen:
    """A labelled receipt as it was read."""

    case: Case
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Choice:
    """The rivals for a field of a receipt, and which of them are right."""

    rivals: Traits
    right: Callable[[Any], bool]


def read(cases: Sequence[Case]) -> list[Seen]:
    eyes = Eyes()
    return [Seen(case, eyes.see(next(pictures(case.content))).boxes) for case in cases]


def worn(seen: Seen, chance: random.Random) -> Seen:
    """The same receipt, with boxes lost and letters misread."""
    kept = (box for box in seen.boxes if chance.random() > LOST)
    return Seen(seen.case, tuple(_misread(box, chance) for box in kept))


def _misread(box: Box, chance: random.Random) -> Box:
    if chance.random() > MISREAD * len(box.text) / 8:
        return box
    place = chance.randrange(len(box.text))
    other = chance.choice("0123456789" if box.text[place].isdigit() else "abcdeijlo. ")
    text = box.text[:place] + other + box.text[place + 1 :]
    return replace(box, text=text, confidence=min(box.confidence, chance.uniform(0.6, 0.97)))


def choices(name: str, seen: Seen) -> Choice:
    lines = rows(box for box in seen.boxes if box.confidence >= LEGIBLE)
    if name == "TOTAL":
        money = currency(lines)
        whole = money is not None and money.value in WHOLE
        return Choice(
            totals.traits(labelled(lines, decimals(money.value) if money else 2), whole),
            lambda value: bool(value == seen.case.total),
        )
    if name == "DATE":
        return Choice(dates.traits(lines, TODAY, country(lines)), lambda value: bool(value == seen.case.day))
    return Choice(suppliers.traits(lines), lambda value: alike(value, seen.case.supplier))


def fitted(given: Sequence[Choice], judged: Weights) -> Weights:
    """The conditional logit: of the rivals of a receipt, the right ones should weigh most."""
    data = [_matrix(one, list(judged)) for one in given]
    telling = [(traits, right) for traits, right in data if right.any() and not right.all()]
    start = np.array(list(judged.values()))

    def slope(weights: Any) -> tuple[Any, Any]:
        gradient, curve = RIDGE * (weights - start), RIDGE * np.eye(len(start))
        for traits, right in telling:
            scores = traits @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            wanted = share * right / (share * right).sum()
            mean = traits.T @ share
            gradient += traits.T @ (share - wanted)
            curve += (traits.T * share) @ traits - np.outer(mean, mean)
        return gradient, curve

    return dict(zip(judged, _descended(start, slope), strict=True))


def _matrix(one: Choice, names: Sequence[str]) -> tuple[Any, Any]:
    traits = np.array([[seen[name] for name in names] for seen in one.rivals.values()]).reshape(-1, len(names))
    return traits, np.array([one.right(value) for value in one.rivals], dtype=bool)


def logit(traits: Any, right: Any, judged: Weights, ridge: float) -> Weights:
    start = np.array(list(judged.values()))

    def slope(weights: Any) -> tuple[Any, Any]:
        share = 1 / (1 + np.exp(-traits @ weights))
        curve = (traits.T * (share * (1 - share))) @ traits + ridge * np.eye(len(start))
        return traits.T @ (share - right) + ridge * (weights - start), curve

    return dict(zip(judged, _descended(start, slope), strict=True))


def _descended(weights: Any, slope: Callable[[Any], tuple[Any, Any]]) -> Any:
    """Newton's steps, none longer than one."""
    longest = 1.0
    while longest > SETTLED:
        gradient, curve = slope(weights)
        step = np.linalg.solve(curve, gradient)
        longest = float(np.abs(step).max())
        weights = weights - step / max(1.0, longest)
    return weights


def fit(name: str, sets: Sequence[Sequence[Choice]]) -> tuple[Weights, Weights]:
    """Weights and sureness of a field. `sets`: the receipts as they are, then several times worn, in the same order."""
    judged, sure = JUDGED[name], JUDGED[f"{name}_SURE"]
    part = [number % PARTS for number in random.Random(1).sample(range(len(sets[0])), len(sets[0]))]
    vectors, right, of, clean = [], [], [], []
    for held in range(PARTS):
        learned = fitted([one for some in sets[:3] for one, at in zip(some, part, strict=True) if at != held], judged)
        for number, some in enumerate(sets):
            for one, at in zip(some, part, strict=True):
                if at == held and one.rivals:
                    best, doubts = _judged(name, one, learned)
                    vectors.append([doubts[trait] for trait in sure])
                    right.append(one.right(best))
                    of.append(held)
                    clean.append(number == 0)
    traits, ok, parts = np.array(vectors), np.array(right, dtype=float), np.array(of)
    _report(name, traits, ok, parts, np.array(clean), sure)
    return fitted([one for some in sets[:3] for one in some], judged), logit(traits, ok, sure, RIDGE_SURE[name])


def _judged(name: str, one: Choice, weights: Weights) -> tuple[Any, Weights]:
    scores = {value: weighed(seen, weights) for value, seen in one.rivals.items()}
    best = max(scores, key=lambda value: scores[value])
    return best, DOUBTS[name](best, one.rivals, chances(scores))


def _report(name: str, traits: Any, right: Any, parts: Any, clean: Any, judged: Weights) -> None:
    sure = np.zeros(len(right))
    for held in range(PARTS):
        weights = logit(traits[parts != held], right[parts != held], judged, RIDGE_SURE[name])
        sure[parts == held] = 1 / (1 + np.exp(-traits[parts == held] @ np.array(list(weights.values()))))
    for kind, of in (("as they are", clean), ("worn", ~clean)):
        high = of & (sure >= 0.9)
        wrong = f"sure of {high.sum()}, of which wrong {(1 - right[high]).sum():.0f}"
        print(f"{name:<9} {kind:<12} right {right[of].mean():.1%} of {of.sum()}; {wrong}", file=sys.stderr)


def weights(seen: Sequence[Seen]) -> str:
    """The module that these receipts lead to."""
    chance = random.Random(1)
    sets = [seen, *([worn(one, chance) for one in seen] for _ in range(WORN))]
    parts = [
        '"""Weights of the traits of fields, in log-odds: a judgement, moved by labelled receipts as far as they tell.'
    ]
    parts.append('\nWritten by `python -m tests.reading.fit`; the bench tells how right they are.\n"""\n')
    for name in DOUBTS:
        learned, sure = fit(name, [[choices(name, one) for one in some] for some in sets])
        parts.append(_written(name, learned))
        parts.append(_written(f"{name}_SURE", {**sure, "one": sure["one"] - (MARGIN if name == "TOTAL" else 0)}))
    return "\n".join(parts)


def _written(name: str, learned: Weights) -> str:
    traits = "".join(f'    "{trait}": {weight:.2f},\n' for trait, weight in learned.items())
    return f"{name} = {{\n{traits}}}\n"


if __name__ == "__main__":
    Path(fitted_weights.__file__).write_text(weights(read([*sroie(), *drawn(3)])), encoding="utf-8")
