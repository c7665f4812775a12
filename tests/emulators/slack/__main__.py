"""The workspace in a process of its own, directed over HTTP: for tests that kill the app.

    python -m tests.emulators.slack --port 8090 [--http http://127.0.0.1:8080/slack/events]

It prints its address, then serves beside Slack's own paths:

    POST /control/channel   {"id", "name"}
    POST /control/member    {"id", "name", "channels": [id]}
    POST /control/presses   {"user", "channel", "ts", "label"}            a button of a message, or of an ephemeral
    POST /control/submits   {"user", "view", "given": {label: value}}     answers {"view": the next one, or null}
    POST /control/writes    {"user", "channel", "text", "root"}           answers {"ts"}
    POST /control/edits     {"user", "channel", "ts", "text"}
    POST /control/deletes   {"user", "channel", "ts"}
    POST /control/commands  {"user", "channel", "line"}
    POST /control/home      {"user"}
    POST /control/install   {"http": address or null}
    GET  /control/state     channels with their messages, ephemerals, views, homes, files, calls of each method

An act that the app did not answer is 504 with {"error"}; one that is impossible, 409.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from tests.emulators.slack import Member, NotAnswered, NotThere, Workspace
from tests.emulators.slack.rules import Refused

Given = Mapping[str, Any]
Verb = Callable[[Workspace, Given], Awaitable[Any]]


def _who(slack: Workspace, given: Given) -> Member:
    return slack.members[given["user"]]


def _shown(slack: Workspace, given: Given) -> Any:
    """The message, or what one person saw, that bears this id."""
    everything = [*slack.channels[given["channel"]].messages, *slack.ephemerals]
    found = next((one for one in everything if one["ts"] == given["ts"]), None)
    if found is None:
        raise NotThere(f"no message {given['ts']}")
    return found


async def _channel(slack: Workspace, given: Given) -> None:
    slack.channel(given["id"], given.get("name", ""))


async def _member(slack: Workspace, given: Given) -> None:
    slack.member(given["id"], given["name"], *(slack.channels[id] for id in given.get("channels", [])))


async def _presses(slack: Workspace, given: Given) -> None:
    await _who(slack, given).presses(_shown(slack, given), given["label"], slack.channels[given["channel"]])


async def _submits(slack: Workspace, given: Given) -> Any:
    return {"view": await _who(slack, given).submits(slack.views[given["view"]], given.get("given"))}


async def _writes(slack: Workspace, given: Given) -> Any:
    where = slack.channels[given["channel"]]
    return {"ts": (await _who(slack, given).writes(where, given["text"], given.get("root")))["ts"]}


async def _edits(slack: Workspace, given: Given) -> None:
    await _who(slack, given).edits(slack.channels[given["channel"]], _shown(slack, given), given["text"])


async def _deletes(slack: Workspace, given: Given) -> None:
    await _who(slack, given).deletes(slack.channels[given["channel"]], _shown(slack, given))


async def _commands(slack: Workspace, given: Given) -> None:
    await _who(slack, given).commands(slack.channels[given["channel"]], given["line"])


async def _home(slack: Workspace, given: Given) -> None:
    await _who(slack, given).opens_home()


async def _install(slack: Workspace, given: Given) -> None:
    slack.install(given.get("http"))


VERBS: Mapping[str, Verb] = {
    "channel": _channel,
    "member": _member,
    "presses": _presses,
    "submits": _submits,
    "writes": _writes,
    "edits": _edits,
    "deletes": _deletes,
    "commands": _commands,
    "home": _home,
    "install": _install,
}


def control(slack: Workspace) -> web.Application:
    """The director's desk over a workspace."""

    async def act(request: web.Request) -> web.Response:
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            return web.json_response({"error": "no such verb"}, status=404)
        try:
            return web.json_response(_plain(await verb(slack, await request.json()) or {}))
        except NotAnswered as error:
            return web.json_response({"error": str(error)}, status=504)
        except (NotThere, Refused, KeyError) as error:
            return web.json_response({"error": str(error)}, status=409)

    async def state(_request: web.Request) -> web.Response:
        return web.json_response(_plain(_state(slack)))

    app = web.Application()
    app.router.add_get("/state", state)
    app.router.add_post("/{verb}", act)
    return app


def _state(slack: Workspace) -> dict[str, Any]:
    return {
        "channels": {id: channel.messages for id, channel in slack.channels.items()},
        "ephemerals": slack.ephemerals,
        "views": slack.views,
        "homes": slack.homes,
        "files": slack.files,
        "calls": Counter(name for name, _arguments in slack.calls),
        "connected": bool(slack.delivery.http or slack.delivery.links),
    }


def _plain(value: Any) -> Any:
    """JSON: of a file only its size, of a modal nothing of what was handed in."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if name != "submission"}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return len(value) if isinstance(value, bytes) else value


async def main(port: int, http: str | None) -> None:
    slack = Workspace(port=port, control=control)
    slack.install(http)
    async with slack:
        print(slack.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--http")
    asyncio.run(main(**vars(parser.parse_args())))
