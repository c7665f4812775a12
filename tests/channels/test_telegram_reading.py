"""What people do in Telegram becomes what the conversation understands. Payloads after core.telegram.org/bots/api."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.reading import NOTHING, STALE, Read, Visit, chat_of, pressed, read, tapped
from bot.turn import Heard, Tapped
from dialogs.core.events import Opened, Sent, Typed
from tests.channels.telegram_bot import ME, NOW

ANA: dict[str, Any] = {"id": 10001, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
PRIVATE = {"id": 10001, "first_name": "Ana", "type": "private"}
GROUP = {"id": -501, "title": "Les amis", "type": "group"}
BOT = {"id": ME.id, "is_bot": True, "first_name": "EXPLOR", "username": ME.username}
ORIGIN = {"type": "hidden_user", "sender_user_name": "Zoé", "date": 1750000000}
FILE = {"file_id": "F-1", "file_unique_id": "U-1", "file_size": 2048}
MEMBER = {"user": BOT, "status": "member"}
LEFT = {"user": BOT, "status": "left"}
KICKED = {"user": BOT, "status": "kicked", "until_date": 0}


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 7, "from": ANA, "chat": PRIVATE, "date": 1750000000, **content}


def update(**content: Any) -> dict[str, Any]:
    return {"update_id": 700, **content}


def asked(data: Any) -> Read:
    """As it is read after a trip through JSON, which is how it comes."""
    return read(json.loads(json.dumps(data)), ME, NOW)


def said(**content: Any) -> Any:
    heard = asked(update(message=message(**content))).heard
    return heard.said if heard else None


WORDS = [
    ("Bonjour", Typed("Bonjour")),
    ("  deux\nlignes  ", Typed("  deux\nlignes  ")),
    ("/aide", Typed("/aide")),
    ("/status HDF-2025-0001", Typed("/status HDF-2025-0001")),
    ("/aide@explor_test_bot", Typed("/aide@explor_test_bot")),
    ("مرحبا", Typed("مرحبا")),
    ("/start", Opened()),
    ("/START", Opened()),
    ("/start ", Opened()),
    ("/start hauts-de-france", Opened("hauts-de-france")),
    ("/start@explor_test_bot join_x7k", Opened("join_x7k")),
    ("/start two words", Opened()),
    ("/start " + "x" * 65, Opened()),
    ("/start é", Opened()),
    ("/started", Typed("/started")),
    ("x" * 100_000, Typed("x" * 100_000)),
    ("null \x00 and half \ud83d", Typed("null \ufffd and half \ufffd")),
    ("👩‍👩‍👧‍👦\u202e", Typed("👩‍👩‍👧‍👦\u202e")),
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text[:20] for text, _expected in WORDS])
def test_words_commands_and_links_are_understood(text: str, expected: object) -> None:
    assert said(text=text) == expected


SIZES = [
    {**FILE, "file_id": "small", "width": 90, "height": 67},
    {**FILE, "file_id": "large", "width": 1280, "height": 960},
    {**FILE, "file_id": "middle", "width": 320, "height": 240},
]
DOCUMENT = {**FILE, "file_name": "statuts.pdf", "mime_type": "application/pdf"}
ANIMATION = {**FILE, "width": 1, "height": 1, "duration": 1, "mime_type": "video/mp4"}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
MEDIA: list[tuple[dict[str, Any], Sent]] = [
    ({"photo": SIZES}, Sent("photo", "large", mime="image/jpeg", size=2048)),
    ({"photo": SIZES, "caption": "Le reçu"}, Sent("photo", "large", mime="image/jpeg", size=2048, caption="Le reçu")),
    ({"document": DOCUMENT}, Sent("document", "F-1", "statuts.pdf", "application/pdf", 2048)),
    ({"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}}, Sent("voice", "F-1", mime="audio/ogg", size=2048)),
    ({"audio": {**FILE, "duration": 3, "file_name": "a.mp3"}}, Sent("audio", "F-1", "a.mp3", size=2048)),
    ({"video": {**FILE, "width": 1, "height": 1, "duration": 3}}, Sent("video", "F-1", size=2048)),
    ({"video_note": {**FILE, "length": 1, "duration": 3}}, Sent("video", "F-1", size=2048)),
    ({"animation": ANIMATION, "document": DOCUMENT}, Sent("video", "F-1", mime="video/mp4", size=2048)),
    (
        {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        Sent("sticker", "F-1", size=2048),
    ),
    ({"contact": {"phone_number": "+33612345678", "first_name": "Ana"}}, Sent("contact", phone="+33612345678")),
    ({"location": {"latitude": 50.63, "longitude": 3.06}}, Sent("location", latitude=50.63, longitude=3.06)),
    (
        {
            "venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "Mairie", "address": "1 place"},
            "location": {"latitude": 1.0, "longitude": 2.0},
        },
        Sent("location", latitude=1.0, longitude=2.0),
    ),
    ({"poll": POLL}, Sent("poll")),
    ({"dice": {"emoji": "🎲", "value": 4}}, Sent("other")),
    ({"something_of_next_year": {"id": 3}}, Sent("other")),
]


@pytest.mark.parametrize(("content", "expected"), MEDIA, ids=["-".join(content) for content, _expected in MEDIA])
def test_whatever_is_sent_besides_words_arrives(content: dict[str, Any], expected: Sent) -> None:
    assert said(**content) == expected


def test_a_forwarded_message_is_told_from_ones_own_words() -> None:
    assert said(text="/start", forward_origin=ORIGIN) == Typed("/start", forwarded=True)
    assert said(photo=SIZES, forward_origin=ORIGIN) == Sent(
        "photo", "large", mime="image/jpeg", size=2048, forwarded=True
    )


def test_the_event_says_whose_chat_which_update_when_and_in_which_language() -> None:
    assert asked(update(message=message(text="Olá"))).heard == Heard(
        "telegram", "10001", "telegram:123456789:700", NOW, Typed("Olá"), "pt-br"
    )


def test_each_photo_of_an_album_names_it() -> None:
    heard = asked(update(message=message(photo=SIZES, media_group_id="13000000000000001"))).heard
    assert heard is not None
    assert heard.album == "13000000000000001"


def test_an_edited_message_is_heard_as_such_and_a_moving_place_is_not() -> None:
    edited = asked(update(edited_message=message(text="Bonsoir", edit_date=1750000009))).heard
    assert edited is not None
    assert edited.said == Sent("edited")
    place = {"latitude": 1.0, "longitude": 2.0, "live_period": 60}
    assert asked(update(edited_message=message(location=place, edit_date=1750000009))) == NOTHING


SILENT: list[dict[str, Any]] = [
    {"message": message(pinned_message=message(text="x"))},
    {"message": message(write_access_allowed={"from_request": True})},
    {"message": message(text="x", **{"from": {**ANA, "is_bot": True}})},
    {"channel_post": {**message(text="x"), "chat": {"id": -1001, "type": "channel", "title": "C"}}},
    {"message": message(text="Bonjour à tous", chat=GROUP)},
    {"message": message(text="/stats@another_bot", chat=GROUP)},
    {"message": message(migrate_to_chat_id=-1000000000501, chat=GROUP)},
    {"my_chat_member": {"chat": PRIVATE, "from": ANA, "date": 1, "old_chat_member": MEMBER, "new_chat_member": KICKED}},
    {"my_chat_member": {"chat": PRIVATE, "from": ANA, "date": 1, "old_chat_member": KICKED, "new_chat_member": MEMBER}},
    {"my_chat_member": {"chat": GROUP, "from": ANA, "date": 1, "old_chat_member": MEMBER, "new_chat_member": LEFT}},
    {"inline_query": {"id": "1", "from": ANA, "query": "x", "offset": ""}},
    {"poll": POLL},
]


@pytest.mark.parametrize("content", SILENT, ids=[f"{place}-{next(iter(one))}" for place, one in enumerate(SILENT)])
def test_what_is_not_for_the_bot_asks_for_nothing(content: dict[str, Any]) -> None:
    assert asked(update(**content)) == NOTHING


ADDRESSED: list[dict[str, Any]] = [
    {"message": message(text="/aide", chat=GROUP)},
    {"message": message(text="/aide@Explor_Test_Bot", chat=GROUP)},
    {"message": message(text="Et toi @explor_test_bot ?", chat=GROUP)},
    {"message": message(text="Oui", chat=GROUP, reply_to_message={**message(text="?", chat=GROUP), "from": BOT})},
    {"my_chat_member": {"chat": GROUP, "from": ANA, "date": 1, "old_chat_member": LEFT, "new_chat_member": MEMBER}},
]


@pytest.mark.parametrize("content", ADDRESSED)
def test_a_group_that_speaks_to_the_bot_is_given_an_explanation_and_no_turn(content: dict[str, Any]) -> None:
    assert asked(update(**content)) == Read(visit=Visit(-501, "pt-br"))


def press(data: object, **more: Any) -> dict[str, Any]:
    query = {"id": "55", "from": ANA, "chat_instance": "1", "data": data, "message": message(text="?"), **more}
    return update(callback_query=query)


def test_a_press_names_a_row_and_a_place() -> None:
    asking = asked(press(pressed(123_456, 7)))
    assert asking.press == "55"
    assert asking.heard is not None
    assert asking.heard.said == Tapped(123_456, 7)
    assert asking.heard.address == "10001"


def test_a_press_on_a_message_that_telegram_no_longer_shows_is_heard() -> None:
    asking = asked(press("1:3:0", message={"chat": PRIVATE, "message_id": 2, "date": 0}))
    assert asking.heard is not None
    assert asking.heard.said == Tapped(3, 0)


@given(row=st.integers(1, 2**60), place=st.integers(0, 999))
def test_the_data_of_a_button_come_back_as_they_left_and_fit(row: int, place: int) -> None:
    assert tapped(pressed(row, place)) == Tapped(row, place)
    assert len(pressed(row, place).encode()) <= 64


@pytest.mark.parametrize(
    "data", ["", "1:", "2:1:1", "1:1:1:1", "1:-1:0", "1:1:zzz", "1:1:٣", "1:1:1\n", "DROP TABLE", "9" * 64, None, 5]
)
def test_a_forged_or_foreign_press_is_a_stale_one(data: object) -> None:
    assert tapped(data) == STALE


def test_a_press_outside_a_private_chat_is_answered_and_no_turn() -> None:
    assert asked(press("1:1:0", message=message(text="?", chat=GROUP))) == Read(press="55")
    assert asked(update(callback_query={"id": "55", "from": ANA, "chat_instance": "1", "data": "x"})) == Read(
        press="55"
    )


def test_a_message_that_nobody_can_read_is_still_answered() -> None:
    broken = asked(update(message=message(text="x", entities=[{"kind": "of next year"}])))
    assert broken.heard is not None
    assert broken.heard.said == Sent("other")
    assert replace(broken.heard, said=Typed("")) == Heard(
        "telegram", "10001", "telegram:123456789:700", NOW, Typed(""), "pt-br"
    )


SAMPLES = [
    update(message=message(text="Bonjour", photo=SIZES, document=DOCUMENT, media_group_id="1")),
    update(message=message(contact={"phone_number": "1", "first_name": "A"}, location={"latitude": 1, "longitude": 2})),
    press("1:1:0"),
    *(update(**content) for content in (*SILENT, *ADDRESSED)),
]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({}), st.just([1])
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, one in inside for deeper in paths(one, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], junk)
    return copy


@given(st.data(), st.sampled_from(SAMPLES), JUNK)
def test_hostile_json_never_raises_and_what_is_heard_can_be_kept(data: st.DataObject, sample: Any, junk: Any) -> None:
    spoiled = put(sample, data.draw(st.sampled_from(paths(sample))), junk)
    asking = read(spoiled, ME, NOW)
    chat_of(spoiled)
    if asking.heard is not None:
        address, locale, album = asking.heard.address, asking.heard.locale, asking.heard.album
        assert int(address)
        assert isinstance(locale, str | None)
        assert isinstance(album, str | None)
        json.dumps(vars_of(asking.heard.said), allow_nan=False).encode()


def vars_of(said: Any) -> dict[str, Any]:
    return {name: getattr(said, name) for name in said.__dataclass_fields__}


@given(st.recursive(JUNK, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside), max_leaves=20))
def test_anything_at_all_can_be_read(junk: Any) -> None:
    read(junk, ME, NOW)
    assert chat_of(junk) is None or isinstance(chat_of(junk), int)
