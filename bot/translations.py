"""The sentences of the code and their translations: what is missing, what is left over, what lost a place.

A tool for whoever changes words; the running bot only reads the .po files (`bot/words.py`).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import locales
from bot.words import LANGUAGES

ROOT = Path(locales.__file__).parent
ROOMS = ("bot", "dialogs")
KEYWORDS = {"_": None, "_n": (1, 2)}
TRANSLATED = tuple(lang for lang in LANGUAGES if lang != "fr")

_PLACE = re.compile(r"\{(\w+)\}")


def source() -> Catalog:
    """Every sentence of the code, with the files that say it."""
    catalog = Catalog(project="explor-assistant")
    for room in ROOMS:
        for file, _line, message, comments, context in extract_from_dir(
            ROOT.parent / room, keywords=KEYWORDS, comment_tags=("Translators:",), method_map=[("**.py", "python")]
        ):
            catalog.add(message, locations=[(f"{room}/{file}", 1)], auto_comments=comments, context=context)
    return catalog


def path(lang: str) -> Path:
    return ROOT / lang / "LC_MESSAGES" / "explor.po"


def read(lang: str) -> Catalog:
    if not path(lang).exists():
        return Catalog(locale=lang, project="explor-assistant")
    with path(lang).open("rb") as stream:
        return read_po(stream, locale=lang)


def check() -> list[str]:
    """One line for each sentence that lacks a translation, or whose translation lost or invented a place."""
    code = source()
    return [fault for lang in TRANSLATED for fault in _faults(lang, code, read(lang))]


def _faults(lang: str, code: Catalog, translated: Catalog) -> Iterator[str]:
    for message in code:
        if message.id:
            yield from _fault(lang, message, translated.get(message.id))
    for message in translated:
        if message.id and code.get(message.id) is None:
            yield f"{lang}: no longer said: {_first(message.id)!r}"


def _fault(lang: str, message: Message, found: Message | None) -> Iterator[str]:
    string: Any = found.string if found else ()
    strings = [string] if isinstance(string, str) else list(string)
    if not strings or not all(strings) or (found and found.fuzzy):
        yield f"{lang}: not translated: {_first(message.id)!r} ({message.locations[0][0]})"
        return
    for one in strings:
        if lost := _places(message.id) ^ set(_PLACE.findall(one)):
            if lost <= {"count"}:  # "one day", "two days" need no figure
                continue
            yield f"{lang}: places differ {sorted(lost)}: {_first(message.id)!r}"


def _places(id: Any) -> set[str]:
    return {place for one in ([id] if isinstance(id, str) else id) for place in _PLACE.findall(one)}


def _first(id: Any) -> str:
    return id if isinstance(id, str) else id[0]


def update() -> str:
    """Rewrite every .po from the code: kept translations stay, new sentences are empty, old ones go."""
    code = source()
    return "\n".join(_update(lang, code) for lang in TRANSLATED)


def _update(lang: str, code: Catalog) -> str:
    catalog = read(lang)
    catalog.update(code, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = f"# The words of EXPLOR assistant, {lang}. No person has proof-read them yet."
    catalog.version = "0.1"
    out = BytesIO()
    write_po(out, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
    path(lang).parent.mkdir(parents=True, exist_ok=True)
    path(lang).write_bytes(_steady(out.getvalue()))
    missing = sum(1 for message in catalog if message.id and not (message.string and all(message.string)))
    return f"{lang}: {missing} to translate"


def _steady(po: bytes) -> bytes:
    """Without the dates that would change at every run."""
    return re.sub(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n',  # noqa: E501
        b"",
        po,
        flags=re.MULTILINE,
    )
