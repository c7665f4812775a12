"""One expense: what was read of its receipt, completed and confirmed by whoever paid. One card confirms everything.

Only what is missing or doubtful is asked, what was read is offered first, and every field can be changed on the card
until the staff has decided. Nothing is counted before it is confirmed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.effects import Effect, Record
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, Day, Integer, LongText, ShortText
from dialogs.core.reply import Part
from dialogs.core.text import CountryName, Money, Text, _, _n, literal
from dialogs.field.expenses import CLAIM, Book, Expense, expense
from dialogs.field.mission import Mission, mission
from dialogs.field.paid import Paid
from dialogs.field.spending_words import alike_text, left_parts
from dialogs.wording import CATEGORIES
from knowledge.rates import EURO

LONG_BEFORE, LONG_AFTER = timedelta(days=92), timedelta(days=31)
"""Visas, vaccines and tickets are paid for well before a mission; what is paid a month after it is odd."""
LARGE, TIMES = Decimal(1500), 2
"""Euros, or times the whole cap of its category, beyond which an amount is asked about."""

TWO, SAME = "two", "same"
BEST, AGAIN = "best", "again"

# -- what stands before the fields -----------------------------------------------------------------------------------


def here(world: World) -> Expense:
    """The expense in hand; one that knows nothing where there is none."""
    return expense(world) or Expense("", "", 0, "draft")


def its_mission(world: World) -> Mission | None:
    return mission(world, here(world).mission)


def its_book(world: World) -> Book | None:
    found = its_mission(world)
    return found.book if found else None


def _resembles(answers: Answers, world: World) -> bool:
    return any(proof.alike for proof in here(world).proofs)


def _alikes(answers: Answers, world: World) -> tuple[Part, ...]:
    return tuple(Part(alike_text(one), "item") for proof in here(world).proofs for one in proof.alike)


alike = Question(
    id="alike",
    title=_("Ressemblance"),
    ask=_("Est-ce la même dépense, ou une autre ?"),
    kind=Choice(
        (
            Option(TWO, _("C'est une autre dépense"), ("autre", "deux", "other", "another", "outra", "otra", "أخرى")),
            Option(SAME, _("C'est la même : retirez-la"), ("meme", "same", "mesma", "misma", "نفسها")),
        )
    ),
    when=_resembles,
    above=_alikes,
    why=_("Un reçu envoyé deux fois n'est remboursé qu'une fois. Vous décidez ; le réseau voit les deux."),
)


def _unclear(answers: Answers, world: World) -> bool:
    return any(proof.advice for proof in here(world).proofs)


def _advice(answers: Answers, world: World) -> tuple[Part, ...]:
    found = [(proof.number, proof.advice) for proof in here(world).proofs if proof.advice]
    title = (Part(_("Le reçu nº {number} se lit mal.", number=number)) for number, _advice in found)
    return (*title, *(Part(one, "item") for _number, advice in found for one in advice))


clear = Question(
    id="clear",
    title=_("Lisibilité"),
    ask=_("Pouvez-vous en envoyer une meilleure photo ?"),
    kind=Choice(
        (
            Option(AGAIN, _("Oui, j'en envoie une autre"), ("oui", "yes", "sim", "si", "نعم")),
            Option(
                BEST,
                _("Non, c'est le mieux que je puisse"),
                ("non", "no", "nao", "لا", "le mieux", "c'est le mieux que je puisse"),
            ),
        )
    ),
    when=_unclear,
    above=_advice,
    why=_("Le réseau ne rembourse que ce qu'il peut lire. Si vous ne pouvez pas faire mieux, il décidera."),
)

# -- the fields ------------------------------------------------------------------------------------------------------


def _offered_days(answers: Answers, world: World) -> tuple[Option, ...]:
    days = (day for day in here(world).proposed.days if day <= world.now.date())
    return tuple(Option(day.isoformat(), _("{day}", day=day)) for day in days)


def not_yet(value: date, answers: Answers, world: World) -> Text | None:
    if value <= world.now.date():
        return None
    return _("Le {day} n'est pas encore passé. Quelle est la date écrite sur le reçu ?", day=value)


day = Question(
    id="day",
    title=_("Date"),
    ask=_("Quelle est la date de la dépense ?"),
    kind=Day(prefer="past"),
    options=_offered_days,
    check=not_yet,
)


def by_the_day(answers: Answers, world: World) -> bool:
    """A per diem is a flat sum: its days are claimed, without a receipt."""
    return here(world).category == "per_diem" and not here(world).proofs


def _offered_totals(answers: Answers, world: World) -> tuple[Option, ...]:
    totals = here(world).proposed.totals
    return tuple(Option(f"{one.amount:f} {one.currency}", _("{amount}", amount=one)) for one in totals)


total = Question(
    id="total",
    title=_("Total payé"),
    ask=_("Combien avez-vous payé en tout ?"),
    kind=Paid(),
    when=lambda answers, world: not by_the_day(answers, world),
    options=_offered_totals,
)
supplier = Question(
    id="supplier",
    title=_("Payé à"),
    ask=_("À qui avez-vous payé ?"),
    kind=ShortText(max=120),
    when=lambda answers, world: not by_the_day(answers, world),
    options=lambda answers, world: tuple(Option(one, literal(one)) for one in here(world).proposed.suppliers),
)


def _categories(answers: Answers, world: World) -> tuple[Option, ...]:
    """Those that were read first."""
    likely = [one for one in here(world).proposed.categories if one in CATEGORIES]
    return tuple(Option(one, CATEGORIES[one]) for one in dict.fromkeys((*likely, *CATEGORIES)))


category = Question(
    id="category",
    title=_("Catégorie"),
    ask=_("Dans quelle catégorie est cette dépense ?"),
    kind=Choice(tuple(Option(one, words) for one, words in CATEGORIES.items())),
    when=lambda answers, world: not by_the_day(answers, world),
    options=_categories,
    why=_("Chaque catégorie a ses règles et, parfois, son plafond."),
)
service = Question(
    id="service",
    title=_("Service"),
    ask=_("Qu'avez-vous payé ? En quelques mots."),
    kind=ShortText(max=120),
    when=lambda answers, world: not by_the_day(answers, world),
    options=lambda answers, world: tuple(
        Option(world.say(one), one) for one in dict.fromkeys(here(world).proposed.services)
    ),
)
days = Question(
    id="days",
    title=_("Jours"),
    ask=_("Pour combien de jours ?"),
    kind=Integer(min=1, max=60, unit=_n("{count} jour", "{count} jours", 0)),
    when=lambda answers, world: by_the_day(answers, world) or answers[category] == "per_diem",
)


def _asked_by_staff(answers: Answers, world: World) -> Text:
    return _("Le réseau demande : {words} Que répondez-vous ?", words=here(world).words or "")


reply = Question(
    id="reply",
    title=_("Votre réponse au réseau"),
    ask=_asked_by_staff,
    kind=LongText(max=1000),
    when=lambda answers, world: here(world).words is not None and here(world).open,
    optional=True,
    may_ask=True,
)

# -- what is odd -----------------------------------------------------------------------------------------------------


def oddities(answers: Answers, world: World) -> Mapping[str, Text]:
    """What is asked about before it is confirmed, by its code; `before`, `after`, `large`, `foreign`."""
    found = its_mission(world)
    spent, paid = answers.get(day), answers.get(total)
    if found is None or spent is None:
        return {}
    return {**_odd_day(found, spent), **(_odd_amount(found, spent, paid, answers.get(category)) if paid else {})}


def _odd_day(found: Mission, spent: date) -> Mapping[str, Text]:
    first, last = found.sheet.first_day, found.sheet.last_day
    if first and spent < first - LONG_BEFORE:
        return {"before": _("Le {day}, c'est plus de trois mois avant la mission.", day=spent)}
    if last and spent > last + LONG_AFTER:
        return {"after": _("Le {day}, c'est plus d'un mois après la mission.", day=spent)}
    return {}


def _odd_amount(found: Mission, spent: date, paid: Money, kind: str | None) -> Mapping[str, Text]:
    book, odd = found.book, {}
    euros = book.euros(paid, spent) if book else None
    cap = book.allowed(kind).cap if book and kind else None
    if euros is not None and (euros > LARGE if cap is None else euros > TIMES * cap):
        foreign = _("{amount}, soit {euros} : c'est beaucoup.", amount=paid, euros=Money(euros))
        odd["large"] = _("{amount} : c'est beaucoup.", amount=paid) if paid.currency == EURO else foreign
    if book and book.currency and paid.currency not in (book.currency, EURO):
        country = CountryName(found.sheet.field_country)
        odd["foreign"] = _("{amount} : ce n'est pas la monnaie du pays ({country}).", amount=paid, country=country)
    return odd


# -- the card --------------------------------------------------------------------------------------------------------


def _card(answers: Answers, world: World) -> tuple[Part, ...]:
    """Which expense it is, what is left for it before it counts, and what is odd about it."""
    one = here(world)
    odd = oddities(answers, world).values()
    return (
        Part(_heading(one), "title"),
        *left_parts(its_book(world), answers.get(category)),
        *(Part(_("À vérifier : {doubt}", doubt=doubt), "item") for doubt in odd),
    )


def _heading(one: Expense) -> Text:
    numbers = [proof.number for proof in one.proofs]
    if len(numbers) == 1:
        return _("Dépense nº {number}, reçu nº {receipt}", number=one.number, receipt=numbers[0])
    return _("Dépense nº {number}", number=one.number)


card = Review(
    id="card",
    title=_("Dépense"),
    ask=_("Est-ce bien cela ?"),
    confirm=_("Oui, c'est juste"),
    above=_card,
)

# -- the ends --------------------------------------------------------------------------------------------------------


def _drop(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("claim.drop", {"id": here(world).id}),)


def _confirmed(answers: Answers, world: World) -> tuple[Effect, ...]:
    odd = ",".join(oddities(answers, world))
    return (Record("claim.confirm", {"id": here(world).id, "odd": odd}),)


def nothing(answers: Answers, world: World) -> tuple[Part, ...]:
    return ()


CLAIMING = Dialog(
    id=CLAIM,
    version=1,
    title=_("Une dépense"),
    shared=True,
    steps=(
        Stop(
            id="unknown",
            when=lambda answers, world: expense(world) is None,
            say=_("Cette dépense n'est plus là. Tapez /depenses pour voir les vôtres."),
        ),
        alike,
        Stop(
            id="same",
            when=lambda answers, world: answers[alike] == SAME,
            say=_("D'accord, je la retire : elle ne comptera qu'une fois."),
            then=_drop,
        ),
        clear,
        Stop(
            id="again",
            when=lambda answers, world: answers[clear] == AGAIN,
            say=_("Merci. Envoyez la nouvelle photo ici, quand vous voulez : celle-ci est retirée."),
            then=_drop,
        ),
        day,
        total,
        supplier,
        category,
        days,
        service,
        reply,
        card,
        Stop(id="confirmed", say=nothing, then=_confirmed),
    ),
)
