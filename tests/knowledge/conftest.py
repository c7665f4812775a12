"""The packaged knowledge, read once for all the tests of this room (it cannot be changed)."""

import pytest

from bot.knowledge_files import load
from knowledge.base import Knowledge


@pytest.fixture(scope="session")
def facts() -> Knowledge:
    return load()
