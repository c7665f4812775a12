"""`explor applications`, `application` and `offers`: the network's desk, for staff who have a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import current_store, load_facts, settings_for
from bot.cli.options import DbOption, JsonOption, RegionOption, instant, one_of, region_of
from bot.cli.printing import fail, print_json, print_list, print_parts, write_file

if TYPE_CHECKING:
    from bot.desk import Already, Done, Staff
    from bot.settings import Settings
    from dialogs.core.reply import Part
    from knowledge.base import Knowledge
    from storage.applications import ApplicationRow, Version
    from storage.desk import Offered
    from storage.store import Store

app = typer.Typer()

SUBMITTED = ("submitted", "correction", "accepted", "refused", "withdrawn")
ACTS = ("accept", "refuse", "correct", "stage")

StateOption = Annotated[
    str | None, typer.Option("--state", help="submitted, correction, accepted, refused or withdrawn.")
]


@app.command()
def applications(
    region: RegionOption = None, state: StateOption = None, as_json: JsonOption = False, db: DbOption = None
) -> None:
    """List the applications that were submitted."""
    from bot import desk
    from bot.desk_json import application_json

    facts = load_facts()
    if state is not None:
        one_of(state, SUBMITTED, "--state")
    with current_store(db) as store:
        rows = desk.applications(store, _staff(facts), instant(None), region_of(region, facts), state)
    print_list(rows, _application_line, application_json if as_json else None)


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
    from bot.desk import DeskError

    if act is not None:
        one_of(act, ACTS, "ACT")
    facts = load_facts()
    with current_store(db) as store:
        at = _Desk(store, facts, _staff(facts, name), settings_for(db))
        try:
            if act is None:
                _show(at, reference, as_json=as_json, pdf=pdf, docx=docx)
            else:
                _report(_acted(at, reference, act, _Inputs(stage, reason, fields, words)), as_json=as_json)
        except DeskError as error:
            fail(f"{error}.")


@app.command()
def offers(region: RegionOption = None, as_json: JsonOption = False, db: DbOption = None) -> None:
    """List the offers of expertise."""
    from bot import desk
    from bot.desk_json import offer_json

    facts = load_facts()
    with current_store(db) as store:
        found = desk.offers(store, _staff(facts), instant(None), region_of(region, facts))
    print_list(found, _offer_line, offer_json if as_json else None)


@dataclass(frozen=True)
class _Desk:
    """Who acts, on which database, knowing what."""

    store: "Store"
    facts: "Knowledge"
    staff: "Staff"
    settings: "Settings"


def _staff(facts: "Knowledge", name: str | None = None) -> "Staff":
    """Whoever runs a command on the database acts for all regions, under a name that is noted."""
    import getpass

    from bot.desk import Staff

    return Staff(name or getpass.getuser(), frozenset(facts.regions))


def _application_line(row: "ApplicationRow") -> str:
    return f"{row.reference}  {row.state:<10}  v{row.version}  {row.answers.get('org_name') or ''}"


def _offer_line(offer: "Offered") -> str:
    return f"{offer.created_at:%Y-%m-%d}  {offer.region or '-'}  {offer.id}"


# -- deciding --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Inputs:
    """What the acts may be given; each takes what it needs."""

    stage: str | None
    reason: str | None
    fields: str
    words: str


def _acted(at: _Desk, reference: str, act: str, given: _Inputs) -> "Done | Already":
    from bot import desk
    from bot.networks import offices
    from dialogs.pre_fiche.sections import FIELDS

    store, staff, now, places = at.store, at.staff, instant(None), offices(at.settings)
    match act:
        case "accept":
            return desk.accept(store, staff, reference, now, given.reason, offices=places)
        case "refuse":
            return desk.refuse(store, staff, reference, now, given.reason, offices=places)
        case "correct":
            named = [field.strip() for field in given.fields.split(",") if field.strip()]
            return desk.correct(store, staff, reference, now, named, given.words, FIELDS, offices=places)
    return desk.move(store, staff, reference, now, given.stage or "", offices=places)


def _report(outcome: "Done | Already", *, as_json: bool) -> None:
    from bot.desk_json import acted_json

    if as_json:
        print_json(acted_json(outcome))
    else:
        typer.echo(_outcome_line(outcome))


def _outcome_line(outcome: "Done | Already") -> str:
    from bot.desk import Done

    row = outcome.application
    if isinstance(outcome, Done):
        return f"{row.reference}: {row.state}, {row.stage}. Conversations that will hear of it: {outcome.told}."
    by = f", by {row.decided_by} on {row.decided_at:%Y-%m-%d %H:%M} UTC" if row.decided_at else ""
    return f"{row.reference}: nothing to do, it was already {row.state}, {row.stage}{by}."


# -- showing ---------------------------------------------------------------------------------------------------------


def _show(at: _Desk, reference: str, *, as_json: bool, pdf: Path | None, docx: Path | None) -> None:
    from bot import desk
    from bot.desk_json import whole_json

    row, versions = desk.application(at.store, at.staff, reference, instant(None))
    if as_json:
        print_json(whole_json(row, versions))
    elif not (pdf or docx):
        print_parts(_summary(row, versions[-1], at.facts), "fr")
    _write_papers(at, row, versions[-1], pdf, docx)


def _summary(row: "ApplicationRow", version: "Version", facts: "Knowledge") -> "Iterator[Part]":
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


def _write_papers(at: _Desk, row: "ApplicationRow", version: "Version", pdf: Path | None, docx: Path | None) -> None:
    from bot.papers import Papers

    papers = Papers.of(at.store, at.facts, at.settings)
    if pdf is not None:
        write_file(pdf, papers.pdf(row, version, instant(None)))
    if docx is not None:
        write_file(docx, papers.docx(row, version))
