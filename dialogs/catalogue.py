"""Every dialog of the bot. A new one is a new file and one line here."""

from dialogs.commands import COMMANDS
from dialogs.core.catalogue import Catalogue
from dialogs.eligibility import ELIGIBILITY
from dialogs.emergency.acts import EMERGENCY, FIRST_AID
from dialogs.estimate import ESTIMATE
from dialogs.field.checkin import CHECKIN, CONSENT, DOING
from dialogs.field.claiming import CLAIMING
from dialogs.field.interviews import ALL, BEGINNING, HELD
from dialogs.field.joining import GOING, JOINING_MISSION
from dialogs.field.livret import LEAVES, LIVRET
from dialogs.field.news import FIELD_NEWS
from dialogs.field.preparation import PREPARATION
from dialogs.field.spending import DOING_EXPENSES, EXPENSES
from dialogs.field.spending_news import SPENDING_NEWS
from dialogs.field.standing import MISSION
from dialogs.field.swearing import SWEARING
from dialogs.home import HOME, welcome
from dialogs.language import LANGUAGE
from dialogs.offer import OFFER
from dialogs.person import PERSON
from dialogs.pre_fiche.card import PRE_FICHE
from dialogs.pre_fiche.correction import CORRECTION
from dialogs.pre_fiche.news import NEWS
from dialogs.pre_fiche.sections import SECTIONS
from dialogs.pre_fiche.sharing import INVITATION, JOINING
from dialogs.pre_fiche.start import BEGIN
from dialogs.pre_fiche.submission import SUBMISSION, WITHDRAWAL
from dialogs.privacy import PRIVACY
from dialogs.programme import PROGRAMME
from dialogs.proposal import NEWS as PROPOSALS
from dialogs.proposal import PROPOSAL, REACTION
from dialogs.question import ANSWER, QUESTION
from dialogs.region import REGION
from dialogs.reminders import RECALL, REMINDERS
from dialogs.status import STATUS

LINKS = {"join": JOINING.id, "draft": BEGIN.id, "region": REGION.id, "mission": JOINING_MISSION.id}
"""What a link to the bot may open, `t.me/…?start=join_CODE`: the dialog, and for an answer what follows."""

CATALOGUE = Catalogue(
    dialogs=(
        HOME,
        ELIGIBILITY,
        ESTIMATE,
        BEGIN,
        PRE_FICHE,
        *SECTIONS,
        SUBMISSION,
        CORRECTION,
        WITHDRAWAL,
        INVITATION,
        JOINING,
        STATUS,
        OFFER,
        PROGRAMME,
        PROPOSAL,
        REACTION,
        QUESTION,
        ANSWER,
        REGION,
        LANGUAGE,
        PERSON,
        RECALL,
        PRIVACY,
        MISSION,
        EMERGENCY,
        JOINING_MISSION,
        GOING,
        CLAIMING,
        SWEARING,
        EXPENSES,
        DOING_EXPENSES,
        LIVRET,
        LEAVES,
        PREPARATION,
        CHECKIN,
        CONSENT,
        DOING,
        ALL,
        BEGINNING,
        *HELD,
    ),
    commands=COMMANDS,
    home=HOME.id,
    welcome=welcome,
    news={**NEWS, **FIELD_NEWS, **SPENDING_NEWS, **REMINDERS, **PROPOSALS},
    links=LINKS,
    asking=QUESTION.id,
    first_aid=FIRST_AID,
)
