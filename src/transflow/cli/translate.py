"""`transflow translate`: draft what is missing or stale."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.console import Console, Format, FormatOption, LanguageOption, PathsArgument
from transflow.cli.counts import counted

if TYPE_CHECKING:
    from transflow.api import Outcome, Result

NAME = "translate"
EXAMPLE = "Example: transflow translate content/a.md --language en --engine embedded"


def command(  # noqa: PLR0913, PLR0917  an option each
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine", help="Engine to draft with; by default the configuration's.", metavar="NAME"
        ),
    ] = "",
    threads: Annotated[
        int, typer.Option("--threads", min=0, help="Threads; 0 for all cores.", metavar="N")
    ] = 0,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            min=0,
            help="Pages drafted together at most; 0 for what keeps the engine busy.",
            metavar="N",
        ),
    ] = 0,
    again: Annotated[
        bool,
        typer.Option(
            "--redraft", help="Draft what a machine drafted anew, after a change of glossary or engine."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Draft what is missing or stale. What a person wrote is never touched."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.site import config  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = config.find(console.directory)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    with console.progress() as progress:
        outcome = api.translate(
            site,
            wanted,
            engine=engine,
            threads=threads,
            dry_run=dry_run,
            again=again,
            jobs=jobs,
            progress=progress,
        )
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [result.as_json for result in outcome.results]})
    else:
        _tell(console, outcome, dry_run=dry_run)
    failed = console.problems(outcome.problems)
    if outcome.left is not None:
        written = sum(result.written for result in outcome.results)
        said = counted(written, "page is written", "pages are written")
        left = counted(outcome.left, "is left", "are left")
        console.say(f"{said}, {left}{': run the command again to go on' if outcome.left else ''}.")
        return 130
    if failed:
        return 2
    return int(any(result.undrafted for result in outcome.results))


def _tell(console: Console, outcome: "Outcome", *, dry_run: bool) -> None:
    done = [result for result in outcome.results if result.written]
    for result in done:
        for line in _lines(result, dry_run=dry_run):
            console.out(line)
        for finding in result.findings:
            for fault in finding.faults:
                console.out(f"  {result.pair.source}:{finding.line}: {fault.code} {fault.message}")
    if not done and not outcome.problems and outcome.left is None:
        console.say("Nothing to do.")
    for path in outcome.untracked:
        console.say(f"{path} is untracked, and left alone: run `transflow adopt {path}` to take it in.")


def _lines(result: "Result", *, dry_run: bool) -> Iterator[str]:
    """Say what became of one page: moved, written, or only its record changed."""
    page = result.pair.target
    if result.moved_from:
        yield f"{'would move' if dry_run else 'moved'} {result.moved_from} to {page}"
    reused = f", {result.reused} reused" if result.reused else ""
    if result.page_written and not (result.moved_from and not (result.drafted or result.reused)):
        conflicts = f", {result.conflicts} in conflict" if result.conflicts else ""
        verb = "would write" if dry_run else "wrote"
        yield f"{verb} {page}: {counted(result.drafted, 'unit')} drafted{reused}{conflicts}"
    elif result.conflicts:
        waits = f", a new draft {'would wait' if dry_run else 'waits'} in the record"
        there = waits if result.drafted or result.reused else ""
        yield f"{page}: {counted(result.conflicts, 'unit')} in conflict{there} (transflow diff {page})"
