"""Why: every reason that the knowledge can give, as a code and the values that fill its sentence.

Knowledge speaks no language: `dialogs/wording.py` has one sentence for each code of `CODES`. A reason is refused at its
making when its code is unknown or when its values are not exactly the ones announced here, so that a sentence always
finds all its places. Codes are stable: stored assessments keep them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Place = Literal[
    "number", "money", "percent", "country", "date", "name", "names", "form", "forms", "categories", "month", "units"
]
"""How a value is to be shown. `number` int; `money` euros, `percent` 0 to 1: Decimal; `country` ISO code; `form` and
`forms` legal forms of the contract; `categories` expense categories; `month` like 2026-08; `units` an exchange rate
with all its digits: Decimal; `name` and `names` somebody's words or names."""

Raw = str | int | Decimal | date | tuple[str, ...]

_NETWORK: dict[str, Place] = {"network": "name"}
_RATE: dict[str, Place] = {"currency": "name", "month": "month", "units": "units"}
_LIMITS: dict[str, Place] = {"count": "number", "least": "number", "most": "number"}

TENSIONS: Mapping[str, Mapping[str, Place]] = {
    "tension_applicants_vary": {},
    "tension_conversion_month": _NETWORK,
    "tension_days_or_weeks": {},
    "tension_experts_vary": {},
    "tension_fee_apart": _NETWORK,
    "tension_four_regions": {},
    "tension_funders_vary": {},
    "tension_host_lodging": _NETWORK,
    "tension_lodging_nights": _NETWORK,
    "tension_logistics_or_insurance": _NETWORK,
    "tension_may_cover": _NETWORK,
    "tension_midnight": _NETWORK,
    "tension_missions_end": _NETWORK,
    "tension_new_or_old": {},
    "tension_per_diem_receipts": _NETWORK,
    "tension_per_expert_or_mission": _NETWORK,
    "tension_project_over": _NETWORK,
    "tension_rest_compensates": _NETWORK,
    "tension_selection_in_june": _NETWORK,
    "tension_total_or_logistics": _NETWORK,
    "tension_two_thousand": _NETWORK,
    "tension_types_missing": _NETWORK,
    "tension_visa_to_france": _NETWORK,
    "tension_who_advances": _NETWORK,
}
"""Where the documents disagree or stay unclear. A fact of a region names them in its `tensions`."""

CODES: Mapping[str, Mapping[str, Place]] = {
    # Where the head office is.
    "head_office_unanswered": {},
    "head_office_unknown": {"head_office": "name"},
    "head_office_ambiguous": {"postcode": "name", "communes": "names", "regions": "names"},
    "head_office_in_region": {"region": "name"},
    "head_office_in_other_region": {"region": "name", "wanted": "name"},
    "head_office_outside": {"departement": "name", "region": "name"},
    "head_office_outside_whole": {"region": "name"},
    # Who travels.
    "direction_unanswered": {},
    "direction_outgoing": _NETWORK,
    "direction_reciprocity": _NETWORK,
    "direction_unpublished": _NETWORK,
    "direction_south_south": {},
    # The legal form.
    "legal_form_unanswered": {},
    "legal_form_accepted": {"form": "form"},
    "legal_form_refused": {"form": "form", "accepted": "forms"},
    # The partner's country.
    "partner_country_unanswered": {},
    "partner_country_listed": {"country": "country", "list": "name"},
    "partner_country_not_listed": {"country": "country", "list": "name"},
    "partner_country_graduated": {"country": "country", "since": "date", "list": "name"},
    "partner_country_graduated_about": {"country": "country", "year": "name", "list": "name"},
    "partner_country_no_list": {"country": "country", "at": "date"},
    "partner_country_is_france": {},
    # Has EXPLOR helped already?
    "already_supported_unanswered": {},
    "already_supported_never": {},
    "already_supported_new_project": {},
    "already_supported_new_project_anyway": {},
    "already_supported_same_project": {},
    "already_supported_project_unanswered": {},
    # Conditions that are answered by yes or no.
    "need_with_partner_unanswered": {},
    "need_with_partner_yes": {},
    "need_with_partner_no": {},
    "solidarity_field_unanswered": {},
    "solidarity_field_yes": {},
    "solidarity_field_no": {},
    "network_member_unanswered": _NETWORK,
    "network_member_yes": _NETWORK,
    "network_member_no": _NETWORK,
    "field_experience_unanswered": {},
    "field_experience_yes": {},
    "field_experience_no": {},
    "general_interest_unanswered": {},
    "general_interest_yes": {},
    "general_interest_no": {},
    "charter_unanswered": _NETWORK,
    "charter_yes": _NETWORK,
    "charter_no": _NETWORK,
    # The length of the mission, in days.
    "duration_days_unanswered": {"least": "number", "most": "number"},
    "duration_days_within": _LIMITS,
    "duration_days_too_short": _LIMITS,
    "duration_days_too_long": _LIMITS,
    # The sustainable development goals.
    "sdgs_unanswered": {},
    "sdgs_some": {"count": "number"},
    "sdgs_none": {},
    # Any criterion.
    "unpublished": _NETWORK,
    "not_applicable": {},
    # What could change a finding.
    "change_answer": {},
    "change_ask_network": _NETWORK,
    "change_commune": {},
    "change_head_office": {"regions": "names"},
    "change_legal_form": {"accepted": "forms"},
    "change_offer_expertise": _NETWORK,
    "change_partner_country": {},
    "change_partner_country_watch": {"country": "country", "leaving": "date"},
    "change_partner_country_paused": {"country": "country", "network": "name"},
    "change_next_list": _NETWORK,
    "change_new_project": {},
    "change_need_with_partner": {},
    "change_longer": {"count": "number"},
    "change_shorter": {"count": "number"},
    "change_solidarity_field": {},
    "change_sdgs": {},
    "change_join_network": _NETWORK,
    "change_field_experience": _NETWORK,
    "change_general_interest": _NETWORK,
    "change_charter": _NETWORK,
    # What else is possible.
    "alternative_other_network": {"network": "name", "region": "name"},
    "alternative_six_regions": {"regions": "names"},
    "alternative_reciprocity": _NETWORK,
    "alternative_next_call": _NETWORK,
    "alternative_new_project": {},
    "alternative_offer_expertise": _NETWORK,
    "alternative_contact": {"network": "name", "contact": "name"},
    "alternative_contact_unknown": _NETWORK,
    # What a line of costs becomes.
    "line_within_cap": {"cap": "money"},
    "line_over_cap": {"asked": "money", "cap": "money"},
    "line_without_cap": _NETWORK,
    "line_refused": _NETWORK,
    "line_not_listed": _NETWORK,
    "line_unpublished": _NETWORK,
    "line_nothing_asked": {},
    "per_diem_within": {"count": "number", "rate": "money"},
    "per_diem_too_many_days": {"count": "number", "rate": "money", "most": "number"},
    "per_diem_rate_unpublished": _NETWORK,
    # The steps from the lines to what the association pays.
    "base_whole": {"amount": "money"},
    "base_capped": {"amount": "money", "cap": "money"},
    "share_plain": {"share": "percent", "base": "money"},
    "share_capped": {"share": "percent", "base": "money", "cap": "money"},
    "association_rest": {"eligible": "money", "share": "money"},
    "fee_asked": {"network": "name", "fee": "money"},
    "fee_unpublished": _NETWORK,
    "funding_unpublished": _NETWORK,
    # What a claim becomes.
    "claim_pending": _NETWORK,
    "claim_refused": _NETWORK,
    "claim_unpublished": _NETWORK,
    "claim_unrated": _NETWORK,
    "claim_within_cap": {"cap": "money", "left": "money"},
    "claim_cut": {"cap": "money", "left": "money", "cut": "money"},
    "claim_cap_used": {"cap": "money"},
    "claim_over_rate": {"cut": "money"},
    "claim_converted": _RATE,
    "claim_parity": _RATE,
    "claim_rate_missing": {"currency": "name", "month": "month"},
    # What to know before relying on an estimate or a statement.
    "note_rules_of_year": {"network": "name", "year": "name"},
    "note_rules_undated": _NETWORK,
    "note_call_closed": {"network": "name", "last_day": "date"},
    "note_not_eligible_stays": {"amount": "money"},
    "note_per_diem_left_out": _NETWORK,
    "note_network_buys": {"network": "name", "categories": "categories"},
    "note_receipts": _NETWORK,
    "note_rest_association_or_employer": {},
    "note_rules_of_mission": _NETWORK,
    "note_waiting": {"count": "number"},
    "note_days_beyond_mission": {"count": "number", "most": "number"},
    "note_rate_of_expense": {},
    "note_rate_of_departure": {},
    "note_rate_of_return": {},
    "note_conversion_unpublished": _NETWORK,
    "note_rates_transcribed": {"month": "month"},
    "note_refund_whole": {},
    "note_rounding": {},
    **TENSIONS,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code of `CODES`, and the values of its sentence."""

    code: str
    values: Mapping[str, Raw]

    def __post_init__(self) -> None:
        if CODES[self.code].keys() != self.values.keys():
            raise ValueError(f"{self.code} needs {sorted(CODES[self.code])}, not {sorted(self.values)}")

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values.items()))))


def because(code: str, **values: Raw) -> Reason:
    """The reason `code`, with its values."""
    return Reason(code, values)


def by_network(code: str, network: str) -> Reason:
    """The reason `code`, filled with the network's name where its sentence speaks of it, and with nothing else."""
    return Reason(code, {"network": network} if "network" in CODES[code] else {})
