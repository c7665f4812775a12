"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence

CONFIDENCE = Confidence(
    right=(-5.7974, 2.4665, 0.4411, 4.9568, 2.6658, -3.6337, 1.7722, 1.714, 1.6978, 0.0, -0.4435, 0.0612),
    among=(-5.0542, 1.5185, 0.8045, 2.8924, 1.2135, -3.3418, 3.3107, 1.8061, 2.5876, 0.0, -0.9612, 0.093),
    answer_from=0.8,
    suggest_from=0.2,
)
