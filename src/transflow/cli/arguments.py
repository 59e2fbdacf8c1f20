"""The options and arguments that commands share: each has one flag and one sentence, whatever it is asked of."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from transflow.cli.options import OPTIONS


class Format(StrEnum):
    """How data is printed."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
LanguageOption = Annotated[list[str] | None, OPTIONS["language"].typer]
PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        help="Pages or folders, sources or translations; all by default.",
        metavar="PATH",
        show_default=False,
    ),
]
OutputOption = Annotated[Path | None, OPTIONS["output"].typer]
GlossaryOption = Annotated[list[str] | None, OPTIONS["glossary"].typer]
FailOnOption = Annotated[
    str,
    typer.Option(
        "--fail-on", help="Exit with 1 if a translation is in one of these states.", metavar="STATE,…"
    ),
]
StateOption = Annotated[
    str, typer.Option("--state", help="Only translations in these states.", metavar="STATE,…")
]
ByOption = Annotated[
    str, typer.Option("--by", help="Who approves; by default the author git knows.", metavar="NAME")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
SelectOption = Annotated[str, OPTIONS["select"].typer]
IgnoreOption = Annotated[str, OPTIONS["ignore"].typer]
