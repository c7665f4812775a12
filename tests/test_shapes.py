"""What a release must not change by accident: the shape that kept answers rely on, and what fits in a button."""

from dataclasses import replace

import pytest

from bot import shapes
from bot.words import LANGUAGES
from dialogs.catalogue import CATALOGUE
from dialogs.core.commands import Act, fold
from dialogs.core.dialog import Dialog, Question, Step
from dialogs.core.fingerprint import accepted, faults, fingerprint, fingerprints
from dialogs.core.kind import Option, Reading
from dialogs.core.kinds import Choice, Integer
from dialogs.core.text import literal
from tests.dialogs.core.tea import TEA, drink, sugar
from tests.dialogs.events import NOW
from tests.play import facts

every_dialog = pytest.mark.parametrize("dialog", CATALOGUE.dialogs, ids=lambda dialog: dialog.id)

LONGEST_VALUE = 32
"""Characters of a choice's value: short enough to be kept beside what it belongs to, on any channel."""


def changed(old: Step, new: Step) -> Dialog:
    return replace(TEA, steps=tuple(new if step is old else step for step in TEA.steps))


def test_the_dialogs_of_today_have_the_shapes_that_were_kept() -> None:
    assert shapes.check() == []


@pytest.mark.parametrize(
    "other",
    [
        changed(sugar, replace(sugar, kind=Integer(min=0, max=5))),
        changed(sugar, replace(sugar, optional=True)),
        changed(sugar, replace(sugar, id="sweet")),
        changed(drink, replace(drink, kind=Choice((Option("tea", literal("Thé")),)))),
        replace(TEA, steps=TEA.steps[1:]),
        replace(TEA, steps=(TEA.steps[2], *TEA.steps)),
    ],
)
def test_a_change_that_kept_answers_may_not_survive_changes_the_shape(other: Dialog) -> None:
    assert fingerprint(other) != fingerprint(TEA)


def test_other_words_are_the_same_shape() -> None:
    said = changed(sugar, replace(sugar, ask=literal("Du sucre ?"), title=literal("Sucre")))
    named = changed(drink, replace(drink, kind=Choice((Option("water", literal("O")), Option("tea", literal("T"))))))
    assert fingerprint(said) == fingerprint(named) == fingerprint(TEA)


def test_a_new_shape_within_a_version_is_refused_and_says_what_to_do() -> None:
    kept = fingerprints([TEA])
    (fault,) = faults([replace(TEA, steps=TEA.steps[1:])], kept)
    assert "tea changed its questions within version 2: raise the version" in fault
    assert faults([TEA], kept) == []


def test_a_new_version_is_to_be_accepted_once_and_an_old_one_is_never_overwritten() -> None:
    kept = fingerprints([TEA])
    later = replace(TEA, version=3, steps=TEA.steps[1:])
    (fault,) = faults([later], kept)
    assert "tea version 3 is new" in fault
    both = accepted([later], kept)
    assert both == {"tea": {"2": fingerprint(TEA), "3": fingerprint(later)}}
    assert accepted([replace(TEA, steps=())], both) == both


@every_dialog
def test_a_migration_leads_from_a_version_that_there_was(dialog: Dialog) -> None:
    """A version without one keeps its answers as they are: each is read again."""
    assert set(dialog.migrations) <= set(range(1, dialog.version))


@every_dialog
def test_the_steps_of_a_dialog_have_names_of_their_own(dialog: Dialog) -> None:
    names = [step.id for step in dialog.steps]
    assert len(names) == len(set(names))
    assert all(name.isascii() and name.isidentifier() for name in names)


@every_dialog
def test_what_a_button_carries_fits_on_every_channel(dialog: Dialog) -> None:
    reading = Reading("fr", NOW, facts())
    for question in (step for step in dialog.steps if isinstance(step, Question)):
        values = [option.value for option in question.kind.options(reading)]
        assert len(values) == len(set(values))
        assert all(value.isascii() and 0 < len(value) <= LONGEST_VALUE for value in values)


def test_every_command_has_a_name_in_every_language_and_no_two_share_one() -> None:
    owner: dict[str, object] = {}
    for command in CATALOGUE.commands:
        assert set(command.names) == set(LANGUAGES)
        for name in {fold(name) for names in command.names.values() for name in names}:
            assert owner.setdefault(name, command) is command, f"/{name} would be two commands"


def test_every_command_does_something_that_exists() -> None:
    assert {command.does for command in CATALOGUE.commands if isinstance(command.does, Act)} == set(Act)
    assert all(CATALOGUE.dialog(command.does) for command in CATALOGUE.commands if isinstance(command.does, str))
