"""The knowledge files that are packaged with the assistant, read from wherever it is installed. Nothing is kept."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.base import Knowledge, parse


def packaged(root: Traversable | None = None) -> Mapping[str, str]:
    """The text of every knowledge file under `root` (the packaged ones by default), by its path inside it."""
    return dict(_texts_under(files("knowledge") if root is None else root, ""))


def load(root: Traversable | None = None) -> Knowledge:
    """The knowledge in these files; raises `KnowledgeFaults` when they cannot be used, `OSError` when not readable."""
    return parse(packaged(root))


def _texts_under(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts_under(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".yaml", ".txt")):
            yield f"{path}{entry.name}", entry.read_text(encoding="utf-8")
