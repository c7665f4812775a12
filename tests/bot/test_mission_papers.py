"""The papers of a mission: what is recorded, what is published with its source, and lines to fill in; nothing else."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from bot.desk import NotYours, Staff
from bot.documents import Field, Paper, Table
from bot.mission_papers import Gathered, convention, files, hand_over, report, terms
from bot.missions_file import written
from bot.orders import content
from bot.render import File
from bot.turn import Assistant
from storage.outbox import Message as Row
from storage.records import Json
from tests.bot.documents.test_pdf import words as words_of_pdf
from tests.bot.test_missions import (
    FILE,
    LATER,
    MARC,
    REFERENCE,
    REGION,
    begun,
    chair,
    described,
    joined,
    the_mission,
    waiting,
)
from tests.play import assistant


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        yield opened


def gathered(bot: Assistant) -> Gathered:
    with bot.store.desk(LATER) as desk:
        row = desk.missions.find(REFERENCE)
        assert row is not None
        return Gathered.of(desk, row, bot.facts, LATER)


def fields(paper: Paper) -> dict[str, Field]:
    every = (*paper.facts, *(block for section in paper.sections for block in section.fields))
    return {block.label: block for block in every if isinstance(block, Field) and block.label}


def text_of(file: File) -> str:
    document = docx.Document(io.BytesIO(file.content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in document.paragraphs), *cells)).replace("\u202f", " ").replace("\xa0", " ")


def test_the_terms_of_reference_say_what_the_association_wrote_and_leave_the_rest_to_fill_in(bot: Assistant) -> None:
    begun(bot)
    paper = terms(gathered(bot))

    assert paper.status.startswith("PROJET, à relire, à compléter et à signer par le réseau.")
    said = {section.title: section.fields[0] for section in paper.sections}
    need = said["2. Le besoin"]
    assert isinstance(need, Field)
    assert need.value == "Une personne qui sait transformer le manioc en farine et en gari."
    known = fields(paper)
    assert known["Profil recherché"].value == "Dix ans dans l'agroalimentaire, parle français."
    for unknown in ("Dates", "Personne experte", "Personnes à rencontrer", "Accueil sur place"):
        assert (known[unknown].value, known[unknown].by_hand) == (None, True), unknown


def test_the_budget_is_that_of_the_rules_of_the_mission_with_their_sources(bot: Assistant) -> None:
    begun(bot)
    paper = terms(gathered(bot))

    [table] = [block for section in paper.sections for block in section.fields if isinstance(block, Table)]
    assert table.total_row is not None
    assert [cell.replace("\u202f", " ").replace("\xa0", " ") for cell in table.total_row] == [
        "Total",
        "1 867 €",
        "",
        "1 812 €",
    ]
    share = fields(paper)["Part du réseau"]
    assert share.value is not None
    assert "906" in share.value
    assert "Source : Appel à manifestation d'intérêt EXPLOR 2025" in (share.note or "")


def test_a_convention_invents_no_clause(bot: Assistant) -> None:
    begun(bot)
    paper = convention(gathered(bot))

    known = fields(paper)
    assert known["Adresse"].value is None or "59000 Lille" in str(known["Adresse"].value)
    for topic in ("Responsabilité de chacun", "En cas de désaccord", "Report, annulation ou retour anticipé"):
        assert (known[topic].value, known[topic].by_hand) == (None, True)
    assert any("n'en invente aucune" in note for note in paper.notes)
    sourced = [one for one in known.values() if one.note and one.note.startswith("Source : ")]
    assert {"Statut", "Justificatifs", "Monnaie étrangère"} <= {one.label for one in sourced}
    assert [one.title for one in paper.signatures] == ["Pour le réseau", "Pour l'association", "La personne experte"]


def test_a_region_that_has_published_less_leaves_more_to_fill_in(bot: Assistant) -> None:
    everyone = Staff("Ana", frozenset({"occitanie", REGION}))
    chair(bot, everyone).bring(described(FILE.replace(REGION, "occitanie")))
    with bot.store.desk(LATER) as desk:
        [row] = desk.missions.list("occitanie")
        found = Gathered.of(desk, row, bot.facts, LATER)
    known = fields(convention(found))
    assert (known["Budget prévu"].value, known["Justificatifs"].value) == (None, None)
    assert known["Qui paie le reste"].value == "l'association ou l'employeur"
    assert known["Accueil sur place"].value is not None


def test_the_papers_open_in_a_word_processor_and_bear_the_reference(bot: Assistant) -> None:
    begun(bot)
    made = {file.name: file for file in files(chair(bot), REFERENCE, "draft")}

    assert set(made) == {f"{REFERENCE}-termes-de-reference.docx", f"{REFERENCE}-convention.docx"}
    said = text_of(made[f"{REFERENCE}-convention.docx"])
    assert "Les Amis de Kpomassé" in said
    assert "W593001234" in said
    assert "1 867 €" in said


def test_the_report_of_a_mission_is_made_of_what_each_said(bot: Assistant) -> None:
    begun(bot)
    mine = joined(bot, "ines")
    theirs = joined(bot, "awa", "association", "Awa")
    with bot.store.turn(channel="console", address="ines", event_id="says", at=LATER) as work:
        answers: dict[str, Json] = {"course": "Dix femmes formées.", "asked_later": True}
        work.missions.interview("i1", mine.mission_id, "after", answers)
    with bot.store.turn(channel="console", address="awa", event_id="says too", at=LATER) as work:
        work.missions.interview("i2", theirs.mission_id, "m3", {"still_in_touch": False, "advice_used": "part"})

    [word, pdf] = files(chair(bot), REFERENCE, "report")
    said = text_of(word)
    assert (word.name, pdf.name) == (f"{REFERENCE}-rapport.docx", f"{REFERENCE}-rapport.pdf")
    for line in (
        "Comment la mission s'est-elle passée ?",
        "Inès (volontaire)",
        "Dix femmes formées.",
        "Trois mois après",
    ):
        assert line in said, line
    for answer in ("Non", "En partie"):
        assert answer in said
    assert "Six mois après" not in said, "it was not held"
    assert "Pouvons-nous vous demander des nouvelles" not in said, "an agreement is nothing about the mission"
    assert "Dix femmes formées." in words_of_pdf(pdf.content)


def test_what_nobody_said_of_a_mission_is_left_to_write(bot: Assistant) -> None:
    begun(bot)
    paper = report(gathered(bot))
    told = next(section for section in paper.sections if section.title == "Entretien au retour")
    assert {(one.value, one.by_hand) for one in told.fields if isinstance(one, Field)} == {(None, True)}


def test_the_papers_come_into_the_thread_of_the_mission_as_it_is_then(bot: Assistant) -> None:
    begun(bot)

    assert hand_over(chair(bot, event="e1"), REFERENCE, "draft")
    assert not hand_over(chair(bot, event="e1"), REFERENCE, "draft"), "the event came twice"

    bodies = waiting(bot, "slack", f"C-{REGION}/mission:{the_mission(bot)}")
    on_their_way = [body for body in bodies if body.get("content") == "mission_paper"]
    assert [body["file"] for body in on_their_way] == [
        f"{REFERENCE}-termes-de-reference.docx",
        f"{REFERENCE}-convention.docx",
    ]
    file = written(chair(bot).mission(REFERENCE).sheet)
    chair(bot).bring(described(file.replace("Transformer le manioc", "Autre titre")))
    place = bot.store.conversation("slack", f"C-{REGION}/mission:{the_mission(bot)}")
    assert place is not None
    rows: list[Row] = [row for row in bot.store.outbox.pending(place, LATER) if "content" in row.body]
    made = [content(bot, row, LATER) for row in rows if row.body["content"] == "mission_paper"]
    assert all(isinstance(one, File) and "Autre titre" in text_of(one) for one in made)


def test_papers_are_for_the_staff_of_the_region_alone(bot: Assistant) -> None:
    begun(bot)
    for act in (
        lambda: files(chair(bot, MARC), REFERENCE, "draft"),
        lambda: hand_over(chair(bot, MARC), REFERENCE, "x"),
    ):
        with pytest.raises(NotYours):
            act()
