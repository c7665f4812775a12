"""`make bench`."""

from tests.bench import answers, conversation, durable, start


def main() -> None:
    answers.run()
    conversation.run()
    durable.run()
    start.run()


main()
