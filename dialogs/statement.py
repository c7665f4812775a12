"""The statement of a mission in words: what each volunteer is due, who pays what, then each expense and why.

The sums are `knowledge.settlement`'s; nothing is decided here.
"""

from collections.abc import Iterator

from dialogs.core.reply import Part
from dialogs.core.text import Money, Text, _
from dialogs.sources import Footnotes
from dialogs.wording import CATEGORIES, STEPS, reason_text
from knowledge.base import Cited, Knowledge
from knowledge.rules import Step
from knowledge.settlement import Settled, Statement


def statement_parts(found: Statement, facts: Knowledge) -> tuple[Part, ...]:
    """The statement as a person reads it: who is due what, the totals, the expenses in the order they were counted."""
    cite = Footnotes(facts)
    return (
        Part(_("Décompte de la mission"), "title"),
        *(Part(line, "item") for line in (*_refunds(found), *_totals(found))),
        Part(_("Les dépenses"), "title"),
        *(part for line in found.lines for part in _line(line, cite)),
        *(cite.item(_step(step), step.source) for step in found.steps),
        Part(_("À savoir"), "title"),
        *(Part(reason_text(note), "item") for note in found.notes),
        *cite.parts(),
    )


def _refunds(found: Statement) -> Iterator[Text]:
    for volunteer, amount in found.refunds.items():
        if volunteer not in found.gifts:
            yield _("À rembourser à {volunteer} : {amount}", volunteer=volunteer, amount=Money(amount))
    for volunteer, amount in found.gifts.items():
        yield _("{volunteer} renonce à son remboursement : {amount}", volunteer=volunteer, amount=Money(amount))


def _totals(found: Statement) -> Iterator[Text]:
    """Who pays what; what is not published is left out, the notes say so."""
    yield _("Déjà acheté par le réseau : {amount}", amount=Money(found.paid["network"]))
    if found.eligible is not None:
        yield _("Total des dépenses comptées : {amount}", amount=Money(found.eligible))
    if found.share is not None and found.association is not None:
        yield _("Part du réseau : {amount}", amount=Money(found.share))
        yield _("Part de l'association : {amount}", amount=Money(found.association))
    if found.fee is not None:
        yield _("Frais demandés par le réseau, en plus : {amount}", amount=Money(found.fee))


def _line(line: Settled, cite: Footnotes) -> Iterator[Part]:
    """An expense on a line, and under it why, one sentence each."""
    yield cite.item(_amounts(line), *_sources(line))
    yield from (Part(reason_text(reason), "detail") for reason in line.reasons)


def _amounts(line: Settled) -> Text:
    places: dict[str, object] = {"id": line.claim.id, "category": CATEGORIES[line.claim.category]}
    if line.original is not None:
        places["original"] = Money(line.original, line.claim.currency)
    if line.original is None:
        return _("{id}. {category}", **places)
    if line.eligible is None:
        return _("{id}. {category} : {original}, en attente", **places)
    return _("{id}. {category} : {original} → {eligible}", **places, eligible=Money(line.eligible))


def _sources(line: Settled) -> tuple[Cited, ...]:
    return (line.source,) if line.rate_source is None else (line.source, line.rate_source)


def _step(step: Step) -> Text:
    said = _("{step} : {reason}")
    if step.amount is not None:
        said = _("{step} = {amount}. {reason}", amount=Money(step.amount))
    return said.fill(step=STEPS[step.id], reason=reason_text(step.reason))
