"""The livret in the chat: one tap for a section, words to search in it, and the files to keep on a phone.

It comes before whatever is under way, which goes on after it. A section is shown in pages of a phone's height; the
buttons under it mean the same for ever.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Record
from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reading.choosing import recognised
from dialogs.core.reply import Button, Part, Reply
from dialogs.core.reply import Role as PartRole
from dialogs.core.text import Text, _, literal, spoken
from dialogs.field.joining import doors
from dialogs.field.mission import Mission, mission
from dialogs.field.picking import chosen, nowhere, which
from dialogs.field.pressing import Pressing, press
from dialogs.field_words import SECTIONS
from knowledge.livret.blocks import Block, Chapter, Grid, Heading, Items, lines
from knowledge.livret.changes import Found, find
from knowledge.mission_sheet import MissionSheet

LIVRET_ID, LEAF = "livret", "livret.leaf"
PAGE = 2500
"""Characters of a page: what a phone shows in three screens. The shortest message of a channel holds more."""
WITH_TITLE = 300
"""A title goes to the next page where no more than this is left under it."""
MOST_FOUND = 8
"""Lines that a search shows: with more, a longer word serves better."""
LONGEST = 100
"""Characters that are looked for."""

FILES: Mapping[str, Text] = {
    "pdf": _("Le livret en PDF"),
    "html": _("Le livret en page web"),
    "vcf": _("Les contacts, pour le téléphone"),
    "ics": _("Les dates, pour l'agenda"),
    "map": _("Les lieux, sur une carte"),
}
"""What can be sent, by the end of the file's name."""

# -- what is wanted --------------------------------------------------------------------------------------------------

Act = Literal["read", "file", "find"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A section to read, a file to have, or words to look for."""

    act: Act
    what: str


class Wanting(Kind[Wish]):
    """A section or a file by its button or its name; any other words are looked for in the livret."""

    name = "livret_wish"
    choices = tuple(
        [Option(f"read:{section}", name) for section, name in SECTIONS.items()]
        + [Option(f"file:{file}", name) for file, name in FILES.items()]
    )

    def read(self, said: Said, reading: Reading) -> Outcome[Wish]:
        text = words(said)
        found = recognised(text, self.choices, reading)
        if found.exact and len(found.keys) == 1:
            return self.press(found.keys[0], reading)
        if len(text) > LONGEST:
            raise Refused(_("C'est long pour une recherche. Donnez un ou deux mots, par exemple « visa »."))
        return Accepted(Wish("find", text))

    def press(self, value: str, reading: Reading) -> Outcome[Wish]:
        if any(value == one.value for one in self.choices):
            act, _colon, what = value.partition(":")
            return Accepted(self.load([act, what]))
        return self.read(Typed(value), reading)

    def dump(self, value: Wish) -> Json:
        return [value.act, value.what]

    def load(self, raw: Json) -> Wish:
        match raw:
            case ["read", str(section)] if section in SECTIONS:
                return Wish("read", section)
            case ["file", str(file)] if file in FILES:
                return Wish("file", file)
            case ["find", str(text)] if text.strip() and len(text) <= LONGEST:
                return Wish("find", text)
        raise Unreadable(self.name)

    def show(self, value: Wish) -> Text:
        return literal(value.what)


def offered(answers: Answers, world: World) -> tuple[Option, ...]:
    """Every section, and the files that hold something."""
    found = chosen(answers, world)
    files = files_of(found.sheet) if found else ()
    return tuple(one for one in Wanting.choices if one.value.startswith("read:") or one.value[5:] in files)


def files_of(sheet: MissionSheet) -> tuple[str, ...]:
    """The files that are not empty."""
    there = {
        "vcf": any(one.phone or one.email for one in sheet.contacts),
        "ics": bool(sheet.journeys or sheet.appointments),
        "map": bool(mapped(sheet)),
    }
    return tuple(file for file in FILES if there.get(file, True))


def mapped(sheet: MissionSheet) -> tuple[tuple[str, float, float], ...]:
    """The places of a mission that are known to the hundredth of a map: name, latitude, longitude."""
    placed = (one for one in sheet.places if one.latitude is not None and one.longitude is not None)
    return tuple((one.name, one.latitude or 0.0, one.longitude or 0.0) for one in placed)


page = Question(
    id="page",
    title=_("Livret"),
    ask=_("Que voulez-vous lire ? Touchez une section, ou écrivez un mot à chercher."),
    kind=Wanting(),
    options=offered,
    may_ask=True,
)

# -- what is shown ---------------------------------------------------------------------------------------------------


def chapters(found: Mission, world: World) -> tuple[Chapter, ...]:
    """The livret of a mission, in the person's language; empty where nobody can write it now."""
    return world.livret(found.sheet, world.profile.lang) if world.livret else ()


def pages(chapter: Chapter, lang: str) -> tuple[tuple[Part, ...], ...]:
    """A section, in pages."""
    found: list[list[Part]] = [[]]
    size = 0
    for part, length in _parts(chapter, lang):
        if found[-1] and size + (length if part.role != "title" else WITH_TITLE) > PAGE:
            found.append([])
            size = 0
        found[-1].append(part)
        size += length
    return tuple(tuple(one) for one in found)


def _parts(chapter: Chapter, lang: str) -> Iterator[tuple[Part, int]]:
    """The parts of a section and the length of each, no longer than a page."""
    for block in chapter.blocks:
        alone = replace(chapter, blocks=(block,))
        for rank, line in enumerate(lines(alone), 1):
            said = f"{rank}. {line}" if isinstance(block, Items) and block.ordered else line
            for start in range(0, len(said), PAGE):
                piece = said[start : start + PAGE]
                yield Part(_told(piece, chapter, lang), _role(block)), len(piece)


def _told(line: str, chapter: Chapter, lang: str) -> Text:
    """A line of the livret; one in another language keeps its own direction."""
    return spoken(line) if chapter.lang == lang else literal(line)


def _role(block: Block) -> PartRole:
    if isinstance(block, Heading):
        return "title"
    listed = isinstance(block, Grid) or (isinstance(block, Items) and not block.ordered)
    return "item" if listed else "body"


def leaf(found: Mission, section: str, number: int, world: World) -> Reply:
    """A page of a section, counted from 1, and where to go from there."""
    chapter = next((one for one in chapters(found, world) if one.section == section), None)
    if chapter is None:
        return Reply((Part(_("Le livret ne peut pas être lu pour l'instant. Réessayez dans un moment.")),))
    all_pages = pages(chapter, world.profile.lang)
    number = min(max(number, 1), len(all_pages))
    title = Part(_told(chapter.title, chapter, world.profile.lang), "title")
    return Reply((title, *all_pages[number - 1]), tuple(_under(found, section, number, len(all_pages))))


def _under(found: Mission, section: str, number: int, count: int) -> Iterator[Button]:
    if number < count:
        label = _("Lire la suite ({page}/{count})", page=number + 1, count=count)
        yield Button(label, press(LEAF, deed.id, "page", found.id, f"{section}/{number + 1}"))
    if section == "contacts" and "vcf" in files_of(found.sheet):
        yield Button(FILES["vcf"], press(LEAF, deed.id, "file", found.id, "vcf"))
    if section == "mission" and "map" in files_of(found.sheet):
        yield Button(FILES["map"], press(LEAF, deed.id, "file", found.id, "map"))
    yield from doors("livret")


def results(found: Mission, sought: str, world: World) -> Reply:
    """The lines that have these words, each with its section, and the sections to open."""
    hits = find(chapters(found, world), sought)
    if not hits:
        none = _("Rien dans le livret avec « {words} ». Essayez un autre mot.", words=sought)
        return Reply((Part(none),), doors("livret"))
    shown = hits[:MOST_FOUND]
    head = Part(_("Dans le livret, « {words} » :", words=sought), "title")
    return Reply((head, *(Part(_hit(one), "item") for one in shown)), tuple(_sections_of(found, shown)))


def _hit(one: Found) -> Text:
    line = one.line if len(one.line) <= PAGE // MOST_FOUND else f"{one.line[: PAGE // MOST_FOUND]}…"
    return _("{section} : {line}", section=SECTIONS[one.section], line=spoken(line))


def _sections_of(found: Mission, hits: tuple[Found, ...]) -> Iterator[Button]:
    for section in dict.fromkeys(one.section for one in hits):
        yield Button(SECTIONS[section], press(LEAF, deed.id, "page", found.id, f"{section}/1"))


def places(found: Mission) -> Reply:
    """Each place of a mission, as an address that opens the map of a phone."""
    head = Part(FILES["map"], "title")
    return Reply((head, *(Part(_at(*one), "item") for one in mapped(found.sheet))), doors("livret"))


def _at(name: str, latitude: float, longitude: float) -> Text:
    address = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=14/{latitude}/{longitude}"
    return _("{place} : {url}", place=name, url=address)


def send(found: Mission, file: str) -> tuple[Effect, ...]:
    """The file is on its way; places are told, not sent."""
    return () if file == "map" else (Record("livret.send", {"id": found.id, "file": file}),)


COMING = _("Voici le fichier. Gardez-le sur votre téléphone : il se lit sans réseau.")

# -- the dialogs -----------------------------------------------------------------------------------------------------


def told(answers: Answers, world: World) -> tuple[Reply, ...]:
    found, wish = chosen(answers, world), answers[page]
    return (_shown(found, wish, world),) if found else ()


def _shown(found: Mission, wish: Wish, world: World) -> Reply:
    if wish.act == "find":
        return results(found, wish.what, world)
    if wish.act == "file":
        return places(found) if wish.what == "map" else Reply((Part(COMING),))
    return leaf(found, wish.what, 1, world)


def follows(answers: Answers, world: World) -> tuple[Effect, ...]:
    found, wish = chosen(answers, world), answers[page]
    return send(found, wish.what) if found and wish.act == "file" else ()


LIVRET = Dialog(
    id=LIVRET_ID,
    version=1,
    title=_("Livret"),
    steps=(
        nowhere,
        which,
        page,
        Stop(id="told", say=lambda answers, world: (), tells=told, then=follows),
    ),
)

deed = Question(
    id="deed",
    title=_("Livret"),
    ask=_("Que voulez-vous lire ?"),
    kind=Pressing(("page", "file")),
)


def turned(answers: Answers, world: World) -> tuple[Reply, ...]:
    one = answers[deed]
    found = mission(world, one.mission)
    if found is None:
        return (
            Reply(
                (
                    Part(
                        _("Vous n'êtes plus dans cette mission."),
                    ),
                )
            ),
        )
    if one.act == "file":
        return (places(found) if one.what == "map" else Reply((Part(COMING),)),)
    section, _slash, number = one.what.partition("/")
    return (leaf(found, section, int(number) if number.isdecimal() and len(number) < 4 else 1, world),)


def fetched(answers: Answers, world: World) -> tuple[Effect, ...]:
    one = answers[deed]
    found = mission(world, one.mission)
    return send(found, one.what) if found and one.act == "file" and one.what in FILES else ()


LEAVES = Dialog(
    id=LEAF,
    version=1,
    title=_("Livret"),
    pressed=True,
    steps=(deed, Stop(id="turned", say=lambda answers, world: (), tells=turned, then=fetched)),
)
