"""The papers of the accounts of a mission: the statement to sign off, the letter of a gift, the association's bill.

Data in, `Paper` out: amounts and reasons are those of the statement and of the ledger, nothing is computed here. What
only the network knows (its address, its tax status) is left to be written by hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

from bot.bookkeeping import Book
from bot.books import euros
from bot.documents import Field, Paper, Picture, Section, Signature, Table
from bot.documents.paper import Side
from bot.words import PARIS, say, shown
from dialogs.claim_words import decision_texts
from dialogs.core.text import Listed, Money, Text, _, literal
from dialogs.wording import CATEGORIES, STEPS, reason_text
from knowledge.base import Cited, Knowledge
from knowledge.reasons import Reason
from knowledge.settlement import Payer, Settled
from storage.claims import ClaimRow
from storage.ledger import Written
from storage.missions import MissionPerson

PAID_BY: Mapping[Payer, Text] = {
    "volunteer": _("le volontaire"),
    "network": _("le réseau"),
    "association": _("l'association"),
    "employer": _("l'employeur"),
}
_SIDES: tuple[Side, ...] = ("start", "start", "end", "end", "end")


def statement_paper(book: Book, facts: Knowledge, lang: str, at: datetime, receipts: Sequence[Picture] = ()) -> Paper:
    """The statement of a mission, to be signed off, with the pictures of its receipts in annex."""
    return _Wording(book, facts, lang, at).statement(receipts)


def gift_letter(book: Book, volunteer: MissionPerson, facts: Knowledge, lang: str, at: datetime) -> Paper:
    """The letter by which a volunteer gives up their refund (Code général des impôts, article 200, 1)."""
    return _Wording(book, facts, lang, at).gift(volunteer)


def invoice_paper(book: Book, asked: Written, facts: Knowledge, lang: str, at: datetime) -> Paper:
    """What the association is asked for, by an entry of the ledger."""
    return _Wording(book, facts, lang, at).invoice(asked)


def receipt_title(claim: ClaimRow, number: int, lang: str) -> str:
    """What a picture in annex is: « Dépense 3, reçu 1 »."""
    return say(_("Dépense {claim}, reçu {receipt}", claim=claim.number, receipt=number), lang)


class _Wording:
    """The accounts of one mission, being worded in one language."""

    def __init__(self, book: Book, facts: Knowledge, lang: str, at: datetime) -> None:
        self.book, self.facts, self.lang, self.at = book, facts, lang, at
        self.found = book.account.statement
        self.network = facts.region(book.mission.region).network.name
        self.association = str(book.mission.sheet.get("association") or "—")
        self.say = partial(say, lang=lang)

    # -- the papers ------------------------------------------------------------------------------------------------

    def statement(self, receipts: Sequence[Picture]) -> Paper:
        sections = (self._expenses(), self._bill(), self._refunds(), self._reasons(), self._book())
        return self._paper(
            _("Décompte de la mission"),
            tuple(one for one in sections if one.fields),
            notes=tuple(self.say(reason_text(note)) for note in self.found.notes),
            status=self._waiting(),
            signatures=(self._signature(_("Pour le réseau")), self._signature(_("Pour l'association"))),
            annex=(Section(self.say(_("Annexe : les reçus")), tuple(receipts)),) if receipts else (),
        )

    def gift(self, volunteer: MissionPerson) -> Paper:
        given = self.found.gifts.get(volunteer.id, Decimal(0))
        own = [line for line in self.found.lines if line.claim.volunteer == volunteer.id and line.eligible]
        promise = _(
            "Je soussigné(e) {name} certifie renoncer au remboursement des frais ci-dessus et les laisser à {network} "
            "en tant que don.",
            name=volunteer.name,
            network=self.network,
        )
        fields = (self._table([line for line in own if line.claim.paid_by == "volunteer"], given), self._prose(promise))
        return self._paper(
            _("Abandon de frais"),
            (Section(self.say(_("Les dépenses")), fields),),
            notes=(self.say(_GIFT_NOTE),),
            signatures=(self._signature(literal(volunteer.name)),),
        )

    def invoice(self, asked: Written) -> Paper:
        rows = tuple((self.say(text), self._euros(amount)) for text, amount in self._invoiced(asked))
        wanted = _("À payer") if asked.entry.debit == "invoiced" else _("En votre faveur")
        total = (self.say(wanted), self._money(asked.entry.cents))
        table = Table("", (self.say(_("Objet")), self.say(_("Montant"))), rows, ("start", "end"), total)
        by_hand = (_("Adresse et SIRET du réseau"), _("À payer avant le"), _("Compte bancaire (IBAN)"))
        fields = tuple(Field(self.say(label), None, by_hand=True) for label in by_hand)
        return self._paper(
            _("Participation de l'association"),
            (Section("", (table,)), Section(self.say(_("Pour payer")), fields)),
            subtitle=self.say(_("Pièce {number}", number=f"{self.book.mission.reference}-{asked.number}")),
            notes=(self.say(_("Le réseau complète cette pièce et y ajoute ce que la loi lui demande.")),),
        )

    # -- the statement ---------------------------------------------------------------------------------------------

    def _expenses(self) -> Section:
        return Section(self.say(_("Les dépenses")), (self._table(self.found.lines, self.found.eligible),))

    def _table(self, lines: Sequence[Settled], total: Decimal | None) -> Table:
        names = (_("Dépense"), _("Payée par"), _("Montant"), _("En euros"), _("Comptée"))
        head = tuple(map(self.say, names))
        last = (self.say(_("Total")), "", "", "", self._euros(total))
        return Table("", head, tuple(map(self._row, lines)), _SIDES, last)

    def _row(self, line: Settled) -> tuple[str, ...]:
        claim = self.book.account.claim(line.claim.id)
        named = _("{number}. {category}", number=str(claim.number), category=CATEGORIES[line.claim.category])
        said = (named, line.claim.date, claim.spent.supplier)
        what = "\n".join(shown(one, self.lang) for one in said if one)
        original = None if line.original is None else Money(line.original, line.claim.currency)
        counted = self.say(_("en attente")) if line.eligible is None else self._euros(line.eligible)
        return (what, self._payer(line), self._shown(original), self._euros(line.converted), counted)

    def _payer(self, line: Settled) -> str:
        place = line.claim.volunteer
        return self.book.name(place) if place and line.claim.paid_by == "volunteer" else self._named(line)

    def _named(self, line: Settled) -> str:
        return self.say(PAID_BY[line.claim.paid_by])

    def _bill(self) -> Section:
        """Who bears what; an amount that no rule gives shows a dash."""
        steps = tuple(Field(self.say(STEPS[step.id]), self._step(step.amount)) for step in self.found.steps)
        bought = Field(self.say(_("Déjà acheté par le réseau")), self._euros(self.found.paid["network"]))
        return Section(self.say(_("Qui paie quoi")), (*steps, bought))

    def _refunds(self) -> Section:
        names = (_("Volontaire"), _("Compté"), _("Laissé en don"), _("Payé"), _("Reste à payer"))
        rows = tuple(self._refund(one) for one in self.book.volunteers)
        sides: tuple[Side, ...] = ("start", "end", "end", "end", "end")
        table = Table("", tuple(map(self.say, names)), rows, sides)
        return Section(self.say(_("Les remboursements")), (table,) if rows else ())

    def _refund(self, one: MissionPerson) -> tuple[str, ...]:
        given = self.found.gifts.get(one.id, Decimal(0))
        due = self.found.refunds.get(one.id, Decimal(0))
        account = f"refund:{one.id}"
        paid = euros(sum(self._signed(entry, account) for entry in self.book.entries if self._is_paid(entry, account)))
        return (one.name, *map(self._euros, (due + given, given, paid, due - paid)))

    def _is_paid(self, written: Written, account: str) -> bool:
        return written.entry.kind == "payment" and account in (written.entry.debit, written.entry.credit)

    def _signed(self, written: Written, account: str) -> int:
        return written.entry.cents if written.entry.debit == account else -written.entry.cents

    def _reasons(self) -> Section:
        blocks = [block for line in self.found.lines for block in self._why(line)]
        steps = (Field(self.say(STEPS[step.id]), self._because(step.reason, step.source)) for step in self.found.steps)
        return Section(self.say(_("Pourquoi")), (*blocks, *steps))

    def _why(self, line: Settled) -> Iterator[Field]:
        claim = self.book.account.claim(line.claim.id)
        told = [self.say(reason_text(reason)) for reason in line.reasons]
        told += [self._cited(line.source), *([self._cited(line.rate_source)] if line.rate_source else [])]
        if claim.decision_words and claim.state in ("part", "refused"):
            told.extend(self.say(one) for one in decision_texts(claim.decision_words))
        yield Field(self.say(_("Dépense {claim}", claim=claim.number)), "\n".join(told))

    def _book(self) -> Section:
        mark = self.book.mark
        noted = _("{count} écritures, empreinte {digest}", count=mark.count, digest=mark.sha256)
        return Section(self.say(_("Le livre au moment de ce décompte")), (Field("", self.say(noted)),))

    def _waiting(self) -> str:
        if not self.found.waiting:
            return ""
        numbers = Listed(tuple(str(int(one)) for one in self.found.waiting))
        return self.say(_("Provisoire : il reste à décider ou à convertir les dépenses {numbers}.", numbers=numbers))

    # -- the invoice -----------------------------------------------------------------------------------------------

    def _invoiced(self, asked: Written) -> Iterator[tuple[Text, Decimal]]:
        """What stands on the association's account before it was asked, entry by entry; reversals take away."""
        names = {
            "association": STEPS["association"],
            "fee": STEPS["fee"],
            "employer": _("Déjà payé par l'employeur"),
            "claim": _("Déjà payé par l'association"),
            "invoice": _("Déjà demandé"),
            "repaid": _("Rendu à l'association"),
        }
        held: dict[str, int] = {}
        for one in self.book.entries:
            if one.number < asked.number and "association" in (one.entry.debit, one.entry.credit):
                kind = one.entry.kind
                held[kind] = held.get(kind, 0) + self._signed(one, "association")
        yield from ((names[kind], euros(cents)) for kind, cents in held.items() if cents)

    # -- words -----------------------------------------------------------------------------------------------------

    def _paper(
        self,
        title: Text,
        sections: tuple[Section, ...],
        *,
        subtitle: str = "",
        notes: tuple[str, ...] = (),
        status: str = "",
        signatures: tuple[Signature, ...] = (),
        annex: tuple[Section, ...] = (),
    ) -> Paper:
        return Paper(
            lang=self.lang,
            at=self.at,
            title=self.say(title),
            subtitle=subtitle,
            reference=self.book.mission.reference,
            status=status,
            facts=tuple(self._facts()),
            sections=sections,
            notes=notes,
            signatures=signatures,
            annex=annex,
            footer=self.network,
        )

    def _facts(self) -> Iterator[Field]:
        mission = self.book.mission
        yield Field(self.say(_("Réseau")), self.network)
        yield Field(self.say(_("Association")), self.association)
        if mission.starts and mission.ends:
            dates = _("du {first} au {last}", first=mission.starts, last=mission.ends)
            yield Field(self.say(_("Mission")), self.say(dates))
        yield Field(self.say(_("Établi le")), shown(self.at.astimezone(PARIS).date(), self.lang))

    def _signature(self, who: Text) -> Signature:
        lines = (_("Nom"), _("Lieu et date"))
        fields = tuple(Field(self.say(line), None, by_hand=True) for line in lines)
        return Signature(self.say(who), fields, self.say(_("Signature")))

    def _prose(self, text: Text) -> Field:
        return Field("", self.say(text))

    def _because(self, reason: Reason, source: Cited) -> str:
        return "\n".join((self.say(reason_text(reason)), self._cited(source)))

    def _cited(self, source: Cited) -> str:
        said = _("Source : {title}, {section} ({date})", title=source.title, section=source.section, date=source.date)
        return self.say(said)

    def _step(self, amount: Decimal | None) -> str | None:
        return None if amount is None else self._euros(amount)

    def _euros(self, amount: Decimal | None) -> str:
        return self._shown(None if amount is None else Money(amount))

    def _money(self, cents: int) -> str:
        return self._euros(euros(cents))

    def _shown(self, money: Money | None) -> str:
        return "—" if money is None else shown(money, self.lang)


_GIFT_NOTE = _(
    "Ce don ouvre droit à une réduction d'impôt si le réseau peut émettre un reçu fiscal : demandez-le-lui. "
    "(Code général des impôts, article 200)"
)
