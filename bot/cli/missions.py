"""`explor mission …`: the missions of a network, for staff who have a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import current_store, load_facts, settings_for
from bot.cli.options import DbOption, JsonOption, RegionOption, instant, one_of, region_of, text_of
from bot.cli.printing import fail, print_json, print_list

if TYPE_CHECKING:
    from bot.missions import AlreadyIn, Chair, Invited, MissionAlready, MissionDone, Whole
    from storage.missions import MissionRow

app = typer.Typer()
mission = typer.Typer(help="Missions: begin, describe, move on, invite.", no_args_is_help=True)
app.add_typer(mission, name="mission")

Reference = Annotated[str, typer.Argument(metavar="REF", help="A reference, e.g. MHDF-2026-0001.")]
AsOption = Annotated[str | None, typer.Option("--as", help="Who acts; else your user name.")]


@mission.command()
def new(
    application: Annotated[str, typer.Option("--from", metavar="REF", help="An accepted application.")],
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Begin the mission of an accepted application, with what the association wrote."""
    with chair_of(db, name) as chair:
        _report(chair.begin(application), as_json=as_json)


@mission.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="A mission; - for standard input.")],
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Bring a mission from a file: a new one, or the next version of the one whose reference it bears."""
    from bot.missions_file import parse
    from knowledge.faults import KnowledgeFaults

    try:
        given = parse(str(file), text_of(file))
    except KnowledgeFaults as faults:
        fail(str(faults))
    with chair_of(db, name) as chair:
        _report(chair.bring(given), as_json=as_json)


@mission.command(name="list")
def list_(
    region: RegionOption = None,
    stage: Annotated[str | None, typer.Option("--stage", help="Only those at this stage.")] = None,
    as_json: JsonOption = False,
    db: DbOption = None,
) -> None:
    """List the missions."""
    from bot.mission_json import mission_json

    if stage is not None:
        _stage(stage, "--stage")
    with chair_of(db, None) as chair:
        rows = chair.missions(region_of(region, chair.facts), stage)
    print_list(rows, _line, mission_json if as_json else None)


@mission.command()
def show(
    reference: Reference,
    as_json: JsonOption = False,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the file to change and import again.")] = False,
    db: DbOption = None,
) -> None:
    """Show a mission with its people."""
    from bot.mission_json import whole_json
    from bot.missions_file import written

    with chair_of(db, None) as chair:
        found = chair.mission(reference)
    if as_json:
        print_json(whole_json(found))
    elif as_yaml:
        typer.echo(written(found.sheet), nl=False)
    else:
        _show(found)


@mission.command()
def stage(
    reference: Reference,
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="Which one.")],
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Say how far a mission is. Those who are in it are told."""
    with chair_of(db, name) as chair:
        _report(chair.move(reference, _stage(stage, "STAGE")), as_json=as_json)


@mission.command()
def invite(
    reference: Reference,
    role: Annotated[str, typer.Option("--role", help="volunteer, association or partner.")],
    who: Annotated[str, typer.Option("--name", help="Who it is; for a volunteer, a first name is enough.")],
    again: Annotated[
        bool, typer.Option("--again", help="Let out whoever came in under that name: a stolen code, somebody replaced.")
    ] = False,
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Make a code that lets one person into a mission, once, within 14 days. It is shown once."""
    from bot.mission_json import invited_json

    one_of(role, ("volunteer", "association", "partner"), "--role")
    with chair_of(db, name) as chair:
        outcome = chair.invite(reference, role, who, again=again)
    if as_json:
        print_json(invited_json(outcome))
    else:
        _show_code(outcome, settings_for(db).telegram.name)


@mission.command()
def checkins(
    reference: Reference,
    wanted: Annotated[str, typer.Argument(metavar="on|off")],
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Say whether volunteers who agree are asked every day if all is well."""
    with chair_of(db, name) as chair:
        _report(chair.check_in_daily(reference, one_of(wanted, ("on", "off"), "on|off") == "on"), as_json=as_json)


# -- how it is done --------------------------------------------------------------------------------------------------


@contextmanager
def chair_of(db: str | None, name: str | None) -> "Iterator[Chair]":
    """Whoever runs a command on the database acts for all regions, under a name that is noted."""
    import getpass

    from bot.desk import DeskError, Staff
    from bot.missions import Chair
    from bot.networks import offices
    from bot.turn import unguessable

    facts = load_facts()
    with current_store(db) as store:
        staff = Staff(name or getpass.getuser(), frozenset(facts.regions))
        try:
            yield Chair(store, facts, staff, instant(None), unguessable, offices(settings_for(db)))
        except DeskError as error:
            fail(f"{error}.")


def _stage(stage: str, hint: str) -> str:
    from storage.missions import STAGES

    return one_of(stage, STAGES, hint)


def _report(outcome: "MissionDone | MissionAlready", *, as_json: bool) -> None:
    from bot.mission_json import acted_json
    from bot.missions import MissionDone

    row = outcome.mission
    if as_json:
        print_json(acted_json(outcome))
    elif isinstance(outcome, MissionDone):
        typer.echo(
            f"{row.reference}: {row.stage}, livret v{row.livret_version}. Conversations that will hear of it: "
            f"{outcome.told}."
        )
    else:
        typer.echo(f"{row.reference}: nothing to do, it was already so ({row.stage}, livret v{row.livret_version}).")


def _line(row: "MissionRow") -> str:
    dates = f"{row.starts or '?'} to {row.ends or '?'}"
    return f"{row.reference}  {row.stage:<13}  {row.country}  {dates}  {row.sheet.get('association') or ''}"


def _show(found: "Whole") -> None:
    row, sheet = found.mission, found.sheet
    typer.echo(f"{row.reference} · {row.stage} · livret v{row.livret_version}")
    typer.echo(f"{sheet.association}, with {sheet.partner} ({sheet.country}, {sheet.direction})")
    typer.echo(f"{row.starts or '?'} to {row.ends or '?'}, {sheet.time_zone.key}; rules of {row.rules['at'][:10]}")
    for one in found.people:
        joined = f"joined {one.joined_at:%Y-%m-%d}" if one.joined_at else "not joined yet"
        ticked = f", {len(found.ticks.get(one.id, ()))} ticked" if one.joined_at else ""
        typer.echo(f"  {one.role:<11}  {one.name}  {joined}{ticked}")


def _show_code(outcome: "Invited | AlreadyIn", bot_name: str | None) -> None:
    from bot.missions import Invited
    from dialogs.pre_fiche.sharing import by_fours

    if not isinstance(outcome, Invited):
        typer.echo(f"{outcome.person.name} is in {outcome.mission.reference} already; --again lets them out first.")
        return
    typer.echo(f"{outcome.person.name} ({outcome.person.role}), {outcome.mission.reference}")
    typer.echo(f"  the code, good once, until {outcome.expires_at:%Y-%m-%d %H:%M}: {by_fours(outcome.code)}")
    typer.echo(f"  in Telegram: https://t.me/{bot_name or 'YOUR_BOT'}?start={outcome.start}")
    typer.echo("It is not kept and will not be shown again: hand it over now.")
