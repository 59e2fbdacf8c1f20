"""The application: its commands, the options they share, and the one place where failures become exit codes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from transflow import __version__
from transflow.cli import (
    adopt,
    approve,
    check,
    clean,
    diff,
    explain,
    glossary,
    init,
    models,
    plan,
    report,
    status,
    translate,
)
from transflow.cli.console import Console
from transflow.cli.failing import FINE, INTERRUPTED, failed, told

app = typer.Typer(
    name="transflow",
    help="Plan, draft and track translations of Markdown pages that live in Git.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (init, plan, translate, status, diff, approve, adopt, clean, check, report, explain):
    app.command(module.NAME, epilog=module.EXAMPLE)(module.command)
app.add_typer(glossary.app, name="glossary")
app.add_typer(models.app, name="models")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"transflow {__version__}")
        raise typer.Exit


@app.callback()
def shared(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("-C", "--directory", help="Work as if started in this folder.", metavar="DIR")
    ] = Path(),
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress and no messages, only results.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Plan, draft and track translations of Markdown pages that live in Git."""
    context.obj = Console(directory, quiet=quiet)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; the only place that turns exceptions into exit codes."""
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="transflow", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer exits by itself on a closed pipe, and on nothing else
        sys.stdout = None  # whoever read the output has gone: nothing is left to flush
        return FINE
    except TyperException as error:
        return told(f"{error.format_message().rstrip('.')} (see `transflow --help`)")
    except typer.Abort:
        return failed(KeyboardInterrupt())
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  every failure becomes an exit code here
        return failed(error)
    if code == INTERRUPTED:  # typer makes this of an interruption inside a command
        return failed(KeyboardInterrupt())
    return code if isinstance(code, int) else FINE
