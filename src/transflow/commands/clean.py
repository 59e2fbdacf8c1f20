"""`clean`: takes away what nobody misses: leftovers of killed runs, records of nothing, machine-made orphans."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from transflow import document, frontmatter, tracker
from transflow.bitext import Bitext
from transflow.document import Document
from transflow.errors import TransflowError
from transflow.frontmatter.nodes import walk
from transflow.site.picture import overview
from transflow.site.records import records
from transflow.site.save import alone, check_page
from transflow.site.translations import Overview, Translation, said_of
from transflow.site.workspace import Pair, Workspace
from transflow.way import STATE_DIR

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
    """Orphans in which a person wrote or approved something, or may have: a comment, a rule between texts."""
    problems: tuple[TransflowError, ...]


def clean(workspace: Workspace, *, orphans: bool = False, dry_run: bool = False) -> Cleaning:
    """Remove leftovers; no text that a person wrote or approved is ever among them.

    Args:
        workspace: Where.
        orphans: Whether translations whose source is gone go too, if they are wholly a machine's.
        dry_run: Only say what would go.
    """
    with nullcontext() if dry_run else alone(workspace):  # what a run that goes on is writing is no leftover
        seen = overview(workspace)
        # On disk too: what the listing leaves out may still be there.
        gone = [i for i in seen.translations if orphans and i.state == "orphan" and not _exists(workspace, i)]
        machines = [item for item in gone if _is_a_machines(item)]
        leftovers = [*_temporary(workspace), *_records(workspace, seen)]
        for item in machines:
            leftovers.append(Leftover(item.pair.target, "orphan"))
            leftovers.append(Leftover(workspace.record_path(item.pair), "record"))
        problems = list(seen.problems)
        done = leftovers if dry_run else list(_removed(workspace, leftovers, machines, problems))
    return Cleaning(
        tuple(done), tuple(item.pair.target for item in gone if item not in machines), tuple(problems)
    )


def _exists(workspace: Workspace, item: Translation) -> bool:
    return workspace.disk.has(item.pair.source)


def _removed(
    workspace: Workspace,
    leftovers: Sequence[Leftover],
    machines: Sequence[Translation],
    problems: list[TransflowError],
) -> Iterator[Leftover]:
    """Remove what can go, and yield what went; a page that somebody changed since it was read stays."""
    said = {item.pair.target: item.target.text for item in machines if item.target}
    page_of = {workspace.record_path(item.pair): item.pair.target for item in machines}
    for leftover in leftovers:
        # Its record goes only after it: what a page is made of is not forgotten while it stands.
        if leftover.path in page_of and workspace.disk.has(page_of[leftover.path]):
            continue  # the page stays
        try:
            if leftover.path in said:
                # Somebody may have begun to write in it since it was read.
                check_page(workspace, leftover.path, said[leftover.path])
            workspace.disk.remove(leftover.path)
            yield leftover
        except TransflowError as error:
            problems.append(error)


def _temporary(workspace: Workspace) -> Iterator[Leftover]:
    """Yield what killed runs were writing."""
    roots = dict.fromkeys([STATE_DIR, *(content.root for content in workspace.config.content)])
    found = {path for root in roots for path in workspace.disk.list(root, ".tmp", every=True)}
    for path in sorted(found):
        # Only what `files` names so: another `.tmp` is somebody's.
        if PurePosixPath(path).name.startswith(".transflow-"):
            yield Leftover(path, "temporary")


def _records(workspace: Workspace, seen: Overview) -> Iterator[Leftover]:
    """Yield records whose source page is gone and whose translation is too."""
    known = {workspace.record_path(item.pair) for item in seen.translations}
    # A page that was renamed and not drafted since has its record under the old name.
    known |= {_record_of(workspace, item.record) for item in seen.translations if item.record}
    # A record that cannot be read may be somebody's whole work.
    broken = {problem.path for problem in seen.problems}
    for path in records(workspace):
        if path not in known and path not in broken and not workspace.disk.has(_source_of(path)):
            yield Leftover(path, "record")


def _record_of(workspace: Workspace, record: Bitext) -> str:
    """Return where a record is kept by its own word; the source page may have been renamed since."""
    said = record.header
    return workspace.record_path(Pair(said.source, said.target, said.language))


def _source_of(record: str) -> str:
    inner = record.removeprefix(f"{STATE_DIR}/bitext/").removesuffix(".jsonl")
    return inner.partition("/")[2]


def _is_a_machines(item: Translation) -> bool:
    """Whether nobody wrote or approved anything in an orphan."""
    if item.target is None or item.record is None or not _is_headed_as_drafted(item.target, item.record):
        return False
    # Compared with an empty page: then all that is left in the translation shows whose it is.
    nothing = document.parse("", item.pair.source, item.target.dialect)
    seen = tracker.compare(nothing, item.record.rows, item.target)
    known = {link.target for link in seen.links if link.row}
    # Keys, comments and rules that no row knows may be a person's.
    return known.issuperset(range(len(item.target.blocks))) and not (
        any(link.edited for link in seen.links) or any(tag == "hr" for _, tag, _ in item.target.shape)
    )


def _is_headed_as_drafted(target: Document, record: Bitext) -> bool:
    """Whether the front matter says nothing that drafting does not; whose a comment is cannot be told."""
    front, about = target.front, said_of(target)
    if target.is_silent:
        return not any(frontmatter.comments(target.text, front))
    return (
        front.data.get("lang") in (record.header.language, [record.header.language])
        and frontmatter.truth(front.data.get("draft")) is True
        # `stale: true` is a mark of ours, there or not.
        and {**about, "stale": True} == {"source": record.header.source, "status": "draft", "stale": True}
        and all(entry.named for _, entry in walk(front.root))
        and not any(frontmatter.comments(target.text, front))
    )
