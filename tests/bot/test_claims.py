"""Claims at the network's desk: told once, posted at once, the boarding pass, doubts, and both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.bookkeeping import Changed
from bot.cards import card
from bot.channels.base import Card
from bot.claims import stamp
from bot.desk import NotYours, Staff, Unclear
from bot.relay import Relay
from bot.render import Capabilities
from bot.turn import Assistant
from dialogs.claim_words import REFUSALS, decision_texts, kept
from knowledge.schema import PARIS
from storage.claims import Spent
from storage.store import Store
from tests.bot.accounts import REFERENCE as POSTED
from tests.bot.accounts import WORKED, prepared
from tests.bot.accounts import keeper as bookkeeper
from tests.bot.claimed import INES, NOW, Paid, claimed, keeper, mission, news
from tests.bot.test_missions import FILE, REFERENCE, REGION
from tests.play import assistant

FLIGHT = Spent("flight", date(2025, 8, 1), 64020, "EUR", 2, "Air Bénin", paid_by="network")
RETURN = datetime(2025, 9, 13, 10, tzinfo=PARIS)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        mission(opened)
        yield opened


def shown(bot: Assistant, about: str) -> Card:
    found = card(bot.store, bot.facts, bot.offices, about, NOW)
    assert found is not None
    return found


def section(found: Card, title: str) -> tuple[str, ...]:
    lines = dict(found.sections).get(title, ())
    return tuple(line.replace("\u00a0", " ") for line in lines)


def in_thread(bot: Assistant, at: datetime) -> list[Any]:
    """What leaves to the staff in the thread of the mission, orders carried out."""
    about = f"mission:{keeper(bot).book(REFERENCE).mission.id}"
    return list(bot.deliver("slack", f"C-{REGION}/{about}", at, Capabilities(files=True)))


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_a_decision_is_told_once_whatever_the_event_that_brings_it_is_delivered_again(bot: Assistant) -> None:
    one = claimed(bot)
    assert keeper(bot, event="press").decide(REFERENCE, 1, "approved")
    assert not keeper(bot, event="press").decide(REFERENCE, 1, "approved")
    assert not keeper(bot).decide(REFERENCE, 1, "approved")

    assert news(bot) == [("claim.approved", one.id)]


def test_nobody_is_told_of_what_is_decided_for_another(bot: Assistant) -> None:
    mission(bot, FILE.replace("Transformer", "Cultiver"), "Paul", "paul")
    claimed(bot)
    keeper(bot).decide(REFERENCE, 1, "refused", refusal="twice")

    assert news(bot, "paul") == []
    assert len(news(bot, INES)) == 1


def test_staff_act_for_their_regions_only(bot: Assistant) -> None:
    one = claimed(bot)
    marc = Staff("Marc", frozenset({"occitanie"}))
    for act in (
        lambda: keeper(bot, marc).decide(REFERENCE, 1, "approved"),
        lambda: keeper(bot, marc).claim(one.id),
        lambda: keeper(bot, marc).looked(REFERENCE),
        lambda: keeper(bot, marc).approve_clear(REFERENCE, ""),
        lambda: keeper(bot, marc).terms(REFERENCE),
    ):
        with pytest.raises(NotYours):
            act()


def test_a_reason_among_the_rules_is_told_in_each_language_with_the_words_beside(bot: Assistant) -> None:
    one = claimed(bot)
    keeper(bot).decide(REFERENCE, 1, "refused", "Page 2.", refusal="unreadable")

    found = decision_texts(keeper(bot).claim(one.id)[1].decision_words)
    assert found[0] is REFUSALS["unreadable"]
    assert found[1].params == {"literal": "Page 2."}
    assert decision_texts(kept(None, "Deux\nlignes."))[0].params == {"literal": "Deux\nlignes."}
    with pytest.raises(Unclear, match="no reason is called dull"):
        keeper(bot).decide(REFERENCE, 1, "refused", refusal="dull")


def test_an_older_list_of_clear_claims_approves_none_of_them(bot: Assistant) -> None:
    claimed(bot)
    with pytest.raises(Changed):
        keeper(bot).approve_clear(REFERENCE, "older")
    assert news(bot) == []


def test_a_decision_shows_on_the_card_of_what_it_leaves_too_little_for(bot: Assistant) -> None:
    first = claimed(bot, Paid(total="280.00"))
    second = claimed(bot, Paid(total="50.00", day=date(2025, 9, 4)))
    assert section(shown(bot, f"claim:{second.id}"), "Ce qui reste sur le plafond")[0] == "Avant : 300 €"
    for one in (first, second):
        list(bot.deliver("slack", f"C-{REGION}/claim:{one.id}", NOW, Capabilities(files=True)))
    keeper(bot).decide(REFERENCE, 1, "approved")

    (again,) = bot.deliver("slack", f"C-{REGION}/claim:{second.id}", NOW, Capabilities(files=True))
    assert isinstance(again, Card)
    assert section(again, "Ce qui reste sur le plafond") == ("Avant : 20 €", "Après : 0 €")
    assert "• Il ne restait que 20 € sur le plafond de 300 € : 30 € ne sont pas comptés." in section(
        again, "À regarder"
    )


def test_what_is_decided_before_a_mission_can_be_settled_stands_and_is_posted_later(bot: Assistant) -> None:
    undated = FILE.replace("first_day: 2025-09-01\nlast_day: 2025-09-12\n", "").replace("Transformer", "Cultiver")
    reference = mission(bot, undated, "Paul", "paul")
    claimed(bot, who="paul")
    by_departure = replace(keeper(bot), rate_months={REGION: "departure"})
    assert by_departure.decide(reference, 1, "approved")
    assert keeper(bot).post(reference).written


# -- doubts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (Paid(sure=0.7), "Montant : lu sans certitude."),
        (Paid(says={"day": date(2025, 9, 9)}), "Date : ce n'est pas ce qui a été lu."),
        (Paid(says={"currency": "XOF", "exponent": 0}), "Monnaie : ce n'est pas ce qui a été lu."),
        (Paid(day=date(2024, 9, 3)), "La date est loin de la mission (du 1er septembre 2025 au 12 septembre 2025)."),
        (Paid(category="other"), "Le réseau"),
        (Paid(proved=False), "Pas de reçu : une déclaration sur l'honneur."),
        (Paid(currency="GHS"), "Le taux InforEuro de la monnaie GHS manque (septembre 2025) : cette dépense attend."),
    ],
)
def test_what_leaves_a_doubt_is_said_and_keeps_a_claim_out_of_the_clear_ones(
    bot: Assistant, paid: Paid, said: str
) -> None:
    one = claimed(bot, paid)
    assert said in " ".join(section(shown(bot, f"claim:{one.id}"), "À regarder"))
    assert keeper(bot).clear(REFERENCE)[1] == ()


def test_a_receipt_that_was_read_well_and_confirmed_as_it_was_read_leaves_none(bot: Assistant) -> None:
    one = claimed(bot)
    assert section(shown(bot, f"claim:{one.id}"), "À regarder") == ()
    assert [found.id for found in keeper(bot).clear(REFERENCE)[1]] == [one.id]


def test_the_same_expense_told_twice_is_a_doubt_on_both(bot: Assistant) -> None:
    first, second = claimed(bot), claimed(bot)
    assert "Même date et même montant que la dépense nº 2." in str(shown(bot, f"claim:{first.id}").sections)
    assert "dépense nº 1 (À décider)" in str(shown(bot, f"claim:{second.id}").sections)


def test_what_its_volunteer_changes_offers_nothing_to_decide_and_is_in_no_list(bot: Assistant) -> None:
    one = claimed(bot)
    with bot.store.turn(channel="console", address=INES, event_id="changes", at=NOW) as work:
        work.claims.change(one.id, replace(one.spent, minor=100))
    found = shown(bot, f"claim:{one.id}")
    assert (found.status, found.actions) == ("La personne est en train de la modifier", ())
    assert keeper(bot).looked(REFERENCE) == ()


def test_a_draft_that_nobody_confirmed_has_no_card(bot: Assistant) -> None:
    with bot.store.turn(channel="console", address=INES, event_id="begins", at=NOW) as work:
        work.claims.draft("new", work.missions.mine()[0].mission.id, Spent())
    assert card(bot.store, bot.facts, bot.offices, "claim:new", NOW) is None


# -- what the network bought -------------------------------------------------------------------------------------------


def test_the_boarding_pass_of_a_flight_is_asked_for_once_the_day_after_the_return(bot: Assistant) -> None:
    entered = keeper(bot).enter(REFERENCE, FLIGHT)
    in_thread(bot, RETURN - timedelta(hours=1))
    assert news(bot) == []
    in_thread(bot, RETURN)
    in_thread(bot, RETURN + timedelta(days=1))

    assert news(bot) == [("claim.boarding_pass", entered.id)]


def test_the_boarding_pass_waits_where_the_mission_is_longer_by_now(bot: Assistant) -> None:
    keeper(bot).enter(REFERENCE, FLIGHT)
    longer = FILE.replace("last_day: 2025-09-12", "last_day: 2025-09-20")
    from bot.missions_file import parse
    from tests.bot.test_missions import chair

    chair(bot).bring(replace(parse("mission.yaml", longer), reference=REFERENCE))
    in_thread(bot, RETURN)
    assert news(bot) == []
    in_thread(bot, RETURN + timedelta(days=8))
    assert [name for name, _id in news(bot)] == ["claim.boarding_pass"]


def test_a_network_without_a_place_has_the_boarding_pass_asked_for_too(tmp_path: Path) -> None:
    with assistant(tmp_path) as bot:
        mission(bot)
        keeper(bot).enter(REFERENCE, FLIGHT)
        list(bot.deliver("console", INES, RETURN, Capabilities()))
        told = [row.body for row in bot.store.outbox.pending(bot.store.conversation("console", INES) or 0, RETURN)]
        assert told == []  # it was told, and the conversation has worded it
        assert keeper(bot).book(REFERENCE).balances["bought"] == -64020


def test_an_expense_that_is_entered_by_an_event_delivered_twice_is_entered_once(bot: Assistant) -> None:
    keeper(bot, event="modal").enter(REFERENCE, FLIGHT)
    keeper(bot, event="modal").enter(REFERENCE, FLIGHT)
    assert keeper(bot).book(REFERENCE).balances["bought"] == -64020


# -- what becomes of them ----------------------------------------------------------------------------------------------


def test_the_thread_of_a_claim_goes_with_its_volunteer_unless_it_is_in_the_ledger(bot: Assistant) -> None:
    posted, other = claimed(bot), claimed(bot, Paid(total="12.00"))
    keeper(bot).decide(REFERENCE, 1, "approved")
    with bot.store.turn(channel="console", address=INES, event_id="leaves", at=NOW) as work:
        person = work.person_id
    bot.store.forget(person, NOW, who=f"person:{person}")

    assert bot.store.conversation("slack", f"C-{REGION}/claim:{other.id}") is None
    assert bot.store.conversation("slack", f"C-{REGION}/claim:{posted.id}") is not None
    assert "Inès" not in str(shown(bot, f"claim:{posted.id}"))


def test_a_card_and_a_receipt_that_the_channel_refuses_are_said_in_their_thread(bot: Assistant) -> None:
    one = claimed(bot)
    place = bot.store.conversation("slack", f"C-{REGION}/claim:{one.id}") or 0
    for row in bot.store.outbox.pending(place, NOW):
        Relay(bot.store, bot.facts, bot.offices).undelivered(row, "dead", NOW)
    said = [row.body["lines"][0][1] for row in bot.store.outbox.pending(place, NOW) if "lines" in row.body]

    assert said[0].startswith("Une dépense attend, mais sa fiche n'a pas pu s'afficher")
    assert said[1].startswith("Un reçu n'a pas pu être joint")


# -- on both databases -------------------------------------------------------------------------------------------------


def test_a_decision_is_posted_and_looked_at_on_both_databases(store: Store) -> None:
    prepared(store, WORKED["two volunteers share the cap of Occitanie"])
    assert bookkeeper(store).decide(POSTED, 3, "part", "La moitié.", Decimal("210.00"))

    found = bookkeeper(store).looked(POSTED, 3)[0]
    assert found.line.eligible == Decimal("210.00")
    assert bookkeeper(store).book(POSTED).balances["refund:awa"] == -39055
    with store.desk(NOW) as desk:
        assert desk.claims.proved_by(["nothing"]) == []
        assert desk.claims.terms_set("m") is None
    assert bookkeeper(store).settle_waiting() == []


def test_terms_bear_who_set_them_and_when_on_both_databases(store: Store) -> None:
    prepared(store, replace(WORKED["a refund given up"], region="centre-val-de-loire"))
    bookkeeper(store).set_terms(POSTED, {"caps": {"visa": "50"}})
    with store.desk(NOW) as desk:
        assert desk.claims.terms_set("m") is not None
    (found,) = [one for one in bookkeeper(store).looked(POSTED) if one.claim.spent.category == "visa"]
    assert (found.line.eligible, found.line.source.date) == (Decimal("50.00"), "2026-09-30")


def test_of_two_who_decide_at_once_one_does_and_the_other_hears_so(store: Store) -> None:
    prepared(store, WORKED["two volunteers share the cap of Occitanie"])
    seen = stamp(bookkeeper(store).looked(POSTED, 3)[0].claim)

    def decides(words: str) -> bool:
        try:
            return bookkeeper(store).decide(POSTED, 3, "refused", words, seen=seen)
        except Changed:
            return False

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(decides, ("Trop cher.", "Trop tard.")))

    assert sorted(done) == [False, True]
    (found,) = bookkeeper(store).looked(POSTED, 3)
    assert found.claim.decision_words == ("Trop cher." if done[0] else "Trop tard.")
