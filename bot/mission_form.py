"""A mission as staff fill it in, field by field, and what they wrote as a mission again.

A list has one line for each of its things. A contact is « rôle ; nom ; téléphone ; courriel ; note », with « ! » before
it where it is called in an emergency. A line that was left as it stood keeps all that is known of it: where a number
comes from, when it was last tried. What a form has no room for stays as it is, and is changed in the mission's file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from bot.channels.slack.front import Entry, EntryKind
from bot.channels.slack.limits import INPUT, fits
from bot.words import LANGUAGES, say
from dialogs.core.reading.letters import folded
from dialogs.core.text import Text, _
from dialogs.pre_fiche.mission import deliverables, mission_title, objectives
from knowledge.mission_sheet import Contact, MissionSheet, Place, SectionId, freeze, thaw

CONTACT_ROLES: Mapping[str, Text] = {
    "network": _("réseau"),
    "partner": _("partenaire"),
    "association": _("association"),
    "insurance": _("assurance"),
    "crisis_centre": _("centre de crise"),
    "embassy": _("ambassade"),
    "consulate": _("consulat"),
    "other": _("autre"),
}
"""What a contact is to the mission, as staff write it."""

SECTIONS: Mapping[SectionId, Text] = {
    "mission": _("La mission"),
    "context": _("Le contexte et les enjeux"),
    "emergency": _("En cas d'urgence"),
    "contacts": _("Les contacts"),
    "logistics": _("Le voyage et la vie sur place"),
    "partner": _("Travailler avec le partenaire"),
    "expenses": _("Les dépenses et les justificatifs"),
    "return": _("Au retour"),
}
"""The sections of the livret, as a form names them."""

CALLED = "!"
HOW_CONTACTS = _(
    "Un par ligne : rôle ; nom ; téléphone ; courriel ; note. Rôles : {roles}. Un ! au début d'une ligne : à appeler "
    "en cas d'urgence, dans l'ordre des lignes."
)
HOW_PLACES = _("Un par ligne. Pour la carte : nom ; latitude ; longitude.")
HOW_LISTS = _("Un par ligne.")
HOW_ZONE = _("Par exemple Africa/Porto-Novo : l'heure des rappels et des rendez-vous.")
HOW_SECTIONS = _(
    "Votre texte remplace le texte prévu de la section. Laissez vide pour garder le texte prévu. Les numéros d'urgence "
    "restent toujours affichés."
)
TOO_LONG = _("« {label} » est trop long pour cette fenêtre : il se change dans le fichier de la mission.")


class Unreadable(Exception):
    """What stands in an entry cannot be kept; `why` says it to whoever wrote it."""

    def __init__(self, entry: str, why: Text) -> None:
        super().__init__(entry)
        self.entry, self.why = entry, why


@dataclass(frozen=True)
class Field:
    """One field of the form: how a sheet shows it, and the plain data that what was written makes of it."""

    id: str
    label: Text
    kind: EntryKind
    shown: Callable[[MissionSheet, str], str]
    taken: Callable[[MissionSheet, str, str], Any]
    hint: Text | None = None


# -- the fields ------------------------------------------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _a_line(id: str, label: Text, hint: Text | None = None) -> Field:
    return Field(id, label, "line", lambda sheet, lang: getattr(sheet, id) or "", _as_written, hint)


def _a_day(id: str, label: Text) -> Field:
    def shown(sheet: MissionSheet, lang: str) -> str:
        day: date | None = getattr(sheet, id)
        return day.isoformat() if day else ""

    return Field(id, label, "day", shown, _as_written)


def _as_written(sheet: MissionSheet, text: str, lang: str) -> str | None:
    return text or None


def _a_list(id: str, label: Text) -> Field:
    def shown(sheet: MissionSheet, lang: str) -> str:
        return "\n".join(getattr(sheet, id))

    return Field(id, label, "words", shown, lambda sheet, text, lang: _lines(text), HOW_LISTS)


def _things(
    id: str, label: Text, line: Callable[[Any, str], str], read: Callable[[str, str], Any], hint: Text
) -> Field:
    """A list of things with more to them than their line: one whose line was left as it stood stays whole."""

    def shown(sheet: MissionSheet, lang: str) -> str:
        return "\n".join(line(one, lang) for one in getattr(sheet, id))

    def taken(sheet: MissionSheet, text: str, lang: str) -> list[Any]:
        lines = (line(one, lang) for one in getattr(sheet, id))
        before = dict(zip(lines, freeze(sheet)[id], strict=True))
        return [before[written] if written in before else read(written, lang) for written in _lines(text)]

    return Field(id, label, "words", shown, taken, hint)


def _place(place: Place, lang: str) -> str:
    where = (place.latitude, place.longitude)
    return " ; ".join((place.name, *(str(one) for one in where if one is not None)))


def _read_place(line: str, lang: str) -> dict[str, Any]:
    name, *where = [part.strip() for part in line.split(";")]
    if len(where) not in (0, 2):
        raise Unreadable("places", HOW_PLACES)
    numbers = [part.replace(",", ".") for part in where] or (None, None)
    return {"name": name, **dict(zip(("latitude", "longitude"), numbers, strict=True))}


def _contact(one: Contact, lang: str) -> str:
    told = (say(CONTACT_ROLES[one.role], lang), one.name, one.phone or "", one.email or "", one.note or "")
    parts = " ; ".join(" ".join(part.split()) for part in told)
    return f"{CALLED} {parts}".rstrip("; ") if one.emergency else parts.rstrip("; ")


def _read_contact(line: str, lang: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.removeprefix(CALLED).split(";", len(_PARTS) - 1)]
    given: dict[str, Any] = dict(zip(_PARTS, (part or None for part in parts), strict=False))
    role = folded(given["role"] or "")
    given["role"] = next((code for code, text in CONTACT_ROLES.items() if role in _names(code, text)), None)
    if given["role"] is None or not given.get("name"):
        raise Unreadable("contacts", _how_contacts(lang))
    return {**given, "emergency": line.startswith(CALLED)}


_PARTS = ("role", "name", "phone", "email", "note")


def _names(code: str, text: Text) -> set[str]:
    return {folded(code), *(folded(say(text, lang)) for lang in LANGUAGES)}


def _how_contacts(lang: str) -> Text:
    return HOW_CONTACTS.fill(roles=", ".join(say(text, lang) for text in CONTACT_ROLES.values()))


FIELDS: tuple[Field, ...] = (
    _a_line("title", mission_title.title),
    _a_day("first_day", _("Premier jour")),
    _a_day("last_day", _("Dernier jour")),
    _a_line("zone", _("Fuseau horaire"), HOW_ZONE),
    _things("places", _("Lieux"), _place, _read_place, HOW_PLACES),
    _things("contacts", _("Contacts"), _contact, _read_contact, HOW_CONTACTS),
    _a_list("objectives", objectives.title),
    _a_list("deliverables", deliverables.title),
)


# -- the sections of the livret --------------------------------------------------------------------------------------


def _section(section: SectionId) -> Field:
    """A section as staff wrote it in the language of their office; other languages are in the mission's file."""

    def shown(sheet: MissionSheet, lang: str) -> str:
        return next((one.markdown for one in sheet.wordings if (one.section, one.lang) == (section, lang)), "")

    return Field(section, SECTIONS[section], "words", shown, _as_written)


LIVRET: tuple[Field, ...] = tuple(_section(section) for section in SECTIONS)


# -- from a mission to a form, and back ------------------------------------------------------------------------------


def entries(fields: tuple[Field, ...], sheet: MissionSheet, lang: str) -> tuple[Entry, ...]:
    """What there is to fill in; a field that is too long for a form is left out of it (`left_out` names it)."""
    shown = ((field, field.shown(sheet, lang)) for field in fields)
    return tuple(
        Entry(field.id, say(field.label, lang), field.kind, value, optional=True, hint=_hint(field, lang))
        for field, value in shown
        if fits(value, INPUT)
    )


def left_out(fields: tuple[Field, ...], sheet: MissionSheet, lang: str) -> tuple[str, ...]:
    """A sentence for each field that has no room in a form."""
    too_long = (field for field in fields if not fits(field.shown(sheet, lang), INPUT))
    return tuple(say(TOO_LONG.fill(label=field.label), lang) for field in too_long)


def _hint(field: Field, lang: str) -> str:
    if field.hint is None:
        return ""
    return say(_how_contacts(lang) if field.hint is HOW_CONTACTS else field.hint, lang)


def described(sheet: MissionSheet, values: Mapping[str, str], lang: str) -> MissionSheet:
    """The mission with what was written in `FIELDS`; raises `Unreadable` for the first that cannot be kept."""
    given = {field.id: field.taken(sheet, values[field.id], lang) for field in FIELDS if field.id in values}
    try:
        return thaw({**freeze(sheet), **given})
    except ValidationError as error:
        where = next((str(fault["loc"][0]) for fault in error.errors() if fault["loc"]), "last_day")
        raise Unreadable(where, _WHY.get(where, NOT_READ)) from None


_WHY: Mapping[str, Text] = {
    "last_day": _("La mission finit avant de commencer."),
    "zone": _("Ce fuseau horaire n'existe pas. Par exemple : Africa/Porto-Novo."),
    "places": _("Un lieu n'a pas pu être lu. Par exemple : Kpomassé ; 6,42 ; 2,01."),
    "contacts": _("Un contact n'a pas pu être lu : vérifiez son numéro et son adresse."),
}
NOT_READ = _("Ce qui est écrit ici n'a pas pu être lu.")


def reworded(sheet: MissionSheet, values: Mapping[str, str], lang: str) -> MissionSheet:
    """The mission with what was written in `LIVRET`; a section left empty has the text of the templates again."""
    changed = {
        field.id for field in LIVRET if values.get(field.id, field.shown(sheet, lang)) != field.shown(sheet, lang)
    }
    kept = [one for one in freeze(sheet)["wordings"] if one["lang"] != lang or one["section"] not in changed]
    written = [
        {"section": field.id, "lang": lang, "markdown": values[field.id]}
        for field in LIVRET
        if field.id in changed and values[field.id]
    ]
    return thaw({**freeze(sheet), "wordings": [*kept, *written]})
