"""`explor mission experts|propose|papers|report` and `explor report`: what staff do besides moving a mission on."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.missions import AsOption, Reference, chair_of, mission
from bot.cli.opening import current_store, load_facts
from bot.cli.options import DbOption, JsonOption, LangOption, RegionOption, instant, language, one_of, region_of
from bot.cli.printing import fail, print_json

if TYPE_CHECKING:
    from bot.experts import Candidate, ProposedBefore, ProposedNow, Search
    from knowledge.base import Knowledge
    from knowledge.report import Report

app = typer.Typer()

FORMATS = ("xlsx", "csv", "pdf")

ToOption = Annotated[Path, typer.Option("--to", help="The folder where the files go.", file_okay=False)]


@mission.command()
def experts(
    reference: Reference,
    languages: Annotated[
        list[str] | None, typer.Option("--language", help="A language that the mission needs; may be given again.")
    ] = None,
    as_json: JsonOption = False,
    db: DbOption = None,
) -> None:
    """Rank the offers of expertise beside a mission, each with its reasons. Whom to ask is yours to choose."""
    from bot.experts import search

    with chair_of(db, None) as chair:
        found = search(chair, reference, tuple(languages or ()))
    if as_json:
        print_json([_candidate_json(one) for one in found.candidates])
    else:
        _show(found)


@mission.command()
def propose(
    reference: Reference,
    offer: Annotated[str, typer.Option("--offer", metavar="ID", help="An offer, as `experts` names it.")],
    words: Annotated[str, typer.Option("--words", help="Passed on as it is.")] = "",
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Ask the person of an offer, once; their answer comes into the mission's thread and into `experts`."""
    from bot.experts import propose as proposed

    with chair_of(db, name) as chair:
        outcome = proposed(chair, reference, offer, words)
    _report(outcome, as_json=as_json)


@mission.command()
def papers(reference: Reference, to: ToOption = Path(), db: DbOption = None) -> None:
    """Draft the terms of reference and the convention (DOCX), to be completed and signed by the network."""
    _write(reference, "draft", to, db)


@mission.command()
def report(reference: Reference, to: ToOption = Path(), db: DbOption = None) -> None:
    """Write the report of a mission from its interviews (PDF and DOCX), to be completed by hand."""
    _write(reference, "report", to, db)


def _write(reference: str, kind: str, to: Path, db: str | None) -> None:
    from bot.mission_papers import files

    with chair_of(db, None) as chair:
        made = files(chair, reference, kind)
    for file in made:
        _keep(to / file.name, file.content)


def _keep(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        fail(f"{path}: {error.strerror}.")
    typer.echo(path)


# -- experts ---------------------------------------------------------------------------------------------------------


def _candidate_json(one: "Candidate") -> dict[str, Any]:
    reasons = [
        {"code": reason.code, "values": list(reason.values), "points": reason.points} for reason in one.match.reasons
    ]
    offer = {"offer": one.id, "name": one.name, "organisation": one.organisation or None}
    return {**offer, "points": one.match.points, "standing": one.standing, "reasons": reasons}


def _show(found: "Search") -> None:
    from bot.words import say
    from dialogs.matching import reason_words

    for place, one in enumerate(found.candidates, 1):
        who = ", ".join(filter(None, (one.name or "-", one.organisation)))
        typer.echo(f"{place:>2}. {one.id}  {who}{f'  ({one.standing})' if one.standing else ''}")
        for reason in one.match.reasons:
            typer.echo(f"      {say(reason_words(reason), 'fr')}")
    if not found.candidates:
        typer.echo(f"{found.mission.reference}: no offer of expertise to {found.mission.region}.")


def _report(outcome: "ProposedNow | ProposedBefore", *, as_json: bool) -> None:
    from bot.experts import ProposedNow

    now = isinstance(outcome, ProposedNow)
    standing = "asked" if isinstance(outcome, ProposedNow) else outcome.standing
    if as_json:
        print_json({"done": now, "reference": outcome.mission.reference, "standing": standing})
    elif not isinstance(outcome, ProposedNow):
        typer.echo(f"{outcome.mission.reference}: nothing to do, they were asked before ({standing}).")
    elif outcome.told:
        typer.echo(f"{outcome.mission.reference}: {outcome.name} is asked.")
    else:
        typer.echo(f"{outcome.mission.reference}: {outcome.name} has no conversation here any more: write to them.")


# -- the report of a year --------------------------------------------------------------------------------------------


@app.command(name="report")
def of_year(
    year: Annotated[int, typer.Option("--year", min=2000, max=2999, help="The year of the missions' first day.")],
    format: Annotated[str, typer.Option("--format", help="xlsx, csv or pdf.")] = "xlsx",
    region: RegionOption = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; else one named after the year.")] = None,
    lang: LangOption = "fr",
    db: DbOption = None,
) -> None:
    """Write the figures of a year for the funders: missions, days and money, without anybody's name."""
    from bot.mission_figures import figures
    from knowledge.report import report as added_up

    one_of(format, FORMATS, "--format")
    facts, now = load_facts(), instant(None)
    slug = region_of(region, facts)
    with current_store(db) as store, store.desk(now) as desk:
        made = added_up(figures(desk, slug), year)
    name = f"explor-{year}{f'-{slug}' if slug else ''}.{format}"
    _keep(out or Path(name), _made(made, facts, format, language(lang), now))


def _made(made: "Report", facts: "Knowledge", format: str, lang: str, now: datetime) -> bytes:
    from bot.report import report_csv, report_pdf, report_xlsx

    match format:
        case "csv":
            return report_csv(made, facts, lang)
        case "pdf":
            return report_pdf(made, facts, lang, now)
    return report_xlsx(made, facts, lang, now)
