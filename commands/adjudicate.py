"""`lipei adjudicate`: price a claim outside any case, such as a quote before treatment."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.columns import print_columns
from commands.outcome import Exit, Home, Json, fail, print_json
from commands.replay import replay_case

if TYPE_CHECKING:
    from rules.adjudication.result import AdjudicationResult
    from rules.vocabulary import Language

_HEADS = {
    "lines": (
        ("行", "LINE"),
        ("项目", "ITEM"),
        ("账单", "BILLED"),
        ("除外", "EXCLUDED"),
        ("医保", "PUBLIC"),
        ("保险", "INSURER"),
        ("自付", "MEMBER"),
        ("原因", "WHY"),
    ),
    "trace": (
        ("次", "VISIT"),
        ("规则", "RULE"),
        ("结果", "DOES"),
        ("入", "IN"),
        ("扣", "TAKEN"),
        ("出", "OUT"),
        ("依据", "CLAUSE"),
        ("事实", "FACTS"),
    ),
}


def adjudicate(
    file: Annotated[
        Path | None, typer.Argument(help="JSON with plan, policy, before and claim.", show_default=False)
    ] = None,
    replay: Annotated[
        str | None, typer.Option(metavar="CASE", help="Run the recorded adjudications of a case again.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print every step with its clause.")] = False,
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "en",
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Price a claim: outcome, reasons and who pays what, line by line. Nothing is recorded.

    With --replay, compare what was recorded of a case with a new run; exit code 1 where they differ.
    """
    from rules.vocabulary import Language

    if replay is not None and file is None:
        replay_case(replay, home, as_json=as_json)
        return
    if replay is not None or file is None:
        fail("Give a FILE to price, or --replay with a case number, and not both.", Exit.BAD_INPUT)
    if language not in set(Language):
        fail(f"{language!r} is not a language of Lipei: write zh or en.", Exit.BAD_INPUT)
    result = _priced(file, _read(file))
    if as_json:
        print_json(result.to_mapping())
        return
    _print_summary(result, Language(language))
    _print_lines(result, Language(language))
    if explain:
        _print_trace(result, Language(language))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        fail(f"{file} cannot be opened: {error.strerror}.", Exit.BAD_INPUT)
    except ValueError as error:
        fail(f"{file} is not JSON: {error}.", Exit.BAD_INPUT)
    if not isinstance(written, dict):
        fail(f"{file} is no JSON object: write plan, policy, before and claim.", Exit.BAD_INPUT)
    return written


def _priced(file: Path, written: Mapping[str, Any]) -> "AdjudicationResult":
    from pydantic import ValidationError

    from rules.adjudication.quote import QuoteForm, quote
    from rules.catalogue.loader import shipped_catalogue

    try:
        return quote(QuoteForm.model_validate(written), shipped_catalogue())
    except ValidationError as error:
        fail("\n".join(f"{file}: {problem}" for problem in _problems(error)), Exit.BAD_INPUT)
    except ValueError as error:
        fail(f"{file}: {error}.", Exit.BAD_INPUT)


def _problems(error: Any) -> list[str]:
    return [
        f"{'.'.join(str(step) for step in detail['loc'])}: {detail['msg'].removeprefix('Value error, ')}"
        for detail in error.errors(include_url=False)
    ]


def _print_summary(result: "AdjudicationResult", language: "Language") -> None:
    from rules.adjudication.words import OUTCOMES, REASONS
    from rules.catalogue.words import both, say
    from rules.money import format_yuan

    amounts = result.amounts
    outcome = f"{result.outcome.value}  {say(OUTCOMES[result.outcome], language)}"
    facts = [(both("结论", "outcome"), outcome)]
    if result.priced:
        facts.append((both("保险赔付", "insurer"), format_yuan(amounts.payable)))
        facts.append((both("家庭承担", "member"), format_yuan(amounts.member)))
    facts += [
        (both("原因", "reason"), f"{code.value}  {say(REASONS[code], language)}") for code in result.reasons
    ]
    facts += [
        (both("提示", "flag"), f"{code.value}  {say(REASONS[code], language)}") for code in result.flags
    ]
    facts += [(both("未载明", "not stated"), term) for term in result.missing_terms]
    print_columns([(say(name, language), value) for name, value in facts])


def _print_lines(result: "AdjudicationResult", language: "Language") -> None:
    from rules.catalogue.words import say
    from rules.item_words import ITEMS
    from rules.money import format_yuan

    rows = [_head("lines", language)]
    for line in result.lines:
        figures = (line.billed, line.excluded, line.offset, line.payable, line.member)
        why = line.reason.value if line.reason else ""
        rows.append((str(line.line + 1), say(ITEMS[line.item], language), *map(format_yuan, figures), why))
    amounts = result.amounts
    totals = (amounts.billed, amounts.excluded, amounts.offset, amounts.payable, amounts.member)
    rows.append(("", "", *map(format_yuan, totals), ""))
    typer.echo()
    print_columns(rows, right=frozenset(range(2, 7)))


def _print_trace(result: "AdjudicationResult", language: "Language") -> None:
    from rules.adjudication.words import RULES, VERDICTS
    from rules.catalogue.words import say
    from rules.money import format_yuan

    rows = [_head("trace", language)]
    for step in result.trace:
        figures = (step.amount_in, step.taken, step.amount_out)
        facts = ", ".join(f"{name} {value}" for name, value in _readable(step.facts, language))
        rule, does = say(RULES[step.rule], language), say(VERDICTS[step.verdict], language)
        rows.append((str(step.visit), rule, does, *map(format_yuan, figures), " ".join(step.clause), facts))
    typer.echo()
    print_columns(rows, right=frozenset({3, 4, 5}))


def _readable(
    facts: tuple[tuple[str, str | int], ...], language: "Language"
) -> Iterator[tuple[str, str | int]]:
    """Facts in the reader's words, with money in yuan."""
    from rules.adjudication.result import MONEY_FACTS
    from rules.adjudication.words import FACT_VALUES, FACTS
    from rules.catalogue.words import say
    from rules.item_words import ITEMS
    from rules.items import ItemCode
    from rules.money import format_yuan

    for name, value in facts:
        shown = format_yuan(value) if name in MONEY_FACTS and isinstance(value, int) else value
        shown = say(ITEMS[ItemCode(str(value))], language) if name == "item" else shown
        called = FACT_VALUES.get(name, {}).get(str(value))
        shown = say(called, language) if called else shown
        yield say(FACTS[name], language) if name in FACTS else name, shown


def _head(table: str, language: "Language") -> tuple[str, ...]:
    return tuple(zh if language == "zh" else en for zh, en in _HEADS[table])
