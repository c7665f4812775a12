"""Missions as a network might know them: one of which nothing is known yet, one whole, one that comes to France."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.mission_sheet import (
    Appointment,
    Contact,
    Insurance,
    Journey,
    Lodging,
    MissionSheet,
    Place,
    Wording,
)

COTONOU = ZoneInfo("Africa/Porto-Novo")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

BARE = MissionSheet(
    reference="HDF-2026-0007-M1",
    region="hauts-de-france",
    association="Eau partagée",
    partner="CRIPADD",
    country="BJ",
    direction="outgoing",
    rules_at=AT,
    updated_at=AT,
)

FULL = replace(
    BARE,
    version=3,
    title="Transformer les tomates sans perte",
    type="training",
    first_day=date(2027, 2, 3),
    last_day=date(2027, 2, 12),
    zone="Africa/Porto-Novo",
    places=(Place(name="Cotonou", latitude=6.3703, longitude=2.3912), Place(name="Kpomassé")),
    volunteers=("Zoé", "منى"),
    context="L'unité produit 400 bocaux par mois ; un sur cinq se perd.\n\nLe maire a demandé un appui en 2025.",
    objectives=("Former les salariées à la mise en bocaux", "Écrire le plan de maîtrise sanitaire"),
    deliverables=("Fiches de suivi en français et en fon", "Liste des blocages à la vente"),
    contacts=(
        Contact(
            role="network",
            name="Claire Duval",
            phone="+33 6 12 34 56 78",
            email="c.duval@lianes.example",
            emergency=True,
            source="fiche de mission",
            verified=date(2026, 11, 3),
        ),
        Contact(role="partner", name="Kossi Adjovi", phone="+229 01 97 00 00 00", emergency=True, note="Parle fon"),
        Contact(role="insurance", name="Assistance 24 h", phone="+33 1 55 00 00 00", emergency=True),
        Contact(role="association", name="Jean-Pierre D'Hœuvre", email="jp@eau-partagee.example"),
    ),
    journeys=(
        Journey(
            kind="departure",
            origin="Lille",
            destination="Cotonou",
            leaves=datetime(2027, 2, 3, 6, 40, tzinfo=UTC),
            arrives=datetime(2027, 2, 3, 18, 5, tzinfo=UTC),
            reference="AF 804",
        ),
    ),
    appointments=(
        Appointment(
            title="Préfecture de l'Atlantique",
            starts=datetime(2027, 2, 4, 9, 0, tzinfo=COTONOU),
            ends=datetime(2027, 2, 4, 10, 30, tzinfo=COTONOU),
            place="Allada",
            people=("M. le préfet", "Kossi Adjovi"),
        ),
    ),
    lodgings=(Lodging(name="Auberge du Lac", address="Rue du marché, Kpomassé", phone="+229 01 96 11 22 33"),),
    insurance=Insurance(company="Assur Travel", policy="AT-2027-0042"),
)

RECIPROCITY = replace(BARE, direction="reciprocity", region="auvergne-rhone-alpes", country="TN", partner="جمعية الماء")


def with_words(words: str, sheet: MissionSheet = FULL) -> MissionSheet:
    """The same mission, with these words wherever somebody may write some."""
    contact = Contact(role="other", name=words, note=words, source=words, phone="+33 1 00 00 00 00", emergency=True)
    return replace(
        sheet,
        reference=words,
        association=words,
        partner=words,
        title=words,
        context=words,
        volunteers=(words,),
        objectives=(words, words),
        deliverables=(words,),
        places=(Place(name=words),),
        contacts=(contact,),
        journeys=tuple(_said(one, words, "origin", "destination", "reference", "note") for one in sheet.journeys),
        appointments=tuple(_said(one, words, "title", "place", "note") for one in sheet.appointments),
        lodgings=tuple(_said(one, words, "name", "address", "note") for one in sheet.lodgings),
        insurance=Insurance(company=words, policy=words, note=words),
    )


def _said(one: Any, words: str, *fields: str) -> Any:
    return replace(one, **dict.fromkeys(fields, words))


def written_by_staff(markdown: str, section: Any = "context", lang: Any = "fr") -> MissionSheet:
    """A mission with a section that staff wrote."""
    return replace(FULL, wordings=(Wording(section=section, lang=lang, markdown=markdown),))
