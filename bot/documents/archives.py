"""Files that are archives (DOCX, XLSX), without the time they were made at: the same paper has the same bytes."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_CORE = "docProps/core.xml"


def fixed(file: bytes, at: datetime | None = None) -> bytes:
    """The same archive, its parts dated 1980; where `at` is given, it is when its properties say it was made."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(file)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = made.read(name)
            if at is not None and name == _CORE:
                part = _MODIFIED.sub(rb"\g<1>" + f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            kept.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return out.getvalue()
