"""The files of questions and answers: those packaged, and those that staff lay over them.

A folder of the staff's (`EXPLOR_FAQ_FOLDER`) holds `<lang>/<topic>.yaml` files of the same shape: an entry there takes
the place of the built-in one with its id, or is a new one. It is checked before it is used; a bad file is refused, with
its file and line, and what was used before stays.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from bot.knowledge_files import texts_under
from bot.words import speaker
from dialogs.answer_words import words_of
from knowledge.answering import Answers
from knowledge.base import Knowledge
from knowledge.entries import LANGS, Faq, parse_faq
from knowledge.faults import Fault, KnowledgeFaults
from knowledge.filling import Filler
from knowledge.lint import lint

FOLDER = "faq"
VOICES = {lang: speaker(lang) for lang in LANGS}
"""How each language says a sentence."""


def packaged_faq() -> Mapping[str, str]:
    """The text of every packaged file, by its path (`fr/funding.yaml`)."""
    return dict(texts_under(files("knowledge") / FOLDER, ""))


def load_faq() -> Faq:
    """The packaged questions and answers; raises `KnowledgeFaults`."""
    return parse_faq(packaged_faq())


def answers_of(faq: Faq, facts: Knowledge) -> Answers:
    """What can be answered, in the words of every language."""
    return Answers(faq, facts, {lang: Filler(words_of(lang, VOICES[lang])) for lang in LANGS})


def load_answers(facts: Knowledge) -> Answers:
    """What can be answered, from the packaged files; raises `KnowledgeFaults`."""
    return answers_of(load_faq(), facts)


def checked(answers: Answers, at: datetime) -> Answers:
    """The same answers, once each was filled for every region and language; raises `KnowledgeFaults`."""
    if faults := lint(answers, at):
        raise KnowledgeFaults(tuple(Fault(f"{FOLDER}/{fault.file}", fault.line, fault.message) for fault in faults))
    return answers


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
