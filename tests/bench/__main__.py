"""`make bench`."""

from tests.bench import conversation, durable, settlement, start


def main() -> None:
    conversation.run()
    durable.run()
    settlement.run()
    start.run()


main()
