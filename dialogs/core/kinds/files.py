"""What is sent and not said: a file, a place on the map."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dialogs.core.events import Medium, Said, Sent, Typed
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reading.letters import loose
from dialogs.core.text import Text, _, literal

MEBIBYTE = 1024 * 1024
PROGRAMS = (".exe", ".bat", ".cmd", ".com", ".scr", ".msi", ".apk", ".jar", ".js", ".vbs", ".ps1", ".sh", ".lnk")
"""What a file that runs is called: it is never an answer, and others might open it."""
COORDINATES = re.compile(r"(-?\d{1,3}(?:\.\d{1,12})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,12})?)")
COORDINATES_WITH_COMMAS = re.compile(r"(-?\d{1,3},\d{1,12})\s*[;\s]\s*(-?\d{1,3},\d{1,12})")


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that the channel keeps: its id there, its name, its media type, its size in bytes, each where known."""

    file_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None


class FileKind(Kind[FileRef]):
    """A file of one of `media`, of at most `max_bytes` bytes."""

    name = "file"

    def __init__(self, *, media: Sequence[Medium] = ("photo", "document"), max_bytes: int = 20 * MEBIBYTE) -> None:
        self.media, self.max_bytes = tuple(media), max_bytes

    def read(self, said: Said, reading: Reading) -> Outcome[FileRef]:
        if not isinstance(said, Sent) or said.medium not in self.media or not said.file_id:
            raise Refused(self._expected())
        if said.size is not None and said.size > self.max_bytes:
            raise Refused(_("Ce fichier est trop lourd : {max} Mo au plus.", max=self.max_bytes // MEBIBYTE))
        if said.size == 0:
            raise Refused(_("Ce fichier est vide. Vérifiez-le et renvoyez-le, s'il vous plaît."))
        if said.name and said.name.strip(" .").lower().endswith(PROGRAMS):
            raise Refused(self._expected())
        return Accepted(FileRef(said.file_id, said.name, said.mime, said.size))

    def _expected(self) -> Text:
        if "photo" in self.media and "document" in self.media:
            return _("J'attends un fichier : envoyez une photo ou un document, s'il vous plaît.")
        if "photo" in self.media:
            return _("J'attends une photo : envoyez-la ici, s'il vous plaît.")
        return _("J'attends un fichier : envoyez-le ici, s'il vous plaît.")

    def dump(self, value: FileRef) -> Json:
        return asdict(value)

    def load(self, raw: Json) -> FileRef:
        if not isinstance(raw, dict) or set(raw) != {"file_id", "name", "mime", "size"}:
            raise Unreadable(self.name)
        file_id, name, mime, size = raw["file_id"], raw["name"], raw["mime"], raw["size"]
        if not isinstance(file_id, str) or not file_id or not isinstance(name, str | None):
            raise Unreadable(self.name)
        if not isinstance(mime, str | None) or not isinstance(size, int | None) or isinstance(size, bool):
            raise Unreadable(self.name)
        return FileRef(file_id, name, mime, size)

    def show(self, value: FileRef) -> Text:
        return literal(value.name) if value.name else _("Un fichier")

    def hint(self) -> Text | None:
        return _("{max} Mo au plus.", max=self.max_bytes // MEBIBYTE)


class LocationKind(Kind[tuple[float, float]]):
    """Latitude and longitude in degrees, from a shared place or typed: 6.37, 2.39."""

    name = "location"
    shares = "location"

    def read(self, said: Said, reading: Reading) -> Outcome[tuple[float, float]]:
        place = self._shared(said) or self._typed(said)
        if place is None or not on_earth(*place):
            raise Refused(_("Partagez votre position, ou tapez la latitude et la longitude, par exemple 6.37, 2.39."))
        return Accepted(place)

    def _shared(self, said: Said) -> tuple[float, float] | None:
        if isinstance(said, Sent) and said.latitude is not None and said.longitude is not None:
            return said.latitude, said.longitude
        return None

    def _typed(self, said: Said) -> tuple[float, float] | None:
        if not isinstance(said, Typed):
            return None
        text = loose(words(said)[:100])
        found = COORDINATES_WITH_COMMAS.fullmatch(text) or COORDINATES.fullmatch(text)
        return (_degrees(found[1]), _degrees(found[2])) if found else None

    def dump(self, value: tuple[float, float]) -> Json:
        return list(value)

    def load(self, raw: Json) -> tuple[float, float]:
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise Unreadable(self.name)
        latitude, longitude = raw
        if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
            raise Unreadable(self.name)
        if isinstance(latitude, bool) or isinstance(longitude, bool) or not on_earth(latitude, longitude):
            raise Unreadable(self.name)
        return float(latitude), float(longitude)

    def show(self, value: tuple[float, float]) -> Text:
        return literal(f"{value[0]:.5f}, {value[1]:.5f}")


def _degrees(text: str) -> float:
    return float(text.replace(",", "."))


def on_earth(latitude: float, longitude: float) -> bool:
    """Whether these are degrees of a place on Earth."""
    return abs(latitude) <= 90 and abs(longitude) <= 180
