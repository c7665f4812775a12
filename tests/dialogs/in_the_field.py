"""Missions that somebody is in, for conversations that are played without a database."""

from dataclasses import replace
from datetime import date
from functools import cache

from bot.shelf import Shelf
from dialogs.core.state import State
from dialogs.field.mission import Mission
from tests.bot.documents.livrets import BARE, FULL
from tests.play import facts

TODAY = date(2025, 5, 10)
GOING = Mission(
    id="m1",
    stage="mission",
    role="volunteer",
    name="Zoé",
    sheet=replace(FULL, first_day=date(2025, 5, 8), last_day=date(2025, 5, 17)),
    checkins=True,
    asked_daily=True,
    ticks=frozenset({"passport"}),
    days={date(2025, 5, 9): "missed", TODAY: "asked"},
)
"""A volunteer in the field, who is asked every day."""
TOLD = Mission(id="m2", stage="review", role="association", name="Awa", sheet=BARE, followed_up=True)
"""An association whose mission is over, and whose livret knows nothing yet."""


def missions_of(state: State) -> tuple[Mission, ...]:
    """None for somebody who has chosen no region, one for Hauts-de-France, two for the others."""
    known = {None: (), "hauts-de-france": (GOING,)}
    return known.get(state.profile.region, (GOING, TOLD))


@cache
def shelf() -> Shelf:
    return Shelf(facts())
