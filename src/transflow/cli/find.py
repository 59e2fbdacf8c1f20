"""`transflow find`: where words stand in pages and translations, and what is like them."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import Format, FormatOption, LanguageOption
from transflow.cli.console import Console

if TYPE_CHECKING:
    from transflow.api import Hit

NAME = "find"
EXAMPLE = 'Example: transflow find "净息差"   or: transflow find "net interest margin" --language en'


def command(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Words of either language.", metavar="TEXT")],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Pages or folders to look in; all by default.", metavar="PATH", show_default=False
        ),
    ] = None,
    language: LanguageOption = None,
    limit: Annotated[
        int, typer.Option("-n", "--limit", help="Show so many at most.", min=1, metavar="N")
    ] = 20,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Find words in pages and their translations. Each text is shown beside what it renders.

    Case, white space and markup don't matter. Sentences of reviewed translations that are like the words follow, with
    how much of them is the same.
    """
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.errors import ConfigError  # noqa: PLC0415

    console: Console = context.obj
    if not text.strip():
        raise ConfigError("no words to look for", hint=EXAMPLE.removeprefix("Example: "))
    site = console.site()
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    found = api.find(site, text, wanted, limit)
    if fmt is Format.JSON:
        console.data({"version": 1, "matches": [hit.as_json for hit in found.hits], "more": found.more})
    else:
        for hit in found.hits:
            _tell(console, hit)
        if not found.hits:
            console.say("Nothing like that stands in a recorded translation.")
        elif found.more:
            console.say(f"There is more: --limit {2 * limit} shows it.")
    return 2 if console.problems(found.problems) else 0


def _tell(console: Console, hit: "Hit") -> None:
    alike = f", {hit.alike}% alike" if hit.alike < 100 else ""
    console.out(f"{hit.path}:{hit.line}: {hit.status}{alike}")
    console.out(f"  {hit.source}")
    console.out(f"  {hit.target}")
