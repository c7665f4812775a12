"""Where an association has its head office: a postcode, a département or a commune.

Postcodes shared by two regions are known to `knowledge.places`, which says when the commune decides. What a name may
mean is told by `dialogs.core.reading.places`.
"""

import re
from dataclasses import replace

from dialogs.core.events import Said
from dialogs.core.kind import (
    Accepted,
    Json,
    Kind,
    Option,
    Outcome,
    Partial,
    Reading,
    Refused,
    Unreadable,
    Unsure,
    words,
)
from dialogs.core.reading.choosing import chosen
from dialogs.core.reading.letters import fold, loose, visible
from dialogs.core.reading.matching import unique
from dialogs.core.reading.places import WHERE, Place, departements, elsewhere, not_there, placed
from dialogs.core.text import Text, _, literal
from knowledge.base import Knowledge
from knowledge.places import locate

POSTCODE = re.compile(r"(?<![\d])(?:f ?- ?|fr ?- ?)?(\d{2} ?\d{3}|\d{5})(?![\d])")
STORED = re.compile(r"[0-9]{5}|[0-9]{2}|2[AB]|9[78][0-9]")
LONGEST_COMMUNE = 60
POSTCODE_LENGTH = 5
OTHER_COMMUNE = "=commune:other"


class HeadOffice(Kind[Place]):
    """A place in France, exact enough to tell its region."""

    name = "head_office"

    def read(self, said: Said, reading: Reading) -> Outcome[Place]:
        text = visible(words(said))
        codes = unique(code.replace(" ", "") for code in POSTCODE.findall(loose(text[:200])))
        if (shared := self._shared(reading)) and not codes:
            return self._commune(shared, text, reading)
        if len(codes) > 1:
            return Unsure(tuple(Place(code) for code in codes[:5]), WHERE)
        if codes:
            return self._postcode(codes[0], _around(text, codes[0]), reading.facts)
        return placed(text, reading.facts)

    def press(self, value: str, reading: Reading) -> Outcome[Place]:
        shared, (act, _colon, place) = self._shared(reading), value.partition(":")
        communes = self._communes(shared, reading.facts) if shared else ()
        if shared and value == OTHER_COMMUNE:
            return Partial({"code": shared}, _("Comment s'appelle votre commune ?"))
        if act == "=commune" and shared and place.isascii() and place.isdigit() and int(place[:3]) < len(communes):
            return Accepted(Place(shared, communes[int(place[:3])]))
        return super().press(value, reading)

    # -- reading --------------------------------------------------------------------------------------------------

    def _postcode(self, code: str, commune: str | None, facts: Knowledge) -> Outcome[Place]:
        where = locate(facts, code, commune)
        if where.kind == "unknown":
            raise Refused(_("Je ne connais pas le code postal {code}. Vérifiez-le, s'il vous plaît.", code=code))
        if where.kind == "ambiguous":
            return Partial({"code": code}, _which_commune(code))
        if commune and (others := elsewhere(code, commune, facts)):
            return Unsure((*self._at(code, facts), *others)[:5], not_there(code, others))
        return Accepted(Place(code, commune))

    def _commune(self, code: str, text: str, reading: Reading) -> Outcome[Place]:
        """The commune that a shared postcode was waiting for. A name close to a known one is asked about."""
        found = chosen(text, self.options(reading), reading)
        if found.exact and len(found.keys) == 1:
            return self.press(found.keys[0], reading)
        if not _is_name(text):
            raise Refused(_("Écrivez seulement le nom de la commune, s'il vous plaît."))
        shown = self._at(code, reading.facts)
        if others := elsewhere(code, text, reading.facts):
            return Unsure((*shown, *others)[:5], not_there(code, others))
        if found.keys or locate(reading.facts, code, text).kind == "ambiguous":
            return Unsure(shown, WHERE)
        return Accepted(Place(code, text))

    # -- a postcode that waits for its commune ---------------------------------------------------------------------

    def _shared(self, reading: Reading) -> str | None:
        code = reading.partial.get("code") if isinstance(reading.partial, dict) else None
        known = isinstance(code, str) and locate(reading.facts, code).kind == "ambiguous"
        return str(code) if known else None

    def _communes(self, code: str, facts: Knowledge) -> tuple[str, ...]:
        return tuple(place.commune for place in locate(facts, code).candidates if place.commune)

    def _at(self, code: str, facts: Knowledge) -> tuple[Place, ...]:
        """The places that a postcode alone can mean: its communes in another region, where it has some."""
        return tuple(Place(code, commune) for commune in self._communes(code, facts)) or (Place(code),)

    def options(self, reading: Reading) -> tuple[Option, ...]:
        shared = self._shared(reading)
        if shared is None:
            return ()
        communes = enumerate(self._communes(shared, reading.facts))
        shown = tuple(Option(f"=commune:{place}", literal(name)) for place, name in communes)
        return (*shown, Option(OTHER_COMMUNE, _("Une autre commune"), ("autre", "other", "otra", "outra", "أخرى")))

    def prompt(self, partial: Json, reading: Reading) -> Text | None:
        """While the commune of a shared postcode is waited for: the words that asked for it."""
        shared = self._shared(replace(reading, partial=partial))
        return _which_commune(shared) if shared else None

    # -- keeping and showing --------------------------------------------------------------------------------------

    def dump(self, value: Place) -> Json:
        return {"code": value.code, "commune": value.commune, "name": value.name}

    def load(self, raw: Json) -> Place:
        if not isinstance(raw, dict) or set(raw) - {"name"} != {"code", "commune"}:
            raise Unreadable(self.name)
        code, commune, name = raw["code"], raw["commune"], raw.get("name")
        if not isinstance(code, str) or not STORED.fullmatch(code):
            raise Unreadable(self.name)
        if commune is not None and (not isinstance(commune, str) or not 0 < len(commune) <= LONGEST_COMMUNE):
            raise Unreadable(self.name)
        if name is not None and (not isinstance(name, str) or not 0 < len(name) <= LONGEST_COMMUNE):
            raise Unreadable(self.name)
        return Place(code, commune, name)

    def show(self, value: Place) -> Text:
        if value.commune and len(value.code) == POSTCODE_LENGTH:
            return literal(f"{value.code} {value.commune}")
        name = value.commune or value.name
        return literal(f"{name} ({value.code})" if name else value.code)

    def hint(self) -> Text | None:
        return _("Une commune, un code postal ou un département : Lille, 59000, Nord…")


def _which_commune(code: str) -> Text:
    return _("Le code postal {code} est partagé entre deux régions. Dans quelle commune est le siège ?", code=code)


def _around(text: str, code: str) -> str | None:
    """The commune written before or after the postcode, if any: its name as typed."""
    pattern = r"(?i)(?:\bf ?r? ?- ?)?" + r"\s?".join(r"\d" for _digit in code.replace(" ", "")) + r"(?!\d)"
    rest = re.sub(pattern, " ", text, count=1)
    rest = re.sub(r"(?i)\bcedex\b( \d{1,2})?|\bcode postal\b|\bcp\b", " ", rest)
    name = " ".join(re.sub(r"[,;:()]", " ", rest).split()).strip(" -.'")
    return name if _is_name(name) else None


def _is_name(name: str) -> bool:
    return bool(fold(name)) and len(name) <= LONGEST_COMMUNE and not any(char.isdigit() for char in name)


__all__ = ["HeadOffice", "Place", "departements"]
