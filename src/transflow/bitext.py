"""The record of a translation: what its source said, and the draft a machine made of it.

One file a translation, `.transflow/bitext/<lang>/<source path>.jsonl`: a header line, then a JSON object a unit or
verbatim block in the order of the source page, with an empty line between them so that git merges neighbouring
edits. Source *text* is kept, never a hash.
"""

from collections.abc import Iterator

import msgspec
from msgspec import structs

from transflow.errors import DocumentError
from transflow.files import Tree, read_text
from transflow.grammar import GRAMMAR

VERSION = 1


class RecordedFault(msgspec.Struct, frozen=True):
    """Something about a draft that needs a person."""

    code: str
    message: str


class Pending(msgspec.Struct, frozen=True):
    """A conflict: the source changed under a text that only a person may change."""

    source: str
    """What the source says now; empty if it is gone."""
    draft: str | None
    """What an engine makes of it."""
    target: str
    """The person's text when the conflict was noticed, empty if there was none; another text there settles it."""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One unit or verbatim block.

    A row without source is a text that the translator added, or, with `pending`, one whose place in the translation
    a person has to find.
    """

    kind: str
    """A `UnitKind` or `VerbatimKind`."""
    source: str
    """The source's text as last translated, copied or approved."""
    draft: str | None
    """The text that an engine produced for the unit, null if none did; for a verbatim block null means a plain copy."""
    verbatim: bool = False
    """Whether it is a verbatim block (copied) rather than a unit (translated)."""
    key: str = ""
    """Front-matter key path or shortcode argument."""
    engine: str = ""
    """Identity of the engine that made `draft`."""
    rung: str = ""
    """Which step of the translator's ladder made it."""
    findings: tuple[RecordedFault, ...] = ()
    risk: int | None = None
    """How likely `draft` is to need a person, from 0 to 100; None where no engine made it, or an older version did."""
    target: str = ""
    """The text that stood in the page when the row was written, if it is not `draft` or the plain copy. It only helps
    to find the text again; who owns it does not hang on it."""
    absent: bool = False
    """Nothing of it stood in the translation when the row was written: a person took it out, or has yet to put it in."""
    approved: bool = False
    """Somebody approved the text that stands in the page; it is human-owned from then on."""
    approved_on: str = ""
    """The day (ISO 8601) on which somebody did; empty if nobody took it down."""
    was: tuple[str, ...] = ()
    """Replaced drafts that may still stand in the page, until it is known to be on disk; an empty one where nothing
    stood there."""
    pending: Pending | None = None
    level: int = 0
    """Of a heading, its level in the source; 0 where it is none, or was recorded before levels were."""
    withdrawn: bool = False
    """The source left its page, and a person keeps the translation all the same; nobody is asked again."""

    @property
    def copy(self) -> str:
        """The text a machine would put into the page: the draft, or the source copied."""
        return self.source if self.draft is None and self.verbatim else self.draft or ""


class Undo(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an approval changed, to take it back; kept while nothing else changes the record."""

    size: int
    """How many rows the approval left; a record that has more or fewer by now was merged, and this is void."""
    front: str
    """The page's front matter as it was, with its fences."""
    translations: str | tuple[str, ...] | None = None
    """The list of languages in the source page, as it was."""
    bare: bool = False
    """Whether the source page had no front matter."""
    approved: tuple[int, ...] = ()
    """Rows of this record that were approved already, by number."""
    rows: tuple[int | Row, ...] | None = None
    """The rows as they were: those that only became approved by number, the others whole; None if none is."""
    approval: "Approval | None" = None
    """The one before."""
    status: str = ""
    """That of the header before."""


class Approval(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who read a translation and found it right."""

    by: str
    """A name, with a mail address where git knows it; empty if nobody said."""
    at: str
    """ISO 8601 date and time with its offset."""
    undo: Undo | None = None


class Header(msgspec.Struct, frozen=True, omit_defaults=True, rename={"origin": "from"}):
    """The first line of the file."""

    version: int
    source: str
    """Path of the source page, relative to the workspace."""
    target: str
    language: str
    origin: str
    """Language of the source page."""
    approval: Approval | None = None
    """The latest approval of the page; it stays when the page is a draft again."""
    status: str = ""
    """Of what cannot say it itself (interface strings, pages without front matter): `reviewed`, or empty for a draft."""


class Bitext(msgspec.Struct, frozen=True):
    """A whole file."""

    header: Header
    rows: tuple[Row, ...]


def dumps(bitext: Bitext) -> str:
    """Write a bitext as text: equal bitexts give equal bytes."""
    encode = msgspec.json.Encoder().encode
    lines = [encode(bitext.header), *(encode(row) for row in bitext.rows)]
    # An empty line between: git merges changes of neighbouring rows then.
    return "\n\n".join(line.decode() for line in lines) + "\n"


def loads(text: str, path: str) -> Bitext:
    """Read a bitext; one with conflict markers of git is read from both sides.

    Args:
        text: What `dumps` wrote.
        path: Its name in messages.

    Raises:
        DocumentError: A line is broken or was written by a newer version; with the line.
    """
    header: Header | None = None
    rows: list[Row] = []
    sides: dict[str, list[Row]] = {}
    side = ""
    for number, line in enumerate(text.split("\n"), 1):
        if mark := _MARK.match(line):
            # Rows are gathered by the mark that they stand behind, until `>` closes the conflict.
            side = mark[1]
            if side == ">":
                rows += _united(sides.get("<", []), sides.get("=", []))
                sides, side = {}, ""
        # What both had before (`merge.conflictStyle=diff3`) is no side.
        elif line.strip() and side != "|":
            read = _line(line, path, number, first=header is None)
            if isinstance(read, Row):
                (sides.setdefault(side, []) if side else rows).append(read)
            else:
                # Of two headers in one conflict the first: both are of this page.
                header = header or read
    if header is None:
        raise DocumentError("empty bitext", path, 1, _MEND)
    if side:
        raise DocumentError("a merge conflict is not closed", path, text.count("\n") + 1, _MEND)
    return Bitext(header, tuple(rows))


_MARK = GRAMMAR["merge-mark"]
# Made once: a decoder takes longer to make than a line to read.
_ROWS, _HEADERS = msgspec.json.Decoder(Row), msgspec.json.Decoder(Header)


def _line(line: str, path: str, number: int, *, first: bool) -> Row | Header:
    try:
        # Of a file that git could not merge both sides may have their header.
        if first or line.startswith('{"version"'):
            return _checked(_HEADERS.decode(line), path, number)
        return _ROWS.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise DocumentError(f"broken bitext line: {error}", path, number, _MEND) from None


def _united(ours: list[Row], theirs: list[Row]) -> Iterator[Row]:
    """Yield the rows of two sides of a merge: what both have once, with either draft counting as a machine's.

    What only one side has may not be in the page that git, or a person, merged; so it is no sign of a person's that
    it is not there.
    """
    left: dict[tuple[str, str, bool, str], list[Row]] = {}
    # From behind, for each list gives its last: of equal rows the first goes to the first.
    for row in reversed(theirs):
        left.setdefault(_name(row), []).append(row)
    taken = set[int]()
    for row in ours:
        alike = left.get(_name(row))
        if not alike:
            # "" among `was`: nothing there is as good as a machine's doing.
            yield structs.replace(row, was=(*row.was, ""))
        else:
            other = alike.pop()
            taken.add(id(other))
            yield row if row == other else _both(row, other)
    yield from (structs.replace(row, was=(*row.was, "")) for row in theirs if id(row) not in taken)


def _name(row: Row) -> tuple[str, str, bool, str]:
    # Not the draft: two drafts of one text are just what is to be united.
    return row.kind, row.key, row.verbatim, row.source


def _both(row: Row, other: Row) -> Row:
    # The page may have the text of either side, and neither is a person's.
    drafts = (other.copy,) if other.copy and other.copy != row.copy else ()
    return structs.replace(
        row,
        target=row.target or other.target,
        absent=row.absent and other.absent,
        approved=row.approved or other.approved,
        # The earlier day: it stands approved since then.
        approved_on=min(filter(None, (row.approved_on, other.approved_on)), default=""),
        pending=row.pending or other.pending,
        was=tuple(dict.fromkeys((*row.was, *drafts, *other.was))),
    )


_MEND = "restore the file with git; without it the translation counts as untracked"


def _checked(header: Header, path: str, number: int) -> Header:
    if header.version > VERSION:
        raise DocumentError(
            f"written by a newer transflow (format {header.version}, this one reads {VERSION})",
            path,
            number,
            "upgrade",
        )
    return header


def read(tree: Tree, path: str) -> Bitext | None:
    """Read a bitext file; None if there is none.

    Raises:
        DocumentError: See `loads`; also if the file cannot be read.
    """
    return loads(read_text(tree, path), path) if tree.has(path) else None
