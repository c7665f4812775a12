"""What holds for every application, in whatever order it is filled, and whoever else fills one.

The document depends on the answers in the end and on nothing else; what is answered in one conversation is never said
in another, not even to somebody who gives the same SIRET.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.console import ABLE, CHANNEL
from bot.turn import Assistant, Heard
from bot.words import PARIS, speaker
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Dialog, Question, World
from dialogs.core.events import Pressed, Said, Typed
from dialogs.core.kind import Json
from dialogs.core.kinds import Choice, LongText, ShortText, YesNo, YesNoUnsure
from dialogs.core.state import Profile
from dialogs.pre_fiche.sections import SECTIONS, read_out, whole
from tests.dialogs.events import SHARED, kept, stored
from tests.dialogs.examples import thoroughly
from tests.dialogs.office import Office, Person, french
from tests.dialogs.test_pre_fiche import WHOLE, office
from tests.play import assistant, facts, messages

# -- any order ---------------------------------------------------------------------------------------------------------

QUESTIONS: tuple[tuple[Dialog, Question[Any]], ...] = tuple(
    (section, question)
    for section in SECTIONS
    for question in section.questions()
    if isinstance(question.kind, Choice | YesNo | YesNoUnsure | ShortText | LongText)
)
"""Those that are answered by one press or one message: the others stay as they are."""

TURNS: Mapping[str, tuple[Json, ...]] = {
    "head_office": kept(next(one for one in SECTIONS[0].questions() if one.id == "head_office"), "59000", "80000"),
    "direction": ("outgoing", "outgoing", "reciprocity"),
    "legal_form": ("association_1901", "association_1908"),
    "already_supported": ("no", "yes"),
    "expert_identified": (True, False),
    "need_with_partner": ("yes", "yes", "no"),
}
"""Answers that change what else is asked."""


def values(question: Question[Any]) -> tuple[Json, ...]:
    """Answers that it may have; no greeting, which the assistant would not take for one."""
    return TURNS.get(question.id) or tuple(value for value in stored(question) if value != "bonjour")


EVERYTHING: Mapping[str, Json] = {
    **{question.id: values(question)[0] for section in SECTIONS for question in section.questions()},
    **{id: value for id, value in WHOLE.items() if value is not None},
}
"""Of every question an answer, on the route or not."""


def finals() -> st.SearchStrategy[dict[str, Json]]:
    """What somebody stands by in the end."""
    return st.fixed_dictionaries({id: st.sampled_from(values) for id, values in TURNS.items()}).map(
        lambda drawn: {**EVERYTHING, **drawn}
    )


Edit = tuple[int, int]


def edits() -> st.SearchStrategy[list[Edit]]:
    """Which question, and which of its answers."""
    return st.lists(st.tuples(st.integers(0, len(QUESTIONS) - 1), st.integers(0, 9)), max_size=12)


class Writer(Person):
    """Somebody who fills their draft in no order, changes their mind, and in the end stands by `final`."""

    def __init__(self, office: Office, final: Mapping[str, Json]) -> None:
        self.final = final
        super().__init__(office)
        self.says("/dossier")

    @property
    def answers(self) -> dict[str, Any]:
        return self.office.only.answers

    def give(self, section: Dialog, question: Question[Any], raw: Json) -> None:
        """Go to a question and answer it: by a press where there are choices, else in words."""
        address = f"{section.id}@d1"
        if isinstance(question.kind, ShortText | LongText):
            self.hears(Pressed(address, question.id, "=edit"))
            if self.replies[-1].key == f"{section.id}.{question.id}":
                self.says(str(raw))
        else:
            pressed = {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else str(raw)
            self.hears(Pressed(address, question.id, pressed))

    def wander(self, edit: Edit) -> None:
        section, question = QUESTIONS[edit[0]]
        self.give(section, question, values(question)[edit[1] % len(values(question))])

    def stand_by_it(self, order: list[int]) -> None:
        """Put everything that is asked right, the sections in this order, until nothing is left to put right."""
        for _time in range(len(QUESTIONS)):
            wrong = list(self.wrong(order))
            if not wrong:
                return
            for section, question in wrong:
                self.give(section, question, self.final[question.id])
        raise AssertionError(f"it never ends: {[question.id for _section, question in self.wrong(order)]}")

    def wrong(self, order: list[int]) -> Iterator[tuple[Dialog, Question[Any]]]:
        found = whole(self.world)
        for place in order:
            for question in found[place].asked:
                if self.answers.get(question.id) != self.final[question.id]:
                    yield SECTIONS[place], question

    @property
    def world(self) -> World:
        shared = self.office.shares(self.name)
        return World(facts(), self.office.now, Profile(), speaker("fr"), shared=shared, subject="d1")

    def document(self) -> list[tuple[str, list[tuple[str, str]]]]:
        out = read_out(self.world)
        return [(french(title), [(french(name), french(value)) for name, value in lines]) for title, lines in out]

    def handed_in(self) -> list[dict[str, Any]]:
        """What the office keeps of the submission; nothing where it cannot be handed in."""
        self.says("/dossier")
        self.hears(Pressed("pre_fiche@d1", "what", "submit"))
        if self.replies[-1].key == "pre_fiche.submit.submit":
            self.picks("Oui")
        return self.office.only.versions


@thoroughly
@given(finals(), edits(), st.permutations(range(len(SECTIONS))))
def test_any_order_of_sections_and_edits_ends_in_the_same_document(
    final: dict[str, Json], detours: list[Edit], order: list[int]
) -> None:
    straight = Writer(office(**final), final)
    astray = Writer(office(**{**final, **dict.fromkeys(missing(detours), ...)}), final)
    for edit in detours:
        astray.wander(edit)
    astray.stand_by_it(order)
    assert astray.document() == straight.document()
    assert astray.handed_in() == straight.handed_in()


def missing(detours: list[Edit]) -> set[str]:
    """What the one who goes astray has not answered yet when they begin."""
    return {QUESTIONS[(place + number) % len(QUESTIONS)][1].id for place, number in detours}


def test_the_draws_above_are_worth_something() -> None:
    """A document that can be handed in is among them, and one that reads otherwise."""
    final = EVERYTHING
    assert len(Writer(office(**final), final).handed_in()) == 1
    other = {**final, "direction": "reciprocity"}
    assert Writer(office(**other), other).document() != Writer(office(**final), final).document()


# -- two strangers -----------------------------------------------------------------------------------------------------

SIRET = "73282932000074"
AT = datetime(2025, 5, 10, 10, tzinfo=PARIS)
SECRETS = {
    "ana": ("Kpomassane", "Tourcoignante", "anaphorique", "W595012345"),
    "bob": ("Zinguinchorois", "Lilliputienne", "bobinage", "W802098765"),
}
"""Words that nobody else says, nor the assistant."""


def story(name: str) -> tuple[str, ...]:
    """What each of them tells: the same SIRET, else words of their own."""
    org, contact, experience, rna = SECRETS[name]
    return (
        *("bonjour", "/dossier", "hauts de france", "1"),
        *(f"Association {org}", "1", rna, SIRET, "59000", "1"),
        *(f"Un chantier de {experience} par an depuis 2015.", "non", "oui", "/dossier", "2", f"Madame {contact}"),
    )


class Strangers:
    """Two people, each in their own conversation with one assistant; what was said to each."""

    def __init__(self, bot: Assistant, number: int) -> None:
        self.bot = bot
        self.addresses = {name: f"{name}{number}" for name in SECRETS}
        self.told: dict[str, list[str]] = {name: [] for name in SECRETS}
        self.left = {name: list(story(name)) for name in SECRETS}
        self.events = count()

    def hears(self, name: str, said: Said) -> str:
        number = next(self.events)
        address, at = self.addresses[name], AT + timedelta(seconds=number)
        self.bot.hear(Heard(CHANNEL, address, f"{address}:{number}", at, said), ABLE)
        delivered = [str(message.to_json()) for message in messages(self.bot, CHANNEL, address, at, ABLE)]
        self.told[name] += delivered
        return "\n".join(delivered)

    def goes_on(self, name: str) -> None:
        """The next thing that they tell; at the end of their story they read it all again."""
        self.hears(name, Typed(self.left[name].pop(0)) if self.left[name] else self.reads(name))

    def reads(self, name: str) -> Said:
        return Pressed(f"pre_fiche@{self.application(name)}", "what", "read")

    def application(self, name: str) -> str:
        """The id of somebody's dossier, that nobody is told."""
        event = f"{self.addresses[name]}:asked{next(self.events)}"
        with self.bot.store.turn(channel=CHANNEL, address=self.addresses[name], event_id=event, at=AT) as work:
            return next((row.id for row in work.applications.mine()), "none")

    def kept(self, name: str) -> str:
        """Everything in the database about somebody's dossiers and conversation."""
        event = f"{self.addresses[name]}:kept{next(self.events)}"
        with self.bot.store.turn(channel=CHANNEL, address=self.addresses[name], event_id=event, at=AT) as work:
            return repr((work.state, [(row.id, row.state, row.answers) for row in work.applications.mine()]))


OTHER = {"ana": "bob", "bob": "ana"}
PRYING = ("/suivi", "/dossier", "/modifier", "/retour", SIRET, "/rejoindre", "abcd-efgh-jkmn", "/menu", "/aide")

Move = tuple[str, str, int]


def moves() -> st.SearchStrategy[list[Move]]:
    ways = st.sampled_from(("goes on", "goes on", "goes on", "pries", "forges"))
    return st.lists(st.tuples(st.sampled_from(sorted(SECRETS)), ways, st.integers(0, 200)), max_size=30)


def forged(id: str, number: int) -> Pressed:
    """A press on a dossier by its id, whichever of its dialogs and steps."""
    steps = [(dialog.id, step.id) for dialog in CATALOGUE.dialogs if dialog.shared for step in dialog.steps]
    dialog, step = steps[number % len(steps)]
    return Pressed(f"{dialog}@{id}", step, ("=edit", "read", "yes", "withdraw", "invite", "=skip")[number % 6])


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant(tmp_path_factory.mktemp("strangers")) as found:
        yield found


def test_two_strangers_with_the_same_siret_never_see_each_others_dossier(bot: Assistant) -> None:
    numbers = count()

    @settings(max_examples=20, deadline=None, derandomize=True)
    @given(st.integers(0, 16), moves())
    def check(begun: int, moves: list[Move]) -> None:
        two = Strangers(bot, next(numbers))
        for _part in range(begun):
            two.goes_on("ana")
        for name, way, number in moves:
            if way == "goes on":
                two.goes_on(name)
            elif way == "pries":
                two.hears(name, Typed(PRYING[number % len(PRYING)]))
            else:
                two.hears(name, forged(two.application(OTHER[name]), number))
        for name, other in OTHER.items():
            for said in (two.reads(other), Typed("/suivi"), Typed("/dossier"), Typed("1"), Typed("/modifier")):
                two.hears(name, said)
        for name, other in OTHER.items():
            assert not [words for words in SECRETS[other] if any(words in said for said in two.told[name])]

    check()


def test_the_strangers_each_read_their_own_dossier(bot: Assistant) -> None:
    """Else the test above would prove little."""
    two = Strangers(bot, 1000)
    for name in SECRETS:
        for _part in story(name):
            two.goes_on(name)
    for name, other in OTHER.items():
        said = two.hears(name, two.reads(name))
        assert [words for words in SECRETS[name] if words not in said] == []
        assert not [words for words in SECRETS[other] if words in said]


@pytest.mark.parametrize("dialog", sorted(SHARED))
def test_a_forged_press_on_somebody_elses_dossier_shows_and_changes_nothing(bot: Assistant, dialog: str) -> None:
    two = Strangers(bot, 2000 + sorted(SHARED).index(dialog))
    for _part in story("ana"):
        two.goes_on("ana")
    two.hears("bob", Typed("bonjour"))
    before, theirs = two.kept("ana"), two.kept("bob")
    found = CATALOGUE.dialog(dialog)
    assert found is not None
    for step in found.steps[:6]:
        for value in ("=edit", "read", "yes", "oui"):
            said = two.hears("bob", Pressed(f"{dialog}@{two.application('ana')}", step.id, value))
            assert "Ce bouton n'est plus valable" in said
            assert not [words for words in SECRETS["ana"] if words in said]
    assert (two.kept("ana"), two.kept("bob")) == (before, theirs)
