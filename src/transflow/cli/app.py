"""The application: its commands, the options they share, and the one place where failures become exit codes."""

import sys
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from transflow import __version__
from transflow.cli import (
    adopt,
    approve,
    check,
    clean,
    diff,
    explain,
    export,
    find,
    glossary,
    import_file,
    init,
    models,
    plan,
    report,
    resolve,
    review,
    status,
    translate,
)
from transflow.cli.console import Console
from transflow.cli.exits import ERROR, FINE, INTERRUPTED, failed, told
from transflow.cli.grammar import GRAMMAR
from transflow.cli.values import spared
from transflow.cli.verdict import refuse_options
from transflow.errors import ConfigError

_ADDRESS = GRAMMAR["mail-behind-name"]

if TYPE_CHECKING:
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

_DEBUG = "--debug"
_VERBOSE = "--verbose"
_SHARED = ("-q", "--quiet", "-C", "--directory", _DEBUG, "--version")
"""What is asked of transflow itself, whatever the command."""


class Group(TyperGroup):
    """Commands below one name."""

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        """Return the parameters, which read their values in our way."""
        return spared(super().get_params(ctx))


app = typer.Typer(
    name="transflow",
    cls=Group,
    help="Plan, draft and track translations of Markdown pages that live in Git.",
    no_args_is_help=True,
    # A failure is one line of ours (`exits`), and a bug keeps Python's own traceback.
    pretty_exceptions_enable=False,
    # `[x]` in a help text is text, and rich takes 60 ms to import.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Command(TyperCommand):
    """A command whose help names arguments as messages do, without the types that they have in Python."""

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        """Return the parameters, which read their values in our way."""
        return spared(super().get_params(ctx))

    def format_options(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write what there is to say of arguments and options."""
        for kind, title in (("argument", "Arguments"), ("option", "Options")):
            params = (param for param in self.get_params(ctx) if param.param_type_name == kind)
            rows = [row for row in (param.get_help_record(ctx) for param in params) if row]
            if kind == "argument":
                # Typer writes `PAGE <text>`.
                rows = [(_ADDRESS.sub("", name), told) for name, told in rows]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


for module in (
    init,
    plan,
    translate,
    status,
    diff,
    resolve,
    approve,
    review,
    adopt,
    clean,
    check,
    report,
    explain,
    find,
    export,
    import_file,
):
    app.command(module.NAME, epilog=module.EXAMPLE, cls=Command)(module.command)
for name, group in (("glossary", glossary.app), ("models", models.app)):
    for inner in group.registered_commands:
        # Registered where they are written, and so without our class.
        inner.cls = Command
    app.add_typer(group, name=name, cls=Group)


def _version(context: typer.Context, wanted: bool) -> None:
    if wanted:
        # `--version` is eager: it is answered before `--verbose` is read, which is why `run` hands that in.
        typer.echo(
            "\n".join(_about() if context.find_root().obj is _VERBOSE else (f"transflow {__version__}",))
        )
        raise typer.Exit


def _about() -> Iterator[str]:
    # What reads the metadata of packages takes some ten milliseconds to import, and few ask.
    from transflow.cli import about  # noqa: PLC0415  see above

    return about.lines()


@app.callback()
def shared(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Option("-C", "--directory", help="Work as if started in this folder.", metavar="DIR")
    ] = Path(),
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help="No progress and no messages, only results.")
    ] = False,
    debug: Annotated[
        bool, typer.Option(_DEBUG, help="Show where in the code each failure arose, an engine's too.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    _verbose: Annotated[
        bool,
        typer.Option(_VERBOSE, help="With --version: also what a report of a bug should say of the machine."),
    ] = False,
) -> None:
    """Plan, draft and track translations of Markdown pages that live in Git.

    Raises:
        ConfigError: The folder to work in does not exist.
    """
    if not directory.is_dir():
        told = "is no folder" if directory.exists() else "there is no such folder"
        raise ConfigError(told, str(directory), hint="correct -C")
    context.obj = Console(directory, quiet=quiet, debug=debug)


def _refused(error: TyperException) -> int:
    """Tell what is wrong with a command line and where its help is; of one that names no command, that help."""
    context = getattr(error, "ctx", None)
    # A group without a command: the whole help is the message then.
    if context and error.message == context.get_help():
        typer.echo(error.message)
        return ERROR
    command = context.command_path if context else "transflow"
    name = getattr(error, "option_name", "")
    if name in _SHARED:
        return told(f"{name} stands before the command: {command.replace(' ', f' {name} ', 1)}")
    return told(f"{error.format_message().rstrip('.')} (see `{command} --help`)")


# Made of every command's signature, which takes longer than many a command: once a process, and only if one is run.
_command = cache(partial(typer.main.get_command, app))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; the only place that turns exceptions into exit codes."""
    try:
        refuse_options(arguments)
        verbose = (
            _VERBOSE if _VERBOSE in arguments else None
        )  # `--version` is answered before it would be read
        # Not in standalone mode, in which Typer exits by itself and prints failures its own way.
        code = _command().main(list(arguments), prog_name="transflow", standalone_mode=False, obj=verbose)
        # Here, where a closed pipe is still told as one; at the process's end Python would print a traceback.
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer exits by itself on a closed pipe, and on nothing else
        sys.stdout = None  # whoever read the output has gone: nothing is left to flush
        return FINE
    except TyperException as error:
        return _refused(error)
    # Ctrl-C or Ctrl-D at a prompt.
    except typer.Abort:
        return failed(KeyboardInterrupt())
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  every failure becomes an exit code here
        return failed(error, debug=_DEBUG in arguments)
    if code == INTERRUPTED:  # typer makes this of an interruption inside a command
        return failed(KeyboardInterrupt())
    return code if isinstance(code, int) else FINE
