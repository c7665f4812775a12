"""Free text, files, places on the map, and what comes instead of words."""

import pytest

from bot.words import speaker
from dialogs.core.events import Medium, Opened, Sent, Typed
from dialogs.core.kinds import FileKind, FileRef, LocationKind, LongText, ShortText
from tests.dialogs.core.kinds.person import refused, understood


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    sentence = refused(ShortText(max=200), "x" * 5000).replace("\u202f", " ").replace("\xa0", " ")
    assert sentence.startswith("Votre réponse dépasse la limite de 200 caractères : elle en a 4 800 de trop.")
    assert understood(LongText(max=5000), "x" * 5000) == "x" * 5000


def test_a_text_that_is_too_short_says_what_is_needed() -> None:
    assert refused(ShortText(min=5), "abc") == "C'est un peu court : écrivez au moins 5 caractères."


def test_the_limit_is_told_before_it_is_hit() -> None:
    hint = ShortText(max=200).hint()
    assert hint is not None
    assert speaker("fr")(hint) == "200 caractères au plus."


@pytest.mark.parametrize("typed", ["👍👍", "...", "!?", "\u200b", "\ud800"])
def test_a_message_without_words_is_kindly_refused(typed: str) -> None:
    sentence = "Je n'ai pas trouvé de mots dans votre message. Écrivez quelques mots, s'il vous plaît."
    assert refused(ShortText(), typed) == sentence


def test_invisible_characters_are_left_out_and_lines_kept() -> None:
    assert understood(ShortText(), "a\n\nb\x00c\u202e") == "a bc"
    assert understood(LongText(), "a\r\n\r\n\r\n\r\nb\tc\x00") == "a\n\nb c"
    assert understood(ShortText(), "Café 👍 10 m²") == "Café 👍 10 m²"


@pytest.mark.parametrize(
    ("medium", "word"),
    [
        ("voice", "vocaux"),
        ("audio", "enregistrements"),
        ("video", "vidéos"),
        ("photo", "photo"),
        ("document", "fichier"),
        ("sticker", "autocollant"),
        ("contact", "contact"),
        ("location", "position"),
        ("poll", "sondage"),
        ("other", "réponse écrite"),
    ],
)
def test_each_medium_gets_a_sentence_of_its_own(medium: Medium, word: str) -> None:
    assert word in refused(ShortText(), Sent(medium))


def test_an_empty_or_forwarded_message_is_told_so() -> None:
    assert refused(ShortText(), "  ") == "Votre message est vide. Écrivez votre réponse, s'il vous plaît."
    assert refused(ShortText(), Typed("bonjour", forwarded=True)).startswith("C'est un message transféré")
    assert refused(ShortText(), Opened()).startswith("Cette question attend une réponse écrite")


def test_a_file_is_kept_by_its_reference() -> None:
    sent = Sent("document", file_id="f1", name="statuts.pdf", mime="application/pdf", size=1000)
    assert understood(FileKind(), sent) == FileRef("f1", "statuts.pdf", "application/pdf", 1000)
    assert speaker("fr")(FileKind().show(FileRef("f1"))) == "Un fichier"


def test_what_is_no_such_file_is_told_what_is_awaited() -> None:
    both = "J'attends un fichier : envoyez une photo ou un document, s'il vous plaît."
    assert refused(FileKind(), "voilà") == both
    assert refused(FileKind(), Sent("voice", file_id="v")) == both
    assert refused(FileKind(media=("photo",)), Sent("document", file_id="d")).startswith("J'attends une photo")
    heavy = Sent("document", file_id="f", size=50_000_000)
    assert refused(FileKind(), heavy) == "Ce fichier est trop lourd : 20 Mo au plus."


def test_an_empty_file_or_a_program_is_refused() -> None:
    empty = Sent("document", file_id="f", name="statuts.pdf", size=0)
    assert refused(FileKind(), empty) == "Ce fichier est vide. Vérifiez-le et renvoyez-le, s'il vous plaît."
    for name in ("statuts.pdf.exe", "Photo.SCR", "x.apk "):
        assert refused(FileKind(), Sent("document", file_id="f", name=name)).startswith("J'attends un fichier")


def test_a_place_is_shared_or_typed() -> None:
    assert understood(LocationKind(), Sent("location", latitude=6.37, longitude=2.39)) == (6.37, 2.39)
    for typed in ("6.37, 2.39", "6,37 2,39", "6.37 2.39", "٦.٣٧، ٢.٣٩"):
        assert understood(LocationKind(), typed) == (6.37, 2.39)
    assert understood(LocationKind(), "-6.1; 2") == (-6.1, 2.0)


def test_a_place_off_the_earth_is_refused() -> None:
    for typed in ("91, 0", "0, 181", "ici"):
        assert refused(LocationKind(), typed).startswith("Partagez votre position")
