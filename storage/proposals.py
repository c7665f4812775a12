"""Missions proposed to those who offered their expertise, and what they answered: read from the lines of audit.

A line names an offer, never a person, and an offer is erased with its person: nothing is left to lead to them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from storage.tables import AuditLine, Mission, Offer, table

_audit, _missions, _offers = table(AuditLine), table(Mission), table(Offer)

PROPOSED, ANSWERED = "mission.proposed", "mission.answered"

Answer = Literal["yes", "no", "withdrawn"]


def proposals(connection: Connection, mission_id: str) -> Mapping[str, str]:
    """What became of each offer that a mission was proposed to: "asked", or the last answer."""
    lines = select(_audit.c.action, _audit.c.detail).where(
        _audit.c.subject == f"mission:{mission_id}", _audit.c.action.in_((PROPOSED, ANSWERED))
    )
    found: dict[str, str] = {}
    for action, detail in connection.execute(lines.order_by(_audit.c.id)):
        if detail:
            found[detail["offer"]] = "asked" if action == PROPOSED else detail["answer"]
    return found


def answer(
    connection: Connection, person_id: int, mission_id: str, offer_id: str, said: Answer, at: datetime
) -> str | None:
    """Keep what the person of an offer answers; the name they gave with it, "" for none.

    None where nothing was proposed to it, or that was said before. "withdrawn" takes the offer away.
    """
    mission = select(_missions.c.id).filter_by(id=mission_id).with_for_update(key_share=True)
    mine = select(_offers.c.answers).filter_by(id=offer_id, person_id=person_id)
    given = connection.scalar(mine) if connection.scalar(mission) is not None else None
    if given is None or proposals(connection, mission_id).get(offer_id) in (None, said):
        return None
    line = {"at": at, "who": f"person:{person_id}", "action": ANSWERED, "subject": f"mission:{mission_id}"}
    connection.execute(insert(_audit), {**line, "detail": {"offer": offer_id, "answer": said}})
    if said == "withdrawn":
        connection.execute(delete(_offers).filter_by(id=offer_id))
    return str(given.get("name") or "")
