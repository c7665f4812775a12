"""`explor ledger …`: what an operator types, and what they read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.store import Store
from tests.bot.accounts import OCC, REFERENCE, WORKED, prepared

Run = Callable[..., Result]
IBAN = "FR76 3000 6000 0112 3456 7890 189"
BANKS = {OCC: {"name": "Réseau", "iban": IBAN, "bic": "AGRIFRPP"}}


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store.open(sqlite_url)
    prepared(opened, WORKED["two volunteers share the cap of Occitanie"])
    yield opened
    opened.close()


@pytest.fixture
def run(store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`explor ledger …` on the database of the test."""
    monkeypatch.setenv("EXPLOR_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("EXPLOR_BANKS", json.dumps(BANKS))
    return lambda *words, stdin=None: CliRunner().invoke(app, ["ledger", *words], stdin, catch_exceptions=False)


def on(run: Run, act: str, *words: str, stdin: str | None = None) -> Result:
    return run(act, "--mission", REFERENCE, *words, stdin=stdin)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_mission_is_posted_paid_invoiced_and_shown(run: Run) -> None:
    assert len(read(on(run, "post", "--json"))["posted"]) == 8
    assert on(run, "post").stdout == f"{REFERENCE}: nothing to do.\n"
    paid = read(on(run, "pay", "--volunteer", "ben", "--how", "cheque", "--json"))
    assert [(one["debit"], one["euros"], one["why"]) for one in paid["done"]] == [("refund:Ben", "95.00", "cheque")]
    assert "invoiced <- association" in on(run, "invoice").stdout
    assert "bank <- invoiced" in on(run, "receive", "--amount", "56.30").stdout

    shown = read(on(run, "show", "--json"))
    assert shown["due_to"] == {"Awa": "600.55", "Ben": "0.00"}
    assert (shown["balances"]["invoiced"], shown["balances"]["bank"]) == ("2000.00", "-38.70")
    said = on(run, "show").stdout
    assert "expense:lodging <- refund:Awa" in said
    assert "-600.55  refund:Awa" in said


def test_a_gift_is_noted_with_its_letter_and_a_bill_with_its_paper(run: Run, tmp_path: Path) -> None:
    letter, bill = tmp_path / "letter.docx", tmp_path / "bill.pdf"
    assert "refund:Awa <- gift" in on(run, "waive", "--volunteer", "Awa", "--letter", str(letter)).stdout
    assert "invoiced" in on(run, "invoice", "--paper", str(bill)).stdout
    assert letter.read_bytes().startswith(b"PK")
    assert bill.read_bytes().startswith(b"%PDF")
    assert "nothing to do" in on(run, "waive", "--volunteer", "Awa").stdout
    (tmp_path / "no").touch()
    assert "File exists" in on(run, "waive", "--volunteer", "Awa", "--letter", str(tmp_path / "no" / "l.pdf")).stderr


def test_the_files_are_written_or_go_to_standard_output(run: Run, tmp_path: Path) -> None:
    assert "IBAN" in refused(on(run, "bank", "--volunteer", "Awa", "--iban", "FR76", "--holder", "Awa"))
    for name in ("Awa", "Ben"):
        on(run, "bank", "--volunteer", name, "--iban", IBAN, "--holder", name)
    on(run, "pay")
    for form, begins in (
        ("beancount", b"option"),
        ("csv", b"number"),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF"),
        ("sepa", b"<"),
    ):
        out = tmp_path / form
        assert on(run, "export", "--format", form, "--out", str(out)).exit_code == 0
        assert out.read_bytes().startswith(begins)
        assert on(run, "export", "--format", form).stdout_bytes.startswith(begins)
    assert on(run, "export", "--format", "docx").exit_code == 2


def test_a_payment_that_came_back_is_taken_back(run: Run) -> None:
    number = read(on(run, "pay", "--json"))["done"][0]["number"]
    assert "takes back" in on(run, "reverse", "--entry", str(number), "--why", "returned").stdout
    assert read(on(run, "show", "--json"))["due_to"]["Awa"] == "600.55"
    assert "no payment" in refused(on(run, "reverse", "--entry", "1", "--why", "mistake"))


def test_paying_the_association_back_posts_first(run: Run) -> None:
    assert "nothing to do" not in on(run, "repay").stdout


def test_the_ledger_is_verified_against_a_mark_that_was_noted(run: Run, store: Store) -> None:
    on(run, "post")
    found = read(run("verify", "--json"))
    assert (found["whole"], found["faults"]) == (True, [])
    assert "8 entries, 0 faults" in run("verify", "--mark", found["mark"]).stdout
    assert run("verify", "--mark", "nonsense").exit_code == 2

    with store._database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_never_changes")
        connection.exec_driver_sql("UPDATE ledger SET cents = 1 WHERE number = 3")
    result = run("verify")
    assert (result.exit_code, result.stderr) == (1, "entry 3: it is not what was written\n")
    broken = run("verify", "--json")
    assert (broken.exit_code, json.loads(broken.stdout)["faults"]) == (1, [{"entry": 3, "fault": "changed"}])


def test_a_mission_that_is_unknown_is_told(run: Run) -> None:
    assert "no mission is called X" in refused(run("show", "--mission", "X"))
