"""An amount of money with its currency."""

import re
from collections.abc import Sequence
from decimal import Decimal

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.reading.amounts import Amounts, amounts, fits, settled
from dialogs.core.reading.matching import unique
from dialogs.core.text import Listed, Money, Text, _

WHICH_AMOUNT = _("Est-ce bien ce montant ?")
STORED = re.compile(r"\d{1,15}(\.\d{1,4})?")


class MoneyKind(Kind[Money]):
    """From 0 to `max`, in one of `currencies` (ISO 4217); `default` is the one of an amount without currency."""

    name = "money"

    def __init__(
        self, *, currencies: Sequence[str] = ("EUR",), default: str = "EUR", max: Decimal = Decimal(10**9)
    ) -> None:
        self.currencies, self.default, self.max = tuple(currencies), default, max

    def read(self, said: Said, reading: Reading) -> Outcome[Money]:
        found = amounts(words(said), reading.lang, self.currencies, self.default)
        self._check(found)
        exact = [money for money in found.readings if fits(money)]
        if not exact:
            raise Refused(_("Il y a trop de chiffres après la virgule. Donnez le montant exact, s'il vous plaît."))
        fitting = unique(settled(money) for money in exact if 0 <= money.amount <= self.max)
        if not fitting:
            raise Refused(self._out_of_bounds())
        sure = len(found.readings) == 1 and not found.several and not found.rest
        return Accepted(fitting[0]) if sure else Unsure(fitting[:5], WHICH_AMOUNT)

    def _check(self, found: Amounts) -> None:
        if found.named and not set(found.named) & set(self.currencies):
            raise Refused(_("Donnez le montant dans une de ces monnaies : {codes}.", codes=Listed(self.currencies)))
        if not found.readings:
            raise Refused(_("Je cherche un montant, par exemple {example}.", example=self._example()))

    def _example(self) -> Money:
        return Money(Decimal(250), self.default)

    def _out_of_bounds(self) -> Text:
        least, most = Money(Decimal(0), self.default), Money(self.max, self.default)
        return _("Donnez un montant entre {min} et {max}.", min=least, max=most)

    def dump(self, value: Money) -> Json:
        return {"amount": f"{value.amount:f}", "currency": value.currency}

    def load(self, raw: Json) -> Money:
        if not isinstance(raw, dict) or set(raw) != {"amount", "currency"} or raw["currency"] not in self.currencies:
            raise Unreadable(self.name)
        amount, currency = raw["amount"], raw["currency"]
        if not isinstance(amount, str) or not amount.isascii() or not STORED.fullmatch(amount):
            raise Unreadable(self.name)
        money = Money(Decimal(amount), str(currency))
        if not fits(money) or money.amount > self.max:
            raise Unreadable(self.name)
        return settled(money)

    def show(self, value: Money) -> Text:
        return _("{amount}", amount=value)

    def hint(self) -> Text | None:
        if len(self.currencies) == 1:
            return _("Un montant, par exemple {example}.", example=self._example())
        return _(
            "Un montant et sa monnaie, par exemple {example}. Monnaies possibles : {codes}.",
            example=self._example(),
            codes=Listed(self.currencies),
        )

    def fingerprint(self) -> str:
        return f"{self.name}({','.join(sorted(self.currencies))};{self.max})"
