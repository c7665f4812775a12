"""How things are timed here: many short runs, their median, and ratios taken within the same run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Timed:
    """Medians of one operation, in milliseconds: wall clock, and processor time of this process."""

    wall: float
    cpu: float


def timed(operation: Callable[[], object], runs: int, warm: int = 20) -> Timed:
    """The operation `runs` times, after `warm` that do not count."""
    for _ in range(warm):
        operation()
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        operation()
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return Timed(median(walls) * 1000, median(cpus) * 1000)


def alternated(one: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[Timed, Timed]:
    """Two operations in turn, so that a machine that slows down slows both."""
    pairs = [(timed(one, 1, 0), timed(other, 1, 0)) for _ in range(runs + 20)][20:]
    return _median([first for first, _ in pairs]), _median([second for _, second in pairs])


def _median(times: list[Timed]) -> Timed:
    return Timed(median(time.wall for time in times), median(time.cpu for time in times))


def row(name: str, *figures: str) -> None:
    """One line of the report."""
    print(f"{name:<58} {'  '.join(figures)}")
