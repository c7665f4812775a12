"""A volunteer is told what is for their mission, by when, and is never asked about their health."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.words import say
from dialogs.core.text import Text
from dialogs.interview_words import INTERVIEWS, OPTIONS, QUESTIONS
from dialogs.preparation_words import ADVICE, ARIANE, ITEMS, PARTS, advice
from knowledge.base import Knowledge
from knowledge.interviews import due, planned
from knowledge.mission_sheet import MissionSheet
from knowledge.preparation import checklist, late
from tests.bot.documents.livrets import BARE, FULL, RECIPROCITY


def ids(facts: Knowledge, sheet: MissionSheet) -> list[str]:
    return [task.id for task in checklist(facts.preparation, sheet)]


def test_who_leaves_france_is_told_of_ariane_and_the_visa_of_the_country(facts: Knowledge) -> None:
    here = set(ids(facts, FULL))
    assert {"ariane", "visa", "embassy", "vaccines", "insurance", "institutions", "training"} <= here
    assert not here & {"visa_france", "invitation", "consulate"}


def test_who_comes_to_france_is_told_of_the_invitation_and_their_consulate(facts: Knowledge) -> None:
    here = set(ids(facts, RECIPROCITY))
    assert {"visa_france", "invitation", "consulate"} <= here
    assert not here & {"ariane", "visa", "embassy"}


def test_who_goes_from_one_partner_country_to_another_is_not_told_of_ariane(facts: Knowledge) -> None:
    assert "ariane" not in ids(facts, replace(BARE, direction="south_south"))


@pytest.mark.parametrize(("country", "asked"), [("BJ", False), ("CV", True), ("VN", True), ("SN", False)])
def test_a_working_language_is_to_be_chosen_where_french_is_not_in_use(
    facts: Knowledge, country: str, asked: bool
) -> None:
    assert ("working_language" in ids(facts, replace(BARE, country=country))) is asked


def test_the_earliest_comes_first_with_its_day(facts: Knowledge) -> None:
    tasks = checklist(facts.preparation, FULL)
    assert tasks[0].by == date(2026, 11, 5)
    assert [task.by for task in tasks] == sorted(task.by for task in tasks if task.by)
    assert {task.by for task in checklist(facts.preparation, BARE)} == {None}


def test_what_is_late_is_what_is_not_done_and_whose_day_is_over(facts: Knowledge) -> None:
    tasks = checklist(facts.preparation, FULL)
    assert [task.id for task in late(tasks, frozenset({"passport"}), date(2026, 11, 6))] == ["first_exchange"]
    assert late(tasks, frozenset(), date(2026, 11, 5)) == ()


def test_every_item_question_and_option_has_its_words_and_none_is_left_over(facts: Knowledge) -> None:
    items, interviews = facts.preparation.items, facts.interviews.interviews
    asked = [question for interview in interviews for question in interview.questions]
    assert set(ITEMS) == {item.id for item in items}
    assert set(PARTS) == {item.part for item in items}
    assert set(ADVICE) <= set(ITEMS)
    assert set(INTERVIEWS) == {interview.id for interview in interviews}
    assert set(QUESTIONS) == {question.id for question in asked}
    assert set(OPTIONS) == {option for question in asked for option in question.options}


def test_the_address_of_ariane_is_the_one_of_its_document(facts: Knowledge) -> None:
    assert facts.documents["ariane"].url == ARIANE
    told = advice("ariane")
    assert isinstance(told, Text)
    assert ARIANE in say(told, "fr")
    assert advice("passport") is None


def test_nothing_is_asked_about_anybody_s_health() -> None:
    assert "Ne nous dites rien de votre santé" in say(ADVICE["vaccines"], "fr")
    assert not [one for one in QUESTIONS.values() if "santé" in one.msgid or "malad" in one.msgid]


# --- interviews -----------------------------------------------------------------------------------------------------


def test_each_has_their_own_interviews_and_the_same_follow_up(facts: Knowledge) -> None:
    plans = {who: planned(facts.interviews, FULL, who) for who in ("volunteer", "association")}
    named = {who: [each.interview.id for each in plan] for who, plan in plans.items()}
    later = ["months_3", "months_6", "months_12"]
    assert named == {
        "volunteer": ["before_volunteer", "after_volunteer", *later],
        "association": ["before_association", "after_association", *later],
    }


def test_the_days_follow_those_of_the_mission(facts: Knowledge) -> None:
    days = [each.day for each in planned(facts.interviews, FULL, "volunteer")]
    assert days == [date(2027, 1, 20), date(2027, 2, 19), date(2027, 5, 12), date(2027, 8, 12), date(2028, 2, 12)]
    assert {each.day for each in planned(facts.interviews, BARE, "volunteer")} == {None}


def test_a_month_that_is_shorter_ends_on_its_last_day(facts: Knowledge) -> None:
    ends = replace(FULL, last_day=date(2027, 8, 31))
    assert [each.day for each in planned(facts.interviews, ends, "volunteer")][3] == date(2028, 2, 29)


def asked(facts: Knowledge, today: date, held: set[str], agreed: bool | None) -> list[str]:
    answers = {} if agreed is None else {"asked_later": agreed}
    plan = planned(facts.interviews, FULL, "volunteer")
    return [interview.id for interview in due(plan, frozenset(held), answers, today)]


def test_nothing_is_asked_months_later_of_who_did_not_agree(facts: Knowledge) -> None:
    far = date(2028, 3, 1)
    held = {"after_volunteer"}
    assert asked(facts, far, held, None) == asked(facts, far, held, False) == []
    assert asked(facts, far, held, True) == ["months_3", "months_6", "months_12"]


def test_what_is_expected_is_asked_before_and_never_after_the_mission_has_begun(facts: Knowledge) -> None:
    first = FULL.first_day
    assert first is not None
    assert asked(facts, first - timedelta(days=15), set(), None) == []
    assert asked(facts, first - timedelta(days=1), set(), None) == ["before_volunteer"]
    assert asked(facts, first, set(), None) == []


def test_an_interview_that_was_held_is_not_asked_again(facts: Knowledge) -> None:
    assert asked(facts, date(2027, 2, 20), set(), None) == ["after_volunteer"]
    assert asked(facts, date(2027, 2, 20), {"after_volunteer"}, None) == []
