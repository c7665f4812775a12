"""How to reach somebody: an e-mail address, a telephone number."""

import re

from dialogs.core.events import Said, Sent
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.reading.letters import digits, loose, visible
from dialogs.core.reading.matching import unique
from dialogs.core.text import Text, _, literal

WELL_KNOWN = """
    gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.fr live.com live.fr msn.com yahoo.com yahoo.fr
    ymail.com icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.fr gmx.net mail.com orange.fr wanadoo.fr
    free.fr laposte.net sfr.fr neuf.fr bbox.fr aol.com numericable.fr riseup.net posteo.net hotmail.es hotmail.it
    yahoo.es yahoo.it yahoo.com.br hotmail.com.br uol.com.br sapo.pt sapo.cv yahoo.co.uk hotmail.co.uk outlook.es
    outlook.pt menara.ma zoho.com tutanota.com
"""
DOMAINS = tuple(WELL_KNOWN.split())
"""Domains that many people have: one that nearly is one of them is asked about."""

LOOKALIKE = 84.0

AROUND = frozenset(
    loose("""
    mon ma mes notre nos votre adresse adresses l'adresse e-mail e-mails mail mails email emails courriel electronique
    de du la le les est c'est cest voici voila oui et ou au pour contact contacter ecrire ecrivez bonjour merci svp s'il
    vous plait my our the address is it's its here this that yes and or to at for write please thanks hello hi mi mis
    nuestro direccion correo electronico es el los en si gracias hola por favor meu minha nosso endereco eletronico os
    um ola obrigado obrigada sim بريدي بريد البريد الالكتروني ايميل ايميلي عنواني العنوان هو هذا شكرا مرحبا نعم
    """).split()
)
"""Words that people write around an address. Any other, a lone letter too, may be a part that a space cut off."""


class Email(Kind[str]):
    """An e-mail address, its syntax checked and nothing asked of the network."""

    name = "email"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        text = visible(words(said)).replace("＠", "@").replace("mailto:", " ")
        found = unique(address for word in _pieces(text) if (address := normal(word)))
        if not found:
            raise Refused(_("Je ne reconnais pas d'adresse e-mail. Elle ressemble à nom@exemple.org."))
        if len(found) == 1 and (meant := better(found[0])):
            return Unsure((meant, found[0]), _("Est-ce bien votre adresse ?"))
        if len(found) > 1:
            return Unsure(found[:5], _("Laquelle de ces adresses ?"))
        return Accepted(found[0]) if _alone(text) else Unsure(found, _("Est-ce bien votre adresse ?"))

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or normal(raw) != raw:
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(value)


def _pieces(text: str) -> list[str]:
    return [word.strip(".,;:!?()<>[]\"'«»") for word in re.split(r"[\s<>,;]+", text) if "@" in word][:10]


def _alone(text: str) -> bool:
    """Whether nothing but usual words stands around the address."""
    around = " ".join(word for word in re.split(r"[\s<>,;]+", text) if "@" not in word)
    return {word for part in loose(around).split() if (word := part.strip('.:!?()"«»-'))} <= AROUND


def normal(address: str) -> str | None:
    """The address in its normal form, or None when it is not one. No DNS is asked."""
    from email_validator import EmailNotValidError, validate_email

    if len(address) > 320:
        return None
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def better(address: str) -> str | None:
    """The address the person probably meant, when its domain is nearly one that everybody has."""
    from rapidfuzz import fuzz, process

    name, _at, domain = address.rpartition("@")
    if domain in DOMAINS:
        return None
    near = process.extractOne(domain, DOMAINS, scorer=fuzz.ratio, score_cutoff=LOOKALIKE)
    return f"{name}@{near[0]}" if near else None


LONGEST = 200


class Phone(Kind[str]):
    """A telephone number, kept as E.164. `default_region` (ISO alpha-2) reads numbers typed without +."""

    name = "phone"
    shares = "contact"

    def __init__(self, *, default_region: str = "FR") -> None:
        self.default_region = default_region

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        text = self._shared(said) or words(said)
        valid, possible, left = numbers(text, self.default_region)
        if len(valid) == 1 and not possible and not left:
            return Accepted(valid[0])
        if found := (*valid, *possible):
            return Unsure(found[:5], _("Est-ce bien votre numéro ?"))
        raise Refused(
            _("Je ne reconnais pas ce numéro. Commencez par + et l'indicatif du pays, par exemple +33 6 12 34 56 78.")
        )

    def _shared(self, said: Said) -> str | None:
        """The number of a contact that is shared: channels give it with or without its +."""
        if not isinstance(said, Sent) or said.medium != "contact" or not said.phone:
            return None
        number = digits(visible(said.phone)).strip()
        return number if number.startswith(("+", "0")) else f"+{number}"

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not re.fullmatch(r"\+[0-9]{6,15}", raw):
            raise Unreadable(self.name)
        valid, possible, _left = numbers(raw, self.default_region)
        if raw not in (*valid, *possible):
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        import phonenumbers

        number = phonenumbers.parse(value)
        return literal(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    def hint(self) -> Text | None:
        return _("Avec l'indicatif du pays si le numéro n'est pas français : +229, +212…")


BENIN_BEFORE = re.compile(r"\+229(?=[ .-]?(?:\d[ .-]?){7}\d(?![ .-]?\d))")
"""Numbers of Benin had eight digits until 30 November 2024, when 01 was put before all: still often written so."""


def numbers(text: str, region: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """The valid numbers in a text, those that are doubtful, as E.164, and whether other figures are left (poste 12).

    A number is doubtful when it is only as long as it should be, or was completed (Benin).
    """
    import phonenumbers
    from phonenumbers import Leniency, PhoneNumberMatcher

    text = re.sub(r"(?<!\d)00(?=[1-9])", "+", digits(visible(text))[:LONGEST])
    completed = BENIN_BEFORE.search(text)
    text = BENIN_BEFORE.sub("+22901", text)
    found = list(PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE))
    written = [phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164) for match in found]
    fine = [phonenumbers.is_valid_number(match.number) and not completed for match in found]
    sure = unique(number for number, valid in zip(written, fine, strict=True) if valid)
    left = any(match.number.extension for match in found) or _figures(text) > sum(
        _figures(it.raw_string) for it in found
    )
    return sure, unique(number for number in written if number not in sure), left


def _figures(text: str) -> int:
    return sum(char.isdigit() for char in text)
