"""The questions of an interview are those that the programme has, asked as it says."""

from dialogs.core.dialog import Question
from dialogs.core.kinds import Choice, LongText, YesNo
from dialogs.field.interviews import HELD, dialog_of
from dialogs.field.picking import which
from tests.play import facts

KINDS = {LongText: "text", YesNo: "yes_no", Choice: "choice"}


def test_every_interview_asks_what_the_programme_asks_in_its_order() -> None:
    known = facts().interviews.interviews
    assert [one.id for one in HELD] == [dialog_of(one.id) for one in known]
    for dialog, interview in zip(HELD, known, strict=True):
        asked = [one for one in dialog.questions() if one is not which]
        assert [(one.id, KINDS[type(one.kind)], one.optional) for one in asked] == [
            (one.id, one.kind, one.optional) for one in interview.questions
        ]


def test_a_choice_has_the_options_that_the_report_counts() -> None:
    for dialog, interview in zip(HELD, facts().interviews.interviews, strict=True):
        for one in interview.questions:
            step = dialog.step(one.id)
            assert isinstance(step, Question)
            if isinstance(step.kind, Choice):
                assert tuple(step.kind.labels) == one.options
