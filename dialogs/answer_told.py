"""An answer as a person reads it: the words, what the documents leave unclear, the source, and whose translation it is.

The answer speaks the language of the question, which may not be that of the conversation: everything here is said
at once, by the `say` of that language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs.answer_words import contact_sentence, network_contact
from dialogs.core.text import Text, _
from dialogs.wording import reason_text
from knowledge.answering import MOST_ANSWER, Answered
from knowledge.base import Cited, Knowledge
from knowledge.reasons import by_network
from knowledge.schema import Region

MOST_SOURCES = 2
Say = Callable[[Text], str]


@dataclass(frozen=True)
class Told:
    """An answer in words. `text` with its `notes` (sources, label) is what is shown; `more` waits behind a button."""

    text: str
    notes: tuple[str, ...]
    more: str | None

    @property
    def whole(self) -> str:
        """The text as it is shown, its source at the end."""
        return "\n".join((self.text, *self.notes))


def told(answered: Answered, facts: Knowledge, voices: Mapping[str, Say], asked: str) -> Told:
    """The answer by the voice of its language; what is said about the language, by that of the question (`asked`)."""
    say = voices[answered.lang]
    text, rest = (answered.text, None) if answered.state != "depends" else _by_region(answered, facts, say)
    cited = () if rest and answered.state == "depends" else answered.cited
    unclear = tuple(say(_tension(code, answered, facts)) for code in answered.tensions)
    more = "\n".join(filter(None, (answered.more, rest, *unclear))) or None
    notes = (*_sources(cited, say), *_label(answered, voices[asked]))
    return Told(text, notes, more)


def not_sure(titles: Sequence[str], say: Say) -> Told:
    """What is said where a few entries may be meant: their names are buttons, and can be typed too."""
    lines = [f"{number}. {title}" for number, title in enumerate(titles, 1)]
    return Told("\n".join((say(_("Je ne suis pas sûr d'avoir compris. Vouliez-vous dire :")), *lines)), (), None)


def unknown(region: Region | None, say: Say) -> Told:
    """What is said where the assistant does not know: it says so, and how to reach a person."""
    sentences = (
        _("Je ne sais pas répondre à cette question."),
        _("Vous pouvez demander à parler à une personne."),
        *((network_contact(region),) if region else (contact_sentence(None),)),
    )
    return Told(" ".join(map(say, sentences)), (), None)


def _tension(code: str, answered: Answered, facts: Knowledge) -> Text:
    network = facts.region(answered.region).network.name if answered.region else ""
    return reason_text(by_network(code, network))


def _by_region(answered: Answered, facts: Knowledge, say: Say) -> tuple[str, str | None]:
    """What each network has published, at once where there is room; else behind the button."""
    if not answered.regions:
        none = _("Aucun réseau n'a publié cette information, à ma connaissance.")
        return say(none), None
    depends = say(_("La réponse dépend de la région. Dites-moi la vôtre pour une réponse précise."))
    lines = [
        say(_("{region} : {words}", region=facts.region(slug).name, words=words)) for slug, words in answered.regions
    ]
    whole = "\n".join((depends, *lines))
    return (whole, None) if len(whole) <= MOST_ANSWER else (depends, "\n".join(lines))


def _sources(cited: tuple[Cited, ...], say: Say) -> Iterator[str]:
    """A document once, with the sections that were read in it."""
    documents = dict.fromkeys(one.document for one in cited)
    for document in list(documents)[:MOST_SOURCES]:
        here = [one for one in cited if one.document == document]
        yield say(_source(here[0], " ; ".join(dict.fromkeys(one.section for one in here[:3]))))


def _source(cited: Cited, sections: str) -> Text:
    if cited.dated:
        return _("Source : {title}, « {section} », {date}", title=cited.title, section=sections, date=cited.date)
    read = date.fromisoformat(cited.date)
    undated = _("Source : {title}, « {section} » (sans date, lu le {date})")
    return undated.fill(title=cited.title, section=sections, date=read)


def _label(answered: Answered, say: Say) -> Iterator[str]:
    if answered.label == "automatic":
        yield say(_("Traduction automatique, pas encore relue par une personne."))
    if answered.label == "french":
        yield say(_("Cette réponse n'est pas encore traduite : la voici en français."))
