"""What the dispatcher hands over arrives in Telegram, and what Telegram refuses comes back in words it understands."""

import logging
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.channels.base import Card, Content, Gone, Letter, Moved, Rejected, Removal, SlowDown
from bot.channels.telegram import files, looks
from bot.channels.telegram.channel import MAX_FILE
from bot.channels.telegram.pacing import Rates
from bot.channels.telegram.request import Request, bot_at
from bot.render import Choice, File, Line, Message
from tests.channels.telegram_bot import setting
from tests.emulators.telegram import Emulator, Person


def message(text: str, *labels: str) -> Message:
    return Message("fr", (Line("question", text),), tuple(Choice(label, ("d", "q", label)) for label in labels))


def letter(to: Person | int | str, content: Content, row: int = 1, replaces: str | None = None) -> Letter:
    return Letter(row, str(to.id if isinstance(to, Person) else to), content, replaces)


async def test_a_message_arrives_with_its_buttons_and_without_a_preview_of_links() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        vendor_id = await one.channel.send(letter(ana, message("Qui voyage ?", "Moi", "Un collègue")))
        seen = ana.messages[-1]
        assert (seen.text, seen.labels, str(seen.id)) == ("Qui voyage ?", ("Moi", "Un collègue"), vendor_id)
        assert '"is_disabled": true' in one.telegram.called("sendMessage")[0].params["link_preview_options"]


async def test_a_press_reaches_the_row_that_bore_the_button() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        await one.channel.send(letter(ana, message("Qui voyage ?", "Moi", "Un collègue"), row=812))
        await ana.presses("Un collègue")
        assert one.telegram.state.pending[-1]["callback_query"]["data"] == "1:mk:1"


async def test_an_edit_takes_the_place_of_the_message() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        first = await one.channel.send(letter(ana, message("Qui voyage ?", "Moi")))
        again = await one.channel.send(letter(ana, message("Combien de jours ?"), 2, first))
        assert again == first
        assert [(seen.text, seen.labels, seen.edited) for seen in ana.messages] == [("Combien de jours ?", (), True)]


async def test_an_edit_that_changes_nothing_is_done() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        first = await one.channel.send(letter(ana, message("Qui voyage ?", "Moi")))
        assert await one.channel.send(letter(ana, message("Qui voyage ?", "Moi"), 1, first)) == first
        assert len(ana.messages) == 1


async def test_a_question_with_a_key_to_share_is_a_new_message_and_gives_way_to_one() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        asks = Message("fr", (Line("question", "Quel numéro ?"),), shares="contact")
        first = await one.channel.send(letter(ana, message("Qui voyage ?", "Moi")))
        second = await one.channel.send(letter(ana, asks, 2, first))
        third = await one.channel.send(letter(ana, message("Quel jour ?"), 3, second))
        assert ana.texts == ["Qui voyage ?", "Quel numéro ?", "Quel jour ?"]
        assert len({first, second, third}) == 3


@pytest.mark.parametrize("why", ["too old", "gone", "a paper", "never an id", "of the person"])
async def test_what_can_no_longer_be_edited_is_sent_anew(why: str) -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        paper = File("fiche.pdf", b"%PDF")
        first = await one.channel.send(letter(ana, paper if why == "a paper" else message("Qui voyage ?")))
        assert first is not None
        if why == "too old":
            one.telegram.freezes(int(first))
        if why == "gone":
            await one.channel.send(letter(ana, Removal(), 2, first))
        if why == "of the person":
            await ana.says("Bonjour")
            first = str(max(ana.chat.messages))
        old = "not a number" if why == "never an id" else first
        new = await one.channel.send(letter(ana, message("Combien de jours ?"), 3, old))
        assert new not in (None, first)
        assert ana.messages[-1].text == "Combien de jours ?"


async def test_a_removal_takes_the_message_away_and_can_be_repeated() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        first = await one.channel.send(letter(ana, message("Une erreur")))
        for _time in range(2):
            assert await one.channel.send(letter(ana, Removal(), 2, first)) == first
        assert ana.messages == []
        assert await one.channel.send(letter(ana, Removal(), 3)) is None


async def test_a_removal_that_telegram_refuses_is_told() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        first = await one.channel.send(letter(ana, message("Une erreur")))
        one.telegram.freezes(int(first or 0))
        with pytest.raises(Rejected, match="can't be deleted"):
            await one.channel.send(letter(ana, Removal(), 2, first))


async def test_a_paper_arrives_with_its_name_and_every_byte() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        content = bytes(range(256)) * 5_000
        await one.channel.send(letter(ana, File('pré-fiche "HDF".pdf', content)))
        seen = ana.messages[-1]
        assert (seen.file, seen.file_name) == (content, "pré-fiche _HDF_.pdf")


async def test_a_paper_of_more_than_50_mb_is_refused_before_it_leaves() -> None:
    async with setting() as one:
        with pytest.raises(Rejected, match="50 MB"):
            await one.channel.send(letter(one.telegram.person("Ana"), File("a.pdf", bytes(MAX_FILE + 1))))
        assert not one.telegram.called("sendDocument")


async def test_a_card_for_staff_does_not_go_to_a_person() -> None:
    async with setting() as one:
        with pytest.raises(Rejected, match="staff"):
            await one.channel.send(letter(one.telegram.person("Ana"), Card("HDF-2025-0001", "t", "s")))


async def test_html_that_telegram_cannot_read_is_sent_as_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should our HTML ever be wrong, the person still gets the words."""
    monkeypatch.setattr(looks, "html", lambda message: "<b>Qui voyage ?<i></b>")
    async with setting() as one:
        ana = one.telegram.person("Ana")
        await one.channel.send(letter(ana, message("Qui voyage ?", "Moi")))
        assert [(seen.text, seen.labels) for seen in ana.messages] == [("Qui voyage ?", ("Moi",))]


REFUSALS = ["sendMessage", "editMessageText", "deleteMessage", "sendDocument"]


def sending(method: str, to: int | str) -> Letter:
    content: dict[str, Content] = {"deleteMessage": Removal(), "sendDocument": File("a.pdf", b"%PDF")}
    replaces = "1" if method in ("editMessageText", "deleteMessage") else None
    return letter(to, content.get(method, message("Qui voyage ?")), 1, replaces)


@pytest.mark.parametrize("method", REFUSALS)
async def test_asked_to_slow_down_it_says_for_how_long(method: str) -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        one.telegram.trouble("flood", method, seconds=17)
        with pytest.raises(SlowDown) as asked:
            await one.channel.send(sending(method, ana.id))
        assert asked.value.seconds == 17


@pytest.mark.parametrize("method", REFUSALS)
async def test_somebody_who_blocked_the_bot_is_gone(method: str) -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        await ana.blocks()
        with pytest.raises(Gone):
            await one.channel.send(sending(method, ana.id))
        await ana.starts()
        await one.channel.send(letter(ana, message("Bon retour")))
        assert ana.texts == ["Bon retour"]


async def test_somebody_who_never_wrote_or_does_not_exist_is_gone() -> None:
    async with setting() as one:
        for nobody in (one.telegram.person("Zoé", started=False).id, 999_999_999, "no number"):
            with pytest.raises(Gone):
                await one.channel.send(letter(nobody, message("Bonjour")))


async def test_a_group_that_became_a_supergroup_has_moved() -> None:
    async with setting() as one:
        group = one.telegram.group("Les amis")
        old, new = group.id, await group.migrates(one.telegram.person("Ana"))
        with pytest.raises(Moved) as moved:
            await one.channel.send(letter(old, message("Bonjour")))
        assert moved.value.address == str(new)


async def test_what_telegram_would_refuse_again_is_rejected_without_a_word_of_anybody() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        with pytest.raises(Rejected, match="non-empty") as refused:
            await one.channel.send(letter(ana, File("Ana.pdf", b"")))
        assert "Ana" not in str(refused.value)


@pytest.mark.parametrize("kind", ["cut", "lost", "error", "gateway", "nonsense"])
async def test_a_passing_trouble_is_left_for_another_try_and_names_no_token(kind: str) -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        one.telegram.trouble(kind)
        with pytest.raises(TelegramError) as trouble:
            await one.channel.send(letter(ana, message("Qui voyage ?")))
        assert not isinstance(trouble.value, Rejected | Gone)
        assert one.telegram.token not in f"{trouble.value!r}{trouble.value.__cause__!r}"
        await one.channel.send(letter(ana, message("Qui voyage ?")))
        assert ana.messages[-1].text == "Qui voyage ?"


async def test_a_call_that_telegram_does_not_answer_is_given_up() -> None:
    async with Emulator() as telegram:
        held = telegram.trouble("held", "getMe")
        request = Request(patience=0.05)
        with pytest.raises(TelegramError, match="Timed out"):
            await request.post(f"{telegram.root}/bot{telegram.token}/getMe")
        held.go.set()
        await request.shutdown()


async def test_a_server_that_is_not_there_names_no_token() -> None:
    bot = bot_at("12:secret-of-the-bot", "http://127.0.0.1:9")
    with pytest.raises(NetworkError) as trouble:
        await bot.get_me()
    await bot.request.shutdown()
    assert "secret" not in f"{trouble.value!r}{trouble.value.__cause__!r}{trouble.value.__context__!s}"


async def test_a_wrong_token_is_said_so_without_it() -> None:
    async with Emulator() as telegram:
        for token in ("123456789:wrong", "nonsense"):
            bot = bot_at(token, telegram.root)
            with pytest.raises(InvalidToken) as refused:
                await bot.get_me()
            assert token not in str(refused.value)
            await bot.request.shutdown()


async def test_nothing_that_was_said_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with setting() as one:
        ana = one.telegram.person("Ana")
        for kind in ("nonsense", "gateway", "error", "cut"):
            one.telegram.trouble(kind)
            with pytest.raises(TelegramError):
                await one.channel.send(letter(ana, message("Un secret")))
    assert "secret" not in caplog.text
    assert one.telegram.token not in caplog.text


async def test_three_messages_to_one_person_go_at_once_and_then_one_a_second() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        for number in range(6):
            await one.channel.send(letter(ana, message(f"{number}"), number))
        assert one.rest.slept == [1.0, 1.0, 1.0]
        assert ana.texts == ["0", "1", "2", "3", "4", "5"]


async def test_messages_to_many_people_keep_to_thirty_a_second() -> None:
    async with setting() as one:
        for number in range(60):
            await one.channel.send(letter(one.telegram.person(f"P{number}"), message("Bonjour"), number))
        assert one.rest.at == pytest.approx(1.0)


async def test_other_paces_can_be_set() -> None:
    async with setting(Rates(chat=1e6, chat_burst=1e6, all=1e6, all_burst=1e6)) as one:
        ana = one.telegram.person("Ana")
        for number in range(50):
            await one.channel.send(letter(ana, message(f"{number}"), number))
        assert one.rest.slept == []


async def test_typing_is_shown_and_its_failure_does_not_matter() -> None:
    async with setting() as one:
        ana = one.telegram.person("Ana")
        await one.channel.busy(str(ana.id))
        assert one.telegram.state.actions == [(ana.id, "typing")]
        one.telegram.trouble("cut", "sendChatAction")
        await one.channel.busy(str(ana.id))


async def fetched(one: Any, content: bytes, claims: int | None = None) -> bytes:
    ana = one.telegram.person("Ana")
    await ana.sends_document(content, "reçu.pdf", claims=claims)
    file_id = one.telegram.state.pending[-1]["message"]["document"]["file_id"]
    return await files.fetch(one.bot, file_id)


async def test_a_file_that_somebody_sent_comes_whole() -> None:
    async with setting() as one:
        content = bytes(range(256)) * 9_000
        assert await fetched(one, content) == content


async def test_a_file_of_more_than_20_mb_is_refused_clearly() -> None:
    async with setting() as one:
        assert await fetched(one, b"x", claims=files.MAX_BYTES) == b"x"
        with pytest.raises(files.TooLarge):
            await fetched(one, b"y", claims=files.MAX_BYTES + 1)


async def test_a_file_that_telegram_does_not_know_is_said_so() -> None:
    async with setting() as one:
        with pytest.raises(files.NoSuchFile):
            await files.fetch(one.bot, "nothing")
