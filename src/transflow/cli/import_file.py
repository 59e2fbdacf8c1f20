"""`transflow import`: texts that come back from another tool."""

from pathlib import Path
from typing import Annotated

import typer

from transflow.cli.arguments import DryRunOption, Format, FormatOption
from transflow.cli.console import Console
from transflow.counts import counted

NAME = "import"
EXAMPLE = "Example: transflow import en.xlf --dry-run"


def command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `transflow export` wrote, translated.", metavar="FILE")],
    dry_run: DryRunOption = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Take texts of a translated file into the pages, as a person's. What is not in the file is not touched.

    A text is refused, with its reason, where somebody changed the translation meanwhile, where inline codes are missing or
    broken, and where the page has no such text any more. Then the exit code is 1; the other texts are taken.
    """
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site()
    done = api.import_file(site, console.directory / file, str(file), dry_run=dry_run)
    if fmt is Format.JSON:
        console.data({"version": 1, "texts": [text.as_json for text in done.texts]})
    else:
        for text in done.texts:
            if text.outcome == "refused":
                console.out(f"{file}:{text.line}: {text.target or text.page}: refused: {text.reason}")
        counts = {
            outcome: done.count(outcome) for outcome in ("written", "unchanged", "untranslated", "refused")
        }
        verb = "would be taken" if dry_run else "taken"
        told = [f"{counted(counts['written'], 'text')} {verb}"]
        told += [
            f"{number} {outcome}" for outcome, number in counts.items() if number and outcome != "written"
        ]
        console.say(", ".join(told))
    if console.problems(done.problems):
        return 2
    return 1 if done.count("refused") else 0
