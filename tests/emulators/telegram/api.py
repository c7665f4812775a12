"""The methods of the Bot API, with what each of them refuses, in Telegram's words.

Sources: core.telegram.org/bots/api for the shapes and limits; the descriptions are those that the server gives
(tdlib/telegram-bot-api `Client.cpp`, and bug reports that quote them).
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.emulators.telegram.entities import BadHtml, parsed, trimmed, units
from tests.emulators.telegram.state import DEFAULT_UPDATES, Chat, Json, Refused, State, StoredFile, Webhook, bad

MAX_TEXT, MAX_CAPTION = 4096, 1024
MAX_BUTTONS, MAX_ROW, MAX_MARKUP = 100, 8, 10_000
MAX_UPLOAD, MAX_DOWNLOAD = 50 * 1024 * 1024, 20 * 1024 * 1024

Params = Mapping[str, Any]
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def get_me(state: State, params: Params) -> Json:
    return state.me


def send_message(state: State, params: Params) -> Json:
    chat = state.chat(params.get("chat_id"))
    text, entities = _text(params, "text", MAX_TEXT)
    if not text:
        raise bad("message text is empty")
    return _posted(state, chat, {"text": text, "entities": entities, **_markup(params)})


def edit_message_text(state: State, params: Params) -> Json:
    chat = state.chat(params.get("chat_id"))
    old = chat.messages.get(_int(params, "message_id"))
    if old is None:
        raise bad("message to edit not found")
    if old["from"]["id"] != state.me["id"] or old["message_id"] in state.frozen:
        raise bad("message can't be edited")
    if "text" not in old:
        raise bad("there is no text in the message to edit")
    text, entities = _text(params, "text", MAX_TEXT)
    if not text:
        raise bad("message text is empty")
    new = {"text": text, "entities": entities, **_markup(params)}
    if "keyboard" in new:
        raise bad("inline keyboard expected")
    if "keyboard" in old:
        raise bad("message can't be edited")
    if all(old.get(key) == new.get(key) for key in ("text", "entities", "reply_markup")):
        raise bad(_SAME)
    kept = {key: value for key, value in old.items() if key not in ("text", "entities", "reply_markup")}
    chat.messages[old["message_id"]] = {**kept, **new, "edit_date": state.date()}
    return chat.messages[old["message_id"]]


def delete_message(state: State, params: Params) -> bool:
    chat = state.chat(params.get("chat_id"))
    number = _int(params, "message_id")
    if number not in chat.messages:
        raise bad("message to delete not found")
    if number in state.frozen:
        raise bad("message can't be deleted for everyone")
    del chat.messages[number]
    return True


def send_document(state: State, params: Params) -> Json:
    chat = state.chat(params.get("chat_id"))
    document = params.get("document")
    if isinstance(document, str):
        document = state.files.get(document)
        if document is None:
            raise bad("wrong file identifier/HTTP URL specified")
    if not isinstance(document, StoredFile):
        raise bad("there is no document in the request")
    if not document.content:
        raise bad("file must be non-empty")
    if document.size > MAX_UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    caption, entities = _text(params, "caption", MAX_CAPTION)
    told = {"caption": caption, "caption_entities": entities} if caption else {}
    state.keep(document)
    shown = {**document.json, "file_name": document.name, "mime_type": document.mime}
    return _posted(state, chat, {"document": shown, **told, **_markup(params)})


def send_chat_action(state: State, params: Params) -> bool:
    chat = state.chat(params.get("chat_id"))
    if params.get("action") not in ("typing", "upload_document"):
        raise bad("wrong parameter action in request")
    state.actions.append((chat.id, str(params["action"])))
    return True


def answer_callback_query(state: State, params: Params) -> bool:
    query = str(params.get("callback_query_id"))
    if state.queries.get(query) is not False:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    state.queries[query] = True
    return True


def set_my_commands(state: State, params: Params) -> bool:
    commands = _json(params, "commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", one.get("command", "").removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(one.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(params)] = commands
    return True


def get_my_commands(state: State, params: Params) -> list[Json]:
    return state.commands.get(_scope(params), [])


def get_file(state: State, params: Params) -> Json:
    file = state.files.get(str(params.get("file_id")))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if file.size > MAX_DOWNLOAD:
        raise bad("file is too big")
    return {**file.json, "file_path": file.path}


def set_webhook(state: State, params: Params) -> bool:
    url, secret = str(params.get("url") or ""), str(params.get("secret_token") or "")
    if not url:
        return delete_webhook(state, params)
    place = urlsplit(url)
    if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad("secret token contains unallowed characters")
    connections = int(params.get("max_connections") or 40)
    if not 1 <= connections <= 100:
        raise bad("max_connections is out of range")
    _allow(state, params)
    state.webhook = Webhook(url, secret, connections)
    if params.get("drop_pending_updates") in ("true", True):
        state.pending.clear()
    state.changed()
    return True


def delete_webhook(state: State, params: Params) -> bool:
    state.webhook = None
    state.changed()
    return True


def get_webhook_info(state: State, params: Params) -> Json:
    known = {"has_custom_certificate": False, "pending_update_count": len(state.pending)}
    hook = state.webhook
    if hook is None:
        return {"url": "", **known}
    failed = {"last_error_date": state.date(), "last_error_message": hook.error} if hook.error else {}
    return {"url": hook.url, **known, "max_connections": hook.connections, **failed}


METHODS: dict[str, Callable[[State, Params], Any]] = {
    "getme": get_me,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "deletemessage": delete_message,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "getfile": get_file,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
"""By name in lower case: Telegram minds no case ("Making requests")."""


def offered(state: State, params: Params) -> list[Json]:
    """What getUpdates has to give now. Asking for an offset acknowledges all that is before it."""
    offset, limit = int(params.get("offset") or 0), int(params.get("limit") or 100)
    if offset < 0:
        offset = max((update["update_id"] for update in state.pending), default=0) + 1 + offset
    while state.pending and state.pending[0]["update_id"] < offset:
        state.pending.popleft()
        state.changed()
    return list(state.pending)[: max(1, min(limit, 100))]


def allow(state: State, params: Params) -> None:
    """The kinds asked for last are remembered, for getUpdates and webhook alike."""
    _allow(state, params)


def _allow(state: State, params: Params) -> None:
    kinds = _json(params, "allowed_updates")
    if isinstance(kinds, list):
        state.allowed = tuple(kinds) or DEFAULT_UPDATES


def _posted(state: State, chat: Chat, content: Json) -> Json:
    number = state.next("message")
    head = {"message_id": number, "from": state.me, "chat": chat.json, "date": state.date()}
    chat.messages[number] = {**head, **content}
    return chat.messages[number]


def _text(params: Params, field: str, most: int) -> tuple[str, list[Json]]:
    raw = str(params.get(field) or "")
    try:
        text, entities = parsed(raw) if str(params.get("parse_mode", "")).upper() == "HTML" else trimmed(raw, [])
    except BadHtml as wrong:
        raise bad(f"can't parse entities: {wrong}") from None
    if units(text) > most:
        raise bad("message is too long" if most == MAX_TEXT else "message caption is too long")
    return text, entities


def _markup(params: Params) -> Json:
    markup = _json(params, "reply_markup")
    if markup is None:
        return {}
    if isinstance(markup, dict) and "keyboard" in markup:
        return _reply_keyboard(int(str(params.get("chat_id"))), markup)
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise bad("object expected as reply markup")
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (one for row in rows for one in row):
        _check(button)
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_MARKUP:
        raise bad("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if any(rows) else {}


def _reply_keyboard(chat: int, markup: Json) -> Json:
    """A keyboard in the place of the phone's own ("ReplyKeyboardMarkup"): kept apart, as no message shows it."""
    buttons = [button for row in markup["keyboard"] for button in row]
    if not buttons or len(buttons) > 300:
        raise bad("reply markup is too long" if buttons else "object expected as reply markup")
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise bad("keyboard button text must be non-empty")
        if chat < 0 and (button.get("request_contact") or button.get("request_location")):
            raise bad("phone number can be requested in private chats only")
    return {"keyboard": markup["keyboard"]}


def _check(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad("inline keyboard button text must be non-empty")
    if "url" in button:
        if urlsplit(button["url"]).scheme not in ("http", "https", "tg"):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif "callback_data" not in button:
        raise bad("text buttons are unallowed in the inline keyboard")
    elif not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")


def _scope(params: Params) -> tuple[str, str]:
    scope = _json(params, "scope") or {"type": "default"}
    lang = str(params.get("language_code") or "")
    if not re.fullmatch(r"([a-z]{2})?", lang):
        raise bad("invalid language_code specified")
    return scope["type"], lang


def _json(params: Params, field: str) -> Any:
    value = params.get(field)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {field} JSON object") from None


def _int(params: Params, field: str) -> int:
    value = str(params.get(field, ""))
    if not re.fullmatch(r"\d{1,19}", value):
        raise bad("message identifier is not specified")
    return int(value)
