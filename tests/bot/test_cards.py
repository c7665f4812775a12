"""What staff see of an application, and what they can do with it, through the desk of a chat."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot import desk
from bot.cards import card
from bot.carrying import catch_up
from bot.channels.base import Card
from bot.channels.slack.front import Form, Inputs, Outcome
from bot.desk import Staff
from bot.front import StaffFront
from bot.metrics import Metrics
from bot.render import Capabilities
from bot.turn import Assistant
from bot.writer import Writer
from tests.bot.applications import AT, HDF, submitted
from tests.play import assistant

REGION = "hauts-de-france"
LATER = AT + timedelta(hours=2)
LEA, MARC = Staff("Léa", frozenset({REGION})), Staff("Marc", frozenset({REGION}))
REFERENCE = "HDF-2025-0001"


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[StaffFront]:
    with assistant(tmp_path, [REGION]) as bot:
        writer = Writer(bot, {"slack": Capabilities()}, Random(1), Metrics())
        people = {"U1": LEA.regions, "U2": MARC.regions}
        yield StaffFront(bot, writer, people, lambda: LATER)
        await writer.stop()


def shown(bot: Assistant, at: datetime = LATER) -> Card:
    found = card(bot.store, bot.facts, bot.offices, "application:app1", at)
    assert found is not None
    return found


def words(one: Card) -> str:
    fields = (f"{label} : {value}" for label, value in one.fields)
    sections = (line for title, lines in one.sections for line in (title, *lines))
    return "\n".join((one.title, one.status, *fields, *sections)).replace("\u202f", " ").replace("\xa0", " ")


# -- the card --------------------------------------------------------------------------------------------------------


async def test_a_card_says_who_where_when_and_what_the_rules_say(front: StaffFront) -> None:
    submitted(front.assistant.store)
    found = shown(front.assistant)
    said = words(found)
    assert found.title == "HDF-2025-0001 : Les Amis de Kpomassé"
    assert found.status == "À décider"
    for line in (
        "Titre de la mission : Transformer le manioc",
        "Pays du partenaire : Bénin",
        "Période souhaitée : du 1er septembre 2025 au 31 octobre 2025",
        "✓ Pays du partenaire : Bénin : ce pays reçoit l'aide publique au développement (liste de l'OCDE 2024-25).",
        "Demandé : 1 867 €",
        "Part du réseau, à titre indicatif : 906 €",
        "Il reste 6 places sur 6 (dossiers acceptés : 0).",
    ):
        assert line in said
    assert [action.act for action in found.actions] == ["accept", "correct", "refuse", "assign"]


async def test_an_accepted_application_takes_a_place_and_offers_to_begin_its_mission(front: StaffFront) -> None:
    submitted(front.assistant.store)
    desk.accept(front.assistant.store, LEA, REFERENCE, LATER, "Bravo !")
    said = words(found := shown(front.assistant))
    assert [(action.act, action.about) for action in found.actions] == [("begin", REFERENCE)]
    assert "Accepté par Léa le 14 mai 2025 à 14:00" in said
    assert "Il reste 5 places sur 6" in said
    assert "Bravo !" in said


async def test_a_card_of_something_that_is_gone_is_no_card(front: StaffFront) -> None:
    bot = front.assistant
    for about in ("application:none", "request:none", "offer:none"):
        assert card(bot.store, bot.facts, bot.offices, about, LATER) is None


async def test_what_was_submitted_before_there_was_a_place_is_shown_there_once(front: StaffFront) -> None:
    bot = front.assistant
    submitted(bot.store)
    for _time in range(2):
        catch_up(bot.store, bot.offices, LATER)
    place = bot.store.conversation("slack", f"C-{REGION}/application:app1")
    assert place is not None
    assert [row.body["content"] for row in bot.store.outbox.pending(place, LATER)] == ["card", "paper", "paper"]


async def test_a_request_leads_to_what_its_person_submitted_to_the_same_network(front: StaffFront) -> None:
    store = front.assistant.store
    submitted(store)
    submitted(store, region="occitanie", prefix="OCC", call=None, id="app2")
    with store.turn(channel="console", address="awa", event_id="asks", at=LATER) as work:
        work.ask("r1", REGION)
    with store.desk(LATER) as rows:
        place = rows.thread("slack", f"C-{REGION}/application:app1", "application:app1")
        rows.thread("slack", "C-occitanie/application:app2", "application:app2")
    assert request_card(front).links == (), "a thread that is not open yet leads nowhere"
    store.outbox.rooted(place, "17.25")
    assert request_card(front).links == (("Son dossier HDF-2025-0001", f"https://slack.com/archives/C-{REGION}/p1725"),)


def request_card(front: StaffFront) -> Card:
    bot = front.assistant
    found = card(bot.store, bot.facts, bot.offices, "request:r1", LATER)
    assert found is not None
    return found


# -- acts ------------------------------------------------------------------------------------------------------------


async def test_two_people_who_press_at_once_one_wins_and_the_other_is_told_by_whom(front: StaffFront) -> None:
    submitted(front.assistant.store)
    assert await front.act("e1", LEA, "accept", REFERENCE, Inputs()) == Outcome("done")
    late = await front.act("e2", MARC, "refuse", REFERENCE, Inputs("Trop tard."))
    assert (late.kind, late.state, late.by, late.at) == ("already", "accepted", "Léa", LATER)
    assert (await front.act("e1", LEA, "accept", REFERENCE, Inputs())).kind == "repeat"


async def test_looking_after_an_application_is_seen_and_cannot_be_taken_by_a_second_press(front: StaffFront) -> None:
    submitted(front.assistant.store)
    assert (await front.act("e1", LEA, "assign", REFERENCE, Inputs())).kind == "done"
    late = await front.act("e2", MARC, "assign", REFERENCE, Inputs())
    assert (late.kind, late.state, late.by) == ("already", "assigned", "Léa")
    assert "Suivi par : Léa" in words(shown(front.assistant))


async def test_a_refusal_bears_the_rule_and_the_words(front: StaffFront) -> None:
    submitted(front.assistant.store)
    inputs = Inputs("Douze dossiers pour six places.", reason="charter")
    assert (await front.act("e1", LEA, "refuse", REFERENCE, inputs)).kind == "done"
    assert "Charte du réseau : Douze dossiers pour six places." in words(shown(front.assistant))


@pytest.mark.parametrize(
    ("staff", "reference", "kind"),
    [
        (Staff("Zoé", frozenset({"occitanie"})), REFERENCE, "not_yours"),
        (LEA, "HDF-2025-0099", "unknown"),
    ],
)
async def test_what_may_not_be_done_is_said(front: StaffFront, staff: Staff, reference: str, kind: str) -> None:
    submitted(front.assistant.store)
    assert (await front.act("e1", staff, "accept", reference, Inputs())).kind == kind
    assert shown(front.assistant).status == "À décider"


async def test_a_correction_without_words_is_unclear(front: StaffFront) -> None:
    submitted(front.assistant.store)
    assert (await front.act("e1", LEA, "correct", REFERENCE, Inputs("", fields=("need",)))).kind == "unclear"


async def test_an_act_that_nobody_knows_is_not_done(front: StaffFront) -> None:
    submitted(front.assistant.store)
    assert (await front.act("e1", LEA, "burn", REFERENCE, Inputs())).kind == "unclear"


# -- before acting ---------------------------------------------------------------------------------------------------


async def test_a_correction_may_name_what_was_asked_of_this_association_by_section(front: StaffFront) -> None:
    submitted(front.assistant.store)
    form = await front.form(LEA, "correct", REFERENCE)
    assert isinstance(form, Form)
    labels = {group.label: [option.label for option in group.options] for group in form.groups}
    assert "Besoin d'expertise" in labels["La mission"]
    assert "Nom de l'association" in labels["Votre association"]


async def test_a_refusal_offers_the_rules_that_are_not_met(front: StaffFront) -> None:
    submitted(front.assistant.store, {**HDF, "duration_days": 21})
    form = await front.form(LEA, "refuse", REFERENCE)
    assert isinstance(form, Form)
    assert [option.label for option in form.reasons] == ["Durée de la mission"]


async def test_before_accepting_staff_see_how_many_places_are_left(front: StaffFront) -> None:
    submitted(front.assistant.store)
    form = await front.form(LEA, "accept", REFERENCE)
    assert isinstance(form, Form)
    assert form.notes == ("Il reste 6 places sur 6 (dossiers acceptés : 0).",)


async def test_a_form_that_comes_too_late_says_what_was_done(front: StaffFront) -> None:
    submitted(front.assistant.store)
    await front.act("e1", LEA, "refuse", REFERENCE, Inputs("Non."))
    late = await front.form(MARC, "accept", REFERENCE)
    assert isinstance(late, Outcome)
    assert (late.kind, late.state, late.by) == ("already", "refused", "Léa")


# -- what waits ------------------------------------------------------------------------------------------------------


async def test_staff_see_what_waits_for_them_and_until_when_one_may_apply(front: StaffFront) -> None:
    submitted(front.assistant.store)
    (waiting,) = await front.waiting(LEA)
    assert waiting.network == "Lianes coopération"
    assert [item.title for item in waiting.items] == ["HDF-2025-0001 : Les Amis de Kpomassé"]
    (deadline,) = await front.deadlines(LEA)
    assert (deadline.call, deadline.places_left) == ("hdf-2025", 6)
    await front.act("e1", LEA, "accept", REFERENCE, Inputs())
    (waiting,) = await front.waiting(LEA)
    assert waiting.items == ()


async def test_who_is_staff_of_nothing_is_nobody_here(front: StaffFront) -> None:
    assert await front.staff_of("U9", "Zoé") is None
    assert await front.staff_of("U1", "Léa") == LEA
