"""What the commands print: JSON, the parts of a reply as a terminal shows them, and what went wrong."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from dialogs.core.reply import Part

T = TypeVar("T")


def fail(message: str) -> NoReturn:
    """The person's input: say it, exit with 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def write_file(path: Path, content: bytes) -> None:
    """Write a file, and its folder where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path}: {error.strerror}.")


def keep(path: Path, content: bytes) -> None:
    """The same, and say where it is."""
    write_file(path, content)
    typer.echo(path)


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_list(rows: Iterable[T], line: Callable[[T], str], as_json: Callable[[T], Any] | None) -> None:
    """A line a row; all of them as one JSON where that is asked for."""
    if as_json:
        print_json([as_json(row) for row in rows])
        return
    for row in rows:
        typer.echo(line(row))


def print_parts(parts: "Iterable[Part]", lang: str) -> None:
    from bot.channels.console import ABLE, shown
    from bot.render import messages
    from dialogs.core.reply import Reply

    for message in messages((Reply(tuple(parts)),), lang, ABLE):
        typer.echo(shown(message))
