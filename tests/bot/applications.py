"""Whole applications, as people submit them, for the tests of papers, of filing and of the command line."""

from datetime import datetime
from pathlib import Path

from bot.words import PARIS
from storage.applications import ApplicationRow, Version
from storage.records import Json
from storage.store import Store

AT = datetime(2025, 5, 14, 12, 0, tzinfo=PARIS)
AGREED: Json = {"at": "2025-05-14T11:50:00+02:00", "charters": {"hauts-de-france": "2020-06-27"}}

HDF: dict[str, Json] = {
    "org_name": "Les Amis de Kpomassé",
    "legal_form": "association_1901",
    "org_rna": "W593001234",
    "org_siret": None,
    "head_office": {"code": "59000", "commune": None, "name": None},
    "org_kind": ["ecsi", "microprojects"],
    "org_field_experience": "Bénin, depuis 2018 : deux forages et un jardin d'école.\nTrois voyages.",
    "already_supported": "yes",
    "new_project": "yes",
    "org_prior_explor": "2022, un forage à Kpomassé.",
    "contact_name": "Awa Diallo, présidente",
    "contact_email": "awa@example.org",
    "contact_phone": "+33612345678",
    "partner_name": "Mairie de Kpomassé",
    "partner_type": "local_authority",
    "partner_country": "BJ",
    "partner_place": "Kpomassé",
    "partner_contact": None,
    "need_with_partner": "yes",
    "partner_codesign": "Deux réunions avec le maire et une demande écrite.",
    "partner_agreement": "signed",
    "mission_title": "Transformer le manioc",
    "project_stage": "under_way",
    "direction": "outgoing",
    "mission_type": ["training"],
    "themes": ["agriculture", "education"],
    "solidarity_field": "yes",
    "sdgs": ["2", "8"],
    "context": "À Kpomassé, cent familles vivent du manioc et le vendent sans le transformer.",
    "need": "Une personne qui sait transformer le manioc en farine et en gari.",
    "objectives": ["Former dix femmes à la transformation", "Fixer un prix avec la coopérative"],
    "deliverables": ["Un guide illustré"],
    "people_to_meet": None,
    "local_skills": None,
    "remote_prep": None,
    "duration_days": 10,
    "date_window": ["2025-09-01", "2025-10-31"],
    "follow_up": None,
    "expert_profile": "Dix ans dans l'agroalimentaire, parle français.",
    "expert_identified": False,
    "flight": {"amount": "1350.00", "currency": "EUR"},
    "local_transport": {"amount": "240", "currency": "EUR"},
    "per_diem_days": 10,
    "visa_needed": "yes",
    "visa": {"amount": "75", "currency": "EUR"},
    "lodging": None,
    "health": None,
    "insurance": {"amount": "52", "currency": "EUR"},
    "other": None,
    "cofinancing": "association",
    "cofinancing_amount": None,
    "charter_ok": AGREED,
    "receipts_ok": AGREED,
    "privacy_notice": AGREED,
    "recontact_consent": None,
}


def submitted(
    store: Store,
    answers: dict[str, Json] | None = None,
    *,
    region: str = "hauts-de-france",
    prefix: str = "HDF",
    call: str | None = "hdf-2025",
    lang: str = "fr",
    at: datetime = AT,
    who: str = "awa",
    id: str = "app1",
) -> tuple[ApplicationRow, Version]:
    """An application of one person, submitted once."""
    with store.turn(channel="console", address=who, event_id=f"{who}:{id}:{at.isoformat()}", at=at) as work:
        work.applications.begin(id, region, call, HDF if answers is None else answers)
        work.applications.submit(id, prefix, at, lang)
    return last(store, id, at)


def last(store: Store, id: str, at: datetime = AT) -> tuple[ApplicationRow, Version]:
    """An application with its last version."""
    with store.desk(at) as desk:
        row = desk.get(id)
        assert row is not None
        return row, desk.versions(id)[-1]


def fresh_store(folder: Path) -> Store:
    """A store of one's own, with its tables."""
    store = Store.open(f"sqlite:///{folder / 'explor.db'}")
    store.migrate()
    return store
