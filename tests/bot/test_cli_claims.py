"""`explor claims …`: what an operator types, and what they read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.bookkeeping import Bookkeeper
from bot.cli import app
from bot.turn import Assistant
from tests.bot.claimed import ALL, NOW, Paid, claimed, keeper, mission, news
from tests.bot.test_missions import FILE, REFERENCE
from tests.play import assistant

Run = Callable[..., Result]


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path) as opened:
        mission(opened)
        yield opened


@pytest.fixture
def run(bot: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`explor claims …` on the database of the test."""
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")
    return lambda *words, stdin=None: CliRunner().invoke(app, ["claims", *words], stdin, catch_exceptions=False)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def state(bot: Assistant, number: int) -> str:
    return keeper(bot).looked(REFERENCE, number)[0].claim.state


def test_claims_are_listed_and_one_is_shown_as_its_card_shows_it(bot: Assistant, run: Run) -> None:
    claimed(bot, Paid(says={"minor": 5400}))
    claimed(bot, Paid(total="12.00"))

    listed = run("list", REFERENCE).stdout.splitlines()
    assert ["doubts: 1" in line for line in listed] == [True, False]
    assert [one["number"] for one in read(run("list", REFERENCE, "--state", "confirmed", "--json"))] == [1, 2]
    assert read(run("list", REFERENCE, "--state", "refused", "--json")) == []
    said = run("show", REFERENCE, "1").stdout
    assert f"{REFERENCE}, dépense nº 1 : Hébergement, 54" in said
    whole = read(run("show", REFERENCE, "1", "--json", "--lang", "en"))
    assert (whole["amount"], whole["read"][0]["total"]["value"]) == ("54.00", "45.00")
    assert whole["left"] == {"before": "300.00", "after": "246.00"}
    assert "Hauts-de-France" in whole["source"]["document"]


def test_the_four_decisions_are_made_and_told(bot: Assistant, run: Run) -> None:
    ids = [claimed(bot, Paid(total=f"{n}0.00")).id for n in (1, 2, 3, 4)]

    assert run("approve", REFERENCE, "1").stdout == f"{REFERENCE}, claim 1: approved.\n"
    assert run("part", REFERENCE, "2", "--amount", "12.50", "--words", "Une nuit.").stdout.endswith("part.\n")
    assert run("ask", REFERENCE, "3", "--words", "Quelle ville ?").stdout.endswith("asked.\n")
    assert run("refuse", REFERENCE, "4", "--rule", "twice").stdout.endswith("refused.\n")
    assert "nothing to do" in run("refuse", REFERENCE, "4", "--rule", "twice").stdout

    told = ["claim.approved", "claim.part", "claim.asked", "claim.refused"]
    assert news(bot) == list(zip(told, ids, strict=True))
    assert "reason" in refused(run("refuse", REFERENCE, "1"))
    assert "no claim 9" in refused(run("approve", REFERENCE, "9"))
    assert run("refuse", REFERENCE, "1", "--rule", "dull").exit_code == 2


def test_the_clear_ones_are_listed_and_approved_when_one_says_yes(bot: Assistant, run: Run) -> None:
    claimed(bot, Paid(total="10.00"))
    claimed(bot, Paid(total="20.00"))
    claimed(bot, Paid(total="30.00", sure=0.5))

    listed = run("approve", REFERENCE, "--clear", stdin="n\n").stdout
    assert "dépense nº 1" in listed
    assert "dépense nº 3" not in listed
    assert listed.endswith("Nothing was approved.\n")
    assert run("approve", REFERENCE, "--clear", "--yes").stdout.endswith(f"{REFERENCE}: 2 approved.\n")
    assert [state(bot, number) for number in (1, 2, 3)] == ["approved", "approved", "confirmed"]
    assert run("approve", REFERENCE).exit_code == 2


def test_what_the_network_bought_is_entered_and_the_statement_counts_it(run: Run) -> None:
    entered = run("add", REFERENCE, "--category", "insurance", "--date", "2025-08-01", "--amount", "52.5")
    assert entered.stdout == f"{REFERENCE}: claim 1 is entered.\n"

    found = read(run("statement", REFERENCE, "--json"))
    assert (found["mission"], found["paid_by_network"], found["not_eligible"]) == (REFERENCE, "52.00", "0.50")
    assert "Décompte de la mission" in run("statement", REFERENCE).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--category", "boat", "--date", "2025-08-01", "--amount", "1"), "boat"),
        (("--category", "visa", "--date", "yesterday", "--amount", "1"), "yesterday"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "1,5"), "1,5"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "NaN"), "NaN"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "-1"), "-1"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "1e30"), "1e30"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "1", "--currency", "FCFA"), "FCFA"),
        (("--category", "visa", "--date", "2025-08-01"), "amount"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "1", "--paid-by", "volunteer"), "who paid"),
        (("--category", "visa", "--date", "2025-08-01", "--amount", "1", "--volunteer", "Cléa"), "Inès"),
    ],
)
def test_an_expense_that_does_not_read_is_refused_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    assert said in refused(run("add", REFERENCE, *words))


def test_terms_are_set_where_nothing_is_published_and_only_there(bot: Assistant, run: Run) -> None:
    assert "published" in refused(run("terms", REFERENCE, "-", stdin='{"share": "0.9"}'))
    assert "not JSON" in refused(run("terms", REFERENCE, "-", stdin="{"))
    assert "no object" in refused(run("terms", REFERENCE, "-", stdin="[]")).replace("not an object", "no object")

    elsewhere = mission(bot, FILE.replace("hauts-de-france", "centre-val-de-loire"), "Paul", "paul", ALL)
    claimed(bot, Paid(total="90.00", category="visa"), "paul")
    run("approve", elsewhere, "1")
    assert read(run("statement", elsewhere, "--json"))["waiting"] == ["001"]
    assert run("terms", elsewhere, "-", "--as", "Léa", stdin='{"caps": {"visa": "60"}, "share": "0.5"}').exit_code == 0
    found = read(run("statement", elsewhere, "--json"))
    assert (found["waiting"], found["eligible"], found["share"]) == ([], "60.00", "30.00")
    assert read(run("terms", elsewhere))["caps"] == {"visa": "60"}
    said = run("show", elsewhere, "1").stdout
    assert "Fixé pour cette mission par Léa, le " in said
    assert run("terms", elsewhere, "--clear").exit_code == 0
    assert read(run("terms", elsewhere)) is None


def test_what_waited_for_its_rate_is_settled_once_the_rate_is_there(
    bot: Assistant, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPLOR_RATES", str(tmp_path / "rates"))
    claimed(bot, Paid(total="600.00", currency="GHS"))
    assert "attend" in run("show", REFERENCE, "1").stdout
    run("approve", REFERENCE, "1")
    assert balance(keeper(bot), "expense:lodging") == 0

    reply = json.dumps([{"isoA3Code": "GHS", "value": 12.0}, {"isoA3Code": "USD", "value": 1.1}])
    (tmp_path / "rates-2025-09.json").write_text(reply)
    done = CliRunner().invoke(app, ["rates", "import", str(tmp_path / "rates-2025-09.json")], catch_exceptions=False)

    assert f"{REFERENCE}: settled again." in done.stdout
    assert balance(keeper(bot), "expense:lodging") == 5000


def balance(found: Bookkeeper, account: str) -> int:
    with found.store.desk(NOW) as desk:
        return desk.ledger.balances(REFERENCE).get(account, 0)
