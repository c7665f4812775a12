"""`make bench`; the name of a part runs that part alone: `python -m tests.bench channels`."""

import sys

from tests.bench import answers, channels, conversation, durable, emergency, flood, settlement, start

PARTS = {
    "answers": answers.run,
    "conversation": conversation.run,
    "durable": durable.run,
    "emergency": emergency.run,
    "settlement": settlement.run,
    "start": start.run,
    "channels": channels.run,
    "flood": flood.run,
}


def main(names: list[str]) -> None:
    for name in names or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
