"""From a template of an answer to a sentence: the facts of a region in the words of one language.

Templates are Jinja2's, in its sandbox, and stricter: an unknown name is an error, and so are a fact printed without the
filter of its type and a flag printed as if it were a value. The words come from above (`Words`): nothing here knows
how a language writes an amount.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from knowledge.names import Named, Names, NeedsRegion, NotPublished, printed

__all__ = ["BadTemplate", "Filler", "NeedsRegion", "NotPublished", "Words"]


class BadTemplate(ValueError):
    """A template that cannot be filled: a misspelt name, a wrong filter, a mistake of syntax."""


@dataclass(frozen=True)
class Words:
    """How one language writes each type of fact, and the few sentences that every answer may need.

    `name` isolates a proper name, an address or a number of telephone; `contact` takes None without a region.
    """

    lang: str
    name: Callable[[str], str]
    number: Callable[[int], str]
    money: Callable[[Decimal], str]
    percent: Callable[[Decimal], str]
    date: Callable[[Day], str]
    month: Callable[[Day], str]
    days: Callable[[int], str]
    missions: Callable[[int], str]
    listed: Callable[[Sequence[str], str], str]
    contact: Callable[[Any], str]
    not_published: Callable[[str], str]
    your_region: str


class _Shown(str):
    """Words that are already those of the language."""

    __slots__ = ()


_FILTERS: Mapping[str, type | tuple[type, ...]] = {
    "money": Decimal,
    "percent": Decimal,
    "date": Day,
    "month": Day,
    "days": int,
    "missions": int,
}
"""The filters of one value, and the type that each takes."""


class Filler:
    """Fills templates in one language. A template is compiled once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._compiled: dict[str, Any] = {}
        self._environment = SandboxedEnvironment(
            undefined=StrictUndefined, finalize=self._finalized, autoescape=False, keep_trailing_newline=False
        )
        self._environment.filters = {name: self._filter(name, kind) for name, kind in _FILTERS.items()}
        self._environment.filters["listed"] = self._listed
        self._environment.globals = {}

    def fill(self, template: str, names: Names) -> str:
        """The sentence; raises `NotPublished`, `NeedsRegion`, or `BadTemplate` with what is wrong."""
        try:
            words = self._template(template).render(names.table() | self._sentences(names))
        except (TemplateError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
            raise BadTemplate(str(error).replace(_FACT, "this fact")) from error
        return re.sub(r" *\n *", "\n", re.sub(r"[ \t]{2,}", " ", words)).strip()

    def _template(self, template: str) -> Any:
        if template not in self._compiled:
            self._compiled[template] = self._environment.from_string(template)
        return self._compiled[template]

    def _sentences(self, names: Names) -> dict[str, object]:
        region = names.region
        words = self.words
        return {
            "network": region.network.name if region else _Shown(words.your_region),
            "contact": self._contact(names),
            "not_published": self._not_published(names),
        }

    def _contact(self, names: Names) -> Named:
        """The contact is cited where it was read; where there is none, what names the network."""
        region = names.region
        published = (*region.contacts, region.address, region.website) if region else ()
        facts = tuple(filter(None, published)) or ((region.network,) if region else ())
        return names.named("contact", _Shown(self.words.contact(region)), *facts)

    def _not_published(self, names: Names) -> Named | _Shown:
        """Without a region there is no network that has published nothing: printing it asks for the region."""
        if names.region is None:
            return names.named("not_published", None)
        return _Shown(self.words.not_published(names.region.network.name))

    def _finalized(self, value: object) -> str:
        value = _value(value)
        if isinstance(value, _Shown):
            return value
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError(f"{value!r} cannot be printed as it is: it needs a filter, or is only for an if")
        return self.words.name(value) if isinstance(value, str) else self.words.number(value)

    def _filter(self, name: str, kind: type | tuple[type, ...]) -> Callable[[object], str]:
        show = getattr(self.words, name)

        def shown(value: object) -> str:
            value = _value(value)
            if isinstance(value, bool) or not isinstance(value, kind):
                raise TypeError(f"the filter {name!r} does not take {value!r}")
            return _Shown(show(value))

        return shown

    def _listed(self, value: object, joined: str = "and") -> str:
        items = _value(value)
        if not isinstance(items, tuple) or joined not in ("and", "or"):
            raise TypeError(f"the filter 'listed' does not take {items!r}, {joined!r}")
        return _Shown(self.words.listed(items, joined))


_FACT = f"'{Named.__module__}.{Named.__qualname__} object'"
"""What Jinja2 calls a fact in its errors."""


def _value(value: object) -> Any:
    """What is behind a name; raises for a name that does not exist, also on the way into a filter."""
    if isinstance(value, StrictUndefined):
        str(value)
    return printed(value)
