"""What was said is, in this order: a press, a command, an opening, news, or an answer to the question in hand."""

from dialogs.core.commands import Act, Told
from dialogs.core.effects import Open
from dialogs.core.events import Came, Opened, Pressed, Said, Typed
from dialogs.core.text import _
from dialogs.core.turn.acting import do
from dialogs.core.turn.answering import answer
from dialogs.core.turn.following import follow
from dialogs.core.turn.interrupting import for_us, interrupt
from dialogs.core.turn.moving import open_dialog
from dialogs.core.turn.pressing import press
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.telling import tell_unknown


def hear(talk: Talk, said: Said) -> None:
    new = _begun(talk)
    told = talk.catalogue.told(said.text) if isinstance(said, Typed) and not said.forwarded else None
    if isinstance(said, Pressed):
        press(talk, said)
    elif told:
        _command(talk, told)
    elif isinstance(said, Came):
        _came(talk, said)
    elif isinstance(said, Opened) and (linked := talk.catalogue.linked(said.payload)):
        _enter(talk, *linked)
    elif new:
        _first_words(talk, said)
    elif isinstance(said, Opened):
        talk.note(_("Bon retour. Rien n'est perdu : nous reprenons où vous en étiez."))
    else:
        answer(talk, said)


def _begun(talk: Talk) -> bool:
    """Whether the conversation begins now: with the welcome, at home."""
    new = not talk.state.stack and not talk.state.shelf
    if not talk.state.stack:
        talk.push(talk.begun(talk.catalogue.home))
    if new:
        talk.say(talk.catalogue.welcome(talk.world))
    return new


def _first_words(talk: Talk, said: Said) -> None:
    """The first words of somebody are no answer, since nothing was asked yet; but they may be a question."""
    if isinstance(said, Typed) and not said.forwarded and for_us(talk, said.text):
        interrupt(talk)
        answer(talk, said)


def _command(talk: Talk, told: Told) -> None:
    if told.command is None:
        tell_unknown(talk, told)
    elif isinstance(told.command.does, Act):
        do(talk, told.command.does, told.argument)
    else:
        _enter(talk, told.command.does, told.argument)


def _enter(talk: Talk, dialog: str, first: str) -> None:
    """Open a dialog, and give what came with it as its first answer."""
    open_dialog(talk, Open(dialog, fresh=dialog == talk.catalogue.asking))
    if first and talk.dialog.id == dialog:
        answer(talk, Typed(first))


def _came(talk: Talk, came: Came) -> None:
    """News is told whatever the person was doing; what they were asked is asked again after it, if it is not quiet."""
    worded = talk.catalogue.news.get(came.name)
    if worded is None:
        return
    news = worded(came, talk.world)
    talk.quiet = news.quiet
    if news.parts:
        talk.say(news.parts, news.buttons)
    follow(talk, news.effects)
