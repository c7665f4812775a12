"""Where is my application? Every one that the person has a share in, with its step of the process."""

from dialogs.core.dialog import Answers, Dialog, Stop, World
from dialogs.core.reply import Part
from dialogs.core.text import _
from dialogs.pre_fiche.application import applications
from dialogs.pre_fiche.where import status_parts

NONE = _(
    "Vous n'avez pas encore de dossier ici. Pour en commencer un, tapez /dossier ; pour en rejoindre un, /rejoindre."
)


def told(answers: Answers, world: World) -> tuple[Part, ...]:
    found = applications(world)
    return tuple(part for one in found for part in status_parts(one, world)) or (Part(NONE),)


STATUS = Dialog(id="status", version=1, title=_("Où en est ma candidature"), steps=(Stop(id="told", say=told),))
