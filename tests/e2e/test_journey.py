"""The journey of an application from end to end, undisturbed and with the server killed all along."""

import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from bot.offices import CARD
from storage.tables import AuditLine, Queued, Received
from tests.e2e.journey import CORRECTED, Journey
from tests.e2e.stage import Fate, Servers, stage

SEEDS = range(int(os.environ.get("EXPLOR_SOAK", "10")))
"""Ten stories in `make test`; `make soak` sets a hundred."""


async def test_an_association_applies_corrects_and_is_accepted(tmp_path: Path) -> None:
    async with Servers() as servers, stage(tmp_path, servers) as here:
        journey = Journey(here)
        await journey.play()
        await here.quiet()
        assert await here.stop() == 0
        whole(journey)
        assert repeats(journey) == 0


@pytest.mark.parametrize("seeds", [SEEDS[::2], SEEDS[1::2]], ids=["even", "odd"])
async def test_killed_at_any_moment_nothing_is_lost_and_no_turn_is_taken_twice(tmp_path: Path, seeds: range) -> None:
    async with Servers() as servers:
        for seed in seeds:
            (tmp_path / str(seed)).mkdir()
            async with stage(tmp_path / str(seed), servers) as here:
                journey = Journey(here)
                async with Fate(here, Random(seed)):
                    await journey.play()
                await here.quiet()
                assert await here.stop() == 0
                whole(journey)
                assert here.kills > 0, f"seed {seed}"
                assert repeats(journey) <= here.kills * len(CONVERSATIONS), f"seed {seed}"


CONVERSATIONS = ("the person's", "the thread of staff")


def whole(journey: Journey) -> None:
    """Everything that was said is kept, once; everything that was decided was decided once."""
    with journey.stage.store() as store:
        with store.reading() as session:
            done = [line.action for line in session.exec(select(AuditLine)) if line.action.startswith("application.")]
            failed = [event.error for event in session.exec(select(Received)) if event.status == "failed"]
            left = [row.body for row in session.exec(select(Queued)) if row.status != "sent" and row.due_at <= _now()]
        with store.desk(_now()) as desk:
            row = desk.find(journey.reference)
            assert row is not None
            first, second = desk.versions(row.id)
    assert failed == []
    assert left == []
    assert sorted(done) == ["application.accepted", "application.correction"]
    assert (row.state, row.version) == ("accepted", 2)
    assert second.answers == {**first.answers, "need": CORRECTED}
    assert not journey.stage.telegram.state.pending


def repeats(journey: Journey) -> int:
    """How many messages came again: those that are shown, less the rows that were sent as new messages."""
    shown = len(journey.awa.messages) + len(journey.stage.room.messages)
    with journey.stage.store() as store, store.reading() as session:
        sent = [row for row in session.exec(select(Queued)) if row.status == "sent" and "order" not in (row.body or {})]
    cards = [row for row in sent if row.key == CARD]
    return shown - (len([row for row in sent if row.edits is None]) - len(cards) + 1)


def _now() -> datetime:
    return datetime.now(UTC)
