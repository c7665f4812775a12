"""`explor ledger …`: the accounts of missions, for staff who have a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from bot.cli.opening import at_hand, current_store, load_facts, settings_for
from bot.cli.options import DbOption, JsonOption, LangOption, instant, language, one_of
from bot.cli.printing import fail, print_json, write_file

if TYPE_CHECKING:
    from bot.bookkeeping import Book, Bookkeeper, Posted
    from bot.exports import Exports, Format
    from storage.ledger import Mark, Written

app = typer.Typer()
ledger = typer.Typer(help="Accounts of missions: post, pay, invoice, export, verify.", no_args_is_help=True)
app.add_typer(ledger, name="ledger")

MissionOption = Annotated[str, typer.Option("--mission", metavar="REF", help="A reference, e.g. MHDF-2026-0001.")]
VolunteerOption = Annotated[str, typer.Option("--volunteer", help="By the name that the mission gives them.")]
AmountOption = Annotated[str | None, typer.Option("--amount", help="With a point: 12.50.")]
AsOption = Annotated[str | None, typer.Option("--as", help="Who acts; else your user name.")]


@ledger.command()
def verify(
    mark: Annotated[
        str | None, typer.Option("--mark", metavar="COUNT:HASH", help="Where the ledger once stood, as it was noted.")
    ] = None,
    as_json: JsonOption = False,
    db: DbOption = None,
) -> None:
    """Look for any entry that was changed, removed, added or moved. Exit code 1 where there is one."""
    with keeper_for(db, None) as keeper:
        found = keeper.verify(_mark(mark))
    if as_json:
        faults = [{"entry": fault.number, "fault": fault.what} for fault in found.faults]
        print_json({"whole": not faults, "mark": str(found.mark), "faults": faults})
    else:
        for fault in found.faults:
            typer.echo(f"entry {fault.number}: {FAULTS[fault.what]}", err=True)
        typer.echo(f"{found.mark.count} entries, {len(found.faults)} faults. Note this elsewhere: {found.mark}")
    if found.faults:
        raise typer.Exit(1)


@ledger.command()
def show(mission: MissionOption, as_json: JsonOption = False, db: DbOption = None) -> None:
    """Show the entries and the balances of a mission."""
    from bot.ledger_json import book_json

    with keeper_for(db, None) as keeper:
        book = keeper.book(mission)
    if as_json:
        print_json(book_json(book))
    else:
        _show(book)


@ledger.command()
def post(mission: MissionOption, as_json: JsonOption = False, name: AsOption = None, db: DbOption = None) -> None:
    """Bring the ledger to what the statement says now."""
    with keeper_for(db, name) as keeper:
        _report(keeper.post(mission), as_json=as_json)


@ledger.command()
def bank(
    mission: MissionOption,
    volunteer: VolunteerOption,
    iban: Annotated[str, typer.Option("--iban")],
    holder: Annotated[str, typer.Option("--holder", help="The name on the account.")],
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Keep where a volunteer is paid, until 30 days after they were."""
    with keeper_for(db, name) as keeper:
        keeper.set_bank(mission, volunteer, holder, iban)
        typer.echo(f"{mission}: kept.")


@ledger.command()
def pay(
    mission: MissionOption,
    volunteer: Annotated[str | None, typer.Option("--volunteer", help="Only this one; else all who are due.")] = None,
    amount: AmountOption = None,
    how: Annotated[str, typer.Option("--how", help="transfer, cheque or cash.")] = "transfer",
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Note that refunds are paid: all that is due, or a part."""
    with keeper_for(db, name) as keeper:
        _report(keeper.pay(mission, volunteer, _amount(amount), how), as_json=as_json)


@ledger.command()
def waive(
    mission: MissionOption,
    volunteer: VolunteerOption,
    letter: Annotated[Path | None, typer.Option("--letter", help="Where to write the letter: .docx or .pdf.")] = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Note that a volunteer gives up their refund, and write the letter to sign."""
    with _exports(db, name) as exports:
        posted = exports.keeper.waive(mission, volunteer)
        if letter is not None:
            write_file(letter, exports.letter(mission, volunteer, language(lang), docx=letter.suffix != ".pdf"))
        _report(posted, as_json=as_json)


@ledger.command()
def invoice(
    mission: MissionOption,
    paper: Annotated[Path | None, typer.Option("--paper", help="Where to write it: .docx or .pdf.")] = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Ask the association for what it owes and was not asked for."""
    with _exports(db, name) as exports:
        posted = exports.keeper.invoice(mission)
        if paper is not None:
            write_file(paper, exports.invoice(mission, language(lang), docx=paper.suffix != ".pdf"))
        _report(posted, as_json=as_json)


@ledger.command()
def receive(
    mission: MissionOption,
    amount: AmountOption = None,
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Note that the association has paid what it was asked for, or a part."""
    with keeper_for(db, name) as keeper:
        _report(keeper.receive(mission, _amount(amount)), as_json=as_json)


@ledger.command()
def repay(mission: MissionOption, as_json: JsonOption = False, name: AsOption = None, db: DbOption = None) -> None:
    """Note that the association got back what it paid beyond its part."""
    with keeper_for(db, name) as keeper:
        _report(keeper.repay(mission), as_json=as_json)


@ledger.command()
def reverse(
    mission: MissionOption,
    entry: Annotated[int, typer.Option("--entry", help="The number of a payment or an invoice.")],
    why: Annotated[str, typer.Option("--why", help="returned or mistake.")],
    as_json: JsonOption = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Take back a payment that came back, or an invoice made by mistake."""
    with keeper_for(db, name) as keeper:
        _report(keeper.reverse(mission, entry, why), as_json=as_json)


@ledger.command()
def export(
    mission: MissionOption,
    form: Annotated[str, typer.Option("--format", help="beancount, csv, xlsx, pdf or sepa.")],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write it; else standard output.")] = None,
    receipts: Annotated[
        bool, typer.Option("--receipts/--no-receipts", help="In the PDF: with the receipts; never for the association.")
    ] = True,
    lang: LangOption = "fr",
    db: DbOption = None,
) -> None:
    """Write the accounts of a mission as a file."""
    from bot.exports import FORMATS

    wanted = cast("Format", one_of(form, FORMATS, "--format"))
    with _exports(db, None) as exports:
        made = exports.made(mission, wanted, language(lang), receipts=receipts)
    if out is not None:
        write_file(out, made)
    elif sys.stdout.isatty() and wanted in ("xlsx", "pdf"):
        fail(f"This is no text: name a file, --out {mission}.{wanted}")
    else:
        typer.echo(made, nl=False)


# -- how it is done --------------------------------------------------------------------------------------------------

FAULTS = {
    "changed": "it is not what was written",
    "missing": "the entry before it is not there",
    "broken": "it does not follow the entry before it",
    "reversal": "it does not take back what it says",
    "head": "the ledger does not end where its head says",
    "mark": "the ledger never stood where you noted it",
}


@contextmanager
def keeper_for(db: str | None, name: str | None) -> "Iterator[Bookkeeper]":
    """Whoever runs a command on the database acts for all regions, under a name that is noted."""
    with _exports(db, name) as exports:
        yield exports.keeper


@contextmanager
def _exports(db: str | None, name: str | None) -> "Iterator[Exports]":
    import getpass

    from bot.bookkeeping import Bookkeeper
    from bot.desk import DeskError, Staff
    from bot.exports import Exports
    from bot.networks import offices
    from bot.turn import unguessable
    from storage.files import FileStore

    facts, settings = load_facts(), settings_for(db)
    with current_store(db) as store:
        staff = Staff(name or getpass.getuser(), frozenset(facts.regions))
        rates = at_hand(settings, facts)
        shown = offices(settings)
        keeper = Bookkeeper(store, facts, rates, staff, instant(None), unguessable, settings.rate_months, offices=shown)
        try:
            yield Exports(keeper, FileStore(settings.files), settings.banks)
        except DeskError as error:
            fail(f"{error}.")


def _amount(given: str | None) -> Decimal | None:
    from bot.ledger_json import amount_of

    return None if given is None else amount_of(given)


def _mark(given: str | None) -> "Mark | None":
    from storage.ledger import Mark

    try:
        return None if given is None else Mark.read(given)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--mark") from None


def _report(posted: "Posted", *, as_json: bool) -> None:
    from bot.ledger_json import posted_json

    if as_json:
        print_json(posted_json(posted))
        return
    for written in (*posted.written, *posted.done):
        typer.echo(_line(posted.book, written))
    if not posted.written and not posted.done:
        typer.echo(f"{posted.book.mission.reference}: nothing to do.")


def _show(book: "Book") -> None:
    for written in book.entries:
        typer.echo(_line(book, written))
    typer.echo("")
    for account, held in book.balances.items():
        if held:
            typer.echo(f"{Decimal(held).scaleb(-2):>12}  {book.named(account)}")
    for waiting in book.account.statement.waiting:
        typer.echo(f"claim {int(waiting)} waits: it is in no account yet")


def _line(book: "Book", written: "Written") -> str:
    entry = written.entry
    back = f"  (takes back {entry.reverses})" if entry.reverses else ""
    moved = f"{book.named(entry.debit)} <- {book.named(entry.credit)}"
    return f"{written.number:>6}  {entry.day}  {Decimal(entry.cents).scaleb(-2):>10}  {moved}  {entry.kind}{back}"
