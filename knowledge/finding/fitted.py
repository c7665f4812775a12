"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence

CONFIDENCE = Confidence(
    right=(-4.0, 2.0, 4.0, 2.0, 1.0, 1.0, 1.0, 0.0, -1.0, -1.0, -1.0, 0.0),
    among=(-3.0, 3.0, 0.0, 2.0, 1.0, 1.0, 1.0, 0.0, 0.0, -1.0, -1.0, 0.0),
    answer_from=0.7,
    suggest_from=0.3,
)
