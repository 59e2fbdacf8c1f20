"""`transflow check`: what is wrong with the translations."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.console import Console, LanguageOption, PathsArgument
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.reports import Format
    from transflow.workflow import Filter
    from transflow.workflow.narrowing import Scope
    from transflow.workspace import Workspace

NAME = "check"
EXAMPLE = "Example: transflow check --select TF1,quantity --strict content/markets"

_CONFIG = "transflow.yaml"
_DELETED = ("git", "diff", "--cached", "--name-only", "--diff-filter=D", "-z")
_STAGED = ":staged"
"""Stands for git's index where a commit could stand; no commit can be called so."""

SelectOption = Annotated[
    str, typer.Option("--select", help="Only these checks: codes, begins of codes, names.", metavar="CODE,…")
]
IgnoreOption = Annotated[str, typer.Option("--ignore", help="Not these checks.", metavar="CODE,…")]
StagedOption = Annotated[
    bool,
    typer.Option(
        "--staged", help="What a commit would hold of the files named; what is no page is passed over."
    ),
]
ChangedOption = Annotated[
    str,
    typer.Option("--changed-from", help="Only what changed since the branch left this one.", metavar="REF"),
]
ExplainOption = Annotated[
    str, typer.Option("--explain", help="Say all about a check, and check nothing.", metavar="CODE")
]
FixOption = Annotated[
    bool,
    typer.Option("--fix", help="Mend what is safe (punctuation, stray spaces, marks, links), then check."),
]
BaselineOption = Annotated[
    bool,
    typer.Option("--write-baseline", help="Accept what is found now; from now on only what is new counts."),
]


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    select: SelectOption = "",
    ignore: IgnoreOption = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")] = False,
    staged: StagedOption = False,
    changed_from: ChangedOption = "",
    explain: ExplainOption = "",
    write_baseline: BaselineOption = False,
    fix: FixOption = False,
    fmt: Annotated[
        str,
        typer.Option("--format", help="How to print the result.", metavar="text|json|github|sarif|gitlab"),
    ] = "text",
) -> int:
    """Check translations: promises, structure, figures, terms, left-over text, front matter."""
    from transflow import checks, workspace  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.reports import CHECK_FORMATS  # noqa: PLC0415
    from transflow.workflow import checking  # noqa: PLC0415

    console: Console = context.obj
    if explain:
        console.out(checks.explain(explain))
        return 0
    site = workspace.find(console.directory)
    if write_baseline:
        return _accept(
            console, site, narrowed=bool(paths or language or select or ignore or staged or changed_from)
        )
    form = chosen(CHECK_FORMATS, fmt)
    unmended = fix and _fix(console, site, paths, language or (), elsewhere=staged)
    settings = checks.settings(site.config.checks, listed(select), listed(ignore))
    with _narrowed(console, site, paths, language or (), _STAGED if staged else changed_from) as (
        part,
        wanted,
        scope,
    ):
        checked = checking.check(part, wanted, settings, scope)
    result = checking.report(site, checked)
    if printed := form(result):
        console.out(printed)
    console.say(result.summary)
    if console.problems(checked.problems) or unmended:
        return 2
    return int(checked.failed(strict=strict))


@contextmanager
def _narrowed(
    console: Console, site: "Workspace", paths: Sequence[str] | None, tags: Sequence[str], since: str
) -> "Iterator[tuple[Workspace, Filter, Scope | None]]":
    """Find what is to be checked: what is named, what is staged, or what changed since a commit.

    Raises:
        TransflowError: See `workflow.narrowing`; also if a path lies outside the workspace and nothing is staged.
    """
    from transflow.workflow import Filter, narrowing  # noqa: PLC0415  see above

    if since == _STAGED:
        inside = [
            path for path in paths or () if (console.directory / path).resolve().is_relative_to(site.root)
        ]
        with narrowing.staged(site, console.relative(site.root, inside)) as (part, scope):
            yield part, Filter(languages=tuple(tags)), scope
        return
    wanted = Filter(console.relative(site.root, paths), tuple(tags))
    if since:
        part, scope = narrowing.changed(site, since)
        yield part, wanted, scope
    else:
        yield narrowing.named(site, wanted.paths), wanted, None


def _fix(
    console: Console, site: "Workspace", paths: Sequence[str] | None, tags: Sequence[str], *, elsewhere: bool
) -> bool:
    """Mend what is safe; whether something could not be written.

    Raises:
        ConfigError: What is staged was asked for.
    """
    from transflow.workflow import Filter, fixing  # noqa: PLC0415  see above

    if elsewhere:
        raise ConfigError(
            "what is staged cannot be mended", hint="run `transflow check --fix`, then stage the pages"
        )
    fixed = fixing.fix(site, Filter(console.relative(site.root, paths), tuple(tags)))
    for path in fixed.paths:
        console.say(f"mended {path}")
    return console.problems(fixed.problems)


def idle(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for a check of what is staged, and nothing that is staged can be a page.

    Told without importing anything, for a hook that runs at every commit. It may say no where nothing is to be done,
    but never yes where something is.
    """
    if (
        "--staged" not in arguments
        or NAME not in arguments
        or "-C" in arguments
        or "--directory" in arguments
    ):
        return False
    here = Path.cwd()
    root = next((place for place in (here, *here.parents) if (place / _CONFIG).is_file()), None)
    try:
        deleted = subprocess.run(_DELETED, capture_output=True, check=False) if root else None
    except OSError:
        return False  # no git here: the command itself will say so
    if root is None or deleted is None or deleted.returncode:
        return False
    config = (root / _CONFIG).read_text("utf-8", "replace")
    names = [os.path.relpath(here / name, root) for name in arguments]
    return not any(_may_be_page(name, config) for name in (*names, *os.fsdecode(deleted.stdout).split("\0")))


def _may_be_page(name: str, config: str) -> bool:
    """Whether a path, relative to the workspace, may be a page or a record, by the words in the configuration."""
    ending = Path(name).suffix
    known = ending in {".md", ".jsonl"} or (ending != "" and ending in config)
    return known and ("content:" in config or "content/" in name)


def _accept(console: Console, site: "Workspace", *, narrowed: bool) -> int:
    """Write the baseline.

    Raises:
        ConfigError: Only a part of the site was asked for.
    """
    from transflow.workflow import checking, narrowing  # noqa: PLC0415  see above

    if narrowed:
        raise ConfigError("a baseline is about the whole site", hint="give --write-baseline alone")
    count = checking.write_baseline(site)
    console.say(f"{narrowing.BASELINE}: {count} findings are known from now on; commit it")
    return 0


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
