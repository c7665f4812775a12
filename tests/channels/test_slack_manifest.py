"""The manifest that a network pastes: the app that it makes is the one that is served, with no right too many."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.slack.app import COMMAND, EVENTS
from bot.channels.slack.commands import VERBS

MANIFEST = Path(__file__).parents[2] / "slack" / "manifest.yaml"

SCOPES: Mapping[str, frozenset[str]] = {
    "chat:write": frozenset({"chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"}),
    "files:write": frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"}),
    "commands": frozenset({COMMAND}),
    "users:read": frozenset({"users.info"}),
    "channels:history": frozenset({"message.channels"}),
    "groups:history": frozenset({"message.groups"}),
    "channels:read": frozenset({"member_joined_channel", "channel_unarchive"}),
    "groups:read": frozenset({"member_joined_channel", "group_unarchive"}),
}
"""What each right is for (docs.slack.dev/reference/scopes)."""


@pytest.fixture(scope="module")
def manifest() -> Any:
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


def test_it_asks_for_the_rights_that_are_used_and_no_other(manifest: Any) -> None:
    assert manifest["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def test_it_subscribes_to_what_the_app_listens_to_and_nothing_else(manifest: Any) -> None:
    heard = {event.partition(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert heard == set(EVENTS)


def test_it_has_the_command_the_buttons_the_home_and_socket_mode(manifest: Any) -> None:
    [command] = manifest["features"]["slash_commands"]
    assert command["command"] == COMMAND
    assert not command["should_escape"]
    named = {choice.strip(" []").split()[0] for choice in command["usage_hint"].split("|")}
    assert {VERBS[word] for word in named} == set(VERBS.values())
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert manifest["settings"]["socket_mode_enabled"]
    assert manifest["features"]["app_home"]["home_tab_enabled"]


def test_slack_takes_its_names_and_descriptions(manifest: Any) -> None:
    """Lengths: docs.slack.dev/reference/app-manifest."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
