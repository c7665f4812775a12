"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence
from knowledge.finding.tuning import Tuning

TUNING = Tuning(words=0.149, letters=0.424, said=0.187, meant=0.24, sharpness=35.0)
CONFIDENCE = Confidence(
    right=(
        -4.8507,
        -0.886,
        4.0938,
        2.7403,
        -2.6609,
        2.1129,
        -0.897,
        0.0737,
        1.5417,
        0.9163,
        3.5327,
        -8.1576,
        2.369,
        0.8409,
        4.1698,
    ),
    among=(
        -4.374,
        2.4761,
        -3.642,
        0.8302,
        -1.4819,
        5.4215,
        0.2557,
        1.4236,
        2.0994,
        0.6929,
        1.4954,
        -8.3091,
        2.0146,
        0.9563,
        1.1639,
    ),
    answer_from=0.93,
    suggest_from=0.45,
)
