"""`transflow adopt`: takes in translations that were made before or elsewhere."""

from typing import Annotated

import typer

from transflow.cli.console import Console, Format, FormatOption, LanguageOption, PathsArgument
from transflow.cli.counts import counted

NAME = "adopt"
EXAMPLE = "Example: transflow adopt content/a.en.md"


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    history: Annotated[
        bool,
        typer.Option(help="Take the source as it was when the translation was made, where git knows."),
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Record translations that were made by hand or elsewhere."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site()
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    done = api.adopt(site, wanted, history=history, dry_run=dry_run)
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [result.as_json for result in done.results]})
    else:
        for result in done.results:
            since = f", made from {result.since[:12]}" if result.since else ""
            recorded = counted(result.aligned, "text or block", "texts and blocks")
            console.out(f"{result.pair.target}: {recorded} recorded{since}")
            for line in result.alone:
                console.out(f"  {result.pair.source}:{line}: no translation found")
            for line in result.extra:
                console.out(f"  {result.pair.target}:{line}: translates nothing in {result.pair.source}")
        if not done.results:
            console.say("Nothing to adopt.")
    return 2 if console.problems(done.problems) else 0
