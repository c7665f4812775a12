"""What an operator sets is used; what is wrong is said in a sentence; what is secret is never shown."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import BadSettings, Network, Settings, data_folder

TOKEN = "123456789:AAE-secret-of-the-bot"
Read = Callable[..., Settings]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """Settings of a TOML text and of environment variables."""

    def settings(toml: str = "", **variables: str) -> Settings:
        (tmp_path / "explor.toml").write_text(toml, encoding="utf-8")
        monkeypatch.setenv("EXPLOR_CONFIG", str(tmp_path / "explor.toml"))
        for name, value in variables.items():
            monkeypatch.setenv(f"EXPLOR_{name}", value)
        return Settings.read()

    return settings


def fault(read: Read, toml: str = "", **variables: str) -> str:
    with pytest.raises(BadSettings) as found:
        read(toml, **variables)
    return str(found.value)


def test_a_file_says_it_all(read: Read) -> None:
    settings = read(
        f"""
        log = "json"
        [telegram]
        token = "{TOKEN}"
        [slack]
        bot_token = "xoxb-1"
        app_token = "xapp-1"
        [slack.networks.hauts-de-france]
        channel = "C0123"
        staff = ["U1", "U2"]
        [server]
        port = 9000
        """
    )

    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.slack.networks == {"hauts-de-france": Network(channel="C0123", staff=frozenset({"U1", "U2"}))}
    assert (settings.log, settings.server.port, settings.slack.networks["hauts-de-france"].lang) == ("json", 9000, "fr")


def test_the_environment_says_it_all_too(read: Read) -> None:
    networks = {"occitanie": {"channel": "C9", "staff": ["U1"], "lang": "en"}}
    settings = read(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_MODE="webhook",
        TELEGRAM_PUBLIC_URL="https://explor.example.org/",
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        SLACK_NETWORKS=json.dumps(networks),
        SERVER_METRICS_TOKEN="m",
    )

    assert settings.telegram.public_url == "https://explor.example.org"
    assert settings.slack.networks["occitanie"].lang == "en"
    assert settings.server.metrics_token is not None


def test_the_environment_wins_over_the_file(read: Read) -> None:
    settings = read('[server]\nport = 9000\nhost = "0.0.0.0"', SERVER_PORT="9001")

    assert (settings.server.port, settings.server.host) == (9001, "0.0.0.0")


def test_nothing_set_is_fine(read: Read) -> None:
    settings = read()

    assert (settings.telegram.token, settings.slack.bot_token, settings.telegram.mode) == (None, None, "polling")


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ('[telegram]\ntoken = "hello"', "telegram.token (EXPLOR_TELEGRAM_TOKEN): this is not a token of BotFather"),
        ('[telegram]\nmode = "webhook"', 'mode = "webhook" needs public_url'),
        ('[telegram]\npublic_url = "http://explor.example.org"', "an address begins with https://"),
        ('[telegram]\nsecret = "short"', "16 to 256"),
        ('[telegram]\ntokn = "1:a"', "telegram.tokn: there is no such setting"),
        ('tokn = "1:a"', "tokn: there is no such setting"),
        ('[slack]\nbot_token = "xoxp-1"\napp_token = "xapp-1"', "begins with xoxb-"),
        ('[slack]\nbot_token = "xoxb-1"', "needs app_token"),
        ('[slack]\nbot_token = "xoxb-1"\nmode = "http"', "needs signing_secret"),
        ('[slack.networks.occitanie]\nchannel = "#explor"', "slack.networks.occitanie.channel (EXPLOR_SLACK_NETWORKS)"),
        ("[server]\nport = 70000", "server.port (EXPLOR_SERVER_PORT)"),
        ("[server\n", "this is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_the_setting(read: Read, toml: str, sentence: str) -> None:
    assert sentence in fault(read, toml)


def test_a_file_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXPLOR_CONFIG", str(tmp_path / "none.toml"))

    with pytest.raises(BadSettings, match=r"none\.toml, which does not exist"):
        Settings.read()


def test_no_error_shows_a_secret(read: Read) -> None:
    secret = "hunter2-very-secret"
    toml = f"""
        smtp_url = "{secret}"
        [telegram]
        token = "{secret}"
        secret = "{secret} é"
        public_url = "ftp://user:{secret}@host"
        [slack]
        bot_token = "{secret}"
        app_token = "{secret}"
        """
    said = fault(read, toml)

    assert said.count("\n") >= 5
    assert secret not in said


def test_settings_printed_show_no_secret(read: Read) -> None:
    settings = read(
        TELEGRAM_TOKEN=TOKEN, SLACK_BOT_TOKEN="xoxb-hush", SLACK_APP_TOKEN="xapp-hush", SERVER_METRICS_TOKEN="hush"
    )

    assert TOKEN not in repr(settings)
    assert "hush" not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_the_example_is_understood_as_it_is_and_with_every_line_filled_in(read: Read) -> None:
    text = Path("explor.example.toml").read_text(encoding="utf-8")
    lines = re.sub(r"(?m)^# (\w+ = |\[)", r"\1", text).replace("…", "abc").splitlines()
    settings = tomllib.loads("\n".join(line for line in lines if "sqlite:" not in line))
    assert {"database_url", "files", "log", "smtp_url", "telegram", "slack", "server"} <= settings.keys()

    assert read(text).telegram.token is None
    filled = read("\n".join(line for line in lines if "sqlite:" not in line))
    assert filled.slack.networks["hauts-de-france"].channel == "C0123456789"


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
