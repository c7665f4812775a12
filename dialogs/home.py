"""The menu, at the bottom of every conversation, and the first words of all."""

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.field.mission import missions
from dialogs.pre_fiche.application import applications
from dialogs.pre_fiche.start import START
from dialogs.privacy import MONTHS_KEPT

RESUME, AGAIN, DRAFT = "resume", "again", "draft"

ITEMS: dict[str, Option] = {
    "mission": Option("mission", _("Ma mission"), ("mission", "ma mission", "my mission", "minha missao", "مهمتي")),
    "livret": Option("livret", _("Le livret de ma mission"), ("livret", "booklet", "livrete", "guia", "الدليل")),
    RESUME: Option(
        RESUME,
        _("Reprendre ma vérification d'éligibilité"),
        ("reprendre", "continuer", "resume", "continue", "retomar", "continuar", "استئناف"),
    ),
    "eligibility": Option(
        "eligibility",
        _("Mon association peut-elle demander une mission ?"),
        ("eligibilite", "eligibility", "elegibilidade", "elegibilidad", "الأهلية"),
    ),
    AGAIN: Option(AGAIN, _("Revoir ou changer mes réponses"), ("revoir", "changer", "review", "rever", "revisar")),
    "fresh": Option("fresh", _("Recommencer une vérification à zéro"), ("recommencer", "restart", "nouvelle")),
    START: Option(
        START,
        _("Préparer une demande : la pré-fiche mission"),
        ("prefiche", "pre-fiche", "dossier", "demande", "candidature", "application", "solicitud", "الطلب"),
    ),
    DRAFT: Option(
        DRAFT,
        _("Ouvrir mon dossier de candidature"),
        ("prefiche", "pre-fiche", "dossier", "demande", "candidature", "application", "solicitud", "الطلب"),
    ),
    "status": Option("status", _("Où en est ma candidature ?"), ("suivi", "statut", "status", "estado", "حالة الطلب")),
    "estimate": Option(
        "estimate",
        _("Combien coûterait une mission ?"),
        (
            "cout",
            "combien",
            "combien ca couterait",
            "quel est le cout",
            "prix",
            "cost",
            "how much",
            "how much would it cost",
            "custo",
            "quanto custa",
            "quanto custaria",
            "coste",
            "costo",
            "cuanto cuesta",
            "cuanto costaria",
            "التكلفة",
            "كم التكلفة",
            "كم تكلف",
        ),
    ),
    "offer": Option("offer", _("Offrir une expertise"), ("offrir", "offer", "oferecer", "ofrecer", "عرض خبرة")),
    "programme": Option(
        "programme", _("Les règles et les dates de ma région"), ("regles", "dates", "rules", "regras", "reglas")
    ),
    "question": Option(
        "question", _("Poser une question"), ("question", "pergunta", "pregunta", "ask a question", "سؤال")
    ),
    "region": Option("region", _("Choisir ou changer de région"), ("region", "regiao", "المنطقة")),
    "person": Option("person", _("Joindre une personne"), ("contact", "humain", "person", "pessoa", "persona", "شخص")),
    "language": Option("language", _("Changer de langue · Language · اللغة"), ("langue", "language", "idioma")),
    "privacy": Option("privacy", _("Mes données"), ("donnees", "data", "dados", "datos", "بياناتي")),
}


def shown(answers: Answers, world: World) -> tuple[Option, ...]:
    """What can be chosen: a mission comes first; what was already begun or done is offered instead of a new one."""
    finished = world.set_aside.get("eligibility")
    check = {None: ("eligibility",), False: (RESUME, "fresh"), True: (AGAIN, "fresh")}[finished]
    apply = _apply(world)
    first = (*apply, *check) if finished or apply != (START,) else (*check, *apply)
    rest = ("estimate", "offer", "programme", "question", "region", "person", "language", "privacy")
    field = ("mission", "livret") if missions(world) else ()
    return tuple(ITEMS[value] for value in (*field, *first, *rest))


def _apply(world: World) -> tuple[str, ...]:
    """The way to one's application, and to where it is once it was handed in."""
    mine = applications(world)
    draft = DRAFT if any(one.state not in ("refused", "withdrawn") for one in mine) else START
    return (draft, "status") if any(one.version for one in mine) else (draft,)


what = Question(
    id="what",
    title=_("Menu"),
    ask=_("Que voulez-vous faire ?"),
    kind=Choice(tuple(ITEMS.values())),
    options=shown,
)


def go(answers: Answers, world: World) -> tuple[Effect, ...]:
    chosen = answers[what]
    if chosen in (RESUME, AGAIN):
        return (Open("eligibility"),)
    if chosen == "fresh":
        return (Open("eligibility", fresh=True),)
    if chosen == DRAFT:
        return (Open(START),)
    return (Open(chosen),)


HOME = Dialog(
    id="home",
    version=4,
    title=_("Menu"),
    migrations=dict.fromkeys((1, 2, 3), lambda answers: answers),  # more to choose from each time
    steps=(what, Stop(id="go", say=lambda answers, world: (), then=go)),
)

WELCOME: tuple[Text, ...] = (
    _("Bonjour ! Je suis l'assistant EXPLOR."),
    _(
        "EXPLOR aide des associations de solidarité internationale à faire venir ou partir une personne experte, "
        "bénévole, pour une courte mission. Des réseaux régionaux le portent en France."
    ),
    _("Je suis un programme, pas une personne : je donne un avis indicatif, le réseau décide."),
    _("Une personne peut toujours vous répondre : tapez /contact."),
    _(
        "Vos réponses servent seulement à préparer votre demande. Elles sont gardées {months} mois après votre dernier "
        "message (un dossier déposé a ses propres durées), lues par le réseau de votre région, et effacées sur "
        "demande : tapez /donnees.",
    ),
)


def welcome(world: World) -> tuple[Part, ...]:
    hello, *lines = WELCOME
    *more, data = lines
    return (
        Part(hello, "title"),
        *(Part(line) for line in more),
        Part(data.fill(months=MONTHS_KEPT), "note"),
    )
