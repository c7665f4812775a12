"""`explor eligibility`, `estimate` and `settle`: the rules of a region at a date, as JSON that other programs read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import at_hand, load_facts, settings_for
from bot.cli.options import AtOption, JsonOption, LangOption, RegionOption, instant, language, region_of, text_of
from bot.cli.printing import fail, print_json, print_parts

if TYPE_CHECKING:
    from bot.settlement_json import Asked
    from dialogs.core.text import Text
    from knowledge.base import Knowledge
    from knowledge.rules import Rules
    from knowledge.settlement import Statement

app = typer.Typer()


@app.command()
def eligibility(
    answers: Annotated[Path, typer.Option("--answers", help="The JSON of what is known; - for standard input.")],
    region: RegionOption = None,
    at: AtOption = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """Judge a situation by the rules of a region at a date. Indicative: the network decides."""
    from bot.contracts import assessment_json, read_situation
    from bot.words import speaker
    from dialogs.verdict import verdict_parts
    from knowledge.eligibility import assess

    facts = load_facts()
    say, here = speaker(language(lang)), region_of(region, facts)
    with _input_errors(say):
        assessment = assess(facts, read_situation(text_of(answers), facts), here, instant(at))
    if as_json:
        print_json(assessment_json(assessment, say))
    else:
        print_parts(verdict_parts(assessment, facts), lang)


@app.command()
def estimate(
    region: Annotated[str, typer.Option("--region", help="A region, e.g. hauts-de-france.")],
    costs: Annotated[Path, typer.Option("--costs", help="The JSON of the costs in euros; - for standard input.")],
    at: AtOption = None,
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """What a mission would cost the association, by the rules of a region at a date."""
    from bot.contracts import estimate_json, read_costs
    from bot.words import speaker
    from dialogs.estimate import estimate_parts
    from knowledge.funding import estimate as compute

    facts = load_facts()
    say, here = speaker(language(lang)), region_of(region, facts)
    with _input_errors(say):
        result = compute(facts, read_costs(text_of(costs)), here or "", instant(at))
    if as_json:
        print_json(estimate_json(result, say))
    else:
        print_parts(estimate_parts(result, facts), lang)


@app.command()
def settle(
    file: Annotated[Path, typer.Argument(help="The JSON of a mission and its expenses; - for standard input.")],
    lang: LangOption = "fr",
    as_json: JsonOption = False,
) -> None:
    """What became of each expense of a mission, who pays what, and what each volunteer is due."""
    from bot.settlement_json import read_settlement, statement_json
    from bot.words import speaker
    from dialogs.statement import statement_parts

    facts = load_facts()
    say = speaker(language(lang))
    with _input_errors(say):
        statement, rules = _settled(read_settlement(text_of(file), facts), facts)
    if as_json:
        print_json(statement_json(statement, say))
    else:
        print_parts(statement_parts(statement, rules.facts), lang)


def _settled(asked: "Asked", facts: "Knowledge") -> "tuple[Statement, Rules]":
    """The statement, at the rates that were given, else those at hand, by the month that the network has chosen."""
    from bot.strict_json import BadInput
    from dialogs.core.text import _
    from knowledge.rules import AlreadyPublished, rules_at
    from knowledge.settlement import settle as compute

    settings = settings_for(None)
    rates = at_hand(settings, facts) if asked.rates is None else facts.rates.only(asked.rates)
    try:
        rules = rules_at(facts, asked.region, asked.at or instant(None), asked.terms)
    except AlreadyPublished as error:
        said = _("« terms » : le réseau a publié « {key} », qui ne change pas pour une mission.", key=str(error))
        raise BadInput(said) from None
    mission = asked.mission(settings.rate_months.get(asked.region, "expense"))
    return compute(asked.claims, rules, rates, mission, asked.waived), rules


@contextmanager
def _input_errors(say: "Callable[[Text], str]") -> Iterator[None]:
    """What is wrong with the JSON or the date is said in the language of the command."""
    from bot.contracts import BadInput

    try:
        yield
    except BadInput as error:
        fail(say(error.text))
