"""`transflow status`: the state of every translation."""

from collections import Counter
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import (
    FailOnOption,
    Format,
    FormatOption,
    LanguageOption,
    PathsArgument,
    StateOption,
)
from transflow.cli.console import Console
from transflow.cli.verdict import listed
from transflow.counts import counted
from transflow.errors import ConfigError
from transflow.errors import command as command_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transflow.api import Overview, Standing, Standings, Translation
    from transflow.errors import TransflowError
    from transflow.site.workspace import Workspace


class Order(StrEnum):
    """In which order translations are listed."""

    PATH = "path"
    RISK = "risk"


NAME = "status"
EXAMPLE = "Example: transflow status --fail-on stale,missing"

_Verbose = Annotated[
    bool,
    typer.Option(
        "-v",
        "--verbose",
        help="Also list what needs a person, and how drafts were made (`explain --help` has the words).",
    ),
]
_Sort = Annotated[Order, typer.Option("--sort", help="Order: by path, or the highest risk of a draft first.")]
_Write = Annotated[bool, typer.Option("--write", help="Set or take away `stale: true` in the translations.")]


def command(  # noqa: PLR0913, PLR0917  an option each
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    state: StateOption = "",
    verbose: _Verbose = False,
    sort: _Sort = Order.PATH,
    write: _Write = False,
    fail_on: FailOnOption = "",
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Say which state each translation is in."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    fatal = states(fail_on)
    site = console.site()
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()), states(state))
    seen = _sorted(api.standings(site, wanted), sort)
    marked, problems = api.mark(site, seen.translations) if write else ((), ())
    for pair in marked:
        console.say(f"wrote {pair.target}")
    if fmt is Format.JSON:
        console.data({
            "version": 1,
            "pages": [item.as_json for item in seen.translations],
            "summary": seen.summary,
        })  # fmt: skip
    else:
        console.table(
            [
                (item.state, item.target, _details(item, risky=sort is Order.RISK))
                for item in seen.translations
            ]
        )
        # Reads every page once more, which the table did without.
        if verbose:
            _needs(console, api.overview(site, wanted))
        counts = ", ".join(f"{count} {name}" for name, count in seen.summary.items())
        # Where something cannot be read, nobody knows that there is none.
        if counts or not seen.problems:
            console.say(counts or _none(site, wanted.states))
    return (
        2
        if console.problems((*seen.problems, *problems, *_missing(site, seen.problems)))
        else failing(seen.translations, fatal)
    )


def _none(site: "Workspace", states: tuple[str, ...]) -> str:
    if states:
        return f"No translation is {' or '.join(states)}."
    return f"No translations{sourceless(site)}."


def sourceless(site: "Workspace") -> str:
    """Say that no page is in the source language, if that is so: a slip in `source` or `content` looks like this."""
    from transflow.site.planner import survey  # noqa: PLC0415  see above

    tags = " or ".join(site.config.sources)
    return (
        ""
        if survey(site).sources
        else f": no page is in {tags} (see `source` and `content` in transflow.yaml)"
    )


def _missing(site: "Workspace", told: "Sequence[TransflowError]") -> tuple[ConfigError, ...]:
    """Tell a glossary that is not there, if nothing told it yet."""
    try:
        site.glossary_paths()
    except ConfigError as error:
        return () if str(error) in map(str, told) else (error,)
    return ()


def _sorted(seen: "Standings", order: Order) -> "Standings":
    """Return the translations in an order; those without a risk last, and else by path."""
    if order is Order.PATH:
        return seen
    # -1 for none: they come last, and a stable sort leaves the rest by path.
    by_risk = sorted(seen.translations, key=lambda item: -1 if item.risk is None else item.risk, reverse=True)
    return replace(seen, translations=tuple(by_risk))


def _details(item: "Standing", *, risky: bool) -> str:
    # Nothing stands there that could have changed.
    if item.state in ("missing", "declared-missing"):
        return f"{counted(item.pending, 'unit')} to draft" if item.pending else ""
    # What is nought goes without saying.
    parts = ((item.changed, "changed"), (item.edited, "edited"), (item.conflicts, "in conflict"))
    told = [f"{count} {what}" for count, what in parts if count]
    return ", ".join([*told, *([f"risk {item.risk}"] if risky and item.risk is not None else [])])


def _needs(console: Console, seen: "Overview") -> None:
    """List what waits for a person with its address, the findings on drafts, and the rungs that made them."""
    from transflow.site.addresses import waiting  # noqa: PLC0415  see above

    for item in seen.translations:
        for address in waiting(item):
            console.out(
                f"{address}: in conflict, to be settled by {command_line('transflow resolve', address)}"
            )
        for line, issue in item.findings:
            console.out(f"{item.pair.target}:{line}: {issue.code} {issue.message}")
        rungs = Counter(row.rung for row in item.record.rows if row.rung) if item.record else Counter[str]()
        if rungs:
            # Those that made most of it first.
            told = ", ".join(f"{count} {rung}" for rung, count in rungs.most_common())
            console.out(f"{item.pair.target}: drafted by {told}")


def states(text: str) -> tuple[str, ...]:
    """Read a list of states from the command line.

    Raises:
        ConfigError: One is unknown.
    """
    from transflow.site.translations import Filter, check_words  # noqa: PLC0415  see above

    names = listed(text)
    check_words(Filter(states=names))
    return names


def failing(translations: "Iterable[Standing | Translation]", fatal: tuple[str, ...]) -> int:
    """Return 1 if a translation is in one of the states of `--fail-on`, else 0."""
    return int(any(item.state in fatal for item in translations))
