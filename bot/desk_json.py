"""What `explor applications`, `explor application` and `explor offers` print with --json; README.md documents it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.desk import Already, Done
from bot.words import PARIS
from storage.applications import ApplicationRow, Version
from storage.desk import Offered


def application_json(row: ApplicationRow) -> dict[str, Any]:
    """One application, in short."""
    return {
        "reference": row.reference,
        "region": row.region,
        "call": row.call,
        "state": row.state,
        "stage": row.stage,
        "version": row.version,
        "submitted_at": _instant(row.submitted_at),
        "association": row.answers.get("org_name"),
        "mission": row.answers.get("mission_title"),
        "members": row.members,
        "correction": _correction(row),
        "decision": _decision(row),
    }


def whole_json(row: ApplicationRow, versions: Iterable[Version]) -> dict[str, Any]:
    """One application with every version that was submitted."""
    return {**application_json(row), "versions": [_version(version) for version in versions]}


def acted_json(outcome: Done | Already) -> dict[str, Any]:
    """What an act did: `done` is false where nothing was left to do, and `application` tells what had been done."""
    told = outcome.told if isinstance(outcome, Done) else 0
    return {"done": isinstance(outcome, Done), "told": told, "application": application_json(outcome.application)}


def offer_json(offer: Offered) -> dict[str, Any]:
    return {
        "id": offer.id,
        "region": offer.region,
        "created_at": _instant(offer.created_at),
        "answers": offer.answers,
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "submitted_at": _instant(version.submitted_at),
        "lang": version.lang,
        "sha256": version.sha256,
        "pdf_sha256": version.pdf_sha256,
        "corrected": list(version.correction_fields),
        "answers": version.answers,
    }


def _correction(row: ApplicationRow) -> dict[str, Any] | None:
    if row.state != "correction":
        return None
    return {"fields": list(row.correction_fields), "words": row.correction_words, **_by(row)}


def _decision(row: ApplicationRow) -> dict[str, Any] | None:
    return {"words": row.decision_words, **_by(row)} if row.state in ("accepted", "refused") else None


def _by(row: ApplicationRow) -> dict[str, Any]:
    return {"by": row.decided_by, "at": _instant(row.decided_at)}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(PARIS).isoformat() if at else None
