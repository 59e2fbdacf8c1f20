"""What a header says and where it says it: the tree that the YAML, TOML and JSON readers build alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from transflow.errors import DocumentError
from transflow.frontmatter.grammar import GRAMMAR

KeyPath = tuple[str | int, ...]
"""Keys from the top of the header down; a list item goes by its number from 0."""

Format = Literal["yaml", "toml", "json", "none"]

# A page that begins with `---` and goes on for megabytes is looked through no further than this for its end.
MAX_LENGTH = 2**20
"""Characters in a header."""
# 5,000 brackets inside each other would exhaust Python's stack before anything could be told.
MAX_DEPTH = 100
"""Collections inside each other."""

_NEWLINE = GRAMMAR["newline"]
LINE = GRAMMAR["line"]


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A value without parts."""

    start: int
    """Where it begins, a YAML anchor and tag included."""
    body: int
    """Where that begins which an edit replaces, the opening quote included."""
    end: int
    text: str
    """A string decoded; anything else as it is written."""
    value: str | float | bool | None
    kind: str
    """`str` or what else the notation says; equal kind and text mean an equal value to every reader."""
    # An edit writes a value as it is written there: a person who quotes all titles finds the new one quoted.
    style: str = ""
    """How the notation begins: `"`, `'`, a triple of them, `|`, `>`; empty when it is bare."""
    anchor: str = ""

    @property
    def string(self) -> bool:
        """Whether every reader takes it for a string."""
        return self.kind == "str"


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """A YAML alias: a second place of a node that stands elsewhere."""

    start: int
    end: int
    target: "Scalar | Branch"

    @property
    def body(self) -> int:
        """Where an edit begins to replace."""
        return self.start


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A mapping or a list."""

    start: int
    body: int
    end: int
    listing: bool
    flow: bool
    """Whether it is written between brackets."""
    entries: "dict[str | int, Entry]"
    anchor: str = ""

    def items(self) -> "Sequence[Entry]":
        """Return its entries in order."""
        return tuple(self.entries.values())


Node = Scalar | Alias | Branch


@dataclass(frozen=True, slots=True)
class Raw:
    """A value for `edit` in the notation that it is to be written in, that of the page's own front matter.

    `1.10`, a bare date or `no` can be copied so from one page to another of the same format.
    """

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A key with its value, or an item of a list."""

    key: str | int
    start: int
    """Where its key begins; for an item of a YAML block list its dash."""
    colon: int
    """Just past its `:`, `=` or dash; for an item between brackets its start."""
    node: Node
    named: bool = True
    """Whether the key is a string; other keys stay in the page and are nobody's business."""
    merge: bool = False
    """Whether it is YAML's `<<`."""

    @property
    def end(self) -> int:
        """Where its value ends."""
        return self.node.end


@dataclass(frozen=True, slots=True)
class Header:
    """A page's front matter with its place in the page."""

    text: str
    """The whole page."""
    format: Format
    start: int
    """Just past the opening fence; the opening brace of JSON."""
    stop: int
    """Where the closing fence begins; just past the closing brace of JSON."""
    end: int
    """Where the page's body begins."""
    root: Branch
    path: str
    """For messages."""

    @property
    def newline(self) -> str:
        """The newline of the header's first line, or of the page's."""
        # A page with CRLF whose header is one line has none in its header.
        found = _NEWLINE.search(self.text, 0, self.end) or _NEWLINE.search(self.text)
        return found.group() if found else "\n"

    @property
    def seam(self) -> str:
        """What has to stand before a line that is added at `stop`: a newline where the last line of a file has none."""
        return self.newline if self.start < self.stop and self.text[self.stop - 1] not in "\r\n" else ""

    def refuse(self, at: int, message: str, hint: str) -> DocumentError:
        """Return the error that tells what stands wrong at an offset of the page."""
        return refuse(self.text, at, self.path, message, hint)


def empty(at: int = 0) -> Branch:
    """Return a mapping without entries."""
    return Branch(at, at, at, listing=False, flow=False, entries={})


def listed(items: Branch) -> Branch:
    """Return the root of a file that is one list: a mapping whose only key, an empty one, is written nowhere."""
    start = items.start
    entry = Entry("", start, start, items)
    return Branch(start, start, items.end, listing=False, flow=items.flow, entries={"": entry})


def refuse(text: str, at: int, path: str, message: str, hint: str = "") -> DocumentError:
    """Return the error that tells what stands wrong at an offset of a page."""
    return DocumentError(message, path, line_at(text, at), hint)


def too_deep(text: str, at: int, path: str) -> DocumentError:
    """Return the error for collections inside each other beyond the limit."""
    return refuse(text, at, path, f"front matter is nested more than {MAX_DEPTH} levels deep", "flatten it")


def twice(key: str | int, line: int) -> tuple[str, str]:
    """Return message and hint for a key that is on an earlier line already."""
    return (
        f"the key `{key}` stands twice in the front matter",
        f"keep one of them; the first is on line {line}",
    )


def line_at(text: str, offset: int) -> int:
    """Return the 1-based line of an offset; a lone CR ends a line too."""
    # `str.splitlines` would count U+2028 and form feeds, at which no editor breaks a line.
    return len(_NEWLINE.findall(text, 0, offset)) + 1


def resolve(node: Node) -> Scalar | Branch:
    """Return the node itself or what an alias stands for."""
    return node.target if isinstance(node, Alias) else node


def find(root: Branch, key: KeyPath) -> Entry | None:
    """Return the entry at a key path, looking through aliases, or None."""
    entry: Entry | None = None
    node: Node = root
    for part in key:
        inner = resolve(node)
        entry = inner.entries.get(part) if isinstance(inner, Branch) else None
        if entry is None:
            return None
        node = entry.node
    return entry


def walk(branch: Branch, above: KeyPath = ()) -> Iterator[tuple[KeyPath, Entry]]:
    """Yield every entry with its path in order, aliases not followed."""
    for key, entry in branch.entries.items():
        yield (*above, key), entry
        # An alias is another place of a node that is walked where it stands; one inside itself would not end.
        if isinstance(entry.node, Branch):
            yield from walk(entry.node, (*above, key))


def plain(node: Node) -> Any:
    """Return a node as Python values: `dict`, `list`, `str`, `int`, `float`, `bool`, `None`; merge keys resolved."""
    inner = resolve(node)
    if isinstance(inner, Scalar):
        return inner.value
    if inner.listing:
        return [plain(entry.node) for entry in inner.entries.values()]
    merged: dict[str | int, Any] = {}
    own: dict[str | int, Any] = {}
    for key, entry in inner.entries.items():
        value = plain(entry.node)
        sources = value if isinstance(value, list) else [value]
        if entry.merge and all(isinstance(source, dict) for source in sources):
            # Of `<<: [*a, *b]` the first wins; of both the mapping's own keys do.
            for source in sources:
                merged = source | merged
        else:
            own[key] = value
    return merged | own if merged else own
