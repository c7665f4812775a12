"""The JSON of `explor settle`: what is read, what is refused and how, what is printed, and the command itself."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.knowledge_files import load
from bot.settlement_json import read_settlement
from bot.strict_json import BadInput
from bot.words import LANGUAGES, speaker
from knowledge.rules import Terms
from knowledge.settlement import Claim, Mission

FACTS = load()

VISA: dict[str, Any] = {
    "id": "c1",
    "category": "visa",
    "amount": "40000",
    "currency": "XOF",
    "date": "2025-11-10",
    "paid_by": "volunteer",
    "volunteer": "awa",
    "status": "approved",
}
ASKED: dict[str, Any] = {
    "region": "hauts-de-france",
    "direction": "outgoing",
    "at": "2025-12-01",
    "mission": {"from": "2025-11-08", "to": "2025-11-19"},
    "claims": [
        VISA,
        {
            "id": "c2",
            "category": "per_diem",
            "days": 12,
            "date": "2025-11-19",
            "paid_by": "volunteer",
            "volunteer": "awa",
            "status": "approved",
        },
        {
            "id": "c3",
            "category": "flight",
            "amount": 1321.17,
            "currency": "EUR",
            "date": "2025-10-02",
            "paid_by": "network",
            "status": "approved",
        },
        {**VISA, "id": "c4", "category": "lodging", "currency": "KMF"},
        {**VISA, "id": "c5", "category": "health", "status": "pending"},
    ],
    "rates": {"2025-11": {"XOF": "655.957"}},
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")


def settle(asked: object, *args: str) -> Result:
    stdin = asked if isinstance(asked, str) else json.dumps(asked)
    return CliRunner().invoke(app, ("settle", "-", *args), input=stdin, catch_exceptions=False)


def printed(asked: object = ASKED) -> dict[str, Any]:
    result = settle(asked, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def asked_with(**changes: Any) -> dict[str, Any]:
    return {**ASKED, **changes}


def claim_with(**changes: Any) -> dict[str, Any]:
    return asked_with(claims=[{**VISA, **changes}])


def claim_without(key: str) -> dict[str, Any]:
    return asked_with(claims=[{name: value for name, value in VISA.items() if name != key}])


# --- the contract ---------------------------------------------------------------------------------------------------


def test_a_statement_is_the_documented_json() -> None:
    # 40 000 / 655.957 = 60.98, cut to 60; 12 days at 15 = 180; the flight 1321.17: 1561.17, half 780.585 -> 780.59.
    found = printed()
    amounts = {key: found[key] for key in ("asked", "eligible", "not_eligible", "base", "share", "association", "fee")}
    assert amounts == {
        "asked": "1562.15",
        "eligible": "1561.17",
        "not_eligible": "0.98",
        "base": "1561.17",
        "share": "780.59",
        "association": "780.58",
        "fee": None,
    }
    assert found["due_to"] == {"awa": "240.00"}
    assert (found["paid_by_network"], found["waiting"], found["gifts"]) == ("1321.17", ["c4", "c5"], {})
    assert found["paid_by"] == {"volunteer": "240.00", "network": "1321.17", "association": "0.00", "employer": "0.00"}
    assert [step["id"] for step in found["steps"]] == ["base", "share", "association", "fee"]
    assert (found["region"], found["at"], found["rules"]) == ("hauts-de-france", "2025-12-01T00:00:00+01:00", "2025")


def test_each_line_tells_its_rate_its_cap_and_what_was_cut() -> None:
    lines = {line["id"]: line for line in printed()["lines"]}
    assert list(lines) == ["c3", "c1", "c4", "c5", "c2"], "in the order of the days, then of the ids"
    source = lines["c1"].pop("source")
    assert (source["section"], source["dated"]) == ("Annexe 2, tableau", True)
    assert lines["c1"].pop("rate_source")["section"] == "Taux donnés avec la demande, 2025-11"
    assert lines["c1"] == {
        "id": "c1",
        "category": "visa",
        "date": "2025-11-10",
        "paid_by": "volunteer",
        "volunteer": "awa",
        "status": "approved",
        "original": "40000",
        "currency": "XOF",
        "rate": "655.957",
        "rate_month": "2025-11",
        "rate_origin": "given",
        "converted": "60.98",
        "cap": "60.00",
        "cap_left": "0.00",
        "cut": "0.98",
        "eligible": "60.00",
        "reason": "60,98\xa0€ demandés, pris en compte jusqu'au plafond de 60\xa0€. "
        "Convertie au taux InforEuro (novembre 2025) : 1 € = 655,957 XOF.",
    }


def test_what_waits_is_null_and_never_zero() -> None:
    lines = {line["id"]: line for line in printed()["lines"]}
    waiting = lines["c4"]
    assert [waiting[key] for key in ("rate", "converted", "cut", "eligible")] == [None] * 4
    assert (waiting["rate_month"], waiting["cap_left"]) == ("2025-11", "300.00")
    assert "KMF" in waiting["reason"]
    assert lines["c5"]["eligible"] is None


def test_a_per_diem_is_its_days_and_an_amount_keeps_its_digits() -> None:
    lines = {line["id"]: line for line in printed()["lines"]}
    assert (lines["c2"]["original"], lines["c2"]["currency"], lines["c2"]["eligible"]) == ("180.00", "EUR", "180.00")
    assert (lines["c3"]["original"], lines["c3"]["rate"]) == ("1321.17", "1")


def test_without_rates_the_shipped_ones_count_and_a_parity_says_that_it_is_one() -> None:
    found = printed(
        asked_with(rates=None, claims=[VISA, {**VISA, "id": "c2", "date": "2026-08-03", "currency": "KMF"}])
    )
    assert [line["rate_origin"] for line in found["lines"]] == ["parity", "transcribed"]
    assert "parité officielle" in found["lines"][0]["reason"]


def test_terms_and_waivers_are_read() -> None:
    terms = {"caps": {"visa": 50}, "per_diem": {"rate": "12.50", "days": 10}, "share": "0.5", "set_on": "2025-10-01"}
    found = printed(asked_with(region="auvergne-rhone-alpes", terms=terms, waived=["awa"]))
    assert (found["eligible"], found["share"]) == ("175.00", "87.50")  # 50, and ten days at 12.50
    assert (found["due_to"], found["gifts"]) == ({"awa": "0.00"}, {"awa": "175.00"})
    assert found["lines"][1]["source"]["date"] == "2025-10-01"


def test_a_statement_is_told_in_words_in_every_language() -> None:
    told = settle(ASKED).stdout
    assert "À rembourser à awa : 240\xa0€" in told
    assert "c4. Hébergement : 40\u202f000\xa0KMF, en attente" in told
    for lang in LANGUAGES:
        result = settle(ASKED, "--lang", lang)
        assert (result.exit_code, "{" in result.stdout) == (0, False)


def test_the_month_of_the_rate_is_a_setting_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    late = asked_with(claims=[{**VISA, "date": "2025-12-03"}])
    assert printed(late)["lines"][0]["rate_month"] == "2025-12"
    monkeypatch.setenv("EXPLOR_RATE_MONTHS", '{"hauts-de-france": "departure"}')
    assert printed(late)["lines"][0]["rate_month"] == "2025-11"
    refused = settle({key: value for key, value in late.items() if key != "mission"})
    assert (refused.exit_code, refused.stderr.strip()) == (1, "Il manque la clé « mission ».")


# --- reading --------------------------------------------------------------------------------------------------------


def test_everything_that_is_asked_is_read_as_it_was_written() -> None:
    found = read_settlement(json.dumps(asked_with(at="2025-12-01T10:00Z", waived=["awa"])), FACTS)
    assert found.at == datetime(2025, 12, 1, 10, tzinfo=UTC)
    assert found.mission("expense") == Mission(date(2025, 11, 8), date(2025, 11, 19), "outgoing")
    assert found.claims[0] == Claim("c1", "visa", date(2025, 11, 10), Decimal(40000), "XOF", "volunteer", "awa")
    assert found.claims[2].amount == Decimal("1321.17"), "no float on the way"
    assert (found.terms, found.waived) == (Terms(), frozenset({"awa"}))
    assert found.rates is not None
    assert found.rates[0].rates == {"XOF": Decimal("655.957")}


def test_small_differences_of_writing_are_accepted() -> None:
    claim = {**VISA, "id": 7, "currency": " xof ", "volunteer": 12, "days": None}
    found = read_settlement(json.dumps({"region": "occitanie", "claims": [claim], "rates": {}}), FACTS)
    assert (found.claims[0].id, found.claims[0].currency, found.claims[0].volunteer) == ("7", "XOF", "12")
    assert (found.at, found.rates, found.direction) == (None, (), None)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"claims": []}, "Il manque la clé « region »."),
        ({"region": "occitanie"}, "Il manque la clé « claims »."),
        (asked_with(region="bretagne"), "« region » : je ne connais pas « bretagne »"),
        (asked_with(claim=[]), "La clé « claim » n'existe pas. Vouliez-vous dire « claims » ?"),
        (asked_with(claims={}), "« claims » doit être une liste JSON, entre crochets."),
        (asked_with(claims=["c1"]), "« claims[0] » doit être un objet JSON"),
        (asked_with(claims=[VISA, VISA]), "Deux dépenses ont le même « id » : « c1 »."),
        *((claim_without(key), f"Il manque la clé « claims[0].{key} ».") for key in VISA),
        (claim_with(id=" "), "« claims[0].id » : «   » doit être un nom, entre guillemets."),
        (claim_with(category="vissa"), "Vouliez-vous dire « visa » ?"),
        (claim_with(paid_by="me"), "Valeurs acceptées : volunteer, network, association ou employer."),
        (claim_with(status="ok"), "Valeurs acceptées : approved, refused ou pending."),
        (claim_with(currency="CFA"), "« CFA » n'est pas un code de monnaie à trois lettres"),
        (claim_with(date="10/11/2025"), "Écrivez-la ainsi : 2026-05-14."),
        (claim_with(date="2025-02-30"), '« claims[0].date » : « "2025-02-30" » n\'est pas une date.'),
        (claim_with(amount="-1"), "« claims[0].amount » : « -1 » n'est pas un nombre de 0 à"),
        (claim_with(amount="1,50"), "« 1,50 » n'est pas un nombre"),
        (claim_with(amount=True), "« true » n'est pas un nombre"),
        (claim_with(days=3), "« claims[0].days » : seules les indemnités (per_diem) se comptent en jours."),
        (claim_with(category="per_diem"), "Il manque la clé « claims[0].days »."),
        (claim_with(category="per_diem", days=1.5), "« claims[0].days » : « 1.5 » doit être un nombre entier"),
        (claim_with(supplier="x"), "La clé « supplier » n'existe pas."),
        (asked_with(mission={"from": "2025-11-08"}), "Il manque la clé « mission.to »."),
        (asked_with(mission={"from": "2025-11-08", "to": "2025-11-07"}), "la mission finit avant de commencer."),
        (asked_with(at="soon"), "« soon » n'est pas une date."),
        (asked_with(rates={"2025-13": {}}), "« 2025-13 » n'est pas un mois. Écrivez-le ainsi : 2026-05."),
        (asked_with(rates={"2025-11": {"XOF": 0}}), "« rates.2025-11.XOF » : un taux ne peut pas être zéro."),
        (asked_with(rates={"2025-11": {"???": 1}}), "« ??? » n'est pas un code de monnaie"),
        (asked_with(rates=[]), "« rates » doit être un objet JSON"),
        (asked_with(terms={"caps": {"per_diem": 1}}), "La clé « per_diem » n'existe pas."),
        (asked_with(terms={"per_diem": {"rate": 1}}), "Il manque la clé « terms.per_diem.days »."),
        (asked_with(terms={"share": 0}), "« terms.share » : une part est plus que zéro, et au plus un."),
        (asked_with(terms={"share": 2}), "« terms.share » : « 2 » n'est pas un nombre de 0 à 1."),
        (asked_with(terms={"caps": {"visa": 90}}), "le réseau a publié « visa », qui ne change pas pour une mission."),
        (asked_with(waived=["zoe"]), "« waived[0] » : je ne connais pas « zoe »."),
        ("{", "Ce fichier n'est pas du JSON : ligne 1, colonne 2."),
        ('{"claims": 1, "claims": 2}', "La clé « claims » est donnée deux fois."),
    ],
)
def test_what_is_not_understood_is_refused_with_the_key_and_what_is_accepted(asked: object, said: str) -> None:
    result = settle(asked, "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


@pytest.mark.parametrize("number", ["1e-999999999", "1e999999999", "1e12000000000", "NaN", "0." + "0" * 300 + "1"])
def test_an_absurd_number_is_refused_at_once(number: str) -> None:
    text = json.dumps(claim_with(amount=0)).replace('"amount": 0', f'"amount": {number}')
    with pytest.raises(BadInput):
        read_settlement(text, FACTS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def read_or_refused(asked: object) -> bool:
    """Whether it is read, or refused with a sentence: nothing else may come of it."""
    try:
        read_settlement(json.dumps(asked), FACTS)
    except BadInput as error:
        return bool(speaker("fr")(error.text))
    return True


@given(st.sampled_from(["region", "direction", "at", "mission", "claims", "rates", "terms", "waived"]), JSON)
def test_anything_at_all_is_read_or_refused_with_a_sentence(key: str, value: object) -> None:
    assert read_or_refused(asked_with(**{key: value}))


@given(st.sampled_from(sorted([*VISA, "days"])), JSON)
def test_any_value_in_a_claim_is_read_or_refused_with_a_sentence(key: str, value: object) -> None:
    assert read_or_refused(claim_with(**{key: value}))
