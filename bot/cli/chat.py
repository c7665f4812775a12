"""`explor chat`: the assistant in a terminal, or played from a script."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli.opening import opened_assistant, settings_for
from bot.cli.options import DbOption, instant, language
from bot.cli.printing import fail

if TYPE_CHECKING:
    from bot.local_receipts import Receipts
    from bot.reading.reader import Bench
    from bot.reading.reading import Asked, Reading
    from bot.turn import Assistant

app = typer.Typer()


@app.command()
def chat(
    lang: Annotated[
        str | None, typer.Option("--lang", help="fr, en, pt, es or ar; else that of your terminal.")
    ] = None,
    name: Annotated[str, typer.Option("--as", help="Who speaks: another name is another person.")] = "moi",
    now: Annotated[
        str | None, typer.Option("--now", help="Set the clock: an ISO date or instant (Europe/Paris).")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Write the session to this file, as a transcript.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Talk with the assistant in this terminal. Reads a script from standard input when that is not a terminal."""
    from bot.channels.console import DIRECTIVES, BadDirective, Clock, Console
    from bot.words import PARIS

    clock = Clock(_set(now, lang) if now else None)
    spoken = language(lang) if lang else _terminal_language()
    with opened_assistant(db) as assistant, _kept(keep, spoken, clock.now()) as kept, _receipts(assistant) as receipts:
        papers = settings_for(db).papers
        console = Console(assistant, spoken, name, clock, keep=kept, folder=papers, receipts=receipts)
        try:
            assistant.store.purge(min(clock.now(), datetime.now(PARIS)))
            console.greet()
            console.listen(_lines(), script=not sys.stdin.isatty())
        except BadDirective as error:
            fail(f"{error}: the lines that begin with @ are: {', '.join(DIRECTIVES)}.")


@contextmanager
def _receipts(assistant: "Assistant") -> "Iterator[Receipts | None]":
    """Receipts are read on this machine; the process that reads them begins with the first one."""
    from bot.clerk import Clerk
    from bot.local_receipts import Receipts

    if assistant.papers is None:
        yield None
        return
    with ExitStack() as opened:

        def read(content: bytes, asked: "Asked") -> "Reading":
            return bench().read(content, asked)

        @cache
        def bench() -> "Bench":
            from bot.reading.reader import Bench

            return opened.enter_context(Bench())

        clerk = Clerk(assistant.store, assistant.facts, assistant.papers.files, assistant.fresh)
        yield Receipts(clerk, read)


def _set(now: str, lang: str | None) -> datetime:
    from bot.contracts import BadInput
    from bot.words import language_of, say

    try:
        return instant(now)
    except BadInput as error:
        fail(say(error.text, language_of(lang)))


def _terminal_language() -> str:
    import os

    from bot.words import language_of

    return language_of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


def _lines() -> Iterator[str]:
    """What is typed, until the end of the input or Ctrl-C."""
    interactive = sys.stdin.isatty()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to end a conversation
    if interactive:
        import readline  # noqa: F401  # line editing and history at the prompt
    while True:
        try:
            yield input("> " if interactive else "")
        except (EOFError, KeyboardInterrupt):
            return


@contextmanager
def _kept(path: Path | None, lang: str, now: datetime) -> Iterator[TextIO | None]:
    """The file of `--keep`; it begins with what is needed to play it again, as those of `tests/transcripts`."""
    if path is None:
        yield None
        return
    try:
        stream = path.open("w", encoding="utf-8")
    except OSError as error:
        fail(f"{path}: {error.strerror}.")
    with stream:
        stream.write(f"# {path.stem}\nlang: {lang}\nnow: {now.isoformat(timespec='seconds')}\n\n")
        yield stream
