"""From the structure of a page's body to what is translated and what is copied."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from transflow.markdown import csvtable, fences, html
from transflow.markdown.blocks import Structure, structure
from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Hidden
from transflow.markdown.features import diagrams, mdhtml
from transflow.markdown.fit import unguard
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import Inline, inlines
from transflow.markdown.leaves import Leaf, LeafKind, Span, shown_headers
from transflow.markdown.links import target
from transflow.markdown.mask import arguments, mask
from transflow.model import Block, Unit, UnitKind, Verbatim, VerbatimKind

_CONTAINERS: dict[str, UnitKind] = {
    "list_item": "list-item",
    "footnote_reference": "footnote",
    "dd": "definition",
}
_KINDS: dict[LeafKind, UnitKind] = {
    "heading": "heading",
    "setext": "heading",
    "cell": "cell",
    "first": "cell",
    "term": "definition",
    "label": "label",
}
_ATTRIBUTES = GRAMMAR["valued-attributes"]
_THEOREM = GRAMMAR["theorem"]
_COMMENT = GRAMMAR["reference-comment"]
CLOSED = GRAMMAR["closed-heading"]
_TELLING = GRAMMAR["telling"]
_OFF = GRAMMAR["switch-off"]
_ON = GRAMMAR["switch-on"]


class Body(NamedTuple):
    """The body of a page, taken apart."""

    blocks: tuple[Block, ...]
    tops: tuple[Span, ...]
    shape: tuple[tuple[str, str, bool], ...]
    references: frozenset[str]
    too_deep: int
    """Offset of a block that is nested deeper than a page may be; -1 if there is none."""


class _Field(NamedTuple):
    """A stretch to translate within something that is copied."""

    start: int
    end: int
    kind: UnitKind
    key: str = ""


def read(text: str, start: int, dialect: Dialect) -> Body:
    """Take the body of a page apart: everything from offset `start` on. All offsets count from the text's begin."""
    body = text[start:]
    source, hidden = mask(body, dialect)
    coded = dialect.has("codecells") and "`" in source and "|" in source
    found = structure(shown_headers(source) if coded else source, hidden, dialect)
    reader = _Reader(body, start, source, hidden, found, replace(dialect, references=found.references))
    blocks = _without_off(text, list(reader.blocks()))
    tops = tuple((begin + start, end + start) for begin, end in found.tops) if start else found.tops
    too_deep = found.too_deep + start if found.too_deep >= 0 else -1
    return Body(tuple(blocks), tops, found.shape, found.references, too_deep)


def _without_off(text: str, blocks: list[Block]) -> list[Block]:
    """Make one block of everything between `<!-- transflow:off -->` and `<!-- transflow:on -->`, both included."""
    if "transflow:off" not in text:
        return blocks
    out: list[Block] = []
    off: Block | None = None
    for number, block in enumerate(blocks):
        if off is None and not (isinstance(block, Verbatim) and _OFF.fullmatch(block.text)):
            out.append(block)
            continue
        off = off or block
        ends = isinstance(block, Verbatim) and _ON.fullmatch(block.text)
        if ends or number + 1 == len(blocks):
            # What is never switched on again is off to the end of the page, as within a text.
            out.append(Verbatim(off.start, block.end, "off", _lf(text[off.start : block.end]), "", off.top))
            off = None
    return out


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Lines:
    """A text that stands in several lines of the page, without the prefixes before them."""

    def __init__(self, body: str, lines: Sequence[Span]) -> None:
        self.lines = [
            # The mask put a space where the `\r` of a line's end stood, and a leaf's line may end with it.
            (start, end - body.startswith("\r\n", end - 1)) if end > start else (start, end)
            for start, end in lines
        ]
        self.text = "\n".join(_lf(body[start:end]) for start, end in self.lines)
        self.start, self.end = self.lines[0][0], self.lines[-1][1]

    def place(self, offset: int) -> int:
        """Return where an offset of the text stands in the page."""
        for start, end in self.lines:
            if offset <= end - start:
                return start + offset
            offset -= end - start + 1
        return self.end


class _Reader:
    """A page's body while it is turned into blocks."""

    def __init__(
        self,
        body: str,
        base: int,
        source: str,
        hidden: Sequence[Hidden],
        found: Structure,
        dialect: Dialect,
    ) -> None:
        self.body, self.source, self.hidden, self.found, self.dialect = body, source, hidden, found, dialect
        self.base = base
        """Where the body begins in the page."""
        self.top = 0
        """The number of the top-level block that is being read."""

    def blocks(self) -> Iterator[Block]:
        tops = self.found.tops
        for leaf in self.found.leaves:
            while self.top + 1 < len(tops) and tops[self.top + 1][0] <= leaf.lines[0][0]:
                self.top += 1
            yield from _READERS[leaf.kind](self, leaf)

    def _unit(self, start: int, end: int, kind: UnitKind, text: str, key: str = "") -> Unit:
        return Unit(start + self.base, end + self.base, kind, text, key, self.top)

    def _verbatim(self, start: int, end: int, kind: VerbatimKind) -> Verbatim:
        return Verbatim(start + self.base, end + self.base, kind, _lf(self.body[start:end]), "", self.top)

    def text(self, leaf: Leaf) -> Iterator[Block]:
        lines = _Lines(self.body, leaf.lines)
        if lines.start >= lines.end:
            return
        # The parser may join such lines to a paragraph: several of them are one leaf.
        if self.hidden and self._only_hidden(leaf):
            yield from self.standalone(Leaf("standalone", ((lines.start, lines.end),)))
        elif (
            # Looked at before anything is parsed: few texts are nothing but images, and a linked one begins
            # `[![`.
            "![" in lines.text[:3] and lines.text[-1] in ")]" and (fields := self._images(lines)) is not None
        ):
            yield from fields
        else:
            kind = self._kind(leaf)
            if leaf.kind == "heading" and (
                closed := CLOSED.match(self.source, lines.start, self._line_end(lines.end))
            ):
                yield self._closed(closed)
                return
            # These begin a line of the page, where `escape.guard` may have put a backslash that is no part of
            # the text.
            begins = leaf.kind in ("setext", "first")
            text = unguard(lines.text, kind, self.dialect) if begins else lines.text
            yield self._unit(lines.start, lines.end, kind, text)

    def _line_end(self, place: int) -> int:
        end = self.source.find("\n", place)
        return len(self.source) if end < 0 else end

    def _closed(self, match: re.Match[str]) -> Unit:
        """Return a heading that number signs close; attributes stand behind these, in its text before."""
        text = _lf(self.body[slice(*match.span("text"))])
        if match["attributes"]:
            text = f"{text} {match['attributes']}"
        end = match.end("attributes") if match["attributes"] else match.end("closing")
        return self._unit(match.start("text"), end, "heading", text)

    def _kind(self, leaf: Leaf) -> UnitKind:
        if kind := _KINDS.get(leaf.kind):
            return kind
        return _CONTAINERS.get(self.found.containers[leaf.token], "paragraph")

    def _only_hidden(self, leaf: Leaf) -> bool:
        """Whether there is nothing but shortcodes."""
        for start, end in leaf.lines:
            at = start
            for item in self._hidden(start, end):
                if self.source[at : item.start].strip():
                    return False
                at = item.end
            if self.source[at:end].strip():
                return False
        return True

    def _hidden(self, start: int, end: int) -> Sequence[Hidden]:
        """Return what is hidden within a span."""
        first = bisect_left(self.hidden, start, key=lambda item: item.start)
        return self.hidden[first : bisect_right(self.hidden, end, first, key=lambda item: item.end)]

    def _images(self, lines: _Lines) -> list[Block] | None:
        """Return the parts of a text that is nothing but images, linked or not; None if there is more to it."""
        pieces = inlines(lines.text, self.dialect)
        if not all(_beside_images(piece) for piece in pieces):
            return None
        found: list[Block] = []
        at = 0
        for piece in pieces:
            for field, url in _parts(piece):
                start, end = lines.place(at + field.start), lines.place(at + field.end)
                if url and end > start:
                    found.append(self._verbatim(start, end, "url"))
                elif not url:
                    found.append(self._unit(start, end, field.kind, _lf(self.body[start:end])))
            at += len(piece.raw)
        return found

    def html(self, leaf: Leaf) -> Iterator[Block]:
        start = leaf.lines[0][0]
        body = self._html_text(leaf)
        for first, last, is_text in html.segments(body):
            begin, stop = start + first, start + last
            if is_text:
                marked = self.dialect.has("mdhtml") and mdhtml.is_markdown(body, first)
                text = self._without_prefixes(leaf.lines, begin, stop)
                yield self._unit(begin, stop, "paragraph" if marked else "html", text)
            elif shown := sorted(self._shown(body, start, begin, stop)):
                yield from self._split(begin, stop, "html", shown)
            elif _TELLING.search(self.body, begin, stop):
                yield self._verbatim(begin, stop, "html")

    def _shown(self, body: str, start: int, begin: int, stop: int) -> Iterator[_Field]:
        """Yield what tags and shortcodes without words hold of language, in a part of an HTML block that begins at `start`."""
        names = self.dialect.attributes
        for kind, left, right in html.fields(body, begin - start, stop - start, names, tags=True):
            yield _Field(start + left, start + right, kind)
        yield from self._arguments(begin, stop)

    def _arguments(self, start: int, end: int) -> Iterator[_Field]:
        """Yield what the shortcodes within a span hold of language."""
        for item in self._hidden(start, end):
            for name, first, last in arguments(self.body[item.start : item.end], self.dialect):
                yield self._argument(name, item.start + first, item.start + last)

    def _html_text(self, leaf: Leaf) -> str:
        """Return an HTML block with prefixes of containers blanked out and `html.HIDDEN` for shortcodes."""
        if not self.found.containers[leaf.token]:
            return self._masked(leaf.lines[0][0], leaf.lines[-1][1])
        pieces = [self._masked(*leaf.lines[0])]
        for (_, before), (start, end) in pairwise(leaf.lines):
            # As many characters as the prefixes had, so that every place in the block is one of the page.
            pieces += ("\n", " " * (start - before - 1), self._masked(start, end))
        return "".join(pieces)

    def _without_prefixes(self, lines: Sequence[Span], start: int, end: int) -> str:
        """Return what stands in a part of some lines."""
        text = self.body[start:end]
        if "\n" not in text and "\r" not in text:
            return text
        return _Lines(self.body, list(_clipped(lines, start, end))).text

    def _masked(self, start: int, end: int) -> str:
        if not self.hidden:
            return self.source[start:end]
        pieces: list[str] = []
        for item in self._hidden(start, end):
            pieces += (self.source[start : item.start], html.HIDDEN * (item.end - item.start))
            start = item.end
        return "".join((*pieces, self.source[start:end]))

    def reference(self, leaf: Leaf) -> Iterator[Block]:
        (start, end), *_ = leaf.lines
        raw = self.source[start:end].rstrip()
        # Only these can end a title; a page of thousands of references is not searched for them.
        titled = raw[-1:] in ('"', "'", ")") and "\n" not in raw
        found = target(raw, raw.index("]:") + 2, len(raw)) if titled else None
        if found and _COMMENT.match(raw):
            found = None
        title = (
            [_Field(start + found.title[0], start + found.title[1], "title")] if found and found.title else []
        )
        yield from self._split(start, end, "reference", title)

    def standalone(self, leaf: Leaf) -> Iterator[Block]:
        (start, end), *_ = leaf.lines
        fields = [*self._arguments(start, end), *self._attributes(start, end)]
        # A title with a tag in it is one text: `::: tip 标题 <Badge text="新" />`.
        fields = [one for one in fields if not any(a <= one.start < b for a, b in leaf.labels)]
        fields += [_Field(first, last, "label") for first, last in leaf.labels]
        yield from self._split(start, end, "shortcode", sorted(fields))

    def _attributes(self, start: int, end: int) -> Iterator[_Field]:
        """Yield what lists of attributes in a line that is copied hold of language."""
        for match in _ATTRIBUTES.finditer(self.source, start, end) if "{" in self.source[start:end] else ():
            # Quarto shows the name of a theorem or a proof: `{#thm-line name="直线"}`.
            names = self.dialect.attributes
            names = (*names, "name") if self.dialect.has("pandoc") and _THEOREM.search(match[0]) else names
            found = html.fields(self.source, *match.span(), names)
            yield from (_Field(first, last, kind) for kind, first, last in found)

    def diagram(self, leaf: Leaf) -> Iterator[Block]:
        ((start, end),) = leaf.lines
        labels = [_Field(first, last, "argument", DIAGRAM) for first, last in leaf.labels]
        yield from self._split(start, end, "code", labels)

    def titled(self, leaf: Leaf) -> Iterator[Block]:
        ((start, end),) = leaf.lines
        # What is said of the block in its first lines; of a formula or an image it is the same.
        table = csvtable.opens(self.body, start)
        yield from self._split(start, end, "code", [self._title(*span, table=table) for span in leaf.labels])

    def _title(self, start: int, end: int, *, table: bool) -> _Field:
        before = self.body[self.body.rfind("\n", 0, start) + 1 : start]
        if table and csvtable.is_cell(before):
            return _Field(start, end, "label", CELL)
        if fences.is_option(before, self.body[start:end]):
            return _Field(start, end, "label", OPTION)
        return _Field(start, end, "label")

    def copied(self, leaf: Leaf) -> Iterable[Block]:
        ((start, end),) = leaf.lines
        return (self._verbatim(start, self._stripped(start, end), _COPIED[leaf.kind]),)

    def _stripped(self, start: int, end: int) -> int:
        """Return the end of a span without white space there."""
        while end > start and self.body[end - 1] in "\r\n \t":
            end -= 1
        return end

    def _split(self, start: int, end: int, kind: VerbatimKind, fields: Sequence[_Field]) -> Iterator[Block]:
        """Yield a stretch that is copied, cut round the fields in it; what has no letter or figure is left out."""
        end = self._stripped(start, end)
        for field in (*fields, _Field(end, end, "argument")):
            stop = min(field.start, end)
            if _TELLING.search(self.body, start, stop):
                yield self._verbatim(start, stop, kind)
            if field.end > field.start:
                yield self._unit(field.start, field.end, field.kind, self._value(field), field.key)
            start = field.end

    def _in_tag(self, place: int) -> bool:
        number = bisect_right(self.hidden, place, key=lambda item: item.start) - 1
        return self.body.startswith(("<", "{%"), self.hidden[number].start)

    def _argument(self, name: str, start: int, end: int) -> _Field:
        """Return the field of an argument; a shortcode's with its quotes, since a new value may need them."""
        if not name:
            return _Field(start, end, "argument", TAG)
        # A tag's value is escaped by the rules of HTML, a shortcode's by those of Hugo.
        if self.body[start - 1] in _TAG_QUOTES and self._in_tag(start):
            return _Field(start, end, "alt" if name == "alt" else "title")
        # Quarto's shortcodes have single quotes, too, and no escape within.
        if self.body[start - 1] == "'":
            return _Field(start, end, "label")
        quoted = self.body[start - 1] in _QUOTES
        return _Field(start - quoted, end + quoted, "argument", name)

    def _value(self, field: _Field) -> str:
        raw = _lf(self.body[field.start : field.end])
        if field.key == TAG:
            return raw
        if field.key == DIAGRAM:
            return diagrams.shown(raw)
        if field.key == CELL:
            return csvtable.shown(raw)
        if field.key == OPTION or (field.kind == "label" and "\n" in raw):
            return fences.shown(raw, quoted=field.key == OPTION)
        if not field.key or raw[0] not in _QUOTES:
            return raw
        # Hugo knows `\"` in quotes and no escape at all between backticks.
        return raw[1:-1].replace('\\"', '"') if raw[0] == '"' else raw[1:-1]


_QUOTES = ('"', "`")
_TAG_QUOTES = ('"', "'")


DIAGRAM = "mermaid"
"""The key of a text in a diagram, as those of a shortcode's arguments are their names."""
OPTION = "option"
"""That of a value of YAML on a block of code."""
CELL = "cell"
"""That of a cell in a table of comma-separated values."""
TAG = "tag"
"""That of an argument of a tag that is told by its place."""
_COPIED: dict[LeafKind, VerbatimKind] = {"code": "code", "math": "math", "alert": "shortcode", "deep": "off"}
_READERS: dict[str, Callable[[_Reader, Leaf], Iterable[Block]]] = {
    "text": _Reader.text,
    "heading": _Reader.text,
    "setext": _Reader.text,
    "cell": _Reader.text,
    "first": _Reader.text,
    "term": _Reader.text,
    "label": _Reader.text,
    "html": _Reader.html,
    "reference": _Reader.reference,
    "standalone": _Reader.standalone,
    "code": _Reader.copied,
    "math": _Reader.copied,
    "alert": _Reader.copied,
    "diagram": _Reader.diagram,
    "titled": _Reader.titled,
    "deep": _Reader.copied,
}


def _beside_images(piece: Inline) -> bool:
    """Whether a piece may stand in a text that is nothing but images."""
    if piece.kind in ("open", "close"):
        # In `[![图](a.png)][]` the image is the label, too.
        return piece.what == "link" and not piece.rewrite
    return piece.what in ("image", "softbreak") or (piece.kind == "text" and not piece.raw.strip())


def _parts(piece: Inline) -> Iterator[tuple[_Field, bool]]:
    """Yield what an image or the closing of a link consists of, and whether it is copied."""
    if piece.what == "image":
        # An alt text stands right behind `![`; without one the first field is the title.
        alt = piece.fields[0] if piece.fields and piece.fields[0][0] == 2 else None
        if alt:
            yield _Field(*alt, "alt"), False
        yield from _destination(piece.raw, alt[1] if alt else 2)
    elif piece.kind == "close":
        yield from _destination(piece.raw, 0)


def _destination(raw: str, end: int) -> Iterator[tuple[_Field, bool]]:
    """Yield the destination and the title in the `](url "title")` or `][label]` at `end`."""
    if raw.startswith("](", end):
        found = target(raw, end + 2, len(raw) - 1)
        if found:
            yield _Field(*found.url, "alt"), True
            if found.title:
                yield _Field(*found.title, "title"), False
    else:
        yield _Field(end, len(raw), "alt"), True


def _clipped(lines: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    """Yield the parts of lines within a span."""
    # The last line that begins before it: a leaf may have thousands, and each segment of HTML asks.
    number = bisect_right(lines, start, key=lambda line: line[0]) - 1
    while number < len(lines) and lines[number][0] < end:
        yield max(lines[number][0], start), min(lines[number][1], end)
        number += 1


__all__ = ["Body", "read"]
