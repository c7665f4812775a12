"""What the bot and its reader say to each other over a pipe: frames of a JSON object and some bytes.

    asked   {"today": "2026-05-14", "country": "SN"}  + the file
    told    {"page": 1}                               + the copy to keep, for every page, as soon as it is read
            {"reading": {...}} or {"refused": "damaged"}, the last frame of a file
"""

import json
import struct
from typing import Any, BinaryIO

HEAD = struct.Struct(">II")
LARGEST = 64_000_000
"""Bytes: a longer frame is none of ours."""


class Broken(Exception):
    """The other side is gone, or does not say what it should."""


def write(pipe: BinaryIO, said: dict[str, Any], content: bytes = b"") -> None:
    """One frame. Raises `Broken` where nobody listens."""
    head = json.dumps(said, ensure_ascii=False).encode()
    try:
        pipe.write(HEAD.pack(len(head), len(content)) + head + content)
        pipe.flush()
    except (OSError, ValueError) as error:
        raise Broken from error


def read(pipe: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """One frame, once it is there. Raises `Broken` at the end of the pipe."""
    head, content = HEAD.unpack(_exactly(pipe, HEAD.size))
    if head + content > LARGEST:
        raise Broken
    return json.loads(_exactly(pipe, head)), _exactly(pipe, content)


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            raise Broken
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
