"""What people of a story do, and wait for: in Telegram and in Slack, told as it goes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.e2e.stage import ANA, MARC, Stage
from tests.emulators.slack import Member, NotAnswered, words
from tests.emulators.telegram import Person, Shown

Tell = Callable[[str, str], None]

PATIENCE = 30.0


def untold(_who: str, _what: str) -> None:
    """For a story that nobody watches."""


@dataclass
class Acting:
    """Hands and eyes of the people of a story."""

    stage: Stage
    tell: Tell = untold

    @property
    def ana(self) -> Member:
        return self.stage.slack.member(ANA, "Ana", self.stage.room)

    @property
    def marc(self) -> Member:
        return self.stage.slack.member(MARC, "Marc", self.stage.room)

    # -- in Telegram -----------------------------------------------------------------------------------------------

    async def says(self, person: Person, line: str, sees: str = "") -> None:
        """Type, and wait for whatever the bot answers: a message that is new, or changed in its place."""
        before = _look(person)
        self.tell(person.chat.title, line)
        await person.says(line)
        await self.answers(person, before, sees)

    async def presses(self, person: Person, label: str, sees: str = "") -> None:
        before = _look(person)
        self.tell(person.chat.title, f"[ {label} ]")
        await person.presses(label)
        await self.answers(person, before, sees)

    async def answers(self, person: Person, before: list[tuple[int, str]], sees: str) -> None:
        await self.until(person, lambda: _look(person) != before and any(sees in one.text for one in person.messages))

    async def sees(self, person: Person, text: str) -> Shown:
        found = await self.until(person, lambda: next((one for one in person.messages if text in one.text), None))
        assert isinstance(found, Shown)
        self.tell(f"EXPLOR → {person.chat.title}", found.text)
        return found

    async def sees_file(self, person: Person, name: str) -> None:
        await self.until(person, lambda: any(name in (one.file_name or "") for one in person.messages))
        self.tell(f"EXPLOR → {person.chat.title}", f"📄 {name}")

    async def until(self, person: Person, there: Callable[[], Any]) -> Any:
        return await self.stage.telegram.state.until(
            there, lambda: f"{person.chat.title} sees {[one.text[:80] for one in person.messages[-4:]]}", PATIENCE
        )

    # -- in Slack --------------------------------------------------------------------------------------------------

    async def card(self, status: str, also: str = "") -> Any:
        """The card in the channel that says this."""
        card = await self.in_slack(lambda: self.shown(status, also))
        self.tell("EXPLOR → Slack", f"{words(card).splitlines()[0]} — {status}")
        return card

    def shown(self, status: str, also: str = "") -> Any:
        return next((one for one in self.stage.room.roots if status in words(one) and also in words(one)), None)

    async def thread(self, text: str) -> Any:
        """A message anywhere in the channel with these words."""
        found = await self.in_slack(lambda: next((one for one in self.stage.room.messages if text in words(one)), None))
        self.tell("EXPLOR → Slack", words(found))
        return found

    async def in_slack(self, there: Callable[[], Any]) -> Any:
        return await self.stage.slack.until(there, PATIENCE)

    async def opens(self, member: Member, label: str, card: Callable[[], Any]) -> Any:
        """Press until a modal is there: one that was pressed while the server was away opens nothing."""

        async def press() -> Any:
            shown = set(self.stage.slack.views)
            await member.presses(card(), label)
            return await self.stage.slack.until(
                lambda: next((view for id, view in self.stage.slack.views.items() if id not in shown), None), 5.0
            )

        self.tell(f"{member.name} (Slack)", f"[ {label} ]")
        return await self.again(press)

    async def fills(self, member: Member, label: str, given: dict[str, Any], card: Callable[[], Any]) -> None:
        """Open a modal and hand it in."""
        form = await self.opens(member, label, card)
        await self.again(lambda: member.submits(form, given))

    async def again(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """As a person does whose press was not answered: once more, a little later."""
        for _time in range(40):
            try:
                return await act()
            except (NotAnswered, TimeoutError):
                continue
        raise AssertionError("staff were never answered")


def _look(person: Person) -> list[tuple[int, str]]:
    return [(one.id, one.text) for one in person.messages]
