"""Every code that the knowledge can give has its sentence, and every place of the sentence is filled."""

import re
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from bot.words import say
from dialogs import wording
from dialogs.core.text import Text
from knowledge import eligibility, funding, schema
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
        (wording.CATEGORIES, funding.CATEGORIES),
        (wording.LEGAL_FORMS, get_args(schema.LegalForm)),
        (wording.DIRECTIONS, get_args(schema.Direction)),
        (wording.SDGS, tuple(range(1, 18))),
        (wording.STEPS, ("base", "share", "association", "fee")),
    ],
)
def test_every_word_of_the_contract_has_a_word_for_people(
    table: dict[object, Text | str], keys: tuple[object, ...]
) -> None:
    assert tuple(table) == keys


def test_a_verdict_always_says_that_the_network_decides() -> None:
    assert all("le réseau décide" in text.msgid for text in wording.VERDICTS.values())


def test_every_tension_that_a_fact_names_can_be_told(facts: Knowledge) -> None:
    named = {
        code
        for region in facts.regions.values()
        for edition in region.editions
        for criterion in edition.criteria
        for code in criterion.tensions
    }
    assert named
    assert all(wording.reason_text(by_network(code, "Réseau")).msgid for code in named | set(TENSIONS))


def test_a_reason_with_a_missing_or_a_foreign_value_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="count"):
        because("change_longer")
    with pytest.raises(ValueError, match="change_answer"):
        because("change_answer", network="x")
    with pytest.raises(KeyError):
        because("no_such_code")
