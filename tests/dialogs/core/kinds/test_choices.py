"""Choices, yes and no, several at once."""

import pytest

from bot.words import speaker
from dialogs.core.kind import Accepted, Option, Partial
from dialogs.core.kinds import Choice, SeveralChoices, YesNo, YesNoUnsure
from dialogs.core.text import _, literal
from tests.dialogs.core.kinds.person import asked, reading, refused, told, understood

DIRECTION = Choice(
    (
        Option("outgoing", literal("Un expert part"), words=("expert leaves", "ذهاب")),
        Option("reciprocity", literal("Un partenaire vient en France")),
        Option("south_south", literal("Entre pays du Sud")),
    )
)
FIELDS = SeveralChoices(
    (
        Option("water", literal("Eau et assainissement")),
        Option("health", literal("Santé")),
        Option("school", literal("Éducation")),
        Option("energy", literal("Énergie")),
        Option("farming", literal("Agriculture")),
    ),
    max=4,
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1", "outgoing"),
        ("2.", "reciprocity"),
        ("n° 3", "south_south"),
        ("٢", "reciprocity"),
        ("1️⃣", "outgoing"),
        ("un expert PART", "outgoing"),
        ("Un partenaire", "reciprocity"),
        ("entre", "south_south"),
        ("Expert leaves", "outgoing"),
        ("ذهاب", "outgoing"),
        ("south_south", "south_south"),
    ],
)
def test_a_choice_is_named_numbered_or_begun(typed: str, value: str) -> None:
    assert understood(DIRECTION, typed) == value


FORMS = Choice(
    (
        Option("1901", literal("Association loi 1901")),
        Option("local", literal("Association de droit local (Alsace-Moselle)")),
        Option("south", literal("D'un pays du Sud à un autre (Sud-Sud)")),
        Option("alone", literal("Structure sans salariés en France")),
    )
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("loi 1901", "1901"), ("1901", "1901"), ("sud-sud", "south"), ("Alsace", "local"), ("une loi 1901", "1901")],
)
def test_a_choice_is_known_by_words_that_are_its_own(typed: str, value: str) -> None:
    assert understood(FORMS, typed) == value


def test_words_that_do_not_tell_one_choice_are_asked_or_refused() -> None:
    assert asked(FORMS, "association") == ("1901", "local")
    assert asked(FORMS, "salariés") == ("alone",)
    assert refused(FORMS, "en France").startswith("Je n'ai pas reconnu votre choix.")
    assert refused(FORMS, "pas loi 1901").startswith("Je n'ai pas reconnu votre choix.")
    assert refused(FORMS, "un").startswith("Je n'ai pas reconnu votre choix.")
    assert refused(YesNoUnsure(), "je sais").startswith("Répondez par oui, par non")


def test_a_nearly_named_choice_is_asked() -> None:
    assert asked(DIRECTION, "un expret part") == ("outgoing",)
    assert asked(Choice((Option("a", literal("Deux ans")), Option("b", literal("Deux mois")))), "deux") == ("a", "b")


def test_a_number_that_is_also_a_name_is_asked() -> None:
    goals = Choice((Option("3", literal("Santé")), Option("1", literal("Pauvreté"))))
    assert asked(goals, "1") == ("3", "1")


def test_what_is_no_choice_is_told_how_to_answer() -> None:
    sentence = "Je n'ai pas reconnu votre choix. Répondez par un des choix proposés, ou par son numéro."
    assert refused(DIRECTION, "4") == sentence
    assert refused(DIRECTION, "bonjour") == sentence
    assert refused(DIRECTION, "expert " * 700) == sentence


def test_a_press_is_taken_at_its_word() -> None:
    goals = Choice((Option("3", literal("Santé")), Option("1", literal("Pauvreté"))))
    assert goals.press("1", reading()) == Accepted("1")


@pytest.mark.parametrize(
    ("typed", "yes"),
    [
        *((word, True) for word in ("oui", "Ouais !", "OK", "bien sûr", "o", "👍", "👍🏽", "d’accord", "1")),
        *((word, True) for word in ("yes", "Yep", "y", "sim", "sí", "si", "claro", "نعم", "أجل", "ايوه", "أَجَل")),
        *((word, False) for word in ("non", "Non.", "n", "no", "nope", "não", "nao", "لا", "👎", "2", "pas encore")),
    ],
)
def test_yes_and_no_are_known_in_five_languages(typed: str, yes: bool) -> None:
    assert understood(YesNo(), typed) is yes


def test_neither_yes_nor_no_is_asked_again() -> None:
    assert refused(YesNo(), "oui mais non") == "Répondez par oui ou par non, s'il vous plaît."
    assert refused(YesNo(), "je ne sais pas").startswith("Ici, il me faut un oui ou un non.")


@pytest.mark.parametrize("typed", ["Je ne sais pas", "jsp", "I don't know", "não sei", "no sé", "لا أعرف", "?", "3"])
def test_not_knowing_is_an_answer_where_it_is_offered(typed: str) -> None:
    assert understood(YesNoUnsure(), typed) == "unknown"


def test_yes_and_no_stay_answers_where_not_knowing_is_offered() -> None:
    assert understood(YesNoUnsure(), "oui") == "yes"
    assert understood(YesNoUnsure(), "لا", "ar") == "no"
    assert "« je ne sais pas »" in refused(YesNoUnsure(), "bof")


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("1, 3 et 5", ("water", "school", "farming")),
        ("1 3 5", ("water", "school", "farming")),
        ("5;1", ("water", "farming")),
        ("٢ و ٣", ("health", "school")),
        ("eau et assainissement, santé", ("water", "health")),
        ("sante e energie", ("health", "energy")),
        ("santé\nénergie", ("health", "energy")),
        ("Eau et assainissement", ("water",)),
        ("ODD 4", ("energy",)),
        ("les ODD 1 et 3", ("water", "school")),
        ("ODD 1, ODD 3", ("water", "school")),
        ("1 à 3", ("water", "health", "school")),
        ("de 1 à 2, 4", ("water", "health", "energy")),
        ("1 to 3", ("water", "health", "school")),
        ("من ١ إلى ٣", ("water", "health", "school")),
        ("assainissement", ("water",)),
    ],
)
def test_several_choices_come_in_one_message(typed: str, values: tuple[str, ...]) -> None:
    assert understood(FIELDS, typed) == values


def test_several_choices_that_are_not_all_known_are_asked_again() -> None:
    sentence = "Je n'ai pas tout reconnu. Donnez les numéros de vos choix, par exemple : 1, 3."
    assert refused(FIELDS, "1 et 9") == sentence
    assert refused(FIELDS, "3 à 9") == sentence
    assert refused(FIELDS, "3 à 1") == sentence
    assert refused(FIELDS, "ODD 9") == sentence
    assert asked(FIELDS, "santé, agricolture") == (("health", "farming"),)


def test_the_limits_of_several_choices_are_told() -> None:
    assert refused(FIELDS, "tout") == "Choisissez au plus 4 réponses."
    assert refused(FIELDS, "terminé") == "Choisissez au moins 1 réponse."
    assert understood(SeveralChoices(FIELDS.choices, min=0), "aucune") == ()
    assert len(understood(SeveralChoices(FIELDS.choices), "الكل", "ar")) == 5


def test_choices_are_ticked_one_by_one_until_done() -> None:
    first = FIELDS.press("health", reading())
    assert isinstance(first, Partial)
    assert told(first) == "Coché : Santé. Ajoutez-en, ou dites « terminé »."
    labels = [speaker("fr")(option.label) for option in FIELDS.options(reading(partial=first.kept))]
    assert labels == ["Eau et assainissement", "✓ Santé", "Éducation", "Énergie", "Agriculture", "Terminé"]
    second = FIELDS.press("water", reading(partial=first.kept))
    assert isinstance(second, Partial)
    assert FIELDS.press("=done", reading(partial=second.kept)) == Accepted(("water", "health"))
    assert understood(FIELDS, "listo", "es", partial=second.kept) == ("water", "health")
    third = FIELDS.press("health", reading(partial=second.kept))
    assert isinstance(third, Partial)
    assert third.kept == ["water"]


def test_done_is_offered_only_once_enough_is_ticked() -> None:
    assert "=done" not in [option.value for option in FIELDS.options(reading())]


def test_the_answers_are_shown_in_words() -> None:
    say = speaker("fr")
    assert say(FIELDS.show(("water", "health"))) == "Eau et assainissement et Santé"
    assert say(YesNo().show(True)) == "Oui"
    assert say(YesNoUnsure().show("unknown")) == "Je ne sais pas"


def test_ticks_that_are_not_ours_are_left_out() -> None:
    begun = FIELDS.press("water", reading(partial=["x", 3]))
    assert isinstance(begun, Partial)
    assert begun.kept == ["water"]


def test_a_label_is_recognised_in_the_language_it_is_shown_in() -> None:
    kind = Choice((Option("yes", _("Oui")), Option("later", _("Je ne sais pas"))))
    assert understood(kind, speaker("en")(_("Je ne sais pas")), "en") == "later"
    assert understood(kind, "Je ne sais pas", "en") == "later"
