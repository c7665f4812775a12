"""The ids and secrets of the emulated workspace."""

TEAM, APP = "T01EXPLOR", "A01EXPLOR"
BOT_USER, BOT = "U0BOT", "B0BOT"
BOT_TOKEN = "xoxb-1-emulated"
APP_TOKEN = "xapp-1-emulated"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
