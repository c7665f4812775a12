"""The way out to Slack: a letter becomes a message of a thread, or changes one.

A letter's address is `<channel id>/<about>`. The first card of an address opens its thread; a card sent there again
changes it. A message that can no longer be changed is sent anew.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.base import Card, Gone, Letter, Notice, Rejected, Removal, SlowDown
from bot.channels.slack import limits
from bot.channels.slack.blocks import Laid, is_aloud, laid_out
from bot.channels.slack.pace import Pace, TooBusy
from bot.render import Capabilities, File, Message

log = structlog.get_logger()

NAME = "slack"

ABLE = Capabilities(max_text=limits.TEXT, max_buttons=0, max_label=limits.BUTTON, edits_messages=True, files=True)

NO_PLACE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
"""The channel is not there for us: whoever runs it must invite the bot, or take it out of the archive."""

NO_ACCESS = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "no_permission",
        "org_login_required",
        "team_access_not_granted",
    }
)
"""The app is no longer installed, or not with what it needs: nothing is lost, `explor doctor` says what to do."""

DOCTOR = "`explor doctor` says what to do; what waits is sent once it is mended and the server started again"

PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "access_denied"}
)
NOT_THERE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NO_THREAD = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
SLOWER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

RETRY_AFTER = 30.0
"""Seconds to wait where Slack does not say how long."""


@dataclass(frozen=True)
class Slack:
    """The channel of the staff (`bot.channels.base.Channel`)."""

    client: AsyncWebClient
    pace: Pace
    name: ClassVar[str] = NAME
    able: ClassVar[Capabilities] = ABLE

    async def busy(self, address: str) -> None:
        """Slack shows nothing of the kind for an app."""

    async def send(self, letter: Letter) -> str | None:
        """Send a letter; the `ts` of its message, None for a file. Raises as the contract says."""
        channel = letter.address.partition("/")[0]
        try:
            await self.pace.turn(channel)
            return await _Sending(self.client, channel, letter).send()
        except TooBusy as busy:
            raise SlowDown(busy.seconds) from None
        except SlackApiError as error:
            raise self._said(error, channel) from None

    def _said(self, error: SlackApiError, channel: str) -> Exception:
        """What Slack refused, as the dispatcher understands it. The library's own error quotes the whole answer."""
        why = reason(error)
        status = getattr(error.response, "status_code", 0)
        if why in SLOWER or status == 429:
            seconds = _retry_after(error)
            self.pace.pause(channel, seconds)
            return SlowDown(seconds)
        if why in NO_PLACE | NO_ACCESS:
            log.error("slack_refuses", why=why, do=DOCTOR)
            return Gone(why)
        if not why or why in PASSING:
            return ConnectionError(f"slack: {why or status}")
        return Rejected(why)


@dataclass(frozen=True)
class _Sending:
    """One letter on its way."""

    client: AsyncWebClient
    channel: str
    letter: Letter

    async def send(self) -> str | None:
        match self.letter.content:
            case Removal():
                return await self._remove()
            case File() as file:
                return await self._upload(file)
            case Card() | Message() | Notice() as shown:
                return await self._show(laid_out(shown), aloud=is_aloud(shown))

    @property
    def _changes(self) -> str | None:
        """The message to change: the one named, or for a card the one that opens the thread."""
        root = self.letter.thread if isinstance(self.letter.content, Card) else None
        return self.letter.replaces or root

    async def _show(self, laid: Laid, *, aloud: bool) -> str | None:
        if ts := self._changes:
            return await _or_else(lambda: self._update(ts, laid), NOT_THERE, lambda: self._post(laid, aloud=aloud))
        return await self._post(laid, aloud=aloud)

    async def _update(self, ts: str, laid: Laid) -> str | None:
        answer = await self.client.chat_update(channel=self.channel, ts=ts, text=laid.text, blocks=laid.blocks)
        return str(answer["ts"])

    async def _post(self, laid: Laid, *, aloud: bool) -> str | None:
        """In the thread, where there is one; in the channel where somebody has deleted it."""
        if isinstance(self.letter.content, Card) or self.letter.thread is None:
            return await self._post_at(laid)
        place = {"thread_ts": self.letter.thread, "reply_broadcast": aloud}
        return await _or_else(lambda: self._post_at(laid, **place), NO_THREAD, lambda: self._post_at(laid))

    async def _post_at(self, laid: Laid, **place: Any) -> str | None:
        answer = await self.client.chat_postMessage(
            channel=self.channel, text=laid.text, blocks=laid.blocks, unfurl_links=False, unfurl_media=False, **place
        )
        return str(answer["ts"])

    async def _remove(self) -> str | None:
        if (ts := self.letter.replaces) is not None:
            await _or_else(lambda: self._delete(ts), NOT_THERE, _nothing)
        return None

    async def _delete(self, ts: str) -> str | None:
        await self.client.chat_delete(channel=self.channel, ts=ts)
        return None

    async def _upload(self, file: File) -> str | None:
        """A file of the thread. Slack shares it a little later, and does not say under what id."""
        where: dict[str, Any] = {"channel": self.channel, "thread_ts": self.letter.thread}
        await self.client.files_upload_v2(filename=file.name, title=file.name, content=file.content, **where)
        return None


Try = Callable[[], Coroutine[Any, Any, str | None]]


async def _or_else(attempt: Try, refusals: frozenset[str], instead: Try) -> str | None:
    """Try; where Slack refuses for one of these reasons, do the other instead."""
    try:
        return await attempt()
    except SlackApiError as error:
        if reason(error) not in refusals:
            raise
    return await instead()


async def _nothing() -> str | None:
    """A message that is gone is removed."""
    return None


def reason(error: SlackApiError) -> str:
    """Slack's word for a refusal; "" where it gave none."""
    try:
        return str(error.response["error"] or "")
    except (KeyError, TypeError, ValueError):
        return ""


def _retry_after(error: SlackApiError) -> float:
    try:
        return float(error.response.headers["Retry-After"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return RETRY_AFTER
