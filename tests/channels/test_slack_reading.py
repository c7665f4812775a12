"""What staff typed, as it reaches a person; and one id for one act."""

from typing import Any

import pytest

from bot.channels.slack.reading import event_id, for_the_person, press_id, relay_id, submit_id, typed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonjour", "bonjour"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt; reste", "&lt; reste"),
        ("voyez <https://lianes.org>", "voyez https://lianes.org"),
        ("voyez <https://lianes.org?a=1&amp;b=2|le site>", "voyez le site (https://lianes.org?a=1&b=2)"),
        ("<https://lianes.org|https://lianes.org>", "https://lianes.org"),
        ("<http://lianes.org|lianes.org>", "lianes.org (http://lianes.org)"),
        ("<mailto:awa@example.org|awa@example.org>", "awa@example.org"),
        ("<tel:+33612345678|06 12 34 56 78>", "06 12 34 56 78 (+33612345678)"),
        ("<@U01ANA|ana> et <#C01LILLE|lille>", "ana et lille"),
        ("<@U01ANA>", "@U01ANA"),
        ("<!subteam^S1|@equipe>", "@equipe"),
        ("*gras* _reste_", "*gras* _reste_"),
        (" :inconnu: à 10:30:15 ", ":inconnu: à 10:30:15"),
        ("", ""),
    ],
)
def test_words_are_read_as_they_were_typed(text: str, said: str) -> None:
    assert typed({"text": text}) == said


def test_an_emoji_arrives_as_its_sign() -> None:
    element = {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "fr", "unicode": "1f1eb-1f1f7"}]}
    assert typed({"text": "vive :fr: !", "blocks": [{"type": "rich_text", "elements": [element]}]}) == "vive 🇫🇷 !"


def test_a_message_without_words_says_nothing() -> None:
    assert typed({}) == typed({"text": None}) == ""


@pytest.mark.parametrize(
    ("said", "for_them"),
    [(">> bonjour", "bonjour"), (">>bonjour", "bonjour"), (">>", ""), (">>> cité", "> cité"), ("> cité", None)],
)
def test_two_chevrons_at_the_beginning_mean_the_person(said: str, for_them: str | None) -> None:
    assert for_the_person(said) == for_them


def test_chevrons_elsewhere_do_not() -> None:
    assert for_the_person("bonjour >> Awa") is None


def press(**parts: Any) -> dict[str, Any]:
    action = {"action_id": "card.accept.0", "action_ts": "1.1", **parts}
    container = {"channel_id": "C1", "message_ts": "1.0"}
    return {"user": {"id": "U1"}, "container": container, "actions": [action], "trigger_id": "new at each delivery"}


def test_the_same_press_has_the_same_id_and_another_has_another() -> None:
    assert press_id(press()) == press_id({**press(), "trigger_id": "another"})
    assert press_id(press()) != press_id(press(action_ts="1.2"))
    assert press_id(press()) != press_id({**press(), "user": {"id": "U2"}})
    assert len(press_id(press())) == len("slack:") + 32


def test_the_same_modal_with_other_answers_is_another_act() -> None:
    view = {"id": "V1", "state": {"values": {"words": {"words": {"value": "a"}}}}}
    other = {"id": "V1", "state": {"values": {"words": {"words": {"value": "b"}}}}}
    assert submit_id({"user": {"id": "U1"}, "view": view}) != submit_id({"user": {"id": "U1"}, "view": other})
    assert submit_id({"user": {"id": "U1"}, "view": view}) == submit_id({"user": {"id": "U1"}, "view": dict(view)})


def test_an_event_keeps_slack_s_own_id_and_a_message_is_relayed_under_one() -> None:
    assert event_id({"event_id": "Ev1"}) == "slack:Ev1"
    assert relay_id("C1", "1.1") == relay_id("C1", "1.1") != relay_id("C2", "1.1")
