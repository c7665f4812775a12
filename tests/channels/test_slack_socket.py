"""Socket Mode: nothing is acknowledged before it is kept, and nothing is lost when a connection is."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.slack.front import Source
from tests.channels.slack_desk import CARD, Office, office


@pytest.fixture
async def at() -> AsyncIterator[Office]:
    async with office("socket") as held:
        yield held


async def test_an_edit_is_acknowledged_only_once_it_is_kept(at: Office) -> None:
    sent = await at.ana.writes(at.room, "bonjour")
    at.desk.relayed[Source(at.room.id, sent["ts"], sent["ts"])] = "bonjour"
    at.desk.gate = asyncio.Event()
    at.desk.begun.clear()
    before = len(at.slack.delivery.tried)
    edit = asyncio.create_task(at.ana.edits(at.room, sent, "bonsoir"))
    await at.desk.begun.wait()
    assert len(at.slack.delivery.tried) == before
    at.desk.gate.set()
    await edit
    assert at.slack.delivery.tried[-1][1:] == (0, "")


async def test_a_connection_lost_before_the_acknowledgement_brings_the_event_again_once_connected(at: Office) -> None:
    sent = await at.ana.writes(at.room, "bonjour")
    source = Source(at.room.id, sent["ts"], sent["ts"])
    at.desk.relayed[source] = "bonjour"
    at.desk.gate = asyncio.Event()
    at.desk.begun.clear()
    edit = asyncio.create_task(at.ana.edits(at.room, sent, "bonsoir"))
    await at.desk.begun.wait()
    await at.slack.delivery.hang_up()
    at.desk.gate.set()
    await edit
    assert at.desk.relayed == {source: "bonsoir"}
    assert len(at.desk.events) >= 1
    assert len(set(at.desk.events)) == 1


async def test_slack_may_ask_for_a_new_connection_at_any_time(at: Office) -> None:
    card = await at.shows(CARD)
    await at.slack.delivery.refresh()
    await at.ana.presses(card, "Je m'en occupe")
    assert [act for _who, act, _about, _inputs in at.desk.acts] == ["assign"]
    assert len(at.slack.called("apps.connections.open")) == 2


async def test_a_stop_finishes_and_acknowledges_what_is_in_hand(at: Office) -> None:
    card = await at.shows(CARD)
    at.desk.gate = asyncio.Event()
    at.desk.begun.clear()
    press = asyncio.create_task(at.ana.presses(card, "Je m'en occupe"))
    await at.desk.begun.wait()
    assert at.socket is not None
    stop = asyncio.create_task(at.socket.stop())
    for _turn in range(200):  # a stop that waits for nothing would be over by now
        await asyncio.sleep(0)
    assert at.slack.delivery.links
    at.desk.gate.set()
    await asyncio.gather(stop, press)
    assert [act for _who, act, _about, _inputs in at.desk.acts] == ["assign"]
    assert not await at.socket.connected()
    assert at.told(at.ana) == "C'est noté : vous vous en occupez."


async def test_a_wrong_app_token_does_not_stop_the_rest_and_a_stop_is_clean(at: Office) -> None:
    from bot.channels.slack.server import Socket

    wrong = Socket(at.way, "xapp-wrong", at.channel.client)
    await wrong.start()
    await at.slack.until(lambda: len(at.slack.called("apps.connections.open")) == 2)
    assert not await wrong.connected()
    await wrong.stop()


async def test_a_socket_that_never_started_stops_too(at: Office) -> None:
    from bot.channels.slack.server import Socket

    await Socket(at.way, "xapp-1", at.channel.client).stop()
