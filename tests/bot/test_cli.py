"""The command line: what it prints, on which stream, and how it exits. Run from a folder that is not ours."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.words import say
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Question
from dialogs.home import WELCOME
from tests.play import Script

ELIGIBLE = {
    "direction": "outgoing",
    "legal_form": "association_1901",
    "head_office": "59000",
    "partner_country": "BJ",
    "solidarity_field": True,
    "sdgs": [2, 6],
    "need_with_partner": True,
    "already_supported": False,
    "duration_days": 10,
    "charter": True,
}
COSTS = {
    "costs": {
        "flight": "1350.00",
        "local_transport": "240",
        "per_diem_days": 12,
        "visa": "75",
        "lodging": "280",
        "health": "95",
        "insurance": "52",
        "other": "100",
    }
}
IN_MAY = ("--at", "2025-05-10")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXPLOR_DATABASE_URL", f"sqlite:///{tmp_path / 'explor.db'}")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


def explor(*args: str, stdin: str | None = None) -> Result:
    """The command in this process; an exception that nobody caught is a failure of the test."""
    return CliRunner().invoke(app, args, input=stdin, catch_exceptions=False)


def judged(answers: object, *more: str) -> Result:
    return explor("eligibility", "--answers", "-", *more, stdin=json.dumps(answers))


def estimated(costs: object, *more: str) -> Result:
    return explor("estimate", "--region", "hauts-de-france", "--costs", "-", *more, stdin=json.dumps(costs))


# -- chat ------------------------------------------------------------------------------------------------------------


def test_a_script_is_played_to_its_end() -> None:
    result = explor("chat", stdin="/eligibilite\n59000")
    assert result.exit_code == 0
    assert result.stdout.rstrip().endswith("/retour  /annuler")
    assert "Qui voyage ?" in result.stdout
    assert result.stderr == ""


def test_an_empty_script_is_greeted() -> None:
    result = explor("chat", stdin="")
    assert result.exit_code == 0
    assert say(WELCOME[0], "fr") in result.stdout


def test_a_conversation_goes_on_in_the_next_process() -> None:
    explor("chat", stdin="/eligibilite\n59000\n")
    assert "Qui voyage ?" in explor("chat", stdin="").stdout
    assert "Qui voyage ?" not in explor("chat", "--as", "awa", stdin="").stdout


def test_another_database_is_another_world(tmp_path: Path) -> None:
    explor("chat", stdin="/eligibilite\n59000\n")
    other = explor("chat", "--db", f"sqlite:///{tmp_path / 'sub' / 'other.db'}", stdin="")
    assert say(WELCOME[0], "fr") in other.stdout
    assert (tmp_path / "sub" / "other.db").exists()


@pytest.mark.parametrize(("locale", "lang"), [("pt_PT.UTF-8", "pt"), ("ar_MA.UTF-8", "ar"), ("C", "fr")])
def test_it_speaks_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch, locale: str, lang: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert say(WELCOME[0], lang) in explor("chat", stdin="").stdout


def test_it_speaks_the_language_that_is_asked_for() -> None:
    assert say(WELCOME[0], "es") in explor("chat", "--lang", "es", stdin="").stdout


def test_the_clock_is_the_one_that_is_given() -> None:
    script = "/programme\nHauts-de-France\n1\n"
    assert "On peut déposer" in explor("chat", "--now", "2025-05-10", "--as", "a", stdin=script).stdout
    assert "est clos" in explor("chat", "--now", "2025-06-16T00:00", "--as", "b", stdin=script).stdout


def test_a_session_that_is_kept_can_be_played_again(tmp_path: Path) -> None:
    told = explor("chat", "--now", "2025-05-10T10:00", "--keep", "ana.txt", stdin="/eligibilite\n59000\n@voice\n1\n")
    kept = (tmp_path / "ana.txt").read_text(encoding="utf-8")
    assert kept.endswith(told.stdout)
    (tmp_path / "again").mkdir()
    assert Script.read(kept).played(tmp_path / "again").rstrip() == kept.rstrip()


def test_a_file_that_cannot_be_kept_is_told() -> None:
    result = explor("chat", "--keep", "no/such/folder.txt", stdin="")
    assert (result.exit_code, result.stderr) == (1, "no/such/folder.txt: No such file or directory.\n")


@pytest.mark.parametrize("line", ["@dance", "@now never", "@as"])
def test_a_direction_that_does_not_exist_ends_the_script_with_a_sentence(line: str) -> None:
    result = explor("chat", stdin=f"{line}\n/eligibilite\n")
    assert result.exit_code == 1
    assert "the lines that begin with @ are: @now, @as" in result.stderr
    assert "Où est le siège" not in result.stdout


def test_a_clock_that_is_no_date_is_told() -> None:
    result = explor("chat", "--now", "mardi", stdin="")
    assert result.exit_code == 1
    assert "« mardi » n'est pas une date" in result.stderr


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", "bad_url"),
        ("sqlite:////proc/no/explor.db", "unwritable"),
        ("postgresql://localhost:1/x", "unreachable"),
    ],
)
def test_a_database_that_cannot_be_had_is_told_in_a_sentence(url: str, code: str) -> None:
    result = explor("chat", "--db", url, stdin="")
    assert result.exit_code == 1
    assert f"({code})" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_is_not_utf_8_is_survived() -> None:
    script = b"/eligibilite\n\xff\xfe\n59000\n"
    env = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    command = (sys.executable, "-m", "bot", "chat")
    result = subprocess.run(command, input=script, capture_output=True, env=env, check=False)
    assert result.returncode == 0, result.stderr
    assert "Qui voyage ?" in result.stdout.decode()


def test_an_installed_command_runs_from_any_folder(tmp_path: Path) -> None:
    command = Path(sys.executable).parent / "explor"
    if not command.exists():
        pytest.skip("the command is not installed")
    result = subprocess.run((command, "kb", "check"), capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "6 regions: every fact has its source.")


# -- eligibility -----------------------------------------------------------------------------------------------------


def test_the_verdict_is_the_documented_json() -> None:
    result = judged(ELIGIBLE, *IN_MAY, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found)[:5] == ["verdict", "region", "at", "call", "criteria"]
    assert (found["verdict"], found["region"]) == ("eligible", "hauts-de-france")
    assert found["at"] == "2025-05-10T00:00:00+02:00"
    assert set(found["call"]) >= {"id", "status", "closes"}
    assert (found["call"]["status"], found["call"]["closes"]) == ("open", "2025-06-16T00:00:00+02:00")
    for criterion in found["criteria"]:
        assert set(criterion) >= {"id", "status", "reason", "source"}
        assert criterion["status"] in ("met", "not_met", "to_confirm", "not_applicable")
        assert set(criterion["source"]) >= {"document", "section", "date", "url"}


def test_the_verdict_is_told_in_words() -> None:
    result = judged(ELIGIBLE, *IN_MAY)
    assert result.exit_code == 0
    assert "éligible" in result.stdout
    assert "Sources" in result.stdout


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"legal_form": "entreprise"}, "not_eligible"),
        ({"head_office": "75011"}, "not_eligible"),
        ({"charter": None}, "to_confirm"),
        ({"direction": "south_south"}, "to_confirm"),
    ],
)
def test_one_answer_may_change_the_verdict(change: dict[str, Any], verdict: str) -> None:
    assert json.loads(judged({**ELIGIBLE, **change}, *IN_MAY, "--json").stdout)["verdict"] == verdict


def test_a_closed_call_does_not_change_the_verdict() -> None:
    found = json.loads(judged(ELIGIBLE, "--at", "2025-07-01", "--json").stdout)
    assert (found["verdict"], found["call"]["status"]) == ("eligible", "closed")


def test_nothing_known_is_to_be_confirmed() -> None:
    found = json.loads(judged({}, "--region", "hauts-de-france", *IN_MAY, "--json").stdout)
    assert found["verdict"] == "to_confirm"
    assert found["criteria"]


def test_reasons_are_in_the_language_asked_for() -> None:
    french, arabic = (json.loads(judged(ELIGIBLE, *IN_MAY, "--json", "--lang", lang).stdout) for lang in ("fr", "ar"))
    assert [one["status"] for one in french["criteria"]] == [one["status"] for one in arabic["criteria"]]
    assert all(re.search("[\u0600-\u06ff]", one["reason"]) for one in arabic["criteria"])


def test_answers_are_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(json.dumps(ELIGIBLE), encoding="utf-8")
    result = explor("eligibility", "--answers", "answers.json", *IN_MAY, "--json")
    assert json.loads(result.stdout)["verdict"] == "eligible"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "JSON"),
        ("[]", "objet JSON"),
        ('{"charte": true}', "Vouliez-vous dire « charter » ?"),
        ('{"charter": "oui"}', "charter"),
        ('{"head_office": "00000"}', "head_office"),
        ('{"partner_country": "Bénin"}', "partner_country"),
        ('{"sdgs": [18]}', "sdgs"),
        ('{"duration_days": 1e400}', "duration_days"),
        ('{"charter": true, "charter": false}', "deux fois"),
    ],
)
def test_answers_that_cannot_be_read_are_told_in_a_sentence(text: str, sentence: str) -> None:
    result = explor("eligibility", "--answers", "-", "--json", stdin=text)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_told() -> None:
    result = explor("eligibility", "--answers", "nowhere.json")
    assert (result.exit_code, result.stderr) == (1, "nowhere.json: No such file or directory.\n")


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "photo.json").write_bytes(b"\xff\xd8\xff")
    result = explor("eligibility", "--answers", "photo.json")
    assert (result.exit_code, result.stderr) == (1, "photo.json: this is not UTF-8 text.\n")


def test_a_date_that_is_none_is_told() -> None:
    result = judged(ELIGIBLE, "--at", "juin")
    assert result.exit_code == 1
    assert "« juin » n'est pas une date" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("eligibility",),
        ("eligibility", "--answers", "-", "--region", "bretagne"),
        ("eligibility", "--answers", "-", "--lang", "de"),
        ("estimate", "--costs", "-", "--region", "bretagne"),
        ("estimate", "--costs", "-"),
        ("estimate", "--costs", "-", "--region", "occitanie", "--lang", "xx"),
        ("chat", "--lang", "de"),
        ("chat", "--loud"),
        ("dance",),
        ("kb", "dance"),
        ("dialogs", "draw", "--lang", "de"),
    ],
)
def test_a_command_that_is_misused_is_usage(args: tuple[str, ...]) -> None:
    result = explor(*args, stdin="{}")
    assert result.exit_code == 2
    assert "Usage" in result.stderr
    assert result.stdout == ""


# -- estimate --------------------------------------------------------------------------------------------------------


def test_the_estimate_is_the_documented_json_and_adds_up() -> None:
    result = estimated(COSTS, *IN_MAY, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    sums = ("asked", "eligible", "not_eligible", "base", "share", "association", "fee")
    assert set(found) >= {"lines", *sums, "notes"}
    assert all(found[key] is None or re.fullmatch(r"\d+\.\d\d", found[key]) for key in sums)
    for line in found["lines"]:
        assert set(line) >= {"category", "asked", "cap", "eligible", "reason", "source"}
    cents = {key: round(float(found[key]) * 100) for key in sums if found[key]}
    assert cents["asked"] == sum(round(float(line["asked"]) * 100) for line in found["lines"])
    assert cents["eligible"] == sum(round(float(line["eligible"]) * 100) for line in found["lines"])
    assert cents["asked"] - cents["eligible"] == cents["not_eligible"]
    assert cents["eligible"] - cents["share"] == cents["association"]


def test_the_estimate_is_told_in_words_also_after_the_call_has_closed() -> None:
    result = estimated(COSTS, "--at", "2026-01-01")
    assert result.exit_code == 0
    assert "Le réseau paierait" in result.stdout
    assert "2025" in result.stdout, "the year whose rules these are"


def test_a_region_that_published_nothing_gives_nothing_to_compute_with() -> None:
    result = explor("estimate", "--region", "centre-val-de-loire", "--costs", "-", "--json", stdin=json.dumps(COSTS))
    found = json.loads(result.stdout)
    assert (result.exit_code, found["share"], found["association"]) == (0, None, None)
    assert found["notes"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "costs"),
        ('{"costs": {"avion": 3}}', "avion"),
        ('{"costs": {"flight": "beaucoup"}}', "flight"),
        ('{"costs": {"flight": -1}}', "flight"),
        ('{"costs": {"flight": NaN}}', "NaN"),
        ('{"costs": {"per_diem_days": 1.5}}', "per_diem_days"),
    ],
)
def test_costs_that_cannot_be_read_are_told_in_a_sentence(text: str, sentence: str) -> None:
    result = explor("estimate", "--region", "hauts-de-france", "--costs", "-", stdin=text)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""


# -- the tools -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("kb", "check"),
            "6 regions: every fact has its source.\n"
            "128 answers: every region and every language has its words.\n"
            "The livret has its sections in every language.",
        ),
        (("dialogs", "check"), "Every dialog has the shape of its version."),
        (("words", "check"), "Every sentence has its translations."),
    ],
)
def test_what_is_checked_holds(args: tuple[str, ...], said: str) -> None:
    result = explor(*args)
    assert (result.stdout.strip(), result.exit_code) == (said, 0)


NODE = re.compile(r'    ([\w.]+)(\[".*"\]|\(\[".*"\]\)|\{\{".*"\}\})')
ARROW = re.compile(r"    (\S+) (?:-->|-\.->) (\S+)")


def test_the_drawing_is_a_mermaid_flowchart_of_every_step() -> None:
    head, *lines = explor("dialogs", "draw").stdout.splitlines()
    assert head == "flowchart TD"
    assert sum(line.startswith("  subgraph ") for line in lines) == lines.count("  end") == len(CATALOGUE.dialogs)
    nodes = {found[1] for line in lines if (found := NODE.fullmatch(line))}
    assert nodes == {f"{dialog.id}.{step.id}" for dialog in CATALOGUE.dialogs for step in dialog.steps}
    arrows = [(found[1], found[2]) for line in lines if (found := ARROW.fullmatch(line))]
    assert {end for arrow in arrows for end in arrow} <= nodes
    assert len(lines) == len(nodes) + len(arrows) + 2 * len(CATALOGUE.dialogs), "and nothing else"
    reached = {end for _start, end in arrows}
    assert nodes - reached == {f"{dialog.id}.{dialog.steps[0].id}" for dialog in CATALOGUE.dialogs}


def test_labels_do_not_break_the_drawing() -> None:
    rows = explor("dialogs", "draw", "--lang", "ar").stdout.splitlines()
    labels = [found[2] for row in rows if (found := NODE.fullmatch(row))]
    assert all(label.count('"') == 2 for label in labels)


def test_one_dialog_can_be_drawn_alone_in_any_language() -> None:
    result = explor("dialogs", "draw", "eligibility", "--lang", "en")
    assert result.stdout.count("subgraph") == 1
    title = next(step for step in CATALOGUE.dialogs[1].steps if isinstance(step, Question)).title
    assert say(title, "en") in result.stdout


def test_a_dialog_that_does_not_exist_is_told_with_those_that_do() -> None:
    result = explor("dialogs", "draw", "coffee")
    assert result.exit_code == 1
    assert "There are: home, eligibility" in result.stderr


@pytest.mark.parametrize("args", [(), ("kb",), ("dialogs",), ("words",), ("rates",)])
def test_a_command_alone_tells_what_it_can_do(args: tuple[str, ...]) -> None:
    result = explor(*args)
    assert "Usage" in result.output


def test_the_help_names_only_options_that_exist() -> None:
    for name in ("chat", "eligibility", "estimate", "settle", "migrate"):
        result = explor(name, "--help")
        assert result.exit_code == 0
        named = set(re.findall(r"--[a-z][a-z-]+", result.stdout))
        known = {option for param in _params(name) for option in param.opts if option.startswith("--")} | {"--help"}
        assert named == known


def _params(name: str) -> list[Any]:
    import typer.main

    command: Any = typer.main.get_command(app)
    return list(command.commands[name].params)


def test_the_options_of_the_readme_exist() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    for name, rest in re.findall(r"^    explor (chat|eligibility|estimate|settle)(.*)$", readme, re.MULTILINE):
        known = {option for param in _params(name) for option in param.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known


def test_python_m_bot_is_the_same_command() -> None:
    result = subprocess.run(
        (sys.executable, "-m", "bot", "kb", "check"), capture_output=True, text=True, env=dict(os.environ), check=False
    )
    assert result.returncode == 0
