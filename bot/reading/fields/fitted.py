"""Weights of the traits of fields, in log-odds: a judgement, moved by labelled receipts as far as they tell.

Written by `python -m tests.reading.fit`; the bench tells how right they are.
"""

TOTAL = {
    "final": 4.17,
    "total": 3.19,
    "taxed": 2.77,
    "card": 1.62,
    "cash": 1.38,
    "sub": 0.61,
    "untaxed": -0.88,
    "tax": -1.86,
    "change": -4.00,
    "off": -2.00,
    "rounding": -4.00,
    "tip": -3.01,
    "count": -1.49,
    "table": -1.28,
    "plain": 0.49,
    "inner": -0.30,
    "paid": 2.20,
    "sums": 0.84,
    "before_tax": -1.69,
    "rounded": 1.57,
    "unrounded": -0.93,
    "times": 1.04,
    "most": 0.82,
    "beyond": -0.64,
    "small": -1.17,
    "last": 0.79,
    "height": 1.15,
    "tallest": 1.16,
    "late": 1.16,
    "marked": 0.72,
    "alone": 0.66,
    "read": 0.84,
}

TOTAL_SURE = {
    "one": -3.66,
    "share": 0.46,
    "named": -0.69,
    "agrees": 1.02,
    "last": 0.99,
    "contested": 0.62,
    "read": 3.25,
}

DATE = {
    "full": 0.70,
    "worded": 0.70,
    "either": -0.03,
    "named": 1.94,
    "under": 0.62,
    "unwanted": -2.62,
    "timed": 1.50,
    "times": 0.70,
    "first": 0.57,
    "late": -0.37,
    "future": -4.00,
    "old": -2.00,
    "read": 0.48,
}

DATE_SURE = {
    "one": 0.10,
    "share": 0.25,
    "full": 0.41,
    "worded": 0.72,
    "either": -0.68,
    "timed": 0.23,
    "named": 0.45,
    "read": 1.72,
    "times": 0.53,
    "future": -3.18,
}

SUPPLIER = {
    "place": -1.00,
    "top": 1.42,
    "company": 0.72,
    "ends": 1.79,
    "shop": 0.61,
    "address": -2.25,
    "postcode": -1.64,
    "other": -3.29,
    "figures": -3.18,
    "dated": -3.00,
    "height": 0.87,
    "giant": -2.63,
    "capitals": 2.20,
    "short": -1.00,
    "long": -0.62,
    "rows": -1.72,
    "rows_end": 1.26,
    "rows_apart": -1.54,
    "unended": -0.52,
    "uneven": -6.45,
    "passed": -1.21,
    "open": -3.16,
    "before_address": -0.72,
    "registered": 1.56,
    "read": 0.59,
}

SUPPLIER_SURE = {
    "one": -1.15,
    "share": 0.59,
    "company": -0.24,
    "read": 1.05,
}
