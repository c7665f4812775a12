"""How a step is put: where one stands, the words, the limits, the options, and the ways out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.core.catalogue import Catalogue
from dialogs.core.commands import Act
from dialogs.core.dialog import Answers, Dialog, Question, Review, World
from dialogs.core.events import Pressed, Share
from dialogs.core.kind import Json, Option, Unreadable
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.route import Asked, Route, digest, given, seal
from dialogs.core.state import Frame, Pending
from dialogs.core.text import Text, _

PICK, NONE, EDIT, CONFIRM = "=pick:", "=none", "=edit", "=ok"
MINE, YOURS = "=mine:", "=yours:"
"""Words that may be an answer or a question: the person says which."""

LABELS = {
    Act.KEEP: _("Garder cette réponse"),
    Act.SKIP: _("Passer"),
    Act.BACK: _("Retour"),
    Act.CANCEL: _("Annuler"),
}

Put = tuple[tuple[Part, ...], tuple[Button, ...]]


@dataclass(frozen=True)
class Where:
    """Where a conversation stands when something is asked."""

    catalogue: Catalogue
    dialog: Dialog
    step: Asked
    route: Route
    frame: Frame
    answers: Answers
    world: World

    @property
    def again(self) -> bool:
        """Whether the step has an answer, and the person came back to it."""
        return self.step in self.route.passed

    @property
    def lang(self) -> str | None:
        return self.dialog.lang(self.answers, self.world)

    @property
    def partial(self) -> Json:
        return partial_of(self.step, self.frame, self.route)


def partial_of(step: Asked, frame: Frame, route: Route) -> Json:
    """What is at hand of an answer: what was said of it so far, else the one that stands where it is edited."""
    half = half_answer(step, frame)
    if half is None and isinstance(step, Question) and step in route.passed:
        kept = frame.answers.get(step.id)
        return None if kept is None else step.kind.edited_from(kept)
    return half


def half_answer(step: Asked, frame: Frame) -> Json:
    pending = frame.pending_on(step.id)
    return pending.partial if pending else None


def reply(where: Where, notes: tuple[Part, ...], words: Text | None) -> Reply:
    """The whole message: what has just happened, then what is asked (`words`: the rest of a half answer)."""
    parts, buttons = _put(where, words)
    key = f"{where.dialog.id}.{where.step.id}"
    return Reply(
        (*notes, *parts), (*buttons, *_ways(where)), key, asks=True, lang=where.lang, shares=_shares(where, buttons)
    )


def _shares(where: Where, buttons: tuple[Button, ...]) -> Share | None:
    """What a phone may share in answer; nothing where there is something to choose from."""
    return where.step.kind.shares if isinstance(where.step, Question) and not buttons else None


def _put(where: Where, words: Text | None) -> Put:
    step, pending = where.step, where.frame.pending_on(where.step.id)
    if isinstance(step, Review):
        above = step.above(where.answers, where.world) if step.above else ()
        parts, edits = reviewed(where.frame.address, step.ask, where.route, where.answers)
        confirm = confirmation(step, where.route, where.frame)
        return (*above, *parts), (Button(step.confirm, Pressed(where.frame.address, step.id, confirm)), *edits)
    if pending and pending.asked:
        return _wondered(where.frame.address, step, pending.asked)
    if pending and pending.candidates:
        return _doubted(where.frame.address, step, pending, words)
    return _asked(where, step, words)


def _asked(where: Where, step: Question[Any], words: Text | None) -> Put:
    words = words or _rest(where, step)
    ask = words or step.asked(where.answers, where.world)
    above = step.above(where.answers, where.world) if step.above and not words else ()
    parts = [*_progress(where), *above, Part(ask, "question"), *(() if words else _about(where, step))]
    return tuple(parts), tuple(
        Button(option.label, Pressed(where.frame.address, step.id, option.value)) for option in _options(where, step)
    )


def _rest(where: Where, step: Question[Any]) -> Text | None:
    """What a half answer still lacks, in the words of its kind."""
    if half_answer(step, where.frame) is None:
        return None
    return step.kind.prompt(where.partial, where.world.reading(where.partial))


def _about(where: Where, step: Question[Any]) -> Iterator[Part]:
    """The answer that stands, when the person came back to it, and the limits before they are hit."""
    if where.again:
        yield Part(_standing(where, step), "note")
    if hint := step.kind.hint():
        yield Part(hint, "note")


def _standing(where: Where, step: Question[Any]) -> Text:
    """The answer that stands; with what can be done to it, where it is edited and not written anew."""
    edited = step.kind.prompt(where.partial, where.world.reading(where.partial)) if where.partial is not None else None
    return edited or _("Votre réponse : {answer}", answer=shown(step, where.answers))


def _options(where: Where, step: Question[Any]) -> tuple[Option, ...]:
    if step.options is not None:
        return step.options(where.answers, where.world)
    return step.kind.options(where.world.reading(where.partial))


def _progress(where: Where) -> tuple[Part, ...]:
    """« Votre éligibilité · 4/9 ». Said only where there is more than one thing to ask, and for its own sake."""
    route = where.route
    if route.total < 2 or where.dialog.id == where.catalogue.asking:
        return ()
    place = route.passed.index(where.step) if where.again else len(route.passed)
    total = max(route.total, place + 1)
    words = _("{dialog} · {step}/{total}", dialog=where.dialog.title, step=place + 1, total=total)
    return (Part(words, "progress"),)


def shown(step: Question[Any], answers: Answers) -> Text:
    """An answer as it is read back."""
    value = answers.get(step)
    return _("(passé)") if value is None else step.kind.show(value)


def _doubted(address: str, step: Question[Any], pending: Pending, words: Text | None) -> Put:
    """A reading that is not certain, given back for the person to choose."""
    labels = [_readable(step, raw) for raw in pending.candidates]
    if len(labels) == 1:
        names = [_("Oui : {answer}", answer=labels[0]), _("Non, je réécris")]
    else:
        names = [*labels, _("Autre chose : je réécris")]
    values = picks(pending.candidates)
    buttons = (Button(name, Pressed(address, step.id, value)) for name, value in zip(names, values, strict=True))
    return (Part(words or _("Que voulez-vous dire ?"), "question"),), tuple(buttons)


WHICH: tuple[Option, ...] = (
    Option(
        MINE,
        _("C'est ma réponse"),
        ("réponse", "ma réponse", "answer", "my answer", "resposta", "respuesta", "إجابة", "جواب", "إجابتي"),
    ),
    Option(
        YOURS,
        _("C'est une question pour vous"),
        ("question", "une question", "a question", "pergunta", "questão", "pregunta", "سؤال"),
    ),
)
"""What words can be that read as a question where any words are an answer."""


def _wondered(address: str, step: Question[Any], words: str) -> Put:
    """Words that may be this answer, or a question to us, given back for the person to say which."""
    buttons = (Button(one.label, Pressed(address, step.id, one.value + mark(words))) for one in WHICH)
    ask = _("Est-ce votre réponse, ou une question pour moi ?")
    return (Part(ask, "question"),), tuple(buttons)


def mark(words: str) -> str:
    """What a button bears of words that wait, so that a stale one is about no others."""
    return digest(words)[:8]


def picks(candidates: tuple[Json, ...]) -> tuple[str, ...]:
    """What the buttons of a doubt carry: they name their readings, so that a stale one never picks another."""
    if not candidates:
        return ()
    mark = digest(candidates)[:8]
    return (*(f"{PICK}{place}:{mark}" for place in range(len(candidates))), NONE)


def confirmation(step: Review, route: Route, frame: Frame) -> str:
    """What the button of a review carries: it names the answers that it was shown under."""
    return f"{CONFIRM}:{seal(route.until(step), frame)}"


def _readable(step: Question[Any], raw: Json) -> Text:
    try:
        return step.kind.show(step.kind.load(raw))
    except Unreadable:
        return _("(illisible)")


def reviewed(address: str, ask: Text, route: Route, answers: Answers) -> Put:
    """Every answer with its number, so that it can be changed by pressing or by typing the number."""
    questions = given(route)
    lines = (
        Part(
            _("{number}. {title} : {answer}", number=place, title=question.title, answer=shown(question, answers)),
            "item",
        )
        for place, question in enumerate(questions, 1)
    )
    edits = (
        Button(_("Modifier : {title}", title=question.title), Pressed(address, question.id, EDIT))
        for question in questions
    )
    return (
        Part(ask, "question"),
        *lines,
        Part(_("Tapez « oui » si c'est juste, ou le numéro d'une réponse à changer."), "note"),
    ), tuple(edits)


def _ways(where: Where) -> tuple[Button, ...]:
    """The buttons that lead elsewhere than to an answer, each with the command that does the same."""
    lang = where.lang or where.world.profile.lang
    names = {command.does: command.name(lang) for command in where.catalogue.commands}
    return tuple(
        Button(
            LABELS[act], Pressed(where.frame.address, where.step.id, f"={act.value}"), way=True, command=names.get(act)
        )
        for act in _acts(where)
    )


def _acts(where: Where) -> tuple[Act, ...]:
    """Which ways are open from here."""
    if where.dialog.id == where.catalogue.home:
        return ()
    step = where.step
    found = []
    if isinstance(step, Question) and where.again:
        found.append(Act.KEEP)
    if isinstance(step, Question) and step.optional:
        found.append(Act.SKIP)
    if where.route.before(step) or where.frame.pending_on(step.id):
        found.append(Act.BACK)
    return (*found, Act.CANCEL)
