"""`explor ask`: what the assistant answers to a question; and what looks after the answers (`explor kb …`)."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import current_store, load_facts
from bot.cli.options import (
    AtOption,
    DbOption,
    JsonOption,
    LangOption,
    RegionOption,
    instant,
    language,
    one_of,
    region_of,
    text_of,
)
from bot.cli.printing import fail, print_json, print_list
from bot.cli.upkeep import kb

if TYPE_CHECKING:
    from bot.questions import Questions, Reply
    from dialogs.answer_told import Told
    from dialogs.core.oracle import Context

LANGS = ("fr", "en", "pt", "es", "ar")

app = typer.Typer()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question, in any of the five languages.")] = None,
    region: RegionOption = None,
    lang: LangOption = "fr",
    at: AtOption = None,
    as_json: JsonOption = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="Many questions, a JSON a line; - reads them.")] = None,
    after: Annotated[str | None, typer.Option("--after", help="The entry of the answer before this question.")] = None,
    entry: Annotated[str | None, typer.Option("--entry", help="Tell this entry instead of looking for one.")] = None,
    all_regions: Annotated[bool, typer.Option("--all-regions", help="With --entry: for every region.")] = False,
) -> None:
    """Answer a question on the programme, or say that the assistant does not know."""
    from bot.contracts import BadInput
    from bot.words import speaker

    if sum(given is not None for given in (question, batch, entry)) != 1:
        raise typer.BadParameter("give a question, or --batch, or --entry", param_hint="QUESTION")
    try:
        now = instant(at)
        questions = _questions()
        here, spoken = region_of(region, questions.facts), language(lang)
        if batch is not None:
            _batch(questions, text_of(batch), here, spoken, now)
        elif entry is not None:
            _entry(questions, entry, tuple([None, *questions.facts.regions] if all_regions else [here]), spoken, now)
        else:
            last = _context(questions, after)
            _print(questions.ask(question or "", here, spoken, now, last), as_json=as_json)
    except BadInput as error:
        fail(speaker(language(lang))(error.text))


def _questions() -> "Questions":
    from bot.faq_files import load_faq
    from bot.questions import Questions
    from bot.settings import Settings
    from knowledge.faults import KnowledgeFaults

    try:
        return Questions(load_faq(Settings().faq_folder), load_facts())
    except KnowledgeFaults as error:
        fail(str(error))


def _context(questions: "Questions", entry: str | None) -> "Context | None":
    from dialogs.core.oracle import Context

    if entry is None:
        return None
    return Context(one_of(entry, tuple(questions.answers.faq.entries), "--after"))


def _print(replies: "tuple[Reply, ...]", *, as_json: bool) -> None:
    from bot.questions import reply_json

    if as_json:
        print_json(reply_json(replies))
        return
    for reply in replies:
        _print_told(reply.told)


def _print_told(words: "Told") -> None:
    """An answer, and what waits behind its button."""
    typer.echo(words.whole)
    if words.more:
        typer.echo(f"\n[+] {words.more}")


def _batch(questions: "Questions", lines: str, region: str | None, lang: str, at: datetime) -> None:
    """One JSON out for each JSON in, with the same id."""
    from bot.questions import reply_json

    for number, line in enumerate(lines.splitlines(), 1):
        if line.strip():
            asked = _line(line, number, questions, region, lang)
            replies = questions.ask(asked["question"], asked["region"], asked["lang"], at)
            typer.echo(json.dumps({"id": asked["id"], **reply_json(replies)}, ensure_ascii=False))


def _line(line: str, number: int, questions: "Questions", region: str | None, lang: str) -> dict[str, Any]:
    """The question of a line; what it leaves out is what the command was given."""
    try:
        given = json.loads(line)
    except ValueError:
        fail(f"line {number}: this is not JSON.")
    if not isinstance(given, dict) or not isinstance(given.get("question"), str):
        fail(f"line {number}: an object with a text under 'question' is needed.")
    here, spoken = given.get("region") or region, given.get("lang") or lang
    if here is not None and here not in questions.facts.regions:
        fail(f"line {number}: {here!r} is not one of {', '.join(questions.facts.regions)}.")
    if spoken not in LANGS:
        fail(f"line {number}: {spoken!r} is not one of {', '.join(LANGS)}.")
    return {"id": given.get("id"), "question": given["question"], "region": here, "lang": spoken}


def _entry(questions: "Questions", id_: str, slugs: tuple[str | None, ...], lang: str, at: datetime) -> None:
    """One entry as a person would read it."""
    from knowledge.filling import BadTemplate

    one_of(id_, tuple(questions.answers.faq.entries), "--entry")
    for slug in slugs:
        if len(slugs) > 1:
            typer.echo(f"--- {slug or '(no region)'}")
        try:
            _print_told(questions.tell(id_, slug, lang, at))
        except BadTemplate as error:
            fail(f"{id_}: {error}")


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


@kb.command("stats")
def stats(
    collisions: Annotated[
        bool, typer.Option("--collisions", help="Also the questions that find another entry.")
    ] = False,
) -> None:
    """How many answers, questions and keywords there are, and which keywords several entries share."""
    from bot.faq_report import colliding, counted

    answers = _questions().answers
    typer.echo(counted(answers.faq))
    for line in colliding(answers) if collisions else ():
        typer.echo(line)


@kb.command("gaps")
def gaps(
    region: RegionOption = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Only those asked in fr, en, pt, es or ar.")] = None,
    as_json: JsonOption = False,
    db: DbOption = None,
) -> None:
    """The questions that found no good answer, without whoever asked, the most frequent first."""
    from bot.gaps import gap_json, gap_line

    regions = (region_of(region, load_facts()),) if region else None
    with current_store(db) as store, store.desk(instant(None)) as desk:
        found = desk.gaps(regions, language(lang) if lang else None)
    print_list(found, gap_line, gap_json if as_json else None)


@kb.command("export")
def export(lang: LangOption = "fr", at: AtOption = None) -> None:
    """Print every answer of a language beside its French, for whoever proof-reads it."""
    from bot.faq_report import readable

    typer.echo(readable(_questions().answers, language(lang), instant(at)), nl=False)
