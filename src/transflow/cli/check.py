"""`transflow check`: what is wrong with the translations."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.console import Console, LanguageOption, PathsArgument
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.reports import Format

NAME = "check"
EXAMPLE = "Example: transflow check --select TF1,quantity --strict content/markets"


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    select: Annotated[
        str,
        typer.Option("--select", help="Only these checks: codes, begins of codes, names.", metavar="CODE,…"),
    ] = "",
    ignore: Annotated[str, typer.Option("--ignore", help="Not these checks.", metavar="CODE,…")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")] = False,
    fmt: Annotated[
        str, typer.Option("--format", help="How to print the result.", metavar="text|json")
    ] = "text",
) -> int:
    """Check translations: promises, structure, figures, terms, left-over text, front matter."""
    from transflow import checks, workflow, workspace  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.reports import CHECK_FORMATS  # noqa: PLC0415
    from transflow.workflow import checking  # noqa: PLC0415

    console: Console = context.obj
    form = chosen(CHECK_FORMATS, fmt)
    selected = checks.select(listed(select), listed(ignore))
    site = workspace.find(console.directory)
    wanted = workflow.Filter(console.relative(site.root, paths), tuple(language or ()))
    checked = checking.check(site, wanted, selected)
    result = checking.report(checked)
    if printed := form(result):
        console.out(printed)
    console.say(
        f"{result.errors} errors, {result.warnings} warnings" if result.findings else "Nothing found."
    )
    return 2 if console.problems(checked.problems) else int(checked.failed(strict=strict))


def listed(text: str) -> tuple[str, ...]:
    """Read a comma-separated list from the command line."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def chosen(formats: "Mapping[str, Format]", name: str) -> "Format":
    """Return a format by its name.

    Raises:
        ConfigError: There is no such format.
    """
    if name not in formats:
        raise ConfigError(f"unknown format {name!r}", hint=f"one of {', '.join(formats)}")
    return formats[name]
