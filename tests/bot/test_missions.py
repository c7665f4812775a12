"""Missions at the network's desk: who may, what is done once, who hears of it, and what the card says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot import desk
from bot.cards import card
from bot.channels.base import Card
from bot.channels.slack.front import Inputs
from bot.channels.slack.words import outcome as told
from bot.codes import digest
from bot.desk import NotYours, Staff, Unclear, Unknown
from bot.front import StaffFront
from bot.metrics import Metrics
from bot.missions import AlreadyIn, Chair, Invited, MissionAlready, MissionDone, came_in
from bot.missions_file import Described, of_application, parse, written
from bot.render import Capabilities, Message
from bot.turn import Assistant
from bot.writer import Writer
from dialogs.core.text import Text
from knowledge.faults import KnowledgeFaults
from knowledge.preparation import checklist
from storage.missions import MissionJoined, MissionNotJoined
from storage.records import Json
from storage.tables import AuditLine
from tests.bot.applications import AT, HDF, submitted
from tests.play import assistant
from tests.storage.rows import rows

REGION = "hauts-de-france"
LATER = AT + timedelta(hours=2)
LEA, MARC = Staff("Léa", frozenset({REGION})), Staff("Marc", frozenset({"occitanie"}))
APPLICATION, REFERENCE = "HDF-2025-0001", "MHDF-2025-0001"
FILE = """
region: hauts-de-france
association: Les Amis de Kpomassé
partner: Mairie de Kpomassé
country: BJ
direction: outgoing
title: Transformer le manioc
first_day: 2025-09-01
last_day: 2025-09-12
zone: Africa/Porto-Novo
places:
  - name: Kpomassé
volunteers: [Inès]
contacts:
  - role: network
    name: Léa
    phone: "+33 3 20 00 00 00"
    emergency: true
"""


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        yield opened


def chair(bot: Assistant, staff: Staff = LEA, at: datetime = LATER, event: str | None = None) -> Chair:
    return Chair(bot.store, bot.facts, staff, at, bot.fresh, bot.offices, event)


def accepted(bot: Assistant, answers: dict[str, Json] | None = None) -> None:
    submitted(bot.store, answers)
    desk.accept(bot.store, LEA, APPLICATION, AT)


def begun(bot: Assistant) -> None:
    accepted(bot)
    assert isinstance(chair(bot).begin(APPLICATION), MissionDone)


def described(text: str = FILE) -> Described:
    return parse("mission.yaml", text)


def joined(bot: Assistant, who: str, role: str = "volunteer", name: str = "Inès") -> MissionJoined:
    """Somebody uses the code that the staff have made for them."""
    invited = chair(bot).invite(REFERENCE, role, name)
    assert isinstance(invited, Invited)
    outcome = used(bot, who, invited.code)
    assert isinstance(outcome, MissionJoined)
    return outcome


def used(bot: Assistant, who: str, code: str, at: datetime = LATER) -> MissionJoined | MissionNotJoined:
    with bot.store.turn(channel="console", address=who, event_id=f"{who}:{code}:{at}", at=at) as work:
        outcome = work.missions.join(digest(code))
        came_in(work, bot.offices, outcome)
        return outcome


def waiting(bot: Assistant, channel: str, address: str) -> list[Any]:
    """What is on its way to somebody, or to a thread."""
    place = bot.store.conversation(channel, address)
    return [row.body for row in bot.store.outbox.pending(place, LATER)] if place else []


def news(bot: Assistant, who: str) -> list[tuple[str, str]]:
    """The missions' news on their way to somebody: what, and the stage or the version."""
    orders = [body for body in waiting(bot, "console", who) if body.get("order") == "news"]
    values = ((one["name"], one["values"]) for one in orders)
    return [(name, str(told.get("stage") or told.get("version"))) for name, told in values if "accepted" not in name]


def said(bot: Assistant, mission: str) -> list[str]:
    """What the staff read in the thread of a mission, besides its card."""
    bodies = waiting(bot, "slack", f"C-{REGION}/mission:{mission}")
    return [line.text for body in bodies if "content" not in body for line in Message.from_json(body).lines]


def the_mission(bot: Assistant) -> str:
    return chair(bot).mission(REFERENCE).mission.id


def shown(bot: Assistant) -> Card:
    found = card(bot.store, bot.facts, bot.offices, f"mission:{the_mission(bot)}", LATER)
    assert found is not None
    return found


def words(one: Card) -> str:
    fields = (f"{label} : {value}" for label, value in one.fields)
    sections = (line for title, lines in one.sections for line in (title, *lines))
    return "\n".join((one.title, one.status, *fields, *sections)).replace("\u202f", " ").replace("\xa0", " ")


# -- beginning -------------------------------------------------------------------------------------------------------


def test_a_mission_begins_with_what_the_association_wrote(bot: Assistant) -> None:
    begun(bot)

    found = chair(bot).mission(REFERENCE)
    sheet = found.sheet
    assert (sheet.reference, sheet.association, sheet.partner) == (REFERENCE, HDF["org_name"], HDF["partner_name"])
    assert (sheet.country, sheet.direction, sheet.title, sheet.type) == (
        "BJ",
        "outgoing",
        HDF["mission_title"],
        "training",
    )
    assert (list(sheet.objectives), list(sheet.deliverables)) == (HDF["objectives"], HDF["deliverables"])
    assert ([place.name for place in sheet.places], sheet.zone) == (["Kpomassé"], "Africa/Porto-Novo")
    assert (sheet.first_day, sheet.volunteers) == (None, ()), "nobody has said when, nor who goes"
    contact = next(one for one in sheet.contacts if one.role == "association")
    assert (contact.name, contact.phone, contact.verified) == (HDF["contact_name"], HDF["contact_phone"], None)
    assert [one.emergency for one in sheet.contacts] == [False] * len(sheet.contacts)


def test_the_rules_are_those_of_the_day_on_which_the_mission_began(bot: Assistant) -> None:
    begun(bot)

    row = chair(bot).mission(REFERENCE).mission
    edition = bot.facts.edition(REGION, LATER)
    assert row.rules["since"] == (edition.since.isoformat() if edition.since else None)
    assert chair(bot).mission(REFERENCE).sheet.rules_at == LATER


def test_an_application_begins_one_mission(bot: Assistant) -> None:
    begun(bot)

    again = chair(bot).begin(APPLICATION)

    assert isinstance(again, MissionAlready)
    assert again.mission.reference == REFERENCE
    assert len(chair(bot).missions()) == 1


def test_a_mission_comes_of_an_accepted_application_only(bot: Assistant) -> None:
    submitted(bot.store)

    with pytest.raises(Unclear, match="submitted"):
        chair(bot).begin(APPLICATION)
    with pytest.raises(Unknown):
        chair(bot).begin("HDF-2025-0009")


def test_an_application_that_does_not_say_where_begins_nothing_and_says_what_is_missing(bot: Assistant) -> None:
    accepted(bot, {**HDF, "partner_country": None, "partner_name": None})

    with pytest.raises(Unclear, match="partner_name, partner_country"):
        chair(bot).begin(APPLICATION)
    assert chair(bot).missions() == []


def test_staff_of_another_network_see_nothing_and_change_nothing(bot: Assistant) -> None:
    begun(bot)
    marc = chair(bot, MARC)

    assert marc.missions() == []
    for act in (
        lambda: marc.mission(REFERENCE),
        lambda: marc.begin(APPLICATION),
        lambda: marc.move(REFERENCE, "mission"),
        lambda: marc.invite(REFERENCE, "volunteer", "Inès"),
        lambda: marc.check_in_daily(REFERENCE, True),
        lambda: marc.bring(described()),
        lambda: marc.bring(described(f"reference: {REFERENCE}\n{FILE}")),
    ):
        with pytest.raises(NotYours):
            act()
    assert len(rows(bot.store, AuditLine)) == 2, "the acceptance, and the mission that was begun"


# -- a file ----------------------------------------------------------------------------------------------------------


def test_a_file_makes_a_mission_and_a_place_for_each_volunteer(bot: Assistant) -> None:
    assert isinstance(chair(bot).bring(described()), MissionDone)

    found = chair(bot).mission(REFERENCE)
    assert (found.mission.starts, found.mission.ends) == (date(2025, 9, 1), date(2025, 9, 12))
    assert [(one.role, one.name, one.joined_at) for one in found.people] == [("volunteer", "Inès", None)]
    assert found.sheet.volunteers == ("Inès",)
    assert "Inès" not in str(found.mission.sheet), "a name goes with its person"


def test_the_same_file_brought_twice_is_one_mission(bot: Assistant) -> None:
    chair(bot).bring(described())

    assert isinstance(chair(bot).bring(described()), MissionAlready)
    assert len(chair(bot).missions()) == 1


def test_a_changed_file_is_the_next_version_and_those_who_joined_hear_of_it(bot: Assistant) -> None:
    chair(bot).bring(described())
    joined(bot, "ines")
    changed = described(f"reference: {REFERENCE}\n{FILE}".replace("2025-09-12", "2025-09-14"))

    done = chair(bot).bring(changed)

    assert isinstance(done, MissionDone)
    assert (done.mission.livret_version, done.told, done.mission.ends) == (2, 1, date(2025, 9, 14))
    assert news(bot, "ines") == [("mission.livret", "2")]
    assert isinstance(chair(bot).bring(changed), MissionAlready)


def test_a_mission_is_written_down_changed_and_brought_back(bot: Assistant) -> None:
    begun(bot)
    text = written(chair(bot).mission(REFERENCE).sheet)

    assert isinstance(chair(bot).bring(described(text)), MissionAlready), "nothing was changed in it"
    assert isinstance(chair(bot).bring(described(f"{text}first_day: 2025-09-01\n")), MissionDone)
    assert chair(bot).mission(REFERENCE).sheet.first_day == date(2025, 9, 1)


def test_the_rules_of_a_mission_do_not_change_with_its_file(bot: Assistant) -> None:
    chair(bot).bring(described(f"{FILE}rules_at: 2024-05-01T00:00:00+02:00\n"))
    before = chair(bot).mission(REFERENCE).mission.rules

    chair(bot).bring(
        described(f"reference: {REFERENCE}\n{FILE}title: x\n".replace("title: Transformer le manioc\n", ""))
    )

    after = chair(bot).mission(REFERENCE).mission
    assert (after.rules, after.livret_version) == (before, 2)
    assert after.rules["at"].startswith("2024-04-30T22:00")


def test_a_file_of_another_region_than_its_mission_is_refused(bot: Assistant) -> None:
    chair(bot).bring(described())
    both = Staff("Ana", frozenset({REGION, "occitanie"}))

    with pytest.raises(Unclear, match="occitanie"):
        chair(bot, both).bring(described(f"reference: {REFERENCE}\n{FILE}".replace(REGION, "occitanie")))
    with pytest.raises(Unclear, match="no region"):
        chair(bot, both).bring(described(FILE.replace(REGION, "bretagne")))
    with pytest.raises(Unknown):
        chair(bot).bring(described(f"reference: MHDF-2025-0009\n{FILE}"))


def test_what_is_wrong_in_a_file_is_told_with_its_line() -> None:
    with pytest.raises(KnowledgeFaults) as caught:
        described(FILE.replace("outgoing", "outward") + "colour: red\n")

    assert [(fault.line, fault.message.partition(" (")[0]) for fault in caught.value.faults] == [
        (6, "direction: unknown value 'outward'"),
        (19, "unknown field 'colour'"),
    ]


def test_a_country_with_several_hours_has_no_hour_until_the_staff_say_which(bot: Assistant) -> None:
    def zone(**changed: Json) -> str | None:
        return of_application({**HDF, **changed}, REGION, bot.facts).sheet.zone

    assert zone(partner_country="CD") is None
    assert zone(partner_country="CD", direction="reciprocity") == "Europe/Paris"


# -- moving on -------------------------------------------------------------------------------------------------------


def test_a_new_stage_is_told_to_everybody_concerned_once(bot: Assistant) -> None:
    begun(bot)
    joined(bot, "ines")
    joined(bot, "awa", "association", "Awa")

    done = chair(bot).move(REFERENCE, "preparation")

    assert isinstance(done, MissionDone)
    assert (done.mission.stage, done.told) == ("preparation", 2)
    assert (news(bot, "ines"), news(bot, "awa")) == ([("mission.stage", "preparation")],) * 2
    assert isinstance(chair(bot).move(REFERENCE, "preparation"), MissionAlready)
    assert len(news(bot, "ines")) == 1


def test_the_application_goes_with_its_mission_and_its_other_members_hear_of_it(bot: Assistant) -> None:
    begun(bot)
    joined(bot, "ines")

    done = chair(bot).move(REFERENCE, "convention")

    assert isinstance(done, MissionDone)
    assert done.told == 2
    assert news(bot, "awa") == [("application.stage", "convention")]
    with bot.store.desk(LATER) as opened:
        row = opened.find(APPLICATION)
    assert row is not None
    assert row.stage == "convention"
    assert isinstance(chair(bot).move(REFERENCE, "closed"), MissionDone), "an application knows no such stage"


def test_an_event_delivered_twice_moves_once_and_invites_once(bot: Assistant) -> None:
    begun(bot)

    assert isinstance(chair(bot, event="e1").move(REFERENCE, "convention"), MissionDone)
    assert isinstance(chair(bot).move(REFERENCE, "preparation"), MissionDone)
    again = chair(bot, event="e1").move(REFERENCE, "convention")
    assert isinstance(again, MissionAlready)
    assert (again.repeat, again.mission.stage) == (True, "preparation")

    assert isinstance(chair(bot, event="e2").invite(REFERENCE, "volunteer", "Inès"), Invited)
    assert isinstance(chair(bot, event="e2").invite(REFERENCE, "volunteer", "Inès"), AlreadyIn)


def test_a_stage_that_is_none_is_refused(bot: Assistant) -> None:
    begun(bot)
    with pytest.raises(Unclear, match="expert_search"):
        chair(bot).move(REFERENCE, "over")


# -- people ----------------------------------------------------------------------------------------------------------


def test_a_code_is_good_for_fourteen_days_once_however_it_is_typed(bot: Assistant) -> None:
    begun(bot)
    invited = chair(bot).invite(REFERENCE, "volunteer", "  Inès ")
    assert isinstance(invited, Invited)
    assert (invited.person.name, invited.expires_at) == ("Inès", LATER + timedelta(days=14))
    assert invited.start == f"mission_{invited.code}"

    assert isinstance(used(bot, "ines", f" {invited.code[:4].upper()}-{invited.code[4:]}"), MissionJoined)
    assert isinstance(chair(bot).invite(REFERENCE, "volunteer", "Inès"), AlreadyIn)


def test_the_staff_see_who_came_in_and_hear_of_a_code_that_was_tried_again_or_too_late(bot: Assistant) -> None:
    begun(bot)
    joined(bot, "ines")
    invited = chair(bot).invite(REFERENCE, "volunteer", "Bob")
    assert isinstance(invited, Invited)
    used(bot, "bob", invited.code)
    used(bot, "thief", invited.code)
    late = chair(bot).invite(REFERENCE, "partner", "La mairie")
    assert isinstance(late, Invited)
    used(bot, "mayor", late.code, LATER + timedelta(days=15))
    used(bot, "mayor", "a guess")
    used(bot, "bob", invited.code, LATER + timedelta(minutes=1))

    place = bot.store.conversation("slack", f"C-{REGION}/mission:{the_mission(bot)}")
    assert place is not None
    rows_there = bot.store.outbox.pending(place, LATER + timedelta(days=15))
    lines = [line for row in rows_there if "content" not in row.body for line in Message.from_json(row.body).lines]
    assert [line.text.partition(" :")[0] for line in lines] == [
        "Inès (volontaire) a rejoint la mission.",
        "Bob (volontaire) a rejoint la mission.",
        "Quelqu'un d'autre a essayé le code de Bob, qui avait déjà servi",
        "Le code de La mairie a été essayé, mais il ne sert plus",
    ]
    assert [line.role for line in lines] == ["body", "body", "aloud", "aloud"]


def test_an_invitation_made_again_lets_out_whoever_came_in(bot: Assistant) -> None:
    begun(bot)
    joined(bot, "thief")

    invited = chair(bot).invite(REFERENCE, "volunteer", "Inès", again=True)

    assert isinstance(invited, Invited)
    assert isinstance(used(bot, "ines", invited.code), MissionJoined)
    with bot.store.turn(channel="console", address="thief", event_id="looks", at=LATER) as work:
        assert work.missions.mine() == []
    actions = [line.action for line in rows(bot.store, AuditLine)]
    assert actions[-3:] == ["mission.let_out", "mission.invited", "mission.joined"]


def test_an_invitation_is_for_somebody_in_a_role(bot: Assistant) -> None:
    begun(bot)
    for role, name in (("volunteer", "  "), ("minister", "Inès")):
        with pytest.raises(Unclear):
            chair(bot).invite(REFERENCE, role, name)


def test_what_is_noted_of_a_mission_names_nobody_but_the_staff(bot: Assistant) -> None:
    begun(bot)
    invited = chair(bot).invite(REFERENCE, "volunteer", "Inès")
    assert isinstance(invited, Invited)
    used(bot, "ines", invited.code)
    chair(bot).move(REFERENCE, "mission")

    noted = [line for line in rows(bot.store, AuditLine) if line.subject.startswith("mission:")]

    assert [(line.who, line.action) for line in noted] == [
        ("staff:Léa", "mission.created"),
        ("staff:Léa", "mission.invited"),
        ("person:2", "mission.joined"),
        ("staff:Léa", "mission.stage"),
    ]
    assert "Inès" not in str([line.detail for line in noted])
    assert invited.code not in str([line.model_dump() for line in noted])


# -- the card --------------------------------------------------------------------------------------------------------


def test_the_card_says_who_where_when_and_how_far(bot: Assistant) -> None:
    chair(bot).bring(described())
    mine = joined(bot, "ines")
    joined(bot, "awa", "association", "Awa")
    chair(bot).invite(REFERENCE, "partner", "La mairie")
    with bot.store.turn(channel="console", address="ines", event_id="ticks", at=LATER) as work:
        work.missions.tick(mine.mission_id, "passport")
        work.missions.tick(mine.mission_id, "an item that is not asked any more")
        work.missions.alert(mine.mission_id, "a1", "Accident")

    found = shown(bot)

    assert (found.title, found.status) == (f"{REFERENCE} : Les Amis de Kpomassé", "Étape : Besoin d'expertise exprimé")
    for line in (
        "Titre de la mission : Transformer le manioc",
        "Pays du partenaire : Bénin",
        "Lieu du projet : Kpomassé",
        "Dates de la mission : du 1er septembre 2025 au 12 septembre 2025",
        "Version du livret : 1, le 14 mai 2025",
        "1 alerte attend une réponse",
        "Inès (volontaire) : dans la mission",
        "Awa (association) : dans la mission",
        "La mairie (partenaire) : pas encore dans la mission",
        f"Inès : 1 point fait sur {len(checklist(bot.facts.preparation, chair(bot).mission(REFERENCE).sheet))}",
    ):
        assert line in words(found), line
    assert "Accident" not in words(found)
    action, *others = found.actions
    assert [one.label for one in others] == ["Chercher un expert", "Inviter", "Modifier", "Préparer les documents"]
    assert (action.about, action.label) == (
        f"{REFERENCE}/expert_search",
        "Passer à l'étape : Recherche de la personne experte",
    )


def test_the_card_of_a_mission_that_is_closed_offers_its_report_alone(bot: Assistant) -> None:
    begun(bot)
    chair(bot).move(REFERENCE, "closed")

    found = shown(bot)

    assert (found.status, [one.act for one in found.actions]) == ("Étape : Mission close", ["report"])
    assert "Dates de la mission : Pas encore fixées" in words(found)
    assert card(bot.store, bot.facts, bot.offices, "mission:none", LATER) is None


def test_a_mission_has_a_thread_with_its_card_and_the_application_says_so(bot: Assistant) -> None:
    begun(bot)

    assert waiting(bot, "slack", f"C-{REGION}/mission:{the_mission(bot)}") == [
        {"content": "card", "about": f"mission:{the_mission(bot)}"}
    ]
    [*_others, last] = waiting(bot, "slack", f"C-{REGION}/application:app1")
    assert Message.from_json(last).lines[0].text == f"La mission {REFERENCE} est créée."


def test_without_a_place_for_the_staff_everything_is_done_the_same(bot: Assistant) -> None:
    begun(bot)
    alone = Chair(bot.store, bot.facts, LEA, LATER, bot.fresh)

    assert isinstance(alone.move(REFERENCE, "convention"), MissionDone)
    invited = alone.invite(REFERENCE, "volunteer", "Inès")
    assert isinstance(invited, Invited)
    with bot.store.turn(channel="console", address="ines", event_id="1", at=LATER) as work:
        came_in(work, {}, work.missions.join(digest(invited.code)))


# -- the button ------------------------------------------------------------------------------------------------------


@contextmanager
def front_of(bot: Assistant) -> Iterator[StaffFront]:
    writer = Writer(bot, {"slack": Capabilities()}, Random(1), Metrics())
    yield StaffFront(bot, writer, {"U1": LEA.regions}, lambda: LATER)


async def test_two_who_press_for_the_next_stage_at_once_pass_one_stage(bot: Assistant) -> None:
    begun(bot)
    action, *_others = shown(bot).actions
    with front_of(bot) as front:
        first = await front.act("e1", LEA, action.act, action.about, Inputs())
        second = await front.act("e2", LEA, action.act, action.about, Inputs())
        again = await front.act("e1", LEA, action.act, action.about, Inputs())
        theirs = await front.act("e3", MARC, action.act, action.about, Inputs())
        gone = await front.act("e4", LEA, action.act, "MHDF-2025-0009/mission", Inputs())
        await front.writer.stop()

    kinds = [one.kind for one in (first, second, again, theirs, gone)]
    assert kinds == ["done", "already", "repeat", "not_yours", "unknown"]
    assert chair(bot).mission(REFERENCE).mission.stage == "expert_search"
    assert isinstance(told(action.act, first), Text)
    assert isinstance(told(action.act, second), Text)
