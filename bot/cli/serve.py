"""The bot as a server: `explor serve` runs it, `explor doctor` checks that it can run."""

from typing import TYPE_CHECKING

import typer

from bot.cli.opening import current_store, load_facts
from bot.cli.options import DbOption
from bot.cli.printing import fail

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer()


def _settings(db: str | None) -> "Settings":
    from bot.settings import BadSettings, Settings

    try:
        settings = Settings.read()
    except BadSettings as error:
        fail(str(error))
    return settings.model_copy(update={"database_url": db}) if db else settings


@app.command()
def serve(db: DbOption = None) -> None:
    """Serve the channels that are set: people in Telegram, staff in Slack. Stops at SIGTERM, with nothing lost."""
    from bot import logs
    from bot.serve import CannotServe, require_channels, run

    settings, facts = _settings(db), load_facts()
    logs.configure(settings.log)
    try:
        require_channels(settings, facts)
        with current_store(settings.database_url) as store:
            run(settings, facts, store)
    except CannotServe as error:
        fail(str(error))


@app.command()
def doctor(db: DbOption = None) -> None:
    """Check every token, right, address, folder and clock that serving needs, and say what to do about each."""
    from datetime import UTC, datetime

    from bot.doctor import report

    if not report(_settings(db), load_facts(), lambda: datetime.now(UTC), typer.echo):
        raise typer.Exit(1)
