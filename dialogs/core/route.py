"""Where a conversation stands, computed from its answers: nothing about position is ever stored.

`walk` reads the steps from the top. It passes what is answered, and halts at the first question due or the first stop.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from dialogs.core.dialog import Answers, Dialog, Missing, Question, Reached, Review, Step, Stop, World
from dialogs.core.kind import Json
from dialogs.core.state import Frame

Asked = Question[Any] | Review


@dataclass(frozen=True)
class Route:
    """`passed` in order; then a step is `due`, or the route ends at `stop`. `total` counts the steps foreseen."""

    passed: tuple[Asked, ...]
    due: Asked | None
    stop: Stop | None
    total: int

    def until(self, step: Asked | None) -> tuple[Asked, ...]:
        """What was passed on the way to this step."""
        return self.passed[: self.passed.index(step)] if step in self.passed else self.passed

    def before(self, step: Asked | None) -> Asked | None:
        """The step asked before this one; before the one due when it is not on the route."""
        earlier = self.until(step)
        return earlier[-1] if earlier else None


def applies(step: Step, answers: Answers, world: World, *, unknown: bool = False) -> bool:
    """Whether the step is on the route; `unknown` where that depends on a question not yet answered."""
    try:
        return step.when(answers, world)
    except Missing:
        return unknown


def walk(dialog: Dialog, frame: Frame, answers: Answers, world: World) -> Route:
    passed: list[Asked] = []
    reached = Reached(answers)
    for place, step in enumerate(dialog.steps):
        if not applies(step, reached, world):
            continue
        if isinstance(step, Stop):
            return Route(tuple(passed), None, step, len(passed))
        if isinstance(step, Question):
            reached.meet(step)
        if not _done(step, passed, frame, reached, world):
            ahead = _ahead(dialog.steps[place + 1 :], answers, world)
            return Route(tuple(passed), step, None, len(passed) + 1 + ahead)
        passed.append(step)
    return Route(tuple(passed), None, None, len(passed))


def _done(step: Asked, passed: list[Asked], frame: Frame, answers: Answers, world: World) -> bool:
    if isinstance(step, Review):
        return frame.answers.get(step.id) == seal(passed, frame)
    return step.answered(answers, world)


def foreseen(dialog: Dialog, answers: Answers, world: World) -> tuple[Question[Any], ...]:
    """The questions that are or may come on the route: one that depends on another which is not asked does not come."""
    reached, away = Reached(answers), set()
    for question in dialog.questions():
        try:
            here = question.when(reached, world)
        except Missing as missing:
            here = missing.args[0] not in away
        if here:
            reached.meet(question)
        else:
            away.add(question.id)
    return tuple(question for question in dialog.questions() if question.id not in away)


def _ahead(steps: tuple[Step, ...], answers: Answers, world: World) -> int:
    """How many steps may still be asked. Stops that depend on answers not yet given are hoped not to come."""
    foreseen = (step for step in steps if not isinstance(step, Stop))
    return sum(applies(step, answers, world, unknown=True) for step in foreseen)


def seal(passed: list[Asked] | tuple[Asked, ...], frame: Frame) -> str:
    """What a review confirms: exactly these answers. Any other answer gives another seal."""
    given = [[step.id, frame.answers.get(step.id)] for step in passed if isinstance(step, Question)]
    return digest(given)


def digest(raw: Json) -> str:
    """Sixteen hexadecimal digits that stand for exactly this JSON."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:16]


def given(route: Route) -> tuple[Question[Any], ...]:
    """The questions answered on the route, in order: what a review shows and an edit may change."""
    return tuple(step for step in route.passed if isinstance(step, Question))
