"""The constants of the scores."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tuning:
    """What the fields of an entry weigh in BM25F, and what each likeness weighs in the score.

    `words`, `letters`, `said` and `meant` make 1 together; `sharpness` turns a difference of scores into odds. These
    five are fitted on the development questions (`tests/faq/fit.py`), the others were chosen by hand.
    """

    words: float
    letters: float
    said: float
    meant: float
    sharpness: float
    questions: float = 1.0
    keywords: float = 2.0
    answer: float = 0.3
    length: float = 0.3
    saturation: float = 1.2
    typo: float = 0.75

    def score(self, words: float, letters: float, said: float, meant: float) -> float:
        """The likenesses of an entry as one number, 0 to 1 or a little above."""
        return self.words * words + self.letters * letters + self.said * said + self.meant * meant
