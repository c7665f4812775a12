"""The command line. Exit codes: 0 fine, 1 the person's input (a clear sentence on standard error), 2 usage.

Heavy imports wait inside the commands that need them: `explor chat` must speak within a second.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot import ask as ask_room

if TYPE_CHECKING:
    from bot.desk import Already, Done, Staff
    from bot.turn import Assistant
    from dialogs.core.reply import Part
    from dialogs.core.text import Text
    from knowledge.base import Knowledge
    from storage.applications import ApplicationRow, Version
    from storage.store import Store

app = typer.Typer(help="EXPLOR assistant.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
kb = typer.Typer(help="What the programme knows.", no_args_is_help=True)
talk = typer.Typer(help="What the bot can talk about.", no_args_is_help=True)
words_app = typer.Typer(help="The words of the dialogs and their translations.", no_args_is_help=True)
app.add_typer(kb, name="kb")
app.add_typer(talk, name="dialogs")
app.add_typer(words_app, name="words")

LangOption = Annotated[str, typer.Option("--lang", help="fr, en, pt, es or ar.")]
RegionOption = Annotated[str | None, typer.Option("--region", help="A region, e.g. hauts-de-france.")]
AtOption = Annotated[
    str | None, typer.Option("--at", help="The date or instant to judge at (Europe/Paris). Now if left out.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the documented JSON.")]
DbOption = Annotated[
    str | None, typer.Option("--db", help="Database URL; else EXPLOR_DATABASE_URL, else your data folder.")
]


@app.callback()
def _logs() -> None:
    """EXPLOR assistant."""
    import structlog

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), cache_logger_on_first_use=True)


def fail(message: str) -> NoReturn:
    """The person's input: say it, exit with 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


def chosen_language(lang: str) -> str:
    from bot.words import LANGUAGES

    if lang.lower() not in LANGUAGES:
        raise typer.BadParameter(f"{lang!r} is not one of {', '.join(LANGUAGES)}", param_hint="--lang")
    return lang.lower()


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
    from bot.contracts import BadInput
    from bot.settings import data_folder
    from bot.words import PARIS, language_of

    try:
        clock = Clock(_at(now) if now else None)
    except BadInput as error:
        fail(_said(error.text, language_of(lang)))
    spoken = chosen_language(lang) if lang else _terminal_language()
    with _assistant(db) as assistant, _kept(keep, spoken, clock.now()) as kept:
        console = Console(assistant, spoken, name, clock, keep=kept, folder=data_folder() / "papers")
        try:
            assistant.store.purge(min(clock.now(), datetime.now(PARIS)))
            console.greet()
            console.listen(_lines(), script=not sys.stdin.isatty())
        except BadDirective as error:
            fail(f"{error}: the lines that begin with @ are: {', '.join(DIRECTIVES)}.")


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


@app.command()
def migrate(db: DbOption = None) -> None:
    """Bring a PostgreSQL database to this version's tables. SQLite does it by itself at every start."""
    with _store(db) as store:
        store.migrate()
    typer.echo("The tables are those of this version.")


@app.command()
def eligibility(
    answers: Annotated[Path, typer.Option("--answers", help="The JSON of what is known; - for standard input.")],
    region: RegionOption = None,
    at: AtOption = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """Judge a situation by the rules of a region at a date. Indicative: the network decides."""
    from bot import contracts
    from bot.words import speaker
    from knowledge.eligibility import assess

    facts = _facts()
    say, here = speaker(chosen_language(lang)), _region(region, facts)
    with _input_errors(say):
        situation = contracts.read_situation(_text(answers), facts)
        assessment = assess(facts, situation, here, _at(at))
    if as_json:
        _print_json(contracts.assessment_json(assessment, say))
    else:
        from dialogs.verdict import verdict_parts

        _print_parts(verdict_parts(assessment, facts), lang)


@app.command()
def estimate(
    region: Annotated[str, typer.Option("--region", help="A region, e.g. hauts-de-france.")],
    costs: Annotated[Path, typer.Option("--costs", help="The JSON of the costs in euros; - for standard input.")],
    at: AtOption = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """What a mission would cost the association, by the rules of a region at a date."""
    from bot import contracts
    from bot.words import speaker
    from knowledge.funding import estimate as compute

    facts = _facts()
    say, here = speaker(chosen_language(lang)), _region(region, facts)
    with _input_errors(say):
        result = compute(facts, contracts.read_costs(_text(costs)), here or "", _at(at))
    if as_json:
        _print_json(contracts.estimate_json(result, say))
    else:
        from dialogs.estimate import estimate_parts

        _print_parts(estimate_parts(result, facts), lang)


StateOption = Annotated[
    str | None, typer.Option("--state", help="submitted, correction, accepted, refused or withdrawn.")
]


@app.command()
def applications(
    region: RegionOption = None, state: StateOption = None, as_json: JsonOption = False, db: DbOption = None
) -> None:
    """List the applications that were submitted."""
    from bot import desk, desk_json

    facts = _facts()
    if state not in (None, *SUBMITTED):
        raise typer.BadParameter(f"{state!r} is not one of {', '.join(SUBMITTED)}", param_hint="--state")
    with _current_store(db) as store:
        rows = desk.applications(store, _staff(facts), _at(None), _region(region, facts), state)
    if as_json:
        _print_json([desk_json.application_json(row) for row in rows])
    for row in () if as_json else rows:
        typer.echo(f"{row.reference}  {row.state:<10}  v{row.version}  {row.answers.get('org_name') or ''}")


@app.command()
def application(
    reference: Annotated[str, typer.Argument(metavar="REF", help="A reference, e.g. HDF-2026-0007.")],
    act: Annotated[str | None, typer.Argument(metavar="[accept|refuse|correct|stage]", help="What to do.")] = None,
    stage: Annotated[str | None, typer.Argument(metavar="[STAGE]", help="With stage: which one.")] = None,
    as_json: JsonOption = False,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write the last version's pré-fiche to this file.")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", help="The same, for a word processor.")] = None,
    name: Annotated[str | None, typer.Option("--as", help="Who acts; else your user name.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="With accept or refuse: passed on as it is.")] = None,
    fields: Annotated[str, typer.Option("--fields", help="With correct: the questions to answer again, a,b,c.")] = "",
    words: Annotated[str, typer.Option("--words", help="With correct: what is wrong, passed on as it is.")] = "",
    db: DbOption = None,
) -> None:
    """Show an application, write its papers, or decide on it: accept, refuse, correct, stage."""
    from bot import desk

    if act not in (None, *ACTS):
        raise typer.BadParameter(f"{act!r} is not one of {', '.join(ACTS)}", param_hint="ACT")
    facts = _facts()
    staff = _staff(facts, name)
    with _current_store(db) as store:
        try:
            if act is None:
                _show(store, staff, reference, facts, as_json=as_json, pdf=pdf, docx=docx)
            else:
                _report(_acted(store, staff, reference, act, stage, reason, fields, words), as_json=as_json)
        except desk.DeskError as error:
            fail(f"{error}.")


@app.command()
def offers(region: RegionOption = None, as_json: JsonOption = False, db: DbOption = None) -> None:
    """List the offers of expertise."""
    from bot import desk, desk_json

    facts = _facts()
    with _current_store(db) as store:
        found = desk.offers(store, _staff(facts), _at(None), _region(region, facts))
    if as_json:
        _print_json([desk_json.offer_json(offer) for offer in found])
    for offer in () if as_json else found:
        typer.echo(f"{offer.created_at:%Y-%m-%d}  {offer.region or '-'}  {offer.id}")


@kb.command("check")
def kb_check() -> None:
    """Check the knowledge: unknown fields, missing sources, dangling references, each with its file and line."""
    from bot.knowledge_files import packaged
    from knowledge.base import KnowledgeFaults, parse

    try:
        facts = parse(packaged())
    except KnowledgeFaults as error:
        fail("\n".join(f"{fault.file}:{fault.line}: {fault.message}" for fault in error.faults))
    typer.echo(f"{len(facts.regions)} regions: every fact has its source.")
    entries = ask_room.check(facts, _at(None))
    typer.echo(f"{entries} answers: every region and every language has its words.")


@kb.command("stamp")
def kb_stamp(lang: Annotated[str, typer.Argument(help="en, pt, es or ar.")]) -> None:
    """Write into the translations of a language which French they translate, once they have been checked."""
    stamped = ask_room.stamp_language(chosen_language(lang), None)
    typer.echo(f"{lang}: {len(stamped)} stamped. {' '.join(stamped)}".strip())


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question, in any of the five languages.")] = None,
    region: RegionOption = None,
    lang: LangOption = "fr",
    at: AtOption = None,
    entry: ask_room.EntryOption = None,
    all_regions: Annotated[bool, typer.Option("--all-regions", help="With --entry: for every region.")] = False,
) -> None:
    """Answer a question on the programme, or say that the bot does not know."""
    facts = _facts()
    answers = ask_room.loaded(facts)
    chosen, now = chosen_language(lang), _at(at)
    slugs = (None, *facts.regions) if all_regions else (_region(region, facts),)
    for slug in slugs:
        if all_regions:
            typer.echo(f"--- {slug or '(no region)'}")
        ask_room.show_entry(answers, entry or "", slug, chosen, now, more=True)


@talk.command("draw")
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
    typer.echo(mermaid(chosen, speaker(chosen_language(lang))), nl=False)


@talk.command("check")
def dialogs_check(
    accept: Annotated[bool, typer.Option("--accept", help="Keep the shape of versions that are new.")] = False,
) -> None:
    """Check that no dialog changed its questions without a new version."""
    from bot.shapes import check

    if found := check(accept=accept):
        fail("\n".join(found))
    typer.echo("Every dialog has the shape of its version.")


@words_app.command("check")
def words_check() -> None:
    """Check that every sentence has its translation in every language, with the same places."""
    from bot.translations import check

    if found := check():
        fail("\n".join(found))
    typer.echo("Every sentence has its translations.")


@words_app.command("update")
def words_update() -> None:
    """Bring the .po files up to the sentences of the code; what is new is left to translate."""
    from bot.translations import update

    typer.echo(update())


# -- the desk --------------------------------------------------------------------------------------------------------

SUBMITTED = ("submitted", "correction", "accepted", "refused", "withdrawn")
ACTS = ("accept", "refuse", "correct", "stage")


def _staff(facts: "Knowledge", name: str | None = None) -> "Staff":
    """Whoever runs a command on the database acts for all regions, under a name that is noted."""
    import getpass

    from bot.desk import Staff

    return Staff(name or getpass.getuser(), frozenset(facts.regions))


def _acted(
    store: "Store",
    staff: "Staff",
    reference: str,
    act: str,
    stage: str | None,
    reason: str | None,
    fields: str,
    words: str,
) -> "Done | Already":
    from bot import desk
    from dialogs.pre_fiche.sections import FIELDS

    now = _at(None)
    match act:
        case "accept":
            return desk.accept(store, staff, reference, now, reason)
        case "refuse":
            return desk.refuse(store, staff, reference, now, reason)
        case "correct":
            named = [field.strip() for field in fields.split(",") if field.strip()]
            return desk.correct(store, staff, reference, now, named, words, FIELDS)
    return desk.move(store, staff, reference, now, stage or "")


def _report(outcome: "Done | Already", *, as_json: bool) -> None:
    from bot.desk import Done
    from bot.desk_json import acted_json

    row = outcome.application
    if as_json:
        _print_json(acted_json(outcome))
    elif isinstance(outcome, Done):
        typer.echo(f"{row.reference}: {row.state}, {row.stage}. Conversations that will hear of it: {outcome.told}.")
    else:
        by = f", by {row.decided_by} on {row.decided_at:%Y-%m-%d %H:%M} UTC" if row.decided_at else ""
        typer.echo(f"{row.reference}: nothing to do, it was already {row.state}, {row.stage}{by}.")


def _show(
    store: "Store",
    staff: "Staff",
    reference: str,
    facts: "Knowledge",
    *,
    as_json: bool,
    pdf: Path | None,
    docx: Path | None,
) -> None:
    from bot import desk, desk_json

    row, versions = desk.application(store, staff, reference, _at(None))
    if as_json:
        _print_json(desk_json.whole_json(row, versions))
    elif not (pdf or docx):
        _print_parts(_summary(row, versions[-1], facts), "fr")
    _write_papers(store, facts, row, versions[-1], pdf, docx)


def _summary(row: "ApplicationRow", version: "Version", facts: "Knowledge") -> Iterator["Part"]:
    """Where it stands, then the last version as it reads."""
    from bot.pre_fiche_paper import world_of
    from dialogs.core.reply import Part
    from dialogs.core.text import literal
    from dialogs.pre_fiche.sections import read_out

    yield Part(literal(f"{version.reference} · v{version.number} · {row.state} · {row.stage}"), "title")
    yield Part(literal(f"SHA-256 {version.sha256}"))
    for title, lines in read_out(world_of(row, version, facts, "fr")):
        yield Part(title, "title")
        for label, value in lines:
            yield Part(label, "item")
            yield Part(value, "detail")


def _write_papers(
    store: "Store", facts: "Knowledge", row: "ApplicationRow", version: "Version", pdf: Path | None, docx: Path | None
) -> None:
    from bot.papers import Papers
    from bot.settings import Settings

    papers = Papers.of(store, facts, Settings())
    if pdf is not None:
        _write(pdf, papers.pdf(row, version, _at(None)))
    if docx is not None:
        _write(docx, papers.docx(row, version))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path}: {error.strerror}.")


# -- what the commands share ----------------------------------------------------------------------------------------


def _facts() -> Any:
    from bot.knowledge_files import load

    return load()


@contextmanager
def _store(db: str | None) -> Iterator["Store"]:
    """The database of this command, closed at its end; what is wrong with it is said in a sentence."""
    from bot.settings import Settings
    from storage.errors import StorageError
    from storage.store import Store

    try:
        store = Store.open(db or Settings().database_url)
        try:
            yield store
        finally:
            store.close()
    except StorageError as error:
        fail(f"{error} ({error.code})")


@contextmanager
def _current_store(db: str | None) -> Iterator["Store"]:
    """The database with the tables of this version: a file of one's own is brought there."""
    with _store(db) as store:
        if store.embedded:
            store.migrate()
        else:
            store.require_current()
        yield store


@contextmanager
def _assistant(db: str | None) -> Iterator["Assistant"]:
    from bot.papers import Papers
    from bot.settings import Settings
    from bot.turn import Assistant
    from dialogs.catalogue import CATALOGUE

    with _current_store(db) as store:
        facts = _facts()
        yield Assistant(store, facts, CATALOGUE, Papers.of(store, facts, Settings()))


@contextmanager
def _kept(path: Path | None, lang: str, now: datetime) -> Iterator[Any]:
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


@contextmanager
def _input_errors(say: Callable[["Text"], str]) -> Iterator[None]:
    from bot.contracts import BadInput

    try:
        yield
    except BadInput as error:
        fail(say(error.text))


def _text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{path}: {error.strerror if isinstance(error, OSError) else 'this is not UTF-8 text'}.")


def _region(region: str | None, facts: Any) -> str | None:
    if region is not None and region.lower() not in facts.regions:
        raise typer.BadParameter(f"{region!r} is not one of {', '.join(facts.regions)}", param_hint="--region")
    return region.lower() if region else None


def _at(at: str | None) -> datetime:
    from bot.contracts import read_at
    from bot.words import PARIS

    return read_at(at) if at else datetime.now(PARIS)


def _said(text: "Text", lang: str) -> str:
    from bot.words import say

    return say(text, lang)


def _terminal_language() -> str:
    import os

    from bot.words import language_of

    return language_of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print_parts(parts: Any, lang: str) -> None:
    from bot.channels.console import ABLE, shown
    from bot.render import messages
    from dialogs.core.reply import Reply

    for message in messages((Reply(tuple(parts)),), lang, ABLE):
        typer.echo(shown(message))
