"""A kind of answer: agreed, and when; with the charters of that day, so that it is known what was agreed to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Refused, Unreadable
from dialogs.core.kinds import YesNo
from dialogs.core.kinds.choices import YES
from dialogs.core.text import Text, _

WHEN_YOU_CAN = _(
    "Sans cet accord, le dossier ne peut pas être déposé. Prenez le temps de lire, ou posez la question au réseau : "
    "tapez /annuler pour revenir au reste du dossier, il est gardé."
)


@dataclass(frozen=True)
class Agreed:
    """The instant of a yes, and the day of each region's charter as it stood then, by the region's slug."""

    at: datetime
    charters: Mapping[str, date]


class Agreement(Kind[Agreed]):
    """Only a yes is an answer. A no is not kept: it is answered with what it means."""

    name = "agreement"

    def read(self, said: Said, reading: Reading) -> Outcome[Agreed]:
        outcome = YesNo().read(said, reading)
        if not (isinstance(outcome, Accepted) and outcome.value):
            raise Refused(WHEN_YOU_CAN)
        charters = {slug: one.charter.version for slug, one in reading.facts.regions.items() if one.charter}
        return Accepted(Agreed(reading.now.replace(microsecond=0), charters))

    def dump(self, value: Agreed) -> Json:
        charters = {slug: day.isoformat() for slug, day in sorted(value.charters.items())}
        return {"at": value.at.isoformat(), "charters": charters}

    def load(self, raw: Json) -> Agreed:
        match raw:
            case {"at": str(at), "charters": Mapping() as charters}:
                agreed = self._agreed(at, charters)
                if self.dump(agreed) == raw:
                    return agreed
        raise Unreadable(self.name)

    def _agreed(self, at: str, charters: Mapping[str, Json]) -> Agreed:
        try:
            found = Agreed(
                datetime.fromisoformat(at), {str(k): date.fromisoformat(str(v)) for k, v in charters.items()}
            )
        except ValueError:
            raise Unreadable(self.name) from None
        if found.at.tzinfo is None:
            raise Unreadable(self.name)
        return found

    def show(self, value: Agreed) -> Text:
        return _("Oui, le {at}", at=value.at)

    def options(self, reading: Reading) -> tuple[Option, ...]:
        return (Option("yes", YES),)


class Charter(Agreement):
    """Agreement to the charter of one's region."""

    name = "charter"

    def show(self, value: Agreed) -> Text:
        if len(value.charters) != 1:
            return super().show(value)
        return _("Oui, le {at}, à la charte du {version}", at=value.at, version=next(iter(value.charters.values())))
