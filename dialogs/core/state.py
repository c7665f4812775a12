"""The state of a conversation: settings, a stack of dialogs, and what was set aside. Plain values that survive JSON.

`thaw` is total: whatever is stored, a usable state comes out, and what cannot be read is left out rather than feared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dialogs.core.kind import Json

FORMAT = 1


@dataclass(frozen=True)
class Profile:
    """What the person chose once: the language they read, their region when known, and whether to be reminded."""

    lang: str = "fr"
    region: str | None = None
    reminders: bool = True


@dataclass(frozen=True)
class Pending:
    """A question half answered: what its kind kept so far, or readings that wait for the person's choice.

    `asked`: words typed as this answer that may be a question to us; they wait until the person says which.
    """

    question: str
    partial: Json = None
    candidates: tuple[Json, ...] = ()
    asked: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether something waits for the person's choice."""
        return bool(self.candidates) or self.asked is not None

    @property
    def settled(self) -> "Pending":
        """The same without what was in doubt."""
        return replace(self, candidates=(), asked=None)


@dataclass(frozen=True)
class Frame:
    """One dialog under way. The answers are its state; `focus` is a question that the person went back to.

    With a `subject` the answers belong to something shared and are handed in at every turn; `seen` is then the question
    asked last and what its answer was, so that somebody else's answer is never overwritten unseen.
    """

    dialog: str
    version: int
    answers: Mapping[str, Json] = field(default_factory=dict)
    focus: str | None = None
    pending: Pending | None = None
    finished: bool = False
    subject: str | None = None
    seen: tuple[str, Json] | None = None

    @property
    def address(self) -> str:
        """What a button names: the dialog, and what it is about."""
        return f"{self.dialog}@{self.subject}" if self.subject else self.dialog

    def pending_on(self, question: str) -> Pending | None:
        """What waits for the rest of this very answer."""
        return self.pending if self.pending and self.pending.question == question else None

    def answer(self, question: str, value: Json) -> "Frame":
        return replace(self, answers={**self.answers, question: value}, focus=None, pending=None)

    def without(self, question: str) -> "Frame":
        return replace(self, answers={k: v for k, v in self.answers.items() if k != question})


@dataclass(frozen=True)
class State:
    """A conversation. The last frame of the stack has the word; `shelf` holds dialogs cancelled or finished, by id,
    the last one left at the end. `about` is what was told last, for a question that leans on it.
    """

    profile: Profile = field(default_factory=Profile)
    stack: tuple[Frame, ...] = ()
    shelf: Mapping[str, Frame] = field(default_factory=dict)
    about: Json = None

    @property
    def top(self) -> Frame:
        return self.stack[-1]

    def share(self, subject: str, question: str, value: Json) -> "State":
        """The same answer in every frame about a subject."""
        kept = {question: value}
        stack = (replace(one, answers={**one.answers, **kept}) if one.subject == subject else one for one in self.stack)
        return replace(self, stack=tuple(stack))

    def with_top(self, frame: Frame) -> "State":
        return replace(self, stack=(*self.stack[:-1], frame))

    def push(self, frame: Frame) -> "State":
        return replace(self, stack=(*self.stack, frame))

    def pop(self) -> "State":
        return replace(self, stack=self.stack[:-1])

    def shelve(self, frame: Frame) -> "State":
        return replace(self, shelf={**self.unshelve(frame.dialog).shelf, frame.dialog: frame})

    def unshelve(self, dialog: str) -> "State":
        return replace(self, shelf={k: v for k, v in self.shelf.items() if k != dialog})


def freeze(state: State) -> dict[str, Any]:
    """The state as JSON."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "profile": _freeze_profile(state.profile),
        "stack": [_freeze_frame(frame) for frame in state.stack],
        "shelf": [_freeze_frame(frame) for frame in state.shelf.values()],
    }
    return data if state.about is None else {**data, "about": state.about}


def _freeze_profile(profile: Profile) -> dict[str, Any]:
    data: dict[str, Any] = {"lang": profile.lang, "region": profile.region}
    return data if profile.reminders else {**data, "reminders": False}


def _freeze_frame(frame: Frame) -> dict[str, Any]:
    answers = {} if frame.subject else dict(frame.answers)  # what is shared is kept with its subject
    data: dict[str, Any] = {"dialog": frame.dialog, "version": frame.version, "answers": answers}
    if frame.subject:
        data["subject"] = frame.subject
    if frame.seen:
        data["seen"] = list(frame.seen)
    if frame.focus:
        data["focus"] = frame.focus
    if frame.finished:
        data["finished"] = True
    if frame.pending:
        pending = frame.pending
        data["pending"] = {
            "question": pending.question,
            "partial": pending.partial,
            "candidates": list(pending.candidates),
        }
        if pending.asked:
            data["pending"]["asked"] = pending.asked
    return data


def thaw(raw: object, profile: Profile) -> State:
    """The state kept as JSON; `profile` stands in for settings that were never stored or no longer read."""
    if not isinstance(raw, Mapping):
        return State(profile)
    frames = [frame for frame in map(_thaw_frame, _list(raw.get("stack"))) if frame]
    shelf = {frame.dialog: frame for frame in map(_thaw_frame, _list(raw.get("shelf"))) if frame}
    return State(_thaw_profile(raw.get("profile"), profile), tuple(frames), shelf, raw.get("about"))


def _thaw_profile(raw: object, profile: Profile) -> Profile:
    if not isinstance(raw, Mapping):
        return profile
    lang, region = _text(raw.get("lang")) or profile.lang, _text(raw.get("region"))
    return Profile(lang, region, raw.get("reminders") is not False)


def _thaw_frame(raw: object) -> Frame | None:
    if not isinstance(raw, Mapping):
        return None
    dialog, answers = _text(raw.get("dialog")), raw.get("answers")
    version = raw.get("version")
    if not dialog or not isinstance(answers, Mapping) or not isinstance(version, int) or isinstance(version, bool):
        return None
    return Frame(
        dialog,
        version,
        {str(question): value for question, value in answers.items()},
        _text(raw.get("focus")),
        _thaw_pending(raw.get("pending")),
        raw.get("finished") is True,
        _text(raw.get("subject")),
        _thaw_seen(raw.get("seen")),
    )


def _thaw_seen(raw: object) -> tuple[str, Json] | None:
    return (raw[0], raw[1]) if isinstance(raw, list) and len(raw) == 2 and isinstance(raw[0], str) else None


def _thaw_pending(raw: object) -> Pending | None:
    if not isinstance(raw, Mapping) or not (question := _text(raw.get("question"))):
        return None
    candidates, asked = tuple(_list(raw.get("candidates"))), _text(raw.get("asked"))
    return Pending(question, raw.get("partial"), candidates, asked)


def _list(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) and raw else None
