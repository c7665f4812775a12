"""A field as it was found: a value and how sure it is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value, the share of such values that are right (0 to 1), and what else it may be, the likeliest first."""

    value: T
    confidence: float
    others: tuple[T, ...] = ()


def logistic(score: float) -> float:
    """From a score to a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def weighed(traits: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The sum of what speaks for and against. A trait without weight is a mistake of ours: KeyError."""
    return sum(weights[name] * value for name, value in traits.items())


def chances(scores: Mapping[T, float]) -> Mapping[T, float]:
    """The scores of rivals as shares of one."""
    most = max(scores.values(), default=0.0)
    powers = {one: math.exp(score - most) for one, score in scores.items()}
    whole = sum(powers.values())
    return {one: power / whole for one, power in powers.items()}
