"""The bot as a server: `explor serve` runs it, `explor doctor` checks that it can run."""

import typer

from bot.cli.opening import current_store, load_facts, settings_for
from bot.cli.options import DbOption
from bot.cli.printing import fail

app = typer.Typer()


@app.command()
def serve(db: DbOption = None) -> None:
    """Serve the channels that are set: people in Telegram, staff in Slack. Stops at SIGTERM, with nothing lost."""
    from bot import logs
    from bot.serve import CannotServe, require_channels, run

    settings, facts = settings_for(db), load_facts()
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

    if not report(settings_for(db), load_facts(), lambda: datetime.now(UTC), typer.echo):
        raise typer.Exit(1)
