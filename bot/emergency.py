"""First aid: what calls for help is answered here, before any dialog, question or form hears of it.

- It needs the transaction and the emergency numbers, and nothing of the dialogs: their state is left as it was, so
  that the question in hand is still there afterwards. What it waits for itself stands beside that state, under its key.
- What cannot be read is left out and said: the sheet of a mission, a region, a country. Where all else fails
  (`Assistant` catches it) the plain words are left, which need nothing.
- An alert is stored by the turn that sends it; only somebody who is in the mission can give one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bot.alerts import RINGING, SEEN_ORDER, URGENT, Alarm, Alarms, field_country
from bot.render import Capabilities, messages
from bot.words import LANGUAGES, PARIS, language_of
from dialogs.core.events import Came, Opened, Pressed, Said, Sent, Typed
from dialogs.core.reply import Reply
from dialogs.emergency import acts, answer
from dialogs.emergency.answer import Known, Mission, Rescue, Told
from dialogs.emergency.words import called
from knowledge.base import Knowledge
from knowledge.emergency import disputed, numbers, unanswered
from knowledge.mission_sheet import Contact
from storage.errors import NotAllowed
from storage.missions import AlertRow, MissionRow, MissionShare
from storage.records import Outgoing
from storage.work import Work

if TYPE_CHECKING:
    from bot.turn import Heard

log = structlog.get_logger()

KEPT = "emergency"
"""Where the state of a conversation keeps what first aid waits for."""

WAITING = timedelta(hours=1)
"""How long what is written next is still about the emergency: later on it is about something else."""

FRANCE = "FR"
WORDS, PLACE = "words", "country"

MOST = 1000
"""Characters of an alert's words that are taken at a time: an alert is to be read at a glance."""


@dataclass(frozen=True)
class Waits:
    """What first aid waits for: words or a position for an alert, the name of a country; and until when."""

    what: str
    until: str
    alert: str | None = None
    mission: str | None = None
    words: str = ""

    @staticmethod
    def of(kept: object, at: datetime) -> "Waits | None":
        """What a state says that is waited for; None where nothing is any more, or where it does not read."""
        raw = kept.get(KEPT) if isinstance(kept, Mapping) else None
        try:
            waits = Waits(**raw) if isinstance(raw, Mapping) else None
            return waits if waits and datetime.fromisoformat(waits.until) > at else None
        except (TypeError, ValueError):
            return None


@dataclass(frozen=True)
class Caller:
    """Somebody who may call for help, within their turn."""

    work: Work
    at: datetime
    lang: str
    waits: Waits | None

    @property
    def shares(self) -> Sequence[MissionShare]:
        """The missions that they are in and that are not over, the one under way first."""
        alive = [share for share in self.work.missions.mine() if share.mission.stage != "closed"]
        return sorted(alive, key=lambda share: _distance(share.mission, self.at))

    def share(self, mission: str) -> MissionShare | None:
        return next((one for one in self.shares if one.mission.id == mission), None)

    def alert(self, alert: str | None) -> tuple[MissionShare, AlertRow] | None:
        """One of their own alerts that is not closed."""
        found = ((share, one) for share in self.shares for one in share.alerts if one.id == alert)
        return next(found, None)


@dataclass(frozen=True)
class FirstAid:
    """Whoever answers a call for help. `is_command`: whether words lead elsewhere than into an alert."""

    facts: Knowledge
    alarms: Alarms
    fresh: Callable[[], str]
    is_command: Callable[[str], bool]

    def take(self, work: Work, heard: "Heard", said: Said, able: Capabilities) -> Said | None:
        """Answer what calls for help, and give None; else what was said, for the dialogs to hear."""
        caller = Caller(work, heard.at, language(work.state, heard.locale), Waits.of(work.state, heard.at))
        if (pressed := acts.pressed(said)) is not None:
            return self._pressed(caller, heard, *pressed, able)
        words = calling(said)
        if words is not None:
            self._say(caller, (self._first(caller, words),), able, self._for_country(caller, words))
            return None
        return None if caller.waits and self._continues(caller, said, able) else said

    # -- a press ---------------------------------------------------------------------------------------------------

    def _pressed(self, caller: Caller, heard: "Heard", act: str, about: str, able: Capabilities) -> Said | None:
        match act:
            case acts.RESUME:
                return Typed("/reprendre")
            case acts.MEANT:
                return Typed(about)
            case acts.ALERT:
                self._alert(caller, about, able)
            case acts.WELL:
                self._well(caller, about, able)
            case acts.SEEN:
                self._seen(caller, heard, about)
            case acts.COUNTRY if not about:
                self._say(caller, (answer.which_country(),), able, self._for_country(caller))
            case _:
                self._look(caller, act, about, able)
        return None

    def _look(self, caller: Caller, act: str, about: str, able: Capabilities) -> None:
        country = about if act == acts.COUNTRY and self._rescue(about).numbers else None
        mission = about if act == acts.MISSION else None
        said = self._first(caller, country=country, mission=mission)
        self._say(caller, (said,), able, self._for_country(caller))

    def _alert(self, caller: Caller, mission: str, able: Capabilities) -> None:
        share = caller.share(mission)
        if share is None:
            self._say(caller, (self._first(caller), answer.not_in_a_mission()), able)
            return
        words = caller.waits.words[:MOST] if caller.waits else ""
        id = self.fresh()
        alert = caller.work.missions.alert(mission, id, words or None)
        waits = self._until(caller, WORDS, alert=alert.id, mission=mission)
        if alert.id != id:
            self._say(caller, (answer.added(alert.id), answer.where_and_what()), able, waits)
            return
        whose = f"person:{caller.work.person_id}"
        caller.work.audit(whose, "alert.given", f"mission:{mission}", {"alert": alert.id})
        gone = self.alarms.begin(caller.work, Alarm(alert, share.mission, share.me.name), caller.at)
        self._say(caller, answer.alerted(alert.id, gone, self.alarms.call(share.mission)), able, waits)

    def _well(self, caller: Caller, alert: str, able: Capabilities) -> None:
        """« Tout va bien »: the alert is closed, and those who have it are told."""
        found = caller.alert(alert)
        if found is None or not _closed(caller.work, alert):
            self._say(caller, (answer.over(now=False),), able)
            return
        share, row = found
        over = AlertRow(**{**asdict(row), "state": "closed", "closed_at": caller.at})
        self.alarms.more(caller.work, Alarm(over, share.mission, share.me.name))
        whose = f"person:{caller.work.person_id}"
        caller.work.audit(whose, "alert.closed", f"mission:{share.mission.id}", {"alert": alert})
        self._say(caller, (answer.over(now=True),), able)

    def _seen(self, caller: Caller, heard: "Heard", alert: str) -> None:
        """Somebody of the roster, in their own chat: whether they may is looked at when the order is carried out."""
        order = {"order": SEEN_ORDER, "alert": alert, "lang": caller.lang}
        caller.work.queue([Outgoing(order, priority=RINGING)])

    # -- what follows an alert, or a question of ours --------------------------------------------------------------

    def _continues(self, caller: Caller, said: Said, able: Capabilities) -> bool:
        waits = caller.waits
        if waits is None or isinstance(said, Came | Opened | Pressed):
            return False
        if isinstance(said, Typed) and (said.forwarded or self.is_command(said.text)):
            return False
        return self._goes_on(caller, waits, said, able) if waits.what == WORDS else self._goes_there(caller, said, able)

    def _goes_on(self, caller: Caller, waits: Waits, said: Typed | Sent, able: Capabilities) -> bool:
        """Words and positions are added to the alert; nothing else can be."""
        words, place = _told(said)
        found = caller.alert(waits.alert)
        if found is None:
            return False
        again = self._until(caller, WORDS, alert=waits.alert, mission=waits.mission)
        if not words and place is None:
            self._say(caller, (answer.only_words(found[1].id),), able, again)
            return True
        row = caller.work.missions.add(found[1].id, words[:MOST] or None, place)
        self.alarms.more(caller.work, Alarm(row, found[0].mission, found[0].me.name))
        self._say(caller, (answer.added(row.id),), able, again)
        return True

    def _goes_there(self, caller: Caller, said: Typed | Sent, able: Capabilities) -> bool:
        """The name of a country; anything else is for the question in hand."""
        country = _country(said.text) if isinstance(said, Typed) else None
        if country is None:
            return False
        self._say(caller, (self._first(caller, country=country),), able, self._for_country(caller))
        return True

    # -- what is known ---------------------------------------------------------------------------------------------

    def _first(self, caller: Caller, words: str = "", country: str | None = None, mission: str | None = None) -> Reply:
        shares = caller.shares
        chosen = next((one for one in shares if one.mission.id == mission), next(iter(shares), None))
        where = country or (field_country(chosen.mission) if chosen else FRANCE)
        known = Known(
            rescue=self._rescue(where),
            france=self._rescue(FRANCE) if where != FRANCE else None,
            mission=_mission(chosen) if chosen else None,
            others=tuple(_mission(one) for one in shares if one is not chosen),
            words=words,
            alert=chosen.alerts[0].id if chosen and chosen.alerts else None,
        )
        return answer.first(known)

    def _rescue(self, country: str) -> Rescue:
        known = self.facts.emergency
        here = tuple(Told(one, self.facts.cited(one.source)) for one in numbers(known, country))
        return Rescue(country, here, unanswered(known, country) if here else (), disputed(known, country))

    # -- how it is said --------------------------------------------------------------------------------------------

    def _for_country(self, caller: Caller, words: str = "") -> Waits:
        return self._until(caller, PLACE, words=words[:MOST])

    def _until(self, caller: Caller, what: str, **more: Any) -> Waits:
        return Waits(what, (caller.at + WAITING).isoformat(), **more)

    def _say(self, caller: Caller, replies: tuple[Reply, ...], able: Capabilities, waits: Waits | None = None) -> None:
        """Before anything else that is on its way to them; the state of the dialogs is not touched."""
        caller.work.keep(beside(caller.work.state, waits))
        caller.work.queue(urgent(replies, caller.lang, able))


def urgent(replies: tuple[Reply, ...], lang: str, able: Capabilities) -> list[Outgoing]:
    """Replies as rows that go first."""
    said = messages(replies, lang, able)
    return [Outgoing(body=one.to_json(), key=one.key, priority=URGENT) for one in said]


def calling(said: object) -> str | None:
    """What was said with a call for help, however it came; None where it is none."""
    match said:
        case Typed(text=text, forwarded=False):
            return called(text)
        case Sent(caption=str(caption), forwarded=False):
            return called(caption)
        case Opened(payload=str(payload)) if payload:
            return called(payload)
        case Pressed() if acts.pressed(said):
            return ""
    return None


def language(kept: object, locale: str | None) -> str:
    """The language that the person chose, read without the help of the dialogs; else what their client asks for."""
    profile = kept.get("profile") if isinstance(kept, Mapping) else None
    lang = profile.get("lang") if isinstance(profile, Mapping) else None
    return lang if lang in LANGUAGES else language_of(locale)


def beside(kept: object, waits: Waits | None) -> dict[str, Any]:
    """A state as it was, with what first aid waits for beside it."""
    state = {name: value for name, value in kept.items() if name != KEPT} if isinstance(kept, Mapping) else {}
    return {**state, KEPT: {name: value for name, value in asdict(waits).items() if value}} if waits else state


def contacts_of(mission: MissionRow) -> tuple[Contact, ...] | None:
    """The contacts of a mission; None where its sheet cannot be read."""
    from bot.missions import sheet_of  # with all that a mission is made of

    try:
        return sheet_of(mission, ()).contacts
    except Exception as error:  # whatever is wrong with it, the other numbers are told
        log.error("sheet_unreadable", error=type(error).__name__)
        return None


def _mission(share: MissionShare) -> Mission:
    row = share.mission
    comes = row.direction == "reciprocity"
    return Mission(row.id, row.reference, contacts_of(row), comes, row.livret_at.astimezone(PARIS).date())


def _distance(mission: MissionRow, at: datetime) -> tuple[bool, int]:
    """How far a mission is from now: the one under way, then the nearest in time, then those without dates."""
    today = at.date()
    if mission.starts is None or mission.ends is None:
        return mission.stage != "mission", 10_000
    return False, max((mission.starts - today).days, (today - mission.ends).days, 0)


def _closed(work: Work, alert: str) -> bool:
    try:
        return work.missions.close_alert(alert)
    except NotAllowed:
        return False


def _told(said: Typed | Sent) -> tuple[str, tuple[float, float] | None]:
    if isinstance(said, Typed):
        return said.text.strip(), None
    place = (said.latitude, said.longitude) if said.latitude is not None and said.longitude is not None else None
    return (said.caption or "").strip(), place


def _country(text: str) -> str | None:
    """The country that these words name, if they name one for sure."""
    from dialogs.core.reading.countries import countries

    short = len(text.strip()) < 3 and text.isascii()  # « NO » is no Norway to whoever answers a form
    found = countries(text) if len(text) < 60 and not short else None
    return found.keys[0] if found and found.exact and len(found.keys) == 1 else None
