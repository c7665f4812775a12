"""E-mail, telephone, SIRET, RNA."""

import pytest

from bot.words import speaker
from dialogs.core.events import Sent
from dialogs.core.kinds import Email, Phone, Rna, Siret
from tests.dialogs.core.kinds.person import asked, refused, understood


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("awa@exemple.org", "awa@exemple.org"),
        ("Awa.Diallo@GMAIL.com", "Awa.Diallo@gmail.com"),
        ("mon adresse : awa@exemple.org.", "awa@exemple.org"),
        ("mailto:awa@exemple.org", "awa@exemple.org"),
        ("<awa@exemple.org>", "awa@exemple.org"),
        ("awa＠exemple.org", "awa@exemple.org"),
        ("x@ymail.com", "x@ymail.com"),
        ("Bonjour, c'est awa@exemple.org merci", "awa@exemple.org"),
        ("mi correo es awa@exemple.org", "awa@exemple.org"),
        ("بريدي هو awa@exemple.org", "awa@exemple.org"),
    ],
)
def test_an_address_is_found_in_what_is_typed(typed: str, address: str) -> None:
    assert understood(Email(), typed) == address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("a@gmial.com", "a@gmail.com"), ("a@hotmial.fr", "a@hotmail.fr"), ("a@yahoo.f", "a@yahoo.fr")],
)
def test_a_domain_that_is_nearly_a_known_one_is_asked(typed: str, meant: str) -> None:
    assert asked(Email(), typed) == (meant, typed)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("a b@exemple.org", "b@exemple.org"),
        ("jean dupont@exemple.org", "dupont@exemple.org"),
        ("awa@exemple.org g", "awa@exemple.org"),
    ],
)
def test_an_address_beside_other_words_is_read_back(typed: str, address: str) -> None:
    assert asked(Email(), typed) == (address,)


def test_what_is_no_address_is_refused() -> None:
    sentence = "Je ne reconnais pas d'adresse e-mail. Elle ressemble à nom@exemple.org."
    for typed in ("awa", "awa@exemple", "@", "a@b@c.org", "é" * 5000, "@" * 5000):
        assert refused(Email(), typed) == sentence
    assert asked(Email(), "a@exemple.org ou b@exemple.org") == ("a@exemple.org", "b@exemple.org")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 76 62 53 29", "+33676625329"),
        ("0676625329", "+33676625329"),
        ("06.76.62.53.29", "+33676625329"),
        ("+33 (0)6 76 62 53 29", "+33676625329"),
        ("tél : 06 76 62 53 29 merci", "+33676625329"),
        ("٠٦ ٧٦ ٦٢ ٥٣ ٢٩", "+33676625329"),
        ("+229 01 97 00 00 00", "+2290197000000"),
        ("00229 01 97 00 00 00", "+2290197000000"),
        ("+212 661-234567", "+212661234567"),
    ],
)
def test_a_number_is_read_with_or_without_its_country(typed: str, number: str) -> None:
    assert understood(Phone(), typed) == number


def test_a_shared_contact_gives_its_number() -> None:
    assert understood(Phone(), Sent("contact", phone="33676625329")) == "+33676625329"
    assert understood(Phone(), Sent("contact", phone="+33 6 76 62 53 29")) == "+33676625329"


def test_a_doubtful_number_is_asked() -> None:
    assert asked(Phone(), "06 76 62 53 29 ou 06 12 34 56 78") == ("+33676625329", "+33612345678")
    assert asked(Phone(), "+229 97 00 00 00") == ("+2290197000000",)
    assert asked(Phone(), "+229 97 00 00 00 ou 06 76 62 53 29") == ("+2290197000000", "+33676625329")
    assert asked(Phone(), "06 76 62 53 29 ou +33 6 12 34 56 7") == ("+33676625329",)


@pytest.mark.parametrize("typed", ["06 76 62 53 29 poste 12", "06 76 62 53 29 ext 12", "06 76 62 53 29, puis le 3"])
def test_figures_beside_a_number_are_never_dropped_in_silence(typed: str) -> None:
    assert asked(Phone(), typed) == ("+33676625329",)


def test_what_is_no_number_is_told_how_to_write_it() -> None:
    for typed in ("123", "97 00 00 00", "bonjour", "1" * 5000):
        assert refused(Phone(), typed).startswith("Je ne reconnais pas ce numéro. Commencez par +")


def test_a_number_is_shown_with_its_country() -> None:
    assert "+33 6 76 62 53 29" in speaker("fr")(Phone().show("+33676625329"))


@pytest.mark.parametrize(
    "typed", ["73282932000074", "732 829 320 00074", "SIRET : 732 829 320 00074", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"]
)
def test_a_siret_is_its_fourteen_digits(typed: str) -> None:
    assert understood(Siret(), typed) == "73282932000074"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("732829320", "C'est un numéro SIREN. Le SIRET a 14 chiffres : le SIREN, puis 5 chiffres."),
        ("1234", "Un numéro SIRET a 14 chiffres, celui-ci en a 4."),
        ("0" * 14, "Il y a une erreur dans ce SIRET : vérifiez chaque chiffre, s'il vous plaît."),
        ("W751234567", "W751234567 ressemble à un numéro RNA. Le SIRET a 14 chiffres, sans lettre."),
        ("73282932000075", "Il y a une erreur dans ce SIRET : vérifiez chaque chiffre, s'il vous plaît."),
    ],
)
def test_a_wrong_siret_says_what_is_wrong(typed: str, sentence: str) -> None:
    assert refused(Siret(), typed) == sentence


def test_the_post_office_has_its_own_rule() -> None:
    assert understood(Siret(), "356 000 000 00048") == "35600000000048"


@pytest.mark.parametrize("typed", ["W123456789", "w 123 456 789", "RNA : W123456789", "n° W123456789"])
def test_an_rna_number_is_w_and_nine_digits(typed: str) -> None:
    assert understood(Rna(), typed) == "W123456789"


def test_an_rna_number_of_corsica_or_overseas_is_confirmed() -> None:
    assert asked(Rna(), "W2A1000123") == ("W2A1000123",)
    assert asked(Rna(), "W9R1011072") == ("W9R1011072",)
    assert asked(Rna(), "123456789") == ("W123456789",)


def test_an_rna_number_is_not_all_zeros() -> None:
    assert refused(Rna(), "W000000000").startswith("Un numéro RNA commence par W")
    assert refused(Rna(), "000000000").startswith("Un numéro RNA commence par W")


def test_an_association_of_alsace_is_told_that_it_has_none() -> None:
    assert "En Alsace et en Moselle" in refused(Rna(), "je n'en ai pas")
