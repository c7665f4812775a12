"""Where things are kept follows from one setting: the database."""

from pathlib import Path

import pytest

from bot.settings import Settings, data_folder


@pytest.fixture(autouse=True)
def _plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting but the tests' own, and a data folder of theirs."""
    for name in ("EXPLOR_DATABASE_URL", "EXPLOR_FILES", "EXPLOR_PAPERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def folders(settings: Settings) -> tuple[Path, Path]:
    return settings.files, settings.papers


def test_papers_are_kept_beside_the_database_file_wherever_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'there' / 'explor.db'}"
    there = (tmp_path / "there" / "files", tmp_path / "there" / "papers")
    assert folders(Settings(database_url=url)) == there
    monkeypatch.setenv("EXPLOR_DATABASE_URL", url)
    assert folders(Settings()) == there


@pytest.mark.parametrize("url", ["postgresql://explor@db/explor", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_papers_are_kept_in_the_data_folder_where_the_database_is_no_file(url: str) -> None:
    assert folders(Settings(database_url=url)) == (data_folder() / "files", data_folder() / "papers")


def test_papers_are_kept_where_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_FILES", str(tmp_path / "kept"))
    monkeypatch.setenv("EXPLOR_PAPERS", str(tmp_path / "given"))
    assert folders(Settings(database_url="sqlite:////srv/explor.db")) == (tmp_path / "kept", tmp_path / "given")


def test_without_any_setting_all_is_in_the_data_folder() -> None:
    assert folders(Settings()) == (data_folder() / "files", data_folder() / "papers")
    assert Settings().database_url == f"sqlite:///{data_folder() / 'explor.db'}"
