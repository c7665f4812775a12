"""The work of one turn: where the conversation is, and what is gathered meanwhile to be said and done."""

from dataclasses import replace
from typing import Any

from dialogs.core import asking
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import Answers, Dialog, Question, World
from dialogs.core.effects import Effect
from dialogs.core.kind import Json
from dialogs.core.migrate import migrated
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.route import Asked, Route, walk
from dialogs.core.state import Frame, Pending, State
from dialogs.core.text import Text


class Talk:
    """A state on its way to the next. `notes` are said before what comes next, `ask` in the place of its question.

    `quiet`: something was said that leaves the question as it was put; it is not put again.
    """

    def __init__(self, catalogue: Catalogue, state: State, world: World) -> None:
        self.catalogue = catalogue
        self.notes: list[Part] = []
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []
        self.ask: Text | None = None
        self.quiet = False
        self._given = world
        self._read: dict[str, tuple[Frame, Answers]] = {}
        self.state = self._known(state)

    # -- where we are -------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        """What was computed from the state before is computed again when it is asked for."""
        self._state = state
        self._world: World | None = None
        self._route: Route | None = None

    @property
    def frame(self) -> Frame:
        """The dialog in hand, as it is kept."""
        return self.state.top

    @property
    def dialog(self) -> Dialog:
        dialog = self.catalogue.dialog(self.frame.dialog)
        assert dialog is not None, "frames of unknown dialogs are dropped at the start"  # noqa: S101
        return dialog

    @property
    def at_home(self) -> bool:
        return self.frame.dialog == self.catalogue.home

    @property
    def world(self) -> World:
        """The world that was handed in, seen from the dialog in hand."""
        if self._world is None:
            shelf = self.state.shelf.items()
            self._world = replace(
                self._given,
                profile=self.state.profile,
                set_aside={id: frame.finished for id, frame in shelf},
                shelf={id: frame.answers for id, frame in shelf},
                subject=self.state.stack[-1].subject if self.state.stack else None,
                about=self.state.about,
            )
        return self._world

    @property
    def answers(self) -> Answers:
        """The answers of the dialog in hand; what was read earlier in this turn is not read again."""
        frame, read = self._read.get(self.frame.address, (None, None))
        if read is None or frame is not self.frame:
            read = Answers(self.frame.answers, read)
            self._read[self.frame.address] = (self.frame, read)
        return read

    @property
    def route(self) -> Route:
        """Where the dialog in hand stands."""
        if self._route is None:
            self._route = walk(self.dialog, self.frame, self.answers, self.world)
        return self._route

    @property
    def lang(self) -> str | None:
        """The language that the dialog in hand speaks, where it is not the person's own."""
        return self.dialog.lang(self.answers, self.world)

    @property
    def asked(self) -> Asked | None:
        """The step in hand: where the person went back to, else what is due."""
        focus = self.dialog.step(self.frame.focus)
        return focus if focus and self.on_route(focus) else self.route.due

    def on_route(self, step: Asked) -> bool:
        """Whether a step was passed or is due."""
        return step in self.route.passed or step is self.route.due

    def partial(self, step: Question[Any]) -> Json:
        """What is at hand of this very answer."""
        return asking.partial_of(step, self.frame, self.route)

    # -- what is as it was stored -------------------------------------------------------------------------------------

    def _known(self, state: State) -> State:
        """The state with frames brought to the version of their dialogs; dialogs that are gone are left out."""
        stack = tuple(frame for one in state.stack if (frame := self.present(one)))
        shelf = {id: frame for id, one in state.shelf.items() if (frame := self.present(one))}
        return replace(state, stack=stack, shelf=shelf)

    def present(self, frame: Frame) -> Frame | None:
        """A frame as it is now, what is shared with the answers of now; None where the person has no share in it.

        What answers a press ends with it, and is never under way.
        """
        dialog = self.catalogue.dialog(frame.dialog)
        if dialog is None or dialog.pressed or dialog.shared != (frame.subject is not None):
            return None
        if frame.subject is None:
            return migrated(frame, dialog)
        shared = self._given.shared.get(frame.subject)
        if shared is None or shared.only not in (None, dialog.id):
            return None
        return migrated(replace(frame, answers=shared.answers), dialog)

    def share(self, subject: str, question: str, raw: Json) -> None:
        """What is shared as it now is, in every frame about it, and for whatever else this turn opens on it."""
        shared = self._given.shared[subject]
        now = replace(shared, answers={**shared.answers, question: raw})
        self._given = replace(self._given, shared={**self._given.shared, subject: now})
        self.state = self.state.share(subject, question, raw)

    # -- changes that every file makes --------------------------------------------------------------------------------

    def begun(self, id: str, subject: str | None = None) -> Frame:
        """A dialog at its beginning."""
        dialog = self.catalogue.dialog(id)
        return Frame(id, dialog.version if dialog else 0, subject=subject)

    def push(self, frame: Frame) -> None:
        self.state = self.state.push(frame)

    def leave(self, keep: Frame | None) -> None:
        """Take the dialog in hand off the stack, maybe to the shelf; at the bottom there is always the home."""
        self.state = self.state.pop()
        if keep:
            self.state = self.state.shelve(keep)
        if not self.state.stack:
            self.push(self.begun(self.catalogue.home))

    def hold(self, frame: Frame) -> None:
        """The dialog in hand is now this."""
        self.state = self.state.with_top(frame)

    def focus(self, step: Asked) -> None:
        """Go to a step; a doubt or a half answer about another one is dropped."""
        self.hold(replace(self.frame, focus=step.id, pending=self.frame.pending_on(step.id)))

    def pend(self, pending: Pending | None) -> None:
        """Keep a half answer or a doubt, and stay where it is."""
        focus = pending.question if pending else self.frame.focus
        self.hold(replace(self.frame, pending=pending, focus=focus))

    def note(self, text: Text) -> None:
        self.notes.append(Part(text, "note"))

    def say(self, parts: tuple[Part, ...], buttons: tuple[Button, ...] = ()) -> None:
        self.replies.append(Reply(parts, buttons))
