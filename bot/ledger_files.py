"""The book of a mission for other programs: beancount (accepted by bean-check), CSV and a spreadsheet.

- beancount: one transaction an entry, with all that the ledger knows of it as metadata, and a balance assertion for
  each account the day after: the file checks itself.
- CSV and the spreadsheet: what a cell shows is never a formula, whatever people typed (`bot.report.harmless`).
- The marks at the end of each (`Mark`) tell where the book stood: noted elsewhere, they show that a tail was rewritten.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.bookkeeping import Book
from bot.books import euros
from bot.documents.archives import fixed
from bot.report import harmless, write_cell
from storage.ledger import Written

COLUMNS = (
    "number",
    "at",
    "day",
    "mission",
    "kind",
    "debit",
    "credit",
    "euros",
    "claim",
    "original",
    "currency",
    "rate",
    "rate_month",
    "rate_origin",
    "rule",
    "rule_since",
    "source",
    "why",
    "who",
    "reverses",
    "sha256",
)
_ROOTS: Mapping[str, str] = {
    "expense": "Expenses:Mission",
    "refund": "Liabilities:Refund",
    "bought": "Equity:Bought",
    "employer": "Equity:Employer",
    "billed": "Equity:Billed",
    "share": "Equity:Share",
    "association": "Assets:Association",
    "invoiced": "Assets:Invoiced",
    "bank": "Assets:Bank",
    "fee": "Income:Fee",
    "gift": "Income:Gift",
}
_WIDTHS = {"A": 9, "B": 20, "C": 12, "F": 28, "G": 28, "Q": 40, "R": 30}

Cell = str | int | Decimal


# -- beancount -------------------------------------------------------------------------------------------------------


def beancount(book: Book) -> str:
    """The entries of a mission as a beancount file. Volunteers are V1, V2, …, named where their account is opened."""
    accounts = _Accounts(book)
    lines = [
        f'option "title" {_quoted(book.mission.reference)}',
        'option "operating_currency" "EUR"',
        f"; the ledger stood at {book.mark}",
        *accounts.opened(),
    ]
    for written in sorted(book.entries, key=lambda one: (one.entry.day, one.number)):
        lines += ["", *_transaction(written, accounts)]
    return "\n".join((*lines, "", *accounts.asserted())) + "\n"


class _Accounts:
    """The accounts of a mission under the names that beancount allows."""

    def __init__(self, book: Book) -> None:
        self._book = book
        places = [f"refund:{one.id}" for one in book.volunteers]
        others = [account for account in book.balances if account.startswith("refund:")]
        self._places = list(dict.fromkeys((*places, *others)))
        days = [written.entry.day for written in book.entries]
        self._first, self._last = (min(days), max(days)) if days else (date.min, date.min)

    def __call__(self, account: str) -> str:
        kind, _, rest = account.partition(":")
        if kind == "refund":
            return f"{_ROOTS[kind]}:V{self._places.index(account) + 1}"
        return f"{_ROOTS[kind]}:{rest.replace('_', '-').capitalize()}" if rest else _ROOTS[kind]

    def opened(self) -> Iterator[str]:
        for account in self._book.balances:
            yield f"{self._first} open {self(account)} EUR"
            if account.startswith("refund:"):
                yield f"  volunteer: {_quoted(self._book.name(account.removeprefix('refund:')))}"

    def asserted(self) -> Iterator[str]:
        for account, cents in self._book.balances.items():
            yield f"{self._last + timedelta(days=1)} balance {self(account)}  {euros(cents)} EUR"


def _transaction(written: Written, accounts: _Accounts) -> Iterator[str]:
    entry, amount = written.entry, euros(written.entry.cents)
    yield f"{entry.day} * {_quoted(entry.kind)} {_quoted(entry.why)}"
    for name, value in _told(written).items():
        if name not in ("day", "kind", "debit", "credit", "euros", "why") and value != "":
            yield f"  {name}: {_quoted(str(value))}"
    yield f"  {accounts(entry.debit)}  {amount} EUR"
    yield f"  {accounts(entry.credit)}  {-amount} EUR"


def _quoted(text: str) -> str:
    """A string of beancount: one line, quotes and backslashes escaped."""
    plain = re.sub(r"\s+", " ", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


# -- CSV -------------------------------------------------------------------------------------------------------------


def ledger_csv(book: Book) -> bytes:
    """The entries of a mission as CSV (RFC 4180, UTF-8), a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(book):
        writer.writerow(harmless(cell) if isinstance(cell, str) else str(cell) for cell in row)
    return out.getvalue().encode()


# -- spreadsheet -----------------------------------------------------------------------------------------------------


def ledger_xlsx(book: Book, at: datetime) -> bytes:
    """The entries and the balances of a mission, a sheet each. The same book gives the same bytes."""
    from openpyxl import Workbook

    made = Workbook()
    entries, balances = made.active, made.create_sheet("balances")
    assert entries is not None  # noqa: S101 (a new workbook has one)
    entries.title = "ledger"
    sheets = (
        (entries, [COLUMNS, *_rows(book)]),
        (balances, [("account", "euros"), *_balances(book), ("mark", str(book.mark))]),
    )
    for sheet, rows in sheets:
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                write_cell(sheet, place, column, value)
        sheet.freeze_panes = "A2"
    for letter, width in _WIDTHS.items():
        entries.column_dimensions[letter].width = width
    out = io.BytesIO()
    made.save(out)
    return fixed(out.getvalue(), at)


def _balances(book: Book) -> Iterator[tuple[Cell, ...]]:
    return ((book.named(account), euros(cents)) for account, cents in book.balances.items())


# -- rows ------------------------------------------------------------------------------------------------------------


def _rows(book: Book) -> Iterable[tuple[Cell, ...]]:
    """An entry a row, with the names of the volunteers and the numbers of the claims in the place of their ids."""
    numbers = {claim.id: claim.number for claim in book.account.claims}
    for written in book.entries:
        entry = written.entry
        named = {"debit": book.named(entry.debit), "credit": book.named(entry.credit)}
        claim = numbers.get(entry.claim or "", entry.claim or "")
        yield tuple({**_told(written), **named, "claim": claim}[column] for column in COLUMNS)


def _told(written: Written) -> dict[str, Cell]:
    """All that the ledger knows of an entry, by column; empty where there is nothing to know."""
    entry = written.entry
    rule, rate = entry.rule or {}, entry.rate or {}
    return {
        "number": written.number,
        "at": written.at.isoformat(),
        "day": entry.day.isoformat(),
        "mission": entry.mission,
        "kind": entry.kind,
        "debit": entry.debit,
        "credit": entry.credit,
        "euros": euros(entry.cents),
        "claim": entry.claim or "",
        "original": rate.get("original", ""),
        "currency": rate.get("currency", ""),
        "rate": rate.get("units", ""),
        "rate_month": rate.get("month", ""),
        "rate_origin": rate.get("origin", ""),
        "rule": rule.get("id", ""),
        "rule_since": rule.get("since") or "",
        "source": json.dumps(rule["source"], ensure_ascii=False, sort_keys=True) if rule.get("source") else "",
        "why": entry.why,
        "who": written.who,
        "reverses": entry.reverses or "",
        "sha256": written.sha256,
    }
