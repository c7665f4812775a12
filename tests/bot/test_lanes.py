"""Who goes first: everybody in their own order, nobody behind somebody else."""

import asyncio

import pytest

from bot.lanes import Lanes


class Day:
    """What was begun and ended, in order; a job lasts until its name is let go."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes, self.log = lanes, list[str]()
        self.gates: dict[str, asyncio.Event] = {}

    def come(self, key: str, name: str) -> asyncio.Task[str]:
        self.gates[name] = asyncio.Event()
        return asyncio.create_task(self.lanes.run(key, lambda: self._job(name)))

    async def _job(self, name: str) -> str:
        self.log.append(f"{name} begins")
        await self.gates[name].wait()
        self.log.append(f"{name} ends")
        return name

    async def let_go(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()
            await settle()


async def settle() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_messages_of_one_person_are_handled_in_the_order_they_came() -> None:
    day = Day(Lanes())
    jobs = [day.come("ana", name) for name in ("un", "deux", "trois")]
    await day.let_go("trois", "deux", "un")

    assert day.log == ["un begins", "un ends", "deux begins", "deux ends", "trois begins", "trois ends"]
    assert [await job for job in jobs] == ["un", "deux", "trois"]


async def test_nobody_waits_behind_somebody_else() -> None:
    day = Day(Lanes())
    day.come("ana", "un")
    other = day.come("bob", "one")
    await day.let_go("one")

    assert day.log == ["un begins", "one begins", "one ends"]
    assert await other == "one"
    await day.let_go("un")


async def test_no_more_run_at_a_time_than_there_is_room_for() -> None:
    day = Day(Lanes(wide=2))
    for name in "abc":
        day.come(name, name)
    await settle()
    assert day.log == ["a begins", "b begins"]

    await day.let_go("b")
    assert day.log[2:] == ["b ends", "c begins"]
    await day.let_go("a", "c")


async def test_a_job_that_fails_lets_the_next_one_go() -> None:
    lanes = Lanes()

    async def broken() -> str:
        raise ValueError("no")

    async def fine() -> str:
        return "fine"

    first, second = asyncio.create_task(lanes.run("ana", broken)), asyncio.create_task(lanes.run("ana", fine))
    with pytest.raises(ValueError, match="no"):
        await first
    assert await second == "fine"


async def test_one_who_leaves_the_queue_holds_nobody_up() -> None:
    day = Day(Lanes())
    first, leaver, last = (day.come("ana", name) for name in ("un", "deux", "trois"))
    await settle()
    leaver.cancel()
    await day.let_go("un", "trois")

    assert day.log == ["un begins", "un ends", "trois begins", "trois ends"]
    assert (await first, await last, leaver.cancelled()) == ("un", "trois", True)


async def test_a_lane_that_nobody_is_in_takes_no_memory() -> None:
    day = Day(Lanes())
    day.come("ana", "un")
    await settle()
    assert len(day.lanes) == 1
    await day.let_go("un")
    assert len(day.lanes) == 0
