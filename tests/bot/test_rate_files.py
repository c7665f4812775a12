"""Exchange rates that an operator imports or fetches: what is checked, what is kept, what is said when it fails."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from aiohttp import web
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.knowledge_files import load
from bot.rate_files import BadRates, fetch, keep, kept_rates, month_in, read_reply

FACTS = load()
PARITIES = FACTS.rates.parities


def row(currency: Any, value: Any) -> dict[str, Any]:
    return {
        "country": "Bénin",
        "currency": "Franc CFA",
        "isoA3Code": currency,
        "isoA2Code": "BJ",
        "value": value,
        "comment": None,
    }


REPLY = json.dumps([row("XOF", 655.957), row("XOF", 655.957), row("EUR", 1), row("ZWG", None), row("ARS", 1716.2358)])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")


def explor(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ("rates", *args), input=stdin, catch_exceptions=False)


def read(reply: str) -> dict[str, str]:
    table = read_reply(reply, "2026-10", "imported", date(2026, 10, 1), PARITIES)
    return {currency: str(units) for currency, units in table.rates.items()}


def test_a_reply_of_the_service_is_read_to_the_last_digit() -> None:
    assert read(REPLY) == {"XOF": "655.957", "ARS": "1716.2358"}
    assert read("\ufeff" + REPLY) == read(REPLY)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("<html>", "This is not JSON."),
        ("[NaN]", "This is not JSON."),
        ("{}", "This is not a list of rates."),
        ("[]", "This holds no rate."),
        ("[1]", "Row 1 has not the keys isoA3Code and value."),
        (json.dumps([{"isoA3Code": "XOF"}]), "Row 1 has not the keys"),
        (json.dumps([row("XOF", 655.957), row(None, 2)]), "Row 2: 'None' is not a currency."),
        (json.dumps([row("euro", 2)]), "Row 1: 'euro' is not a currency."),
        (json.dumps([row("GHS", "13.37")]), "Row 1: '13.37' is not a rate of GHS."),
        (json.dumps([row("GHS", 0)]), "Row 1: '0' is not a rate of GHS."),
        (json.dumps([row("GHS", -2)]), "Row 1: '-2' is not a rate of GHS."),
        ('[{"isoA3Code": "GHS", "value": 1e999999999}]', "is not a rate of GHS."),
        (json.dumps([row("GHS", 13.1), row("GHS", 13.2)]), "GHS has two rates: 13.1 and 13.2."),
        (json.dumps([row("XOF", 0.0015245)]), "XOF is at 0.0015245 here, and one euro is 655.957 by agreement"),
    ],
)
def test_a_file_that_is_not_a_month_of_rates_is_refused_with_what_is_wrong(reply: str, said: str) -> None:
    with pytest.raises(BadRates) as caught:
        read(reply)
    assert said in str(caught.value)


def test_what_is_kept_takes_the_place_of_the_shipped_month(tmp_path: Path) -> None:
    table = read_reply(REPLY, "2026-09", "fetched", date(2026, 10, 1), PARITIES)
    keep(tmp_path / "rates", table)
    rates = kept_rates(tmp_path / "rates", FACTS.rates)
    assert rates.tables["2026-09"] == table
    assert rates.find("GHS", "2026-09") is None
    assert rates.tables["2026-08"].origin == "transcribed"
    assert kept_rates(tmp_path / "nothing", FACTS.rates) == FACTS.rates


def test_a_kept_file_that_is_damaged_or_of_another_month_is_told(tmp_path: Path) -> None:
    path = keep(tmp_path, read_reply(REPLY, "2026-09", "fetched", date(2026, 10, 1), PARITIES))
    path.rename(tmp_path / "2026-10.json")
    with pytest.raises(BadRates, match="holds the rates of 2026-09"):
        kept_rates(tmp_path, FACTS.rates)
    (tmp_path / "2026-10.json").write_text("{")
    with pytest.raises(BadRates, match="not a table of rates"):
        kept_rates(tmp_path, FACTS.rates)


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("monthly-rates-2026-10.json", "2026-10"),
        ("2026-10.json", "2026-10"),
        ("rates.json", None),
        ("2026-13.json", None),
        ("2026-09_2026-10.json", None),
        ("12026-10.json", None),
    ],
)
def test_the_month_may_be_told_by_the_name_of_the_file(name: str, month: str | None) -> None:
    assert month_in(name) == month


# --- the commands ---------------------------------------------------------------------------------------------------


def test_imported_rates_are_listed_and_count_from_then_on(tmp_path: Path) -> None:
    file = tmp_path / "monthly-rates-2026-10.json"
    file.write_text(REPLY)
    assert explor("import", str(file)).stdout.startswith("2026-10: 2 currencies, imported on ")
    assert explor("import", "-", "--month", "2026-11", stdin=REPLY).exit_code == 0
    listed = json.loads(explor("list", "--json").stdout)
    assert [(one["month"], one["currencies"], one["origin"]) for one in listed] == [
        ("2026-08", 151, "transcribed"),
        ("2026-09", 151, "transcribed"),
        ("2026-10", 2, "imported"),
        ("2026-11", 2, "imported"),
    ]
    assert explor("list").stdout.splitlines()[0] == "2026-08: 151 currencies, transcribed."
    claim = {"id": "1", "category": "visa", "amount": "17162.358", "currency": "ARS", "date": "2026-10-05"}
    asked = {"region": "hauts-de-france", "claims": [{**claim, "paid_by": "network", "status": "approved"}]}
    settled = CliRunner().invoke(app, ("settle", "-", "--json"), input=json.dumps(asked), catch_exceptions=False)
    assert json.loads(settled.stdout)["eligible"] == "10.00"


def test_a_file_that_does_not_tell_its_month_is_asked_for_it(tmp_path: Path) -> None:
    file = tmp_path / "rates.json"
    file.write_text(REPLY)
    result = explor("import", str(file))
    assert (result.exit_code, "add --month" in result.stderr) == (1, True)
    assert explor("import", str(file), "--month", "october").exit_code == 2


def test_nothing_is_kept_of_a_file_that_is_wrong(tmp_path: Path) -> None:
    result = explor("import", "-", "--month", "2026-10", stdin="[]")
    assert (result.exit_code, result.stderr.strip()) == (1, "This holds no rate. Nothing was kept.")
    assert len(json.loads(explor("list", "--json").stdout)) == 2


# --- the service ----------------------------------------------------------------------------------------------------

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A service on this machine that answers like this; its address."""
    application = web.Application()
    application.router.add_get("/monthly-rates", answer)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/monthly-rates"
    finally:
        await runner.cleanup()


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """The same, in a thread of its own, for a command that has a loop of its own."""
    ready, done, address = Event(), asyncio.Event(), []
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with serving(answer) as url:
            address.append(url)
            ready.set()
            await done.wait()

    thread = Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait()
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()
        loop.close()


def test_the_rates_of_a_month_are_fetched_from_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(dict(request.query))
        return web.Response(text=REPLY, content_type="application/json")

    with served(answer) as url:
        monkeypatch.setenv("EXPLOR_INFOREURO_URL", url)
        result = explor("update", "--month", "2026-07")
    assert result.stdout.startswith("2026-07: 2 currencies, fetched on ")
    assert asked == [{"year": "2026", "month": "7", "lang": "en"}]
    assert json.loads(explor("list", "--json").stdout)[0]["origin"] == "fetched"


@pytest.mark.parametrize("status", [404, 500, 503])
async def test_a_service_that_fails_is_told_with_what_to_do_instead(status: int) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status)

    async with serving(answer) as url:
        with pytest.raises(BadRates, match=f"gave no rates for 2026-10 .*{status}.*explor rates import FILE"):
            await fetch(url, "2026-10", 5)


async def test_a_service_that_does_not_answer_is_not_waited_for() -> None:
    given_up = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        await given_up.wait()
        return web.Response(text=REPLY)

    async with serving(answer) as url:
        with pytest.raises(BadRates, match="Try again later"):
            await fetch(url, "2026-10", 0.05)
        given_up.set()


async def test_a_service_that_never_stops_is_cut_off() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        reply = web.StreamResponse()
        await reply.prepare(request)
        for _ in range(50):
            await reply.write(b" " * 100_000)
        return reply

    async with serving(answer) as url:
        with pytest.raises(BadRates, match="far more than a month"):
            await fetch(url, "2026-10", 5)


def test_no_service_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_INFOREURO_URL", "http://127.0.0.1:1/monthly-rates")
    result = explor("update")
    assert (result.exit_code, "Try again later" in result.stderr) == (1, True)


def test_rates_keep_the_digits_of_their_file(tmp_path: Path) -> None:
    table = read_reply(REPLY.replace("1716.2358", "1716.23580"), "2026-10", "imported", date(2026, 10, 1), PARITIES)
    keep(tmp_path, table)
    assert str(kept_rates(tmp_path, FACTS.rates).tables["2026-10"].rates["ARS"]) == "1716.23580"
    assert table.rates["ARS"] == Decimal("1716.2358")
