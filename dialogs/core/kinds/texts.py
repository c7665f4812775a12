"""Free text, short or long, with limits that are told before they are hit."""

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.reading.letters import has_words, visible
from dialogs.core.text import Text, _, _n, literal

NO_WORDS = _("Je n'ai pas trouvé de mots dans votre message. Écrivez quelques mots, s'il vous plaît.")


class LongText(Kind[str]):
    """Several lines of the person's own words. `min` and `max` count characters."""

    name = "long_text"
    newlines = True

    def __init__(self, *, min: int = 1, max: int = 3000) -> None:
        self.min, self.max = min, max

    @property
    def free(self) -> bool:
        return True

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        text = visible(words(said), self.newlines)
        if not has_words(text):
            raise Refused(NO_WORDS)
        self._measure(text)
        return Accepted(text)

    def _measure(self, text: str) -> None:
        if over := max(len(text) - self.max, 0):
            raise Refused(self._too_long(over))
        if len(text) < self.min:
            raise Refused(_("C'est un peu court : écrivez au moins {min} caractères.", min=self.min))

    def _too_long(self, over: int) -> Text:
        return _n(
            "Votre réponse dépasse la limite de {max} caractères : elle en a {count} de trop. "
            "Votre message reste dans la conversation : copiez-le, raccourcissez-le et renvoyez-le.",
            "Votre réponse dépasse la limite de {max} caractères : elle en a {count} de trop. "
            "Votre message reste dans la conversation : copiez-le, raccourcissez-le et renvoyez-le.",
            over,
            max=self.max,
        )

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        fits = isinstance(raw, str) and self.min <= len(raw) <= self.max and has_words(raw)
        if not fits or visible(str(raw), self.newlines) != raw:
            raise Unreadable(self.name)
        return str(raw)

    def show(self, value: str) -> Text:
        return literal(value)

    def hint(self) -> Text | None:
        return _n("{count} caractère au plus.", "{count} caractères au plus.", self.max)

    def fingerprint(self) -> str:
        return f"{self.name}({self.min}..{self.max})"


class ShortText(LongText):
    """One line of the person's own words: several lines typed become one."""

    name = "short_text"
    newlines = False

    def __init__(self, *, min: int = 1, max: int = 200) -> None:
        super().__init__(min=min, max=max)
