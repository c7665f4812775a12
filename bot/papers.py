"""The papers of a submitted version on their way to people: made, kept, filed, handed over, and told as it happened.

- The PDF of the pré-fiche is made once and kept by its hash: asked for again, the same bytes come.
- A version is filed once: what was sent is noted, and a second telling of the order tells it again and sends nothing.
  Only a kill between the mail server's yes and that note sends twice, under one and the same message number.
- Nothing here runs within a turn: a mail server may take its time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import select

from bot.documents import to_docx, to_pdf
from bot.filing import Dossier, Sending, file_names, letter, send, told, told_in_chat
from bot.pre_fiche_paper import application_form, dossier, pre_fiche
from bot.render import Capabilities, File, messages
from bot.settings import Settings, Smtp
from dialogs.core.reply import Part, Reply
from dialogs.core.text import Listed, _
from knowledge.base import Knowledge
from storage.applications import ApplicationRow, Version
from storage.errors import FileMissing
from storage.files import FileStore
from storage.records import Outgoing
from storage.store import Store
from storage.tables import AuditLine

FILED = "application.filed"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Papers:
    """Whoever makes and files papers: what is kept, what is known, and the mail server if one is set."""

    store: Store
    facts: Knowledge
    files: FileStore
    smtp: Smtp | None = None
    in_chat: frozenset[str] = frozenset()

    @staticmethod
    def of(store: Store, facts: Knowledge, settings: Settings) -> "Papers":
        return Papers(store, facts, FileStore(settings.files), settings.smtp, settings.filing_in_chat)

    def file(self, order: Mapping[str, Any], now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
        """Carry out {"application", "version", "lang"}: file the version; what to say of it, then each of its papers.

        Nothing where the application is gone, or was withdrawn since.
        """
        found = self._version(order["application"], order["version"], now)
        if found is None:
            return ()
        row, version = found
        about = dossier(row, version, self.facts)
        said = Reply((*_made(about, version.lang), *self._filed(row, version, about, now)))
        words = (Outgoing(message.to_json()) for message in messages((said,), order["lang"], able))
        return (*words, *(sheet(row.id, version.number, name) for name in self._by_name(row, version, now)))

    def paper(self, wanted: Mapping[str, Any], now: datetime) -> File | None:
        """One paper of a version, by its name: {"application", "version", "name"}; None where it is gone."""
        found = self._version(wanted["application"], wanted["version"], now)
        make = self._by_name(*found, now).get(str(wanted["name"])) if found else None
        return make() if make else None

    def _by_name(self, row: ApplicationRow, version: Version, now: datetime) -> Mapping[str, Callable[[], File]]:
        """Every paper that is handed over: in French for the network, in the person's language, and to sign."""
        form, fiche = file_names(version.reference, version.number)
        langs = dict.fromkeys(("fr", version.lang))
        pdfs: dict[str, Callable[[], File]] = {}
        for lang in langs:
            pdfs[_in(form, lang)] = partial(self._form_pdf, row, version, lang)
            pdfs[_in(fiche, lang)] = partial(self._fiche_pdf, row, version, lang, now)
        form_docx, fiche_docx = (name.replace(".pdf", ".docx") for name in (form, fiche))
        return {
            **pdfs,
            form_docx: lambda: File(form_docx, to_docx(application_form(row, version, self.facts, "fr")), DOCX),
            fiche_docx: lambda: File(fiche_docx, to_docx(pre_fiche(row, version, self.facts, "fr")), DOCX),
        }

    def _form_pdf(self, row: ApplicationRow, version: Version, lang: str) -> File:
        name, _fiche = file_names(version.reference, version.number)
        return File(_in(name, lang), to_pdf(application_form(row, version, self.facts, lang)))

    def _fiche_pdf(self, row: ApplicationRow, version: Version, lang: str, now: datetime) -> File:
        """The pré-fiche as it was kept where it is in this language."""
        _form, name = file_names(version.reference, version.number)
        kept = lang == version.lang
        made = self.pdf(row, version, now) if kept else to_pdf(pre_fiche(row, version, self.facts, lang))
        return File(_in(name, lang), made)

    def forget(self, files: Iterable[str]) -> None:
        """Remove files that nobody holds any more."""
        for sha256 in files:
            self.files.remove(sha256)

    def pdf(self, row: ApplicationRow, version: Version, now: datetime) -> bytes:
        """The pré-fiche of a version as it was first made, in the language it was submitted in."""
        if version.pdf_sha256 is not None:
            try:
                return self.files.get(version.pdf_sha256)
            except FileMissing:  # the folder was lost: the answers are not, and the paper is made again
                return self._pre_fiche(row, version)
        return self._keep(version, self._pre_fiche(row, version), now)

    def docx(self, row: ApplicationRow, version: Version) -> bytes:
        """The pré-fiche of a version, for a word processor."""
        return to_docx(pre_fiche(row, version, self.facts, version.lang))

    def pdfs(self, row: ApplicationRow, version: Version, lang: str, now: datetime) -> tuple[File, File]:
        """The two files that a network asks for, in a language."""
        return self._form_pdf(row, version, lang), self._fiche_pdf(row, version, lang, now)

    def _pre_fiche(self, row: ApplicationRow, version: Version) -> bytes:
        return to_pdf(pre_fiche(row, version, self.facts, version.lang))

    def _keep(self, version: Version, made: bytes, now: datetime) -> bytes:
        """The file first, then the row that names it: a hash that is kept always has its file."""
        sha256 = self.files.put(made)
        with self.store.desk(now) as desk:
            kept = desk.version_paper(version.application_id, version.number, sha256)
        return made if kept == sha256 else self.files.get(kept)

    def _version(self, id: str, number: int, now: datetime) -> tuple[ApplicationRow, Version] | None:
        with self.store.desk(now) as desk:
            row = desk.get(id)
            if row is None or row.state == "withdrawn":
                return None
            return next(((row, version) for version in desk.versions(id) if version.number == number), None)

    # -- filing ----------------------------------------------------------------------------------------------------

    def _filed(self, row: ApplicationRow, version: Version, about: Dossier, now: datetime) -> tuple[Part, ...]:
        if about.region.slug in self.in_chat:
            return told_in_chat(about, version.submitted_at)
        if self.smtp is None or not about.takes_applications:
            return told(about, None)
        return told(about, self._noted(version) or self._sent(self.smtp, row, version, about, now))

    def _sent(self, smtp: Smtp, row: ApplicationRow, version: Version, about: Dossier, now: datetime) -> Sending:
        import asyncio  # only where a mail server is set: the first words must not wait for it

        prepared = letter(about, self._for_network(row, version, now))
        sending = asyncio.run(send(prepared, smtp, now)) if prepared else Sending("not_sent", "no_address")
        detail = {"version": version.number, "outcome": sending.outcome, "why": sending.why}
        with self.store.desk(now) as desk:
            desk.audit("bot", FILED, f"application:{row.id}", detail)
        return sending

    def _for_network(self, row: ApplicationRow, version: Version, now: datetime) -> tuple[File, ...]:
        """Both files in French, which the network reads, and as the person has them where that is another language."""
        langs = dict.fromkeys(("fr", version.lang))
        return tuple(file for lang in langs for file in self.pdfs(row, version, lang, now))

    def _noted(self, version: Version) -> Sending | None:
        """What became of this version's letter, if one has left, or may have."""
        wanted = select(AuditLine).where(
            AuditLine.action == FILED, AuditLine.subject == f"application:{version.application_id}"
        )
        with self.store.reading() as session:
            details = [line.detail for line in session.exec(wanted) if line.detail]
        here = (detail for detail in details if detail["version"] == version.number and detail["outcome"] != "not_sent")
        return next((Sending(detail["outcome"], detail["why"]) for detail in here), None)


def _made(about: Dossier, lang: str) -> tuple[Part, ...]:
    files = Listed(about.file_names)
    if lang == "fr":
        kept = Part(_("Vos documents : {files}. Gardez-les.", files=files))
    else:
        said = _("Le réseau lit le français : {files} sont pour lui. Les mêmes dans votre langue sont pour vous.")
        kept = Part(said.fill(files=files))
    return (kept, Part(_("Les mêmes existent en DOCX, si le réseau vous demande de les signer."), "note"))


def sheet(application: str, version: int, name: str) -> Outgoing:
    """A paper on its way: made when it is sent."""
    return Outgoing({"content": "paper", "application": application, "version": version, "name": name})


def _in(name: str, lang: str) -> str:
    """The name of the same file in another language than French, which the networks read."""
    return name if lang == "fr" else name.replace(".pdf", f"-{lang}.pdf")
