"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence
from knowledge.finding.tuning import Tuning

TUNING = Tuning(words=0.148, letters=0.426, said=0.187, meant=0.24, sharpness=35.0)
CONFIDENCE = Confidence(
    right=(
        -4.8227,
        -0.8124,
        3.9598,
        2.7625,
        -2.5496,
        2.1621,
        -0.8726,
        0.0415,
        1.4298,
        0.9156,
        3.3628,
        -8.1592,
        2.3589,
        0.7904,
        4.1912,
    ),
    among=(
        -4.3655,
        2.4863,
        -3.6152,
        0.8588,
        -1.5055,
        5.4758,
        0.2835,
        1.3861,
        2.1027,
        0.7002,
        1.3472,
        -8.3102,
        2.0074,
        0.9044,
        1.0065,
    ),
    answer_from=0.93,
    suggest_from=0.44,
)
