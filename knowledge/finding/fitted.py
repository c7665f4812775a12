"""The coefficients and thresholds of the confidence: written by `python -m tests.faq.fit`, never by hand."""

from knowledge.finding.confidence import Confidence

CONFIDENCE = Confidence(
    right=(-5.4324, 2.6938, -0.0372, 6.2126, 1.0961, -2.9681, 1.6941, 1.6544, -0.1528, 0.0, -0.6142, -0.1708),
    among=(-4.6963, 1.4999, 0.1597, 3.8626, -0.3822, -1.7547, 3.1283, 1.8118, 0.7412, 0.0, -1.3271, 0.0472),
    answer_from=0.75,
    suggest_from=0.2,
)
