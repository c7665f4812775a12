"""The methods of the Web API that an app like ours needs, with Slack's own errors."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.emulators.slack.ids import APP, BOT, BOT_USER, TEAM
from tests.emulators.slack.rules import Refused, check_message, check_view

if TYPE_CHECKING:
    from tests.emulators.slack.workspace import Channel, Message, Workspace

Arguments = dict[str, Any]
Method = Callable[["Workspace", Arguments], Awaitable[dict[str, Any]]]


async def auth_test(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    return {
        "url": slack.url,
        "team": "EXPLOR",
        "user": "explor",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "app_id": APP,
    }


async def users_info(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    member = slack.members.get(given.get("user", ""))
    if member is None:
        raise Refused("user_not_found")
    profile = {"display_name": member.name, "real_name": member.name}
    return {"user": {"id": member.id, "name": member.name.lower(), "is_bot": False, "profile": profile}}


async def conversations_info(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    channel = slack.channels.get(given.get("channel", ""))
    if channel is None:
        raise Refused("channel_not_found")
    is_member = BOT_USER in channel.members
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_archived": channel.archived,
            "is_member": is_member,
        }
    }


# -- messages --------------------------------------------------------------------------------------------------------


async def chat_post_message(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    channel = slack.place(given.get("channel", ""))
    check_message(given.get("text"), given.get("blocks"))
    root = given.get("thread_ts")
    if root is not None and all(one["ts"] != root for one in channel.messages):
        raise Refused("thread_not_found")
    _paced(slack, channel)
    message = posted(slack, channel, given, root)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def _paced(slack: "Workspace", channel: "Channel") -> None:
    """One message a second in a channel, where the workspace is told to be as strict."""
    now = slack.clock()
    last = slack.last_post.get(channel.id, float("-inf"))
    if slack.paced and now - last < 1.0:
        raise Refused("ratelimited", _retry_after=1)
    slack.last_post[channel.id] = now


def posted(slack: "Workspace", channel: "Channel", given: Arguments, root: str | None) -> "Message":
    """A message of the bot, in its channel; the app hears of it as of any other."""
    message: Message = {
        "type": "message",
        "ts": slack.ts(),
        "user": BOT_USER,
        "bot_id": BOT,
        "app_id": APP,
        "text": given.get("text", ""),
        "blocks": given.get("blocks") or [],
        **({"thread_ts": root} if root else {}),
        **({"subtype": "thread_broadcast"} if root and given.get("reply_broadcast") in (True, "true", "1") else {}),
    }
    channel.messages.append(message)
    slack.delivery.happened({**message, "channel": channel.id, "channel_type": "channel", "event_ts": message["ts"]})
    return message


def _own(channel: "Channel", ts: str, refusal: str) -> "Message":
    message = channel.message(ts)
    if message.get("bot_id") != BOT:
        raise Refused(refusal)
    return message


async def chat_update(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    channel = slack.place(given.get("channel", ""))
    message = _own(channel, given.get("ts", ""), "cant_update_message")
    check_message(given.get("text"), given.get("blocks"))
    before = dict(message)
    message["text"] = given.get("text", "")
    message["blocks"] = given["blocks"] if given.get("blocks") is not None else message["blocks"]
    slack.delivery.happened(changed(slack, channel, before, message))
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def changed(slack: "Workspace", channel: "Channel", before: Mapping[str, Any], now: Mapping[str, Any]) -> "Message":
    """The event of a message that was edited."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "channel_type": "channel",
        "ts": slack.ts(),
        "event_ts": slack.ts(),
        "message": dict(now),
        "previous_message": dict(before),
    }


async def chat_delete(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    channel = slack.place(given.get("channel", ""))
    message = _own(channel, given.get("ts", ""), "cant_delete_message")
    removed(slack, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


def removed(slack: "Workspace", channel: "Channel", message: "Message") -> None:
    """Take a message away; one with answers leaves a tombstone."""
    if channel.thread(message["ts"]):
        before = dict(message)
        message.update(subtype="tombstone", text="This message was deleted.", blocks=[], user="USLACKBOT")
        slack.delivery.happened(changed(slack, channel, before, message))
        return
    channel.messages.remove(message)
    gone: Message = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "channel_type": "channel",
        "ts": slack.ts(),
        "deleted_ts": message["ts"],
        "previous_message": dict(message),
    }
    slack.delivery.happened(gone)


async def chat_post_ephemeral(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    channel = slack.place(given.get("channel", ""))
    if given.get("user") not in channel.members:
        raise Refused("user_not_in_channel")
    check_message(given.get("text"), given.get("blocks"))
    shown = {
        "ts": slack.ts(),
        "channel": channel.id,
        "user": given["user"],
        "thread_ts": given.get("thread_ts"),
        "text": given.get("text", ""),
        "blocks": given.get("blocks") or [],
        "ephemeral": True,
    }
    slack.ephemerals.append(shown)
    return {"message_ts": shown["ts"]}


# -- views -----------------------------------------------------------------------------------------------------------


async def views_open(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    slack.spend(given.get("trigger_id", ""))
    check_view(given.get("view"))
    return {"view": kept(slack, given["view"])}


def kept(slack: "Workspace", view: Mapping[str, Any], root: str | None = None) -> "Message":
    """A modal on somebody's screen; `root` is the one that it lies on."""
    number = slack.number()
    id = f"V{number:04}"
    shown = {**view, "id": id, "hash": f"{number}.hash", "root_view_id": root or id, "state": {"values": {}}}
    slack.views[id] = shown
    return shown


async def views_update(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    if given.get("view_id") not in slack.views:
        raise Refused("not_found")
    check_view(given.get("view"))
    slack.views[given["view_id"]].update(given["view"])
    return {"view": slack.views[given["view_id"]]}


async def views_publish(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    if given.get("user_id") not in slack.members:
        raise Refused("user_not_found")
    check_view(given.get("view"))
    slack.homes[given["user_id"]] = given["view"]
    return {"view": given["view"]}


# -- files -----------------------------------------------------------------------------------------------------------


async def files_get_upload_url(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    if not given.get("filename") or int(given.get("length") or 0) <= 0:
        raise Refused("invalid_arguments")
    id = f"F{slack.number():04}"
    slack.files[id] = {"id": id, "name": given["filename"], "length": int(given["length"]), "content": None}
    return {"upload_url": f"{slack.url}/upload/{id}", "file_id": id}


async def files_complete_upload(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    files = [slack.files.get(one["id"]) for one in given.get("files") or []]
    if not files or any(file is None or file["content"] is None for file in files):
        raise Refused("file_not_found")
    shared = [file for file in files if file is not None]
    if given.get("channel_id"):
        channel = slack.place(given["channel_id"])
        message = posted(slack, channel, {"text": given.get("initial_comment") or ""}, given.get("thread_ts"))
        message["files"] = shared
    return {"files": [{"id": file["id"], "title": file["name"]} for file in shared]}


async def connections_open(slack: "Workspace", given: Arguments) -> dict[str, Any]:
    return {"url": f"ws://127.0.0.1:{slack.port}/link?ticket={slack.number()}"}


METHODS: Mapping[str, Method] = {
    "auth.test": auth_test,
    "users.info": users_info,
    "conversations.info": conversations_info,
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "chat.postEphemeral": chat_post_ephemeral,
    "views.open": views_open,
    "views.update": views_update,
    "views.publish": views_publish,
    "files.getUploadURLExternal": files_get_upload_url,
    "files.completeUploadExternal": files_complete_upload,
    "apps.connections.open": connections_open,
}
