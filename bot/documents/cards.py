"""Contacts as vCards (RFC 2426: version 3.0, the one that old phones read), escaped and folded as it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.documents.direction import cleaned

_OCTETS = 75
_SPECIAL = re.compile(r"([\\;,])")


@dataclass(frozen=True)
class Card:
    """One contact: what a phone's address book holds of somebody."""

    name: str
    role: str = ""
    phone: str | None = None
    email: str | None = None
    note: str = ""


def to_vcards(cards: Sequence[Card]) -> bytes:
    """The contacts as one .vcf file, which a phone takes in all at once."""
    return b"".join(_folded(line) for card in cards for line in _lines(card))


def _lines(card: Card) -> Iterator[str]:
    name = _value(card.name)
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;")
    if card.role:
        yield f"TITLE:{_value(card.role)}"
    if card.phone:
        yield f"TEL;TYPE=VOICE:{_value(card.phone)}"
    if card.email:
        yield f"EMAIL;TYPE=INTERNET:{_value(card.email)}"
    if card.note:
        yield f"NOTE:{_value(card.note)}"
    yield "END:VCARD"


def _value(words: str) -> str:
    """On one line, its signs escaped: nobody's words can open another property."""
    return _SPECIAL.sub(r"\\\1", " ".join(cleaned(words).split()))


def _folded(line: str) -> bytes:
    """The line in pieces of 75 octets, never cut within a letter."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join((*pieces, piece)) + b"\r\n"
