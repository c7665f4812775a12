"""The livret says what is known of a mission, whom to ask for the rest, and never takes anybody's words for markup."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.livret import Livrets
from bot.livret_files import load_livret, packaged_livret, stamp
from bot.words import LANGUAGES
from knowledge.base import Knowledge
from knowledge.faults import KnowledgeFaults
from knowledge.livret.blocks import Chapter, Grid, Items, Prose, Run, lines, plain
from knowledge.livret.changes import changed, find
from knowledge.livret.marks import blocks, escaped
from knowledge.livret.templates import LANGS, SECTIONS, parse
from knowledge.mission_sheet import Contact, MissionSheet
from tests.bot.documents.livrets import BARE, FULL, RECIPROCITY, with_words, written_by_staff

MISSIONS = {"bare": BARE, "full": FULL, "reciprocity": RECIPROCITY}
REGIONS = ("hauts-de-france", "occitanie", "provence-alpes-cote-d-azur", "auvergne-rhone-alpes", "pays-de-la-loire")


@pytest.fixture(scope="module")
def livrets(facts: Knowledge) -> Livrets:
    return Livrets.of(facts, load_livret(), LANGUAGES)


def chapter(livrets: Livrets, sheet: MissionSheet, section: str, lang: str = "fr") -> Chapter:
    return next(one for one in livrets.written(sheet, lang) if one.section == section)


def text(livrets: Livrets, sheet: MissionSheet, section: str, lang: str = "fr") -> str:
    return "\n".join(lines(chapter(livrets, sheet, section, lang)))


def everything(livrets: Livrets, sheet: MissionSheet, lang: str = "fr") -> str:
    return "\n".join(text(livrets, sheet, section, lang) for section in SECTIONS)


# --- what is said ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", MISSIONS)
def test_every_mission_has_its_eight_sections_in_every_language(livrets: Livrets, lang: str, name: str) -> None:
    written = livrets.written(MISSIONS[name], lang)
    assert tuple(one.section for one in written) == SECTIONS
    for one in written:
        assert one.title
        assert len(list(lines(one))) > 4, "a section is useful when nobody has filled anything in"


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("direction", ["outgoing", "reciprocity", "south_south"])
def test_a_livret_can_be_written_for_every_region_and_direction(livrets: Livrets, region: str, direction: str) -> None:
    sheet = replace(BARE, region=region, direction=direction)  # type: ignore[arg-type]
    assert livrets.facts.region(region).network.name in everything(livrets, sheet)


def test_what_is_missing_says_whom_to_ask(livrets: Livrets) -> None:
    assert "Demandez-les à Lianes coopération (Explor-RRMA@lianescooperation.org)" in text(livrets, BARE, "mission")
    assert "Ne partez pas sans elles" in text(livrets, BARE, "emergency")
    unknown = replace(BARE, region="pays-de-la-loire")
    assert "Demandez-les à Pays de la Loire coopération internationale." in text(livrets, unknown, "mission")


def test_the_contact_that_staff_named_is_whom_to_ask(livrets: Livrets) -> None:
    sheet = replace(BARE, contacts=(Contact(role="network", name="Claire Duval", phone="+33 6 12 34 56 78"),))
    assert "Demandez-les à Claire Duval (+33 6 12 34 56 78)." in text(livrets, sheet, "mission")


def test_the_facts_of_the_mission_are_told(livrets: Livrets) -> None:
    told = everything(livrets, FULL)
    for fact in (
        "Premier jour\u00a0: 3 février 2027",
        "Former les salariées à la mise en bocaux",
        "de Lille à Cotonou. Départ : 3 février 2027 à 07:40. Arrivée : 3 février 2027 à 19:05. AF 804.",
        "4 février 2027 à 09:00\u00a0: Préfecture de l'Atlantique, Allada, M. le préfet et Kossi Adjovi",
        "Auberge du Lac\u00a0: Rue du marché, Kpomassé. +229 01 96 11 22 33.",
        "Contrat\u00a0: AT-2027-0042",
        "un sur cinq se perd.",
    ):
        assert fact in told


def test_in_arabic_each_part_of_a_source_keeps_its_direction(livrets: Livrets) -> None:
    assert "\u2068Bénin\u2069" in text(livrets, BARE, "emergency", "ar")
    assert "\u2068" not in text(livrets, BARE, "emergency", "fr")


def test_hours_are_those_of_the_mission_and_a_missing_zone_is_told(livrets: Livrets) -> None:
    here = text(livrets, FULL, "logistics")
    there = text(livrets, replace(FULL, zone="Asia/Tokyo"), "logistics")
    unknown = text(livrets, replace(FULL, zone=None), "logistics")
    assert ("07:40" in here, "15:40" in there, "07:40" in unknown) == (True, True, True)
    assert ["Les heures sont celles de Paris" in one for one in (here, there, unknown)] == [False, False, True]


# --- emergencies ----------------------------------------------------------------------------------------------------


def test_each_number_says_its_source_its_date_and_that_nobody_verified_it(livrets: Livrets) -> None:
    told = text(livrets, BARE, "emergency").splitlines()
    (police,) = [line for line in told if line.startswith("Police\u00a0: 117")]
    assert "Non vérifié." in police
    assert "UIT-T E.129" in police
    assert "fiche du 12 septembre 2023" in police


def test_the_contacts_of_an_emergency_stand_in_their_order_with_who_verified_them(livrets: Livrets) -> None:
    told = text(livrets, FULL, "emergency")
    assert told.index("Claire Duval") < told.index("Kossi Adjovi") < told.index("Assistance 24 h")
    assert "Vérifié le 3 novembre 2026 (fiche de mission)." in told
    assert "Jean-Pierre" not in told, "who is not called in an emergency is among the contacts"


def test_a_number_can_be_tapped(livrets: Livrets) -> None:
    runs = [
        run
        for block in chapter(livrets, FULL, "emergency").blocks
        if isinstance(block, Items)
        for item in block.items
        for run in item.runs
    ]
    assert Run("117", "tel:117") in runs
    assert Run("+229 01 97 00 00 00", "tel:+22901970000") not in runs
    assert Run("+229 01 97 00 00 00", "tel:+2290197000000") in runs


def test_who_comes_to_france_reads_112_first_and_about_their_consulate(livrets: Livrets) -> None:
    told = text(livrets, RECIPROCITY, "emergency")
    assert told.index("112") < told.index("Ambulance")
    assert "Le consulat de votre pays en France" in told
    assert "Le consulat" not in text(livrets, BARE, "emergency")


def test_a_service_without_a_number_and_lists_that_disagree_are_told(livrets: Livrets) -> None:
    assert "Aucun numéro n'est connu ici pour : ambulance." in text(livrets, replace(BARE, country="CG"), "emergency")
    assert "d'autres listes publiques" in text(livrets, replace(BARE, country="ML"), "emergency")
    assert "Aucun numéro d'urgence n'est connu" in text(livrets, replace(BARE, country="KP"), "emergency")


# --- money ----------------------------------------------------------------------------------------------------------


def test_the_rules_are_those_in_force_for_the_mission_with_their_source(livrets: Livrets) -> None:
    told = " ".join(text(livrets, FULL, "expenses").split())
    assert "Règles de 2025, en vigueur pour cette mission." in told
    assert "50 % des dépenses qui comptent, dans la limite de 1 000 € par mission." in told
    assert "15 € par jour, 15 jours au plus" in told
    assert "Annexe 2" in told


def test_a_network_without_published_rules_is_not_given_any(livrets: Livrets) -> None:
    told = text(livrets, replace(BARE, region="pays-de-la-loire"), "expenses")
    assert "n'a pas publié de règles de dépenses connues ici" in told
    assert "€" not in told


# --- what staff write -----------------------------------------------------------------------------------------------


def test_what_staff_wrote_takes_the_place_of_the_template(livrets: Livrets) -> None:
    sheet = written_by_staff("Le lac **monte** chaque année.\n\n- Un\n- Deux")
    assert list(lines(chapter(livrets, sheet, "context"))) == ["Le lac monte chaque année.", "Un", "Deux"]


def test_in_an_emergency_the_numbers_stay_before_what_staff_wrote(livrets: Livrets) -> None:
    told = text(livrets, written_by_staff("Appelez Kossi.", "emergency"), "emergency")
    assert told.index("117") < told.index("Appelez Kossi.")


def test_words_that_staff_wrote_in_another_language_are_shown_with_theirs(livrets: Livrets) -> None:
    written = chapter(livrets, written_by_staff("Le lac monte."), "context", "ar")
    assert (written.lang, list(lines(written))) == ("fr", ["Le lac monte."])


def test_staff_s_words_are_no_template(livrets: Livrets) -> None:
    words = "{{ mission.partner }} {% raise %}"
    assert text(livrets, written_by_staff(words), "context") == words


HOSTILE = (
    "<script>alert(1)</script>",
    "[cliquez](javascript:alert(1))",
    "# Titre",
    "- item\n- autre",
    "1. un",
    "**gras** _penché_ `code`",
    "{{ mission.partner }} {% if x %}",
    "| a | b |\n|---|---|",
    "![x](https://example.org/x.png)",
    "&lt;b&gt; &amp;",
    "a\\b \\* *",
    "    quatre espaces",
    "<https://example.org>",
    "``` js",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_markup_is_shown_as_it_was_typed(livrets: Livrets, words: str) -> None:
    sheet = with_words(words)
    told = everything(livrets, sheet)
    assert told.count(" ".join(words.split())) >= 15
    plainly = everything(livrets, with_words("mot"))
    assert len(told.splitlines()) == len(plainly.splitlines()), "no line, item or title was made by these words"
    assert "javascript:" not in {run.href for run in all_runs(livrets, sheet)}


def all_runs(livrets: Livrets, sheet: MissionSheet) -> list[Run]:
    found: list[Run] = []
    for one in livrets.written(sheet, "fr"):
        for block in one.blocks:
            if isinstance(block, Items):
                found += [run for item in block.items for run in item.runs]
            elif isinstance(block, Grid):
                found += [run for row in block.rows for cell in row for run in cell]
            elif isinstance(block, Prose):
                found += block.runs
    return found


@settings(max_examples=30, deadline=None)
@given(words=st.text(min_size=1, max_size=40).filter(str.strip), lang=st.sampled_from(LANGUAGES))
def test_a_livret_is_written_whatever_people_typed(words: str, lang: str, livrets: Livrets) -> None:
    assert len(livrets.written(with_words(words), lang)) == len(SECTIONS)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("-*_#[]()<>|\\`!1. \n\tab:é&;"), max_size=80))
def test_any_markdown_that_staff_write_is_read(markdown: str) -> None:
    for block in blocks(markdown):
        assert block


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("*_[]()<>|\\`#&;!"), max_size=60))
def test_anybody_s_words_mean_nothing_in_markdown(words: str) -> None:
    (paragraph,) = blocks(f"x {escaped(words)} y")
    assert isinstance(paragraph, Prose)
    assert paragraph.runs == (Run(f"x {' '.join(words.split())} y"),)


def test_a_link_of_staff_leads_to_the_web_and_nowhere_else() -> None:
    (paragraph,) = blocks("[a](https://x.example) [b](file:///etc/passwd) [c](//evil.example) [d](data:text/html,x)")
    assert isinstance(paragraph, Prose)
    assert [run.href for run in paragraph.runs if run.href] == ["https://x.example"]
    assert plain(paragraph.runs).startswith("a (https://x.example)")


# --- versions and search --------------------------------------------------------------------------------------------


def test_a_change_is_told_with_what_is_new_and_what_is_gone(livrets: Livrets) -> None:
    later = replace(FULL, lodgings=(replace(FULL.lodgings[0], phone="+229 01 55 55 55 55"),))
    (change,) = changed(livrets.written(FULL, "fr"), livrets.written(later, "fr"))
    assert (change.section, change.title) == ("logistics", "Logistique")
    assert "+229 01 55 55 55 55" in change.new[0]
    assert "+229 01 96 11 22 33" in change.gone[0]
    assert changed(livrets.written(FULL, "fr"), livrets.written(FULL, "fr")) == ()


@pytest.mark.parametrize(
    ("lang", "words", "section"),
    [
        ("fr", "prefecture allada", "logistics"),
        ("fr", "VISA", "logistics"),
        ("ar", "تاشيره", "logistics"),
        ("fr", "117", "emergency"),
    ],
)
def test_a_word_is_found_without_its_accents(livrets: Livrets, lang: str, words: str, section: str) -> None:
    found = find(livrets.written(FULL, lang), words)
    assert section in {one.section for one in found}


def test_nothing_is_found_for_nothing(livrets: Livrets) -> None:
    assert find(livrets.written(FULL, "fr"), " ?! ") == ()
    assert find(livrets.written(FULL, "fr"), "zzz") == ()


# --- the templates --------------------------------------------------------------------------------------------------


def template_faults(files: dict[str, str]) -> list[str]:
    with pytest.raises(KnowledgeFaults) as caught:
        parse(files)
    return [str(fault) for fault in caught.value.faults]


def test_every_translation_is_of_the_french_that_stands_and_says_that_a_machine_made_it(livrets: Livrets) -> None:
    for lang in LANGS:
        assert livrets.templates.by_machine(lang) == (lang != "fr")
        assert bool(livrets.livret(FULL, lang).notes) == (lang != "fr")


def test_a_translation_whose_french_moved_on_is_a_fault() -> None:
    files = packaged_livret()
    files["fr/partner.md"] += "\nUne phrase de plus.\n"
    told = template_faults(files)
    assert [fault.split(":")[0] for fault in told] == [f"livret/{lang}/partner.md" for lang in ("ar", "en", "es", "pt")]


def test_a_translation_that_lost_a_fact_is_a_fault() -> None:
    files = packaged_livret()
    files["en/partner.md"] = files["en/partner.md"].replace("{{ ask | contact }}", "somebody")
    assert template_faults(files) == [
        "livret/en/partner.md:1: this is not said as often as in French: {{ ask | contact }}"
    ]


def test_a_section_that_is_missing_or_unknown_is_a_fault() -> None:
    files = packaged_livret()
    files["pt/partners.md"] = files.pop("pt/partner.md")
    assert template_faults(files) == [
        "livret/pt/partner.md:1: this section is missing",
        "livret/pt/partners.md:1: no section has this name",
    ]


def test_stamping_says_which_french_was_translated_and_keeps_who_read_it(tmp_path: Path) -> None:
    for path, words in packaged_livret().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(words)
    french, english = tmp_path / "fr/partner.md", tmp_path / "en/partner.md"
    french.write_text(french.read_text() + "\nFin.\n")
    english.write_text(english.read_text().replace("; machine #}", "; Ann Reader #}"))
    for lang in ("en", "pt", "es", "ar"):
        stamp(tmp_path, lang)
    template = load_livret(tmp_path).of("en", "partner")
    assert (template.proofread, template.of) == ("Ann Reader", load_livret(tmp_path).of("fr", "partner").fingerprint)
