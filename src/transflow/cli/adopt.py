"""`transflow adopt`: takes in translations that were made before or elsewhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import DryRunOption, Format, FormatOption, LanguageOption, PathsArgument
from transflow.cli.console import Console
from transflow.counts import counted
from transflow.errors import command as command_line

if TYPE_CHECKING:
    from transflow.api import Adopted

NAME = "adopt"
EXAMPLE = "Example: transflow adopt content/a.en.md"
_SHOWN = 5
"""Lines of a page that are listed; of an old site hundreds may differ."""


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    history: Annotated[
        bool,
        typer.Option(help="Take the source as it was when the translation was made, where git knows."),
    ] = True,
    dry_run: DryRunOption = False,
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
            if result.note:
                source = "from " + result.since[:12] if result.since else "as the source stands"
                console.out(
                    f"  {result.pair.target} {result.note}: taken {source} (`git fetch --unshallow`?)"
                )
            _unpaired(console, result)
        if not done.results:
            console.say("Nothing to adopt.")
    return 2 if console.problems(done.problems) else 0


def _unpaired(console: Console, result: "Adopted") -> None:
    """Say once where nothing was found to pair, with what settles it."""
    for path, lines, told in (
        (result.pair.source, result.alone, "no translation found"),
        (result.pair.target, result.extra, f"translates nothing in {result.pair.source}"),
    ):
        for line in lines[:_SHOWN]:
            console.out(f"  {path}:{line}: {told}")
        if len(lines) > _SHOWN:
            console.out(f"  {path}: {told} at {len(lines) - _SHOWN} more lines")
    # One line may be a slip of the pairing; of several a person will want to be rid at once.
    if len(result.alone) > 1:
        hint = command_line("transflow resolve", result.pair.target)
        console.say(
            f"  {counted(len(result.alone), 'line')} to draft; if they are left out on purpose: {hint} with --take nothing"
        )
