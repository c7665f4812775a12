"""A mission is read as staff write it, with every mistake told, and comes back from the store as it was."""

from dataclasses import replace
from datetime import datetime

import pytest

from knowledge.faults import KnowledgeFaults
from knowledge.mission_sheet import Appointment, Contact, freeze, parse, thaw
from tests.bot.documents.livrets import AT, BARE, COTONOU, FULL, RECIPROCITY

WRITTEN = """\
reference: HDF-2026-0007-M1
region: hauts-de-france
association: Eau partagée
partner: CRIPADD
country: "BJ"
direction: outgoing
first_day: 2027-02-03
last_day: 2027-02-12
zone: Africa/Porto-Novo
contacts:
  - {role: partner, name: Kossi Adjovi, phone: "+229 01 97 00 00 00", emergency: true}
rules_at: 2026-11-20T10:30:00+01:00
updated_at: 2026-11-20T10:30:00+01:00
"""


def faults(old: str, new: str) -> list[str]:
    assert old in WRITTEN
    with pytest.raises(KnowledgeFaults) as caught:
        parse("mission.yaml", WRITTEN.replace(old, new, 1))
    return [str(fault) for fault in caught.value.faults]


def test_a_mission_is_read_as_staff_write_it() -> None:
    sheet = parse("mission.yaml", WRITTEN)
    assert (sheet.partner, sheet.days, sheet.field_country) == ("CRIPADD", 10, "BJ")
    assert [contact.name for contact in sheet.called_first] == ["Kossi Adjovi"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("partner: C", "partnr: C", "mission.yaml:4: unknown field 'partnr'"),
        ("outgoing", "outgoin", "mission.yaml:6: direction: unknown value 'outgoin' (did you mean 'outgoing'?)"),
        ("Africa/Porto-Novo", "Mars/Crater", "mission.yaml:9: zone: 'Mars/Crater' is not a time zone"),
        ("last_day: 2027", "last_day: 2026", "mission.yaml:1: this file: a mission ends after it begins"),
        ("+229 01 97 00 00 00", "call me", "mission.yaml:11: phone: String should match pattern"),
        ("10:30:00+01:00\nup", "10:30:00\nup", "mission.yaml:12: rules_at: an instant needs its zone"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, told: str) -> None:
    assert any(fault.startswith(told) for fault in faults(old, new)), faults(old, new)


@pytest.mark.parametrize("sheet", [BARE, FULL, RECIPROCITY], ids=["bare", "full", "reciprocity"])
def test_what_is_stored_comes_back_as_it_was(sheet: object) -> None:
    assert thaw(freeze(sheet)) == sheet  # type: ignore[arg-type]


def test_who_comes_to_france_is_in_france() -> None:
    assert (RECIPROCITY.country, RECIPROCITY.field_country) == ("TN", "FR")


def test_only_contacts_that_can_be_called_are_called_first_and_in_their_order() -> None:
    mute = Contact(role="embassy", name="Ambassade", emergency=True)
    sheet = replace(FULL, contacts=(mute, *reversed(FULL.contacts)))
    assert [contact.name for contact in sheet.called_first] == ["Assistance 24 h", "Kossi Adjovi", "Claire Duval"]


def test_an_appointment_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Appointment(title="x", starts=AT, ends=datetime(2026, 1, 1, tzinfo=COTONOU))
