"""The accounts of a mission as files: other programs accept them, and nothing in them runs."""

import csv
import io
import subprocess
import sys
import zlib
from datetime import timedelta
from pathlib import Path
from struct import pack

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.desk import Unclear
from bot.exports import Exports
from bot.sepa import Account, BadAccount, Transfer, checked_bic, checked_iban, transfers_file
from bot.settings import Bank
from bot.words import LANGUAGES
from storage.files import FileStore
from storage.ledger import Entry
from storage.store import Store
from tests.bot.accounts import AT, OCC, REFERENCE, WORKED, keeper, prepared, spent, told
from tests.storage.missions import join, turn

IBAN, OTHER_IBAN = "FR7630006000011234567890189", "DE89370400440532013000"
BANK = Bank(name="Réseau d'Occitanie", iban=IBAN, bic="AGRIFRPP")
SHARED = WORKED["two volunteers share the cap of Occitanie"]


@pytest.fixture
def store(sqlite_url: str) -> Store:
    opened = Store.open(sqlite_url)
    prepared(opened, SHARED)
    return opened


@pytest.fixture
def exports(store: Store, tmp_path: Path) -> Exports:
    return Exports(keeper(store), FileStore(tmp_path / "files"), {OCC: BANK})


def paid(exports: Exports) -> None:
    for name, iban in (("Awa", IBAN), ("Ben", OTHER_IBAN)):
        exports.keeper.set_bank(REFERENCE, name, f"{name} Diallo-Pérez", iban)
    exports.keeper.pay(REFERENCE)


def rows(exports: Exports) -> list[dict[str, str]]:
    made = exports.made(REFERENCE, "csv").decode()
    return list(csv.DictReader(io.StringIO(made, newline="")))


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def png() -> bytes:
    """A grey square of eight pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    lines = zlib.compress(b"".join(b"\0" + b"\x80" * 8 for _ in range(8)))
    head = pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


# -- beancount -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORKED)
def test_bean_check_accepts_the_book(sqlite_url: str, tmp_path: Path, name: str) -> None:
    pytest.importorskip("beancount", reason="bean-check is a tool of the tests alone")
    store = Store.open(sqlite_url)
    prepared(store, WORKED[name])
    keeper(store).pay(REFERENCE)
    keeper(store).invoice(REFERENCE)
    keeper(store).decide(REFERENCE, 1, "refused", 'Dit "non" \\ et\nautre chose.')
    keeper(store).post(REFERENCE)
    file = tmp_path / "mission.beancount"
    file.write_bytes(Exports(keeper(store), FileStore(tmp_path), {}).made(REFERENCE, "beancount"))

    checked = checked_by_beancount(file)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    file.write_text(file.read_text().replace(" EUR\n", "9 EUR\n", 12))
    assert checked_by_beancount(file).returncode == 1


def checked_by_beancount(file: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_an_empty_book_is_a_file_too(store: Store, exports: Exports) -> None:
    assert b"open" not in exports.made(REFERENCE, "beancount")
    assert rows(exports) == []


# -- CSV and spreadsheet ---------------------------------------------------------------------------------------------


def test_the_csv_names_the_volunteers_and_numbers_the_claims(exports: Exports) -> None:
    exports.keeper.post(REFERENCE)
    room = next(row for row in rows(exports) if row["debit"] == "expense:lodging")
    told = [room[name] for name in ("credit", "euros", "claim", "rule")]
    assert told == ["refund:Awa", "420.00", "3", f"{OCC}/lodging"]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(store: Store, exports: Exports, evil: str) -> None:
    with store.desk(AT) as desk:
        desk.ledger.write([Entry(AT.date(), OCC, REFERENCE, evil, "bank", "gift", 1, evil)], evil)

    [row] = rows(exports)
    assert [row[name] for name in ("kind", "why", "who")] == [f"'{evil}"] * 3
    book = load_workbook(io.BytesIO(exports.made(REFERENCE, "xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_spreadsheet_has_the_entries_and_the_balances_and_is_the_same_each_time(exports: Exports) -> None:
    exports.keeper.post(REFERENCE)
    made = exports.made(REFERENCE, "xlsx")
    book = load_workbook(io.BytesIO(made))
    balances = {row[0]: row[1] for row in book["balances"].iter_rows(min_row=2, values_only=True)}
    assert balances["refund:Awa"] == pytest.approx(-600.55)
    assert str(balances["mark"]).startswith("8:")
    assert book["ledger"].max_row == 9
    assert exports.made(REFERENCE, "xlsx") == made


# -- PDF -------------------------------------------------------------------------------------------------------------


def test_the_statement_says_what_was_spent_who_pays_and_why_with_the_receipts_in_annex(
    store: Store, exports: Exports
) -> None:
    with_a_receipt(store, exports)
    keeper(store).pay(REFERENCE, "Awa")
    found = exports.made(REFERENCE, "pdf")
    said = " ".join(words(found).split())

    for expected in ("3. Hébergement", "420 €", "1 856,30 €", "600,55 €", "Pour le réseau", "Annexe : les reçus"):
        assert expected in said.replace("\u202f", " ").replace("\xa0", " ")
    assert "Dépense 3, reçu 1" in said
    assert str(keeper(store).book(REFERENCE).mark.sha256[:20]) in said
    assert pictures(found) == 1
    assert pictures(exports.made(REFERENCE, "pdf", receipts=False)) == 0
    assert exports.made(REFERENCE, "pdf") == found


def with_a_receipt(store: Store, exports: Exports) -> None:
    with store.desk(AT) as desk:
        desk.missions.invite("awa", "code", AT.replace(year=2027), "Léa")
    join(store, "awa", "code", AT)
    with turn(store, "awa", "sends", AT) as work:
        work.claims.receive("r1", "m", "telegram", "f1")
    with store.desk(AT) as desk:
        desk.claims.fetched("r1", exports.files.put(png()), "image/png", len(png()))
        from storage.claims import prove

        prove(desk._connection, "claim 3", ["r1"])


def pictures(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_receipt_of_which_the_file_is_gone_keeps_no_statement_from_being_made(store: Store, exports: Exports) -> None:
    with_a_receipt(store, exports)
    [(_claim, receipt)] = keeper(store).proofs(REFERENCE)
    exports.files.remove(str(receipt.kept_sha256))
    assert pictures(exports.made(REFERENCE, "pdf")) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_paper_is_made_in_every_language(exports: Exports, lang: str) -> None:
    exports.keeper.waive(REFERENCE, "Awa")
    exports.keeper.invoice(REFERENCE)
    for made in (
        exports.made(REFERENCE, "pdf", lang),
        exports.letter(REFERENCE, "Awa", lang, docx=False),
        exports.invoice(REFERENCE, lang, docx=False),
    ):
        assert made.startswith(b"%PDF")
    assert exports.letter(REFERENCE, "Awa", lang).startswith(b"PK")


def test_the_letter_of_a_gift_says_what_is_given_up_and_to_whom(store: Store, exports: Exports) -> None:
    with pytest.raises(Unclear, match="has not given up"):
        exports.letter(REFERENCE, "Awa")
    with store.desk(AT) as desk:
        desk.claims.enter(
            "by her employer", "m", told(spent("6", "visa", "30", paid_by="employer")), "Léa", place="awa"
        )
    exports.keeper.waive(REFERENCE, "Awa")
    said = " ".join(words(exports.letter(REFERENCE, "Awa", docx=False)).split()).replace("\u202f", " ")

    assert "Je soussigné(e) Awa certifie renoncer au remboursement des frais ci-dessus" in said
    assert "600,55" in said
    assert "Visa" not in said  # one is Ben's, and her employer paid the other


def test_the_association_is_told_what_its_part_is_made_of(exports: Exports) -> None:
    with pytest.raises(Unclear, match="nothing was asked"):
        exports.invoice(REFERENCE)
    asked = exports.keeper.invoice(REFERENCE).done[0]
    said = words(exports.invoice(REFERENCE, docx=False)).replace("\u202f", " ").replace("\xa0", " ")

    for expected in ("1 856,30 €", "200 €", "2 056,30 €", f"{REFERENCE}-{asked.number}"):
        assert expected in said


def test_an_association_that_was_asked_too_much_is_told_what_is_taken_off(exports: Exports) -> None:
    exports.keeper.invoice(REFERENCE)
    exports.keeper.decide(REFERENCE, 2, "refused", "Achetée deux fois.")
    exports.keeper.invoice(REFERENCE)
    said = words(exports.invoice(REFERENCE, docx=False)).replace("\u202f", " ").replace("\xa0", " ")
    assert "En votre faveur" in said
    # 3256.30 - 1310.35 = 1945.95; less the share, 972.98, is 972.97; with the fee 1172.97, of the 2056.30 asked.
    assert "883,33 €" in said


# -- SEPA ------------------------------------------------------------------------------------------------------------


def test_the_bank_gets_a_file_of_the_transfers_that_were_noted_last(exports: Exports) -> None:
    paid(exports)
    made = exports.made(REFERENCE, "sepa").decode()

    assert "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" in made
    assert "<CtrlSum>695.55</CtrlSum>" in made
    assert [part in made for part in (IBAN, OTHER_IBAN, ">600.55<", ">95.00<", "Awa Diallo-Perez")] == [True] * 5
    assert f"<MsgId>{REFERENCE}-10</MsgId>" in made
    assert exports.made(REFERENCE, "sepa").decode() == made


def test_what_was_transferred_before_is_not_sent_to_the_bank_again(store: Store, exports: Exports) -> None:
    for name in ("Awa", "Ben"):
        exports.keeper.set_bank(REFERENCE, name, name, IBAN)
    exports.keeper.pay(REFERENCE, "Awa")
    keeper(store, at=AT + timedelta(days=3)).pay(REFERENCE)

    made = exports.made(REFERENCE, "sepa")
    assert b"<NbOfTxs>1</NbOfTxs>" in made
    assert b">95.00<" in made


def test_no_file_of_transfers_is_made_without_all_the_accounts(store: Store, exports: Exports) -> None:
    with pytest.raises(Unclear, match="no transfer is noted"):
        exports.made(REFERENCE, "sepa")
    exports.keeper.set_bank(REFERENCE, "Awa", "Awa", IBAN)
    exports.keeper.pay(REFERENCE)
    with pytest.raises(Unclear, match="account of Ben is not known"):
        exports.made(REFERENCE, "sepa")
    with pytest.raises(Unclear, match="from which occitanie pays is not set"):
        Exports(exports.keeper, exports.files, {}).made(REFERENCE, "sepa")


def test_what_was_paid_in_cash_or_came_back_is_in_no_file(exports: Exports) -> None:
    exports.keeper.set_bank(REFERENCE, "Ben", "Ben", OTHER_IBAN)
    exports.keeper.pay(REFERENCE, "Awa", how="cash")
    payment = exports.keeper.pay(REFERENCE, "Ben").done[0]
    assert b"<NbOfTxs>1</NbOfTxs>" in exports.made(REFERENCE, "sepa")

    exports.keeper.reverse(REFERENCE, payment.number, "returned")
    with pytest.raises(Unclear, match="no transfer is noted"):
        exports.made(REFERENCE, "sepa")


@pytest.mark.parametrize("wrong", ["", "FR76", IBAN[:-1] + "8", "XX" + IBAN[2:], "not an iban"])
def test_a_wrong_iban_is_refused_and_not_repeated(exports: Exports, wrong: str) -> None:
    with pytest.raises(BadAccount) as error:
        checked_iban(wrong)
    assert not wrong or wrong not in str(error.value)
    with pytest.raises(Unclear):
        exports.keeper.set_bank(REFERENCE, "Awa", "Awa", wrong)
    with pytest.raises(BadAccount):
        checked_bic("AGRI")


def test_a_file_without_a_transfer_or_a_payer_is_not_made() -> None:
    payer, day = Account("R", IBAN, "AGRIFRPP"), AT.date()
    one = Transfer("x", Account("A", IBAN), 5, "EXPLOR")
    assert b">0.05<" in transfers_file("x", payer, [one], day, AT)
    for wrong in ((payer, []), (Account("R", IBAN), [one])):
        with pytest.raises(ValueError, match="at least one"):
            transfers_file("x", *wrong, day, AT)
