"""`transflow check`: what is wrong with the translations."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli import hook
from transflow.cli.arguments import (
    GlossaryOption,
    IgnoreOption,
    LanguageOption,
    OutputOption,
    PathsArgument,
    SelectOption,
)
from transflow.cli.console import Console
from transflow.cli.options import OPTIONS
from transflow.cli.verdict import Answer, Asked, answer, given, listed
from transflow.counts import counted
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.site.workspace import Workspace

NAME = "check"
EXAMPLE = "Example: transflow check --select TF1,quantity --strict content/markets"

_MaxRisk = Annotated[
    int | None,
    typer.Option(
        "--max-risk",
        min=0,
        max=100,
        help="A draft of a higher risk is an error.",
        metavar="N",
        show_default=False,
    ),
]


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    output: OutputOption = None,
    select: SelectOption = "",
    ignore: IgnoreOption = "",
    strict: Annotated[bool, OPTIONS["strict"].typer] = False,
    max_risk: _MaxRisk = None,
    staged: Annotated[bool, OPTIONS["staged"].typer] = False,
    changed_from: Annotated[str, OPTIONS["changed_from"].typer] = "",
    explain: Annotated[str, OPTIONS["explain"].typer] = "",
    write_baseline: Annotated[bool, OPTIONS["write_baseline"].typer] = False,
    fix: Annotated[bool, OPTIONS["fix"].typer] = False,
    glossary: GlossaryOption = None,
    fmt: Annotated[str, OPTIONS["fmt"].typer] = "text",
) -> int:
    """Check translations against their sources. Looks at promises, structure, figures, terms, left-over text, front matter."""
    from transflow import checks  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    if explain:
        console.out(checks.explain(explain))
        return 0
    tags, chosen = tuple(language or ()), listed(select)
    # The same value that a hook makes of its command line, so that both are answered alike.
    asked = Asked(tuple(paths or ()), tags, chosen, listed(ignore), strict, fmt, max_risk)
    # Those two write, and what is staged cannot be written; they are refused below.
    if staged and not (fix or write_baseline):
        found = hook.staged(console.directory, asked, given(console.directory, glossary or ()))
        return _tell(console, found, asked, output)
    # What is staged may lack a folder that stands on disk, and the other way round.
    site = console.site(glossary, whole=not staged)
    if write_baseline:
        # A baseline of a part would forget what it knows of the rest.
        narrowed = asked != Asked(fmt=fmt, strict=strict) or staged or changed_from != ""
        return _accept(console, site, narrowed=narrowed)
    # First mended, then checked: what is told is what is left.
    unmended = fix and _fix(console, site, asked, elsewhere=staged)
    code = _tell(console, _on_disk(console, site, asked, changed_from), asked, output)
    # A page that could not be written wins, as everywhere: what was to be mended may be wrong still.
    return 2 if unmended else code


def _tell(console: Console, found: Answer, asked: Asked, output: Path | None) -> int:
    console.result(found.printed, output, plain=asked.fmt == "text", orders=asked.fmt == "github")
    console.say(found.summary)
    console.problems(found.problems)
    return found.code


def _on_disk(console: Console, site: "Workspace", asked: Asked, since: str) -> Answer:
    """Check what is named, of that what changed since a commit.

    Raises:
        TransflowError: See `site.scope`; also if a path lies outside the workspace.
    """
    from transflow.api import Filter  # noqa: PLC0415  see above
    from transflow.site import scope  # noqa: PLC0415  see above

    wanted = Filter(console.relative(site.root, asked.paths), asked.languages)
    if since:
        part, touched = scope.changed(site, since)
        return answer(site, part, wanted, touched, asked)
    return answer(site, scope.named(site, wanted.paths), wanted, None, asked)


def _fix(console: Console, site: "Workspace", asked: Asked, *, elsewhere: bool) -> bool:
    """Mend what is safe and was asked for; whether something could not be written.

    Raises:
        ConfigError: What is staged was asked for.
    """
    from transflow.api import Filter  # noqa: PLC0415  see above
    from transflow.commands import fix  # noqa: PLC0415  see above

    if elsewhere:
        raise ConfigError(
            "what is staged cannot be mended", hint="run `transflow check --fix`, then stage the pages"
        )
    wanted = Filter(console.relative(site.root, asked.paths), asked.languages)
    fixed = fix.fix(site, wanted, select=asked.select, ignore=asked.ignore)
    for path in fixed.paths:
        console.say(f"mended {path}")
    return console.problems(fixed.problems)


def _accept(console: Console, site: "Workspace", *, narrowed: bool) -> int:
    """Write the baseline.

    Raises:
        ConfigError: Only a part of the site was asked for.
    """
    from transflow.commands import check  # noqa: PLC0415  see above
    from transflow.site import scope  # noqa: PLC0415  see above

    if narrowed:
        raise ConfigError("a baseline is about the whole site", hint="give --write-baseline alone")
    count = check.write_baseline(site)
    console.say(
        f"{scope.BASELINE}: {counted(count, 'finding is', 'findings are')} known from now on; commit it"
    )
    return 0
