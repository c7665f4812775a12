"""Sixth section: what it costs, line by line, and who pays the rest. The estimate is told at its end."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from dialogs.core.dialog import Answers, Predicate, Question, World, always
from dialogs.core.kinds import Choice, LongText, MoneyKind, ShortText, YesNoUnsure
from dialogs.core.reply import Part
from dialogs.core.text import Money, Text, _
from dialogs.estimate import (
    costs,
    estimate_parts,
    flight,
    health,
    insurance,
    local_transport,
    lodging,
    nothing_given,
    other,
    per_diem_days,
    visa,
)
from dialogs.pre_fiche.rules import expense_of, region_of
from dialogs.pre_fiche.section import section, walked
from dialogs.pre_fiche.wording import PAYERS
from knowledge.funding import estimate
from knowledge.schema import Category


def line(question: Question[Any], category: Category, when: Predicate = always) -> Question[Any]:
    """A line of the estimate, with the cap that the region has published for it, if it has."""

    def ask(answers: Answers, world: World) -> Text:
        words = cast(Text, question.ask)
        expense = expense_of(category, answers, world)
        if expense is None or (expense.cap is None and expense.rate is None):
            return words
        if expense.cap is not None:
            return _("{question} Le réseau compte {cap} au plus.", question=words, cap=Money(expense.cap))
        rate = Money(expense.rate or Decimal(0))
        return _(
            "{question} Le réseau compte {rate} par jour, {days} jours au plus.",
            question=words,
            rate=rate,
            days=expense.days,
        )

    return replace(question, ask=ask, when=when)


visa_needed = Question(
    id="visa_needed",
    title=_("Visa nécessaire"),
    ask=_("Faut-il un visa ?"),
    kind=YesNoUnsure(),
    why=_(
        "Les démarches sont à voir entre le réseau et la personne qui voyage : je ne connais pas les règles de visa."
    ),
)

LINES = (
    line(flight, "flight"),
    line(local_transport, "local_transport"),
    line(per_diem_days, "per_diem"),
    visa_needed,
    line(visa, "visa", when=lambda answers, world: answers[visa_needed] != "no"),
    line(lodging, "lodging"),
    line(health, "health"),
    line(insurance, "insurance"),
    line(other, "other"),
)

no_budget = Question(
    id="no_budget",
    title=_("Budget à venir"),
    ask=_("Vous n'avez donné aucun montant. Dites en quelques mots pourquoi, ou revenez à une ligne avec /retour."),
    kind=LongText(min=10, max=600),
    when=nothing_given,
)

cofinancing = Question(
    id="cofinancing",
    title=_("Qui paie le reste"),
    ask=_("Qui paiera ce que le réseau ne paie pas ?"),
    kind=Choice(PAYERS),
)

cofinancing_other = Question(
    id="cofinancing_other",
    title=_("Autre financeur"),
    ask=_("Qui est-ce ?"),
    kind=ShortText(min=2, max=150),
    when=lambda answers, world: answers[cofinancing] == "other",
)

cofinancing_amount = Question(
    id="cofinancing_amount",
    title=_("Montant prévu"),
    ask=_("Quel montant est prévu pour cela, en euros ? Si vous ne savez pas, passez."),
    kind=MoneyKind(max=Decimal(100_000)),
    optional=True,
)


def estimated(answers: Answers, world: World) -> tuple[Part, ...]:
    """What the published rules make of these lines; where nothing is published the network is to be asked."""
    region = region_of(answers, world)
    _asked, answers = walked(BUDGET, world)  # a line kept aside, as a visa that is not needed, does not count
    if nothing_given(answers, world):
        return ()
    if world.facts.edition(region.slug, world.now).funding is None:
        said = _(
            "{network} n'a pas publié ce qu'il paie pour une mission : je ne peux pas calculer.",
            network=region.network.name,
        )
        return (Part(said),)
    return estimate_parts(estimate(world.facts, costs(answers), region.slug, world.now), world.facts)


BUDGET = section(
    "budget",
    _("Le budget"),
    (*LINES, no_budget, cofinancing, cofinancing_other, cofinancing_amount),
    told=estimated,
)
