"""What a person gets from the engine, whatever the dialog."""

import pytest

from dialogs.core.effects import Record
from dialogs.core.events import Opened, Pressed, Sent, Typed
from dialogs.core.state import Frame, State
from tests.dialogs.core.tea import NOW, Guest

TO_THE_REVIEW = ("bonjour", "/tea", "Thé", "2", "oui", "/skip", "brioche", "terminé")


def test_the_first_words_are_a_welcome_and_the_menu() -> None:
    assert Guest().says(Opened()) == "Bonjour.\nAu menu ?"


def test_questions_come_one_by_one_with_where_one_stands() -> None:
    guest = Guest()
    assert "Le goûter · 1/6\nThé ou eau ?" in guest.all("bonjour", "/tea")
    assert "Le goûter · 2/6\nCombien de sucres ?" in guest.says("Thé")


def test_a_question_that_does_not_apply_is_not_asked() -> None:
    assert "Chaude ?" in Guest().all("bonjour", "/tea", "Eau")


def test_an_answer_that_cannot_be_is_refused_and_asked_again() -> None:
    said = Guest().all("bonjour", "/tea", "Thé", "beaucoup")
    assert "Je cherche un nombre" in said
    assert "Combien de sucres ?" in said


def test_an_answer_that_does_not_fit_the_others_says_why() -> None:
    said = Guest().all("bonjour", "/tea", "Eau", "oui")
    assert said.startswith("L'eau est froide ici.")
    assert "Chaude ?" in said


def test_back_shows_the_answer_that_stands_and_keeps_it() -> None:
    guest = Guest()
    said = guest.all("bonjour", "/tea", "Thé", "2", "/back")
    assert "Combien de sucres ?\nVotre réponse : 2" in said
    assert "Chaude ?" in guest.says("/keep")


def test_back_at_the_first_question_says_so() -> None:
    assert "C'est la première question" in Guest().all("bonjour", "/tea", "/back")


def test_a_question_that_may_be_passed_is_passed() -> None:
    assert "Quels gâteaux ?" in Guest().all("bonjour", "/tea", "Eau", "non", "/skip")


def test_a_question_that_is_needed_is_not_passed() -> None:
    said = Guest().all("bonjour", "/tea", "/skip")
    assert "nécessaire" in said
    assert "Thé ou eau ?" in said


def test_a_list_grows_message_by_message_until_it_is_done() -> None:
    guest = Guest()
    guest.all(*TO_THE_REVIEW[:6], "brioche", "tarte")
    assert "brioche" in guest.says("terminé")
    assert guest.state.top.answers["cakes"] == ["brioche", "tarte"]


def test_a_finished_list_is_edited_from_what_it_is() -> None:
    guest = Guest()
    guest.all("bonjour", *TO_THE_REVIEW)
    said = guest.says("5")
    assert "Quels gâteaux ?\nVotre liste : 1. brioche. Ajoutez autre chose, ou dites « terminé »." in said
    assert "Votre liste : 1. brioche et 2. tarte." in guest.says("tarte")
    assert "Votre liste : 1. tarte." in guest.says("supprimer 1")
    assert "Gâteaux : tarte" in guest.says("terminé")


def test_a_list_that_is_looked_at_and_finished_is_not_said_to_have_changed() -> None:
    said = Guest().all("bonjour", *TO_THE_REVIEW, "5", "terminé")
    assert "C'est modifié" not in said
    assert "Gâteaux : brioche" in said


def test_a_list_half_edited_is_left_as_it_was() -> None:
    said = Guest().all("bonjour", *TO_THE_REVIEW, "5", "tarte", "/keep")
    assert "Gâteaux : brioche" in said
    assert "tarte" not in said


def test_everything_is_read_again_before_it_is_served() -> None:
    said = Guest().all(*TO_THE_REVIEW)
    for line in ("Juste ?", "1. Boisson : Thé", "2. Sucres : 2", "3. Chaude : Oui", "4. Mot : (passé)"):
        assert line in said


def test_confirming_ends_the_dialog_and_its_effects_follow() -> None:
    guest = Guest()
    assert "Voici : tea." in guest.all(*TO_THE_REVIEW, "oui")
    assert guest.effects == [Record("served", {"drink": "tea"})]


def test_an_edit_by_number_asks_again_only_what_no_longer_holds() -> None:
    guest = Guest()
    guest.all(*TO_THE_REVIEW, "1")
    said = guest.says("Eau")
    assert "Cette modification oblige à redemander : Chaude." in said
    assert "Ces réponses ne servent plus, je les garde de côté : Sucres." in said
    assert "Chaude ?" in said
    assert "Juste ?" in guest.says("non")


def test_an_edit_that_changes_nothing_else_says_so_and_asks_for_the_review_again() -> None:
    said = Guest().all(*TO_THE_REVIEW, "2", "3")
    assert "Vos autres réponses n'ont pas changé" in said
    assert "2. Sucres : 3" in said


def test_a_stale_button_is_an_edit() -> None:
    guest = Guest()
    guest.all(*TO_THE_REVIEW)
    assert "2. Sucres : 5" in guest.says(Pressed("tea", "sugar", "5"))


@pytest.mark.parametrize(
    "press",
    [
        Pressed("nothing", "drink", "tea"),
        Pressed("tea", "nothing", "tea"),
        Pressed("tea", "served", "=ok"),
        Pressed("tea", "cakes", "=done"),
        Pressed("tea", "review", "=ok"),
    ],
)
def test_a_forged_button_changes_nothing_and_says_so(press: Pressed) -> None:
    guest = Guest()
    guest.all("bonjour", "/tea", "Thé")
    before = guest.state.top.answers
    said = guest.says(press)
    assert "Ce bouton n'est plus valable" in said
    assert "Combien de sucres ?" in said
    assert guest.state.top.answers == before


def test_a_forged_value_on_a_true_question_is_refused_as_any_answer() -> None:
    said = Guest().all("bonjour", "/tea", Pressed("tea", "drink", "wine"))
    assert "Je n'ai pas reconnu votre choix" in said


def test_what_is_cancelled_is_taken_up_where_it_was_left() -> None:
    guest = Guest()
    assert "vous pourrez reprendre" in guest.all("bonjour", "/tea", "Thé", "2", "/cancel")
    assert "Chaude ?" in guest.says("/tea")


def test_what_is_finished_opens_again_at_its_review() -> None:
    assert "Juste ?" in Guest().all(*TO_THE_REVIEW, "oui", "/tea")


def test_a_button_of_a_finished_dialog_reopens_it() -> None:
    guest = Guest()
    guest.all(*TO_THE_REVIEW, "oui")
    assert "2. Sucres : 7" in guest.says(Pressed("tea", "sugar", "7"))


def test_the_menu_loses_nothing() -> None:
    guest = Guest()
    assert "Au menu ?" in guest.all("bonjour", "/tea", "Thé", "/home")
    assert "Combien de sucres ?" in guest.says("1")


def test_opening_again_resumes_on_the_same_question() -> None:
    said = Guest().all("bonjour", "/tea", "Thé", Opened())
    assert "Rien n'est perdu" in said
    assert "Combien de sucres ?" in said


def test_the_rules_may_close_a_route_while_one_is_away() -> None:
    guest = Guest()
    guest.all("bonjour", "/tea", "Eau")
    guest.now = NOW.replace(hour=22)
    assert guest.says("non").startswith("Fermé.")


@pytest.mark.parametrize(
    "said",
    [
        Typed(""),
        Typed("   "),
        Typed("x" * 5000),
        Typed("🎉"),
        Typed("Thé", forwarded=True),
        Sent("voice"),
        Sent("sticker"),
        Sent("photo"),
        Sent("poll"),
        Sent("other"),
    ],
)
def test_anything_else_gets_a_sentence_that_helps_and_the_question_again(said: Typed | Sent) -> None:
    guest = Guest()
    guest.all("bonjour", "/tea")
    reply = guest.says(said)
    assert reply.endswith("Thé ou eau ?"), reply
    assert len(reply) > len("Le goûter · 1/6\nThé ou eau ?") + 20, "it says what was wrong"


def test_an_unknown_command_says_where_help_is() -> None:
    assert "/aide" in Guest().all("bonjour", "/nonsense")


def test_help_lists_the_commands_then_the_question_again() -> None:
    said = Guest().all("bonjour", "/tea", "/help")
    assert "/back : back" in said
    assert said.endswith("Thé ou eau ?")


def test_answers_of_an_older_version_are_migrated() -> None:
    old = State(stack=(Frame("home", 1), Frame("tea", 1, {"drink": "the"})))
    assert "Combien de sucres ?" in Guest(old).says(Opened())


def test_an_answer_that_no_longer_reads_is_asked_again() -> None:
    old = State(stack=(Frame("home", 1), Frame("tea", 2, {"drink": "wine", "sugar": 2})))
    assert "Thé ou eau ?" in Guest(old).says(Opened())


def test_a_dialog_that_is_gone_leaves_the_person_at_the_menu() -> None:
    old = State(stack=(Frame("home", 1), Frame("coffee", 1, {"cup": "big"})))
    assert "Au menu ?" in Guest(old).says(Opened())
