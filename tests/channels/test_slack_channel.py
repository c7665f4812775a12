"""What leaves for Slack, and what becomes of it when Slack refuses."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.channels.base import Gone, Letter, Rejected, Removal, SlowDown
from bot.channels.slack.channel import Slack
from bot.channels.slack.pace import Pace, TooBusy
from bot.channels.slack.web import discreet, opened
from bot.render import File, Line, Message
from tests.channels.slack_desk import CARD, no_sleep
from tests.emulators.slack import BOT_TOKEN, Channel, Workspace, words


@dataclass
class Time:
    """A clock that only sleeping moves."""

    now: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@dataclass
class Way:
    """A workspace with a room, and the channel that sends there."""

    slack: Workspace
    room: Channel
    time: Time
    channel: Slack

    async def send(self, content: Any, **how: Any) -> str | None:
        return await self.channel.send(Letter(1, "C01LILLE/application:a1", content, **how))


@pytest.fixture
async def way() -> AsyncIterator[Way]:
    time = Time()
    async with Workspace(clock=time, sleep=no_sleep) as slack, opened(BOT_TOKEN, slack.api) as client:
        yield Way(slack, slack.channel("C01LILLE"), time, Slack(client, Pace(time, time.sleep)))


def said(text: str, role: str = "body") -> Message:
    return Message("fr", (Line(role, text),))


async def test_a_card_opens_a_thread_and_messages_follow_in_it(way: Way) -> None:
    root = await way.send(CARD)
    assert root is not None
    answer = await way.send(said("Bonjour <b> & *toi*"), thread=root)
    assert words(way.room.message(root)).startswith(CARD.title)
    assert [one["ts"] for one in way.room.thread(root)] == [answer]
    assert words(way.room.message(answer or "")) == "Bonjour <b> & *toi*"


async def test_a_message_for_everybody_is_also_shown_in_the_channel(way: Way) -> None:
    root = await way.send(CARD)
    quiet = await way.send(said("à ceux du fil"), thread=root)
    loud = await way.send(said("à tous", "aloud"), thread=root)
    assert way.room.message(quiet or "").get("subtype") is None
    assert way.room.message(loud or "")["subtype"] == "thread_broadcast"


async def test_a_card_that_changes_is_changed_where_it_stands(way: Way) -> None:
    root = await way.send(CARD)
    accepted = replace(CARD, status="Accepté par Ana", actions=())
    assert await way.send(accepted, thread=root) == root
    assert await way.send(accepted, thread=root, replaces=root) == root
    [message] = way.room.messages
    assert "Accepté par Ana" in words(message)
    assert "Refuser" not in words(message)


async def test_a_message_is_edited_and_one_that_is_gone_is_sent_anew(way: Way) -> None:
    root = await way.send(CARD)
    first = await way.send(said("un"), thread=root)
    assert await way.send(said("deux"), thread=root, replaces=first) == first
    way.room.messages.remove(way.room.message(first or ""))
    anew = await way.send(said("trois"), thread=root, replaces=first)
    assert [words(one) for one in way.room.thread(root or "")] == ["trois"]
    assert anew != first


@pytest.mark.parametrize("refusal", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_card_that_can_no_longer_be_changed_is_posted_anew(way: Way, refusal: str) -> None:
    root = await way.send(CARD)
    way.slack.fails("chat.update", refusal)
    assert await way.send(CARD, thread=root) != root
    assert len(way.room.roots) == 2


async def test_a_thread_that_somebody_deleted_does_not_swallow_a_message(way: Way) -> None:
    await way.send(said("Une question d'Awa"), thread="1.000001")
    assert [words(one) for one in way.room.roots] == ["Une question d'Awa"]


async def test_a_message_is_taken_back_and_one_that_is_gone_is_fine(way: Way) -> None:
    sent = await way.send(said("pardon"))
    assert await way.send(Removal(), replaces=sent) is None
    assert way.room.messages == []
    assert await way.send(Removal(), replaces=sent) is None
    assert await way.send(Removal()) is None


async def test_a_pdf_arrives_in_the_thread_with_its_name_and_its_bytes(way: Way) -> None:
    root = await way.send(CARD)
    assert await way.send(File("HDF-2026-0007.pdf", b"%PDF-1.7 \x00\xff"), thread=root) is None
    [answer] = way.room.thread(root or "")
    assert [(one["name"], one["content"]) for one in answer["files"]] == [("HDF-2026-0007.pdf", b"%PDF-1.7 \x00\xff")]


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("channel_not_found", Gone),
        ("is_archived", Gone),
        ("not_in_channel", Gone),
        ("invalid_auth", Gone),
        ("account_inactive", Gone),
        ("token_revoked", Gone),
        ("missing_scope", Gone),
        ("msg_too_long", Rejected),
        ("invalid_blocks", Rejected),
        ("msg_blocks_too_long", Rejected),
        ("internal_error", ConnectionError),
        ("service_unavailable", ConnectionError),
    ],
)
async def test_each_refusal_is_told_by_its_kind_and_slack_s_word(way: Way, error: str, kind: type[Exception]) -> None:
    way.slack.fails("chat.postMessage", error)
    with pytest.raises(kind, match=error):
        await way.send(said("mot secret"))


async def test_a_refusal_does_not_quote_what_was_written(way: Way) -> None:
    way.slack.fails("chat.postMessage", "invalid_blocks")
    with pytest.raises(Rejected) as refused:
        await way.send(said("mot secret"))
    assert "secret" not in repr(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("state", ["archived", "unknown", "not a member", "revoked"])
async def test_a_place_where_the_bot_cannot_write_is_gone_until_it_can(way: Way, state: str) -> None:
    way.room.archived = state == "archived"
    way.room.members = set() if state == "not a member" else way.room.members
    way.slack.revoked = state == "revoked"
    if state == "unknown":
        way.slack.channels.clear()
    with pytest.raises(Gone):
        await way.send(said("bonjour"))


async def test_asked_to_wait_the_whole_channel_waits_as_long_as_slack_says(way: Way) -> None:
    way.slack.fails("chat.postMessage", "ratelimited", retry_after=27)
    with pytest.raises(SlowDown) as asked:
        await way.send(said("un"))
    assert asked.value.seconds == 27
    with pytest.raises(SlowDown) as still:
        await way.send(said("deux"))
    assert still.value.seconds == pytest.approx(27)
    assert len(way.slack.called("chat.postMessage")) == 1


async def test_a_broken_answer_is_tried_again_later_and_only_by_the_outbox(way: Way) -> None:
    way.slack.fails("chat.postMessage", garbled=True, status=502)
    with pytest.raises(ConnectionError, match="502"):
        await way.send(said("un"))
    way.slack.fails("chat.postMessage", cut=True)
    with pytest.raises(aiohttp.ClientError):
        await way.send(said("un"))
    assert len(way.slack.called("chat.postMessage")) == 2


# -- the pace --------------------------------------------------------------------------------------------------------


async def test_a_channel_gets_one_message_a_second(way: Way) -> None:
    way.slack.paced = True
    for text in ("un", "deux", "trois"):
        await way.send(said(text))
    assert way.time.slept == [1.0, 1.0]
    assert len(way.room.messages) == 3


async def test_channels_do_not_wait_for_each_other(way: Way) -> None:
    way.slack.channel("C02AMIENS")
    await way.send(said("un"))
    await way.channel.send(Letter(2, "C02AMIENS/application:b", said("deux")))
    assert way.time.slept == []


async def test_who_would_wait_long_comes_back_instead_and_keeps_no_place() -> None:
    time = Time()

    async def asleep(seconds: float) -> None:
        """Everybody else is still waiting."""

    pace = Pace(time, asleep)
    for _place in range(4):
        await pace.turn("C")
    for _again in range(2):
        with pytest.raises(TooBusy) as busy:
            await pace.turn("C")
        assert busy.value.seconds == 4.0
    time.now += 60
    await pace.turn("C")


async def test_a_busy_channel_asks_the_dispatcher_to_come_back(way: Way) -> None:
    way.channel.pace.pause("C01LILLE", 12)
    with pytest.raises(SlowDown) as asked:
        await way.send(said("un"))
    assert asked.value.seconds == 12


# -- what is noted ---------------------------------------------------------------------------------------------------


def test_what_the_libraries_complain_of_is_noted_without_anybody_s_words() -> None:
    with capture_logs() as noted:
        logger = discreet()
        logger.warning("Unhandled request: {'text': 'mot secret'}")
        try:
            raise ConnectionError("mot secret")
        except ConnectionError:
            logger.exception("Failed: mot secret")
    assert [(one["event"], one["error"]) for one in noted] == [("slack_library", "ConnectionError")]
    assert "secret" not in str(noted)


# -- the library -----------------------------------------------------------------------------------------------------


async def test_the_machine_s_proxy_is_not_asked_the_way_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:3128")
    async with opened(BOT_TOKEN, "http://127.0.0.1:1/api/") as near, opened(BOT_TOKEN) as far:
        assert near.proxy is None
        assert far.proxy == "http://192.0.2.1:3128"
