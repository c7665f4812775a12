"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence
from knowledge.finding.tuning import Tuning

TUNING = Tuning(words=0.21, letters=0.364, said=0.189, meant=0.237, sharpness=33.2)
CONFIDENCE = Confidence(
    right=(
        -3.2548,
        -0.5067,
        4.7044,
        1.3252,
        -2.6981,
        2.8154,
        0.2088,
        0.2737,
        2.4391,
        0.1769,
        5.5799,
        -8.3151,
        0.1692,
        7.7684,
    ),
    among=(
        -3.8845,
        3.1391,
        -0.5981,
        -1.5616,
        -1.6927,
        6.3959,
        1.5741,
        2.1371,
        4.4351,
        0.414,
        2.8205,
        -8.3795,
        1.1273,
        -0.2196,
    ),
    answer_from=0.92,
    suggest_from=0.42,
)
