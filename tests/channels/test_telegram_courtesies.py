"""Besides the conversation: groups are told where to talk, menus are filled, presses are thanked for."""

import re
from datetime import timedelta

import pytest

from bot.channels.telegram.courtesies import Courtesies, fill_menus, menu
from bot.channels.telegram.reading import Visit
from bot.words import LANGUAGES
from dialogs.catalogue import CATALOGUE
from dialogs.commands import COMMANDS
from tests.channels.telegram_bot import ME, NOW, setting


async def test_a_group_is_told_once_an_hour_that_the_bot_talks_in_private() -> None:
    async with setting() as one:
        group, ana = one.telegram.group("Les amis"), one.telegram.person("Ana")
        await group.adds_the_bot(ana)
        for minutes in (0, 1, 59, 60, 61):
            one.courtesies.explain(Visit(group.id, "fr"), NOW + timedelta(minutes=minutes))
        await one.courtesies.close()
        assert len(group.messages) == 2
        assert "en privé" in group.messages[0].text
        assert group.messages[0].labels == ("Me parler en privé",)
        button = group.messages[0].raw["reply_markup"]["inline_keyboard"][0][0]
        assert button["url"] == "https://t.me/explor_test_bot?start=group"


async def test_every_group_is_told() -> None:
    async with setting() as one:
        groups = [one.telegram.group(f"G{number}") for number in range(3)]
        for group in groups:
            one.courtesies.explain(Visit(group.id, "fr"), NOW)
        await one.courtesies.close()
        assert [len(group.messages) for group in groups] == [1, 1, 1]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_explanation_is_in_the_language_of_whoever_asks(lang: str) -> None:
    async with setting() as one:
        group = one.telegram.group("Les amis")
        one.courtesies.explain(Visit(group.id, lang), NOW)
        await one.courtesies.close()
        assert ("privé" in group.messages[0].text) == (lang == "fr")


async def test_a_person_in_a_group_gets_the_explanation_and_leaves_nothing() -> None:
    async with setting() as one:
        group, ana = one.telegram.group("Les amis"), one.telegram.person("Ana", "es")
        await group.adds_the_bot(ana)
        await group.hears(ana, "@explor_test_bot ¿hola?")
        for update in list(one.telegram.state.pending):
            await one.hearing.take(update)
        await one.courtesies.close()
        assert len(group.messages) == 1
        assert one.ear.heard == []


async def test_a_courtesy_that_fails_does_not_matter() -> None:
    async with setting() as one:
        group = one.telegram.group("Les amis")
        group.kicks_the_bot()
        one.courtesies.explain(Visit(group.id, "fr"), NOW)
        one.courtesies.thank("a press of long ago")
        await one.courtesies.close()
        assert group.messages == []


async def test_every_language_has_its_menu_and_other_languages_the_french_one() -> None:
    async with setting() as one:
        await fill_menus(one.bot, COMMANDS)
        menus = {
            lang: [told["command"] for told in said] for (_scope, lang), said in one.telegram.state.commands.items()
        }
        assert set(menus) == {"", "en", "pt", "es", "ar"}
        assert {scope for scope, _lang in one.telegram.state.commands} == {"all_private_chats"}
        assert "aide" in menus[""]
        assert "help" in menus["en"]
        assert "ayuda" in menus["es"]
        assert menus["ar"] == menus[""]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_of_a_menu_is_understood_as_what_it_says(lang: str) -> None:
    shown = menu(COMMANDS, lang)
    assert len({one.command for one in shown}) == len(COMMANDS)
    for one, command in zip(shown, COMMANDS, strict=True):
        told = CATALOGUE.told(f"/{one.command}")
        assert told is not None
        assert told.command is command
        assert re.fullmatch("[a-z0-9_]{1,32}", one.command)
        assert 1 <= len(one.description) <= 256


async def test_a_press_is_thanked_for() -> None:
    async with setting() as one:
        await one.telegram.person("Ana").forges("1:1:0")
        await one.hearing.take(one.telegram.state.pending[0])
        await one.courtesies.close()
        assert list(one.telegram.state.queries.values()) == [True]


async def test_closing_waits_for_nothing_when_nothing_was_begun() -> None:
    async with setting() as one:
        await Courtesies(one.bot, ME).close()
