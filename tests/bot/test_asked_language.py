"""The answer comes in the language of the question, whatever that of the conversation."""

import pytest

from bot.asked_language import asked_language
from bot.knowledge_files import load
from bot.questions import Questions
from knowledge.entries import parse_faq
from tests.faq.small import french


@pytest.fixture(scope="module")
def asking() -> Questions:
    return Questions(parse_faq(french()), load())


@pytest.mark.parametrize(
    ("question", "conversation", "lang"),
    [
        ("Combien de temps dure une mission ?", "en", "fr"),
        ("c payan pr lasso ?", "en", "fr"),
        ("how much money do we get", "fr", "en"),
        ("quanto tempo dura uma missão", "fr", "pt"),
        ("¿cuánto dura una misión?", "fr", "es"),
        ("كم تدوم المهمة في برنامج EXPLOR", "fr", "ar"),
        ("ch7al katdoum lmohima", "fr", "ar"),
        ("EXPLOR", "pt", "pt"),
        ("EXPLOR ?", "es", "es"),
        ("", "ar", "ar"),
        ("12345 ???", "en", "en"),
    ],
)
def test_a_question_tells_its_language_and_the_conversation_decides_where_it_does_not(
    asking: Questions, question: str, conversation: str, lang: str
) -> None:
    assert asked_language(question, asking.search.heard(question), conversation) == lang
