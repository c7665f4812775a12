"""What can go wrong with the database, each with a code for whoever words it and a sentence for whoever reads the log.

No text here carries what a person wrote, an address or a password: a database's own messages often do.
"""

from typing import Literal

Code = Literal[
    "bad_url",
    "not_durable",
    "unwritable",
    "not_a_database",
    "unreachable",
    "not_migrated",
    "too_new",
    "busy",
    "interrupted",
    "refused",
]


class StorageError(Exception):
    """The database could not do it; `code` says which of the known reasons."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code: Code = code

    @property
    def transient(self) -> bool:
        """Worth trying the same event again: it was neither kept nor found guilty."""
        return self.code in ("busy", "interrupted", "unreachable")


class FileMissing(Exception):
    """No file of that content is kept here; one that bears its name and was damaged counts for none."""


Why = Literal["unknown", "not_owner", "closed", "not_asked", "incomplete"]


class NotAllowed(Exception):
    """This person may not do that to this thing of theirs; `why` says which of the known reasons.

    - unknown: there is none of that id, or the person is not in it: the same answer, so that asking reveals nothing;
    - not_owner: only whoever owns it may;
    - closed: the state it is in does not allow it;
    - not_asked: the correction that is open does not ask for this answer;
    - incomplete: something is missing that has to be there.
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why
