"""`transflow translate`: draft what is missing or stale."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import (
    DryRunOption,
    Format,
    FormatOption,
    GlossaryOption,
    LanguageOption,
    PathsArgument,
)
from transflow.cli.console import Console
from transflow.cli.grammar import GRAMMAR
from transflow.counts import counted
from transflow.errors import ConfigError

_SHARD = GRAMMAR["shard"]

if TYPE_CHECKING:
    from transflow.api import Outcome, Result
    from transflow.engines.usage import Usage

NAME = "translate"
EXAMPLE = "Example: transflow translate content/a.md --language en --engine embedded"

_Engine = Annotated[
    str,
    typer.Option("--engine", help="Engine to draft with; by default the configuration's.", metavar="NAME"),
]
_Threads = Annotated[int, typer.Option("--threads", min=0, help="Threads; 0 for all cores.", metavar="N")]
_Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        min=0,
        help="Pages drafted together at most; 0 for what keeps the engine busy.",
        metavar="N",
    ),
]
_Again = Annotated[
    bool,
    typer.Option(
        "--redraft", help="Draft what a machine drafted anew, after a change of glossary or engine."
    ),
]
_Cluster = Annotated[
    str,
    typer.Option(
        "--cluster",
        help="Draft on the workers of the Dask cluster at this address.",
        metavar="ADDRESS",
        show_default=False,
    ),
]
_Shard = Annotated[
    str,
    typer.Option(
        "--shard",
        help="Only the I-th of N parts of the pages, for machines that share the work.",
        metavar="I/N",
        show_default=False,
    ),
]
_Limit = Annotated[
    int, typer.Option("--limit", min=0, help="Draft at most so many pages; 0 for all.", metavar="N")
]
_MaxCharacters = Annotated[
    int,
    typer.Option(
        "--max-characters",
        min=0,
        help="Draft at most so many characters of source text; 0 for all.",
        metavar="N",
    ),
]
_MaxCost = Annotated[
    str,
    typer.Option(
        "--max-cost",
        help="Stop before the run costs more, by the prices in transflow.yaml.",
        metavar="AMOUNT",
        show_default=False,
    ),
]


def command(  # noqa: PLR0913, PLR0917  an option each
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    engine: _Engine = "",
    threads: _Threads = 0,
    jobs: _Jobs = 0,
    again: _Again = False,
    cluster: _Cluster = "",
    shard: _Shard = "",
    max_cost: _MaxCost = "",
    limit: _Limit = 0,
    max_characters: _MaxCharacters = 0,
    dry_run: DryRunOption = False,
    glossary: GlossaryOption = None,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Draft what is missing or stale. What a person wrote is never touched."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site(glossary)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()), shard=_part(shard))
    budget = _amount(max_cost)
    means = api.Means(engine, threads, cluster, budget=budget, pages=limit, characters=max_characters)
    with console.progress() as progress:
        outcome = api.translate(
            site,
            wanted,
            means=means,
            dry_run=dry_run,
            again=again,
            jobs=jobs,
            progress=progress,
        )
    if fmt is Format.JSON:
        receipts = [receipt.as_json for receipt in outcome.receipts]
        pages = [result.as_json for result in outcome.results]
        left = outcome.left_out
        console.data({"version": 1, "pages": pages, "receipts": receipts, "left_out": left})
    else:
        _tell(console, outcome, dry_run=dry_run)
    for receipt in outcome.receipts:
        console.say(_receipt(receipt))
    failed = console.problems(outcome.problems)
    if outcome.left is not None:
        return _interrupted(console, outcome, outcome.left)
    return 2 if failed else int(any(result.undrafted for result in outcome.results))


def _interrupted(console: Console, outcome: "Outcome", left: int) -> int:
    written = sum(result.written for result in outcome.results)
    said = counted(written, "page is written", "pages are written")
    more = ": run the command again to go on" if left else ""
    console.say(f"{said}, {counted(left, 'is left', 'are left')}{more}.")
    return 130


def _amount(text: str) -> Decimal | None:
    """Read an amount of money from the command line; None if there is none.

    Raises:
        ConfigError: It is none.
    """
    try:
        amount = Decimal(text) if text else None
    # Decimal raises InvalidOperation for `ten`, and takes `nan` and `inf` for numbers.
    except ArithmeticError:
        amount = Decimal("nan")
    if amount is not None and not (amount.is_finite() and amount >= 0):
        raise ConfigError(f"--max-cost {text!r} is no amount", hint="give a number such as 0.50")
    return amount


def _part(text: str) -> tuple[int, int] | None:
    """Read which part of the pages is meant; None if all are.

    Raises:
        ConfigError: There is no such part.
    """
    if not text:
        return None
    # ASCII digits and few of them: `\d` takes others, and `int` refuses thousands.
    match = _SHARD.fullmatch(text)
    part = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= part[0] <= part[1]:
        raise ConfigError(f"--shard {text!r} is no part", hint="give two numbers such as 1/4, up to 4/4")
    return part


def _receipt(receipt: "Usage") -> str:
    """Say what was used."""
    from transflow.engines.usage import shown  # noqa: PLC0415  only engines over HTTP need it

    kept = f", {receipt.kept:,} answers from the cache" if receipt.kept else ""
    tokens = f", {receipt.input_tokens:,} tokens read, {receipt.output_tokens:,} written"
    cost = "" if receipt.cost is None else f", cost {shown(receipt.cost)}"
    used = f"{receipt.engine}: {counted(receipt.requests, 'request')}{kept}"
    return (
        f"{used}{tokens if receipt.input_tokens else ''}{cost}. A server may answer differently another time."
    )


def _tell(console: Console, outcome: "Outcome", *, dry_run: bool) -> None:
    done = [result for result in outcome.results if result.written]
    for result in done:
        for line in _lines(result, dry_run=dry_run):
            console.out(line)
        for finding in result.findings:
            for fault in finding.faults:
                console.out(f"  {result.pair.source}:{finding.line}: {fault.code} {fault.message}")
    # Said only where it is true: a broken page, an interruption and a limit are something to do.
    if not done and not outcome.problems and outcome.left is None and not outcome.left_out:
        console.say("Nothing to do.")
    if outcome.left_out:
        pages = counted(outcome.left_out, "page is", "pages are")
        # The first page is always within --limit: if none was done, the next run would do none either.
        stuck = not done and not outcome.problems and outcome.left is None
        more = "give it more, for none fits" if stuck else "run the command again to go on"
        console.say(f"{pages} left out by {'' if stuck else '--limit or '}--max-characters: {more}.")
    for path in outcome.people:
        console.say(f"{path} is for people to translate (`languages` in transflow.yaml), and left alone.")
    for path in outcome.untracked:
        console.say(f"{path} is untracked, and left alone: run `transflow adopt {path}` to take it in.")


def _lines(result: "Result", *, dry_run: bool) -> Iterator[str]:
    """Say what became of one page: moved, written, or only its record changed."""
    page = result.pair.target
    if result.moved_from:
        yield f"{'would move' if dry_run else 'moved'} {result.moved_from} to {page}"
    reused = f", {result.reused} reused" if result.reused else ""
    # A page that was only moved has its line already.
    if result.page_written and not (result.moved_from and not (result.drafted or result.reused)):
        conflicts = f", {result.conflicts} in conflict" if result.conflicts else ""
        verb = "would write" if dry_run else "wrote"
        yield f"{verb} {page}: {counted(result.drafted, 'unit')} drafted{reused}{conflicts}"
    elif result.conflicts:
        waits = f", a new draft {'would wait' if dry_run else 'waits'} in the record"
        there = waits if result.drafted or result.reused else ""
        yield f"{page}: {counted(result.conflicts, 'unit')} in conflict{there} (transflow diff {page})"
    elif not result.moved_from:
        yield f"{'would write' if dry_run else 'wrote'} the record of {page}"
