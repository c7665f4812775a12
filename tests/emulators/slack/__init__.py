"""A Slack workspace on loopback, as strict as Slack: what it refuses here, Slack refuses there.

    async with Workspace() as slack:
        room = slack.channel("C01LILLE", "explor-hauts-de-france")
        ana = slack.member("U01ANA", "Ana", room)
        slack.install(http="http://127.0.0.1:8080/slack/events")      # or Socket Mode, which is the default
        await ana.presses(room.messages[0], "Accepter")

`web.py` is the Web API, `delivery.py` brings events, presses and commands to the app, `member.py` is a person at their
screen, `rules.py` what Block Kit allows, `__main__.py` the same in a process of its own.
"""

from tests.emulators.slack.ids import APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET
from tests.emulators.slack.member import Member, NotAnswered, NotThere
from tests.emulators.slack.workspace import Channel, Workspace, words

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "SIGNING_SECRET",
    "Channel",
    "Member",
    "NotAnswered",
    "NotThere",
    "Workspace",
    "words",
]
