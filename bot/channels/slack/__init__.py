"""Slack, where the staff of the networks read and decide.

    channel.py   the way out: one letter to one thread
    app.py       the way in: what Slack says, sorted by what it is; server.py brings it here
    front.py     the desk as this channel sees it; no rule of the programme stands here
    pressed.py, forms.py, threads.py, commands.py   buttons, modals, messages, `/explor` and the App Home

A thread of a channel belongs to one application, request or offer; its first message is the card.
"""
