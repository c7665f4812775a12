"""The words of what the knowledge says: one French sentence for each of its codes, filled with typed values.

Nothing here decides anything: `knowledge/` gives codes, this table gives sentences, and a translator sees whole ones.
Texts that the region files hold in French (an address, the name of a paper) are shown as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from dialogs.core.text import CountryName, Exact, Listed, Money, Month, Percent, Text, _, _n
from knowledge.reasons import CODES, Place, Raw, Reason

VERDICTS: Mapping[str, Text] = {
    "eligible": _("D'après ces réponses, votre projet semble éligible. C'est une indication : le réseau décide."),
    "not_eligible": _(
        "D'après ces réponses, votre projet ne semble pas éligible. C'est une indication : le réseau décide."
    ),
    "to_confirm": _("Il reste des points à confirmer. C'est une indication : le réseau décide."),
}

MARKS: Mapping[str, str] = {"met": "✓", "not_met": "✗", "to_confirm": "?", "not_applicable": "–"}
"""A sign before each criterion. The words of its reason say the same: nobody has to see the sign."""

CRITERIA: Mapping[str, Text] = {
    "head_office": _("Siège de l'association"),
    "direction": _("Type de mission"),
    "legal_form": _("Statut juridique"),
    "partner_country": _("Pays du partenaire"),
    "already_supported": _("Premier soutien ou nouveau projet"),
    "need_with_partner": _("Besoin identifié avec le partenaire"),
    "duration_days": _("Durée de la mission"),
    "solidarity_field": _("Lien avec la solidarité internationale"),
    "sdgs": _("Objectifs de développement durable"),
    "network_member": _("Présence active dans le réseau"),
    "field_experience": _("Expérience de terrain"),
    "general_interest": _("Intérêt général"),
    "charter": _("Charte du réseau"),
}

CATEGORIES: Mapping[str, Text] = {
    "flight": _("Avion et trajet jusqu'à l'aéroport"),
    "local_transport": _("Transports sur place"),
    "per_diem": _("Indemnités journalières (per diem)"),
    "visa": _("Visa"),
    "lodging": _("Hébergement"),
    "health": _("Vaccins et médicaments"),
    "insurance": _("Assurance"),
    "other": _("Autres dépenses"),
}

LEGAL_FORMS: Mapping[str, Text] = {
    "association_1901": _("Association loi 1901"),
    "association_1908": _("Association de droit local (Alsace-Moselle, 1908)"),
    "collectivite": _("Collectivité"),
    "entreprise": _("Entreprise"),
    "etablissement": _("Établissement (scolaire, de santé…)"),
    "autre": _("Autre structure"),
}

DIRECTIONS: Mapping[str, Text] = {
    "outgoing": _("Un expert part chez votre partenaire"),
    "reciprocity": _("Un expert de votre partenaire vient en France (réciprocité)"),
    "south_south": _("Un expert d'un pays partenaire part dans un autre (Sud-Sud)"),
}

PUBLICS: Mapping[str, Text] = {
    "associations": _("Associations"),
    "volunteers": _("Volontaires"),
    "companies": _("Entreprises"),
    "local_authorities": _("Collectivités"),
    "schools": _("Établissements scolaires"),
}

MISSION_TYPES: Mapping[str, Text] = {
    "field_expertise": _("Expertise sur le terrain"),
    "diagnosis": _("Diagnostic et étude préalable"),
    "training": _("Formation et renforcement de compétences"),
    "evaluation": _("Évaluation et audit"),
    "works": _("Installation et maîtrise d'ouvrage"),
}

PAYERS: Mapping[str, Text] = {
    "association": _("l'association"),
    "employer": _("l'employeur de l'expert"),
}

UNLISTED: Mapping[str, Text] = {
    "refused": _("Ce qui n'est pas dans cette liste n'est pas pris en compte."),
    "not_listed": _("Le document ne cite pas d'autre dépense."),
}

SDGS: Mapping[int, Text] = {
    1: _("Pas de pauvreté"),
    2: _("Faim « zéro »"),
    3: _("Bonne santé et bien-être"),
    4: _("Éducation de qualité"),
    5: _("Égalité entre les sexes"),
    6: _("Eau propre et assainissement"),
    7: _("Énergie propre et d'un coût abordable"),
    8: _("Travail décent et croissance économique"),
    9: _("Industrie, innovation et infrastructure"),
    10: _("Inégalités réduites"),
    11: _("Villes et communautés durables"),
    12: _("Consommation et production responsables"),
    13: _("Lutte contre les changements climatiques"),
    14: _("Vie aquatique"),
    15: _("Vie terrestre"),
    16: _("Paix, justice et institutions efficaces"),
    17: _("Partenariats pour la réalisation des objectifs"),
}
"""The sustainable development goals, by the short names that the United Nations give them."""

STEPS: Mapping[str, Text] = {
    "base": _("Montant retenu pour le calcul"),
    "share": _("Part du réseau"),
    "association": _("Reste à payer sur ces dépenses"),
    "fee": _("Frais du réseau, à part"),
}

REASONS: Mapping[str, Text] = {
    # Where the head office is.
    "head_office_unanswered": _("Reste à savoir où est le siège de l'association."),
    "head_office_unknown": _("Aucun département ne correspond à « {head_office} »."),
    "head_office_ambiguous": _(
        "Le code postal {postcode} est partagé entre plusieurs régions : {regions}. Tout dépend de la "
        "commune ({communes}, ou une autre)."
    ),
    "head_office_in_region": _("Le siège est dans la région {region}."),
    "head_office_in_other_region": _("Le siège est dans la région {region}. Ce réseau accompagne la région {wanted}."),
    "head_office_outside": _(
        "Le siège est dans la région {region} ({departement}). Nous n'y connaissons pas de réseau EXPLOR."
    ),
    "head_office_outside_whole": _("Le siège est ici : {region}. Nous n'y connaissons pas de réseau EXPLOR."),
    # Who travels.
    "direction_unanswered": _("Reste à savoir qui voyage."),
    "direction_outgoing": _("Le réseau {network} soutient l'envoi d'un expert chez votre partenaire."),
    "direction_reciprocity": _(
        "Le réseau {network} soutient aussi l'accueil en France d'un expert de votre partenaire."
    ),
    "direction_unpublished": _("Le réseau {network} n'a rien publié sur ce type de mission."),
    "direction_south_south": _(
        "Les missions entre deux pays partenaires se développent, mais aucune règle n'est publiée."
    ),
    # The legal form.
    "legal_form_unanswered": _("Reste à savoir quel est votre statut."),
    "legal_form_accepted": _("Ce statut peut candidater : {form}."),
    "legal_form_refused": _("Votre statut : {form}. Ce qui est accepté : {accepted}."),
    # The partner's country.
    "partner_country_unanswered": _("Reste à savoir dans quel pays est votre partenaire."),
    "partner_country_listed": _(
        "{country} : ce pays reçoit l'aide publique au développement (liste de l'OCDE {list})."
    ),
    "partner_country_not_listed": _(
        "{country} : ce pays n'est pas sur la liste de l'aide publique au développement (OCDE, {list})."
    ),
    "partner_country_graduated": _(
        "{country} : ce pays est sorti de la liste de l'aide publique au développement le {since} (OCDE, {list})."
    ),
    "partner_country_graduated_about": _(
        "{country} : ce pays n'est plus sur la liste de l'aide publique au développement, sans doute "
        "depuis {year} (OCDE, {list})."
    ),
    "partner_country_no_list": _("{country} : nous n'avons pas la liste de l'OCDE qui vaut au {at}."),
    "partner_country_is_france": _(
        "La France ne reçoit pas l'aide publique au développement : donnez le pays de votre partenaire."
    ),
    # Has EXPLOR helped already?
    "already_supported_unanswered": _("Reste à savoir si EXPLOR vous a déjà soutenu."),
    "already_supported_never": _("EXPLOR ne vous a pas encore soutenu."),
    "already_supported_new_project": _("EXPLOR vous a déjà soutenu, mais votre projet est nouveau."),
    "already_supported_new_project_anyway": _("Votre projet est nouveau : la condition est remplie dans tous les cas."),
    "already_supported_same_project": _("EXPLOR vous a déjà soutenu, et ce projet n'est pas nouveau."),
    "already_supported_project_unanswered": _("EXPLOR vous a déjà soutenu. Reste à savoir si le projet est nouveau."),
    # Conditions that are answered by yes or no.
    "need_with_partner_unanswered": _("Reste à savoir si le besoin est identifié avec votre partenaire."),
    "need_with_partner_yes": _("Le besoin est identifié avec votre partenaire."),
    "need_with_partner_no": _("Le besoin n'est pas encore identifié avec votre partenaire."),
    "solidarity_field_unanswered": _("Reste à savoir si votre action relève de la solidarité internationale."),
    "solidarity_field_yes": _("Votre action relève de la solidarité internationale."),
    "solidarity_field_no": _("Votre action ne relève pas de la solidarité internationale."),
    "network_member_unanswered": _("Reste à savoir si vous êtes actifs dans le réseau {network}."),
    "network_member_yes": _("Vous êtes actifs dans le réseau {network}."),
    "network_member_no": _("Vous n'êtes pas encore actifs dans le réseau {network}."),
    "field_experience_unanswered": _("Reste à savoir si vous avez une expérience de terrain."),
    "field_experience_yes": _("Vous avez une expérience de terrain."),
    "field_experience_no": _("Vous n'avez pas encore d'expérience de terrain."),
    "general_interest_unanswered": _("Reste à savoir si le projet est d'intérêt général."),
    "general_interest_yes": _("Le projet est d'intérêt général."),
    "general_interest_no": _("Le projet n'est pas d'intérêt général."),
    "charter_unanswered": _("Reste à savoir si la mission respecte la charte du réseau {network}."),
    "charter_yes": _("La mission respecte la charte du réseau {network}."),
    "charter_no": _("La mission ne respecte pas la charte du réseau {network}."),
    # The length of the mission.
    "duration_days_unanswered": _("Reste à savoir combien de jours dure la mission (de {least} à {most} jours)."),
    "duration_days_within": _n(
        "{count} jour : la durée convient (de {least} à {most} jours).",
        "{count} jours : la durée convient (de {least} à {most} jours).",
        1,
    ),
    "duration_days_too_short": _n(
        "{count} jour : c'est trop court (de {least} à {most} jours).",
        "{count} jours : c'est trop court (de {least} à {most} jours).",
        1,
    ),
    "duration_days_too_long": _n(
        "{count} jour : c'est trop long (de {least} à {most} jours).",
        "{count} jours : c'est trop long (de {least} à {most} jours).",
        1,
    ),
    # The sustainable development goals.
    "sdgs_unanswered": _("Reste à savoir quels objectifs de développement durable la mission sert."),
    "sdgs_some": _n(
        "La mission sert {count} objectif de développement durable.",
        "La mission sert {count} objectifs de développement durable.",
        1,
    ),
    "sdgs_none": _("La mission ne sert aucun objectif de développement durable."),
    # Any criterion.
    "unpublished": _("Le réseau {network} n'a pas publié de règle sur ce point."),
    "not_applicable": _("Cette condition ne concerne pas ce type de mission."),
    # What could change a finding.
    "change_answer": _("Répondez à cette question dès que vous le saurez."),
    "change_ask_network": _("Demandez-le au réseau {network}."),
    "change_commune": _("Donnez la commune du siège."),
    "change_head_office": _("Seul un siège dans l'une de ces régions changerait cette réponse : {regions}."),
    "change_legal_form": _("Une structure de ce type pourrait porter la demande : {accepted}."),
    "change_offer_expertise": _("Vous pouvez offrir votre expertise : parlez-en au réseau {network}."),
    "change_partner_country": _("Un partenaire dans un pays de la liste changerait cette réponse."),
    "change_partner_country_watch": _("Attention : ce pays ({country}) pourrait quitter la liste le {leaving}."),
    "change_partner_country_paused": _(
        "La sortie de la liste est suspendue pour ce pays ({country}) : vérifiez avec le réseau {network}."
    ),
    "change_next_list": _("La prochaine liste le dira. D'ici là, demandez au réseau {network}."),
    "change_new_project": _("Un nouveau projet changerait cette réponse."),
    "change_need_with_partner": _("Précisez le besoin avec votre partenaire, puis revenez."),
    "change_longer": _n("Prévoyez au moins {count} jour.", "Prévoyez au moins {count} jours.", 1),
    "change_shorter": _n("Prévoyez au plus {count} jour.", "Prévoyez au plus {count} jours.", 1),
    "change_solidarity_field": _("Un projet de solidarité internationale changerait cette réponse."),
    "change_sdgs": _("Cherchez au moins un objectif de développement durable que la mission sert."),
    "change_join_network": _("Prenez contact avec le réseau {network} pour le rejoindre."),
    "change_field_experience": _("Parlez de votre parcours au réseau {network}."),
    "change_general_interest": _("Parlez du but du projet avec le réseau {network}."),
    "change_charter": _("Lisez la charte du réseau {network}, et adaptez la mission."),
    # What else is possible.
    "alternative_other_network": _("Dans la région {region}, adressez-vous au réseau {network}."),
    "alternative_six_regions": _("EXPLOR existe, à notre connaissance, dans ces régions : {regions}."),
    "alternative_reciprocity": _(
        "Le réseau {network} soutient aussi l'accueil en France d'un expert de votre partenaire. Les "
        "autres conditions restent les mêmes."
    ),
    "alternative_next_call": _("Vous pouvez préparer un dossier pour le prochain appel du réseau {network}."),
    "alternative_new_project": _("Vous pouvez proposer un nouveau projet."),
    "alternative_offer_expertise": _("Vous pouvez offrir votre expertise à une association par le réseau {network}."),
    "alternative_contact": _("Pour en parler avec quelqu'un : {network}, {contact}."),
    "alternative_contact_unknown": _("Parlez-en avec le réseau {network}. Nous n'avons pas ses coordonnées."),
    # What a line of costs becomes.
    "line_within_cap": _("Pris en compte en entier (plafond {cap})."),
    "line_over_cap": _("{asked} demandés, pris en compte jusqu'au plafond de {cap}."),
    "line_without_cap": _("Pris en compte. Le réseau {network} n'a pas publié de plafond pour cette dépense."),
    "line_refused": _("Le réseau {network} ne prend pas cette dépense en compte."),
    "line_not_listed": _("Cette dépense n'est pas dans la liste du réseau {network} : elle n'est pas comptée."),
    "line_unpublished": _("Le réseau {network} n'a pas publié ce qu'il prend en compte."),
    "line_nothing_asked": _("Rien à compter."),
    "per_diem_within": _n("{count} jour à {rate}.", "{count} jours à {rate}.", 1),
    "per_diem_too_many_days": _n(
        "{count} jour à {rate}, pris en compte jusqu'à {most} jours.",
        "{count} jours à {rate}, pris en compte jusqu'à {most} jours.",
        1,
    ),
    "per_diem_rate_unpublished": _(
        "Le réseau {network} n'a pas publié le montant par jour : cette ligne n'est pas comptée."
    ),
    # The steps from the lines to what the association pays.
    "base_whole": _("La part se calcule sur {amount}."),
    "base_capped": _("{amount} sont pris en compte. La part se calcule sur {cap} au plus."),
    "share_plain": _("{share} de {base}."),
    "share_capped": _("{share} de {base}, avec un plafond de {cap} par mission."),
    "association_rest": _("{eligible} pris en compte, moins {share} du réseau."),
    "fee_asked": _("Le réseau {network} demande {fee} par mission pour son travail."),
    "fee_unpublished": _("Le réseau {network} n'annonce pas de frais à part."),
    "funding_unpublished": _("Le réseau {network} n'a pas publié ses règles de financement : demandez-lui."),
    # What a claim becomes.
    "claim_pending": _("Le réseau {network} n'a pas encore décidé : cette dépense attend."),
    "claim_refused": _("Dépense refusée par le réseau {network}."),
    "claim_unpublished": _("Le réseau {network} n'a pas publié de règle : il doit en fixer une pour cette dépense."),
    "claim_unrated": _("Le réseau {network} n'a pas publié le montant par jour : il doit le fixer pour cette mission."),
    "claim_within_cap": _("Comptée en entier. Il reste {left} sur le plafond de {cap}."),
    "claim_cut": _("Il ne restait que {left} sur le plafond de {cap} : {cut} ne sont pas comptés."),
    "claim_cap_used": _("Le plafond de {cap} était déjà atteint : cette dépense n'est pas comptée."),
    "claim_over_rate": _("C'est {cut} de moins que la somme demandée."),
    "claim_converted": _("Convertie au taux InforEuro ({month}) : 1 € = {units} {currency}."),
    "claim_parity": _(
        "Convertie à la parité officielle, 1 € = {units} {currency}, car le taux InforEuro manque ({month})."
    ),
    "claim_rate_missing": _("Le taux InforEuro de la monnaie {currency} manque ({month}) : cette dépense attend."),
    # What to know before relying on an estimate or a statement.
    "note_rules_of_year": _(
        "Calcul fait avec les règles {year} du réseau {network}, les dernières que nous connaissons."
    ),
    "note_rules_undated": _("Calcul fait avec un document sans date du réseau {network} : vérifiez avec lui."),
    "note_call_closed": _(
        "L'appel du réseau {network} est clos depuis la fin du {last_day}. Les règles du prochain appel "
        "peuvent changer."
    ),
    "note_not_eligible_stays": _("{amount} ne sont pas pris en compte : cette somme reste à financer."),
    "note_per_diem_left_out": _(
        "Les indemnités journalières ne sont pas comptées : le réseau {network} n'a pas publié leur montant."
    ),
    "note_network_buys": _("Le réseau {network} achète lui-même : {categories}."),
    "note_receipts": _(
        "Le réseau {network} rembourse seulement sur justificatifs lisibles : date, fournisseur, service, montant."
    ),
    "note_rules_of_mission": _("Calcul fait avec ce que le réseau {network} a fixé pour cette mission."),
    "note_waiting": _n(
        "{count} dépense attend et ne compte pas encore : ce décompte peut changer.",
        "{count} dépenses attendent et ne comptent pas encore : ce décompte peut changer.",
        1,
    ),
    "note_days_beyond_mission": _n(
        "{count} jour d'indemnité est demandé pour une même personne, et la mission en compte {most} : à vérifier.",
        "{count} jours d'indemnité sont demandés pour une même personne, et la mission en compte {most} : à vérifier.",
        1,
    ),
    "note_rate_of_expense": _("Les autres monnaies sont converties au taux du mois de la dépense."),
    "note_rate_of_departure": _("Les autres monnaies sont converties au taux du mois où commence la mission."),
    "note_rate_of_return": _("Les autres monnaies sont converties au taux du mois où finit la mission."),
    "note_conversion_unpublished": _(
        "Le réseau {network} n'a pas publié de règle de change : nous appliquons InforEuro, comme le programme."
    ),
    "note_rates_transcribed": _(
        "Les taux InforEuro ({month}) ont été recopiés : le réseau les vérifie avant de payer."
    ),
    "note_refund_whole": _(
        "Le volontaire est remboursé de tout ce qui est compté. La limite par mission partage la dépense entre le "
        "réseau et l'association."
    ),
    "note_rounding": _("Chaque conversion et la part du réseau sont arrondies au centime le plus proche."),
    "note_rest_association_or_employer": _("Le reste est payé par l'association, ou par l'employeur de l'expert."),
    # What the documents leave unclear.
    "tension_applicants_vary": _(
        "D'une région à l'autre, les documents n'ouvrent pas EXPLOR aux mêmes structures : les règles "
        "de votre réseau comptent."
    ),
    "tension_conversion_month": _("Le réseau {network} ne dit pas de quel mois est le taux de change à utiliser."),
    "tension_days_or_weeks": _(
        "Selon la région, les documents disent « une à deux semaines » (7 à 14 jours) ou « 7 à 15 jours »."
    ),
    "tension_experts_vary": _(
        "D'une région à l'autre, les documents n'admettent pas les mêmes experts : salariés et agents, "
        "parfois consultants et retraités."
    ),
    "tension_fee_apart": _(
        "Le document du réseau {network} ne dit pas qui paie ces frais, ni s'ils comptent dans le "
        "plafond. Ici, ils sont à part."
    ),
    "tension_four_regions": _("Un document parle de quatre régions ; des documents plus complets en montrent six."),
    "tension_funders_vary": _("Les documents ne citent pas tous les mêmes financeurs."),
    "tension_host_lodging": _(
        "Le réseau {network} compte l'hébergement, mais demande aussi au partenaire de loger l'expert si possible."
    ),
    "tension_lodging_nights": _(
        "Le document du réseau {network} inclut deux nuits à l'arrivée et deux au départ. Il ne dit "
        "rien des autres nuits."
    ),
    "tension_logistics_or_insurance": _(
        "Pour les entreprises, le réseau {network} annonce la logistique « ou » une assurance : "
        "demandez ce qui vaut pour vous."
    ),
    "tension_may_cover": _(
        "Le réseau {network} écrit qu'il « pourra » prendre en charge cette part : ce n'est pas un droit."
    ),
    "tension_midnight": _(
        "Le réseau {network} écrit « minuit » pour la clôture. Nous comprenons : jusqu'à la fin de ce "
        "jour-là, heure de Paris."
    ),
    "tension_missions_end": _(
        "Le document du réseau {network} dit aussi « à mars 2026 » : finissez avant le 31 mars pour être sûrs."
    ),
    "tension_new_or_old": _(
        "Certains documents disent qu'EXPLOR est nouveau. Il existe depuis 2021 dans les Hauts-de-France."
    ),
    "tension_per_diem_receipts": _(
        "Le document du réseau {network} ne dit pas s'il faut des justificatifs pour les indemnités journalières."
    ),
    "tension_per_expert_or_mission": _(
        "Pour une mission à deux experts, le document du réseau {network} ne dit pas comment la part et "
        "les plafonds se comptent."
    ),
    "tension_project_over": _(
        "Le document du réseau {network} décrit un projet de 2022 à 2024, encore marqué « en cours » : "
        "vérifiez avec lui."
    ),
    "tension_rest_compensates": _(
        "Le réseau {network} écrit que le reste à payer compense le travail de son équipe : "
        "demandez-lui ce que cela couvre."
    ),
    "tension_selection_in_june": _(
        "Le document du réseau {network} dit aussi que les dossiers sont examinés « en juin »."
    ),
    "tension_total_or_logistics": _(
        "Le document du réseau {network} parle du « coût total du projet », puis des « frais "
        "logistiques ». Nous comptons les frais logistiques."
    ),
    "tension_two_thousand": _(
        "Le réseau {network} limite les dépenses retenues pour le calcul. Cette limite n'est pas ce qu'il verse."
    ),
    "tension_types_missing": _(
        "Le document du réseau {network} annonce quatre types de mission, mais leur liste manque."
    ),
    "tension_visa_to_france": _(
        "Le tableau du réseau {network} est écrit pour un départ à l'étranger. Il ne dit rien du visa "
        "d'un expert qui vient en France."
    ),
    "tension_who_advances": _(
        "Le document du réseau {network} ne dit pas toujours qui avance l'argent, ni comment "
        "l'association règle sa part."
    ),
}
"""One sentence for each code of `knowledge.reasons.CODES`, with exactly its places."""


def reason_text(reason: Reason) -> Text:
    """The sentence of a reason, its places filled with typed values."""
    kinds = CODES[reason.code]
    text = REASONS[reason.code].fill(**{name: _value(kinds[name], raw) for name, raw in reason.values.items()})
    return replace(text, count=cast(int, reason.values["count"])) if text.plural else text


def _value(kind: Place, raw: Raw) -> object:
    return _VALUES[kind](raw)


def _all_of(table: Mapping[str, Text], raw: Raw) -> tuple[Text, ...]:
    return tuple(table[each] for each in cast("tuple[str, ...]", raw))


_VALUES: Mapping[Place, Callable[[Raw], object]] = {
    "number": lambda raw: raw,
    "date": lambda raw: raw,
    "name": lambda raw: raw,
    "money": lambda raw: Money(cast(Decimal, raw)),
    "percent": lambda raw: Percent(cast(Decimal, raw)),
    "country": lambda raw: CountryName(cast(str, raw)),
    "names": lambda raw: Listed(cast("tuple[str, ...]", raw)),
    "form": lambda raw: LEGAL_FORMS[cast(str, raw)],
    "forms": lambda raw: Listed(_all_of(LEGAL_FORMS, raw), "or"),
    "categories": lambda raw: Listed(_all_of(CATEGORIES, raw)),
    "month": lambda raw: Month(date.fromisoformat(f"{raw}-01")),
    "units": lambda raw: Exact(cast(Decimal, raw)),
}
