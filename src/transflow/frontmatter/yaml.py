"""Front matter in YAML: read from PyYAML's event stream, whose marks give every span.

Bare words that YAML 1.1 and 1.2 read differently (`no`, `010`, `12:30`, `1_000`, `1e3`) and dates stay the
strings that are written, because site generators disagree about them; `1.10`, `0x1F`, `true`, `~` are the
same everywhere and become Python values.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from transflow.aliases import MAX_EXPANDED, TOO_FAR
from transflow.errors import DocumentError
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import (
    LINE,
    MAX_DEPTH,
    Alias,
    Branch,
    Entry,
    Node,
    Scalar,
    empty,
    line_at,
    listed,
    refuse,
    resolve,
    too_deep,
    twice,
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: ten times as fast, the same marks in code points."""

_UNPRINTABLE = GRAMMAR["unprintable"]

_PROPERTIES = GRAMMAR["properties"]
_DASH = GRAMMAR["yaml-dash"]
_COLON = GRAMMAR["yaml-colon"]

_CORE = GRAMMAR["yaml-core"]
_LEADING_ZERO = GRAMMAR["leading-zero"]
_TAG = "tag:yaml.org,2002:"
# Most values are words, and are not tried against the patterns of two schemas.
_SPECIAL = frozenset("~nNtTfFyYoO=<+-.0123456789")
"""What a bare word begins with that may be something else than a string."""


def read(text: str, start: int, stop: int, path: str, *, lists: bool = False) -> Branch | None:
    """Read a YAML header.

    Args:
        text: The page.
        start: Where the header begins, past its fence.
        stop: Where the closing fence begins.
        path: For messages.
        lists: Whether a list is taken, too: see `nodes.listed`.

    Returns:
        The mapping; None when the header is prose or a list instead.

    Raises:
        DocumentError: It is malformed, too deep, or its aliases expand too far.
    """
    bad = _UNPRINTABLE.search(text, start, stop)
    if bad:
        message = f"front matter holds the control character U+{ord(bad.group()):04X}"
        raise refuse(text, bad.start(), path, message, "delete it")
    try:
        root = _Reader(text, start, stop, path).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if mark and "nesting" in (error.problem or ""):  # a limit of libyaml's own
            raise too_deep(text, start + mark.index, path) from None
        cause = ", ".join(part for part in (error.context, error.problem) if part)
        hint = (
            "put quotes round a value that holds `: ` or begins with a special character; indent with spaces"
        )
        at = start + mark.index if mark else start
        raise refuse(text, min(at, max(start, stop - 1)), path, f"YAML front matter: {cause}", hint) from None
    if root and root.listing:
        return listed(root) if lists else None
    return root


class _Reader:
    """Builds the tree from the events of one header."""

    def __init__(self, text: str, start: int, stop: int, path: str) -> None:
        self.text = text
        self.start = start
        self.stop = stop
        self.path = path
        self.events: Iterator[Any] = yaml.parse(text[start:stop], Loader=_LOADER)
        self.anchors: dict[str, Scalar | Branch | None] = {}
        """None while the node is still open."""
        self.sizes: dict[Scalar | Branch, int] = {}
        self.nodes = 0
        self.expanded = 0

    def document(self) -> Branch | None:
        next(self.events)
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return empty(self.start)
        root = self.node(next(self.events), 0)
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise self.error(
                root.end, "a second YAML document begins inside the front matter", "close it with `---`"
            )
        # `~` says nothing, as no line at all does.
        if isinstance(root, Scalar) and root.kind == "null":
            return empty(self.start)
        return root if isinstance(root, Branch) else None

    def error(self, at: int, message: str, hint: str = "") -> DocumentError:
        return refuse(self.text, at, self.path, message, hint)

    def node(self, event: Any, depth: int) -> Node:
        at = self.start + event.start_mark.index
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, at)
        if depth > MAX_DEPTH:
            raise too_deep(self.text, at, self.path)
        before = self.nodes
        self.nodes += 1
        if event.anchor:
            self.anchors[event.anchor] = None
        body = at
        if event.anchor or event.tag:
            found = _PROPERTIES.match(self.text, at, self.stop)
            body = found.end() if found else at
        node: Scalar | Branch
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event, at, body)
        else:
            node = self.branch(event, at, body, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
            # What its aliases cost each: with all that aliases within it stand for.
            self.sizes[node] = self.nodes - before
        return node

    def alias(self, event: Any, at: int) -> Alias:
        target = self.anchors.get(event.anchor)
        if target is None:
            if event.anchor in self.anchors:
                raise self.error(
                    at, f"the alias `*{event.anchor}` stands inside its own value", "write it out"
                )
            raise self.error(
                at, f"the alias `*{event.anchor}` has no anchor before it", "define it or write it out"
            )
        self.nodes += self.sizes[target]
        self.expanded += self.sizes[target]
        if self.expanded > MAX_EXPANDED:
            raise self.error(at, TOO_FAR, "write the values out, or keep such data out of the front matter")
        return Alias(at, self.start + event.end_mark.index, target)

    def scalar(self, event: Any, at: int, body: int) -> Scalar:
        end = self.start + event.end_mark.index
        style = event.style or ""
        if style in ("|", ">"):
            end = self.block_end(body, end)
        kind, value = _classify(event.value, style, event.tag)
        return Scalar(at, min(body, end), end, event.value, value, kind, style, event.anchor or "")

    def block_end(self, body: int, end: int) -> int:
        """Return where a block scalar's last line ends: blank lines that say nothing belong to nobody."""
        lines = list(LINE.finditer(self.text, body, end))
        head, content = lines[0].group(1), lines[1:]
        # `|  # a + b`: a plus in the remark keeps no blank lines.
        if "+" not in head.partition("#")[0]:
            indent = min((_indent(line.group(1)) for line in content if line.group(1).strip()), default=0)
            while content and not content[-1].group(1).strip(" ") and len(content[-1].group(1)) <= indent:
                content.pop()
        # The end of the header matches as an empty line of its own.
        elif content and not content[-1].group():
            content.pop()
        return (content[-1] if content else lines[0]).end(1)

    def branch(self, event: Any, at: int, body: int, depth: int) -> Branch:
        entries: dict[str | int, Entry] = {}
        listing = isinstance(event, yaml.SequenceStartEvent)
        position = body
        for inner in self.events:
            if isinstance(inner, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                break
            if listing:
                entry = self.item(inner, len(entries), position, depth, flowing=bool(event.flow_style))
            else:
                entry = self.pair(inner, depth)
                self.unique(entry, entries)
            entries[entry.key] = entry
            position = entry.end
        end = self.start + inner.end_mark.index if event.flow_style else position
        return Branch(at, body, end, listing, bool(event.flow_style), entries, event.anchor or "")

    def item(self, event: Any, number: int, position: int, depth: int, *, flowing: bool) -> Entry:
        start = self.start + event.start_mark.index
        dash = None if flowing else _DASH.match(self.text, position, self.stop)
        node = self.node(event, depth + 1)
        if dash:
            return Entry(number, dash.end() - 1, dash.end(), node)
        return Entry(number, start, start, node)

    def pair(self, event: Any, depth: int) -> Entry:
        key = self.node(event, depth + 1)
        known = resolve(key)
        name = known.text if isinstance(known, Scalar) else self.text[key.start : key.end]
        # `2024: a`, `true: a`. What readers disagree about (`no: a`, `2024-01-01: a`) is a word, as among values.
        named = isinstance(known, Scalar) and known.kind not in ("null", "bool", "int", "float")
        node = self.node(next(self.events), depth + 1)
        colon = _COLON.match(self.text, key.end, self.stop)
        # `? key` without a value has no colon: the value is empty, and stands where it would begin.
        past = colon.end() if colon and colon.end() <= node.start else node.start
        merge = isinstance(key, Scalar) and not key.style and name == "<<"
        return Entry(name, key.start, past, node, named, merge)

    def unique(self, entry: Entry, entries: Mapping[str | int, Entry]) -> None:
        if entry.key in entries:
            first = line_at(self.text, entries[entry.key].start)
            raise self.error(entry.start, *twice(entry.key, first))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _classify(text: str, style: str, tag: str | None) -> tuple[str, str | float | bool | None]:
    """Return the kind of a scalar and its Python value."""
    if tag in ("!", _TAG + "str") or (style and not tag):
        return "str", text
    # A tag of YAML's own that says what the text is anyway (`!!int 3`) changes nothing.
    kind, value = bare(text)
    if not tag:
        return kind, value
    return (kind, value) if tag == _TAG + kind else (tag, text)


def bare(text: str) -> tuple[str, str | float | bool | None]:
    """Return the kind of a word without quotes and its Python value; the string itself where readers disagree."""
    if text and text[0] not in _SPECIAL:
        return "str", text
    old, new = _kind_1_1(text), _kind_1_2(text)
    # `010` is an integer in both, 8 in YAML 1.1 and 10 in 1.2.
    if old != new or (old == "int" and _LEADING_ZERO.match(text)):
        return f"{old} or {new}", text
    try:
        return old, _value(old, text)
    except ValueError:
        # Python makes no number of more than 4,300 digits.
        return "long int", text


def _kind_1_1(text: str) -> str:
    # YAML 1.1 has these for booleans, PyYAML leaves them out.
    if text in ("y", "Y", "n", "N"):
        return "bool"
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ())
    return next((tag.removeprefix(_TAG) for tag, form in resolvers if form.match(text)), "str")


def _kind_1_2(text: str) -> str:
    found = _CORE.fullmatch(text)
    return (found and found.lastgroup) or "str"


def _value(kind: str, text: str) -> str | float | bool | None:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 16) if text[:2] == "0x" else int(text)
    if kind == "float":
        word = text.lower()
        return float(word.replace(".inf", "inf").replace(".nan", "nan"))
    return text
