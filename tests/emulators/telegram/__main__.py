"""The emulator in a process of its own, driven over HTTP: `python -m tests.emulators.telegram --port 8081`.

It prints `ready <address>` once it listens. Besides the Bot API it answers, in JSON:

    POST /control/person    {"name": "Ana", "lang": "pt"}                            {"id": 10001}
    POST /control/do        {"person": 10001, "verb": "says", "with": {"text": …}}   {"update": 700000001}
    POST /control/trouble   {"kind": "flood", "method": "sendMessage", "seconds": 3, "times": 1}
    GET  /control/messages?person=10001                                              what the bot shows there
    GET  /control/sees?person=10001&words=…                                          the same, once it is there
    GET  /control/calls                                                              every call of the bot, in order
    GET  /control/settled                                                            once all is acknowledged
"""

import argparse
import asyncio
import json
import signal
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.emulators.telegram.people import Person, Shown
from tests.emulators.telegram.server import TOKEN, Emulator

VERBS = frozenset({"says", "starts", "presses", "forges", "forwards", "edits", "sends_photo", "sends_document"}) | {
    "sends",
    "blocks",
    "unblocks",
}


class Alone(Emulator):
    """An emulator with a way in for whoever drives it from another process."""

    def __init__(self, token: str, port: int) -> None:
        super().__init__(token, port)
        self._people: dict[int, Person] = {}

    def extend(self, app: web.Application) -> None:
        for verb in (self.post_person, self.post_do, self.post_trouble):
            app.router.add_post(f"/control/{verb.__name__.removeprefix('post_')}", verb)
        for look in (self.get_messages, self.get_sees, self.get_calls, self.get_settled):
            app.router.add_get(f"/control/{look.__name__.removeprefix('get_')}", look)

    async def post_person(self, request: web.Request) -> web.Response:
        person = self.person(**await request.json())
        self._people[person.id] = person
        return web.json_response({"id": person.id})

    async def post_do(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["verb"] not in VERBS:
            raise web.HTTPBadRequest(text=f"not one of {sorted(VERBS)}")
        given = {**asked.get("with", {})}
        if isinstance(given.get("content"), str):
            given["content"] = given["content"].encode()
        return web.json_response({"update": await getattr(self._people[asked["person"]], asked["verb"])(**given)})

    async def post_trouble(self, request: web.Request) -> web.Response:
        self.trouble(**await request.json())
        return web.json_response({})

    async def get_messages(self, request: web.Request) -> web.Response:
        return web.json_response([_plain(one) for one in self._whose(request).messages])

    async def get_sees(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        return web.json_response(_plain(await self._whose(request).sees(request.query.get("words", ""), after)))

    async def get_calls(self, request: web.Request) -> web.Response:
        return web.json_response([[call.method, call.params] for call in self.calls], dumps=_told)

    async def get_settled(self, request: web.Request) -> web.Response:
        await self.settled()
        return web.json_response({})

    def _whose(self, request: web.Request) -> Person:
        return self._people[int(request.query["person"])]


def _plain(message: Shown) -> dict[str, Any]:
    return {**asdict(message), "file": len(message.file) if message.file else None}


def _told(value: Any) -> str:
    return json.dumps(value, default=str)


async def main(token: str, port: int) -> None:
    """Serve until the process is told to end."""
    told = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, told.set)
    async with Alone(token, port) as emulator:
        print(f"ready {emulator.root}", flush=True)
        await told.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    asyncio.run(main(options.token, options.port))
