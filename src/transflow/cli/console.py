"""Where results, messages and progress go: results to standard output, the rest to standard error."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from transflow.cli import steps
from transflow.cli.exits import failed
from transflow.cli.terminal import holds_all, is_terminal, shown
from transflow.cli.verdict import given
from transflow.engines import Progress, no_progress
from transflow.errors import ConfigError, TransflowError
from transflow.files import as_spelled, within
from transflow.signs import visible

if TYPE_CHECKING:
    from transflow.pipeline.wording import Piece
    from transflow.site.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Console:
    """What every command is given."""

    directory: Path
    """The folder the command works in."""
    quiet: bool = False
    debug: bool = False
    """Whether to show where failures arose."""

    def site(self, glossaries: Sequence[str] | None = None, *, whole: bool = True) -> "Workspace":
        """Load the workspace that the command works in.

        Args:
            glossaries: Those that were named on the command line.
            whole: Whether every content root must exist.

        Raises:
            ConfigError: See `transflow.site.workspace.find`; also if it names a check that there is not.
        """
        from transflow.site import workspace  # noqa: PLC0415  keeps `--help` and `--version` quick
        from transflow.site.config import ChecksConfig  # noqa: PLC0415  keeps `--help` and `--version` quick

        found = workspace.find(self.directory, whole=whole, given=given(self.directory, glossaries or ()))
        if found.config.checks != ChecksConfig():
            from transflow import checks  # noqa: PLC0415  only a site that says something of its checks waits for them

            checks.settings(found.config.checks)
        # Told and no failure: a pattern may wait for its first file, and a slip in it looks just so.
        for told in found.idle_patterns():
            self.say(f"transflow: warning: {told}; correct it in transflow.yaml, or take it out")
        return found

    def out(self, text: str) -> None:
        """Print a result."""
        typer.echo(shown(text))

    def result(
        self,
        text: str,
        output: Path | None,
        *,
        plain: bool = False,
        exact: bool = False,
        orders: bool = False,
    ) -> None:
        """Print a result or write it to a file.

        Args:
            text: The result.
            output: The file.
            plain: Whether people read it: it is coloured on a terminal.
            exact: Whether other programs do: whoever wrote it made it harmless in the way of its format.
            orders: Whether it consists of orders to what runs a job of CI.

        Raises:
            TransflowError: The file cannot be written.
        """
        from transflow.files import write_given  # noqa: PLC0415  few commands write

        if output is not None:
            # `replace`: a file's name may hold bytes that are no letters, and UTF-8 has no place for them.
            written = (text if exact else visible(text)).encode("utf-8", "replace").decode()
            write_given(self.directory, str(output), f"{written}\n" if text else "")
        elif plain:
            self.show(text)
        # On a terminal nothing is exact: a page's text could move the cursor of whoever looks.
        elif exact and not is_terminal():
            data = text.encode("utf-8", "replace")
            # JSON and XML are UTF-8, whatever a person reads best.
            typer.echo(data.decode() if holds_all() else data)
        else:
            typer.echo(shown(text, orders=orders))

    def show(self, text: str) -> None:
        """Print a result that people read, in colour on a terminal; nothing if there is none."""
        from transflow.cli import colour  # noqa: PLC0415  see above

        if text:
            typer.echo(colour.painted(shown(text)) if colour.wanted() else shown(text))

    def data(self, value: Mapping[str, Any], output: Path | None = None) -> None:
        """Print a result as JSON, or write it to a file."""
        # Letters as they are: 中文 and not `\u4e2d\u6587`, for those who read it; but none may be lost.
        escaped = output is None and not holds_all()
        self.result(json.dumps(value, ensure_ascii=escaped, indent=2), output, plain=False)

    @property
    def asks(self) -> bool:
        """Whether a person is there to be asked: it is a terminal on both sides, and messages are wanted."""
        # Standard output may go to a file meanwhile: questions are asked on standard error.
        return not self.quiet and sys.stdin.isatty() and sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Print a message."""
        if not self.quiet:
            typer.echo(shown(text), err=True)

    def table(self, rows: Sequence[Sequence[str]], output: Path | None = None) -> None:
        """Print aligned columns, or write them to a file."""
        there = output is None and sys.stdout.isatty()
        lines = map("  ".join, _padded(rows, shutil.get_terminal_size().columns if there else 0))
        # The last column's padding would wrap on a narrow terminal.
        self.result("\n".join(map(str.rstrip, lines)), output, plain=True)

    def problems(self, problems: Sequence[TransflowError]) -> bool:
        """Print one line for each failure; whether there was any."""
        for problem in problems:
            failed(problem, debug=self.debug)
        return bool(problems)

    def relative(self, root: Path, paths: Sequence[str] | None) -> tuple[str, ...]:
        """Return paths given on the command line as paths of the workspace.

        Raises:
            ConfigError: One lies outside it.
        """
        found = []
        for path in paths or ():
            inner = within(root, self.directory, path)
            if inner is None:
                raise ConfigError(
                    f"{path} lies outside the workspace {root.name}", hint="name a page of the workspace"
                )
            # With `/` on Windows too, as pages are named everywhere else.
            found.append(as_spelled(root, inner))
        return tuple(found)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show a progress bar on standard error while inside, or a line now and then if that is no terminal."""
        if self.quiet:
            yield no_progress
            return
        # A log would hold every step of a bar.
        if not sys.stderr.isatty():
            yield steps.told(lambda text: self.say(f"transflow: {text}"))
            return
        from transflow.cli.bar import shown  # noqa: PLC0415  a tenth of a second that only a bar needs

        with shown() as show:
            yield show


_MARKS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
"""As in git's word diff."""


def marked(pieces: "Iterable[Piece]") -> str:
    """Return two texts that were compared as one, with what is only in the old one and only in the new one marked."""
    return "".join(_MARKS[piece.mark].format(piece.text) for piece in pieces)


def _padded(rows: Sequence[Sequence[str]], room: int) -> list[Sequence[str]]:
    """Return rows with spaces behind their texts, so that each takes as many columns of a terminal as the widest.

    Args:
        rows: The texts.
        room: Columns of the terminal; 0 if it is none. A text for which they are too few is left as it is, and is not
            what others are made as wide as: one long path would break the lines of all.
    """
    widths = [[_width(text) for text in row] for row in rows]
    most = [max(column) for column in zip(*widths, strict=True)]
    if room and most and sum(most) + 2 * len(most) - 2 > room:
        at = most.index(max(most))
        left = room - (sum(most) + 2 * len(most) - 2 - most[at])
        most[at] = max((row[at] for row in widths if row[at] <= left), default=0)
    return [
        [text + " " * (wide - width) for text, width, wide in zip(row, taken, most, strict=True)]
        for row, taken in zip(rows, widths, strict=True)
    ]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Han character two, a combining accent none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415  only texts of other letters need it

    return cell_len(text)
