"""Telegram: people talk to the bot in private; groups are told so and leave nothing here."""
