"""What `check` is asked and what it answers, for its command and for the hooks."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transflow.cli.exits import ERROR, FINE, NO
from transflow.errors import ConfigError, TransflowError
from transflow.files import stands

if TYPE_CHECKING:
    from transflow.api import Filter
    from transflow.reports import Format
    from transflow.site.scope import Scope
    from transflow.site.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What `check` is asked for, as on its command line."""

    paths: tuple[str, ...] = ()
    """As given: relative to the folder it works in."""
    languages: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    fmt: str = "text"
    max_risk: int | None = None
    """None for what the configuration says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it answers."""

    printed: str
    summary: str
    problems: tuple[TransflowError, ...]
    failed: bool

    @property
    def code(self) -> int:
        """The exit code."""
        # What could not be read wins: nobody knows what it would have said.
        return ERROR if self.problems else NO if self.failed else FINE


def answer(
    site: "Workspace", part: "Workspace", wanted: "Filter", scope: "Scope | None", asked: Asked
) -> Answer:
    """Check a part of a workspace.

    Raises:
        ConfigError: There is no such format, language, path or check.
    """
    from transflow import checks  # noqa: PLC0415  nothing of it is needed to read a command line
    from transflow.commands import check, report  # noqa: PLC0415
    from transflow.reports import CHECK_FORMATS  # noqa: PLC0415

    form = chosen(CHECK_FORMATS, asked.fmt)
    settings = checks.settings(site.config.checks, asked.select, asked.ignore, asked.max_risk)
    checked = check.check(part, wanted, settings, scope)
    # About the whole site, since a report names it, though only a part was checked.
    result = report.report(site, checked)
    return Answer(form(result), result.summary, checked.problems, checked.failed(strict=asked.strict))


def given(folder: Path, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the glossaries that the person names: on the command line, and in `TRANSFLOW_GLOSSARIES`."""
    # From the environment too, since a hook's command line stands in a file of the repository.
    said = (*names, *os.environ.get("TRANSFLOW_GLOSSARIES", "").split(os.pathsep))
    # Made whole here: the workspace may lie elsewhere, and these names are the person's.
    return tuple(os.path.normpath(folder.absolute() / Path(name).expanduser()) for name in said if name)


def refuse_options(arguments: Sequence[str]) -> None:
    """Make sure that no file is named as an option is: whoever hands names to a command would give an order.

    Raises:
        ConfigError: There is one.
    """
    for word in arguments:
        if word == "--":
            return
        # `transflow check *` gives an order where somebody committed a file called `--fix`.
        if word.startswith("-") and stands(Path(word)):
            hint = "rename it, or name it behind `--`"
            raise ConfigError("a file has the name of an option", word, hint=hint)


def listed(text: str) -> tuple[str, ...]:
    """Read a comma-separated list from the command line."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def chosen(formats: "Mapping[str, Format]", name: str) -> "Format":
    """Return a format by its name.

    Raises:
        ConfigError: There is no such format.
    """
    if name not in formats:
        from transflow.reports import CHECK_FORMATS, REPORT_FORMATS  # noqa: PLC0415  only a mistake asks

        # `check --format html` is a natural thing to try, and the other command has it.
        other = "check" if name in CHECK_FORMATS else "report" if name in REPORT_FORMATS else ""
        elsewhere = f"; `transflow {other} --format {name}` has it" if other else ""
        raise ConfigError(f"unknown format {name!r}", hint=f"one of {', '.join(formats)}{elsewhere}")
    return formats[name]
