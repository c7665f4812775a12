"""The numbers that French associations are known by: SIRET and RNA.

Source: associations.gouv.fr, « immatriculation »: the RNA number is W and nine digits, given since 2009, and
associations of Alsace and Moselle (local law) have none; a SIRET is a SIREN of nine digits and five more.
"""

import re

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.reading.letters import loose
from dialogs.core.text import Text, _, literal

RNA = re.compile(r"W(?!0{9})\d{9}", re.ASCII)
RNA_WITH_LETTER = re.compile(r"W(?:2[AB]|9[A-Z])\d{7}", re.ASCII)
"""Seen in Corsica and overseas (W2A…, W9R…), though the official wording knows digits only: accepted when confirmed."""


class Siret(Kind[str]):
    """Fourteen digits with their check digit (python-stdnum; La Poste has its own rule)."""

    name = "siret"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        text = words(said)[:200]
        if rna := RNA.search(re.sub(r"[^A-Z0-9]", "", loose(text).upper())):
            raise Refused(_("{number} ressemble à un numéro RNA. Le SIRET a 14 chiffres, sans lettre.", number=rna[0]))
        number = re.sub(r"\D", "", loose(text))
        if valid_siret(number):
            return Accepted(number)
        if len(number) == 9:
            raise Refused(_("C'est un numéro SIREN. Le SIRET a 14 chiffres : le SIREN, puis 5 chiffres."))
        if len(number) != 14:
            raise Refused(_("Un numéro SIRET a 14 chiffres, celui-ci en a {count}.", count=len(number)))
        raise Refused(_("Il y a une erreur dans ce SIRET : vérifiez chaque chiffre, s'il vous plaît."))

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{14}", raw) or not valid_siret(raw):
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}")

    def hint(self) -> Text | None:
        return _("14 chiffres.")


def valid_siret(number: str) -> bool:
    from stdnum.fr import siret

    return len(number) == 14 and int(number) > 0 and bool(siret.is_valid(number))


class Rna(Kind[str]):
    """W and nine digits; a letter in the place of the département is confirmed."""

    name = "rna"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        number = re.sub(r"[^A-Z0-9]", "", loose(words(said)[:100]).upper())
        number = number.removeprefix("RNA").removeprefix("N").removeprefix("O")
        if RNA.fullmatch(number):
            return Accepted(number)
        if RNA_WITH_LETTER.fullmatch(number):
            return Unsure((number,), _("Est-ce bien votre numéro RNA ?"))
        if RNA.fullmatch(f"W{number}"):
            return Unsure((f"W{number}",), _("Est-ce bien votre numéro RNA ?"))
        raise Refused(
            _(
                "Un numéro RNA commence par W suivi de 9 chiffres, par exemple W123456789. "
                "En Alsace et en Moselle, les associations de droit local n'en ont pas."
            )
        )

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not (RNA.fullmatch(raw) or RNA_WITH_LETTER.fullmatch(raw)):
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(value)

    def hint(self) -> Text | None:
        return _("W suivi de 9 chiffres.")
