"""What is said besides the question in hand: the answers so far, what a change brought about, what can be said."""

from typing import Any

from dialogs.core import asking
from dialogs.core.commands import Told
from dialogs.core.dialog import Question
from dialogs.core.reply import Part
from dialogs.core.route import foreseen
from dialogs.core.text import Listed, _
from dialogs.core.turn.talk import Talk


def list_answers(talk: Talk) -> None:
    """Every answer with its number, to change one."""
    ask = _("Vos réponses jusqu'ici. Pour en changer une, tapez /modifier et son numéro.")
    parts, buttons = asking.reviewed(talk.frame.address, ask, talk.route, talk.answers)
    talk.say(parts[:-1], buttons)


def tell_changes(talk: Talk, before: tuple[Question[Any], ...]) -> None:
    """After an edit: which answers are asked again and which no longer count. The others stay as they were."""
    answers, world = talk.answers, talk.world
    here = [question for question in foreseen(talk.dialog, answers, world) if question in before]
    again = [question.title for question in here if not question.answered(answers, world)]
    gone = [question.title for question in before if question not in here]
    if again:
        talk.note(_("Cette modification oblige à redemander : {titles}.", titles=Listed(tuple(again))))
    if gone:
        talk.note(_("Ces réponses ne servent plus, je les garde de côté : {titles}.", titles=Listed(tuple(gone))))
    if not again and not gone:
        talk.note(_("C'est modifié. Vos autres réponses n'ont pas changé."))


def tell_help(talk: Talk) -> None:
    """What can be said at any moment, and why the question in hand is asked."""
    lang, step = talk.state.profile.lang, talk.asked
    lines = (
        Part(_("/{name} : {help}", name=command.name(lang), help=command.help), "item")
        for command in talk.catalogue.commands
    )
    why = (Part(step.why),) if isinstance(step, Question) and step.why else ()
    first = (talk.catalogue.first_aid,) if talk.catalogue.first_aid else ()
    talk.say((Part(_("Ce que vous pouvez dire à tout moment"), "title"), *lines, *why), first)


def tell_unknown(talk: Talk, told: Told) -> None:
    """A command that does not exist, with the likeliest one."""
    if told.meant:
        name = told.meant.name(talk.state.profile.lang)
        talk.note(_("Je ne connais pas cette commande. Vouliez-vous dire /{name} ?", name=name))
    else:
        talk.note(_("Je ne connais pas cette commande. Tapez /aide pour voir ce que je sais faire."))
