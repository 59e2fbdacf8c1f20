"""`diff`: what changed in a source page since it was translated, text by text, and who owns the translation."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from transflow import tracker
from transflow.document import Document
from transflow.errors import TransflowError
from transflow.model import Block, UnitKind
from transflow.pipeline.reviewed import Match, Reviewed, running
from transflow.pipeline.wording import Piece, compare
from transflow.site.picture import overview
from transflow.site.translations import Filter, Overview, Translation
from transflow.site.workspace import Pair, Workspace
from transflow.tracker import Link

What = Literal["changed", "added", "removed", "moved", "kind", "terms"]
Owner = Literal["machine", "person", "nobody"]


@dataclass(frozen=True, slots=True)
class Change:
    """One unit or verbatim block whose source changed."""

    what: What
    kind: str
    """A `UnitKind` or `VerbatimKind`."""
    line: int
    """1-based line in the source page; 0 if it is gone from there."""
    target_line: int
    """1-based line in the translation; 0 if nothing of it stands there."""
    old: str
    """What the source said when it was translated; empty for something new."""
    new: str
    """What it says now; empty if it is gone."""
    translation: str
    """What stands in the translation."""
    owner: Owner
    """Who wrote that, `nobody` if nothing stands there: a machine's text is redrafted, a person's is a conflict."""
    key: str = ""
    """Of a front-matter value its key path."""
    was: str = ""
    """Of `kind`, what the block was: `heading 2`, `paragraph`."""
    now: str = ""
    """Of `kind`, what it is."""
    waits: bool = False
    """Whether it waits for a person: `resolve` takes its address."""
    term: str = ""
    """What the glossary says now, where the draft fails it: `市盈率 should be 'P/E'`."""
    draft: str = ""
    """In a conflict, the new draft that waits in the record; empty if there is none of what the source says now."""
    matches: tuple[Match, ...] = ()
    """Reviewed sentences of other pages that are like what the source says now."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The two texts of the source compared word by word, characters of Chinese and Japanese one by one."""
        return tuple(compare(self.old, self.new))

    @property
    def as_json(self) -> dict[str, Any]:
        """The change of `diff --format json`."""
        return {
            "what": self.what,
            "kind": self.kind,
            "line": self.line,
            "target_line": self.target_line,
            "old": self.old,
            "new": self.new,
            "pieces": [[piece.mark, piece.text] for piece in self.pieces],
            "translation": self.translation,
            "owner": self.owner,
            "key": self.key,
            "was": self.was,
            "now": self.now,
            "waits": self.waits,
            "term": self.term,
            "draft": self.draft,
            "matches": [match.as_json for match in self.matches],
        }


@dataclass(frozen=True, slots=True)
class PageDiff:
    """What changed in the source of one translation."""

    pair: Pair
    state: str
    changes: tuple[Change, ...]

    @property
    def as_json(self) -> dict[str, Any]:
        """The page of `diff --format json`."""
        return {
            **self.pair.as_json,
            "state": self.state,
            "changes": [change.as_json for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed in the sources of the translations that were asked for."""

    pages: tuple[PageDiff, ...]
    """Translations that are recorded, with changes or without."""
    seen: Overview

    @property
    def problems(self) -> tuple[TransflowError, ...]:
        """Pages that could not be read."""
        return self.seen.problems


def diff(workspace: Workspace, wanted: Filter = Filter()) -> Diff:
    """Compare source pages with what they said when they were translated.

    Raises:
        ConfigError: A name given on the command line is wrong.
    """
    seen = overview(workspace, wanted)
    reviewed = Reviewed(workspace)
    pages = tuple(
        PageDiff(item.pair, item.state, tuple(_with_matches(item, reviewed)))
        for item in seen.translations
        if item.source and item.target and item.record
    )
    return Diff(pages, replace(seen, problems=(*seen.problems, *reviewed.problems)))


def _with_matches(item: Translation, reviewed: Reviewed) -> Iterator[Change]:
    assert item.source is not None  # `diff` asks for no other
    assert item.target is not None
    for change in _changes(item, item.source, item.target):
        # What is gone or moved needs no rendering, and code has none.
        if change.what not in ("changed", "added") or change.kind not in get_args(UnitKind):
            yield change
            continue
        text = running(change.new, change.kind, item.source.dialect)
        # By the page's own language: a site may have sources in several.
        languages = {"source": item.origin, "target": item.pair.language}
        yield replace(change, matches=reviewed.elsewhere(item.pair.target, text, **languages))


def changes_of(item: Translation) -> Iterator[Change]:
    """Yield what changed in the source page of a translation since, without what is like it elsewhere."""
    if item.source and item.target and item.record:
        yield from _changes(item, item.source, item.target)


def _changes(item: Translation, source: Document, target: Document) -> Iterator[Change]:
    for link in item.comparison.links if item.comparison else ():
        there = source.blocks[link.source] if link.source is not None else None
        old = link.row.source if link.row else ""
        pending = link.row.pending if link.row else None
        # A redraft without a changed source is one for its terms or its kind, told below.
        if link.fate in ("redraft", "conflict", "drop") and not (there and there.text == old):
            # A text that came anew while a person's stood there has no old source, only one that waits.
            waiting = there is not None and not old and pending is not None
            yield _change(source, target, link, "" if waiting else old, there)
        elif link.moved and there is not None:
            yield _change(source, target, link, there.text, there)
        elif link.source is not None and (term := item.terms.get(link.source)):
            yield replace(_change(source, target, link, old, there), what="terms", term=term)


def _change(source: Document, target: Document, link: Link, old: str, there: Block | None) -> Change:
    standing = target.blocks[link.target] if link.target is not None else None
    new = there.text if there else ""
    # In this order: what is gone has no new text, and what has no old text came.
    what: What = "removed" if there is None else "moved" if old == new else "changed" if old else "added"
    was, now = _kinds(source, link) if what == "moved" else ("", "")
    what = "kind" if was else what
    # A text that is gone from the source is named by what stands for it.
    block = there or standing
    return Change(
        what=what,
        kind=block.kind if block else "",
        line=source.line(there.start) if there else 0,
        target_line=target.line(standing.start) if standing else 0,
        old=old,
        new=new,
        translation=standing.text if standing else "",
        key=block.key if block and block.kind == "front-matter" else "",
        was=was,
        now=now,
        waits=link.fate == "conflict",
        # An approved draft is a person's as well: `edited` says so of both.
        owner="nobody" if standing is None else "person" if link.edited else "machine",
        draft=_waiting(source, link, there),
    )


def _kinds(source: Document, link: Link) -> tuple[str, str]:
    """Return what a block was and what it is now, with the level of a heading; empty if that is the same."""
    if link.row is None or link.source is None or not tracker.other_kind(link.row, source, link.source):
        return "", ""
    block = source.blocks[link.source]
    known = (link.row.kind, link.row.level), (block.kind, source.level(block))
    was, now = (f"{kind} {level}" if level else kind for kind, level in known)
    return was, now


def _waiting(source: Document, link: Link, there: Block | None) -> str:
    """Return the draft on record of what a block says now, for a person to take or leave."""
    pending = link.row.pending if link.row else None
    # The source may have changed once more since that draft was made: then it is one of another text.
    known = pending is not None and there is not None and tracker.same_source(source, there, pending.source)
    return (pending.draft or "") if pending is not None and known else ""
