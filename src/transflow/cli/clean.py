"""`transflow clean`: takes away what nobody misses."""

from typing import Annotated

import typer

from transflow.cli.arguments import Format, FormatOption
from transflow.cli.console import Console

NAME = "clean"
EXAMPLE = "Example: transflow clean --orphans --dry-run"


def command(
    context: typer.Context,
    orphans: Annotated[
        bool,
        typer.Option("--orphans", help="Also translations whose source is gone and that nobody touched."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be removed, and do nothing.")
    ] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Remove leftovers of killed runs. Records of nothing go too and, if asked, machine-made orphans."""
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    done = api.clean(console.site(), orphans=orphans, dry_run=dry_run)
    if fmt is Format.JSON:
        removed = [{"path": leftover.path, "what": leftover.what} for leftover in done.leftovers]
        console.data({"version": 1, "removed": removed, "kept": list(done.kept)})
    else:
        verb = "would remove" if dry_run else "removed"
        for leftover in done.leftovers:
            console.out(f"{verb} {leftover.path} ({leftover.what})")
        for path in done.kept:
            console.say(f"kept {path}: a person wrote or approved something in it, or may have")
        if not done.leftovers:
            console.say("Nothing to remove.")
    return 2 if console.problems(done.problems) else 0
