"""A question in somebody's own words, whatever they are doing: answered, or guessed at, or passed on to a person.

It comes before what is under way, which goes on after it. The answer speaks the language of the question. What was not
answered, offered in vain or found useless is noted for the staff, without whoever asked.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from dialogs.core.dialog import Answers, Dialog, Predicate, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record, Remember
from dialogs.core.events import Pressed
from dialogs.core.kind import Json, Option
from dialogs.core.oracle import Answer, Context
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import Text, _, spoken
from dialogs.inquiry import OTHER, Act, Deed, Doing, Inquiry, Offered, Wondering
from dialogs.person import FIRST, PERSON
from dialogs.region import REGION

QUESTION_ID, ANSWER_ID = "question", "answer"
LEANS = timedelta(minutes=30)
"""How long a short question may lean on the answer before it: after that it is about something else."""
MOST_RELATED = 2

LABELS: Mapping[Act, Text] = {
    "more": _("En savoir plus"),
    "useful": _("Utile"),
    "useless": _("Pas utile"),
    "person": _("Demander à une personne"),
}

# -- what is asked ---------------------------------------------------------------------------------------------------

words = Question(
    id="words",
    title=_("Votre question"),
    ask=_("Quelle est votre question ? Écrivez-la avec vos mots."),
    kind=Wondering(),
    may_ask=True,
    then=lambda answers, world: tuple(_missed(answers, world, "suggest")),
)


def found(answers: Answers, world: World) -> tuple[Answer, ...]:
    """What is answered to the words; nothing where nobody answers here."""
    if world.oracle is None:
        return ()
    profile = world.profile
    return world.oracle.ask(answers[words].words, profile.region, profile.lang, world.now, context(world))


def context(world: World) -> Context | None:
    """What the last answer was about, while it is fresh."""
    match world.about:
        case {"entry": str(entry), "region": str() | None as region, "at": str(at)} if _fresh(at, world.now):
            return Context(entry, region)
    return None


def _fresh(at: str, now: datetime) -> bool:
    try:
        return timedelta(0) <= now - datetime.fromisoformat(at) <= LEANS
    except (ValueError, TypeError):
        return False


def language(answers: Answers, world: World) -> str | None:
    """The language of the question, once it is asked."""
    return next((one.lang for one in found(answers, world)), None) if answers.get(words) else None


# -- what it may be about --------------------------------------------------------------------------------------------


def unsure(answers: Answers, world: World) -> bool:
    return any(one.outcome == "suggest" and one.suggested for one in found(answers, world))


def offered(answers: Answers, world: World) -> tuple[Option, ...]:
    """The entries that may be meant, and a person."""
    entries = [entry for one in found(answers, world) for entry in one.suggested]
    other = Option(OTHER, _("Autre chose : demander à une personne"))
    return (*(Option(entry.id, spoken(entry.title)) for entry in entries), other)


which = Question(
    id="which",
    title=_("Votre question"),
    ask=_("Je ne suis pas sûr d'avoir compris. Vouliez-vous dire :"),
    kind=Offered(),
    when=unsure,
    options=offered,
    aside=True,
    then=lambda answers, world: _settled(answers, world),
)

# -- what is noted for the staff -------------------------------------------------------------------------------------


def _gap(kind: str, day: str, asked: str, lang: str, region: str | None, entry: str | None) -> Record:
    noted = {"kind": kind, "day": day, "words": asked, "lang": lang, "region": region, "entry": entry}
    return Record("gap.note", noted)


def _missed(answers: Answers, world: World, outcome: str) -> tuple[Effect, ...]:
    """The questions that had this outcome, if it was for us to answer them."""
    asked = answers[words]
    return tuple(_of(asked, one, world) for one in found(answers, world) if one.outcome == outcome and one.ours)


def _of(asked: Inquiry, one: Answer, world: World) -> Record:
    kind = "unanswered" if one.outcome == "unknown" else "not_chosen"
    first = one.suggested[0].id if one.suggested else None
    return _gap(kind, asked.day, asked.words, one.lang, one.region or world.profile.region, first)


def _settled(answers: Answers, world: World) -> tuple[Effect, ...]:
    """One of the entries offered was meant: what was noted when they were is taken back."""
    if answers[which] == OTHER:
        return ()
    noted = _missed(answers, world, "suggest")
    return tuple(Record("gap.settle", one.values) for one in noted if isinstance(one, Record))


def _told(one: Answer, world: World) -> Remember:
    about: Json = {"entry": one.entry, "region": one.region, "at": world.now.isoformat()}
    return Remember(about)


# -- what is answered ------------------------------------------------------------------------------------------------


def reply(one: Answer, asked: str) -> Reply:
    """An answer with its sources, and what can be done with it."""
    notes = (Part(spoken(note), "note") for note in one.notes)
    return Reply((Part(spoken(one.text)), *notes), tuple(_under(one, asked)), lang=one.lang)


def _under(one: Answer, asked: str) -> list[Button]:
    if one.entry is None:
        return [_button("person", one, asked)]
    related = [_button("tell", one, asked, entry.id, spoken(entry.title)) for entry in one.related[:MOST_RELATED]]
    more = [_button("more", one, asked)] if one.more else []
    acts: tuple[Act, ...] = ("useful", "useless", "person")
    return [*more, *related, *(_button(act, one, asked) for act in acts)]


def _button(act: Act, one: Answer, asked: str, entry: str | None = None, label: Text | None = None) -> Button:
    deed = Deed(act, asked, one.lang, entry or one.entry, one.region)
    return Button(label or LABELS[act], Pressed(ANSWER_ID, what.id, deed.pressed))


def answered(answers: Answers, world: World) -> tuple[Reply, ...]:
    """An answer to each question of the message."""
    asked = answers[words].words
    return tuple(reply(one, asked) for one in found(answers, world))


def after(answers: Answers, world: World) -> tuple[Effect, ...]:
    told = [_told(one, world) for one in found(answers, world) if one.entry]
    return (*_missed(answers, world, "unknown"), *told[-1:])


def _meant(answers: Answers, world: World) -> Answer | None:
    """The entry that was chosen among those offered, in the language and for the region of the question."""
    first = next(iter(found(answers, world)), None)
    if first is None or world.oracle is None:
        return None
    return world.oracle.tell(answers[which], first.region, first.lang, world.now)


def chosen(answers: Answers, world: World) -> tuple[Reply, ...]:
    one = _meant(answers, world)
    return (reply(one, answers[words].words),) if one else (Reply((Part(NO_MORE),)),)


def remembered(answers: Answers, world: World) -> tuple[Effect, ...]:
    one = _meant(answers, world)
    return (_told(one, world),) if one else ()


def nobody(answers: Answers, world: World) -> tuple[Part, ...]:
    """Nobody answers here: as little is known as of a question that nobody foresaw."""
    return () if world.oracle else (Part(_("Je ne sais pas répondre à cette question.")),)


def to_a_person(asked: str, world: World) -> tuple[Effect, ...]:
    """The question is offered to be sent; somebody whose network is not known says first which one it is."""
    person = Open(PERSON.id, fresh=True, answers={FIRST.id: asked})
    return (person, Open(REGION.id, fresh=True)) if world.relays and not world.profile.region else (person,)


NO_MORE = _("Cette réponse n'existe plus. Posez votre question en quelques mots.")

QUESTION = Dialog(
    id=QUESTION_ID,
    version=1,
    title=_("Une question"),
    lang=language,
    steps=(
        words,
        which,
        Stop(
            id="other",
            when=lambda answers, world: answers[which] == OTHER,
            say=lambda answers, world: (),
            then=lambda answers, world: to_a_person(answers[words].words, world),
        ),
        Stop(
            id="chosen",
            when=lambda answers, world: bool(answers[which]),
            say=lambda answers, world: (),
            tells=chosen,
            then=remembered,
        ),
        Stop(id="answered", say=nobody, tells=answered, then=after),
    ),
)

# -- what is done with an answer -------------------------------------------------------------------------------------

what = Question(
    id="what",
    title=_("Votre question"),
    ask=_("Quelle est votre question ? Écrivez-la avec vos mots."),
    kind=Doing(),
)


def _does(*acts: Act) -> Predicate:
    return lambda answers, world: answers[what].act in acts


def _again(answers: Answers, world: World) -> Answer | None:
    deed = answers[what]
    if world.oracle is None or deed.entry is None:
        return None
    return world.oracle.tell(deed.entry, deed.region, deed.lang, world.now)


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    one, deed = _again(answers, world), answers[what]
    if one is None:
        return (Reply((Part(NO_MORE),)),)
    return (_more(one, deed) if deed.act == "more" else reply(one, deed.words),)


def _more(one: Answer, deed: Deed) -> Reply:
    return Reply((Part(spoken(one.more or one.text)),), (_button("person", one, deed.words),), lang=one.lang)


def kept(answers: Answers, world: World) -> tuple[Effect, ...]:
    one = _again(answers, world)
    return (_told(one, world),) if one else ()


def disliked(answers: Answers, world: World) -> tuple[Effect, ...]:
    """Noted, once for each answer: a button may be pressed twice."""
    deed, about = answers[what], world.about if isinstance(world.about, Mapping) else {}
    if deed.entry is None or about.get("disliked") == deed.entry:
        return ()
    noted = _gap("disliked", world.now.date().isoformat(), deed.words, deed.lang, deed.region, deed.entry)
    return (noted, Remember({**about, "disliked": deed.entry}))


def sorry(answers: Answers, world: World) -> tuple[Reply, ...]:
    deed = answers[what]
    person = Button(LABELS["person"], Pressed(ANSWER_ID, what.id, Deed("person", deed.words, deed.lang).pressed))
    said = (Part(_("Merci de l'avoir dit. Le réseau verra cette question, sans savoir de qui elle vient.")),)
    return (Reply(said, (person,), lang=deed.lang),)


ANSWER = Dialog(
    id=ANSWER_ID,
    version=1,
    title=_("Une question"),
    pressed=True,
    lang=lambda answers, world: deed.lang if (deed := answers.get(what)) else None,
    steps=(
        what,
        Stop(
            id="person",
            when=_does("person"),
            say=lambda answers, world: (),
            then=lambda answers, world: to_a_person(answers[what].words, world),
        ),
        Stop(id="useful", when=_does("useful"), say=_("Merci, c'est noté.")),
        Stop(id="useless", when=_does("useless"), say=lambda answers, world: (), tells=sorry, then=disliked),
        Stop(id="told", say=lambda answers, world: (), tells=told, then=kept),
    ),
)
