"""The words that the sections share: where an application stands, and the choices they offer."""

from collections.abc import Mapping

from dialogs.core.kind import Option
from dialogs.core.text import Text, _

STATES: Mapping[str, Text] = {
    "draft": _("Brouillon : rien n'est encore déposé."),
    "submitted": _("Le dossier est enregistré ici : il ne change plus."),
    "correction": _("Le réseau demande une correction."),
    "accepted": _("Le réseau a retenu ce dossier."),
    "refused": _("Le réseau n'a pas retenu ce dossier."),
    "withdrawn": _("Ce dossier a été retiré."),
}

STAGES: Mapping[str, Text] = {
    "need": _("Besoin d'expertise exprimé"),
    "expert_search": _("Recherche de la personne experte"),
    "convention": _("Signature de la convention"),
    "preparation": _("Préparation de la mission"),
    "mission": _("Mission"),
    "review": _("Bilan et évaluation"),
}
"""The process, as the networks publish it (Territoires Solidaires, « Le processus »)."""

ORG_KINDS = (
    Option("ecsi", _("Éducation à la citoyenneté et à la solidarité internationale"), ("ecsi", "education")),
    Option("youth", _("Mobilité de jeunes"), ("jeunes", "mobilite", "youth")),
    Option("microprojects", _("Microprojets avec un partenaire"), ("microprojet", "microprojets")),
    Option("other", _("Autre"), ("autre", "other", "outro", "otro")),
)

PARTNER_TYPES = (
    Option(
        "association",
        _("Association ou organisation non gouvernementale"),
        ("association", "ong", "ngo", "asociacion", "associacao", "جمعية"),
    ),
    Option("cooperative", _("Coopérative ou groupement"), ("cooperative", "groupement", "cooperativa")),
    Option(
        "local_authority",
        _("Commune ou autre collectivité"),
        ("commune", "mairie", "collectivite", "town", "camara", "municipio", "ayuntamiento", "بلدية"),
    ),
    Option("school", _("École, centre de formation ou université"), ("ecole", "universite", "school")),
    Option("health", _("Structure de santé"), ("hopital", "clinique", "sante", "health", "hospital", "مستشفى")),
    Option("company", _("Entreprise"), ("entreprise", "company")),
    Option("other", _("Autre"), ("autre", "other", "outro", "otro")),
)

HOSTING = (
    Option("yes", _("Oui"), ("oui", "yes", "sim", "si")),
    Option("partly", _("En partie"), ("partie", "partly")),
    Option("no", _("Non"), ("non", "no", "nao")),
    Option("to_see", _("Il faut encore le voir ensemble"), ("a voir", "je ne sais pas")),
)

AGREEMENTS = (
    Option("signed", _("Oui, elle est signée"), ("oui", "signee", "yes")),
    Option("under_way", _("Elle est en cours"), ("en cours",)),
    Option("none", _("Non, pas encore"), ("non", "no")),
)

PROJECT_STAGES = (
    Option("to_prepare", _("À préparer"), ("preparer", "futur")),
    Option("under_way", _("En cours"), ("en cours",)),
    Option("to_evaluate", _("Terminé, à évaluer"), ("termine", "evaluer")),
)

MISSION_TYPES = (
    Option("diagnosis", _("Diagnostic ou étude préalable"), ("diagnostic", "etude")),
    Option("training", _("Formation"), ("formation", "training", "formacao", "formacion")),
    Option("works", _("Installation ou maîtrise d'ouvrage"), ("installation", "maitrise d'ouvrage")),
    Option("evaluation", _("Évaluation ou audit"), ("evaluation", "audit")),
    Option("field_expertise", _("Autre appui technique sur le terrain"), ("autre", "appui technique")),
)

THEMES = (
    Option("agriculture", _("Agriculture et alimentation"), ("agriculture",)),
    Option("education", _("Éducation"), ("education",)),
    Option("inclusion", _("Insertion et emploi"), ("insertion", "emploi")),
    Option("culture", _("Culture"), ("culture",)),
    Option("sport", _("Sport"), ("sport",)),
    Option("energy", _("Énergie"), ("energie",)),
    Option("water", _("Eau et assainissement"), ("eau", "assainissement")),
    Option("waste", _("Déchets"), ("dechets",)),
    Option("health", _("Santé"), ("sante",)),
    Option("administration", _("Administration et gestion"), ("administration", "gestion")),
    Option("transition", _("Transition écologique"), ("ecologie", "climat", "environnement")),
    Option("other", _("Autre thème"), ("autre", "other", "outro", "otro")),
)

EXPERT_STATUSES = (
    Option(
        "employee",
        _("Elle est salariée"),
        ("salarie", "salariee", "employed", "empregado", "empregada", "asalariado", "asalariada", "موظف", "موظفة"),
    ),
    Option(
        "public_agent",
        _("Elle travaille pour une collectivité"),
        ("agent", "collectivite", "funcionario", "funcionaria"),
    ),
    Option(
        "consultant",
        _("Elle est consultante"),
        ("consultant", "consultante", "consultor", "consultora", "مستشار", "مستشارة"),
    ),
    Option(
        "retired",
        _("Elle est retraitée"),
        ("retraite", "retraitee", "retired", "reformado", "reformada", "jubilado", "jubilada", "متقاعد", "متقاعدة"),
    ),
    Option("partner_country", _("C'est une personne du pays partenaire"), ("pays partenaire",)),
    Option("other", _("Autre situation"), ("autre",)),
)

FRAMES = (
    Option("own_time", _("Sur son temps libre ou ses congés"), ("benevole", "conges", "temps libre")),
    Option("solidarity_leave", _("Un congé de solidarité"), ("conge solidaire", "conge de solidarite")),
    Option("secondment", _("Une mise à disposition par l'employeur"), ("mise a disposition", "detachement")),
    Option("skills_patronage", _("Un mécénat de compétences"), ("mecenat",)),
    Option("unknown", _("Je ne sais pas encore"), ("je ne sais pas", "ne sait pas")),
)
"""The ways in which somebody gives their time; also what an offer of expertise tells."""

PAYERS = (
    Option("association", _("Notre association"), ("association", "nous")),
    Option("employer", _("L'employeur de la personne experte"), ("employeur",)),
    Option("other", _("Quelqu'un d'autre"), ("autre", "other")),
)
