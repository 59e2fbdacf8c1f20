"""`transflow init`: a `transflow.yaml` for a site."""

import json
from typing import Annotated

import typer

from transflow.cli.console import Console

NAME = "init"
EXAMPLE = "Example: transflow init --target en   or: transflow init --schema > transflow.schema.json"


def command(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Option("--source", help="Language of the source pages; found out by default.", metavar="TAG"),
    ] = "",
    target: Annotated[
        list[str] | None,
        typer.Option("--target", help="Language to translate into; found out by default.", metavar="TAG"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of transflow.yaml, for editors.")
    ] = False,
) -> int:
    """Look at a site, propose a transflow.yaml and write it."""
    from transflow.commands import init  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    if schema:
        console.out(json.dumps(init.schema(), ensure_ascii=False, indent=2))
        return 0
    proposal = init.propose(console.directory, source, tuple(target or ()))
    if not dry_run:
        init.write(console.directory, proposal)
    console.out(proposal.text.rstrip("\n"))
    for reason in proposal.reasons:
        console.say(f"seen: {reason}")
    console.say("Nothing was written." if dry_run else "wrote transflow.yaml; next: transflow plan")
    return 0
