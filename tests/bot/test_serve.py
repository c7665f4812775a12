"""The whole server, on a real port, beside Telegram's emulator: it serves, is watched over, and loses nothing."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.channels.slack.channel import Slack
from bot.channels.telegram.pacing import Rates
from bot.networks import CHANNEL, offices, staff
from bot.serve import CannotServe, World, require_channels, serve
from bot.settings import Settings
from storage.errors import StorageError
from storage.store import Store
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, Workspace
from tests.emulators.telegram import Emulator
from tests.play import facts

AT_ONCE = Rates(chat=1e6, chat_burst=1e6, all=1e6, all_burst=1e6)


async def nap(seconds: float) -> None:
    """Nobody in these tests has half a minute."""
    await asyncio.sleep(min(seconds, 0.02))


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    opened = Store.open(sqlite_url)
    yield opened
    opened.close()


def settings(emulator: Emulator, tmp_path: Path, port: int = 0, **more: Any) -> Settings:
    at = {"token": emulator.token, "api_root": emulator.root, **more.pop("telegram", {})}
    return Settings(telegram=at, server={"port": port, **more.pop("server", {})}, files=tmp_path / "files", **more)


@asynccontextmanager
async def serving(set_up: Settings, store: Store) -> AsyncIterator[str]:
    """The address of a server that serves."""
    stop, port = asyncio.Event(), asyncio.get_running_loop().create_future()
    world = World(sleep=nap, rates=AT_ONCE)
    task = asyncio.create_task(serve(set_up, facts(), store, stop, world, port.set_result))
    try:
        done, _ = await asyncio.wait({task, port}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        if task in done:
            await task
        yield f"http://127.0.0.1:{port.result()}"
    finally:
        stop.set()
        await task


async def look(address: str, **headers: str) -> tuple[int, str]:
    async with ClientSession(trust_env=False) as session, session.get(address, headers=headers) as answer:
        return answer.status, await answer.text()


# -- serving ---------------------------------------------------------------------------------------------------------


async def test_a_token_is_all_it_takes(telegram: Emulator, store: Store, tmp_path: Path) -> None:
    async with serving(settings(telegram, tmp_path), store):
        ana = telegram.person("Ana")
        await ana.starts()
        await ana.sees("Bonjour")
        await ana.says("/eligibilite")
        await ana.sees("siège")


async def test_a_server_with_an_address_is_called_there(
    telegram: Emulator, sqlite: Store, tmp_path: Path, unused_tcp_port: int
) -> None:
    at = {"mode": "webhook", "public_url": f"http://127.0.0.1:{unused_tcp_port}"}
    async with serving(settings(telegram, tmp_path, unused_tcp_port, telegram=at), sqlite):
        await telegram.sees_call("setWebhook")
        ana = telegram.person("Ana")
        await ana.starts()
        await ana.sees("Bonjour")
        await telegram.settled()


async def test_what_people_said_while_it_was_down_is_answered_when_it_is_up(
    telegram: Emulator, sqlite: Store, tmp_path: Path
) -> None:
    ana, bob = telegram.person("Ana"), telegram.person("Bob", "en")
    await ana.starts()
    await bob.starts()
    async with serving(settings(telegram, tmp_path), sqlite):
        await ana.sees("Bonjour")
        await bob.sees("Hello")


async def test_it_comes_up_while_telegram_is_out_of_reach_and_waits_for_it(
    telegram: Emulator, sqlite: Store, tmp_path: Path
) -> None:
    telegram.trouble("cut", "getMe", times=3)
    async with serving(settings(telegram, tmp_path), sqlite) as address:
        assert (await look(f"{address}/readyz"))[0] == 200
        ana = telegram.person("Ana")
        await ana.starts()
        await ana.sees("Bonjour")
    assert len(telegram.called("getMe")) == 4


async def test_a_token_that_telegram_refuses_is_said(telegram: Emulator, sqlite: Store, tmp_path: Path) -> None:
    wrong = settings(telegram, tmp_path, telegram={"token": "1:wrong"})
    with pytest.raises(CannotServe, match="Telegram refuses the token"):
        await serve(wrong, facts(), sqlite, asyncio.Event(), World(sleep=nap))


@pytest.mark.parametrize(("token", "app_token"), [("xoxb-wrong", APP_TOKEN), (BOT_TOKEN, "xapp-wrong")])
async def test_what_slack_refuses_is_said_in_the_log_and_people_are_served_all_the_same(
    telegram: Emulator, sqlite: Store, tmp_path: Path, token: str, app_token: str
) -> None:
    async with Workspace() as slack:
        set_up = settings(
            telegram, tmp_path, slack={"bot_token": token, "app_token": app_token, "api_root": slack.api.rstrip("/")}
        )
        with capture_logs() as lines:
            async with serving(set_up, sqlite):
                ana = telegram.person("Ana")
                await ana.starts()
                await ana.sees("Bonjour")
                refused = "apps.connections.open" if token == BOT_TOKEN else "auth.test"
                await slack.until(lambda: slack.called(refused))
                while not (said := [line for line in lines if line["event"] == "slack_refuses"]):
                    await asyncio.sleep(0.01)
    assert said[0]["why"] == "invalid_auth"
    assert "explor doctor" in said[0]["do"]


# -- being watched over ----------------------------------------------------------------------------------------------


async def test_it_says_that_it_is_alive_and_ready_and_counts_what_it_did(
    telegram: Emulator, sqlite: Store, tmp_path: Path
) -> None:
    async with serving(settings(telegram, tmp_path), sqlite) as address:
        ana = telegram.person("Ana Łukasik")
        await ana.starts()
        await ana.sees("Bonjour")
        assert await look(f"{address}/healthz") == (200, "alive\n")
        assert await look(f"{address}/readyz") == (200, '{"database":true,"dispatcher":true}')
        status, numbers = await look(f"{address}/metrics")

    assert status == 200
    assert 'explor_events_total{channel="telegram",outcome="taken"} 1.0' in numbers
    assert "explor_outbox_waiting " in numbers
    assert str(ana.id) not in numbers
    assert "Łukasik" not in numbers


async def test_it_is_not_ready_when_the_database_takes_nothing(
    telegram: Emulator, sqlite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> None:
        raise StorageError("unwritable", "the disk is full")

    async with serving(settings(telegram, tmp_path), sqlite) as address:
        monkeypatch.setattr(Store, "require_writable", full)
        assert await look(f"{address}/readyz") == (503, '{"database":false,"dispatcher":true}')


async def test_the_numbers_are_for_this_machine_or_for_whoever_has_the_token(
    telegram: Emulator, sqlite: Store, tmp_path: Path
) -> None:
    async with serving(settings(telegram, tmp_path), sqlite) as address:
        assert (await look(f"{address}/metrics", **{"X-Forwarded-For": "203.0.113.9"}))[0] == 404

    guarded = settings(telegram, tmp_path, server={"metrics_token": "sesame"})
    async with serving(guarded, sqlite) as address:
        assert (await look(f"{address}/metrics"))[0] == 404
        assert (await look(f"{address}/metrics", Authorization="Bearer open"))[0] == 404
        status, _numbers = await look(
            f"{address}/metrics", **{"Authorization": "Bearer sesame", "X-Forwarded-For": "203.0.113.9"}
        )
        assert status == 200


# -- starting and stopping, as a process -----------------------------------------------------------------------------


@asynccontextmanager
async def process(telegram: Emulator | None, url: str, **variables: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`explor serve` as an operator runs it."""
    at = {"EXPLOR_TELEGRAM_TOKEN": telegram.token, "EXPLOR_TELEGRAM_API_ROOT": telegram.root} if telegram else {}
    known = {"EXPLOR_DATABASE_URL": url, "EXPLOR_CONFIG": os.devnull, "EXPLOR_SERVER_PORT": "0", "EXPLOR_LOG": "json"}
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "serve"),
        env={**os.environ, **known, **at, **variables},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.communicate()


async def said(started: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """Its exit code, and all that it said."""
    async with asyncio.timeout(30):
        out, err = await started.communicate()
    return started.returncode, (out + err).decode()


async def test_told_to_stop_it_stops_in_order_and_says_nothing_about_anybody(
    telegram: Emulator, sqlite_url: str
) -> None:
    async with process(telegram, sqlite_url) as started:
        ana = telegram.person("Ana Łukasik")
        await ana.starts()
        await ana.sees("Bonjour")
        started.send_signal(signal.SIGTERM)
        code, log = await said(started)

    assert (code, '"event": "stopped"' in log) == (0, True)
    for secret in (telegram.token, "Łukasik", str(ana.id), "Bonjour"):
        assert secret not in log


async def test_killed_in_the_middle_it_loses_nothing_and_repeats_at_most_what_was_under_way(
    telegram: Emulator, sqlite_url: str
) -> None:
    people = [telegram.person(f"Person {number}") for number in range(10)]
    async with process(telegram, sqlite_url) as started:
        for one in people:
            await one.starts()
        await people[0].sees("Bonjour")
        started.kill()
        await said(started)
    async with process(telegram, sqlite_url) as started:
        await telegram.sees_call("setMyCommands", 2 * len(telegram.called("setMyCommands")))
        for one in people:
            await one.sees("Bonjour")
        await telegram.settled()
        started.send_signal(signal.SIGTERM)
        assert (await said(started))[0] == 0

    greetings = [sum("Bonjour" in text for text in one.texts) for one in people]
    assert all(1 <= count <= 2 for count in greetings)


async def test_without_any_channel_it_says_what_to_set(sqlite_url: str) -> None:
    async with process(None, sqlite_url) as started:
        code, told = await said(started)

    assert code == 1
    assert "EXPLOR_TELEGRAM_TOKEN" in told
    assert "Traceback" not in told


async def test_a_second_server_on_the_same_file_would_send_everything_twice_and_is_refused(
    telegram: Emulator, sqlite_url: str
) -> None:
    async with process(telegram, sqlite_url) as first:
        await telegram.sees_call("getUpdates")
        async with process(telegram, sqlite_url) as second:
            code, told = await said(second)
        assert (code, first.returncode) == (1, None)
    assert "another `explor serve` runs on this database" in told


async def test_a_port_that_is_taken_is_said(telegram: Emulator, sqlite_url: str) -> None:
    taken = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = str(taken.sockets[0].getsockname()[1])
    async with process(telegram, sqlite_url, EXPLOR_SERVER_PORT=port) as started:
        code, told = await said(started)
    taken.close()

    assert code == 1
    assert f"cannot listen on 127.0.0.1, port {port}" in told
    assert "Traceback" not in told


# -- settings --------------------------------------------------------------------------------------------------------


def test_a_network_that_is_none_of_ours_is_said() -> None:
    networks = {"bretagne": {"channel": "C1"}}
    slack = {"bot_token": "xoxb-1", "app_token": "xapp-1", "networks": networks}
    with pytest.raises(CannotServe, match=r"there is no region bretagne\. There are: auvergne"):
        require_channels(Settings(slack=slack), facts())


def test_staff_act_for_the_networks_that_name_them() -> None:
    networks = {
        "occitanie": {"channel": "C1", "staff": ["U1", "U2"]},
        "hauts-de-france": {"channel": "C2", "staff": ["U2"], "lang": "en"},
    }
    set_up = Settings(slack={"bot_token": "xoxb-1", "app_token": "xapp-1", "networks": networks})

    assert staff(set_up) == {"U1": frozenset({"occitanie"}), "U2": frozenset({"occitanie", "hauts-de-france"})}
    assert offices(set_up)["hauts-de-france"].lang == "en"
    assert offices(Settings()) == {}
    assert Slack.name == CHANNEL
