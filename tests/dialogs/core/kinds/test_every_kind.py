"""What every kind promises, whatever is typed and whatever was stored."""

import json
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.words import speaker
from dialogs.core import kinds
from dialogs.core.events import Opened, Said, Sent, Typed
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Partial, Reading, Refused, Unreadable, Unsure
from dialogs.core.text import Text, _n, literal
from tests.dialogs.core.kinds.person import reading

OPTIONS = (Option("a", literal("Eau")), Option("b", literal("Santé"), ("health",)), Option("c", literal("École")))

EVERY: dict[str, Kind[Any]] = {
    "short text": kinds.ShortText(),
    "long text": kinds.LongText(min=3, max=500),
    "choice": kinds.Choice(OPTIONS),
    "yes or no": kinds.YesNo(),
    "yes, no, unknown": kinds.YesNoUnsure(),
    "several choices": kinds.SeveralChoices(OPTIONS, min=0, max=2),
    "list of texts": kinds.ListOf(kinds.ShortText(), max=3),
    "list of countries": kinds.ListOf(kinds.Country(), min=0, max=3),
    "list of places": kinds.ListOf(kinds.HeadOffice(), max=2),
    "integer": kinds.Integer(min=1, max=2000, unit=_n("{count} jour", "{count} jours", 1)),
    "days": kinds.DayCount(),
    "number": kinds.Number(min=Decimal(-5), decimals=3),
    "money": kinds.MoneyKind(currencies=("EUR", "XOF", "XAF", "TND")),
    "day": kinds.Day(earliest=date(1990, 1, 1), latest=date(2080, 1, 1)),
    "past day": kinds.Day(prefer="past"),
    "stretch": kinds.DateRange(),
    "country": kinds.Country(),
    "head office": kinds.HeadOffice(),
    "e-mail": kinds.Email(),
    "phone": kinds.Phone(),
    "siret": kinds.Siret(),
    "rna": kinds.Rna(),
    "file": kinds.FileKind(),
    "location": kinds.LocationKind(),
}
LANGUAGES = ("fr", "en", "es", "pt", "ar")

PIECES = """
    12 mars 3/4 2025-06-15 demain lundi prochain dans deux semaines le du au de a et entre 1.400,50 € FCFA mille dix mil
    euros k million -5 31/02 29/02 15062026 يونيو ألف و عشرون ١٤٠٠ ٬ ٫ بعد أسبوعين الكونغو Congo Bénin 🇧🇯 59000 01410
    Lajoux Nord oui non tout terminé supprimer 1 2 3 , ; / - . ' ² ½ % @ gmail.com a@b.org +229 97000000 06 W123456789
    mai juin 26 2026 12h30 99999999999999999999 0 00 1e5 NaN Infinity ①
"""
WORDS = st.sampled_from(PIECES.split())
TYPED = st.one_of(
    st.text(max_size=300),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=8).map("".join),
    st.lists(WORDS, max_size=8).map("\n".join),
    st.tuples(st.text(min_size=1, max_size=4), st.integers(1, 5000)).map(lambda drawn: (drawn[0] * drawn[1])[:5000]),
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**400), 10**400), st.floats(), st.text(max_size=20), WORDS
)
KEYS = st.sampled_from(
    ["items", "maybe", "inner", "waiting", "code", "commune", "start", "sure", "amount", "currency", "file_id", "x"]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=8,
)
SENT = st.builds(
    Sent,
    st.sampled_from(["photo", "document", "voice", "sticker", "contact", "location", "poll", "other"]),
    file_id=st.none() | st.text(max_size=5),
    size=st.none() | st.integers(0, 10**9),
    phone=st.none() | st.text(max_size=20),
    latitude=st.none() | st.floats(),
    longitude=st.none() | st.floats(),
)

EXAMPLES = 120
patient = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])


def survives(kind: Kind[Any], said: Said | str, lang: str, partial: Json, press: bool = False) -> None:
    """Whatever happens is one of the outcomes, keeps through JSON, and can be said aloud."""
    at = reading(lang, partial)
    match outcome_of(kind, said, at, press):
        case Text() as refusal:
            assert speaker(lang)(refusal)
        case Accepted(value=value):
            keeps(kind, value)
        case Unsure(candidates=candidates):
            assert 1 <= len(candidates) <= 5
            assert len({json.dumps(kind.dump(value)) for value in candidates}) == len(candidates)
            for value in candidates:
                keeps(kind, value)
        case Partial(kept=kept, say=say):
            assert speaker(lang)(say)
            if again_asked := kind.prompt(kept, reading(lang)):
                assert speaker(lang)(again_asked)
            again = json.loads(json.dumps(kept))
            for option in kind.options(reading(lang, again)):
                assert len(option.value) <= 32
                assert option.value.isascii()
                assert isinstance(option.label, Text)


def outcome_of(kind: Kind[Any], said: Said | str, at: Reading, press: bool) -> Outcome[Any] | Text:
    try:
        return kind.press(str(said), at) if press else kind.read(Typed(said) if isinstance(said, str) else said, at)
    except Refused as refused:
        return refused.text


def keeps(kind: Kind[Any], value: object) -> None:
    stored = kind.dump(value)
    assert stored is not None
    assert kind.load(json.loads(json.dumps(stored))) == value
    assert speaker("fr")(kind.show(value)).strip()


@pytest.mark.parametrize("name", EVERY)
def test_anything_typed_gets_an_answer(name: str) -> None:
    @patient
    @given(typed=TYPED, lang=st.sampled_from(LANGUAGES), partial=st.none() | JSON)
    def anything(typed: str, lang: str, partial: Json) -> None:
        survives(EVERY[name], typed, lang, partial)

    anything()


@pytest.mark.parametrize("name", EVERY)
def test_anything_pressed_or_sent_gets_an_answer(name: str) -> None:
    presses = st.sampled_from(["=done", "=remove:1", "=item:1", "=other", "=commune:0", "=commune:other", "a", "yes"])

    @patient
    @given(pressed=presses | st.text(max_size=32), sent=SENT, partial=st.none() | JSON)
    def anything(pressed: str, sent: Sent, partial: Json) -> None:
        survives(EVERY[name], pressed, "fr", partial, press=True)
        survives(EVERY[name], sent, "fr", partial)

    anything()


@pytest.mark.parametrize("name", EVERY)
def test_any_stored_json_is_a_value_that_keeps_or_is_unreadable(name: str) -> None:
    @patient
    @given(raw=JSON)
    def anything(raw: Json) -> None:
        try:
            value = EVERY[name].load(raw)
        except Unreadable:
            return
        assert value is not None
        keeps(EVERY[name], value)

    anything()


@pytest.mark.parametrize("name", EVERY)
def test_an_opening_is_no_answer(name: str) -> None:
    with pytest.raises(Refused):
        EVERY[name].read(Opened(), reading())


LONG = ["x" * 5000, "12 " * 1666, "1" * 5000, "a@" * 2500, "é" * 5000, "١" * 5000, "1." * 2500, "mille " * 833,
        "- " * 2500, "Bénin " * 800, "3/4/" * 1250, "\n" * 5000, "1\n" * 2500, "👍" * 5000, "و " * 2500]  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_5000_characters_take_no_time(name: str) -> None:
    for text in LONG:
        survives(EVERY[name], text, "fr", None)
        began = time.process_time()
        survives(EVERY[name], text, "ar", None)
        assert time.process_time() - began < 0.5, text[:10]


def test_a_date_is_read_in_less_than_50_milliseconds() -> None:
    typed = ["12 mars", "le 3/4", "dans deux semaines", "bonjour", "lundi prochain", "12 septmbre", "15 يونيو"]
    for text in typed:
        survives(EVERY["day"], text, "fr", None)
    began = time.process_time()
    for text in typed:
        survives(EVERY["day"], text, "fr", None)
    assert (time.process_time() - began) / len(typed) < 0.05


def test_a_kind_is_known_by_what_decides_how_answers_are_read() -> None:
    assert kinds.ShortText(max=10).fingerprint() != kinds.ShortText(max=20).fingerprint()
    assert kinds.Choice(OPTIONS).fingerprint() != kinds.Choice(OPTIONS[:2]).fingerprint()
    assert kinds.Choice(OPTIONS).fingerprint() == kinds.Choice(OPTIONS[::-1]).fingerprint()
    assert kinds.ListOf(kinds.Country()).fingerprint() != kinds.ListOf(kinds.Email()).fingerprint()
    assert kinds.Day().fingerprint() != kinds.Day(earliest=date(2025, 1, 1)).fingerprint()
    assert kinds.MoneyKind().fingerprint() != kinds.MoneyKind(currencies=("EUR", "XOF")).fingerprint()
