"""Every dialog of the bot. A new one is a new file and one line here."""

from dialogs.commands import COMMANDS
from dialogs.core.catalogue import Catalogue
from dialogs.eligibility import ELIGIBILITY
from dialogs.estimate import ESTIMATE
from dialogs.home import HOME, welcome
from dialogs.language import LANGUAGE
from dialogs.person import PERSON
from dialogs.privacy import PRIVACY
from dialogs.programme import PROGRAMME
from dialogs.region import REGION

CATALOGUE = Catalogue(
    dialogs=(HOME, ELIGIBILITY, ESTIMATE, PROGRAMME, REGION, LANGUAGE, PERSON, PRIVACY),
    commands=COMMANDS,
    home=HOME.id,
    welcome=welcome,
)
