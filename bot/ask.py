"""`explor ask`, and what looks after the questions and answers: `explor kb check`, `stamp`, `stats`, `export`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from knowledge.answering import Answers
    from knowledge.base import Knowledge
    from knowledge.faults import KnowledgeFaults

EntryOption = Annotated[str | None, typer.Option("--entry", help="Tell this entry instead of looking for one.")]


def loaded(facts: "Knowledge") -> "Answers":
    """Everything that can be answered, from the packaged files."""
    from bot.faq_files import answers_of, load_faq
    from knowledge.faults import KnowledgeFaults

    try:
        return answers_of(load_faq(), facts)
    except KnowledgeFaults as error:
        _fail(faults_said(error))


def faults_said(error: "KnowledgeFaults") -> str:
    return "\n".join(map(str, error.faults))


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def show_entry(answers: "Answers", id_: str, region: str | None, lang: str, at: datetime, *, more: bool) -> None:
    """One entry as a person would read it."""
    from bot.words import LANGUAGES, speaker
    from dialogs.answer_told import told
    from knowledge.filling import BadTemplate

    if id_ not in answers.faq.entries:
        _fail(f"There is no entry {id_!r}.")
    try:
        answered = answers.tell(id_, lang, region, at)
    except BadTemplate as error:
        _fail(f"{id_}: {error}")
    words = told(answered, answers.facts, {one: speaker(one) for one in LANGUAGES}, lang)
    typer.echo(words.whole)
    if more and words.more:
        typer.echo(f"\n[+] {words.more}")


def check(facts: "Knowledge", at: datetime) -> int:
    """Check every question and answer; the number of entries, or exit with each fault, its file and line."""
    from knowledge.lint import lint

    answers = loaded(facts)
    if found := lint(answers, at):
        _fail("\n".join(f"faq/{fault}" for fault in found))
    return len(answers.faq.entries)


def stamp_language(lang: str, folder: Path | None) -> tuple[str, ...]:
    """Write the fingerprints of a language into the files of the source tree."""
    from importlib.resources import files

    from bot.faq_files import load_faq, stamp
    from knowledge.faults import KnowledgeFaults

    try:
        return stamp(folder or Path(str(files("knowledge") / "faq")), lang, load_faq())
    except KnowledgeFaults as error:
        _fail(faults_said(error))
