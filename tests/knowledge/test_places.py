"""From a head office to its region."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge_files import load
from knowledge.base import Knowledge
from knowledge.places import locate, squeezed

FACTS = load()


@pytest.mark.parametrize(
    ("head_office", "slug"),
    [
        ("59000", "hauts-de-france"),
        ("59", "hauts-de-france"),
        ("59 000", "hauts-de-france"),
        ("٥٩٠٠٠", "hauts-de-france"),
        ("02100", "hauts-de-france"),
        ("1", "auvergne-rhone-alpes"),
        ("01", "auvergne-rhone-alpes"),
        ("13001", "provence-alpes-cote-d-azur"),
        ("31000", "occitanie"),
        ("45000", "centre-val-de-loire"),
        ("44000", "pays-de-la-loire"),
    ],
)
def test_a_head_office_in_one_of_the_six_regions_has_its_network(facts: Knowledge, head_office: str, slug: str) -> None:
    found = locate(facts, head_office)
    assert (found.kind, found.region) == ("region", slug)


@pytest.mark.parametrize(
    ("head_office", "departement", "region"),
    [
        ("75011", "Paris", "Île-de-France"),
        ("2A", "Corse-du-Sud", "Corse"),
        ("2b", "Haute-Corse", "Corse"),
        ("20000", "Corse-du-Sud", "Corse"),
        ("20200", "Haute-Corse", "Corse"),
        ("971", "Guadeloupe", "Guadeloupe"),
        ("97400", "La Réunion", "La Réunion"),
        ("97133", "Saint-Barthélemy", "Saint-Barthélemy"),
        ("97150", "Saint-Martin", "Saint-Martin"),
        ("97110", "Guadeloupe", "Guadeloupe"),
        ("98799", "Île de Clipperton", "Île de Clipperton"),
        ("98713", "Polynésie française", "Polynésie française"),
    ],
)
def test_a_head_office_elsewhere_is_named_with_its_region(
    facts: Knowledge, head_office: str, departement: str, region: str
) -> None:
    found = locate(facts, head_office)
    assert (found.kind, found.region) == ("outside", None)
    assert (found.departement_name, found.region_name) == (departement, region)


@pytest.mark.parametrize(
    "head_office", ["", "0", "00100", "96", "99000", "98000", "1000", "590000", "Lille", "2C", "²"]
)
def test_what_is_no_french_place_is_unknown(facts: Knowledge, head_office: str) -> None:
    assert locate(facts, head_office).kind == "unknown"


@pytest.mark.parametrize(
    ("postcode", "commune", "region"),
    [
        ("01410", "Lajoux", None),
        ("01410", "LAJOUX ", None),
        ("01410", "Mijoux", "auvergne-rhone-alpes"),
        ("01590", "lavancia epercy", None),
        ("01590", "Chancia", None),
        ("01590", "Dortan", "auvergne-rhone-alpes"),
        ("05700", "Villebois les Pins", "auvergne-rhone-alpes"),
        ("05700", "Serres", "provence-alpes-cote-d-azur"),
        ("37160", "Buxeuil", None),
        ("37160", "Descartes", "centre-val-de-loire"),
        ("48250", "Laveyrune", "auvergne-rhone-alpes"),
        ("48250", "La Bastide-Puylaurent", "occitanie"),
    ],
)
def test_the_commune_decides_where_two_regions_share_a_postcode(
    facts: Knowledge, postcode: str, commune: str, region: str | None
) -> None:
    found = locate(facts, postcode, commune)
    assert found.kind in {"region", "outside"}
    assert found.region == region


@pytest.mark.parametrize(
    ("postcode", "commune"),
    [("01410", None), ("01410", ""), ("01410", "Lajous"), ("01590", "Lavancia"), ("37160", "Buxueil"), ("48250", "?")],
)
def test_a_missing_or_misspelt_commune_is_asked_again(facts: Knowledge, postcode: str, commune: str | None) -> None:
    assert locate(facts, postcode, commune).kind == "ambiguous"


def test_the_possible_places_of_a_shared_postcode_are_named(facts: Knowledge) -> None:
    places = [(place.commune, place.region_name, place.region) for place in locate(facts, "48250").candidates]
    assert places == [
        ("Laveyrune", "Auvergne-Rhône-Alpes", "auvergne-rhone-alpes"),
        (None, "Occitanie", "occitanie"),
    ]


def test_a_commune_is_not_needed_where_the_postcode_is_enough(facts: Knowledge) -> None:
    assert locate(facts, "59000", "Buxeuil").region == "hauts-de-france"


def test_names_are_compared_without_accents_case_hyphens_and_with_saint_in_full() -> None:
    assert squeezed("St-Étienne d'Œuvre") == squeezed("SAINT ETIENNE D OEUVRE")
    assert squeezed("Ste Foy") != squeezed("St Foy")


@given(st.text(max_size=12), st.none() | st.text(max_size=12))
def test_no_head_office_is_too_strange_to_be_answered(head_office: str, commune: str | None) -> None:
    found = locate(FACTS, head_office, commune)
    assert (found.region is not None) == (found.kind == "region")
    assert bool(found.candidates) == (found.kind == "ambiguous")


def test_every_line_of_the_communes_says_a_name_and_departements_that_are_known(facts: Knowledge) -> None:
    head, *lines = facts.communes.text.splitlines()
    assert "insee-cog-2026" in head
    assert "insee-cog-2026" in facts.documents
    said = re.compile(r"~?(\d\d|2[AB]|9[78]\d)(:\d{5}(,\d{5})*)?")
    for line in (line for line in lines if not line.startswith("#")):
        name, semicolon, rest = line.partition(";")
        assert name.strip() == name
        assert semicolon
        codes = [found[1] for one in rest.split() if (found := said.fullmatch(one))]
        assert len(codes) == len(rest.split()) > 0, line
        assert set(codes) <= {*facts.departements}, line


def test_every_commune_is_found_by_its_name_and_all_departements_have_some(facts: Knowledge) -> None:
    names = [line.partition(";")[0] for line in facts.communes.text.splitlines() if not line.startswith("#")]
    assert len(names) > 34_000
    for name in names[::50]:
        assert name in {commune.name for commune in facts.communes.named(name)}
    assert {one.departement for name in names for one in facts.communes.named(name)} == {*facts.departements}


def test_the_shared_postcodes_agree_with_the_communes(facts: Knowledge) -> None:
    for code, exceptions in facts.exceptions.items():
        for one in exceptions:
            assert [place.departement for place in facts.communes.at(one.commune, code)] == [one.departement]


def test_the_commune_alone_tells_the_region_that_its_shared_postcode_cannot(facts: Knowledge) -> None:
    assert [one.departement for one in facts.communes.named("Villebois les Pins")] == ["26"]
    assert locate(facts, "26", "Villebois-les-Pins").region == "auvergne-rhone-alpes"


def test_the_articles_accents_and_shortened_words_of_a_commune_do_not_count(facts: Knowledge) -> None:
    def first(name: str) -> str:
        return facts.communes.named(name)[0].name

    assert first("MANS") == first("le mans") == "Le Mans"
    assert first("Chalon s/ saone") == "Chalon-sur-Saône"
    assert first("st jean de luz") == "Saint-Jean-de-Luz"
    assert {one.name for one in facts.communes.named("Le Lamentin")} == {"Le Lamentin"}
