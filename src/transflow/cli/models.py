"""`transflow models`: which engines are ready, and Argos packages in and out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.console import Console, Format, FormatOption
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.engines.packages import Outcome

app = typer.Typer(
    help="List engines and models; install and remove Argos packages.",
    epilog="Example: transflow models install zh en",
    no_args_is_help=True,
)

SourceArgument = Annotated[str, typer.Argument(help="Source language.", metavar="SOURCE")]
TargetArgument = Annotated[str, typer.Argument(help="Target language.", metavar="TARGET")]


@app.command("list", epilog="Example: transflow models list --available")
def listing(
    context: typer.Context,
    available: Annotated[
        bool, typer.Option("--available", help="What Argos' index offers (network).")
    ] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """List the Argos packages and the other engines that are installed."""
    from transflow.engines import packages, registry  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    if available:
        found = [(offer.source, offer.target, offer.version) for offer in packages.available()]
    else:
        found = [(package.source, package.target, package.version) for package in packages.installed()]
    if fmt is Format.JSON:
        keys = ("source", "target", "version")
        data = [dict(zip(keys, row, strict=True)) for row in found]
        console.data({"version": 1, "packages": data, "engines": list(registry.names())})
        return 0
    console.table([(f"{source} → {target}", version) for source, target, version in found])
    if not found:
        console.say("No Argos package is installed; `transflow models install zh en` fetches one.")
    if not available:
        console.say(f"engines: {', '.join(registry.names())}")
    return 0


@app.command(epilog="Example: transflow models install zh en   or: transflow models install FILE.argosmodel")
def install(
    context: typer.Context,
    what: Annotated[
        list[str], typer.Argument(help="Two languages, or a package file.", metavar="SOURCE TARGET | FILE")
    ],
) -> int:
    """Install an Argos package. It is that of a pair of languages, or one from a file."""
    from transflow import languages  # noqa: PLC0415  keeps `--help` quick
    from transflow.engines import packages  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    with console.progress() as progress:
        if len(what) == 1 and languages.is_tag(what[0]):
            hint = f"transflow models install {what[0]} TARGET"
            raise ConfigError(f"the target language beside {what[0]!r} is missing", hint=hint)
        if len(what) == 1:
            outcome = packages.install_file(console.directory / what[0], progress)
        elif len(what) == 2:
            outcome = packages.install_pair(what[0], what[1], progress)
        else:
            raise ConfigError("name two languages or one file", hint="transflow models install zh en")
    console.out(_told(outcome))
    return 0


@app.command(epilog="Example: transflow models remove zh en")
def remove(context: typer.Context, source: SourceArgument, target: TargetArgument) -> int:
    """Remove the Argos packages of a pair of languages."""
    from transflow.engines import packages  # noqa: PLC0415  keeps `--help` quick

    for package in packages.remove(source, target):
        context.obj.out(f"removed {package.source} → {package.target} {package.version}")
    return 0


@app.command(epilog="Example: transflow models prepare")
def prepare(
    context: typer.Context,
    source: SourceArgument = "zh",
    target: TargetArgument = "en",
) -> int:
    """Convert the embedded model now. Else the first draft does; it is done once a machine."""
    from transflow.engines import registry  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    with console.progress() as progress:
        engine = registry.open_engine("embedded", source, target, threads=0, progress=progress)
    console.out(f"ready: {engine.identity}")
    return 0


def _told(outcome: "Outcome") -> str:
    package = outcome.package
    return (
        f"{outcome.action} {package.source} → {package.target} {package.version} ({Path(package.path).name})"
    )
