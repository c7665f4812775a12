"""What staff see of the questions that found no good answer: the words without the person, and a message a week."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.carrying import catch_up
from bot.channels.console import ABLE
from bot.cli import app
from bot.gaps import MOST, MOST_TOLD, anonymous, next_monday
from bot.offices import Office
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Typed
from storage.gaps import Gap
from tests.play import assistant, messages

SATURDAY = datetime(2025, 5, 10, 10, tzinfo=PARIS)
MONDAY = datetime(2025, 5, 12, 9, tzinfo=PARIS)
HDF = "hauts-de-france"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [HDF, "occitanie"]) as found:
        yield found


def noted(bot: Assistant) -> list[Gap]:
    with bot.store.desk(SATURDAY) as desk:
        return list(desk.gaps())


def asks(bot: Assistant, *lines: str, who: str = "ana", at: datetime = SATURDAY) -> None:
    for place, words in enumerate(lines):
        bot.hear(Heard("console", who, f"{who}:{at}:{place}", at, Typed(words), "fr"), ABLE)
        list(messages(bot, "console", who, at, ABLE))


def told(bot: Assistant, region: str, at: datetime) -> list[str]:
    """What has come to the thread of a network by now."""
    place = f"C-{region}/network:{region}"
    return ["\n".join(line.text for line in one.lines) for one in messages(bot, "slack", place, at, ABLE)]


# -- words without anybody -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("Je m'appelle Awa Diop, puis-je partir ?", "Awa"),
        ("je m’appelle awa diop et je veux partir", "diop"),
        ("My name is John Smith and who pays?", "John"),
        ("me llamo Ana García, ¿quién paga?", "García"),
        ("Chamo-me Rui Costa e quero saber", "Costa"),
        ("اسمي فاطمة، من يدفع؟", "فاطمة"),
        ("Je suis Paul Durand : qui paie ?", "Durand"),
        ("M. Durand peut-il partir ?", "Durand"),
        ("Est-ce que Fatou Ndiaye peut partir ?", "Ndiaye"),
        ("Écrivez à awa.diop@example.org svp", "awa"),
        ("Appelez-moi au 06 12 34 56 78 ?", "12"),
        ("Appelez le +229 01-97-97-97-97 ?", "97"),
        ("Notre SIRET est 732 829 320 00074", "732"),
        ("voir https://exemple.org/awa ?", "exemple"),
        ("demandez à @awadiop", "awadiop"),
        ("né le 12/03/1980, puis-je partir ?", "1980"),
    ],
)
def test_no_name_address_nor_number_is_kept_of_a_question(words: str, secret: str) -> None:
    assert secret not in anonymous(words)
    assert "…" in anonymous(words)


@pytest.mark.parametrize(
    "words",
    [
        "Qui paie l'assurance ?",
        "Je suis présidente, puis-je partir ?",
        "faut-il un visa pour le Bénin ?",
        "من يدفع التأمين؟",
        "I am retired, can I go?",
    ],
)
def test_a_question_that_says_nothing_of_its_person_is_kept_as_it_is(words: str) -> None:
    assert anonymous(words) == words


def test_a_long_question_is_cut_and_is_one_line() -> None:
    kept = anonymous("pourquoi\n" * 200)
    assert len(kept) == MOST
    assert "\n" not in kept


# -- what is noted ---------------------------------------------------------------------------------------------------


def test_what_was_not_answered_is_noted_without_its_person(bot: Assistant) -> None:
    asks(bot, "/region", "Lille", "Je m'appelle Awa Diop, quelle est la recette du couscous ?")
    (gap,) = noted(bot)
    assert gap == Gap("unanswered", SATURDAY.date(), "fr", HDF, None, "…, quelle est la recette du couscous ?")


def test_the_day_is_that_of_paris(bot: Assistant) -> None:
    asks(bot, "/menu", "quelle est la recette du couscous ?", at=datetime(2025, 5, 10, 0, 30, tzinfo=PARIS))
    assert [gap.day for gap in noted(bot)] == [date(2025, 5, 10)]


# -- once a week -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (SATURDAY, MONDAY),
        (MONDAY - timedelta(minutes=1), MONDAY),
        (MONDAY, MONDAY + timedelta(days=7)),
        (datetime(2025, 3, 28, 12, tzinfo=PARIS), datetime(2025, 3, 31, 9, tzinfo=PARIS)),
    ],
)
def test_it_is_told_on_mondays_at_nine_in_paris(now: datetime, monday: datetime) -> None:
    assert next_monday(now) == monday


def test_each_network_hears_on_monday_what_its_people_asked_and_those_of_no_known_region(bot: Assistant) -> None:
    catch_up(bot.store, bot.offices, SATURDAY)
    catch_up(bot.store, bot.offices, SATURDAY)
    asks(bot, "/region", "Lille", "quelle est la recette du couscous ?", who="ana")
    asks(bot, "/menu", "Où voir un match de foot ce soir ?", who="awa")
    assert told(bot, HDF, MONDAY - timedelta(minutes=1)) == []

    (monday,) = told(bot, HDF, MONDAY)
    assert "• « quelle est la recette du couscous ? » (1 fois)" in monday
    assert "match de foot" in monday
    (other,) = told(bot, "occitanie", MONDAY)
    assert "couscous" not in other


def test_a_week_without_a_question_is_silent_and_the_next_one_is_told(bot: Assistant) -> None:
    catch_up(bot.store, bot.offices, SATURDAY)
    assert told(bot, HDF, MONDAY) == []
    asks(bot, "/region", "Lille", "quelle est la recette du couscous ?", at=MONDAY + timedelta(days=1))

    (second,) = told(bot, HDF, MONDAY + timedelta(days=7))
    assert "couscous" in second
    assert told(bot, HDF, MONDAY + timedelta(days=14)) == [], "told once"


def test_a_server_that_was_away_on_monday_loses_no_question(bot: Assistant) -> None:
    catch_up(bot.store, bot.offices, SATURDAY)
    asks(bot, "/region", "Lille", "quelle est la recette du couscous ?")
    late = MONDAY + timedelta(days=10)
    catch_up(bot.store, bot.offices, late)
    assert len(told(bot, HDF, late)) == 1
    assert told(bot, HDF, late + timedelta(days=14)) == []


def test_many_questions_are_counted_not_listed(bot: Assistant) -> None:
    catch_up(bot.store, bot.offices, SATURDAY)
    with bot.store.turn(channel="console", address="x", event_id="many", at=SATURDAY) as work:
        for place in range(MOST_TOLD + 5):
            work.note_gap(Gap("unanswered", SATURDAY.date(), "fr", HDF, None, f"question {'x' * place}"))
    (monday,) = told(bot, HDF, MONDAY)
    assert monday.count("« question") == MOST_TOLD
    assert "et 5 autres questions" in monday


def test_a_network_without_a_place_any_more_is_told_nothing(bot: Assistant) -> None:
    catch_up(bot.store, {"atlantis": Office("slack", "C-atlantis")}, SATURDAY)
    assert told(bot, "atlantis", MONDAY) == []


# -- on the command line ---------------------------------------------------------------------------------------------


def run(tmp_path: Path, *args: str) -> str:
    done = CliRunner().invoke(app, ["kb", "gaps", "--db", f"sqlite:///{tmp_path / 'explor.db'}", *args])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_is_read_by_region_and_language(bot: Assistant, tmp_path: Path) -> None:
    asks(bot, "/region", "Lille", "quelle est la recette du couscous ?")
    assert "quelle est la recette du couscous ?" in run(tmp_path)
    assert run(tmp_path, "--region", "occitanie") == ""
    assert run(tmp_path, "--lang", "en") == ""
    (gap,) = json.loads(run(tmp_path, "--region", HDF, "--lang", "fr", "--json"))
    assert gap == {
        "kind": "unanswered",
        "day": "2025-05-10",
        "lang": "fr",
        "region": HDF,
        "entry": None,
        "words": "quelle est la recette du couscous ?",
        "count": 1,
    }
