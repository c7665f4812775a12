"""The log of a server: what happened, where, how often; never who, nor what anybody wrote, nor a key.

- Our own lines say one word and a few facts under the names of `FACTS`; any other name is left out, and only told.
- Of a library's line only its origin is kept: which file, which line, which kind of error. Libraries put addresses,
  tokens and words into their sentences; file and line are enough to look the sentence up.
- An error is its kind and where it was raised, never its message.
- A line written while a request is handled bears the request's id, in whatever thread.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

FACTS = frozenset(
    {
        "action",
        "answer",
        "attempts",
        "bytes",
        "channel",
        "code",
        "count",
        "do",
        "error",
        "failures",
        "file",
        "host",
        "jobs",
        "kind",
        "line",
        "logger",
        "mode",
        "name",
        "order",
        "path",
        "pid",
        "port",
        "purged",
        "reason",
        "region",
        "request",
        "row",
        "rows",
        "seconds",
        "signal",
        "status",
        "tries",
        "version",
        "what",
        "where",
        "why",
    }
)
"""The names under which our own lines tell something."""

_RESERVED = frozenset({"event", "level", "timestamp", "exc_info"})
_LONGEST = 200
_KEYS = re.compile(
    r"\d{5,}:[\w-]{20,}|xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s@]+@|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII
)
"""Tokens of bots and apps, passwords in addresses, e-mail addresses: should one come through all the same."""

Line = MutableMapping[str, Any]


def configure(kind: Literal["console", "json"], stream: TextIO = sys.stderr) -> None:
    """Log to `stream` from now on, whoever logs: ours, libraries, the interpreter itself."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            discreet,
            _renderer(kind, stream),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(capture=True)
    logging.basicConfig(handlers=[_Libraries(logging.WARNING)], level=logging.WARNING, force=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda fault: _uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)


def _renderer(kind: str, stream: TextIO) -> Any:
    if kind == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


def discreet(_logger: Any, _method: str, line: Line) -> Line:
    """What may be told of a line."""
    told: Line = {name: _plain(value) for name, value in line.items() if name in FACTS or name in _RESERVED}
    if left_out := sorted(set(line) - set(told)):
        told["left_out"] = left_out
    if raised := told.pop("exc_info", None):
        told.update(_origin(sys.exc_info()[1] if raised is True else raised))
    return told


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, BaseException)):
        return value
    return _KEYS.sub("…", str(value))[:_LONGEST]


def _origin(error: Any) -> dict[str, str]:
    """The kind of an error, and the file and line that raised it."""
    if isinstance(error, tuple):
        error = error[1]
    if not isinstance(error, BaseException):
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}


class _Libraries(logging.Handler):
    """Hands on that a library had something to say, and where in it."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        facts = {"logger": record.name, "file": Path(record.pathname).name, "line": record.lineno}
        log.log(record.levelno, "library", **{**facts, **_origin(record.exc_info)})


def _uncaught(_kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    structlog.get_logger().critical("uncaught", **_origin(error))
