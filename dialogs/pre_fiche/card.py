"""The home of an application: what is done, what is missing, what blocks the submission, and every way on from here."""

from collections.abc import Iterator, Mapping

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Text, _, _n
from dialogs.pre_fiche.application import here, raw_answers
from dialogs.pre_fiche.correction import CORRECT
from dialogs.pre_fiche.deadline import deadline, outside, target, too_late
from dialogs.pre_fiche.document import document_parts
from dialogs.pre_fiche.rules import region_of
from dialogs.pre_fiche.section import CARD, to_card
from dialogs.pre_fiche.sections import SECTIONS, Progress, whole
from dialogs.pre_fiche.sharing import INVITE
from dialogs.pre_fiche.start import begun
from dialogs.pre_fiche.submission import SUBMIT, WITHDRAW
from dialogs.pre_fiche.where import correction_parts, status_parts
from dialogs.pre_fiche.wording import STATES

MOST_NAMED = 6
"""How many missing answers a section names; beyond, a number says more."""

BY_ID: Mapping[str, Dialog] = {section.id.removeprefix(f"{CARD}."): section for section in SECTIONS}

ITEMS: Mapping[str, Option] = {
    **{id: Option(id, section.title) for id, section in BY_ID.items()},
    "correct": Option("correct", _("Faire la correction demandée"), ("corriger", "correction")),
    "read": Option("read", _("Tout relire"), ("relire", "read")),
    "submit": Option("submit", _("Déposer le dossier"), ("deposer", "submit", "envoyer")),
    "again": Option("again", _("Déposer le dossier corrigé"), ("deposer", "submit", "envoyer")),
    "move": Option("move", _("Continuer ce dossier là où il doit aller"), ("continuer",)),
    "invite": Option("invite", _("Inviter un collègue à partager ce dossier"), ("inviter", "collegue", "invite")),
    "status": Option("status", _("Savoir où en est ce dossier"), ("statut", "status")),
    "withdraw": Option("withdraw", _("Retirer ce dossier"), ("retirer", "abandonner", "withdraw")),
    "menu": Option("menu", _("Revenir au menu"), ("menu", "quitter")),
}


def offered(world: World) -> Iterator[str]:
    """What can be chosen, as things stand."""
    about = here(world)
    if about.state == "draft":
        yield from BY_ID
    if about.state == "correction":
        yield "correct"
    yield "read"
    if about.state == "draft":
        yield "move" if target(world) else "submit"
    if about.state == "correction":
        yield "again"
    if about.owner and about.state not in ("refused", "withdrawn"):
        yield "invite"
    if about.version:
        yield "status"
    if about.owner and about.state in ("draft", "submitted", "correction"):
        yield "withdraw"
    yield "menu"


def options(answers: Answers, world: World) -> tuple[Option, ...]:
    return tuple(ITEMS[item] for item in offered(world))


def card(answers: Answers, world: World) -> tuple[Part, ...]:
    """Everything that somebody needs to know before choosing."""
    about = here(world)
    found = whole(world)
    network = world.facts.region(about.region).network.name
    title = _("Votre pré-fiche mission, avec {network}", network=network)
    return (
        Part(title, "title"),
        *_standing(world),
        *(_sections(found) if about.state == "draft" else ()),
        *_elsewhere(world),
        *_shared(world),
        *_next(found, world),
    )


def _standing(world: World) -> Iterator[Part]:
    about = here(world)
    if about.reference:
        yield Part(_("Référence : {reference}, version {version}.", reference=about.reference, version=about.version))
    yield Part(STATES[about.state])
    if about.state == "correction":
        yield from correction_parts(about)


def _sections(found: tuple[Progress, ...]) -> Iterator[Part]:
    for one in found:
        yield Part(_line(one), "item")
        if one.begun and one.missing and len(one.missing) <= MOST_NAMED:
            titles = Listed(tuple(question.title for question in one.missing))
            yield Part(_("Il manque : {titles}.", titles=titles), "detail")
        if one.aside:
            titles = Listed(tuple(question.title for question in one.aside))
            yield Part(_("Gardé de côté, ne sert plus : {titles}.", titles=titles), "detail")


def _line(one: Progress) -> Text:
    title = one.section.title
    if not one.begun:
        return _("○ {section} : à commencer", section=title)
    if one.missing:
        return _n(
            "◐ {section} : il manque {count} réponse",
            "◐ {section} : il manque {count} réponses",
            len(one.missing),
            section=title,
        )
    if one.left:
        return _("✓ {section} : l'essentiel y est, il reste du facultatif", section=title)
    return _("✓ {section} : complet", section=title)


def _elsewhere(world: World) -> Iterator[Part]:
    """A head office that has moved to another region, or a call that has closed while another is open."""
    about, region = here(world), target(world)
    if about.state != "draft":
        return
    if outside(world):
        yield Part(_("Le siège est dans une région où je ne connais pas de réseau EXPLOR : on ne peut pas déposer."))
    elif region and region.slug != about.region:
        yield Part(
            _(
                "Le siège est maintenant en {region} : ce dossier revient à {network}. Les parties suivent déjà ses "
                "règles, et toutes vos réponses sont gardées. Choisissez de le continuer là où il doit aller.",
                region=region.name,
                network=region.network.name,
            )
        )
    elif region:
        yield Part(_("L'appel de ce brouillon est clos, mais un autre est ouvert : continuez-le pour le nouvel appel."))


def _shared(world: World) -> Iterator[Part]:
    if count := here(world).colleagues:
        yield Part(
            _n(
                "Vous le remplissez avec {count} autre personne.",
                "Vous le remplissez avec {count} autres personnes.",
                count,
            ),
            "note",
        )


def _next(found: tuple[Progress, ...], world: World) -> Iterator[Part]:
    """When it can be submitted, and what is still in the way."""
    about = here(world)
    if about.state != "draft" or target(world):
        return
    yield Part(deadline(region_of(Answers({}), world), world))
    if all(one.done for one in found) and not (outside(world) or too_late(about, world)):
        yield Part(_("Tout y est : vous pouvez déposer."))


what = Question(
    id="what",
    title=_("Pré-fiche mission"),
    ask=_("Que voulez-vous faire ?"),
    kind=Choice(tuple(ITEMS.values())),
    options=options,
    above=card,
    momentary=True,
)


def said(answers: Answers, world: World) -> tuple[Part, ...]:
    chosen = answers[what]
    if chosen == "read":
        return document_parts(world)
    return status_parts(here(world), world) if chosen == "status" else ()


OPENS: Mapping[str, str] = {
    **{id: section.id for id, section in BY_ID.items()},
    "correct": CORRECT,
    "submit": SUBMIT,
    "again": SUBMIT,
    "invite": INVITE,
    "withdraw": WITHDRAW,
}


def follow(answers: Answers, world: World) -> tuple[Effect, ...]:
    """The card stays beneath what it opens, so that leaving a section leads back to it."""
    chosen = answers[what]
    if chosen in OPENS:
        return (*to_card(answers, world), Open(OPENS[chosen], subject=world.subject))
    if chosen == "move":
        return moved(world)
    return () if chosen == "menu" else to_card(answers, world)


def moved(world: World) -> tuple[Effect, ...]:
    """The same answers in a new draft, where it has to go. The old draft stays as it was."""
    region = target(world)
    if region is None:
        return to_card(Answers({}), world)
    return (Record("application.begin", begun(world, region, raw_answers(world))),)


PRE_FICHE = Dialog(
    id=CARD, version=1, title=_("Pré-fiche mission"), steps=(what, Stop(id="go", say=said, then=follow)), shared=True
)
