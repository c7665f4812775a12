"""Handing in: every section is walked, everything is read again, and the words say what a submission is worth.

Filed by e-mail, it counts when the network says so; filed in the chat, the submission is the filing. A draft whose call
has closed stays a draft, and that is told.
"""

from collections.abc import Iterator

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Unreadable
from dialogs.core.kinds import YesNo
from dialogs.core.kinds.choices import NO, YES
from dialogs.core.reply import Part
from dialogs.core.route import digest
from dialogs.core.text import Listed, Text, _
from dialogs.eligibility import situation
from dialogs.pre_fiche.application import here, raw_answers
from dialogs.pre_fiche.deadline import deadline, open_call, outside, target, too_late
from dialogs.pre_fiche.document import document_parts
from dialogs.pre_fiche.mission import south_south_note
from dialogs.pre_fiche.rules import reachable, region_of
from dialogs.pre_fiche.section import to_card
from dialogs.pre_fiche.sections import complete, whole
from dialogs.wording import reason_text
from knowledge.eligibility import assess

SUBMIT, WITHDRAW = "pre_fiche.submit", "pre_fiche.withdraw"


class Confirmation(Kind[str]):
    """Yes or no to exactly what was shown: a press bears the mark of it, so that a stale one confirms nothing else."""

    name = "confirmation"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        outcome = YesNo().read(said, reading)
        return Accepted("yes" if isinstance(outcome, Accepted) and outcome.value else "no")

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        return Accepted(value) if value.partition(":")[0] in ("yes", "no") else self.read(Typed(value), reading)

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or raw.partition(":")[0] not in ("yes", "no"):
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return YES if value.startswith("yes") else NO


def mark(world: World) -> str:
    """Stands for the answers as they are now."""
    return digest(dict(raw_answers(world)))[:12]


def yes_or_no(answers: Answers, world: World) -> tuple[Option, ...]:
    said = _("Oui, déposer") if here(world).filing == "chat" else _("Oui, préparer l'envoi")
    return (Option(f"yes:{mark(world)}", said), Option("no", _("Non, revenir au dossier")))


def same_as_shown(value: str, answers: Answers, world: World) -> Text | None:
    shown = value.partition(":")[2]
    if not shown or shown == mark(world):
        return None
    return _("Le dossier a changé depuis que je vous l'ai montré. Relisez-le, puis confirmez.")


def closed(answers: Answers, world: World) -> tuple[Part, ...]:
    about = here(world)
    return (
        Part(_("Ce dossier ne peut pas être déposé maintenant. Il reste un brouillon, rien n'est perdu.")),
        Part(deadline(world.facts.region(about.region), world)),
    )


def missing(answers: Answers, world: World) -> tuple[Part, ...]:
    """What is still in the way, section by section."""
    return (Part(_("Ce dossier n'est pas encore déposé : il manque des réponses."), "title"), *_missing(world))


def _missing(world: World) -> Iterator[Part]:
    for one in whole(world):
        if one.missing:
            titles = Listed(tuple(question.title for question in one.missing))
            yield Part(_("{section} : {titles}.", section=one.section.title, titles=titles), "item")


def elsewhere(answers: Answers, world: World) -> tuple[Part, ...]:
    return (Part(_("Ce dossier n'est pas déposé : il ne peut pas l'être là où il est. Voici pourquoi.")),)


def everything(answers: Answers, world: World) -> tuple[Part, ...]:
    """The whole document, then what the published rules say against it, or do not say. The network decides."""
    return (*document_parts(world), *_against(world), *south_south_note(answers, world))


def _against(world: World) -> Iterator[Part]:
    about = here(world)
    found = assess(world.facts, situation(Answers(raw_answers(world))), about.region, world.now)
    against = [finding for finding in found.findings if finding.status == "not_met" and finding.id != "charter"]
    if against:
        yield Part(_("À savoir avant de déposer"), "title")
        for finding in against:
            yield Part(reason_text(finding.reason), "item")
        yield Part(_("C'est une indication : le réseau décide."), "note")


def submit_words(answers: Answers, world: World) -> Text:
    about = here(world)
    region = world.facts.region(about.region)
    network = region.network.name
    if about.filing == "chat":
        return _(
            "Tout est juste ? {network} accepte les dossiers déposés ici : déposer, c'est candidater. Ensuite, ce "
            "dossier ne change plus, sauf si le réseau demande une correction.",
            network=network,
        )
    if not reachable(region):
        return _(
            "Tout est juste ? Je vais figer ce dossier, lui donner sa référence et préparer les documents. {network} "
            "n'a publié aucune adresse où les envoyer : il faudra lui demander comment faire. La candidature compte "
            "quand le réseau vous dit l'avoir reçue.",
            network=network,
        )
    return _(
        "Tout est juste ? Je vais figer ce dossier, lui donner sa référence et préparer les documents. Il faudra "
        "encore les envoyer par e-mail à {network} : la candidature compte quand le réseau vous dit l'avoir reçue.",
        network=network,
    )


submit = Question(
    id="submit",
    title=_("Dépôt"),
    ask=submit_words,
    kind=Confirmation(),
    options=yes_or_no,
    check=same_as_shown,
    above=everything,
    momentary=True,
)


def send(answers: Answers, world: World) -> tuple[Effect, ...]:
    """What is handed in: the answers on the route and no others, for the region and the call that they lead to."""
    about, region = here(world), region_of(answers, world)
    call = about.call if about.call and about.region == region.slug else open_call(region, world)
    kept = raw_answers(world)
    final = {question.id: kept[question.id] for one in whole(world) for question in one.asked if question.id in kept}
    return (Record("application.submit", {"id": about.id, "region": region.slug, "call": call, "answers": final}),)


SUBMISSION = Dialog(
    id=SUBMIT,
    version=1,
    shared=True,
    title=_("Dépôt du dossier"),
    steps=(
        Stop(
            id="not_open",
            when=lambda answers, world: not here(world).open,
            say=_("Ce dossier n'est plus un brouillon : il n'y a rien à déposer."),
            then=to_card,
        ),
        Stop(
            id="elsewhere",
            when=lambda answers, world: bool(target(world)) or outside(world),
            say=elsewhere,
            then=to_card,
        ),
        Stop(id="closed", when=lambda answers, world: too_late(here(world), world), say=closed, then=to_card),
        Stop(id="incomplete", when=lambda answers, world: not complete(world), say=missing, then=to_card),
        submit,
        Stop(
            id="later",
            when=lambda answers, world: answers[submit].startswith("no"),
            say=_("D'accord. Rien n'est déposé, le dossier reste comme il est."),
            then=to_card,
        ),
        Stop(id="submitted", say=lambda answers, world: (), then=send),
    ),
)


def withdraw_words(answers: Answers, world: World) -> Text:
    if here(world).state == "draft":
        return _("Abandonner ce brouillon ? Il ne pourra plus être rempli ni déposé.")
    return _(
        "Retirer le dossier {reference} ? Le réseau ne l'examinera plus. C'est définitif.",
        reference=here(world).reference,
    )


withdraw = Question(
    id="withdraw",
    title=_("Retrait"),
    ask=withdraw_words,
    kind=YesNo(),
    momentary=True,
)


def withdrawn(answers: Answers, world: World) -> tuple[Part, ...]:
    about = here(world)
    if about.state == "draft":
        return (Part(_("C'est fait : ce brouillon est abandonné.")),)
    network = world.facts.region(about.region).network.name
    return (
        Part(_("C'est fait : le dossier {reference} est retiré.", reference=about.reference)),
        Part(
            _("Si vous l'avez déjà envoyé par e-mail, prévenez aussi {network}.", network=network),
            "note",
        ),
    )


def take_back(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("application.withdraw", {"id": world.subject}), Open("home"))


def may_withdraw(world: World) -> bool:
    return here(world).owner and here(world).state in ("draft", "submitted", "correction")


WITHDRAWAL = Dialog(
    id=WITHDRAW,
    version=1,
    shared=True,
    title=_("Retrait du dossier"),
    steps=(
        Stop(
            id="not_yours",
            when=lambda answers, world: not may_withdraw(world),
            say=_(
                "Seule la personne qui a commencé ce dossier peut le retirer, et seulement avant la décision du réseau."
            ),
            then=to_card,
        ),
        withdraw,
        Stop(
            id="kept",
            when=lambda answers, world: not answers[withdraw],
            say=_("D'accord. Rien n'a changé."),
            then=to_card,
        ),
        Stop(id="withdrawn", say=withdrawn, then=take_back),
    ),
)
