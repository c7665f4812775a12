"""The search for an expert at the network's desk: recorded offers beside a mission, ranked, and one of them asked.

Nothing is decided here: staff see every offer with its reasons, and choose whom to ask; whoever is asked answers, and
staff choose again. An offer that its person took back is not there any more; one whose person said no to this mission,
or says yes already, is not asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from bot.desk import NEWS, Unclear
from bot.missions import Chair, sheet_of
from dialogs.core.text import _
from dialogs.matching import need_of, offer_of
from dialogs.proposal import Proposed
from knowledge.matching import Match, Need, ranked
from storage.desk import Desk, Offered
from storage.missions import MissionRow
from storage.proposals import PROPOSED
from storage.records import Json, Outgoing

MOST_WORDS = 1000
"""Characters of the staff's own words in a proposal."""


@dataclass(frozen=True)
class Candidate:
    """An offer beside a mission: how well it answers, who offers it, and what they said of this mission if asked."""

    match: Match
    name: str = field(repr=False)
    organisation: str = field(repr=False)
    standing: str | None

    @property
    def id(self) -> str:
        return self.match.offer.id

    @property
    def may_be_asked(self) -> bool:
        """Whether nobody asked them yet."""
        return self.standing is None


@dataclass(frozen=True)
class Search:
    """The offers for a mission, the best answer first."""

    mission: MissionRow
    candidates: Sequence[Candidate]


@dataclass(frozen=True)
class ProposedNow:
    """Somebody was asked; `told` is False where they can be reached by no conversation any more."""

    mission: MissionRow
    name: str = field(repr=False)
    told: bool = True


@dataclass(frozen=True)
class ProposedBefore:
    """They had been asked: what they said, or "asked". `repeat`: it was this very event, delivered twice."""

    mission: MissionRow
    standing: str
    repeat: bool = False


def search(chair: Chair, reference: str, languages: tuple[str, ...] = ()) -> Search:
    """The offers for a mission. `languages`: those that its staff say are needed. Raises `Unknown`, `NotYours`."""
    with chair.store.desk(chair.at) as desk:
        row = chair.found(desk, reference)
        standing = desk.missions.proposals(row.id)
        offers = {one.id: one for one in desk.offers(row.region)}
        need = _need(desk, row, languages)
        matches = ranked([offer_of(one.id, one.region, one.answers) for one in offers.values()], need)
        return Search(row, [_candidate(one, offers[one.offer.id], standing) for one in matches])


def _need(desk: Desk, row: MissionRow, languages: tuple[str, ...]) -> Need:
    """What the application says it looks for; of a mission without one, what its sheet says it is for."""
    sheet = sheet_of(row, ())
    said = {"need": " ".join(filter(None, (sheet.title, sheet.context, *sheet.objectives)))}
    versions = desk.versions(row.application_id) if row.application_id else ()
    return need_of(row.region, versions[-1].answers if versions else said, languages, row.starts, row.ends)


def _candidate(match: Match, offer: Offered, standing: Mapping[str, str]) -> Candidate:
    told = {name: str(offer.answers.get(name) or "") for name in ("name", "organisation")}
    return Candidate(match, **told, standing=standing.get(offer.id))


def propose(chair: Chair, reference: str, offer: str, words: str = "") -> ProposedNow | ProposedBefore:
    """Ask the person of an offer, in the conversation that they used last; their answer comes into the thread.

    Raises `Unknown`, `NotYours`; `Unclear` for an offer that is not there, or for too many words.
    """
    said = words.strip()
    if len(said) > MOST_WORDS:
        raise Unclear(f"a proposal has at most {MOST_WORDS} characters of your own, this one has {len(said)}")
    with chair.store.desk(chair.at, chair.event_id) as desk:
        row = chair.found(desk, reference)
        found = next((one for one in desk.offers(row.region) if one.id == offer), None)
        if found is None:
            raise Unclear(f"no offer to {row.region} is called {offer}: it may have been taken back")
        standing = desk.missions.proposals(row.id).get(offer)
        if not desk.first_time or standing is not None:
            return ProposedBefore(row, standing or "asked", repeat=not desk.first_time)
        return _proposed(chair, desk, row, found, said)


def _proposed(chair: Chair, desk: Desk, row: MissionRow, offer: Offered, words: str) -> ProposedNow:
    chair.note(desk, row, PROPOSED, {"offer": offer.id})
    name = str(offer.answers.get("name") or "—")
    talks = desk.talks(offer.person_id)[:1]
    for conversation in talks:
        desk.queue([Outgoing(_order(row, offer.id, words))], conversation)
    chair.says(desk, row, f"mission:{row.id}", ASKED.fill(name=name, who=chair.staff.name))
    return ProposedNow(row, name, told=bool(talks))


ASKED = _("{who} a proposé la mission à {name}. La réponse arrivera ici.")


def _order(row: MissionRow, offer: str, words: str) -> dict[str, Json]:
    days = {"first": row.starts.isoformat() if row.starts else "", "last": row.ends.isoformat() if row.ends else ""}
    title = str(row.sheet.get("title") or "")
    about = Proposed(row.id, offer, row.region, title=title, country=row.country, words=words, **days)
    return {"order": NEWS, "name": "mission.proposed", "values": asdict(about)}
