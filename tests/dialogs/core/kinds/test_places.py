"""Where a head office is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import speaker
from dialogs.core.kind import Accepted, Partial, Refused, Unsure
from dialogs.core.kinds import HeadOffice, Place
from knowledge.communes import Communes
from tests.dialogs.core.kinds.person import asked, facts, hears, more, reading, refused, told, understood

ISOLATES = str.maketrans(dict.fromkeys("\u2066\u2067\u2068\u2069"))


def shown(typed: str) -> list[str]:
    """What the person is asked to choose from, as they see it."""
    return [speaker("fr")(HeadOffice().show(place)) for place in asked(HeadOffice(), typed)]


def reason(typed: str) -> str:
    """The sentence that asks which place was meant."""
    outcome = hears(HeadOffice(), typed)
    assert isinstance(outcome, Unsure)
    return speaker("fr")(outcome.ask).translate(ISOLATES)


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
        ("xqzwv", "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
        ("12 rue de la Paix", "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
        ("96 Lille", "Il n'y a pas de département 96. Donnez le code postal du siège."),
        (
            "Sainte-Colombe",
            "Plusieurs communes s'appellent Sainte-Colombe : Rhône (69), Lot (46), Hautes-Alpes (05)… "
            "Donnez le code postal du siège.",
        ),
        (
            "Hauts-de-France",
            "Hauts-de-France est une région. Donnez le code postal du siège, sa commune ou son département : "
            "Aisne, Nord, Oise…",
        ),
        (
            "région PACA",
            "Provence-Alpes-Côte d'Azur est une région. Donnez le code postal du siège, sa commune ou son "
            "département : Alpes-de-Haute-Provence, Hautes-Alpes, Alpes-Maritimes…",
        ),
        ("99000", "Je ne connais pas le code postal 99000. Vérifiez-le, s'il vous plaît."),
        ("96", "Il n'y a pas de département 96. Donnez le code postal du siège."),
        ("a" * 5000, "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
        ("A)A", "Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."),
    ],
)
def test_a_place_that_is_not_known_asks_for_the_postcode(typed: str, sentence: str) -> None:
    assert refused(HeadOffice(), typed).translate(ISOLATES) == sentence


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Lille", "Lille (59)"),
        ("TOULOUSE", "Toulouse (31)"),
        ("Marseille", "Marseille (13)"),
        ("à Lille", "Lille (59)"),
        ("ville de Lille", "Lille (59)"),
        ("Lille (59)", "Lille (59)"),
        ("Lille 59", "Lille (59)"),
        ("59 Lille", "Lille (59)"),
        ("31 Toulouse", "Toulouse (31)"),
        ("٣١ Toulouse", "Toulouse (31)"),
        ("Lille - 59", "Lille (59)"),
        ("Lille, Nord", "Lille (59)"),
        ("Nord, Lille", "Lille (59)"),
        ("Lille, Hauts-de-France, France", "Lille (59)"),
        ("Le Mans 72", "Le Mans (72)"),
        ("Havre", "Le Havre (76)"),
        ("au Havre", "Le Havre (76)"),
        ("St etienne", "Saint-Étienne (42)"),
        ("Aix en Provence", "Aix-en-Provence (13)"),
        ("Saint-Denis (Réunion)", "Saint-Denis (974)"),
        ("Saint-Denis 93", "Saint-Denis (93)"),
        ("Lyon 3e", "Lyon (69)"),
        ("Lyon 69", "Lyon (69)"),
        ("Marseille 13", "Marseille (13)"),
        ("Paris 11", "Paris (75)"),
        ("Ajaccio 20", "Ajaccio (2A)"),
        ("Lomme", "Lomme (59)"),
        ("Lajoux", "Lajoux (39)"),
        ("Villebois-les-Pins", "Villebois-les-Pins (26)"),
        ("Isère 38", "Isère (38)"),
        ("Bouches-du-Rhône (13)", "Bouches-du-Rhône (13)"),
        ("86000 Vienne", "86000 Vienne"),
        ("38000 Saint-Martin", "38000 Saint-Martin"),
        ("20600 Bastia", "20600 Bastia"),
        ("05700 Serres", "05700 Serres"),
    ],
)
def test_a_commune_that_only_one_place_can_be_is_shown_back_with_its_departement(typed: str, seen: str) -> None:
    place = understood(HeadOffice(), typed)
    assert speaker("fr")(HeadOffice().show(place)) == seen
    assert HeadOffice().load(HeadOffice().dump(place)) == place


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Valence", ["Valence (26)", "Valence (82)", "Valence (16)"]),
        ("St Denis", ["Saint-Denis (11)", "Saint-Denis (30)", "Saint-Denis (974)", "Saint-Denis (93)"]),
        ("Vienne", ["Vienne (86)", "Vienne (38)"]),
        ("Creuse", ["Creuse (23)", "Creuse (80)"]),
        ("Loiré", ["Loire (42)", "Loiré (49)"]),
        ("marseile", ["Marseille (13)"]),
        ("Montpelier", ["Montpellier (34)", "Montélier (26)"]),
        ("Grenobl", ["Grenoble (38)"]),
        ("Lile 59", ["Lille (59)"]),
        ("Finistaire", ["Finistère (29)"]),
    ],
)
def test_a_name_that_several_places_have_or_nearly_have_is_asked(typed: str, seen: list[str]) -> None:
    assert shown(typed) == seen


def test_a_small_commune_does_not_hide_the_towns_that_people_call_by_its_name() -> None:
    assert shown("Aix")[:3] == ["Aix (19)", "Aix-en-Provence (13)", "Aix-les-Bains (73)"]
    assert "Villefranche-sur-Saône (69)" in shown("Villefranche")
    assert shown("lion")[0] == "Lyon (69)"


@pytest.mark.parametrize(
    ("typed", "seen", "sentence"),
    [
        (
            "59000 Toulouse",
            ["59000", "Toulouse (31)"],
            "Toulouse n'a pas le code postal 59000. Où est le siège ?",
        ),
        (
            "05700 Lyon",
            ["05700 Villebois-les-Pins", "Lyon (69)"],
            "Lyon n'a pas le code postal 05700. Où est le siège ?",
        ),
        (
            "Lille (31)",
            ["Haute-Garonne (31)", "Lille (59)"],
            "Lille n'est pas dans le département 31 (Haute-Garonne). Où est le siège ?",
        ),
    ],
)
def test_a_commune_that_is_elsewhere_is_asked_with_the_reason(typed: str, seen: list[str], sentence: str) -> None:
    assert shown(typed) == seen
    assert reason(typed) == sentence


@given(st.text(max_size=40))
def test_no_place_is_too_strange_to_be_answered(typed: str) -> None:
    try:
        outcome = hears(HeadOffice(), f"a{typed}")
    except Refused:
        return
    places = outcome.candidates if isinstance(outcome, Unsure) else [getattr(outcome, "value", Place("59"))]
    assert all(HeadOffice().load(HeadOffice().dump(place)) == place for place in places)


def test_names_are_read_when_the_first_is_typed_and_fast_enough_not_to_be_felt() -> None:
    start = time.perf_counter()
    assert Communes(facts().communes.text).named("Lille")
    assert time.perf_counter() - start < 0.5  # about 0.05 s alone; a machine that runs all the tests is slower


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


def test_what_was_asked_about_a_shared_postcode_can_be_asked_again() -> None:
    shared = more(HeadOffice(), "01410")
    again = HeadOffice().prompt(shared.kept, reading(partial=shared.kept))
    assert again is not None
    assert speaker("fr")(again) == told(shared)
    assert HeadOffice().prompt(None, reading()) is None
    assert [place.code for place in asked(HeadOffice(), "Lyon", partial=shared.kept)] == ["01410", "69"]


def test_another_commune_is_asked_by_name() -> None:
    shared = more(HeadOffice(), "01410")
    other = HeadOffice().press("=commune:other", reading(partial=shared.kept))
    assert isinstance(other, Partial)
    assert told(other) == "Comment s'appelle votre commune ?"
    assert told(more(HeadOffice(), "2", partial=shared.kept)) == "Comment s'appelle votre commune ?"
    assert refused(HeadOffice(), "12345678", partial=other.kept).startswith("Écrivez seulement le nom")


def test_the_hint_names_all_that_can_be_typed_the_commune_first() -> None:
    hint = HeadOffice().hint()
    assert hint is not None
    said = speaker("fr")(hint)
    assert said.startswith("Une commune, un code postal ou un département")
    for example in said.partition(":")[2].strip(" \u00a0…").split(", "):
        understood(HeadOffice(), example)
