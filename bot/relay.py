"""Between a person and the staff of their network: what each writes, and where it goes.

- What staff write in a thread stays there. Only what they send on purpose reaches the person, and it is shown as sent.
- What was sent follows its source: edited there, it is edited here; deleted there, it is taken back.
- A message that cannot be delivered is told to whoever wrote it.
- No words are kept but in the outbox, whose bodies are erased in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.desk import DeskError, NotYours, Staff
from bot.offices import Office, Thread
from bot.render import Line, Message
from bot.resuming import resumed
from bot.words import say
from dialogs.core.reply import Part
from dialogs.core.state import Profile
from dialogs.core.text import Text, _, literal
from knowledge.base import Knowledge
from storage.desk import Desk
from storage.outbox import Message as Row
from storage.records import Outgoing
from storage.requests import RequestRow
from storage.store import Store

MOST = 3000
"""Characters of a reply: with its frame it fits in one message of every channel."""

Why = Literal["dead", "gone"]


class UnknownRequest(DeskError):
    """No such request: closed and erased since, or never made."""


class TooLong(DeskError):
    """A reply that would not fit in one message."""


@dataclass(frozen=True)
class Relay:
    """What carrying words needs: the rows, the facts for names, and where each network reads."""

    store: Store
    facts: Knowledge
    offices: Mapping[str, Office]

    # -- from staff to the person ----------------------------------------------------------------------------------

    def send(self, staff: Staff, request: str, words: str, at: datetime, source: str, event_id: str) -> bool:
        """Send these words to the person; `source` is the vendor's id of the message they come from, where one is.

        False when this very event was done before. Raises `UnknownRequest`, `NotYours`, `TooLong`.
        """
        with self.store.desk(at, event_id) as desk:
            found, thread = self._found(desk, staff, request)
            said = _checked(words)
            if not desk.first_time:
                return False
            key = f"relay:{found.id}:{source}"
            desk.queue([Outgoing(self._letter(desk, found, said).to_json(), key=key)], found.conversation_id)
            desk.note_relayed(thread.id, source, found.conversation_id, key)
            desk.answered(found.id, staff.name)
            desk.audit(f"staff:{staff.name}", "request.answered", f"request:{found.id}")
            thread.says(Part(_("Envoyé à la personne par {who} :", who=staff.name), "note"), Part(literal(said)))
            if desk.unreachable(found.conversation_id):
                thread.says(Part(NOT_DELIVERED["gone"]))
            thread.card()
            return True

    def edited(self, office: Office, about: str, source: str, words: str, at: datetime, event_id: str) -> bool:
        """A message of the thread was edited; False where it had not been sent to anybody."""
        with self.store.desk(at, event_id) as desk:
            thread = Thread(desk, office, about)
            sent = desk.relayed(thread.id, source)
            request = desk.request(about.removeprefix("request:"))
            if sent is None or request is None or not desk.first_time:
                return False
            conversation, key = sent
            letter = self._letter(desk, request, words.strip()[:MOST], _("Message modifié par {network} :"))
            desk.queue([Outgoing(letter.to_json(), edits=key)], conversation)
            thread.says(Part(_("Modifié aussi chez la personne."), "note"))
            return True

    def deleted(self, office: Office, about: str, source: str, at: datetime, event_id: str) -> bool:
        """A message of the thread was deleted; False where it had not been sent to anybody."""
        with self.store.desk(at, event_id) as desk:
            thread = Thread(desk, office, about)
            sent = desk.relayed(thread.id, source)
            if sent is None or not desk.first_time:
                return False
            conversation, key = sent
            desk.queue([Outgoing({"content": "removal"}, edits=key)], conversation)
            thread.says(Part(_("Effacé aussi chez la personne."), "note"))
            return True

    def close(self, staff: Staff, request: str, at: datetime) -> bool:
        """Nothing more is waited for; False where it was closed before."""
        with self.store.desk(at) as desk:
            found, thread = self._found(desk, staff, request)
            if not desk.close_request(found.id):
                return False
            desk.audit(f"staff:{staff.name}", "request.closed", f"request:{found.id}")
            thread.card()
            return True

    def preview(self, staff: Staff, request: str, words: str, at: datetime) -> Message:
        """What the person would get. Raises as `send` does."""
        with self.store.desk(at) as desk:
            found, _thread = self._found(desk, staff, request)
            return self._letter(desk, found, _checked(words))

    def found(self, staff: Staff, request: str, at: datetime) -> RequestRow:
        """A request that these staff may answer. Raises `UnknownRequest`, `NotYours`."""
        with self.store.desk(at) as desk:
            return self._found(desk, staff, request)[0]

    def spoken(self, request: RequestRow, at: datetime) -> str:
        """The language of whoever asks."""
        with self.store.desk(at) as desk:
            return language(desk, request.conversation_id)

    def _found(self, desk: Desk, staff: Staff, request: str) -> tuple[RequestRow, Thread]:
        found = desk.request(request)
        if found is None:
            raise UnknownRequest("this request is no more: its person may have had everything erased")
        office = self.offices.get(found.region)
        if found.region not in staff.regions or office is None:
            raise NotYours(f"this request is of {found.region}: {staff.name} does not act for that region")
        return found, Thread(desk, office, f"request:{found.id}")

    def _letter(self, desk: Desk, request: RequestRow, words: str, title: Text | None = None) -> Message:
        lang = language(desk, request.conversation_id)
        network = self.facts.region(request.region).network.name
        said = (("title", (title or ANSWER).fill(network=network)), ("body", literal(words)), ("note", HOW_TO_REPLY))
        return Message(lang, tuple(Line(role, say(text, lang)) for role, text in said))

    # -- what did not arrive ---------------------------------------------------------------------------------------

    def undelivered(self, row: Row, why: Why, at: datetime) -> None:
        """A row could not be delivered: staff are told of a person's, the person of what they had written."""
        with self.store.desk(at) as desk:
            if row.about is not None:
                self._tell_person(desk, row)
                if why == "dead":
                    self._tell_colleagues(desk, row)
            elif (row.key or row.edits or "").startswith("relay:"):
                self._tell_thread(desk, row, why)
            elif why == "dead":
                self._tell_office(desk, row)

    def _tell_person(self, desk: Desk, row: Row) -> None:
        """What a person wrote to staff did not get there: they hear it, and how to reach the network otherwise."""
        if not (row.key or "").startswith("said:"):
            return
        request = desk.request((row.about or "").removeprefix("request:"))
        if request is None:
            return
        lang = language(desk, request.conversation_id)
        network = self.facts.region(request.region).network.name
        lines = (Line("body", say(NOT_PASSED_ON.fill(network=network), lang)),)
        desk.queue([Outgoing(Message(lang, lines).to_json())], request.conversation_id)

    def _tell_thread(self, desk: Desk, row: Row, why: Why) -> None:
        request = desk.request((row.key or row.edits or "").split(":")[1])
        office = self.offices.get(request.region) if request else None
        if request is None or office is None:
            return
        text = NOT_REMOVED if why == "dead" and row.body.get("content") == "removal" else NOT_DELIVERED[why]
        Thread(desk, office, f"request:{request.id}").says(Part(text))

    def _tell_colleagues(self, desk: Desk, row: Row) -> None:
        """A card or a paper that the channel of staff refused for good: its thread says where to find it."""
        places = (one for one in self.offices.values() if row.address.startswith(f"{one.address}/"))
        office, text = next((one for one in places if one.channel == row.channel), None), self._not_shown(desk, row)
        if office is not None and text is not None:
            Thread(desk, office, row.about or "").says(Part(text))

    def _not_shown(self, desk: Desk, row: Row) -> Text | None:
        kind, _colon, id = (row.about or "").partition(":")
        if row.body.get("content") == "mission_paper":
            return PAPER_NOT_SHOWN.fill(name=row.body["file"])
        if row.body.get("content") == "paper":
            return PAPER_NOT_SHOWN.fill(name=row.body["name"])
        if row.body.get("content") == "receipt":
            return RECEIPT_NOT_SHOWN
        found = desk.get(id) if kind == "application" else None
        text = CARD_NOT_SHOWN.get(kind) if row.body.get("content") == "card" else None
        return text.fill(reference=found.reference) if text and found else text

    def _tell_office(self, desk: Desk, row: Row) -> None:
        """Staff of the person's region; of every network where the region is not known, or where nobody reads."""
        region = _profile(desk, row.conversation_id).region or ""
        said = _("Un message à une personne n'a pas pu être remis, après plusieurs essais (conversation {number}).")
        for slug in (region,) if region in self.offices else self.offices:
            about = f"undelivered:{slug}"
            Thread(desk, self.offices[slug], about).says(Part(said.fill(number=str(row.conversation_id))))


ANSWER = _("{network} vous répond :")
HOW_TO_REPLY = _("Pour lui répondre, tapez /contact.")
NOT_PASSED_ON = _(
    "Votre message n'a pas pu être transmis à {network} : de notre côté, l'envoi n'a pas abouti. Tapez /contact pour "
    "réessayer ou trouver une autre adresse."
)
NOT_DELIVERED: Mapping[Why, Text] = {
    "dead": _("Non remis : la messagerie de la personne a refusé ce message plusieurs fois."),
    "gone": _("Non remis : la personne a bloqué l'assistant. Le message partira si elle revient."),
}
NOT_REMOVED = _("Non effacé chez la personne : sa messagerie le refuse, elle peut encore lire ce message.")
CARD_NOT_SHOWN: Mapping[str, Text] = {
    "application": _("La fiche de {reference} n'a pas pu s'afficher ici : tapez /explor dossier {reference}."),
    "request": _("Une personne demande à vous parler. Sa fiche n'a pas pu s'afficher : répondez dans ce fil, avec >>."),
    "offer": _(
        "Une offre d'expertise est arrivée, mais sa fiche n'a pas pu s'afficher : elle est dans la liste des offres."
    ),
    "claim": _("Une dépense attend, mais sa fiche n'a pas pu s'afficher ici. Sur le serveur : explor claims list."),
}
RECEIPT_NOT_SHOWN = _("Un reçu n'a pas pu être joint à ce fil : la personne qui administre l'assistant l'a encore.")
PAPER_NOT_SHOWN = _(
    "Le document {name} n'a pas pu être joint à ce fil : la personne qui administre l'assistant peut vous l'envoyer."
)


def _checked(words: str) -> str:
    said = words.strip()
    if not said:
        raise TooLong("there is nothing to send")
    if len(said) > MOST:
        raise TooLong(f"a reply has at most {MOST} characters, this one has {len(said)}: shorten it, or send two")
    return said


def language(desk: Desk, conversation_id: int) -> str:
    return _profile(desk, conversation_id).lang


def _profile(desk: Desk, conversation_id: int) -> Profile:
    return resumed(desk.person_of(conversation_id), "fr").profile
