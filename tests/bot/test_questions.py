"""What anybody may read: every answer in every region and language, and what a whole question brings back."""

import re
from datetime import datetime

import pytest

from bot.channels.console import ABLE
from bot.faq_files import VOICES, load_faq
from bot.knowledge_files import load
from bot.questions import Questions, reply_json
from bot.words import LANGUAGES
from dialogs.answer_told import told
from dialogs.core.oracle import Context
from knowledge.answering import MOST_ANSWER, MOST_MORE, sourced
from knowledge.entries import parse_faq
from knowledge.finding.confidence import Confidence, Seen
from knowledge.schema import PARIS
from tests.faq.small import english, french

INSTANTS = tuple(datetime(*day, tzinfo=PARIS) for day in ((2025, 5, 1), (2026, 11, 20)))
"""While a call is open, and after it."""
LEAKS = re.compile(r"None|Undefined|Decimal|<[^>]*object|\{\{|\{%|\(\s*\)|«\s*»|\s[,.](?!\w)| {2}")
"""What an empty figure, a name that was not filled or a lost word looks like."""

REST = (0.0,) * (len(Seen().vector()) - 2)
SURE = Confidence((-3.0, 10.0, *REST), (-1.5, 8.0, *REST), 0.5, 0.5)
"""A confidence of the test's own, on the score alone: the fitted one may change at any time."""
SIGNS = re.compile(r"[^€%]{0,4}[€%][^€%]{0,3}")
"""A sign that stands beside a figure, on the side of the language."""


@pytest.fixture(scope="module")
def asking() -> Questions:
    return Questions(load_faq(), load())


@pytest.fixture(scope="module")
def small() -> Questions:
    of = {id_: one.fingerprint for id_, one in parse_faq(french()).entries.items()}
    made = Questions(parse_faq(french() | english(of)), load())
    made.search = made.search.trusting(SURE)
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("at", INSTANTS, ids=("open", "closed"))
def test_every_answer_reads_well_in_every_region(asking: Questions, lang: str, at: datetime) -> None:
    for id_ in asking.answers.faq.entries:
        for slug in (None, *asking.facts.regions):
            answered = asking.answers.tell(id_, lang, slug, at)
            words = told(answered, asking.facts, VOICES, lang)
            where = f"{id_} {slug} {lang}: {words.whole}"
            assert words.text, where
            assert not LEAKS.search(words.whole), where
            assert all(re.search(r"\d", around) for around in SIGNS.findall(words.whole)), where
            assert len(words.text) <= MOST_ANSWER, where
            assert len(words.more or "") <= MOST_MORE, where
            assert len(words.whole) <= ABLE.max_text, where
            assert slug is None or sourced(asking.answers.faq, answered), where


def test_no_answer_of_a_region_holds_a_figure_that_only_another_published(asking: Questions) -> None:
    figures = {"occitanie": ("1\u202f400", "1,400"), "hauts-de-france": ("1\u202f000", "1,000")}
    for id_ in asking.answers.faq.entries:
        for owner, written in figures.items():
            for slug in (slug for slug in asking.facts.regions if slug != owner):
                text = asking.answers.tell(id_, "fr", slug, INSTANTS[1]).text
                assert not any(figure in text for figure in written), f"{id_} {slug}: {text}"


def ask(
    small: Questions, question: str, region: str | None = None, lang: str = "fr", last: Context | None = None
) -> str:
    (reply,) = small.ask(question, region, lang, INSTANTS[1], last)
    return reply.told.whole.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_question_is_answered_in_its_own_language(small: Questions) -> None:
    assert ask(small, "how long does a mission last?", "occitanie").startswith("A mission lasts from 7 to 15 days.")
    assert ask(small, "combien de temps dure une mission ?", "occitanie", "en").startswith("Une mission dure de 7 à 15")


def test_the_region_named_in_the_question_is_the_one_that_is_told(small: Questions) -> None:
    assert "1 400 €" in ask(small, "Quel est le plafond de l'aide en Occitanie ?", "hauts-de-france")


def test_the_same_is_told_of_another_region_when_only_its_name_follows(small: Questions) -> None:
    last = Context("cap", "hauts-de-france")
    assert "1 400 €" in ask(small, "et pour l'Occitanie ?", "hauts-de-france", "fr", last)


def test_what_is_not_known_leads_to_a_person_and_to_the_network(small: Questions) -> None:
    words = ask(small, "recette du poulet yassa", "provence-alpes-cote-d-azur")
    assert words.startswith("Je ne sais pas répondre à cette question. Vous pouvez demander à parler à une personne.")
    assert "l.henry@territoires-solidaires.fr" in words


def test_the_json_says_what_the_person_reads(small: Questions) -> None:
    found = reply_json(small.ask("Quel est le plafond de l'aide ?", "occitanie", "fr", INSTANTS[1]))
    assert (found["outcome"], found["entry"], found["lang"], found["region"]) == ("answer", "cap", "fr", "occitanie")
    assert found["answer"].startswith("Le réseau Occitanie Coopération verse 1\u202f400\u00a0€ au plus.")
    assert found["sources"][0]["document"] == "Plaquette EXPLOR, Occitanie"
    assert 0 <= found["confidence"] <= 1
