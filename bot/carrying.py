"""What follows from a turn, carried out in its own transaction: rows written, orders queued, and news that come of it.

A dialog only says what is to happen (`Record`, `Written`, `Forget`, `Order`); here it happens. News go back into the
same conversation, in the same transaction: a submission comes back with its number.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from bot import claiming, reminders
from bot import field as in_the_field
from bot.codes import digest
from bot.field_plan import Scene
from bot.filing import file_names
from bot.gaps import gap_of, watch
from bot.offices import Office, Thread
from bot.papers import sheet
from bot.render import Line, Message
from bot.words import say, speaker
from dialogs.core.dialog import Shared, World
from dialogs.core.effects import Effect, Forget, Order, Record, Written
from dialogs.core.events import Came
from dialogs.core.reply import Part
from dialogs.core.state import Profile
from dialogs.core.text import LanguageName, Text, _
from dialogs.pre_fiche.application import Application, Filing, Stage, State
from dialogs.pre_fiche.sections import to_correct
from knowledge.base import Knowledge
from knowledge.schema import Call
from storage.applications import ApplicationRow, Final, Joined, Submitted
from storage.claims import ClaimRow
from storage.records import Assessed, Outgoing
from storage.store import Store
from storage.work import Work

INVITATION = timedelta(days=7)
"""How long a code to share a draft may be used: long enough for a volunteer who looks once a week."""


@dataclass(frozen=True)
class Carried:
    """What came of a turn: news to take at once, orders for after the commit."""

    news: tuple[Came, ...] = ()
    orders: tuple[Outgoing, ...] = ()


@dataclass(frozen=True)
class Hands:
    """What carrying out needs: the transaction, the rules, the instant, and the person's language."""

    work: Work
    facts: Knowledge
    at: datetime
    lang: str
    offices: Mapping[str, Office] = field(default_factory=dict)

    def thread(self, region: str | None, about: str) -> Thread | None:
        """Where the staff of a region read about this; None where they have no place."""
        office = self.offices.get(region or "")
        return Thread(self.work, office, about) if office else None

    @property
    def scene(self) -> Scene:
        """Where something is done in a mission."""
        return Scene(self.work, self.offices, self.facts)

    def call(self, region: str, id: str | None) -> Call | None:
        return next((call for call in self.facts.region(region).calls if call.id == id), None)

    def may_correct(self, row: ApplicationRow) -> frozenset[str]:
        """What a correction opens in an application as it stands: the fields named, and those that no longer hold."""
        shared, say = shares([row], ()), speaker(self.lang)
        return to_correct(World(self.facts, self.at, Profile(self.lang), say, shared=shared, subject=row.id))


def carry_out(effects: Iterable[Effect], hands: Hands) -> Carried:
    """Every effect in order."""
    done = [_one(effect, hands) for effect in effects]
    return Carried(
        tuple(news for one in done for news in one.news), tuple(order for one in done for order in one.orders)
    )


def _one(effect: Effect, hands: Hands) -> Carried:
    match effect:
        case Record(kind=kind, values=values):
            return _RECORDS[kind](values, hands)
        case Written(subject=subject, question=question, value=value) if claiming.is_claim(subject):
            _write_claim(subject, question, value, hands)
        case Written(subject=subject, question=question, value=value):
            hands.work.applications.write(subject, question, value, hands.may_correct)
        case Forget():
            return _order({"order": "forget", "person": hands.work.person_id})
        case Order(kind=kind, values=values):
            return _order({"order": kind, **values})
    return Carried()


def _order(body: dict[str, Any]) -> Carried:
    return Carried(orders=(Outgoing(body=body),))


def _news(name: str, **values: Any) -> Carried:
    return Carried(news=(Came(name, values),))


def _assessed(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.record(Assessed(**{**values, "at": datetime.fromisoformat(values["at"])}))
    return Carried()


def _begin(values: Mapping[str, Any], hands: Hands) -> Carried:
    row = hands.work.applications.begin(values["id"], values["region"], values["call"], values["answers"])
    return Carried((Came("application.begun", {"id": row.id}),), _recalled(row, hands))


def _recalled(row: ApplicationRow, hands: Hands) -> tuple[Outgoing, ...]:
    """Reminders of the end of its call, to whoever has just come to a draft."""
    call = hands.call(row.region, row.call)
    return tuple(reminders.before_the_deadline(row.id, call, hands.at)) if call and row.state == "draft" else ()


def _submit(values: Mapping[str, Any], hands: Hands) -> Carried:
    """Numbered and kept as it is, unless its call has closed meanwhile: then it stays a draft, and that is told."""
    mine = next((row for row in hands.work.applications.mine() if row.id == values["id"]), None)
    final = Final(values["region"], values["call"], values["answers"])
    if mine is None or (mine.state == "draft" and _too_late(final, hands)):
        return _news("application.too_late", id=values["id"])
    applications = hands.work.applications
    applications.recontact(mine.id, final.answers.get("recontact_consent") is True)
    done = applications.submit(mine.id, hands.facts.region(final.region).prefix, hands.at, hands.lang, final)
    paper = _order({"order": "paper", "application": mine.id, "version": done.version, "lang": hands.lang})
    _show_staff(mine.id, done, final, hands)
    told = {"id": mine.id, "reference": done.reference, "version": done.version, "at": done.at.isoformat()}
    return Carried((Came("application.submitted", told),), paper.orders)


def _show_staff(id: str, done: Submitted, final: Final, hands: Hands) -> None:
    """The card of a version, its papers, and a look at it again if nobody has answered in time."""
    thread = hands.thread(final.region, f"application:{id}")
    if thread is None:
        return
    if done.version > 1:
        thread.says(Part(_("Version {version} déposée, avec la correction demandée.", version=done.version)))
    present(thread, id, done.reference, done.version)
    if (call := hands.call(final.region, final.call)) is not None:
        thread.put(*reminders.overdue(id, done.version, call))


def present(thread: Thread, id: str, reference: str, version: int) -> None:
    """An application as staff find it: its card, with the papers of its last version in the thread."""
    thread.card()
    thread.put(*(sheet(id, version, name) for name in file_names(reference, version)))


def catch_up(store: Store, offices: Mapping[str, Office], now: datetime) -> None:
    """When a server begins: try again the places that had refused, and show what was submitted before there was one.

    Each network hears once a week what was not answered.
    """
    with store.desk(now) as desk:
        watch(desk, offices, now)
        for region, office in offices.items():
            desk.reachable(office.channel, office.address)
            for row in desk.without_thread(office.channel, {region}):
                present(Thread(desk, office, f"application:{row.id}"), row.id, row.reference or "", row.version)


def _too_late(final: Final, hands: Hands) -> bool:
    """A first submission is for a call that is open; a network without calls takes it at any time."""
    calls = hands.facts.region(final.region).calls
    return bool(calls) and not any(call.id == final.call and hands.at < call.closes for call in calls)


def _withdraw(values: Mapping[str, Any], hands: Hands) -> Carried:
    mine = next((row for row in hands.work.applications.mine() if row.id == values["id"]), None)
    hands.work.applications.withdraw(values["id"])
    if mine is not None and mine.version and (thread := hands.thread(mine.region, f"application:{mine.id}")):
        thread.card()
        thread.says(Part(_("L'association a retiré ce dossier.")))
    return Carried()


def _invite(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.applications.invite(values["id"], digest(values["code"]), hands.at + INVITATION)
    return Carried()


def _join(values: Mapping[str, Any], hands: Hands) -> Carried:
    """A colleague's code; people also type that of a mission here."""
    joined = hands.work.applications.join(digest(values["code"]))
    if isinstance(joined, Joined):
        return _came_to(joined, hands)
    other = in_the_field.join(hands.work, hands.offices, values["code"]) if joined.why == "unknown" else None
    return _entered(other, hands) if other else _news("application.not_joined", why=joined.why)


def _join_mission(values: Mapping[str, Any], hands: Hands) -> Carried:
    """The code of a mission; people also type that of a colleague here."""
    if came := in_the_field.join(hands.work, hands.offices, values["code"]):
        return _entered(came, hands)
    joined = hands.work.applications.join(digest(values["code"]))
    return _came_to(joined, hands) if isinstance(joined, Joined) else _news("mission.not_joined", why=joined.why)


def _entered(came: Came, hands: Hands) -> Carried:
    """What is due in a mission, to whoever has just come to it."""
    new = came.name == "mission.joined" and not came.values["again"]
    return Carried((came,), in_the_field.plan(hands.scene, came.values["id"]) if new else ())


def _in_the_field(name: str) -> Callable[[Mapping[str, Any], Hands], Carried]:
    """What is done in a mission; news of the same transaction follow where there are some."""

    def done(values: Mapping[str, Any], hands: Hands) -> Carried:
        orders = in_the_field.act(name, hands.scene, values)
        follows = in_the_field.FOLLOWS.get(name)
        return Carried((Came(follows, {"id": values["id"]}),) if follows else (), orders)

    return done


def _send_livret(values: Mapping[str, Any], hands: Hands) -> Carried:
    return Carried(orders=(in_the_field.sent(values["id"], values["file"], hands.lang),))


def _came_to(joined: Joined, hands: Hands) -> Carried:
    row = next(row for row in hands.work.applications.mine() if row.id == joined.id)
    return Carried((Came("application.joined", {"id": joined.id}),), _recalled(row, hands))


def _offer(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.applications.offer(values["id"], values["region"], values["answers"])
    if thread := hands.thread(values["region"], f"offer:{values['id']}"):
        thread.card()
    return Carried()


def _answer(values: Mapping[str, Any], hands: Hands) -> Carried:
    """What somebody says of a mission that was proposed to them: into its thread."""
    found = hands.work.missions.answer(values["mission"], values["offer"], values["answer"])
    if found is None:
        return _news("mission.answered", answer=None, region=None)
    mission, name = found
    if thread := hands.thread(mission.region, f"mission:{mission.id}"):
        thread.says(Part(ANSWERED[values["answer"]].fill(name=name or "—")))
    return _news("mission.answered", answer=values["answer"], region=mission.region)


ANSWERED: Mapping[str, Text] = {
    "yes": _("{name} est d'accord pour en parler. Ses coordonnées sont dans son offre. Pour la suite : Inviter."),
    "no": _("{name} ne peut pas cette fois. Son offre reste dans la liste."),
    "withdrawn": _("{name} a retiré son offre d'expertise."),
}


def _say(values: Mapping[str, Any], hands: Hands) -> Carried:
    """Words of a person for their network: into the thread of their request, as they wrote them."""
    office = hands.offices[values["region"]]  # the dialog asks for words only where somebody reads them
    request = hands.work.ask(values["id"], values["region"])
    thread = Thread(hands.work, office, f"request:{request.id}")
    thread.card()
    head = _("La personne écrit ({language}) :", language=LanguageName(hands.lang))
    lines = (Line("note", say(head, office.lang)), Line("body", values["words"]))
    thread.put(
        Outgoing(Message(office.lang, lines).to_json(), key=f"said:{hands.work.event_id}"),
        reminders.unanswered(request.id, hands.at),
    )
    return Carried()


def _note_gap(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.note_gap(gap_of(values))
    return Carried()


def _settle_gap(values: Mapping[str, Any], hands: Hands) -> Carried:
    hands.work.settle_gap(gap_of(values))
    return Carried()


def _write_claim(subject: str, question: str, value: Any, hands: Hands) -> None:
    """An answer about an expense; the staff see that one they were shown is being changed."""
    before = hands.work.claims.get(claiming.claim_id(subject))
    claiming.write(hands.work, subject, question, value)
    thread = _claim_thread(before, hands)
    if thread and before.as_confirmed and hands.work.claims.get(before.id).state != before.state:
        thread.card()


def _confirm_claim(values: Mapping[str, Any], hands: Hands) -> Carried:
    before = hands.work.claims.get(values["id"])
    came = claiming.confirm(hands.work, values)
    if came:
        _show_claim(values["id"], hands, before)
    return Carried((came,) if came else ())


def _show_claim(id: str, hands: Hands, before: ClaimRow | None = None) -> None:
    """A claim is the staff's to decide: its card, its receipts, and the card of the mission."""
    from bot.claims import present  # with all that its card is made of: a chat begins without it

    claim = hands.work.claims.get(id)
    if thread := _claim_thread(claim, hands):
        present(thread, claim, before)
        Thread(hands.work, thread.office, f"mission:{claim.mission_id}").card()


def _claim_thread(claim: ClaimRow, hands: Hands) -> Thread | None:
    here = (one.mission.region for one in hands.work.missions.mine() if one.mission.id == claim.mission_id)
    return hands.thread(next(here, None), f"claim:{claim.id}")


def _drop_claim(values: Mapping[str, Any], hands: Hands) -> Carried:
    """The expense goes with its receipts; their files after the commit."""
    before = hands.work.claims.get(values["id"])
    if before.as_confirmed and (thread := _claim_thread(before, hands)):
        thread.says(Part(_("La personne a retiré cette dépense.")))
    came, files = claiming.drop(hands.work, values)
    orders = _order({"order": "discard", "files": list(files)}).orders if files else ()
    return Carried((came,), orders)


def _claim_days(values: Mapping[str, Any], hands: Hands) -> Carried:
    return Carried((claiming.per_diem(hands.work, values, hands.at),))


def _swear(values: Mapping[str, Any], hands: Hands) -> Carried:
    came = claiming.swear(hands.work, values, hands.at)
    _show_claim(values["id"], hands)
    return Carried((came,))


_RECORDS: Mapping[str, Callable[[Mapping[str, Any], Hands], Carried]] = {
    "assessed": _assessed,
    "application.begin": _begin,
    "application.submit": _submit,
    "application.withdraw": _withdraw,
    "application.invite": _invite,
    "application.join": _join,
    "mission.join": _join_mission,
    **{name: _in_the_field(name) for name in in_the_field.ACTS},
    "livret.send": _send_livret,
    "offer.record": _offer,
    "proposal.answer": _answer,
    "request.say": _say,
    "claim.confirm": _confirm_claim,
    "claim.drop": _drop_claim,
    "claim.per_diem": _claim_days,
    "claim.sworn": _swear,
    "gap.note": _note_gap,
    "gap.settle": _settle_gap,
}


def shares(rows: Iterable[ApplicationRow], in_chat: Collection[str]) -> Mapping[str, Shared]:
    """What a person has a share in, as the dialogs may know it; `in_chat`: networks for which submitting is filing."""
    return {row.id: Shared(row.answers, about(row, "chat" if row.region in in_chat else "email")) for row in rows}


def about(row: ApplicationRow, filing: Filing) -> Application:
    return Application(
        id=row.id,
        region=row.region,
        call=row.call,
        state=cast("State", row.state),
        stage=cast("Stage", row.stage),
        reference=row.reference,
        version=row.version,
        submitted_at=row.submitted_at,
        owner=row.owner,
        colleagues=row.colleagues,
        correction_fields=row.correction_fields,
        correction_words=row.correction_words,
        decision_words=row.decision_words,
        filing=filing,
    )
