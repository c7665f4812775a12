"""Fifth section: whom you look for, or have found already."""

from dialogs.core.dialog import Answers, Question, World
from dialogs.core.kinds import Choice, LongText, ShortText, YesNo
from dialogs.core.text import _
from dialogs.pre_fiche.section import section
from dialogs.pre_fiche.wording import EXPERT_STATUSES, FRAMES, HOSTING

expert_profile = Question(
    id="expert_profile",
    title=_("Profil recherché"),
    ask=_("Quel profil cherchez-vous : métier, années d'expérience, langues ?"),
    kind=LongText(min=20, max=1000),
)

expert_identified = Question(
    id="expert_identified",
    title=_("Personne déjà trouvée"),
    ask=_("Avez-vous déjà quelqu'un ?"),
    kind=YesNo(),
    why=_("Si vous n'avez personne, le réseau cherche avec vous : c'est son travail."),
)

expert_status = Question(
    id="expert_status",
    title=_("Sa situation"),
    ask=_("Quelle est la situation de cette personne ?"),
    kind=Choice(EXPERT_STATUSES),
    when=lambda answers, world: answers[expert_identified],
)

expert_leave = Question(
    id="expert_leave",
    title=_("Son cadre"),
    ask=_("Dans quel cadre cette personne donne-t-elle son temps ?"),
    kind=Choice(FRAMES),
    when=lambda answers, world: answers[expert_identified],
)


def employed(answers: Answers, world: World) -> bool:
    """Whether somebody employs this person, or lends their time: the employer is then named."""
    return answers[expert_status] in ("employee", "public_agent") or answers[expert_leave] in (
        "secondment",
        "skills_patronage",
    )


employer = Question(
    id="employer",
    title=_("Son employeur"),
    ask=_("Qui est son employeur ?"),
    kind=ShortText(min=2, max=150),
    when=employed,
)

employer_pays = Question(
    id="employer_pays",
    title=_("Part de l'employeur"),
    ask=_("Cet employeur est-il prêt à payer une part des frais ?"),
    kind=Choice(HOSTING),
    when=employed,
)

EXPERT = section(
    "expert",
    _("La personne experte"),
    (expert_profile, expert_identified, expert_status, expert_leave, employer, employer_pays),
)
