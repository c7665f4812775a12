"""Questions that found no good answer, as the staff see them: without whoever asked, counted, and told once a week.

What is kept of a question says nothing of its person, as far as a machine can tell: addresses, numbers and names are
taken out before it is written down. The weekly message is an order in the thread of its network, one at a time, which
puts the next one there when it is carried out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from bot.offices import Office, Thread, aloud
from bot.words import PARIS
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, _n
from storage.desk import Desk
from storage.gaps import KINDS, Gap, Kind
from storage.records import Outgoing

MOST = 200
"""Characters of a question that are kept."""
LEFT_OUT = "…"

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w'’-]*"
_INTRODUCED = (
    r"je m['’ ]?appelle|mon nom est|mon prénom est|my name is|i am called|me llamo|mi nombre es|me chamo|chamo-me"
    r"|meu nome é|اسمي|إسمي"
)
_GOES_ON = r"(?:et|and|y|e|je|j|i|eu|yo|de|du|from|la|le|the|notre|nous|pr[ée]sident\w*)\b|و"
"""What follows a name and is none."""
_TITLE = r"M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Dr\.?|Pr\.?|Sr\.?|Sra\.?|Dona|Don"
_PERSONAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\S+@\S+",
        r"(?:https?://|www\.)\S+",
        r"(?<!\w)@\w+",
        rf"\b(?:{_INTRODUCED})\s+[\w'’-]+(?:\s+(?!{_GOES_ON})[\w'’-]+){{0,2}}",
        rf"\b(?:je suis|ici|i am|i['’]m|this is|soy|sou|aqui é)\s+{_CAPITAL}(?:\s+{_CAPITAL})*",
        rf"\b(?-i:{_TITLE})\s+{_CAPITAL}(?:\s+{_CAPITAL})*",
        rf"{_CAPITAL}(?:\s+{_CAPITAL})+",
        r"\+?\d[\d\s().,/:-]*\d|\d",
    )
)
"""Addresses; names where they are said to be, or several capitals in a row (so « Burkina Faso » goes too); then every
number."""


def anonymous(words: str) -> str:
    """A question without what may tell who asks it, in one line of at most `MOST` characters."""
    said = " ".join(words.split())
    for pattern in _PERSONAL:
        said = pattern.sub(LEFT_OUT, said)
    return said if len(said) <= MOST else said[: MOST - 1].rstrip() + LEFT_OUT


def gap_of(values: Mapping[str, Any]) -> Gap:
    """What a dialog notes, as it is kept."""
    return Gap(
        cast("Kind", values["kind"]),
        date.fromisoformat(values["day"]),
        values["lang"],
        values["region"],
        values["entry"],
        anonymous(values["words"]),
    )


def gap_json(gap: Gap) -> dict[str, Any]:
    return {**asdict(gap), "day": gap.day.isoformat()}


def gap_line(gap: Gap) -> str:
    """A question on one line of a terminal."""
    where = f"{gap.lang}  {gap.region or '-':<26}  {gap.entry or '-':<24}"
    return f"{gap.count:>4}  {gap.kind:<10}  {where}  {gap.words}"


# -- once a week -----------------------------------------------------------------------------------------------------

ORDER = "digest"
HOUR = time(9)
"""On Mondays, in Paris."""
MOST_TOLD = 8
"""Questions of each kind in one message; the others are counted."""

TITLES: Mapping[Kind, Text] = {
    "unanswered": _("Sans réponse :"),
    "not_chosen": _("Réponses proposées, aucune choisie :"),
    "disliked": _("Réponses jugées inutiles :"),
}


def next_monday(now: datetime) -> datetime:
    """The next Monday at nine, in Paris."""
    local = now.astimezone(PARIS)
    monday = datetime.combine(local.date() + timedelta(days=-local.weekday() % 7), HOUR, PARIS)
    return monday if monday > local else datetime.combine(monday.date() + timedelta(days=7), HOUR, PARIS)


def weekly(region: str, since: date, now: datetime) -> Outgoing:
    """The order of the next message, about what was asked from a day on."""
    return Outgoing({"order": ORDER, "region": region, "since": since.isoformat()}, ORDER, due_at=next_monday(now))


def watch(desk: Desk, offices: Mapping[str, Office], now: datetime) -> None:
    """When a server begins: a message a week for each network, unless one waits already."""
    for region, office in offices.items():
        thread = Thread(desk, office, f"network:{region}")
        desk.queue_once(weekly(region, now.astimezone(PARIS).date(), now), thread.id)


def digest(desk: Desk, office: Office, body: Mapping[str, Any], now: datetime) -> tuple[Outgoing, ...]:
    """What a network is told this week, if there is something, and the order of the week after."""
    region, today = str(body["region"]), now.astimezone(PARIS).date()
    since = date.fromisoformat(body["since"])
    found = desk.gaps((region, None), since=since, before=today)
    told = (aloud(office, *_told(region, since, found)),) if found else ()
    return (*told, weekly(region, today, now))


def _told(region: str, since: date, found: Sequence[Gap]) -> Iterator[Part]:
    yield Part(_("Questions restées sans bonne réponse depuis le {day}, sans leurs auteurs :", day=since))
    for kind in KINDS:
        here = [gap for gap in found if gap.kind == kind]
        if here:
            yield Part(TITLES[kind])
            yield from (_line(gap) for gap in here[:MOST_TOLD])
        if others := len(here) - MOST_TOLD:
            yield from _others(others)
    yield Part(_("La liste entière : explor kb gaps --region {region}", region=region))


def _line(gap: Gap) -> Part:
    said = _n("• « {words} » ({count} fois)", "• « {words} » ({count} fois)", gap.count, words=gap.words)
    return Part(said)


def _others(count: int) -> Iterator[Part]:
    if count > 0:
        yield Part(_n("et {count} autre question", "et {count} autres questions", count))
