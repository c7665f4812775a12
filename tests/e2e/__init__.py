"""The whole thing at work: `explor serve` in a process of its own, people in Telegram, staff in Slack, on loopback."""
