"""The kinds of answer a dialog can ask for. Each says in its module what it accepts; `kind` has the rules all keep."""

from dialogs.core.kinds.choices import Answer3, Choice, SeveralChoices, YesNo, YesNoUnsure
from dialogs.core.kinds.contacts import Email, Phone
from dialogs.core.kinds.countries import Country
from dialogs.core.kinds.days import DateRange, Day
from dialogs.core.kinds.files import FileKind, FileRef, LocationKind
from dialogs.core.kinds.identifiers import Rna, Siret
from dialogs.core.kinds.lists import ListOf
from dialogs.core.kinds.money import MoneyKind
from dialogs.core.kinds.numbers import DayCount, Integer, Number
from dialogs.core.kinds.places import HeadOffice, Place
from dialogs.core.kinds.texts import LongText, ShortText

__all__ = [
    "Answer3",
    "Choice",
    "Country",
    "DateRange",
    "Day",
    "DayCount",
    "Email",
    "FileKind",
    "FileRef",
    "HeadOffice",
    "Integer",
    "ListOf",
    "LocationKind",
    "LongText",
    "MoneyKind",
    "Number",
    "Phone",
    "Place",
    "Rna",
    "SeveralChoices",
    "ShortText",
    "Siret",
    "YesNo",
    "YesNoUnsure",
]
