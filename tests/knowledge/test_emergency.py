"""In an emergency a person reads numbers in a steady order, and is never told that one was verified when none was."""

from datetime import date

import pytest

from bot.knowledge_files import load_emergency, packaged
from knowledge.base import Knowledge
from knowledge.emergency import RESCUE, SERVICES, disputed, numbers, read, unanswered
from knowledge.faults import KnowledgeFaults
from knowledge.schema import Emergency

LITTLE = {
    "documents.yaml": "documents: {list: {title: List, publisher: Us, read_on: 2026-11-20}}",
    "emergency.yaml": """\
countries:
  - country: "XK"
    source: {document: list, section: Kosovo}
    updated: 2017-03-15
    numbers:
      - {number: "193", services: [fire], verified: null}
      - {number: "192", services: [police], verified: {by: occitanie, day: 2026-11-01}}
      - {number: "911", services: [fire, police, ambulance], verified: null}
""",
}


@pytest.fixture
def known(facts: Knowledge) -> Emergency:
    return facts.emergency


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("FR", ["112", "15", "17", "18", "114"]),
        ("BJ", ["112", "116", "117", "118"]),
        ("CG", ["117", "118"]),
        ("CV", ["130", "132", "131"]),
        ("AU", ["000", "106", "112"]),
        ("US", ["911"]),
        ("KP", []),
        ("??", []),
    ],
)
def test_the_numbers_of_a_country_are_told_in_one_order(known: Emergency, country: str, expected: list[str]) -> None:
    assert [each.number for each in numbers(known, country)] == expected


def test_the_number_for_everything_comes_first_wherever_it_is_written() -> None:
    here = numbers(read(LITTLE).emergency, "XK")
    assert [(each.number, each.general) for each in here] == [("911", True), ("192", False), ("193", False)]
    assert here[0].services == ("ambulance", "police", "fire")


def test_every_number_has_its_source_and_none_is_verified_unless_a_network_said_so(known: Emergency) -> None:
    for each in known.countries:
        for number in numbers(known, each.country):
            assert number.source.document
            assert number.verified is None, "the packaged numbers were read in a list, and tried by nobody"


def test_who_verified_a_number_and_when_is_told() -> None:
    verified = {each.number: each.verified for each in numbers(read(LITTLE).emergency, "XK")}
    assert verified["193"] is None
    assert verified["192"] is not None
    assert (verified["192"].by, verified["192"].day) == ("occitanie", date(2026, 11, 1))


def test_a_service_that_no_number_calls_is_told_as_unknown(known: Emergency) -> None:
    assert unanswered(known, "CG") == ("ambulance",)
    assert unanswered(known, "FR") == unanswered(known, "US") == ()
    assert unanswered(known, "KP") == ("ambulance", "police", "fire")


def test_a_person_hears_that_public_lists_disagree(known: Emergency) -> None:
    assert disputed(known, "ML")
    assert not disputed(known, "CV")
    assert not disputed(known, "KP")


def test_no_number_has_lost_its_zeros(known: Emergency) -> None:
    assert all(len(one.number) > 1 for each in known.countries for one in each.numbers)
    assert [each.number for each in numbers(known, "RU")] == ["03", "02", "01"]


def test_every_country_that_can_receive_a_mission_has_numbers_but_north_korea(facts: Knowledge) -> None:
    eligible = [code for code, country in facts.countries.items() if "2026" in country.groups]
    assert [code for code in eligible if not numbers(facts.emergency, code)] == ["KP"]


def test_the_numbers_are_there_when_everything_else_is_broken() -> None:
    files = dict.fromkeys(packaged(), "{")
    kept = {path: packaged()[path] for path in ("emergency.yaml", "documents.yaml")}
    here = read(files | kept)
    assert numbers(here.emergency, "BJ")[0].number == "112"
    assert here.documents["itu-e129"].title
    assert numbers(load_emergency().emergency, "BJ") == numbers(here.emergency, "BJ")


@pytest.mark.parametrize("path", sorted(LITTLE))
def test_numbers_that_cannot_be_read_are_told_with_their_file(path: str) -> None:
    with pytest.raises(KnowledgeFaults, match=f"{path}:2: "):
        read(LITTLE | {path: "{"})


def test_general_is_first_and_text_is_last() -> None:
    assert SERVICES[0] == "general"
    assert SERVICES[-1] == "text"
    assert set(SERVICES[1:-1]) == RESCUE
