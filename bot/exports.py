"""The accounts of a mission as a file: the statement in PDF, the book for other programs, transfers for the bank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from bot.bookkeeping import Bookkeeper
from bot.desk import Unclear
from bot.documents import Picture, to_docx, to_pdf
from bot.ledger_files import beancount, ledger_csv, ledger_xlsx
from bot.money_papers import gift_letter, invoice_paper, receipt_title, statement_paper
from bot.sepa import Account, BadAccount, transfers_file
from bot.settings import Bank
from bot.words import PARIS
from storage.errors import FileMissing
from storage.files import FileStore

Format = Literal["beancount", "csv", "xlsx", "pdf", "sepa"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: Mapping[Format, str] = {"beancount": ".beancount", "sepa": ".xml"}
"""Where the name of a file does not end as its format is called."""


@dataclass(frozen=True)
class Exports:
    """Whoever makes the files: the staff at the accounts, the private files, and where networks pay from."""

    keeper: Bookkeeper
    files: FileStore
    banks: Mapping[str, Bank]

    def made(self, reference: str, form: Format, lang: str = "fr", *, receipts: bool = True) -> bytes:
        """The accounts of a mission in a format. Not for the event loop: a PDF takes a while.

        `receipts`: with the pictures in annex, for the network alone; an association is never shown them.
        """
        book, keeper = self.keeper.book(reference), self.keeper
        match form:
            case "beancount":
                return beancount(book).encode()
            case "csv":
                return ledger_csv(book)
            case "xlsx":
                return ledger_xlsx(book, keeper.at)
            case "pdf":
                annex = tuple(self._pictures(reference, lang)) if receipts else ()
                return to_pdf(statement_paper(book, keeper.facts, lang, keeper.at, annex))
            case "sepa":
                return self._transfers(reference, book.mission.region)

    def letter(self, reference: str, name: str, lang: str = "fr", *, docx: bool = True) -> bytes:
        """The letter to sign of a volunteer who gives up their refund."""
        book = self.keeper.book(reference)
        given = [one for one in book.volunteers if one.id in book.account.statement.gifts]
        found = next((one for one in given if name in (one.id, one.name)), None)
        if found is None:
            raise Unclear(f"{name} has not given up a refund of {book.mission.reference}")
        paper = gift_letter(book, found, self.keeper.facts, lang, self.keeper.at)
        return to_docx(paper) if docx else to_pdf(paper)

    def invoice(self, reference: str, lang: str = "fr", *, docx: bool = True) -> bytes:
        """What the association was asked for last, for the network to complete."""
        book = self.keeper.book(reference)
        gone = {one.entry.reverses for one in book.entries}
        asked = [one for one in book.entries if one.entry.kind == "invoice" and one.entry.reverses is None]
        standing = [one for one in asked if one.number not in gone]
        if not standing:
            raise Unclear(f"nothing was asked of the association of {book.mission.reference}")
        paper = invoice_paper(book, standing[-1], self.keeper.facts, lang, self.keeper.at)
        return to_docx(paper) if docx else to_pdf(paper)

    def _pictures(self, reference: str, lang: str) -> Iterator[Picture]:
        """The receipts that are kept as pictures; one of which the file is gone is passed over."""
        for claim, receipt in self.keeper.proofs(reference):
            if receipt.kept_sha256 is None or not (receipt.mime or "").startswith("image/"):
                continue
            title = receipt_title(claim, receipt.number, lang)
            try:
                yield Picture(title, title, self.files.get(receipt.kept_sha256))
            except FileMissing:
                continue

    def _transfers(self, reference: str, region: str) -> bytes:
        bank = self.banks.get(region)
        if bank is None:
            raise Unclear(f"the account from which {region} pays is not set: see explor.example.toml, banks")
        transfers = self.keeper.transfers(reference)
        payer = Account(bank.name, bank.iban.get_secret_value(), bank.bic)
        day = self.keeper.at.astimezone(PARIS).date()
        try:
            return transfers_file(transfers[-1].id, payer, transfers, day, self.keeper.at)
        except BadAccount as error:
            raise Unclear(str(error)) from None
