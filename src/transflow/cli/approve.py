"""`transflow approve`: a translation has been read and is right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import ByOption, Format, FormatOption, LanguageOption, StateOption
from transflow.cli.console import Console
from transflow.cli.resolve import located, tell
from transflow.cli.status import states
from transflow.counts import counted
from transflow.errors import ConfigError, NotApproved

if TYPE_CHECKING:
    from transflow.site.addresses import Address
    from transflow.site.workspace import Workspace

NAME = "approve"
EXAMPLE = (
    "Example: transflow approve content/a.en.md   or: transflow approve content/a.en.md:12-20   "
    "or: transflow approve content/a.md --language en --undo"
)

_Paths = Annotated[
    list[str],
    typer.Argument(
        help="Translations, or sources or folders of such; PAGE:LINE for single texts.",
        metavar="PATH[:LINE]",
    ),
]
_Undo = Annotated[bool, typer.Option("--undo", help="Take the approval back.")]


def command(
    context: typer.Context,
    paths: _Paths,
    state: StateOption = "",
    language: LanguageOption = None,
    by: ByOption = "",
    undo: _Undo = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Approve translations as they stand. They are published, and only a person changes them from now on."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site()
    addresses = located(console, site.root, paths)
    lines = [one for one in addresses if not one.whole]
    # A page and a text of it in one command could not be told apart in what it says.
    if lines and (undo or state or len(lines) < len(addresses)):
        raise ConfigError("single texts are approved by themselves", hint="give addresses with lines only")
    if lines:
        return _texts(console, site, lines, tuple(language or ()), fmt)
    wanted = api.Filter(tuple(one.page for one in addresses), tuple(language or ()), states(state))
    done = api.approve(site, wanted, by=by, undo=undo)
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [result.as_json for result in done.results]})
    else:
        for result in done.results:
            what = "again" if undo else "settled"
            ended = f", {result.conflicts} in conflict {what}" if result.conflicts else ""
            told = "" if result.written else " already"
            drafted = (
                f": {result.untouched} of {counted(result.texts, 'text')} as drafted" if result.texts else ""
            )
            console.out(
                f"{result.pair.target} is {result.status}{told}{ended}{drafted if result.written else ''}"
            )
        if not done.results and not done.problems:
            console.say("Nothing to approve.")
    console.problems(done.problems)
    # A refusal is an answer (1), a page that cannot be read is a failure (2), and the graver one counts.
    return max((1 if isinstance(problem, NotApproved) else 2 for problem in done.problems), default=0)


def _texts(
    console: Console, site: "Workspace", addresses: "Sequence[Address]", tags: tuple[str, ...], fmt: Format
) -> int:
    """Approve single texts."""
    from transflow.commands.approve import approve_texts  # noqa: PLC0415  see above

    done = approve_texts(site, addresses, tags)
    if fmt is Format.JSON:
        console.data({"version": 1, "texts": [result.as_json for result in done.results]})
    else:
        tell(console, done.results, dry_run=False)
    return (
        2 if console.problems(done.problems) else int(any(one.outcome == "refused" for one in done.results))
    )
