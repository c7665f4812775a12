"""Receipts of which the truth is known: those that we draw, and the public ones that an operator of the bench has.

ICDAR 2019 SROIE (CC BY 4.0): `receipts/sroie` in the folder that EXPLOR_BENCH_DATA names, pictures beside
`truth.jsonl`, whose dates and amounts are written as they stand on the paper. None of it is kept here.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from rapidfuzz import fuzz

from tests.reading.drawn import draw, photographed, specimens
from tests.reading.files import saved

MONTHS = dict(zip("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), range(1, 13), strict=True))  # noqa: SIM905
ALIKE = 90.0
"""rapidfuzz: names that are so alike are one, as the contest's followers count it."""


@dataclass(frozen=True)
class Case:
    """A receipt and what is true of it."""

    name: str
    content: bytes
    day: date
    total: Decimal
    supplier: str


def sroie() -> Iterator[Case]:
    """The public receipts; none where the folder is not there."""
    folder = Path(os.environ.get("EXPLOR_BENCH_DATA", "")) / "receipts" / "sroie"
    if not (folder / "truth.jsonl").is_file():
        return
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        content = (folder / truth["file"]).read_bytes()
        total = Decimal(re.sub(r"[^\d.]", "", truth["total"]))
        yield Case(truth["file"], content, _day(truth["date"]), total, truth["company"])


def drawn(each: int) -> Iterator[Case]:
    """So many of each layout of ours, in turn as a scan and as a photograph."""
    for number, one in enumerate(specimens(each)):
        paper = draw(one)
        content = saved(photographed(paper, number) if number % 2 else paper, "JPEG", quality=88)
        yield Case(f"{one.supplier} {number}", content, one.day, one.total, one.supplier)


def _day(text: str) -> date:
    """As SROIE writes it: 2016-07-31, 18-11-18, 18/03/18, 05 MAR 2018."""
    if found := re.fullmatch(r"(\d{4})-(\d+)-(\d+)", text):
        return date(*(int(part) for part in found.groups()))
    first, month, year = re.split(r"[-/ ]", text)
    return date(int(year) % 100 + 2000, MONTHS.get(month) or int(month), int(first))


def alike(one: str, other: str) -> bool:
    return fuzz.ratio(one.upper(), other.upper()) >= ALIKE
