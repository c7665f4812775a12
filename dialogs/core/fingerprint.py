"""The shape of a dialog in one line: ids, kinds and order of its steps. Stored answers depend on it, words do not.

`dialogs/fingerprints.json` keeps the shape of every version that was released; a shape that changes without a new
version is refused by `explor dialogs check`, before it can strand a conversation.
"""

import hashlib
from collections.abc import Iterable, Mapping

from dialogs.core.dialog import Dialog, Question, Step, Stop

Kept = Mapping[str, Mapping[str, str]]


def fingerprint(dialog: Dialog) -> str:
    """Sixteen hexadecimal digits that change when answers kept by an older shape may no longer read."""
    shape = "\n".join(_shape(step) for step in dialog.steps)
    return hashlib.sha256(shape.encode()).hexdigest()[:16]


def _shape(step: Step) -> str:
    if isinstance(step, Question):
        return f"question {step.id} {step.kind.fingerprint()}{' optional' if step.optional else ''}"
    return f"{'stop' if isinstance(step, Stop) else 'review'} {step.id}"


def fingerprints(dialogs: Iterable[Dialog]) -> dict[str, dict[str, str]]:
    return {dialog.id: {str(dialog.version): fingerprint(dialog)} for dialog in dialogs}


def faults(dialogs: Iterable[Dialog], kept: Kept) -> list[str]:
    """What is wrong, one sentence each; empty when every shape is the one that was kept."""
    found = []
    for dialog in dialogs:
        known = kept.get(dialog.id, {}).get(str(dialog.version))
        if known is None:
            found.append(
                f"{dialog.id} version {dialog.version} is new: run `explor dialogs check --accept` to keep its shape."
            )
        elif known != fingerprint(dialog):
            found.append(
                f"{dialog.id} changed its questions within version {dialog.version}: raise the version, write the "
                f"migration from {dialog.version}, keep a state file of the old one, then accept."
            )
    return found


def accepted(dialogs: Iterable[Dialog], kept: Kept) -> dict[str, dict[str, str]]:
    """The kept shapes with those of today's versions added; a version once kept is never changed."""
    merged = {id: dict(versions) for id, versions in kept.items()}
    for id, versions in fingerprints(dialogs).items():
        for version, shape in versions.items():
            merged.setdefault(id, {}).setdefault(version, shape)
    return {id: merged[id] for id in sorted(merged)}
