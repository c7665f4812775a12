"""Long polling: nothing is acknowledged before it is kept, nothing is skipped, nobody waits behind somebody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.polling import Polling
from bot.turn import Heard
from dialogs.core.events import Opened, Typed
from tests.channels.telegram_bot import Setting, setting


@asynccontextmanager
async def polling(one: Setting) -> AsyncIterator[asyncio.Event]:
    """The bot asks for updates while this lasts; set the event to stop it before."""
    stop = asyncio.Event()
    task = asyncio.create_task(Polling(one.bot, one.hearing, one.rest.sleep).run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await task


async def test_what_people_say_is_heard_and_then_acknowledged() -> None:
    async with setting() as one, polling(one):
        ana, zoe = one.telegram.person("Ana"), one.telegram.person("Zoé")
        await ana.starts("hauts-de-france")
        await zoe.says("Bonjour")
        await one.telegram.settled()
        assert one.ear.said == [Opened("hauts-de-france"), Typed("Bonjour")]


async def test_nothing_is_acknowledged_before_it_is_kept() -> None:
    async with setting() as one:
        kept, reached = asyncio.Event(), asyncio.Event()

        async def wait(_heard: Heard) -> None:
            reached.set()
            await kept.wait()

        one.ear.before = wait
        async with polling(one):
            update = await one.telegram.person("Ana").says("Bonjour")
            await reached.wait()
            assert not one.telegram.state.acknowledged(update or 0)
            kept.set()
            await one.telegram.acknowledges(update)
        assert one.ear.said == [Typed("Bonjour")]


async def test_the_messages_of_one_person_are_heard_in_order_and_others_do_not_wait() -> None:
    async with setting() as one:
        zoe_was_heard = asyncio.Event()

        async def wait(heard: Heard) -> None:
            if heard.said == Typed("0"):
                await zoe_was_heard.wait()
            if heard.said == Typed("Zoé"):
                zoe_was_heard.set()

        one.ear.before = wait
        ana, zoe = one.telegram.person("Ana"), one.telegram.person("Zoé")
        for number in range(5):
            await ana.says(f"{number}")
        await zoe.says("Zoé")
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said == [Typed("Zoé"), *(Typed(f"{number}") for number in range(5))]


async def test_while_the_database_is_out_of_reach_the_message_waits_and_is_then_heard_once() -> None:
    async with setting() as one:
        one.ear.refusals = 4
        ana = one.telegram.person("Ana")
        await ana.says("Bonjour")
        await ana.says("Ça va ?")
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said == [Typed("Bonjour"), Typed("Ça va ?")]
        assert one.rest.slept == [1.0, 2.0, 4.0, 8.0]


async def test_told_to_stop_while_the_database_is_out_of_reach_it_leaves_the_message_with_telegram() -> None:
    async with setting() as one:
        one.ear.refusals = 1_000_000
        waits = asyncio.Event()

        async def for_ever(_seconds: float) -> None:
            waits.set()
            await asyncio.Event().wait()

        update = await one.telegram.person("Ana").says("Bonjour")
        stop = asyncio.Event()
        task = asyncio.create_task(Polling(one.bot, one.hearing, for_ever).run(stop))
        await waits.wait()
        stop.set()
        await task
        assert not one.telegram.state.acknowledged(update or 0)
        one.ear.refusals = 0
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said == [Typed("Bonjour")]


async def test_told_to_stop_it_finishes_and_acknowledges_what_it_has_in_hand() -> None:
    async with setting() as one:
        kept, reached = asyncio.Event(), asyncio.Event()

        async def wait(_heard: Heard) -> None:
            reached.set()
            await kept.wait()

        one.ear.before = wait
        await one.telegram.person("Ana").says("Bonjour")
        async with polling(one) as stop:
            await reached.wait()
            stop.set()
            kept.set()
        assert one.ear.said == [Typed("Bonjour")]
        assert not one.telegram.state.pending


async def test_more_updates_than_one_answer_holds_are_all_heard() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        for number in range(250):
            await ana.says(f"{number}")
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said == [Typed(f"{number}") for number in range(250)]


@pytest.mark.parametrize("kind", ["cut", "lost", "error", "gateway", "nonsense", "flood"])
async def test_a_trouble_on_the_way_loses_nothing(kind: str) -> None:
    async with setting() as one:
        one.telegram.trouble(kind, "getUpdates", times=2, seconds=5)
        await one.telegram.person("Ana").says("Bonjour")
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said == [Typed("Bonjour")]
        assert one.rest.slept == ([5.0, 5.0] if kind == "flood" else [1.0, 2.0])


async def test_an_update_that_nobody_can_read_does_not_hold_up_the_others() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        one.telegram.state.pending.append({"update_id": 1, "message": {"chat": "of tomorrow"}})
        await ana.says("Bonjour", entities=[{"kind": "of tomorrow"}])
        await ana.says("Bonsoir")
        async with polling(one):
            await one.telegram.settled()
        assert one.ear.said[-1] == Typed("Bonsoir")


@pytest.mark.parametrize(("wrong", "error"), [("webhook", "Conflict"), ("token", "InvalidToken")])
async def test_what_only_an_operator_can_mend_is_said_clearly_and_without_the_token(wrong: str, error: str) -> None:
    async with setting() as one:
        told = asyncio.Event()

        async def mended(_seconds: float) -> None:
            one.telegram.state.webhook = None
            one.telegram.token = token
            told.set()

        token = one.telegram.token
        await one.bot.set_webhook("https://example.org/x")
        if wrong == "token":
            one.telegram.state.webhook, one.telegram.token = None, f"{token}x"
        stop = asyncio.Event()
        with capture_logs() as logs:
            task = asyncio.create_task(Polling(one.bot, one.hearing, mended).run(stop))
            await told.wait()
            stop.set()
            await task
        assert logs[0]["event"] == "telegram_polling_failed"
        assert logs[0]["error"] == error
        assert logs[0]["do"]
        assert token not in str(logs)


async def test_a_second_process_with_the_same_token_is_noticed() -> None:
    async with setting() as one:
        with capture_logs() as logs:
            async with polling(one):
                await one.telegram.sees_call("getUpdates")
                await one.bot.get_updates(timeout=0)
                await one.telegram.sees_call("getUpdates", 3)
        assert "another process polls" in logs[0]["do"]


async def test_only_what_the_bot_reads_is_asked_for() -> None:
    async with setting() as one, polling(one):
        await one.telegram.sees_call("getUpdates")
        assert one.telegram.state.allowed == ("message", "edited_message", "callback_query", "my_chat_member")


async def test_a_press_is_answered_at_once_even_when_its_turn_must_wait() -> None:
    async with setting() as one:
        kept = asyncio.Event()

        async def wait(_heard: Heard) -> None:
            await kept.wait()

        one.ear.before = wait
        async with polling(one):
            await one.telegram.person("Ana").forges("1:1:0")
            await one.telegram.sees_call("answerCallbackQuery")
            assert one.ear.heard == []
            kept.set()
            await one.telegram.settled()
        assert all(one.telegram.state.queries.values())
