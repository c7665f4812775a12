"""Which of some options a person named: by its number, its label, how it begins, or nearly so; and yes and no."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dialogs.core.kind import Option, Reading, in_french
from dialogs.core.reading.letters import fold, folded, loose, vocabulary
from dialogs.core.reading.matching import Found, index, named, unique
from dialogs.core.reading.numerals import spelled


def lines(text: str) -> tuple[str, ...]:
    """The sayings of a table, told apart by bars and line ends."""
    return tuple(saying for line in text.splitlines() for part in line.split(" | ") if (saying := part.strip()))


YES = lines("""
    oui | ouais | ok | okay | d'accord | bien sûr | o | exact | tout à fait | absolument | c'est ça | vrai
    yes | yep | yeah | yup | y | sure | of course | right | correct | true
    sim | claro | com certeza | sí | claro que sí | por supuesto | vale
    نعم | أجل | ايوه | أيوة | اه | واه | بلى | طبعا | صحيح | موافق
    👍 | ✅ | ✔ | 👌
""")
NO = lines("""
    non | nan | n | pas du tout | pas encore | faux
    no | nope | nah | not yet | not at all | false
    não | ainda não | todavía no | aún no
    لا | كلا | لأ | ليس بعد
    👎 | ❌ | ✖
""")
UNKNOWN = lines("""
    je ne sais pas | je sais pas | jsp | sais pas | aucune idée | peut-être | pas sûr | pas sûre | je l'ignore
    i don't know | don't know | i do not know | dunno | idk | maybe | not sure | no idea | unsure
    não sei | talvez | no sé | quizás | tal vez
    لا أعرف | لا أدري | ما نعرفش | ربما | لست متأكدا
    ? | 🤷
""")
ALL = lines("""
    tout | toutes | tous | all | everything | todo | todos | todas | tudo | الكل | كل شيء | جميعها | كلها
""")
NONE = lines("""
    aucun | aucune | rien | none | nothing | nenhum | nenhuma | ninguno | ninguna | لا شيء
""")
DONE = lines("""
    terminé | terminer | fini | c'est fini | c'est tout | fin | done | finished | that's all
    listo | lista | terminado | ya está | eso es todo | pronto | acabei | é tudo | feito
    انتهى | انتهيت | تم | خلاص | هذا كل شيء
""")
REMOVE = lines("""
    supprimer | supprime | supprimez | enlever | enlève | enlevez | retirer | retire | retirez | effacer
    remove | delete | drop | quitar | borrar | eliminar | remover | retirar | apagar | tirar
    احذف | حذف | امسح | ازل
""")
EMPTY = vocabulary("""
    le la les l un une des du de d a au aux en et ou je me mon ma mes c est il y
    the an of to in and or i my is it el los las una uno del al y o mi es os as um uma do da e no na meu minha
    في من الى و
    france pays country pais
""")
"""Words that tell no option from another. « France » is no more Hauts-de-France than a journey to France."""
DENYING = vocabulary("""
    pas ne non ni sans hors aucun aucune not no without outside none fuera sin nao fora sem لا غير خارج
""")
ARTICLES = vocabulary("le la les l un une the el los las o os as numero")
LANGUAGES = ("fr", "en", "es", "pt", "ar")


def says(text: str, phrases: Sequence[str]) -> bool:
    """Whether the text is one of these phrases, whatever the case, the accents, the punctuation."""
    bare = "".join(char for char in text if not "\U0001f3fb" <= char <= "\U0001f3ff").strip("\ufe0f !.\u200d")
    wanted = fold(bare) if len(bare) < 60 else ""
    return bare in phrases or (bool(wanted) and wanted in {folded(phrase) for phrase in phrases})


def names(options: Sequence[Option], reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """Every name an option answers to: its label in the person's language and in French, its words, its value."""
    return _indexed(
        tuple(
            (name, option.value)
            for option in options
            for name in (reading.say(option.label), in_french(option.label), *option.words, option.value)
        )
    )


_indexed = lru_cache(200)(index)
"""Remembered: the options of a question are the same for everybody."""


def removal(text: str) -> str | None:
    """What `supprimer 2`, `enlever la 2`, `retirer le Bénin` want taken out, folded: 2, 2, benin. None: nothing."""
    verb, *rest = fold(text[:200]).split() or [""]
    if verb not in {folded(word) for word in REMOVE}:
        return None
    return " ".join(rest[1:] if len(rest) > 1 and rest[0] in ARTICLES else rest)


def place_of(named_so: str, labels: Sequence[str]) -> int | None:
    """The place, from 1, of what is wanted in a list: its number, in figures or in words, or its label."""
    number = named_so.split()[-1] if named_so else ""
    if number.isascii() and number.isdigit() and len(number) <= 4 and len(named_so.split()) <= 2:
        return int(number)
    found = named(named_so, index((label, place) for place, label in enumerate(labels, 1)))
    if found.keys:
        return found.keys[0] if found.exact and len(found.keys) == 1 else None
    return spelled(named_so.split(), LANGUAGES) if named_so else None


def by_number(text: str, options: Sequence[Option]) -> tuple[str, ...]:
    """`2`, `2.`, `n° 2`, `٢`: the second one."""
    bare = loose(text[:20]).removeprefix("no").removeprefix("n°").removeprefix("#").strip(" .)(-:")
    if not (bare.isascii() and bare.isdigit()) or not 1 <= int(bare) <= len(options):
        return ()
    return (options[int(bare) - 1].value,)


def chosen(text: str, options: Sequence[Option], reading: Reading) -> Found[str]:
    """The options a text may mean. A number that is also the name of another option is two readings."""
    numbered = by_number(text, options)
    found = named(text, names(options, reading))
    if not numbered:
        return found
    keys = unique((*numbered, *(found.keys if found.exact else ())))
    return Found(keys, True)


def recognised(text: str, options: Sequence[Option], reading: Reading) -> Found[str]:
    """`chosen`, and options known by some of their words: "loi 1901" is the association of the law of 1901.

    Exact when one option has them all and nothing else is near; never when that option denies something ("sans").
    """
    found = chosen(text, options, reading)
    wanted = set(fold(text[:200]).split()) - EMPTY
    if found.exact or not any(len(word) >= 3 for word in wanted):
        return found
    holding = [(key, words) for key, words in worded(options, reading) if wanted <= words]
    keys = unique((*(key for key, _words in holding), *found.keys))
    denied = any((words - wanted) & DENYING for _key, words in holding)
    return Found(keys[:5], len(keys) == 1 and bool(holding) and not denied)


def worded(options: Sequence[Option], reading: Reading) -> Iterator[tuple[str, set[str]]]:
    """The words of each name of each option."""
    for option in options:
        for name in (reading.say(option.label), in_french(option.label), *option.words):
            yield option.value, set(fold(name).split())


SAYINGS: Mapping[str, Sequence[str]] = {"yes": YES, "no": NO, "unknown": UNKNOWN}


def yes_no_unknown(text: str) -> str | None:
    """Which of "yes", "no", "unknown" it is, in any of the five languages; None for anything else."""
    return next((value for value, phrases in SAYINGS.items() if says(text, phrases)), None)
