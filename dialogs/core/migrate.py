"""Stored answers brought to the version of the dialog as it is now, one documented step per version."""

from dataclasses import replace

from dialogs.core.dialog import Dialog
from dialogs.core.state import Frame


def migrated(frame: Frame, dialog: Dialog) -> Frame:
    """The frame at the version of its dialog. Answers of a version that has no migration stay and are re-read."""
    if frame.version == dialog.version:
        return frame
    answers = dict(frame.answers)
    for version in range(max(frame.version, 0), dialog.version):
        step = dialog.migrations.get(version)
        answers = step(answers) if step else answers
    return replace(frame, version=dialog.version, answers=answers, pending=None)
