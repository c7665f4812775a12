"""Staff write a mission in a file and get its livret; a mistake is told with its line."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import app
from knowledge.mission_sheet import freeze
from tests.bot.documents.livrets import FULL


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["livret", *args])
    return result.exit_code, result.output


@pytest.fixture
def mission(tmp_path: Path) -> Path:
    path = tmp_path / "mission.yaml"
    path.write_text(yaml.safe_dump(freeze(FULL), allow_unicode=True))
    return path


def test_a_mission_in_a_file_becomes_four_files(mission: Path, tmp_path: Path) -> None:
    code, told = run("write", str(mission), "--lang", "ar", "--into", str(tmp_path))
    assert code == 0
    assert [Path(line).name for line in told.splitlines()] == [
        f"livret-ar.{end}" for end in ("pdf", "html", "ics", "vcf")
    ]
    assert (tmp_path / "livret-ar.pdf").read_bytes().startswith(b"%PDF")
    assert 'dir="rtl"' in (tmp_path / "livret-ar.html").read_text()
    assert (tmp_path / "livret-ar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert (tmp_path / "livret-ar.vcf").read_bytes().startswith(b"BEGIN:VCARD")


def test_a_mistake_in_the_file_is_told_with_its_line(mission: Path) -> None:
    mission.write_text(mission.read_text().replace("direction: outgoing", "direction: outgoin"))
    code, told = run("write", str(mission))
    assert code == 1
    assert "direction: unknown value 'outgoin' (did you mean 'outgoing'?)" in told


def test_a_region_that_is_not_known_is_told(mission: Path) -> None:
    mission.write_text(mission.read_text().replace("hauts-de-france", "atlantide"))
    assert run("write", str(mission)) == (1, f"{mission}: no region has the slug 'atlantide'.\n")


def test_french_is_not_a_translation() -> None:
    assert run("stamp", "fr")[0] == 2
