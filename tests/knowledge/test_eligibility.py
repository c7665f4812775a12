"""What an association is told about each condition, in each region, at a date."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import load
from knowledge.base import Knowledge, UnknownRegion
from knowledge.eligibility import CRITERIA, Assessment, Finding, Situation, assess, refuses
from knowledge.schema import PARIS, Criterion, Direction, LegalForm, Source

FACTS = load()
MAY = datetime(2025, 5, 10, 9, tzinfo=PARIS)
NOW = datetime(2026, 11, 20, 9, tzinfo=PARIS)
HDF, OCC, PACA, ARA = "hauts-de-france", "occitanie", "provence-alpes-cote-d-azur", "auvergne-rhone-alpes"
CVL, PDL = "centre-val-de-loire", "pays-de-la-loire"
LEAFLETS = (OCC, PACA, ARA)
HEAD_OFFICES = {HDF: "59000", OCC: "31000", PACA: "13001", ARA: "69002", CVL: "45000", PDL: "44000"}

GOOD = Situation(
    direction="outgoing",
    legal_form="association_1901",
    head_office="59000",
    partner_country="BJ",
    solidarity_field=True,
    sdgs=(2, 6),
    need_with_partner=True,
    already_supported=False,
    duration_days=10,
    network_member=True,
    field_experience=True,
    general_interest=True,
    charter=True,
)


def good(slug: str, **changes: Any) -> Situation:
    return replace(GOOD, head_office=HEAD_OFFICES[slug], **changes)


def judge(situation: Situation, region: str | None = None, at: datetime = MAY) -> Assessment:
    return assess(FACTS, situation, region, at)


def finding(assessment: Assessment, id_: str) -> Finding:
    return next(found for found in assessment.findings if found.id == id_)


def codes(assessment: Assessment) -> list[str]:
    return [reason.code for reason in assessment.alternatives]


# --- Hauts-de-France lists its conditions ---


def test_an_association_that_meets_all_the_conditions_of_hauts_de_france_is_eligible_during_the_call() -> None:
    found = judge(GOOD)
    assert (found.verdict, found.region, found.call.status) == ("eligible", HDF, "open")
    assert {one.status for one in found.findings} == {"met"}
    assert codes(found) == []


def test_a_closed_call_does_not_change_the_verdict_on_the_rules_and_the_next_call_is_named() -> None:
    found = judge(GOOD, at=NOW)
    assert (found.verdict, found.call.status) == ("eligible", "closed")
    assert codes(found) == ["alternative_next_call", "alternative_contact"]


def test_what_hauts_de_france_does_not_list_is_no_condition_there() -> None:
    assert [one.id for one in judge(Situation(head_office="59")).findings] == [
        "head_office",
        "direction",
        "legal_form",
        "partner_country",
        "already_supported",
        "need_with_partner",
        "duration_days",
        "solidarity_field",
        "sdgs",
        "charter",
    ]


HDF_CASES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"direction": "outgoing"}, "direction", "met", "direction_outgoing"),
    ({"direction": "reciprocity"}, "direction", "met", "direction_reciprocity"),
    ({"direction": "south_south"}, "direction", "to_confirm", "direction_south_south"),
    ({"direction": None}, "direction", "to_confirm", "direction_unanswered"),
    ({"legal_form": "association_1908"}, "legal_form", "not_met", "legal_form_refused"),
    ({"legal_form": "collectivite"}, "legal_form", "not_met", "legal_form_refused"),
    ({"legal_form": "entreprise"}, "legal_form", "not_met", "legal_form_refused"),
    ({"legal_form": "etablissement"}, "legal_form", "not_met", "legal_form_refused"),
    ({"legal_form": "autre"}, "legal_form", "not_met", "legal_form_refused"),
    ({"legal_form": None}, "legal_form", "to_confirm", "legal_form_unanswered"),
    ({"head_office": "31000"}, "head_office", "not_met", "head_office_in_other_region"),
    ({"head_office": "48250"}, "head_office", "to_confirm", "head_office_ambiguous"),
    ({"head_office": "99"}, "head_office", "to_confirm", "head_office_unknown"),
    ({"head_office": None}, "head_office", "to_confirm", "head_office_unanswered"),
    ({"partner_country": "XK"}, "partner_country", "met", "partner_country_listed"),
    ({"partner_country": "NA"}, "partner_country", "met", "partner_country_listed"),
    ({"partner_country": "NR"}, "partner_country", "met", "partner_country_listed"),
    ({"partner_country": "FR"}, "partner_country", "not_met", "partner_country_is_france"),
    ({"partner_country": "CA"}, "partner_country", "not_met", "partner_country_not_listed"),
    ({"partner_country": "ZZ"}, "partner_country", "not_met", "partner_country_not_listed"),
    ({"partner_country": "AG"}, "partner_country", "not_met", "partner_country_graduated"),
    ({"partner_country": "CL"}, "partner_country", "not_met", "partner_country_graduated_about"),
    ({"partner_country": None}, "partner_country", "to_confirm", "partner_country_unanswered"),
    ({"already_supported": False}, "already_supported", "met", "already_supported_never"),
    (
        {"already_supported": True, "new_project": True},
        "already_supported",
        "met",
        "already_supported_new_project",
    ),
    (
        {"already_supported": True, "new_project": False},
        "already_supported",
        "not_met",
        "already_supported_same_project",
    ),
    (
        {"already_supported": True, "new_project": None},
        "already_supported",
        "to_confirm",
        "already_supported_project_unanswered",
    ),
    (
        {"already_supported": None, "new_project": True},
        "already_supported",
        "met",
        "already_supported_new_project_anyway",
    ),
    (
        {"already_supported": None, "new_project": False},
        "already_supported",
        "to_confirm",
        "already_supported_unanswered",
    ),
    ({"already_supported": None}, "already_supported", "to_confirm", "already_supported_unanswered"),
    ({"need_with_partner": False}, "need_with_partner", "not_met", "need_with_partner_no"),
    ({"need_with_partner": None}, "need_with_partner", "to_confirm", "need_with_partner_unanswered"),
    ({"duration_days": 6}, "duration_days", "not_met", "duration_days_too_short"),
    ({"duration_days": 7}, "duration_days", "met", "duration_days_within"),
    ({"duration_days": 14}, "duration_days", "met", "duration_days_within"),
    ({"duration_days": 15}, "duration_days", "not_met", "duration_days_too_long"),
    ({"duration_days": None}, "duration_days", "to_confirm", "duration_days_unanswered"),
    ({"solidarity_field": False}, "solidarity_field", "not_met", "solidarity_field_no"),
    ({"solidarity_field": None}, "solidarity_field", "to_confirm", "solidarity_field_unanswered"),
    ({"sdgs": (17,)}, "sdgs", "met", "sdgs_some"),
    ({"sdgs": ()}, "sdgs", "not_met", "sdgs_none"),
    ({"sdgs": None}, "sdgs", "to_confirm", "sdgs_unanswered"),
    ({"charter": False}, "charter", "not_met", "charter_no"),
    ({"charter": None}, "charter", "to_confirm", "charter_unanswered"),
]


@pytest.mark.parametrize(("changes", "id_", "status", "code"), HDF_CASES)
def test_in_hauts_de_france_one_answer_changes_one_condition_and_the_verdict_follows(
    changes: dict[str, Any], id_: str, status: str, code: str
) -> None:
    found = judge(replace(GOOD, **changes), HDF)
    one = finding(found, id_)
    assert (one.status, one.reason.code) == (status, code)
    assert {other.status for other in found.findings if other.id != id_} == {"met"}
    assert found.verdict == {"met": "eligible", "not_met": "not_eligible", "to_confirm": "to_confirm"}[status]
    assert status == "met" or one.change is not None


def test_a_no_beats_what_is_still_to_confirm() -> None:
    assert judge(replace(GOOD, sdgs=None, charter=False)).verdict == "not_eligible"


# --- the leaflets publish a few conditions and are silent on the others ---


@pytest.mark.parametrize("slug", LEAFLETS)
def test_where_the_document_does_not_list_its_conditions_the_silent_ones_stay_to_confirm(slug: str) -> None:
    found = judge(good(slug))
    assert [one.id for one in found.findings] == list(CRITERIA)
    silent = {one.id for one in found.findings if one.reason.code == "unpublished"}
    assert silent == {"partner_country", "already_supported", "need_with_partner", "sdgs", "charter"}
    assert {one.status for one in found.findings if one.id not in silent} == {"met"}
    assert found.verdict == "to_confirm"


@pytest.mark.parametrize("slug", LEAFLETS)
@pytest.mark.parametrize(
    ("changes", "id_", "status"),
    [
        ({"legal_form": "association_1908"}, "legal_form", "met"),
        ({"legal_form": "entreprise"}, "legal_form", "not_met"),
        ({"legal_form": "etablissement"}, "legal_form", "not_met"),
        ({"network_member": False}, "network_member", "not_met"),
        ({"network_member": None}, "network_member", "to_confirm"),
        ({"field_experience": False}, "field_experience", "not_met"),
        ({"general_interest": False}, "general_interest", "not_met"),
        ({"solidarity_field": False}, "solidarity_field", "not_met"),
        ({"duration_days": 6}, "duration_days", "not_met"),
        ({"duration_days": 7}, "duration_days", "met"),
        ({"duration_days": 15}, "duration_days", "met"),
        ({"duration_days": 16}, "duration_days", "not_met"),
        ({"partner_country": "CA"}, "partner_country", "to_confirm"),
        ({"already_supported": True, "new_project": False}, "already_supported", "to_confirm"),
        ({"need_with_partner": False}, "need_with_partner", "to_confirm"),
        ({"sdgs": ()}, "sdgs", "to_confirm"),
        ({"charter": False}, "charter", "to_confirm"),
        ({"direction": "south_south"}, "direction", "to_confirm"),
    ],
)
def test_a_leaflet_judges_only_what_it_publishes(slug: str, changes: dict[str, Any], id_: str, status: str) -> None:
    assert finding(judge(good(slug, **changes)), id_).status == status


@pytest.mark.parametrize(("slug", "status"), [(HDF, "met"), (OCC, "met"), (PACA, "met"), (ARA, "to_confirm")])
def test_reciprocity_is_met_only_where_it_is_published(slug: str, status: str) -> None:
    assert finding(judge(good(slug, direction="reciprocity")), "direction").status == status


@pytest.mark.parametrize("slug", [CVL, PDL])
def test_a_region_that_has_published_no_condition_leaves_everything_to_confirm(slug: str) -> None:
    for situation in (good(slug), Situation(head_office=HEAD_OFFICES[slug], legal_form="entreprise", duration_days=99)):
        found = judge(situation)
        assert (found.verdict, found.region, found.call.status) == ("to_confirm", slug, "none")
        assert [(one.id, one.status) for one in found.findings] == [(id_, "to_confirm") for id_ in CRITERIA]
        assert "alternative_contact_unknown" in codes(found)


# --- where the head office is ---


def test_a_head_office_outside_the_six_regions_is_told_what_exists() -> None:
    found = judge(replace(GOOD, head_office="75011"))
    assert (found.verdict, found.region, found.call.status) == ("not_eligible", None, "none")
    assert [(one.id, one.status, one.reason.code) for one in found.findings] == [
        ("head_office", "not_met", "head_office_outside")
    ]
    assert found.findings[0].reason.values == {"departement": "Paris", "region": "Île-de-France"}
    assert codes(found) == ["alternative_six_regions"]


def test_a_place_that_is_its_own_region_is_named_once() -> None:
    reason = judge(replace(GOOD, head_office="97400")).findings[0].reason
    assert (reason.code, reason.values) == ("head_office_outside_whole", {"region": "La Réunion"})


@pytest.mark.parametrize("slug", [HDF, "centre-val-de-loire"])
def test_no_network_serves_a_head_office_outside_the_six_whatever_region_is_asked_for(slug: str) -> None:
    found = judge(replace(GOOD, head_office="75011"), slug)
    assert (found.verdict, found.region) == ("not_eligible", None)


def test_without_a_region_nor_a_head_office_the_head_office_is_asked() -> None:
    found = judge(replace(GOOD, head_office=None))
    assert (found.verdict, found.region) == ("to_confirm", None)
    assert [(one.id, one.reason.code) for one in found.findings] == [("head_office", "head_office_unanswered")]


def test_a_shared_postcode_asks_for_the_commune_and_then_follows_it() -> None:
    shared = replace(GOOD, head_office="48250")
    found = judge(shared)
    assert (found.verdict, found.region) == ("to_confirm", None)
    assert found.findings[0].reason.code == "head_office_ambiguous"
    assert found.findings[0].change is not None
    assert found.findings[0].change.code == "change_commune"
    assert judge(replace(shared, head_office_commune="Laveyrune")).region == ARA
    assert judge(replace(shared, head_office_commune="Luc")).region == OCC


def test_a_network_that_was_asked_for_another_region_points_to_the_right_one() -> None:
    found = judge(good(OCC), HDF)
    assert (found.verdict, found.region) == ("not_eligible", HDF)
    first = found.alternatives[0]
    assert (first.code, first.values["network"]) == ("alternative_other_network", "Occitanie Coopération")


def test_a_network_without_a_published_rule_is_not_judged_by_the_rule_of_another() -> None:
    found = judge(good(OCC), CVL)
    assert found.verdict == "to_confirm"
    assert "alternative_other_network" in codes(found)


def test_an_unknown_region_is_an_error_and_not_a_verdict() -> None:
    with pytest.raises(UnknownRegion):
        judge(GOOD, "atlantide")


# --- the list of aid recipients, at a date ---


@pytest.mark.parametrize(
    ("country", "at", "status", "code"),
    [
        ("NR", datetime(2025, 12, 31, 23, 59, tzinfo=PARIS), "met", "partner_country_listed"),
        ("NR", datetime(2026, 1, 1, tzinfo=PARIS), "not_met", "partner_country_graduated"),
        ("NR", datetime(2025, 12, 31, 23, tzinfo=UTC), "not_met", "partner_country_graduated"),  # already 2026 in Paris
        ("BJ", datetime(2026, 12, 31, 23, 59, tzinfo=PARIS), "met", "partner_country_listed"),
        ("BJ", datetime(2027, 1, 1, tzinfo=PARIS), "to_confirm", "partner_country_no_list"),
        ("BJ", datetime(2023, 12, 31, tzinfo=PARIS), "to_confirm", "partner_country_no_list"),
        ("FR", datetime(2027, 1, 1, tzinfo=PARIS), "not_met", "partner_country_is_france"),
    ],
)
def test_a_country_is_judged_by_the_list_that_holds_on_that_day_in_paris(
    country: str, at: datetime, status: str, code: str
) -> None:
    one = finding(judge(replace(GOOD, partner_country=country), at=at), "partner_country")
    assert (one.status, one.reason.code) == (status, code)


@pytest.mark.parametrize(
    ("country", "change"),
    [
        ("GY", "change_partner_country_watch"),
        ("PA", "change_partner_country_watch"),
        ("MS", "change_partner_country_paused"),
    ],
)
def test_a_country_whose_place_on_the_list_may_end_is_met_with_a_word_about_it(country: str, change: str) -> None:
    one = finding(judge(replace(GOOD, partner_country=country), at=NOW), "partner_country")
    assert (one.status, one.change and one.change.code) == ("met", change)


@pytest.mark.parametrize(
    ("country", "at", "sections"),
    [
        ("BJ", MAY, ["Liste pour les années 2024 et 2025"]),
        ("BJ", NOW, ["Liste pour l'année 2026"]),
        ("CA", NOW, ["Liste pour l'année 2026"]),
        ("NR", NOW, ["Liste pour l'année 2026", "Réexamen de 2023, sortie de Nauru"]),
        ("CL", NOW, ["Liste pour l'année 2026", "Sorties de la liste"]),
        ("GY", NOW, ["Liste pour l'année 2026", "Réexamen de 2026"]),
        ("BJ", datetime(2030, 1, 1, tzinfo=PARIS), []),
        (None, NOW, []),
    ],
)
def test_what_is_said_of_a_country_cites_the_list_it_was_read_in(
    country: str | None, at: datetime, sections: list[str]
) -> None:
    one = finding(judge(replace(GOOD, partner_country=country), at=at), "partner_country")
    assert [source.section for source in one.also] == sections
    assert one.source.document == "hdf-ami-2025"


# --- what else is possible ---


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"legal_form": "entreprise"}, "alternative_offer_expertise"),
        ({"legal_form": "collectivite"}, "alternative_offer_expertise"),
        ({"already_supported": True, "new_project": False}, "alternative_new_project"),
        ({"duration_days": 30}, "alternative_contact"),
    ],
)
def test_a_no_still_says_what_else_is_possible(changes: dict[str, Any], expected: str) -> None:
    assert expected in codes(judge(replace(GOOD, **changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"duration_days": 30, "direction": "reciprocity"},
        {"duration_days": 30},
        {"duration_days": 30, "direction": "south_south"},
        {"sdgs": ()},
        {"already_supported": True, "new_project": False},
        {"need_with_partner": False},
        {"solidarity_field": False},
        {"charter": False},
        {"direction": "reciprocity"},
        {"direction": None},
        {},
        {"legal_form": "autre"},
        {"partner_country": "CA"},
        {"head_office": "31000"},
    ],
)
def test_reciprocity_is_not_offered_where_it_would_be_refused_just_the_same(changes: dict[str, Any]) -> None:
    assert "alternative_reciprocity" not in codes(judge(replace(GOOD, **changes), HDF))


def test_reciprocity_is_offered_where_no_rule_is_published_for_the_mission_as_it_is() -> None:
    assert "alternative_reciprocity" in codes(judge(replace(GOOD, direction="south_south")))


def test_reciprocity_is_offered_where_the_rule_that_says_no_is_not_for_it() -> None:
    facts = facts_with_a_duration_for_outgoing_missions_only()
    found = assess(facts, replace(GOOD, duration_days=30), None, MAY)
    assert (found.verdict, "alternative_reciprocity" in codes(found)) == ("not_eligible", True)


def test_reciprocity_is_not_offered_by_a_network_that_has_not_published_it() -> None:
    assert "alternative_reciprocity" not in codes(judge(good(ARA, direction="south_south")))


# --- what every assessment keeps ---


def facts_with_a_duration_for_outgoing_missions_only() -> Knowledge:
    region = FACTS.region(HDF)
    edition = region.editions[0]
    outgoing_only = tuple(
        one.model_copy(update={"directions": ("outgoing",)}) if one.id == "duration_days" else one
        for one in edition.criteria
    )
    changed = region.model_copy(update={"editions": (edition.model_copy(update={"criteria": outgoing_only}),)})
    return replace(FACTS, regions={**FACTS.regions, HDF: changed})


def test_a_condition_that_is_not_for_this_direction_is_left_out_of_the_verdict() -> None:
    facts = facts_with_a_duration_for_outgoing_missions_only()
    found = assess(facts, replace(GOOD, direction="reciprocity", duration_days=99), None, MAY)
    assert (finding(found, "duration_days").status, found.verdict) == ("not_applicable", "eligible")
    assert assess(facts, replace(GOOD, duration_days=99), None, MAY).verdict == "not_eligible"


def test_last_years_verdict_can_be_replayed_after_the_rules_have_changed() -> None:
    region = FACTS.region(HDF)
    old = region.editions[0]
    longer = tuple(one.model_copy(update={"most": 30}) if one.id == "duration_days" else one for one in old.criteria)
    new = old.model_copy(update={"since": NOW.date(), "criteria": longer})
    facts = replace(FACTS, regions={**FACTS.regions, HDF: region.model_copy(update={"editions": (old, new)})})
    twenty = replace(GOOD, duration_days=20)
    assert assess(facts, twenty, None, MAY).verdict == "not_eligible"
    assert assess(facts, twenty, None, NOW).verdict == "eligible"


def test_an_instant_without_a_zone_is_refused(facts: Knowledge) -> None:
    with pytest.raises(ValueError, match="zone"):
        assess(facts, GOOD, None, datetime(2025, 5, 10))  # noqa: DTZ001


MAYBE = st.none() | st.booleans()
HEAD_OFFICE = st.none() | st.sampled_from([*HEAD_OFFICES.values(), "75011", "2A", "48250", "01410", "??"]) | st.text()
SITUATIONS = st.builds(
    Situation,
    direction=st.none() | st.sampled_from(get_args(Direction)),
    legal_form=st.none() | st.sampled_from(get_args(LegalForm)),
    head_office=HEAD_OFFICE,
    head_office_commune=st.none() | st.sampled_from(["Lajoux", "Mijoux", "Lajous"]),
    partner_country=st.none() | st.sampled_from([*FACTS.countries, "ZZ"]),
    solidarity_field=MAYBE,
    sdgs=st.none() | st.lists(st.integers(1, 17), max_size=3).map(tuple),
    need_with_partner=MAYBE,
    already_supported=MAYBE,
    new_project=MAYBE,
    duration_days=st.none() | st.integers(0, 40),
    network_member=MAYBE,
    field_experience=MAYBE,
    general_interest=MAYBE,
    charter=MAYBE,
)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
REGIONS = st.none() | st.sampled_from(sorted(FACTS.regions))


@given(SITUATIONS, REGIONS, INSTANTS)
def test_every_situation_gets_a_verdict_that_follows_from_its_findings(
    situation: Situation, region: str | None, at: datetime
) -> None:
    found = judge(situation, region, at)
    statuses = [one.status for one in found.findings]
    assert statuses
    if "not_met" in statuses:
        assert found.verdict == "not_eligible"
    else:
        assert found.verdict == ("to_confirm" if "to_confirm" in statuses else "eligible")
    assert all(one.source.title and one.source.section and one.source.date for one in found.findings)
    assert found.verdict == "eligible" or found.alternatives or found.region is None


@given(SITUATIONS, INSTANTS)
def test_what_refuses_alone_is_what_the_whole_verdict_finds_not_met(situation: Situation, at: datetime) -> None:
    not_met = {one.id for one in judge(situation, None, at).findings if one.status == "not_met"}
    assert {one for one in CRITERIA if refuses(FACTS, situation, one, at)} == not_met


@given(SITUATIONS, st.sampled_from(sorted(FACTS.regions)), INSTANTS)
def test_no_condition_is_met_or_not_met_unless_its_region_has_published_it(
    situation: Situation, region: str, at: datetime
) -> None:
    found = judge(situation, region, at)
    published = {one.id for one in FACTS.edition(region, at).criteria} if found.region else {"head_office"}
    judged = {one.id for one in found.findings if one.status in {"met", "not_met"}}
    assert judged <= published


def test_a_source_of_a_silent_condition_is_the_document_that_was_read() -> None:
    one = finding(judge(good(OCC)), "sdgs")
    assert (one.source.document, one.source.dated, one.source.date) == ("occitanie-plaquette", False, "2026-11-20")


def test_a_criterion_cannot_be_made_without_a_source() -> None:
    with pytest.raises(ValueError, match="source"):
        Criterion()  # type: ignore[call-arg]
    assert Criterion(source=Source(document="leaflet", section="s")).directions is None
