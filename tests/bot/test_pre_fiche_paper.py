"""The pré-fiche and the form as papers: what a network reads, what a person signs, in each language."""

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from bot.documents import Field, Paper, Table, to_docx, to_pdf
from bot.knowledge_files import load
from bot.pre_fiche_paper import application_form, dossier, pre_fiche, world_of
from bot.words import LANGUAGES
from dialogs.pre_fiche.sections import FIELDS, whole
from storage.records import Json
from storage.store import Store
from tests.bot.applications import AT, HDF, fresh_store, last, submitted

FACTS = load()
ARABIC: dict[str, Json] = {
    "org_name": "جمعية أصدقاء كبوماسي",
    "contact_name": "منى الهاشمي، رئيسة",
    "partner_name": "بلدية Kpomassé",
    "context": "منذ عام 2018 ترافق جمعيتنا بلدية كبوماسي في بنين من أجل تحويل الكسافا وبيعها في السوق.",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(tmp_path)
    yield opened
    opened.close()


def fields(paper: Paper) -> dict[str, Any]:
    return {block.label: block.value for one in paper.sections for block in one.fields if isinstance(block, Field)}


def tables(paper: Paper) -> dict[str, Table]:
    return {block.title: block for one in paper.sections for block in one.fields if isinstance(block, Table)}


def text_of(paper: Paper) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(paper))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- the pré-fiche ---


def test_the_example_is_a_whole_application(store: Store) -> None:
    row, version = submitted(store)
    assert [q.id for one in whole(world_of(row, version, FACTS, "fr")) for q in one.missing] == []
    assert set(HDF) <= FIELDS


def test_the_pre_fiche_has_its_seven_sections_in_order(store: Store) -> None:
    paper = pre_fiche(*submitted(store), FACTS, "fr")
    assert [section.title for section in paper.sections] == [
        "1. Votre association",
        "2. La personne à contacter",
        "3. Votre partenaire",
        "4. La mission",
        "5. La personne experte",
        "6. Le budget",
        "7. Les engagements",
    ]
    assert (paper.title, paper.subtitle, paper.reference) == (
        "Pré-fiche de mission EXPLOR",
        "Transformer le manioc",
        "HDF-2025-0001",
    )
    assert paper.status == "Version 1, validée le 14 mai 2025 à 12:00"
    assert Field("Appel à candidatures", "jusqu'au 15 juin 2025") in paper.facts


def test_answers_are_shown_as_they_were_given(store: Store) -> None:
    shown = fields(pre_fiche(*submitted(store), FACTS, "fr"))
    assert shown["Expérience de terrain"] == HDF["org_field_experience"]
    assert shown["Pays du partenaire"] == "Bénin"
    assert shown["Téléphone"] == "+33 6 12 34 56 78"
    assert shown["Objectifs de la mission"] == (
        "Former dix femmes à la transformation",
        "Fixer un prix avec la coopérative",
    )
    assert shown["Thèmes"] == ("Agriculture et alimentation", "Éducation")
    assert shown["Charte du réseau"] == "Oui, le 14 mai 2025 à 11:50, à la charte du 27 juin 2020"


def test_what_was_passed_is_shown_as_empty(store: Store) -> None:
    shown = fields(pre_fiche(*submitted(store), FACTS, "fr"))
    assert shown["Numéro SIRET"] is None
    assert shown["Personnes à rencontrer"] is None


def test_what_was_not_asked_is_not_there(store: Store) -> None:
    shown = fields(pre_fiche(*submitted(store), FACTS, "fr"))
    assert "Son employeur" not in shown
    assert "Lien avec le réseau" not in shown  # Hauts-de-France does not ask


def test_the_costs_are_a_table_with_the_caps_of_the_region(store: Store) -> None:
    costs = tables(pre_fiche(*submitted(store), FACTS, "fr"))
    lines = {
        row[0]: tuple(cell.replace("\u202f", " ").replace("\xa0", " ") for cell in row[1:])
        for row in costs["Coûts prévus, en euros"].rows
    }
    assert lines["Transports sur place"] == ("240 €", "200 €", "200 €")
    assert lines["Indemnités journalières (per diem)"] == ("150 €", "225 €", "150 €")
    assert "Hébergement" not in lines
    shares = [row[1].replace("\xa0", " ") for row in costs["Répartition"].rows]
    assert shares == ["906 €", "906 €"]


def test_a_visa_that_is_not_needed_any_more_is_not_counted(store: Store) -> None:
    costs = tables(pre_fiche(*submitted(store, {**HDF, "visa_needed": "no"}), FACTS, "fr"))
    assert "Visa" not in {row[0] for row in costs["Coûts prévus, en euros"].rows}


def test_a_budget_without_amounts_says_why(store: Store) -> None:
    none = {"flight": None, "local_transport": None, "per_diem_days": None, "visa": None, "insurance": None}
    paper = pre_fiche(*submitted(store, {**HDF, **none, "no_budget": "Nous attendons les devis."}), FACTS, "fr")
    assert tables(paper) == {}
    assert fields(paper)["Budget à venir"] == "Nous attendons les devis."


def test_where_nothing_is_published_only_what_is_asked_is_in_the_table(store: Store) -> None:
    elsewhere: dict[str, Json] = {**HDF, "head_office": {"code": "44000", "commune": None, "name": None}}
    row, version = submitted(store, elsewhere, region="pays-de-la-loire", prefix="PDL", call=None)
    costs = tables(pre_fiche(row, version, FACTS, "fr"))
    assert set(costs) == {"Coûts prévus, en euros"}
    assert all(line[3] == "—" for line in costs["Coûts prévus, en euros"].rows)


def test_the_rules_are_those_of_the_head_office(store: Store) -> None:
    """Edited at the very end, the head office changes the region: the paper and its address follow it."""
    moved: dict[str, Json] = {**HDF, "head_office": {"code": "13001", "commune": None, "name": None}}
    row, version = submitted(store, moved)
    paper = pre_fiche(row, version, FACTS, "fr")
    assert Field("Région", FACTS.region("provence-alpes-cote-d-azur").name) in paper.facts
    assert dossier(row, version, FACTS).region.slug == "provence-alpes-cote-d-azur"


def test_any_order_of_answers_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    shuffled = list(HDF.items())
    random.Random(3).shuffle(shuffled)
    first = pre_fiche(*submitted(store), FACTS, "fr")
    (tmp_path / "other").mkdir()
    other = fresh_store(tmp_path / "other")
    second = pre_fiche(*submitted(other, dict(shuffled), who="zoe", id="app2"), FACTS, "fr")
    other.close()
    assert first == second
    assert to_pdf(first) == to_pdf(second)
    assert to_docx(first) == to_docx(second)


def test_a_corrected_version_says_what_was_corrected_and_leaves_the_first_as_it_was(store: Store) -> None:
    row, first = submitted(store)
    before = pre_fiche(row, first, FACTS, "fr")
    with store.desk(AT) as desk:
        desk.correct(row.id, "Léa", ["context"], "Précisez.")
    with store.turn(channel="console", address="awa", event_id="awa:correct", at=AT) as work:
        work.applications.write(row.id, "context", "À Kpomassé, cent familles vivent du manioc ; dix s'associent.")
        work.applications.submit(row.id, "HDF", AT, "fr")
    row, second = last(store, row.id)
    after = pre_fiche(row, second, FACTS, "fr")
    assert after.status.startswith("Version 2,")
    assert Field("Corrigé à la demande du réseau", "Contexte") in after.facts
    assert fields(after)["Contexte"] == "À Kpomassé, cent familles vivent du manioc ; dix s'associent."
    assert pre_fiche(row, first, FACTS, "fr") == before


# --- the form ---


def test_the_form_tells_who_applies_for_what_and_has_a_place_to_sign(store: Store) -> None:
    paper = application_form(*submitted(store), FACTS, "fr")
    assert [section.title for section in paper.sections] == [
        "L'association",
        "La personne à contacter",
        "La mission demandée",
        "Les engagements",
    ]
    shown = fields(paper)
    assert shown["Nom de l'association"] == "Les Amis de Kpomassé"
    assert shown["Titre de la mission"] == "Transformer le manioc"
    assert shown["Justificatifs"] == "Oui, le 14 mai 2025 à 11:50"
    assert "Contexte" not in shown
    [signature] = paper.signatures
    assert signature.label == "Signature"
    assert all(line.by_hand for line in signature.fields)


# --- in each language and script ---


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("made", [pre_fiche, application_form])
def test_both_papers_are_made_in_every_language(store: Store, lang: str, made: Any) -> None:
    paper = made(*submitted(store, {**HDF, **ARABIC}), FACTS, lang)
    assert paper.lang == lang
    assert to_pdf(paper).startswith(b"%PDF-")
    words = "\n".join(
        cell.text
        for table in docx.Document(io.BytesIO(to_docx(paper))).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "جمعية أصدقاء كبوماسي" in words


def test_french_with_its_accents_can_be_read_in_the_pdf(store: Store) -> None:
    text = text_of(pre_fiche(*submitted(store), FACTS, "fr"))
    assert "Les Amis de Kpomassé" in text
    assert "Former dix femmes à la transformation" in text
    assert "HDF-2025-0001" in text


def test_long_texts_stay_whole(store: Store) -> None:
    long = "Le manioc nourrit le village. " * 60
    text = text_of(pre_fiche(*submitted(store, {**HDF, "context": long.strip()}), FACTS, "fr"))
    assert text.count("Le manioc nourrit le village.") == 60


def test_what_people_type_is_never_read_as_markup(store: Store) -> None:
    wild = "#let x = 1; *gras* $ y $ <b>z</b> \\ `code` [lien]"
    text = text_of(pre_fiche(*submitted(store, {**HDF, "org_name": wild}), FACTS, "fr"))
    assert wild in text


# --- what the filing needs ---


def test_the_filing_knows_whom_to_write_to_and_until_when(store: Store) -> None:
    found = dossier(*submitted(store), FACTS)
    assert (found.reference, found.version, found.email) == ("HDF-2025-0001", 1, "awa@example.org")
    assert found.contact == "Awa Diallo, présidente"
    assert found.call is not None
    assert found.call.id == "hdf-2025"


def test_answers_that_no_longer_read_leave_an_empty_place(store: Store) -> None:
    """A version is kept for years: whatever became of the questions, its paper can be made."""
    row, version = submitted(store, {"org_name": 12, "contact_email": ["x"], "context": {"a": None}, "gone": "x"})
    assert fields(pre_fiche(row, version, FACTS, "fr"))["Contexte"] is None
    found = dossier(row, version, FACTS)
    assert (found.association, found.email) == ("", None)
