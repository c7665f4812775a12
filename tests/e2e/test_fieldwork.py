"""The whole journey: an application, then its mission, to its report and its accounts."""

from pathlib import Path

from sqlmodel import select

from storage.tables import Alert, AuditLine, Checkin, Interview, Received
from tests.e2e.fieldwork import Fieldwork
from tests.e2e.journey import Journey
from tests.e2e.stage import Servers, stage


async def test_an_accepted_application_becomes_a_mission_that_is_looked_back_upon_and_paid(tmp_path: Path) -> None:
    async with Servers() as servers, stage(tmp_path, servers) as here:
        journey = Journey(here)
        await journey.play()
        mission = Fieldwork(here, application=journey.reference)
        await mission.play()
        await here.quiet()
        assert await here.stop() == 0

        with here.store() as store, store.reading() as session:
            done = {line.action for line in session.exec(select(AuditLine))}
            failed = [event.error for event in session.exec(select(Received)) if event.status == "failed"]
            checkins = [one.state for one in session.exec(select(Checkin))]
            alerts = [(one.state, one.acknowledged_by) for one in session.exec(select(Alert))]
            told = {one.kind for one in session.exec(select(Interview))}
    assert failed == []
    assert checkins[0] == "fine"
    assert alerts == [("closed", "Ana")]
    assert "after" in told
    assert b"38.11 EUR" in mission.exported["beancount"], "25 000 F CFA at the official parity"
    assert b"38.11" in mission.exported["sepa"]
    assert mission.verified.faults == ()
    assert {"mission.created", "mission.joined", "mission.stage", "alert.acknowledged"} <= done
