"""Weights of the traits of fields, in log-odds: what an expert would say, moved by labelled receipts as far as they tell.

Fitted by `python -m tests.reading.fit`, which prints how right they are on receipts held apart; the bench tells it too.
"""

TOTAL = {
    "final": 4.56,
    "total": 2.92,
    "taxed": 2.68,
    "card": 1.62,
    "cash": 1.21,
    "sub": 0.53,
    "untaxed": -0.93,
    "tax": -1.86,
    "change": -4.0,
    "off": -2.0,
    "rounding": -4.0,
    "tip": -3.01,
    "count": -1.53,
    "table": -1.01,
    "plain": 0.3,
    "inner": -0.25,
    "paid": 2.53,
    "sums": 1.0,
    "before_tax": -1.72,
    "rounded": 1.93,
    "unrounded": -1.8,
    "times": 1.23,
    "most": 0.61,
    "beyond": -0.67,
    "small": -1.37,
    "last": 1.22,
    "height": 1.11,
    "tallest": 1.27,
    "late": 1.09,
    "marked": 0.75,
    "alone": 0.58,
    "read": 0.79,
}
"""The amount paid: what speaks for an amount."""

TOTAL_SURE = {
    "one": -4.01,
    "share": 0.68,
    "named": -0.4,
    "agrees": 0.76,
    "last": 0.61,
    "contested": 0.93,
    "read": 3.13,
}
"""Whether the best amount is right. Set 0.4 lower than fitted, so that 0.90 is kept on receipts of a kind not seen."""

DATE = {
    "full": 0.7,
    "worded": 0.7,
    "either": -0.03,
    "named": 1.98,
    "under": 0.58,
    "unwanted": -2.61,
    "timed": 1.5,
    "times": 0.7,
    "first": 0.61,
    "late": -0.37,
    "future": -4.0,
    "old": -2.0,
    "read": 0.48,
}
"""The day."""

DATE_SURE = {
    "one": 1.44,
    "share": -0.01,
    "full": -0.5,
    "worded": 1.04,
    "either": -0.62,
    "timed": 0.08,
    "named": 0.62,
    "read": 3.63,
    "times": 0.92,
    "future": -4.42,
}

SUPPLIER = {
    "place": -0.99,
    "top": 1.41,
    "company": 0.75,
    "ends": 1.58,
    "shop": 0.55,
    "address": -2.26,
    "postcode": -1.68,
    "other": -3.29,
    "figures": -3.18,
    "dated": -3.0,
    "height": 0.89,
    "capitals": 2.08,
    "short": -1.0,
    "long": -0.65,
    "rows": -1.58,
    "rows_end": 1.41,
    "rows_apart": -1.55,
    "uneven": -6.44,
    "giant": -2.65,
    "passed": -1.24,
    "open": -3.12,
    "before_address": -0.73,
    "registered": 1.54,
    "read": 0.61,
}
"""The name of whoever was paid."""

SUPPLIER_SURE = {
    "one": -1.17,
    "share": 0.69,
    "company": -0.58,
    "read": 0.77,
}
