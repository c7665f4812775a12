"""Where an application is: its state, its reference, and the step of the process it has come to."""

from collections.abc import Iterator

from dialogs.core.dialog import World
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Text, _
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.rules import reachable
from dialogs.pre_fiche.sections import title_of
from dialogs.pre_fiche.wording import STAGES, STATES


def status_parts(about: Application, world: World) -> tuple[Part, ...]:
    """One application, as somebody reads it who asks « où en est ma candidature ? »."""
    return (Part(name_of(about, world), "title"), *_standing(about, world))


def name_of(about: Application, world: World) -> Text:
    """What an application is called: by its reference once it has one, else by its mission and its network."""
    network = world.facts.region(about.region).network.name
    if about.reference:
        return _("Dossier {reference}, {network}", reference=about.reference, network=network)
    title = world.shared[about.id].answers.get("mission_title")
    if isinstance(title, str) and title:
        return _("Brouillon « {title} », {network}", title=title, network=network)
    return _("Brouillon sans titre, {network}", network=network)


def _standing(about: Application, world: World) -> Iterator[Part]:
    yield Part(STATES[about.state])
    if about.submitted_at is not None:
        yield Part(_("Version {version}, enregistrée le {at}.", version=about.version, at=about.submitted_at), "item")
    if about.state == "submitted":
        yield filed(about, world)
    if about.state == "correction":
        yield from correction_parts(about)
    if about.decision_words and about.state in ("accepted", "refused"):
        yield Part(_("Ce que dit le réseau : {words}", words=about.decision_words), "item")
    if about.state == "accepted":
        yield from _process(about)


def filed(about: Application, world: World) -> Part:
    """What the submission is worth: nobody is left thinking that they have applied when they have not."""
    region = world.facts.region(about.region)
    network = region.network.name
    if about.filing == "chat":
        return Part(_("{network} accepte les dossiers déposés ici : votre candidature est faite.", network=network))
    if not reachable(region):
        return Part(
            _(
                "Attention : ce dossier ne compte comme candidature que lorsque {network} vous a dit l'avoir reçu. Le "
                "réseau n'a publié aucune adresse où l'envoyer : demandez-lui comment faire.",
                network=network,
            )
        )
    return Part(
        _(
            "Attention : ce dossier ne compte comme candidature que lorsque {network} vous a dit l'avoir reçu. Il faut "
            "que les documents et l'e-mail préparés lui soient envoyés.",
            network=network,
        )
    )


def correction_parts(about: Application) -> Iterator[Part]:
    """What the network asks for, in its own words."""
    if about.correction_words:
        yield Part(_("Ce que dit le réseau : {words}", words=about.correction_words), "item")
    if about.correction_fields:
        titles = Listed(tuple(title_of(field) for field in about.correction_fields))
        yield Part(_("À revoir : {titles}.", titles=titles), "item")


def _process(about: Application) -> Iterator[Part]:
    """The steps of the process, those behind, the one in hand, those ahead."""
    reached = list(STAGES).index(about.stage)
    for place, stage in enumerate(STAGES.values()):
        if place == reached:
            yield Part(_("→ {stage} : vous en êtes là", stage=stage), "item")
        else:
            yield Part(_("{mark} {stage}", mark="✓" if place < reached else "○", stage=stage), "item")
