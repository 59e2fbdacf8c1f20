"""`transflow report`: coverage, work and findings, for people who don't use a terminal."""

from typing import Annotated

import typer

from transflow.cli.arguments import (
    FailOnOption,
    GlossaryOption,
    IgnoreOption,
    LanguageOption,
    OutputOption,
    PathsArgument,
    SelectOption,
)
from transflow.cli.console import Console
from transflow.cli.verdict import chosen, listed

NAME = "report"
EXAMPLE = "Example: transflow report --format markdown -o summary.md"


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    output: OutputOption = None,
    select: SelectOption = "",
    ignore: IgnoreOption = "",
    fail_on: FailOnOption = "",
    glossary: GlossaryOption = None,
    fmt: Annotated[
        str,
        typer.Option(
            "--format", help="How to print the result.", metavar="text|json|markdown|issue|html|junit|badge"
        ),
    ] = "text",
) -> int:
    """Report how far the translations are and what the checks found."""
    from transflow import api, checks  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.cli.status import failing, states  # noqa: PLC0415
    from transflow.commands import check, report  # noqa: PLC0415
    from transflow.reports import REPORT_FORMATS  # noqa: PLC0415

    console: Console = context.obj
    form = chosen(REPORT_FORMATS, fmt)
    fatal = states(fail_on)
    site = console.site(glossary)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    checked = check.check(site, wanted, checks.settings(site.config.checks, listed(select), listed(ignore)))
    # Reading every page side by side takes a while, and one format shows it.
    printed = form(report.report(site, checked, texts=fmt == "html", changes=fmt == "issue"))
    console.result(printed, output, plain=fmt == "text", exact=fmt == "html")
    return 2 if console.problems(checked.problems) else failing(checked.pages, fatal)
