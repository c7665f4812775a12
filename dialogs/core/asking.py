"""How a question is put: where one stands, the words, the limits, the options, and the ways out."""

from dialogs.core.catalogue import Catalogue
from dialogs.core.commands import Act
from dialogs.core.dialog import Answers, Dialog, Question, Review, World
from dialogs.core.events import Pressed
from dialogs.core.kind import Option, Unreadable
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.route import Asked, Route, given
from dialogs.core.state import Frame, Pending
from dialogs.core.text import Text, _, literal

PICK, NONE, EDIT, CONFIRM = "=pick:", "=none", "=edit:", "=ok"

LABELS = {
    Act.KEEP: _("Garder cette réponse"),
    Act.SKIP: _("Passer"),
    Act.BACK: _("Retour"),
    Act.CANCEL: _("Annuler"),
}


def ways(catalogue: Catalogue, dialog: Dialog, step: Asked, acts: tuple[Act, ...], lang: str) -> tuple[Button, ...]:
    """The buttons that lead elsewhere than to an answer, each with the command that does the same."""
    names = {command.does: command.name(lang) for command in catalogue.commands}
    return tuple(
        Button(LABELS[act], Pressed(dialog.id, step.id, f"={act.value}"), way=True, command=names.get(act))
        for act in acts
    )


def acts(catalogue: Catalogue, dialog: Dialog, step: Asked, route: Route, frame: Frame) -> tuple[Act, ...]:
    """Which ways are open from here."""
    if dialog.id == catalogue.home:
        return ()
    optional = isinstance(step, Question) and step.optional
    found = []
    if step in route.passed and isinstance(step, Question):
        found.append(Act.KEEP)
    elif optional:
        found.append(Act.SKIP)
    if route.before(step) or frame.pending:
        found.append(Act.BACK)
    return (*found, Act.CANCEL)


def options(dialog: Dialog, step: Question[object], frame: Frame, world: World) -> tuple[Option, ...]:
    if step.options is not None:
        return step.options(Answers(frame.answers), world)
    partial = frame.pending.partial if frame.pending else None
    if partial is None and step.kind.gathers:
        partial = frame.answers.get(step.id)
    return step.kind.options(world.reading(partial))


def asked(dialog: Dialog, step: Asked, route: Route, frame: Frame, world: World) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """The parts and the answers to press of whatever is asked now."""
    if isinstance(step, Review):
        return reviewed(dialog, step.ask, step, route, frame)
    if frame.pending and frame.pending.candidates:
        return doubted(dialog, step, frame.pending)
    parts = [*progress(dialog, step, route), Part(step.asked(Answers(frame.answers), world), "question")]
    parts += current(step, route, frame)
    if hint := step.kind.hint():
        parts.append(Part(hint, "note"))
    return tuple(parts), tuple(press(dialog, step, option) for option in options(dialog, step, frame, world))


def progress(dialog: Dialog, step: Asked, route: Route) -> tuple[Part, ...]:
    """"Votre éligibilité · 4/9". Said only where there is more than one thing to ask."""
    if route.total < 2:
        return ()
    place = route.passed.index(step) if step in route.passed else len(route.passed)
    words = _("{dialog} · {step}/{total}", dialog=dialog.title, step=place + 1, total=max(route.total, place + 1))
    return (Part(words, "progress"),)


def current(step: Question[object], route: Route, frame: Frame) -> tuple[Part, ...]:
    """The answer that stands, when the person came back to it."""
    if step not in route.passed:
        return ()
    return (Part(_("Votre réponse : {answer}", answer=shown(step, frame)), "note"),)


def shown(step: Question[object], frame: Frame) -> Text:
    """An answer as it is read back."""
    value = Answers(frame.answers).get(step)
    return _("(passé)") if value is None else step.kind.show(value)


def doubted(dialog: Dialog, step: Question[object], pending: Pending) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """A reading that is not certain, given back for the person to choose."""
    labels = [label for raw in pending.candidates if (label := _readable(step, raw))]
    if len(labels) == 1:
        ask = _("Vous voulez dire : {answer} ?", answer=labels[0])
        names = [_("Oui, c'est cela"), _("Non, je réécris")]
    else:
        ask = _("Que voulez-vous dire ?")
        names = [*labels, _("Autre chose : je réécris")]
    values = [*(f"{PICK}{place}" for place in range(len(labels))), NONE]
    buttons = tuple(
        Button(name, Pressed(dialog.id, step.id, value)) for name, value in zip(names, values, strict=True)
    )
    return (Part(ask, "question"),), buttons


def _readable(step: Question[object], raw: object) -> Text | None:
    try:
        return step.kind.show(step.kind.load(raw))  # type: ignore[arg-type]
    except Unreadable:
        return None


def reviewed(
    dialog: Dialog, ask: Text, step: Asked, route: Route, frame: Frame
) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """Every answer with its number, so that it can be changed by pressing or by typing the number."""
    questions = given(route)
    lines = [
        Part(_("{number}. {title} : {answer}", number=place, title=question.title, answer=shown(question, frame)), "item")
        for place, question in enumerate(questions, 1)
    ]
    edits = tuple(
        Button(_("Modifier : {title}", title=question.title), Pressed(dialog.id, question.id, f"{EDIT}{question.id}"))
        for question in questions
    )
    confirm = (Button(step.confirm, Pressed(dialog.id, step.id, CONFIRM)),) if isinstance(step, Review) else ()
    help = Part(_("Pour changer une réponse, tapez son numéro."), "note")
    return (Part(ask, "question"), *lines, *((help,) if questions else ())), (*confirm, *edits)


def press(dialog: Dialog, step: Asked, option: Option) -> Button:
    return Button(option.label, Pressed(dialog.id, step.id, option.value))


def reply(
    catalogue: Catalogue, dialog: Dialog, step: Asked, route: Route, frame: Frame, world: World, notes: tuple[Part, ...]
) -> Reply:
    """The whole message: what has just happened, then what is asked."""
    parts, buttons = asked(dialog, step, route, frame, world)
    open_ways = acts(catalogue, dialog, step, route, frame)
    return Reply(
        (*notes, *parts),
        (*buttons, *ways(catalogue, dialog, step, open_ways, world.profile.lang)),
        key=f"{dialog.id}.{step.id}",
    )


__all__ = ["CONFIRM", "EDIT", "NONE", "PICK", "literal", "reply", "reviewed"]
