"""Where a conversation stands, computed from its answers: nothing about position is ever stored.

`walk` reads the steps from the top. It passes what is answered, and halts at the first question due or the first stop.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from dialogs.core.dialog import Answers, Dialog, Missing, Question, Reached, Review, Step, Stop, World
from dialogs.core.kind import Json
from dialogs.core.state import Frame

Asked = Question[Any] | Review
S = TypeVar("S", bound=Asked)


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


def applies(step: Step, answers: Answers, world: World) -> bool:
    """Whether the step is on the route, by the answers so far."""
    try:
        return step.when(answers, world)
    except Missing:
        return False


def walk(dialog: Dialog, frame: Frame, answers: Answers, world: World) -> Route:
    passed: list[Asked] = []
    reached = Reached(answers)
    away: set[str] = set()
    for place, step in enumerate(dialog.steps):
        if not applies(step, reached, world):
            away.add(step.id)
            continue
        if isinstance(step, Stop):
            return Route(tuple(passed), None, step, len(passed))
        if isinstance(step, Question):
            reached.meet(step)
        if not _done(step, passed, frame, reached, world):
            ahead = [one for one in dialog.steps[place + 1 :] if not isinstance(one, Stop)]
            return Route(tuple(passed), step, None, len(passed) + 1 + len(_coming(ahead, reached, away, world)))
        passed.append(step)
    return Route(tuple(passed), None, None, len(passed))


def _done(step: Asked, passed: list[Asked], frame: Frame, answers: Answers, world: World) -> bool:
    if isinstance(step, Review):
        return frame.answers.get(step.id) == seal(passed, frame)
    return step.answered(answers, world)


def foreseen(dialog: Dialog, answers: Answers, world: World) -> tuple[Question[Any], ...]:
    """The questions that are or may come on the route."""
    return tuple(_coming(dialog.questions(), Reached(answers), set(), world))


def _coming(steps: Iterable[S], reached: Reached, away: set[str], world: World) -> list[S]:
    """The steps that are or may come on the route: one that depends on another which is not asked does not come.

    `away` holds the ids of those that do not. Stops are left out: while answers are missing they are hoped not to come.
    """
    coming = []
    for step in steps:
        try:
            here = step.when(reached, world)
        except Missing as missing:
            here = missing.args[0] not in away
        if not here:
            away.add(step.id)
            continue
        coming.append(step)
        if isinstance(step, Question):
            reached.meet(step)
    return coming


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
