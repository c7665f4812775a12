"""Is a situation eligible, criterion by criterion, with the reason and the source of each answer?

The criteria are data: each region's file says which it has published and with which limits; here stands only how each
kind of criterion is read. What a region has not published is never judged by another region's rule: where its document
lists its conditions (`conditions_listed`) such a criterion is absent, elsewhere it is to be confirmed by the network.
A verdict is always indicative: the network decides. The instant is handed in, so that an old verdict can be replayed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, cast, get_args

from knowledge.base import Cited, Knowledge, paris_day
from knowledge.calls import NO_CALL, CallStatus, call_at
from knowledge.places import Location, locate
from knowledge.reasons import Reason, because, by_network
from knowledge.schema import (
    Criterion,
    CriterionId,
    Direction,
    DirectionCriterion,
    DurationCriterion,
    Edition,
    Fact,
    Graduation,
    LegalForm,
    LegalFormCriterion,
    Region,
    Source,
)

CRITERIA: tuple[CriterionId, ...] = get_args(CriterionId)

Status = Literal["met", "not_met", "to_confirm", "not_applicable"]
Verdict = Literal["eligible", "not_eligible", "to_confirm"]


@dataclass(frozen=True, slots=True)
class Situation:
    """What an association says of itself and of its mission. None is "not said yet".

    `head_office` is a postcode or a département, `head_office_commune` is needed only for a postcode that two regions
    share; `partner_country` is ISO 3166 alpha-2 (or XK), the partner's in every direction; `duration_days` counts days.
    """

    direction: Direction | None = None
    legal_form: LegalForm | None = None
    head_office: str | None = None
    head_office_commune: str | None = None
    partner_country: str | None = None
    solidarity_field: bool | None = None
    sdgs: tuple[int, ...] | None = None
    need_with_partner: bool | None = None
    already_supported: bool | None = None
    new_project: bool | None = None
    duration_days: int | None = None
    network_member: bool | None = None
    field_experience: bool | None = None
    general_interest: bool | None = None
    charter: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion: its status, why, where the rule was read, what could change it, and what the documents leave open.

    Where a rule was not published, `source` is the document that was read and is silent. `also` cites the other facts
    that the answer rests on: the OECD list of aid recipients, a country's exit from it.
    """

    id: CriterionId
    status: Status
    reason: Reason
    source: Cited
    change: Reason | None = None
    notes: tuple[Reason, ...] = ()
    also: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """An indicative verdict at an instant: `region` is a slug, None when the head office gives none of ours."""

    verdict: Verdict
    region: str | None
    at: datetime
    call: CallStatus
    findings: tuple[Finding, ...]
    alternatives: tuple[Reason, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything a rule may look at."""

    facts: Knowledge
    region: Region
    edition: Edition
    situation: Situation
    location: Location | None
    at: datetime

    @property
    def network(self) -> str:
        return self.region.network.name

    def say(self, code: str) -> Reason:
        return by_network(code, self.network)


_Answer = tuple[Status, Reason, Reason | None]


def assess(facts: Knowledge, situation: Situation, region: str | None, at: datetime) -> Assessment:
    """Every criterion of the region that holds at `at`, and the verdict they make.

    `region` is a slug, or None to follow the head office; raises `UnknownRegion` for a slug that is not ours, and
    `ValueError` for an instant without a zone. Total on everything else.
    """
    location = _location(facts, situation)
    case = _case(facts, situation, location, region, at)
    if case is None:
        return _without_region(facts, location, at)
    findings = tuple(_findings(case))
    call = call_at(case.region, at)
    verdict = verdict_of(findings)
    return Assessment(
        verdict, case.region.slug, at, call, findings, tuple(_alternatives(case, findings, verdict, call))
    )


def refuses(facts: Knowledge, situation: Situation, id_: CriterionId, at: datetime) -> bool:
    """Whether `assess` finds this criterion not met, without a look at the others: it is asked at every step."""
    location = _location(facts, situation)
    case = _case(facts, situation, location, None, at)
    if case is None:
        return id_ == "head_office" and _nowhere(facts, location)[0] == "not_met"
    criterion = next((one for one in case.edition.criteria if one.id == id_), None)
    return criterion is not None and _judged(case, id_, criterion).status == "not_met"


def _case(
    facts: Knowledge, situation: Situation, location: Location | None, region: str | None, at: datetime
) -> _Case | None:
    """The case, by the rules of a region; None where there is no region of ours."""
    slug = region or (location.region if location else None)
    if slug is None or (location and location.kind == "outside"):
        return None
    return _Case(facts, facts.region(slug), facts.edition(slug, at), situation, location, at)


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """One "not met" is a no; else one "to confirm" is to confirm; else yes."""
    statuses = {finding.status for finding in findings}
    if "not_met" in statuses:
        return "not_eligible"
    return "to_confirm" if "to_confirm" in statuses else "eligible"


# --- without a region -----------------------------------------------------------------------------------------------


def _location(facts: Knowledge, situation: Situation) -> Location | None:
    if situation.head_office is None:
        return None
    return locate(facts, situation.head_office, situation.head_office_commune)


def _without_region(facts: Knowledge, location: Location | None, at: datetime) -> Assessment:
    status, reason, change = _nowhere(facts, location)
    finding = Finding("head_office", status, reason, facts.cited(_place_source(facts, location)), change)
    alternatives = (because("alternative_six_regions", regions=_our_regions(facts)),) if status == "not_met" else ()
    return Assessment(verdict_of((finding,)), None, at, NO_CALL, (finding,), alternatives)


def _nowhere(facts: Knowledge, location: Location | None) -> _Answer:
    if location is None:
        return "to_confirm", because("head_office_unanswered"), because("change_answer")
    if location.kind == "outside":
        return "not_met", _outside(location), because("change_head_office", regions=_our_regions(facts))
    return _unclear(location)


def _unclear(location: Location) -> _Answer:
    if location.kind == "unknown":
        return "to_confirm", because("head_office_unknown", head_office=location.head_office), because("change_answer")
    communes = tuple(candidate.commune for candidate in location.candidates if candidate.commune)
    regions = tuple(dict.fromkeys(candidate.region_name for candidate in location.candidates))
    reason = because("head_office_ambiguous", postcode=location.head_office, communes=communes, regions=regions)
    return "to_confirm", reason, because("change_commune")


def _outside(location: Location) -> Reason:
    if location.departement_name == location.region_name:  # overseas, one place is often both
        return because("head_office_outside_whole", region=location.region_name)
    return because("head_office_outside", departement=location.departement_name, region=location.region_name)


def _place_source(facts: Knowledge, location: Location | None) -> Source:
    if location is not None and location.kind == "ambiguous":
        return facts.postcodes_source
    return facts.places_source


def _our_regions(facts: Knowledge) -> tuple[str, ...]:
    return tuple(region.name for region in facts.regions.values())


# --- the criteria of a region ---------------------------------------------------------------------------------------


def _findings(case: _Case) -> Iterator[Finding]:
    published = {criterion.id: criterion for criterion in case.edition.criteria}
    for id_ in CRITERIA:
        criterion = published.get(id_)
        if criterion is not None:
            yield _judged(case, id_, criterion)
        elif not case.edition.conditions_listed:
            silent = case.facts.cited(case.edition.silent)
            yield Finding(id_, "to_confirm", case.say("unpublished"), silent, case.say("change_ask_network"))


def _judged(case: _Case, id_: CriterionId, criterion: Criterion) -> Finding:
    direction = case.situation.direction
    if criterion.directions is not None and direction is not None and direction not in criterion.directions:
        answer: _Answer = ("not_applicable", because("not_applicable"), None)
    else:
        answer = _RULES[id_](case, criterion)
    notes = tuple(case.say(code) for code in criterion.tensions)
    status, reason, change = answer
    also = tuple(case.facts.cited(fact.source) for fact in _rests_on(case)) if id_ == "partner_country" else ()
    return Finding(id_, status, reason, case.facts.cited(criterion.source), change, notes, also)


def _head_office(case: _Case, criterion: Criterion) -> _Answer:
    location, wanted = case.location, case.region.name
    if location is None or location.kind not in {"region", "outside"}:
        return _nowhere(case.facts, location)
    if location.region == case.region.slug:
        return "met", because("head_office_in_region", region=wanted), None
    change = because("change_head_office", regions=(wanted,))
    if location.kind == "outside":
        return "not_met", _outside(location), change
    return "not_met", because("head_office_in_other_region", region=location.region_name, wanted=wanted), change


def _direction(case: _Case, criterion: Criterion) -> _Answer:
    direction = case.situation.direction
    if direction is None:
        return _unanswered(case, "direction_unanswered")
    if direction == "south_south":
        return "to_confirm", because("direction_south_south"), case.say("change_ask_network")
    if direction not in cast(DirectionCriterion, criterion).published:
        return "to_confirm", case.say("direction_unpublished"), case.say("change_ask_network")
    return "met", case.say(f"direction_{direction}"), None


def _legal_form(case: _Case, criterion: Criterion) -> _Answer:
    form, accepted = case.situation.legal_form, cast(LegalFormCriterion, criterion).accepted
    if form is None:
        return _unanswered(case, "legal_form_unanswered")
    if form in accepted:
        return "met", because("legal_form_accepted", form=form), None
    refused = because("legal_form_refused", form=form, accepted=accepted)
    if _may_offer_expertise(case):
        return "not_met", refused, case.say("change_offer_expertise")
    return "not_met", refused, because("change_legal_form", accepted=accepted)


def _partner_country(case: _Case, criterion: Criterion) -> _Answer:
    code = case.situation.partner_country
    if code is None:
        return _unanswered(case, "partner_country_unanswered")
    if code == "FR":
        return "not_met", because("partner_country_is_france"), because("change_partner_country")
    recipients = case.facts.oda_list(case.at)
    if recipients is None:
        reason = because("partner_country_no_list", country=code, at=paris_day(case.at))
        return "to_confirm", reason, case.say("change_next_list")
    country = case.facts.countries.get(code)
    if country is not None and recipients.id in country.groups:
        return "met", because("partner_country_listed", country=code, list=recipients.id), _watch(case, code)
    return "not_met", _not_listed(case, code, recipients.id), because("change_partner_country")


def _rests_on(case: _Case) -> Iterator[Fact]:
    """What was looked up of the partner's country: the list of that day, and the country's way on or off it."""
    code, recipients = case.situation.partner_country, case.facts.oda_list(case.at)
    if code is None or recipients is None:
        return
    yield recipients
    country, watch = case.facts.countries.get(code), case.facts.watches.get(code)
    if country is not None and recipients.id in country.groups:
        yield from () if watch is None else (watch,)
    elif (left := _left(case, code)) is not None:
        yield left


def _left(case: _Case, code: str) -> Graduation | None:
    """The country's exit from the list, where it has come to pass."""
    left = case.facts.graduations.get(code)
    return left if left is not None and left.effective <= paris_day(case.at) else None


def _watch(case: _Case, code: str) -> Reason | None:
    watch = case.facts.watches.get(code)
    if watch is None:
        return None
    if watch.leaving is None:
        return because("change_partner_country_paused", country=code, network=case.network)
    return because("change_partner_country_watch", country=code, leaving=watch.leaving)


def _not_listed(case: _Case, code: str, recipients: str) -> Reason:
    left = _left(case, code)
    if left is None:
        return because("partner_country_not_listed", country=code, list=recipients)
    if left.exact:
        return because("partner_country_graduated", country=code, since=left.effective, list=recipients)
    return because("partner_country_graduated_about", country=code, year=str(left.effective.year), list=recipients)


def _already_supported(case: _Case, criterion: Criterion) -> _Answer:
    match case.situation.already_supported, case.situation.new_project:
        case False, _:
            return "met", because("already_supported_never"), None
        case True, True:
            return "met", because("already_supported_new_project"), None
        case True, False:
            return "not_met", because("already_supported_same_project"), because("change_new_project")
        case None, True:
            return "met", because("already_supported_new_project_anyway"), None
        case True, _:
            return _unanswered(case, "already_supported_project_unanswered")
    return _unanswered(case, "already_supported_unanswered")


def _duration_days(case: _Case, criterion: Criterion) -> _Answer:
    days, limits = case.situation.duration_days, cast(DurationCriterion, criterion)
    least, most = limits.least, limits.most
    if days is None:
        return "to_confirm", because("duration_days_unanswered", least=least, most=most), because("change_answer")
    if days < least:
        too_short = because("duration_days_too_short", count=days, least=least, most=most)
        return "not_met", too_short, because("change_longer", count=least)
    if days > most:
        too_long = because("duration_days_too_long", count=days, least=least, most=most)
        return "not_met", too_long, because("change_shorter", count=most)
    return "met", because("duration_days_within", count=days, least=least, most=most), None


def _sdgs(case: _Case, criterion: Criterion) -> _Answer:
    goals = case.situation.sdgs
    if goals is None:
        return _unanswered(case, "sdgs_unanswered")
    if not goals:
        return "not_met", because("sdgs_none"), because("change_sdgs")
    return "met", because("sdgs_some", count=len(set(goals))), None


def _yes(id_: str, change: str) -> "_Rule":
    """The rule of a condition that is met by a yes."""

    def rule(case: _Case, criterion: Criterion) -> _Answer:
        said: bool | None = getattr(case.situation, id_)
        if said is None:
            return _unanswered(case, f"{id_}_unanswered")
        if said:
            return "met", case.say(f"{id_}_yes"), None
        return "not_met", case.say(f"{id_}_no"), case.say(change)

    return rule


def _unanswered(case: _Case, code: str) -> _Answer:
    return "to_confirm", case.say(code), because("change_answer")


_Rule = Callable[[_Case, Criterion], _Answer]

_RULES: Mapping[CriterionId, _Rule] = {
    "head_office": _head_office,
    "direction": _direction,
    "legal_form": _legal_form,
    "partner_country": _partner_country,
    "already_supported": _already_supported,
    "need_with_partner": _yes("need_with_partner", "change_need_with_partner"),
    "duration_days": _duration_days,
    "solidarity_field": _yes("solidarity_field", "change_solidarity_field"),
    "sdgs": _sdgs,
    "network_member": _yes("network_member", "change_join_network"),
    "field_experience": _yes("field_experience", "change_field_experience"),
    "general_interest": _yes("general_interest", "change_general_interest"),
    "charter": _yes("charter", "change_charter"),
}


# --- what else is possible ------------------------------------------------------------------------------------------


def _alternatives(case: _Case, findings: tuple[Finding, ...], verdict: Verdict, call: CallStatus) -> Iterator[Reason]:
    failed = {finding.id for finding in findings if finding.status == "not_met"}
    if case.location is not None and case.location.region not in {None, case.region.slug}:
        there = case.facts.region(case.location.region or "")
        yield because("alternative_other_network", network=there.network.name, region=there.name)
    if case.location is not None and case.location.kind == "outside":
        yield because("alternative_six_regions", regions=_our_regions(case.facts))
    if "already_supported" in failed:
        yield because("alternative_new_project")
    if "legal_form" in failed and _may_offer_expertise(case):
        yield case.say("alternative_offer_expertise")
    if _better_turned_round(case, findings):
        yield case.say("alternative_reciprocity")
    if call.status == "closed":
        yield case.say("alternative_next_call")
    if verdict != "eligible" or call.status != "open":
        yield contact_of(case.region)


def _may_offer_expertise(case: _Case) -> bool:
    public = {"entreprise": "companies", "collectivite": "local_authorities"}.get(case.situation.legal_form or "")
    return any(audience.public == public for audience in case.region.audiences)


def _better_turned_round(case: _Case, findings: tuple[Finding, ...]) -> bool:
    """Whether a reciprocity mission would do better here: it is no way out of a "no" that it would meet again."""
    if case.region.reciprocity is None or case.situation.direction in {None, "reciprocity"}:
        return False
    turned = {one.id: one.status for one in _findings(_turned_round(case))}
    if "not_met" in turned.values():
        return False
    return any(one.status == "not_met" or (one.id, one.status) == ("direction", "to_confirm") for one in findings)


def _turned_round(case: _Case) -> _Case:
    return replace(case, situation=replace(case.situation, direction="reciprocity"))


def contact_of(region: Region) -> Reason:
    """How to reach the network: the first address it has published, or that it has published none."""
    ways = [way for contact in region.contacts for way in (contact.email, contact.phone) if way]
    ways += [region.website.url] if region.website else []
    ways += [region.address.text] if region.address else []
    if not ways:
        return because("alternative_contact_unknown", network=region.network.name)
    return because("alternative_contact", network=region.network.name, contact=ways[0])
