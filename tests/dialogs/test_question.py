"""A question in the middle of anything: when it is taken for one, what is said, and that nothing under way is lost."""

import pytest

from bot.channels.console import ABLE
from bot.render import messages
from dialogs.catalogue import CATALOGUE
from dialogs.core.effects import Record
from dialogs.core.events import Opened, Pressed, Typed
from dialogs.core.reading.questions import begun, marked
from dialogs.core.state import Frame, Profile, State
from dialogs.core.take import Turn
from dialogs.inquiry import Deed
from tests.dialogs.events import Person, buttons, said

CAP, LENGTH = "Quel est le plafond de l'aide ?", "Combien de temps dure une mission ?"
HALF = "Une mission avec un chien ?"
"""A question of which nobody can say what it is about."""


def somebody(*frames: Frame, region: str | None = "occitanie", lang: str = "fr") -> Person:
    """Somebody of a region, in the middle of these dialogs; all goes through JSON."""
    person = Person(CATALOGUE, State(Profile(lang, region), (Frame("home", 3), *frames)), through_json=True)
    person.take(Opened())
    return person


def says(person: Person, *lines: str) -> Turn:
    return [person.take(Typed(line)) for line in lines][-1]


def words(turn: Turn, lang: str = "fr") -> str:
    """All that is read, as it is shown: a message in its own language."""
    shown = messages(turn.replies, lang, ABLE)
    return "\n".join(line.text for one in shown for line in one.lines).replace("\u202f", " ").replace("\u00a0", " ")


def labels(turn: Turn, lang: str = "fr") -> list[str]:
    return [choice.label for one in messages(turn.replies, lang, ABLE) for choice in one.choices]


def press(person: Person, label: str) -> Turn:
    """Press the first button shown that says this."""
    shown = messages(person.turns[-1].replies, person.state.profile.lang, ABLE)
    return person.take(next(Pressed(*one.press) for two in shown for one in two.choices if one.label == label))


def gaps(turn: Turn) -> list[tuple[str, object, object]]:
    noted = [effect for effect in turn.effects if isinstance(effect, Record)]
    return [(one.kind, one.values["kind"], one.values["entry"]) for one in noted]


@pytest.mark.parametrize(
    "text",
    [
        "Faut-il un visa ?",
        "how much does it cost",
        "Bonjour, combien de temps ça dure",
        "quanto custa a viagem",
        "¿Quién paga el seguro?",
        "هل يجب التلقيح؟",
        "كم تدوم المهمة",
        "c koi un volontaire",
        "On part quand ? 😀".replace(" 😀", ""),
    ],
)
def test_these_words_read_as_a_question(text: str) -> None:
    assert marked(text) or begun(text)


@pytest.mark.parametrize(
    "text",
    ["59000", "Lille ?", "?", "? ?", "??!", "Association loi 1901", "10 jours", "Oui", "😀 ?", "", "Qu" * 300 + " a ?"],
)
def test_these_words_do_not(text: str) -> None:
    assert not marked(text)
    assert not begun(text)


def test_a_question_that_a_form_cannot_read_is_answered_and_the_form_goes_on() -> None:
    person = somebody(Frame("eligibility", 1))
    asked = person.turns[-1].replies[-1].key
    turn = says(person, CAP)
    assert "verse 1 400 € au plus." in words(turn)
    assert "Source : Plaquette EXPLOR, Occitanie" in words(turn)
    assert turn.replies[-1].key == asked


def test_what_answers_the_form_is_no_question_whatever_sign_it_bears() -> None:
    person = somebody(Frame("eligibility", 1))
    turn = says(person, "59000 ?")
    assert person.answers()["eligibility"]["head_office"]
    assert turn.replies[-1].key == "eligibility.direction"


def test_a_doubt_stands_after_a_question() -> None:
    person = somebody(Frame("eligibility", 1))
    doubted = words(says(person, "Saint-Denis"))
    pending = person.state.top.pending
    assert pending is not None
    assert pending.candidates
    turn = says(person, CAP)
    assert "1 400 €" in words(turn)
    assert person.state.top.pending == pending
    assert doubted.splitlines()[-1] in words(turn) or turn.replies[-1].key == "eligibility.head_office"


def test_a_question_typed_where_any_words_do_is_asked_about_and_kept_if_it_is_the_answer() -> None:
    person = somebody(Frame("offer", 1, {"region": "occitanie", "who": "company"}))
    step = person.asked()
    assert step.kind.free
    turn = says(person, CAP)
    assert "Est-ce votre réponse, ou une question pour moi ?" in words(turn)
    says(person, "1")
    assert person.answers()["offer"][step.id] == CAP


@pytest.mark.parametrize("told", ["2", "c'est une question", "question pour vous", "C'est une question pour vous"])
def test_or_it_is_answered_and_the_field_is_asked_again(told: str) -> None:
    person = somebody(Frame("offer", 1, {"region": "occitanie", "who": "company"}))
    step = person.asked()
    turn = says(person, CAP, told)
    assert "1 400 €" in words(turn)
    assert person.asked() is step
    assert step.id not in person.answers()["offer"]


def test_something_else_typed_then_is_the_answer() -> None:
    person = somebody(Frame("offer", 1, {"region": "occitanie", "who": "company"}))
    step = person.asked()
    says(person, CAP, "Les Puits du Nord")
    assert person.answers()["offer"][step.id] == "Les Puits du Nord"


def test_a_button_about_words_that_no_longer_wait_changes_nothing() -> None:
    person = somebody(Frame("offer", 1, {"region": "occitanie", "who": "company"}))
    says(person, CAP)
    stale = next(button for button in buttons(person.turns[-1]) if button.press.value.startswith("=mine"))
    says(person, "Les Puits du Nord")
    before = person.answers()
    turn = person.take(stale.press)
    assert "Ce bouton n'est plus valable" in words(turn)
    assert person.answers() == before


def test_a_message_to_a_person_may_be_a_question() -> None:
    person = somebody(region="hauts-de-france")
    turn = says(person, "/contact", CAP)
    assert "C'est transmis à Lianes coopération" in words(turn)


def test_at_the_menu_words_that_are_clear_need_no_question_mark() -> None:
    assert "de 7 à 15 jours" in words(says(somebody(), "durée jours semaines longueur"))


def test_at_the_menu_a_choice_is_a_choice() -> None:
    turn = says(somebody(), "Combien coûterait une mission ?")
    assert turn.replies[-1].key is not None
    assert turn.replies[-1].key.startswith("estimate.")


def test_the_first_words_of_all_may_be_a_question() -> None:
    person = Person(CATALOGUE, State(Profile("fr", "occitanie")))
    turn = says(person, CAP)
    assert "Bonjour ! Je suis l'assistant EXPLOR." in words(turn)
    assert "1 400 €" in words(turn)
    assert turn.replies[-1].key == "home.what"


def test_an_answer_speaks_the_language_of_the_question_with_its_buttons() -> None:
    turn = says(somebody(), "How long does a mission last?")
    assert "A mission lasts from 7 to 15 days." in words(turn)
    assert "Automatic translation, not yet checked by a person." in words(turn)
    assert {"Useful", "Not useful", "Ask a person"} <= set(labels(turn))
    assert "Que voulez-vous faire ?" in words(turn)


def test_a_short_question_leans_on_the_answer_before_it() -> None:
    person = somebody(region="occitanie")
    assert "Lianes coopération verse 1 000 € au plus." in words(says(person, CAP, "et en Hauts-de-France ?"))


def test_a_region_just_chosen_counts_before_that_of_the_last_answer() -> None:
    person = somebody(region=None)
    says(person, "le plafond en Hauts-de-France ?", "/region", "Toulouse")
    assert "Occitanie Coopération verse 1 400 €" in words(says(person, CAP))


def test_two_questions_get_two_answers_each_with_its_buttons() -> None:
    turn = says(somebody(), f"{CAP} {LENGTH}")
    assert "1 400 €" in words(turn)
    assert "de 7 à 15 jours" in words(turn)
    assert labels(turn).count("Pas utile") == 2


def test_what_is_related_is_a_button() -> None:
    person = somebody()
    assert LENGTH in labels(says(person, CAP))
    assert "de 7 à 15 jours" in words(press(person, LENGTH))


def test_a_button_under_an_answer_means_the_same_long_after() -> None:
    person = somebody()
    says(person, CAP)
    related = next(button for button in buttons(person.turns[-1]) if "length" in button.press.value)
    says(person, "/eligibilite", "31000")
    turn = person.take(related.press)
    assert "de 7 à 15 jours" in words(turn)
    assert turn.replies[-1].key == "eligibility.direction"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "=",
        "={}",
        "=[1]",
        "cap",
        "=" + "[" * 100_000,
        '={"act": "burn", "words": "x", "lang": "fr", "entry": "cap", "region": null}',
        '={"act": "tell", "words": "x", "lang": "fr", "entry": ["cap"], "region": null}',
        '={"act": "tell", "words": "x", "lang": "fr", "entry": "cap", "region": null, "more": 1}',
    ],
)
def test_a_forged_button_is_refused_and_changes_nothing(value: str) -> None:
    person = somebody(Frame("eligibility", 1))
    before = person.state
    turn = person.take(Pressed("answer", "what", value))
    assert "Ce bouton n'est plus valable" in words(turn)
    assert person.state == before


@pytest.mark.parametrize(
    ("entry", "region", "lang"), [("gone", None, "fr"), ("cap", "atlantis", "fr"), ("cap", None, "xx")]
)
def test_a_button_about_what_is_no_longer_there_is_told_so(entry: str, region: str | None, lang: str) -> None:
    person = somebody()
    turn = person.take(Pressed("answer", "what", Deed("tell", "?", lang, entry, region).pressed))
    assert "n'existe plus" in words(turn) or "plus valable" in words(turn)


def test_what_may_be_meant_is_offered_and_chosen_by_number() -> None:
    person = somebody(Frame("eligibility", 1))
    turn = says(person, HALF)
    assert "Vouliez-vous dire :" in words(turn)
    assert labels(turn)[:2] == [LENGTH, "Faut-il un vaccin ?"]
    turn = says(person, "1")
    assert "de 7 à 15 jours" in words(turn)
    assert turn.replies[-1].key == "eligibility.head_office"


def test_what_is_none_of_them_answers_the_question_underneath() -> None:
    person = somebody(Frame("eligibility", 1))
    says(person, HALF)
    turn = says(person, "59000")
    assert turn.replies[-1].key == "eligibility.direction"


def test_what_is_offered_is_noted_until_one_is_chosen() -> None:
    person = somebody()
    turn = says(person, HALF)
    assert [(kind, why) for kind, why, _entry in gaps(turn)] == [("gap.note", "not_chosen")]
    chosen = says(person, "1")
    assert [(kind, why) for kind, why, _entry in gaps(chosen)] == [("gap.settle", "not_chosen")]


def test_none_of_them_leads_to_a_person_with_the_question_ready() -> None:
    person = somebody(region="hauts-de-france")
    says(person, HALF)
    turn = press(person, "Autre chose : demander à une personne")
    assert f"Envoyer ma question : « {HALF} »" in labels(turn)


def test_what_is_not_known_is_said_noted_and_passed_on_in_the_same_words() -> None:
    person = somebody(region="hauts-de-france")
    turn = says(person, "Où voir un match de foot ce soir ?")
    assert "Je ne sais pas répondre à cette question." in words(turn)
    assert gaps(turn) == [("gap.note", "unanswered", None)]
    turn = press(person, "Demander à une personne")
    assert "Envoyer ma question : « Où voir un match de foot ce soir ? »" in labels(turn)
    turn = says(person, "1")
    (sent,) = [effect for effect in turn.effects if isinstance(effect, Record)]
    assert sent.values["words"] == "Où voir un match de foot ce soir ?"


def test_somebody_without_a_region_says_which_before_the_question_is_sent() -> None:
    person = somebody(region=None)
    says(person, "Où voir un match de foot ce soir ?")
    press(person, "Demander à une personne")
    turn = says(person, "Lille")
    assert "Envoyer ma question : « Où voir un match de foot ce soir ? »" in labels(turn)


def test_what_is_not_ours_is_said_and_is_no_gap() -> None:
    turn = says(somebody(), "Comment obtenir un visa étudiant ?")
    assert "EXPLOR ne s'occupe pas des études." in words(turn)
    assert gaps(turn) == []


def test_an_answer_found_useless_is_noted_once_however_often_it_is_pressed() -> None:
    person = somebody()
    says(person, CAP)
    useless = next(button.press for button in buttons(person.turns[-1]) if '"useless"' in button.press.value)
    assert gaps(person.take(useless)) == [("gap.note", "disliked", "cap")]
    assert gaps(person.take(useless)) == []


def test_a_question_that_is_asked_for_is_any_words() -> None:
    person = somebody()
    assert "Quelle est votre question ?" in words(says(person, "/question"))
    assert "1 400 €" in words(says(person, "plafond"))
    assert "de 7 à 15 jours" in words(says(person, f"/question {LENGTH}"))


def test_nothing_is_answered_where_nobody_answers() -> None:
    from dataclasses import replace

    from dialogs.core.events import Event
    from dialogs.core.take import take
    from tests.dialogs.events import NOW, world

    state = State(Profile("fr", "occitanie"), (Frame("home", 3),))
    silent = replace(world(state), oracle=None)
    menu = take(CATALOGUE, state, Event("e", NOW, Typed(CAP)), silent)
    assert "Je n'ai pas reconnu votre choix" in " ".join(said(menu, "fr"))
    asked = take(CATALOGUE, state, Event("e", NOW, Typed(f"/question {CAP}")), silent)
    assert "Je ne sais pas répondre à cette question." in " ".join(said(asked, "fr"))
