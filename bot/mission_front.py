"""Missions for a chat of staff: what their buttons do and what their modals ask, as plain values.

Every rule is in `bot/missions.py` and `bot/experts.py`; the same is done by `explor mission …`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import get_args

from bot.cards import BEGIN
from bot.channels.slack.front import Entry, Form, Inputs, Option, Outcome
from bot.channels.slack.limits import cut
from bot.experts import Candidate, ProposedBefore, Search, propose, search
from bot.mission_card import DESCRIBE, EXPERTS, INVITE, LIVRET, NEXT_STAGE, PAPERS, REPORT
from bot.mission_form import FIELDS, HOW_SECTIONS, Unreadable, described, entries, left_out, reworded
from bot.mission_form import LIVRET as SECTIONS
from bot.mission_papers import hand_over
from bot.missions import AlreadyIn, Chair, Invited, MissionAlready, MissionDone
from bot.words import PARIS, say
from dialogs.core.text import Text, _, _n
from dialogs.field_words import MEMBERS
from dialogs.matching import reason_words
from dialogs.pre_fiche.sharing import by_fours
from knowledge.mission_sheet import MissionSheet
from storage.missions import Role

ROLE, NAME, REPLACE, OFFER, SAID = "role", "name", "replace", "offer", "said"
YES, NO = "yes", "no"

SKILL = 400
"""Characters of what somebody can do: the whole is in their offer."""
SHOWN = 10
"""Offers shown in a modal: who needs more looks with `explor mission experts`."""


@dataclass(frozen=True)
class MissionFront:
    """The missions of somebody at the desk, in the language of their office; `bot_name`: the bot in Telegram."""

    chair: Chair
    lang: str
    bot_name: str | None = None

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    # -- acts ------------------------------------------------------------------------------------------------------

    def act(self, act: str, about: str, inputs: Inputs) -> Outcome:
        """Do one of `ACTS`. Raises as the desk does."""
        return _ACTS[act](self, about, inputs)

    def _begin(self, about: str, inputs: Inputs) -> Outcome:
        return _outcome(self.chair.begin(about))

    def _move(self, about: str, inputs: Inputs) -> Outcome:
        """On to the stage that the button names: whoever presses second finds it reached."""
        reference, _slash, stage = about.partition("/")
        return _outcome(self.chair.move(reference, stage))

    def _invite(self, about: str, inputs: Inputs) -> Outcome:
        values = inputs.values
        again = values.get(REPLACE) == YES
        done = self.chair.invite(about, values.get(ROLE, ""), values.get(NAME, ""), again=again)
        if isinstance(done, Invited):
            return Outcome("done", said="\n".join(self._code(done)))
        return Outcome("repeat") if done.repeat else self._in_already(done)

    def _in_already(self, done: AlreadyIn) -> Outcome:
        return Outcome("unclear", said=self.say(IN_ALREADY.fill(name=done.person.name)), entry=REPLACE)

    def _code(self, done: Invited) -> Iterator[str]:
        until = done.expires_at.astimezone(PARIS).replace(second=0, microsecond=0)
        yield self.say(CODE.fill(name=done.person.name, code=by_fours(done.code), until=until))
        if self.bot_name:
            yield self.say(LINK.fill(link=f"https://t.me/{self.bot_name}?start={done.start}"))
        yield self.say(ONCE)

    def _describe(self, about: str, inputs: Inputs) -> Outcome:
        return self._rewrite(about, partial(described, values=inputs.values, lang=self.lang))

    def _livret(self, about: str, inputs: Inputs) -> Outcome:
        return self._rewrite(about, partial(reworded, values=inputs.values, lang=self.lang))

    def _rewrite(self, about: str, change: Callable[[MissionSheet], MissionSheet]) -> Outcome:
        reference, _slash, version = about.partition("/")
        try:
            return _outcome(self.chair.rewrite(reference, int(version), change))
        except Unreadable as fault:
            return Outcome("unclear", said=self.say(fault.why), entry=fault.entry)

    def _experts(self, about: str, inputs: Inputs) -> Outcome:
        done = propose(self.chair, about, inputs.values.get(OFFER, ""), inputs.values.get(SAID, ""))
        if isinstance(done, ProposedBefore):
            return Outcome("repeat" if done.repeat else "already")
        return Outcome("done") if done.told else Outcome("done", said=self.say(NOT_TOLD.fill(name=done.name)))

    def _hand_over(self, about: str, inputs: Inputs, kind: str) -> Outcome:
        return Outcome("done" if hand_over(self.chair, about, kind) else "repeat")

    # -- what is asked before --------------------------------------------------------------------------------------

    def form(self, act: str, about: str) -> Form:
        """What one of the acts that ask needs to know. Raises as the desk does."""
        return _FORMS[act](self, about)

    def _invite_form(self, about: str) -> Form:
        self.chair.mission(about)
        roles = tuple(Option(role, self.say(MEMBERS[role])) for role in get_args(Role))
        again = (Option(NO, self.say(_("Non"))), Option(YES, self.say(_("Oui, cette personne sort de la mission"))))
        asked = (
            Entry(ROLE, self.say(_("Rôle dans la mission")), "choice", options=roles),
            Entry(NAME, self.say(_("Prénom ou nom")), hint=self.say(_("Pour un volontaire, le prénom suffit."))),
            Entry(REPLACE, self.say(_("Remplacer qui est entré sous ce nom ?")), "choice", NO, again, optional=True),
        )
        return Form(about, (self.say(INVITATION),), entries=asked)

    def _describe_form(self, about: str) -> Form:
        found = self.chair.mission(about)
        notes = left_out(FIELDS, found.sheet, self.lang)
        asked = entries(FIELDS, found.sheet, self.lang)
        return Form(about, notes, entries=asked, about=f"{about}/{found.mission.livret_version}")

    def _livret_form(self, about: str) -> Form:
        found = self.chair.mission(about)
        notes = (self.say(HOW_SECTIONS), *left_out(SECTIONS, found.sheet, self.lang))
        asked = entries(SECTIONS, found.sheet, self.lang)
        return Form(about, notes, entries=asked, about=f"{about}/{found.mission.livret_version}")

    def _experts_form(self, about: str) -> Form:
        found = search(self.chair, about)
        shown = tuple(enumerate(found.candidates[:SHOWN], 1))
        notes = tuple(self._told(place, one) for place, one in shown) or (self.say(NOBODY),)
        options = tuple(Option(one.id, f"{place}. {one.name or '—'}") for place, one in shown if one.may_be_asked)
        asked = (
            Entry(OFFER, self.say(_("À qui proposer la mission ?")), "choice", options=options),
            Entry(SAID, self.say(_("Quelques mots pour cette personne")), "words", optional=True, hint=self.say(AS_IS)),
        )
        return Form(about, (self.say(RANKED), *notes, *self._more(found)), entries=asked if options else ())

    def _told(self, place: int, one: Candidate) -> str:
        """An offer: who, what they can do, why it stands where it does, and what was said of this mission."""
        who = " · ".join(filter(None, (one.name or "—", one.organisation)))
        reasons = " ".join(self.say(reason_words(reason)) for reason in one.match.reasons)
        standing = (self.say(STANDINGS[one.standing]),) if one.standing in STANDINGS else ()
        return "\n".join((f"{place}. {who}", *standing, cut(one.match.offer.skill, SKILL), reasons))

    def _more(self, found: Search) -> tuple[str, ...]:
        left = len(found.candidates) - SHOWN
        said = _n(
            "Il y a {count} autre offre, plus loin de ce besoin.", "Il y a {count} autres offres, plus loin.", left
        )
        return (self.say(said),) if left > 0 else ()


INVITATION = _(
    "Une invitation sert une seule fois, pendant 14 jours. Vous seul verrez le code : transmettez-le vous-même."
)
CODE = _("Le code pour {name}, valable une fois jusqu'au {until} : {code}")
LINK = _("Le lien qui l'ouvre dans Telegram : {link}")
ONCE = _("Il n'est pas gardé et ne sera plus montré : copiez-le maintenant.")
IN_ALREADY = _("{name} est déjà dans la mission. Pour faire entrer quelqu'un d'autre sous ce nom, choisissez Oui.")
NOT_TOLD = _("{name} n'a plus de conversation ici : écrivez-lui à l'adresse de son offre.")
AS_IS = _("La personne lira vos mots tels quels.")
RANKED = _(
    "Les offres les plus proches du besoin d'abord, avec les raisons. Le classement est fait par une machine : c'est "
    "vous qui choisissez."
)
NOBODY = _("Aucune offre d'expertise n'est enregistrée pour votre région.")
STANDINGS: Mapping[str | None, Text] = {
    "asked": _("Déjà contacté pour cette mission : pas encore de réponse."),
    "yes": _("Est d'accord pour parler de cette mission."),
    "no": _("Ne peut pas pour cette mission."),
}

_ACTS: Mapping[str, Callable[[MissionFront, str, Inputs], Outcome]] = {
    BEGIN: MissionFront._begin,
    NEXT_STAGE: MissionFront._move,
    INVITE: MissionFront._invite,
    DESCRIBE: MissionFront._describe,
    LIVRET: MissionFront._livret,
    EXPERTS: MissionFront._experts,
    PAPERS: partial(MissionFront._hand_over, kind="draft"),
    REPORT: partial(MissionFront._hand_over, kind="report"),
}
_FORMS: Mapping[str, Callable[[MissionFront, str], Form]] = {
    INVITE: MissionFront._invite_form,
    DESCRIBE: MissionFront._describe_form,
    LIVRET: MissionFront._livret_form,
    EXPERTS: MissionFront._experts_form,
}
ACTS, ASKING = frozenset(_ACTS), frozenset(_FORMS)


def _outcome(done: MissionDone | MissionAlready) -> Outcome:
    if isinstance(done, MissionDone):
        return Outcome("done")
    return Outcome("repeat" if done.repeat else "already")
