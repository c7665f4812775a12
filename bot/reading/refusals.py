"""Why a file could not be read, and the sentence that says what to do next. No file is refused without one."""

from collections.abc import Mapping
from enum import StrEnum

from dialogs.core.text import Text, _


class Refusal(StrEnum):
    """What is wrong with a file."""

    ABSENT = "absent"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    FORMAT = "format"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    TOO_MANY_PAGES = "too_many_pages"
    LOCKED = "locked"
    DAMAGED = "damaged"
    GAVE_UP = "gave_up"


class Unreadable(Exception):
    """A file that gives no picture, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


SENTENCES: Mapping[Refusal, Text] = {
    Refusal.ABSENT: _("Ce fichier ne s'ouvre pas : vérifiez son nom, et que vous avez le droit de le lire."),
    Refusal.EMPTY: _("Ce fichier est vide : envoyez-le de nouveau, ou prenez le reçu en photo."),
    Refusal.TOO_LARGE: _("Ce fichier dépasse 20 Mo : envoyez plutôt une photo du reçu."),
    Refusal.FORMAT: _("Je ne lis pas ce type de fichier : envoyez une photo (JPEG, PNG, HEIC) ou un PDF."),
    Refusal.TOO_MANY_PIXELS: _("Cette image est trop grande : prenez une photo ordinaire du reçu."),
    Refusal.TOO_SMALL: _("Cette image est trop petite pour être lue : envoyez la photo d'origine."),
    Refusal.TOO_MANY_PAGES: _("Ce document a plus de 50 pages : envoyez seulement les pages du reçu."),
    Refusal.LOCKED: _("Ce PDF demande un mot de passe : envoyez-le sans mot de passe, ou une photo du reçu."),
    Refusal.DAMAGED: _("Ce fichier est abîmé ou incomplet : envoyez-le de nouveau, ou prenez le reçu en photo."),
    Refusal.GAVE_UP: _("Ce fichier n'a pas pu être lu : prenez le reçu en photo et envoyez la photo."),
}
