"""What remains to prepare before a mission: the volunteer's own list, ticked in place. Staff see how far it is."""

from collections.abc import Iterator

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Came, Said
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, _n
from dialogs.field.mission import Mission, mission
from dialogs.field.picking import chosen, nowhere, which
from dialogs.preparation_words import ITEMS, advice
from knowledge.preparation import Task, checklist, late

PREPARATION_ID = "preparation"
MOST_LATE = 5
"""Items that are told to be late; whoever joins the week before would read the whole list twice."""


class Ticking(Kind[str]):
    """One item of a checklist, by its id; its options are those of the question."""

    name = "tick"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        words(said)
        raise Refused(_("Touchez un point de la liste, ou donnez son numéro."))

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        try:
            return Accepted(self.load(value))
        except Unreadable:
            raise Refused(_("Touchez un point de la liste, ou donnez son numéro.")) from None

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or raw not in ITEMS:
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return ITEMS[value]


def tasks(found: Mission, world: World) -> tuple[Task, ...]:
    return checklist(world.facts.preparation, found.sheet)


def listed(answers: Answers, world: World) -> tuple[Option, ...]:
    found = chosen(answers, world)
    return tuple(Option(task.id, _label(task, found)) for task in tasks(found, world)) if found else ()


def _label(task: Task, found: Mission) -> Text:
    done, open_ = _("☑ {item}"), _("☐ {item}")
    return (done if task.id in found.ticks else open_).fill(item=ITEMS[task.id])


def above(answers: Answers, world: World) -> tuple[Part, ...]:
    """How far it is, what is late, and what comes first."""
    found = chosen(answers, world)
    if found is None:
        return ()
    todo = tasks(found, world)
    done = sum(task.id in found.ticks for task in todo)
    count = _n("{count} point fait sur {all}", "{count} points faits sur {all}", done, all=len(todo))
    return (Part(_("Préparer le départ"), "title"), Part(count), *_first(found, todo, world))


def _first(found: Mission, todo: tuple[Task, ...], world: World) -> Iterator[Part]:
    behind = late(todo, found.ticks, found.today(world.now))
    coming = next((one for one in todo if one.id not in found.ticks and one not in behind), None)
    if behind:
        yield Part(_("À faire sans attendre :"))
        yield from (Part(ITEMS[one.id], "item") for one in behind[:MOST_LATE])
    if coming is not None and len(behind) < MOST_LATE:
        yield from _next(coming)
    if coming is None and not behind:
        yield Part(_("Tout est fait. Bon départ !"))


def _next(coming: Task) -> Iterator[Part]:
    yield Part(_("Ensuite, avant le {day} :", day=coming.by) if coming.by else _("Ensuite :"))
    yield Part(ITEMS[coming.id], "item")
    if hint := advice(coming.id):
        yield Part(hint, "detail")


item = Question(
    id="item",
    title=_("Préparer le départ"),
    ask=_("Touchez ce qui est fait. Touchez encore pour revenir en arrière."),
    kind=Ticking(),
    options=listed,
    above=above,
    aside=True,
)


def tick(answers: Answers, world: World) -> tuple[Effect, ...]:
    """The other way round where it was ticked; then the list is shown again."""
    found, ticked = chosen(answers, world), answers[item]
    if found is None or ticked not in {task.id for task in tasks(found, world)}:
        return ()
    return (Record("mission.tick", {"id": found.id, "item": ticked, "done": ticked not in found.ticks}),)


def ticked(came: Came, world: World) -> News:
    """The list as it now is."""
    found = mission(world, came.values.get("id"))
    return News((), (Open(PREPARATION_ID, fresh=True, answers={which.id: found.id}),) if found else ())


def not_going(answers: Answers, world: World) -> bool:
    found = chosen(answers, world)
    return found is None or found.role != "volunteer"


PREPARATION = Dialog(
    id=PREPARATION_ID,
    version=1,
    title=_("Préparer le départ"),
    steps=(
        nowhere,
        which,
        Stop(id="not_going", when=not_going, say=_("Cette liste est pour les personnes qui partent.")),
        item,
        Stop(id="ticked", say=lambda answers, world: (), then=tick),
    ),
)
