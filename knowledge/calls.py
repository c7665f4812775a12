"""Which call of a region matters at an instant, and whether one can still apply.

A call closes at an instant that is already too late: "15 juin minuit" in Paris is open until 2025-06-16T00:00:00+02:00,
excluded. An opening that was never published counts as past: such a call is open until it closes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from knowledge.base import paris_day
from knowledge.schema import Call, Region

Status = Literal["open", "closed", "upcoming", "none"]


@dataclass(frozen=True, slots=True)
class CallStatus:
    """The call that matters at an instant; `call` is None and the status "none" where no call is published."""

    call: Call | None
    status: Status

    @property
    def closes(self) -> datetime | None:
        """The first instant that is too late, in Paris time."""
        return self.call.closes if self.call else None


NO_CALL = CallStatus(None, "none")


def call_at(region: Region, at: datetime) -> CallStatus:
    """The open call (the first to close), else the next to open, else the last that closed."""
    if found := _with("open", region, at):
        return CallStatus(min(found, key=lambda call: call.closes), "open")
    if found := _with("upcoming", region, at):
        return CallStatus(min(found, key=lambda call: call.opens or call.closes), "upcoming")
    if found := _with("closed", region, at):
        return CallStatus(max(found, key=lambda call: call.closes), "closed")
    return NO_CALL


def last_day(call: Call) -> date:
    """The last day, in Paris, on which one may still apply: what a person is told instead of a midnight."""
    return paris_day(call.closes - timedelta(microseconds=1))


def _with(status: Status, region: Region, at: datetime) -> list[Call]:
    return [call for call in region.calls if _status(call, at) == status]


def _status(call: Call, at: datetime) -> Status:
    if at >= call.closes:
        return "closed"
    return "upcoming" if call.opens is not None and at < call.opens else "open"
