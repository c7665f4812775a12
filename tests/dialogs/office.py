"""The world around the pré-fiche, in memory: what `bot` and `storage` do for an application, as plain values.

A `Person` talks with the whole catalogue; an `Office` keeps applications, numbers them and takes decisions. Every state
goes through JSON, and so do the answers.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.words import PARIS, speaker
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Shared, World
from dialogs.core.effects import Effect, Record, Written
from dialogs.core.events import Came, Event, Opened, Said, Typed
from dialogs.core.reply import Reply
from dialogs.core.state import Profile, State, freeze, thaw
from dialogs.core.take import take
from dialogs.core.text import Text
from dialogs.pre_fiche.application import Application, Filing
from dialogs.pre_fiche.sections import to_correct
from knowledge.base import Knowledge

_say = speaker("fr")


def french(text: Text) -> str:
    """French, with plain spaces."""
    return _say(text).replace("\u202f", " ").replace("\u00a0", " ")


@dataclass
class Kept:
    """An application as it is kept."""

    about: Application
    owner: str
    answers: dict[str, Any]
    members: set[str] = field(default_factory=set)
    versions: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Office:
    """What is shared between people: the applications, the codes, the offers."""

    facts: Knowledge
    now: datetime = datetime(2025, 5, 10, 10, tzinfo=PARIS)
    filing: Filing = "email"
    kept: dict[str, Kept] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    offers: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0

    def fresh(self) -> str:
        self.tokens += 1
        return f"token{self.tokens:07}"

    def shares(self, name: str) -> dict[str, Shared]:
        mine = {id: one for id, one in self.kept.items() if name in one.members}
        return {id: Shared(one.answers, self.seen_by(name, one)) for id, one in mine.items()}

    def seen_by(self, name: str, one: Kept) -> Application:
        return replace(one.about, owner=one.owner == name, colleagues=len(one.members) - 1, filing=self.filing)

    def may_correct(self, one: Kept) -> frozenset[str]:
        shared = {one.about.id: Shared(one.answers, one.about)}
        return to_correct(World(self.facts, self.now, Profile(), french, shared=shared, subject=one.about.id))

    def carry_out(self, effect: Effect, name: str) -> list[Came]:
        if isinstance(effect, Written):
            one = self.kept[effect.subject]
            assert name in one.members
            assert one.about.open, "nothing is written on what was handed in"
            assert one.about.state == "draft" or effect.question in self.may_correct(one), "a correction has a limit"
            one.answers = {**one.answers, effect.question: json.loads(json.dumps(effect.value))}
            return []
        if isinstance(effect, Record):
            return getattr(self, "_" + effect.kind.replace(".", "_"))(dict(effect.values), name) or []
        return []

    def _assessed(self, values: dict[str, Any], name: str) -> None:
        pass

    def _application_begin(self, values: dict[str, Any], name: str) -> list[Came]:
        about = Application(values["id"], values["region"], values["call"])
        self.kept[about.id] = Kept(about, name, json.loads(json.dumps(values["answers"])), {name})
        return [Came("application.begun", {"id": about.id})]

    def _application_submit(self, values: dict[str, Any], name: str) -> list[Came]:
        one = self.kept[values["id"]]
        reference = one.about.reference or f"{self.facts.region(one.about.region).prefix}-{self.now.year}-0001"
        version = one.about.version + 1
        one.versions.append(json.loads(json.dumps(values["answers"])))
        one.about = replace(
            one.about,
            state="submitted",
            reference=reference,
            version=version,
            submitted_at=self.now,
            correction_fields=(),
        )
        told = {"id": one.about.id, "reference": reference, "version": version, "at": self.now.isoformat()}
        return [Came("application.submitted", told)]

    def _application_withdraw(self, values: dict[str, Any], name: str) -> None:
        one = self.kept[values["id"]]
        one.about = replace(one.about, state="withdrawn")

    def _application_invite(self, values: dict[str, Any], name: str) -> None:
        self.codes[values["code"]] = values["id"]

    def _application_join(self, values: dict[str, Any], name: str) -> list[Came]:
        id = self.codes.pop(values["code"], None)
        if id is None:
            return [Came("application.not_joined", {"why": "unknown"})]
        self.kept[id].members.add(name)
        return [Came("application.joined", {"id": id})]

    def _offer_record(self, values: dict[str, Any], name: str) -> None:
        self.offers.append(values)

    def corrects(self, id: str, fields: tuple[str, ...], words: str) -> Came:
        one = self.kept[id]
        one.about = replace(one.about, state="correction", correction_fields=fields, correction_words=words)
        return Came("application.correction", {"id": id, "fields": list(fields), "words": words})

    def accepts(self, id: str, words: str) -> Came:
        one = self.kept[id]
        one.about = replace(one.about, state="accepted", decision_words=words, stage="expert_search")
        return Came("application.accepted", {"id": id, "words": words})

    @property
    def only(self) -> Kept:
        (one,) = self.kept.values()
        return one


class Person:
    """Somebody who talks with the assistant; news that come of a turn are taken in the same turn."""

    def __init__(self, office: Office, name: str = "ana") -> None:
        self.office, self.name = office, name
        self.state = State()
        self.replies: list[Reply] = []
        self.hears(Opened())

    def hears(self, event: Said) -> str:
        told: list[Reply] = []
        coming = [event]
        while coming:
            self.state = thaw(json.loads(json.dumps(freeze(self.state))), Profile())
            office = self.office
            shared = office.shares(self.name)
            world = World(office.facts, office.now, self.state.profile, french, shared=shared, fresh=office.fresh())
            turn = take(CATALOGUE, self.state, Event(f"e{office.tokens}", office.now, coming.pop(0)), world)
            self.state = turn.state
            told = [*(reply for reply in told if not reply.asks), *turn.replies]
            coming += [news for effect in turn.effects for news in office.carry_out(effect, self.name)]
        self.replies = told
        return "\n".join(french(part.text) for reply in told for part in reply.parts)

    def says(self, *words: str) -> str:
        """Each in its turn; the words of the last answer."""
        return [self.hears(Typed(one)) for one in words][-1]

    def picks(self, label: str) -> str:
        """Press the button that begins with these words."""
        buttons = [
            button for reply in self.replies for button in reply.buttons if french(button.label).startswith(label)
        ]
        assert buttons, f"no button « {label} » among {[french(b.label) for r in self.replies for b in r.buttons]}"
        return self.hears(buttons[-1].press)

    def buttons(self) -> list[str]:
        return [french(button.label) for reply in self.replies for button in reply.buttons]
