"""`transflow resolve`: one text's question answered, or many at once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import Format, FormatOption, LanguageOption, StateOption
from transflow.cli.console import Console
from transflow.cli.status import states
from transflow.counts import counted
from transflow.errors import ConfigError
from transflow.errors import command as command_line

if TYPE_CHECKING:
    from transflow.commands.resolve import Question, Resolved
    from transflow.site.addresses import Address

NAME = "resolve"
EXAMPLE = (
    "Example: transflow resolve content/a.en.md:12 --take draft   or: transflow resolve content --state conflict "
    "--take mine --dry-run"
)
_TAKES = ("draft", "mine", "source", "nothing")

_Addresses = Annotated[
    list[str],
    typer.Argument(
        help="Texts: PAGE:LINE or PAGE:LINE-LINE, or whole pages and folders: what waits for a person there.",
        metavar="PAGE[:LINE]",
    ),
]
_Take = Annotated[
    str,
    typer.Option(
        "--take",
        help="The draft that waits, mine (the change does not touch it), the source as it is, or nothing (left out).",
        metavar="draft|mine|source|nothing",
    ),
]
_Edit = Annotated[bool, typer.Option("--edit", help="Write each text in $EDITOR.")]
CodeOption = Annotated[
    str, typer.Option("--code", help="Only texts that this check is about.", metavar="CODE")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")]


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    addresses: _Addresses,
    take: _Take = "",
    edit: _Edit = False,
    language: LanguageOption = None,
    state: StateOption = "",
    code: CodeOption = "",
    dry_run: DryRunOption = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Settle single texts. What is decided stands in the record; other texts stay as they are."""
    from transflow.commands import resolve  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    # Without a word about what to take there is one thing it can mean: a merge that needs no decision.
    if not edit and not take and not (state or code or dry_run):
        return _united(console, addresses)
    if edit == bool(take) or (take and take not in _TAKES):
        raise ConfigError("say what is to be done", hint=f"--take {'|'.join(_TAKES)}, or --edit")
    wanted = states(state)
    site = console.site()
    done = resolve.resolve(
        site,
        located(console, site.root, addresses),
        resolve.taken(take),
        languages=tuple(language or ()),
        states=wanted,
        code=code,
        dry_run=dry_run,
        write=_editor() if edit else None,
    )
    if fmt is Format.JSON:
        console.data({"version": 1, "texts": [result.as_json for result in done.results]})
    else:
        tell(console, done.results, dry_run=dry_run)
        if not dry_run:
            _tell_unread(console, done.results)
    failed = console.problems(done.problems)
    return 2 if failed else int(any(result.outcome == "refused" for result in done.results))


def _united(console: Console, addresses: Sequence[str]) -> int:
    """Finish merges that nobody has to be asked about.

    Raises:
        ConfigError: There is none among the pages.
    """
    from transflow.commands import resolve  # noqa: PLC0415  see above

    site = console.site()
    pages = [one.page for one in located(console, site.root, addresses)]
    done = resolve.unite(site, pages)
    for path in done:
        console.out(
            f"{path}: lists the languages of both sides; `git add` it, and `transflow check --fix` its translations"
        )
    if len(done) < len(pages):
        left = next(page for page in pages if page not in done)
        raise ConfigError(
            f"{left}: say what is to be done",
            hint=f"--take {'|'.join(_TAKES)}, or --edit; a merge is only finished where `translations` alone differs",
        )
    return 0


def _editor() -> "Callable[[Question], str | None]":
    from transflow.cli import editor  # noqa: PLC0415  only `--edit` opens one

    return editor.write


def located(console: Console, root: Path, addresses: Sequence[str]) -> "tuple[Address, ...]":
    """Return addresses of the command line as addresses in the workspace.

    Raises:
        ConfigError: One lies outside it, or names lines that there cannot be.
    """
    from transflow.site.addresses import Address, split  # noqa: PLC0415  see above

    parts = [split(text) for text in addresses]
    pages = console.relative(root, [page for page, _, _ in parts])
    return tuple(Address(page, first, last) for page, (_, first, last) in zip(pages, parts, strict=True))


def tell(console: Console, results: "Sequence[Resolved]", *, dry_run: bool) -> None:
    """Say what became of each text."""
    for result in results:
        if result.outcome == "refused":
            console.out(f"{result.address}: not settled: {result.reason}")
        elif result.outcome == "written":
            console.out(f"{result.address}: {'would take' if dry_run else 'took'} {_WORDS[result.take]}")
    count = sum(result.outcome == "written" for result in results)
    console.say(
        f"{counted(count, 'text')} {'would be ' if dry_run else ''}settled."
        if results
        else "Nothing to settle."
    )


def _tell_unread(console: Console, results: "Sequence[Resolved]") -> None:
    """Say what is left to do about drafts that were taken."""
    taken = [one for one in results if one.take == "draft" and one.outcome == "written"]
    for page in dict.fromkeys(one.pair.target for one in taken):
        console.say(f"{page}: read what was taken, then run {command_line('transflow approve', page)}.")


_WORDS = {
    "draft": "the draft",
    "mine": "what stands there",
    "source": "the source's text",
    "nothing": "nothing",
    "text": "a new text",
}
