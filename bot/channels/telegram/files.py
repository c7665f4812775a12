"""Files that people send: fetched by their id, up to the 20 MB that Telegram hands to a bot.

Source: core.telegram.org/bots/api, "getFile".
"""

from telegram import Bot
from telegram.error import BadRequest

MAX_BYTES = 20 * 1024 * 1024


class TooLarge(Exception):
    """The file has more than 20 MB: Telegram does not hand it to a bot."""


class NoSuchFile(Exception):
    """Telegram has no file under this id, or no longer."""


async def fetch(bot: Bot, file_id: str) -> bytes:
    """The content of a file. Raises `TooLarge`, `NoSuchFile`, or what the network raises."""
    try:
        file = await bot.get_file(file_id)
    except BadRequest as error:
        raise (TooLarge if "file is too big" in error.message.lower() else NoSuchFile) from None
    if file.file_size is not None and file.file_size > MAX_BYTES:
        raise TooLarge
    if file.file_path is None:
        raise NoSuchFile
    return await bot.request.retrieve(file.file_path)
