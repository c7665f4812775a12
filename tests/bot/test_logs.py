"""The log helps whoever watches over the server, and tells nothing about anybody."""

import ast
import asyncio
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs

SECRETS = (
    "Ana Łukasik",
    "أمينة",
    "ana@example.org",
    "+33 6 12 34 56 78",
    "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
    "xoxb-1234-abcd",
    "xapp-1-A0-abcd",
    "postgresql://explor:hunter2@db/explor",
    "{token}%s\x1b[31m\n",
)
Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def log() -> Iterator[Read]:
    """The lines of a log in JSON, from here on."""
    hooks, before = (sys.excepthook, threading.excepthook), structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = StringIO()
    logs.configure("json", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    sys.excepthook, threading.excepthook = hooks
    structlog.configure(**before)
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level


def silent_about_secrets(lines: list[dict[str, Any]]) -> None:
    shown = json.dumps(lines, ensure_ascii=False)
    for secret in ("Ana", "أمينة", "ana@", "34 56", "AAEhBOw", "1234-abcd", "A0-abcd", "hunter2", "[31m"):
        assert secret not in shown


def test_a_line_says_what_happened_when_and_to_which_row(log: Read) -> None:
    structlog.get_logger().warning("not_sent", row=12, channel="telegram", error="TimedOut")

    line = log()[0]
    assert (line["event"], line["level"], line["row"], line["channel"]) == ("not_sent", "warning", 12, "telegram")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_told_under_another_name_is_left_out(log: Read, secret: str) -> None:
    structlog.get_logger().info("heard", said=secret, row=1, body={"lines": [secret]})

    assert log()[0]["left_out"] == ["body", "said"]
    silent_about_secrets(log())


def test_a_key_or_an_address_in_a_fact_is_blotted_out(log: Read) -> None:
    structlog.get_logger().info("odd", why=" ".join(SECRETS[4:8]), path=SECRETS[2])

    silent_about_secrets(log())


@pytest.mark.parametrize("secret", SECRETS)
def test_of_an_error_only_its_kind_and_place_are_told(log: Read, secret: str) -> None:
    try:
        raise ValueError(secret)
    except ValueError:
        structlog.get_logger().exception("broken")
        logging.getLogger("a.library").exception("failed with %s", secret)

    ours, theirs = log()
    assert (ours["error"], ours["where"].partition(":")[0]) == ("ValueError", "test_logs.py")
    assert (theirs["event"], theirs["logger"], theirs["file"], theirs["error"]) == (
        "library",
        "a.library",
        "test_logs.py",
        "ValueError",
    )
    silent_about_secrets(log())


@pytest.mark.parametrize("secret", SECRETS)
def test_what_a_library_says_is_told_by_its_place_alone(log: Read, secret: str) -> None:
    logging.getLogger("slack").error(f"request to {secret} failed")

    assert [(line["logger"], line["file"], line["level"]) for line in log()] == [("slack", "test_logs.py", "error")]
    silent_about_secrets(log())


def test_an_error_that_nobody_caught_is_told_the_same_way(log: Read) -> None:
    def broken() -> None:
        raise ValueError(SECRETS[0])

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError(SECRETS[0]), None)

    assert [(line["event"], line["error"]) for line in log()] == [("uncaught", "ValueError")] * 2
    silent_about_secrets(log())


async def test_every_line_of_a_request_bears_its_id_in_threads_too(log: Read) -> None:
    with structlog.contextvars.bound_contextvars(request="abc"):
        structlog.get_logger().info("one")
        await asyncio.to_thread(structlog.get_logger().info, "two")
    structlog.get_logger().info("three")

    assert [line.get("request") for line in log()] == ["abc", "abc", None]


def test_every_name_that_our_lines_use_is_one_that_may_be_told() -> None:
    """Otherwise a fact that somebody put in the log on purpose would be missing from it."""
    used = {
        keyword.arg
        for file in Path("bot").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "log"
        for keyword in call.keywords
        if keyword.arg not in (None, "exc_info")
    }

    assert used <= logs.FACTS
    assert {"error", "where", "row"} <= used
