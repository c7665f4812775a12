"""Which of some options a person named: by its number, its label, how it begins, or nearly so; and yes and no."""

from collections.abc import Mapping, Sequence

from dialogs.core.kind import Option, Reading, in_french
from dialogs.core.reading.letters import fold, folded, loose
from dialogs.core.reading.matching import Found, index, named, unique


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
    remove | delete | drop | quitar | borrar | eliminar | remover | apagar | tirar
    احذف | حذف | امسح | ازل
""")


def says(text: str, phrases: Sequence[str]) -> bool:
    """Whether the text is one of these phrases, whatever the case, the accents, the punctuation."""
    bare = "".join(char for char in text if not "\U0001f3fb" <= char <= "\U0001f3ff").strip("\ufe0f !.\u200d")
    wanted = fold(bare) if len(bare) < 60 else ""
    return bare in phrases or (bool(wanted) and wanted in {folded(phrase) for phrase in phrases})


def names(options: Sequence[Option], reading: Reading) -> dict[str, tuple[str, ...]]:
    """Every name an option answers to: its label in the person's language and in French, its words, its value."""
    return index(
        (name, option.value)
        for option in options
        for name in (reading.say(option.label), in_french(option.label), *option.words, option.value)
    )


def removal(text: str) -> int | None:
    """`supprimer 2`, `enlever la 2`, `احذف ٢`: 2."""
    verb, *rest = fold(text[:60]).split() or [""]
    number = rest[-1] if rest else ""
    known = verb in {folded(word) for word in REMOVE} and len(rest) <= 2 and len(number) <= 4
    return int(number) if known and number.isascii() and number.isdigit() else None


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


SAYINGS: Mapping[str, Sequence[str]] = {"yes": YES, "no": NO, "unknown": UNKNOWN}


def yes_no_unknown(text: str) -> str | None:
    """Which of "yes", "no", "unknown" it is, in any of the five languages; None for anything else."""
    return next((value for value, phrases in SAYINGS.items() if says(text, phrases)), None)
