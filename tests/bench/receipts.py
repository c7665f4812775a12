"""The receipts: how right each field is, how often surely wrong, how fast, and how large the worker.

Read through the real worker, one after the other, as the bot reads them. The public ones are ICDAR 2019 SROIE (CC BY
4.0), `receipts/sroie` in the folder that EXPLOR_BENCH_DATA names, where there is one; ours are drawn
(`tests/reading/drawn.py`), for no labelled French, Portuguese, Spanish or African receipts exist in public.
"""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bot.reading.fields.found import Found
from bot.reading.reader import Bench
from bot.reading.reading import Asked, Reading
from tests.bench.measure import row
from tests.reading.labelled import Case, alike, drawn, sroie

SURE = 0.9
EACH = 2
"""Of each layout of ours: once as a scan, once as a photograph."""
TODAY = Asked(date(2026, 12, 31))
BASELINES = (
    ("a heuristic of 200 lines, 200 unseen scans", "97.0 %", "91.0 %", "86.5 %"),
    ("the same with perfect text boxes", "99.0 %", "93.0 %", "92.0 %"),
    ("the same on photographs of American receipts", "92.7 %", "89.3 %", "65.3 %"),
    ("Tesseract at its best on the unseen scans", "80 %", "72 %", "74 %"),
)
"""Date, total, supplier on SROIE and others (our notes on receipts)."""


@dataclass(frozen=True)
class Read:
    """A receipt, what was read of it, in how many seconds, and how many of a processor."""

    case: Case
    reading: Reading
    seconds: float
    processor: float

    @property
    def right(self) -> tuple[bool, bool, bool]:
        """Of the date, the total, the supplier."""
        fields, case = self.reading.fields, self.case
        supplier = fields.supplier is not None and alike(fields.supplier.value, case.supplier)
        return _is(fields.day, case.day), _is(fields.total, case.total), supplier

    @property
    def silently_wrong(self) -> bool:
        """A total that nobody would be asked about, and that is not the one paid."""
        total = self.reading.fields.total
        return total is not None and total.confidence >= SURE and not self.right[1]


def _is(found: Found[Any] | None, truth: object) -> bool:
    return found is not None and found.value == truth


def run() -> None:
    with Bench() as bench:
        began = time.perf_counter()
        bench.warm()
        row("the reader of receipts, ready after", f"{time.perf_counter() - began:.1f} s")
        _told("receipts drawn by us, half of them as photographs", _all(bench, drawn(EACH)))
        _told("SROIE, public scans (weights were fitted on these 80)", _all(bench, sroie()))
        row("the reader, memory at its highest", f"{_megabytes(bench):.0f} MB")
    for name, day, total, supplier in BASELINES:
        row(f"  {name}", f"date {day}", f"total {total}", f"supplier {supplier}")


def _all(bench: Bench, cases: Iterable[Case]) -> list[Read]:
    return [_read(bench, case) for case in cases]


def _read(bench: Bench, case: Case) -> Read:
    began, used = time.perf_counter(), _processor(bench)
    reading = bench.read(case.content, TODAY)
    return Read(case, reading, time.perf_counter() - began, _processor(bench) - used)


def _processor(bench: Bench) -> float:
    """Seconds of processor that the worker has used."""
    stat = Path(f"/proc/{bench.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def _told(name: str, reads: list[Read]) -> None:
    if not reads:
        return
    day, total, supplier = (sum(right) / len(reads) for right in zip(*(one.right for one in reads), strict=True))
    row(f"{name}: {len(reads)}", f"date {day:.1%}", f"total {total:.1%}", f"supplier {supplier:.1%}")
    row("  targets, on unseen ones", "date 98 %", "total 94 %", "supplier 90 %")
    wrong = sum(one.silently_wrong for one in reads)
    row("  totals wrong with a confidence of 0.90 or more", f"{wrong} ({wrong / len(reads):.1%})", "(target: 1 %)")
    sure = sum(one.reading.fields.total is not None and one.reading.fields.total.confidence >= SURE for one in reads)
    row("  totals that need not be asked about", f"{sure / len(reads):.0%}")
    row("  said to be illegible", f"{sum(not one.reading.legible for one in reads) / len(reads):.1%}")
    seconds = [one.seconds for one in reads]
    row(
        "  seconds a photo",
        f"p50 {median(seconds):.2f}",
        f"p95 {quantiles(seconds, n=20)[-1]:.2f}",
        "(target: p50 1.7)",
    )
    row("  the same, of processor", f"p50 {median(one.processor for one in reads):.2f}")


def _megabytes(bench: Bench) -> float:
    status = Path(f"/proc/{bench.pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
