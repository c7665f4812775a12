"""A verdict as a person reads it: first what it says, then each rule with its reason and its source, then what is possible.

Rules that a network has not published are told in one sentence, not in a list of doubts.
"""

from collections.abc import Iterable

from dialogs.core.reply import Part
from dialogs.core.text import Listed, Text, _
from dialogs.sources import source
from dialogs.wording import CRITERIA, MARKS, VERDICTS, reason_text
from knowledge.base import Knowledge
from knowledge.calls import CallStatus, last_day
from knowledge.eligibility import Assessment, Finding


def verdict_parts(assessment: Assessment, facts: Knowledge) -> tuple[Part, ...]:
    """The whole verdict."""
    silent = [finding for finding in assessment.findings if finding.reason.code == "unpublished"]
    spoken = [finding for finding in assessment.findings if finding not in silent]
    return (
        Part(VERDICTS[assessment.verdict], "title"),
        Part(_("Avis donné à titre indicatif : c'est le réseau qui décide."), "note"),
        *(part for finding in spoken for part in _finding(finding)),
        *_silent(silent, facts),
        *call_parts(assessment.call, assessment.region, facts),
        *_alternatives(assessment),
    )


def _finding(finding: Finding) -> tuple[Part, ...]:
    line = _(
        "{mark} {criterion} : {reason}",
        mark=MARKS[finding.status],
        criterion=CRITERIA[finding.id],
        reason=reason_text(finding.reason),
    )
    change = (Part(reason_text(finding.change), "note"),) if finding.change else ()
    return (Part(line, "item"), *change, source(finding.source))


def _silent(findings: list[Finding], facts: Knowledge) -> tuple[Part, ...]:
    if not findings:
        return ()
    titles = Listed(tuple(CRITERIA[finding.id] for finding in findings))
    said = _("{mark} À confirmer avec {network}, qui n'a rien publié là-dessus : {titles}.", mark=MARKS["to_confirm"])
    network = str(findings[0].reason.values["network"])
    return (Part(said.fill(network=network, titles=titles), "item"), source(findings[0].source))


def call_parts(call: CallStatus, region: str | None, facts: Knowledge) -> tuple[Part, ...]:
    """Whether one can apply now. A closed call is said to be closed, whatever the verdict on the rules."""
    if region is None:
        return ()
    said = _call(call, facts.region(region).network.name)
    parts = [Part(_("L'appel"), "title"), Part(said)]
    return (*parts, source(facts.cited(call.call.source))) if call.call else tuple(parts)


def _call(call: CallStatus, network: str) -> Text:
    if call.call is None:
        return _("{network} n'a publié aucune date d'appel : demandez-lui quand déposer.", network=network)
    last = last_day(call.call)
    match call.status:
        case "open":
            return _("On peut déposer jusqu'au {last_day} à minuit, heure de Paris.", last_day=last)
        case "upcoming":
            return _("L'appel de {network} n'est pas encore ouvert.", network=network)
    return _(
        "L'appel {year} de {network} est clos depuis le {last_day} à minuit : on ne peut plus y déposer de dossier. "
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
