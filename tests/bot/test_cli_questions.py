"""`explor ask` and `explor kb`: what they print, and how they refuse what cannot be read."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def test_a_question_is_answered_with_its_source() -> None:
    result = run("ask", "Quel est le plafond de l'aide par mission ?", "--region", "occitanie")
    assert result.exit_code == 0
    assert "1\u202f400\u00a0€" in result.stdout
    assert "Source : Plaquette EXPLOR, Occitanie" in result.stdout


def test_many_questions_are_answered_in_one_go_each_under_its_id() -> None:
    lines = (
        {"id": "a", "question": "What is EXPLOR?", "lang": "en", "more": [1]},
        {"id": 7, "question": "Quel est le plafond de l'aide ?", "region": "occitanie", "lang": "fr"},
        {"id": None, "question": ""},
    )
    result = run("ask", "--batch", "-", "--json", typed="\n".join(map(json.dumps, lines)) + "\n\n")
    assert result.exit_code == 0
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert (first["id"], first["lang"], first["entry"]) == ("a", "en", "what_is_explor")
    assert (second["id"], second["region"], second["entry"]) == (7, "occitanie", "grant_cap")
    assert (third["id"], third["outcome"], third["entry"]) == (None, "unknown", None)
    keys = {"id", "outcome", "entry", "answer", "lang", "region", "confidence", "sources", "suggestions"}
    assert keys <= first.keys()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1: this is not JSON."),
        ("[]", "line 1: an object with a text under 'question' is needed."),
        ('{"question": 3}', "line 1: an object with a text under 'question' is needed."),
        ('{"question": "a", "region": "bretagne"}', "line 1: 'bretagne' is not one of"),
        ('{"question": "a", "lang": "de"}', "line 1: 'de' is not one of"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_by_its_number(line: str, told: str) -> None:
    result = run("ask", "--batch", "-", "--json", typed=line)
    assert result.exit_code == 1
    assert told in result.stderr


def test_nothing_to_ask_is_a_matter_of_usage() -> None:
    assert run("ask").exit_code == 2
    assert run("ask", "a", "--entry", "grant_cap").exit_code == 2
    assert run("ask", "--entry", "grant_capp").exit_code == 2
    assert run("ask", "a", "--after", "grant_capp").exit_code == 2


def test_the_answer_at_a_date_is_that_of_the_date() -> None:
    words = ("ask", "--entry", "grant_cap", "--region", "hauts-de-france", "--at")
    assert run(*words, "2025-05-01").exit_code == 0
    assert run(*words, "yesterday").exit_code == 1


def test_a_follow_up_is_about_the_entry_before() -> None:
    result = run("ask", "et pour l'Occitanie ?", "--after", "grant_cap", "--region", "hauts-de-france", "--json")
    found = json.loads(result.stdout)
    assert (found["entry"], found["region"]) == ("grant_cap", "occitanie")


def test_the_entries_can_be_counted_and_read_on_paper() -> None:
    assert [line[:2] for line in run("kb", "stats").stdout.splitlines()[1:6]] == ["fr", "en", "pt", "es", "ar"]
    paper = run("kb", "export", "--lang", "en").stdout
    assert "## funding / grant_cap" in paper
    assert "**Occitanie**:" in paper


def test_the_staffs_folder_is_laid_over_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "contact.yaml").write_text(
        "entries:\n  - id: bicycle\n    audience: [everyone]\n    questions: [Où garer mon vélo ?]\n"
        "    keywords: [vélo, garer]\n    answer: Dans la cour.\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EXPLOR_FAQ_FOLDER", str(tmp_path))
    assert run("ask", "Où garer mon vélo ?").stdout.startswith("Dans la cour.")
