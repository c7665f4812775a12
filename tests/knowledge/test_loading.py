"""Knowledge files that are wrong are refused, with the file, the line, and a sentence."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import packaged
from knowledge.base import Fault, KnowledgeFaults, parse

FILES = packaged()

SMALL = {
    "documents.yaml": """\
        documents:
          leaflet: {title: Leaflet, publisher: Us, read_on: 2026-11-20}
    """,
    "programme.yaml": """\
        name: EXPLOR
        meaning: {text: m, source: {document: leaflet, section: s}}
        purpose: {text: p, source: {document: leaflet, section: s}}
        since: {year: 2021, source: {document: leaflet, section: s}}
        mission_types: []
        networks:
          - region: here
            source: {document: leaflet, section: s}
        history: {text: h, source: {document: leaflet, section: s}}
    """,
    "countries.yaml": """\
        lists:
          - {id: "2026", first_day: 2026-01-01, last_day: 2026-12-31, source: {document: leaflet, section: s}}
        graduations: []
        watches: []
        countries:
          - {code: "BJ", name: Bénin, groups: {"2026": LDC}}
    """,
    "departements.yaml": """\
        source: {document: leaflet, section: s}
        departements:
          - {code: "59", name: Nord, prefix: "59", region: here}
    """,
    "postcodes.yaml": """\
        source: {document: leaflet, section: s}
        exceptions: []
    """,
    "rates/parities.yaml": """\
        parities:
          - {currency: XOF, rate: "655.957", source: {document: leaflet, section: s}}
    """,
    "rates/2026-08.yaml": """\
        month: "2026-08"
        origin: transcribed
        source: {document: leaflet, section: s}
        rates:
          XOF: "655.957"
    """,
    "emergency.yaml": """\
        countries:
          - country: "BJ"
            source: {document: leaflet, section: s}
            numbers:
              - {number: "117", services: [police], verified: null}
    """,
    "preparation.yaml": """\
        groups:
          - {id: coast, countries: ["BJ"], source: {document: leaflet, section: s}}
        items:
          - {id: passport, part: papers, before: 90, when: {inside: [coast]}}
    """,
    "interviews.yaml": """\
        interviews:
          - id: after
            who: everyone
            moment: after
            agreed: later
            source: {document: leaflet, section: s}
            questions:
              - {id: later, kind: yes_no}
    """,
    "regions/here.yaml": """\
        slug: here
        name: Here
        prefix: HER
        network:
          name: Net
          kind: network
          source: {document: leaflet, section: s}
        calls:
          - id: here-2026
            opens: 2026-01-01T00:00:00+01:00
            closes: 2026-06-16T00:00:00+02:00
            source: {document: leaflet, section: s}
        editions:
          - silent: {document: leaflet, section: s}
            criteria:
              - id: duration_days
                least: 7
                most: 14
                source: {document: leaflet, section: s}
            funding:
              share:
                share: "0.5"
                source: {document: leaflet, section: s}
              expenses:
                - category: flight
                  cap: 1500
                  source: {document: leaflet, section: s}
              unlisted:
                treatment: refused
                source: {document: leaflet, section: s}
    """,
}


def small(path: str = "", old: str = "", new: str = "") -> dict[str, str]:
    """The small knowledge, with one thing changed."""
    files = {name: dedent(text) for name, text in SMALL.items()}
    if path:
        assert old in files[path]
        files[path] = files[path].replace(old, new, 1)
    return files


def faults(files: dict[str, str]) -> list[str]:
    with pytest.raises(KnowledgeFaults) as caught:
        parse(files)
    return [str(fault) for fault in caught.value.faults]


def test_a_small_knowledge_without_fault_is_read() -> None:
    assert parse(small()).region("here").network.name == "Net"


HERE = "regions/here.yaml"


WRONG = [
    (
        HERE,
        "  kind:",
        "  knd:",
        [f"{HERE}:4: missing field 'kind'", f"{HERE}:6: unknown field 'knd' (did you mean 'kind'?)"],
    ),
    (
        HERE,
        "  kind: network\n  source: {document: leaflet, section: s}\n",
        "  kind: n\n",
        [f"{HERE}:4: missing field 'source'"],
    ),
    (HERE, "closes: 2026-", "closes: 2025-", [f"{HERE}:11: the call 'here-2026' closes before it opens"]),
    (
        HERE,
        "closes: 2026-06-16T00:00:00+02:00",
        "closes: 2026-06-16T00:00:00",
        [f"{HERE}:11: closes: an instant needs its zone, like 2025-06-16T00:00:00+02:00"],
    ),
    (
        HERE,
        "closes: 2026-06-16T00:00:00+02:00",
        "closes: 2026-06-16T00:00:00+01:00",
        [f"{HERE}:11: closes: this instant is not in Paris time: Paris would write 2026-06-16T01:00:00+02:00"],
    ),
    (
        HERE,
        "category: flight",
        "category: fligth",
        [f"{HERE}:25: category: unknown value 'fligth' (did you mean 'flight'?)"],
    ),
    (
        HERE,
        "silent: {document: leaflet,",
        "silent: {document: leaflets,",
        [f"{HERE}:14: no document has the key 'leaflets' (did you mean 'leaflet'?)"],
    ),
    (
        HERE,
        "id: duration_days",
        "id: duration_day",
        [f"{HERE}:16: criteria: unknown id 'duration_day' (did you mean 'duration_days'?)"],
    ),
    (HERE, "least: 7", "least: 15", [f"{HERE}:18: a mission lasts at least more than it lasts at most"]),
    (
        HERE,
        "cap: 1500",
        "cap: 1500.5",
        [f"{HERE}:26: cap: an amount is written as a whole number or quoted, never as a float"],
    ),
    (HERE, "cap: 1500", "rate: 15", [f"{HERE}:25: only a per diem has a 'rate' and 'days', not 'flight'"]),
    (
        HERE,
        "calls:",
        "contacts: [{email: nope, source: {document: leaflet, section: s}}]\ncalls:",
        [f"{HERE}:8: email: 'nope' is not an e-mail address"],
    ),
    (
        HERE,
        "calls:",
        "contacts: [{name: Jo, takes_applications: true, source: {document: leaflet, section: s}}]\ncalls:",
        [f"{HERE}:8: applications are sent by e-mail: this contact has none"],
    ),
    (HERE, "slug: here", "slug: there", [f"{HERE}:1: the slug 'there' is not the name of its file"]),
    (HERE, "name: Here", "slug: again", [f"{HERE}:2: not readable as YAML: 'slug' is written twice"]),
    (
        "programme.yaml",
        "region: here",
        "region: heer",
        [
            "programme.yaml:7: no region has the slug 'heer' (did you mean 'here'?)",
            f"{HERE}:1: programme.yaml does not list 'here' among its networks",
        ],
    ),
    (
        "departements.yaml",
        "region: here}",
        "region: hree}",
        ["departements.yaml:3: no region has the slug 'hree' (did you mean 'here'?)"],
    ),
    (
        "departements.yaml",
        ", region: here}",
        "}",
        ["departements.yaml:3: the département 59 needs one of 'region' and 'other_region'"],
    ),
    (
        "postcodes.yaml",
        "exceptions: []",
        'exceptions:\n  - {postcode: "59999", commune: X, departement: "60", whole: true}',
        ["postcodes.yaml:3: no département has the code '60'"],
    ),
    (
        "rates/2026-08.yaml",
        'month: "2026-08"',
        'month: "2026-09"',
        ["rates/2026-08.yaml:1: the month '2026-09' is not the name of its file"],
    ),
    (
        "rates/2026-08.yaml",
        'XOF: "655.957"',
        "XOF: 655.957",
        ["rates/2026-08.yaml:5: XOF: an amount is written as a whole number or quoted, never as a float"],
    ),
    (
        "rates/2026-08.yaml",
        'XOF: "655.957"',
        'XOF: "0"',
        ["rates/2026-08.yaml:5: XOF: Input should be greater than 0 (found '0')"],
    ),
    ("rates/2026-08.yaml", "XOF", "EUR", ["rates/2026-08.yaml:5: the euro has no rate with itself"]),
    (
        "rates/2026-08.yaml",
        "origin: transcribed",
        "origin: guessed",
        ["rates/2026-08.yaml:2: origin: unknown value 'guessed'"],
    ),
    (
        "countries.yaml",
        '{"2026": LDC}',
        '{"2025": LDC}',
        ["countries.yaml:6: no list has the id '2025' (did you mean '2026'?)"],
    ),
    (
        "countries.yaml",
        "watches: []",
        'watches: [{country: "GY", source: {document: leaflet, section: s}}]',
        ["countries.yaml:4: no country has the code 'GY'"],
    ),
    (
        "countries.yaml",
        'code: "BJ", name: Bénin',
        "code: NO, name: Norvège",
        ["countries.yaml:6: code: Input should be a valid string (found False)"],
    ),
    ("emergency.yaml", '"BJ"', '"BX"', ["emergency.yaml:2: no country has the code 'BX'"]),
    (
        "emergency.yaml",
        "verified: null",
        "verified: {by: her, day: 2026-11-20}",
        ["emergency.yaml:5: no region has the slug 'her' (did you mean 'here'?)"],
    ),
    (
        "preparation.yaml",
        "[coast]",
        "[coat]",
        ["preparation.yaml:4: no group has the id 'coat' (did you mean 'coast'?)"],
    ),
    ("interviews.yaml", "agreed: later", "agreed: now", ["interviews.yaml:5: no interview asks 'now'"]),
    (
        "interviews.yaml",
        "kind: yes_no",
        "kind: choice",
        ["interviews.yaml:8: a choice, and only a choice, has 'options'"],
    ),
    ("emergency.yaml", ", verified: null", "", ["emergency.yaml:5: missing field 'verified'"]),
    (
        "emergency.yaml",
        'number: "117"',
        "number: 117",
        ["emergency.yaml:5: number: Input should be a valid string (found 117)"],
    ),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), WRONG)
def test_a_fault_is_told_with_its_file_its_line_and_what_to_do(
    path: str, old: str, new: str, expected: list[str]
) -> None:
    assert faults(small(path, old, new)) == expected


@pytest.mark.parametrize(
    ("path", "listed", "line"),
    [
        (HERE, "calls:\n", 13),
        (HERE, "criteria:\n", 20),
        (HERE, "expenses:\n", 28),
        ("departements.yaml", "departements:\n", 4),
        ("countries.yaml", "countries:\n", 7),
        ("emergency.yaml", "countries:\n", 6),
        ("emergency.yaml", "numbers:\n", 6),
        ("preparation.yaml", "groups:\n", 3),
        ("preparation.yaml", "items:\n", 5),
        ("interviews.yaml", "interviews:\n", 9),
        ("interviews.yaml", "questions:\n", 9),
    ],
)
def test_what_is_there_twice_is_told_at_the_second_one(path: str, listed: str, line: int) -> None:
    files = small()
    start = files[path].index(listed) + len(listed)
    item = _first_item(files[path][start:])
    files[path] = files[path][:start] + item + files[path][start:]
    assert [fault.split(": ")[0] for fault in faults(files)] == [f"{path}:{line}"]


def test_two_regions_with_the_same_prefix_are_told_at_the_second_one() -> None:
    files = small()
    files["regions/yonder.yaml"] = files[HERE].replace("slug: here", "slug: yonder").replace("here-2026", "yonder-2026")
    member = "  - region: yonder\n    source: {document: leaflet, section: s}\n"
    files["programme.yaml"] = files["programme.yaml"].replace("networks:\n", f"networks:\n{member}")
    assert faults(files) == ["regions/yonder.yaml:3: another region has the prefix 'HER'"]


def test_missions_that_end_before_they_begin_are_a_fault() -> None:
    missions = "    missions: {first: 2026-09, last: 2026-07, source: {document: leaflet, section: s}}\n"
    files = small(HERE, "    opens:", f"{missions}    opens:")
    assert faults(files) == [f"{HERE}:10: the last month comes before the first"]


def _first_item(text: str) -> str:
    """The lines of the first item of a YAML list."""
    lines = text.splitlines(keepends=True)
    dash = lines[0].index("-")
    inside = (line for line in lines[1:])
    item = [lines[0]]
    for line in inside:
        if len(line) - len(line.lstrip()) <= dash:
            break
        item.append(line)
    return "".join(item)


def test_a_missing_file_and_a_file_out_of_place_are_told() -> None:
    files = small()
    files["faqs.yaml"] = files.pop("postcodes.yaml")
    told = faults(files)
    assert told[0].startswith("faqs.yaml:1: no knowledge file has this name")
    assert told[1] == "postcodes.yaml:1: this knowledge file is missing"


def test_every_fault_of_every_file_is_told_at_once() -> None:
    files = small(HERE, "name: Here", "nam: Here")
    files["programme.yaml"] = files["programme.yaml"].replace("since: {year: 2021", "since: {year: soon")
    assert [fault.split(":")[0] for fault in faults(files)] == ["programme.yaml", HERE, HERE]


@pytest.mark.parametrize("text", ["", "[]", "just words", "a: &a [*a]", "? [1]\n: 2", "{", "a: 9999-99-99", "\x00"])
def test_a_file_that_is_no_knowledge_at_all_is_a_fault_and_not_a_crash(text: str) -> None:
    files = small()
    files[HERE] = text
    assert all(fault.startswith(HERE) for fault in faults(files))


@given(st.sampled_from(sorted(SMALL)), st.integers(0, 2000), st.text(max_size=3), st.integers(0, 3))
def test_no_slip_of_the_pen_makes_the_loader_crash(path: str, at: int, typed: str, erased: int) -> None:
    files = small()
    at %= len(files[path])
    files[path] = files[path][:at] + typed + files[path][at + erased :]
    assert all(fault.line >= 1 and fault.message for fault in faults_or_none(files))


def faults_or_none(files: dict[str, str]) -> tuple[Fault, ...]:
    try:
        parse(files)
    except KnowledgeFaults as caught:
        return caught.faults
    return ()


def test_a_source_that_is_lost_anywhere_in_a_region_is_a_fault() -> None:
    """Each `source` of the region of Hauts-de-France in turn, whatever the fact."""
    path = "regions/hauts-de-france.yaml"
    lines = FILES[path].splitlines(keepends=True)
    sources = [index for index, line in enumerate(lines) if line.strip().startswith("source:")]
    assert len(sources) > 40
    for index in sources:
        changed = {**FILES, path: "".join(lines[:index] + lines[index + 1 :])}
        assert any("missing field 'source'" in fault for fault in faults(changed)), lines[index - 1]
