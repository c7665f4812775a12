"""The figures of missions for the report of a year: from what is kept, without anybody's name.

A mission counts by its first day. Its money is what its application foresees others to pay; what the network paid is
known once receipts are settled, and is not told before: the report says so.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dialogs.core.dialog import Answers
from dialogs.pre_fiche.budget import cofinancing_amount
from dialogs.pre_fiche.mission import mission_sdgs, sdgs_if_any, themes
from knowledge.report import MissionRow as Figures
from storage.desk import Desk
from storage.missions import MissionRow


def figures(desk: Desk, region: str | None = None) -> tuple[Figures, ...]:
    """One row for each mission whose first day is known; of one region only, if told so."""
    return tuple(_figures(row, _answers(desk, row)) for row in desk.missions.list(region) if row.starts is not None)


def _answers(desk: Desk, row: MissionRow) -> Mapping[str, Any]:
    """What its application said, as it was submitted last; nothing where it came from a file."""
    versions = desk.versions(row.application_id) if row.application_id else ()
    return versions[-1].answers if versions else {}


def _figures(row: MissionRow, answers: Mapping[str, Any]) -> Figures:
    assert row.starts is not None  # noqa: S101 (`figures` leaves the others out)
    said = Answers(answers)
    amount = said.get(cofinancing_amount)
    return Figures(
        region=row.region,
        direction=row.direction,
        country=row.country,
        first_day=row.starts,
        days=(row.ends - row.starts).days + 1 if row.ends else None,
        type=row.sheet.get("type"),
        themes=said.get(themes) or (),
        sdgs=tuple(_goals(said)),
        co_funding=amount.amount if amount else None,
    )


def _goals(said: Answers) -> Iterator[int]:
    for goals in (said.get(mission_sdgs), said.get(sdgs_if_any)):
        yield from (int(goal) for goal in goals or ())
