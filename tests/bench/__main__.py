"""`make bench`; the name of a part runs that part alone: `python -m tests.bench channels`."""

import sys

from tests.bench import channels, conversation, durable, receipts, start

PARTS = {
    "conversation": conversation.run,
    "durable": durable.run,
    "start": start.run,
    "channels": channels.run,
    "receipts": receipts.run,
}


def main(names: list[str]) -> None:
    for name in names or PARTS:
        PARTS[name]()


main(sys.argv[1:])
