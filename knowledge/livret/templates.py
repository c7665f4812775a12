"""The templates of the livret: read from their files, checked against each other, compiled once.

`<lang>/<section>.md`; French is the master. The first line of a translation says which French it translates:

    {# of: 1a2b3c4d; machine #}          translated by a machine, read again by nobody
    {# of: 1a2b3c4d; Amal Ben Salah #}   read again by her

A translation whose French has moved on, or that says other facts than its French, is a fault (`explor kb check`).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from knowledge.faults import Fault, KnowledgeFaults
from knowledge.mission_sheet import Lang, SectionId

SECTIONS: tuple[SectionId, ...] = get_args(SectionId)
LANGS: tuple[Lang, ...] = get_args(Lang)
MASTER = "fr"
MACHINE = "machine"

Key = tuple[str, SectionId]
"""A language and a section."""

_FIRST = re.compile(r"\{# of: ([0-9a-f]{8}); ([^#{}\n]+?) #\}\n")
_SAID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Template:
    """One section in one language. `of`: the fingerprint of its French; `proofread`: by whom, or None."""

    path: str
    lang: str
    section: SectionId
    text: str
    of: str | None = None
    proofread: str | None = None

    @property
    def fingerprint(self) -> str:
        """Eight signs that change with any word of the template."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]

    @property
    def facts(self) -> Counter[str]:
        """What it says and asks, wherever in the text: the same in every language."""
        return Counter(" ".join(said.split()) for said in _SAID.findall(self.text))


@dataclass(frozen=True)
class Templates:
    """Every section in every language."""

    each: Mapping[Key, Template]

    def of(self, lang: str, section: SectionId) -> Template:
        """The template of a section; in French where the language is not one of ours."""
        return self.each.get((lang, section)) or self.each[MASTER, section]

    def by_machine(self, lang: str) -> bool:
        """Whether any section of a language was read again by nobody."""
        return lang != MASTER and any(self.of(lang, section).proofread is None for section in SECTIONS)


def parse(files: Mapping[str, str]) -> Templates:
    """The templates in these files (their text by path, `fr/mission.md`); raises `KnowledgeFaults` with every fault."""
    keys: list[Key] = [(lang, section) for lang in LANGS for section in SECTIONS]
    found = {key: _read(files, *key) for key in keys}
    known = {f"{lang}/{section}.md" for lang, section in keys}
    faults = [Fault(_place(path), 1, "no section has this name") for path in sorted(files.keys() - known)]
    templates = {key: template for key, template in found.items() if template is not None}
    faults += [Fault(_place(path), 1, "this section is missing") for path in sorted(known - files.keys())]
    if not faults:
        faults = [fault for template in templates.values() for fault in _wrong(template, templates)]
    if faults:
        raise KnowledgeFaults(tuple(sorted(faults, key=lambda fault: fault.file)))
    return Templates(templates)


def _place(path: str) -> str:
    return f"livret/{path}"


def _read(files: Mapping[str, str], lang: str, section: SectionId) -> Template | None:
    path = f"{lang}/{section}.md"
    if path not in files:
        return None
    first = _FIRST.match(files[path])
    if lang == MASTER or first is None:
        return Template(path, lang, section, files[path])
    by = None if first[2] == MACHINE else first[2]
    return Template(path, lang, section, files[path][first.end() :], first[1], by)


def _wrong(template: Template, all_: Mapping[Key, Template]) -> Iterator[Fault]:
    french = all_[MASTER, template.section]
    if not template.text.startswith("# "):
        yield _fault(template, "a section begins with its title: # Title")
    if template.lang == MASTER:
        return
    if template.of != french.fingerprint:
        yield _fault(template, f"its French is now {french.fingerprint}: translate what changed, then write that")
    for said in sorted((french.facts - template.facts) | (template.facts - french.facts)):
        yield _fault(template, f"this is not said as often as in French: {said}")


def _fault(template: Template, message: str) -> Fault:
    return Fault(_place(template.path), 1, message)


def stamped(text: str, french: Template) -> str:
    """The text of a translation, with the fingerprint of the French it now translates; who read it again stays."""
    first = _FIRST.match(text)
    body, by = (text[first.end() :], first[2]) if first else (text, MACHINE)
    return f"{{# of: {french.fingerprint}; {by} #}}\n{body}"
