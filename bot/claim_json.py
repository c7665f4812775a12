"""What `explor claims …` prints with --json; README.md documents it."""

from typing import Any

from bot.books import Account
from bot.claim_doubts import Looked
from bot.contracts import amount_json, source_json
from bot.reading.reading import Reading
from bot.words import speaker
from dialogs.wording import reason_text


def looked_json(found: Looked, lang: str) -> dict[str, Any]:
    """A claim as staff look at it: amounts of the receipt in its currency, those of the rules in euros."""
    claim, spent, say = found.claim, found.claim.spent, speaker(lang)
    before, after = found.left or (None, None)
    return {
        "number": claim.number,
        "id": claim.id,
        "state": claim.state,
        "category": spent.category,
        "day": spent.day.isoformat() if spent.day else None,
        "supplier": spent.supplier,
        "service": spent.service,
        "amount": None if spent.amount is None else f"{spent.amount:f}",
        "currency": spent.currency,
        "days": spent.days,
        "paid_by": spent.paid_by,
        "volunteer": claim.place,
        "approved": None if claim.approved is None else f"{claim.approved:f}",
        "decided": {"by": claim.decided_by, "at": claim.decided_at and claim.decided_at.isoformat()},
        "said": claim.decision_words,
        "sworn": claim.sworn,
        "receipts": [{"number": one.number, "state": one.state, "sha256": one.kept_sha256} for one in found.receipts],
        "read": [_read(one) for one in found.readings],
        "alike": [{"receipt": one.receipt, "number": one.number, "why": list(one.reasons)} for one in found.twins],
        "doubts": [say(one) for one in found.doubts],
        "eligible": amount_json(found.line.eligible),
        "reasons": [say(reason_text(one)) for one in found.line.reasons],
        "source": source_json(found.line.source),
        "cap": amount_json(found.line.cap),
        "left": {"before": amount_json(before), "after": amount_json(after)},
    }


def _read(reading: Reading) -> dict[str, Any]:
    fields: dict[str, Any] = reading.to_json()["fields"]
    return {name: fields[name] for name in ("day", "supplier", "total", "currency")}


def account_json(account: Account, lang: str) -> dict[str, Any]:
    """The statement of a mission, as `explor settle` prints it, under its reference."""
    from bot.settlement_json import statement_json

    return {"mission": account.mission.reference, **statement_json(account.statement, speaker(lang))}
