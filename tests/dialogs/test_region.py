"""What somebody gets who is asked for their region and gives a place."""

import pytest

from dialogs.region import Chosen, RegionKind
from tests.dialogs.core.kinds.person import asked, refused, understood


@pytest.mark.parametrize("words", ["Lille", "59000", "Hauts-de-France", "nord"])
def test_a_place_tells_its_region(words: str) -> None:
    assert understood(RegionKind(), words) == Chosen("hauts-de-france", "Hauts-de-France")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Strasbourg", "Bas-Rhin est dans la région Grand Est : je n'y connais pas de réseau EXPLOR."),
        ("La Réunion", "Je ne connais pas de réseau EXPLOR ici : La Réunion."),
        ("97400", "Je ne connais pas de réseau EXPLOR ici : La Réunion."),
        ("67000 ou 35000", "Je ne connais pas de réseau EXPLOR ici : Grand Est et Bretagne."),
    ],
)
def test_a_place_where_there_is_no_network_is_named_as_it_is(words: str, said: str) -> None:
    sentence = refused(RegionKind(), words).replace("\u202f", " ").replace("\u00a0", " ")
    assert sentence == f"{said} Si votre siège est ailleurs, donnez son code postal, ou choisissez une région."


def test_a_doubt_between_places_asks_among_the_regions_that_have_a_network() -> None:
    assert [one.name for one in asked(RegionKind(), "59000 ou 67000")] == ["Hauts-de-France"]
