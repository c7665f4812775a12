"""A mission in the chat, with a database: what is due comes at its hour, once, to whom it is for; the staff hear."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.channels.base import Content
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.offices import Office
from bot.render import Capabilities, File, Message
from bot.turn import Assistant, Heard, Tapped
from bot.words import PARIS
from dialogs.core.events import Came, Opened, Pressed, Said, Typed
from tests.bot.test_missions import LEA, REGION
from tests.play import assistant

ABLE = Capabilities(edits_messages=True, files=True)
JOINED = datetime(2025, 7, 1, 10, tzinfo=PARIS)
EVENING = datetime(2025, 9, 1, 19, tzinfo=PARIS)
"""18:00 in Porto-Novo."""
SHEET = Path(__file__).parents[1] / "missions" / "kpomasse.yaml"
REFERENCE = "MHDF-2025-0001"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        yield opened


def chair(bot: Assistant, at: datetime) -> Chair:
    return Chair(bot.store, bot.facts, LEA, at, bot.fresh, bot.offices)


def begun(bot: Assistant, *, checkins: bool = True) -> None:
    chair(bot, JOINED).bring(parse("mission.yaml", SHEET.read_text(encoding="utf-8")))
    chair(bot, JOINED).check_in_daily(REFERENCE, checkins)


def says(bot: Assistant, who: str, said: Said | Tapped, at: datetime = JOINED) -> None:
    bot.hear(Heard("console", who, bot.new_event_id("console"), at, said, "fr"), ABLE)


def comes_in(bot: Assistant, who: str = "ines", role: str = "volunteer", name: str = "Inès") -> None:
    invited = chair(bot, JOINED).invite(REFERENCE, role, name)
    assert isinstance(invited, Invited)
    says(bot, who, Opened(invited.start))


def agrees(bot: Assistant, who: str = "ines") -> None:
    comes_in(bot, who)
    says(bot, who, Typed("oui"))
    read(bot, who, JOINED)


def came(bot: Assistant, who: str, at: datetime) -> list[Content]:
    return list(bot.deliver("console", who, at, ABLE))


def read(bot: Assistant, who: str, at: datetime) -> str:
    """What has come to somebody by then, but for the menu."""
    return "\n".join(line.text for one in came(bot, who, at) if isinstance(one, Message) for line in one.lines)


def staff(bot: Assistant, at: datetime) -> str:
    """What the staff read in the threads of missions."""
    [row] = chair(bot, at).missions()
    return "\n".join(
        line.text
        for one in bot.deliver("slack", f"C-{REGION}/mission:{row.id}", at, ABLE)
        if isinstance(one, Message)
        for line in one.lines
    )


ASKED, AGAIN, TOLD = "tout va bien aujourd'hui ?", "pas encore eu de vos nouvelles", "j'ai prévenu votre réseau"


def test_nobody_is_asked_before_they_agree(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    says(bot, "ines", Typed("non"))
    assert ASKED not in read(bot, "ines", EVENING)


def test_a_volunteer_is_asked_at_the_hour_of_the_mission_on_each_of_its_days_and_no_other(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    days = {}
    for day in range(-2, 14):
        at = EVENING + timedelta(days=day)
        assert ASKED not in read(bot, "ines", at - timedelta(minutes=1))
        days[at.date().isoformat()] = ASKED in read(bot, "ines", at)
        says(bot, "ines", Typed("tout va bien"), at)
    assert [day for day, asked in days.items() if asked] == [f"2025-09-{day:02}" for day in range(1, 13)]


def test_a_missed_check_in_is_asked_again_then_told_to_the_staff_once(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    staff(bot, JOINED)
    assert ASKED in read(bot, "ines", EVENING)
    later = EVENING + timedelta(hours=2)
    assert AGAIN in read(bot, "ines", later)
    assert "n'a pas répondu" not in staff(bot, later)
    last = later + timedelta(hours=2)
    assert TOLD in read(bot, "ines", last)
    assert staff(bot, last).count("Inès n'a pas répondu au point du jour du 1er septembre 2025") == 1
    says(bot, "ines", Typed("tout va bien"), last)
    assert "Inès vient de répondre : tout va bien." in staff(bot, last)


def test_an_answer_in_time_is_the_end_of_it(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    staff(bot, JOINED)
    read(bot, "ines", EVENING)
    says(bot, "ines", Typed("tout va bien"), EVENING + timedelta(minutes=5))
    night = EVENING + timedelta(hours=6)
    assert AGAIN not in (words := read(bot, "ines", night))
    assert TOLD not in words
    assert staff(bot, night) == ""


def test_nothing_is_asked_once_the_mission_is_closed_or_the_network_has_stopped_asking(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    chair(bot, JOINED).check_in_daily(REFERENCE, False)
    assert ASKED not in read(bot, "ines", EVENING)
    chair(bot, EVENING).check_in_daily(REFERENCE, True)
    chair(bot, EVENING).move(REFERENCE, "closed")
    assert ASKED not in read(bot, "ines", EVENING + timedelta(days=3))


def test_a_hour_of_the_networks_own_is_kept(bot: Assistant) -> None:
    early = Office("slack", f"C-{REGION}", checkin_at=datetime(2025, 1, 1, 8).time())  # noqa: DTZ001  # an hour
    mine = replace(bot, offices={REGION: early})
    begun(mine)
    agrees(mine)
    morning = datetime(2025, 9, 1, 9, tzinfo=PARIS)
    assert ASKED not in read(mine, "ines", morning - timedelta(minutes=1))
    assert ASKED in read(mine, "ines", morning)


def test_a_server_that_was_down_asks_when_it_is_back_and_not_for_a_day_that_is_over(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    back = EVENING + timedelta(days=4, hours=1)
    words = read(bot, "ines", back)
    assert words.count(ASKED) == 1
    says(bot, "ines", Typed("tout va bien"), back)
    assert read(bot, "ines", back + timedelta(days=1)).count(ASKED) == 1


def test_two_who_agree_twice_are_asked_once(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    mission = str(chair(bot, JOINED).missions()[0].id)
    for act in ("stop", "agree", "stop", "agree"):
        says(bot, "ines", Pressed("checkin.do", "what", f"={act}|{mission}|"))
    read(bot, "ines", JOINED)
    assert read(bot, "ines", EVENING).count(ASKED) == 1


def test_a_restart_asks_nothing_twice(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    conversation = bot.store.conversation("console", "ines")
    assert conversation is not None
    [row] = [one for one in bot.store.outbox.pending(conversation, EVENING) if one.body.get("name") == "checkin.due"]
    bot.obey(row, EVENING, ABLE)
    bot.obey(row, EVENING, ABLE)  # killed before it was marked, and taken again
    assert read(bot, "ines", EVENING).count(ASKED) == 1


def test_another_cannot_say_that_all_is_well_in_a_mission_they_are_not_in(bot: Assistant) -> None:
    begun(bot)
    agrees(bot)
    mission = chair(bot, JOINED).missions()[0].id
    says(bot, "eve", Pressed("checkin.do", "what", f"=fine|{mission}|"))
    assert "Ce point est passé" in read(bot, "eve", JOINED)
    says(bot, "eve", Pressed("livret.leaf", "deed", f"=file|{mission}|pdf"))
    assert not [one for one in came(bot, "eve", JOINED) if isinstance(one, File)]


# -- the livret ------------------------------------------------------------------------------------------------------


def files(content: list[Content]) -> list[str]:
    return [one.name for one in content if isinstance(one, File)]


def test_the_livret_comes_by_itself_a_week_before_once(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    assert files(came(bot, "ines", datetime(2025, 8, 25, 9, 59, tzinfo=PARIS))) == []
    assert files(came(bot, "ines", datetime(2025, 8, 25, 10, tzinfo=PARIS))) == [f"{REFERENCE}-fr.pdf"]
    assert files(came(bot, "ines", datetime(2025, 8, 31, tzinfo=PARIS))) == []


def test_a_first_day_that_was_moved_moves_the_livret(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    moved = SHEET.read_text(encoding="utf-8").replace("first_day: 2025-09-01", "first_day: 2025-09-05")
    chair(bot, JOINED).bring(parse("later.yaml", f"reference: {REFERENCE}\n{moved}"))
    content = came(bot, "ines", JOINED)
    assert files(content) == [f"{REFERENCE}-fr.pdf"]
    assert files(came(bot, "ines", datetime(2025, 8, 25, 11, tzinfo=PARIS))) == []
    assert files(came(bot, "ines", datetime(2025, 8, 29, 11, tzinfo=PARIS))) == [f"{REFERENCE}-fr.pdf"]


def test_the_pdf_is_the_livret_in_the_language_of_who_reads_it(bot: Assistant, tmp_path: Path) -> None:
    begun(bot)
    comes_in(bot)
    says(bot, "ines", Typed("/livret"))
    says(bot, "ines", Typed("le livret en PDF"))
    [made] = [one for one in came(bot, "ines", JOINED) if isinstance(one, File)]
    (tmp_path / "livret.pdf").write_bytes(made.content)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "livret.pdf").pages)
    assert "Koffi Adjovi" in text


@pytest.mark.parametrize(
    ("asked", "name", "inside"),
    [
        ("les dates, pour l'agenda", "ics", b"Accueil"),
        ("les contacts, pour le téléphone", "vcf", b"Koffi Adjovi"),
        ("le livret en page web", "html", b"Koffi Adjovi"),
    ],
)
def test_each_file_is_handed_over(bot: Assistant, asked: str, name: str, inside: bytes) -> None:
    begun(bot)
    comes_in(bot)
    says(bot, "ines", Typed("/livret"))
    says(bot, "ines", Typed(asked))
    [made] = [one for one in came(bot, "ines", JOINED) if isinstance(one, File)]
    assert made.name == f"{REFERENCE}-fr.{name}"
    assert inside in made.content


def test_who_was_let_out_gets_no_file_any_more(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    says(bot, "ines", Typed("/livret"))
    says(bot, "ines", Typed("le livret en PDF"))
    chair(bot, JOINED).invite(REFERENCE, "volunteer", "Inès", again=True)
    assert files(came(bot, "ines", JOINED)) == []


def test_only_what_changed_is_told_and_a_change_elsewhere_says_nothing(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    came(bot, "ines", JOINED)
    moved = SHEET.read_text(encoding="utf-8").replace("Auberge du Lac", "Auberge des Palmiers")
    chair(bot, JOINED).bring(parse("later.yaml", f"reference: {REFERENCE}\n{moved}"))
    words = read(bot, "ines", JOINED)
    assert "Auberge des Palmiers" in words
    assert "Koffi" not in words


# -- the checklist and the interviews --------------------------------------------------------------------------------


def test_a_tick_edits_the_list_in_its_place(bot: Assistant) -> None:
    begun(bot, checkins=False)
    comes_in(bot)
    says(bot, "ines", Typed("/preparation"))
    read(bot, "ines", JOINED)
    conversation = bot.store.conversation("console", "ines")
    assert conversation is not None
    says(bot, "ines", Typed("/preparation"))
    [row] = bot.store.outbox.pending(conversation, JOINED)
    read(bot, "ines", JOINED)
    says(bot, "ines", Tapped(row.id, 0))
    [answer] = bot.store.outbox.pending(conversation, JOINED)
    assert answer.edits == f"#{row.id}"
    assert "1 point fait sur 22" in [line.text for line in Message.from_json(answer.body).lines]
    [seen] = chair(bot, JOINED).mission(REFERENCE).ticks.values()
    assert len(seen) == 1


def test_what_is_said_in_an_interview_is_kept_at_each_answer_and_shown_to_the_network(bot: Assistant) -> None:
    begun(bot, checkins=False)
    comes_in(bot)
    at = datetime(2025, 8, 18, 11, tzinfo=PARIS)
    assert "Entretien avant le départ" in read(bot, "ines", at)
    mission = chair(bot, at).missions()[0].id
    says(bot, "ines", Pressed("interview.begin", "what", f"=before_volunteer|{mission}|"), at)
    for words in ("Aider.", "Apprendre."):
        says(bot, "ines", Typed(words), at)
    with bot.store.desk(at) as desk:
        [kept] = desk.missions.interviews(mission)
    assert (kept.kind, kept.answers) == ("before", {"motivations": "Aider.", "expectations": "Apprendre."})


def test_who_does_not_agree_is_not_asked_months_later(bot: Assistant) -> None:
    begun(bot, checkins=False)
    comes_in(bot)
    read(bot, "ines", datetime(2025, 9, 20, tzinfo=PARIS))
    assert "Trois mois après" not in read(bot, "ines", datetime(2026, 10, 1, tzinfo=PARIS))


def test_who_is_in_no_mission_hears_no_news_of_one(bot: Assistant) -> None:
    begun(bot)
    comes_in(bot)
    mission = chair(bot, JOINED).missions()[0].id
    says(bot, "eve", Opened())
    read(bot, "eve", JOINED)
    for name in (
        "mission.joined",
        "mission.stage",
        "mission.livret",
        "mission.departure",
        "checkin.due",
        "interview.due",
    ):
        says(bot, "eve", Came(name, {"id": mission, "day": "2025-09-01", "stage": "need", "changes": [{}]}))
        assert read(bot, "eve", JOINED) == ""
