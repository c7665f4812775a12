"""Column types that read back what was written, alike on SQLite and PostgreSQL.

- `Instant`: an aware datetime in, the same instant in UTC out. A naive one is refused: it names no instant.
- `Json`: any JSON value, kept as text. PostgreSQL refuses NUL in text and both refuse half a surrogate pair; JSON
  escapes them, so whatever a person can type survives.
- `Line`: a short plain text (an address, a key). It has no escapes, so NUL and lone surrogates become U+FFFD.
- `Serial`: a number given by the database and never given twice.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Instant(TypeDecorator[datetime]):
    """An instant: aware in, UTC out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone: hand in an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite has no zones: what it keeps was written in UTC by the function above.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A JSON value as text; SQL NULL and JSON null are both None."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Line(TypeDecorator[str]):
    """A short plain text, without what a database cannot hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Serial(TypeDecorator[int]):
    """A number given by the database: 64 bits, and SQLite's own row number there."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


def storable(text: str) -> str:
    """A text as `Line` keeps it."""
    return _UNSTORABLE.sub("\ufffd", text)


def dumps(value: Any) -> str:
    """Compact JSON, readable in every script. Raises ValueError on NaN, which is not JSON."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if _UNSTORABLE.search(text):
        return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text
