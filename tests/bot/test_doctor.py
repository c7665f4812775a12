"""What an operator is told before serving: what works, what does not, and what to do about it."""

import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.telegram.webhook import Place
from bot.doctor import SCOPES, Doctor, Finding
from bot.settings import Settings
from tests.emulators import slack as slack_emulator
from tests.emulators.slack import Workspace
from tests.emulators.telegram import Emulator
from tests.play import facts


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


def now() -> datetime:
    return datetime.now(UTC)


def settings(url: str, tmp_path: Path, **more: Any) -> Settings:
    return Settings(database_url=url, files=tmp_path / "files", **more)


def at(emulator: Emulator, **more: Any) -> dict[str, Any]:
    return {"token": emulator.token, "api_root": emulator.root, **more}


async def findings(set_up: Settings, clock: Callable[[], datetime] = now) -> list[Finding]:
    return [finding async for finding in Doctor(set_up, facts(), clock).examine()]


def wrongs(found: list[Finding]) -> list[str]:
    return [finding.what for finding in found if finding.verdict == "wrong"]


def about(words: str, found: list[Finding]) -> Finding:
    matching = [finding for finding in found if words in finding.what]
    assert matching, [finding.what for finding in found]
    return matching[0]


# -- Telegram --------------------------------------------------------------------------------------------------------


async def test_all_is_well(telegram: Emulator, sqlite_url: str, tmp_path: Path) -> None:
    found = await findings(settings(sqlite_url, tmp_path, telegram=at(telegram)))

    assert {finding.verdict for finding in found} == {"ok"}
    assert about("Telegram: answers", found).what == "Telegram: answers as @explor_test_bot"
    assert {"database", "files", "clock"} <= {finding.what.partition(":")[0] for finding in found}


async def test_nothing_set_is_wrong(sqlite_url: str, tmp_path: Path) -> None:
    assert wrongs(await findings(settings(sqlite_url, tmp_path))) == ["channels: none is set"]


async def test_a_token_that_telegram_refuses(telegram: Emulator, sqlite_url: str, tmp_path: Path) -> None:
    found = await findings(settings(sqlite_url, tmp_path, telegram=at(telegram, token="1:very-secret")))

    assert wrongs(found) == ["Telegram: refuses the token"]
    assert "very-secret" not in "".join(map(str, found))


async def test_telegram_out_of_reach(sqlite_url: str, tmp_path: Path, unused_tcp_port: int) -> None:
    nowhere = {"token": "1:very-secret", "api_root": f"http://127.0.0.1:{unused_tcp_port}"}
    found = await findings(settings(sqlite_url, tmp_path, telegram=nowhere))

    assert wrongs(found) == ["Telegram: cannot be reached from here"]
    assert "very-secret" not in "".join(map(str, found))


async def test_a_webhook_that_is_not_the_one_set(telegram: Emulator, sqlite_url: str, tmp_path: Path) -> None:
    hook = {"mode": "webhook", "public_url": "https://explor.example.org"}
    found = await findings(settings(sqlite_url, tmp_path, telegram=at(telegram, **hook)))

    finding = about("Telegram's webhook", found)
    assert (finding.verdict, finding.do) == ("warning", "`explor serve` sets it when it starts")
    assert Place.of(telegram.token).path not in "".join(map(str, found))


async def test_an_address_at_a_port_that_telegram_never_calls(
    telegram: Emulator, sqlite_url: str, tmp_path: Path
) -> None:
    hook = {"mode": "webhook", "public_url": "https://explor.example.org:9000"}
    found = await findings(settings(sqlite_url, tmp_path, telegram=at(telegram, **hook)))

    assert wrongs(found) == ["telegram.public_url: Telegram does not call port 9000"]


@pytest.mark.parametrize(
    ("seconds", "verdict"), [(0, "ok"), (50, "ok"), (120, "warning"), (-120, "warning"), (7200, "warning")]
)
async def test_a_clock_that_is_wrong(
    telegram: Emulator, sqlite_url: str, tmp_path: Path, seconds: int, verdict: str
) -> None:
    found = await findings(
        settings(sqlite_url, tmp_path, telegram=at(telegram)), lambda: now() + timedelta(seconds=seconds)
    )

    assert about("clock: ", found).verdict == verdict


# -- Slack -----------------------------------------------------------------------------------------------------------


def desk(workspace: Workspace, **more: Any) -> dict[str, Any]:
    tokens = {"bot_token": slack_emulator.BOT_TOKEN, "app_token": slack_emulator.APP_TOKEN}
    network = {"channel": "C01LILLE", "staff": ["U01ANA"]}
    return {**tokens, "api_root": workspace.api.rstrip("/"), "networks": {"hauts-de-france": network}, **more}


async def test_a_workspace_that_is_ready(slack: Workspace, sqlite_url: str, tmp_path: Path) -> None:
    slack.member("U01ANA", "Ana", slack.channel("C01LILLE", "explor-hdf"))
    found = await findings(settings(sqlite_url, tmp_path, slack=desk(slack)))

    assert {finding.verdict for finding in found} == {"ok"}
    assert about("Slack: answers", found).what == "Slack: answers as explor in EXPLOR"
    assert about("C01LILLE", found).what == "Slack, hauts-de-france: channel C01LILLE (#explor-hdf)"
    assert about("opens a connection", found).verdict == "ok"


async def test_a_channel_that_the_app_was_not_invited_to(slack: Workspace, sqlite_url: str, tmp_path: Path) -> None:
    room = slack.channel("C01LILLE", "explor-hdf")
    slack.member("U01ANA", "Ana", room)
    room.members.discard(slack_emulator.BOT_USER)
    found = await findings(settings(sqlite_url, tmp_path, slack=desk(slack)))

    assert wrongs(found) == ["Slack, hauts-de-france: channel C01LILLE (#explor-hdf): the app is not in it"]
    assert about("not in it", found).do == "in that channel, type /invite and choose the app"


async def test_a_channel_a_person_and_a_region_that_do_not_exist(
    slack: Workspace, sqlite_url: str, tmp_path: Path
) -> None:
    networks = {"hauts-de-france": {"channel": "C0NONE", "staff": ["U0NONE"]}, "bretagne": {"channel": "C0NONE"}}
    found = await findings(settings(sqlite_url, tmp_path, slack=desk(slack, networks=networks)))

    assert "slack.networks: there is no region bretagne" in wrongs(found)
    assert "Slack, hauts-de-france: channel C0NONE (channel_not_found)" in wrongs(found)
    assert "Slack, hauts-de-france: staff U0NONE (user_not_found)" in wrongs(found)
    assert all(finding.do for finding in found if finding.verdict != "ok")


@pytest.mark.parametrize(
    ("token", "what"), [("bot_token", "Slack: refuses bot_token"), ("app_token", "Slack: refuses app_token")]
)
async def test_a_token_that_slack_refuses(
    slack: Workspace, sqlite_url: str, tmp_path: Path, token: str, what: str
) -> None:
    slack.member("U01ANA", "Ana", slack.channel("C01LILLE", "explor-hdf"))
    secret = {"bot_token": "xoxb-very-secret", "app_token": "xapp-very-secret"}[token]
    found = await findings(settings(sqlite_url, tmp_path, slack=desk(slack, **{token: secret})))

    assert wrongs(found) == [f"{what} (invalid_auth)"]
    assert "very-secret" not in "".join(map(str, found))


@pytest.mark.parametrize(("taken_away", "verdict"), [(set(), "ok"), ({"users:read", "files:write"}, "wrong")])
async def test_an_app_that_lacks_a_right(sqlite_url: str, tmp_path: Path, taken_away: set[str], verdict: str) -> None:
    """Slack names the scopes of a token in a header of every answer."""

    async def auth_test(_request: web.Request) -> web.Response:
        given = {"X-OAuth-Scopes": ",".join(sorted(SCOPES - taken_away))}
        return web.json_response({"ok": True, "user": "explor", "team": "T"}, headers=given)

    app = web.Application()
    app.router.add_post("/api/auth.test", auth_test)
    async with TestServer(app) as workspace:
        tokens = {"bot_token": "xoxb-1", "signing_secret": "s", "mode": "http"}
        set_up = {**tokens, "api_root": str(workspace.make_url("/api"))}
        found = await findings(settings(sqlite_url, tmp_path, slack=set_up))

    assert about("Slack: the app", found).verdict == verdict
    assert all(scope in about("Slack: the app", found).what for scope in taken_away)


def test_what_the_app_needs_is_what_its_manifest_asks_for() -> None:
    yaml = pytest.importorskip("yaml")
    manifest = yaml.safe_load(Path("slack/manifest.yaml").read_text(encoding="utf-8"))

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES


# -- this machine ----------------------------------------------------------------------------------------------------


async def test_a_database_that_is_not_there(telegram: Emulator, tmp_path: Path) -> None:
    found = await findings(settings("postgresql://explor:hush@127.0.0.1:9/none", tmp_path, telegram=at(telegram)))

    assert len(wrongs(found)) == 1
    assert wrongs(found)[0].startswith("database: ")
    assert "hush" not in "".join(map(str, found))


async def test_a_database_of_another_version(telegram: Emulator, empty_url: str, tmp_path: Path) -> None:
    found = await findings(settings(empty_url, tmp_path, telegram=at(telegram)))

    if empty_url.startswith("sqlite"):
        assert about("database", found).verdict == "ok", "it is made when the server starts"
    else:
        assert about("database", found).do == "run: explor migrate"


async def test_the_password_of_a_database_is_not_shown(telegram: Emulator, postgresql_url: str, tmp_path: Path) -> None:
    with_password = postgresql_url.replace("postgres:", "postgres:hush", 1)
    found = await findings(settings(with_password, tmp_path, telegram=at(telegram)))

    assert about("database", found).verdict == "ok"
    assert "hush" not in "".join(map(str, found))


async def test_a_folder_that_cannot_be_written_to(telegram: Emulator, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    set_up = settings(sqlite_url, tmp_path, telegram=at(telegram)).model_copy(update={"files": tmp_path / "file" / "x"})
    found = await findings(set_up)

    assert about("files", found).verdict == "wrong"


async def test_a_mail_server_that_is_not_there(
    telegram: Emulator, sqlite_url: str, tmp_path: Path, unused_tcp_port: int
) -> None:
    mail = {"smtp_url": f"smtp+plain://ana:hush@localhost:{unused_tcp_port}", "smtp_from": "explor@example.org"}
    found = await findings(settings(sqlite_url, tmp_path, telegram=at(telegram), **mail))

    assert wrongs(found) == [f"mail server: localhost, port {unused_tcp_port}: SMTPConnectError"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
async def test_settings_that_others_can_read(
    telegram: Emulator, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "explor.toml"
    file.write_text("")
    monkeypatch.setenv("EXPLOR_CONFIG", str(file))
    set_up = settings(sqlite_url, tmp_path, telegram=at(telegram))
    file.chmod(0o644)
    assert about("settings", await findings(set_up)).do == f"chmod 600 {file}"

    file.chmod(0o600)
    assert about("settings", await findings(set_up)).verdict == "ok"
