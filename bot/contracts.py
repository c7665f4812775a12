"""The JSON that `explor eligibility` and `explor estimate` read and print. Stable: keys are added, never renamed.

Reading is strict and kind (`bot/strict_json.py`): whatever is not understood is refused with a sentence (`BadInput`).
Writing keeps amounts as strings with two decimals, instants as ISO 8601, and words in the language of `say`.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, get_args

from bot.strict_json import BadInput, an_object, euros, one_of, parsed, read_at, required, shown, truth, whole, words
from dialogs.core.text import Text, _
from dialogs.wording import reason_text
from knowledge.base import Cited, Knowledge
from knowledge.calls import CallStatus
from knowledge.eligibility import Assessment, Finding, Situation
from knowledge.funding import Costs, Estimate, Line
from knowledge.places import locate
from knowledge.rules import Step
from knowledge.schema import Direction, LegalForm

__all__ = ["BadInput", "assessment_json", "estimate_json", "read_at", "read_costs", "read_situation"]

Say = Callable[[Text], str]
Json = dict[str, Any]

MOST_DAYS = 366
_MOST_DAYS_JUDGED = 10_000
"""A mission that lasts too long is a "no" with its reason, not a mistake of writing; beyond this it is one."""


# --- reading --------------------------------------------------------------------------------------------------------


def read_situation(text: str, facts: Knowledge) -> Situation:
    """The situation in this JSON. Any key may be absent or null: it is then not known. Raises `BadInput`."""
    found = an_object(parsed(text), "answers", [field.name for field in fields(Situation)])
    readers: Mapping[str, Callable[[str, object], object]] = {
        "direction": one_of(get_args(Direction)),
        "legal_form": one_of(get_args(LegalForm)),
        "head_office": lambda key, raw: _head_office(key, raw, facts),
        "head_office_commune": words,
        "partner_country": lambda key, raw: _country(key, raw, facts),
        "sdgs": _sdgs,
        "duration_days": lambda key, raw: whole(key, raw, 0, _MOST_DAYS_JUDGED),
    }
    given = {key: raw for key, raw in found.items() if raw is not None}
    read: dict[str, Any] = {key: readers.get(key, truth)(key, raw) for key, raw in given.items()}
    return Situation(**read)


def read_costs(text: str) -> Costs:
    """The costs in this JSON: `{"costs": {"flight": "1350.00", ..., "per_diem_days": 12}}`. Raises `BadInput`."""
    outer = an_object(parsed(text), "costs", ["costs"])
    found = an_object(required(outer, "costs"), "costs", [field.name for field in fields(Costs)])
    given = {key: raw for key, raw in found.items() if raw is not None}
    read: dict[str, Any] = {
        key: whole(key, raw, 0, MOST_DAYS) if key == "per_diem_days" else euros(key, raw) for key, raw in given.items()
    }
    return Costs(**read)


def _head_office(key: str, raw: object, facts: Knowledge) -> str:
    if isinstance(raw, str) and locate(facts, raw).kind != "unknown":
        return raw
    said = _(
        "« {key} » : « {value} » n'est ni un code postal ni un département. "
        'Exemples, entre guillemets : "59000", "59", "2A".'
    )
    raise BadInput(said.fill(key=key, value=shown(raw)))


def _country(key: str, raw: object, facts: Knowledge) -> str:
    if isinstance(raw, str) and raw.strip().upper() in facts.countries:
        return raw.strip().upper()
    said = _("« {key} » : « {value} » n'est pas un code de pays à deux lettres (ISO 3166). Exemples : BJ, SN, XK.")
    raise BadInput(said.fill(key=key, value=shown(raw)))


def _sdgs(key: str, raw: object) -> tuple[int, ...]:
    if not isinstance(raw, list):
        raise BadInput(_("« {key} » : donnez une liste de numéros de 1 à 17, comme [2, 6].", key=key))
    return tuple(dict.fromkeys(whole(key, goal, 1, 17) for goal in raw))


# --- writing --------------------------------------------------------------------------------------------------------


def assessment_json(assessment: Assessment, say: Say) -> Json:
    """An assessment as the contract prints it, its reasons in the language of `say`."""
    return {
        "verdict": assessment.verdict,
        "region": assessment.region,
        "at": assessment.at.isoformat(),
        "call": call_json(assessment.call),
        "criteria": [_finding(finding, say) for finding in assessment.findings],
        "alternatives": [say(reason_text(reason)) for reason in assessment.alternatives],
    }


def estimate_json(estimate: Estimate, say: Say) -> Json:
    """An estimate as the contract prints it: amounts in euros, null where the region has not published the rule."""
    return {
        "region": estimate.region,
        "at": estimate.at.isoformat(),
        "rules": estimate.year,
        "call": call_json(estimate.call),
        "lines": [_line(line, say) for line in estimate.lines],
        "asked": amount_json(estimate.asked),
        "eligible": amount_json(estimate.eligible),
        "not_eligible": amount_json(estimate.not_eligible),
        "base": amount_json(estimate.base),
        "share": amount_json(estimate.share),
        "association": amount_json(estimate.association),
        "fee": amount_json(estimate.fee),
        "steps": [step_json(step, say) for step in estimate.steps],
        "notes": [say(reason_text(note)) for note in estimate.notes],
    }


def call_json(status: CallStatus) -> Json:
    return {
        "id": status.call.id if status.call else None,
        "status": status.status,
        "closes": status.closes.isoformat() if status.closes else None,
    }


def _finding(finding: Finding, say: Say) -> Json:
    return {
        "id": finding.id,
        "status": finding.status,
        "reason": say(reason_text(finding.reason)),
        "change": say(reason_text(finding.change)) if finding.change else None,
        "notes": [say(reason_text(note)) for note in finding.notes],
        "source": source_json(finding.source),
        "also": [source_json(source) for source in finding.also],
    }


def _line(line: Line, say: Say) -> Json:
    return {
        "category": line.category,
        "asked": amount_json(line.asked),
        "cap": amount_json(line.cap),
        "eligible": amount_json(line.eligible),
        "reason": say(reason_text(line.reason)),
        "source": source_json(line.source),
    }


def step_json(step: Step, say: Say) -> Json:
    return {
        "id": step.id,
        "amount": amount_json(step.amount),
        "reason": say(reason_text(step.reason)),
        "source": source_json(step.source),
    }


def source_json(source: Cited) -> Json:
    """`date` is the document's, or (`dated` false) the day it was read."""
    return {
        "document": source.title,
        "section": source.section,
        "date": source.date,
        "dated": source.dated,
        "url": source.url,
    }


def amount_json(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
