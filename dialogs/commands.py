"""What can be said at any moment, in five languages. The first name of a language is shown, all are understood."""

from dialogs.core.commands import Act, Command
from dialogs.core.text import _
from dialogs.emergency.acts import ID as EMERGENCY
from dialogs.emergency.words import COMMANDS as CALLS
from dialogs.pre_fiche.sharing import JOIN
from dialogs.pre_fiche.start import START

COMMANDS = (
    Command(EMERGENCY, _("qui appeler tout de suite, et alerter votre réseau"), CALLS, bare=False),
    Command(
        Act.HELP,
        _("voir ce que vous pouvez dire"),
        {
            "fr": ("aide", "help"),
            "en": ("help", "aide"),
            "pt": ("ajuda",),
            "es": ("ayuda",),
            "ar": ("مساعدة", "ساعدني"),
        },
    ),
    Command(
        Act.HOME,
        _("revenir au menu, sans rien perdre"),
        {
            "fr": ("menu", "accueil"),
            "en": ("menu", "home"),
            "pt": ("menu", "inicio"),
            "es": ("menu", "menú"),
            "ar": ("القائمة", "قائمة"),
        },
    ),
    Command(
        Act.BACK,
        _("revenir à la question d'avant"),
        {
            "fr": ("retour", "precedent"),
            "en": ("back", "previous"),
            "pt": ("voltar", "anterior"),
            "es": ("volver", "atras", "anterior"),
            "ar": ("رجوع", "السابق"),
        },
    ),
    Command(
        Act.EDIT,
        _("voir vos réponses et en changer une"),
        {
            "fr": ("modifier", "reponses"),
            "en": ("edit", "answers", "change"),
            "pt": ("alterar", "respostas", "mudar"),
            "es": ("modificar", "respuestas", "cambiar"),
            "ar": ("تعديل", "إجاباتي"),
        },
    ),
    Command(
        Act.SKIP,
        _("passer une question facultative"),
        {
            "fr": ("passer",),
            "en": ("skip",),
            "pt": ("saltar", "pular"),
            "es": ("saltar", "omitir"),
            "ar": ("تخطي", "تخط"),
        },
    ),
    Command(
        Act.KEEP,
        _("garder la réponse déjà donnée"),
        {
            "fr": ("garder", "garder cette reponse"),
            "en": ("keep", "keep this answer"),
            "pt": ("manter", "manter esta resposta"),
            "es": ("mantener", "mantener esta respuesta"),
            "ar": ("إبقاء", "إبقاء هذه الإجابة"),
        },
    ),
    Command(
        Act.REPEAT,
        _("relire la question"),
        {
            "fr": ("repeter", "reprendre", "bonjour", "bonsoir", "salut", "coucou"),
            "en": ("repeat", "resume", "hello", "hi"),
            "pt": ("repetir", "retomar", "ola", "bom dia"),
            "es": ("repetir", "retomar", "hola", "buenos dias"),
            "ar": ("كرر", "استئناف", "سلام", "السلام عليكم", "مرحبا"),
        },
    ),
    Command(
        Act.CANCEL,
        _("arrêter ici ; vos réponses sont gardées"),
        {
            "fr": ("annuler", "stop"),
            "en": ("cancel", "stop"),
            "pt": ("cancelar",),
            "es": ("cancelar",),
            "ar": ("إلغاء",),
        },
    ),
    Command(
        "mission",
        _("voir où en est votre mission, ou en rejoindre une"),
        {"fr": ("mission",), "en": ("mission",), "pt": ("missao",), "es": ("mision",), "ar": ("مهمتي", "المهمة")},
        bare=False,
    ),
    Command(
        "livret",
        _("lire le livret de votre mission, ou y chercher un mot"),
        {
            "fr": ("livret",),
            "en": ("booklet", "livret"),
            "pt": ("livrete", "livret"),
            "es": ("guia", "livret"),
            "ar": ("الدليل", "دليل"),
        },
    ),
    Command(
        "preparation",
        _("préparer votre départ, point par point"),
        {
            "fr": ("preparation",),
            "en": ("preparation", "checklist"),
            "pt": ("preparacao",),
            "es": ("preparacion",),
            "ar": ("التحضير",),
        },
        bare=False,
    ),
    Command(
        "checkin",
        _("en mission, dire que tout va bien"),
        {
            "fr": ("point", "tout va bien"),
            "en": ("checkin", "all is well", "i am fine"),
            "pt": ("ponto", "esta tudo bem"),
            "es": ("punto", "todo va bien"),
            "ar": ("اطمئنان", "كل شيء بخير"),
        },
    ),
    Command(
        "interviews",
        _("répondre aux questions d'avant et d'après la mission"),
        {"fr": ("entretien",), "en": ("interview",), "pt": ("entrevista",), "es": ("entrevista",), "ar": ("مقابلة",)},
        bare=False,
    ),
    Command(
        "eligibility",
        _("vérifier si votre association peut demander une mission"),
        {
            "fr": ("eligibilite",),
            "en": ("eligibility",),
            "pt": ("elegibilidade",),
            "es": ("elegibilidad",),
            "ar": ("الأهلية",),
        },
    ),
    Command(
        "estimate",
        _("estimer ce que coûterait une mission"),
        {"fr": ("cout", "estimation"), "en": ("cost",), "pt": ("custo",), "es": ("coste", "costo"), "ar": ("التكلفة",)},
    ),
    Command(
        START,
        _("préparer une demande de mission, ou reprendre la vôtre"),
        {
            "fr": ("dossier", "prefiche", "pre-fiche", "candidature"),
            "en": ("application", "apply"),
            "pt": ("candidatura", "pedido"),
            "es": ("solicitud", "expediente"),
            "ar": ("الطلب", "طلبي"),
        },
    ),
    Command(
        "status",
        _("savoir où en est votre candidature"),
        {
            "fr": ("suivi", "statut"),
            "en": ("status",),
            "pt": ("estado", "andamento"),
            "es": ("estado", "seguimiento"),
            "ar": ("المتابعة", "الحالة"),
        },
        bare=False,
    ),
    Command(
        JOIN,
        _("rejoindre le dossier d'un collègue avec son code"),
        {"fr": ("rejoindre",), "en": ("join",), "pt": ("juntar",), "es": ("unirse",), "ar": ("انضمام",)},
        bare=False,
    ),
    Command(
        "offer",
        _("offrir une expertise"),
        {"fr": ("offrir",), "en": ("offer",), "pt": ("oferecer",), "es": ("ofrecer",), "ar": ("عرض",)},
        bare=False,
    ),
    Command(
        "expenses",
        _("voir vos dépenses de mission, et en ajouter"),
        {
            "fr": ("depenses", "frais", "recus"),
            "en": ("expenses", "receipts"),
            "pt": ("despesas", "recibos"),
            "es": ("gastos", "recibos"),
            "ar": ("المصاريف", "مصاريفي"),
        },
    ),
    Command(
        "programme",
        _("lire les règles et les dates de votre région"),
        {
            "fr": ("programme", "regles"),
            "en": ("programme", "rules"),
            "pt": ("programa", "regras"),
            "es": ("programa", "reglas"),
            "ar": ("البرنامج",),
        },
    ),
    Command(
        "question",
        _("poser une question, avec vos mots"),
        {
            "fr": ("question", "demander"),
            "en": ("question", "ask"),
            "pt": ("pergunta", "perguntar"),
            "es": ("pregunta", "preguntar"),
            "ar": ("سؤال", "اسأل"),
        },
        bare=False,
    ),
    Command(
        "region",
        _("choisir ou changer de région"),
        {"fr": ("region",), "en": ("region",), "pt": ("regiao",), "es": ("region",), "ar": ("المنطقة", "الجهة")},
    ),
    Command(
        "language",
        _("changer de langue"),
        {
            "fr": ("langue",),
            "en": ("language", "lang"),
            "pt": ("lingua", "idioma"),
            "es": ("idioma",),
            "ar": ("اللغة", "لغة"),
        },
    ),
    Command(
        "person",
        _("parler à une personne du réseau"),
        {
            "fr": ("humain", "contact"),
            "en": ("human", "contact"),
            "pt": ("pessoa", "contacto"),
            "es": ("persona", "contacto"),
            "ar": ("شخص", "اتصال"),
        },
    ),
    Command(
        "reminders",
        _("recevoir des rappels, ou n'en plus recevoir"),
        {
            "fr": ("rappels", "rappel"),
            "en": ("reminders",),
            "pt": ("lembretes",),
            "es": ("recordatorios",),
            "ar": ("التذكيرات", "تذكير"),
        },
    ),
    Command(
        "privacy",
        _("savoir ce qui est gardé, pourquoi, et le faire effacer"),
        {
            "fr": ("donnees", "confidentialite"),
            "en": ("privacy", "data"),
            "pt": ("dados", "privacidade"),
            "es": ("datos", "privacidad"),
            "ar": ("بياناتي", "الخصوصية"),
        },
    ),
)
