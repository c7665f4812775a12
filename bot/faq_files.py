"""The files of questions and answers: those packaged, and those that staff lay over them.

A folder of the staff's (`EXPLOR_FAQ_FOLDER`) holds `<lang>/<topic>.yaml` files of the same shape: an entry there takes
the place of the built-in one with its id, or is a new one. It is checked before it is used; a bad file is refused, with
its file and line, and what was used before stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from bot.knowledge_files import texts_under
from bot.words import speaker
from dialogs.answer_words import words_of
from knowledge.answering import Answers
from knowledge.base import Knowledge
from knowledge.entries import LANGS, Faq, parse_faq
from knowledge.faults import Fault, KnowledgeFaults
from knowledge.filling import Filler
from knowledge.lint import lint, lint_overlay

T = TypeVar("T")

FOLDER = "faq"
VOICES = {lang: speaker(lang) for lang in LANGS}
"""How each language says a sentence."""


def packaged_faq() -> Mapping[str, str]:
    """The text of every packaged file, by its path (`fr/funding.yaml`)."""
    return dict(texts_under(files("knowledge") / FOLDER, ""))


def laid_over(folder: Path | None) -> Mapping[str, str]:
    """The text of every file of the staff's folder; none where there is no folder. Raises `KnowledgeFaults`."""
    if folder is None:
        return {}
    try:
        return dict(texts_under(folder, ""))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeFaults((Fault(str(folder), 1, f"cannot be read: {error}"),)) from error


def load_faq(folder: Path | None = None) -> Faq:
    """The packaged questions and answers, and those of the folder over them; raises `KnowledgeFaults`."""
    return parse_faq(packaged_faq(), laid_over(folder))


def answers_of(faq: Faq, facts: Knowledge) -> Answers:
    """What can be answered, in the words of every language."""
    return Answers(faq, facts, {lang: Filler(words_of(lang, VOICES[lang])) for lang in LANGS})


def checked(answers: Answers, at: datetime) -> Answers:
    """The same answers, once each was filled for every region and language; raises `KnowledgeFaults`."""
    if faults := lint(answers, at):
        raise KnowledgeFaults(tuple(Fault(f"{FOLDER}/{fault.file}", fault.line, fault.message) for fault in faults))
    return answers


@dataclass(frozen=True)
class Refusal:
    """Why the files of the staff's folder are not used: what was used before stays."""

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class LiveFaq(Generic[T]):
    """The questions and answers as they stand now: made at the first call, which takes a second or two.

    `current` looks at the staff's folder each time; `ready` does not, for whoever has it looked at elsewhere. `made`
    turns them into what answers; `refused` hears once of each change that cannot be used.
    """

    def __init__(
        self, facts: Knowledge, folder: Path | None, made: Callable[[Faq], T], refused: Callable[[Refusal], None]
    ) -> None:
        self._facts, self._folder, self._made, self._refused = facts, folder, made, refused
        self._packaged = packaged_faq()
        self._seen: object = None
        self._current: T | None = None
        self._at_work = Lock()

    def ready(self, at: datetime) -> T:
        """What answered when the folder was last looked at."""
        return self.current(at) if self._current is None else self._current

    def current(self, at: datetime) -> T:
        """What answers now; raises `KnowledgeFaults` only when the packaged files cannot be used."""
        with self._at_work:
            stamp = _stamp(self._folder)
            if self._current is None or stamp != self._seen:
                self._current = self._reloaded(at)
                self._seen = stamp
            return self._current

    def _reloaded(self, at: datetime) -> T:
        try:
            faq = parse_faq(self._packaged, laid_over(self._folder))
            if faults := lint_overlay(answers_of(faq, self._facts), at) if faq.laid_over else []:
                raise KnowledgeFaults(tuple(faults))
            return self._made(faq)
        except KnowledgeFaults as error:
            self._refused(Refusal(tuple(error.faults)))
            return self._made(parse_faq(self._packaged)) if self._current is None else self._current


def _stamp(folder: Path | None) -> object:
    """What changes when a file of the folder is written, added or taken away."""
    if folder is None or not folder.is_dir():
        return None
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def stamp(folder: Path, lang: str, faq: Faq) -> tuple[str, ...]:
    """Write the fingerprint of the French into every translation of a language that lacks it; gives their ids."""
    stale = {id_ for id_ in faq.translations[lang] if faq.stale(lang, id_)}
    for path in sorted((folder / lang).glob("*.yaml")):
        lines = _stamped(path.read_text(encoding="utf-8").splitlines(keepends=True), stale, faq)
        path.write_text("".join(lines), encoding="utf-8")
    return tuple(sorted(stale))


def _stamped(lines: list[str], stale: set[str], faq: Faq) -> list[str]:
    """The lines of a file, with `of:` right under the id: the rest, and its comments, stay as they were written."""
    out: list[str] = []
    current: str | None = None
    for line in lines:
        words = line.strip()
        if line.startswith("  - id:"):
            current = words.removeprefix("- id:").strip()
            out.append(line)
            if current in stale:
                out.append(f'    of: "{faq.entries[current].fingerprint}"\n')
        elif not (line.startswith("    of:") and current in stale):
            out.append(line)
    return out
