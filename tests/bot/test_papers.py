"""The papers of a version: made once, filed once, handed over, and told as it happened."""

import asyncio
import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bot.channels.console import ABLE
from bot.knowledge_files import load
from bot.papers import Papers
from bot.render import File, Message
from bot.settings import Smtp
from storage.files import FileStore
from storage.records import Json, Outgoing
from storage.store import Store
from tests.bot.applications import AT, HDF, fresh_store, last, submitted
from tests.bot.test_filing import NETWORK, MailServer

FACTS = load()
LATER = AT + timedelta(minutes=5)
FICHE = "HDF-2025-0001-v1-pre-fiche.pdf"
ORDER = {"order": "paper", "application": "app1", "version": 1, "lang": "fr"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = fresh_store(tmp_path)
    yield opened
    opened.close()


def papers(store: Store, folder: Path, smtp: Smtp | None = None, in_chat: frozenset[str] = frozenset()) -> Papers:
    return Papers(store, FACTS, FileStore(folder / "files"), smtp, in_chat)


def words(told: tuple[Outgoing, ...]) -> str:
    said = [Message.from_json(one.body) for one in told if "lines" in _body(one)]
    return "\n".join(line.text for message in said for line in message.lines)


def names(told: tuple[Outgoing, ...]) -> list[str]:
    """The papers that follow what is said, in the order they are sent."""
    return [_body(one)["name"] for one in told if "name" in _body(one)]


def handed_over(made: Papers, told: tuple[Outgoing, ...], name: str) -> File:
    """A paper as it is made when it is sent."""
    (wanted,) = (_body(one) for one in told if _body(one).get("name") == name)
    file = made.paper(wanted, LATER)
    assert file is not None
    return file


def _body(one: Outgoing) -> dict[str, Any]:
    assert isinstance(one.body, dict)
    return one.body


@contextmanager
def running(server: MailServer) -> Iterator[Smtp]:
    """The mail server in a thread of its own: papers are handed over outside any event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    listener = asyncio.run_coroutine_threadsafe(asyncio.start_server(server.talk, "127.0.0.1", 0), loop).result(5)
    try:
        port = listener.sockets[0].getsockname()[1]
        yield Smtp("127.0.0.1", port, "none", "explor@bot.example.org", timeout=5)
    finally:
        asyncio.run_coroutine_threadsafe(_stopped(listener), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _stopped(listener: asyncio.Server) -> None:
    listener.close()
    await listener.wait_closed()


def test_the_person_gets_both_papers_and_the_way_to_send_them(store: Store, tmp_path: Path) -> None:
    submitted(store)
    told = papers(store, tmp_path).file(ORDER, LATER, ABLE)
    assert names(told) == [
        "HDF-2025-0001-v1-formulaire.pdf",
        "HDF-2025-0001-v1-pre-fiche.pdf",
        "HDF-2025-0001-v1-formulaire.docx",
        "HDF-2025-0001-v1-pre-fiche.docx",
    ]
    said = words(told)
    assert "vous n'avez pas encore candidaté" in said
    assert "mailto:" in said


def test_the_pdf_is_kept_by_its_hash_and_comes_back_the_same(store: Store, tmp_path: Path) -> None:
    submitted(store)
    bureau = papers(store, tmp_path)
    made = handed_over(bureau, bureau.file(ORDER, LATER, ABLE), FICHE).content
    row, version = last(store, "app1")
    assert version.pdf_sha256 == hashlib.sha256(made).hexdigest()
    assert FileStore(tmp_path / "files").get(version.pdf_sha256) == made
    assert papers(store, tmp_path).pdf(row, version, LATER + timedelta(days=400)) == made


def test_a_lost_folder_does_not_lose_the_paper(store: Store, tmp_path: Path) -> None:
    row, version = submitted(store)
    made = papers(store, tmp_path).pdf(row, version, LATER)
    row, version = last(store, "app1")
    FileStore(tmp_path / "files").remove(str(version.pdf_sha256))
    assert papers(store, tmp_path).pdf(row, version, LATER) == made


def test_with_a_mail_server_the_network_gets_both_files_once(store: Store, tmp_path: Path) -> None:
    submitted(store)
    server = MailServer()
    with running(server) as smtp:
        first = papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE)
        again = papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE)  # killed before the order was crossed out
    assert server.recipients == [NETWORK, "awa@example.org"]
    files = {file.get_filename(): file.get_content() for file in server.received().iter_attachments()}
    assert set(files) == {"HDF-2025-0001-v1-formulaire.pdf", "HDF-2025-0001-v1-pre-fiche.pdf"}
    assert files[FICHE] == handed_over(papers(store, tmp_path), first, FICHE).content
    assert "est parti par e-mail" in words(first)
    assert words(again) == words(first)


def test_an_arabic_application_is_filed_in_french_and_as_the_person_has_it(store: Store, tmp_path: Path) -> None:
    submitted(store, lang="ar")
    server = MailServer()
    with running(server) as smtp:
        told = papers(store, tmp_path, smtp).file({**ORDER, "lang": "ar"}, LATER, ABLE)
    sent = [file.get_filename() for file in server.received().iter_attachments()]
    assert sent == [
        "HDF-2025-0001-v1-formulaire.pdf",
        "HDF-2025-0001-v1-pre-fiche.pdf",
        "HDF-2025-0001-v1-formulaire-ar.pdf",
        "HDF-2025-0001-v1-pre-fiche-ar.pdf",
    ]
    assert names(told)[:4] == sent
    assert Message.from_json(told[0].body).lang == "ar"


@pytest.mark.parametrize(("name", "lang"), [(FICHE, "fr"), ("HDF-2025-0001-v1-pre-fiche-ar.pdf", "ar")])
def test_who_writes_in_arabic_gets_the_french_papers_to_send_and_their_own(
    store: Store, tmp_path: Path, name: str, lang: str
) -> None:
    submitted(store, lang="ar")
    bureau = papers(store, tmp_path)
    file = handed_over(bureau, bureau.file({**ORDER, "lang": "ar"}, LATER, ABLE), name)
    assert str(PdfReader(io.BytesIO(file.content)).root_object["/Lang"]) == lang


def test_what_could_not_be_sent_is_tried_again_when_asked_again(store: Store, tmp_path: Path) -> None:
    submitted(store)
    refusing = MailServer(answers={f"RCPT TO:<{NETWORK}": "451 later"})
    with running(refusing) as smtp:
        assert "L'e-mail n'est pas parti" in words(papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE))
    server = MailServer()
    with running(server) as smtp:
        assert "est parti par e-mail" in words(papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE))
    assert len(server.taken) == 1


def test_what_may_have_left_is_not_sent_again(store: Store, tmp_path: Path) -> None:
    submitted(store)
    server = MailServer(silent_after_text=True)
    with running(server) as smtp:
        first = papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE)
        again = papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE)
    assert len(server.taken) == 1
    assert "je ne sais pas si Lianes coopération a reçu l'e-mail" in words(first)
    assert words(again) == words(first)


def test_a_correction_is_filed_on_its_own(store: Store, tmp_path: Path) -> None:
    row, _first = submitted(store)
    server = MailServer()
    with running(server) as smtp:
        papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE)
        with store.desk(LATER) as desk:
            desk.correct(row.id, "Léa", ["context"], "Précisez.")
        with store.turn(channel="console", address="awa", event_id="awa:v2", at=LATER) as work:
            work.applications.submit(row.id, "HDF", LATER, "fr")
        papers(store, tmp_path, smtp).file({**ORDER, "version": 2}, LATER, ABLE)
    assert len(server.taken) == 2


def test_a_network_that_only_has_a_contact_is_not_written_to_by_the_bot(store: Store, tmp_path: Path) -> None:
    moved: dict[str, Json] = {**HDF, "head_office": {"code": "13001", "commune": None, "name": None}}
    submitted(store, moved, region="provence-alpes-cote-d-azur", prefix="PACA", call=None)
    server = MailServer()
    with running(server) as smtp:
        said = words(papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE))
    assert server.taken == []
    assert "mailto:l.henry@territoires-solidaires.fr" in said


def test_where_the_chat_is_the_filing_nothing_is_left_to_do(store: Store, tmp_path: Path) -> None:
    submitted(store)
    server = MailServer()
    with running(server) as smtp:
        made = papers(store, tmp_path, smtp, frozenset({"hauts-de-france"}))
        said = words(made.file(ORDER, LATER, ABLE))
    assert server.taken == []
    assert "est déposée depuis le 14 mai 2025 à 12:00" in said
    assert "mailto:" not in said


@pytest.mark.parametrize("change", [{"application": "gone"}, {"version": 2}])
def test_an_order_about_nothing_does_nothing(store: Store, tmp_path: Path, change: dict[str, Any]) -> None:
    submitted(store)
    assert papers(store, tmp_path).file({**ORDER, **change}, LATER, ABLE) == ()


def test_what_was_withdrawn_meanwhile_is_not_filed(store: Store, tmp_path: Path) -> None:
    submitted(store)
    with store.turn(channel="console", address="awa", event_id="awa:gone", at=LATER) as work:
        work.applications.withdraw("app1")
    server = MailServer()
    with running(server) as smtp:
        assert papers(store, tmp_path, smtp).file(ORDER, LATER, ABLE) == ()
    assert server.taken == []
