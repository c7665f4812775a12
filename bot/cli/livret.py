"""`explor livret`: the livret of a mission written in a file, and what looks after its templates."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opening import load_facts
from bot.cli.options import LangOption, language, text_of
from bot.cli.printing import fail

app = typer.Typer()
livret = typer.Typer(help="The volunteer's livret.", no_args_is_help=True)
app.add_typer(livret, name="livret")


@livret.command("write")
def write(
    mission: Annotated[Path, typer.Argument(help="A mission, as YAML (knowledge/mission_sheet.py); - reads it.")],
    lang: LangOption = "fr",
    into: Annotated[Path, typer.Option("--into", help="The folder where the files go.")] = Path(),
) -> None:
    """Write the livret of a mission: a PDF, a page of HTML, a calendar and the contacts."""
    from bot.documents.livret import livret_html, livret_pdf
    from bot.livret import Livrets, calendar, contact_cards
    from bot.livret_files import load_livret
    from knowledge.base import UnknownRegion
    from knowledge.faults import KnowledgeFaults
    from knowledge.mission_sheet import parse

    spoken = language(lang)
    try:
        sheet = parse(str(mission), text_of(mission))
        made = Livrets.of(load_facts(), load_livret(), (spoken,)).livret(sheet, spoken)
    except KnowledgeFaults as error:
        fail(str(error))
    except UnknownRegion as error:
        fail(f"{mission}: no region has the slug {error.args[0]!r}.")
    files = {
        f"livret-{spoken}.pdf": livret_pdf(made),
        f"livret-{spoken}.html": livret_html(made).encode(),
        f"livret-{spoken}.ics": calendar(sheet, spoken),
        f"livret-{spoken}.vcf": contact_cards(sheet, spoken),
    }
    for name, content in files.items():
        (into / name).write_bytes(content)
        typer.echo(into / name)


@livret.command("stamp")
def stamp(lang: Annotated[str, typer.Argument(help="en, pt, es or ar.")]) -> None:
    """Write into the templates of a language which French they translate, once somebody has checked that they do."""
    from importlib.resources import as_file, files

    from bot.livret_files import stamp as stamped
    from knowledge.livret.templates import LANGS, MASTER

    translated = tuple(one for one in LANGS if one != MASTER)
    if lang not in translated:
        raise typer.BadParameter(f"{lang!r} is not one of {', '.join(translated)}", param_hint="LANG")
    with as_file(files("knowledge") / "livret") as folder:
        stamped(folder, lang)
    typer.echo(f"{lang}: stamped.")
