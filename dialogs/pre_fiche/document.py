"""The whole of an application, read again in the chat as it will be handed in."""

from collections.abc import Iterator

from dialogs.core.dialog import World
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.pre_fiche.sections import Line, read_out


def document_parts(world: World) -> tuple[Part, ...]:
    """Section by section; a section without an answer is left out."""
    return tuple(part for title, lines in read_out(world) if lines for part in _section(title, lines))


def _section(title: Text, lines: tuple[Line, ...]) -> Iterator[Part]:
    yield Part(title, "title")
    for question, answer in lines:
        yield Part(_("{title} : {answer}", title=question, answer=answer), "item")
