"""A country."""

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.reading.countries import codes, countries
from dialogs.core.text import CountryName, Text, _


class Country(Kind[str]):
    """A country or territory, as ISO 3166 alpha-2, or XK for Kosovo."""

    name = "country"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        found = countries(words(said))
        if found.exact and len(found.keys) == 1:
            return Accepted(found.keys[0])
        if found.keys:
            return Unsure(found.keys, _("De quel pays parlez-vous ?"))
        raise Refused(_("Je ne reconnais pas ce pays. Écrivez son nom, par exemple : Bénin."))

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or raw not in codes():
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return _("{country}", country=CountryName(value))
