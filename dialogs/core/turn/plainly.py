"""Yes, no and a number alone, wherever the engine itself asks for them."""

from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Reading, Refused
from dialogs.core.kinds import YesNo


def said_yes(said: Said, reading: Reading) -> bool | None:
    """True or False when the person said so plainly, None otherwise."""
    try:
        outcome = YesNo().read(said, reading)
    except Refused:
        return None
    return outcome.value if isinstance(outcome, Accepted) else None


def said_number(said: Said) -> int | None:
    """A whole number typed alone, in any digits."""
    text = said.text.strip() if isinstance(said, Typed) and not said.forwarded else ""
    return int(text) if text.isdecimal() and len(text) < 4 else None
