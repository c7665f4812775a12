"""The knowledge files that are packaged with the assistant, read from wherever it is installed. Nothing is kept."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge import emergency
from knowledge.base import Knowledge, parse


def packaged(root: Traversable | None = None) -> Mapping[str, str]:
    """The text of every knowledge file under `root` (the packaged ones by default), by its path inside it.

    The questions and answers are not among them: they are read when somebody asks (`bot/faq_files.py`).
    """
    return dict(texts_under(files("knowledge") if root is None else root, "", skip="faq"))


def load(root: Traversable | None = None) -> Knowledge:
    """The knowledge in these files; raises `KnowledgeFaults` when they cannot be used, `OSError` when not readable."""
    return parse(packaged(root))


def load_emergency(root: Traversable | None = None) -> emergency.Numbers:
    """The emergency numbers, read without any other file; raises `KnowledgeFaults`, or `OSError` when not readable."""
    folder = files("knowledge") if root is None else root
    return emergency.read({path: (folder / path).read_text(encoding="utf-8") for path, _ in emergency.FILES})


def texts_under(folder: Traversable, path: str, skip: str | None = None) -> Iterator[tuple[str, str]]:
    """The text of every knowledge file of a folder, and of the folders in it but `skip`."""
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != skip:
                yield from texts_under(entry, f"{path}{entry.name}/")
        elif entry.name.endswith((".yaml", ".txt")):
            yield f"{path}{entry.name}", entry.read_text(encoding="utf-8")
