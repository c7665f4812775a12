"""The desk for a chat of staff: who they are, what they may do, what waits for them. Every rule is in `bot/desk.py`
and `bot/relay.py`; here their outcomes become plain values for whoever shows them.

What is awaited is committed, through the one writer. A database that is away raises `NotNow`: the event comes again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from bot import desk
from bot.alerts import ACKNOWLEDGE
from bot.bookkeeping import Changed
from bot.cards import ACCEPT, ASSIGN, CLOSE, CORRECT, REFUSE, REPLY, card, judged, places_left
from bot.channels.base import Card
from bot.channels.slack.front import (
    Deadline,
    Form,
    Group,
    Inputs,
    Item,
    Kind,
    NotNow,
    Option,
    Outcome,
    Source,
    Thread,
    Waiting,
)
from bot.claim_front import ACTS as CLAIM_ACTS
from bot.claim_front import ASKING as CLAIMS_ASKING
from bot.claim_front import ClaimFront
from bot.desk import Already, DeskError, Done, NotYours, Staff, Unclear, Unknown
from bot.mission_front import ACTS as MISSION_ACTS
from bot.mission_front import ASKING, MissionFront
from bot.missions import Chair, Stale
from bot.offices import Office, link
from bot.pre_fiche_paper import Wording
from bot.relay import Relay, TooLong, UnknownRequest
from bot.render import Message
from bot.turn import Assistant
from bot.words import PARIS, say, shown
from bot.writer import Stopped, Writer
from dialogs.core.text import CountryName, LanguageName, _
from dialogs.field_words import MISSION_STAGES
from dialogs.pre_fiche.sections import FIELDS
from dialogs.wording import CRITERIA
from knowledge.calls import call_at
from storage.applications import ApplicationRow, Version
from storage.errors import StorageError
from storage.missions import STAGES, MissionRow

T = TypeVar("T")

KINDS: Mapping[type[DeskError], Kind] = {
    Unknown: "unknown",
    UnknownRequest: "unknown",
    NotYours: "not_yours",
    Unclear: "unclear",
    Stale: "stale",
    Changed: "stale",
    TooLong: "too_long",
}
"""What each refusal of the desk is called."""

ENDED = ("accepted", "refused", "withdrawn")


@dataclass(frozen=True)
class StaffFront:
    """The desk of one channel of staff. `people`: the regions of each of its users, by their id there.

    `bot_name`: the name of the bot in Telegram, for the links of invitations.
    """

    assistant: Assistant
    writer: Writer
    people: Mapping[str, frozenset[str]]
    clock: Callable[[], datetime]
    channel: str = "slack"
    bot_name: str | None = None

    # -- who -------------------------------------------------------------------------------------------------------

    def lang(self, staff: Staff | None) -> str:
        regions = sorted(staff.regions) if staff else sorted(self.assistant.offices)
        return next((self.assistant.offices[one].lang for one in regions if one in self.assistant.offices), "fr")

    async def staff_of(self, user: str, name: str) -> Staff | None:
        regions = self.people.get(user)
        return Staff(name, regions) if regions else None

    # -- what they do ----------------------------------------------------------------------------------------------

    async def act(self, event: str, staff: Staff, act: str, about: str, inputs: Inputs) -> Outcome:
        return await self._do(lambda now: self._acted(event, staff, act, about, inputs, now))

    def _acted(self, event: str, staff: Staff, act: str, about: str, inputs: Inputs, now: datetime) -> Outcome:
        try:
            if act in (REPLY, CLOSE):
                return self._on_request(event, staff, act, about.removeprefix("request:"), inputs, now)
            if act in CLAIM_ACTS:
                return ClaimFront.of(self.assistant, staff, now, self.lang(staff), event).act(act, about, inputs)
            if act == ACKNOWLEDGE:
                return self._on_alert(event, staff, about, now)
            if act in MISSION_ACTS:
                return self._missions(staff, now, event).act(act, about, inputs)
            return _outcome(act, self._on_application(event, staff, act, about, inputs, now))
        except DeskError as error:
            return Outcome(KINDS[type(error)])

    def _on_application(
        self, event: str, staff: Staff, act: str, reference: str, inputs: Inputs, now: datetime
    ) -> Done | Already:
        acts: Mapping[str, Callable[..., Done | Already]] = {
            ACCEPT: partial(desk.accept, words=inputs.words),
            REFUSE: partial(desk.refuse, words=_reasoned(inputs, self.lang(staff))),
            CORRECT: partial(desk.correct, fields=inputs.fields, words=inputs.words, known=FIELDS),
            ASSIGN: desk.assign,
        }
        if act not in acts:
            raise Unclear(f"no act is called {act}")
        store, offices = self.assistant.store, self.assistant.offices
        return acts[act](store, staff, reference, now, offices=offices, event_id=event)

    def _missions(self, staff: Staff, now: datetime, event: str | None = None) -> MissionFront:
        bot = self.assistant
        chair = Chair(bot.store, bot.facts, staff, now, bot.fresh, bot.offices, event)
        return MissionFront(chair, self.lang(staff), self.bot_name)

    def _on_alert(self, event: str, staff: Staff, alert: str, now: datetime) -> Outcome:
        """Somebody takes care of it; whoever presses second is told who was first."""
        bot = self.assistant
        done = bot.alarms.seen(bot.store, alert, staff.name, staff.regions, now, event)
        state = {"already": "acknowledged" if done.by else "over"}.get(done.kind, "")
        return Outcome(done.kind, state, done.by, done.at)

    def _on_request(self, event: str, staff: Staff, act: str, request: str, inputs: Inputs, now: datetime) -> Outcome:
        if act == CLOSE:
            done = self._relay.close(staff, request, now)
            return Outcome("done") if done else Outcome("already", "closed")
        source = inputs.source.ts if inputs.source else event
        done = self._relay.send(staff, request, inputs.words, now, source, event)
        return Outcome("done" if done else "repeat")

    @property
    def _relay(self) -> Relay:
        return Relay(self.assistant.store, self.assistant.facts, self.assistant.offices)

    # -- what they need before it ----------------------------------------------------------------------------------

    async def form(self, staff: Staff, act: str, about: str) -> Form | Outcome:
        return await self._do(lambda now: self._form(staff, act, about, now))

    def _form(self, staff: Staff, act: str, about: str, now: datetime) -> Form | Outcome:
        try:
            if act in CLAIMS_ASKING:
                return ClaimFront.of(self.assistant, staff, now, self.lang(staff), None).form(act, about)
            if act in ASKING:
                return self._missions(staff, now).form(act, about)
            if act == REPLY:
                return self._reply_form(staff, about, now)
            row, versions = desk.application(self.assistant.store, staff, about, now)
        except DeskError as error:
            return Outcome(KINDS[type(error)])
        if row.state in ENDED or (act == CORRECT and row.state != "submitted"):
            return Outcome("already", row.state, row.decided_by, row.decided_at)
        return self._application_form(act, row, versions[-1], self.lang(staff), now)

    def _reply_form(self, staff: Staff, about: str, now: datetime) -> Form:
        request = about.removeprefix("request:")
        found = self._relay.found(staff, request, now)
        lang = self.lang(staff)
        spoken = _("La personne lit en {language}.", language=LanguageName(self._relay.spoken(found, now)))
        return Form(say(_("Répondre à la personne"), lang), (say(spoken, lang),))

    def _application_form(self, act: str, row: ApplicationRow, version: Version, lang: str, now: datetime) -> Form:
        title = row.reference or ""
        if act == CORRECT:
            return Form(title, groups=tuple(self._groups(row, version, lang)))
        if act == REFUSE:
            return Form(title, reasons=tuple(self._reasons(row, version, lang)))
        return Form(title, notes=self._places(row, lang, now))

    def _groups(self, row: ApplicationRow, version: Version, lang: str) -> Iterator[Group]:
        """The questions that applied, by section: what a correction may name."""
        for one in Wording(row, version, self.assistant.facts, lang).sections:
            options = tuple(Option(question.id, say(question.title, lang)) for question in one.asked)
            if options:
                yield Group(say(one.section.title, lang), options)

    def _reasons(self, row: ApplicationRow, version: Version, lang: str) -> Iterator[Option]:
        """The rules that it does not, or may not, meet."""
        for one in judged(self.assistant.facts, row, version).findings:
            if one.status in ("not_met", "to_confirm"):
                yield Option(one.id, say(CRITERIA[one.id], lang))

    def _places(self, row: ApplicationRow, lang: str, now: datetime) -> tuple[str, ...]:
        with self.assistant.store.desk(now) as found:
            said = places_left(found, self.assistant.facts, row)
        return (say(said, lang),) if said else ()

    async def preview(self, staff: Staff, about: str, words: str) -> Message | Outcome:
        return await self._do(lambda now: self._previewed(staff, about, words, now))

    def _previewed(self, staff: Staff, about: str, words: str, now: datetime) -> Message | Outcome:
        try:
            return self._relay.preview(staff, about.removeprefix("request:"), words, now)
        except DeskError as error:
            return Outcome(KINDS[type(error)])

    # -- threads ---------------------------------------------------------------------------------------------------

    async def thread(self, staff: Staff, channel: str, root: str) -> Thread | None:
        return await self._do(lambda now: self._thread(staff, channel, root, now))

    def _thread(self, staff: Staff, channel: str, root: str, now: datetime) -> Thread | None:
        about = self._about(channel, root, now)
        if about is None or not about.startswith("request:"):
            return None
        try:
            self._relay.found(staff, about.removeprefix("request:"), now)
        except DeskError:
            return None
        return Thread(about, say(_("la personne"), self.lang(staff)))

    def _about(self, channel: str, root: str, now: datetime) -> str | None:
        with self.assistant.store.desk(now) as found:
            return found.about_root(self.channel, channel, root)

    async def edited(self, event: str, source: Source, words: str) -> bool:
        return await self._do(lambda now: self._followed(event, source, words, now))

    async def deleted(self, event: str, source: Source) -> bool:
        return await self._do(lambda now: self._followed(event, source, None, now))

    def _followed(self, event: str, source: Source, words: str | None, now: datetime) -> bool:
        """What became of a message that had been sent to a person; `words` is None where it was deleted."""
        about = self._about(source.channel, source.root, now)
        office = self._office(source.channel)
        if about is None or office is None:
            return False
        if words is None:
            return self._relay.deleted(office, about, source.ts, now, event)
        return self._relay.edited(office, about, source.ts, words, now, event)

    def _office(self, channel: str) -> Office | None:
        return next((one for one in self.assistant.offices.values() if one.address == channel), None)

    async def reachable(self, channel: str) -> None:
        await self._do(lambda now: self._reachable(channel, now))

    def _reachable(self, channel: str, now: datetime) -> None:
        with self.assistant.store.desk(now) as found:
            found.reachable(self.channel, channel)

    # -- what waits ------------------------------------------------------------------------------------------------

    async def waiting(self, staff: Staff) -> tuple[Waiting, ...]:
        return await self._do(lambda now: tuple(self._waiting(staff, now)))

    def _waiting(self, staff: Staff, now: datetime) -> Iterator[Waiting]:
        lang = self.lang(staff)
        rows = desk.applications(self.assistant.store, staff, now, state="submitted")
        with self.assistant.store.desk(now) as found:
            requests = found.requests(staff.regions)
            roots = found.roots(self.channel)
        for region in sorted(staff.regions):
            items = [self._item(row, lang, roots) for row in rows if row.region == region]
            for one in (one for one in requests if one.region == region):
                language = shown(LanguageName(self._relay.spoken(one, now)), lang)
                about = f"request:{one.id}"
                asks = say(_("Une personne demande à vous parler"), lang)
                items.append(Item(asks, language, one.said_at, _link(roots.get(about))))
            yield Waiting(self.assistant.facts.region(region).network.name, tuple(sorted(items, key=_since)))

    def _item(self, row: ApplicationRow, lang: str, roots: Mapping[str, tuple[str, str]]) -> Item:
        words = say(_("À décider"), lang) if not row.assigned_to else row.assigned_to
        title = f"{row.reference} : {row.answers.get('org_name') or '—'}"
        since = row.submitted_at or row.updated_at
        return Item(title, words, since, _link(roots.get(f"application:{row.id}")))

    async def application(self, staff: Staff, reference: str) -> Card | None:
        return await self._do(lambda now: self._application(staff, reference, now))

    def _application(self, staff: Staff, reference: str, now: datetime) -> Card | None:
        try:
            row, _versions = desk.application(self.assistant.store, staff, reference, now)
        except DeskError:
            return None
        bot = self.assistant
        return card(bot.store, bot.facts, bot.offices, f"application:{row.id}", now)

    async def mission(self, staff: Staff, reference: str) -> Card | None:
        return await self._do(lambda now: self._mission(staff, reference, now))

    def _mission(self, staff: Staff, reference: str, now: datetime) -> Card | None:
        bot = self.assistant
        try:
            found = self._missions(staff, now).chair.mission(reference).mission
        except DeskError:
            return None
        return card(bot.store, bot.facts, bot.offices, f"mission:{found.id}", now)

    async def missions(self, staff: Staff) -> tuple[Waiting, ...]:
        return await self._do(lambda now: tuple(self._under_way(staff, now)))

    def _under_way(self, staff: Staff, now: datetime) -> Iterator[Waiting]:
        lang = self.lang(staff)
        rows = [row for row in self._missions(staff, now).chair.missions() if row.stage != STAGES[-1]]
        with self.assistant.store.desk(now) as found:
            roots = found.roots(self.channel)
        for region in sorted(staff.regions):
            items = tuple(_mission_item(row, lang, roots) for row in rows if row.region == region)
            yield Waiting(self.assistant.facts.region(region).network.name, items)

    async def deadlines(self, staff: Staff) -> tuple[Deadline, ...]:
        return await self._do(lambda now: tuple(self._deadlines(staff, now)))

    def _deadlines(self, staff: Staff, now: datetime) -> Iterator[Deadline]:
        for slug in sorted(staff.regions):
            region = self.assistant.facts.region(slug)
            found = call_at(region, now)
            if found.call is None or found.status == "closed":
                yield Deadline(region.network.name, "", None)
                continue
            with self.assistant.store.desk(now) as rows:
                taken = rows.accepted_in(found.call.id)
            left = max(found.call.places.count - taken, 0) if found.call.places else None
            yield Deadline(region.network.name, found.call.id, found.call.closes, left)

    # -- how it is done --------------------------------------------------------------------------------------------

    async def _do(self, work: Callable[[datetime], T]) -> T:
        now = self.clock().astimezone(PARIS)
        try:
            return await self.writer.patiently(lambda: work(now))
        except Stopped as error:
            raise NotNow from error
        except StorageError as error:
            if error.transient:
                raise NotNow from error
            raise


def _outcome(act: str, found: Done | Already) -> Outcome:
    row = found.application
    if isinstance(found, Done):
        return Outcome("done")
    if found.repeat:
        return Outcome("repeat")
    if act == ASSIGN and row.state not in ENDED:
        return Outcome("already", "assigned", row.assigned_to, row.assigned_at)
    return Outcome("already", row.state, row.decided_by, row.decided_at)


def _reasoned(inputs: Inputs, lang: str) -> str:
    """The rule that was chosen, then the words: what the association reads."""
    rule = say(CRITERIA[inputs.reason], lang) if inputs.reason and inputs.reason in CRITERIA else ""
    return " : ".join(part for part in (rule, inputs.words.strip()) if part)


def _link(root: tuple[str, str] | None) -> str | None:
    return link(root) if root else None


def _mission_item(row: MissionRow, lang: str, roots: Mapping[str, tuple[str, str]]) -> Item:
    title = f"{row.reference} : {row.sheet.get('association') or '—'}"
    words = _("{country}, étape : {stage}", country=CountryName(row.country), stage=MISSION_STAGES[row.stage])
    return Item(title, say(words, lang), url=_link(roots.get(f"mission:{row.id}")))


def _since(item: Item) -> datetime:
    return item.since or datetime.min.replace(tzinfo=UTC)
