"""The JSON that `explor settle` reads and prints. Stable: keys are added, never renamed.

Strict and kind as the other contracts (`bot/strict_json.py`). A claim is named in a sentence by its place in the list:
« claims[0].amount » is the amount of the first one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from bot.contracts import MOST_DAYS, Json, Say, amount_json, call_json, source_json, step_json
from bot.strict_json import (
    MOST_UNITS,
    BadInput,
    an_object,
    day,
    euros,
    items,
    one_of,
    parsed,
    quantity,
    read_at,
    required,
    shown,
    whole,
)
from dialogs.core.text import _
from dialogs.wording import reason_text
from knowledge.base import Knowledge
from knowledge.rates import EURO
from knowledge.rules import CATEGORIES, Terms
from knowledge.schema import Category, Direction, RateMonth, RateTable, Source
from knowledge.settlement import PAYERS, Claim, Decision, Mission, Payer, Settled, Statement

_KEYS = ("region", "direction", "at", "mission", "claims", "rates", "terms", "waived")
_CLAIM = ("id", "category", "amount", "currency", "date", "paid_by", "volunteer", "status", "days")
_LIMITS = ("cap_per_mission", "base_cap", "fee")
_TERMS = ("caps", "per_diem", "share", *_LIMITS, "set_on")
_MOST_CLAIMS = 10_000


@dataclass(frozen=True)
class Asked:
    """What `explor settle` is asked: `at` None is now, `rates` None are those at hand."""

    region: str
    at: datetime | None
    direction: Direction | None
    days: tuple[date | None, date | None]
    claims: tuple[Claim, ...]
    rates: tuple[RateTable, ...] | None
    terms: Terms
    waived: frozenset[str]

    def mission(self, rate_month: RateMonth) -> Mission:
        """The mission, its expenses converted at the rate of that month; `BadInput` where its days must be known."""
        if rate_month != "expense" and None in self.days:
            raise BadInput(_("Il manque la clé « {key} ».", key="mission"))
        return Mission(*self.days, direction=self.direction, rate_month=rate_month)


# --- reading --------------------------------------------------------------------------------------------------------


def read_settlement(text: str, facts: Knowledge) -> Asked:
    """What is asked in this JSON. Raises `BadInput`."""
    found = an_object(parsed(text), "settle", _KEYS)
    claims = _claims(required(found, "claims"))
    direction: Any = _given(found, "direction", one_of(get_args(Direction)))
    return Asked(
        region=one_of(tuple(facts.regions))("region", required(found, "region")),
        at=_given(found, "at", lambda key, raw: read_at(_text(key, raw))),
        direction=direction,
        days=_given(found, "mission", _days) or (None, None),
        claims=claims,
        rates=_given(found, "rates", _rates),
        terms=_given(found, "terms", _terms) or Terms(),
        waived=_given(found, "waived", lambda key, raw: _waived(key, raw, claims)) or frozenset(),
    )


def _given(found: Mapping[str, object], key: str, read: Callable[[str, object], Any], said: str | None = None) -> Any:
    """What is read of a key; None where it is absent or null."""
    return None if found.get(key) is None else read(said or key, found[key])


def _text(key: str, raw: object) -> str:
    """A name or an id: a text, or a whole number."""
    words = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if 0 < len(words.strip()) <= 100 and words.isprintable():
        return words
    raise BadInput(_("« {key} » : « {value} » doit être un nom, entre guillemets.", key=key, value=shown(raw)))


def _days(key: str, raw: object) -> tuple[date, date]:
    found = an_object(raw, key, ["from", "to"])
    first, last = (day(f"{key}.{end}", required(found, end, f"{key}.{end}")) for end in ("from", "to"))
    if first > last:
        raise BadInput(_("« {key} » : la mission finit avant de commencer.", key=key))
    return first, last


def _claims(raw: object) -> tuple[Claim, ...]:
    given = items("claims", raw)
    if len(given) > _MOST_CLAIMS:
        raise BadInput(_("« {key} » : il y en a plus de {most}.", key="claims", most=_MOST_CLAIMS))
    claims = tuple(_claim(f"claims[{index}]", one) for index, one in enumerate(given))
    ids: set[str] = set()
    for claim in claims:
        if claim.id in ids:
            raise BadInput(_("Deux dépenses ont le même « id » : « {id} ».", id=shown(claim.id)))
        ids.add(claim.id)
    return claims


def _claim(at: str, raw: object) -> Claim:
    need = _Needed(an_object(raw, at, _CLAIM), at)
    category: Category = need("category", one_of(CATEGORIES))
    paid_by: Payer = need("paid_by", one_of(PAYERS))
    amount, currency = _spent(need, category)
    return Claim(
        id=need("id", _text),
        category=category,
        date=need("date", day),
        amount=amount,
        currency=currency,
        paid_by=paid_by,
        volunteer=need("volunteer", _text) if paid_by == "volunteer" or need.given("volunteer") else None,
        status=need("status", one_of(get_args(Decision))),
        days=_per_diem_days(need, category),
    )


@dataclass(frozen=True)
class _Needed:
    """The keys of one claim: read where they must be there, named in a sentence by the place of the claim."""

    found: Mapping[str, object]
    at: str

    def __call__(self, key: str, read: Callable[[str, object], Any]) -> Any:
        return read(f"{self.at}.{key}", required(self.found, key, f"{self.at}.{key}"))

    def given(self, key: str) -> bool:
        return self.found.get(key) is not None


def _spent(need: _Needed, category: Category) -> tuple[Decimal | None, str]:
    """The amount and its currency; a per diem may have none, and is then counted by its days."""
    if category == "per_diem" and not need.given("amount"):
        return None, EURO
    return need("amount", lambda key, raw: quantity(key, raw, MOST_UNITS)), need("currency", _currency)


def _per_diem_days(need: _Needed, category: Category) -> int | None:
    if category == "per_diem":
        days: int = need("days", lambda key, raw: whole(key, raw, 0, MOST_DAYS))
        return days
    if need.given("days"):
        raise BadInput(_("« {key} » : seules les indemnités (per_diem) se comptent en jours.", key=f"{need.at}.days"))
    return None


def _currency(key: str, raw: object) -> str:
    from babel.numbers import list_currencies

    if isinstance(raw, str) and raw.strip().upper() in list_currencies():
        return raw.strip().upper()
    said = _(
        "« {key} » : « {value} » n'est pas un code de monnaie à trois lettres (ISO 4217). Exemples : EUR, XOF, GBP."
    )
    raise BadInput(said.fill(key=key, value=shown(raw)))


def _rates(key: str, raw: object) -> tuple[RateTable, ...]:
    months = an_object(raw, key, list(raw) if isinstance(raw, dict) else ())
    return tuple(_table(key, month, rates) for month, rates in months.items())


def _table(key: str, month: str, raw: object) -> RateTable:
    try:
        first = day(key, f"{month}-01")
    except BadInput:
        said = _("« {key} » : « {value} » n'est pas un mois. Écrivez-le ainsi : 2026-05.")
        raise BadInput(said.fill(key=key, value=shown(month))) from None
    at = f"{key}.{first:%Y-%m}"
    found = an_object(raw, at, list(raw) if isinstance(raw, dict) else ())
    named = ((currency, units) for currency, units in found.items() if units is not None)
    given = {_currency(at, currency): _rate(f"{at}.{currency}", units) for currency, units in named}
    source = Source(document="inforeuro", section=f"Taux donnés avec la demande, {first:%Y-%m}")
    return RateTable(month=f"{first:%Y-%m}", origin="given", rates=given, source=source)


def _rate(key: str, raw: object) -> Decimal:
    units = quantity(key, raw, MOST_UNITS)
    if units == 0:
        raise BadInput(_("« {key} » : un taux ne peut pas être zéro.", key=key))
    return units


def _terms(key: str, raw: object) -> Terms:
    found = an_object(raw, key, _TERMS)
    caps = an_object(found.get("caps") or {}, f"{key}.caps", [one for one in CATEGORIES if one != "per_diem"])
    by_the_day = an_object(found.get("per_diem") or {}, f"{key}.per_diem", ["rate", "days"])
    of_the_day: dict[str, Any] = {}
    if by_the_day:
        at = f"{key}.per_diem"
        of_the_day["per_diem_rate"] = euros(f"{at}.rate", required(by_the_day, "rate", f"{at}.rate"))
        of_the_day["per_diem_days"] = whole(f"{at}.days", required(by_the_day, "days", f"{at}.days"), 1, MOST_DAYS)
    cap: Any = {name: euros(f"{key}.caps.{name}", amount) for name, amount in caps.items() if amount is not None}
    return Terms(
        caps=cap,
        share=_given(found, "share", _share, f"{key}.share"),
        set_on=_given(found, "set_on", day, f"{key}.set_on"),
        **{name: _given(found, name, euros, f"{key}.{name}") for name in _LIMITS},
        **of_the_day,
    )


def terms_of(raw: object) -> Terms:
    """The terms of a mission, as `explor settle` reads them. Raises `BadInput`."""
    return _terms("terms", raw)


def _share(key: str, raw: object) -> Decimal:
    share = quantity(key, raw, Decimal(1))
    if share == 0:
        raise BadInput(_("« {key} » : une part est plus que zéro, et au plus un.", key=key))
    return share


def _waived(key: str, raw: object, claims: tuple[Claim, ...]) -> frozenset[str]:
    volunteers = tuple(dict.fromkeys(claim.volunteer for claim in claims if claim.volunteer))
    given = enumerate(items(key, raw))
    return frozenset(one_of(volunteers)(f"{key}[{index}]", str(volunteer)) for index, volunteer in given)


# --- writing --------------------------------------------------------------------------------------------------------


def statement_json(statement: Statement, say: Say) -> Json:
    """A statement as the contract prints it: amounts in euros, null where they are not known yet."""
    return {
        "region": statement.region,
        "at": statement.at.isoformat(),
        "rules": statement.year,
        "call": call_json(statement.call),
        "lines": [_line(line, say) for line in statement.lines],
        "asked": amount_json(statement.asked),
        "eligible": amount_json(statement.eligible),
        "not_eligible": amount_json(statement.not_eligible),
        "base": amount_json(statement.base),
        "share": amount_json(statement.share),
        "association": amount_json(statement.association),
        "fee": amount_json(statement.fee),
        "steps": [step_json(step, say) for step in statement.steps],
        "notes": [say(reason_text(note)) for note in statement.notes],
        "due_to": _amounts(statement.refunds),
        "gifts": _amounts(statement.gifts),
        "paid_by": _amounts(statement.paid),
        "paid_by_network": amount_json(statement.paid["network"]),
        "waiting": list(statement.waiting),
    }


def _line(line: Settled, say: Say) -> Json:
    return {
        "id": line.claim.id,
        "category": line.claim.category,
        "date": line.claim.date.isoformat(),
        "paid_by": line.claim.paid_by,
        "volunteer": line.claim.volunteer,
        "status": line.claim.status,
        "original": None if line.original is None else f"{line.original:f}",
        "currency": line.claim.currency,
        "rate": None if line.rate is None else f"{line.rate.units:f}",
        "rate_month": line.rate_month,
        "rate_origin": None if line.rate is None else line.rate.origin,
        "rate_source": line.rate_source and source_json(line.rate_source),
        "converted": amount_json(line.converted),
        "cap": amount_json(line.cap),
        "cap_left": amount_json(line.cap_left),
        "cut": amount_json(line.cut),
        "eligible": amount_json(line.eligible),
        "reason": " ".join(say(reason_text(reason)) for reason in line.reasons),
        "source": source_json(line.source),
    }


def _amounts(amounts: Mapping[Payer, Decimal] | Mapping[str, Decimal]) -> Json:
    return {who: amount_json(amount) for who, amount in amounts.items()}
