"""The command line. Exit codes: 0 fine, 1 the person's input (a clear sentence on standard error), 2 usage.

    chat            to talk with the assistant
    contracts       the rules as JSON, for other programs
    questions       what people ask, and the answers
    applications    the network's staff: what was submitted, and what they decide
    missions        the same staff: missions, from an accepted application to their end
    fieldwork       the same: experts for a mission, its papers, the report of a year
    livret          the livret of a mission, and its templates
    claims          the expenses of missions: looked at, decided
    ledger          the accounts of missions: posted, paid, exported, verified
    rates           the exchange rates at hand
    receipts        what can be read on photos of receipts
    serve           the channels, and whether they can be served
    upkeep          whoever keeps the bot: its tables, its facts, its dialogs, its words

A new command is a function in its file; a new file is a line below. Heavy imports wait inside the commands that need
them: `explor chat` must speak within a second.
"""

import sys

import typer

from bot.cli import (
    applications,
    chat,
    claims,
    contracts,
    fieldwork,
    ledger,
    livret,
    missions,
    questions,
    rates,
    receipts,
    serve,
    upkeep,
)

app = typer.Typer(help="EXPLOR assistant.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
STAFF = (applications, missions, fieldwork, livret, claims, ledger, rates)
for commands in (chat, contracts, questions, *STAFF, receipts, serve, upkeep):
    app.add_typer(commands.app)


@app.callback()
def _logs() -> None:
    """EXPLOR assistant."""
    import structlog

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), cache_logger_on_first_use=False)
