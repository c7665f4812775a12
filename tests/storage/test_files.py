"""Files by content: private, whole or absent."""

import os
import signal
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.errors import FileMissing
from storage.files import FileStore

PHOTO = bytes(range(256)) * 40


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


def kept(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_what_is_put_is_got_back_by_its_content(root: Path) -> None:
    name = FileStore(root).put(PHOTO)

    assert FileStore(root).get(name) == PHOTO
    assert FileStore(root).has(name)


def test_a_file_is_named_by_its_sha256(root: Path) -> None:
    # The SHA-256 of nothing, as FIPS 180-4's examples give it.
    assert FileStore(root).put(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_same_bytes_are_kept_once(root: Path) -> None:
    files = FileStore(root)

    assert files.put(PHOTO) == files.put(PHOTO) != files.put(b"another")

    assert len(kept(root)) == 2


def test_only_the_owner_may_read(root: Path) -> None:
    FileStore(root).put(PHOTO)

    assert {stat.S_IMODE(path.stat().st_mode) for path in kept(root)} == {0o600}
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_a_damaged_file_is_missing_and_may_be_put_again(root: Path) -> None:
    name = FileStore(root).put(b"bonjour")
    (root / name[:2] / name).write_bytes(b"bonsoir")
    with pytest.raises(FileMissing):
        FileStore(root).get(name)

    assert FileStore(root).put(b"bonjour") == name
    assert FileStore(root).get(name) == b"bonjour"


def test_what_was_never_put_or_was_removed_is_missing(root: Path) -> None:
    files = FileStore(root)
    name = files.put(PHOTO)

    files.remove(name)
    files.remove(name)

    assert not files.has(name)
    with pytest.raises(FileMissing, match=name):
        files.get(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64, "a" * 62 + "/b"])
def test_a_name_that_is_no_sha256_opens_nothing(root: Path, name: str) -> None:
    for question in (FileStore(root).get, FileStore(root).has, FileStore(root).remove):
        with pytest.raises(ValueError, match="SHA-256"):
            question(name)


def test_killed_before_the_file_is_whole_it_is_absent_and_can_be_put_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        root.mkdir()
        (root / "e3").mkdir()
        FileStore(root).put(b"")
        os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])

    files = FileStore(root)
    assert len(kept(root)) == 1, "what was being written is still there, aside"
    assert files.tidy(before=datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert files.tidy(before=datetime(3000, 1, 1, tzinfo=UTC)) == 1
    assert kept(root) == []
    name = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert not files.has(name)
    assert files.put(b"") == name
    assert files.get(name) == b""


def test_a_disk_that_fails_leaves_nothing_half_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FileStore(root)
    files.put(b"")

    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        files.put(PHOTO)

    assert len(kept(root)) == 1
