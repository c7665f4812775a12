"""Filing by e-mail: the letter, the link, what a mail server on this machine receives, and what the person is told."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pydantic import ValidationError

from bot.filing import Dossier, Letter, Sending, letter, mailto, send, told, told_in_chat
from bot.knowledge_files import load
from bot.render import File
from bot.settings import Settings, Smtp
from bot.words import say
from dialogs.core.reply import Part

FACTS = load()
HDF = FACTS.region("hauts-de-france")
NETWORK = "Explor-RRMA@lianescooperation.org"
AT = datetime(2025, 5, 14, 10, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n.\nnot a real one\n..\n"

DOSSIER = Dossier(
    reference="HDF-2026-0007",
    version=1,
    region=HDF,
    association="Les Amis de Kpomassé",
    mission="Transformer le manioc à Kpomassé",
    contact="Awa Diallo, présidente",
    email="awa@example.org",
    call=HDF.calls[0],
)


@dataclass
class MailServer:
    """A mail server of this machine, that keeps what it takes; `answers` says otherwise to some commands."""

    answers: dict[str, str] = field(default_factory=dict)
    silent_after_text: bool = False
    port: int = 0
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 loopback\r\n")
        try:
            while line := (await reader.readline()).decode().strip():
                answer = self._answer(line)
                writer.write(f"{answer}\r\n".encode())
                if answer.startswith("354"):
                    self.taken.append(await self._text(reader))
                    if self.silent_after_text:
                        return
                    writer.write(f"{self.answers.get('.', '250 taken')}\r\n".encode())
                await writer.drain()
        finally:
            writer.close()

    def _answer(self, line: str) -> str:
        verb = line.split(" ", 1)[0].upper()
        if refused := next(
            (said for start, said in self.answers.items() if line.upper().startswith(start.upper())), None
        ):
            return refused
        if verb == "MAIL":
            self.senders.append(line)
        if verb == "RCPT":
            self.recipients.append(line.partition("<")[2].partition(">")[0])
        return {"EHLO": "250-loopback\r\n250 SIZE", "DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 fine")

    async def _text(self, reader: asyncio.StreamReader) -> bytes:
        lines = []
        while (line := await reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def received(self) -> EmailMessage:
        [text] = self.taken
        email = message_from_bytes(text, policy=default)
        assert isinstance(email, EmailMessage)
        return email


@asynccontextmanager
async def listening(server: MailServer) -> AsyncIterator[Smtp]:
    listener = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    async with listener:
        port = listener.sockets[0].getsockname()[1]
        yield Smtp("127.0.0.1", port, "none", "explor@bot.example.org", timeout=5)


def prepared(dossier: Dossier = DOSSIER) -> Letter:
    form, pre_fiche = dossier.file_names
    made = letter(dossier, (File(form, PDF), File(pre_fiche, PDF + b"2")))
    assert made is not None
    return made


def words(parts: tuple[Part, ...], lang: str = "fr") -> str:
    return "\n".join(say(part.text, lang) for part in parts)


# --- the letter ---


def test_the_network_of_hauts_de_france_has_an_address_for_applications() -> None:
    assert DOSSIER.address == NETWORK
    assert DOSSIER.takes_applications


def test_the_address_for_applications_is_a_fact_of_its_own_whatever_its_purpose_is_called() -> None:
    other = HDF.contacts[0].model_copy(
        update={
            "email": "bonjour@lianescooperation.org",
            "purpose": "Envoi des candidatures",
            "takes_applications": False,
        }
    )
    reworded = HDF.contacts[0].model_copy(update={"purpose": "Dépôt des dossiers"})
    region = HDF.model_copy(update={"contacts": (other, reworded)})
    assert replace(DOSSIER, region=region).address == NETWORK
    assert not replace(DOSSIER, region=region.model_copy(update={"contacts": (other,)})).takes_applications


def test_the_link_opens_an_e_mail_to_the_network_with_its_subject_and_body() -> None:
    link = urlsplit(mailto(prepared()))
    fields = parse_qs(link.query, strict_parsing=True)
    assert (link.scheme, unquote(link.path)) == ("mailto", NETWORK)
    assert fields["subject"] == ["Candidature EXPLOR HDF-2026-0007 : Les Amis de Kpomassé"]
    assert "Les Amis de Kpomassé, pour la mission « Transformer le manioc à Kpomassé »" in fields["body"][0]
    assert fields["body"][0].replace("\r\n", "").count("\n") == 0  # RFC 6068: lines end with %0D%0A
    assert "+" not in link.query  # a plus would be read as a plus


def test_names_cannot_write_other_fields_of_the_link_or_of_the_e_mail() -> None:
    wild = replace(DOSSIER, association="A&cc=x@y.fr?b #%0A\r\nBcc: z@y.fr", mission="m\nn", contact="c&bcc=k@y.fr")
    fields = parse_qs(urlsplit(mailto(prepared(wild))).query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert fields["subject"] == ["Candidature EXPLOR HDF-2026-0007 : A&cc=x@y.fr?b #%0A Bcc: z@y.fr"]


def test_the_link_stays_short_enough_for_any_mail_program_in_french() -> None:
    longest = replace(DOSSIER, association="Association é" * 12, mission="Mission é" * 12, contact="Nom é" * 20)
    assert len(mailto(prepared(longest))) < 2000


def test_a_corrected_version_says_so_in_its_subject() -> None:
    assert prepared(replace(DOSSIER, version=2)).subject.startswith(
        "Candidature EXPLOR HDF-2026-0007 (version 2, corrigée)"
    )


# --- what a mail server receives ---


async def test_the_network_receives_the_form_and_the_pre_fiche_with_the_person_in_copy() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        assert await send(prepared(), smtp, AT) == Sending("sent")
    assert server.recipients == [NETWORK, "awa@example.org"]
    email = server.received()
    assert (email["To"], email["Cc"], email["Reply-To"]) == (NETWORK, "awa@example.org", "awa@example.org")
    assert email["From"] == "Assistant EXPLOR <explor@bot.example.org>"
    assert email["Subject"] == "Candidature EXPLOR HDF-2026-0007 : Les Amis de Kpomassé"
    assert "à la demande de la personne de contact" in email.get_body().get_content()  # type: ignore[union-attr]
    files = {file.get_filename(): file.get_content() for file in email.iter_attachments()}
    assert files == {
        "HDF-2026-0007-v1-formulaire.pdf": PDF,
        "HDF-2026-0007-v1-pre-fiche.pdf": PDF + b"2",
    }


async def test_the_same_version_sent_twice_bears_the_same_number() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        await send(prepared(), smtp, AT)
        await send(prepared(), smtp, AT)
    first, second = (message_from_bytes(text)["Message-ID"] for text in server.taken)
    assert first == second == "<hdf-2026-0007.v1@bot.example.org>"


async def test_arabic_names_arrive_whole() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        await send(prepared(replace(DOSSIER, association="جمعية الأمل", mission="تدريب")), smtp, AT)
    email = server.received()
    assert email["Subject"] == "Candidature EXPLOR HDF-2026-0007 : جمعية الأمل"
    assert "جمعية الأمل" in email.get_body().get_content()  # type: ignore[union-attr]
    assert all(byte < 128 for byte in server.taken[0])  # any server takes it


async def test_an_address_under_an_accented_domain_is_written_as_servers_want_it() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        assert (await send(prepared(replace(DOSSIER, email="awa@été.fr")), smtp, AT)).outcome == "sent"
    assert server.recipients[1] == "awa@xn--t-9fab.fr"


async def test_an_address_that_mail_servers_may_refuse_sends_nothing() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        found = await send(prepared(replace(DOSSIER, email="أمل@example.org")), smtp, AT)
    assert found == Sending("not_sent", "bad_address")
    assert server.taken == []


async def test_a_refused_copy_is_not_called_a_copy() -> None:
    server = MailServer(answers={"RCPT TO:<awa": "550 no such person"})
    async with listening(server) as smtp:
        assert await send(prepared(), smtp, AT) == Sending("sent_without_copy")
    assert server.recipients == [NETWORK]


@pytest.mark.parametrize(
    ("answers", "again"),
    [
        ({f"RCPT TO:<{NETWORK}": "550 no such mailbox"}, False),
        ({f"RCPT TO:<{NETWORK}": "451 try later"}, True),
        ({"MAIL": "553 not from you"}, False),
        ({"EHLO": "554 no", "HELO": "554 no"}, False),
    ],
)
async def test_when_the_network_is_refused_nothing_leaves_at_all(answers: dict[str, str], again: bool) -> None:
    server = MailServer(answers=answers)
    async with listening(server) as smtp:
        found = await send(prepared(), smtp, AT)
    assert (found.outcome, found.again) == ("not_sent", again)
    assert server.taken == []


async def test_a_server_that_refuses_the_text_has_not_sent_it() -> None:
    server = MailServer(answers={".": "552 too big"})
    async with listening(server) as smtp:
        assert await send(prepared(), smtp, AT) == Sending("not_sent", "smtp_552")


async def test_a_line_cut_after_the_text_leaves_it_unknown() -> None:
    server = MailServer(silent_after_text=True)
    async with listening(server) as smtp:
        assert (await send(prepared(), smtp, AT)).outcome == "unsure"


async def test_a_server_that_is_not_there_sends_nothing_and_may_be_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        smtp = Smtp("127.0.0.1", taken.getsockname()[1], "none", "explor@bot.example.org", timeout=5)
        found = await send(prepared(), smtp, AT)
    assert (found.outcome, found.again) == ("not_sent", True)


async def test_without_the_encryption_that_was_asked_for_nothing_is_sent() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        found = await send(prepared(), replace(smtp, security="starttls", user="u", password="secret"), AT)
    assert found.outcome == "not_sent"
    assert (server.senders, server.taken) == ([], [])


# --- what the person is told ---


def test_without_a_mail_server_the_person_is_told_that_they_have_not_applied_yet() -> None:
    said = words(told(DOSSIER, None))
    assert "Lianes coopération ne l'a pas reçu : vous n'avez pas encore candidaté." in said
    assert "mailto:Explor-RRMA@lianescooperation.org?subject=" in said
    assert "HDF-2026-0007-v1-formulaire.pdf et HDF-2026-0007-v1-pre-fiche.pdf" in said
    assert "Dernier jour pour l'envoyer : 15 juin 2025, heure de Paris." in said
    assert "compte quand Lianes coopération vous confirme l'avoir reçue" in said


def test_who_sends_a_correction_is_not_told_that_they_have_not_applied() -> None:
    said = words(told(replace(DOSSIER, version=2), None))
    assert "La version corrigée du dossier HDF-2026-0007 est enregistrée ici" in said
    assert "vous n'avez pas encore candidaté" not in said
    assert "Dernier jour" not in said, "a correction may be handed in after the close"


def test_after_sending_only_the_sending_is_claimed() -> None:
    said = words(told(DOSSIER, Sending("sent")))
    assert "est parti par e-mail" in said
    assert "Vous êtes en copie : awa@example.org." in said
    assert "compte quand Lianes coopération vous confirme l'avoir reçue" in said
    assert "mailto:" not in said


def test_a_person_without_their_copy_is_told() -> None:
    said = words(told(DOSSIER, Sending("sent_without_copy")))
    assert "La copie pour awa@example.org a été refusée" in said
    assert "en copie" not in said


def test_a_failure_is_told_with_the_way_to_send_it_oneself() -> None:
    said = words(told(DOSSIER, Sending("not_sent", "smtp_550")))
    assert "L'e-mail n'est pas parti" in said
    assert "vous n'avez pas encore candidaté" in said
    assert "mailto:" in said
    assert "550" not in said


def test_what_is_not_known_is_told_as_not_known() -> None:
    said = words(told(DOSSIER, Sending("unsure")))
    assert "je ne sais pas si Lianes coopération a reçu l'e-mail" in said
    assert "Si la copie n'arrive pas à awa@example.org" in said
    assert "mailto:" in said
    assert "ne l'a pas reçu" not in said


@pytest.mark.parametrize("sending", [None, Sending("sent"), Sending("not_sent"), Sending("unsure")])
def test_nobody_is_told_that_they_have_applied_by_e_mail(sending: Sending | None) -> None:
    said = words(told(DOSSIER, sending))
    assert "est déposée" not in said
    assert "confirme l'avoir reçue" in said


def test_a_network_that_takes_the_chat_says_so_in_one_sentence() -> None:
    said = words(told_in_chat(DOSSIER, AT))
    assert said == (
        "Lianes coopération accepte les candidatures déposées ici : la vôtre, HDF-2026-0007, est déposée depuis le "
        "14 mai 2025 à 12:00."
    )


def test_a_network_without_an_address_is_to_be_asked() -> None:
    nowhere = replace(DOSSIER, region=FACTS.region("occitanie"), call=None)
    assert letter(nowhere) is None
    said = words(told(nowhere, None))
    assert "vous n'avez pas encore candidaté" in said
    assert "Le réseau n'a publié aucune adresse où envoyer une candidature." in said
    assert "mailto:" not in said


def test_a_plain_contact_is_named_as_what_it_is() -> None:
    paca = replace(DOSSIER, region=FACTS.region("provence-alpes-cote-d-azur"), call=None)
    assert not paca.takes_applications
    said = words(told(paca, None))
    assert "C'est l'adresse de contact du réseau : il n'en a pas publié pour les candidatures." in said


# --- the settings ---


@pytest.fixture
def set_env(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    def settings(**values: str) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(f"EXPLOR_{name}", value)
        return Settings()

    return settings


def test_nothing_is_sent_unless_a_server_is_set(set_env: Callable[..., Settings]) -> None:
    assert set_env().smtp is None


def test_a_server_is_one_address(set_env: Callable[..., Settings]) -> None:
    found = set_env(SMTP_URL="smtps://bot%40x.fr:p%3Aw@mail.example.org", SMTP_FROM="explor@x.fr").smtp
    assert found == Smtp("mail.example.org", 465, "tls", "explor@x.fr", "bot@x.fr", "p:w", 30.0)
    assert "p:w" not in repr(found)


@pytest.mark.parametrize(
    "values",
    [
        {"SMTP_URL": "smtp://user:tiger@mail.example.org"},
        {"SMTP_URL": "http://user:tiger@mail.example.org", "SMTP_FROM": "a@b.fr"},
        {"SMTP_URL": "smtp+plain://user:tiger@mail.example.org", "SMTP_FROM": "a@b.fr"},
        {"SMTP_FROM": "a@b.fr"},
    ],
)
def test_a_server_half_set_is_refused_without_showing_its_password(
    set_env: Callable[..., Settings], values: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        set_env(**values)
    assert "tiger" not in str(caught.value)


def test_a_network_may_take_submissions_in_the_chat(set_env: Callable[..., Settings]) -> None:
    assert set_env(FILING_IN_CHAT='["hauts-de-france"]').filing_in_chat == {"hauts-de-france"}
