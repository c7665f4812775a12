"""How far there is to go: what is counted is what may really be asked."""

from typing import Any

import pytest

from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.kinds import Integer, YesNo
from dialogs.core.route import foreseen, walk
from dialogs.core.state import Frame, Profile
from dialogs.core.text import literal
from tests.dialogs.core.tea import NOW, SAY
from tests.play import facts

guests = Question("guests", literal("Invités"), literal("Des invités ?"), YesNo())
cake = Question("cake", literal("Gâteau"), literal("Un gâteau ?"), YesNo())
many = Question(
    "many",
    literal("Combien"),
    literal("Combien ?"),
    Integer(min=1, max=99),
    when=lambda answers, world: answers[guests],
)
chairs = Question(
    "chairs", literal("Chaises"), literal("Des chaises ?"), YesNo(), when=lambda answers, world: answers[many] > 4
)
rented = Question(
    "rented", literal("Louées"), literal("À louer ?"), YesNo(), when=lambda answers, world: answers[chairs]
)
PARTY = Dialog(
    id="party",
    version=1,
    title=literal("La fête"),
    steps=(
        guests,
        cake,
        many,
        chairs,
        rented,
        Review("review", literal("Relecture"), literal("Juste ?"), literal("Oui")),
        Stop("end", literal("À demain.")),
    ),
)
WORLD = World(facts(), NOW, Profile(), SAY)


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({}, 6),
        ({"guests": True}, 6),
        ({"guests": True, "many": 6}, 6),
        ({"guests": True, "many": 3}, 4),
        ({"guests": False}, 3),
        ({"guests": False, "many": 6, "chairs": True}, 3),
    ],
)
def test_nothing_is_counted_that_hangs_on_a_question_which_is_not_asked(answers: dict[str, Any], total: int) -> None:
    route = walk(PARTY, Frame("party", 1, answers), Answers(answers), WORLD)
    assert route.total == total


def test_what_may_come_is_foreseen_until_it_cannot() -> None:
    assert foreseen(PARTY, Answers({}), WORLD) == (guests, cake, many, chairs, rented)
    assert foreseen(PARTY, Answers({"guests": False, "many": 6}), WORLD) == (guests, cake)
