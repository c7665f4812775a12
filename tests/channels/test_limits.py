"""The list of the vendors' limits names tests that exist, so that a limit cannot lose its test unseen."""

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
NAMED = re.compile(r"`(test_\w+\.py|…)::(test_\w+)`")


def named() -> Iterator[tuple[str, str]]:
    """Each test of the list, with its file."""
    file = ""
    for found, test in NAMED.findall((HERE / "LIMITS.md").read_text(encoding="utf-8")):
        file = file if found == "…" else found
        yield file, test


def test_every_limit_has_a_test_that_exists() -> None:
    listed = list(named())
    assert len(listed) > 60
    missing = [f"{file}::{test}" for file, test in listed if not _there(file, test)]
    assert missing == []


def _there(file: str, test: str) -> bool:
    source = (HERE / file).read_text(encoding="utf-8")
    return re.search(rf"^(async )?def {test}\b", source, re.MULTILINE) is not None
