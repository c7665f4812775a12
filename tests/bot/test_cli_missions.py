"""`explor mission …`: what an operator types, and what they read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import desk
from bot.cli import app
from bot.codes import digest
from bot.desk import Staff
from storage.missions import MissionJoined
from storage.store import Store
from tests.bot.applications import AT, fresh_store, submitted
from tests.bot.test_missions import FILE

Run = Callable[..., Result]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`explor mission …` on the database of the test."""
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")
    return lambda *words, stdin=None: CliRunner().invoke(app, ["mission", *words], stdin, catch_exceptions=False)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def begun(store: Store, run: Run) -> str:
    submitted(store)
    desk.accept(store, Staff("Léa", frozenset({"hauts-de-france"})), "HDF-2025-0001", AT)
    reference: str = read(run("new", "--from", "hdf-2025-1", "--json"))["mission"]["reference"]
    return reference


def test_an_accepted_application_becomes_a_mission_that_is_listed_and_shown(store: Store, run: Run) -> None:
    reference = begun(store, run)

    assert [one["reference"] for one in read(run("list", "--json"))] == [reference]
    assert read(run("list", "--stage", "mission", "--json")) == []
    assert reference in run("list", "--region", "hauts-de-france").stdout
    said = run("show", reference).stdout
    assert "Les Amis de Kpomassé, with Mairie de Kpomassé (BJ, outgoing)" in said
    whole = read(run("show", reference, "--json"))
    assert (whole["association"], whole["people"], whole["sheet"]["country"]) == ("Les Amis de Kpomassé", [], "BJ")
    assert "nothing to do" in run("new", "--from", "HDF-2025-0001").stdout


def test_a_mission_is_brought_from_a_file_changed_and_brought_again(store: Store, run: Run, tmp_path: Path) -> None:
    first = read(run("import", "-", "--json", "--as", "Léa", stdin=FILE))
    assert (first["done"], first["mission"]["livret"], first["mission"]["created_by"]) == (True, 1, "Léa")
    path = tmp_path / "mission.yaml"
    text = run("show", first["mission"]["reference"], "--yaml").stdout
    path.write_text(text.replace("2025-09-12", "2025-09-13"), encoding="utf-8")

    assert read(run("import", str(path), "--json"))["mission"]["ends"] == "2025-09-13"
    assert read(run("import", str(path), "--json"))["done"] is False


def test_a_file_that_cannot_be_used_is_told_with_its_lines(store: Store, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mission.yaml"
    path.write_text(FILE.replace("BJ", "Bénin"), encoding="utf-8")

    failed = run("import", str(path))

    assert failed.exit_code == 1
    assert f"{path}:5: country" in failed.stderr


def test_a_code_is_shown_once_and_lets_its_person_in(store: Store, run: Run) -> None:
    reference = begun(store, run)
    made = read(run("invite", reference, "--role", "volunteer", "--name", "Inès", "--json"))
    assert made["start"] == f"mission_{made['code']}"

    with store.turn(channel="console", address="ines", event_id="1", at=AT) as work:
        assert isinstance(work.missions.join(digest(made["code"])), MissionJoined)

    assert "--again" in run("invite", reference, "--role", "volunteer", "--name", "Inès").stdout
    again = run("invite", reference, "--role", "volunteer", "--name", "Inès", "--again").stdout
    assert "t.me/" in again
    assert made["code"] not in again
    said = run("show", reference).stdout
    assert "not joined yet" in said
    assert made["code"] not in said


def test_a_stage_and_the_daily_question_are_set_once(store: Store, run: Run) -> None:
    reference = begun(store, run)

    assert read(run("stage", reference, "preparation", "--json"))["mission"]["stage"] == "preparation"
    assert "nothing to do" in run("stage", reference, "preparation").stdout
    assert read(run("checkins", reference, "on", "--json"))["mission"]["checkins"] is True
    assert read(run("checkins", reference, "on", "--json"))["done"] is False


def test_what_cannot_be_done_is_said_in_a_sentence(store: Store, run: Run) -> None:
    for words, code in (
        (("show", "MHDF-2025-0001"), 1),
        (("new", "--from", "HDF-2025-0001"), 1),
        (("stage", "MHDF-2025-0001", "over"), 2),
        (("invite", "MHDF-2025-0001", "--role", "minister", "--name", "Inès"), 2),
        (("invite", "MHDF-2025-0001", "--role", "partner", "--name", "Inès"), 1),
        (("checkins", "MHDF-2025-0001", "maybe"), 2),
        (("import", "nowhere.yaml"), 1),
    ):
        failed = run(*words)
        assert failed.exit_code == code, words
        assert failed.stderr
        assert "Traceback" not in failed.stderr
