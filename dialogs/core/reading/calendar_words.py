"""The words of dates in five languages, as data: months, days of the week, today and tomorrow, in two weeks.

Arabic months are those of the Maghreb (two traditions), of Egypt and of the Levant. All words are compared folded.
"""

from collections.abc import Mapping

from dialogs.core.reading.letters import folded, vocabulary


def _words(table: Mapping[int, str]) -> dict[str, int]:
    return {folded(word).replace(" ", ""): value for value, names in table.items() for word in names.split(" | ")}


MONTHS = _words(
    {
        1: "janvier | janv | january | jan | enero | ene | janeiro | يناير | جانفي | كانون الثاني",
        2: "février | févr | fév | february | feb | febrero | fevereiro | fev | فبراير | فيفري | شباط",
        3: "mars | march | mar | marzo | março | مارس | آذار",
        4: "avril | avr | april | apr | abril | abr | أبريل | أفريل | إبريل | نيسان",
        5: "mai | may | mayo | maio | مايو | ماي | أيار",
        6: "juin | june | jun | junio | junho | يونيو | يونيه | جوان | حزيران",
        7: "juillet | juil | july | jul | julio | julho | يوليو | يوليه | جويلية | يوليوز | تموز",
        8: "août | august | aug | agosto | ago | أغسطس | أوت | غشت | آب",
        9: "septembre | sept | september | sep | septiembre | setiembre | setembro | set | سبتمبر | شتنبر | أيلول",
        10: "octobre | oct | october | octubre | outubro | out | أكتوبر | تشرين الأول",
        11: "novembre | nov | november | noviembre | novembro | نوفمبر | نونبر | تشرين الثاني",
        12: "décembre | déc | december | dec | diciembre | dic | dezembro | dez | ديسمبر | دجنبر | كانون الأول",
    }
)
MONTHS_OF_TWO_WORDS = tuple(
    (folded(name), folded(name).replace(" ", ""))
    for name in ("كانون الثاني", "كانون الأول", "تشرين الأول", "تشرين الثاني")
)
ALSO_NUMBERS = frozenset({"dez"})
"""Ten, in Portuguese, before it is December."""

HIJRI = vocabulary("""
    محرم صفر ربيع جمادى رجب شعبان رمضان شوال القعدة الحجة هجري هـ
    ramadan ramadhan ramadã muharram safar rajab chaabane chawwal hégire hijri
""")

WEEKDAYS = _words(
    {
        0: "lundi | monday | lunes | segunda | segunda-feira | الاثنين | الإثنين | اثنين",
        1: "mardi | tuesday | martes | terça | terça-feira | الثلاثاء | ثلاثاء",
        2: "mercredi | wednesday | miércoles | quarta | quarta-feira | الأربعاء | أربعاء",
        3: "jeudi | thursday | jueves | quinta | quinta-feira | الخميس | خميس",
        4: "vendredi | friday | viernes | sexta | sexta-feira | الجمعة | جمعة",
        5: "samedi | saturday | sábado | السبت | سبت",
        6: "dimanche | sunday | domingo | الأحد",
    }
)

NEAR_DAYS = _words(
    {
        0: "aujourd'hui | ce jour | today | hoy | hoje | اليوم",
        1: "demain | tomorrow | mañana | amanhã | غدا | بكرة | غدوة",
        2: "après-demain | the day after tomorrow | day after tomorrow | pasado mañana | depois de amanhã | بعد غد",
        -1: "hier | yesterday | ayer | ontem | أمس | البارحة",
        -2: "avant-hier | the day before yesterday | day before yesterday | anteayer | antes de ayer | anteontem"
        " | أول أمس",
    }
)

NEXT = vocabulary("prochain prochaine next próximo próxima que vem viene القادم المقبل")
LAST = vocabulary("dernier dernière passé last pasado pasada passado passada الماضي")

LATER = tuple(
    folded(words)
    for words in ("dans", "d'ici", "in", "from now", "en", "dentro de", "daqui a", "em", "بعد", "later", "plus tard")
)
EARLIER = tuple(folded(words) for words in ("il y a", "ago", "hace", "há", "faz", "atrás", "منذ", "قبل"))

UNITS: Mapping[str, tuple[int, str]] = {
    folded(word): (times, unit)
    for (times, unit), names in {
        (1, "day"): "jour jours day days día días dia dias يوم يوما أيام",
        (2, "day"): "يومين يومان",
        (1, "week"): "semaine semaines week weeks semana semanas أسبوع أسبوعا أسابيع",
        (2, "week"): "أسبوعين أسبوعان fortnight",
        (1, "month"): "mois month months mes meses mês شهر شهرا أشهر شهور",
        (2, "month"): "شهرين شهران",
        (1, "year"): "an ans année années year years año años ano anos سنة سنوات عام أعوام",
        (2, "year"): "سنتين عامين",
    }.items()
    for word in names.split()
}

LENGTHS: Mapping[str, tuple[int, str]] = {
    **UNITS,
    **dict.fromkeys(("sem", "wk", "wks"), (1, "week")),
    **dict.fromkeys(vocabulary("heure heures h hour hours hora horas ساعة ساعات"), (1, "hour")),
}
"""The units of a length, where no date is awaited: « sem » is « without » in a Portuguese sentence."""
HALVES = vocabulary("demi demie demies half medio media meio meia نصف ونصف")

FILLERS = vocabulary("""
    le la les l du de des d of the el del los al em on dia day jour c est ce date a partir en o no na do da
    يوم في من تاريخ بتاريخ شهر سنة عام
""") | frozenset(",.:()")
