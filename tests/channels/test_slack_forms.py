"""The modals, whatever the network put in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.slack.forms import ASKING, REPLY_MOST, Asked, modal, preview, previewable
from bot.channels.slack.front import Entry, Form, Group, Option
from bot.render import Line, Message
from bot.words import LANGUAGES
from tests.emulators.slack import words
from tests.emulators.slack.rules import check_view

steadily = settings(deadline=None, derandomize=True, max_examples=60)
options = st.lists(st.builds(Option, id=st.text(min_size=1, max_size=15), label=st.text(max_size=120)), min_size=1)
forms = st.builds(
    Form,
    title=st.text(max_size=300),
    notes=st.lists(st.text(max_size=4000), max_size=120).map(tuple),
    reasons=options.map(tuple),
    entries=st.lists(
        st.one_of(
            st.builds(
                Entry,
                id=st.text(min_size=1, max_size=20),
                label=st.text(max_size=2500),
                kind=st.sampled_from(["line", "words"]),
                value=st.text(max_size=4000),
                hint=st.text(max_size=2500),
            ),
            st.builds(
                Entry, id=st.text(min_size=1), label=st.text(), kind=st.just("choice"), options=options.map(tuple)
            ),
            st.builds(Entry, id=st.text(min_size=1), label=st.text(), kind=st.just("day"), value=st.dates().map(str)),
        ),
        max_size=12,
        unique_by=lambda entry: entry.id,
    ).map(tuple),
    groups=st.lists(st.builds(Group, label=st.text(max_size=100), options=options.map(tuple)), min_size=1).map(tuple),
)


def asked(act: str = "correct", said: str = "") -> Asked:
    return Asked(act, "HDF-2026-0007", "C01LILLE", said)


@pytest.mark.parametrize("act", sorted(ASKING))
@steadily
@given(form=forms)
def test_slack_takes_every_modal(act: str, form: Form) -> None:
    check_view(modal(asked(act), form, "fr"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("act", sorted(ASKING))
def test_titles_and_buttons_fit_in_24_characters_in_every_language(act: str, lang: str) -> None:
    form = Form("R", groups=(Group("g", (Option("a", "A"),)),), entries=(Entry("name", "Nom"),))
    view = modal(asked(act), form, lang)
    check_view(view)
    assert not any("…" in view[part]["text"] for part in ("title", "submit", "close"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_preview_s_do_too(lang: str) -> None:
    view = preview(asked("reply", "x"), Message("fr", (Line("body", "x"),)), lang)
    check_view(view)
    assert not any("…" in view[part]["text"] for part in ("title", "submit", "close"))


def test_more_than_100_questions_of_a_section_make_another_group() -> None:
    many = Group("Budget", tuple(Option(f"q{number}", f"Question {number}") for number in range(230)))
    view = modal(asked(), Form("R", groups=(many,)), "fr")
    check_view(view)
    groups = view["blocks"][1]["element"]["option_groups"]
    assert [(one["label"]["text"], len(one["options"])) for one in groups] == [
        ("Budget", 100),
        ("Budget (suite)", 100),
        ("Budget (suite)", 30),
    ]


def test_more_than_100_reasons_are_cut() -> None:
    reasons = tuple(Option(f"r{number}", "Motif") for number in range(130))
    view = modal(asked("refuse"), Form("R", reasons=reasons), "fr")
    check_view(view)
    assert len(view["blocks"][1]["element"]["options"]) == 100


def test_without_reasons_a_refusal_is_in_words_and_these_are_needed() -> None:
    view = modal(asked("refuse"), Form("R"), "fr")
    [_title, said] = view["blocks"]
    assert not said["optional"]


def test_an_option_too_long_to_come_back_is_our_bug_and_raises() -> None:
    with pytest.raises(ValueError, match="longer than 75 characters"):
        modal(asked("refuse"), Form("R", reasons=(Option("x" * 76, "Motif"),)), "fr")


def test_a_modal_has_100_blocks_at_most_and_keeps_its_questions() -> None:
    view = modal(asked("accept"), Form("R", notes=tuple(f"note {number}" for number in range(150))), "fr")
    check_view(view)
    assert len(view["blocks"]) == 100
    assert view["blocks"][-1]["type"] == "input"


def test_what_a_modal_is_about_comes_back_with_it() -> None:
    view = modal(asked("accept"), Form("R"), "fr")
    assert Asked.of(view) == asked("accept")


def test_a_reply_that_fits_the_input_fits_what_the_preview_carries() -> None:
    said = "é" * REPLY_MOST
    assert previewable(asked("reply", said))
    check_view(preview(asked("reply", said), Message("fr", (Line("body", said),)), "fr"))


def test_a_reply_of_signs_only_is_too_long_before_slack_says_so() -> None:
    assert not previewable(asked("reply", "<&>" * 800))


def test_the_preview_shows_what_the_person_will_read() -> None:
    view = preview(asked("reply", "Hello"), Message("en", (Line("title", "Lianes :"), Line("body", "Hello"))), "fr")
    assert words(view).endswith("Lianes :\nHello")
