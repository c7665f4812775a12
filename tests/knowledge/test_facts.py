"""What the packaged files say, where a wrong figure would mislead people."""

import pytest

from bot.knowledge_files import packaged
from knowledge.base import Knowledge


def test_the_six_networks_are_known_with_their_reference_prefix(facts: Knowledge) -> None:
    assert {slug: (region.network.name, region.prefix) for slug, region in facts.regions.items()} == {
        "hauts-de-france": ("Lianes coopération", "HDF"),
        "occitanie": ("Occitanie Coopération", "OCC"),
        "provence-alpes-cote-d-azur": ("Territoires Solidaires", "PACA"),
        "auvergne-rhone-alpes": ("RESACOOP", "ARA"),
        "centre-val-de-loire": ("Centraider", "CVL"),
        "pays-de-la-loire": ("Pays de la Loire coopération internationale", "PDL"),
    }


def test_the_call_of_2025_has_its_dates_and_places(facts: Knowledge) -> None:
    (call,) = facts.region("hauts-de-france").calls
    assert (call.id, call.opens, call.closes.isoformat()) == ("hdf-2025", None, "2025-06-16T00:00:00+02:00")
    assert call.places is not None
    assert call.places.count == 6
    assert call.missions is not None
    assert (call.missions.first, call.missions.last) == ("2025-07", "2026-03")
    assert call.missions.before is not None
    assert str(call.missions.before.day) == "2026-03-31"
    assert call.missions.before.source != call.missions.source


@pytest.mark.parametrize(
    ("slug", "contact"),
    [
        ("hauts-de-france", "Explor-RRMA@lianescooperation.org"),
        ("provence-alpes-cote-d-azur", "l.henry@territoires-solidaires.fr"),
        ("auvergne-rhone-alpes", None),
        ("occitanie", None),
        ("centre-val-de-loire", None),
        ("pays-de-la-loire", None),
    ],
)
def test_a_contact_is_given_only_where_it_is_published(facts: Knowledge, slug: str, contact: str | None) -> None:
    mails = [one.email for one in facts.region(slug).contacts if one.email]
    assert mails == ([contact] if contact else [])


@pytest.mark.parametrize(("list_", "count"), [("2024-25", 141), ("2026", 140)])
def test_each_list_of_aid_recipients_is_whole(facts: Knowledge, list_: str, count: int) -> None:
    assert sum(list_ in country.groups for country in facts.countries.values()) == count


def test_every_country_of_the_world_can_be_named_with_kosovo_and_namibia(facts: Knowledge) -> None:
    assert len(facts.countries) == 250
    assert facts.countries["NA"].name == "Namibie"
    assert facts.countries["XK"].groups == {"2024-25": "UMIC", "2026": "UMIC"}
    assert facts.countries["NO"].groups == {}


def test_a_country_that_left_the_list_is_no_longer_on_the_lists_that_follow(facts: Knowledge) -> None:
    for code, left in facts.graduations.items():
        after = [listed.id for listed in facts.oda_lists if listed.first_day >= left.effective]
        assert not facts.countries[code].groups.keys() & set(after), code


def test_each_region_has_all_its_departements(facts: Knowledge) -> None:
    counts = {slug: sum(each.region == slug for each in facts.departements.values()) for slug in facts.regions}
    assert counts == {
        "hauts-de-france": 5,
        "occitanie": 13,
        "provence-alpes-cote-d-azur": 6,
        "auvergne-rhone-alpes": 12,
        "centre-val-de-loire": 6,
        "pays-de-la-loire": 5,
    }
    assert len(facts.departements) == 109


def test_no_word_of_one_network_has_slipped_into_the_files_of_another() -> None:
    """The leaflet of Provence names Centraider once, by mistake: it is not repeated."""
    names = ("Centraider", "Lianes", "Territoires Solidaires", "RESACOOP", "Occitanie Coopération")
    for path, text in packaged().items():
        if path.startswith("regions/"):
            assert sum(name in text for name in names) <= 1, path
        for typo in ("RESACOOOP", "CHARTRE", "InfoEuro", "Ouidha", "Lianes Coopération"):
            assert typo not in text, path
