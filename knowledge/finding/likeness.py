"""How alike two texts are by what they are made of: the cosine of their parts, the rare ones counting most.

The parts are whatever is handed in: letters three by three, words and pairs of words, meanings.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate


class Likeness:
    """Texts, by number, to which others are compared.

    For each part, the texts that have it and how much stand in one run of two long arrays: most parts are had by one
    text alone, and a list for each would take several times the memory.
    """

    def __init__(self, texts: Sequence[Counter[str]], rarity: Mapping[str, float]) -> None:
        self._place = {part: place for place, part in enumerate(rarity)}
        self._rarity = array("d", rarity.values())
        having = Counter(part for parts in texts for part in parts)
        self._starts = array("I", accumulate((having[part] for part in rarity), initial=0))
        self._texts = array("H", bytes(2 * self._starts[-1]))
        self._shares = array("f", bytes(4 * self._starts[-1]))
        self._fill(texts)

    def to(self, parts: Counter[str]) -> dict[int, float]:
        """Each text that has a part in common, and how alike it is, 0 to 1."""
        alike: dict[int, float] = defaultdict(float)
        for place, share in self._unit(parts):
            run = slice(self._starts[place], self._starts[place + 1])
            for number, other in zip(self._texts[run], self._shares[run], strict=True):
                alike[number] += share * other
        return alike

    def _fill(self, texts: Sequence[Counter[str]]) -> None:
        free = self._starts[:]
        for number, parts in enumerate(texts):
            for place, share in self._unit(parts):
                self._texts[free[place]] = number
                self._shares[free[place]] = share
                free[place] += 1

    def _unit(self, parts: Counter[str]) -> list[tuple[int, float]]:
        """The parts as a vector of length one; parts that no text has do not count."""
        places = [(self._place[part], n) for part, n in parts.items() if part in self._place]
        vector = [(place, (1 + math.log(n)) * self._rarity[place]) for place, n in places]
        length = math.sqrt(sum(value * value for _, value in vector)) or 1.0
        return [(place, value / length) for place, value in vector]


def seldom(texts: Sequence[Counter[str]]) -> dict[str, float]:
    """How rare each part is, by the number of texts that have it."""
    having = Counter(part for parts in texts for part in parts)
    return {part: math.log(1 + len(texts) / count) for part, count in having.items()}


def telling(texts: Sequence[Counter[str]]) -> dict[str, float]:
    """How much each part tells texts apart: nothing where all have it equally often, most where one has it alone.

    The logarithm of the number of texts, less the entropy of the part over them.
    """
    total: Counter[str] = Counter()
    for parts in texts:
        total.update(parts)
    spread: dict[str, float] = defaultdict(float)
    for parts in texts:
        for part, n in parts.items():
            spread[part] -= n / total[part] * math.log(n / total[part])
    return {part: max(math.log(len(texts) + 1) - entropy, 0.0) for part, entropy in spread.items()}
