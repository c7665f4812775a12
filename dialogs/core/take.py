"""One function takes an event and gives the turn: the next state, what is said, and what follows. It never raises.

    take(catalogue, state, event, world) -> Turn(state, replies, effects)

It is never silent, asks no clock, and touches nothing outside its arguments. What the person says is, in this order:
an opening, a press, a command, or an answer to the question at hand. A press names its question, so that a stale one
is an edit; a forged one is told so and changes nothing.
"""

from dataclasses import dataclass, replace
from typing import Any

from dialogs.core import asking
from dialogs.core.asking import EDIT, NONE, PICK
from dialogs.core.catalogue import Catalogue
from dialogs.core.commands import Act, Told
from dialogs.core.dialog import Answers, Dialog, Question, Review, World
from dialogs.core.effects import Effect, Forget, Open, Settings, Tell, Written
from dialogs.core.events import Came, Event, Opened, Pressed, Said, Typed
from dialogs.core.kind import Accepted, Json, Outcome, Partial, Refused, Unreadable, Unsure
from dialogs.core.migrate import migrated
from dialogs.core.reply import Part, Reply
from dialogs.core.route import Asked, Route, foreseen, given, seal, walk
from dialogs.core.state import Frame, Pending, State
from dialogs.core.text import Listed, Text, _
from dialogs.core.yes import said_yes

MOST_DIALOGS_IN_A_TURN = 12
"""A dialog that opens itself for ever is a bug; the person then stands at home and not in a loop."""

WAYS = {f"={act.value}": act for act in (Act.BACK, Act.SKIP, Act.KEEP, Act.CANCEL)}
"""What the buttons that lead elsewhere say when they are pressed."""


@dataclass(frozen=True)
class Turn:
    """What one event brought about."""

    state: State
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]


def take(catalogue: Catalogue, state: State, event: Event, world: World) -> Turn:
    """Take one event. The state that comes back is JSON through and through; the words wait for their language."""
    talk = _Talk(catalogue, state, world)
    talk.hear(event.said)
    talk.settle()
    return Turn(talk.state, tuple(talk.replies), tuple(talk.effects))


class _Talk:
    """The work of one turn: a state on its way to the next, and what is gathered meanwhile."""

    def __init__(self, catalogue: Catalogue, state: State, world: World) -> None:
        self.catalogue = catalogue
        self._world = world
        self.state = self._known(state)
        self.notes: list[Part] = []
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []
        self.ask: Text | None = None
        self._read: dict[str, tuple[Frame, Answers]] = {}
        self._walked: tuple[State, Route] | None = None

    # -- where we are ---------------------------------------------------------------------------------------------

    def _known(self, state: State) -> State:
        """The state with frames brought to the version of their dialogs; dialogs that are gone are left out."""
        frames = (frame for one in state.stack if (frame := self._current(one)))
        stack = tuple(migrated(frame, dialog) for frame in frames if (dialog := self.catalogue.dialog(frame.dialog)))
        shelf = {
            id: migrated(frame, dialog)
            for id, frame in state.shelf.items()
            if (dialog := self.catalogue.dialog(id)) and self._current(frame)
        }
        return replace(state, stack=stack, shelf=shelf)

    def _current(self, frame: Frame) -> Frame | None:
        """A frame about something shared, with its answers as they are now; None where the person has no share."""
        dialog = self.catalogue.dialog(frame.dialog)
        if dialog is None or dialog.shared != (frame.subject is not None):
            return None
        if frame.subject is None:
            return frame
        shared = self._world.shared.get(frame.subject)
        return replace(frame, answers=shared.answers) if shared else None

    @property
    def world(self) -> World:
        shelf = self.state.shelf.items()
        return replace(
            self._world,
            profile=self.state.profile,
            set_aside={id: frame.finished for id, frame in shelf},
            shelf={id: frame.answers for id, frame in shelf},
            subject=self.state.stack[-1].subject if self.state.stack else None,
        )

    @property
    def frame(self) -> Frame:
        return self.state.top

    @property
    def dialog(self) -> Dialog:
        dialog = self.catalogue.dialog(self.frame.dialog)
        assert dialog is not None, "frames of unknown dialogs are dropped at the start"  # noqa: S101
        return dialog

    @property
    def answers(self) -> Answers:
        """The answers of the frame in hand; what was read earlier in this turn is not read again."""
        frame, read = self._read.get(self.frame.address, (None, None))
        if read is None or frame is not self.frame:
            read = Answers(self.frame.answers, read)
            self._read[self.frame.address] = (self.frame, read)
        return read

    def route(self) -> Route:
        """Where the dialog in hand stands; walked again only when something has changed."""
        if self._walked is None or self._walked[0] is not self.state:
            self._walked = (self.state, walk(self.dialog, self.frame, self.answers, self.world))
        return self._walked[1]

    def asked(self) -> Asked | None:
        """The step in hand: where the person went back to, else what is due."""
        route = self.route()
        focus = self.dialog.step(self.frame.focus)
        if focus and (focus in route.passed or focus is route.due):
            return focus
        return route.due

    def note(self, text: Text) -> None:
        self.notes.append(Part(text, "note"))

    # -- hearing --------------------------------------------------------------------------------------------------

    def hear(self, said: Said) -> None:
        new = not self.state.stack and not self.state.shelf
        if not self.state.stack:
            self.state = self.state.push(self._begin(self.catalogue.home))
        if new:
            self.replies.append(Reply(self.catalogue.welcome(self.world)))
        told = self.catalogue.told(said.text) if isinstance(said, Typed) and not said.forwarded else None
        if isinstance(said, Pressed):
            self.pressed(said)
        elif told:
            self.command(told)
        elif isinstance(said, Opened):
            self.opened(new)
        elif isinstance(said, Came):
            self.came(said)
        elif not new:
            self.answer(said)

    def opened(self, new: bool) -> None:
        if not new:
            self.note(_("Bon retour. Rien n'est perdu : nous reprenons où vous en étiez."))

    def came(self, said: Came) -> None:
        """News is told whatever the person was doing; what they were asked is asked again after it."""
        worded = self.catalogue.news.get(said.name)
        if worded is None:
            return
        news = worded(said, self.world)
        if news.parts:
            self.replies.append(Reply(news.parts))
        for effect in news.effects:
            self.follow(effect)

    def command(self, told: Told) -> None:
        if told.command is None:
            self.unknown_command(told)
        elif isinstance(told.command.does, Act):
            self.act(told.command.does, told.argument)
        else:
            self.open(Open(told.command.does))
            if told.argument and self.dialog.id == told.command.does:
                self.answer(Typed(told.argument))

    def unknown_command(self, told: Told) -> None:
        if told.meant:
            name = told.meant.name(self.state.profile.lang)
            self.note(_("Je ne connais pas cette commande. Vouliez-vous dire /{name} ?", name=name))
        else:
            self.note(_("Je ne connais pas cette commande. Tapez /aide pour voir ce que je sais faire."))

    def act(self, act: Act, argument: str = "") -> None:
        match act:
            case Act.BACK:
                self.back()
            case Act.SKIP:
                self.skip()
            case Act.KEEP:
                self.keep()
            case Act.CANCEL:
                self.cancel()
            case Act.HOME:
                self.go_home()
            case Act.HELP:
                self.help()
            case Act.EDIT:
                self.edit_by_number(argument)
            case Act.REPEAT:
                pass  # the question at hand is asked at the end of every turn

    # -- answering ------------------------------------------------------------------------------------------------

    def still_asked(self) -> bool:
        """Come back to the very step that was put, where somebody else has answered it meanwhile; False if it is gone.

        Without this an answer would be read as the answer to the next question.
        """
        seen = self.dialog.step(self.frame.seen[0]) if self.frame.subject and self.frame.seen else None
        if seen is None or seen is self.asked():
            return True
        route = self.route()
        if seen not in route.passed and seen is not route.due:
            self.note(_("Entre-temps, une autre personne a changé ce dossier. Voici où il en est."))
            return False
        self.focus(seen)
        return True

    def answer(self, said: Said) -> None:
        """What was said is for the step in hand."""
        if not self.still_asked():
            return
        step = self.asked()
        if isinstance(step, Review):
            self.answer_review(step, said)
        elif step and (pending := self.frame.pending_on(step.id)) and pending.candidates:
            self.answer_doubt(step, pending, said)
        elif step:
            self.read(step, said)

    def read(self, step: Question[Any], said: Said, *, pressed: str | None = None) -> None:
        reading = self.world.reading(self._partial(step))
        if step.options and pressed is None and (number := chosen_number(said)) is not None:
            shown = step.options(self.answers, self.world)
            if not 1 <= number <= len(shown):
                self.note(_("Je n'ai pas ce choix. Donnez un numéro de la liste."))
                return
            pressed = shown[number - 1].value
        try:
            outcome = step.kind.read(said, reading) if pressed is None else step.kind.press(pressed, reading)
        except Refused as refused:
            self.note(refused.text)
            return
        self.heard(step, outcome)

    def heard(self, step: Question[Any], outcome: Outcome[object]) -> None:
        match outcome:
            case Accepted(value=value):
                self.accept(step, value)
            case Unsure(candidates=candidates, ask=ask):
                self.ask = ask
                kept = tuple(step.kind.dump(candidate) for candidate in candidates)
                self.pend(Pending(step.id, self._partial(step), kept))
            case Partial(kept=kept, say=say):
                self.ask = say
                self.pend(Pending(step.id, kept))

    def _partial(self, step: Question[Any]) -> Json:
        """What is at hand of this very answer."""
        return asking.partial_of(step, self.frame, self.route())

    def pend(self, pending: Pending | None) -> None:
        focus = pending.question if pending else self.frame.focus
        self.state = self.state.with_top(replace(self.frame, pending=pending, focus=focus))

    def accept(self, step: Question[Any], value: object) -> None:
        """Keep a valid answer, and tell what it changes among the answers given after it."""
        if step.check and (why := step.check(value, self.answers, self.world)):
            self.note(why)
            return
        raw = step.kind.dump(value)
        if not self.clashes(step, raw):
            self.keep_answer(step, raw)

    def clashes(self, step: Question[Any], raw: Json) -> bool:
        """Whether somebody else answered since this was asked: both answers are then shown, nothing is overwritten."""
        frame, now = self.frame, self.frame.answers.get(step.id)
        if frame.subject is None or frame.seen is None or frame.seen[0] != step.id or now in (None, raw, frame.seen[1]):
            return False
        self.ask = _("Entre-temps, une autre personne a répondu à cette question. Quelle réponse garder ?")
        self.state = self.state.with_top(replace(frame, seen=(step.id, now)))
        self.pend(Pending(step.id, None, (now, raw)))
        return True

    def keep_answer(self, step: Question[Any], raw: Json) -> None:
        before, kept = given(self.route()), self.frame.answers.get(step.id)
        self.write(step, raw)
        if step in before and raw != kept:
            self.tell_changes(before)
        for effect in step.then(self.answers, self.world) if raw is not None else ():
            self.follow(effect)

    def write(self, step: Asked, raw: Json) -> None:
        """Keep an answer, in every frame that shares it."""
        frame = self.frame.answer(step.id, raw)
        self.state = self.state.with_top(frame)
        if frame.subject and isinstance(step, Question) and not step.momentary:
            self.share(frame.subject, step.id, raw)
            self.effects.append(Written(frame.subject, step.id, raw))

    def share(self, subject: str, question: str, raw: Json) -> None:
        """What is shared as it now is, for whatever else this turn opens on it."""
        shared = self._world.shared[subject]
        answers = {**shared.answers, question: raw}
        self.state = self.state.share(subject, question, raw)
        self._world = replace(self._world, shared={**self._world.shared, subject: replace(shared, answers=answers)})

    def tell_changes(self, before: tuple[Question[Any], ...]) -> None:
        """After an edit: which answers are asked again and which no longer count. The others stay as they were."""
        answers, world = self.answers, self.world
        here = [question for question in foreseen(self.dialog, answers, world) if question in before]
        again = [question.title for question in here if not question.answered(answers, world)]
        gone = [question.title for question in before if question not in here]
        if again:
            self.note(_("Cette modification oblige à redemander : {titles}.", titles=Listed(tuple(again))))
        if gone:
            self.note(_("Ces réponses ne servent plus, je les garde de côté : {titles}.", titles=Listed(tuple(gone))))
        if not again and not gone:
            self.note(_("C'est modifié. Vos autres réponses n'ont pas changé."))

    def answer_doubt(self, step: Question[Any], pending: Pending, said: Said) -> None:
        """A choice among uncertain readings: by number, by yes or no, or simply by writing the answer anew."""
        place = self.picked(step, len(pending.candidates), said)
        if place is None:
            self.pend(replace(pending, candidates=()))
            self.read(step, said)
        elif place < 0:
            self.rewrite(pending)
        else:
            self.pick(step, pending, place)

    def picked(self, step: Question[Any], count: int, said: Said) -> int | None:
        """Which candidate: its place, -1 for none of them, None when something else was said."""
        number = chosen_number(said)
        if number is not None and 1 <= number <= count + 1:
            return number - 1 if number <= count else -1
        yes = said_yes(said, self.world.reading())
        if yes is None or (yes and count > 1):
            return None
        return 0 if yes else -1

    def rewrite(self, pending: Pending) -> None:
        self.pend(replace(pending, candidates=()))
        self.note(_("D'accord. Écrivez votre réponse autrement, s'il vous plaît."))

    def pick(self, step: Question[Any], pending: Pending, place: int) -> None:
        try:
            value = step.kind.load(pending.candidates[place])
        except (Unreadable, IndexError):
            self.pend(None)
            return
        self.pend(replace(pending, candidates=()))
        self.accept(step, value)

    def answer_review(self, step: Review, said: Said) -> None:
        number = chosen_number(said)
        if number is not None:
            self.edit_by_number(str(number))
        elif said_yes(said, self.world.reading()):
            self.confirm(step)
        else:
            self.note(_("Je n'ai pas compris."))

    def confirm(self, step: Review) -> None:
        self.write(step, seal(self.route().until(step), self.frame))

    # -- pressing -------------------------------------------------------------------------------------------------

    def pressed(self, said: Pressed) -> None:
        """A press names its question: bring that dialog forward, then do what the press says."""
        before = self.state, self.replies[:]
        step = self.bring(said.dialog, said.question)
        if step is None or not self.press(step, said.value):
            self.state, self.replies = before
            self.note(_("Ce bouton n'est plus valable. Rien n'a changé : reprenons ici."))

    def press(self, step: Asked, value: str) -> bool:
        """Do what a press says; False when it no longer means anything."""
        if value == EDIT:
            self.focus(step)
        elif value in WAYS:
            self.focus(step)
            self.act(WAYS[value])
        elif isinstance(step, Review):
            return self.press_confirm(step, value)
        elif value == NONE or value.startswith(PICK):
            return self.press_doubt(step, value)
        else:
            self.focus(step)
            self.read(step, Typed(value), pressed=value)
        return True

    def press_confirm(self, step: Review, value: str) -> bool:
        """Only the answers that were shown above the button are confirmed by it."""
        if value != asking.confirmation(step, self.route(), self.frame):
            return False
        self.confirm(step)
        return True

    def press_doubt(self, step: Question[Any], value: str) -> bool:
        """A choice among readings, if they are still those that were shown."""
        pending = self.frame.pending_on(step.id)
        values = asking.picks(pending.candidates) if pending else ()
        if pending is None or value not in values:
            return False
        if value == NONE:
            self.rewrite(pending)
        else:
            self.pick(step, pending, values.index(value))
        return True

    def bring(self, address: str, question: str) -> Asked | None:
        """Make the dialog of a press the one in hand, if it is under way or kept; give the step that was named."""
        id, _at, subject = address.partition("@")
        dialog = self.catalogue.dialog(id)
        step = dialog.step(question) if dialog else None
        if dialog is None or step is None:
            return None
        if not self.forward(dialog, subject or None):
            return None
        route = self.route()
        return step if step in route.passed or step is route.due else None

    def forward(self, dialog: Dialog, subject: str | None = None) -> bool:
        """Make a dialog the one in hand: as it is, from below, from the shelf, or anew on what is shared."""
        wanted = (dialog.id, subject)
        if (self.frame.dialog, self.frame.subject) == wanted:
            return True
        if dialog.id == self.catalogue.home:
            self.state = self.state.push(self._begin(dialog.id))
            return True
        if any((frame.dialog, frame.subject) == wanted for frame in self.state.stack):
            while (self.frame.dialog, self.frame.subject) != wanted:
                self.set_aside()
            return True
        return self.take_share(dialog, subject) if subject else self.take_up(dialog)

    def take_share(self, dialog: Dialog, subject: str) -> bool:
        """Begin a dialog about something that this person has a share in; False where they have none."""
        frame = self._current(replace(self._begin(dialog.id), subject=subject))
        if frame is None:
            return False
        self.state = self.state.push(frame)
        return True

    def take_up(self, dialog: Dialog) -> bool:
        """Go on with a dialog that was cancelled or finished, its answers as they were."""
        kept = self.state.shelf.get(dialog.id)
        if kept is None:
            return False
        self.state = self.state.unshelve(dialog.id).push(self.reopened(kept, dialog))
        if self.asked() is None and (questions := given(self.route())):
            self.list_answers()
            self.focus(questions[-1])
        return True

    def reopened(self, frame: Frame, dialog: Dialog) -> Frame:
        """A finished dialog begins again at its review, or at its last question where it ended before one."""
        if not frame.finished:
            return frame
        for step in dialog.steps:
            if isinstance(step, Review):
                frame = frame.without(step.id)
        return replace(frame, finished=False, focus=None, pending=None)

    # -- moving ---------------------------------------------------------------------------------------------------

    def focus(self, step: Asked) -> None:
        """Go to a step; a doubt or a half answer about another one is dropped."""
        self.state = self.state.with_top(replace(self.frame, focus=step.id, pending=self.frame.pending_on(step.id)))

    def back(self) -> None:
        step = self.asked()
        pending = self.frame.pending_on(step.id) if step else None
        if pending and pending.candidates:
            self.pend(replace(pending, candidates=()))
        elif pending:
            self.pend(None)
        elif before := self.route().before(step):
            self.focus(before)
        elif self.dialog.id == self.catalogue.home and self.state.shelf:
            self.take_up_last()
        else:
            self.note(_("C'est la première question : il n'y a rien avant."))

    def take_up_last(self) -> None:
        """From the menu, back leads to the dialog that ended or was left last."""
        dialog = self.catalogue.dialog(list(self.state.shelf)[-1])
        if dialog:
            self.take_up(dialog)

    def skip(self) -> None:
        if not self.still_asked():
            return
        step = self.asked()
        if not isinstance(step, Question) or self.dialog.id == self.catalogue.home:
            self.note(_("Il n'y a rien à passer ici."))
        elif step.optional:
            self.keep_answer(step, None)
        elif step in self.route().passed:
            self.keep()
        else:
            self.note(_("Cette réponse est nécessaire pour continuer. Vous pouvez aussi annuler : rien ne sera perdu."))

    def keep(self) -> None:
        """Leave the answer that stands."""
        self.state = self.state.with_top(replace(self.frame, focus=None, pending=None))

    def cancel(self) -> None:
        if self.dialog.id == self.catalogue.home:
            self.note(_("Il n'y a rien à annuler."))
            return
        kept = bool(self.frame.answers) and (self.dialog.keeps_answers or self.frame.subject is not None)
        self.set_aside()
        if kept:
            self.note(_("C'est mis de côté. Vos réponses sont gardées : vous pourrez reprendre quand vous voudrez."))
        else:
            self.note(_("C'est annulé."))

    def go_home(self) -> None:
        while self.dialog.id != self.catalogue.home:
            self.set_aside()

    def set_aside(self) -> None:
        """Take the dialog in hand off the stack; its answers go to the shelf where it keeps them."""
        frame = self.frame
        keeps = self.dialog.keeps_answers and frame.answers
        self.state = self.state.pop()
        if keeps:
            self.state = self.state.shelve(replace(frame, pending=None))
        if not self.state.stack:
            self.state = self.state.push(self._begin(self.catalogue.home))

    def edit_by_number(self, argument: str) -> None:
        questions = given(self.route())
        number = chosen_number(Typed(argument)) if argument else None
        if number is not None and 1 <= number <= len(questions):
            self.focus(questions[number - 1])
        elif self.dialog.id == self.catalogue.home and self.state.shelf:
            self.take_up_last()
        elif questions and self.dialog.id != self.catalogue.home:
            self.list_answers()
        else:
            self.note(_("Il n'y a pas encore de réponse à modifier."))

    def list_answers(self) -> None:
        ask = _("Vos réponses jusqu'ici. Pour en changer une, tapez /modifier et son numéro.")
        route = self.route()
        parts, buttons = asking.reviewed(self.frame.address, ask, route, self.answers)
        self.replies.append(Reply(parts[:-1], buttons))

    def help(self) -> None:
        """What can be said at any moment, and why the question in hand is asked."""
        lang = self.state.profile.lang
        lines = [
            Part(_("/{name} : {help}", name=command.name(lang), help=command.help), "item")
            for command in self.catalogue.commands
        ]
        step = self.asked()
        why = [Part(step.why)] if isinstance(step, Question) and step.why else []
        self.replies.append(Reply((Part(_("Ce que vous pouvez dire à tout moment"), "title"), *lines, *why)))

    # -- opening and ending ---------------------------------------------------------------------------------------

    def _begin(self, id: str) -> Frame:
        dialog = self.catalogue.dialog(id)
        return Frame(id, dialog.version if dialog else 0)

    def open(self, order: Open) -> None:
        """Begin a dialog on top of what is under way, or go on with it where it was left."""
        dialog = self.catalogue.dialog(order.dialog)
        if dialog is None or dialog.id == self.catalogue.home:
            self.go_home()
            return
        if order.fresh:
            self.state = replace(self.state, stack=tuple(f for f in self.state.stack if f.dialog != dialog.id))
            self.state = self.state.unshelve(dialog.id)
        elif self.forward(dialog, order.subject) or order.subject:
            return
        self.state = self.state.push(replace(self._begin(dialog.id), answers=dict(order.answers)))
        if dialog.intro:
            self.replies.append(Reply((*self.notes, *dialog.intro(Answers(order.answers), self.world))))
            self.notes = []

    def settle(self) -> None:
        """Follow the route to the next thing to ask, saying what stands at the stops on the way."""
        for _turn in range(MOST_DIALOGS_IN_A_TURN):
            if self.asked() is not None:
                break
            self.finish()
        else:
            self.state = replace(self.state, stack=(self._begin(self.catalogue.home),))
        self.put()

    def put(self) -> None:
        step = self.asked()
        if step is None:
            return
        if self.frame.subject:
            self.see(step)
        where = asking.Where(self.catalogue, self.dialog, step, self.route(), self.frame, self.answers, self.world)
        self.replies.append(asking.reply(where, tuple(self.notes), self.ask))

    def see(self, step: Asked) -> None:
        """Remember which answer was shown. Behind a half answer the one that stands is not: somebody may change it."""
        seen = self.frame.seen
        if seen is None or seen[0] != step.id or self.frame.pending_on(step.id) is None:
            self.state = self.state.with_top(replace(self.frame, seen=(step.id, self.frame.answers.get(step.id))))

    def finish(self) -> None:
        """The route of the dialog in hand has ended: say so, shelve its answers, and do what follows."""
        dialog, frame, stop, answers, world = self.dialog, self.frame, self.route().stop, self.answers, self.world
        said = stop.said(answers, world) if stop else ()
        if said or self.notes:
            self.replies.append(Reply((*self.notes, *said), key=f"{dialog.id}.{stop.id}" if stop else None))
            self.notes = []
        self.state = self.state.pop()
        if dialog.keeps_answers:
            self.state = self.state.shelve(replace(frame, finished=True, focus=None, pending=None))
        if not self.state.stack:
            self.state = self.state.push(self._begin(self.catalogue.home))
        for effect in stop.then(answers, world) if stop else ():
            self.follow(effect)

    def follow(self, effect: Effect) -> None:
        match effect:
            case Settings(lang=lang, region=region):
                profile = self.state.profile
                profile = replace(profile, lang=lang or profile.lang, region=region or profile.region)
                self.state = replace(self.state, profile=profile)
            case Open():
                self.open(effect)
            case Tell(text=text):
                self.note(text)
            case Forget():
                self.effects.append(effect)
                self.state = State(self.state.profile, (self._begin(self.catalogue.home),))
            case _:
                self.effects.append(effect)


def chosen_number(said: Said) -> int | None:
    """A whole number typed alone, in any digits."""
    text = said.text.strip() if isinstance(said, Typed) and not said.forwarded else ""
    return int(text) if text.isdecimal() and len(text) < 4 else None
