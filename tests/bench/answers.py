"""The answers: how right they are in each language, beside what was measured before; how fast, and how large.

The questions are those of `tests/faq/dev.jsonl`, each judged by a confidence fitted without it. CLINC150
(clinc/oos-eval, CC BY 3.0) is read from `clinc150/data_full.json` in the folder that EXPLOR_BENCH_DATA names, where
there is one.
"""

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from bot.faq_files import load_faq
from bot.knowledge_files import load
from bot.questions import Questions, refused_entries
from knowledge.finding.confidence import Confidence, logistic
from knowledge.finding.fitted import CONFIDENCE
from knowledge.search import Document, Search
from tests.bench.measure import row, timed
from tests.faq.cases import Case, cases
from tests.faq.fit import held_apart, regression
from tests.faq.measure import Share, table
from tests.faq.weights import weighed

BASELINES = (
    ("SQLite FTS5 unicode61", "30 %", "47 %"),
    ("BM25 and Snowball", "37 %", "56 %"),
    ("character n-gram TF-IDF", "44 %", "62 %"),
    ("BM25F with keywords", "80 %", "91 %"),
)
"""Right entry first, and among three, of other methods on another base of one author (our retrieval notes)."""

PUBLISHED = (
    ("SVM, published", "88.2", "18.0"),
    ("DialogFlow, published", "90.8", "26.7"),
    ("Rasa, published", "90.9", "31.2"),
    ("BERT, published", "96.2", "52.3"),
)
"""CLINC150: in-scope accuracy, out-of-scope recall (Larson et al., 2019)."""

THIRD = 3
"""One validation question in three is enough for the weights."""

_MEMORY = """
import os
from bot.faq_files import load_faq
from bot.knowledge_files import load
facts = load()
def held():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
before = held()
from bot.questions import Questions
from datetime import UTC, datetime
Questions(load_faq(), facts).ask("combien de jours ?", None, "fr", datetime(2026, 1, 1, tzinfo=UTC))
print(held() - before)
"""


def run() -> None:
    began = time.perf_counter()
    faq = load_faq()
    read, used = time.perf_counter(), time.process_time()
    asking = Questions(faq, load())
    made, used = time.perf_counter(), time.process_time() - used
    row("the questions and answers: files read", f"{read - began:.2f} s")
    row("the questions and answers: index ready", f"{made - read:.2f} s", f"processor {used:.2f} s", "(target: 1 s)")
    row("the same, memory", f"{_megabytes():.0f} MB", "(target: under 60 MB)")
    questions = cases()
    if questions:
        _speed(asking.search, [case.question for case in questions])
        print("\n".join(table(held_apart(asking.search, questions, refused_entries(faq)))))
    for name, first, three in BASELINES:
        row(f"  {name}, another base", f"first {first}", f"among 3 {three}")
    data = Path(os.environ.get("EXPLOR_BENCH_DATA", "")) / "clinc150" / "data_full.json"
    if data.is_file():
        clinc(json.loads(data.read_text(encoding="utf-8")))


def _speed(search: Search, questions: list[str]) -> None:
    turn = cycle(questions)
    one = timed(lambda: search.find(next(turn)), min(len(questions) * 10, 2000))
    row("one question found", f"{one.wall:.2f} ms", f"processor {one.cpu:.2f} ms", "(target: median under 5 ms)")


def _megabytes() -> float:
    """What answering adds to a process that has read the facts."""
    out = subprocess.run([sys.executable, "-c", _MEMORY], capture_output=True, text=True, check=True)
    return int(out.stdout) / 1024**2


def clinc(data: dict[str, list[list[str]]]) -> None:
    """The same engine on 150 intents in English: no keywords, no answers, 100 questions an intent.

    Weights and threshold are fitted on its validation questions, as its paper does.
    """
    by: dict[str, list[str]] = defaultdict(list)
    for text, intent in data["train"]:
        by[intent].append(text)
    search = Search({"en": [Document(intent, tuple(texts)) for intent, texts in by.items()]}, {})
    tuning = weighed(search, [Case("en", text, intent) for text, intent in data["val"][::THIRD]])
    search = search.trusting(CONFIDENCE, tuning)
    search = search.trusting(_fitted(search, [*data["val"], *data["oos_val"]]))
    inside = Share(sum(_said(search, text) == intent for text, intent in data["test"]), len(data["test"]))
    outside = Share(sum(_said(search, text) is None for text, _ in data["oos_test"]), len(data["oos_test"]))
    row("CLINC150, this engine: in scope", str(inside), f"out-of-scope recall {outside}")
    for name, accuracy, recall in PUBLISHED:
        row(f"  {name}", f"{accuracy} %", f"out-of-scope recall {recall} %")


def _said(search: Search, text: str) -> str | None:
    return search.find(text).entry


def _fitted(search: Search, validation: Sequence[Sequence[str]]) -> Confidence:
    """The paper's threshold: the one that is right most often on the validation questions, out of scope included."""
    found = [(search.find(text), intent) for text, intent in validation]
    right = [one.ids[:1] == (intent,) for one, intent in found]
    vectors = [one.seen.vector() for one, _ in found]
    beta = regression(vectors, right)
    outside = [intent == "oos" for _, intent in found]
    scored = [(logistic(beta, vector), ok, out) for vector, ok, out in zip(vectors, right, outside, strict=True)]
    good = {step / 100: sum(ok if p >= step / 100 else out for p, ok, out in scored) for step in range(100)}
    return Confidence(beta, beta, max(good, key=good.__getitem__), 1.0)
