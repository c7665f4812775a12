"""The interviews of the programme: before a mission, after it, and months later for those who agree.

A short dialog for each, with the questions of `knowledge/interviews.yaml` (a test compares them). Every answer is kept
at once, as the network will read it; any of them may be passed, changed, or answered another day.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Came
from dialogs.core.kind import Json, Kind, Option
from dialogs.core.kinds import Choice, LongText, YesNo
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import Text, _
from dialogs.field.mission import Mission, mission, short
from dialogs.field.picking import chosen, nowhere, which
from dialogs.field.pressing import Pressing, press
from dialogs.interview_words import INTERVIEWS, OPTIONS, QUESTIONS
from knowledge.interviews import Planned, Who, planned
from knowledge.schema import Interview

INTERVIEWS_ID, BEGIN = "interviews", "interview.begin"
MOST = 2000
"""Characters of an answer: a page, spoken."""

# -- what is asked ---------------------------------------------------------------------------------------------------

Asked = tuple[str, Callable[[], Kind[Any]], bool]
"""A question: its id, its kind, and whether it may be passed."""


def _words() -> Kind[str]:
    return LongText(max=MOST)


def _one_of(*options: str) -> Callable[[], Kind[str]]:
    return lambda: Choice(tuple(Option(option, OPTIONS[option]) for option in options))


def text(id: str, *, optional: bool = False) -> Asked:
    return id, _words, optional


def yes_no(id: str) -> Asked:
    return id, YesNo, False


ASKED_LATER = "asked_later"
LATER: tuple[Asked, ...] = (
    yes_no("still_in_touch"),
    ("advice_used", _one_of("all", "part", "none", "too_early"), False),
    text("changed_since"),
    ("new_funding", _one_of("found", "looking", "not_needed", "not_found"), False),
)

ASKED: Mapping[str, tuple[Asked, ...]] = {
    "before_volunteer": (
        text("motivations"),
        text("expectations"),
        text("methods"),
        text("apprehensions", optional=True),
    ),
    "before_association": (
        text("association_motivations"),
        text("association_expectations"),
        text("association_methods"),
        text("association_worries", optional=True),
    ),
    "after_volunteer": (
        text("course"),
        text("project_effect"),
        text("own_practice"),
        text("difficulties", optional=True),
        text("handed_over"),
        text("skills_found", optional=True),
        text("follow_up", optional=True),
        text("advice", optional=True),
        yes_no(ASKED_LATER),
    ),
    "after_association": (
        text("association_course"),
        text("association_project_effect"),
        text("association_practice"),
        text("association_difficulties", optional=True),
        text("association_received"),
        text("association_skills_found", optional=True),
        text("association_resources", optional=True),
        text("association_follow_up", optional=True),
        yes_no(ASKED_LATER),
    ),
    "months_3": (*LATER, text("needs_now", optional=True), yes_no(ASKED_LATER)),
    "months_6": (*LATER, text("needs_now", optional=True), yes_no(ASKED_LATER)),
    "months_12": (*LATER, text("what_remains")),
}


def dialog_of(interview: str) -> str:
    return f"interview.{interview}"


def kind_of(interview: Interview) -> str:
    """How its answers are kept: before, after, m3, m6, m12."""
    return interview.moment if interview.moment != "later" else f"m{interview.months}"


# -- what follows ----------------------------------------------------------------------------------------------------


def _interview(id: str, world: World) -> Interview | None:
    return next((one for one in world.facts.interviews.interviews if one.id == id), None)


def _keep(id: str, questions: tuple[Question[Any], ...], answers: Answers, world: World) -> tuple[Effect, ...]:
    """All that was said so far, in the place of what was kept; and whether one may be asked again later."""
    interview, found = _interview(id, world), chosen(answers, world)
    if interview is None or found is None:
        return ()
    said: dict[str, Json] = {one.id: one.kind.dump(value) for one, value in _given(questions, answers)}
    kept: dict[str, Json] = {"id": found.id, "row": world.fresh, "kind": kind_of(interview), "answers": said}
    again = said.get(ASKED_LATER)
    follow = () if again is None else (Record("interview.follow", {"id": found.id, "agreed": again}),)
    return (Record("interview.keep", kept), *follow)


def _given(questions: tuple[Question[Any], ...], answers: Answers) -> Iterator[tuple[Question[Any], Any]]:
    for one in questions:
        value = answers.get(one)
        if value is not None:
            yield one, value


THANKS = _("Merci. Vos réponses sont gardées et votre réseau peut les lire. Tapez /entretien pour les revoir.")


def _dialog(id: str, asked: tuple[Asked, ...]) -> Dialog:
    def keep(answers: Answers, world: World) -> tuple[Effect, ...]:
        return _keep(id, questions, answers, world)

    questions = tuple(_question(one, keep) for one in asked)
    return Dialog(
        id=dialog_of(id),
        version=1,
        title=INTERVIEWS[id],
        keeps_answers=True,
        steps=(nowhere, which, *questions, Stop(id="thanks", say=THANKS, then=keep)),
    )


def _question(asked: Asked, then: Callable[[Answers, World], tuple[Effect, ...]]) -> Question[Any]:
    id, kind, optional = asked
    words = QUESTIONS[id]
    return Question(id=id, title=words, ask=words, kind=kind(), optional=optional, may_ask=True, then=then)


HELD = tuple(_dialog(id, asked) for id, asked in ASKED.items())
"""A dialog for each interview."""

# -- when it is asked ------------------------------------------------------------------------------------------------


def plan(found: Mission, world: World) -> tuple[Planned, ...]:
    """The interviews that are for this person; none for a partner."""
    who: Who | None = None if found.role == "partner" else found.role
    return planned(world.facts.interviews, found.sheet, who) if who else ()


def open_now(found: Mission, world: World) -> tuple[Interview, ...]:
    """Those that may be held today, or changed where they were."""
    today = found.today(world.now)
    return tuple(one.interview for one in plan(found, world) if one.on(today) and _agreed(one, found))


def _agreed(one: Planned, found: Mission) -> bool:
    return one.interview.agreed is None or found.followed_up


def due(came: Came, world: World) -> News:
    """The day of an interview: it is offered, unless that day was moved or it was held."""
    found = mission(world, came.values.get("id"))
    one = _planned(came, found, world) if found else None
    if found is None or one is None or str(one.day) != came.values.get("day"):
        return SILENCE
    held = kind_of(one.interview) in found.interviews
    if held or not one.on(found.today(world.now)) or not _agreed(one, found):
        return SILENCE
    title = Part(INTERVIEWS[one.interview.id], "title")
    return News((title, Part(short(found), "item"), Part(OFFER)), buttons=(_button(one.interview, found, NOW),))


def _planned(came: Came, found: Mission, world: World) -> Planned | None:
    wanted = came.values.get("interview")
    return next((one for one in plan(found, world) if one.interview.id == wanted), None)


SILENCE = News(())
NOW = _("Répondre maintenant")
OFFER = _(
    "Quelques questions, avec vos mots. Chaque réponse est gardée aussitôt : vous pouvez vous arrêter et reprendre. "
    "Votre réseau les lit pour faire le bilan de la mission."
)

# -- how it is begun -------------------------------------------------------------------------------------------------

what = Question(id="what", title=_("Entretiens"), ask=_("Quel entretien ?"), kind=Pressing(ASKED))


def _button(interview: Interview, found: Mission, label: Text) -> Button:
    return Button(label, press(BEGIN, what.id, interview.id, found.id))


def begin(answers: Answers, world: World) -> tuple[Effect, ...]:
    """Where it was left, unless that was about another mission."""
    pressed = answers[what]
    dialog = dialog_of(pressed.act)
    left = world.shelf.get(dialog, {}).get(which.id, pressed.mission)
    return (Open(dialog, fresh=left != pressed.mission, answers={which.id: pressed.mission}),)


def _over(answers: Answers, world: World) -> bool:
    found = mission(world, answers[what].mission)
    return found is None or answers[what].act not in {one.id for one in open_now(found, world)}


BEGINNING = Dialog(
    id=BEGIN,
    version=1,
    title=_("Entretiens"),
    pressed=True,
    steps=(
        what,
        Stop(id="over", when=_over, say=_("Cet entretien n'est pas ouvert. Tapez /entretien pour voir quand.")),
        Stop(id="begun", say=lambda answers, world: (), then=begin),
    ),
)


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    found = chosen(answers, world)
    return (_list(found, world),) if found else ()


def _list(found: Mission, world: World) -> Reply:
    """The interviews that are open, and the day of those to come."""
    here = open_now(found, world)
    coming = (one for one in plan(found, world) if one.interview not in here and _agreed(one, found))
    later = tuple(Part(_later(one), "item") for one in coming if one.day and one.day > found.today(world.now))
    head = Part(_("Entretiens de la mission {reference}", reference=found.sheet.reference), "title")
    none = () if here or later else (Part(_("Aucun entretien n'est prévu pour vous à présent.")),)
    return Reply((head, *later, *none), tuple(_button(one, found, INTERVIEWS[one.id]) for one in here))


def _later(one: Planned) -> Text:
    return _("{interview} : à partir du {day}", interview=INTERVIEWS[one.interview.id], day=one.day)


ALL = Dialog(
    id=INTERVIEWS_ID,
    version=1,
    title=_("Entretiens"),
    steps=(nowhere, which, Stop(id="told", say=lambda answers, world: (), tells=told)),
)
