"""`transflow plan`: what is missing or stale."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import (
    FailOnOption,
    Format,
    FormatOption,
    GlossaryOption,
    LanguageOption,
    PathsArgument,
)
from transflow.cli.console import Console
from transflow.cli.status import failing, sourceless, states
from transflow.counts import counted
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transflow.api import Estimate, Filter
    from transflow.site.translations import Standing
    from transflow.site.workspace import Pair, Workspace

NAME = "plan"
EXAMPLE = "Example: transflow plan --language en --reason stale content/markets"

_Reason = Annotated[
    str, typer.Option("--reason", help="Only translations in these states.", metavar="STATE,…")
]
_Limit = Annotated[int, typer.Option("--limit", min=0, help="At most so many tasks; 0 for all.", metavar="N")]
_Estimate = Annotated[
    bool,
    typer.Option("--estimate", help="Also say what the engine will be asked, and what that costs."),
]
_Engine = Annotated[
    str,
    typer.Option("--engine", help="Engine to estimate; by default the configuration's.", metavar="NAME"),
]


def command(  # noqa: PLR0913, PLR0917  an option each
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    reason: _Reason = "",
    limit: _Limit = 0,
    estimate: _Estimate = False,
    engine: _Engine = "",
    fail_on: FailOnOption = "",
    glossary: GlossaryOption = None,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Say what is missing or stale, and how much work it is."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    fatal = states(fail_on)
    site = console.site(glossary)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()), states(reason))
    seen = api.standings(site, wanted)
    tasks = seen.tasks[: limit or None]
    left = len(seen.tasks) - len(tasks)
    means = api.Means(engine)
    known = _reused(site, wanted, tasks)
    taken = api.estimate(site, wanted, means) if estimate else None
    if fmt is Format.JSON:
        more = {"estimate": taken.as_json} if taken else {}
        listed = [task.as_task | {"reused": known.get(task.pair, 0)} for task in tasks]
        console.data({"version": 1, "tasks": listed, "left_out": left, **more})
    else:
        if tasks or not seen.problems:
            _list(console, site, tasks, known, left)
        if taken:
            console.show(_told(taken))
    try:
        api.check_engine(site, engine)
    except ConfigError as error:  # what is planned here may be drafted where the engine is installed
        console.say(f"transflow: warning: {error}; `transflow translate` will stop here")
    api.check_settings(site)
    # Three readers may meet one broken page: it is told once.
    told = {str(problem) for problem in seen.problems}
    failed = [problem for problem in taken.problems if str(problem) not in told] if taken else []
    broken = [problem for problem in api.glossary_problems(site) if str(problem) not in told]
    problems = (*seen.problems, *broken, *failed)
    return 2 if console.problems(problems) else failing(seen.translations, fatal)


def _reused(site: "Workspace", wanted: "Filter", tasks: "Sequence[Standing]") -> "Mapping[Pair, int]":
    """Return how many units of each task are known already; nothing while a glossary is broken, which is told."""
    from transflow import api  # noqa: PLC0415  see above

    try:
        # A broken glossary is told further down, with all its mistakes.
        return api.reused(site, wanted, tasks)
    except ConfigError:
        return {}


def _list(
    console: Console, site: "Workspace", tasks: "Sequence[Standing]", known: "Mapping[Pair, int]", left: int
) -> None:
    console.table([
        (
            task.reason,
            task.target,
            _units(task, known.get(task.pair, 0)),
            counted(task.characters, "character"),
        )
        for task in tasks
    ])  # fmt: skip
    total, again = sum(task.characters for task in tasks), sum(known.values())
    told = f"{len(tasks)} to do, {counted(total, 'character')}"
    told += f", {counted(again, 'unit')} reused" if again else ""
    told += f"; {left} more left out by --limit" if left else ""
    console.say(told if tasks else f"Nothing to do{sourceless(site)}.")


def _units(task: "Standing", again: int) -> str:
    # Work without a changed source: texts that fail today's glossary.
    said = f"{task.pending or task.terms} of {counted(task.units, 'unit')}"
    return f"{said}, {again} reused" if again else said


def _told(taken: "Estimate") -> str:
    """Say in one line what a run will take."""
    from transflow.engines.usage import shown  # noqa: PLC0415  see above

    usage = taken.usage
    parts = [f"about {counted(usage.requests, 'request')}"]
    if usage.input_tokens:
        parts.append(f"{usage.input_tokens:,} tokens to read and {usage.output_tokens:,} to write")
        parts.append("no price in transflow.yaml" if usage.cost is None else f"a cost of {shown(usage.cost)}")
    if usage.seconds:
        # Never 0 minutes for what takes seconds.
        parts.append(f"{max(1, round(usage.seconds / 60)):,} min")
    return f"{usage.engine}: {', '.join(parts)}"
