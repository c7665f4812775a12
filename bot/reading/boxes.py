"""The pieces of text found on a picture, and the rows they stand in.

    boxes (quadrilaterals, in pixels) -> level -> rows, from top to bottom, each from left to right

Pure: nothing here knows the engine, so that fields are found, and tested, on stored boxes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

Point = tuple[float, float]

SAME_ROW = 0.55
"""Two boxes stand in one row where their middles are nearer than this share of the smaller height."""
LEVEL = 0.004
"""Radians: a slope below this is none."""


@dataclass(frozen=True)
class Box:
    """A piece of text as it was read: its four corners from the top left clockwise, in pixels, and a confidence."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]

    @cached_property
    def left(self) -> float:
        return min(x for x, _ in self.corners)

    @cached_property
    def right(self) -> float:
        return max(x for x, _ in self.corners)

    @cached_property
    def middle(self) -> float:
        return sum(y for _, y in self.corners) / 4

    @cached_property
    def height(self) -> float:
        """Of the letters, not of the slanted frame around them."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        return (math.hypot(dx - ax, dy - ay) + math.hypot(cx - bx, cy - by)) / 2

    @cached_property
    def slope(self) -> float:
        """Radians, clockwise."""
        (ax, ay), (bx, by), *_ = self.corners
        return math.atan2(by - ay, bx - ax)

    def to_json(self) -> list[Any]:
        return [self.text, round(self.confidence, 4), [round(value, 1) for point in self.corners for value in point]]

    @staticmethod
    def from_json(data: Any) -> "Box":
        text, confidence, (ax, ay, bx, by, cx, cy, dx, dy) = data
        return Box(text, confidence, ((ax, ay), (bx, by), (cx, cy), (dx, dy)))


@dataclass(frozen=True)
class Row:
    """Boxes side by side, as one line of print."""

    boxes: tuple[Box, ...]

    @cached_property
    def text(self) -> str:
        return "  ".join(box.text for box in self.boxes)

    @cached_property
    def middle(self) -> float:
        return sum(box.middle for box in self.boxes) / len(self.boxes)

    @cached_property
    def height(self) -> float:
        return max(box.height for box in self.boxes)

    @cached_property
    def confidence(self) -> float:
        return min(box.confidence for box in self.boxes)


def rows(boxes: Iterable[Box]) -> tuple[Row, ...]:
    """The lines of print, whatever the slope of the paper."""
    lines: list[list[Box]] = []
    for box in sorted(levelled(tuple(boxes)), key=lambda one: one.middle):
        line = _line_of(box, lines)
        if line is None:
            lines.append([box])
        else:
            line.append(box)
    made = [Row(tuple(sorted(line, key=lambda one: one.left))) for line in lines]
    return tuple(sorted(made, key=lambda row: row.middle))


def _line_of(box: Box, lines: Sequence[list[Box]]) -> list[Box] | None:
    """The line, among the last ones, whose nearest box stands level with this one and not over or under it."""
    near = [(abs(box.middle - _beside(box, line).middle), line) for line in lines[-4:]]
    fits = [(gap, line) for gap, line in near if _side_by_side(box, line, gap)]
    return min(fits, key=lambda one: one[0])[1] if fits else None


def _beside(box: Box, line: Sequence[Box]) -> Box:
    return min(line, key=lambda one: max(one.left - box.right, box.left - one.right))


def _side_by_side(box: Box, line: Sequence[Box], gap: float) -> bool:
    other = _beside(box, line)
    apart = all(_overlap(box, one) < 0.4 * min(box.right - box.left, one.right - one.left) for one in line)
    return apart and gap < SAME_ROW * min(box.height, other.height)


def _overlap(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def levelled(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The same boxes with the paper held straight: turned by the slope that most of the text has."""
    long = [box.slope for box in boxes if box.right - box.left > 3 * box.height]
    slope = median(long) if len(long) > 2 else 0.0
    if abs(slope) < LEVEL:
        return tuple(boxes)
    sine, cosine = math.sin(-slope), math.cos(-slope)
    return tuple(_turned(box, sine, cosine) for box in boxes)


def _turned(box: Box, sine: float, cosine: float) -> Box:
    a, b, c, d = ((x * cosine - y * sine, x * sine + y * cosine) for x, y in box.corners)
    return Box(box.text, box.confidence, (a, b, c, d))


def stacked(pages: Iterable[Sequence[Box]]) -> tuple[Box, ...]:
    """The boxes of several pages as if on one long page."""
    placed: list[Box] = []
    for page in pages:
        below = max((y for box in placed for _, y in box.corners), default=0.0)
        placed += [_lowered(box, below) for box in page]
    return tuple(placed)


def _lowered(box: Box, by: float) -> Box:
    a, b, c, d = ((x, y + by) for x, y in box.corners)
    return Box(box.text, box.confidence, (a, b, c, d))
