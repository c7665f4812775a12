"""`explor mission experts|propose|papers|report` and `explor report`: what an operator types, and what they get."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import desk
from bot.cli import app
from bot.desk import Staff
from storage.records import Json
from storage.store import Store
from tests.bot.applications import AT, HDF, fresh_store, submitted
from tests.bot.documents.test_pdf import words

Run = Callable[..., Result]

LEA = Staff("Léa", frozenset({"hauts-de-france"}))
OFFER: dict[str, Json] = {
    "who": "individual",
    "name": "Paul Martin",
    "skill": "Vingt ans dans la transformation du manioc en farine.",
    "domains": ["agriculture"],
    "languages": ["français"],
    "availability": "septembre",
    "employer_agreement": "none",
    "email": "paul@example.org",
    "phone": "+33611223344",
}
PEOPLE = (
    "Awa",
    "Diallo",
    "awa@example.org",
    "33612345678",
    "Inès",
    "Paul",
    "Martin",
    "paul@example.org",
    "Léa",
    "Kpomass",
)
"""Every name and address of the story, and the association's own."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def run(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")
    return lambda *words: CliRunner().invoke(app, [*words], catch_exceptions=False)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def reference(store: Store, run: Run, tmp_path: Path) -> str:
    """A mission of September 2025, with Inès who goes, and an offer of Paul."""
    submitted(store, {**HDF, "cofinancing_amount": {"amount": "500", "currency": "EUR"}})
    desk.accept(store, LEA, "HDF-2025-0001", AT)
    made: str = read(run("mission", "new", "--from", "HDF-2025-0001", "--json"))["mission"]["reference"]
    file = tmp_path / "mission.yaml"
    dated = "first_day: 2025-09-01\nlast_day: 2025-09-12\nvolunteers: [Inès]\n"
    file.write_text(run("mission", "show", made, "--yaml").stdout + dated, encoding="utf-8")
    assert run("mission", "import", str(file)).exit_code == 0
    with store.turn(channel="console", address="paul", event_id="paul offers", at=AT) as work:
        work.applications.offer("offer1", "hauts-de-france", OFFER)
    return made


# -- experts ---------------------------------------------------------------------------------------------------------


def test_the_offers_are_listed_with_their_reasons(run: Run, reference: str) -> None:
    [found] = read(run("mission", "experts", reference, "--language", "anglais", "--json"))
    assert (found["offer"], found["name"], found["standing"]) == ("offer1", "Paul Martin", None)
    codes = {reason["code"]: reason["values"] for reason in found["reasons"]}
    assert codes["theme_shared"] == ["agriculture"]
    assert codes["language_missing"] == ["anglais"]
    assert codes["free"] == ["septembre"]
    said = run("mission", "experts", reference).stdout
    assert "1. offer1  Paul Martin" in said
    assert "Même région." in said


def test_somebody_is_asked_once(run: Run, reference: str) -> None:
    assert read(run("mission", "propose", reference, "--offer", "offer1", "--json"))["done"] is True
    again = read(run("mission", "propose", reference, "--offer", "offer1", "--json"))
    assert (again["done"], again["standing"]) == (False, "asked")
    refused = run("mission", "propose", reference, "--offer", "offer9")
    assert (refused.exit_code, "no offer to hauts-de-france is called offer9" in refused.stderr) == (1, True)


# -- papers ----------------------------------------------------------------------------------------------------------


def test_the_papers_are_written_where_one_says(run: Run, reference: str, tmp_path: Path) -> None:
    assert run("mission", "papers", reference, "--to", str(tmp_path / "drafts")).exit_code == 0
    assert run("mission", "report", reference, "--to", str(tmp_path / "drafts")).exit_code == 0
    assert sorted(file.name for file in (tmp_path / "drafts").iterdir()) == [
        f"{reference}-convention.docx",
        f"{reference}-rapport.docx",
        f"{reference}-rapport.pdf",
        f"{reference}-termes-de-reference.docx",
    ]
    assert run("mission", "papers", "MHDF-2025-0009").exit_code == 1


# -- the report of a year --------------------------------------------------------------------------------------------


def report(run: Run, tmp_path: Path, *more: str, format: str = "csv", year: str = "2025") -> bytes:
    out = tmp_path / f"report.{format}"
    done = run("report", "--year", year, "--format", format, "--out", str(out), *more)
    assert done.exit_code == 0, done.stderr
    return out.read_bytes()


def lines(content: bytes) -> dict[tuple[str, str], dict[str, str]]:
    found = csv.DictReader(io.StringIO(content.decode()))
    return {(line["table"], line["key"]): line for line in found}


@pytest.mark.usefixtures("reference")
def test_the_report_of_a_year_counts_its_missions(run: Run, tmp_path: Path) -> None:
    found = lines(report(run, tmp_path))
    whole = found["whole", ""]
    assert (whole["missions"], whole["days"], whole["co_funding"], whole["unknown_paid"]) == ("1", "12", "500.00", "1")
    for key in (("region", "hauts-de-france"), ("type", "training"), ("theme", "education"), ("sdg", "8")):
        assert found[key]["missions"] == "1", key
    assert (found["direction", "outgoing"]["days"], found["country", "BJ"]["label"]) == ("12", "Bénin")


@pytest.mark.usefixtures("reference")
def test_another_year_or_another_region_counts_none_of_them(run: Run, tmp_path: Path) -> None:
    assert lines(report(run, tmp_path, year="2026"))["whole", ""]["missions"] == "0"
    assert lines(report(run, tmp_path, "--region", "occitanie"))["whole", ""]["missions"] == "0"


@pytest.mark.usefixtures("reference")
def test_what_is_known_of_the_money_is_told_and_the_rest_is_a_dash(run: Run, tmp_path: Path) -> None:
    told = words(report(run, tmp_path, format="pdf")).replace("\u202f", " ").replace("\xa0", " ")
    assert "Bénin 1 12 — 500,00 €" in told or "Bénin 1 12 — 500 €" in told
    assert "Pour 1 mission, ce que le réseau a payé n'est pas encore connu." in told


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("format", ["csv", "xlsx", "pdf"])
def test_nobody_s_name_nor_address_is_in_the_report(run: Run, tmp_path: Path, format: str) -> None:
    content = report(run, tmp_path, format=format)
    said = everything(content, format)
    assert "Agriculture" in said or "agriculture" in said, "the test reads what is written"
    assert [one for one in PEOPLE if one.casefold() in said.casefold()] == []


def everything(content: bytes, format: str) -> str:
    """All that a file holds, its own data included."""
    if format == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if format == "pdf":
        return words(content) + content.decode("latin-1")
    return content.decode()


def test_a_format_that_is_none_is_refused(run: Run) -> None:
    refused = run("report", "--year", "2025", "--format", "doc")
    assert refused.exit_code == 2
    assert re.search("xlsx, csv", refused.stderr)
