"""Two people on one draft: a code that lets one colleague in, shown once, good for seven days."""

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Record
from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, literal
from dialogs.pre_fiche.application import here
from dialogs.pre_fiche.section import to_card

INVITE, JOIN = "pre_fiche.invite", "join"


def by_fours(code: str) -> str:
    """A code as it is read aloud: abcd-efgh-jkmn."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def shown(answers: Answers, world: World) -> tuple[Part, ...]:
    return (
        Part(_("Le code pour votre collègue"), "title"),
        Part(_("{code}", code=by_fours(world.fresh))),
        Part(
            _("Il sert une seule fois, pendant 7 jours. Je ne le montrerai plus : transmettez-le maintenant."), "item"
        ),
        Part(_("Votre collègue ouvre cet assistant, tape /rejoindre, puis ce code."), "item"),
        Part(_("Cette personne pourra lire et remplir tout le dossier. Vous seul pouvez le retirer."), "note"),
    )


def invite(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("application.invite", {"id": world.subject, "code": world.fresh}), *to_card(answers, world))


INVITATION = Dialog(
    id=INVITE,
    version=1,
    shared=True,
    title=_("Inviter un collègue"),
    steps=(
        Stop(
            id="not_yours",
            when=lambda answers, world: not here(world).owner,
            say=_("Seule la personne qui a commencé ce dossier peut inviter quelqu'un."),
            then=to_card,
        ),
        Stop(
            id="over",
            when=lambda answers, world: here(world).state in ("refused", "withdrawn"),
            say=_("Ce dossier est terminé : il n'y a plus rien à y remplir."),
            then=to_card,
        ),
        Stop(id="invited", say=shown, then=invite),
    ),
)


class Code(Kind[str]):
    """A code of invitation, however it is typed: case, spaces and dashes do not matter."""

    name = "invitation_code"
    wrong = _("Un code ressemble à abcd-efgh-jkmn. Recopiez celui que votre collègue vous a donné.")

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        plain = "".join(letter for letter in words(said)[:200].casefold() if letter.isalnum())
        if not 6 <= len(plain) <= 40:
            raise Refused(self.wrong)
        return Accepted(plain)

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not raw.isalnum() or not 6 <= len(raw) <= 40 or raw != raw.casefold():
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(by_fours(value))


code = Question(
    id="code",
    title=_("Code"),
    ask=_("Quel code votre collègue vous a-t-il donné ?"),
    kind=Code(),
    why=_("Un code ouvre le dossier d'un collègue. Connaître le nom ou le SIRET d'une association n'ouvre rien."),
)


def join(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("application.join", {"code": answers[code]}),)


JOINING = Dialog(
    id=JOIN,
    version=1,
    title=_("Rejoindre le dossier d'un collègue"),
    steps=(code, Stop(id="asked", say=lambda answers, world: (), then=join)),
)
