"""The expenses of a mission on its card: what waits for a decision, what it all comes to, and what may be done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.books import Account, Till, euros
from bot.channels.base import Action
from bot.claims import account_with, clear
from bot.desk import Unclear
from bot.words import say
from dialogs.core.text import Money, Text, _, _n
from knowledge.base import Knowledge
from knowledge.rules import ZERO
from storage.desk import Desk
from storage.missions import MissionRow

BATCH, EXPENSE, TERMS = "batch", "expense", "terms"
SPENDING = ("convention", "preparation", "mission", "review")
"""The stages at which a mission costs anything."""


@dataclass(frozen=True)
class Expenses:
    """What the card of a mission says of its expenses. `sure`: how many wait and leave no doubt."""

    reference: str
    lines: tuple[Text, ...] = ()
    sure: int = 0
    spending: bool = False
    unpublished: bool = False

    def actions(self, lang: str) -> Iterator[Action]:
        if self.sure:
            label = _n("Approuver la dépense claire", "Approuver les {count} dépenses claires", self.sure)
            yield Action(BATCH, self.reference, say(label, lang), "primary")
        if self.spending:
            yield Action(EXPENSE, self.reference, say(_("Saisir une dépense"), lang))
        if self.spending and self.unpublished:
            yield Action(TERMS, self.reference, say(_("Fixer les règles de la mission"), lang))


def expenses_of(desk: Desk, row: MissionRow, facts: Knowledge, till: Till | None) -> Expenses:
    """The expenses of a mission as they stand."""
    spending = row.stage in SPENDING
    try:
        account = account_with(desk, row, facts, till)
    except Unclear:
        return Expenses(row.reference, (CANNOT,), spending=spending)
    sure = len(clear(desk, account))
    lines = tuple(_lines(account, sure, desk.ledger.balances(row.reference))) if account.claims else ()
    return Expenses(row.reference, lines, sure, spending, account.rules.funding is None)


CANNOT = _("Elles ne peuvent pas encore être comptées : vérifiez les dates et les règles de la mission.")


def _lines(account: Account, sure: int, balances: Mapping[str, int]) -> Iterator[Text]:
    waits = [one for one in account.claims if one.state == "confirmed"]
    if waits:
        said = _n("{count} à décider (claires : {sure})", "{count} à décider (claires : {sure})", len(waits))
        yield said.fill(sure=sure)
    if asked := sum(one.state == "asked" for one in account.claims):
        yield _n("{count} attend une réponse de la personne", "{count} attendent une réponse de la personne", asked)
    if held := _held(account):
        yield _n("{count} attend son taux ou sa règle", "{count} attendent leur taux ou leur règle", held)
    yield from totals(account, balances)


def _held(account: Account) -> int:
    """What was approved and counts for nothing yet."""
    decided = (one for one in account.statement.lines if one.claim.status == "approved")
    return sum(one.eligible is None for one in decided)


def totals(account: Account, balances: Mapping[str, int]) -> Iterator[Text]:
    """What the statement of a mission comes to; what is not published is left out."""
    found = account.statement
    named = (
        (_("Comptées : {amount}"), found.eligible),
        (_("Part du réseau : {amount}"), found.share),
        (_("Part de l'association : {amount}"), found.association),
        (_("Déjà acheté par le réseau : {amount}"), found.paid["network"]),
        (_("Dû aux volontaires : {amount}"), sum(found.refunds.values(), ZERO)),
        (_("Reste à leur payer : {amount}"), owed(balances)),
    )
    yield from (text.fill(amount=Money(amount)) for text, amount in named if amount is not None)


def owed(balances: Mapping[str, int]) -> Decimal:
    """What is still to be paid to the volunteers of a mission, by the ledger."""
    return -euros(sum(cents for account, cents in balances.items() if account.startswith("refund:")))
