"""The progress bar of long work; imported only where there is a terminal to show it."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from transflow.engines import Progress


class _Speed(ProgressColumn):
    """How much is done a second."""

    def render(self, task: Task) -> Text:
        """Return the speed of a bar; nothing before there is one."""
        # A bar that is done keeps its speed; the other one is none any more.
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "")


@contextmanager
def shown() -> Iterator[Progress]:
    """Show what is told while inside, a bar for each kind of work, on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Speed(),
        TimeRemainingColumn(),
    )
    # Transient: what stays on the terminal are results and messages.
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            # Kinds of work come up as the run goes on: converting, drafting, pages.
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show
