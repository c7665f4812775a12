"""A statement of many expenses, beside one of few: each must cost about the same."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.knowledge_files import load
from knowledge.rules import CATEGORIES, rules_at
from knowledge.schema import PARIS
from knowledge.settlement import Claim, settle
from tests.bench.measure import alternated, row

FEW, MANY = 10, 200
SPENT = [category for category in CATEGORIES if category != "per_diem"]


def claim(number: int) -> Claim:
    day = date(2026, 8, 1) + timedelta(days=number % 30)
    currency = ("EUR", "XOF", "GHS")[number % 3]
    return Claim(str(number), SPENT[number % len(SPENT)], day, Decimal(number * 100), currency, volunteer="awa")


def run() -> None:
    facts = load()
    rules = rules_at(facts, "hauts-de-france", datetime(2026, 9, 30, tzinfo=PARIS))
    few, many = ([claim(number) for number in range(count)] for count in (FEW, MANY))
    fast, slow = alternated(lambda: settle(few, rules, facts.rates), lambda: settle(many, rules, facts.rates), 30)
    each = slow.wall / MANY / (fast.wall / FEW)
    row(f"a statement of {MANY} expenses", f"{slow.wall:.1f} ms", f"an expense costs {each:.2f} times that of {FEW}")
