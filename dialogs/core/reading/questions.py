"""Whether words read as a question to somebody, in five languages: by their question mark, or by how they begin."""

import re

from dialogs.core.reading.choosing import lines
from dialogs.core.reading.letters import fold, folded

LONGEST = 200
"""Characters: a longer text is a story in which something is asked, not a question."""
_LEAST = 2
"""Words of a question: « Lille ? » is an answer that doubts of itself."""

BEGINNINGS = lines("""
    combien | quand | comment | pourquoi | où | qui | que | quoi | quel | quelle | quels | quelles | à qui | à quoi
    de quoi | est-ce que | est-ce qu | qu'est-ce | c'est quoi | c quoi | c koi | faut-il | doit-on | dois-je | peut-on
    puis-je | peux-tu | pouvez-vous | pourriez-vous | y a-t-il | est-il | est-elle | a-t-on | avez-vous | êtes-vous
    je voudrais savoir | j'aimerais savoir | je veux savoir | savez-vous | dites-moi | expliquez-moi | on peut
    how | what | what's | when | where | who | whose | which | why | is there | is it | are there | do we | do i
    do you | does | can we | can i | can you | could you | must we | must i | should we | should i | will the
    would you | i would like to know | i want to know | tell me | explain
    quanto | quantos | quanta | quantas | quando | como | onde | qual | quais | quem | por que | porque é que | o que
    posso | podemos | pode-se | é preciso | é possível | há | gostaria de saber | queria saber | diga-me | explique-me
    cuánto | cuántos | cuánta | cuántas | cuándo | cómo | dónde | cuál | cuáles | quién | qué | por qué | puedo
    se puede | hay que | es posible | quisiera saber | quiero saber | me gustaría saber | dígame | explíqueme
    هل | كم | كيف | متى | من هو | من هي | ما | ماذا | لماذا | أين | أي | واش | شحال | فين | علاش | كيفاش
    أريد أن أعرف | أود أن أعرف | هل يمكن
""")
"""How questions begin; a text that begins so is no question for sure, since a title may begin so too."""

_MARK = re.compile(r"[?؟][\s!.?؟)»\"'\u200f]*$")
_ASKED = tuple(sorted({f"{folded(beginning)} " for beginning in BEGINNINGS}, key=len, reverse=True))
_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|salut|slt|bjr|hello|hi|hey|ola|bom dia|boa tarde|hola|buenos dias|buenas|مرحبا|السلام عليكم)"
    r"(?: (?:madame|monsieur|a tous|all|there|senhor|senhora))?[ ,]+"
)


def marked(words: str) -> bool:
    """Whether it ends with a question mark, and says more than a name."""
    return _short(words) and bool(_MARK.search(words.rstrip())) and len(fold(words).split()) >= _LEAST


def begun(words: str) -> bool:
    """Whether it begins as questions do, a greeting aside."""
    plain = _GREETING.sub("", fold(words[: LONGEST + 1]))
    return _short(words) and len(plain.split()) >= _LEAST and plain.startswith(_ASKED)


def _short(words: str) -> bool:
    return len(words.strip()) <= LONGEST
