"""`explor rates`: the InforEuro rates at hand, fetched for a month or read from a file, and what there is."""

import asyncio
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import at_hand, load_facts, settings_for
from bot.cli.options import DbOption, JsonOption, instant, text_of
from bot.cli.printing import fail, print_list

if TYPE_CHECKING:
    from knowledge.schema import RateOrigin, RateTable

app = typer.Typer()
rates = typer.Typer(help="The InforEuro exchange rates at hand.", no_args_is_help=True)
app.add_typer(rates, name="rates")

MonthOption = Annotated[str | None, typer.Option("--month", help="The month of the rates, e.g. 2026-10.")]


@rates.command("list")
def rates_list(db: DbOption = None, as_json: JsonOption = False) -> None:
    """The months at hand: how many currencies, where they come from, and since when."""
    tables = at_hand(settings_for(db), load_facts()).tables.values()
    print_list(tables, _told, _listed if as_json else None)


@rates.command("update")
def rates_update(month: MonthOption = None, db: DbOption = None) -> None:
    """Fetch the rates of a month from the European Commission; of this month if none is named."""
    from bot.rate_files import BadRates, fetch

    settings, today = settings_for(db), instant(None).date()
    wanted = _month(month) if month else f"{today:%Y-%m}"
    try:
        reply = asyncio.run(fetch(settings.inforeuro_url, wanted, settings.inforeuro_timeout))
    except BadRates as error:
        fail(str(error))
    _keep(reply, wanted, "fetched", today, db)


@rates.command("import")
def rates_import(
    file: Annotated[Path, typer.Argument(help="A reply of the service, as JSON; - for standard input.")],
    month: MonthOption = None,
    db: DbOption = None,
) -> None:
    """Read the rates of a month from a file. Its name tells the month (rates-2026-10.json), or --month does."""
    from bot.rate_files import month_in

    wanted = _month(month) if month else month_in(file.name)
    if wanted is None:
        fail(f"{file}: of which month? The rates do not say it: add --month, e.g. --month 2026-10.")
    _keep(text_of(file), wanted, "imported", instant(None).date(), db)


def _keep(text: str, month: str, origin: "RateOrigin", today: date, db: str | None) -> None:
    from bot.rate_files import BadRates, keep, read_reply

    try:
        table = read_reply(text, month, origin, today, load_facts().rates.parities)
        path = keep(settings_for(db).rates, table)
    except BadRates as error:
        fail(f"{error} Nothing was kept.")
    except OSError as error:
        fail(f"The rates cannot be kept: {error.strerror} ({error.filename}).")
    typer.echo(f"{_told(table)} Kept in {path}.")
    _settle(db)


def _settle(db: str | None) -> None:
    """What was approved and waited for these rates is counted now; nothing where there is no database yet."""
    from sqlalchemy.engine import make_url

    from bot.cli.ledger import keeper_for

    address = make_url(settings_for(db).database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return
    with keeper_for(db, None) as keeper:
        for posted in keeper.settle_waiting():
            typer.echo(f"{posted.book.mission.reference}: settled again.")


def _month(given: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", given):
        raise typer.BadParameter(f"{given!r} is not a month; write it 2026-10", param_hint="--month")
    return given


def _told(table: "RateTable") -> str:
    since = f" on {table.taken_on}" if table.taken_on else ""
    return f"{table.month}: {len(table.rates)} currencies, {table.origin}{since}."


def _listed(table: "RateTable") -> dict[str, object]:
    return {
        "month": table.month,
        "currencies": len(table.rates),
        "origin": table.origin,
        "taken_on": table.taken_on.isoformat() if table.taken_on else None,
    }
