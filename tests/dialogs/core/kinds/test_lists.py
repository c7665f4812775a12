"""A list is one answer: added to, taken from, done."""

from datetime import date
from typing import Any

import pytest

from bot.words import speaker
from dialogs.core.kind import Accepted, Option, Partial, Refused
from dialogs.core.kinds import Choice, Country, DateRange, HeadOffice, Integer, ListOf, LongText, ShortText
from dialogs.core.text import literal
from tests.dialogs.core.kinds.person import more, reading, refused, told, understood

COUNTRIES = ListOf(Country(), min=1, max=3)
PEOPLE = ListOf(ShortText(max=40), min=2, max=4)


def labels(kind: ListOf[Any], partial: Partial) -> list[str]:
    return [speaker("fr")(option.label) for option in kind.options(reading(partial=partial.kept))]


def press(kind: ListOf[Any], label: str, shown: Partial, now: Partial | None = None) -> Partial:
    """A press on a button of the message `shown`; the list has become `now` meanwhile."""
    options = kind.options(reading(partial=shown.kept))
    value = next(option.value for option in options if speaker("fr")(option.label) == label)
    outcome = kind.press(value, reading(partial=(now or shown).kept))
    assert isinstance(outcome, Partial)
    return outcome


def test_each_message_adds_an_item_until_done() -> None:
    one = more(COUNTRIES, "Bénin")
    assert told(one) == "Votre liste : 1. Bénin. Ajoutez autre chose, ou dites « terminé »."
    two = more(COUNTRIES, "Togo", partial=one.kept)
    assert understood(COUNTRIES, "C'est fini", partial=two.kept) == ("BJ", "TG")
    assert COUNTRIES.press("=done", reading(partial=two.kept)) == Accepted(("BJ", "TG"))


def test_done_is_known_in_every_language() -> None:
    one = more(COUNTRIES, "Bénin")
    for word in ("terminé", "fini", "done", "listo", "pronto", "انتهى"):
        assert understood(COUNTRIES, word, partial=one.kept) == ("BJ",)


def test_several_lines_are_several_items() -> None:
    people = more(PEOPLE, "- Awa Diallo\n- Koffi\n\n• Zé")
    assert told(people) == "Votre liste : 1. Awa Diallo, 2. Koffi et 3. Zé. Ajoutez autre chose, ou dites « terminé »."


def test_lines_of_a_long_text_stay_one_item() -> None:
    told_twice = ListOf(LongText(), max=3)
    assert understood(told_twice, "done", partial=more(told_twice, "un\ndeux").kept) == ("un\ndeux",)


def test_a_doubtful_item_is_asked_and_the_others_are_kept() -> None:
    one = more(COUNTRIES, "Bénin")
    doubt = more(COUNTRIES, "Congo", partial=one.kept)
    assert told(doubt) == "Que voulez-vous dire ?"
    assert labels(COUNTRIES, doubt) == ["Congo-Brazzaville", "Congo-Kinshasa", "Autre chose : je réécris"]
    assert understood(COUNTRIES, "terminé", partial=more(COUNTRIES, "2", partial=doubt.kept).kept) == ("BJ", "CD")
    pressed = press(COUNTRIES, "Congo-Brazzaville", doubt)
    assert understood(COUNTRIES, "terminé", partial=pressed.kept) == ("BJ", "CG")


def test_one_doubtful_reading_is_a_yes_or_no() -> None:
    doubt = more(COUNTRIES, "Senegale")
    assert told(doubt) == "Vous voulez dire : Sénégal ?"
    assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, "oui", partial=doubt.kept).kept) == ("SN",)
    assert told(more(COUNTRIES, "non", partial=doubt.kept)) == "La liste est vide. Ajoutez une réponse."
    assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, "Mali", partial=doubt.kept).kept) == ("ML",)


def test_the_lines_after_a_doubtful_one_are_read_once_it_is_settled() -> None:
    doubt = more(COUNTRIES, "Bénin\nCongo\nTogo")
    settled = more(COUNTRIES, "1", partial=doubt.kept)
    assert understood(COUNTRIES, "fini", partial=settled.kept) == ("BJ", "CG", "TG")


def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    some = more(COUNTRIES, "Bénin\nqsdfgh\nTogo")
    sentence = told(some)
    assert "« qsdfgh »" in sentence
    assert "renvoyez-les" in sentence
    assert understood(COUNTRIES, "fini", partial=some.kept) == ("BJ",)


def test_an_item_is_taken_out_by_its_number() -> None:
    two = more(COUNTRIES, "Bénin\nTogo")
    for words in ("supprimer 1", "enlever le 1", "remove 1", "quitar 1", "retirar 1", "احذف ١"):
        assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, words, partial=two.kept).kept) == ("TG",)
    pressed = press(COUNTRIES, "Retirer : Togo", two)
    assert understood(COUNTRIES, "fini", partial=pressed.kept) == ("BJ",)
    assert refused(COUNTRIES, "supprimer 7", partial=two.kept) == "Il n'y a pas de numéro 7 dans la liste."


def test_an_item_is_taken_out_by_its_name_or_a_number_in_words() -> None:
    two = more(COUNTRIES, "Bénin\nTogo")
    for words in ("enlever un", "retirer Bénin", "supprimer le Bénin", "supprimer un", "remove one"):
        assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, words, partial=two.kept).kept) == ("TG",)
    people = more(PEOPLE, "Awa Diallo\nKoffi\nZé")
    assert told(more(PEOPLE, "supprimer deux", partial=people.kept)).startswith("Votre liste : 1. Awa Diallo et 2. Zé.")
    assert told(more(PEOPLE, "retirer awa", partial=people.kept)).startswith("Votre liste : 1. Koffi et 2. Zé.")


def test_an_old_button_takes_out_what_it_says_or_nothing() -> None:
    two = more(COUNTRIES, "Bénin\nTogo")
    less = press(COUNTRIES, "Retirer : Bénin", two)
    assert labels(COUNTRIES, press(COUNTRIES, "Retirer : Togo", two, less)) == []
    with pytest.raises(Refused) as refusal:
        press(COUNTRIES, "Retirer : Bénin", two, less)
    assert speaker("fr")(refusal.value.text) == "Ce choix n'est plus valable."


def test_of_two_answers_that_are_the_same_one_is_taken_out() -> None:
    twins = more(PEOPLE, "Awa\nAwa\nKoffi")
    values = [option.value for option in PEOPLE.options(reading(partial=twins.kept))]
    assert len(set(values)) == len(values)
    assert labels(PEOPLE, press(PEOPLE, "Retirer : Awa", twins)) == ["Terminé", "Retirer : Awa", "Retirer : Koffi"]


def test_an_old_button_of_a_doubt_picks_nothing_of_another() -> None:
    doubt, other = more(COUNTRIES, "Congo"), more(COUNTRIES, "Guinee equatorial")
    with pytest.raises(Refused):
        press(COUNTRIES, "Congo-Brazzaville", doubt, other)


def test_what_is_to_be_taken_out_is_never_added() -> None:
    people = more(PEOPLE, "Awa\nKoffi")
    for words in ("supprimer", "retirer Moussa", "enlever tout le monde", "delete the last one"):
        assert refused(PEOPLE, words, partial=people.kept).startswith("Dites le numéro de la réponse à retirer")
    assert refused(PEOPLE, "supprimer cinq", partial=people.kept) == "Il n'y a pas de numéro 5 dans la liste."


def test_done_waits_for_what_is_still_open() -> None:
    doubt = more(COUNTRIES, "Senegale", partial=more(COUNTRIES, "Bénin").kept)
    sentence = "Il reste une réponse à préciser. Vous voulez dire : Sénégal ?"
    assert refused(COUNTRIES, "fini", partial=doubt.kept) == sentence
    kind = ListOf(DateRange())
    half = more(kind, "3 juin", partial=more(kind, "du 3 au 10 juin").kept)
    assert refused(kind, "fini", partial=half.kept).endswith("Début : 3 juin 2025. Quelle est la date de fin ?")
    dropped = kind.press("=other", reading(partial=half.kept))
    assert isinstance(dropped, Partial)
    assert understood(kind, "fini", partial=dropped.kept) == ((date(2025, 6, 3), date(2025, 6, 10)),)


def test_several_sure_answers_may_share_a_line() -> None:
    for words in ("Togo, Mali", "Togo et Mali", "Togo ; Mali", "توغو ومالي"):
        assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, words).kept) == ("TG", "ML")
    assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, "Trinité et Tobago").kept) == ("TT",)
    assert told(more(PEOPLE, "Awa, Koffi")).startswith("Votre liste : 1. Awa, Koffi.")
    assert told(more(COUNTRIES, "Togo, Congo")) != told(more(COUNTRIES, "Togo"))


def test_the_question_of_a_half_answer_can_be_asked_again() -> None:
    dates: ListOf[tuple[date, date]] = ListOf(DateRange())
    halves: list[tuple[ListOf[Any], str]] = [(COUNTRIES, "Bénin"), (COUNTRIES, "Senegale"), (dates, "3 juin")]
    for kind, words in halves:
        half = more(kind, words)
        again = kind.prompt(half.kept, reading())
        assert again is not None
        assert speaker("fr")(again) == told(half)
    assert COUNTRIES.prompt(None, reading()) is None


def test_a_list_of_lists_cannot_be_made() -> None:
    with pytest.raises(TypeError):
        ListOf(COUNTRIES)


def test_a_full_list_takes_no_more_and_offers_done() -> None:
    full = more(COUNTRIES, "Bénin\nTogo\nMali")
    assert told(full).endswith("Elle est complète : dites « terminé ».")
    assert labels(COUNTRIES, full) == ["Terminé", "Retirer : Bénin", "Retirer : Togo", "Retirer : Mali"]
    assert refused(COUNTRIES, "Niger", partial=full.kept).startswith("La liste est complète : 3 au plus.")
    assert refused(COUNTRIES, "Congo", partial=full.kept).startswith("La liste est complète : 3 au plus.")


def test_done_waits_for_enough_items() -> None:
    one = more(PEOPLE, "Awa")
    assert told(one) == "Votre liste : 1. Awa. Ajoutez-en encore."
    assert "Terminé" not in labels(PEOPLE, one)
    assert refused(PEOPLE, "terminé", partial=one.kept) == "Il en faut au moins 2. Ajoutez-en."
    assert understood(ListOf(Country(), min=0), "aucun") == ()


def test_a_list_of_choices_is_pressed() -> None:
    kind = ListOf(Choice((Option("a", literal("Avion")), Option("b", literal("Bus")))), max=2)
    one = kind.press("b", reading())
    assert isinstance(one, Partial)
    assert labels(kind, one) == ["Avion", "Bus", "Terminé", "Retirer : Bus"]


def test_an_item_told_in_two_parts_is_put_together() -> None:
    kind = ListOf(HeadOffice())
    waiting = more(kind, "01410")
    assert "Dans quelle commune" in told(waiting)
    done = understood(kind, "fini", partial=more(kind, "Lajoux", partial=waiting.kept).kept)
    assert [(place.code, place.commune) for place in done] == [("01410", "Lajoux")]


def test_an_old_answer_is_edited_from_where_it_was() -> None:
    kept = COUNTRIES.edited_from(COUNTRIES.dump(("BJ",)))
    assert understood(COUNTRIES, "fini", partial=more(COUNTRIES, "Mali", partial=kept).kept) == ("BJ", "ML")


def test_a_list_is_shown_in_words_and_its_limits_are_told() -> None:
    say = speaker("fr")
    assert say(COUNTRIES.show(("BJ", "TG"))) == "Bénin et Togo"
    hint = ListOf(Integer(max=9), max=5).hint()
    assert hint is not None
    assert "5 au plus" in say(hint)
