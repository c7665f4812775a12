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
    """Check facts, answers and livret: fields, sources, references, translations, each fault with its file and line."""
    from bot.cli.options import instant
    from bot.faq_files import answers_of, checked, load_faq
    from bot.knowledge_files import load
    from bot.livret_files import load_livret
    from bot.settings import Settings
    from knowledge.faults import KnowledgeFaults

    try:
        facts = load()
        typer.echo(f"{len(facts.regions)} regions: every fact has its source.")
        answers = checked(answers_of(load_faq(Settings().faq_folder), facts), instant(None))
        typer.echo(f"{len(answers.faq.entries)} answers: every region and every language has its words.")
        load_livret()
    except KnowledgeFaults as error:
        fail(str(error))
    typer.echo("The livret has its sections in every language.")


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
