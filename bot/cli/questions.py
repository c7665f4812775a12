"""`explor ask`: what the assistant answers to a question; and what looks after the answers (`explor kb …`)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import load_facts
from bot.cli.options import AtOption, LangOption, RegionOption, instant, language, region_of
from bot.cli.printing import fail
from bot.cli.upkeep import kb

if TYPE_CHECKING:
    from knowledge.answering import Answers

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question, in any of the five languages.")] = None,
    region: RegionOption = None,
    lang: LangOption = "fr",
    at: AtOption = None,
    entry: Annotated[str | None, typer.Option("--entry", help="Tell this entry instead of looking for one.")] = None,
    all_regions: Annotated[bool, typer.Option("--all-regions", help="With --entry: for every region.")] = False,
) -> None:
    """Answer a question on the programme, or say that the assistant does not know."""
    from bot.faq_files import load_answers

    answers = load_answers(load_facts())
    slugs = (None, *answers.facts.regions) if all_regions else (region_of(region, answers.facts),)
    for slug in slugs:
        if all_regions:
            typer.echo(f"--- {slug or '(no region)'}")
        _show(answers, entry or "", slug, language(lang), instant(at))


def _show(answers: "Answers", id_: str, region: str | None, lang: str, at: datetime) -> None:
    """One entry as a person would read it, with what waits behind the button."""
    from bot.faq_files import VOICES
    from dialogs.answer_told import told
    from knowledge.filling import BadTemplate

    if id_ not in answers.faq.entries:
        fail(f"There is no entry {id_!r}.")
    try:
        words = told(answers.tell(id_, lang, region, at), answers.facts, VOICES, lang)
    except BadTemplate as error:
        fail(f"{id_}: {error}")
    typer.echo(words.whole)
    if words.more:
        typer.echo(f"\n[+] {words.more}")


@kb.command("stamp")
def stamp(lang: Annotated[str, typer.Argument(help="en, pt, es or ar.")]) -> None:
    """Write into the translations of a language which French they translate, once they have been checked."""
    from importlib.resources import as_file, files

    from bot.faq_files import load_faq
    from bot.faq_files import stamp as stamped
    from knowledge.faults import KnowledgeFaults

    try:
        with as_file(files("knowledge") / "faq") as folder:
            ids = stamped(folder, language(lang), load_faq())
    except KnowledgeFaults as error:
        fail(str(error))
    typer.echo(f"{lang}: {len(ids)} stamped. {' '.join(ids)}".strip())
