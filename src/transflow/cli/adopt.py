"""`transflow adopt`: takes in translations that were made before or elsewhere."""

import typer

from transflow.cli.console import Console, Format, FormatOption, LanguageOption, PathsArgument

NAME = "adopt"
EXAMPLE = "Example: transflow adopt content/a.en.md"


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Record translations that were made by hand or before transflow was used."""
    from transflow import workflow, workspace  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = workspace.find(console.directory)
    done = workflow.adopt(site, workflow.Filter(console.relative(site.root, paths), tuple(language or ())))
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [result.as_json for result in done.results]})
    else:
        for result in done.results:
            console.out(f"{result.pair.target}: {result.aligned} texts and blocks recorded")
            for line in result.alone:
                console.out(f"  {result.pair.source}:{line}: no translation found")
            for line in result.extra:
                console.out(f"  {result.pair.target}:{line}: translates nothing in {result.pair.source}")
        if not done.results:
            console.say("Nothing to adopt.")
    return 2 if console.problems(done.problems) else 0
