"""One warm worker for all tests that read: loading the engine costs more than a receipt."""

from collections.abc import Iterator

import pytest

from bot.reading.reader import Bench


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    with Bench() as one:
        yield one
