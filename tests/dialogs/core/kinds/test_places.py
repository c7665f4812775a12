"""Where a head office is."""

import pytest

from bot.words import speaker
from dialogs.core.kind import Accepted, Partial
from dialogs.core.kinds import HeadOffice, Place
from tests.dialogs.core.kinds.person import asked, more, reading, refused, told, understood


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("59000", Place("59000")),
        ("59 000", Place("59000")),
        ("F-59000", Place("59000")),
        ("٥٩٠٠٠", Place("59000")),
        ("59000 Lille", Place("59000", "Lille")),
        ("Lille 59000", Place("59000", "Lille")),
        ("Lille (59000)", Place("59000", "Lille")),
        ("59000 Lille cedex 9", Place("59000", "Lille")),
        ("Code postal : 59000", Place("59000")),
        ("12 rue de la Paix, 59000 Lille", Place("59000")),
        ("59", Place("59")),
        ("1", Place("01")),
        ("2a", Place("2A")),
        ("974", Place("974")),
        ("Nord", Place("59")),
        ("dans le Nord", Place("59")),
        ("Finistère", Place("29")),
        ("finistere", Place("29")),
        ("l'Ain", Place("01")),
        ("La Réunion", Place("974")),
        ("Loire", Place("42")),
        ("01410 Lajoux", Place("01410", "Lajoux")),
        ("01410 Mijoux", Place("01410", "Mijoux")),
    ],
)
def test_a_head_office_is_a_postcode_or_a_departement(typed: str, place: Place) -> None:
    assert understood(HeadOffice(), typed) == place


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("finister", ["29"]),
        ("Corse", ["2A", "2B"]),
        ("20", ["2A", "2B"]),
        ("loire atl", ["44"]),
        ("59000 Lille et 62000 Arras", ["59000", "62000"]),
    ],
)
def test_a_place_that_may_be_another_is_asked(typed: str, codes: list[str]) -> None:
    assert [place.code for place in asked(HeadOffice(), typed)] == codes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Lille", "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
        ("99000", "Je ne connais pas le code postal 99000. Vérifiez-le, s'il vous plaît."),
        ("96", "Il n'y a pas de département 96. Donnez le code postal du siège."),
        ("a" * 5000, "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
    ],
)
def test_a_place_that_is_not_known_asks_for_the_postcode(typed: str, sentence: str) -> None:
    heard = refused(HeadOffice(), typed)
    assert "".join(char for char in heard if char not in "\u2066\u2067\u2068\u2069") == sentence


def test_a_postcode_that_two_regions_share_asks_for_the_commune() -> None:
    shared = more(HeadOffice(), "01410")
    assert "Dans quelle commune est le siège ?" in told(shared)
    labels = [speaker("fr")(option.label) for option in HeadOffice().options(reading(partial=shared.kept))]
    assert labels == ["Lajoux", "Une autre commune"]
    assert understood(HeadOffice(), "lajoux", partial=shared.kept) == Place("01410", "Lajoux")
    assert understood(HeadOffice(), "1", partial=shared.kept) == Place("01410", "Lajoux")
    assert understood(HeadOffice(), "Mijoux", partial=shared.kept) == Place("01410", "Mijoux")
    assert asked(HeadOffice(), "Lajous", partial=shared.kept) == (Place("01410", "Lajoux"),)
    assert understood(HeadOffice(), "59000", partial=shared.kept) == Place("59000")
    assert HeadOffice().press("=commune:0", reading(partial=shared.kept)) == Accepted(Place("01410", "Lajoux"))


def test_another_commune_is_asked_by_name() -> None:
    shared = more(HeadOffice(), "01410")
    other = HeadOffice().press("=commune:other", reading(partial=shared.kept))
    assert isinstance(other, Partial)
    assert told(other) == "Comment s'appelle votre commune ?"
    assert told(more(HeadOffice(), "2", partial=shared.kept)) == "Comment s'appelle votre commune ?"
    assert refused(HeadOffice(), "12345678", partial=other.kept).startswith("Écrivez seulement le nom")
