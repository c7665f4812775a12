"""The questions that strangers ask, with the entry that they mean: `dev.jsonl`, one JSON a line.

    {"lang": "fr", "question": "c koi le plafond", "expect": "grant_cap", "region": "occitanie", "facts": ["1 400"]}

`expect` is null where the question is not for EXPLOR to answer; `also` lists other entries that answer as well, or that
decline what is not ours. `tag` is a kind of typing. `facts` are words that the answer must hold. Whoever writes them
has not written the entries, and the search has never seen them.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEV = Path(__file__).parent / "dev.jsonl"


@dataclass(frozen=True)
class Case:
    """One question and what should come of it."""

    lang: str
    question: str
    entry: str | None
    also: tuple[str, ...] = ()
    region: str | None = None
    facts: tuple[str, ...] = ()
    tag: str = ""

    @property
    def right(self) -> frozenset[str]:
        """The entries that answer it."""
        return frozenset((self.entry, *self.also)) if self.entry else frozenset()


def cases(path: Path = DEV) -> list[Case]:
    """Every question of the file; none where it is not there yet."""
    if not path.exists():
        return []
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _case(given: dict[str, Any]) -> Case:
    return Case(
        lang=given["lang"],
        question=given["question"],
        entry=given["expect"],
        also=tuple(given.get("also") or ()),
        region=given.get("region"),
        facts=tuple(given.get("facts") or ()),
        tag=given.get("tag") or "",
    )
