"""« Tout va bien ? »: once a day in the field, for those who agreed, where the network asks.

It is asked at an hour of the mission's zone; unanswered it is asked again, then the staff are told. It can be paused or
ended at any time. Never outside the days of the mission, never for one that is over.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Predicate, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Came
from dialogs.core.kinds import YesNo
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import Text, _
from dialogs.field.joining import doors
from dialogs.field.mission import Mission, mission
from dialogs.field.picking import chosen, nowhere, which
from dialogs.field.pressing import Pressing, press

CHECKIN_ID, CONSENT_ID, DO = "checkin", "checkin.consent", "checkin.do"
PAUSE = timedelta(days=2)
"""How long a pause lasts: a journey without a network seldom takes longer, and nobody forgets to end it."""

SILENCE = News(())

LABELS: Mapping[str, Text] = {
    "fine": _("Tout va bien"),
    "pause": _("Faire une pause de deux jours"),
    "resume": _("Reprendre dès aujourd'hui"),
    "agree": _("Me demander chaque jour"),
    "stop": _("Ne plus me demander"),
}


def offered(found: Mission, world: World) -> bool:
    """Whether this volunteer may be asked: the network wants it, and its staff read here what is missed."""
    return found.role == "volunteer" and found.checkins and found.sheet.region in world.relays and not found.over


def buttons(found: Mission, *acts: str) -> tuple[Button, ...]:
    return tuple(Button(LABELS[act], press(DO, what.id, act, found.id)) for act in acts)


# -- whether one agrees ----------------------------------------------------------------------------------------------

PROMISE = _(
    "Pendant la mission, je peux vous demander une fois par jour si tout va bien. Sans réponse, je redemande, puis je "
    "préviens votre réseau. Vous pouvez faire une pause ou arrêter à tout moment : tapez /point."
)

agreed = Question(
    id="agreed",
    title=_("Point du jour"),
    ask=_("Voulez-vous ce point du jour ?"),
    kind=YesNo(),
    above=lambda answers, world: (Part(PROMISE),),
    aside=True,
)


def agree(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = chosen(answers, world)
    return (Record("checkin.agree", {"id": found.id, "agreed": answers[agreed]}),) if found else ()


YES = _("C'est entendu. Je vous le demanderai chaque jour de la mission.")
NO = _("D'accord, je ne demanderai rien. Pour changer d'avis, tapez /point.")

CONSENT = Dialog(
    id=CONSENT_ID,
    version=1,
    title=_("Point du jour"),
    steps=(
        nowhere,
        which,
        Stop(
            id="not_offered",
            when=lambda answers, world: not _may(answers, world),
            say=_("Votre réseau ne propose pas de point du jour pour cette mission."),
        ),
        agreed,
        Stop(id="yes", when=lambda answers, world: answers[agreed], say=YES, then=agree),
        Stop(id="no", say=NO, then=agree),
    ),
)


def _may(answers: Answers, world: World) -> bool:
    found = chosen(answers, world)
    return found is not None and offered(found, world)


def asks_consent(found: Mission, world: World) -> tuple[Effect, ...]:
    """What asks a volunteer, once there is something to ask."""
    if not offered(found, world) or found.asked_daily:
        return ()
    return (Open(CONSENT_ID, fresh=True, answers={which.id: found.id}),)


# -- what one says of one's own accord -------------------------------------------------------------------------------


def in_the_field(answers: Answers, world: World) -> bool:
    found = chosen(answers, world)
    return found is not None and found.role == "volunteer" and found.in_the_field(world.now)


def managed(found: Mission, world: World) -> Reply:
    """Whether one is asked, and what can be done about it."""
    if not offered(found, world):
        return Reply((Part(_("Votre réseau ne propose pas de point du jour pour cette mission.")),))
    if not found.asked_daily:
        return Reply((Part(PROMISE),), buttons(found, "agree"))
    if found.paused_until and found.today(world.now) < found.paused_until:
        paused = _("Point du jour en pause. Il reprend le {day}.", day=found.paused_until)
        return Reply((Part(paused),), buttons(found, "resume", "stop"))
    return Reply(
        (Part(_("Je vous demande chaque jour de la mission si tout va bien.")),), buttons(found, "pause", "stop")
    )


def all_is_well(answers: Answers, world: World) -> tuple[Reply, ...]:
    found = chosen(answers, world)
    return (thanks(found, world),) if found else ()


def thanks(found: Mission, world: World) -> Reply:
    more = ("pause", "stop") if found.asked_daily else ("agree",) if offered(found, world) else ()
    return Reply((Part(_("Merci, c'est noté : tout va bien.")),), buttons(found, *more))


def note(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = chosen(answers, world)
    return (_fine(found, world),) if found else ()


def _fine(found: Mission, world: World) -> Record:
    """All is well today, and on each day that waits for an answer."""
    days = sorted({found.today(world.now), *(day for day, state in found.days.items() if state != "fine")})
    return Record("checkin.fine", {"id": found.id, "days": [day.isoformat() for day in days]})


CHECKIN = Dialog(
    id=CHECKIN_ID,
    version=1,
    title=_("Point du jour"),
    steps=(
        nowhere,
        which,
        Stop(id="fine", when=in_the_field, say=lambda answers, world: (), tells=all_is_well, then=note),
        Stop(
            id="managed",
            say=lambda answers, world: (),
            tells=lambda answers, world: (managed(found, world),) if (found := chosen(answers, world)) else (),
        ),
    ),
)

# -- what a button says ----------------------------------------------------------------------------------------------

what = Question(id="what", title=_("Point du jour"), ask=_("Tout va bien ?"), kind=Pressing(LABELS))


def _mine(answers: Answers, world: World) -> Mission | None:
    found = mission(world, answers[what].mission)
    return found if found and found.role == "volunteer" else None


def _gone(answers: Answers, world: World) -> bool:
    """Whether there is nothing to say any more: another's mission, one that is over, or one of other days."""
    found = _mine(answers, world)
    if found is None or found.over:
        return True
    return answers[what].act == "fine" and not found.in_the_field(world.now) and not _waiting(found)


def _waiting(found: Mission) -> bool:
    return any(state != "fine" for state in found.days.values())


def _does(act: str) -> Predicate:
    return lambda answers, world: answers[what].act == act


def _told(answers: Answers, world: World) -> tuple[Reply, ...]:
    found = _mine(answers, world)
    return (thanks(found, world),) if found else ()


def _noted(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = _mine(answers, world)
    return (_fine(found, world),) if found else ()


def _paused(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = _mine(answers, world)
    if found is None:
        return ()
    until = (found.today(world.now) + PAUSE).isoformat() if answers[what].act == "pause" else None
    return (Record("checkin.pause", {"id": found.id, "until": until}),)


def _settled(answers: Answers, world: World) -> tuple[Effect, ...]:
    found = _mine(answers, world)
    return (Record("checkin.agree", {"id": found.id, "agreed": answers[what].act == "agree"}),) if found else ()


DOING = Dialog(
    id=DO,
    version=1,
    title=_("Point du jour"),
    pressed=True,
    steps=(
        what,
        Stop(id="gone", when=_gone, say=_("Ce point est passé : il n'y a plus rien à répondre.")),
        Stop(id="fine", when=_does("fine"), say=lambda answers, world: (), tells=_told, then=_noted),
        Stop(
            id="pause",
            when=_does("pause"),
            say=_("C'est entendu : je ne demande rien pendant deux jours. En cas d'urgence, tapez /urgence."),
            then=_paused,
        ),
        Stop(id="resume", when=_does("resume"), say=_("C'est entendu, je reprends."), then=_paused),
        Stop(
            id="agree",
            when=lambda answers, world: answers[what].act == "agree" and _offered(answers, world),
            say=YES,
            then=_settled,
        ),
        Stop(
            id="not_offered",
            when=_does("agree"),
            say=_("Votre réseau ne propose pas de point du jour pour cette mission."),
        ),
        Stop(id="stop", say=NO, then=_settled),
    ),
)


def _offered(answers: Answers, world: World) -> bool:
    found = _mine(answers, world)
    return found is not None and offered(found, world)


# -- what the hour brings --------------------------------------------------------------------------------------------


def _about(came: Came, world: World) -> tuple[Mission, date] | None:
    """The mission and the day of news, while this volunteer is asked there."""
    found, day = mission(world, came.values.get("id")), came.values.get("day")
    if found is None or not offered(found, world) or not found.asked_daily or not isinstance(day, str):
        return None
    return found, date.fromisoformat(day)


def due(came: Came, world: World) -> News:
    """The hour has come: it is asked, unless it was, or there is a pause; and planned for the next day."""
    about = _about(came, world)
    if about is None or not about[0].in_the_field(world.now):
        return SILENCE
    found, day = about
    state, today = found.days.get(day), found.today(world.now)
    if state not in (None, "fine"):
        return SILENCE  # it was planned twice
    resumes = found.paused_until if found.paused_until and today < found.paused_until else None
    if state == "fine" or today != day or resumes:
        return News((), (Record("checkin.next", {"id": found.id, "after": day.isoformat(), "from": _iso(resumes)}),))
    return News(
        (Part(_("{name}, tout va bien aujourd'hui ?", name=found.name)),), (_row("asked", found, day),), _ask(found)
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _row(state: str, found: Mission, day: date) -> Record:
    return Record(f"checkin.{state}", {"id": found.id, "day": day.isoformat()})


def _ask(found: Mission) -> tuple[Button, ...]:
    return (*buttons(found, "fine"), *doors("emergency"), *buttons(found, "pause", "stop"))


def again(came: Came, world: World) -> News:
    """It was not answered: asked once more, while it is a day of the mission."""
    about = _about(came, world)
    if about is None or about[0].days.get(about[1]) != "asked":
        return SILENCE
    found, day = about
    said = _("Je n'ai pas encore eu de vos nouvelles aujourd'hui. Tout va bien ?")
    parts = (Part(said),) if found.in_the_field(world.now) else ()
    return News(parts, (_row("again", found, day),), _ask(found))


def missed(came: Came, world: World) -> News:
    """It was not answered at all: the staff are told, and the volunteer that they are."""
    about = _about(came, world)
    if about is None or about[0].days.get(about[1]) not in ("asked", "asked_again"):
        return SILENCE
    found, day = about
    told = _("Sans nouvelles de vous, j'ai prévenu votre réseau. Dès que vous pouvez, dites-moi que tout va bien.")
    return News((Part(told),), (_row("missed", found, day),), _ask(found))


def network_asks(came: Came, world: World) -> News:
    """The network wants to ask every day, or does not any more."""
    found = mission(world, came.values.get("id"))
    if found is None or found.role != "volunteer" or found.over:
        return SILENCE
    if came.values.get("wanted") is True:
        proposed = Part(_("Votre réseau propose de prendre de vos nouvelles chaque jour de la mission."))
        return News((proposed,), asks_consent(found, world))
    ended = Part(_("Votre réseau ne demande plus de point du jour pour cette mission."))
    return News((ended,)) if found.asked_daily else SILENCE
