"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence
from knowledge.finding.tuning import Tuning

TUNING = Tuning(words=0.15, letters=0.425, said=0.186, meant=0.239, sharpness=35.0)
CONFIDENCE = Confidence(
    right=(
        -4.7994,
        -0.8989,
        4.0314,
        2.7534,
        -2.6922,
        2.1387,
        -0.9128,
        0.0801,
        1.5756,
        0.9043,
        3.4704,
        -8.1583,
        2.3299,
        0.7972,
        4.207,
    ),
    among=(
        -4.3225,
        2.4723,
        -3.7511,
        0.8453,
        -1.5228,
        5.4807,
        0.2437,
        1.4315,
        2.1408,
        0.6813,
        1.3795,
        -8.3047,
        1.9714,
        0.9057,
        1.2053,
    ),
    answer_from=0.93,
    suggest_from=0.46,
)
