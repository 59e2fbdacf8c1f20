"""Front matter in JSON, as Hugo reads it: an object at the very start of the page, without fences."""

import itertools
import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from transflow.errors import DocumentError
from transflow.frontmatter import flow
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import (
    MAX_DEPTH,
    MAX_LENGTH,
    Branch,
    Entry,
    Header,
    Node,
    Raw,
    Scalar,
    line_at,
    listed,
    refuse,
    too_deep,
    twice,
)

_SPACE = GRAMMAR["json-blanks"]
_NUMBER = GRAMMAR["json-number"]
_WORD = GRAMMAR["json-word"]
_WORDS = {"true": True, "false": False, "null": None}
_DECODER = json.JSONDecoder()
_SURROGATE = GRAMMAR["surrogate"]


def read(text: str, start: int, path: str) -> Branch:
    """Read the JSON object that begins at an offset.

    Raises:
        DocumentError: It is malformed (RFC 8259), too long or too deep, or has a key twice.
    """
    root = _Reader(text, start, path).value(start, 0)
    assert isinstance(root, Branch)
    return root


def read_whole(text: str, start: int, path: str) -> Branch:
    """Read the JSON object or list that a file consists of, from an offset on; see `nodes.listed`.

    Raises:
        DocumentError: See `read`; also if it is something else, or something follows it.
    """
    reader = _Reader(text, start, path)
    root = reader.value(start, 0)
    if not isinstance(root, Branch):
        hint = 'write it as `{"key": "text"}`'
        raise refuse(text, start, path, "is no mapping of keys to texts, nor a list of such", hint)
    if (rest := reader.skip(root.end)) < len(text):
        raise reader.error(rest, f"something follows the {'list' if root.listing else 'object'}")
    return listed(root) if root.listing else root


class _Reader:
    """Reads one value after the other, each with its span."""

    def __init__(self, text: str, start: int, path: str) -> None:
        self.text = text
        self.start = start
        self.path = path

    def error(self, at: int, message: str) -> DocumentError:
        hint = "JSON wants double quotes, a comma between entries, none after the last"
        return refuse(self.text, at, self.path, f"JSON front matter: {message}", hint)

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        assert found is not None
        return found.end()

    def ended(self, at: int) -> int:
        """Return an offset that is not too far from the start."""
        # Asked behind every entry, so that a page that never ends is not read to its end.
        if at - self.start > MAX_LENGTH:
            message = f"JSON front matter is longer than {MAX_LENGTH:,} characters"
            raise refuse(self.text, self.start, self.path, message, "keep such data out of the front matter")
        return at

    def value(self, at: int, depth: int) -> Node:
        head = self.text[at : at + 1]
        if head in ("{", "["):
            if depth > MAX_DEPTH:
                raise too_deep(self.text, at, self.path)
            return self.branch(at, depth, listing=head == "[")
        if head == '"':
            words, end = self.string(at)
            return Scalar(at, at, end, words, words, "str", '"')
        return self.bare(at)

    def string(self, at: int) -> tuple[str, int]:
        try:
            # Escapes are left to the library; a value of its own gives no span, so that only strings are asked of it.
            words, end = _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            raise self.error(error.pos, error.msg) from None
        # `"\ud800"` is JSON, and cannot be written to any file.
        if _SURROGATE.search(words):
            raise self.error(at, "half of a surrogate pair is no character")
        return words, end

    def bare(self, at: int) -> Scalar:
        word = _WORD.match(self.text, at)
        if word:
            return Scalar(at, at, word.end(), word.group(), _WORDS[word.group()], word.group())
        number = _NUMBER.match(self.text, at)
        if not number:
            raise self.error(at, "a value is missing or is not JSON")
        words = number.group()
        kind = "float" if number.group(1) or number.group(2) else "int"
        try:
            value = float(words) if kind == "float" else int(words)
        except ValueError:
            raise self.error(at, "a number has too many digits") from None
        return Scalar(at, at, number.end(), words, value, kind)

    def branch(self, at: int, depth: int, *, listing: bool) -> Branch:
        entries: dict[str | int, Entry] = {}
        close = "]" if listing else "}"
        here = self.skip(at + 1)
        while self.text[here : here + 1] != close:
            if entries:
                if self.text[here : here + 1] != ",":
                    raise self.error(here, f"a `,` or `{close}` is missing")
                here = self.skip(here + 1)
            entry = self.item(here, len(entries), depth) if listing else self.pair(here, depth)
            if entry.key in entries:
                first = line_at(self.text, entries[entry.key].start)
                raise refuse(self.text, here, self.path, *twice(entry.key, first))
            entries[entry.key] = entry
            here = self.skip(self.ended(entry.end))
        return Branch(at, at, here + 1, listing, flow=True, entries=entries)

    def item(self, at: int, number: int, depth: int) -> Entry:
        return Entry(number, at, at, self.value(at, depth + 1))

    def pair(self, at: int, depth: int) -> Entry:
        if self.text[at : at + 1] != '"':
            raise self.error(at, "a key in double quotes is missing")
        key, end = self.string(at)
        colon = self.skip(end)
        if self.text[colon : colon + 1] != ":":
            raise self.error(colon, "a `:` is missing")
        return Entry(key, at, colon + 1, self.value(self.skip(colon + 1), depth + 1))


def _notation(value: object) -> Iterator[str]:
    """Yield the notation of a value; nothing for what JSON cannot write."""
    if isinstance(value, Raw):
        yield value.text
    elif isinstance(value, Mapping):
        pairs = [
            (json.dumps(key, ensure_ascii=False), next(_notation(item), None)) for key, item in value.items()
        ]
        # NaN and infinity have no notation here, however deep they stand: nothing is offered, and the edit is refused.
        if all(words is not None for _, words in pairs):
            yield "{" + ", ".join(f"{key}: {words}" for key, words in pairs) + "}"
    elif isinstance(value, list | tuple):
        items = [next(_notation(item), None) for item in value]
        if None not in items:
            yield f"[{', '.join(str(words) for words in items)}]"
    elif not (isinstance(value, float) and not math.isfinite(value)):
        yield json.dumps(value, ensure_ascii=False)


def replace(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield the page in which an entry has another value."""
    node = trail[-1].node
    for words in _notation(value):
        yield header.text[: node.body] + words + header.text[node.end :]


def insert_all(header: Header, values: Mapping[str, object]) -> str:
    """Return the page with more keys at the end of the object."""
    root = header.root
    pieces = (
        f"{json.dumps(key, ensure_ascii=False)}: {words}"
        for key, value in values.items()
        # The first notation that there is: in lines if the entries beside it are, else in one.
        for words in itertools.islice((*_in_lines(header, root, value), *_notation(value)), 1)
    )
    # As the entries are apart that stand there: in lines, or behind a comma and a space.
    between = flow.gap(header.text, root) if root.entries else ", "
    return flow.insert(header.text, root, between.join(pieces))


def delete_all(header: Header, keys: Collection[str | int]) -> str:
    """Return the page without some keys of the object."""
    text, entries = header.text, header.root.items()
    kept = [number for number, entry in enumerate(entries) if entry.key not in keys]
    # Each with what stands up to the next one, so that a comma goes with the entry before it.
    pieces = [text[entries[number].start : entries[number + 1].start] for number in kept[:-1]]
    pieces += [text[entries[number].start : entries[number].end] for number in kept[-1:]]
    return "".join((text[: entries[0].start], *pieces, text[entries[-1].end :]))


def insert(header: Header, trail: Sequence[Entry], key: str | int, value: object) -> Iterator[str]:
    """Yield the page with one more entry at a collection's end."""
    node = trail[-1].node if trail else header.root
    assert isinstance(node, Branch)
    for words in (*_in_lines(header, node, value), *_notation(value)):
        lead = "" if node.listing else f"{json.dumps(key, ensure_ascii=False)}: "
        yield flow.insert(header.text, node, lead + words)


def _in_lines(header: Header, above: Branch, value: object) -> Iterator[str]:
    """Yield the notation of a mapping in lines, as the one before it has them."""
    last = above.items()[-1].node if above.entries else None
    if not isinstance(value, Mapping) or not isinstance(last, Branch) or last.listing or not last.entries:
        return
    lead = header.text[last.body + 1 : last.items()[0].start]
    tail = header.text[last.items()[-1].end : last.end - 1]
    pairs = [
        f"{json.dumps(key, ensure_ascii=False)}: {words}"
        for key, item in value.items()
        for words in _notation(item)
    ]
    if "\n" in lead and len(pairs) == len(value):
        yield "{" + lead + f",{lead}".join(pairs) + tail + "}"


def delete(header: Header, trail: Sequence[Entry]) -> Iterator[str]:
    """Yield the page without an entry."""
    parent = trail[-2].node if len(trail) > 1 else header.root
    assert isinstance(parent, Branch)
    yield flow.remove(header.text, parent, parent.items().index(trail[-1]))
