"""Offers stand in an order that staff can explain, and none is left out."""

from datetime import date
from itertools import permutations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import say
from dialogs.matching import REASONS, months_in, need_of, offer_of, reason_words
from knowledge.matching import Code, Match, Need, Offer, Reason, ranked

NEED = Need(
    region="hauts-de-france",
    skill="Un électricien pour dimensionner une installation solaire",
    themes=("energy",),
    languages=("français", "fon"),
    first_day=date(2027, 9, 28),
    last_day=date(2027, 10, 8),
)
BEST = Offer(
    id="b",
    region="hauts-de-france",
    skill="Électricité et installations solaires, vingt ans de métier",
    themes=("energy", "training"),
    languages=("Français", "Anglais"),
    availability="entre septembre et novembre",
    months=frozenset({9, 10, 11}),
    employer="yes",
)
FAR = Offer(
    id="a", region="occitanie", skill="Plombier", themes=("water",), languages=("anglais",), months=frozenset({2})
)
UNTOLD = Offer(id="c", region=None, skill="Énergie solaire")


def codes(match: Match) -> list[str]:
    return [reason.code for reason in match.reasons]


def test_the_best_answer_comes_first_with_its_reasons() -> None:
    first, second, last = ranked((FAR, UNTOLD, BEST), NEED)
    assert (first.offer.id, second.offer.id, last.offer.id) == ("b", "c", "a")
    assert codes(first) == [
        *("theme_shared", "skill_shared", "language_shared", "free", "region_same", "employer_agrees")
    ]
    assert codes(last) == ["theme_other", "skill_other", "language_missing", "not_free", "region_other"]
    assert [reason.values for reason in first.reasons][:3] == [
        ("energy",),
        ("électricien", "installation", "solaire"),
        ("français",),
    ]


def test_what_an_offer_does_not_say_does_not_count_against_it() -> None:
    (match,) = ranked((UNTOLD,), NEED)
    assert {"language_unknown", "free_unknown"} <= set(codes(match))
    assert match.points == 10


def test_the_order_does_not_depend_on_who_came_first() -> None:
    offers = (BEST, FAR, UNTOLD, Offer(id="d", region=None, skill="Énergie solaire"))
    assert len({tuple(match.offer.id for match in ranked(order, NEED)) for order in permutations(offers)}) == 1


def test_equals_stand_by_their_id() -> None:
    twins = tuple(Offer(id=id, region=None, skill="") for id in ("z", "k"))
    assert [match.offer.id for match in ranked(twins, NEED)] == ["k", "z"]


def test_a_mission_over_two_months_needs_both() -> None:
    september = Offer(id="s", region=None, skill="", availability="en septembre", months=frozenset({9}))
    assert "not_free" in codes(ranked((september,), NEED)[0])


@given(st.lists(st.builds(Offer, id=st.text(), region=st.none() | st.text(), skill=st.text()), max_size=6), st.text())
def test_every_offer_is_there_whatever_was_typed(offers: list[Offer], skill: str) -> None:
    assert len(ranked(offers, Need(region="occitanie", skill=skill))) == len(offers)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("deux semaines entre septembre et novembre", {9, 10, 11}),
        ("de novembre à février", {11, 12, 1, 2}),
        ("en mai ou en août", {5, 8}),
        ("in March, I go out", {3}),
        ("entre março e abril", {3, 4}),
        ("بين مارس وماي", {3, 4, 5}),
        ("dos semanas en junio", {6}),
        ("quand vous voulez", set()),
        ("", set()),
    ],
)
def test_the_months_that_somebody_is_free_are_read_where_they_are_named(words: str, months: set[int]) -> None:
    assert months_in(words) == frozenset(months)


def test_a_recorded_offer_and_an_application_are_read_as_they_were_stored() -> None:
    offer = offer_of(
        "1",
        "occitanie",
        {
            "skill": "Maraîchage",
            "domains": ["agriculture", "other"],
            "languages": ["français"],
            "availability": "en mars",
            "employer_agreement": "under_way",
        },
    )
    need = need_of("occitanie", {"need": "Un maraîcher", "themes": ["agriculture", "other"]}, ("français",))
    assert offer.months == {3}
    assert codes(ranked((offer,), need)[0]) == [
        *("theme_shared", "skill_shared", "language_shared", "region_same", "employer_asked")
    ]


def test_a_recorded_offer_without_answers_is_still_an_offer() -> None:
    assert offer_of("1", None, {"domains": None, "languages": "français", "employer_agreement": "?"}) == Offer(
        id="1", region=None, skill=""
    )


def test_every_reason_has_its_words_with_the_theme_as_people_read_it() -> None:
    assert set(REASONS) == set(get_args(Code))
    assert say(reason_words(Reason("theme_shared", ("water",))), "fr") == "Thème : Eau et assainissement."
    assert say(reason_words(Reason("free_unknown")), "fr") == "Disponibilité à vérifier : –."
