"""The kept shapes of released dialogs (`dialogs/fingerprints.json`), held against the dialogs of today."""

import json
from pathlib import Path

import dialogs
from dialogs.catalogue import CATALOGUE
from dialogs.core.fingerprint import accepted, faults

KEPT = Path(dialogs.__file__).parent / "fingerprints.json"


def check(*, accept: bool = False) -> list[str]:
    """What is wrong, one sentence each. With `accept`, versions not seen before are kept first."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if accept:
        kept = accepted(CATALOGUE.dialogs, kept)
        KEPT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return faults(CATALOGUE.dialogs, kept)
