"""What an operator may set: by environment (`EXPLOR_…`), by a TOML file, or by the options of a command.

Everything has a default, and the environment wins over the file: `explor.toml` of the current folder, or the one that
`EXPLOR_CONFIG` names. `EXPLOR_TELEGRAM_TOKEN` is `token` of `[telegram]`. See `explor.example.toml`. No token is ever
printed, nor shown by an error.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from bot.offices import CHECKIN_AT
from knowledge.schema import RateMonth

INFOREURO = "https://ec.europa.eu/budg/inforeuro/api/public/monthly-rates"
Security = Literal["starttls", "tls", "none"]

_SECURITY: dict[str, tuple[Security, int]] = {
    "smtp": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp+plain": ("none", 25),
}


@dataclass(frozen=True)
class Smtp:
    """A mail server and the address that the bot writes from. `timeout` in seconds, for each step of the talk."""

    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0


def _bears(pattern: str, sentence: str) -> AfterValidator:
    """A secret of a known shape; the error says which, and shows nothing of it."""

    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, secret.get_secret_value(), re.ASCII):
            raise ValueError(sentence)
        return secret

    return AfterValidator(check)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address is written https://host")
    if parts.scheme == "http" and not _on_this_machine(parts.hostname):
        raise ValueError("what people write must not travel in clear: an address begins with https://")
    return url.rstrip("/")


Address = Annotated[str, AfterValidator(_address)]
TelegramToken = Annotated[
    SecretStr, _bears(r"\d+:[\w-]+", "this is not a token of BotFather, which reads 123456789:letters")
]
WebhookSecret = Annotated[
    SecretStr, _bears(r"[\w-]{16,256}", "a secret has 16 to 256 letters without accents, digits, - or _")
]
BotToken = Annotated[SecretStr, _bears(r"xoxb-\S+", "the bot token of Slack begins with xoxb-")]
AppToken = Annotated[SecretStr, _bears(r"xapp-\S+", "the app-level token of Slack begins with xapp-")]


class Group(BaseModel):
    """A part of the settings: a misspelt name in it is said, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Telegram(Group):
    """The bot of Telegram. `polling` needs no public address; `webhook` is called at `public_url`."""

    token: TelegramToken | None = None
    name: str | None = Field(default=None, pattern=r"^[A-Za-z]\w{3,31}$")
    mode: Literal["polling", "webhook"] = "polling"
    public_url: Address | None = None
    secret: WebhookSecret | None = None
    api_root: Address = "https://api.telegram.org"

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.mode == "webhook" and self.public_url is None:
            raise ValueError('mode = "webhook" needs public_url, the https:// address of this server')
        return self


class Network(Group):
    """Where the staff of a region reads: the id of a Slack channel, the ids of its users, the language of notices.

    `checkin_at`: when volunteers in the field are asked if all is well, in the zone of their mission.
    """

    channel: str = Field(pattern=r"^[CG][A-Z0-9]+$")
    staff: frozenset[str] = frozenset()
    lang: Literal["fr", "en", "pt", "es", "ar"] = "fr"
    checkin_at: time = CHECKIN_AT


class Slack(Group):
    """The app of Slack. `socket` needs no public address, but `app_token`; `http` needs `signing_secret`."""

    bot_token: BotToken | None = None
    app_token: AppToken | None = None
    signing_secret: SecretStr | None = None
    mode: Literal["socket", "http"] = "socket"
    networks: Mapping[str, Network] = Field(default_factory=dict)
    api_root: Address = "https://slack.com/api"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = ("app_token", self.app_token) if self.mode == "socket" else ("signing_secret", self.signing_secret)
        if self.bot_token is not None and needed[1] is None:
            raise ValueError(f'mode = "{self.mode}" needs {needed[0]} beside bot_token')
        return self


class Watcher(Group):
    """Somebody of a network who is told of an alert: by e-mail, or in their own chat with the bot in Telegram."""

    name: str = Field(min_length=1, max_length=80)
    email: str | None = Field(default=None, pattern=r"^[^@\s/]+@[^@\s/]+$")
    telegram: int | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.email is None) == (self.telegram is None):
            raise ValueError("somebody who is told of alerts has an email or a telegram number, one of both")
        return self


class Alerts(Group):
    """Who is told of an alert besides the staff's channel, by region and in order, and how soon (in seconds).

    `look`: after that the first of them is told where the channel has not taken it. Slack takes a message within a
    second; twenty leave room for the tries that a short break of the network needs. `repeat`: the pauses after which it
    is given again and goes to one more. Three minutes are what somebody needs who hears it ring and finds a place to
    sit; then longer, so that those who are on their way are not rung for without end. The last one is repeated.
    """

    look: float = Field(default=20.0, gt=0)
    repeat: tuple[Annotated[float, Field(gt=0)], ...] = Field(default=(180.0, 300.0, 600.0, 900.0), min_length=1)
    roster: Mapping[str, tuple[Watcher, ...]] = Field(default_factory=dict)


class Bank(Group):
    """The account from which a network pays its volunteers."""

    name: str = Field(min_length=1, max_length=70)
    iban: SecretStr
    bic: str


class Server(Group):
    """Where this process answers. `metrics_token`: who may read `/metrics` from another machine; else nobody may."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    metrics_token: SecretStr | None = None


class BadSettings(Exception):
    """What is set cannot be used: a sentence for each fault, with the name of the setting and never its value."""


class Settings(BaseSettings):
    """`database_url` is an SQLAlchemy URL; the default is one SQLite file in the per-user data folder.

    `files` keeps the papers, under their hashes; `papers` is where a chat in a terminal hands them over. Both stand
    beside an SQLite file, else in the data folder. `--db` is `Settings(database_url=…)`, so that they follow it.
    `smtp_url`: `smtp://user:password@host:587` (STARTTLS, and never without), `smtps://…:465` (TLS from the start), or
    `smtp+plain://localhost:25` (no TLS, on this machine alone). With `smtp_from` the bot sends the applications itself.
    `filing_in_chat`: the regions (slugs, as a JSON list) whose network takes a submission in the chat as the filing.
    `rates` keeps exchange rates that are imported or fetched (from `inforeuro_url`, in `inforeuro_timeout` seconds).
    `rate_months`: which month sets the rate of an expense, by region (as a JSON object): `expense` (where nothing is
    said), `departure` or `return`.
    `banks`: the account from which each network pays, by region (as a JSON object of `name`, `iban`, `bic`).
    `faq_folder`: the staff's own questions and answers, laid over those of the assistant (`bot/faq_files.py`).
    """

    model_config = SettingsConfigDict(
        env_prefix="EXPLOR_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        hide_input_in_errors=True,
    )

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'explor.db'}")
    files: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "files")
    papers: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "papers")
    smtp_url: SecretStr | None = None
    smtp_from: str | None = None
    smtp_timeout: float = Field(default=30.0, gt=0)
    filing_in_chat: frozenset[str] = frozenset()
    rates: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "rates")
    rate_months: dict[str, RateMonth] = {}
    banks: dict[str, Bank] = {}
    inforeuro_url: str = INFOREURO
    inforeuro_timeout: float = Field(default=30.0, gt=0)
    faq_folder: Path | None = None
    telegram: Telegram = Telegram()
    slack: Slack = Slack()
    alerts: Alerts = Alerts()
    server: Server = Server()
    log: Literal["console", "json"] = "console"

    @classmethod
    def read(cls, **given: Any) -> Self:
        """What is set, and before that what is given; raises `BadSettings` in sentences for whoever set it."""
        try:
            return cls(**given)
        except ValidationError as error:
            raise BadSettings("\n".join(_faults(error))) from None
        except tomllib.TOMLDecodeError as error:
            raise BadSettings(f"{config_file()}: this is not TOML: {error}") from None
        except OSError as error:
            raise BadSettings(f"{config_file()}: {error.strerror}") from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            _smtp(url.get_secret_value(), "", 0)
        return url

    @field_validator("banks")
    @classmethod
    def _payable(cls, banks: dict[str, Bank]) -> dict[str, Bank]:
        from bot.sepa import checked_bic, checked_iban

        for bank in banks.values():
            checked_iban(bank.iban.get_secret_value())
            checked_bic(bank.bic)
        return banks

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.smtp_url is None) != (self.smtp_from is None):
            raise ValueError("EXPLOR_SMTP_URL and EXPLOR_SMTP_FROM go together: set both, or neither")
        return self

    @model_validator(mode="after")
    def _can_write(self) -> Self:
        mailboxes = [one for people in self.alerts.roster.values() for one in people if one.email]
        if mailboxes and self.smtp_url is None:
            raise ValueError("alerts.roster names an email: set EXPLOR_SMTP_URL and EXPLOR_SMTP_FROM to write there")
        return self

    @property
    def smtp(self) -> Smtp | None:
        """The mail server; None where none is set, and then nothing is ever sent by the bot."""
        if self.smtp_url is None or self.smtp_from is None:
            return None
        return _smtp(self.smtp_url.get_secret_value(), self.smtp_from, self.smtp_timeout)


def config_file() -> Path | None:
    """The file of settings: the one named by `EXPLOR_CONFIG`, which must be there, or `explor.toml` if there is one."""
    if named := os.environ.get("EXPLOR_CONFIG"):
        if not Path(named).exists():
            raise BadSettings(f"EXPLOR_CONFIG names {named}, which does not exist")
        return Path(named)
    here = Path("explor.toml")
    return here if here.is_file() else None


def _faults(error: ValidationError) -> Iterable[str]:
    """Each fault as a sentence. A value is never quoted: it may be a secret."""
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield f"{name}: there is no such setting; see explor.example.toml"
        else:
            sentence = fault["msg"].removeprefix("Value error, ")
            yield f"{name} ({_variable(name)}): {sentence}" if name else sentence


def _variable(name: str) -> str:
    """The environment variable of a setting; beyond the second name it holds JSON."""
    return "EXPLOR_" + "_".join(name.upper().split(".")[:2])


def _smtp(url: str, sender: str, timeout: float) -> Smtp:
    parts = urlsplit(url)
    if parts.scheme not in _SECURITY or not parts.hostname:
        raise ValueError(f"a mail server is written {'://host, '.join(_SECURITY)}://host")
    security, port = _SECURITY[parts.scheme]
    if security == "none" and not _on_this_machine(parts.hostname):
        raise ValueError(
            "smtp+plain:// is for a mail server on this machine: what people wrote must not travel in clear"
        )
    return Smtp(
        host=parts.hostname,
        port=parts.port or port,
        security=security,
        sender=sender,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        timeout=timeout,
    )


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def beside(database_url: str) -> Path:
    """The folder of an SQLite file; the data folder for any other database, and where the address does not read."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(database_url)
    except ArgumentError:  # whoever opens the database says so
        return data_folder()
    file = address.database if address.get_backend_name() == "sqlite" else None
    return Path(file).parent if file and file != ":memory:" else data_folder()


def data_folder() -> Path:
    """The per-user folder for data, made when it is missing and readable by its owner alone."""
    folder = user_data_path("explor", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
