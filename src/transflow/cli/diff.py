"""`transflow diff`: what changed in a source page since it was translated."""

from typing import TYPE_CHECKING

import typer

from transflow.cli.arguments import FailOnOption, Format, FormatOption, LanguageOption, PathsArgument
from transflow.cli.console import Console, marked
from transflow.cli.status import failing, states
from transflow.errors import command as command_line

if TYPE_CHECKING:
    from transflow.api import Change

NAME = "diff"
EXAMPLE = "Example: transflow diff content/a.md --language en"


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    fail_on: FailOnOption = "",
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Show what changed in source pages. Beside it is what stands in the translation, and the draft that waits."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    fatal = states(fail_on)
    site = console.site()
    found = api.diff(site, api.Filter(console.relative(site.root, paths), tuple(language or ())))
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [page.as_json for page in found.pages]})
    else:
        # A page that is named is answered for; of a whole site only what there is to see.
        shown = [page for page in found.pages if paths or page.changes]
        for page in shown:
            console.out(
                f"{page.pair.target}: {page.state}, {_count(len(page.changes))} of {page.pair.source}"
            )
            for change in page.changes:
                _tell(console, change, page.pair.source, page.pair.target)
        if not shown and not found.problems:
            console.say("No source page changed." if found.pages else "No translation to compare with.")
    return 2 if console.problems(found.problems) else failing(found.seen.translations, fatal)


def _count(number: int) -> str:
    return "1 change" if number == 1 else f"{number or 'no'} changes"


def _tell(console: Console, change: "Change", source: str, target: str) -> None:
    place = f"{source}:{change.line}" if change.line else f"{target}:{change.target_line}"
    told = marked(change.pieces)
    key = f" {change.key}" if change.key else ""
    said = f"{change.was} became {change.now}" if change.was else f"{change.what} {change.kind}{key}"
    console.out(f"\n{place}: {said}")
    console.out(_indented("source", told))
    if change.term:
        console.out(_indented("glossary", change.term))
    if change.translation:
        console.out(_indented(f"{change.owner}'s", change.translation))
    if change.draft:
        console.out(_indented("new draft", change.draft))
    # What `resolve` takes is the place in the translation; a text that is not there yet has only its source's.
    if change.waits:
        address = f"{target}:{change.target_line}" if change.target_line else place
        console.out(_indented("settle it", command_line("transflow resolve", address)))
    for match in change.matches:
        console.out(_indented(f"{match.alike}% alike", marked(match.pieces)))
        console.out(_indented("", match.sentence.target))


def _indented(name: str, text: str) -> str:
    return f"  {name:<10}  " + text.replace("\n", "\n" + " " * 14)
