"""How well questions are answered: shares with their Wilson intervals, for each language and all together."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.search import MOST_SUGGESTED, Found, Search
from tests.faq.cases import Case


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    good: int
    all: int

    @property
    def rate(self) -> float:
        return self.good / self.all if self.all else math.nan

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Wilson's interval, at 95 %."""
        if not self.all:
            return 0.0, 1.0
        n, p = self.all, self.rate
        middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)

    def __str__(self) -> str:
        if not self.all:
            return "-"
        low, high = self.interval()
        return f"{100 * self.rate:.0f} % [{100 * low:.0f}-{100 * high:.0f}]"


@dataclass(frozen=True)
class Asked:
    """A question and what the search made of it."""

    case: Case
    found: Found

    @property
    def first(self) -> bool:
        return self.found.ids[:1] != () and self.found.ids[0] in self.case.right

    @property
    def among(self) -> bool:
        return bool(self.case.right.intersection(self.found.ids[:MOST_SUGGESTED]))

    @property
    def served(self) -> bool:
        """Answered rightly, or the right answer is one press away."""
        if self.found.outcome == "answer":
            return self.first
        return self.found.outcome == "suggest" and self.among


def asked(search: Search, questions: Iterable[Case]) -> list[Asked]:
    return [Asked(case, search.find(case.question)) for case in questions]


MEASURES = ("right first", "among 3", "direct", "direct right", "served", "out of scope answered", "… suggested")


def shares(those: Sequence[Asked]) -> Iterator[Share]:
    """In the order of `MEASURES`."""
    inside = [one for one in those if one.case.right]
    outside = [one for one in those if not one.case.right]
    direct = [one for one in inside if one.found.outcome == "answer"]
    yield Share(sum(one.first for one in inside), len(inside))
    yield Share(sum(one.among for one in inside), len(inside))
    yield Share(len(direct), len(inside))
    yield Share(sum(one.first for one in direct), len(direct))
    yield Share(sum(one.served for one in inside), len(inside))
    yield Share(sum(one.found.outcome == "answer" for one in outside), len(outside))
    yield Share(sum(one.found.outcome == "suggest" for one in outside), len(outside))


def table(those: Sequence[Asked]) -> Iterator[str]:
    """A line a language, and one for all."""
    langs = sorted({one.case.lang for one in those})
    yield f"{'':5}" + "".join(f"{name:>23}" for name in MEASURES)
    for lang, ones in (*((lang, [one for one in those if one.case.lang == lang]) for lang in langs), ("all", those)):
        yield f"{lang:5}" + "".join(f"{share!s:>23}" for share in shares(ones))
