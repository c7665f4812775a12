"""The templates of the livret that are packaged with the assistant, read from wherever it is installed."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.livret.templates import LANGS, MASTER, SECTIONS, Templates, parse, stamped


def load_livret(root: Traversable | None = None) -> Templates:
    """The templates under `root` (the packaged ones by default); raises `KnowledgeFaults` when they cannot be used."""
    return parse(packaged_livret(root))


def packaged_livret(root: Traversable | None = None) -> dict[str, str]:
    """The text of every template, by its path (`fr/mission.md`)."""
    return dict(_texts(files("knowledge") / "livret" if root is None else root))


def _texts(folder: Traversable) -> list[tuple[str, str]]:
    return [
        (f"{lang}/{entry.name}", entry.read_text(encoding="utf-8"))
        for lang in LANGS
        for entry in (folder / lang).iterdir()
        if entry.name.endswith(".md")
    ]


def stamp(folder: Path, lang: str) -> None:
    """Write into the templates of a language which French they translate, once somebody has checked that they do."""
    from knowledge.livret.templates import Template

    for section in SECTIONS:
        french = Template("", MASTER, section, (folder / MASTER / f"{section}.md").read_text(encoding="utf-8"))
        path = folder / lang / f"{section}.md"
        path.write_text(stamped(path.read_text(encoding="utf-8"), french), encoding="utf-8")
