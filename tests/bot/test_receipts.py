"""What a volunteer gets who sends receipts: a number at once, then a card to confirm; nothing lost, nothing twice."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.local_receipts import Receipts
from dialogs.core.events import Pressed, Sent
from storage.files import FileStore
from storage.records import Json, Outgoing
from storage.store import Store
from storage.tables import LedgerEntry
from tests.bot.spending import BLURRED, HOTEL, TAXI, Field, field_of
from tests.receipts import read
from tests.storage.rows import rows
from tests.storage.test_kill import die, in_a_process

CARD = "Est-ce bien cela ?"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    with field_of(tmp_path, "ines") as made:
        yield made


def states(field: Field) -> list[str]:
    return [one.state for one in field.receipts]


# -- sent --------------------------------------------------------------------------------------------------------------


def test_a_photo_has_its_number_before_anything_is_fetched(field: Field) -> None:
    field.sends("ines", TAXI)

    assert field.reads("ines") == "Reçu ✓ nº 1"
    assert [(one.number, one.state, one.vendor_file_id) for one in field.receipts] == [(1, "waiting_fetch", TAXI)]


def test_a_photo_in_the_middle_of_a_form_leaves_the_form_where_it_was(field: Field) -> None:
    field.says("ines", "/eligibilite")
    before = field.says("ines", "59000")

    field.sends("ines", TAXI)
    assert field.reads("ines") == "Reçu ✓ nº 1"
    assert "Qui voyage ?" in before
    assert "forme juridique" in field.says("ines", "1")


@pytest.mark.parametrize("role", [None, "association", "partner"])
def test_a_photo_of_anybody_else_is_no_receipt(field: Field, role: str | None) -> None:
    if role:
        field.comes("awa", role)
    field.hears("awa", Sent("photo", file_id=TAXI))

    assert "✓" not in field.reads("awa")
    assert field.receipts == []


def test_an_album_is_acknowledged_in_one_message_and_told_of_in_one(field: Field) -> None:
    for path in (TAXI, HOTEL, BLURRED):
        field.sends("ines", path, album="a1")
    assert field.reads("ines") == ""

    field.now += timedelta(seconds=5)
    assert field.reads("ines") == "Reçus ✓ nº 1, 2 et 3"

    field.works()
    told = field.reads("ines")
    assert told.startswith("J'ai lu vos reçus : 3 dépenses à vérifier.")
    assert told.count("J'ai lu") == 1


def test_while_another_receipt_is_on_its_way_nothing_is_asked(field: Field) -> None:
    field.sends("ines", TAXI)
    field.works()
    field.sends("ines", HOTEL)

    assert "J'ai lu" not in field.reads("ines"), "the second one came before the first was told of"


def test_a_pdf_sent_as_a_file_is_a_receipt_too(field: Field) -> None:
    field.hears("ines", Sent("document", file_id=TAXI, name="taxi.pdf", mime="application/pdf"))
    assert field.reads("ines") == "Reçu ✓ nº 1"


def test_after_the_mission_is_closed_a_photo_is_no_receipt(field: Field) -> None:
    field.chair.move(field.reference, "closed")
    field.reads("ines")
    field.sends("ines", TAXI)
    assert field.receipts == []


# -- fetched and read --------------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_asked_for_again(field: Field) -> None:
    field.sends("ines", "nowhere.jpg")
    field.works()

    assert "Je n'ai pas pu récupérer le reçu nº 1 : envoyez-le de nouveau" in field.reads("ines")
    assert states(field) == ["lost"]


def test_a_file_that_is_no_picture_is_refused_with_what_to_do(field: Field, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"not a picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    field.sends("ines", str(tmp_path / "photo.jpg"))
    field.sends("ines", str(tmp_path / "empty.jpg"))
    field.works()

    told = field.reads("ines")
    assert "Je ne lis pas ce type de fichier" in told
    assert "Ce fichier est vide" in told
    assert states(field) == ["refused", "refused"]
    assert field.claims == []


def test_a_kept_file_that_is_damaged_before_it_is_read_is_asked_for_again(field: Field, tmp_path: Path) -> None:
    field.sends("ines", TAXI)
    (row,) = field.clerk.waiting(field.now)
    content = Path(TAXI).read_bytes()
    name = field.clerk.keep(content)
    field.clerk.fetched(row.id, name, len(content), field.now)
    FileStore(tmp_path / "files").remove(name)

    field.works()
    assert "Ce fichier est abîmé" in field.reads("ines")


def test_what_is_done_twice_to_a_receipt_is_done_once(field: Field) -> None:
    """As after a kill between the work and the word that it was done."""
    field.sends("ines", TAXI)
    content = Path(TAXI).read_bytes()
    (row,) = field.clerk.waiting(field.now)
    for _time in range(2):
        field.clerk.fetched(row.id, field.clerk.keep(content), len(content), field.now)
    (row,) = field.clerk.waiting(field.now)
    reading = read(content, field.clerk.asked(row, field.now))
    for _time in range(2):
        field.clerk.read(row, reading, field.clerk.clean(reading), [], field.now)
    field.clerk.lost(row.id, "gone", field.now)
    field.clerk.refused(row.id, "damaged", field.now)

    assert states(field) == ["read"]
    assert len(field.claims) == 1
    field.works()
    assert field.reads("ines").count("J'ai lu votre reçu.") == 1


def killed_at(statement: int, work: Callable[[Store], None]) -> Callable[[Store], None]:
    def run(store: Store) -> None:
        left = [statement]

        def count_down(*_: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                die()

        event.listen(Engine, "before_cursor_execute", count_down)
        work(store)

    return run


def test_killed_at_any_moment_no_receipt_is_lost_and_none_counts_twice(tmp_path: Path) -> None:
    """The whole of what the machine does with two receipts, killed before each of its statements, and begun again."""
    with field_of(tmp_path, "ines") as field:
        field.sends("ines", TAXI)
        field.sends("ines", HOTEL)
        now = field.now

        def work(store: Store) -> None:
            clerk = field.clerk
            mine = type(clerk)(store, clerk.facts, clerk.files, lambda: os.urandom(6).hex())
            Receipts(mine, read).work(now, "console")

        url, kills, statement = f"sqlite:///{tmp_path / 'explor.db'}", 0, 1
        while not in_a_process(url, killed_at(statement, work)):
            kills, statement = kills + 1, statement + 3
        assert kills > 5
        assert states(field) == ["read", "read"]
        assert len(field.claims) == 2
        field.now += timedelta(minutes=2)
        told = field.reads("ines")
        assert "2 dépenses à vérifier" in told
        assert "✓ nº 1" in told
        assert "✓ nº 2" in told


def test_what_is_kept_after_reading_is_the_copy_made_of_pixels(field: Field, tmp_path: Path) -> None:
    from PIL import Image

    from bot.reading.reader import Bench

    located = Image.open(TAXI)
    exif = Image.Exif()
    exif[0x0110] = "Téléphone de Zoé"
    exif.get_ifd(0x8825)[1] = "N"
    located.save(tmp_path / "located.jpg", exif=exif)
    field.sends("ines", str(tmp_path / "located.jpg"))
    with Bench() as bench:
        Receipts(field.clerk, bench.read).work(field.now, "console")

    (receipt,) = field.receipts
    assert (receipt.state, receipt.mime) == ("read", "image/jpeg")
    kept = FileStore(tmp_path / "files").get(receipt.kept_sha256 or "")
    assert b"Exif" not in kept
    left = [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert left == [receipt.kept_sha256], "nothing else of it is left on the disk"


# -- confirmed ---------------------------------------------------------------------------------------------------------


def confirmed(field: Field, path: str = TAXI, number: int = 1) -> str:
    field.sends("ines", path)
    field.works()
    field.reads("ines")
    field.presses("ines", f"Vérifier la dépense nº {number}")
    return field.says("ines", "oui")


def test_nothing_counts_before_it_is_confirmed(field: Field) -> None:
    field.sends("ines", TAXI)
    field.works()
    assert "à vérifier par vous" in field.reads("ines")
    assert field.claims[0].state == "draft"
    assert "Ce qui reste" not in field.says("ines", "/depenses")
    assert rows(field.bot.store, LedgerEntry) == []


def test_one_card_confirms_everything_and_tells_what_is_left(field: Field) -> None:
    said = confirmed(field)
    assert "il reste 161,89 € sur 200 €" in said
    assert "▓▓░░░░░░░░" in said
    assert field.claims[0].state == "confirmed"


def test_what_was_read_in_doubt_is_asked_and_what_is_sure_is_not(field: Field) -> None:
    field.sends("ines", HOTEL)
    field.works()
    field.reads("ines")
    asked = field.presses("ines", "Vérifier la dépense nº 1")
    assert "À qui avez-vous payé ?" in asked
    assert CARD in field.says("ines", "1")


def test_the_button_of_one_card_never_changes_another_expense(field: Field) -> None:
    field.sends("ines", TAXI)
    field.sends("ines", HOTEL)
    field.works()
    field.reads("ines")
    field.presses("ines", "Vérifier la dépense nº 1")
    of_the_first = field.buttons["ines"]["Modifier : Catégorie"]
    field.says("ines", "oui")
    field.says("ines", "1")

    field.hears("ines", Pressed(of_the_first.dialog, "category", "visa"))
    field.reads("ines")
    assert [one.category for one in field.claims] == ["visa", "lodging"]


def test_somebody_else_cannot_touch_an_expense(field: Field) -> None:
    field.comes("marc")
    field.sends("ines", TAXI)
    field.works()
    field.reads("ines")
    claim = field.claims[0].id
    for press in (
        Pressed(f"claim@claim:{claim}", "category", "visa"),
        Pressed("expenses.do", "what", f"=drop|{field.claims[0].mission_id}|{claim}"),
        Pressed("expenses.do", "what", f"=check||{claim}"),
    ):
        field.hears("marc", press)
        assert "TAXI" not in field.reads("marc")
    assert field.claims[0].category == "local_transport"


def test_the_cap_is_shared_and_nobody_reads_what_the_other_bought(field: Field) -> None:
    field.comes("marc")
    confirmed(field)
    told = field.says("marc", "combien me reste-t-il pour le transport ?")
    assert "il reste 161,89 € sur 200 €" in told
    assert "TAXI KOFFI" not in field.says("marc", "/depenses")


def test_a_receipt_that_somebody_else_sent_is_told_without_saying_whose(field: Field) -> None:
    field.comes("marc")
    confirmed(field)
    field.sends("marc", TAXI)
    field.works()
    field.reads("marc")
    said = field.presses("marc", "Vérifier la dépense nº 2")
    assert "Ressemble à un reçu déjà envoyé par quelqu'un d'autre : le même fichier." in said
    assert "nº 1" not in said


def test_a_receipt_taken_back_leaves_nothing_on_the_disk(field: Field, tmp_path: Path) -> None:
    field.sends("ines", BLURRED)
    field.works()
    field.reads("ines")
    field.presses("ines", "Vérifier la dépense nº 1")
    assert "celle-ci est retirée" in field.says("ines", "1")
    field.reads("ines")
    assert field.claims == []
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_the_best_one_can_do_goes_on_to_the_staff(field: Field) -> None:
    field.sends("ines", BLURRED)
    field.works()
    field.reads("ines")
    field.presses("ines", "Vérifier la dépense nº 1")
    assert "Quelle est la date" in field.says("ines", "c'est le mieux que je puisse")
    assert field.receipts[0].insisted


def test_a_doubt_that_was_confirmed_is_kept_for_the_staff(field: Field) -> None:
    field.sends("ines", str(Path(TAXI).parent / "dear.jpg"))
    field.works()
    field.reads("ines")
    card = field.presses("ines", "Vérifier la dépense nº 1")
    assert "plus de trois mois avant la mission" in card
    assert "c'est beaucoup" in card
    field.says("ines", "oui")
    assert field.claims[0].as_read["told"]["odd"] == "before,large"


# -- decided -----------------------------------------------------------------------------------------------------------


def decided(field: Field, outcome: Any, words: str | None = None, minor: int | None = None) -> str:
    """What the staff's decision brings about: the row, then the news."""
    claim = field.claims[0]
    with field.bot.store.desk(field.now) as desk:
        desk.claims.decide(claim.id, outcome, "Léa", words, minor=minor)
        (member,) = desk.missions.members(claim.mission_id or "")
        news: Json = {"order": "news", "name": f"claim.{outcome}", "values": {"id": claim.id}}
        desk.queue([Outgoing(news)], member.conversation_id)
    return field.reads("ines")


def test_an_approval_is_told_with_what_is_left(field: Field) -> None:
    confirmed(field)
    told = decided(field, "approved")
    assert "Dépense nº 1 acceptée" in told
    assert "il reste 161,89 €" in told
    assert "d'après ce qui est accepté : 38,11 €" in field.says("ines", "/depenses")


def test_a_part_is_told_with_its_amount_and_its_reason(field: Field) -> None:
    confirmed(field)
    told = decided(field, "part", "La course seule.", 20000)
    assert "Dépense nº 1 acceptée en partie" in told
    assert "Montant accepté : 20 000 F CFA" in told
    assert "Ce que dit le réseau : La course seule." in told


def test_a_refusal_is_told_with_its_reason_and_closes_the_card(field: Field) -> None:
    confirmed(field)
    change = field.buttons["ines"]["Changer la dépense nº 1"]
    assert "Ce que dit le réseau : Hors mission." in decided(field, "refused", "Hors mission.")
    field.hears("ines", change)
    assert "ne peut plus changer" in field.reads("ines")


def test_a_question_of_the_staff_reopens_the_expense_and_its_answer_is_kept(field: Field) -> None:
    confirmed(field)
    assert "Qui est monté avec vous ?" in decided(field, "asked", "Qui est monté avec vous ?")
    asked = field.presses("ines", "Répondre au réseau, dépense nº 1")
    assert "Le réseau demande : Qui est monté avec vous ? Que répondez-vous ?" in asked
    assert CARD in field.says("ines", "Marc, de la mairie")
    field.says("ines", "oui")
    assert (field.claims[0].state, field.claims[0].as_read["told"]["reply"]) == ("confirmed", "Marc, de la mairie")
