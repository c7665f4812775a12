"""What an operator may set: by environment (`EXPLOR_…`), or by the options of a command. Everything has a default."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    """

    model_config = SettingsConfigDict(env_prefix="EXPLOR_", extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'explor.db'}")
    files: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "files")
    papers: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "papers")
    smtp_url: SecretStr | None = None
    smtp_from: str | None = None
    smtp_timeout: float = Field(default=30.0, gt=0)
    filing_in_chat: frozenset[str] = frozenset()
    rates: Path = Field(default_factory=lambda given: beside(given["database_url"]) / "rates")
    rate_months: dict[str, RateMonth] = {}
    inforeuro_url: str = INFOREURO
    inforeuro_timeout: float = Field(default=30.0, gt=0)

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            _smtp(url.get_secret_value(), "", 0)
        return url

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.smtp_url is None) != (self.smtp_from is None):
            raise ValueError("EXPLOR_SMTP_URL and EXPLOR_SMTP_FROM go together: set both, or neither")
        return self

    @property
    def smtp(self) -> Smtp | None:
        """The mail server; None where none is set, and then nothing is ever sent by the bot."""
        if self.smtp_url is None or self.smtp_from is None:
            return None
        return _smtp(self.smtp_url.get_secret_value(), self.smtp_from, self.smtp_timeout)


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
