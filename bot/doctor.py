"""Whether the bot can do its work as it is set up: each thing tried for real, and what to do about those that fail.

Nothing is changed at a vendor. No token is shown, nor any sentence of a library, which may quote one.
"""

import asyncio
import stat
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy.engine import make_url

from bot.channels.telegram.webhook import Place
from bot.filing import unreachable
from bot.settings import Network, Settings, Slack, Telegram, config_file
from knowledge.base import Knowledge
from storage.errors import StorageError
from storage.store import Store

Verdict = Literal["ok", "warning", "wrong"]

PORTS = (443, 80, 88, 8443)
"""Where Telegram calls a webhook: core.telegram.org/bots/api, "setWebhook", notes."""

SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:history",
        "groups:read",
        "users:read",
    }
)
"""What the app may do in Slack, as `slack/manifest.yaml` asks for it."""

SKEW = 60.0
"""Seconds between this machine's clock and a vendor's, at most: Slack's signatures are worth 300."""

PATIENCE = ClientTimeout(total=15)

REFUSALS: Mapping[str, str] = {
    "invalid_auth": "Slack does not know this token: copy it again from the app's page",
    "not_authed": "Slack does not know this token: copy it again from the app's page",
    "account_inactive": "the app is no longer installed: install it again from its page, and copy its new token",
    "token_revoked": "the token was revoked: install the app again from its page, and copy its new token",
    "token_expired": "the token has expired: install the app again from its page, and copy its new token",
    "missing_scope": "the app lacks a right: bring slack/manifest.yaml to its page, and install it again",
    "not_allowed_token_type": "this is another kind of token: bot_token begins with xoxb-, app_token with xapp-",
    "channel_not_found": "there is no such channel, or it is private: copy its id, and /invite the app to it",
    "user_not_found": "there is no such person in this workspace: copy their member id again",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: what, how it is, and what to do where it is not well."""

    verdict: Verdict
    what: str
    do: str = ""

    def __str__(self) -> str:
        mark = {"ok": "ok     ", "warning": "WARNING", "wrong": "WRONG  "}[self.verdict]
        return f"{mark} {self.what}" + (f"\n        → {self.do}" if self.do else "")


Findings = AsyncIterator[Finding]


def ok(what: str) -> Finding:
    return Finding("ok", what)


def warning(what: str, do: str) -> Finding:
    return Finding("warning", what, do)


def wrong(what: str, do: str) -> Finding:
    return Finding("wrong", what, do)


@dataclass(frozen=True)
class Answer:
    """What a vendor answered: its JSON, the scopes it says the token has, and its clock."""

    data: Mapping[str, Any]
    scopes: frozenset[str] | None = None
    date: datetime | None = None


class Away(Exception):
    """The vendor could not be reached, or does not answer as it should."""


@dataclass
class Doctor:
    """Tries everything that is set. `clock` gives this machine's time."""

    settings: Settings
    facts: Knowledge
    clock: Callable[[], datetime]
    _skewed: list[str] = field(default_factory=list)

    async def examine(self) -> Findings:
        """Everything, in the order in which to mend it."""
        for finding in (*self._file(), *self._channels(), *self._database(), *self._files()):
            yield finding
        async with ClientSession(timeout=PATIENCE) as session:
            self.session = session
            for part in (self._telegram, self._slack, self._smtp):
                async for finding in part():
                    yield finding

    # -- this machine --------------------------------------------------------------------------------------------

    def _file(self) -> Iterator[Finding]:
        file = config_file()
        if file is None:
            return
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield warning(f"settings: {file} can be read by others on this machine", f"chmod 600 {file}")
        else:
            yield ok(f"settings: {file}")

    def _channels(self) -> Iterator[Finding]:
        if self.settings.telegram.token is None and self.settings.slack.bot_token is None:
            yield wrong("channels: none is set", "set EXPLOR_TELEGRAM_TOKEN, or Slack's tokens: see README, Serving")
        for region in sorted(set(self.settings.slack.networks) - set(self.facts.regions)):
            known = ", ".join(sorted(self.facts.regions))
            yield wrong(f"slack.networks: there is no region {region}", f"name it as one of: {known}")

    def _database(self) -> Iterator[Finding]:
        try:
            store = Store.open(self.settings.database_url)
        except StorageError as error:
            yield wrong(f"database: {error} ({error.code})", "set EXPLOR_DATABASE_URL, or let this user write there")
            return
        try:
            yield from self._tables(store)
        finally:
            store.close()

    def _tables(self, store: Store) -> Iterator[Finding]:
        where = make_url(self.settings.database_url).render_as_string(hide_password=True)
        try:
            store.require_current()
            store.require_writable()
        except StorageError as error:
            if error.code == "not_migrated" and store.embedded:
                yield ok(f"database: {where} (its tables are made or brought up to date when the server starts)")
            elif error.code == "not_migrated":
                yield wrong("database: its tables are not those of this version", "run: explor migrate")
            else:
                yield wrong(f"database: {error} ({error.code})", "see that this user may write there, and the disk")
            return
        yield ok(f"database: {where}, of this version, and takes what is written")

    def _files(self) -> Iterator[Finding]:
        folder = self.settings.files
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield wrong(f"files: {folder}: {error.strerror}", "set EXPLOR_FILES to a folder of this user")
            return
        yield ok(f"files: {folder}")

    # -- Telegram ------------------------------------------------------------------------------------------------

    async def _telegram(self) -> Findings:
        settings = self.settings.telegram
        if settings.token is None:
            return
        token = settings.token.get_secret_value()
        try:
            me = await self._ask_telegram(settings, token, "getMe")
            hook = await self._ask_telegram(settings, token, "getWebhookInfo")
        except Away:
            yield wrong("Telegram: cannot be reached from here", f"see that this machine reaches {settings.api_root}")
            return
        if not me.data.get("ok"):
            yield wrong("Telegram: refuses the token", "ask @BotFather for it again: /mybots, API Token")
            return
        yield ok(f"Telegram: answers as @{me.data['result'].get('username', '?')}")
        for finding in (*self._skew("Telegram", me), *self._hook(settings, token, hook.data.get("result", {}))):
            yield finding

    async def _ask_telegram(self, settings: Telegram, token: str, method: str) -> Answer:
        return await self._ask(f"{settings.api_root}/bot{token}/{method}")

    def _hook(self, settings: Telegram, token: str, hook: Mapping[str, Any]) -> Iterator[Finding]:
        """Where Telegram calls, beside where it should."""
        wanted = f"{settings.public_url}{Place.of(token).path}" if settings.mode == "webhook" else ""
        if settings.mode == "polling":
            said = "is set, and `explor serve` will remove it" if hook.get("url") else "none, as polling needs it"
            yield ok(f"Telegram's webhook: {said}")
            return
        yield from self._port(settings.public_url or "")
        if hook.get("url") != wanted:
            yield warning("Telegram's webhook: not the address that is set", "`explor serve` sets it when it starts")
        elif hook.get("last_error_date", 0) > self.clock().timestamp() - 600:
            yield wrong(
                "Telegram's webhook: Telegram could not deliver in the last ten minutes",
                "see that public_url leads here, over https with a valid certificate, and that `explor serve` runs",
            )
        else:
            yield ok("Telegram's webhook: as it is set")

    def _port(self, public: str) -> Iterator[Finding]:
        address = urlsplit(public)
        if (address.port or 443) not in PORTS and address.scheme == "https":
            ports = ", ".join(map(str, PORTS))
            yield wrong(f"telegram.public_url: Telegram does not call port {address.port}", f"use one of {ports}")

    # -- Slack ---------------------------------------------------------------------------------------------------

    async def _slack(self) -> Findings:
        settings = self.settings.slack
        if settings.bot_token is None:
            return
        token = settings.bot_token.get_secret_value()
        try:
            async for finding in self._workspace(settings, token):
                yield finding
        except Away:
            yield wrong("Slack: cannot be reached from here", f"see that this machine reaches {settings.api_root}")

    async def _workspace(self, settings: Slack, token: str) -> Findings:
        who = await self._ask_slack("auth.test", token)
        if not who.data.get("ok"):
            yield _refused("Slack: refuses bot_token", who)
            return
        yield ok(f"Slack: answers as {who.data.get('user', '?')} in {who.data.get('team', '?')}")
        for finding in (*self._skew("Slack", who), *_rights(who)):
            yield finding
        if settings.mode == "socket" and settings.app_token:
            yield await self._socket(settings.app_token.get_secret_value())
        if not settings.networks:
            yield warning("slack.networks: none is set, so nobody reads what comes", "see explor.example.toml")
        for region, network in settings.networks.items():
            async for finding in self._network(region, network, token):
                yield finding

    async def _socket(self, token: str) -> Finding:
        opened = await self._ask_slack("apps.connections.open", token)
        if opened.data.get("ok"):
            return ok("Slack: opens a connection for app_token")
        if opened.data.get("error") == "missing_scope":
            return wrong("Slack: app_token may not connect", "make one with connections:write (Basic Information)")
        return _refused("Slack: refuses app_token", opened)

    async def _network(self, region: str, network: Network, token: str) -> Findings:
        found = await self._ask_slack("conversations.info", token, channel=network.channel)
        channel = found.data.get("channel", {})
        name = f"Slack, {region}: channel {network.channel}"
        if not found.data.get("ok"):
            yield _refused(name, found)
        elif channel.get("is_archived"):
            yield wrong(f"{name} is archived", "take it out of the archive, or set another one")
        elif not channel.get("is_member"):
            do = "in that channel, type /invite and choose the app"
            yield wrong(f"{name} (#{channel.get('name')}): the app is not in it", do)
        else:
            yield ok(f"{name} (#{channel.get('name')})")
        if not network.staff:
            yield warning(f"Slack, {region}: nobody is staff", f"set slack.networks.{region}.staff")
        for user in sorted(network.staff):
            if finding := await self._member(region, user, token):
                yield finding

    async def _member(self, region: str, user: str, token: str) -> Finding | None:
        found = await self._ask_slack("users.info", token, user=user)
        person = found.data.get("user", {})
        if not found.data.get("ok"):
            return _refused(f"Slack, {region}: staff {user}", found)
        if person.get("deleted") or person.get("is_bot"):
            return wrong(f"Slack, {region}: staff {user} is not a person who can act", "take them out of staff")
        return None

    async def _ask_slack(self, method: str, token: str, **given: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}"}
        return await self._ask(f"{self.settings.slack.api_root}/{method}", headers, given)

    # -- mail ------------------------------------------------------------------------------------------------------

    async def _smtp(self) -> Findings:
        smtp = self.settings.smtp
        if smtp is None:
            return
        if why := await unreachable(smtp):
            yield wrong(f"mail server: {smtp.host}, port {smtp.port}: {why}", "see EXPLOR_SMTP_URL")
        else:
            yield ok(f"mail server: {smtp.host} takes mail from {smtp.sender}")

    # -- what they share -------------------------------------------------------------------------------------------

    async def _ask(self, url: str, headers: Mapping[str, str] | None = None, given: Any = None) -> Answer:
        """A call. Raises `Away`, and says no more: errors quote the address, and the address has the token."""
        try:
            async with self.session.post(url, data=given or {}, headers=headers) as answer:
                data = await answer.json(content_type=None)
                told = answer.headers
        except (ClientError, TimeoutError, OSError, ValueError):
            raise Away from None
        if not isinstance(data, dict):
            raise Away
        scopes = told.get("X-OAuth-Scopes")
        named = frozenset(scope.strip() for scope in scopes.split(",")) if scopes is not None else None
        return Answer(data, named, _date(told.get("Date")))

    def _skew(self, vendor: str, answer: Answer) -> Iterator[Finding]:
        if answer.date is None:
            return
        seconds = (self.clock() - answer.date).total_seconds()
        if abs(seconds) > SKEW:
            side = "ahead of" if seconds > 0 else "behind"
            yield warning(
                f"clock: this machine is {abs(seconds):.0f} s {side} {vendor}",
                "set it by the network (timedatectl set-ntp true): deadlines and signatures depend on it",
            )
        else:
            yield ok(f"clock: that of {vendor}, within {SKEW:.0f} s")


def _rights(who: Answer) -> Sequence[Finding]:
    if who.scopes is None:
        return ()
    if missing := sorted(SCOPES - who.scopes):
        lacking = f"Slack: the app may not {', '.join(missing)}"
        return (wrong(lacking, "bring slack/manifest.yaml to the app's page, and install the app again"),)
    return (ok("Slack: the app has all its rights"),)


def _refused(what: str, answer: Answer) -> Finding:
    code = str(answer.data.get("error", "no reason"))[:60]
    return wrong(f"{what} ({code})", REFUSALS.get(code, "see docs.slack.dev for this word of Slack's"))


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None


def report(settings: Settings, facts: Knowledge, clock: Callable[[], datetime], say: Callable[[str], None]) -> bool:
    """Examine, saying each finding as it is made; whether nothing is wrong."""

    async def examined() -> bool:
        fine = True
        async for finding in Doctor(settings, facts, clock).examine():
            say(str(finding))
            fine = fine and finding.verdict != "wrong"
        return fine

    return asyncio.run(examined())
