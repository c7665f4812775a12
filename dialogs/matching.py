"""From what people answered to what `knowledge/matching.py` compares, and the words of its reasons."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

from dialogs.core.reading.calendar_words import MONTHS
from dialogs.core.reading.letters import folded
from dialogs.core.text import Listed, Text, _
from dialogs.pre_fiche.wording import THEMES
from knowledge.matching import Code, Need, Offer, Reason

Employer = Literal["yes", "under_way", "no", "none"]

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"\b(entre|de|du|from|between|desde)\b|\bمن\b|\bبين\b|-")
_SHORT = frozenset({"mai", "may"})
_UNTOLD = "other"
"""A theme of which nothing is known: sharing it is sharing nothing."""

REASONS: Mapping[Code, Text] = {
    "theme_shared": _("Thème : {values}."),
    "theme_other": _("Aucun thème en commun."),
    "skill_shared": _("Mots en commun : {values}."),
    "skill_other": _("Aucun mot en commun dans l'expertise."),
    "language_shared": _("Langue de travail : {values}."),
    "language_missing": _("Ne parle pas : {values}."),
    "language_unknown": _("Langues non dites."),
    "free": _("Disponible aux dates de la mission : {values}."),
    "not_free": _("Pas disponible à ces dates : {values}."),
    "free_unknown": _("Disponibilité à vérifier : {values}."),
    "region_same": _("Même région."),
    "region_other": _("Autre région."),
    "employer_agrees": _("Rien à attendre d'un employeur, ou il est d'accord."),
    "employer_asked": _("L'accord de l'employeur reste à obtenir."),
}

_THEMES: Mapping[str, Text] = {option.value: option.label for option in THEMES}


def reason_words(reason: Reason) -> Text:
    """A reason in words; the themes in those of the pré-fiche, the rest as it was typed."""
    themes = reason.code in ("theme_shared", "theme_other")
    values = tuple(_THEMES.get(value, value) if themes else value for value in reason.values)
    return REASONS[reason.code].fill(values=Listed(values) if values else "–")


def offer_of(id: str, region: str | None, answers: Mapping[str, Any]) -> Offer:
    """A recorded offer of expertise (the dialog « offer »): its answers as they were stored, any of them absent."""
    availability = str(answers.get("availability") or "")
    employer = answers.get("employer_agreement")
    return Offer(
        id=id,
        region=region,
        skill=str(answers.get("skill") or ""),
        themes=_known_themes(answers.get("domains")),
        languages=_texts(answers.get("languages")),
        availability=availability,
        months=months_in(availability),
        employer=employer if employer in get_args(Employer) else None,
    )


def need_of(
    region: str,
    answers: Mapping[str, Any],
    languages: tuple[str, ...] = (),
    first_day: date | None = None,
    last_day: date | None = None,
) -> Need:
    """What an accepted application looks for; languages and days are those that staff or the mission give."""
    words = (str(answers.get(question) or "") for question in ("need", "expert_profile", "mission_title"))
    themes = _known_themes(answers.get("themes"))
    return Need(region, " ".join(words), themes, languages, first_day, last_day)


def months_in(words: str) -> frozenset[int]:
    """The months that somebody named, those between two of them included; none where no month is named for sure."""
    text = folded(words)
    named = [month for month in map(_month, _WORD.findall(text)) if month is not None]
    if len(named) == 2 and _BETWEEN.search(text):
        return frozenset((named[0] - 1 + step) % 12 + 1 for step in range((named[1] - named[0]) % 12 + 1))
    return frozenset(named)


def _month(word: str) -> int | None:
    """The month that is meant for sure: "mar", "set" and "out" are other words too. An Arabic "and" is part of it."""
    if word.isascii() and len(word) <= 3 and word not in _SHORT:
        return None
    return MONTHS.get(word, MONTHS.get(word.removeprefix("و")))


def _known_themes(found: Any) -> tuple[str, ...]:
    return tuple(theme for theme in _texts(found) if theme != _UNTOLD)


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()
