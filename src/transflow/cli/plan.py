"""`transflow plan`: what is missing or stale."""

from typing import Annotated

import typer

from transflow.cli.console import Console, FailOnOption, Format, FormatOption, LanguageOption, PathsArgument
from transflow.cli.counts import counted
from transflow.cli.status import failing, states
from transflow.errors import ConfigError

NAME = "plan"
EXAMPLE = "Example: transflow plan --language en --reason stale content/markets"


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Only translations in these states.", metavar="STATE,…")
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="At most so many tasks; 0 for all.", metavar="N")
    ] = 0,
    fail_on: FailOnOption = "",
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Say what is missing or stale, and how much work it is."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.site import config  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    fatal = states(fail_on)
    site = config.find(console.directory)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()), states(reason))
    seen = api.standings(site, wanted)
    tasks = seen.tasks[: limit or None]
    if fmt is Format.JSON:
        console.data({"version": 1, "tasks": [task.as_task for task in tasks]})
    else:
        console.table([
            (
                task.state,
                task.target,
                f"{task.pending} of {counted(task.units, 'unit')}",
                counted(task.characters, "character"),
            )
            for task in tasks
        ])  # fmt: skip
        total = sum(task.characters for task in tasks)
        console.say(f"{len(tasks)} to do, {counted(total, 'character')}" if tasks else "Nothing to do.")
    try:
        api.check_engine(site)
    except ConfigError as error:  # what is planned here may be drafted where the engine is installed
        console.say(f"transflow: warning: {error}; `transflow translate` will stop here")
    api.check_settings(site)
    problems = (*seen.problems, *api.glossary_problems(site))
    return 2 if console.problems(problems) else failing(seen, fatal)
