"""`transflow translate`: draft what is missing or stale."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.console import Console, Format, FormatOption, LanguageOption, PathsArgument

if TYPE_CHECKING:
    from transflow.workflow import Outcome

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
    """Draft what is missing or stale; what a person wrote is never touched."""
    from transflow import workflow, workspace  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = workspace.find(console.directory)
    wanted = workflow.Filter(console.relative(site.root, paths), tuple(language or ()))
    with console.progress() as progress:
        outcome = workflow.translate(
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
    if outcome.left:
        written = sum(result.written for result in outcome.results)
        console.say(f"{written} pages are written, {outcome.left} are left: run the command again to go on.")
        return 130
    if failed:
        return 2
    return int(any(result.undrafted for result in outcome.results))


def _tell(console: Console, outcome: "Outcome", *, dry_run: bool) -> None:
    done = [result for result in outcome.results if result.written]
    for result in done:
        verb = "would write" if dry_run else "wrote"
        conflicts = f", {result.conflicts} in conflict" if result.conflicts else ""
        reused = f", {result.reused} reused" if result.reused else ""
        console.out(f"{verb} {result.pair.target}: {result.drafted} units drafted{reused}{conflicts}")
        for finding in result.findings:
            for fault in finding.faults:
                console.out(f"  {result.pair.source}:{finding.line}: {fault.code} {fault.message}")
    if not done and not outcome.problems and not outcome.left:
        console.say("Nothing to do.")
