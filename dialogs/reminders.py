"""Reminders: what is recalled, when it still has a point, and how to stop it."""

from collections.abc import Callable, Mapping

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Settings
from dialogs.core.events import Came
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, _n
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.where import name_of

SILENCE = News(())
STOP = Part(_("Pour ne plus recevoir de rappels, tapez /rappels."), "note")


# -- what is recalled ------------------------------------------------------------------------------------------------


def deadline(came: Came, world: World) -> News:
    """The call of a draft is about to close: told if it still is a draft, and of that very call."""
    about = _mine(came, world)
    if about is None or about.state != "draft" or about.call != came.values.get("call"):
        return SILENCE
    call = next((call for call in world.facts.region(about.region).calls if call.id == about.call), None)
    if call is None or world.now >= call.closes:
        return SILENCE
    left = (call.closes - world.now).days
    said = _n(
        "Rappel : il reste {count} jour pour déposer ce dossier.",
        "Rappel : il reste {count} jours pour déposer ce dossier.",
        left,
    )
    last = _("Rappel : c'est le dernier jour pour déposer ce dossier, jusqu'à minuit, heure de Paris.")
    again = Part(_("Tapez /dossier pour le reprendre là où il en est."))
    return News((Part(name_of(about, world), "title"), Part(said if left else last), again, STOP))


def correction(came: Came, world: World) -> News:
    """The network waits for a correction: told while it does, and of that very version."""
    about = _mine(came, world)
    if about is None or about.state != "correction" or about.version != came.values.get("version"):
        return SILENCE
    said = _("Rappel : le réseau attend une correction de ce dossier.")
    return News((Part(name_of(about, world), "title"), Part(said), Part(_("Tapez /dossier pour la faire.")), STOP))


def _mine(came: Came, world: World) -> Application | None:
    """The application that is recalled, unless this person wants no reminders or has no share in it."""
    shared = world.shared.get(str(came.values.get("id"))) if world.profile.reminders else None
    return shared.about if shared and isinstance(shared.about, Application) else None


REMINDERS: Mapping[str, Callable[[Came, World], News]] = {
    "reminder.deadline": deadline,
    "reminder.correction": correction,
}


# -- how to stop it --------------------------------------------------------------------------------------------------

ON, OFF = "on", "off"


def standing(answers: Answers, world: World) -> Text:
    if world.profile.reminders:
        return _("Je vous rappelle une date qui approche ou une correction attendue. Voulez-vous continuer ?")
    return _("Vous ne recevez pas de rappels. Voulez-vous en recevoir ?")


wanted = Question(
    id="wanted",
    title=_("Rappels"),
    ask=standing,
    kind=Choice(
        (
            Option(ON, _("Oui, me rappeler"), ("oui", "yes", "sim", "si", "نعم", "on")),
            Option(OFF, _("Non, plus de rappels"), ("non", "no", "nao", "stop", "لا", "off")),
        )
    ),
    why=_(
        "Une semaine avant la fin d'un appel, puis la veille ; trois jours après une correction demandée, puis sept."
    ),
)


def settle(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Settings(reminders=answers[wanted] == ON),)


RECALL = Dialog(
    id="reminders",
    version=1,
    title=_("Rappels"),
    steps=(
        wanted,
        Stop(
            id="on",
            when=lambda answers, world: answers[wanted] == ON,
            say=_("D'accord : je vous rappellerai les dates."),
            then=settle,
        ),
        Stop(id="off", say=_("D'accord : plus aucun rappel. Tapez /rappels pour en recevoir de nouveau."), then=settle),
    ),
)
