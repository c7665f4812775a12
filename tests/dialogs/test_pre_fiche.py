"""What somebody gets who applies for a mission: section by section, until it is handed in and after."""

import random
from datetime import datetime
from typing import Any

import pytest

from bot.words import PARIS
from dialogs.core.dialog import World
from dialogs.core.events import Pressed
from dialogs.core.state import Profile
from dialogs.core.text import Text
from dialogs.pre_fiche.application import Application
from dialogs.pre_fiche.sections import FIELDS, SECTIONS, read_out, whole
from tests.dialogs.office import Kept, Office, Person, french
from tests.play import facts

AGREED = {"at": "2025-05-10T10:00:00+02:00", "charters": {"hauts-de-france": "2020-06-27"}}

WHOLE: dict[str, Any] = {
    "org_name": "Les Amis de Kpomassé",
    "legal_form": "association_1901",
    "org_rna": "W595012345",
    "org_siret": None,
    "head_office": {"code": "59000", "commune": None, "name": None},
    "org_kind": ["microprojects"],
    "org_field_experience": "Des puits au Bénin depuis 2015, deux chantiers par an.",
    "already_supported": "no",
    "contact_name": "Ana Dupont, présidente",
    "contact_email": "ana@kpomasse.org",
    "contact_phone": None,
    "partner_name": "Commune de Kpomassé",
    "partner_type": "local_authority",
    "partner_country": "BJ",
    "partner_place": "Kpomassé",
    "partner_contact": None,
    "need_with_partner": "yes",
    "partner_codesign": "Une réunion avec le maire en février, puis une demande écrite.",
    "partner_agreement": "signed",
    "mission_title": "Un plan de gestion des déchets",
    "project_stage": "to_prepare",
    "direction": "outgoing",
    "mission_type": ["diagnosis", "training"],
    "themes": ["waste"],
    "solidarity_field": "yes",
    "sdgs": ["11", "12"],
    "context": "La commune produit des déchets et ne sait pas comment les trier.",
    "need": "Savoir organiser la collecte et le tri des déchets.",
    "objectives": ["Écrire un plan de gestion", "Former deux agents"],
    "deliverables": ["Un plan écrit"],
    "people_to_meet": ["Le maire, prévenu"],
    "local_skills": None,
    "remote_prep": None,
    "duration_days": 10,
    "date_window": ["2025-09-01", "2025-09-30"],
    "follow_up": None,
    "expert_profile": "Ingénieure des déchets, dix ans de métier.",
    "expert_identified": False,
    "flight": {"amount": "1200", "currency": "EUR"},
    "local_transport": None,
    "per_diem_days": 10,
    "visa_needed": "no",
    "lodging": None,
    "health": None,
    "insurance": None,
    "other": None,
    "cofinancing": "association",
    "cofinancing_amount": None,
    "charter_ok": AGREED,
    "receipts_ok": AGREED,
    "privacy_notice": AGREED,
    "recontact_consent": None,
}
"""Everything that Hauts-de-France asks, answered."""

AFTER = datetime(2025, 6, 16, 0, 0, tzinfo=PARIS)
JUST_BEFORE = datetime(2025, 6, 15, 23, 59, 59, tzinfo=PARIS)


def office(**answers: Any) -> Office:
    """An office that keeps one draft of ana's, for Hauts-de-France in May 2025: whole, with these answers changed."""
    found = Office(facts())
    given = {id: value for id, value in {**WHOLE, **answers}.items() if value is not Ellipsis}
    found.kept["d1"] = Kept(Application("d1", "hauts-de-france", "hdf-2025"), "ana", given, {"ana"})
    return found


def submitted() -> tuple[Office, Person]:
    kept = office()
    ana = Person(kept)
    ana.says("/dossier")
    ana.picks("Déposer le dossier")
    ana.picks("Oui")
    return kept, ana


# -- a whole application -----------------------------------------------------------------------------------------------


def test_what_eligibility_asked_is_not_asked_again() -> None:
    ana = Person(Office(facts()))
    ana.says("/eligibilite", "59000", "1", "1", "Bénin", "non", "oui", "10", "oui", "oui", "1, 3", "oui")
    said = ana.picks("Préparer une demande")
    assert "Ce que vous m'avez déjà dit est repris" in said
    assert "Il manque : Nom de l'association, Type de structure et Expérience de terrain." in said
    ana.picks("Votre association")
    said = ana.says("Les Amis", "W595012345", "/passer")
    assert "Que fait surtout votre association ?" in said, "neither the legal form nor the head office is asked"
    assert ana.office.only.answers["partner_country"] == "BJ"


def test_behind_a_yes_only_the_explanation_is_asked() -> None:
    ana = Person(office(partner_codesign=...))
    ana.says("/dossier")
    assert "Vous avez défini le besoin avec votre partenaire : comment ?" in ana.picks("Votre partenaire")


def test_a_later_check_changes_nothing_in_the_draft() -> None:
    kept = office()
    ana = Person(kept)
    ana.says("/eligibilite", "31000", "2", "1", "Maroc")
    assert kept.only.answers == WHOLE


def test_a_section_ends_with_its_answers_and_leads_back_to_the_card() -> None:
    ana = Person(office(contact_name=..., contact_email=..., contact_phone=...))
    assert "○ La personne à contacter : à commencer" in ana.says("/dossier")
    ana.picks("La personne à contacter")
    said = ana.says("Ana Dupont, présidente", "ana@kpomasse.org", "/passer")
    assert "1. Personne responsable : Ana Dupont, présidente" in said
    assert "✓ La personne à contacter : complet" in ana.says("oui")


def test_a_section_left_halfway_leads_back_to_the_card_with_what_is_missing() -> None:
    ana = Person(office(contact_name=..., contact_email=..., contact_phone=...))
    ana.says("/dossier")
    ana.picks("La personne à contacter")
    said = ana.says("Ana Dupont, présidente", "/annuler")
    assert "◐ La personne à contacter : il manque 1 réponse" in said
    assert "Il manque : Adresse électronique." in said


def test_a_finished_section_opens_at_its_answers_and_any_can_be_changed() -> None:
    kept = office()
    ana = Person(kept)
    ana.says("/dossier")
    assert "3. Téléphone : (passé)" in ana.picks("La personne à contacter")
    ana.says("1", "Bea Martin, trésorière", "oui")
    assert kept.only.answers["contact_name"] == "Bea Martin, trésorière"


def test_the_estimate_is_told_at_the_end_of_the_budget() -> None:
    ana = Person(office())
    ana.says("/dossier")
    ana.picks("Le budget")
    said = ana.says("oui")
    assert "Total demandé : 1 350 €" in said
    assert "Le réseau paierait : 675 €" in said


def test_a_budget_without_any_amount_is_explained() -> None:
    ana = Person(office(flight=None, per_diem_days=None))
    ana.says("/dossier")
    assert "Vous n'avez donné aucun montant" in ana.picks("Le budget")


def test_the_published_cap_stands_with_the_question() -> None:
    ana = Person(office(lodging=...))
    ana.says("/dossier")
    assert "Le réseau compte 300 € au plus." in ana.picks("Le budget")


def test_the_charter_is_shown_and_a_yes_is_kept_with_its_version_and_instant() -> None:
    kept = office(charter_ok=...)
    ana = Person(kept)
    ana.says("/dossier")
    said = ana.picks("Les engagements")
    assert "Texte du 27 juin 2020" in said
    assert "Un partenariat vers la réciprocité" in said
    assert "ne peut pas être déposé" in ana.says("non")
    ana.says("oui")
    assert kept.only.answers["charter_ok"] == AGREED


def test_a_mission_keeps_to_the_published_length_and_days() -> None:
    ana = Person(office(duration_days=20, date_window=...))
    ana.says("/dossier")
    assert "De 7 à 14 jours." in ana.picks("La mission")
    assert "Lianes coopération soutient des missions de 7 à 14 jours." in ana.says("15")
    ana.says("12")
    assert "cette période est trop courte" in ana.says("du 1er au 5 septembre 2025")
    assert "ont lieu entre le 1er juillet 2025 et le 30 mars 2026" in ana.says("du 1er au 30 avril 2026")
    assert "déjà commencé" in ana.says("du 1er au 30 avril 2025")
    assert "Voici cette partie" in ana.says("du 1er au 30 septembre 2025")


# -- handing in --------------------------------------------------------------------------------------------------------


def test_everything_is_read_again_then_numbered_and_never_taken_for_a_filing() -> None:
    ana = Person(office())
    assert "Tout y est : vous pouvez déposer." in ana.says("/dossier")
    said = ana.picks("Déposer le dossier")
    assert "Titre de la mission : Un plan de gestion des déchets" in said
    assert "la candidature compte quand le réseau vous dit l'avoir reçue" in said
    said = ana.picks("Oui")
    assert "Dossier HDF-2025-0001 enregistré" in said
    assert "10 mai 2025 à 10:00" in said
    assert "ne compte comme candidature que lorsque Lianes coopération vous a dit l'avoir reçu" in said


def test_where_the_network_says_so_the_submission_is_the_filing() -> None:
    kept = office()
    kept.filing = "chat"
    ana = Person(kept)
    ana.says("/dossier")
    assert "déposer, c'est candidater" in ana.picks("Déposer le dossier")
    assert "votre candidature est faite" in ana.picks("Oui, déposer")


def test_what_is_missing_blocks_and_is_named() -> None:
    kept = office(need=..., contact_email=...)
    ana = Person(kept)
    ana.says("/dossier")
    said = ana.picks("Déposer le dossier")
    assert "il manque des réponses" in said
    assert "La mission : Besoin d'expertise." in said
    assert "La personne à contacter : Adresse électronique." in said
    assert kept.only.about.state == "draft"


def test_what_may_be_passed_does_not_block() -> None:
    assert "Tout y est" in Person(office(follow_up=..., contact_phone=...)).says("/dossier")


@pytest.mark.parametrize(("at", "state"), [(JUST_BEFORE, "submitted"), (AFTER, "draft")])
def test_the_last_second_counts_and_the_next_one_leaves_a_draft(at: datetime, state: str) -> None:
    kept = office()
    kept.now = at
    ana = Person(kept)
    ana.says("/dossier")
    said = ana.picks("Déposer le dossier")
    if state == "submitted":
        ana.picks("Oui")
    else:
        assert "Il reste un brouillon, rien n'est perdu." in said
        assert "clos depuis la fin du 15 juin 2025" in said
    assert kept.only.about.state == state


def test_what_was_begun_before_midnight_and_confirmed_after_stays_a_draft_and_is_told() -> None:
    kept = office()
    kept.now = JUST_BEFORE
    ana = Person(kept)
    ana.says("/dossier")
    ana.picks("Déposer le dossier")
    kept.now = AFTER
    assert "Il reste un brouillon" in ana.picks("Oui")
    assert kept.only.about.state == "draft"


def test_after_the_close_a_draft_for_the_next_call_may_be_prepared() -> None:
    kept = Office(facts(), now=AFTER)
    ana = Person(kept)
    said = ana.says("/dossier", "59000")
    assert "préparer un brouillon pour le prochain appel" in said
    assert kept.only.about.call is None


def test_a_change_since_it_was_shown_is_told_and_nothing_is_handed_in() -> None:
    kept = office()
    ana = Person(kept)
    ana.says("/dossier")
    ana.picks("Déposer le dossier")
    kept.only.answers = {**kept.only.answers, "mission_title": "Un tout autre titre"}
    said = ana.picks("Oui")
    assert "Le dossier a changé depuis" in said
    assert "Un tout autre titre" in said
    assert kept.only.about.state == "draft"


def test_once_handed_in_an_old_button_changes_nothing() -> None:
    kept, ana = submitted()
    before = kept.only.answers
    said = ana.hears(Pressed("pre_fiche.mission@d1", "mission_title", "Autre"))
    assert "Ce bouton n'est plus valable" in said
    assert kept.only.answers == before


def test_a_condition_that_is_not_met_is_told_before_handing_in_and_does_not_block() -> None:
    ana = Person(office(legal_form="entreprise"))
    ana.says("/dossier")
    said = ana.picks("Déposer le dossier")
    assert "Votre statut : Entreprise." in said
    assert "le réseau décide" in said
    assert "enregistré" in ana.picks("Oui")


# -- other regions and directions --------------------------------------------------------------------------------------


def test_a_region_without_calls_asks_what_its_own_rules_need_and_is_always_open() -> None:
    kept = Office(facts())
    ana = Person(kept)
    said = ana.says("/dossier", "31000")
    assert "Occitanie Coopération n'a pas de date limite" in said
    about = kept.only.about
    assert (about.region, about.call) == ("occitanie", None)
    titles = [french(title) for title in asked(kept)]
    assert "Accueil sur place" in titles
    assert "Lien avec le réseau" in titles
    assert "Charte du réseau" not in titles
    assert "Type de structure" not in titles


def test_where_no_address_is_published_nobody_is_told_to_send_an_email() -> None:
    kept = office(
        head_office={"code": "31000", "commune": None, "name": None},
        network_member="yes",
        general_interest="yes",
        partner_hosting="yes",
    )
    kept.only.about = Application("d1", "occitanie")
    ana = Person(kept)
    ana.says("/dossier", "1")
    said = ana.picks("Déposer le dossier")
    assert "Occitanie Coopération n'a publié aucune adresse où les envoyer" in said
    said = ana.picks("Oui")
    assert "Le réseau n'a publié aucune adresse où l'envoyer : demandez-lui comment faire." in said
    assert "e-mail" not in said


def asked(kept: Office) -> list[Text]:
    """The titles of all questions that apply to the one draft."""
    shared = kept.shares(kept.only.owner)
    world = World(kept.facts, kept.now, Profile(), french, shared=shared, subject=kept.only.about.id)
    return [question.title for one in whole(world) for question in one.asked]


def test_where_there_are_no_calls_there_is_one_draft_for_each_need() -> None:
    kept = Office(facts())
    ana = Person(kept)
    ana.says("/dossier", "31000")
    assert "Quel dossier voulez-vous ouvrir ?" in ana.says("/menu", "/dossier")
    ana.picks("Un nouveau besoin")
    assert len(kept.kept) == 2


def test_with_a_call_the_same_draft_is_found_again() -> None:
    kept = Office(facts())
    ana = Person(kept)
    ana.says("/dossier", "59000", "/menu")
    ana.picks("Ouvrir mon dossier")
    assert len(kept.kept) == 1


def test_a_reciprocity_mission_is_carried_through() -> None:
    kept = office(
        direction="reciprocity", expert_identified=True, expert_status="partner_country", expert_leave="own_time"
    )
    ana = Person(kept)
    ana.says("/dossier")
    said = ana.picks("Déposer le dossier")
    assert "Un expert de votre partenaire vient en France" in said
    assert "enregistré" in ana.picks("Oui")


def test_a_partner_whose_expert_comes_to_france_is_not_asked_to_lodge_anybody() -> None:
    occitanie = {"code": "31000", "commune": None, "name": None}
    assert "Accueil sur place" in [french(title) for title in asked(office(head_office=occitanie))]
    kept = office(head_office=occitanie, direction="reciprocity")
    assert "Accueil sur place" not in [french(title) for title in asked(kept)]


def test_an_employer_who_lends_somebody_is_named_wherever_that_person_lives() -> None:
    ana = Person(office(expert_identified=True, expert_status="partner_country"))
    ana.says("/dossier")
    ana.picks("La personne experte")
    assert "Qui est son employeur ?" in ana.picks("Une mise à disposition par l'employeur")


def test_a_south_south_mission_is_told_to_be_without_rules() -> None:
    ana = Person(office(direction="south_south", mission_type=...))
    ana.says("/dossier")
    assert "Aucune règle n'est publiée pour une mission Sud-Sud" in ana.picks("La mission")


def test_a_south_south_mission_is_told_so_again_before_it_is_handed_in() -> None:
    ana = Person(office(direction="south_south"))
    ana.says("/dossier")
    assert "Aucune règle n'est publiée pour une mission Sud-Sud" in ana.picks("Déposer le dossier")


def test_an_edit_of_the_head_office_at_the_end_says_what_changes_and_what_stays() -> None:
    kept = office()
    ana = Person(kept)
    ana.says("/dossier")
    ana.picks("Votre association")
    said = ana.says("5", "31000")
    assert "Ces réponses ne servent plus, je les garde de côté : Type de structure" in said
    assert "déjà active dans le réseau Occitanie Coopération" in said
    said = ana.says("oui", "oui")
    assert "Le siège est maintenant en Occitanie : ce dossier revient à Occitanie Coopération." in said
    assert "Votre partenaire : il manque 1 réponse" in said
    assert "Il manque : Accueil sur place." in said
    assert "Gardé de côté, ne sert plus : Charte du réseau et Justificatifs." in said
    ana.picks("Continuer ce dossier")
    new = kept.kept[list(kept.kept)[-1]]
    assert (new.about.region, new.about.call) == ("occitanie", None)
    assert new.answers["mission_title"] == WHOLE["mission_title"]


def test_a_head_office_where_there_is_no_network_blocks_and_says_so() -> None:
    ana = Person(office(head_office={"code": "75011", "commune": None, "name": None}))
    assert "je ne connais pas de réseau EXPLOR" in ana.says("/dossier")
    assert "Ce dossier n'est pas déposé" in ana.picks("Déposer le dossier")


# -- after the submission ----------------------------------------------------------------------------------------------


def test_a_correction_asks_for_the_named_fields_only_and_makes_a_second_version() -> None:
    kept, ana = submitted()
    said = ana.hears(kept.corrects("d1", ("need", "deliverables"), "Précisez le besoin, s'il vous plaît."))
    assert "Précisez le besoin, s'il vous plaît." in said
    assert "À revoir : Besoin d'expertise et Ce que la mission laissera." in said
    ana.says("/dossier")
    said = ana.picks("Faire la correction")
    assert "1. Besoin d'expertise" in said
    assert "3." not in said
    said = ana.says("1", "Savoir organiser la collecte, le tri et le compost.", "oui")
    assert "Tout est juste ?" in said
    assert "version 2" in ana.picks("Oui")
    first, second = kept.only.versions
    assert {id for id in second if second[id] != first.get(id)} == {"need"}


def test_a_correction_also_asks_for_what_it_invalidates() -> None:
    kept, ana = submitted()
    ana.hears(kept.corrects("d1", ("duration_days", "expert_identified"), "Quelqu'un est trouvé, dites qui."))
    ana.says("/dossier")
    ana.picks("Faire la correction")
    said = ana.says("2", "oui")
    assert "Quelle est la situation de cette personne ?" in said
    said = ana.says("4", "1")
    assert "Voici ce que le réseau demande de revoir" in said


def test_an_acceptance_is_told_with_the_words_of_the_network_and_the_step_of_the_process() -> None:
    kept, ana = submitted()
    said = ana.hears(kept.accepts("d1", "Bravo."))
    assert "le réseau retient le dossier HDF-2025-0001" in said
    assert "Bravo." in said
    said = ana.says("/suivi")
    assert "✓ Besoin d'expertise exprimé" in said
    assert "→ Recherche de la personne experte : vous en êtes là" in said


def test_a_withdrawal_is_asked_twice_and_then_final() -> None:
    kept, ana = submitted()
    ana.says("/dossier")
    assert "C'est définitif." in ana.picks("Retirer ce dossier")
    assert "Rien n'a changé" in ana.says("non")
    ana.picks("Retirer ce dossier")
    said = ana.says("oui")
    assert "le dossier HDF-2025-0001 est retiré" in said
    assert "prévenez aussi Lianes coopération" in said
    assert kept.only.about.state == "withdrawn"


# -- two people --------------------------------------------------------------------------------------------------------


def test_a_colleague_joins_by_the_code_and_fills_in_another_section() -> None:
    kept = office(contact_name=..., need=...)
    ana, bea = Person(kept), Person(kept, "bea")
    ana.says("/dossier")
    said = ana.picks("Inviter un collègue")
    (code,) = kept.codes
    assert code[:4] in said
    assert "Vous partagez maintenant ce dossier." in bea.says("/rejoindre", code.upper())
    bea.picks("La mission")
    bea.says("Savoir organiser la collecte et le tri des déchets.")
    assert "✓ La mission : complet" in ana.says("/dossier")
    assert "Retirer ce dossier" not in bea.buttons()


@pytest.mark.parametrize("between", [" ", "  ", "\n", "\u00a0", " <", " : "])
def test_a_code_typed_behind_the_command_is_used_and_not_asked_again(between: str) -> None:
    kept = office()
    ana, bea = Person(kept), Person(kept, "bea")
    ana.says("/dossier")
    ana.picks("Inviter un collègue")
    (code,) = kept.codes
    said = bea.says(f"/rejoindre{between}{code}")
    assert "Vous partagez maintenant ce dossier." in said
    assert "Quel code" not in said


def test_a_code_that_is_not_one_opens_nothing() -> None:
    kept = office()
    bea = Person(kept, "bea")
    assert "Je ne connais pas ce code." in bea.says("/rejoindre", "aaaa-bbbb-cccc")
    assert bea.office.shares("bea") == {}


def test_two_strangers_with_the_same_siret_never_see_each_others_draft() -> None:
    kept = office(org_siret="77567227221138")
    bea = Person(kept, "bea")
    bea.says("/dossier", "59000")
    bea.picks("Votre association")
    bea.says("Les Amis de Kpomassé", "1", "W595012345", "775 672 272 21138")
    assert "Un plan de gestion" not in bea.says("/menu", "/dossier")
    said = bea.hears(Pressed("pre_fiche.mission@d1", "mission_title", "=edit"))
    assert "Ce bouton n'est plus valable" in said
    assert set(kept.shares("bea")) == {id for id, one in kept.kept.items() if one.owner == "bea"}


def test_a_clash_shows_both_answers() -> None:
    kept = office(contact_name=...)
    kept.only.members.add("bea")
    ana, bea = Person(kept), Person(kept, "bea")
    for person in (ana, bea):
        person.says("/dossier")
        person.picks("La personne à contacter")
    bea.says("Bea Martin, trésorière")
    said = ana.says("Ana Dupont, présidente")
    assert "une autre personne a répondu" in said
    assert ana.buttons()[:2] == ["Bea Martin, trésorière", "Ana Dupont, présidente"]


def test_a_colleagues_list_is_never_overwritten_unseen() -> None:
    kept = office()
    kept.only.members.add("bea")
    ana, bea = Person(kept), Person(kept, "bea")
    for person in (ana, bea):
        person.says("/dossier")
        person.picks("La mission")
        person.picks("Modifier : Objectifs")
    ana.says("Suivre le compost")
    bea.says("Ouvrir une déchetterie", "terminé")
    ana.says("Peser les déchets")
    said = ana.says("terminé")
    assert "une autre personne a répondu" in said
    assert "Ouvrir une déchetterie" in ana.buttons()[0]


# -- offers ------------------------------------------------------------------------------------------------------------


def test_a_company_offers_its_expertise_and_it_is_recorded_for_the_network() -> None:
    kept = Office(facts())
    ana = Person(kept)
    ana.says("/offrir", "59000", "Une entreprise", "Eau Claire SARL", "Paul Roy, directeur")
    ana.says("Forage et pompage solaire, vingt ans de métier", "7", "français", "anglais", "terminé", "3, 4", "1")
    said = ana.says("deux semaines à l'automne", "paul@eauclaire.fr", "/passer", "oui")
    assert "1. Région : Hauts-de-France" in said
    said = ana.says("oui")
    assert "Lianes coopération la trouve dans sa liste" in said
    assert "signalée" not in said, "nothing is sent to the network: it is not told that it was"
    (offer,) = kept.offers
    assert offer["region"] == "hauts-de-france"
    assert offer["answers"]["frame"] == ["secondment", "skills_patronage"]
    assert "phone" not in offer["answers"]


# -- properties --------------------------------------------------------------------------------------------------------

ORDERS = range(6)


@pytest.mark.parametrize("seed", ORDERS)
def test_any_order_of_answering_ends_in_the_same_document(seed: int) -> None:
    kept = office()
    items = list(WHOLE.items())
    random.Random(seed).shuffle(items)
    kept.only.answers = dict(items)
    assert document(kept) == document(office())


def document(kept: Office) -> list[tuple[str, list[tuple[str, str]]]]:
    world = World(kept.facts, kept.now, Profile(), french, shared=kept.shares("ana"), subject="d1")
    return [
        (french(title), [(french(name), french(answer)) for name, answer in lines]) for title, lines in read_out(world)
    ]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_an_edit_and_its_undoing_leave_the_document_as_it_was(section: Any) -> None:
    kept = office()
    before = document(kept)
    ana = Person(kept)
    ana.says("/dossier")
    ana.picks(french(section.title))
    ana.says("1", "/garder", "oui")
    assert document(kept) == before


def test_every_question_has_one_meaning_in_all_sections() -> None:
    ids = [question.id for section in SECTIONS for question in section.questions()]
    assert len(ids) == len(set(ids)) == len(FIELDS)


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}, {"amount": "x"}, [1, 2], True])
def test_whatever_is_kept_the_card_can_be_shown(raw: Any) -> None:
    kept = office(**dict.fromkeys(WHOLE, raw))
    assert "Votre pré-fiche mission" in Person(kept).says("/dossier")
