"""Every code that the knowledge can give has its sentence, and every place of the sentence is filled."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args

import pytest

from bot.words import say
from dialogs import wording
from dialogs.core.dialog import Answers, World
from dialogs.core.state import Profile
from dialogs.core.text import Month, Text
from dialogs.programme import PARTS, told
from knowledge import eligibility, rules, schema
from knowledge.base import Knowledge
from knowledge.reasons import CODES, TENSIONS, Place, Raw, Reason, because, by_network

SAMPLES: dict[Place, Raw] = {
    "number": 12,
    "money": Decimal("1350.50"),
    "percent": Decimal("0.5"),
    "country": "BJ",
    "date": date(2025, 6, 15),
    "name": "Occitanie Coopération",
    "names": ("Lajoux", "Mijoux"),
    "form": "association_1901",
    "forms": ("association_1901", "association_1908"),
    "categories": ("flight", "insurance"),
    "month": "2026-08",
    "units": Decimal("1716.2358"),
}


def reason(code: str) -> Reason:
    return because(code, **{name: SAMPLES[kind] for name, kind in CODES[code].items()})


def test_every_code_has_words_and_no_words_are_left_over() -> None:
    assert set(wording.REASONS) == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_reason_becomes_a_whole_sentence_with_all_its_places_filled(code: str) -> None:
    text = wording.reason_text(reason(code))
    for sentence in (text.msgid, text.plural or text.msgid):
        assert set(re.findall(r"{(\w+)}", sentence)) == set(CODES[code]), "each value is told, and nothing else is"
    shown = say(text, "fr")
    assert "{" not in shown
    assert shown[-1] == "."


def test_a_duration_agrees_with_its_number() -> None:
    one, two = (say(wording.reason_text(because("change_longer", count=count)), "fr") for count in (1, 2))
    assert (one, two) == ("Prévoyez au moins 1 jour.", "Prévoyez au moins 2 jours.")


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (wording.VERDICTS, get_args(eligibility.Verdict)),
        (wording.MARKS, get_args(eligibility.Status)),
        (wording.CRITERIA, eligibility.CRITERIA),
        (wording.CATEGORIES, rules.CATEGORIES),
        (wording.LEGAL_FORMS, get_args(schema.LegalForm)),
        (wording.DIRECTIONS, get_args(schema.Direction)),
        (wording.PUBLICS, get_args(schema.Public)),
        (wording.MISSION_TYPES, get_args(schema.MissionType)),
        (wording.PAYERS, ("association", "employer")),
        (wording.UNLISTED, ("refused", "not_listed")),
        (wording.SDGS, tuple(range(1, 18))),
        (wording.STEPS, ("base", "share", "association", "fee")),
    ],
)
def test_every_word_of_the_contract_has_a_word_for_people(
    table: dict[object, Text | str], keys: tuple[object, ...]
) -> None:
    assert tuple(table) == keys


@pytest.mark.parametrize(
    ("lang", "day", "month"),
    [
        ("fr", "1er juillet 2025", "juillet 2025"),
        ("en", "1 July 2025", "July 2025"),
        ("pt", "1 de julho de 2025", None),
    ],
)
def test_the_first_of_a_month_is_said_as_people_say_it(lang: str, day: str, month: str | None) -> None:
    text = Text("{day} / {month}", {"day": date(2025, 7, 1), "month": Month(date(2025, 7, 9))})
    assert say(text, lang) == f"{day} / {month or 'julho de 2025'}"


def test_no_other_day_becomes_a_first() -> None:
    assert [say(Text("{day}", {"day": date(2025, 7, day)}), "fr") for day in (11, 21, 31)] == [
        "11 juillet 2025",
        "21 juillet 2025",
        "31 juillet 2025",
    ]


def test_a_verdict_always_says_that_the_network_decides() -> None:
    assert all("le réseau décide" in text.msgid for text in wording.VERDICTS.values())


def named_in(data: object) -> set[str]:
    """Every tension that a fact names, wherever it stands."""
    if isinstance(data, dict):
        here = set(data.get("tensions", ()))
        return here.union(*(named_in(value) for value in data.values()))
    return set().union(*map(named_in, data)) if isinstance(data, list | tuple) else set()


def told_of(slug: str, facts: Knowledge) -> set[str]:
    """Every sentence of the rules of a region, read part by part before the deadline of 2025."""
    profile = Profile("fr", slug)
    world = World(facts, datetime(2025, 5, 10, tzinfo=UTC), profile, lambda text: say(text, "fr"))
    parts = (each for name in PARTS for each in told(Answers({"part": name}), world))
    return {say(each.text, "fr") for each in parts}


def sentences(codes: set[str], network: str) -> set[str]:
    return {say(wording.reason_text(by_network(code, network)), "fr") for code in codes}


def test_no_contradiction_is_known_and_hidden(facts: Knowledge) -> None:
    read = (*facts.regions.values(), facts.programme)
    assert set().union(*(named_in(one.model_dump()) for one in read)) == set(TENSIONS), "none is kept for nobody"
    for slug, region in facts.regions.items():
        member = [one for one in facts.programme.networks if one.region == slug]
        everywhere = (facts.programme.since, facts.programme.history, *member)
        codes = named_in([one.model_dump() for one in (region, *everywhere)])
        assert not sentences(codes, region.network.name) - told_of(slug, facts), slug


def test_a_reason_with_a_missing_or_a_foreign_value_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="count"):
        because("change_longer")
    with pytest.raises(ValueError, match="change_answer"):
        because("change_answer", network="x")
    with pytest.raises(KeyError):
        because("no_such_code")
