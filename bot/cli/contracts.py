"""`explor eligibility` and `explor estimate`: the rules of a region at a date, as JSON that other programs read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import load_facts
from bot.cli.options import AtOption, JsonOption, LangOption, RegionOption, instant, language, region_of, text_of
from bot.cli.printing import fail, print_json, print_parts

if TYPE_CHECKING:
    from dialogs.core.text import Text

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


@contextmanager
def _input_errors(say: "Callable[[Text], str]") -> Iterator[None]:
    """What is wrong with the JSON or the date is said in the language of the command."""
    from bot.contracts import BadInput

    try:
        yield
    except BadInput as error:
        fail(say(error.text))
