"""Countries, by whatever name."""

import pytest

from bot.words import speaker
from dialogs.core.kinds import Country
from tests.dialogs.core.kinds.person import asked, refused, understood


@pytest.mark.parametrize(
    ("lang", "typed", "code"),
    [
        ("fr", "Bénin", "BJ"),
        ("fr", "benin", "BJ"),
        ("fr", "au Bénin", "BJ"),
        ("fr", "BJ", "BJ"),
        ("fr", "BEN", "BJ"),
        ("fr", "🇧🇯", "BJ"),
        ("fr", "C'est au Togo", "TG"),
        ("fr", "RDC", "CD"),
        ("fr", "Congo-Kinshasa", "CD"),
        ("fr", "Congo Brazzaville", "CG"),
        ("fr", "cote divoire", "CI"),
        ("fr", "la Côte d’Ivoire", "CI"),
        ("fr", "Cap-Vert", "CV"),
        ("fr", "Swaziland", "SZ"),
        ("fr", "Birmanie", "MM"),
        ("fr", "Niger", "NE"),
        ("fr", "Nigéria", "NG"),
        ("fr", "Kosovo", "XK"),
        ("fr", "guinee bissau", "GW"),
        ("en", "Ivory Coast", "CI"),
        ("en", "the Gambia", "GM"),
        ("en", "USA", "US"),
        ("en", "DRC", "CD"),
        ("es", "Costa de Marfil", "CI"),
        ("es", "Guinea Ecuatorial", "GQ"),
        ("pt", "Moçambique", "MZ"),
        ("pt", "no Brasil", "BR"),
        ("pt", "Cabo Verde", "CV"),
        ("ar", "المغرب", "MA"),
        ("ar", "في تونس", "TN"),
        ("ar", "بنين", "BJ"),
        ("ar", "ساحل العاج", "CI"),
        ("ar", "الجزائر", "DZ"),
    ],
)
def test_a_country_is_known_by_its_names(lang: str, typed: str, code: str) -> None:
    assert understood(Country(), typed, lang) == code


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Congo", ("CG", "CD")),
        ("الكونغو", ("CG", "CD")),
        ("Guinée", ("GN", "GW", "GQ")),
        ("Corée", ("KR", "KP")),
        ("Beninn", ("BJ",)),
        ("Senegale", ("SN",)),
        ("Madagasca", ("MG",)),
        ("bj", ("BJ",)),
        ("no", ("NO",)),
        ("nous travaillons au Bénin et au Togo", ("BJ", "TG")),
    ],
)
def test_a_country_that_may_be_another_is_asked(typed: str, codes: tuple[str, ...]) -> None:
    assert asked(Country(), typed) == codes


@pytest.mark.parametrize("typed", ["asdfgh", "12", "Union européenne", "ZZ", "🇿🇿", "blabla " * 700])
def test_what_is_no_country_is_refused(typed: str) -> None:
    assert refused(Country(), typed) == "Je ne reconnais pas ce pays. Écrivez son nom, par exemple : Bénin."


def test_a_country_is_shown_in_the_language_of_whoever_reads() -> None:
    assert speaker("en")(Country().show("CI")) == "Côte d’Ivoire"
    assert speaker("fr")(Country().show("MA")) == "Maroc"
