"""However often one changes one's mind, and in whatever order: the verdict is that of the answers in the end."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.words import say
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Answers, Dialog, Question, Review
from dialogs.core.effects import Record
from dialogs.core.events import Opened, Pressed, Typed
from dialogs.core.kind import Json
from dialogs.core.kinds import Choice, SeveralChoices, YesNoUnsure
from dialogs.core.reply import Reply
from dialogs.core.route import given as answered
from dialogs.core.route import walk
from dialogs.core.state import Profile, State
from dialogs.eligibility import ELIGIBILITY, head_office
from dialogs.estimate import ESTIMATE, MONEY_LINES
from tests.dialogs.core.tea import Guest
from tests.dialogs.events import Person, buttons, kept, world
from tests.dialogs.examples import thoroughly

OFFICES = ("59000", "80", "31000", "13001", "69001", "44", "45000", "75011")
COUNTRIES = ("BJ", "MA", "XK", "NR", "JP")
ANSWERS = ("yes", "yes", "yes", "no", "unknown")
ELIGIBILITY_ANSWERS: Mapping[str, tuple[Json, ...]] = {
    "head_office": kept(head_office, *OFFICES),
    "direction": ("outgoing", "outgoing", "reciprocity", "south_south"),
    "legal_form": ("association_1901", "association_1901", "association_1908", "entreprise", "autre"),
    "partner_country": COUNTRIES,
    "duration_days": (10, 3, 14, 40),
    "sdgs": (["2"], ["2", "6"], ["1", "17"]),
    **{question.id: ANSWERS for question in ELIGIBILITY.questions() if isinstance(question.kind, YesNoUnsure)},
}
EUROS = ("1350 €", "240 €", "75 €", "0 €", "99,99 €", "12000 €")
ESTIMATE_ANSWERS: Mapping[str, tuple[Json, ...]] = {
    "per_diem_days": (12, 1, 40),
    **{line.id: kept(line, *EUROS) for line in MONEY_LINES},
}
REGIONS = ("hauts-de-france", "occitanie", "centre-val-de-loire", "pays-de-la-loire")

Final = Mapping[str, Json]
Move = tuple[str, int, int]


class Applicant:
    """Somebody who answers one dialog, changes their mind, and in the end stands by `final`."""

    def __init__(self, dialog: Dialog, known: Mapping[str, tuple[Json, ...]], final: Final, region: str | None) -> None:
        self.dialog, self.known, self.final = dialog, known, final
        self.person = Person(CATALOGUE, State(Profile("fr", region)), through_json=True)
        self.person.take(Typed("bonjour"))
        self.open()

    def open(self) -> None:
        self.person.take(Typed({"eligibility": "/eligibilite", "estimate": "/cout"}[self.dialog.id]))

    # -- where they are ----------------------------------------------------------------------------------------------

    def asked(self) -> Any:
        """The step in hand, where it is one of this dialog."""
        step = self.person.asked()
        return step if step in self.dialog.steps else None

    @property
    def finished(self) -> bool:
        frame = self.person.state.shelf.get(self.dialog.id)
        return frame is not None and frame.finished

    def given(self) -> tuple[Question[Any], ...]:
        frames = (*self.person.state.stack, *self.person.state.shelf.values())
        frame = next(frame for frame in frames if frame.dialog == self.dialog.id)
        self.raw = frame.answers
        return answered(walk(self.dialog, frame, Answers(frame.answers), world(self.person.state)))

    # -- what they do ------------------------------------------------------------------------------------------------

    def give(self, question: Question[Any], raw: Json) -> None:
        """Answer the question in hand as a person would: a button where there is one, else in words."""
        assert self.asked() is question
        if isinstance(question.kind, SeveralChoices):
            self.tick(question, raw)
        elif isinstance(question.kind, Choice | YesNoUnsure):
            self.person.take(Pressed(self.dialog.id, question.id, str(raw)))
        else:
            self.person.take(Typed(written(question, raw)))

    def tick(self, question: Question[Any], raw: Any) -> None:
        before = self.raw.get(question.id) if question in self.given() else None
        ticked = set(before) if isinstance(before, list) else set()
        for key in sorted(ticked ^ set(raw)):
            self.person.take(Pressed(self.dialog.id, question.id, key))
        self.person.take(Pressed(self.dialog.id, question.id, "=done"))

    def wander(self, move: Move) -> None:
        """Change one's mind once, in one of the ways there are."""
        way, place, number = move
        given = self.given()
        if way == "press" and given:
            self.person.take(Pressed(self.dialog.id, given[place % len(given)].id, "=edit"))
        elif way == "number":
            self.person.take(Typed(f"/modifier {place % 15 + 1}"))
        elif way == "back":
            for _time in range(place % 4 + 1):
                self.person.take(Typed("/retour"))
        elif way == "away":
            self.person.take(Typed("/menu"))
            self.open()
        step = self.asked()
        if isinstance(step, Question) and step.id in self.known:
            self.give(step, self.known[step.id][number % len(self.known[step.id])])

    def stand_by_it(self) -> Reply:
        """Put every answer right, confirm, and give what is said in the end."""
        for _step in range(120):
            wrong = [question for question in self.given() if self.raw[question.id] != self.final.get(question.id)]
            if wrong:
                self.person.take(Pressed(self.dialog.id, wrong[0].id, "=edit"))
                self.give(wrong[0], self.final[wrong[0].id])
            elif self.finished:
                return self.last_words()
            else:
                self.go_on()
        raise AssertionError("it never ends")

    def go_on(self) -> None:
        step = self.asked()
        if step is None:
            self.open()
        elif isinstance(step, Review):
            self.person.take(self.person.turns[-1].replies[-1].buttons[0].press)
        elif step in self.given():
            self.person.take(Typed("/garder"))
        else:
            self.give(step, self.final[step.id])

    def last_words(self) -> Reply:
        ends = {f"{self.dialog.id}.{step.id}" for step in self.dialog.steps}
        said = [reply for turn in self.person.turns for reply in turn.replies if reply.key in ends]
        steps = [reply for reply in said if self.dialog.step((reply.key or "").rpartition(".")[2]) is None]
        return steps[-1]

    def judged(self) -> tuple[Any, Any, dict[str, str]]:
        """The verdict as it is recorded: what it says, for which region, and each criterion that was asked for."""
        records = [effect for turn in self.person.turns for effect in turn.effects if isinstance(effect, Record)]
        values: Mapping[str, Any] = records[-1].values
        asked = [one for one in values["result"] if not one["reason"].endswith("_unanswered")]
        return values["verdict"], values["region"], {one["id"]: one["status"] for one in asked}


def written(question: Question[Any], raw: Any) -> str:
    """An answer in words; a place by its code."""
    return str(raw["code"]) if question is head_office else say(question.kind.show(question.kind.load(raw)), "fr")


def finals(known: Mapping[str, tuple[Json, ...]]) -> st.SearchStrategy[Final]:
    return st.fixed_dictionaries({id: st.sampled_from(values) for id, values in known.items()})


def moves() -> st.SearchStrategy[list[Move]]:
    ways = st.sampled_from(("press", "number", "back", "away", "answer", "answer"))
    return st.lists(st.tuples(ways, st.integers(0, 30), st.integers(0, 30)), max_size=12)


def words(reply: Reply) -> list[str]:
    """The end of a dialog from its title on: before it stands what the last edit changed."""
    titles = [place for place, part in enumerate(reply.parts) if part.role == "title"]
    return [say(part.text, "fr") for part in reply.parts[min(titles, default=0) :]]


@thoroughly
@given(finals(ELIGIBILITY_ANSWERS), moves())
def test_any_order_of_edits_ends_in_the_same_verdict_on_eligibility(final: Final, detours: list[Move]) -> None:
    straight, astray = (Applicant(ELIGIBILITY, ELIGIBILITY_ANSWERS, final, None) for _one in "12")
    expected = straight.stand_by_it()
    for move in detours:
        astray.wander(move)
    found = astray.stand_by_it()
    assert found.key == expected.key, "the same end of the route"
    assert astray.given() == straight.given(), "the same questions count"
    if expected.key == "eligibility.verdict":
        assert words(found) == words(expected)
    verdict, region, criteria = straight.judged()
    assert astray.judged()[:2] == (verdict, region)
    assert astray.judged()[2].items() >= criteria.items(), (
        "a no may tell more: of questions that it spared, answered before"
    )


@thoroughly
@given(finals(ESTIMATE_ANSWERS), st.sampled_from(REGIONS), moves())
def test_any_order_of_edits_ends_in_the_same_estimate(final: Final, region: str, detours: list[Move]) -> None:
    straight, astray = (Applicant(ESTIMATE, ESTIMATE_ANSWERS, final, region) for _one in "12")
    for move in detours:
        astray.wander(move)
    assert words(astray.stand_by_it()) == words(straight.stand_by_it())


def at_the_review() -> Guest:
    guest = Guest()
    guest.all("bonjour", "/tea", "Thé", "2", "oui", "/skip", "brioche", "terminé")
    return guest


def test_an_old_confirmation_confirms_only_what_it_was_shown_under() -> None:
    guest = at_the_review()
    shown = guest.turn(Opened())
    guest.all("2", "3")
    assert "Ce bouton n'est plus valable" in guest.says(buttons(shown)[0].press)
    assert guest.effects == []
    assert "Voici : tea." in guest.says(buttons(guest.turn(Opened()))[0].press)


def test_an_old_did_you_mean_never_picks_among_new_readings() -> None:
    guest = Guest()
    guest.all("bonjour", "/tea", "Thé")
    two_or_three = buttons(guest.turn(Typed("2 ou 3")))
    five_or_six = buttons(guest.turn(Typed("5 ou 6")))
    assert [say(button.label, "fr") for button in two_or_three[:2]] == ["2", "3"]
    assert "Ce bouton n'est plus valable" in guest.says(two_or_three[1].press)
    assert "sugar" not in guest.state.top.answers
    guest.says(five_or_six[1].press)
    assert guest.state.top.answers["sugar"] == 6


def test_an_answer_that_only_another_region_asks_for_asks_for_nothing_more_here() -> None:
    """Already helped, and for a new project: the Hauts-de-France ask for both, Occitanie for neither."""
    person = Person(CATALOGUE, through_json=True)
    for words_ in ("bonjour", "/eligibilite", "59000", "1", "1", "Bénin", "oui", "oui"):
        person.take(Typed(words_))
    person.take(Pressed("eligibility", "head_office", "=edit"))
    turn = person.take(Typed("31000"))
    changes = say(turn.replies[-1].parts[0].text, "fr")
    assert "Déjà aidée par EXPLOR et Nouveau projet" in changes
    listed = "\n".join(words(person.take(Typed("/modifier")).replies[0]))
    assert "Forme juridique" in listed
    assert "Nouveau projet" not in listed
