"""The commands of the desk: what an operator types, and what they read."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from bot.cli import app
from storage.records import Json
from storage.store import Store
from tests.bot.applications import AT, HDF, fresh_store, submitted

Run = Callable[..., Result]
REF = "HDF-2025-0001"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`explor …` on the database of the test."""
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")
    monkeypatch.setenv("EXPLOR_FILES", str(tmp_path / "files"))
    return lambda *words: CliRunner().invoke(app, [*words], catch_exceptions=False)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def two(store: Store) -> None:
    submitted(store)
    moved: dict[str, Json] = {**HDF, "head_office": {"code": "13001", "commune": None, "name": None}}
    region = "provence-alpes-cote-d-azur"
    submitted(store, moved, region=region, prefix="PACA", call=None, who="zoe", id="app2")


# --- looking ---


def test_the_list_has_what_was_submitted_and_no_draft(store: Store, run: Run) -> None:
    two(store)
    with store.turn(channel="console", address="ines", event_id="ines:1", at=AT) as work:
        work.applications.begin("draft", "hauts-de-france", "hdf-2025", HDF)
    assert [one["reference"] for one in read(run("applications", "--json"))] == [REF, "PACA-2025-0001"]
    assert [one["reference"] for one in read(run("applications", "--region", "hauts-de-france", "--json"))] == [REF]
    assert read(run("applications", "--state", "accepted", "--json")) == []
    assert run("applications").stdout.splitlines()[0] == f"{REF}  submitted   v1  Les Amis de Kpomassé"


def test_the_json_of_an_application_is_the_documented_one(store: Store, run: Run) -> None:
    submitted(store)
    found = read(run("application", REF, "--json"))
    [version] = found.pop("versions")
    assert found == {
        "reference": REF,
        "region": "hauts-de-france",
        "call": "hdf-2025",
        "state": "submitted",
        "stage": "need",
        "version": 1,
        "submitted_at": "2025-05-14T12:00:00+02:00",
        "association": "Les Amis de Kpomassé",
        "mission": "Transformer le manioc",
        "members": 1,
        "correction": None,
        "decision": None,
    }
    assert version["answers"] == HDF
    assert (version["number"], version["lang"], version["corrected"]) == (1, "fr", [])
    assert len(version["sha256"]) == 64


def test_an_application_can_be_read_in_the_terminal(store: Store, run: Run) -> None:
    submitted(store)
    said = run("application", "hdf-2025-1").stdout
    assert f"{REF} · v1 · submitted · need" in said
    assert "• Nom de l'association\n      Les Amis de Kpomassé" in said


def test_the_papers_are_written_where_asked(store: Store, run: Run, tmp_path: Path) -> None:
    submitted(store)
    pdf, word = tmp_path / "a.pdf", tmp_path / "a.docx"
    assert run("application", REF, "--pdf", str(pdf), "--docx", str(word)).exit_code == 0
    assert REF in PdfReader(io.BytesIO(pdf.read_bytes())).pages[0].extract_text()
    assert any("Pré-fiche" in one.text for one in docx.Document(str(word)).paragraphs)
    again = tmp_path / "b.pdf"
    run("application", REF, "--pdf", str(again))
    assert again.read_bytes() == pdf.read_bytes()


def test_a_place_that_cannot_be_written_is_told(store: Store, run: Run, tmp_path: Path) -> None:
    submitted(store)
    (tmp_path / "no").touch()
    found = run("application", REF, "--pdf", str(tmp_path / "no" / "a.pdf"))
    assert found.exit_code == 1
    assert "File exists" in found.stderr


# --- deciding ---


def test_an_acceptance_says_how_many_will_hear_of_it(store: Store, run: Run) -> None:
    submitted(store)
    said = run("application", REF, "accept", "--as", "Léa", "--reason", "Bravo !")
    assert said.stdout == f"{REF}: accepted, need. Conversations that will hear of it: 1.\n"
    decision = read(run("application", REF, "--json"))["decision"]
    assert (decision["by"], decision["words"]) == ("Léa", "Bravo !")


def test_a_second_decision_changes_nothing_and_names_the_first(store: Store, run: Run) -> None:
    submitted(store)
    run("application", REF, "refuse", "--as", "Léa", "--reason", "Hors du thème.")
    again = run("application", REF, "accept", "--as", "Inès")
    assert again.exit_code == 0
    assert "nothing to do, it was already refused, need, by Léa on " in again.stdout
    found = read(run("application", REF, "accept", "--as", "Inès", "--json"))
    assert (found["done"], found["told"], found["application"]["decision"]["by"]) == (False, 0, "Léa")


def test_a_correction_names_its_questions(store: Store, run: Run) -> None:
    submitted(store)
    found = read(
        run("application", REF, "correct", "--fields", "context, need", "--words", "Précisez.", "--as", "Léa", "--json")
    )
    assert found["done"] is True
    correction = found["application"]["correction"]
    assert (correction["fields"], correction["words"], correction["by"]) == (["context", "need"], "Précisez.", "Léa")


def test_a_stage_is_given_by_name(store: Store, run: Run) -> None:
    submitted(store)
    run("application", REF, "accept")
    assert read(run("application", REF, "stage", "expert_search", "--json"))["application"]["stage"] == "expert_search"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("application", "HDF-2025-0002"), "no application is called HDF-2025-0002."),
        (("application", "HDF-2025-0002", "accept"), "no application is called HDF-2025-0002."),
        (("application", REF, "correct", "--fields", "contexte", "--words", "x"), "no question is called contexte"),
        (("application", REF, "correct", "--words", "x"), "a correction names at least one question"),
        (("application", REF, "correct", "--fields", "context"), "says what is wrong"),
        (("application", REF, "stage", "done"), "no stage is called done"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_code_1(
    store: Store, run: Run, words: tuple[str, ...], said: str
) -> None:
    submitted(store)
    found = run(*words)
    assert found.exit_code == 1
    assert said in found.stderr
    assert read(run("application", REF, "--json"))["state"] == "submitted"


@pytest.mark.parametrize(
    "words", [("application", REF, "approve"), ("applications", "--state", "draft"), ("offers", "--region", "bretagne")]
)
def test_another_word_is_a_matter_of_usage(store: Store, run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


# --- offers ---


def test_offers_are_listed_by_region(store: Store, run: Run) -> None:
    with store.turn(channel="console", address="zoe", event_id="zoe:1", at=AT) as work:
        work.applications.offer("o1", "hauts-de-france", {"skill": "eau"})
        work.applications.offer("o2", "occitanie", {"skill": "sol"})
    assert read(run("offers", "--region", "hauts-de-france", "--json")) == [
        {
            "id": "o1",
            "region": "hauts-de-france",
            "created_at": "2025-05-14T12:00:00+02:00",
            "answers": {"skill": "eau"},
        }
    ]
    assert run("offers").stdout.splitlines() == ["2025-05-14  hauts-de-france  o1", "2025-05-14  occitanie  o2"]


def test_the_papers_of_an_application_are_kept_beside_the_database_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("EXPLOR_DATABASE_URL", "EXPLOR_FILES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    with closing(fresh_store(tmp_path)) as store:
        submitted(store)
    url = f"sqlite:///{tmp_path / 'explor.db'}"
    done = CliRunner().invoke(app, ["application", REF, "--db", url, "--pdf", str(tmp_path / "a.pdf")])
    assert done.exit_code == 0, done.stderr
    assert list((tmp_path / "files").glob("*/*"))
    assert not list((tmp_path / "home").rglob("*"))
