"""Who reads where, as it is set: the place of each network, and the networks that each person of its staff acts for."""

from collections.abc import Mapping
from datetime import timedelta

from bot.alerts import MAIL, TELEGRAM, Roster, Watcher
from bot.offices import Office
from bot.settings import Settings
from bot.settings import Watcher as Named

CHANNEL = "slack"
"""Where staff read: `bot.channels.slack`, by its name; that library is too heavy for a command that only decides."""


def offices(settings: Settings) -> Mapping[str, Office]:
    """The place of each network, by region; none where there is no Slack."""
    if settings.slack.bot_token is None:
        return {}
    networks = settings.slack.networks.items()
    return {region: Office(CHANNEL, one.channel, one.lang, one.checkin_at) for region, one in networks}


def roster(settings: Settings) -> Roster:
    """Whom an alert goes on to, region by region, and how soon."""
    set_up = settings.alerts
    return Roster(
        {region: tuple(map(_watcher, people)) for region, people in set_up.roster.items()},
        timedelta(seconds=set_up.look),
        tuple(timedelta(seconds=each) for each in set_up.repeat),
    )


def _watcher(one: Named) -> Watcher:
    if one.email is not None:
        return Watcher(one.name, MAIL, one.email)
    return Watcher(one.name, TELEGRAM, str(one.telegram))


def staff(settings: Settings) -> Mapping[str, frozenset[str]]:
    """The regions that each person of the staff acts for, by their id in Slack."""
    networks = settings.slack.networks
    users = {user for one in networks.values() for user in one.staff}
    return {user: frozenset(region for region, one in networks.items() if user in one.staff) for user in users}
