"""A person can always be reached: the network of one's region, or all six while the region is not known.

Where the network reads here, what is written now goes to it, and its answer comes back into this conversation.
"""

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Record
from dialogs.core.kind import Option
from dialogs.core.kinds import LongText
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.sources import contact_parts


def relayed(answers: Answers, world: World) -> bool:
    """Whether the network of this person's region reads what is written here."""
    return world.profile.region in world.relays


def network(world: World) -> str:
    return world.facts.region(world.profile.region or "").network.name


def reach(answers: Answers, world: World) -> tuple[Part, ...]:
    region = world.facts.regions.get(world.profile.region or "")
    regions = [region] if region else list(world.facts.regions.values())
    title = Part(_("Joindre une personne"), "title")
    parts = [
        part
        for one in regions
        for part in (
            Part(_("{network}, en {region}", network=one.network.name, region=one.name)),
            *contact_parts(one),
        )
    ]
    return (title, *parts, *_choose_first(world))


def _choose_first(world: World) -> tuple[Part, ...]:
    if not world.relays or world.profile.region:
        return ()
    said = _("Je peux aussi transmettre un message d'ici : choisissez d'abord votre région avec /region.")
    return (Part(said, "note"),)


def asked(answers: Answers, world: World) -> Text:
    return _(
        "Écrivez votre message, en une fois : je le transmets tel quel à {network}, et sa réponse arrive ici.",
        network=network(world),
    )


FIRST = Question(id="first", title=_("Votre question"), ask=asked, kind=LongText(max=3000))
"""Not asked: words that somebody asked before, handed over by whoever opens this dialog, and offered to be sent."""


def ready(answers: Answers, world: World) -> tuple[Option, ...]:
    """What was asked before, to be sent as it is."""
    first = answers.get(FIRST)
    return (Option(first, _("Envoyer ma question : « {words} »", words=first)),) if first else ()


words = Question(
    id="words",
    title=_("Votre message"),
    ask=asked,
    kind=LongText(max=3000),
    when=relayed,
    above=reach,
    options=ready,
    may_ask=True,
    why=_("Des personnes du réseau le lisent aux heures de bureau. N'y mettez rien de confidentiel sur quelqu'un."),
)


def passed_on(answers: Answers, world: World) -> tuple[Part, ...]:
    return (
        Part(_("C'est transmis à {network}. La réponse arrivera ici.", network=network(world))),
        Part(_("Pour ajouter quelque chose, tapez de nouveau /contact."), "note"),
    )


def pass_on(answers: Answers, world: World) -> tuple[Effect, ...]:
    """The words as they are, with an id in case this opens a request."""
    return (Record("request.say", {"id": world.fresh, "region": world.profile.region, "words": answers[words]}),)


PERSON = Dialog(
    id="person",
    version=2,
    title=_("Joindre une personne"),
    migrations={1: lambda answers: answers},  # it only told; now it may ask
    steps=(
        words,
        Stop(id="passed_on", when=relayed, say=passed_on, then=pass_on),
        Stop(id="reach", say=reach),
    ),
)
