"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence
from knowledge.finding.tuning import Tuning

TUNING = Tuning(words=0.177, letters=0.386, said=0.194, meant=0.243, sharpness=34.7)
CONFIDENCE = Confidence(
    right=(
        -4.2545,
        -0.3311,
        4.2447,
        1.9294,
        -3.1672,
        3.3182,
        -0.0012,
        0.3599,
        3.864,
        0.7196,
        1.9056,
        -7.8642,
        0.1575,
        3.6631,
    ),
    among=(
        -3.4778,
        2.7369,
        -0.9803,
        -0.891,
        -1.8901,
        5.8253,
        1.2334,
        1.5972,
        4.3373,
        0.5988,
        1.1192,
        -8.2783,
        0.3473,
        0.4538,
    ),
    answer_from=0.91,
    suggest_from=0.48,
)
