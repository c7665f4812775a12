"""One flag: `--rewrite` plays the transcripts and keeps what is said now, to be read before it is committed."""

import gc
from collections.abc import Iterator

import pytest
import structlog

pytest_plugins = ["tests.databases"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="rewrite the transcripts with what is said now")


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not walk it again all along the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(autouse=True)
def _log_of_its_own() -> Iterator[None]:
    """What a command of one test made of the log is not the log of the next: its stream is closed by then."""
    yield
    structlog.reset_defaults()
