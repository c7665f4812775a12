"""The same bot against an emulator that others wrote: telegram-test-api, from npm.

Install it where you like (`npm install --prefix DIR telegram-test-api@4.2.1`) and say where, in
`EXPLOR_TELEGRAM_TEST_API`. It is not strict, and needs a few amends (below): what Telegram gives and it leaves out.
"""

import asyncio
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import Bot

from bot.channels.base import Letter
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.hearing import Hearing, introduced
from bot.channels.telegram.pacing import Pace, Rates
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.request import Request
from bot.render import Choice, Line, Message
from bot.turn import Tapped
from dialogs.core.events import Opened
from tests.channels.telegram_bot import NOW, Notebook, Rest

FOLDER = Path(os.environ.get("EXPLOR_TELEGRAM_TEST_API", "nowhere")) / "node_modules" / "telegram-test-api"
START = """
const TelegramServer = require(process.argv[1]);
new TelegramServer({port: Number(process.argv[2]), host: '127.0.0.1'}).start().then(() => console.log('ready'));
"""
TOKEN = "666:elsewhere"
ANA = {"id": 7, "first_name": "Ana", "is_bot": False, "language_code": "pt"}
CHAT = {"id": 7, "first_name": "Ana", "type": "private"}

pytestmark = pytest.mark.skipif(
    not (FOLDER.exists() and shutil.which("node")),
    reason="telegram-test-api is not installed: see the first lines of this file",
)


class Amending(Request):
    """Adds what Telegram always gives: a bot that says so, `chat_instance`, seconds for milliseconds, true for null."""

    async def do_request(self, url: str, method: str, *given: Any, **more: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(url, method, *given, **more)
        answer = json.loads(body)
        return status, json.dumps({**answer, "result": _amended(url.rpartition("/")[2], answer["result"])}).encode()


def _amended(method: str, result: Any) -> Any:
    match method, result:
        case "getMe", dict():
            return {**result, "is_bot": True}
        case "getUpdates", list():
            return [_with_instance(update) for update in result]
        case _, {"date": date}:
            kept = {key: result[key] for key in ("message_id", "chat", "text")}
            return {**kept, "date": date // 1000}
    return True if result is None else result


def _with_instance(update: dict[str, Any]) -> dict[str, Any]:
    query = update.get("callback_query")
    return {**update, "callback_query": {**query, "chat_instance": "1"}} if query else update


@asynccontextmanager
async def elsewhere() -> AsyncIterator[tuple[str, Bot]]:
    """The other emulator in a process of its own, and a bot that talks to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    node = await asyncio.create_subprocess_exec(
        "node", "-e", START, str(FOLDER), str(port), stdout=asyncio.subprocess.PIPE
    )
    root, request = f"http://127.0.0.1:{port}", Amending()
    try:
        assert node.stdout is not None
        assert await node.stdout.readline() == b"ready\n"
        yield root, Bot(TOKEN, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request)
    finally:
        await request.shutdown()
        with suppress(ProcessLookupError):
            node.terminate()
        await node.wait()


async def posted(root: str, path: str, content: dict[str, Any]) -> Any:
    async with ClientSession() as client, client.post(root + path, json=content) as answer:
        return (await answer.json()).get("result")


async def test_a_start_a_question_a_press_and_an_edit_work_there_too() -> None:
    async with elsewhere() as (root, bot):
        me, ear, rest, stop = await introduced(bot), Notebook(), Rest(), asyncio.Event()
        heard = asyncio.Queue[object]()

        async def told(one: Any) -> None:
            heard.put_nowait(one.said)

        ear.before = told
        courtesies = Courtesies(bot, me)
        polling = asyncio.create_task(
            Polling(bot, Hearing(ear, me, courtesies, lambda: NOW), rest.sleep, wait=0).run(stop)
        )
        channel = Telegram(bot, Pace(rest.clock, rest.sleep, Rates()))
        message = {"botToken": TOKEN, "from": ANA, "chat": CHAT, "date": 1_750_000_000}
        entity = {"type": "bot_command", "offset": 0, "length": 6}
        async with asyncio.timeout(20):
            await posted(root, "/sendCommand", {**message, "text": "/start occitanie", "entities": [entity]})
            assert await heard.get() == Opened("occitanie")
            question = Message("fr", (Line("question", "Qui voyage & où ?"),), (Choice("Moi", ("d", "q", "me")),))
            vendor_id = await channel.send(Letter(812, "7", question))
            sent = (await posted(root, "/getUpdatesHistory", {"token": TOKEN}))[-1]["message"]
            assert sent["text"] == "<b>Qui voyage &amp; où ?</b>"
            data = sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
            pressed = {**message, "message": {**message, "message_id": int(vendor_id or 0)}, "data": data}
            await posted(root, "/sendCallback", pressed)
            assert await heard.get() == Tapped(812, 0)
            await channel.send(Letter(813, "7", Message("fr", (Line("body", "Merci."),)), vendor_id))
            shown = await posted(root, "/getUpdatesHistory", {"token": TOKEN})
            by_the_bot = [one["message"] for one in shown if "parse_mode" in one.get("message", ())]
            assert [one["text"] for one in by_the_bot] == ["Merci."]
            stop.set()
            await polling
            await courtesies.close()
