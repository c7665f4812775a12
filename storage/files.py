"""Files by content: private, on local disk, each under the SHA-256 of its bytes.

A file is whole or absent: it is written aside, forced to disk, then renamed. The same bytes are kept once. Who holds
a file is a row of the database (`records.Filed`), written by the unit of work after `put`.
"""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from storage.errors import FileMissing

_ASIDE = "incoming-"


class FileStore:
    """A folder of files named after their content."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes) -> str:
        """Keep these bytes; return their SHA-256, in 64 hexadecimal digits."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not path.exists() or path.read_bytes() != content:
            _private_folder(self._root)
            _private_folder(path.parent)
            write_whole(path, content)
        return name

    def get(self, sha256: str) -> bytes:
        """The bytes kept under this name, checked against it. Raises `FileMissing`, for a damaged file too."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise FileMissing(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileMissing(sha256)
        return content

    def has(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Forget these bytes; nothing happens where there are none. Only when no row holds them any more."""
        self._path(sha256).unlink(missing_ok=True)

    def tidy(self, before: datetime) -> int:
        """Remove what a process killed before that instant was still writing; return how many such there were."""
        left = [path for path in self._root.glob(f"*/{_ASIDE}*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("a file is named by the 64 hexadecimal digits of its SHA-256")
        return self._root / sha256[:2] / sha256


def _private_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or absent, also if the machine stops; only its owner may read it."""
    # mkstemp makes a file that only its owner may read.
    handle, aside = tempfile.mkstemp(prefix=_ASIDE, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A rename is only durable once its folder is.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
