"""The emulator refuses what Telegram refuses, in Telegram's words: only so do the other tests prove anything."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.emulators.telegram import Emulator
from tests.emulators.telegram.entities import BadHtml, parsed


async def call(telegram: Emulator, method: str, token: str | None = None, **params: Any) -> dict[str, Any]:
    """What Telegram answers, as it stands on the wire."""
    async with (
        ClientSession() as client,
        client.post(f"{telegram.root}/bot{token or telegram.token}/{method}", json=params) as answer,
    ):
        return {**await answer.json(), "status": answer.status}


SHARE = {text: {"keyboard": [[{"text": text, "request_contact": True}]]} for text in ("", "Mon numéro")}


def keyboard(*labels: str, data: str = "1") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}] for label in labels]}


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x" * 4097}, "Bad Request: message is too long"),
    ("sendMessage", {"text": "😀" * 2049}, "Bad Request: message is too long"),
    ("sendMessage", {"text": "  \n "}, "Bad Request: message text is empty"),
    ("sendMessage", {}, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "x", "chat_id": 404}, "Bad Request: chat not found"),
    (
        "sendMessage",
        {"text": "é<b>x", "parse_mode": "HTML"},
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "sendMessage",
        {"text": "é<h1>x</h1>", "parse_mode": "HTML"},
        'Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 2',
    ),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("a", data="é" * 33)}, "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("a", data="")}, "Bad Request: BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": keyboard(*("a" * 101))}, "Bad Request: reply markup is too long"),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("a" * 10_000)}, "Bad Request: reply markup is too long"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
        "Bad Request: text buttons are unallowed in the inline keyboard",
    ),
    ("sendMessage", {"text": "x", "reply_markup": SHARE[""]}, "Bad Request: keyboard button text must be non-empty"),
    ("editMessageText", {"text": "x", "message_id": 9}, "Bad Request: message to edit not found"),
    ("deleteMessage", {"message_id": 9}, "Bad Request: message to delete not found"),
    ("sendDocument", {"document": "nothing"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("getFile", {"file_id": "nothing"}, "Bad Request: wrong file_id or the file is temporarily unavailable"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("setMyCommands", {"commands": [{"command": "Aide", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [{"command": "aide", "description": ""}]},
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setWebhook",
        {"url": "http://example.org"},
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
]


@pytest.mark.parametrize(("method", "params", "words"), REFUSED, ids=[words[13:60] for _m, _p, words in REFUSED])
async def test_what_telegram_refuses_is_refused_in_its_words(
    method: str, params: Mapping[str, Any], words: str
) -> None:
    async with Emulator() as telegram:
        answer = await call(telegram, method, **{"chat_id": telegram.person("Ana").id, **params})
        assert answer == {"ok": False, "error_code": 400, "description": words, "status": 400}


async def test_a_number_is_asked_for_in_private_only_and_never_by_an_edit() -> None:
    async with Emulator() as telegram:
        ana, group, share = telegram.person("Ana"), telegram.group("Amis"), json.dumps(SHARE["Mon numéro"])
        refused = await call(telegram, "sendMessage", chat_id=group.id, text="x", reply_markup=share)
        assert refused["description"] == "Bad Request: phone number can be requested in private chats only"
        sent = [
            await call(telegram, "sendMessage", chat_id=ana.id, text="x", **more)
            for more in ({}, {"reply_markup": share})
        ]
        for one, words in zip(sent, ("inline keyboard expected", "message can't be edited"), strict=True):
            more = {"reply_markup": share} if one is sent[0] else {}
            at = {"chat_id": ana.id, "message_id": one["result"]["message_id"]}
            refused = await call(telegram, "editMessageText", **at, text="y", **more)
            assert refused["description"] == f"Bad Request: {words}"


async def test_4096_characters_and_64_bytes_and_100_buttons_are_taken() -> None:
    async with Emulator() as telegram:
        ana = telegram.person("Ana")
        markup = keyboard(*["a"] * 100)
        markup["inline_keyboard"][0][0]["callback_data"] = "é" * 32
        text = f"<b>{'&lt;' * 4096}</b>"
        answer = await call(
            telegram, "SENDMESSAGE", chat_id=ana.id, text=text, parse_mode="HTML", reply_markup=json.dumps(markup)
        )
        assert answer["ok"]
        assert ana.messages[0].text == "<" * 4096


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found() -> None:
    async with Emulator() as telegram:
        assert (await call(telegram, "getMe", "123456789:wrong"))["description"] == "Unauthorized"
        assert (await call(telegram, "getMe", "nonsense"))["status"] == 404
        assert (await call(telegram, "getMyself"))["status"] == 404


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    async with Emulator() as telegram:
        ana = telegram.person("Ana")
        sent = await call(telegram, "sendMessage", chat_id=ana.id, text="<b>x</b>", parse_mode="HTML")
        edit = {"chat_id": ana.id, "message_id": sent["result"]["message_id"]}
        same = await call(telegram, "editMessageText", **edit, text="<b>x</b> ", parse_mode="HTML")
        assert same["description"].startswith("Bad Request: message is not modified: specified new message content")
        assert (await call(telegram, "editMessageText", **edit, text="x"))["ok"]


async def test_a_caption_of_more_than_1024_characters_is_refused() -> None:
    async with Emulator() as telegram, ClientSession() as client:
        ana = telegram.person("Ana")
        for length, status in ((1024, 200), (1025, 400)):
            form = FormData({"chat_id": str(ana.id), "caption": "x" * length})
            form.add_field("document", b"%PDF", filename="a.pdf", content_type="application/pdf")
            async with client.post(f"{telegram.root}/bot{telegram.token}/sendDocument", data=form) as answer:
                assert answer.status == status
        assert [message.file for message in ana.messages] == [b"%PDF"]


async def test_updates_are_given_again_until_a_later_offset_is_asked_for() -> None:
    async with Emulator() as telegram:
        first = await telegram.person("Ana").says("1")
        second = await telegram.person("Zoé").says("2")
        for _time in range(2):
            given = (await call(telegram, "getUpdates"))["result"]
            assert [update["update_id"] for update in given] == [first, second]
        given = (await call(telegram, "getUpdates", offset=second))["result"]
        assert [update["update_id"] for update in given] == [second]
        assert (await call(telegram, "getUpdates", offset=(second or 0) + 1))["result"] == []


async def test_a_webhook_and_polling_exclude_each_other() -> None:
    async with Emulator() as telegram:
        await call(telegram, "setWebhook", url="https://example.org/x", secret_token="abc")
        answer = await call(telegram, "getUpdates")
        assert (answer["status"], answer["description"][:40]) == (409, "Conflict: can't use getUpdates method wh")
        assert (await call(telegram, "getWebhookInfo"))["result"]["url"] == "https://example.org/x"
        await call(telegram, "deleteWebhook")
        assert (await call(telegram, "getUpdates"))["ok"]


async def test_a_long_poll_ends_as_soon_as_somebody_writes() -> None:
    async with Emulator() as telegram:
        asked = asyncio.create_task(call(telegram, "getUpdates", timeout=50))
        await telegram.sees_call("getUpdates")
        await telegram.person("Ana").says("Bonjour")
        assert (await asked)["result"][0]["message"]["text"] == "Bonjour"


async def test_a_photo_comes_in_sizes_each_with_a_lasting_id_and_its_bytes() -> None:
    async with Emulator() as telegram, ClientSession() as client:
        await telegram.person("Ana").sends_photo(b"a picture" * 100)
        sizes = telegram.state.pending[0]["message"]["photo"]
        assert len({size["file_id"] for size in sizes}) == 2
        found = (await call(telegram, "getFile", file_id=sizes[-1]["file_id"]))["result"]
        async with client.get(f"{telegram.root}/file/bot{telegram.token}/{found['file_path']}") as answer:
            assert await answer.read() == b"a picture" * 100
        async with client.get(f"{telegram.root}/file/bot1:wrong/{found['file_path']}") as answer:
            assert answer.status == 404


HTML = [
    ("<b>a <i>b</i></b> c", "a b c", [("bold", 0, 3), ("italic", 2, 1)]),
    ("😀<b>é</b>", "😀é", [("bold", 2, 1)]),
    ("  <b> a </b> ", "a", [("bold", 0, 1)]),
    ("&lt;&amp;&gt;&quot;&nbsp;&#65;&#x42;", '<&>"&nbsp;AB', []),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
]


@pytest.mark.parametrize(("html", "text", "entities"), HTML)
def test_html_is_read_as_telegram_reads_it(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found, where = parsed(html)
    assert found == text
    assert [(one["type"], one["offset"], one["length"]) for one in where] == entities


BAD = [
    ("<b", "Unclosed start tag at byte offset 0"),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("</b>", "Unexpected end tag at byte offset 0"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("html", "words"), BAD)
def test_bad_html_is_refused_with_its_place(html: str, words: str) -> None:
    with pytest.raises(BadHtml) as refused:
        parsed(html)
    assert str(refused.value) == words


async def test_it_also_runs_in_a_process_of_its_own() -> None:
    alone = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.emulators.telegram", stdout=asyncio.subprocess.PIPE
    )
    assert alone.stdout is not None
    root = (await alone.stdout.readline()).decode().split()[1]
    async with ClientSession(root) as client:

        async def control(path: str, **asked: Any) -> Any:
            async with client.request("POST" if asked else "GET", f"/control/{path}", json=asked or None) as answer:
                return await answer.json()

        ana = (await control("person", name="Ana", lang="pt"))["id"]
        assert (await control("do", person=ana, verb="says", **{"with": {"text": "Olá"}}))["update"]
        token = "123456789:emulated-token-of-thirty-five-chars"
        async with client.post(f"/bot{token}/sendMessage", json={"chat_id": ana, "text": "Oi"}) as answer:
            assert answer.status == 200
        assert (await control(f"sees?person={ana}&words=Oi"))["text"] == "Oi"
        assert [method for method, _params in await control("calls")] == ["sendmessage"]
    alone.terminate()
    assert await alone.wait() == 0
