"""The development questions: five languages, every entry, and nothing that the search was given to learn from.

Their answers are told at `AT`, a day on which the call of 2025 is closed.
"""

import json
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from functools import cache

from bot.faq_files import answers_of, load_faq
from bot.knowledge_files import load
from bot.questions import refused_entries
from knowledge.answering import Answers
from knowledge.entries import LANGS, Faq
from knowledge.finding.letters import folded
from tests.faq.cases import DEV, Case, cases

AT = datetime(2026, 11, 20, tzinfo=UTC)
TAGS = {"typo", "sms", "long", "mixed", "plain", "missing", "oos_far", "oos_near"}
OURS = TAGS - {"oos_far", "oos_near"}


@cache
def faq() -> Faq:
    return load_faq()


@cache
def answers() -> Answers:
    return answers_of(faq(), load())


def words(text: str) -> str:
    """The words alone: accents, letters of one shape, spaces and marks do not make another question."""
    return " ".join(re.findall(r"\w+", folded(text)))


def seen(text: str) -> str:
    """As a person sees it: one kind of space, and no marks of direction."""
    plain = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return re.sub(r"\s", " ", plain)


def left_out(case: Case) -> list[str]:
    """The facts that the answer does not tell. While it is not translated, French stands in and is not judged."""
    if case.entry is None or case.entry not in faq().asked(case.lang):
        return []
    answer = seen(answers().tell(case.entry, case.lang, case.region, AT).text)
    return [fact for fact in case.facts if fact not in answer]


def test_there_are_enough_questions_in_each_language_and_a_fifth_to_a_third_are_not_ours() -> None:
    for lang in LANGS:
        those = [case for case in cases() if case.lang == lang]
        outside = sum(case.entry is None for case in those)
        assert len(those) >= 90, lang
        assert 0.2 <= outside / len(those) <= 0.33, (lang, outside, len(those))
    assert len(cases()) >= 450


def test_every_line_is_numbered_and_nothing_is_asked_twice() -> None:
    lines = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == [f"d{number:03}" for number in range(1, len(lines) + 1)]
    twice = [text for text, times in Counter(words(case.question) for case in cases()).items() if times > 1]
    assert twice == []


def test_every_question_points_to_entries_that_exist_and_to_a_region_that_has_a_network() -> None:
    regions = {None, *load().regions}
    unknown = [
        case.question
        for case in cases()
        if {*case.right, *case.also} - set(faq().entries) or case.region not in regions or case.entry in case.also
    ]
    assert unknown == []


def test_what_is_not_ours_expects_no_entry_and_is_declined_by_one_at_most() -> None:
    refused = refused_entries(faq())
    wrong = [
        case.question
        for case in cases()
        if case.tag.startswith("oos_") != (case.entry is None)
        or (case.entry is None and not refused.issuperset(case.also))
        or case.entry in refused
    ]
    assert wrong == []


def test_people_type_in_every_way_in_every_language() -> None:
    assert {case.tag for case in cases()} == TAGS
    for lang in LANGS:
        assert {case.tag for case in cases() if case.lang == lang} >= OURS, lang


def test_every_entry_is_asked_for_twice_at_least_and_ten_times_at_most() -> None:
    refused = refused_entries(faq())
    asked = Counter(case.entry for case in cases() if case.entry)
    declined = Counter(entry for case in cases() for entry in case.also if case.entry is None)
    seldom = {entry for entry in faq().entries if (declined if entry in refused else asked)[entry] < 2}
    assert seldom == set()
    assert [entry for entry, times in asked.items() if times > 10] == []


def test_no_question_is_a_variant_word_for_word() -> None:
    variants = {words(one) for lang in LANGS for entry in faq().asked(lang).values() for one in entry.questions}
    assert [case.question for case in cases() if words(case.question) in variants] == []


def test_facts_are_asked_only_of_a_region_and_are_in_the_answer() -> None:
    assert [case.question for case in cases() if case.facts and case.region is None] == []
    assert [(case.question, case.region, facts) for case in cases() if (facts := left_out(case))] == []


def test_what_a_network_has_not_published_is_asked_in_every_language_and_told_so() -> None:
    silent = [case for case in cases() if case.tag == "missing"]
    published = [
        (case.question, case.entry, case.region)
        for case in silent
        if answers().tell(str(case.entry), case.lang, case.region, AT).state != "unpublished" or not case.facts
    ]
    assert published == []
    assert all(sum(case.lang == lang for case in silent) >= 5 for lang in LANGS)
