"""`clean`: takes away what nobody misses: leftovers of killed runs, records of nothing, machine-made orphans."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from transflow import document, tracker
from transflow.bitext import Bitext
from transflow.errors import DocumentError, TransflowError
from transflow.workflow.overview import Overview, Translation, overview, record_name
from transflow.workflow.records import records
from transflow.workspace import STATE_DIR, Pair, Workspace

What = Literal["orphan", "record", "temporary"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that can go."""

    path: str
    """Relative to the workspace."""
    what: What
    """`orphan`: a machine's translation of a page that is gone. `record`: the record of a translation that is gone
    like its source. `temporary`: what a killed run was writing."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What can go, or went, and what has to stay."""

    leftovers: tuple[Leftover, ...]
    kept: tuple[str, ...]
    """Orphans in which a person wrote or approved something."""
    problems: tuple[TransflowError, ...]


def clean(workspace: Workspace, *, orphans: bool = False, dry_run: bool = False) -> Cleaning:
    """Remove leftovers; no text that a person wrote or approved is ever among them.

    Args:
        workspace: Where.
        orphans: Whether translations whose source is gone go too, if they are wholly a machine's.
        dry_run: Only say what would go.
    """
    seen = overview(workspace)
    leftovers = [*_temporary(workspace), *_records(workspace, seen)]
    kept: list[str] = []
    for item in seen.translations if orphans else ():
        if item.state == "orphan" and not (workspace.root / item.pair.source).exists():
            if _is_a_machines(item):
                leftovers.append(Leftover(item.pair.target, "orphan"))
                leftovers.append(Leftover(record_name(workspace, item.pair), "record"))
            else:
                kept.append(item.pair.target)
    problems = list(seen.problems)
    done: list[Leftover] = []
    for leftover in leftovers:
        try:
            if not dry_run:
                _remove(workspace.root / leftover.path, leftover.path)
            done.append(leftover)
        except TransflowError as error:
            problems.append(error)
    return Cleaning(tuple(done), tuple(kept), tuple(problems))


def _temporary(workspace: Workspace) -> Iterator[Leftover]:
    """Yield what killed runs were writing."""
    roots = dict.fromkeys([STATE_DIR, *(content.root for content in workspace.config.content)])
    found = (path for root in roots for path in (workspace.root / root).rglob(".transflow-*.tmp"))
    for path in sorted(set(found)):
        yield Leftover(path.relative_to(workspace.root).as_posix(), "temporary")


def _records(workspace: Workspace, seen: Overview) -> Iterator[Leftover]:
    """Yield records whose source page is gone and whose translation is too."""
    known = {record_name(workspace, item.pair) for item in seen.translations}
    known |= {_record_of(workspace, item.record) for item in seen.translations if item.record}
    broken = {problem.path for problem in seen.problems}
    for path in records(workspace):
        if path not in known and path not in broken and not _source_of(workspace, path).exists():
            yield Leftover(path, "record")


def _record_of(workspace: Workspace, record: Bitext) -> str:
    """Return where a record is kept by its own word; the source page may have been renamed since."""
    said = record.header
    return record_name(workspace, Pair(said.source, said.target, said.language))


def _source_of(workspace: Workspace, record: str) -> Path:
    inner = record.removeprefix(f"{STATE_DIR}/bitext/").removesuffix(".jsonl")
    return workspace.root / inner.partition("/")[2]


def _is_a_machines(item: Translation) -> bool:
    """Whether nobody wrote or approved anything in an orphan."""
    if item.target is None or item.record is None or item.status == "reviewed":
        return False
    nothing = document.parse("", item.pair.source, item.target.dialect)
    seen = tracker.compare(nothing, item.record.rows, item.target)
    known = {link.target for link in seen.links}
    own_keys = any(n not in known for n, block in enumerate(item.target.blocks) if block.top < 0)
    return not own_keys and not any(link.edited for link in seen.links)


def _remove(path: Path, shown: str) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DocumentError(f"cannot be removed: {error.strerror}", shown, hint="check permissions") from None
