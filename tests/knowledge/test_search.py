"""Finding the entry: typos, accents, case and script do not matter; what is not in the entries is not answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.answer_names import names, region_in, regions_by_name
from knowledge.base import Knowledge
from knowledge.finding.confidence import Confidence, Seen
from knowledge.finding.letters import bare, folded
from knowledge.search import Document, Search

DOCUMENTS = {
    "fr": (
        Document(
            "cap", ("Quel est le plafond de l'aide ?", "Combien donnez-vous au maximum ?"), ("plafond", "maximum")
        ),
        Document("length", ("Combien de temps dure une mission ?", "Peut-on partir un mois ?"), ("durée", "jours")),
        Document("vaccine", ("Qui paie les vaccins ?", "Faut-il un vaccin ?"), ("vaccin", "santé")),
        Document("countries", ("Le Maroc est-il éligible ?", "Dans quels pays ?"), ("pays", "éligible")),
        Document("student", ("Comment obtenir un visa étudiant ?",), ("étudiant", "université")),
    ),
    "en": (
        Document("cap", ("What is the most you give?", "Is the grant capped?"), ("cap", "ceiling")),
        Document("length", ("How long does a mission last?", "Can we go for a month?"), ("duration", "days")),
        Document("vaccine", ("Who pays for vaccines?", "Do I need a jab?"), ("vaccine", "health")),
        Document("countries", ("Is Morocco eligible?", "In which countries?"), ("country", "eligible")),
        Document("student", ("How do I get a student visa?",), ("student", "university")),
    ),
    "ar": (
        Document("cap", ("ما هو الحد الأقصى للمساعدة؟", "كم تعطون على الأكثر؟"), ("سقف", "أقصى")),
        Document("length", ("كم تدوم المهمة؟", "هل يمكن السفر شهرا؟"), ("مدة", "أيام")),
        Document("vaccine", ("من يدفع ثمن اللقاحات؟", "هل أحتاج إلى تلقيح؟"), ("لقاح", "صحة")),
        Document("countries", ("هل المغرب مؤهل؟", "في أي بلدان؟"), ("بلد", "مؤهل")),
        Document("student", ("كيف أحصل على تأشيرة طالب؟",), ("طالب", "جامعة")),
    ),
}
REST = (0.0,) * (len(Seen().vector()) - 2)
# A confidence of the test's own, on the score alone: what is fitted on the real questions may change at any time.
CONFIDENCE = Confidence((-4.0, 10.0, *REST), (-1.5, 8.0, *REST), 0.5, 0.5)


@pytest.fixture(scope="module")
def search(facts: Knowledge) -> Search:
    return Search(DOCUMENTS, names(facts), frozenset({"student"}), CONFIDENCE)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("quel est le plafond", "cap"),
        ("PLAFOND ???", "cap"),
        ("plafon de laide svp", "cap"),
        ("c koi le max", "cap"),
        ("combien de jours ca dure", "length"),
        ("how lnog does the mision last", "length"),
        ("vaxin obligatoire", "vaccine"),
        ("Le Burkina Faso, c'est possible ?", "countries"),
        ("and Ivory Coast?", "countries"),
        ("كَمْ تَدُومُ المُهِمَّةُ", "length"),
        ("مده المهمه", "length"),
        ("واللقاح", "vaccine"),
        ("ch7al katdoum lmohima", "length"),
    ],
)
def test_a_question_is_found_as_people_type_it(search: Search, question: str, entry: str) -> None:
    assert search.find(question).ids[0] == entry


def test_the_language_of_the_conversation_does_not_matter(search: Search) -> None:
    assert search.find("Is there a ceiling?").ids[0] == search.find("Y a-t-il un plafond ?").ids[0] == "cap"


@pytest.mark.parametrize(
    "question", ["quel temps fait-il à Dakar", "bitcoin price today", "طريقة تحضير الكسكس", "", "???"]
)
def test_what_no_entry_speaks_of_is_not_answered(search: Search, question: str) -> None:
    found = search.find(question)
    assert found.outcome != "answer"
    assert found.entry is None


def test_what_is_not_ours_is_declined_by_its_own_entry(search: Search) -> None:
    found = search.find("je cherche un visa étudiant pour une université")
    assert (found.outcome, found.refused) == ("unknown", "student")


def test_two_questions_of_one_message_are_both_found(search: Search) -> None:
    ids = [one.entry for one in search.find_all("Quel est le plafond de l'aide ? Combien de temps dure une mission ?")]
    assert ids == ["cap", "length"]


def test_a_question_with_a_joining_word_stays_one(search: Search) -> None:
    assert len(search.find_all("Peut-on partir en mission un mois et demi ?")) == 1


def test_a_question_that_says_little_goes_on_about_the_last_answer(search: Search) -> None:
    assert search.find_after("et pour un mois ?", "length").entry == "length"
    assert search.find_after("Quel est le plafond de l'aide ?", "length").entry == "cap"


@pytest.mark.parametrize(("question", "only"), [("et pour l'Occitanie ?", True), ("le plafond en Occitanie", False)])
def test_a_question_that_only_names_a_place_is_known_as_such(search: Search, question: str, only: bool) -> None:
    assert search.only_names(question) is only


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("et pour l'occitanie", "occitanie"),
        ("et en PACA", "provence-alpes-cote-d-azur"),
        ("avec Lianes coopération", "hauts-de-france"),
        ("in the pays de la loire", "pays-de-la-loire"),
        ("Occitanie ou Hauts-de-France ?", None),
        ("quel plafond", None),
    ],
)
def test_a_region_named_in_a_question_is_the_one_it_is_about(
    facts: Knowledge, question: str, region: str | None
) -> None:
    assert region_in(question, regions_by_name(facts)) == region


def test_why_an_entry_was_found_is_told_by_the_words_that_decided(search: Search) -> None:
    question = "le plafond de l'aide pour le Togo"
    assert search.why(question, search.find(question).candidates[0]) == ("plafond", "aide")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_anything_typed_is_answered_the_same_way_twice(text: str) -> None:
    found = _SMALL.find(text)
    assert _SMALL.find(text) == found
    assert 0 <= found.right <= 1
    assert 0 <= found.among <= 1
    assert (found.outcome == "answer") == (found.entry is not None)
    assert all(0 <= share <= 1 for share in _SMALL.heard(text).values())
    assert _SMALL.find_all(text)


_SMALL = Search(DOCUMENTS, {}, frozenset(), CONFIDENCE)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more_for_case_and_accents(text: str) -> None:
    once = folded(text)
    assert folded(once.upper().lower()) == folded(folded(once.upper().lower()))


@pytest.mark.parametrize(
    ("word", "root"), [("الجمعيه", "جمعيه"), ("للجمعيه", "جمعيه"), ("والمتطوع", "متطوع"), ("الم", "الم")]
)
def test_an_arabic_word_loses_its_article_unless_nothing_would_be_left(word: str, root: str) -> None:
    assert bare(word) == root
