"""A knowledge file that is wrong is told with its file, its line, and a sentence that says what to do.

Files are read with the fast loader. Only when something is wrong is the text composed again, to find the line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge import schema

M = TypeVar("M", bound=BaseModel)

Place = tuple[str | int, ...]
"""A path inside a file: ("calls", 0, "closes")."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a knowledge file, and the line it starts on (from 1)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeFaults(Exception):
    """The knowledge files cannot be used; `faults` has every fault found, in the order of files and lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Loader(yaml.CSafeLoader):
    """Reads YAML, and refuses a key written twice: YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{name!r} is written twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


class Yaml:
    """The text of one knowledge file, and where things stand in it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.data: Any = None

    def read(self, shape: type[M]) -> tuple[M | None, list[Fault]]:
        """The file as a `shape`, or None and what is wrong with it."""
        try:
            self.data = yaml.load(self.text, _Loader)  # noqa: S506 (a safe loader, made stricter)
        except yaml.MarkedYAMLError as error:
            return None, [Fault(self.path, _marked_line(error), f"not readable as YAML: {error.problem}")]
        except (yaml.YAMLError, ValueError) as error:
            return None, [Fault(self.path, 1, f"not readable as YAML: {error}")]
        try:
            return shape.model_validate(self.data), []
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=True)
            return None, [self.fault(detail["loc"], _sentence(detail)) for detail in details]

    def fault(self, place: Place, message: str) -> Fault:
        """A fault at a place of this file."""
        return Fault(self.path, self._line(place), message)

    @cached_property
    def _root(self) -> yaml.Node | None:
        return yaml.compose(self.text, yaml.CSafeLoader)

    def _line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that is written."""
        node, line = self._root, 1
        for token in place:
            found = _child(node, token)
            if found is not None:
                node, line = found
        return line


def _marked_line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _child(node: yaml.Node | None, token: str | int) -> tuple[yaml.Node, int] | None:
    """The value at a key or an index, and its line; None for what is not written, like the tag of a union."""
    if isinstance(node, yaml.MappingNode):
        pairs = ((value, key.start_mark.line + 1) for key, value in node.value if key.value == token)
        return next(pairs, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(token, int) and token < len(node.value):
        item = node.value[token]
        return item, item.start_mark.line + 1
    return None


def _sentence(detail: ErrorDetails) -> str:
    field = next((str(token) for token in reversed(detail["loc"]) if isinstance(token, str)), "this file")
    wrong = detail["input"]
    match detail["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"unknown field {field!r}{did_you_mean(field, _field_names())}"
        case "missing":
            return f"missing field {field!r}"
        case "literal_error":
            return f"{field}: unknown value {wrong!r}{did_you_mean(str(wrong), _literals(detail))}"
        case "union_tag_invalid":
            return f"{field}: unknown id {_tag(detail)!r}{did_you_mean(_tag(detail), _literals(detail))}"
        case "union_tag_not_found":
            return f"{field}: missing field 'id'"
        case "timezone_aware":
            return f"{field}: an instant needs its zone, like 2025-06-16T00:00:00+02:00"
        case "value_error":
            return f"{field}: {detail['ctx']['error']}"
    return f"{field}: {detail['msg']} (found {_short(wrong)})"


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:59]}…"


def _tag(detail: ErrorDetails) -> str:
    return str(detail["ctx"]["tag"])


def _literals(detail: ErrorDetails) -> list[str]:
    """The accepted values, out of pydantic's "'a', 'b' or 'c'"."""
    context = detail["ctx"]
    return str(context.get("expected") or context.get("expected_tags")).split("'")[1::2]


def _field_names() -> list[str]:
    shapes = (shape for shape in vars(schema).values() if isinstance(shape, type) and issubclass(shape, BaseModel))
    return sorted({name for shape in shapes for name in shape.model_fields})


def did_you_mean(wrong: str, known: Sequence[str]) -> str:
    """A question to append to a sentence, or nothing when nothing known is close (or the word is known elsewhere)."""
    close = get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close and close[0] != wrong else ""


def sources_in(data: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every document key that the sources of a file name, and where."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"source", "silent"} and isinstance(value, dict):
                yield (*place, key, "document"), str(value.get("document"))
            else:
                yield from sources_in(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from sources_in(value, (*place, index))
