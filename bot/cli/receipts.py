"""`explor receipts read`: what the reader makes of files, for whoever wants to know before a mission depends on it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import JsonOption, LangOption, language
from bot.cli.printing import print_json

if TYPE_CHECKING:
    from bot.reading.reader import Bench
    from bot.reading.reading import Asked, Reading

app = typer.Typer()
receipts = typer.Typer(no_args_is_help=True, help="What can be read on photos of receipts.")
app.add_typer(receipts, name="receipts")


@receipts.callback()
def _group() -> None:
    """What can be read on photos of receipts."""


@receipts.command()
def read(
    files: Annotated[list[Path], typer.Argument(help="Photos (JPEG, PNG, HEIC, WebP, TIFF, GIF) or PDF files.")],
    country: Annotated[str | None, typer.Option("--country", help="Where it was spent, e.g. SN.")] = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """Read the date, the supplier, the total and the currency of receipts."""
    from bot.reading.contract import reading_json, reading_lines
    from bot.reading.reader import Bench
    from bot.reading.reading import Asked
    from bot.words import PARIS, speaker

    say = speaker(language(lang))
    asked = Asked(datetime.now(PARIS).date(), country and country.upper())
    with Bench() as bench:
        readings = [(file, _reading(file, bench, asked)) for file in files]
    if as_json:
        print_json([reading_json(str(file), one, say) for file, one in readings])
    else:
        for file, one in readings:
            typer.echo("\n".join(reading_lines(str(file), one, say, lang)))
    if any(one.refusal for _, one in readings):
        raise typer.Exit(1)


def _reading(file: Path, bench: "Bench", asked: "Asked") -> "Reading":
    """The reading of a file; one that is not there, or is a folder, gives no picture either."""
    from bot.reading.files import LARGEST
    from bot.reading.reading import refused
    from bot.reading.refusals import Refusal

    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError:
        return refused(b"", Refusal.ABSENT)
    return bench.read(content, asked)
