"""The transfers to volunteers as a file for the bank: a SEPA credit transfer, ISO 20022 pain.001.001.09.

Made by a library and checked against the schema that it carries. The same payments always have the same message number,
which a bank refuses to take twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.words import PARIS

SCHEMA = "pain.001.001.09"
_LONGEST_ID = 35
"""Characters of an id (Max35Text)."""


class BadAccount(ValueError):
    """This is no bank account that a transfer may go to or come from."""


@dataclass(frozen=True)
class Account:
    """Who has a bank account; `bic` is needed where the transfers come from."""

    name: str = field(repr=False)
    iban: str = field(repr=False)
    bic: str | None = None


@dataclass(frozen=True)
class Transfer:
    """What one volunteer is paid: `id` names the payment for good, `cents` of euro."""

    id: str
    to: Account
    cents: int
    words: str


def checked_iban(text: str) -> str:
    """An IBAN as it is kept, without spaces. Raises `BadAccount`; the number is not in the message."""
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        found: str = iban.validate(text)
    except ValidationError:
        raise BadAccount("this is not an IBAN: look for a digit that is missing or has another in its place") from None
    return found


def checked_bic(text: str) -> str:
    """A BIC as it is kept. Raises `BadAccount`."""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    try:
        found: str = bic.validate(text)
    except ValidationError:
        raise BadAccount("this is not a BIC: it has 8 or 11 letters and digits") from None
    return found


def transfers_file(id: str, payer: Account, transfers: Sequence[Transfer], day: date, at: datetime) -> bytes:
    """The file of these transfers, to be made on that day. Raises `BadAccount`, `ValueError` for no transfer."""
    from sepaxml import SepaTransfer
    from sepaxml.validation import try_valid_xml

    if not transfers or payer.bic is None:
        raise ValueError("a file of transfers has at least one, and the BIC of who pays")
    own = {"name": payer.name, "IBAN": checked_iban(payer.iban), "BIC": checked_bic(payer.bic)}
    made = SepaTransfer({**own, "batch": True, "currency": "EUR"}, schema=SCHEMA, clean=True)
    for one in transfers:
        made.add_payment(_payment(one, day))
    # The library asks the clock and the dice for these three.
    stamps = {"MsgId": id, "PmtInfId": id, "CreDtTm": f"{at.astimezone(PARIS):%Y-%m-%dT%H:%M:%S}"}
    file: bytes = made.export(validate=False)
    for tag, value in stamps.items():
        file = re.sub(f"(<{tag}>)[^<]*".encode(), rb"\g<1>" + value[:_LONGEST_ID].encode(), file)
    try_valid_xml(file, SCHEMA)
    return file


def _payment(one: Transfer, day: date) -> dict[str, object]:
    return {
        "name": one.to.name,
        "IBAN": checked_iban(one.to.iban),
        "amount": one.cents,
        "execution_date": day,
        "description": one.words,
        "endtoend_id": one.id[:_LONGEST_ID],
    }
