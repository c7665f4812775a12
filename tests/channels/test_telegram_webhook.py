"""The webhook: only Telegram is let in, 200 follows the commit, and what was not kept is asked for again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import pytest
import uvicorn
from aiohttp import ClientSession
from starlette.applications import Starlette

from bot.channels.telegram.webhook import HEADER, MAX_BODY, Place, announce, route
from bot.lanes import Lanes
from bot.turn import Heard
from dialogs.core.events import Sent, Typed
from tests.channels.telegram_bot import Setting, setting

PLACE = Place("/telegram/of-the-test", "the-secret")


@asynccontextmanager
async def webhook(one: Setting) -> AsyncIterator[str]:
    """The bot behind a real server on loopback, known to Telegram; its address."""
    app = Starlette(routes=[route(PLACE, one.hearing, Lanes())])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    config = server.config
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    public = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    await announce(one.bot, public, PLACE)
    try:
        yield public + PLACE.path
    finally:
        await server.shutdown()


async def test_what_people_say_is_heard_and_then_acknowledged() -> None:
    async with setting() as one, webhook(one):
        await one.telegram.person("Ana").says("Bonjour")
        await one.telegram.settled()
        assert one.ear.said == [Typed("Bonjour")]
        assert [status for _update, status in one.telegram.delivered] == [200]


async def test_nothing_is_acknowledged_before_it_is_kept() -> None:
    async with setting() as one:
        kept, reached = asyncio.Event(), asyncio.Event()

        async def wait(_heard: Heard) -> None:
            reached.set()
            await kept.wait()

        one.ear.before = wait
        async with webhook(one):
            update = await one.telegram.person("Ana").says("Bonjour")
            await reached.wait()
            assert not one.telegram.state.acknowledged(update or 0)
            kept.set()
            await one.telegram.acknowledges(update)


async def test_what_the_database_could_not_take_is_brought_again_and_heard_once() -> None:
    async with setting() as one, webhook(one):
        one.ear.refusals = 2
        await one.telegram.person("Ana").says("Bonjour")
        await one.telegram.settled()
        assert [status for _update, status in one.telegram.delivered] == [500, 500, 200]
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
        async with webhook(one):
            ana, zoe = one.telegram.person("Ana"), one.telegram.person("Zoé")
            for number in range(5):
                await ana.says(f"{number}")
            await zoe.says("Zoé")
            await one.telegram.settled()
        assert one.ear.said == [Typed("Zoé"), *(Typed(f"{number}") for number in range(5))]


async def test_two_calls_at_once_for_one_chat_are_heard_one_after_the_other() -> None:
    async with setting() as one:
        entered: list[str] = []
        let_go, reached = asyncio.Event(), asyncio.Event()

        async def wait(heard: Heard) -> None:
            entered.append(heard.event_id[-3:])
            if heard.event_id.endswith("700"):
                reached.set()
                await let_go.wait()

        async def call(number: int, chat: int) -> int:
            message = {**UPDATE["message"], "chat": {**UPDATE["message"]["chat"], "id": chat}}
            given = {HEADER: PLACE.secret}
            async with client.post(address, json={"update_id": number, "message": message}, headers=given) as answer:
                return answer.status

        one.ear.before = wait
        async with webhook(one) as address, ClientSession() as client:
            first = asyncio.create_task(call(700, 10001))
            await reached.wait()
            second = asyncio.create_task(call(701, 10001))
            others = [await call(number, 10002) for number in (702, 703, 704)]
            let_go.set()
            assert [await first, await second, *others] == [200] * 5
        assert entered == ["700", "702", "703", "704", "701"]


async def test_the_photos_of_an_album_arrive_one_by_one_under_one_name() -> None:
    async with setting() as one, webhook(one):
        await one.telegram.person("Ana").sends_album([b"one" * 99, b"two" * 99, b"three" * 99])
        await one.telegram.settled()
        assert len({heard.album for heard in one.ear.heard}) == 1
        assert [type(said) for said in one.ear.said] == [Sent] * 3


async def posted(one: Setting, body: bytes | AsyncIterator[bytes], **headers: str) -> int:
    """What a stranger, or Telegram, is answered."""
    given = {HEADER: PLACE.secret, "content-type": "application/json", **headers}
    content = BytesIO(body) if isinstance(body, bytes) else body
    async with (
        webhook(one) as address,
        ClientSession() as client,
        client.post(address, data=content, headers=given) as answer,
    ):
        return answer.status


UPDATE: dict[str, Any] = {
    "update_id": 700,
    "message": {
        "message_id": 7,
        "date": 1750000000,
        "text": "Bonjour",
        "chat": {"id": 10001, "type": "private", "first_name": "Ana"},
        "from": {"id": 10001, "is_bot": False, "first_name": "Ana"},
    },
}


async def test_telegram_is_let_in_with_its_secret() -> None:
    async with setting() as one:
        assert await posted(one, json.dumps(UPDATE).encode()) == 200
        assert one.ear.said == [Typed("Bonjour")]


@pytest.mark.parametrize("secret", ["", "wrong", "the-secret2", "thé-sécret", PLACE.secret[:-1]])
async def test_a_stranger_is_not_let_in(secret: str) -> None:
    async with setting() as one:
        assert await posted(one, json.dumps(UPDATE).encode(), **{HEADER: secret}) == 403
        assert one.ear.heard == []


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b"\xff\xfe", b"5", b'{"update_id": "x"}', b"[" * 100_000, b"9" * 9_999]
)
async def test_nonsense_with_the_secret_is_acknowledged_or_it_would_come_for_ever(body: bytes) -> None:
    async with setting() as one:
        assert await posted(one, body) == 200
        assert one.ear.heard == []


async def test_a_body_of_more_than_a_mebibyte_is_given_up_while_it_is_read() -> None:
    async with setting() as one:

        async def long() -> AsyncIterator[bytes]:
            for _piece in range(5):
                yield b" " * (MAX_BODY // 4)

        assert await posted(one, long()) == 413
        assert await posted(one, b" " * (MAX_BODY + 1)) == 413
        assert await posted(one, b" " * MAX_BODY) == 200


async def test_only_json_is_read() -> None:
    async with setting() as one:
        body = json.dumps(UPDATE).encode()
        assert await posted(one, body, **{"content-type": "text/plain"}) == 415
        assert await posted(one, body, **{"content-type": "application/json; charset=utf-8"}) == 200


async def test_telegram_is_told_where_to_call_with_which_secret_and_for_what() -> None:
    async with setting() as one:
        await announce(one.bot, "https://explor.example/", PLACE)
        hook = one.telegram.state.webhook
        assert hook is not None
        assert (hook.url, hook.secret) == ("https://explor.example/telegram/of-the-test", "the-secret")
        assert "callback_query" in one.telegram.state.allowed


def test_the_place_is_the_same_for_every_process_and_cannot_be_guessed_or_printed() -> None:
    place = Place.of("123:abc")
    assert place == Place.of("123:abc")
    assert place != Place.of("123:abd")
    assert place.secret not in place.path
    assert place.path not in repr(place)
    assert len(place.secret) == 64
    assert Place.of("123:abc", "chosen") == Place(place.path, "chosen")
