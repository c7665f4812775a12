"""What the world brings to those who have a share in an application, in words. Others are told nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from dialogs.core.catalogue import News
from dialogs.core.dialog import World
from dialogs.core.effects import Open
from dialogs.core.events import Came
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.deadline import deadline
from dialogs.pre_fiche.section import CARD
from dialogs.pre_fiche.where import correction_parts, filed
from dialogs.pre_fiche.wording import STAGES

SILENCE = News(())


def _about(came: Came, world: World) -> Application | None:
    """The application that news are about, if this person has a share in it."""
    shared = world.shared.get(str(came.values.get("id")))
    return shared.about if shared and isinstance(shared.about, Application) else None


def _open(about: Application) -> tuple[Open, ...]:
    return (Open(CARD, subject=about.id),)


def begun(came: Came, world: World) -> News:
    about = _about(came, world)
    return News((), _open(about)) if about else SILENCE


def submitted(came: Came, world: World) -> News:
    """The reference, the instant, and at once what it is worth."""
    about = _about(came, world)
    if about is None:
        return SILENCE
    reference, version = str(came.values["reference"]), int(came.values["version"])
    at = datetime.fromisoformat(str(came.values["at"])).replace(microsecond=0)
    title = _("Dossier {reference} enregistré", reference=reference)
    again = _("Dossier {reference} enregistré de nouveau, version {version}", reference=reference, version=version)
    parts = (
        Part(title if version == 1 else again, "title"),
        Part(_("Reçu ici le {at}, heure de Paris.", at=at), "item"),
        filed(about, world),
    )
    return News(parts)


def too_late(came: Came, world: World) -> News:
    about = _about(came, world)
    if about is None:
        return SILENCE
    late = _("C'était trop tard : le dossier n'est pas déposé. Il reste un brouillon, rien n'est perdu.")
    region = world.facts.region(about.region)
    return News((Part(late), Part(deadline(region, world))), _open(about))


def joined(came: Came, world: World) -> News:
    about = _about(came, world)
    if about is None:
        return SILENCE
    said = _("Vous partagez maintenant ce dossier. Chaque réponse est gardée aussitôt, pour tous.")
    return News((Part(said),), _open(about))


NOT_JOINED: Mapping[str, Text] = {
    "unknown": _("Je ne connais pas ce code. Vérifiez-le avec votre collègue."),
    "expired": _("Ce code est trop vieux : il servait 7 jours. Demandez-en un autre à votre collègue."),
    "used": _("Ce code a déjà servi. Demandez-en un autre à votre collègue."),
}


def not_joined(came: Came, world: World) -> News:
    return News((Part(NOT_JOINED.get(str(came.values.get("why")), NOT_JOINED["unknown"])),))


def correction(came: Came, world: World) -> News:
    about = _about(came, world)
    if about is None:
        return SILENCE
    fields = tuple(str(field) for field in came.values.get("fields", ()))
    asked = replace(about, correction_fields=fields, correction_words=str(came.values.get("words") or "") or None)
    return News(
        (
            Part(_("Le réseau demande une correction du dossier {reference}", reference=about.reference), "title"),
            *correction_parts(asked),
            Part(_("Tapez /dossier pour la faire. Le reste du dossier ne change pas."), "note"),
        )
    )


def decided(title: Text) -> Callable[[Came, World], News]:
    """A decision of the network, with its own words."""

    def told(came: Came, world: World) -> News:
        about = _about(came, world)
        if about is None:
            return SILENCE
        said = came.values.get("words")
        words = (Part(_("Ce que dit le réseau : {words}", words=str(said)), "item"),) if said else ()
        return News((Part(title.fill(reference=about.reference), "title"), *words, WHERE))

    return told


WHERE = Part(_("Tapez /suivi pour savoir où en est le dossier."), "note")


def moved(came: Came, world: World) -> News:
    about, stage = _about(came, world), STAGES.get(str(came.values.get("stage")))
    if about is None or stage is None:
        return SILENCE
    said = _("Dossier {reference} : nouvelle étape, {stage}.", reference=about.reference, stage=stage)
    return News((Part(said), WHERE))


NEWS: Mapping[str, Callable[[Came, World], News]] = {
    "application.begun": begun,
    "application.submitted": submitted,
    "application.too_late": too_late,
    "application.joined": joined,
    "application.not_joined": not_joined,
    "application.correction": correction,
    "application.accepted": decided(_("Bonne nouvelle : le réseau retient le dossier {reference}")),
    "application.refused": decided(_("Le réseau ne retient pas le dossier {reference}")),
    "application.stage": moved,
}
