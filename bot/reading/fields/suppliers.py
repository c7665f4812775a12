"""Who was paid: the name at the head of the paper, before the address and the numbers.

Each of the first rows is a rival; a name may go on over two rows, and a form of company (SARL, Lda, Sdn Bhd) tells more
than large letters, which are often a slogan.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from bot.reading.boxes import Row
from bot.reading.fields.amounts import amounts
from bot.reading.fields.dates import FIGURES
from bot.reading.fields.fitted import SUPPLIER, SUPPLIER_SURE
from bot.reading.fields.found import Found, chances, logistic, weighed
from bot.reading.fields.vocabulary import ADDRESS_WORDS, COMPANY_WORDS, NOT_A_NAME, SHOP_WORDS, words_of

HEAD = 14
"""Rows in which the name stands, if it stands at the top."""
GIANT = 3.0
"""Times the letters of the text: written by hand across the paper, or drawn."""
ROWS = 3
"""Over how many a name may go."""
LONGEST = 80


def _alone(phrases: str) -> re.Pattern[str]:
    """Whole words only: a name is full of parts of words."""
    words = sorted({words_of(phrase) for phrase in phrases.split("|")}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word).replace(chr(92) + ' ', ' ?') for word in words if word)})\b")


COMPANY, SHOP, ADDRESS, OTHER = (_alone(words) for words in (COMPANY_WORDS, SHOP_WORDS, ADDRESS_WORDS, NOT_A_NAME))
POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
ADDRESS_OF_MAIL = re.compile(r"\w@\w|www|\.com?\b", re.I)
REGISTERED = re.compile(r"[\s(\[]*(?:\b(?:co|company|roc|rob|reg)\b[\s.:]*(?:reg|no)?[\s.:]*)?(?:\(\d{4,8}\s?-?\s?[A-Z]\)|\d{5,8}\s?-\s?[A-Z0]\b).*$", re.I)
"""The number of a company behind its name, and what follows it: no part of the name."""


def supplier(rows: Sequence[Row]) -> Found[str] | None:
    """The name of whoever was paid."""
    rivals = traits(rows)
    if not rivals:
        return None
    scores = {name: weighed(seen, SUPPLIER) for name, seen in rivals.items()}
    best, *others = sorted(scores, key=lambda name: -scores[name])
    sure = logistic(weighed(doubts(best, rivals, scores), SUPPLIER_SURE))
    return Found(best, sure, tuple(others[:3]))


def doubts(best: str, rivals: Mapping[str, Mapping[str, float]], scores: Mapping[str, float]) -> dict[str, float]:
    seen, share = rivals[best], min(max(chances(scores)[best], 1e-4), 1 - 1e-4)
    return {"one": 1.0, "share": math.log(share / (1 - share)), **{name: seen[name] for name in ("company", "read")}}


def traits(rows: Sequence[Row]) -> Mapping[str, Mapping[str, float]]:
    """Every name that the head of the paper may bear: a row, or a row and the next."""
    head = [row for row in rows[:HEAD] if _letters(row.text) >= 3]
    body = median([row.height for row in rows]) if rows else 1.0
    found: dict[str, Mapping[str, float]] = {}
    for place, row in enumerate(head):
        one = cleaned(row.text)
        if one:
            found.setdefault(one, _traits(one, place, (row,), body, head))
        for of in _further(head, place):
            together = cleaned(" ".join(part.text for part in of))
            if one and together:
                found.setdefault(together, _traits(together, place, of, body, head))
    return found


def _further(head: Sequence[Row], place: int) -> Iterator[Sequence[Row]]:
    """The row with the next one, and with the next two, as long as they look alike."""
    for size in range(2, ROWS + 1):
        of = head[place : place + size]
        if len(of) < size or not cleaned(of[-1].text) or not _goes_on(of[-2], of[-1]):
            return
        yield of


def _goes_on(row: Row, following: Row) -> bool:
    """Letters of one size, lines near each other."""
    alike = 0.75 < row.height / max(following.height, 1.0) < 1.35
    return alike and following.middle - row.middle < 2.2 * max(row.height, following.height)


def cleaned(text: str) -> str | None:
    """The name without the number of the company and signs around it; None where it cannot be a name."""
    name = REGISTERED.sub("", re.sub(r"\s+", " ", text).strip(" *-_=.:,;#~|<>\"'"))
    name = name.strip(" *-_=:,;#~|<>\"'(")
    letters = _letters(name)
    return name if letters > 2 and len(name) <= LONGEST and letters >= 0.4 * len(name.replace(" ", "")) else None


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _traits(name: str, place: int, of: Sequence[Row], body: float, head: Sequence[Row]) -> dict[str, float]:
    words, text = words_of(name), " ".join(row.text for row in of)
    first, last = (words_of(row.text) for row in (of[0], of[-1]))
    return {
        "place": float(place),
        "top": float(place == 0),
        "company": float(bool(COMPANY.search(words))),
        "ends": float(bool(re.search(rf"(?:{COMPANY.pattern})$", words))),
        "shop": float(bool(SHOP.search(words))),
        "address": float(bool(ADDRESS.search(words))),
        "postcode": float(bool(POSTCODE.search(text))),
        "other": float(bool(OTHER.search(words) or ADDRESS_OF_MAIL.search(text))),
        "figures": sum(char.isdigit() for char in name) / len(name),
        "dated": float(bool(FIGURES.search(text)) or any(amount.exact for amount in amounts(text))),
        "height": min(1.0, max(row.height for row in of) / max(body, 1.0) - 1),
        "giant": float(max(row.height for row in of) > GIANT * body),
        "capitals": sum(char.isupper() for char in name) / max(_letters(name), 1),
        "short": float(_letters(name) < 5),
        "long": max(0.0, len(name) - 35) / 10,
        "rows": float(len(of) - 1),
        "rows_end": float(len(of) > 1 and bool(COMPANY.search(last)) and not COMPANY.search(first)),
        "rows_apart": float(len(of) > 1 and bool(COMPANY.search(first))),
        "uneven": max(row.height for row in of) / max(min(row.height for row in of), 1.0) - 1,
        "passed": float(not _trade(words) and any(_trade(words_of(row.text)) for row in head[:6])),
        "open": float(name.count("(") > name.count(")")),
        "before_address": _follows(of[-1], head, ADDRESS),
        "registered": float(text.rstrip() != REGISTERED.sub("", text).rstrip()) or _follows(of[-1], head, REGISTERED),
        "read": min(row.confidence for row in of),
    }


def _trade(words: str) -> bool:
    """Whether the words are those of a company or of a shop."""
    return bool((COMPANY.search(words) or SHOP.search(words)) and not OTHER.search(words))


def _follows(row: Row, head: Sequence[Row], look: re.Pattern[str]) -> float:
    """Whether the next row is one of these."""
    after = head.index(row) + 1
    following = head[after].text if after < len(head) else ""
    return float(bool(look.search(following if look is REGISTERED else words_of(following))))
