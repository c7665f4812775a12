"""Where an association has its head office: a postcode, or a département, and the commune where it is needed.

There is no list of communes here: a commune alone cannot be placed and its postcode is asked for. Postcodes shared by
two regions are known to `knowledge.places`, which says when the commune decides.
"""

import re
from dataclasses import dataclass, field

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
from dialogs.core.reading.matching import Found, index, named, unique
from dialogs.core.text import Text, _, literal
from knowledge.base import Knowledge
from knowledge.places import locate

POSTCODE = re.compile(r"(?<![\d])(?:f ?- ?|fr ?- ?)?(\d{2} ?\d{3}|\d{5})(?![\d])")
CODE = re.compile(r"\d{1,2}|2[ab]|9[78]\d")
STORED = re.compile(r"[0-9]{5}|[0-9]{2}|2[AB]|9[78][0-9]")
LONGEST_COMMUNE = 60
OTHER_COMMUNE = "=commune:other"
LEADING = re.compile(r"^(?:a|au|dans|en|le|la|les|l|departement|dept|dpt|du|de|d|the|in|code|postal|cp|siege)\b ?")


@dataclass(frozen=True, slots=True)
class Place:
    """`code`: a postcode ("59000") or a département ("59", "2A", "971"); `commune`: its name, where it was said.

    `name` is that of the département, when the code is one: only to show it again.
    """

    code: str
    commune: str | None = None
    name: str | None = field(default=None, compare=False)


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
        return self._departement(text, reading.facts)

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
            return self._ask_commune(code)
        return Accepted(Place(code, commune))

    def _ask_commune(self, code: str) -> Partial:
        return Partial(
            {"code": code},
            _("Le code postal {code} est partagé entre deux régions. Dans quelle commune est le siège ?", code=code),
        )

    def _commune(self, code: str, text: str, reading: Reading) -> Outcome[Place]:
        """The commune that a shared postcode was waiting for. A name close to a known one is asked about."""
        found = chosen(text, self.options(reading), reading)
        if found.exact and len(found.keys) == 1:
            return self.press(found.keys[0], reading)
        if not _is_name(text):
            raise Refused(_("Écrivez seulement le nom de la commune, s'il vous plaît."))
        if found.keys or locate(reading.facts, code, text).kind == "ambiguous":
            return Unsure(tuple(Place(code, name) for name in self._communes(code, reading.facts)), WHERE)
        return Accepted(Place(code, text))

    def _departement(self, text: str, facts: Knowledge) -> Outcome[Place]:
        bare = fold(text[:200])
        while (shorter := LEADING.sub("", bare)) and shorter != bare:
            bare = shorter
        if CODE.fullmatch(bare):
            return self._code(bare.upper(), facts)
        found = departements(bare, facts)
        if found.exact and len(found.keys) == 1:
            return Accepted(_departement(found.keys[0], facts))
        if found.keys:
            return Unsure(tuple(_departement(code, facts) for code in found.keys), WHERE)
        raise Refused(_("Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."))

    def _code(self, code: str, facts: Knowledge) -> Outcome[Place]:
        if code == "20":
            return Unsure((_departement("2A", facts), _departement("2B", facts)), WHERE)
        where = locate(facts, code)
        if where.kind == "unknown" or where.departement not in facts.departements:
            raise Refused(_("Il n'y a pas de département {code}. Donnez le code postal du siège.", code=code))
        return Accepted(_departement(where.departement, facts))

    # -- a postcode that waits for its commune ---------------------------------------------------------------------

    def _shared(self, reading: Reading) -> str | None:
        code = reading.partial.get("code") if isinstance(reading.partial, dict) else None
        known = isinstance(code, str) and locate(reading.facts, code).kind == "ambiguous"
        return str(code) if known else None

    def _communes(self, code: str, facts: Knowledge) -> tuple[str, ...]:
        return tuple(place.commune for place in locate(facts, code).candidates if place.commune)

    def options(self, reading: Reading) -> tuple[Option, ...]:
        shared = self._shared(reading)
        if shared is None:
            return ()
        communes = enumerate(self._communes(shared, reading.facts))
        shown = tuple(Option(f"=commune:{place}", literal(name)) for place, name in communes)
        return (*shown, Option(OTHER_COMMUNE, _("Une autre commune"), ("autre", "other", "otra", "outra", "أخرى")))

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
        if value.name:
            return literal(f"{value.name} ({value.code})")
        return literal(value.code if value.commune is None else f"{value.code} {value.commune}")

    def hint(self) -> Text | None:
        return _("Un code postal, ou un département : 59000, Nord…")


WHERE = _("Où est le siège ?")


def _departement(code: str, facts: Knowledge) -> Place:
    return Place(code, None, facts.departements[code].name)


def departements(text: str, facts: Knowledge) -> Found[str]:
    """The départements that a name may mean. Several whole names begin alike, so a beginning is asked about."""
    places = facts.departements.values()
    names = ((name, found.code) for found in places for name in (found.name, LEADING.sub("", fold(found.name))))
    known = index((*names, ("Corse", "2A"), ("Corse", "2B"), ("Corsica", "2A"), ("Corsica", "2B")))
    return Found(named(text, known).keys, text.replace(" ", "") in known)


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
