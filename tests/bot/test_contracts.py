"""The JSON of `explor eligibility` and `explor estimate`: what is read, what is refused and how, what is printed."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contracts import BadInput, assessment_json, estimate_json, read_at, read_costs, read_situation
from bot.knowledge_files import load
from bot.words import speaker
from knowledge.eligibility import Situation, assess
from knowledge.funding import Costs, estimate

FACTS = load()
SAY = speaker("fr")

GOOD: dict[str, Any] = {
    "direction": "outgoing",
    "legal_form": "association_1901",
    "head_office": "59000",
    "partner_country": "BJ",
    "solidarity_field": True,
    "sdgs": [2, 6],
    "need_with_partner": True,
    "already_supported": False,
    "new_project": None,
    "duration_days": 10,
    "network_member": True,
    "field_experience": True,
    "general_interest": True,
    "charter": True,
}
COSTS = (
    '{"costs": {"flight": "1350.00", "local_transport": "240", "per_diem_days": 12, "visa": "75", "lodging": "280", '
    '"health": "95", "insurance": "52", "other": "100"}}'
)


def refusal_of(text: str, read: str = "situation") -> str:
    with pytest.raises(BadInput) as caught:
        read_situation(text, FACTS) if read == "situation" else read_costs(text)
    return SAY(caught.value.text)


# --- reading a situation ---


def test_a_whole_situation_is_read_as_it_is_documented() -> None:
    found = read_situation(json.dumps(GOOD), FACTS)
    assert found == Situation(**{**GOOD, "sdgs": (2, 6)})


@pytest.mark.parametrize("text", ["{}", '{"sdgs": null, "head_office": null}', "\ufeff{}", " {\n} "])
def test_what_is_absent_or_null_is_not_known(text: str) -> None:
    assert read_situation(text, FACTS) == Situation()


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ('{"partner_country": "xk"}', "partner_country", "XK"),
        ('{"partner_country": "NA"}', "partner_country", "NA"),
        ('{"head_office": "2A"}', "head_office", "2A"),
        ('{"head_office": "01410", "head_office_commune": " Lajoux "}', "head_office_commune", "Lajoux"),
        ('{"sdgs": []}', "sdgs", ()),
        ('{"sdgs": [6, 2, 6]}', "sdgs", (6, 2)),
        ('{"duration_days": 12.0}', "duration_days", 12),
        ('{"duration_days": 0}', "duration_days", 0),
        ('{"duration_days": 10000}', "duration_days", 10_000),
    ],
)
def test_small_differences_of_writing_are_read(text: str, key: str, value: object) -> None:
    assert getattr(read_situation(text, FACTS), key) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Ce fichier n'est pas du JSON : ligne 1, colonne 1."),
        ("[]", "« answers » doit être un objet JSON, avec des clés entre accolades."),
        ('{"sdgs": [1], "sdgs": [2]}', "La clé « sdgs » est donnée deux fois."),
        ('{"sdg": [1]}', "La clé « sdg » n'existe pas. Vouliez-vous dire « sdgs » ?"),
        (
            '{"legal_form": "asociation_1901"}',
            "« legal_form » : je ne connais pas « asociation_1901 ». Vouliez-vous dire « association_1901 » ?",
        ),
        (
            '{"direction": 3}',
            "« direction » : je ne connais pas « 3 ». Valeurs acceptées : outgoing, reciprocity ou south_south.",
        ),
        (
            '{"head_office": "99000"}',
            "« head_office » : « 99000 » n'est ni un code postal ni un département. "
            'Exemples, entre guillemets : "59000", "59", "2A".',
        ),
        (
            '{"partner_country": "Bénin"}',
            "« partner_country » : « Bénin » n'est pas un code de pays à deux lettres (ISO 3166). "
            "Exemples : BJ, SN, XK.",
        ),
        ('{"charter": "yes"}', '« charter » : « "yes" » doit être true, false ou null.'),
        ('{"charter": 1}', "« charter » : « 1 » doit être true, false ou null."),
        ('{"duration_days": true}', "« duration_days » : « true » doit être un nombre entier, de 0 à 10\u202f000."),
        ('{"duration_days": 10.5}', "« duration_days » : « 10.5 » doit être un nombre entier, de 0 à 10\u202f000."),
        ('{"duration_days": -1}', "« duration_days » : « -1 » doit être un nombre entier, de 0 à 10\u202f000."),
        ('{"duration_days": -0.0}', "« duration_days » : « -0.0 » doit être un nombre entier, de 0 à 10\u202f000."),
        ('{"duration_days": 1e9}', "« duration_days » : « 1E+9 » doit être un nombre entier, de 0 à 10\u202f000."),
        ('{"duration_days": NaN}', "« NaN » n'est pas un nombre."),
        ('{"sdgs": 2}', "« sdgs » : donnez une liste de numéros de 1 à 17, comme [2, 6]."),
        ('{"sdgs": [18]}', "« sdgs » : « 18 » doit être un nombre entier, de 1 à 17."),
        ('{"sdgs": [true]}', "« sdgs » : « true » doit être un nombre entier, de 1 à 17."),
        ('{"head_office_commune": ""}', "« head_office_commune » : «  » doit être un nom, entre guillemets."),
    ],
)
def test_what_is_not_understood_is_refused_with_the_key_and_what_is_accepted(text: str, said: str) -> None:
    assert refusal_of(text) == said


@pytest.mark.parametrize("text", ['{"head_office": 59000}', '{"head_office": ["59"]}', '{"partner_country": ["BJ"]}'])
def test_a_value_of_another_type_is_refused(text: str) -> None:
    assert "Exemples" in refusal_of(text)


@pytest.mark.parametrize("text", ["[" * 100_000, "1" * 5000, '{"sdgs": [' + "9" * 5000 + "]}", "\x00", "{" * 2000])
def test_no_file_is_too_strange_to_be_refused_with_a_sentence(text: str) -> None:
    assert "JSON" in refusal_of(text)


@given(
    st.text(max_size=40)
    | st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists).map(json.dumps)
)
def test_anything_typed_is_read_or_refused_and_never_a_crash(text: str) -> None:
    for read in (lambda: read_situation(text, FACTS), lambda: read_costs(text), lambda: read_at(text)):
        try:
            read()
        except BadInput as error:
            refused = SAY(error.text)
            assert "{" not in refused or "{" in text


def test_what_is_repeated_to_the_person_cannot_disturb_a_terminal() -> None:
    assert "« �[31m� »" in refusal_of('{"\\u001b[31m\\ud800": 1}')
    assert refusal_of(json.dumps({"z" * 500: 1})).count("z") == 39


# --- reading costs ---


def test_costs_are_read_as_exact_amounts() -> None:
    assert read_costs(COSTS) == Costs(
        flight=Decimal("1350.00"),
        local_transport=Decimal(240),
        per_diem_days=12,
        visa=Decimal(75),
        lodging=Decimal(280),
        health=Decimal(95),
        insurance=Decimal(52),
        other=Decimal(100),
    )


def test_a_json_number_never_passes_through_a_float() -> None:
    assert read_costs('{"costs": {"flight": 0.1, "visa": 0.30000000000000004}}').flight == Decimal("0.1")
    assert read_costs('{"costs": {"flight": 12, "visa": null}}') == Costs(flight=Decimal(12))


AMOUNT = (
    "n'est pas un montant en euros, de 0 à 1\u202f000\u202f000. "
    'Écrivez des chiffres, avec un point pour les centimes : "1350.00".'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "Il manque la clé « costs »."),
        ('{"costs": []}', "« costs » doit être un objet JSON, avec des clés entre accolades."),
        ('{"flight": "10"}', "La clé « flight » n'existe pas. Les clés acceptées : costs."),
        ('{"costs": {"flights": "10"}}', "La clé « flights » n'existe pas. Vouliez-vous dire « flight » ?"),
        ('{"costs": {"flight": "-1"}}', f"« flight » : « -1 » {AMOUNT}"),
        ('{"costs": {"flight": -1}}', f"« flight » : « -1 » {AMOUNT}"),
        ('{"costs": {"flight": -0.0}}', f"« flight » : « -0.0 » {AMOUNT}"),
        ('{"costs": {"flight": "1,350.00"}}', f"« flight » : « 1,350.00 » {AMOUNT}"),
        ('{"costs": {"flight": "1e3"}}', f"« flight » : « 1e3 » {AMOUNT}"),
        ('{"costs": {"flight": "cent"}}', f"« flight » : « cent » {AMOUNT}"),
        ('{"costs": {"flight": ""}}', f"« flight » : «  » {AMOUNT}"),
        ('{"costs": {"flight": true}}', f"« flight » : « true » {AMOUNT}"),
        ('{"costs": {"flight": [1]}}', f"« flight » : « [1] » {AMOUNT}"),
        ('{"costs": {"flight": 1000001}}', f"« flight » : « 1000001 » {AMOUNT}"),
        ('{"costs": {"flight": Infinity}}', "« Infinity » n'est pas un nombre."),
        ('{"costs": {"per_diem_days": "12"}}', '« per_diem_days » : « "12" » doit être un nombre entier, de 0 à 366.'),
        ('{"costs": {"per_diem_days": 1.5}}', "« per_diem_days » : « 1.5 » doit être un nombre entier, de 0 à 366."),
        ('{"costs": {"per_diem_days": -1}}', "« per_diem_days » : « -1 » doit être un nombre entier, de 0 à 366."),
    ],
)
def test_a_cost_that_is_not_understood_is_refused_with_what_is_accepted(text: str, said: str) -> None:
    assert refusal_of(text, "costs") == said


# --- reading a date ---


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-06-15", "2025-06-14T22:00"),
        ("2025-01-15", "2025-01-14T23:00"),
        ("2025-06-15T18:00", "2025-06-15T16:00"),
        ("2025-06-15T18:00:00Z", "2025-06-15T18:00"),
        ("2025-06-15T18:00:00-04:00", "2025-06-15T22:00"),
        (" 2025-06-15 ", "2025-06-14T22:00"),
    ],
)
def test_a_date_is_its_midnight_in_paris_and_an_instant_keeps_its_zone(text: str, utc: str) -> None:
    assert read_at(text).astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "demain", "2025-13-01", "15/06/2025", "2025-02-30", "1999-12-31", "2101-01-01"])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_at(text)
    assert "2025-06-15" in SAY(caught.value.text) or "2000" in SAY(caught.value.text)


# --- printing ---


def printed_assessment(at: str, **changes: object) -> dict[str, Any]:
    situation = read_situation(json.dumps({**GOOD, **changes}), FACTS)
    found: dict[str, Any] = json.loads(json.dumps(assessment_json(assess(FACTS, situation, None, read_at(at)), SAY)))
    return found


def test_an_assessment_is_printed_as_the_contract_says() -> None:
    found = printed_assessment("2025-05-10")
    assert {key: found[key] for key in ("verdict", "region", "at", "call")} == {
        "verdict": "eligible",
        "region": "hauts-de-france",
        "at": "2025-05-10T00:00:00+02:00",
        "call": {"id": "hdf-2025", "status": "open", "closes": "2025-06-16T00:00:00+02:00"},
    }
    assert found["criteria"][3] == {
        "id": "partner_country",
        "status": "met",
        "reason": "Bénin : ce pays reçoit l'aide publique au développement (liste de l'OCDE 2024-25).",
        "change": None,
        "notes": [],
        "source": {
            "document": "Appel à manifestation d'intérêt EXPLOR 2025, Hauts-de-France",
            "section": "Organismes éligibles",
            "date": "2025",
            "dated": True,
            "url": None,
        },
        "also": [found["criteria"][3]["also"][0]],
    }
    assert found["criteria"][3]["also"][0]["section"] == "Liste pour les années 2024 et 2025"


@pytest.mark.parametrize(("days", "said"), [(0, "trop court"), (367, "trop long"), (10_000, "trop long")])
def test_any_number_of_days_is_judged_and_not_refused(days: int, said: str) -> None:
    found = printed_assessment("2025-05-10", duration_days=days)
    assert [one["reason"] for one in found["criteria"] if one["status"] == "not_met"] == [
        one["reason"] for one in found["criteria"] if one["id"] == "duration_days" and said in one["reason"]
    ]
    assert found["verdict"] == "not_eligible"


def test_a_head_office_elsewhere_prints_no_region_and_no_call() -> None:
    found = printed_assessment("2025-05-10", head_office="75011")
    assert (found["verdict"], found["region"]) == ("not_eligible", None)
    assert found["call"] == {"id": None, "status": "none", "closes": None}
    assert [(one["id"], one["status"]) for one in found["criteria"]] == [("head_office", "not_met")]
    assert "Paris" in found["criteria"][0]["reason"]


def printed_estimate(region: str, text: str = COSTS) -> dict[str, Any]:
    found = estimate(FACTS, read_costs(text), region, read_at("2026-11-20"))
    printed: dict[str, Any] = json.loads(json.dumps(estimate_json(found, SAY)))
    return printed


def test_an_estimate_is_printed_with_two_decimals_and_its_reasons() -> None:
    found = printed_estimate("hauts-de-france")
    sums = ("asked", "eligible", "not_eligible", "base", "share", "association", "fee")
    assert [found[key] for key in sums] == ["2372.00", "2202.00", "170.00", "2000.00", "1000.00", "1202.00", None]
    first = found["lines"][0]
    assert [first[key] for key in ("category", "asked", "cap", "eligible")] == [
        "flight",
        "1350.00",
        "1500.00",
        "1350.00",
    ]
    assert first["source"]["section"] == "Annexe 2, tableau"
    assert any("clos" in note for note in found["notes"])
    assert (found["rules"], found["call"]["status"]) == ("2025", "closed")


def test_what_a_region_has_not_published_is_printed_as_null() -> None:
    found = printed_estimate("pays-de-la-loire")
    assert found["asked"] == "2192.00"
    assert {found[key] for key in ("eligible", "not_eligible", "base", "share", "association", "fee")} == {None}
    assert {line["eligible"] for line in found["lines"]} == {None}


def test_the_words_are_in_the_language_of_whoever_speaks() -> None:
    found = assessment_json(assess(FACTS, Situation(), None, read_at("2025-05-10")), lambda text: f"<{text.msgid}>")
    assert found["criteria"][0]["reason"].startswith("<")
