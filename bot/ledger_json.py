"""What `explor ledger …` reads from its options and prints with --json; README.md documents it."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from bot.bookkeeping import Book, Posted
from bot.books import euros
from bot.desk import Unclear
from bot.strict_json import MOST_UNITS
from knowledge.schema import Category
from knowledge.settlement import PAYERS
from storage.claims import Spent
from storage.ledger import Written

_MOST_DECIMALS = 4


def amount_of(text: str) -> Decimal:
    """An amount with a point. Raises `Unclear`."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise Unclear(f"{text} is no amount: write it with a point, 12.50") from None
    if not found.is_finite() or not 0 <= found <= MOST_UNITS or -int(found.as_tuple().exponent) > _MOST_DECIMALS:
        raise Unclear(f"{text} is no amount: write it with a point, 12.50")
    return found


def spent_of(
    category: str, day: str, amount: str | None, currency: str, paid_by: str, days: int | None, supplier: str | None
) -> Spent:
    """An expense as it was told on the line. Raises `Unclear`."""
    from babel.numbers import get_currency_precision, list_currencies

    for told, known in ((category, get_args(Category)), (paid_by, PAYERS), (currency.upper(), list_currencies())):
        if told not in known:
            raise Unclear(f"{told} is not one of {', '.join(sorted(known)[:12])}")
    try:
        spent_on = date.fromisoformat(day)
    except ValueError:
        raise Unclear(f"{day} is no date: write it 2026-05-14") from None
    money = None if amount is None else amount_of(amount)
    exponent = max(get_currency_precision(currency.upper()), _decimals(money))
    minor = None if money is None else int(money.scaleb(exponent))
    code = None if money is None else currency.upper()
    return Spent(category, spent_on, minor, code, exponent, supplier, None, paid_by, days)


def _decimals(amount: Decimal | None) -> int:
    return 0 if amount is None else max(-int(amount.normalize().as_tuple().exponent), 0)


def book_json(book: Book) -> dict[str, Any]:
    """The accounts of a mission: its entries, what stands on each account, in euros, and where the ledger stands."""
    return {
        "mission": book.mission.reference,
        "mark": str(book.mark),
        "entries": [entry_json(book, one) for one in book.entries],
        "balances": {book.named(account): f"{euros(cents)}" for account, cents in book.balances.items()},
        "due_to": {one.name: f"{book.owed(f'refund:{one.id}')}" for one in book.volunteers},
        "waiting": [int(one) for one in book.account.statement.waiting],
    }


def posted_json(posted: Posted) -> dict[str, Any]:
    """What an act wrote: what came of the statement, then its own part."""
    written, done = ([entry_json(posted.book, one) for one in part] for part in (posted.written, posted.done))
    return {"mission": posted.book.mission.reference, "posted": written, "done": done, "mark": str(posted.book.mark)}


def entry_json(book: Book, written: Written) -> dict[str, Any]:
    """An entry, its volunteers named and its claim by its number."""
    entry = written.entry
    number = next((one.number for one in book.account.claims if one.id == entry.claim), None)
    return {
        "number": written.number,
        "at": written.at.isoformat(),
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        "debit": book.named(entry.debit),
        "credit": book.named(entry.credit),
        "euros": f"{euros(entry.cents)}",
        "claim": number,
        "why": entry.why,
        "rule": entry.rule,
        "rate": entry.rate,
        "reverses": entry.reverses,
        "who": written.who,
        "sha256": written.sha256,
    }
