"""What whoever keeps the bot runs: its tables brought up to date; its facts, dialogs and words checked and drawn."""

from typing import Annotated

import typer

from bot.cli.opening import opened_store
from bot.cli.options import DbOption, LangOption, language
from bot.cli.printing import fail

app = typer.Typer()
kb = typer.Typer(help="What the programme knows.", no_args_is_help=True)
dialogs = typer.Typer(help="What the bot can talk about.", no_args_is_help=True)
words = typer.Typer(help="The words of the dialogs and their translations.", no_args_is_help=True)
app.add_typer(kb, name="kb")
app.add_typer(dialogs, name="dialogs")
app.add_typer(words, name="words")


@app.command()
def migrate(db: DbOption = None) -> None:
    """Bring a PostgreSQL database to this version's tables. SQLite does it by itself at every start."""
    with opened_store(db) as store:
        store.migrate()
    typer.echo("The tables are those of this version.")


@kb.command("check")
def kb_check() -> None:
    """Check the knowledge and the livret: fields, sources, references, translations, each with its file and line."""
    from bot.knowledge_files import packaged
    from bot.livret_files import load_livret
    from knowledge.base import KnowledgeFaults, parse

    try:
        facts = parse(packaged())
        load_livret()
    except KnowledgeFaults as error:
        fail("\n".join(f"{fault.file}:{fault.line}: {fault.message}" for fault in error.faults))
    typer.echo(f"{len(facts.regions)} regions: every fact has its source.")


@dialogs.command("draw")
def dialogs_draw(
    dialog: Annotated[str | None, typer.Argument(help="One dialog; all of them if left out.")] = None,
    lang: LangOption = "fr",
) -> None:
    """Print the dialogs as a Mermaid flowchart."""
    from bot.words import speaker
    from dialogs.catalogue import CATALOGUE
    from dialogs.core.draw import mermaid

    chosen = [found for found in CATALOGUE.dialogs if dialog in (None, found.id)]
    if not chosen:
        fail(f"There is no dialog {dialog!r}. There are: {', '.join(found.id for found in CATALOGUE.dialogs)}.")
    typer.echo(mermaid(chosen, speaker(language(lang))), nl=False)


@dialogs.command("check")
def dialogs_check(
    accept: Annotated[bool, typer.Option("--accept", help="Keep the shape of versions that are new.")] = False,
) -> None:
    """Check that no dialog changed its questions without a new version."""
    from bot.shapes import check

    if found := check(accept=accept):
        fail("\n".join(found))
    typer.echo("Every dialog has the shape of its version.")


@words.command("check")
def words_check() -> None:
    """Check that every sentence has its translation in every language, with the same places."""
    from bot.translations import check

    if found := check():
        fail("\n".join(found))
    typer.echo("Every sentence has its translations.")


@words.command("update")
def words_update() -> None:
    """Bring the .po files up to the sentences of the code; what is new is left to translate."""
    from bot.translations import update

    typer.echo(update())
