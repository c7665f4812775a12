"""The JSON that `explor eligibility` and `explor estimate` read and print. Stable: keys are added, never renamed.

Reading is strict and kind: whatever is not understood is refused with a sentence (`BadInput`) that names the key, what
was found and what is accepted. Nothing is guessed, no number passes through a float. Writing keeps amounts as strings
with two decimals, instants as ISO 8601, and words in the language of `say`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, get_args

from dialogs.core.text import Listed, Text, _
from dialogs.wording import reason_text
from knowledge.base import Cited, Knowledge
from knowledge.calls import CallStatus
from knowledge.eligibility import Assessment, Finding, Situation
from knowledge.funding import Costs, Estimate, Line
from knowledge.places import locate
from knowledge.rules import Step
from knowledge.schema import PARIS, Direction, LegalForm

Say = Callable[[Text], str]
Json = dict[str, Any]

_MOST_EUROS = Decimal(1_000_000)
_MOST_DAYS = 366
_MOST_DAYS_JUDGED = 10_000
"""A mission that lasts too long is a "no" with its reason, not a mistake of writing; beyond this it is one."""
_YEARS = range(2000, 2101)


class BadInput(Exception):
    """What was given cannot be read; `text` says which key, what was wrong and what is accepted."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


# --- reading --------------------------------------------------------------------------------------------------------


def read_situation(text: str, facts: Knowledge) -> Situation:
    """The situation in this JSON. Any key may be absent or null: it is then not known. Raises `BadInput`."""
    found = _object(_parsed(text), "answers", [field.name for field in fields(Situation)])
    readers: Mapping[str, Callable[[str, object], object]] = {
        "direction": _one_of(get_args(Direction)),
        "legal_form": _one_of(get_args(LegalForm)),
        "head_office": lambda key, raw: _head_office(key, raw, facts),
        "head_office_commune": _words,
        "partner_country": lambda key, raw: _country(key, raw, facts),
        "sdgs": _sdgs,
        "duration_days": lambda key, raw: _whole(key, raw, 0, _MOST_DAYS_JUDGED),
    }
    given = {key: raw for key, raw in found.items() if raw is not None}
    read: dict[str, Any] = {key: readers.get(key, _truth)(key, raw) for key, raw in given.items()}
    return Situation(**read)


def read_costs(text: str) -> Costs:
    """The costs in this JSON: `{"costs": {"flight": "1350.00", ..., "per_diem_days": 12}}`. Raises `BadInput`."""
    outer = _object(_parsed(text), "costs", ["costs"])
    if outer.get("costs") is None:
        raise BadInput(_("Il manque la clé « {key} ».", key="costs"))
    found = _object(outer["costs"], "costs", [field.name for field in fields(Costs)])
    given = {key: raw for key, raw in found.items() if raw is not None}
    read: dict[str, Any] = {
        key: _whole(key, raw, 0, _MOST_DAYS) if key == "per_diem_days" else _euros(key, raw)
        for key, raw in given.items()
    }
    return Costs(**read)


def read_at(text: str) -> datetime:
    """The instant of an ISO date (its midnight in Paris) or an ISO instant (in Paris when it has no zone).

    Raises `BadInput`, also outside the years 2000 to 2100.
    """
    try:
        at = _instant(text.strip())
    except ValueError:
        raise BadInput(
            _("« {value} » n'est pas une date. Exemples : 2025-06-15 ou 2025-06-15T18:00.", value=_shown(text))
        ) from None
    if at.year not in _YEARS:
        raise BadInput(_("« {value} » : l'année doit être entre 2000 et 2100.", value=_shown(text)))
    return at


def _instant(text: str) -> datetime:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=PARIS)
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=PARIS)


class _Twice(ValueError):
    """A key that a JSON object gives twice."""


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _no_number(constant: str) -> object:
    raise BadInput(_("« {value} » n'est pas un nombre.", value=constant))


def _parsed(text: str) -> object:
    try:
        return json.loads(
            text.removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_pairs
        )
    except _Twice as twice:
        raise BadInput(_("La clé « {key} » est donnée deux fois.", key=_shown(str(twice)))) from None
    except json.JSONDecodeError as error:
        raise BadInput(
            _("Ce fichier n'est pas du JSON : ligne {line}, colonne {column}.", line=error.lineno, column=error.colno)
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise BadInput(_("Ce fichier n'est pas du JSON que je peux lire.")) from None


def _object(raw: object, key: str, known: Sequence[str]) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise BadInput(_("« {key} » doit être un objet JSON, avec des clés entre accolades.", key=key))
    for name in raw:
        if name not in known:
            raise _unknown_key(name, known)
    return raw


def _unknown_key(name: str, known: Sequence[str]) -> BadInput:
    if close := get_close_matches(name, known, n=1):
        said = _("La clé « {key} » n'existe pas. Vouliez-vous dire « {close} » ?", close=close[0])
    else:
        said = _("La clé « {key} » n'existe pas. Les clés acceptées : {accepted}.", accepted=Listed(tuple(known)))
    return BadInput(said.fill(key=_shown(name)))


def _one_of(accepted: tuple[str, ...]) -> Callable[[str, object], str]:
    def read(key: str, raw: object) -> str:
        if isinstance(raw, str) and raw in accepted:
            return raw
        close = get_close_matches(str(raw), accepted, n=1)
        if close:
            said = _("« {key} » : je ne connais pas « {value} ». Vouliez-vous dire « {close} » ?", close=close[0])
        else:
            said = _(
                "« {key} » : je ne connais pas « {value} ». Valeurs acceptées : {accepted}.", accepted=_or(accepted)
            )
        raise BadInput(said.fill(key=key, value=_shown(raw)))

    return read


def _head_office(key: str, raw: object, facts: Knowledge) -> str:
    if isinstance(raw, str) and locate(facts, raw).kind != "unknown":
        return raw
    said = _(
        "« {key} » : « {value} » n'est ni un code postal ni un département. "
        'Exemples, entre guillemets : "59000", "59", "2A".'
    )
    raise BadInput(said.fill(key=key, value=_shown(raw)))


def _country(key: str, raw: object, facts: Knowledge) -> str:
    if isinstance(raw, str) and raw.strip().upper() in facts.countries:
        return raw.strip().upper()
    said = _("« {key} » : « {value} » n'est pas un code de pays à deux lettres (ISO 3166). Exemples : BJ, SN, XK.")
    raise BadInput(said.fill(key=key, value=_shown(raw)))


def _truth(key: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise BadInput(_("« {key} » : « {value} » doit être true, false ou null.", key=key, value=_as_json(raw)))


def _words(key: str, raw: object) -> str:
    if isinstance(raw, str) and 0 < len(raw.strip()) <= 100:
        return raw.strip()
    raise BadInput(_("« {key} » : « {value} » doit être un nom, entre guillemets.", key=key, value=_shown(raw)))


def _whole(key: str, raw: object, least: int, most: int) -> int:
    """A whole number, also where it is written 12.0."""
    number = Decimal(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None
    if number is not None and not number.is_signed() and least <= number <= most and number == int(number):
        return int(number)
    said = _("« {key} » : « {value} » doit être un nombre entier, de {least} à {most}.", least=least, most=most)
    raise BadInput(said.fill(key=key, value=_as_json(raw)))


def _sdgs(key: str, raw: object) -> tuple[int, ...]:
    if not isinstance(raw, list):
        raise BadInput(_("« {key} » : donnez une liste de numéros de 1 à 17, comme [2, 6].", key=key))
    return tuple(dict.fromkeys(_whole(key, goal, 1, 17) for goal in raw))


def _euros(key: str, raw: object) -> Decimal:
    amount = _number(raw)
    if amount is not None and not amount.is_signed() and amount <= _MOST_EUROS:
        return amount
    said = _(
        "« {key} » : « {value} » n'est pas un montant en euros, de 0 à {most}. "
        'Écrivez des chiffres, avec un point pour les centimes : "1350.00".'
    )
    raise BadInput(said.fill(key=key, value=_shown(raw), most=_MOST_EUROS))


def _number(raw: object) -> Decimal | None:
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", raw.strip()):
        return Decimal(raw.strip())
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Decimal(raw)
    return None


def _or(values: tuple[str, ...]) -> Listed:
    return Listed(values, "or")


def _shown(raw: object) -> str:
    """What was found, fit for a sentence: short, and without signs that a terminal would obey."""
    return _short(raw if isinstance(raw, str) else _as_json(raw))


def _as_json(raw: object) -> str:
    """What was found as it was written: a string keeps its quotes, so that "12" does not look like 12."""
    return _short(str(raw) if isinstance(raw, Decimal) else json.dumps(raw, ensure_ascii=False, default=str))


def _short(words: str) -> str:
    safe = "".join(sign if sign.isprintable() else "�" for sign in words[:41])
    return safe if len(words) <= 40 else f"{safe[:39]}…"


# --- writing --------------------------------------------------------------------------------------------------------


def assessment_json(assessment: Assessment, say: Say) -> Json:
    """An assessment as the contract prints it, its reasons in the language of `say`."""
    return {
        "verdict": assessment.verdict,
        "region": assessment.region,
        "at": assessment.at.isoformat(),
        "call": _call(assessment.call),
        "criteria": [_finding(finding, say) for finding in assessment.findings],
        "alternatives": [say(reason_text(reason)) for reason in assessment.alternatives],
    }


def estimate_json(estimate: Estimate, say: Say) -> Json:
    """An estimate as the contract prints it: amounts in euros, null where the region has not published the rule."""
    return {
        "region": estimate.region,
        "at": estimate.at.isoformat(),
        "rules": estimate.year,
        "call": _call(estimate.call),
        "lines": [_line(line, say) for line in estimate.lines],
        "asked": _amount(estimate.asked),
        "eligible": _amount(estimate.eligible),
        "not_eligible": _amount(estimate.not_eligible),
        "base": _amount(estimate.base),
        "share": _amount(estimate.share),
        "association": _amount(estimate.association),
        "fee": _amount(estimate.fee),
        "steps": [_step(step, say) for step in estimate.steps],
        "notes": [say(reason_text(note)) for note in estimate.notes],
    }


def _call(status: CallStatus) -> Json:
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
        "source": _source(finding.source),
        "also": [_source(source) for source in finding.also],
    }


def _line(line: Line, say: Say) -> Json:
    return {
        "category": line.category,
        "asked": _amount(line.asked),
        "cap": _amount(line.cap),
        "eligible": _amount(line.eligible),
        "reason": say(reason_text(line.reason)),
        "source": _source(line.source),
    }


def _step(step: Step, say: Say) -> Json:
    return {
        "id": step.id,
        "amount": _amount(step.amount),
        "reason": say(reason_text(step.reason)),
        "source": _source(step.source),
    }


def _source(source: Cited) -> Json:
    """`date` is the document's, or (`dated` false) the day it was read."""
    return {
        "document": source.title,
        "section": source.section,
        "date": source.date,
        "dated": source.dated,
        "url": source.url,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
