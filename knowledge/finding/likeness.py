"""How alike two texts are by what they are made of: the cosine of their parts, the rare ones counting most.

The parts are whatever is handed in: letters three by three, words and pairs of words, meanings.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence


class Likeness:
    """Texts, by number, to which others are compared."""

    def __init__(self, texts: Sequence[Counter[str]], rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._having: dict[str, tuple[array[int], array[float]]] = {}
        for number, parts in enumerate(texts):
            for part, share in _unit(parts, rarity).items():
                if part not in self._having:
                    self._having[part] = array("H"), array("f")
                numbers, shares = self._having[part]
                numbers.append(number)
                shares.append(share)

    def to(self, parts: Counter[str]) -> dict[int, float]:
        """Each text that has a part in common, and how alike it is, 0 to 1."""
        alike: dict[int, float] = defaultdict(float)
        for part, share in _unit(parts, self._rarity).items():
            for number, other in zip(*self._having.get(part, ((), ())), strict=True):
                alike[number] += share * other
        return alike


def _unit(parts: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """The parts as a vector of length one; parts that no text has do not count."""
    vector = {part: (1 + math.log(n)) * rarity[part] for part, n in parts.items() if part in rarity}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {part: value / length for part, value in vector.items()}


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
