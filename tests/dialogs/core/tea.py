"""A small dialog to try the engine on: it knows nothing of EXPLOR."""

from datetime import datetime

from bot.words import PARIS, speaker
from dialogs.core.catalogue import Catalogue
from dialogs.core.commands import Act, Command
from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.effects import Open, Record
from dialogs.core.events import Event, Said, Typed
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, Integer, ListOf, ShortText, YesNo
from dialogs.core.reply import Part
from dialogs.core.state import Profile, State, freeze, thaw
from dialogs.core.take import Turn, take
from dialogs.core.text import literal
from tests.play import facts

NOW = datetime(2026, 3, 10, 9, tzinfo=PARIS)

drink = Question(
    id="drink",
    title=literal("Boisson"),
    ask=literal("Thé ou eau ?"),
    kind=Choice((Option("tea", literal("Thé")), Option("water", literal("Eau")))),
)
sugar = Question(
    id="sugar",
    title=literal("Sucres"),
    ask=literal("Combien de sucres ?"),
    kind=Integer(min=0, max=9),
    when=lambda answers, world: answers[drink] == "tea",
)
hot = Question(
    id="hot",
    title=literal("Chaude"),
    ask=literal("Chaude ?"),
    kind=YesNo(),
    check=lambda hot, answers, world: literal("L'eau est froide ici.") if hot and answers[drink] == "water" else None,
)
note = Question(id="note", title=literal("Mot"), ask=literal("Un mot ?"), kind=ShortText(max=40), optional=True)
cakes = Question(
    id="cakes", title=literal("Gâteaux"), ask=literal("Quels gâteaux ?"), kind=ListOf(ShortText(max=40), min=1, max=3)
)


def served(answers: Answers, world: World) -> tuple[Part, ...]:
    return (Part(literal(f"Voici : {answers[drink]}.")),)


def order(answers: Answers, world: World) -> tuple[Record, ...]:
    return (Record("served", {"drink": answers[drink]}),)


TEA = Dialog(
    id="tea",
    version=2,
    title=literal("Le goûter"),
    keeps_answers=True,
    migrations={1: lambda answers: {**answers, "drink": {"the": "tea"}.get(str(answers.get("drink")), "water")}},
    steps=(
        drink,
        Stop(
            id="dry",
            when=lambda answers, world: answers[drink] == "water" and world.now.hour > 20,
            say=literal("Fermé."),
        ),
        sugar,
        hot,
        note,
        cakes,
        Review(id="review", title=literal("Relecture"), ask=literal("Juste ?"), confirm=literal("Oui")),
        Stop(id="served", say=served, then=order),
    ),
)

what = Question(
    id="what", title=literal("Menu"), ask=literal("Au menu ?"), kind=Choice((Option("tea", literal("Un goûter")),))
)
HOME = Dialog(
    id="home",
    version=1,
    title=literal("Menu"),
    steps=(what, Stop(id="go", say=lambda answers, world: (), then=lambda answers, world: (Open("tea"),))),
)

CATALOGUE = Catalogue(
    dialogs=(HOME, TEA),
    commands=(
        *(Command(act, literal(act.value), {"fr": (act.value,)}) for act in Act),
        Command("tea", literal("goûter"), {"fr": ("tea",)}, bare=False),
    ),
    home="home",
    welcome=lambda world: (Part(literal("Bonjour.")),),
)

SAY = speaker("fr")


class Guest:
    """A person who talks with the tea room; the state goes through JSON at every turn."""

    def __init__(self, state: State | None = None, now: datetime = NOW) -> None:
        self.state = state or State()
        self.now = now
        self.turns = 0
        self.effects: list[object] = []

    def says(self, said: Said | str) -> str:
        """One event; the words of all replies, a line each."""
        turn = self.turn(Typed(said) if isinstance(said, str) else said)
        return "\n".join(SAY(part.text) for reply in turn.replies for part in reply.parts)

    def all(self, *said: Said | str) -> str:
        """Several events; the words of the last replies."""
        return [self.says(one) for one in said][-1]

    def turn(self, said: Said) -> Turn:
        self.turns += 1
        self.state = thaw(freeze(self.state), Profile())
        world = World(facts(), self.now, self.state.profile, SAY)
        turn = take(CATALOGUE, self.state, Event(f"e{self.turns}", self.now, said), world)
        self.state = turn.state
        self.effects += turn.effects
        return turn
