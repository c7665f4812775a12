"""`explor claims …`: the expenses of missions, for staff who have a terminal: the same acts as in their chat."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ledger import AsOption, keeper_for
from bot.cli.options import DbOption, JsonOption, LangOption, language, one_of, text_of
from bot.cli.printing import fail, print_json, print_list, print_parts

if TYPE_CHECKING:
    from bot.bookkeeping import Bookkeeper
    from bot.channels.base import Card
    from bot.claim_doubts import Looked
    from storage.claims_desk import Outcome
    from storage.records import Json

app = typer.Typer()
claims = typer.Typer(help="Expenses of missions: look, approve, ask, refuse, enter.", no_args_is_help=True)
app.add_typer(claims, name="claims")

Reference = Annotated[str, typer.Argument(metavar="REF", help="A mission, e.g. MHDF-2026-0001.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of a claim.")]
Words = Annotated[str, typer.Option("--words", help="For the volunteer, as they are.")]
LANG = "fr"
"""Of what the rules say, where nothing else is asked for."""


@claims.command(name="list")
def list_(
    reference: Reference,
    state: Annotated[str | None, typer.Option("--state", help="Only those in this state.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = LANG,
    db: DbOption = None,
) -> None:
    """List the claims of a mission, with what leaves a doubt."""
    from bot.claim_json import looked_json
    from dialogs.claim_words import STATES

    if state is not None:
        one_of(state, tuple(STATES), "--state")
    lang = language(lang)
    with keeper_for(db, None) as keeper:
        found = [one for one in keeper.looked(reference) if state in (None, one.claim.state)]
    print_list(found, lambda one: _line(one, lang), (lambda one: looked_json(one, lang)) if as_json else None)


@claims.command()
def show(
    reference: Reference, number: Number, as_json: JsonOption = False, lang: LangOption = LANG, db: DbOption = None
) -> None:
    """Show a claim: what was read, what was confirmed, the rule, what is left of the cap."""
    from bot.claim_json import looked_json

    lang = language(lang)
    with keeper_for(db, None) as keeper:
        if as_json:
            (found,) = keeper.looked(reference, number)
            print_json(looked_json(found, lang))
        else:
            _show(keeper.card(reference, number, lang))


@claims.command()
def approve(
    reference: Reference,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="The number of a claim.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="All those that leave no doubt, listed first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Approve a claim, or with --clear all those that leave no doubt."""
    if clear == (number is not None):
        raise typer.BadParameter("name the number of a claim, or --clear", param_hint="NUMBER")
    if number is not None:
        _decide(reference, number, "approved", None, name, db)
        return
    with keeper_for(db, name) as keeper:
        _approve_clear(keeper, reference, yes=yes)


@claims.command()
def part(
    reference: Reference,
    number: Number,
    amount: Annotated[str, typer.Option("--amount", help="In the currency of the receipt, with a point: 12.50.")],
    words: Words,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Approve a part of a claim."""
    _decide(reference, number, "part", words, name, db, amount=amount)


@claims.command()
def ask(reference: Reference, number: Number, words: Words, name: AsOption = None, db: DbOption = None) -> None:
    """Ask the volunteer something; the claim is theirs to change until they confirm it again."""
    _decide(reference, number, "asked", words, name, db)


@claims.command()
def refuse(
    reference: Reference,
    number: Number,
    words: Annotated[str | None, typer.Option("--words", help="For the volunteer, as they are.")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", help="A reason among the rules, told in their language.")
    ] = None,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Refuse a claim, for a reason among the rules, in words, or both."""
    from dialogs.claim_words import REFUSALS

    if rule is not None:
        one_of(rule, tuple(REFUSALS), "--rule")
    _decide(reference, number, "refused", words, name, db, refusal=rule)


@claims.command()
def add(
    reference: Reference,
    category: Annotated[str, typer.Option("--category", help="flight, lodging, visa, per_diem …")],
    date: Annotated[str, typer.Option("--date", help="When it was spent: 2026-05-14.")],
    amount: Annotated[str | None, typer.Option("--amount", help="With a point: 12.50.")] = None,
    currency: Annotated[str, typer.Option("--currency", help="ISO 4217.")] = "EUR",
    paid_by: Annotated[str, typer.Option("--paid-by", help="network, association, employer or volunteer.")] = "network",
    volunteer: Annotated[str | None, typer.Option("--volunteer", help="For whom, by their name.")] = None,
    days: Annotated[int | None, typer.Option("--days", min=0, help="Of a per diem.")] = None,
    supplier: Annotated[str | None, typer.Option("--supplier")] = None,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Enter an expense: what the network bought, or what somebody handed in on paper. It is approved by that."""
    from bot.ledger_json import spent_of

    with keeper_for(db, name) as keeper:
        spent = spent_of(category, date, amount, currency, paid_by, days, supplier)
        claim = keeper.enter(reference, spent, volunteer)
        typer.echo(f"{reference}: claim {claim.number} is entered.")


@claims.command()
def terms(
    reference: Reference,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.json", help="As `terms` of explor settle; - for standard input.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Set nothing any more.")] = False,
    name: AsOption = None,
    db: DbOption = None,
) -> None:
    """Set the rules of a mission where its region has published none; without a file, print those that are set."""
    with keeper_for(db, name) as keeper:
        if file is None and not clear:
            print_json(keeper.terms(reference))
            return
        keeper.set_terms(reference, None if file is None else _terms(file))
        typer.echo(f"{reference}: set.")


@claims.command()
def statement(reference: Reference, as_json: JsonOption = False, lang: LangOption = LANG, db: DbOption = None) -> None:
    """The statement of a mission: each expense, its rate, its cap, its reason; who is due what."""
    from bot.claim_json import account_json
    from dialogs.statement import statement_parts

    lang = language(lang)
    with keeper_for(db, None) as keeper:
        account = keeper.book(reference).account
        if as_json:
            print_json(account_json(account, lang))
        else:
            print_parts(statement_parts(account.statement, account.rules.facts), lang)


# -- how it is done --------------------------------------------------------------------------------------------------


def _decide(
    reference: str,
    number: int,
    outcome: "Outcome",
    words: str | None,
    name: str | None,
    db: str | None,
    *,
    amount: str | None = None,
    refusal: str | None = None,
) -> None:
    from bot.ledger_json import amount_of

    with keeper_for(db, name) as keeper:
        part = None if amount is None else amount_of(amount)
        done = keeper.decide(reference, number, outcome, words, part, refusal=refusal)
    typer.echo(f"{reference}, claim {number}: {outcome if done else 'nothing to do, it stood so or is a draft'}.")


def _approve_clear(keeper: "Bookkeeper", reference: str, *, yes: bool) -> None:
    """List them, ask, approve exactly these."""
    from bot.claim_card import title
    from bot.claims import stamp_of_all
    from bot.words import say

    account, found = keeper.clear(reference)
    for one in found:
        typer.echo(say(title(account, one), LANG))
    if not found or not (yes or typer.confirm(f"Approve these {len(found)}?")):
        typer.echo("Nothing was approved.")
        return
    typer.echo(f"{reference}: {keeper.approve_clear(reference, stamp_of_all(found))} approved.")


def _terms(file: Path) -> "dict[str, Json]":
    import json

    try:
        found = json.loads(text_of(file))
    except ValueError as error:
        fail(f"{file}: this is not JSON: {error}")
    return found if isinstance(found, dict) else fail(f"{file}: this is not an object of terms.")


def _line(found: "Looked", lang: str) -> str:
    from bot.words import shown
    from dialogs.core.text import Money

    spent = found.claim.spent
    amount = "" if spent.amount is None else shown(Money(spent.amount, spent.currency or "EUR"), lang)
    doubts = f"  doubts: {len(found.doubts)}" if found.doubts else ""
    return f"{found.claim.number:>3}  {found.claim.state:<9}  {spent.day}  {spent.category:<15}  {amount}{doubts}"


def _show(shown: "Card") -> None:
    typer.echo(f"{shown.title}\n{shown.status}")
    for label, value in shown.fields:
        typer.echo(f"  {label}: " + value.replace("\n", "; "))
    for heading, lines in shown.sections:
        typer.echo(heading)
        for line in lines:
            typer.echo(f"  {line}")
