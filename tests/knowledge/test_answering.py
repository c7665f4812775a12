"""What a person is told: the fact with its source, or that the network has not published it. Never another's figure."""

from datetime import datetime

import pytest

from bot.faq_files import VOICES, answers_of
from dialogs.answer_told import told
from knowledge.answering import Answered, Answers
from knowledge.base import Knowledge
from knowledge.entries import parse_faq
from knowledge.filling import BadTemplate, Filler
from knowledge.names import Names
from knowledge.schema import PARIS
from tests.faq.small import english, french

AT = datetime(2026, 11, 20, tzinfo=PARIS)


@pytest.fixture(scope="module")
def answers(facts: Knowledge) -> Answers:
    of = {id_: one.fingerprint for id_, one in parse_faq(french()).entries.items()}
    return answers_of(parse_faq(french() | english(of)), facts)


def shown(answered: Answered, answers: Answers, lang: str = "fr") -> str:
    return told(answered, answers.facts, VOICES, lang).whole.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_published_figure_is_told_with_the_document_it_comes_from(answers: Answers) -> None:
    words = shown(answers.tell("cap", "fr", "hauts-de-france", AT), answers)
    assert words == (
        "Le réseau Lianes coopération verse 1 000 € au plus.\n"
        "Source : Appel à manifestation d'intérêt EXPLOR 2025, Hauts-de-France, « Annexe 2 », 2025"
    )


def test_an_unpublished_figure_is_said_so_with_what_is_known_and_whom_to_ask(answers: Answers) -> None:
    words = shown(answers.tell("cap", "fr", "provence-alpes-cote-d-azur", AT), answers)
    assert words.startswith(
        "Le réseau Territoires Solidaires n'a pas publié cette information, à ma connaissance. "
        "Il paie 50 % des frais. Contact : Louison Henry, l.henry@territoires-solidaires.fr, 06 76 62 53 29."
    )
    assert "1 000" not in words
    assert "1 400" not in words


def test_without_a_region_each_network_that_published_it_is_told(answers: Answers) -> None:
    words = shown(answers.tell("cap", "fr", None, AT), answers)
    assert "Hauts-de-France : Le réseau Lianes coopération verse 1 000 € au plus." in words
    assert "Occitanie : Le réseau Occitanie Coopération verse 1 400 € au plus." in words
    assert "Centraider" not in words


def test_a_region_with_its_own_wording_is_told_in_it(answers: Answers) -> None:
    assert answers.tell("vaccine", "fr", "occitanie", AT).text == "Demandez au réseau Occitanie Coopération."
    assert answers.tell("vaccine", "fr", "pays-de-la-loire", AT).text == "Demandez à un médecin."


def test_a_translation_that_nobody_read_says_so_and_one_that_was_read_does_not(answers: Answers) -> None:
    unread = shown(answers.tell("length", "en", "occitanie", AT), answers, "en")
    assert unread.startswith("A mission lasts from 7 to 15 days.\n")
    assert unread.endswith("Automatic translation, not yet checked by a person.")
    assert "Automatic" not in shown(answers.tell("cap", "en", "occitanie", AT), answers, "en")


def test_what_is_not_translated_is_told_in_french_and_labelled_in_the_language_of_the_question(
    answers: Answers,
) -> None:
    words = shown(answers.tell("vaccine", "ar", "hauts-de-france", AT), answers, "ar")
    assert words.startswith("Demandez à un médecin.")
    assert words.endswith("لم تُترجم هذه الإجابة بعد: إليكم نصها بالفرنسية.")


def test_what_the_documents_leave_unclear_waits_behind_the_button(answers: Answers) -> None:
    more = told(answers.tell("cap", "fr", "hauts-de-france", AT), answers.facts, VOICES, "fr").more
    assert more is None  # no tension is noted on the cap itself
    more = told(answers.tell("length", "fr", "occitanie", AT), answers.facts, VOICES, "fr").more
    assert more is not None
    assert "une à deux semaines" in more


@pytest.mark.parametrize(
    "template",
    [
        "{{ funding.__class__ }}",
        "{{ network.format.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{% for one in funding._children %}{{ one }}{% endfor %}",
        "{{ self }}",
        "{% include 'secret' %}",
        "{{ range(10) }}",
    ],
)
def test_a_template_reaches_nothing_but_its_names(answers: Answers, facts: Knowledge, template: str) -> None:
    filler: Filler = answers.fillers["fr"]
    with pytest.raises(BadTemplate):
        filler.fill(template, Names(facts, "occitanie", AT))


def test_latin_names_and_figures_are_isolated_in_arabic(answers: Answers, facts: Knowledge) -> None:
    words = answers.fillers["ar"].fill("شبكة {{ network }} {{ funding.cap | money }}", Names(facts, "occitanie", AT))
    assert "\u2068Occitanie Coopération\u2069" in words
    assert words.count("\u2068") == words.count("\u2069") == 2
