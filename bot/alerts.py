"""An alert of somebody in a mission: stored first, then sent, repeated and carried further until somebody has seen it.

- It goes to the network's place with staff, and from there on to the people of its roster, one more at each step.
  Where the place is silent, or there is none, the roster begins at once.
- Each step is an order that waits in the outbox, in a conversation of its own (`BELL`), so that nobody's blocked chat
  or broken channel holds it up. It is written in the transaction of the step before: a restart loses none, and two
  processes take none twice.
- Whoever called hears by which way their alert goes, that nobody has answered yet and whom to call, who has seen it.
- What stands in the outbox for the staff's place is a reference: what was said in the alert is read when it is sent.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, Protocol

from bot.channels.base import Action, Notice
from bot.offices import Office, Thread, Transaction
from bot.render import Capabilities, Choice, Line, Message, messages
from bot.resuming import resumed
from bot.words import PARIS, say
from dialogs.core.reply import Part, Reply
from dialogs.core.text import CountryName, Text, _, literal
from dialogs.emergency import answer
from dialogs.emergency.acts import SEEN, press
from dialogs.emergency.answer import Call, Way
from dialogs.field_words import ROLES
from knowledge.base import Knowledge
from storage.desk import Desk
from storage.missions import AlertRow, MissionRow
from storage.records import Json, Outgoing
from storage.store import Store

URGENT = 9
"""The priority of all that an emergency sends: nothing else in the outbox has more than 0."""
RINGING = 10
"""That of the orders of the bell: before what they may have to overtake."""

BELL = "bell"
"""The channel of orders that belong to no conversation: nothing is shown there."""
MAIL: Final = "mail"
TELEGRAM: Final = "telegram"

ORDER, SEEN_ORDER, CONTENT, KEY = "alert", "alert.seen", "alert", "alert"

ACKNOWLEDGE = "acknowledge"
"""The act of the staff's button; it is about the alert."""

OFTEN = 4
"""Up to this step whoever called hears of each; later ones only where somebody new was told."""


class Writing(Transaction, Protocol):
    """A turn or the desk, as an alert needs it."""

    def conversation(self, channel: str, address: str) -> int | None: ...


@dataclass(frozen=True)
class Watcher:
    """Somebody of a network whom an alert reaches elsewhere than in the place of the staff."""

    name: str
    channel: Literal["mail", "telegram"]
    address: str = field(repr=False)


@dataclass(frozen=True)
class Roster:
    """Whom an alert goes on to, by region and in order, and how long each step waits for an answer."""

    watchers: Mapping[str, tuple[Watcher, ...]] = field(default_factory=dict)
    look: timedelta = timedelta(seconds=20)
    repeat: tuple[timedelta, ...] = tuple(timedelta(minutes=each) for each in (3, 5, 10, 15))

    def wait(self, step: int) -> timedelta:
        """Before the `step`-th step, from 1; the last pause is repeated for ever."""
        pauses = (self.look, *self.repeat)
        return pauses[min(step, len(pauses)) - 1]

    def of(self, region: str) -> tuple[Watcher, ...]:
        return self.watchers.get(region, ())

    def may_see(self, channel: str, address: str, region: str) -> Watcher | None:
        """Who this is on the roster of a region; None where they are not."""
        return next((one for one in self.of(region) if (one.channel, one.address) == (channel, address)), None)


@dataclass(frozen=True)
class Alarm:
    """An alert with what whoever reads it needs: the mission, and the name of whoever called."""

    alert: AlertRow
    mission: MissionRow
    name: str

    @property
    def about(self) -> str:
        return f"alert:{self.alert.id}"


@dataclass(frozen=True)
class Seen:
    """What became of « I take care of it ». `by` and `at`: who did before."""

    kind: Literal["done", "already", "repeat", "unknown", "not_yours"]
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Alarms:
    """Whoever carries alerts: the facts for names, the places of the staff, and the roster."""

    facts: Knowledge
    offices: Mapping[str, Office]
    roster: Roster

    # -- in the turn of whoever calls ------------------------------------------------------------------------------

    def begin(self, tx: Writing, alarm: Alarm, at: datetime) -> tuple[Way, ...]:
        """Send it for the first time, and wind the bell; by which ways it goes."""
        office = self.offices.get(alarm.mission.region)
        if office is not None:
            self._post(tx, office, alarm, key=KEY)
            self._card(tx, office, alarm)
            gone: tuple[Way, ...] = (self._way(office, alarm),)
        else:
            first = self._next(tx, alarm)
            gone = self._tell(tx, first, alarm)
        self._wind(tx, alarm, 1, at)
        return gone

    def more(self, tx: Writing, alarm: Alarm) -> None:
        """Something was added, or all is well: everybody who has the alert gets it as it is now."""
        office = self.offices.get(alarm.mission.region)
        if office is not None:
            self._post(tx, office, alarm, edits=KEY)
            self._post(tx, office, alarm)
            self._card(tx, office, alarm)
        self._tell(tx, self._told(alarm), alarm)

    # -- when the bell rings ---------------------------------------------------------------------------------------

    def ring(self, store: Store, order: Mapping[str, Json], now: datetime) -> None:
        """One step: again to those who have it, further to the next one, and a word to whoever called."""
        with store.desk(now) as desk:
            alarm = alarm_of(desk, str(order["alert"]))
            step = int(str(order["step"]))
            if alarm is not None and alarm.alert.state == "open" and alarm.alert.escalated < step:
                self._step(desk, alarm, step, now)

    def _step(self, desk: Desk, alarm: Alarm, step: int, now: datetime) -> None:
        office = self.offices.get(alarm.mission.region)
        arrived = office is not None and desk.arrived(self._thread(desk, office, alarm), KEY)
        further = self._next(desk, alarm) if step > 1 or (office is not None and not arrived) else ()
        tried: dict[str, Json] = {"step": step, "at": now.isoformat(), "office": arrived}
        desk.missions.escalated(alarm.alert.id, step, {**tried, "to": [one.name for one in further]})
        if step > 1:
            self._again(desk, office, alarm, arrived=arrived)
        told = self._tell(desk, further, alarm)
        self._to_caller(desk, alarm, self._heard(alarm, step, office, told, arrived=arrived))
        self._wind(desk, alarm, step + 1, now)

    def _again(self, desk: Desk, office: Office | None, alarm: Alarm, *, arrived: bool) -> None:
        """Ring once more where it has arrived; where it has not, try that again now, or anew where it was given up."""
        if office is not None and arrived:
            self._post(desk, office, alarm, again=True)
        elif office is not None and not desk.hurry(self._thread(desk, office, alarm), KEY):
            self._post(desk, office, alarm, key=KEY)
        self._tell(desk, self._told(alarm), alarm)

    def _heard(
        self, alarm: Alarm, step: int, office: Office | None, told: tuple[Way, ...], *, arrived: bool
    ) -> Reply | None:
        """What whoever called is told of a step."""
        call = self.call(alarm.mission)
        if step == 1:
            silent = office is not None and not arrived
            return answer.slack_is_down(alarm.alert.id, told, call) if silent else None
        if step > OFTEN and not told:
            return None
        again = (self._way(office, alarm),) if office is not None and arrived else ()
        return answer.nobody_yet(alarm.alert.id, (*again, *told), call)

    def call(self, mission: MissionRow) -> Call:
        """Whom to call meanwhile: the first contact of the mission that has a number, else the rescue services."""
        from bot.emergency import contacts_of
        from knowledge.emergency import numbers

        for contact in contacts_of(mission) or ():
            if contact.emergency and contact.phone:
                return Call(contact.name, contact.phone)
        try:
            here = numbers(self.facts.emergency, field_country(mission))
        except Exception:  # whatever is wrong with the numbers, an alert goes on
            here = ()
        return Call(None, here[0].number if here else answer.EUROPE)

    # -- when somebody has seen it -----------------------------------------------------------------------------------

    def seen(
        self, store: Store, alert: str, who: str, regions: Collection[str], now: datetime, event: str | None = None
    ) -> Seen:
        """Somebody who acts for these regions takes care of it; whoever says so second is told who was first."""
        with store.desk(now, event) as desk:
            alarm = alarm_of(desk, alert)
            if alarm is None:
                return Seen("unknown")
            if alarm.mission.region not in regions:
                return Seen("not_yours")
            if not desk.first_time:
                return Seen("repeat")
            if not desk.missions.acknowledge(alert, who):
                return Seen("already", alarm.alert.acknowledged_by, alarm.alert.acknowledged_at)
            desk.audit(f"staff:{who}", "alert.acknowledged", f"mission:{alarm.mission.id}", {"alert": alert})
            self._spread(desk, alert, who)
            return Seen("done")

    def _spread(self, desk: Desk, alert: str, who: str) -> None:
        alarm = alarm_of(desk, alert)
        if alarm is None:
            return
        self._to_caller(desk, alarm, answer.seen(alert, who))
        office = self.offices.get(alarm.mission.region)
        if office is not None:
            self._post(desk, office, alarm, edits=KEY)
            Thread(desk, office, alarm.about).says(Part(_("{who} s'en occupe. La personne le sait.", who=who)))
            self._card(desk, office, alarm)
        self._tell(desk, self._told(alarm), alarm)

    # -- where it goes ---------------------------------------------------------------------------------------------

    def _thread(self, tx: Writing, office: Office, alarm: Alarm) -> int:
        """A thread of its own, so that its first message rings in the channel and nothing stands before it."""
        return Thread(tx, office, alarm.about).id

    def _post(
        self,
        tx: Writing,
        office: Office,
        alarm: Alarm,
        *,
        key: str | None = None,
        edits: str | None = None,
        again: bool = False,
    ) -> None:
        body: dict[str, Json] = {"content": CONTENT, "alert": alarm.alert.id, **({"again": True} if again else {})}
        tx.queue([Outgoing(body, key=key, edits=edits, priority=URGENT)], self._thread(tx, office, alarm))

    def _card(self, tx: Writing, office: Office, alarm: Alarm) -> None:
        Thread(tx, office, f"mission:{alarm.mission.id}").card()

    def _wind(self, tx: Writing, alarm: Alarm, step: int, at: datetime) -> None:
        order: dict[str, Json] = {"order": ORDER, "alert": alarm.alert.id, "step": step}
        due = Outgoing(order, key=f"{ORDER}:{step}", due_at=at + self.roster.wait(step), priority=RINGING)
        tx.queue([due], tx.thread(BELL, alarm.about, alarm.about))

    def _next(self, tx: Writing, alarm: Alarm) -> tuple[Watcher, ...]:
        """Whom it has not gone to yet, and can."""
        told = self._told(alarm)
        others = (one for one in self.roster.of(alarm.mission.region) if one not in told)
        return tuple(one for one in others if self._place(tx, one, alarm) is not None)[:1]

    def _told(self, alarm: Alarm) -> tuple[Watcher, ...]:
        """Whom it has gone to; without a place of the staff the first one has it from the beginning."""
        names = {name for tried in alarm.alert.tried for name in tried.get("to", ())}
        watchers = self.roster.of(alarm.mission.region)
        first = () if alarm.mission.region in self.offices else watchers[:1]
        return tuple(one for one in watchers if one.name in names or one in first)

    def _tell(self, tx: Writing, watchers: Iterable[Watcher], alarm: Alarm) -> tuple[Way, ...]:
        gone = []
        for one in watchers:
            place = self._place(tx, one, alarm)
            if place is not None:
                tx.queue([Outgoing(self._letter(alarm, one).to_json(), priority=URGENT)], place)
                gone.append(Way(one.channel, one.name))
        return tuple(gone)

    def _place(self, tx: Writing, one: Watcher, alarm: Alarm) -> int | None:
        """A mailbox is always there; in Telegram nobody is written to who has not written first."""
        if one.channel == MAIL:
            return tx.thread(MAIL, f"{one.address}/{alarm.about}", alarm.about)
        return tx.conversation(one.channel, one.address)

    def _letter(self, alarm: Alarm, one: Watcher) -> Message:
        office = self.offices.get(alarm.mission.region)
        lang = office.lang if office else "fr"
        lines = [Line(part.role, say(part.text, lang)) for part in parts(alarm)]
        if alarm.alert.state != "open":
            return Message(lang, tuple(lines))
        if one.channel == MAIL:
            lines.append(Line("note", say(BY_MAIL, lang)))
            return Message(lang, tuple(lines))
        mine = press(SEEN, alarm.alert.id)
        return Message(lang, tuple(lines), (Choice(say(TAKE, lang), (mine.dialog, mine.question, mine.value)),))

    def _to_caller(self, desk: Desk, alarm: Alarm, reply: Reply | None) -> None:
        """In every conversation of whoever called."""
        for member in desk.missions.members(alarm.mission.id) if reply else ():
            if reply is not None and member.mission_person_id == alarm.alert.mission_person_id:
                lang = resumed(member.state, "fr").profile.lang
                said = messages((reply,), lang, Capabilities())
                desk.queue([Outgoing(one.to_json(), priority=URGENT) for one in said], member.conversation_id)

    def _way(self, office: Office, alarm: Alarm) -> Way:
        return Way(office.channel, self.network(alarm.mission.region))

    def network(self, region: str) -> object:
        """The name of a network; « votre réseau » where its data cannot be read."""
        try:
            return self.facts.region(region).network.name
        except Exception:  # whatever is wrong with a region, an alert goes on
            return ROLES["network"]


TAKE = _("Je m'en occupe")
SEEN_WORDS: Mapping[str, Text] = {
    "done": _("C'est noté : vous vous occupez de cette alerte. La personne le sait. Appelez-la."),
    "already": _("{who} s'occupe déjà de cette alerte, ou elle est close."),
    "repeat": _("C'est noté."),
    "unknown": _("Cette alerte n'existe plus."),
    "not_yours": _("Vous n'êtes pas sur la liste des personnes que ce réseau prévient."),
}
"""What somebody of the roster is told who says that they take care of it."""
BY_MAIL = _(
    "Ce message n'attend pas de réponse par e-mail : appelez la personne, puis dites dans Slack ou Telegram que vous "
    "vous en occupez."
)


def field_country(mission: MissionRow) -> str:
    """Where those of a mission are: France when somebody comes to France."""
    return "FR" if mission.direction == "reciprocity" else mission.country


def alarm_of(desk: Desk, id: str) -> Alarm | None:
    """An alert with its mission, locked; None where it is gone. Whoever was erased has no name any more."""
    alert = desk.missions.alert(id)
    mission = desk.missions.get(alert.mission_id) if alert else None
    if alert is None or mission is None:
        return None
    person = desk.missions.person(alert.mission_person_id) if alert.mission_person_id else None
    return Alarm(alert, mission, person.name if person else "—")


# -- what the staff read ---------------------------------------------------------------------------------------------


def notice(store: Store, offices: Mapping[str, Office], body: Mapping[str, Json], now: datetime) -> Notice | None:
    """An alert as it is now, for the staff's place; None where it is gone, or a repetition is no longer needed."""
    with store.desk(now) as desk:
        alarm = alarm_of(desk, str(body["alert"]))
    if alarm is None or ("again" in body and alarm.alert.state != "open"):
        return None
    office = offices.get(alarm.mission.region)
    lang = office.lang if office else "fr"
    title, *rest = ((part.role, say(part.text, lang)) for part in parts(alarm))
    waits = alarm.alert.state == "open"
    actions = (Action(ACKNOWLEDGE, alarm.alert.id, say(TAKE, lang), "danger"),) if waits else ()
    return Notice(title[1], tuple(text for _role, text in rest), actions, everyone=waits)


def parts(alarm: Alarm) -> tuple[Part, ...]:
    """Who calls, where, since when, in which words; and where it stands."""
    alert = alarm.alert
    since = alert.at.astimezone(PARIS).replace(second=0, microsecond=0)
    who = {"name": alarm.name, "reference": alarm.mission.reference}
    return (
        Part(_HEADS[alert.state].fill(**who), "title"),
        Part(_("Pays : {country}", country=CountryName(field_country(alarm.mission)))),
        Part(_("Alerte donnée le {at}, heure de Paris.", at=since)),
        *([Part(literal(alert.words))] if alert.words else []),
        *_where(alert),
        Part(_standing(alert)),
    )


_HEADS: Mapping[str, Text] = {
    "open": _("Alerte : {name}, mission {reference}"),
    "acknowledged": _("Alerte : {name}, mission {reference} : prise en charge"),
    "closed": _("Alerte : {name}, mission {reference} : close, tout va bien"),
}


def _where(alert: AlertRow) -> Iterator[Part]:
    if alert.latitude is not None and alert.longitude is not None:
        place = f"{alert.latitude:.5f}, {alert.longitude:.5f}"
        link = f"https://www.openstreetmap.org/?mlat={alert.latitude:.5f}&mlon={alert.longitude:.5f}&zoom=16"
        yield Part(_("Position : {place}", place=place))
        yield Part(literal(link))


def _standing(alert: AlertRow) -> Text:
    if alert.state == "closed":
        return _("La personne dit que tout va bien.")
    if alert.acknowledged_by:
        return _("{who} s'en occupe.", who=alert.acknowledged_by)
    return _("Appelez cette personne, puis dites que vous vous en occupez : l'alerte se répète jusque-là.")
