"""What is sent out and what comes back, whatever the format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from transflow.exchange.codes import Part

Standing = Literal["missing", "draft", "edited", "reviewed", "stale", "conflict"]
"""`missing`: nothing stands in the translation. `draft`: a machine's text that nobody read. `edited`: a person's.
`reviewed`: approved. `stale` and `conflict`: the source changed since, under a machine's text or a person's."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A reviewed sentence that is like the text. Running text."""

    source: str
    target: str
    path: str
    alike: int
    """In per cent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text on its way out."""

    unit: str
    """Its name; see `transflow.identity`."""
    kind: str
    key: str
    """Key path of a front-matter value, else empty."""
    line: int
    """1-based line in the source page."""
    source_text: str
    """As it stands in the page: logical Markdown."""
    target_text: str
    """What stands in the translation; empty if nothing does."""
    source: tuple[Part, ...]
    target: tuple[Part, ...]
    """The same, taken apart; codes that are the same on both sides have the same id."""
    was: str
    """The digest of `target`: what comes back can be compared with what was sent."""
    standing: Standing
    risk: int
    """From 0 to 100: how much the text wants a look."""
    notes: tuple[tuple[str, str], ...] = ()
    """(what about, what there is to say)."""
    terms: tuple[tuple[str, str], ...] = ()
    """Terms of the glossary in the source, each with its translation."""
    matches: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of one translation."""

    source: str
    """Path of the source page."""
    target: str
    origin: str
    """Language of the source page."""
    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One text that came back."""

    line: int
    """1-based line in the file."""
    page: str
    """Path of the source page, as the file says."""
    language: str
    """As the file says; empty if it doesn't."""
    unit: str
    source: tuple[Part, ...] | str
    """Taken apart, or as logical Markdown; so is `target`."""
    target: tuple[Part, ...] | str
    was: str = ""
    """The digest of the translation when it was sent; empty if the file lost it."""
    approved: bool = False
    """Whether somebody says in the file that the translation is right."""


@dataclass(frozen=True, slots=True)
class Sendable:
    """Everything that one file holds."""

    pages: Sequence[Page]
    tool: str
    """The name and version of what wrote it."""
