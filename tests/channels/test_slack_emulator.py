"""The emulated workspace refuses what Slack refuses, in Slack's words, and runs in a process of its own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.app import build
from bot.channels.slack.server import Socket
from bot.channels.slack.web import opened
from tests.channels.slack_desk import Desk, no_sleep
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, Workspace


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    async with Workspace(sleep=no_sleep) as slack:
        slack.channel("C01LILLE")
        yield slack


@pytest.fixture
async def client(slack: Workspace) -> AsyncIterator[AsyncWebClient]:
    async with opened(BOT_TOKEN, slack.api) as client:
        yield client


def text(said: str) -> dict[str, str]:
    return {"type": "plain_text", "text": said}


def section(said: str = "x") -> dict[str, Any]:
    return {"type": "section", "text": text(said)}


def button(**parts: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text("ok"), **parts}]}


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section()] * 51, "invalid_blocks"),
        ([section("x" * 3001)], "invalid_blocks"),
        ([section("")], "invalid_blocks"),
        ([section("&" * 601)], "invalid_blocks"),
        ([{"type": "section", "fields": [text("x")] * 11}], "invalid_blocks"),
        ([{"type": "section", "fields": [text("x" * 2001)]}], "invalid_blocks"),
        ([{"type": "header", "text": text("x" * 151)}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
        ([button(text=text("x" * 76))], "invalid_blocks"),
        ([button(value="x" * 2001)], "invalid_blocks"),
        ([button(style="loud")], "invalid_blocks"),
        ([{"type": "actions", "elements": button()["elements"] * 2}], "invalid_blocks"),
        ([{"type": "actions", "elements": []}], "invalid_blocks"),
        ([{"type": "context", "elements": [text("x")] * 11}], "invalid_blocks"),
        ([{"type": "input", "label": text("x"), "element": {"type": "plain_text_input"}}], "invalid_blocks"),
        ([{"type": "carousel"}], "invalid_blocks"),
        ([{**section(), "color": "red"}], "invalid_blocks"),
        ([section("x" * 2900)] * 5, "msg_blocks_too_long"),
    ],
)
async def test_blocks_beyond_a_limit_are_refused(client: AsyncWebClient, blocks: Any, error: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C01LILLE", text="x", blocks=blocks)
    assert refused.value.response["error"] == error


@pytest.mark.parametrize(
    ("call", "given", "error"),
    [
        ("chat.postMessage", {"channel": "C01LILLE"}, "no_text"),
        ("chat.postMessage", {"channel": "C01LILLE", "text": "x" * 4001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C01LILLE", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ("chat.update", {"channel": "C01LILLE", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "C01LILLE", "ts": "1.1"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "C01LILLE", "user": "U404", "text": "x"}, "user_not_in_channel"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("conversations.info", {"channel": "C404"}, "channel_not_found"),
        ("views.open", {"trigger_id": "none", "view": {}}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V404", "view": {}}, "not_found"),
        ("views.publish", {"user_id": "U404", "view": {}}, "user_not_found"),
        ("files.getUploadURLExternal", {"filename": "", "length": 1}, "invalid_arguments"),
        ("files.completeUploadExternal", {"files": [{"id": "F404"}]}, "file_not_found"),
        ("apps.connections.open", {}, "invalid_auth"),
        ("chat.shout", {}, "unknown_method"),
    ],
)
async def test_each_call_is_refused_in_slack_s_words(
    client: AsyncWebClient, call: str, given: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(call, json=given)
    assert refused.value.response["error"] == error


async def test_a_wrong_token_opens_nothing(slack: Workspace) -> None:
    async with opened("xoxb-wrong", slack.api) as client:
        with pytest.raises(SlackApiError, match="invalid_auth"):
            await client.auth_test()


async def test_nobody_changes_what_another_wrote(slack: Workspace, client: AsyncWebClient) -> None:
    room = slack.channels["C01LILLE"]
    room.messages.append({"type": "message", "ts": "1.1", "user": "U01ANA", "text": "à moi"})
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel=room.id, ts="1.1", text="à toi")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel=room.id, ts="1.1")
    assert room.messages[0]["text"] == "à moi"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": text("x" * 25)},
        {"submit": text("x" * 25)},
        {"private_metadata": "x" * 3001},
        {"blocks": [section()] * 101},
        {
            "blocks": [
                {"type": "input", "label": text("x"), "element": {"type": "plain_text_input", "max_length": 3001}}
            ]
        },
        {"type": "window"},
    ],
)
async def test_a_modal_beyond_a_limit_is_refused(slack: Workspace, client: AsyncWebClient, wrong: Any) -> None:
    view = {"type": "modal", "title": text("T"), "submit": text("S"), "blocks": [section()], **wrong}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_open(trigger_id=slack.trigger(), view=view)


async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    now = 1000.0
    view = {"type": "modal", "title": text("T"), "blocks": [section()]}
    async with Workspace(clock=lambda: now, sleep=no_sleep) as slack, opened(BOT_TOKEN, slack.api) as client:
        late = slack.trigger()
        now += 3.1
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=late, view=view)
        once = slack.trigger()
        await client.views_open(trigger_id=once, view=view)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await client.views_open(trigger_id=once, view=view)


async def test_more_than_a_message_a_second_is_asked_to_wait(slack: Workspace, client: AsyncWebClient) -> None:
    slack.paced = True
    await client.chat_postMessage(channel="C01LILLE", text="un")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C01LILLE", text="deux")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"


async def test_it_runs_in_a_process_of_its_own_and_is_directed_over_http() -> None:
    command = (sys.executable, "-m", "tests.emulators.slack", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession() as director, opened(BOT_TOKEN, f"{url}/api/") as client:
            await _journey(director, client, url)
    finally:
        process.terminate()
        await process.wait()


async def _journey(director: aiohttp.ClientSession, client: AsyncWebClient, url: str) -> None:
    async def control(verb: str, **given: Any) -> Any:
        async with director.post(f"{url}/control/{verb}", json=given) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def state() -> Any:
        async with director.get(f"{url}/control/state") as answer:
            return json.loads(await answer.text())

    await control("channel", id="C01LILLE", name="explor")
    await control("member", id="U01ANA", name="Ana", channels=["C01LILLE"])
    desk = Desk()
    socket = Socket(build(desk, client), APP_TOKEN, client)
    await socket.start()
    try:
        posted = await client.chat_postMessage(
            channel="C01LILLE", text="x", blocks=[button(action_id="card.close.0", value="r")]
        )
        await control("presses", user="U01ANA", channel="C01LILLE", ts=posted["ts"], label="ok")
        await control("commands", user="U01ANA", channel="C01LILLE", line="/explor aide")
        await socket.way.later.done()
        said = [one["text"] for one in (await state())["ephemerals"]]
        assert said[0] == "La demande est close."
        assert said[1].startswith("/explor attente")
        assert [act for _who, act, _about, _inputs in desk.acts] == ["close"]
    finally:
        await socket.stop()
