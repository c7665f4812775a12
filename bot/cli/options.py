"""What several commands are given on their line, and how it is read. What cannot be read is refused in a sentence."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.printing import fail

if TYPE_CHECKING:
    from knowledge.base import Knowledge

LangOption = Annotated[str, typer.Option("--lang", help="fr, en, pt, es or ar.")]
RegionOption = Annotated[str | None, typer.Option("--region", help="A region, e.g. hauts-de-france.")]
AtOption = Annotated[
    str | None, typer.Option("--at", help="The date or instant to judge at (Europe/Paris). Now if left out.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the documented JSON.")]
ToOption = Annotated[Path, typer.Option("--to", help="The folder where the files go.", file_okay=False)]
DbOption = Annotated[
    str | None, typer.Option("--db", help="Database URL; else EXPLOR_DATABASE_URL, else your data folder.")
]


def one_of(given: str, known: tuple[str, ...], hint: str) -> str:
    """What was given, if it is known; usage otherwise, with what may be given."""
    if given not in known:
        raise typer.BadParameter(f"{given!r} is not one of {', '.join(known)}", param_hint=hint)
    return given


def language(lang: str) -> str:
    from bot.words import LANGUAGES

    return one_of(lang.lower(), LANGUAGES, "--lang")


def region_of(region: str | None, facts: "Knowledge") -> str | None:
    """The slug of a region that the programme knows, whatever the case it is typed in."""
    return one_of(region.lower(), tuple(facts.regions), "--region") if region is not None else None


def instant(at: str | None) -> datetime:
    """The instant that was given, else now; raises `BadInput` where it is none."""
    from bot.contracts import read_at
    from bot.words import PARIS

    return read_at(at) if at else datetime.now(PARIS)


def text_of(path: Path) -> str:
    """The text of a file; of standard input for `-`."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path}: {error.strerror if isinstance(error, OSError) else 'this is not UTF-8 text'}.")
