"""From the command to the first words of `explor chat`, warm, beside an interpreter that does nothing."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.measure import row

RUNS = 7


def first_words(command: list[str]) -> float:
    """Seconds until the command has said something, or has ended."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        took = time.perf_counter() - began
        process.kill()
    return took


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'explor.db'}"
        chat = [sys.executable, "-m", "bot", "chat", "--db", url, "--lang"]
        for lang in ("fr", "ar"):
            first_words([*chat, lang])
            took = median(first_words([*chat, lang]) for _ in range(RUNS))
            bare = median(first_words([sys.executable, "-c", "pass"]) for _ in range(RUNS))
            row(
                f"explor chat to its first words ({lang}), warm",
                f"{took:.2f} s",
                f"python alone {bare:.2f} s",
                "(target: under 1 s)",
            )
