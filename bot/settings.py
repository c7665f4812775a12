"""What an operator may set: by environment (`EXPLOR_…`), or by the options of a command. Everything has a default."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`database_url` is an SQLAlchemy URL; the default is one SQLite file in the per-user data folder."""

    model_config = SettingsConfigDict(env_prefix="EXPLOR_", extra="ignore")

    database_url: str = Field(default_factory=lambda: f"sqlite:///{data_folder() / 'explor.db'}")


def data_folder() -> Path:
    """The per-user folder for data, made when it is missing and readable by its owner alone."""
    folder = user_data_path("explor", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
