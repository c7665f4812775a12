"""Filing: a submitted version on its way to the network by e-mail, by the person's hand or by the bot's.

- `mailto` sends nothing: it is a link that opens an e-mail, prepared; the person attaches the files and sends it.
- `send` says what happened, and no more: sent, sent without the person's copy, not sent, or not known. It speaks to a
  mail server only; whether the network has read anything is for the network to say.
- What is told (`told`) follows from that outcome alone: nobody is left thinking that they have applied when they have
  not.

The letter is in French, which is what the networks read; what is told is in the person's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode

from bot.render import File
from bot.settings import Smtp
from dialogs.core.reply import Part
from dialogs.core.text import Listed, _
from dialogs.sources import contact_parts
from knowledge.calls import last_day
from knowledge.schema import Call, Contact, Region

if TYPE_CHECKING:
    from aiosmtplib import SMTP

Outcome = Literal["sent", "sent_without_copy", "not_sent", "unsure"]

_NAME = 80  # characters of a name: some mail programs cut links of 2,000


def file_names(reference: str, version: int) -> tuple[str, str]:
    """The form and the pré-fiche of a version."""
    stem = f"{reference}-v{version}"
    return f"{stem}-formulaire.pdf", f"{stem}-pre-fiche.pdf"


@dataclass(frozen=True)
class Dossier:
    """A submitted version, as far as its filing needs it. `email` is the contact person's, who gets the copy."""

    reference: str
    version: int
    region: Region
    association: str
    mission: str
    contact: str
    email: str | None
    call: Call | None = None

    @property
    def address(self) -> str | None:
        """The address for applications, else the network's own; None where it has published neither."""
        return _email(self._for_applications) or next(filter(None, map(_email, self.region.contacts)), None)

    @property
    def takes_applications(self) -> bool:
        """Whether that address was published for applications: only there does the bot write by itself."""
        return _email(self._for_applications) is not None

    @property
    def _for_applications(self) -> Contact | None:
        return next((contact for contact in self.region.contacts if contact.takes_applications), None)

    @property
    def file_names(self) -> tuple[str, str]:
        """The form and the pré-fiche, as they are called everywhere."""
        return file_names(self.reference, self.version)


def _email(contact: Contact | None) -> str | None:
    return contact.email if contact else None


@dataclass(frozen=True)
class Letter:
    """The e-mail of a filing, or another one: `under` is then what stands below it."""

    to: str
    copy_to: str | None
    subject: str
    body: str
    number: str
    attachments: tuple[File, ...] = ()
    under: str | None = None


@dataclass(frozen=True)
class Sending:
    """What became of a letter. `why` is a code for whoever reads the log; `again`: another try may do better."""

    outcome: Outcome
    why: str = ""
    again: bool = False


# -- the letter ------------------------------------------------------------------------------------------------------


def letter(dossier: Dossier, attachments: tuple[File, ...] = ()) -> Letter | None:
    """The e-mail for a version; None where the network has published no address."""
    if dossier.address is None:
        return None
    return Letter(
        to=dossier.address,
        copy_to=dossier.email,
        subject=_subject(dossier),
        body=_body(dossier),
        number=f"{dossier.reference}.v{dossier.version}".lower(),
        attachments=attachments,
    )


def _subject(dossier: Dossier) -> str:
    name = _one_line(dossier.association)[:_NAME]
    corrected = f" (version {dossier.version}, corrigée)" if dossier.version > 1 else ""
    return f"Candidature EXPLOR {dossier.reference}{corrected} : {name}"


def _body(dossier: Dossier) -> str:
    association, mission = _one_line(dossier.association)[:_NAME], _one_line(dossier.mission)[:_NAME]
    return (
        f"Bonjour,\n\nVeuillez trouver ci-joint la candidature EXPLOR de {association}, "
        f"pour la mission « {mission} » : le formulaire de candidature et la pré-fiche mission.\n\n"
        f"Référence : {dossier.reference}, version {dossier.version}\n\n"
        f"Merci de nous confirmer que vous avez bien reçu ce dossier.\n\n{_one_line(dossier.contact)}\n"
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())


def mailto(prepared: Letter) -> str:
    """The letter as a link (RFC 6068). A link cannot carry files: the person attaches them."""
    body = prepared.body.replace("\n", "\r\n")
    fields = {"subject": prepared.subject, "body": body}
    return f"mailto:{quote(prepared.to, safe='@')}?{urlencode(fields, quote_via=quote, safe='')}"


def as_email(prepared: Letter, sender: str, at: datetime) -> EmailMessage:
    """The letter as it travels: from the bot, to the network, the person in copy and answered to.

    The number makes its id, so that the same version sent twice is recognised as the same. Raises `ValueError` for an
    address that cannot stand in a header.
    """
    email = EmailMessage(policy=WIRE.clone(cte_type="7bit"))
    email["From"] = Address("Assistant EXPLOR", addr_spec=sender)
    email["To"] = Address(addr_spec=prepared.to)
    if prepared.copy_to:
        email["Cc"] = email["Reply-To"] = Address(addr_spec=prepared.copy_to)
    email["Subject"] = prepared.subject
    email["Date"] = at
    email["Message-ID"] = f"<{prepared.number}@{sender.rpartition('@')[2]}>"
    email.set_content(prepared.body + (_by_the_bot(prepared) if prepared.under is None else prepared.under))
    for file in prepared.attachments:
        kind, _slash, subkind = file.mime.partition("/")
        email.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name)
    return email


def _by_the_bot(prepared: Letter) -> str:
    answer = " Votre réponse ira à cette personne." if prepared.copy_to else ""
    return f"\n-- \nEnvoyé par l'assistant EXPLOR à la demande de la personne de contact de l'association.{answer}\n"


# -- sending ---------------------------------------------------------------------------------------------------------


async def send(prepared: Letter, server: Smtp, at: datetime) -> Sending:
    """Hand the letter to the mail server; never raises for what the server or the network does."""
    from aiosmtplib import SMTPException

    try:
        to, copy_to = _plain(prepared.to), _plain(prepared.copy_to)
        email = as_email(_readdressed(prepared, to or "", copy_to), _plain(server.sender) or "", at).as_bytes()
    except ValueError:
        return Sending("not_sent", "bad_address")
    client = _client(server)
    try:
        await _connect(client, server)
        return await _hand_over(client, server, to or "", copy_to, email)
    except (SMTPException, OSError) as error:  # before the text was handed over: nothing can have left
        return Sending("not_sent", _code(error), again=_may_pass(error))
    finally:
        client.close()


async def unreachable(server: Smtp) -> str | None:
    """Why the mail server cannot be reached, or does not let us in; None where it does. Sends nothing."""
    from aiosmtplib import SMTPException

    client = _client(server)
    try:
        await _connect(client, server)
    except (SMTPException, OSError) as error:
        return _code(error)
    finally:
        client.close()
    return None


def _readdressed(prepared: Letter, to: str, copy_to: str | None) -> Letter:
    return replace(prepared, to=to, copy_to=copy_to)


def _plain(address: str | None) -> str | None:
    """An address as every mail server takes it. Raises `ValueError` where it has no such form."""
    from email_validator import validate_email

    if address is None:
        return None
    found = validate_email(address, check_deliverability=False, test_environment=True).ascii_email
    if found is None:
        raise ValueError("this address needs letters that mail servers may refuse")
    return found


def _client(server: Smtp) -> "SMTP":
    from aiosmtplib import SMTP

    return SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        timeout=server.timeout,
        local_hostname=server.sender.rpartition("@")[2] or None,
    )


async def _connect(client: "SMTP", server: Smtp) -> None:
    await client.connect()
    if server.user:
        await client.login(server.user, server.password or "")


async def _hand_over(client: "SMTP", server: Smtp, to: str, copy_to: str | None, email: bytes) -> Sending:
    """The envelope, then the text. A network that is refused gets nothing sent at all: a copy alone would mislead."""
    await client.mail(_plain(server.sender) or "")
    await client.rcpt(to)
    copied = copy_to is not None and await _accepted(client, copy_to)
    outcome = await _text(client, email)
    if outcome.outcome == "sent" and not copied:
        return Sending("sent_without_copy")
    return outcome


async def _accepted(client: "SMTP", address: str) -> bool:
    from aiosmtplib import SMTPResponseException

    try:
        await client.rcpt(address)
    except SMTPResponseException:
        return False
    return True


async def _text(client: "SMTP", email: bytes) -> Sending:
    """From here on a silence tells nothing: the server may have taken the letter, or not."""
    from aiosmtplib import SMTPException, SMTPResponseException

    try:
        await client.data(email)
    except SMTPResponseException as error:
        return Sending("not_sent", _code(error), again=_may_pass(error))
    except (SMTPException, OSError) as error:
        return Sending("unsure", _code(error))
    return Sending("sent")


def _code(error: Exception) -> str:
    """The server's number or the error's name: its words may quote addresses."""
    code = getattr(error, "code", None)
    return f"smtp_{code}" if code else type(error).__name__


def _may_pass(error: Exception) -> bool:
    code = getattr(error, "code", None)
    return code is None or 400 <= code < 500


# -- what is told ----------------------------------------------------------------------------------------------------


def told_in_chat(dossier: Dossier, at: datetime) -> tuple[Part, ...]:
    """Where the network said that a submission here is the filing."""
    said = _(
        "{network} accepte les candidatures déposées ici : la vôtre, {reference}, est déposée depuis le {at}.",
        network=dossier.region.network.name,
        reference=dossier.reference,
        at=at,
    )
    return (Part(said),)


def told(dossier: Dossier, sending: Sending | None) -> tuple[Part, ...]:
    """What to say of a filing by e-mail; `sending` is None where the bot did not try to send."""
    match sending:
        case Sending(outcome="sent" | "sent_without_copy" as outcome):
            return tuple(_sent(dossier, copied=outcome == "sent"))
        case Sending(outcome="unsure"):
            return (*_unsure(dossier), *_by_hand(dossier))
        case Sending(outcome="not_sent"):
            return (*_not_sent(dossier), *_not_yet(dossier), *_by_hand(dossier))
    return (*_not_yet(dossier), *_by_hand(dossier))


def _sent(dossier: Dossier, *, copied: bool) -> Iterator[Part]:
    network = dossier.region.network.name
    yield Part(_("Votre dossier {reference} est parti par e-mail", reference=dossier.reference), "title")
    yield Part(_("À : {address}, avec {files}.", address=dossier.address, files=Listed(dossier.file_names)), "item")
    if copied:
        yield Part(_("Vous êtes en copie : {email}.", email=dossier.email), "item")
    elif dossier.email:
        yield Part(_("La copie pour {email} a été refusée : vous ne la recevrez pas.", email=dossier.email), "item")
    yield Part(
        _(
            "Un e-mail parti n'est pas encore un e-mail lu : votre candidature compte quand {network} vous confirme "
            "l'avoir reçue. Sans réponse sous quelques jours, écrivez-lui.",
            network=network,
        )
    )


def _not_sent(dossier: Dossier) -> Iterator[Part]:
    network = dossier.region.network.name
    yield Part(_("L'e-mail n'est pas parti : {network} n'a rien reçu de ma part.", network=network))


def _unsure(dossier: Dossier) -> Iterator[Part]:
    network = dossier.region.network.name
    yield Part(
        _("La connexion s'est coupée pendant l'envoi : je ne sais pas si {network} a reçu l'e-mail.", network=network)
    )
    if dossier.email:
        yield Part(
            _("Si la copie n'arrive pas à {email}, envoyez le dossier vous-même, comme ceci :", email=dossier.email)
        )
    else:
        yield Part(_("Dans le doute, envoyez le dossier vous-même, comme ceci :"))


def _not_yet(dossier: Dossier) -> Iterator[Part]:
    network = dossier.region.network.name
    yield Part(_("Il reste une étape : faire parvenir votre dossier au réseau"), "title")
    if dossier.version > 1:
        said = _("La version corrigée du dossier {reference} est enregistrée ici, mais {network} ne l'a pas encore.")
        yield Part(said.fill(reference=dossier.reference, network=network))
        return
    yield Part(
        _(
            "Votre dossier {reference} est enregistré ici, mais {network} ne l'a pas reçu : vous n'avez pas encore "
            "candidaté.",
            reference=dossier.reference,
            network=network,
        )
    )


def _by_hand(dossier: Dossier) -> Iterator[Part]:
    prepared = letter(dossier)
    if prepared is None:
        yield Part(_("Le réseau n'a publié aucune adresse où envoyer une candidature. Demandez-lui comment faire."))
        yield from contact_parts(dossier.region)
        return
    yield Part(_("1. Ouvrez l'e-mail préparé : {link}", link=mailto(prepared)), "item")
    yield Part(_("2. Joignez les deux fichiers : {files}.", files=Listed(dossier.file_names)), "item")
    yield Part(_("3. Envoyez-le à {address}.", address=prepared.to), "item")
    if dossier.call is not None and dossier.version == 1:  # a correction may be handed in after the close
        yield Part(_("Dernier jour pour l'envoyer : {day}, heure de Paris.", day=last_day(dossier.call)), "item")
    if not dossier.takes_applications:
        yield Part(_("C'est l'adresse de contact du réseau : il n'en a pas publié pour les candidatures."), "note")
    network = dossier.region.network.name
    yield Part(_("Votre candidature compte quand {network} vous confirme l'avoir reçue.", network=network))
