"""What people, forgers and old databases may hand to a conversation, as Hypothesis strategies.

A draw does not know what the bot will show, so it speaks of "the third button shown" or "an answer that fits": `Person`
turns that into an event at the moment it happens.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from bot import claiming
from bot.oracle import TurnOracle
from bot.questions import Questions
from bot.words import LANGUAGES, PARIS, say, speaker
from dialogs.catalogue import CATALOGUE
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import Dialog, Question, Shared, World
from dialogs.core.effects import Written
from dialogs.core.events import Came, Event, Medium, Opened, Pressed, Said, Sent, Typed
from dialogs.core.kind import Accepted, Json, Kind, Reading, Refused, Unreadable
from dialogs.core.kinds import (
    Choice,
    Country,
    DateRange,
    Day,
    DayCount,
    Email,
    HeadOffice,
    Integer,
    ListOf,
    LongText,
    MoneyKind,
    Phone,
    Rna,
    SeveralChoices,
    ShortText,
    Siret,
    YesNo,
    YesNoUnsure,
)
from dialogs.core.reply import Button
from dialogs.core.state import Frame, Profile, State, freeze, thaw
from dialogs.core.take import Turn, take
from dialogs.field.expenses import CLAIM
from dialogs.field.joining import MissionCode
from dialogs.field.livret import Wanting
from dialogs.field.mission import Mission
from dialogs.field.paid import Paid
from dialogs.field.picking import Which as WhichMission
from dialogs.field.preparation import Ticking
from dialogs.field.pressing import Deed as FieldDeed
from dialogs.field.pressing import Pressing
from dialogs.inquiry import Act, Deed, Doing, Offered, Wondering
from dialogs.pre_fiche.agreement import Agreement, Charter
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.sharing import Code
from dialogs.pre_fiche.start import NEW, Which
from dialogs.pre_fiche.submission import Confirmation
from dialogs.proposal import LABELS, Reacting, Reaction
from dialogs.region import RegionKind
from knowledge.entries import parse_faq
from knowledge.finding.confidence import Confidence
from knowledge.finding.fitted import CONFIDENCE
from tests.dialogs.core import tea
from tests.dialogs.in_the_field import BOOK, missions_of, shelf
from tests.dialogs.test_pre_fiche import WHOLE
from tests.faq.small import english, french
from tests.play import facts

NOW = datetime(2025, 5, 10, 10, tzinfo=PARIS)

CATALOGUES: Mapping[str, Catalogue] = {
    **{dialog.id: CATALOGUE for dialog in CATALOGUE.dialogs},
    tea.TEA.id: tea.CATALOGUE,
}
"""Every dialog that there is, and the small one of the engine's own tests, each with the catalogue it lives in."""

SHARED = frozenset(one.id for one in CATALOGUE.dialogs if one.shared and one.id != CLAIM)
"""The dialogs about an application: what is answered there is the application's, not the conversation's."""

HALF = {id: WHOLE[id] for id in list(WHOLE)[::2]}
_CALL = Application("whole", "hauts-de-france", "hdf-2025")
_NUMBERED = replace(_CALL, reference="HDF-2025-0001", version=1, submitted_at=NOW)
OURS: Mapping[str, Shared] = {
    "whole": Shared(WHOLE, _CALL),
    "half": Shared(HALF, Application("half", "occitanie", colleagues=1)),
    "joined": Shared(HALF, replace(_CALL, id="joined", owner=False, filing="chat")),
    "mended": Shared(
        {**WHOLE, "need": None},
        replace(_NUMBERED, id="mended", state="correction", correction_fields=("need", "flight"), correction_words="?"),
    ),
    "handed": Shared(WHOLE, replace(_NUMBERED, id="handed", state="submitted")),
}
"""The applications that a person has a share in: drafts, whole and not, one to correct, one handed in."""

SPENT = claiming.shares((BOOK,))
"""The expenses that a person may still change."""
ABOUT = {**OURS, **SPENT}

PLAUSIBLE: Mapping[type[Kind[Any]], tuple[str, ...]] = {
    HeadOffice: (
        "59000",
        "Nord",
        "13001 Marseille",
        "2A",
        "le 44",
        "75011",
        "97411",
        "Toulouse",
        "69",
        "33 000",
        "corse",
    ),
    Choice: ("1", "2", "le premier", "non", "deux", "association"),
    RegionKind: ("Bretagne", "hauts de france", "13001", "3", "Toulouse", "occitanie", "75011"),
    Country: ("Bénin", "MA", "Kosovo", "Nauru", "Sénégal", "Guinée", "Brasil", "المغرب", "benign", "France", "congo"),
    YesNo: ("oui", "no", "sim", "sí", "نعم", "لا", "👍"),
    YesNoUnsure: ("oui", "non", "je ne sais pas", "no", "sim", "sí", "نعم", "3", "peut-être"),
    Integer: ("10", "12 jours", "quinze", "١٥", "0", "400", "3,5", "deux ou trois"),
    MoneyKind: ("1 350 €", "mil euros", "240,50", "1.234", "٧٥", "12 000 FCFA", "gratuit", "entre 100 et 200", "0"),
    SeveralChoices: ("2 et 6", "2", "terminé", "supprimer 1", "aucun", "tous", "dix-sept"),
    ShortText: ("bonjour", "من فضلك", "une phrase"),
    LongText: (
        "Une phrase assez longue, puis une autre, qui racontent ce qui est demandé ici.",
        "من فضلك",
        "Deux lignes d'un texte,\nassez longues aussi.",
    ),
    DayCount: ("10", "12 jours", "quinze", "du 3 au 12 mai", "3,5"),
    Day: ("le 9 mai 2025", "02/03/2025", "hier", "demain", "un jour"),
    DateRange: ("du 1er au 30 septembre 2025", "septembre 2025", "demain", "1/9/2025 - 30/9/2025", "plus tard"),
    Email: ("ana@kpomasse.org", "Ana <a.b@example.org>", "ana chez kpomasse"),
    Paid: ("12 500 FCFA", "90 €", "12500", "20 USD", "gratuit", "0"),
    Phone: ("06 12 34 56 78", "+229 01 97 97 97 97", "12"),
    Rna: ("W595012345", "w 595 012 345", "595"),
    Siret: ("732 829 320 00074", "73282932000074", "732 829 320 00075"),
    Agreement: ("oui", "non", "نعم"),
    Charter: ("oui", "non", "sim"),
    Confirmation: ("oui", "non", "peut-être"),
    Code: ("abcd-efgh-jkmn", "ABCD EFGH", "12"),
    MissionCode: ("abcd-efgh-jkmn", "ABCD EFGH", "12"),
    Wondering: ("Quel est le plafond de l'aide ?", "how long does it last?", "asdf ?", "plafond durée", "الطقس ؟"),
    Offered: ("1", "2", "aucun", "Faut-il un vaccin ?", "59000"),
    Doing: ("Utile",),
    Pressing: ("Ouvrir",),
    Which: ("1", "2", "le premier"),
    WhichMission: ("1", "2", "la première"),
    Wanting: ("visa", "les contacts", "le livret en PDF", "Kossi", "1", "12"),
    Ticking: ("1", "2", "le passeport"),
    Reacting: ("Pas cette fois",),
    ListOf: ("brioche", "tarte\nflan", "terminé", "supprimer 1", "done"),
}
"""What people write for each kind of answer, well or badly."""

HOSTILE = (
    "",
    " \n\t ",
    "x" * 5000,
    "9" * 5000,
    "é" * 200,
    "\x00",
    "59\x00000",
    "\u202e00095",
    "\u2066oui",
    "\ud800",
    "{name}",
    "{literal}",
    "{0.__class__}",
    "%s%n%(a)d",
    "=ok",
    "=done",
    "=pick:0",
    "=none",
    "/x",
    "/",
    "//",
    "/modifier 99999999999",
    "/modifier -1",
    "/modifier ²",
    "²",
    "-0",
    "1e400",
    "nan",
    "🎉",
    "<b>oui</b>",
    "Quel est le plafond de l'aide ?",
    "et en Occitanie ?",
    "why? why?",
    "oui'; DROP TABLE people;--",
)

COMMANDS = tuple(
    dict.fromkeys(f"/{name}" for command in CATALOGUE.commands for names in command.names.values() for name in names)
)
BARE = (
    "retour",
    "back",
    "menu",
    "aide",
    "رجوع",
    "passer",
    "saltar",
    "garder",
    "annuler",
    "stop",
    "bonjour",
    "modifier",
)
EDITS = tuple(f"/modifier {number}" for number in range(1, 16))

FORGED_VALUES = (
    "",
    "=",
    "=ok",
    "=edit",
    "=none",
    "=done",
    "=other",
    "=back",
    "=skip",
    "=keep",
    "=cancel",
    "=home",
    "=pick:0",
    "=pick:7",
    "=pick:-1",
    "=pick:" + "9" * 5000,
    "=remove:1",
    "=item:1",
    "=commune:0",
    "=commune:99",
    "=commune:²",
    "=lots",
    "tea",
    "59000",
    "yes",
    "oui",
    "erase",
    "hauts-de-france",
    "{name}",
    "\x00",
)


@dataclass(frozen=True)
class Shown:
    """A press on a button that was shown: among those of the last turn, or among all since the beginning."""

    number: int
    stale: bool


@dataclass(frozen=True)
class Fitting:
    """Words that fit the question at hand, well or badly."""

    number: int


Drawn = Said | Shown | Fitting


# -- strategies -----------------------------------------------------------------------------------------------------


def typed() -> st.SearchStrategy[Typed]:
    pool = st.sampled_from((*HOSTILE, *COMMANDS, *BARE, *EDITS, *(one for many in PLAUSIBLE.values() for one in many)))
    return st.builds(Typed, pool | st.text(max_size=30), st.sampled_from((False, False, False, True)))


def sent() -> st.SearchStrategy[Sent]:
    words = st.none() | st.sampled_from(("oui", "photo.jpg", "", *HOSTILE))
    return st.builds(Sent, st.sampled_from(get_args(Medium)), words, words, words, st.none() | st.integers(), words)


def opened() -> st.SearchStrategy[Opened]:
    return st.builds(Opened, st.sampled_from(("", "eligibility", "=ok", "x" * 5000, "{name}", "\x00")))


@cache
def forged(id: str) -> st.SearchStrategy[Pressed]:
    """A press that no button may bear: any dialog, any step, any value."""
    catalogue = CATALOGUES[id]
    dialogs = [dialog.id for dialog in catalogue.dialogs]
    about = [f"{dialog}@{subject}" for dialog in dialogs for subject in (*ABOUT, "theirs", "")]
    steps = [step.id for dialog in catalogue.dialogs for step in dialog.steps]
    return st.builds(
        Pressed,
        st.sampled_from((*dialogs, "", "nothing")) | st.sampled_from(about) | st.text(max_size=5),
        st.sampled_from((*steps, "", "nothing")) | st.text(max_size=5),
        st.sampled_from(FORGED_VALUES) | st.text(max_size=8).map(lambda text: f"={text}"),
    )


@cache
def events(id: str) -> st.SearchStrategy[Drawn]:
    """Anything that can happen; half of it is what a person would rather do."""
    number = st.integers(0, 40)
    sensible = st.builds(Fitting, number) | st.builds(Shown, number, st.booleans())
    return sensible | typed() | (forged(id) | sent() | opened() | came())


def came() -> st.SearchStrategy[Came]:
    """News of an application that was handed in, or of a mission, as the world brings it."""
    id = st.sampled_from(("mended", "handed", "m1", "m2", "c1", "c2", "c4", "theirs"))
    told = {"reference": "HDF-2025-0001", "version": 1, "at": NOW.isoformat(), "fields": ["need"], "words": "Bravo."}
    changes = [{"section": "mission", "title": "Mission", "new": ["Demain"] * 9, "gone": ["Hier"] * 9}]
    mission = {"stage": "mission", "since": 1, "changes": changes, "before": {"first_day": None, "last_day": None}}
    told |= {**mission, "day": NOW.date().isoformat(), "interview": "after_association", "wanted": True, "again": False}
    told |= {"mission": "m1", "numbers": [1, 2], "number": 2, "cents": 4512}
    named = st.builds(lambda name, id: Came(name, {**told, "id": id}), st.sampled_from(sorted(CATALOGUE.news)), id)
    return named.map(lambda one: Came(one.name, {"why": "used"}) if one.name.endswith("not_joined") else one)


@cache
def conversations(id: str) -> st.SearchStrategy[State]:
    """The dialog under way with any of its answers, maybe over another that was begun, cancelled or finished."""
    others = [_frames(one.id, id) for one in CATALOGUES[id].dialogs if one.id not in (id, "home")]
    return st.builds(
        _state,
        st.sampled_from(("fr", "fr", *LANGUAGES)),
        st.sampled_from((None, "hauts-de-france", "occitanie")),
        st.booleans(),
        st.none() | st.one_of(others) if others else st.none(),
        _frames(id, id),
    )


def _state(lang: str, region: str | None, shelved: bool, other: Frame | None, top: Frame) -> State:
    """As take() would leave it: home at the bottom, the dialog on top, or on the shelf where it was finished."""
    kept = [
        frame for frame in (other, top) if frame and (frame.finished or (shelved and frame is other and _keeps(frame)))
    ]
    stack = [frame for frame in (other, top) if frame and frame not in kept]
    return State(Profile(lang, region), (Frame("home", 1), *stack), {frame.dialog: frame for frame in kept})


def _keeps(frame: Frame) -> bool:
    """Whether the answers of its dialog go to the shelf when it is left."""
    return frame.dialog in {dialog.id for dialog in (*CATALOGUE.dialogs, tea.TEA) if dialog.keeps_answers}


def _frames(id: str, home: str) -> st.SearchStrategy[Frame]:
    """A frame with its first answers, more or less all of them; drawn as numbers because that is quick."""
    dialog = _found(id, CATALOGUES[home])
    questions = tuple(dialog.questions())
    number, place = st.integers(0, 15), st.integers(0, max(0, 2 * len(questions) - 1))
    finished = st.sampled_from((False, False, dialog.keeps_answers))
    subject = st.sampled_from(tuple(OURS)) if id in SHARED else st.none()
    subject = st.sampled_from(tuple(SPENT)) if id == CLAIM else subject

    def frame(numbers: list[int], focus: int, finished: bool, subject: str | None) -> Frame:
        pairs = zip(questions, numbers, strict=False)
        answers = {question.id: pick(question, number) for question, number in pairs if number < 15}
        there = questions[focus].id if focus < len(questions) else None
        return Frame(id, dialog.version, answers, there, None, finished, subject)

    return st.builds(frame, st.lists(number, max_size=len(questions)), place, finished, subject)


def pick(question: Question[Any], number: int) -> Json:
    """One of the valid answers; where it may be passed, that is one of them."""
    known: tuple[Json, ...] = (*stored(question), *((None,) if question.optional else ()))
    return known[number % len(known)]


@cache
def json_values() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
    return st.recursive(
        leaves | st.sampled_from(HOSTILE),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys() | st.text(max_size=5), inner, max_size=4),
        max_leaves=8,
    )


def _keys() -> st.SearchStrategy[str]:
    """The names that stored states use, so that a draw comes near them."""
    frame = ("format", "profile", "stack", "shelf", "dialog", "version", "answers", "focus", "pending", "question")
    return st.sampled_from((*frame, "partial", "candidates", "lang", "region", "items", "maybe", "inner", "code"))


@cache
def broken_frames(id: str) -> st.SearchStrategy[dict[str, Any]]:
    """A stored frame of this dialog in which anything may stand for an answer, a focus or a half answer."""
    dialog = _found(id, CATALOGUES[id])
    steps = st.sampled_from([step.id for step in dialog.steps] or [""]) | st.text(max_size=4)
    good = [raw for question in dialog.questions() for raw in stored(question)]
    value = json_values() | st.sampled_from((*good, None))
    pending = st.fixed_dictionaries({"question": steps, "partial": value, "candidates": st.lists(value, max_size=6)})
    return st.fixed_dictionaries(
        {
            "dialog": st.just(id),
            "version": st.integers() | st.just(dialog.version),
            "answers": st.dictionaries(steps, value, max_size=6),
        },
        optional={
            "subject": st.sampled_from((*ABOUT, "theirs")) | json_values(),
            "seen": st.tuples(steps, value).map(list) | json_values(),
            "focus": steps | json_values(),
            "pending": pending | json_values(),
            "finished": json_values(),
        },
    )


# -- what fits ------------------------------------------------------------------------------------------------------


def _found(id: str, catalogue: Catalogue) -> Dialog:
    return next(dialog for dialog in catalogue.dialogs if dialog.id == id)


def fitting(question: Question[Any]) -> tuple[str, ...]:
    """What people write for this question."""
    return next((words for kind, words in PLAUSIBLE.items() if type(question.kind) is kind), ())


@cache
def stored(question: Question[Any]) -> tuple[Json, ...]:
    """Valid answers as they are kept, made by reading what people write."""
    reading = Reading("fr", NOW, facts())
    if isinstance(question.kind, Choice | SeveralChoices):
        values = [option.value for option in question.kind.options(reading) if not option.value.startswith("=")]
        return (
            tuple(values) if isinstance(question.kind, Choice) else _loadable(question, values[:1], values[1:4], values)
        )
    if isinstance(question.kind, Which | Confirmation):
        return (*OURS, NEW) if isinstance(question.kind, Which) else ("no", "yes:0123456789ab")
    if isinstance(question.kind, Offered):
        return ("cap", "gone")
    if isinstance(question.kind, Doing):
        return tuple(asdict(Deed(act, "plafond ?", "fr", "cap", "occitanie")) for act in get_args(Act))
    if isinstance(question.kind, WhichMission):
        return ("m1", "m2", "theirs")
    if isinstance(question.kind, Ticking):
        return ("passport", "visa")
    if isinstance(question.kind, Pressing):
        return tuple(question.kind.dump(FieldDeed(act, "m1")) for act in sorted(question.kind.acts))
    if isinstance(question.kind, Reacting):
        return tuple(asdict(Reaction("mission1", "offer1", answer)) for answer in LABELS)
    if isinstance(question.kind, ListOf):
        return (["une brioche"], ["une brioche", "deux tartes"])
    return tuple(raw for words in fitting(question) for raw in kept(question, words))


def _loadable(question: Question[Any], *raws: Json) -> tuple[Json, ...]:
    """Those that the kind accepts: a list may be limited in length."""
    found = []
    for raw in raws:
        with suppress(Unreadable):
            question.kind.load(raw)
            found.append(raw)
    return tuple(found)


def kept(question: Question[Any], *words: str) -> tuple[Json, ...]:
    """What is stored of these words: nothing of those that are refused or asked about."""
    return tuple(
        question.kind.dump(outcome.value) for one in words if isinstance(outcome := _read(question, one), Accepted)
    )


def _read(question: Question[Any], words: str) -> object:
    try:
        return question.kind.read(Typed(words), Reading("fr", NOW, facts()))
    except Refused:
        return None


# -- a person -------------------------------------------------------------------------------------------------------


@dataclass
class Person:
    """Somebody in conversation; `through_json` keeps the state as a database would.

    `shared` is what they have a share in, written to as they answer. Unless it is handed in, somebody who has chosen a
    region or is in the middle of an application has all of `OURS`, with the answers that their frames bear.
    """

    catalogue: Catalogue
    state: State = field(default_factory=State)
    through_json: bool = False
    turns: list[Turn] = field(default_factory=list)
    shared: dict[str, Shared] | None = None
    quietly: bool = False
    """The last thing was news of a receipt, which leaves what was asked before as it stands."""

    missions: tuple[Mission, ...] | None = None
    """Those they were in when the conversation began: choosing a region lets nobody into a mission."""

    def __post_init__(self) -> None:
        if self.missions is None:
            self.missions = missions_of(self.state)
        if self.shared is None:
            about = [frame for frame in self.state.stack if frame.subject]
            self.shared = dict(ABOUT) if about or self.state.profile.region else {}
            for frame in about:
                for question, value in frame.answers.items():
                    self.write(Written(frame.subject or "", question, value))

    def write(self, written: Written) -> None:
        one = self.shares.get(written.subject)
        if one:
            value = json.loads(json.dumps(written.value)) if self.through_json else written.value
            self.shares[written.subject] = replace(one, answers={**one.answers, written.question: value})

    @property
    def shares(self) -> dict[str, Shared]:
        return self.shared if self.shared is not None else {}

    @property
    def twin(self) -> "Person":
        """Somebody in the very same place, to see what would come of something."""
        return Person(self.catalogue, self.state, shared=dict(self.shares), missions=self.missions)

    def answers(self) -> dict[str, dict[str, Json]]:
        """Every answer they gave, by dialog or by application."""
        return {**answers(self.state, self.catalogue), **{id: dict(one.answers) for id, one in self.shares.items()}}

    def hears(self, drawn: Drawn) -> Turn:
        return self.take(self.meant(drawn))

    def take(self, said: Said) -> Turn:
        self.quietly = isinstance(said, Came) and said.name.startswith("receipt")
        if self.through_json:
            self.state = thaw(json.loads(json.dumps(freeze(self.state))), Profile())
        event = Event(f"e{len(self.turns)}", NOW, said)
        known = world(self.state, self.shares, f"token{len(self.turns):04}")
        turn = take(self.catalogue, self.state, event, replace(known, missions=self.missions or ()))
        self.turns.append(turn)
        self.state = turn.state
        for effect in turn.effects:
            if isinstance(effect, Written):
                self.write(effect)
        return turn

    def meant(self, drawn: Drawn) -> Said:
        match drawn:
            case Shown(number=number, stale=stale):
                shown = [button for turn in (self.turns if stale else self.turns[-1:]) for button in buttons(turn)]
                return shown[number % len(shown)].press if shown else Typed("1")
            case Fitting(number=number):
                words = self._fitting() or ("1",)
                return Typed(words[number % len(words)])
        return drawn

    def _fitting(self) -> tuple[str, ...]:
        asked = self.asked()
        return fitting(asked) if isinstance(asked, Question) else ("oui", "1", "non", "3")

    def asked(self) -> Any:
        """The step that the last reply asks for."""
        key = self.turns[-1].replies[-1].key if self.turns else None
        dialog, _dot, step = (key or "").rpartition(".")
        found = self.catalogue.dialog(dialog)
        return found.step(step) if found else None


RELAYED = "hauts-de-france"


def world(state: State, shared: Mapping[str, Shared] | None = None, fresh: str = "token") -> World:
    """What a dialog knows besides its answers, in this conversation. One network reads here what is written to it."""
    say, relays, oracle = speaker(state.profile.lang), frozenset({RELAYED}), TurnOracle(few_questions)
    return World(
        facts(),
        NOW,
        state.profile,
        say,
        shared=shared or {},
        fresh=fresh,
        relays=relays,
        oracle=oracle,
        missions=missions_of(state),
        livret=shelf().chapters,
    )


@cache
def few_questions() -> Questions:
    """A few questions and answers, in French and in English, with a confidence of their own, on the score alone."""
    of = {id: one.fingerprint for id, one in parse_faq(french()).entries.items()}
    made = Questions(parse_faq(french() | english(of)), facts())
    rest = (0.0,) * (len(CONFIDENCE.right) - 2)
    made.search = made.search.trusting(Confidence((-7.0, 16.0, *rest), (-1.5, 8.0, *rest), 0.5, 0.5))
    return made


def buttons(turn: Turn) -> list[Button]:
    return [button for reply in turn.replies for button in reply.buttons]


def said(turn: Turn, lang: str) -> list[str]:
    """All the words of a turn, buttons included."""
    return [
        *(say(part.text, lang) for reply in turn.replies for part in reply.parts),
        *(say(button.label, lang) for button in buttons(turn)),
    ]


def says(turn: Turn, msgid: str) -> bool:
    return any(part.text.msgid == msgid for reply in turn.replies for part in reply.parts)


def answers(state: State, catalogue: Catalogue) -> dict[str, dict[str, Json]]:
    """Every answer to a question, by dialog, wherever its frame stands.

    What a review sealed is no answer; what is shared is not the conversation's.
    """
    frames = (*state.shelf.values(), *state.stack)
    return {frame.dialog: _of_questions(frame, catalogue) for frame in frames if frame.answers and not frame.subject}


def _of_questions(frame: Frame, catalogue: Catalogue) -> dict[str, Json]:
    questions = {question.id for question in _found(frame.dialog, catalogue).questions()}
    return {id: raw for id, raw in frame.answers.items() if id in questions}
