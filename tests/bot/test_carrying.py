"""What a turn brings about is carried out, and no more than a person may do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.carrying import Hands, carry_out
from dialogs.core.effects import Written
from storage.errors import NotAllowed
from storage.records import Json
from storage.store import Store
from tests.bot.applications import AT, fresh_store, last, submitted
from tests.play import facts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = fresh_store(tmp_path)
    try:
        yield store
    finally:
        store.close()


def corrected(store: Store, *fields: str) -> None:
    """Awa's application, submitted, with these fields to answer again."""
    row, _version = submitted(store)
    with store.desk(AT) as desk:
        desk.correct(row.id, "Léa", list(fields), "Précisez.")


def writes(store: Store, *answers: tuple[str, Json], event: str = "write") -> None:
    """What Awa answers, in one turn."""
    with store.turn(channel="console", address="awa", event_id=event, at=AT) as work:
        effects = [Written("app1", question, value) for question, value in answers]
        carry_out(effects, Hands(work, facts(), AT, "fr"))


def test_a_correction_changes_the_fields_that_it_names(store: Store) -> None:
    corrected(store, "context")
    writes(store, ("context", "Cent familles, et une coopérative."))
    assert last(store, "app1")[0].answers["context"] == "Cent familles, et une coopérative."


def test_a_correction_leaves_what_it_does_not_name_even_where_a_dialog_would_write_it(store: Store) -> None:
    corrected(store, "context")
    with pytest.raises(NotAllowed, match="not_asked"):
        writes(store, ("context", "Autre contexte."), ("need", "Autre besoin."))
    answers = last(store, "app1")[0].answers
    assert (answers["context"], answers["need"]) == (
        "À Kpomassé, cent familles vivent du manioc et le vendent sans le transformer.",
        "Une personne qui sait transformer le manioc en farine et en gari.",
    ), "the whole turn is undone"


def test_a_correction_opens_what_it_invalidates_once_it_does(store: Store) -> None:
    corrected(store, "expert_identified")
    with pytest.raises(NotAllowed, match="not_asked"):
        writes(store, ("expert_status", "employee"))
    writes(store, ("expert_identified", True), ("expert_status", "employee"), event="second")
    assert last(store, "app1")[0].answers["expert_status"] == "employee"
