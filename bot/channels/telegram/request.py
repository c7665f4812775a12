"""The library's way to Telegram, over one aiohttp session: connections stay open, and no call waits for ever.

The token stands in every address that is called, and HTTP libraries quote addresses in their errors. So no error of
theirs leaves this file: what does bears the name of a failure, and nothing that was sent or received.
"""

import json
from io import BytesIO
from typing import Any

from aiohttp import ClientSession, ClientTimeout, FormData, TCPConnector
from telegram import Bot
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

TELEGRAM = "https://api.telegram.org"
TOO_MANY_REQUESTS = 429

_JSON = {"Content-Type": "application/json"}


class Flooded(TelegramError):
    """Telegram asks to wait `seconds` (error 429, `ResponseParameters.retry_after`)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds} s")
        self.seconds = seconds


def bot_at(token: str, root: str = TELEGRAM) -> Bot:
    """The library's bot for a token, at Telegram or at a server that speaks like it. One connection pool serves it."""
    request = Request()
    return Bot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=request)


class Request(BaseRequest):
    """Calls within `patience` seconds, or `upload` where a file goes along; `connections` of them at a time."""

    def __init__(self, patience: float = 20.0, upload: float = 120.0, connections: int = 100) -> None:
        self._patience = patience
        self._upload = upload
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def initialize(self) -> None:
        self._opened()

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. Raises `Flooded`, `TimedOut` or `NetworkError`."""
        limit = ClientTimeout(total=self._limit(read_timeout, request_data))
        try:
            async with self._call(method, url, request_data, limit) as answer:
                status, body = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except Exception as error:  # whatever it is, it may quote the address
            raise NetworkError(type(error).__name__) from None
        if status == TOO_MANY_REQUESTS:
            raise Flooded(_seconds(body))
        return status, body

    def _call(self, method: str, url: str, data: RequestData | None, limit: ClientTimeout) -> Any:
        if data is not None and data.contains_files:
            return self._opened().request(method, url, data=_form(data), timeout=limit)
        # A form takes as long to make as all the rest of a call.
        plain = data.json_payload if data else b"{}"
        return self._opened().request(method, url, data=plain, headers=_JSON, timeout=limit)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answered; `TelegramError` for anything else, whose text the library would write in the log."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or (answer.get("ok") and "result" not in answer):
            raise TelegramError("the answer is not Telegram's")
        return answer

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=self._connections, keepalive_timeout=75))
        return self._session

    def _limit(self, asked: ODVInput[float], data: RequestData | None) -> float:
        if data is not None and data.contains_files:
            return self._upload
        return asked if isinstance(asked, int | float) else self._patience


def _form(data: RequestData) -> FormData:
    """The parameters, and the files as parts of their own. File names go as they are, in UTF-8: Telegram shows them."""
    form = FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in data.multipart_data.items():
        # A stream, so that a large file leaves in pieces and does not hold up everybody else.
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime)
    return form


def _seconds(body: bytes) -> float:
    """How long to wait, as the answer says; a second where it does not."""
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, TypeError, KeyError):
        return 1.0
