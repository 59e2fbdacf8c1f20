"""`transflow approve`: a translation has been read and is right."""

from typing import Annotated

import typer

from transflow.cli.console import Console, Format, FormatOption, LanguageOption

NAME = "approve"
EXAMPLE = (
    "Example: transflow approve content/a.en.md   or: transflow approve content/a.md --language en --undo"
)


def command(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(help="Translations, or sources or folders of such.", metavar="PATH")
    ],
    language: LanguageOption = None,
    by: Annotated[
        str, typer.Option("--by", help="Who approves; by default the author git knows.", metavar="NAME")
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the approval back.")] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Approve translations as they stand. They are published, and only a person changes them from now on."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.site import config  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = config.find(console.directory)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    done = api.approve(site, wanted, by=by, undo=undo)
    if fmt is Format.JSON:
        console.data({"version": 1, "pages": [result.as_json for result in done.results]})
    else:
        for result in done.results:
            what = "again" if undo else "settled"
            ended = f", {result.conflicts} in conflict {what}" if result.conflicts else ""
            told = "" if result.written else " already"
            console.out(f"{result.pair.target} is {result.status}{told}{ended}")
    return 2 if console.problems(done.problems) else 0
