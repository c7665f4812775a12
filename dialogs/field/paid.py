"""How an amount paid somewhere in the world is told: never without its currency, asked where it is not said."""

from collections.abc import Iterator
from decimal import Decimal

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.kinds.money import STORED, WHICH_AMOUNT
from dialogs.core.reading.amounts import amounts, fits, iso, settled
from dialogs.core.reading.currencies import NAMES, SIGNS
from dialogs.core.reading.matching import unique
from dialogs.core.text import Money, Text, _

KNOWN = tuple(dict.fromkeys(code for codes in (*NAMES.values(), *SIGNS.values()) for code in codes))
"""The currencies that people name in words; by its three letters any other is understood too."""
UNSAID = "XXX"
"""ISO 4217 for no currency."""
USUAL = ("EUR", "XOF", "USD", "XAF", "MAD")
"""What is offered to choose from where only a number was typed."""
MOST = 10**9
IN_WHICH_MONEY = _("Dans quelle monnaie ?")


class Paid(Kind[Money]):
    """An amount above zero with its currency, whichever."""

    name = "paid"

    def read(self, said: Said, reading: Reading) -> Outcome[Money]:
        text = words(said)
        found = amounts(text, reading.lang, (*KNOWN, *_codes(text)), UNSAID)
        if not found.readings:
            raise Refused(_("Donnez le montant payé et sa monnaie, par exemple « 12 500 FCFA » ou « 12,50 € »."))
        told = tuple(_told(found.readings, reading.money))
        fitting = unique(settled(money) for money in told if fits(money) and 0 < money.amount <= MOST)
        if not fitting:
            raise Refused(_("Vérifiez ce montant et sa monnaie : il ne peut pas s'écrire ainsi."))
        if all(money.currency == UNSAID for money in found.readings):
            return Unsure(fitting[:5], IN_WHICH_MONEY)
        sure = len(told) == 1 and not found.several and not found.rest
        return Accepted(fitting[0]) if sure else Unsure(fitting[:5], WHICH_AMOUNT)

    def dump(self, value: Money) -> Json:
        return {"amount": f"{value.amount:f}", "currency": value.currency}

    def load(self, raw: Json) -> Money:
        match raw:
            case {"amount": str(amount), "currency": str(currency), **rest} if not rest:
                return self._loaded(amount, currency)
        raise Unreadable(self.name)

    def _loaded(self, amount: str, currency: str) -> Money:
        if not amount.isascii() or not STORED.fullmatch(amount) or not iso(currency) or currency == UNSAID:
            raise Unreadable(self.name)
        money = Money(Decimal(amount), currency)
        if not fits(money) or not 0 < money.amount <= MOST:
            raise Unreadable(self.name)
        return settled(money)

    def show(self, value: Money) -> Text:
        return _("{amount}", amount=value)

    def hint(self) -> Text | None:
        return _("Le total et sa monnaie, par exemple « 12 500 FCFA » ou « 12,50 € ».")


def _codes(text: str) -> tuple[str, ...]:
    """Three letters in capitals that are a currency."""
    return tuple(word for word in text[:200].split() if word.isupper() and iso(word))


def _told(readings: tuple[Money, ...], here: str | None) -> Iterator[Money]:
    """Amounts in the money of the place where its name may mean several; in the usual ones where none is named."""
    if here and any(one.currency == here for one in readings):
        yield from (one for one in readings if one.currency == here)
        return
    for one in readings:
        usual = dict.fromkeys((*([here] if here else ()), *USUAL))
        yield from (Money(one.amount, code) for code in (usual if one.currency == UNSAID else (one.currency,)))
