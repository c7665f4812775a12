"""A verdict as a person reads it: what it says, then each rule with its reason and its source, then what is possible.

Rules that a network has not published are told in one sentence, not in a list of doubts.
"""

from collections.abc import Iterable

from dialogs.core.reply import Part
from dialogs.core.text import Listed, Text, _
from dialogs.sources import Footnotes
from dialogs.wording import CRITERIA, MARKS, VERDICTS, reason_text
from knowledge.base import Knowledge
from knowledge.calls import CallStatus, last_day
from knowledge.eligibility import Assessment, Finding


def verdict_parts(assessment: Assessment, facts: Knowledge) -> tuple[Part, ...]:
    """The whole verdict."""
    notes = Footnotes(facts)
    silent = [finding for finding in assessment.findings if finding.reason.code == "unpublished"]
    unasked = [finding for finding in assessment.findings if _unasked(finding, assessment)]
    spoken = [finding for finding in assessment.findings if finding not in (*silent, *unasked)]
    return (
        Part(VERDICTS[assessment.verdict], "title"),
        *(part for finding in spoken for part in _finding(finding, notes)),
        *_silent(silent, notes),
        *_not_asked(unasked),
        *call_parts(assessment.call, assessment.region, facts, notes),
        *_alternatives(assessment),
        *notes.parts(),
    )


def _finding(finding: Finding, notes: Footnotes) -> tuple[Part, ...]:
    line = _(
        "{mark} {criterion} : {reason}",
        mark=MARKS[finding.status],
        criterion=CRITERIA[finding.id],
        reason=reason_text(finding.reason),
    )
    more = (*((finding.change,) if finding.change else ()), *finding.notes)
    return (notes.item(line, finding.source, *finding.also), *(Part(reason_text(reason), "detail") for reason in more))


def _silent(findings: list[Finding], notes: Footnotes) -> tuple[Part, ...]:
    if not findings:
        return ()
    said = _(
        "{mark} À confirmer avec {network}, qui n'a rien publié là-dessus : {titles}.",
        mark=MARKS["to_confirm"],
        network=str(findings[0].reason.values["network"]),
        titles=Listed(tuple(CRITERIA[finding.id] for finding in findings)),
    )
    return (notes.item(said, findings[0].source),)


def _unasked(finding: Finding, assessment: Assessment) -> bool:
    """After a "no" the questions that were spared are told together; otherwise each missing answer counts."""
    return assessment.verdict == "not_eligible" and finding.reason.code.endswith("_unanswered")


def _not_asked(findings: list[Finding]) -> tuple[Part, ...]:
    if not findings:
        return ()
    titles = Listed(tuple(CRITERIA[finding.id] for finding in findings))
    return (Part(_("{mark} Reste à savoir : {titles}.", mark=MARKS["to_confirm"], titles=titles), "item"),)


def call_parts(call: CallStatus, region: str | None, facts: Knowledge, notes: Footnotes) -> tuple[Part, ...]:
    """Whether one can apply now. A closed call is said to be closed, whatever the verdict on the rules."""
    if region is None:
        return ()
    network = facts.region(region).network.name
    said, title = call_words(call, network), Part(_("L'appel"), "title")
    if call.call is None:
        return (title, Part(said))
    return (title, *notes.fact(said, network, call.call))


def call_words(call: CallStatus, network: str) -> Text:
    """Whether the call is open, in one sentence."""
    if call.call is None:
        return _("{network} n'a publié aucune date d'appel : demandez-lui quand déposer.", network=network)
    last = last_day(call.call)
    match call.status:
        case "open":
            return _("On peut déposer jusqu'à la fin du {last_day}, heure de Paris.", last_day=last)
        case "upcoming":
            return _("L'appel de {network} n'est pas encore ouvert.", network=network)
    return _(
        "L'appel {year} de {network} est clos depuis la fin du {last_day} : on ne peut plus y déposer de dossier. "
        "Vous pouvez lire ses règles et préparer un brouillon pour le prochain appel, dont la date n'est pas connue.",
        network=network,
        year=str(last.year),
        last_day=last,
    )


def _alternatives(assessment: Assessment) -> Iterable[Part]:
    if not assessment.alternatives:
        return ()
    lines = (Part(reason_text(reason), "item") for reason in assessment.alternatives)
    return (Part(_("Et maintenant ?"), "title"), *lines)
