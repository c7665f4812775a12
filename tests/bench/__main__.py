"""`make bench`."""

from tests.bench import conversation, durable, start


def main() -> None:
    conversation.run()
    durable.run()
    start.run()


main()
