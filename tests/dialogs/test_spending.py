"""What is said about money in the field: amounts with their currency, what is left, what may be spent, what is odd."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.words import say
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Shared
from dialogs.core.events import Came, Opened, Typed
from dialogs.core.kind import Accepted, Reading, Refused, Unsure
from dialogs.core.state import Profile, State
from dialogs.core.text import Money
from dialogs.field.affording import sentences, wish
from dialogs.field.expenses import CLAIM, Book, Expense, Left, raw_answers
from dialogs.field.paid import Paid
from dialogs.field.spending_words import chart, left_parts
from tests.dialogs.events import NOW, Person, said
from tests.dialogs.in_the_field import BOOK
from tests.play import facts


def read(words: str, here: str | None = "XOF") -> object:
    return Paid().read(Typed(words), Reading("fr", NOW, facts(), money=here))


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("12 500 FCFA", "12500", "XOF"),
        ("100 francs", "100", "XOF"),
        ("90 €", "90.00", "EUR"),
        ("4000 MGA", "4000", "MGA"),
        ("15.000 XOF", "15000", "XOF"),
    ],
)
def test_an_amount_is_read_in_the_money_of_the_place(words: str, amount: str, currency: str) -> None:
    assert read(words) == Accepted(Money(Decimal(amount), currency))


def test_a_number_without_its_currency_is_asked_about_the_money_of_the_place_first() -> None:
    outcome = read("3000")
    assert isinstance(outcome, Unsure)
    assert [one.currency for one in outcome.candidates] == ["XOF", "EUR", "USD", "XAF", "MAD"]


@pytest.mark.parametrize("words", ["gratuit", "0 €", ""])
def test_what_is_no_amount_paid_is_refused_with_what_to_do(words: str) -> None:
    with pytest.raises(Refused):
        read(words)


# -- what is left ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "blocks"),
    [("0", "░" * 10), ("0.01", "▓" + "░" * 9), ("50", "▓" * 5 + "░" * 5), ("99", "▓" * 10), ("100", "▓" * 10)],
)
def test_the_chart_shows_a_block_as_soon_as_something_is_used(used: str, blocks: str) -> None:
    assert say(chart(Left("visa", Decimal(100), Decimal(used))), "fr") == blocks


def told(book: Book, category: str) -> str:
    return " ".join(say(part.text, "fr").replace("\xa0", " ") for part in left_parts(book, category))


def test_what_is_left_is_told_in_words_beside_the_chart() -> None:
    assert told(BOOK, "visa").startswith("Visa : le plafond de 60 € est atteint.")
    assert told(BOOK, "health").startswith("Vaccins et médicaments : 80 € en tout, rien n'est encore compté.")


def test_what_waits_for_its_rate_takes_nothing_from_the_cap() -> None:
    """Its dollars of May 2025 have no rate here: nothing is guessed."""
    assert told(BOOK, "lodging").startswith("Hébergement : 300 € en tout, rien n'est encore compté.")


# -- may I -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("Est-ce que je peux prendre un taxi à 90 € ?", "fr"),
        ("Can I take a taxi for 90 euros?", "en"),
        ("Posso apanhar um táxi de 90 €?", "pt"),
        ("¿Puedo tomar un taxi de 90 €?", "es"),
        ("هل يمكنني أخذ تاكسي بـ 90 يورو؟", "ar"),
    ],
)
def test_may_i_is_understood_in_five_languages(words: str, lang: str) -> None:
    asked = wish(words, "XOF")
    assert asked is not None
    assert (asked.category, asked.amount, asked.lang) == ("local_transport", Money(Decimal("90.00")), lang)


@pytest.mark.parametrize(
    "words",
    [
        "Puis-je prendre un taxi ?",
        "Combien coûte un taxi à Cotonou ?",
        "Le taxi m'a coûté 90 €",
        "Puis-je payer 90 € et 20 € de taxi ?",
        "Puis-je payer un taxi à 90 dollars ?",
        "Puis-je partir 10 jours ?",
    ],
)
def test_what_is_not_plainly_such_a_question_is_for_the_answers_of_everybody(words: str) -> None:
    assert wish(words, "XOF") is None


def test_an_amount_beyond_what_is_left_is_told_with_what_would_not_count() -> None:
    asked = wish("puis-je prendre un hôtel à 320 € ?", "XOF")
    assert asked is not None
    words = " ".join(say(one, "fr").replace("\xa0", " ") for one in sentences(asked, BOOK, date(2025, 5, 10)))
    assert "Il reste 300 € sur 300 € ; de 320 €, 20 € ne seraient pas comptés." in words


# -- a card ------------------------------------------------------------------------------------------------------------


def card(one: Expense) -> str:
    """What is seen of an expense that is opened."""
    shared = {one.subject: Shared(raw_answers(one), one, only=CLAIM)}
    person = Person(CATALOGUE, State(Profile("fr", "hauts-de-france")), shared=shared)
    person.take(Opened())
    return "\n".join(said(person.take(Came("claim.begun", {"id": one.id})), "fr")).replace("\xa0", " ")


WHOLE = replace(
    BOOK.expenses[1], id="c1", state="draft", proofs=(), words=None, service="Chambre", supplier="Auberge", sworn=True
)


@pytest.mark.parametrize(
    ("day", "amount", "odd"),
    [
        (date(2025, 5, 9), Money(Decimal("60.00")), None),
        (date(2025, 1, 9), Money(Decimal("60.00")), "plus de trois mois avant la mission"),
        (date(2025, 5, 9), Money(Decimal("601.00")), "c'est beaucoup"),
        (date(2025, 5, 9), Money(Decimal("60.00"), "USD"), "ce n'est pas la monnaie du pays"),
        (date(2025, 5, 9), Money(Decimal(40000), "XOF"), None),
    ],
)
def test_what_is_odd_is_asked_about_on_the_card(day: date, amount: Money, odd: str | None) -> None:
    seen = card(replace(WHOLE, day=day, amount=amount))
    assert "Est-ce bien cela ?" in seen
    assert ("À vérifier" in seen) == (odd is not None)
    assert odd is None or odd in seen
