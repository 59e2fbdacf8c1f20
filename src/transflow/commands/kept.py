"""What the checks found about a translation, kept by what they found it in, in the user's cache.

An entry is believed if the three files of its translation say what they said then, whatever their times, and so do the
pages that its links lead to; so it holds on another machine, and CI may carry it. What else the answers hang on
(configuration, glossaries, the checks asked for, this program) names the file. It is never in a workspace: where the
cache is a folder of one, files that git tracks in it are not read.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from sys import version_info
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from transflow.checks import Finding, Waiver
from transflow.commands.effort import PageEffort
from transflow.errors import TransflowError
from transflow.files import Drawer, read_text
from transflow.reports import PageRow
from transflow.site import git
from transflow.site.config import CONFIG_NAME
from transflow.site.scope import slots
from transflow.site.translations import Translation
from transflow.site.workspace import Pair, Workspace

if TYPE_CHECKING:
    from transflow.commands.check import Run

# A branch with another glossary begins a file of its own.
_MANY = 8
"""Files that are kept: those of the latest sites, configurations and versions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the checks of one translation asked about the rest of the site, with the answers."""

    links: dict[str, str] = field(default_factory=dict)
    """Destinations, with where they should lead instead."""
    pages: dict[str, str] = field(default_factory=dict)
    """Destinations, with the page whose ids were asked for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found about one translation. It hangs on no other."""

    page: PageRow
    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, str], ...]
    """Each with the reason of its waiver."""
    waivers: tuple[Waiver, ...]
    """Those that stand on its pages."""
    used: tuple[Waiver, ...]
    """Those that waived something, the configuration's among them."""
    effort: PageEffort
    asked: Asked = field(default_factory=Asked)


def page_row(workspace: Workspace, item: Translation) -> PageRow:
    """Return a translation as reports list it, but for what git knows."""
    section = _section(workspace, item.pair.source)
    return PageRow(**structs.asdict(item.short), title=_title(item), origin=item.origin, section=section)


def _title(item: Translation) -> str:
    page = item.source or item.target
    title = page.said.get("title") if page else None
    return title if isinstance(title, str) else ""


def _section(workspace: Workspace, path: str) -> str:
    stems = [stem for _, stem in slots(workspace, path)]
    # Of a page that two entries hold the first decides.
    return stems[0].partition("/")[0] if stems and "/" in stems[0] else ""


LEAST = 8
"""Translations below which the store is not asked: to know that it fits takes as long as to check one."""


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    digest: bytes
    """Of the translation's files and of the pages that its links lead to."""
    seen: Seen


class Store:
    """The entries of one site, for one configuration and one choice of checks."""

    def __init__(self, run: "Run", drawer: Drawer, name: str) -> None:
        self._run, self._drawer, self._name = run, drawer, name
        self._digests: dict[str, bytes] = {}
        self._new: dict[str, _Entry] = {}
        self._changed = False
        try:
            self._known = msgspec.msgpack.decode(drawer.read(name), type=dict[str, _Entry])
        # Another version's, or cut off: it costs a run without it.
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            self._known = {}

    @classmethod
    def of(cls, run: "Run") -> "Store | None":
        """Return the store of a run that looks at files on disk; None for another, and where what is there may be anybody's."""
        site, drawer = run.workspace, Drawer("checks", _MANY)
        # What is staged or held is not what stands on disk, by whose content an entry is believed.
        if run.scope is not None or site.held is not None or site.only is not None:
            return None
        # A pull request could bring a cache that says `nothing found`.
        if git.tracks(drawer.place):
            return None
        try:
            return cls(run, drawer, f"{_name(run)}.msgpack")
        except TransflowError:
            return None  # what is wrong with a glossary is told elsewhere

    def get(self, pair: Pair) -> Seen | None:
        """Return what was found about a translation, if all that it was found in says the same."""
        entry = self._known.get(_key(pair))
        if entry is None or self._digest(pair, entry.seen.asked) != entry.digest:
            return None
        asked, run = entry.seen.asked, self._run
        # A page that came or went elsewhere changes where a link should lead.
        if any(run.localised(pair, url) != found for url, found in asked.links.items()):
            return None
        if any(run.anchors.page(pair.target, url) != found for url, found in asked.pages.items()):
            return None
        # Only what was asked for in this run is written again: pages that are gone leave.
        self._new[_key(pair)] = entry
        return entry.seen

    def put(self, pair: Pair, seen: Seen) -> None:
        """Remember what was found about a translation that is there with its source and its record."""
        if digest := self._digest(pair, seen.asked):
            self._new[_key(pair)] = _Entry(digest, seen)
            self._changed = True

    def save(self) -> None:
        """Write the file if there is news, if it can be written."""
        whole = not (self._run.wanted.paths or self._run.wanted.languages or self._run.wanted.shard)
        if not self._changed and not (whole and len(self._new) < len(self._known)):
            return
        # A run over a part leaves the rest as it was.
        data = self._new if whole else self._known | self._new
        try:
            self._drawer.keep(self._name, msgspec.msgpack.encode(data))
        except UnicodeError:
            return  # a file whose name is no text

    def _digest(self, pair: Pair, asked: Asked) -> bytes:
        """Return the digest of all files that a translation hangs on; empty if one of its own is not there."""
        own = [self._of(path) for path in (pair.source, pair.target, self._run.workspace.record_path(pair))]
        others = [self._of(path) for path in sorted(set(asked.pages.values())) if path]
        return _hashed(*own, *others) if all(own) else b""

    def _of(self, path: str) -> bytes:
        if path not in self._digests:
            try:
                text = read_text(self._run.workspace.tree, path)
                # Once a run: a source page is shared by all its translations.
                self._digests[path] = _hashed(text.encode("utf-8", "surrogateescape"))
            except TransflowError:
                self._digests[path] = b""
        return self._digests[path]


def _key(pair: Pair) -> str:
    return f"{pair.language}\0{pair.source}\0{pair.target}"


def _hashed(*parts: bytes) -> bytes:
    said = hashlib.blake2b(digest_size=16)
    for part in parts:
        # With its length, or `ab` and `c` would be `a` and `bc`.
        said.update(len(part).to_bytes(8, "big") + part)
    return said.digest()


def _name(run: "Run") -> str:
    """Return what the answers hang on besides the pages.

    Raises:
        TransflowError: A glossary cannot be read.
    """
    site = run.workspace
    glossaries = [part for path in site.glossary_paths() for part in (path.encode(), site.glossary(path))]
    chosen = repr((sorted(run.settings.codes), run.settings.max_risk, run.routes.seen)).encode()
    return _hashed(_program(), site.tree.read(CONFIG_NAME), chosen, *glossaries).hex()


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return the digest of this program and of what parses for it: another one may find something else."""
    top = Path(__file__).parent.parent
    # Itself, to the byte: whoever changes a check while writing it must not see old answers. The version decides nothing.
    files = sorted(path for path in top.rglob("*") if path.suffix in (".py", ".tsv", ".txt") and path.name != "_version.py")  # fmt: skip
    parsers = ", ".join(f"{name} {version(name)}" for name in ("markdown-it-py", "mdit-py-plugins", "PyYAML"))
    return _hashed(f"{version_info} {parsers}".encode(), *(path.read_bytes() for path in files))
