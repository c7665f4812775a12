"""What the commands work on, opened for one of them and closed at its end: the facts, the database, the assistant."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.cli.printing import fail

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.turn import Assistant
    from knowledge.base import Knowledge
    from knowledge.rates import Rates
    from storage.store import Store


def load_facts() -> "Knowledge":
    from bot.knowledge_files import load

    return load()


def at_hand(settings: "Settings", facts: "Knowledge") -> "Rates":
    """The shipped exchange rates, and over them those that were imported or fetched."""
    from bot.rate_files import BadRates, kept_rates

    try:
        return kept_rates(settings.rates, facts.rates)
    except BadRates as error:
        fail(str(error))


def settings_for(db: str | None) -> "Settings":
    """The settings of this command: the database of `--db` counts before that of the environment."""
    from bot.settings import BadSettings, Settings

    try:
        return Settings.read(database_url=db) if db else Settings.read()
    except BadSettings as error:
        fail(str(error))


@contextmanager
def opened_store(db: str | None) -> "Iterator[Store]":
    """The database of this command; what is wrong with it is said in a sentence."""
    from storage.errors import StorageError
    from storage.store import Store

    try:
        store = Store.open(settings_for(db).database_url)
        try:
            yield store
        finally:
            store.close()
    except StorageError as error:
        fail(f"{error} ({error.code})")


@contextmanager
def current_store(db: str | None) -> "Iterator[Store]":
    """The database with the tables of this version: a file of one's own is brought there."""
    with opened_store(db) as store:
        if store.embedded:
            store.migrate()
        else:
            store.require_current()
        yield store


@contextmanager
def opened_assistant(db: str | None) -> "Iterator[Assistant]":
    from functools import cache

    from bot.answering import LiveQuestions
    from bot.books import Till
    from bot.networks import offices, roster
    from bot.papers import Papers
    from bot.turn import Assistant
    from dialogs.catalogue import CATALOGUE

    with current_store(db) as store:
        facts, settings = load_facts(), settings_for(db)
        papers, known = Papers.of(store, facts, settings), LiveQuestions(facts, settings.faq_folder)
        till = Till(cache(lambda: at_hand(settings, facts)), settings.rate_months)
        places, people, ask = offices(settings), roster(settings), known.current
        yield Assistant(store, facts, CATALOGUE, papers, offices=places, questions=ask, roster=people, till=till)
