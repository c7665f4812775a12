"""Reading the JSON of other programs: strict and kind. What is not understood is refused with a sentence (`BadInput`).

The sentence names the key, what was found and what is accepted. Nothing is guessed, no number passes through a float,
no key is passed over in silence. Each reader takes the key, for the sentence, and the value as JSON gave it.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from dialogs.core.text import Listed, Text, _
from knowledge.schema import PARIS

MOST_EUROS = Decimal(1_000_000)
MOST_UNITS = Decimal(1_000_000_000_000)
"""Of a currency of which a euro buys thousands."""
_YEARS = range(2000, 2101)


class BadInput(Exception):
    """What was given cannot be read; `text` says which key, what was wrong and what is accepted."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


def read_at(text: str) -> datetime:
    """The instant of an ISO date (its midnight in Paris) or an ISO instant (in Paris when it has no zone).

    Raises `BadInput`, also outside the years 2000 to 2100.
    """
    try:
        at = _instant(text.strip())
    except ValueError:
        raise BadInput(
            _("« {value} » n'est pas une date. Exemples : 2025-06-15 ou 2025-06-15T18:00.", value=shown(text))
        ) from None
    if at.year not in _YEARS:
        raise BadInput(_("« {value} » : l'année doit être entre 2000 et 2100.", value=shown(text)))
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


def parsed(text: str) -> object:
    try:
        return json.loads(
            text.removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_pairs
        )
    except _Twice as twice:
        raise BadInput(_("La clé « {key} » est donnée deux fois.", key=shown(str(twice)))) from None
    except json.JSONDecodeError as error:
        raise BadInput(
            _("Ce fichier n'est pas du JSON : ligne {line}, colonne {column}.", line=error.lineno, column=error.colno)
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise BadInput(_("Ce fichier n'est pas du JSON que je peux lire.")) from None


def required(found: Mapping[str, object], key: str, said: str | None = None) -> object:
    """The value of a key that must be there; `said` is how the sentence names it, where the key alone is not enough."""
    if found.get(key) is None:
        raise BadInput(_("Il manque la clé « {key} ».", key=said or key))
    return found[key]


def items(key: str, raw: object) -> list[object]:
    if isinstance(raw, list):
        return raw
    raise BadInput(_("« {key} » doit être une liste JSON, entre crochets.", key=key))


def day(key: str, raw: object) -> date:
    """A day, in the years 2000 to 2100."""
    try:
        found = date.fromisoformat(raw) if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", raw) else None
    except ValueError:
        found = None
    if found is not None and found.year in _YEARS:
        return found
    said = _("« {key} » : « {value} » n'est pas une date. Écrivez-la ainsi : 2026-05-14.")
    raise BadInput(said.fill(key=key, value=as_json(raw)))


def an_object(raw: object, key: str, known: Sequence[str]) -> dict[str, object]:
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
    return BadInput(said.fill(key=shown(name)))


def one_of(accepted: tuple[str, ...]) -> Callable[[str, object], str]:
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
        raise BadInput(said.fill(key=key, value=shown(raw)))

    return read


def truth(key: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise BadInput(_("« {key} » : « {value} » doit être true, false ou null.", key=key, value=as_json(raw)))


def words(key: str, raw: object) -> str:
    if isinstance(raw, str) and 0 < len(raw.strip()) <= 100:
        return raw.strip()
    raise BadInput(_("« {key} » : « {value} » doit être un nom, entre guillemets.", key=key, value=shown(raw)))


def whole(key: str, raw: object, least: int, most: int) -> int:
    """A whole number, also where it is written 12.0."""
    found = Decimal(raw) if isinstance(raw, int | Decimal) and not isinstance(raw, bool) else None
    if found is not None and not found.is_signed() and least <= found <= most and found == int(found):
        return int(found)
    said = _("« {key} » : « {value} » doit être un nombre entier, de {least} à {most}.", least=least, most=most)
    raise BadInput(said.fill(key=key, value=as_json(raw)))


def euros(key: str, raw: object) -> Decimal:
    amount = number(raw)
    if amount is not None and not amount.is_signed() and amount <= MOST_EUROS:
        return amount
    said = _(
        "« {key} » : « {value} » n'est pas un montant en euros, de 0 à {most}. "
        'Écrivez des chiffres, avec un point pour les centimes : "1350.00".'
    )
    raise BadInput(said.fill(key=key, value=shown(raw), most=MOST_EUROS))


def quantity(key: str, raw: object, most: Decimal) -> Decimal:
    """An amount of any currency, or a rate: 0 or more, with at most 12 decimals."""
    found = number(raw)
    if found is not None and not found.is_signed() and found <= most and exponent(found) >= -12:
        return found
    said = _(
        "« {key} » : « {value} » n'est pas un nombre de 0 à {most}. "
        'Écrivez des chiffres, avec un point pour les décimales : "1350.50".'
    )
    raise BadInput(said.fill(key=key, value=shown(raw), most=most))


def exponent(number: Decimal) -> int:
    """The power of ten of the last digit; a number is only computed with where it is not absurd."""
    found = number.as_tuple().exponent
    return found if isinstance(found, int) else 0


def number(raw: object) -> Decimal | None:
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", raw.strip()):
        return Decimal(raw.strip())
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Decimal(raw)
    return None


def _or(values: tuple[str, ...]) -> Listed:
    return Listed(values, "or")


def shown(raw: object) -> str:
    """What was found, fit for a sentence: short, and without signs that a terminal would obey."""
    return _short(raw if isinstance(raw, str) else as_json(raw))


def as_json(raw: object) -> str:
    """What was found as it was written: a string keeps its quotes, so that "12" does not look like 12."""
    return _short(str(raw) if isinstance(raw, Decimal) else json.dumps(raw, ensure_ascii=False, default=str))


def _short(words: str) -> str:
    safe = "".join(sign if sign.isprintable() else "�" for sign in words[:41])
    return safe if len(words) <= 40 else f"{safe[:39]}…"
