"""A dialog as a picture: a Mermaid flowchart made from the very steps that run."""

from collections.abc import Callable, Iterable

from dialogs.core.dialog import Dialog, Question, Step, Stop, always
from dialogs.core.text import Text


def mermaid(dialogs: Iterable[Dialog], say: Callable[[Text], str]) -> str:
    """One flowchart; a dotted arrow passes by a step that depends on earlier answers."""
    return "\n".join(["flowchart TD", *(line for dialog in dialogs for line in _chart(dialog, say))]) + "\n"


def _chart(dialog: Dialog, say: Callable[[Text], str]) -> list[str]:
    lines = [f'  subgraph {dialog.id}["{_quoted(say(dialog.title))} (v{dialog.version})"]']
    lines += [f"    {_node(dialog, step, say)}" for step in dialog.steps]
    lines += [f"    {arrow}" for arrow in _arrows(dialog)]
    return [*lines, "  end"]


def _node(dialog: Dialog, step: Step, say: Callable[[Text], str]) -> str:
    name = f"{dialog.id}.{step.id}"
    if isinstance(step, Stop):
        return f'{name}(["{step.id}"])'
    if isinstance(step, Question):
        optional = " ?" if step.optional else ""
        return f'{name}["{_quoted(say(step.title))}{optional}<br/><small>{step.kind.name}</small>"]'
    return f'{name}{{{{"{_quoted(say(step.title))}"}}}}'


def _arrows(dialog: Dialog) -> list[str]:
    """From each step to the next, and past every step that may not be on the route."""
    arrows = []
    for place, step in enumerate(dialog.steps):
        if isinstance(step, Stop) and step.when is always:
            continue
        for after in dialog.steps[place + 1 :]:
            sure = not isinstance(step, Stop) and after is dialog.steps[place + 1]
            arrows.append(f"{dialog.id}.{step.id} {'-->' if sure else '-.->'} {dialog.id}.{after.id}")
            if after.when is always:
                break
    return [arrow for arrow in arrows if arrow]


def _quoted(words: str) -> str:
    return words.replace('"', "'")
