"""Who may speak at the HTTP endpoint, and how."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.channels.slack.app import build
from bot.channels.slack.server import MOST, route
from bot.channels.slack.web import opened
from tests.channels.slack_desk import Desk, no_sleep, served
from tests.emulators.slack import BOT_TOKEN, SIGNING_SECRET, Workspace

NOW = 1_772_449_200.0

EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T01EXPLOR",
    "event": {"type": "channel_unarchive", "channel": "C01LILLE", "user": "U01ANA"},
}


@dataclass
class Door:
    """The endpoint, and Slack's pen."""

    slack: Workspace
    desk: Desk
    url: str
    session: aiohttp.ClientSession = field(repr=False)

    def signed(self, body: bytes, **how: Any) -> dict[str, str]:
        return {**self.slack.delivery.signed(body, **how), "Content-Type": "application/json"}

    async def knock(self, body: bytes, headers: Mapping[str, str]) -> int:
        async with self.session.post(self.url, data=BytesIO(body), headers=headers) as answer:
            self.answer = await answer.text()
            return answer.status


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with (
        Workspace(clock=lambda: NOW, sleep=no_sleep) as slack,
        opened(BOT_TOKEN, slack.api) as client,
        aiohttp.ClientSession() as session,
    ):
        desk = Desk()
        app = Starlette(routes=[route(build(desk, client), SIGNING_SECRET, lambda: NOW)])
        async with served(app) as url:
            yield Door(slack, desk, f"{url}/slack/events", session)


BODY = json.dumps(EVENT).encode()


async def test_slack_is_let_in(door: Door) -> None:
    assert await door.knock(BODY, door.signed(BODY)) == 200
    assert door.desk.opened == ["C01LILLE"]


@pytest.mark.parametrize("age", [-300, 300])
async def test_five_minutes_late_or_early_is_in_time(door: Door, age: int) -> None:
    assert await door.knock(BODY, door.signed(BODY, at=NOW - age)) == 200


@pytest.mark.parametrize("age", [-301, 301])
async def test_a_second_more_is_not(door: Door, age: int) -> None:
    assert await door.knock(BODY, door.signed(BODY, at=NOW - age)) == 401
    assert door.desk.opened == []


async def test_another_secret_is_refused(door: Door) -> None:
    door.slack.delivery.secret = "0" * 32
    assert await door.knock(BODY, door.signed(BODY)) == 401
    assert door.desk.opened == []


async def test_a_body_that_was_tampered_with_is_refused(door: Door) -> None:
    assert await door.knock(BODY.replace(b"C01LILLE", b"C02EVIL"), door.signed(BODY)) == 401
    assert door.desk.opened == []


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_without_signature_or_timestamp_nobody_is_let_in(door: Door, missing: str) -> None:
    headers = {name: value for name, value in door.signed(BODY).items() if name != missing}
    assert await door.knock(BODY, headers) == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Slack-Request-Timestamp", "soon"),
        ("X-Slack-Request-Timestamp", "-1"),
        ("X-Slack-Request-Timestamp", "1" * 400),
        ("X-Slack-Request-Timestamp", "١٢٣"),
        ("X-Slack-Signature", "v0=é"),
        ("X-Slack-Signature", ""),
    ],
)
async def test_nonsense_in_the_headers_is_refused_like_any_other(door: Door, name: str, value: str) -> None:
    """Slack's own verifier raises on these: a stranger would see a 500."""
    assert await door.knock(BODY, {**door.signed(BODY), name: value}) == 401


async def test_a_body_that_is_no_text_is_refused(door: Door) -> None:
    assert await door.knock(b"\xff\xfe", door.signed(BODY)) == 401


async def test_a_body_of_one_mebibyte_is_read_and_one_byte_more_is_not(door: Door) -> None:
    just = b"{" + b" " * (MOST - 2) + b"}"
    assert await door.knock(just, door.signed(just)) == 200
    assert await door.knock(just + b" ", door.signed(just + b" ")) == 413


async def test_an_endless_body_is_left_unread(door: Door) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _piece in range(64):
            sent += 1
            yield b" " * (1 << 18)

    try:
        async with door.session.post(door.url, data=endless()) as answer:
            assert answer.status == 413
    except aiohttp.ClientError:
        pass  # refused while we were still sending
    assert sent < 64


async def test_the_address_is_proved_by_its_challenge(door: Door) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw", "token": "t"}).encode()
    assert await door.knock(body, door.signed(body)) == 200
    assert json.loads(door.answer) == {"challenge": "3eZbrw"}


async def test_nothing_is_told_to_a_browser(door: Door) -> None:
    async with door.session.get(door.url) as answer:
        assert answer.status == 405


async def test_a_retry_is_heard_like_the_first_time(door: Door) -> None:
    """It may be the only one that arrives: dropping it would lose the event."""
    headers = {**door.signed(BODY), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert await door.knock(BODY, headers) == 200
    assert door.desk.opened == ["C01LILLE"]
