"""Codes that let somebody in, once: shown when they are made, kept as a hash."""

from hashlib import sha256


def digest(code: str) -> str:
    """What is kept of a code: enough to know it again, not enough to use it. Case, spaces and dashes do not matter."""
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return sha256(plain.encode()).hexdigest()
