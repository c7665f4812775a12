"""The files of questions and answers: what is refused, with its file and line, and what a translation is tied to."""

from datetime import datetime
from textwrap import dedent

import pytest

from bot.faq_files import answers_of
from knowledge.base import Knowledge
from knowledge.entries import Faq, parse_faq
from knowledge.faults import KnowledgeFaults
from knowledge.lint import lint, lint_overlay
from knowledge.schema import PARIS
from tests.faq.small import english, french

AT = datetime(2026, 11, 20, tzinfo=PARIS)


def both() -> Faq:
    faq = parse_faq(french())
    return parse_faq(french() | english({id_: one.fingerprint for id_, one in faq.entries.items()}))


def faults(files: dict[str, str]) -> list[str]:
    with pytest.raises(KnowledgeFaults) as refused:
        parse_faq(files)
    return [str(fault) for fault in refused.value.faults]


def linted(facts: Knowledge, files: dict[str, str]) -> list[str]:
    return [str(fault) for fault in lint(answers_of(parse_faq(files), facts), AT)]


def test_a_field_nobody_knows_is_refused_at_its_line() -> None:
    wrong = french(contact="entries:\n  - id: contact\n    answr: Bonjour\n")
    assert any(line.startswith("fr/contact.yaml:3: unknown field 'answr'") for line in faults(wrong))


def test_a_file_of_no_topic_is_refused() -> None:
    assert faults(french(weather="entries: []"))[0].startswith("fr/weather.yaml:1: no file of questions has this name")


def test_the_same_entry_in_two_topics_is_refused() -> None:
    twice = french(contact=french()["fr/funding.yaml"])
    assert faults(twice) == ["fr/contact.yaml:2: the entry 'cap' is there twice"]


def test_yaml_that_cannot_be_read_is_told_with_its_line() -> None:
    assert faults(french(contact="entries:\n  - id: [\n"))[0].startswith("fr/contact.yaml:3: not readable as YAML")


def test_a_translation_is_stale_as_soon_as_a_word_of_its_french_changes() -> None:
    before = both()
    assert not before.stale("en", "cap")
    changed = french(funding=french()["fr/funding.yaml"].replace("au plus", "au maximum"))
    of = {id_: one.of or "" for id_, one in before.translations["en"].items()}
    after = parse_faq(changed | english(of))
    assert after.stale("en", "cap")
    assert not after.stale("en", "length")


def test_a_stale_translation_gives_way_to_the_french(facts: Knowledge) -> None:
    stale = parse_faq(french() | english({"cap": "00000000", "length": "00000000"}))
    told = answers_of(stale, facts).tell("cap", "en", "occitanie", AT)
    assert (told.lang, told.label) == ("fr", "french")
    assert told.text == "Le réseau Occitanie Coopération verse 1 400 € au plus.".replace("1 400 €", "1\u202f400\u00a0€")


def test_what_an_entry_says_of_another_must_exist(facts: Knowledge) -> None:
    files = french(funding=french()["fr/funding.yaml"].replace("[length]", "[lenght]"))
    assert any("no French entry has the id 'lenght' (did you mean 'length'?)" in line for line in linted(facts, files))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("Le plafond est {{ funding.capp | money }}.", "has no attribute 'capp'"),
        ("Le plafond est {{ funding.cap }}.", "needs a filter"),
        ("Le plafond est {{ funding.cap | date }}.", "the filter 'date' does not take"),
        ("Ceci est {{ tax }}.", "needs a filter, or is only for an if"),
        ("{% if tax %}Oui", "Unexpected end of template"),
        ("Écrivez à l.henry@territoires-solidaires.fr.", "is written by hand"),
        ("Le réseau Centraider répond.", "'Centraider' is written by hand"),
        ("Jusqu'au 15 juin.", "'15 juin' is written by hand"),
        ("Mot. " * 150, "characters, 600 at most"),
    ],
)
def test_an_answer_that_would_mislead_or_not_fit_is_refused(facts: Knowledge, answer: str, told: str) -> None:
    text = dedent("""\
        entries:
          - id: wrong
            audience: [everyone]
            questions: [Et alors ?]
            keywords: [alors]
            answer: >-
              ANSWER
            sources: [{document: hdf-ami-2025, section: s}]
    """).replace("ANSWER", answer)
    found = [line for line in linted(facts, french(contact=text)) if told in line]
    assert found
    assert all(line.startswith("fr/contact.yaml:") for line in found)


def test_an_answer_without_a_source_is_refused_but_for_what_no_document_tells(facts: Knowledge) -> None:
    files = french(mission=french()["fr/mission.yaml"].replace("sources: [{document: hdf-ami-2025, section: s}]", ""))
    unsourced = [line for line in linted(facts, files) if "has no source" in line]
    assert len(unsourced) == 1
    assert "'vaccine'" in unsourced[0]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("{{ funding.cap | money }} at most", "a lot", "the facts printed differ from the French"),
        ("{% if funding.share %}It", "{% if funding.fee %}It", "the branches differ from the French"),
        ("at most.", "at most, 60 % in all.", "the figures differ from the French"),
        ("at most.", "at most, a@b.org", "the addresses differ from the French"),
    ],
)
def test_a_translation_that_says_other_facts_is_refused(facts: Knowledge, right: str, wrong: str, told: str) -> None:
    of = {id_: one.fingerprint for id_, one in parse_faq(french()).entries.items()}
    files = {path: text.replace(right, wrong) for path, text in english(of).items()}
    assert any(told in line and line.startswith("en/") for line in linted(facts, french() | files))


def test_a_missing_translation_is_refused(facts: Knowledge) -> None:
    of = {id_: one.fingerprint for id_, one in parse_faq(french()).entries.items()}
    assert any("en: 'vaccine' is not translated" in line for line in linted(facts, french() | english(of)))


def test_the_staffs_file_takes_the_place_of_the_built_in_entry(facts: Knowledge) -> None:
    text = french()["fr/funding.yaml"].replace("au plus", "tout au plus")
    faq = parse_faq(french(), {"fr/funding.yaml": text})
    assert faq.laid_over == {"cap"}
    assert answers_of(faq, facts).tell("cap", "fr", "occitanie", AT).text.endswith("tout au plus.")


def test_the_staffs_file_is_checked_alone_and_told_by_its_line(facts: Knowledge) -> None:
    text = french()["fr/funding.yaml"].replace("funding.cap", "funding.top")
    found = lint_overlay(answers_of(parse_faq(french(), {"fr/funding.yaml": text}), facts), AT)
    assert [fault.file for fault in found] == ["overlay/fr/funding.yaml"]
    assert "'top'" in found[0].message
