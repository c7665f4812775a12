"""Yes and no, wherever the engine itself asks for them."""

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Reading, Refused
from dialogs.core.kinds import YesNo


def said_yes(said: Said, reading: Reading) -> bool | None:
    """True or False when the person said so plainly, None otherwise."""
    try:
        outcome = YesNo().read(said, reading)
    except Refused:
        return None
    return outcome.value if isinstance(outcome, Accepted) else None
