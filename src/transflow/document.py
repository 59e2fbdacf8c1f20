"""Pages as they are: parsed into units and verbatim blocks with exact spans, and spliced back.

Nothing is ever rendered. What a page does not lend to translation stays byte for byte as it is, and a text that
would change the structure of the page is refused.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from transflow import frontmatter, garbage
from transflow.errors import DocumentError, UnfitText
from transflow.files import MAX_BYTES, too_large
from transflow.frontmatter import FrontMatter, KeyPath, mapping
from transflow.grammar import GRAMMAR
from transflow.markdown import Dialect
from transflow.markdown.blocks import MAX_DEPTH
from transflow.markdown.dialect import STRINGS
from transflow.markdown.features import gridcells
from transflow.markdown.units import read
from transflow.model import Block, Unit, Verbatim
from transflow.notation import line_before, written
from transflow.strings import is_settings, is_strings, language_of, names_of

__all__ = [
    "Dialect",
    "Document",
    "header_value",
    "header_values",
    "key_path",
    "key_paths",
    "laid_out",
    "notations",
    "parse",
    "value",
]

_ATX = GRAMMAR["atx-signs"]
_UNDERLINE = GRAMMAR["underline"]


@dataclass(frozen=True, slots=True)
class Document:
    """A page taken apart."""

    text: str
    """The whole page; of Hugo's settings the lines that menus stand on, and the others empty."""
    path: str
    """For messages; empty if it has none."""
    front: FrontMatter
    blocks: tuple[Block, ...]
    """What is translated and what is copied and compared, in order, without overlap."""
    tops: tuple[tuple[int, int], ...]
    """The top-level Markdown blocks, whole lines without the last line's end; `Block.top` counts them."""
    dialect: Dialect
    """What the page's Markdown means, its link references included."""
    shape: tuple[tuple[str, str, bool], ...] = field(repr=False)
    """The containers and leaves of the body; equal shapes are equal structures."""

    @property
    def said(self) -> Mapping[str, Any]:
        """What the page says of itself in its front matter; nothing for a file of strings, whose keys are texts'."""
        return {} if self.dialect.strings else self.front.data

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing of itself, and its record alone tells: strings, or no front matter where nothing heeds any."""
        return self.dialect.strings or (self.front.format == "none" and not self.dialect.heeded)

    def parts(self) -> tuple[str, ...]:
        """Return the blocks' slices and what stands between them: gap, block, gap, …, block, gap. Joined, they are the text."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[str]:
        at = 0
        for block in self.blocks:
            yield self.text[at : block.start]
            yield self.text[block.start : block.end]
            at = block.end
        yield self.text[at:]

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return _line(self.text, offset)

    def level(self, block: Block) -> int:
        """Return the level of a heading, from 1; 0 for anything else."""
        if block.kind != "heading":
            return 0
        marks = _ATX.search(self.text, *line_before(self.text, block.start))
        if marks:
            return len(marks[1])
        below = _UNDERLINE.search(self.text, block.end)  # the first line without words below it
        return 1 if below and below[1] == "=" else 2

    def column(self, offset: int) -> int:
        """Return the column of an offset in its line, from 1."""
        starts = _line_starts(self.text)
        number = bisect_right(starts, offset)
        return 1 + offset - (starts[number - 1] if number else 0)

    def splice(self, replacements: Mapping[int, str]) -> str:
        """Return the page with other texts in some blocks, and everything else as it is.

        Args:
            replacements: For the number of a block its new `text`; one that it has already changes nothing.

        Raises:
            UnfitText: A text would change the structure of the page; `escape` and `fit` prevent that.
        """
        changes = {number: text for number, text in replacements.items() if text != self.blocks[number].text}
        if not changes:
            return self.text
        new = _New(self, changes)
        numbers = sorted(changes)
        spliced = new.text(numbers)
        # One look at the whole; which text it is, is asked only if something is wrong.
        if not new.is_as_meant(spliced, numbers):
            culprit = new.culprit(spliced, numbers)
            raise UnfitText(
                "a new text would change the structure of the page",
                self.path,
                self.line(self.blocks[culprit].start),
                f"it begins {_excerpt(changes[culprit])}; write it so that it stays one block",
                culprit,
            )
        return self._laid_out(spliced, numbers)

    def _laid_out(self, spliced: str, numbers: Sequence[int]) -> str:
        """Return the page with texts exchanged, and with the lines of grid tables that meet again."""
        if self.dialect.has("gridcells") and any(self.blocks[number].kind == "cell" for number in numbers):
            return laid_out(parse(spliced, self.path, self.dialect))
        return spliced


def parse(text: str, path: str = "", dialect: Dialect = Dialect()) -> Document:
    """Take a page apart. Every text is a page; only its front matter can be wrong, and that is all that a file of strings has.

    Raises:
        DocumentError: The front matter is broken, or the page is larger than `files.MAX_BYTES` or nested deeper than `MAX_DEPTH`.
    """
    # Characters, so that a text which comes from elsewhere than a file is bounded, too.
    if len(text) > MAX_BYTES:
        raise too_large(path)
    if is_settings(path) and text:
        text = frontmatter.menus(text, path)
    front = frontmatter.parse(text, path)
    if is_strings(path):
        dialect = STRINGS
    with garbage.left():
        # Without front matter a mark of byte order is no part of the first line.
        body = read(text, front.end or int(text.startswith("\ufeff")), dialect)
    if body.too_deep >= 0:
        line = _line(text, body.too_deep)
        message = f"lists or quotes are nested more than {MAX_DEPTH:,} levels deep"
        raise DocumentError(message, path, line, "make it flatter")
    header = tuple(_header(text, front, dialect, path))
    # From here on the page's own labels are known: `[a]` is a link only if it is defined.
    known = replace(dialect, references=body.references)
    return Document(text, path, front, header + body.blocks, body.tops, known, body.shape)


def laid_out(page: Document) -> str:
    """Return a page with its drawn tables drawn anew whose lines do not meet; every block says what it said."""
    if not page.dialect.has("gridcells"):
        return page.text
    rows = {page.line(block.start) - 1 for block in page.blocks if block.kind == "cell"}
    return gridcells.laid_out(page.text, rows) if rows else page.text


def _line(text: str, offset: int) -> int:
    return 1 + bisect_right(_line_starts(text), offset)


@lru_cache(maxsize=8)
def _line_starts(text: str) -> list[int]:
    """Return where each line but the first begins: a page with a finding in every line asks for all of them."""
    return [match.end() for match in _NEWLINE.finditer(text)]


_NEWLINE = GRAMMAR["newline-of-editors"]


def key_path(document: Document, number: int) -> KeyPath:
    """Return the key path of a front-matter block."""
    return _values(document.text, document.front, document.dialect)[number].key


def key_paths(document: Document) -> tuple[KeyPath, ...]:
    """Return the key paths of all front-matter blocks, which are the first of a page."""
    return tuple(found.key for found in _values(document.text, document.front, document.dialect))


def value(document: Document, number: int, text: str) -> object:
    """Return what a front-matter block says if `text` stands in it: a string for a unit, else the notation as it is."""
    return text if isinstance(document.blocks[number], Unit) else frontmatter.Raw(text)


def header_value(document: Document, number: int) -> str:
    """Return what a front-matter block says: a string decoded, anything else as it is written."""
    return header_values(document)[number]


def header_values(document: Document) -> tuple[str, ...]:
    """Return what all front-matter blocks say, likewise."""
    return tuple(found.text for found in _values(document.text, document.front, document.dialect))


def notations(document: Document, values: Mapping[int, str]) -> dict[int, str]:
    """Return strings as they are to be written in front-matter blocks, in the style of the values that stand there.

    Raises:
        DocumentError: The front matter cannot be changed so.
    """
    if not values:
        return {}
    dialect = document.dialect
    old = _values(document.text, document.front, dialect)
    # The front matter is changed for a trial: the notation that `edit` chose is read from there.
    edited = frontmatter.edit(
        document.text, {old[number].key: value for number, value in values.items()}, document.path
    )
    text = edited[: len(edited) - len(document.text) + document.front.end]
    new = _values(text, frontmatter.parse(text, document.path), dialect)
    return {
        number: value
        if isinstance(document.blocks[number], Unit)
        else text[new[number].start : new[number].end]
        for number, value in values.items()
    }


_BLOCKS = GRAMMAR["block-begin"]
_PAGE = GRAMMAR["page-name"]
_PUT_IN = ("substitutions.*", "myst.substitutions.*")


def _header(text: str, front: FrontMatter, dialect: Dialect, path: str) -> Iterator[Block]:
    is_language = language_of(path, front.data) if dialect.strings else None
    name_of = names_of(path, front.data)
    for found in _values(text, front, dialect):
        key = name_of(found.key) if is_language else ".".join(map(str, found.key))
        wanted = is_language(found.key) if is_language else _is_among(found.key, dialect.translate_keys)
        if wanted and found.is_string and found.text.strip() and not _is_no_text(found, dialect, front.data):
            yield Unit(found.start, found.end, "front-matter", found.text, key)
        else:
            # In its notation, so that `1.10` or a date comes to the translation as it is.
            raw = text[found.start : found.end].replace("\r\n", "\n")
            yield Verbatim(found.start, found.end, "front-matter", raw, key)


def _is_no_text(found: frontmatter.Value, dialect: Dialect, data: Mapping[str, Any]) -> bool:
    """Whether a value that may be language is none after all."""
    if found.key[-1] == "content" and found.key[0] == "head":
        return not _is_shown_in_head(found.key, data)
    # `:title` stands for the page's own.
    if found.key[-1] == "titleTemplate" and ":title" in found.text:
        return True
    return _may_lead(found, dialect) or _holds_blocks(found, dialect)


def _may_lead(found: frontmatter.Value, dialect: Dialect) -> bool:
    """Whether a value may name a neighbour's page: to Starlight and VitePress it is a word, to VuePress a path, if only of one name."""
    if found.key not in (("prev",), ("next",)):
        return False
    return _PAGE.fullmatch(found.text) is not None or (
        dialect.name == "vitepress" and len(found.text.split()) == 1
    )


def _is_shown_in_head(key: KeyPath, data: Mapping[str, Any]) -> bool:
    """Whether readers see what is put in the head of a page: `{tag: title, content: …}`, `{name: description, content: …}`."""
    entry: Any = data
    for part in key[:-1]:
        # What a merge key of YAML brings in stands elsewhere.
        entry = entry[int(part)] if isinstance(entry, list) else entry.get(part, {})
    return entry.get("tag") == "title" or str(entry.get("name") or entry.get("property")) in _DESCRIBING


_DESCRIBING = frozenset(
    {
        "description", "og:title", "og:description", "og:site_name", "og:image:alt", "twitter:title", "twitter:description",
        "twitter:image:alt",
    }
)  # fmt: skip
"""What of a page's metadata others show of it."""


def _holds_blocks(value: frontmatter.Value, dialect: Dialect) -> bool:
    """Whether a value of MyST's substitutions is a page of its own: in one line its fences would be lost."""
    is_put_in = dialect.name == "myst" and _is_among(value.key, _PUT_IN)
    return is_put_in and _BLOCKS.search(value.text) is not None


def _values(text: str, front: FrontMatter, dialect: Dialect) -> tuple[frontmatter.Value, ...]:
    """Return the values that say something: a YAML key with nothing behind its colon is no block."""
    found, own_keys = frontmatter.values(text, front), dialect.own_keys
    if not dialect.strings and mapping.is_from_before(front.data.get(mapping.KEY)):
        own_keys = (*own_keys, mapping.KEY)
    return tuple(value for value in found if value.start < value.end and value.key[0] not in own_keys)


def _is_among(key: KeyPath, patterns: tuple[str, ...]) -> bool:
    """Whether a key is one of those that are named, part by part; `*` stands for any part."""
    named, wild = _split(patterns)
    return tuple(map(str, key)) in named or any(_matches(key, pattern) for pattern in wild)


@lru_cache(maxsize=256)
def _split(patterns: tuple[str, ...]) -> tuple[frozenset[tuple[str, ...]], list[tuple[str, ...]]]:
    found = [tuple(pattern.split(".")) for pattern in patterns]
    return frozenset(found), [one for one in found if "*" in one]


def _matches(key: KeyPath, wanted: tuple[str, ...]) -> bool:
    return len(key) == len(wanted) and all(
        part == "*" or str(own) == part for own, part in zip(key, wanted, strict=True)
    )


class _New:
    """New texts for a page's blocks, as they are to be written."""

    def __init__(self, document: Document, changes: Mapping[int, str]) -> None:
        self.document, self.changes = document, changes
        newline = _newline(document.text)
        # Front matter is edited as such; the blocks of the body are spliced.
        header = [number for number in changes if document.blocks[number].kind == "front-matter"]
        self.edits = {number: value(document, number, changes[number]) for number in header}
        self.keys = _values(document.text, document.front, document.dialect) if header else ()
        self.written = {
            number: written(document.text, document.blocks[number], text, document.dialect).replace(
                "\n", newline
            )
            for number, text in changes.items()
            if number not in self.edits
        }

    def text(self, numbers: Sequence[int]) -> str:
        """Return the page with some of the changes in it, unchecked but for the front matter."""
        # Gaps and blocks by turns: block n is piece 2n + 1.
        pieces = list(self.document.parts())
        for number in numbers:
            if number in self.written:
                pieces[2 * number + 1] = self.written[number]
        edits = {self.keys[number].key: self.edits[number] for number in numbers if number in self.edits}
        text = "".join(pieces)
        return frontmatter.edit(text, edits, self.document.path) if edits else text

    def is_as_meant(self, spliced: str, numbers: Sequence[int]) -> bool:
        """Whether a page with some of the changes reads as it should: the same structure, and nothing else changed."""
        old = self.document
        # Its own references: a new text could bring one in, and make links of what was text.
        new = parse(spliced, old.path, replace(old.dialect, references=None))
        if old.dialect.strings:
            return self._are_strings_as_meant(new, frozenset(numbers))
        if new.shape != old.shape or list(map(_kind, new.blocks)) != list(map(_kind, old.blocks)):
            return False
        wanted = dict(_body(old))
        wanted |= {number: self.written[number] for number in numbers if number in self.written}
        header = {number: self.changes[number] for number in numbers if number in self.edits}
        return dict(_body(new)) == wanted and _header_texts(new) == _header_texts(old) | header

    def _are_strings_as_meant(self, new: Document, numbers: frozenset[int]) -> bool:
        """Whether the same keys say what they should, whichever are language: that may hang on others (`parent` in a menu)."""
        old = self.document
        if key_paths(new) != key_paths(old):
            return False
        said = header_values(new)
        raw = [page.text[block.start : block.end] for page in (old, new) for block in page.blocks]
        return all(
            raw[number] == raw[len(said) + number]
            if number not in numbers
            else self.changes[number]
            == (said[number] if isinstance(old.blocks[number], Unit) else raw[len(said) + number])
            for number in range(len(said))
        )

    def culprit(self, spliced: str, numbers: Sequence[int]) -> int:
        """Return the first block whose new text breaks the page, the changes before it being made."""
        # The text before the first difference, or the one there: two looks, where halving takes one for each bit.
        near = bisect_right(numbers, self._first_difference(spliced))
        for number in numbers[max(near - 1, 0) : near + 1]:
            if not self.is_as_meant(self.text([number]), [number]):
                return number
        # By halves: with every text up to the culprit the page breaks, and with those before it does not.
        low, high = 0, len(numbers) - 1
        while low < high:
            middle = (low + high) // 2
            some = numbers[: middle + 1]
            low, high = (middle + 1, high) if self.is_as_meant(self.text(some), some) else (low, middle)
        return numbers[low]

    def _first_difference(self, spliced: str) -> int:
        """Return the number of the first block that is not what it should be: most often the culprit."""
        old, new = self.document, parse(spliced, self.document.path, self.document.dialect)
        for number, (read_back, before) in enumerate(zip(new.blocks, old.blocks, strict=False)):
            wanted = self.written.get(number, old.text[before.start : before.end])
            if number not in self.edits and new.text[read_back.start : read_back.end] != wanted:
                return number
        return min(len(old.blocks), len(new.blocks))


def _kind(block: Block) -> tuple[type, str, str]:
    return type(block), block.kind, block.key


def _body(document: Document) -> Iterator[tuple[int, str]]:
    """Yield each block of the body by its number, and by -1 - its number what stands before it."""
    at = document.front.end
    for number, block in enumerate(document.blocks):
        if block.kind != "front-matter":
            yield -1 - number, document.text[at : block.start]
            yield number, document.text[block.start : block.end]
            at = block.end
    yield -1 - len(document.blocks), document.text[at:]


def _header_texts(document: Document) -> dict[int, str]:
    blocks = enumerate(document.blocks)
    return {number: block.text for number, block in blocks if block.kind == "front-matter"}


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n" if "\n" in text or "\r" not in text else "\r"


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
