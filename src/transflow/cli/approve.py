"""`transflow approve`: a translation has been read and is right."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import ByOption, Format, FormatOption, LanguageOption, StateOption
from transflow.cli.console import Console
from transflow.cli.resolve import CodeOption, DryRunOption, located, tell
from transflow.cli.status import states
from transflow.counts import counted
from transflow.errors import ConfigError, NotApproved

if TYPE_CHECKING:
    from transflow.commands.resolve import Resolution

NAME = "approve"
EXAMPLE = (
    "Example: transflow approve content/a.en.md   or: transflow approve content/a.en.md:12-20   "
    "or: transflow approve content --state draft --dry-run   or: transflow approve content/a.md --language en --undo"
)

_Paths = Annotated[
    list[str],
    typer.Argument(
        help="Translations, or sources or folders of such; PAGE:LINE for single texts.",
        metavar="PATH[:LINE]",
    ),
]
_Undo = Annotated[bool, typer.Option("--undo", help="Take the approval back.")]


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    paths: _Paths,
    state: StateOption = "",
    language: LanguageOption = None,
    by: ByOption = "",
    undo: _Undo = False,
    code: CodeOption = "",
    dry_run: DryRunOption = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Approve translations as they stand. They are published, and only a person changes them from now on."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site()
    addresses = located(console, site.root, paths)
    lines = [one for one in addresses if not one.whole]
    # A page and a text of it in one command could not be told apart in what it says.
    if lines and (undo or len(lines) < len(addresses)):
        raise ConfigError("single texts are approved by themselves", hint="give addresses with lines only")
    if undo and code:
        raise ConfigError("an approval is taken back as a whole", hint="give --undo without --code")
    if lines or code:
        from transflow.commands.approve import approve_texts  # noqa: PLC0415  see above

        texts = approve_texts(
            site, addresses, tuple(language or ()), states=states(state), code=code, dry_run=dry_run
        )
        return _texts(console, texts, fmt, dry_run=dry_run)
    wanted = api.Filter(tuple(one.page for one in addresses), tuple(language or ()), states(state))
    done = api.approve(site, wanted, by=by, undo=undo, dry_run=dry_run)
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
            says = "would be" if dry_run and result.written else "is"
            console.out(
                f"{result.pair.target} {says} {result.status}{told}{ended}{drafted if result.written else ''}"
            )
            if result.live:
                told = f"is still published; `{result.live}` in its front matter hides it."
                console.say(f"{result.pair.target} {told}")
        if not done.results and not done.problems:
            console.say("Nothing to approve.")
    console.problems(done.problems)
    # A refusal is an answer (1), a page that cannot be read is a failure (2), and the graver one counts.
    return max((1 if isinstance(problem, NotApproved) else 2 for problem in done.problems), default=0)


def _texts(console: Console, done: "Resolution", fmt: Format, *, dry_run: bool) -> int:
    """Say what became of single texts."""
    if fmt is Format.JSON:
        console.data({"version": 1, "texts": [result.as_json for result in done.results]})
    else:
        tell(console, done.results, dry_run=dry_run)
    return (
        2 if console.problems(done.problems) else int(any(one.outcome == "refused" for one in done.results))
    )
