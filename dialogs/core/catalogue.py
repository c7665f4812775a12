"""All that the bot can talk about, in one value: dialogs, commands, where one starts and what is said first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dialogs.core.commands import Command, Told, index, told
from dialogs.core.dialog import Dialog, World
from dialogs.core.effects import Effect
from dialogs.core.events import Came
from dialogs.core.reply import Button, Part


@dataclass(frozen=True)
class News:
    """What news makes the bot say, with what may be pressed under it, and what follows from it.

    `quiet`: what the person was asked is not asked again after it; it stands as it was, just above.
    """

    parts: tuple[Part, ...]
    effects: tuple[Effect, ...] = ()
    buttons: tuple[Button, ...] = ()
    quiet: bool = False


@dataclass(frozen=True)
class Catalogue:
    """`home` is the dialog at the bottom of every conversation, `welcome` opens the first, `news` words what comes.

    `links`: what the payload of a link begins with, to the dialog that it opens; the rest of it is a first answer.
    `asking` is the dialog that takes a question in the middle of anything else: its words are its first answer.
    `first_aid` is the button that stands first where somebody asks for help.
    """

    dialogs: tuple[Dialog, ...]
    commands: tuple[Command, ...]
    home: str
    welcome: Callable[[World], tuple[Part, ...]]
    news: Mapping[str, Callable[[Came, World], News]] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    asking: str | None = None
    first_aid: Button | None = None

    @cached_property
    def _by_id(self) -> Mapping[str, Dialog]:
        return {dialog.id: dialog for dialog in self.dialogs}

    @cached_property
    def _by_name(self) -> Mapping[str, Command]:
        return index(self.commands)

    def dialog(self, id: str) -> Dialog | None:
        return self._by_id.get(id)

    def linked(self, payload: str) -> tuple[str, str] | None:
        """The dialog that a link opens, and what it answers there."""
        name, _, rest = payload.partition("_")
        return (self.links[name], rest.replace("_", " ").strip()) if name in self.links else None

    def told(self, text: str) -> Told | None:
        return told(text, self._by_name)
