"""The ids that links may name, on a page and on the pages that it links to. Each page's are found once a run."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from transflow import bitext, document
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.markdown import inlines, slugs
from transflow.markdown.anchors import anchors, ids
from transflow.markdown.links import unescaped
from transflow.model import Unit
from transflow.site import layout
from transflow.site.detected import Detected
from transflow.site.grammar import GRAMMAR
from transflow.site.routes import Routes
from transflow.site.workspace import Pair, Workspace

_IDS = GRAMMAR["id"]
REFERENCE = GRAMMAR["hugo-reference"]


def written(page: Document) -> frozenset[str]:
    """Return the ids that stand on a page as such."""
    return frozenset(_names(page.text, page.front.end))


def _names(text: str, start: int = 0) -> Iterator[str]:
    return (name for match in _IDS.finditer(text, start) for name in match.groups() if name)


def _codes(page: Document) -> Iterator[str]:
    """Yield the code of a page that is shown as it is written; a directive of MyST is run."""
    for block in page.blocks:
        if block.kind == "code" and not block.text.lstrip("`~: ").startswith("{"):
            yield block.text
        elif isinstance(block, Unit) and "`" in block.text:
            html = block.kind == "html"
            pieces = inlines(block.text, page.dialect, html=html)
            yield from (piece.raw for piece in pieces if piece.what == "code")


class _Heading(NamedTuple):
    level: int
    text: str
    id: str


class Anchors:
    """The ids of a site's pages."""

    def __init__(self, routes: Routes | None = None) -> None:
        """Know nothing but the page itself, if there are no routes."""
        self.routes = routes
        self.meant: dict[str, str] = {}
        """Destinations that were asked for, each with the page that is meant; whoever wants to know puts an empty one here."""
        self._found: dict[tuple[str, str], frozenset[str] | None] = {}
        self._headed: dict[str, dict[str, str]] = {}

    @property
    def _site(self) -> Detected:
        return self.routes.seen if self.routes else Detected()

    @property
    def sure(self) -> bool:
        """Whether it is known how ids are made of words; where no generator is known, that is as on GitHub."""
        return bool(self._site.urls.ids or not self._site.generator)

    def of(self, page: Document) -> frozenset[str]:
        """Return every id that a link within a page may name."""
        return self._ids(page, (self._site.urls.ids or "github",))

    def had(self, page: Document) -> frozenset[str]:
        """Return the ids that something on a page has: code that holds `{#a}` has none."""
        names = Counter(_names(page.text, page.front.end))
        names.subtract(name for code in _codes(page) for name in _names(code))
        made = anchors(page.blocks, page.dialect, self._site.urls.ids or "github")
        return frozenset(+names) | {name for _, name in made}

    def elsewhere(self, page: str, path: str) -> frozenset[str] | None:
        """Return every id of the page that a link leads to; None if that is no page of the workspace, or nobody knows.

        Args:
            page: Path of the page with the link.
            path: Its destination, as it is written, without the fragment.
        """
        if self.routes is None or not self.sure:
            return None
        meant = self.meant[path] = self.page(page, path)
        return self._read(self.routes.site, meant) if meant else None

    def led(self, page: str, url: str) -> str:
        """Return a link to a translation with the id that the heading has there; empty if it is right, or nobody knows."""
        # A site makes ids of headings' words, so the translation has others.
        bracketed = url.startswith("<")
        path, _, name = (url[1:-1] if bracketed else url).partition("#")
        other = self.counterpart(page, path, unquote(name)) if name else ""
        whole = f"{path}#{quote(other) if '%' in name else other}" if other else ""
        return f"<{whole}>" if bracketed and whole else whole

    def counterpart(self, page: str, path: str, name: str) -> str:
        """Return the id that a heading has on a translation; empty if it is the same there, or nobody knows.

        Args:
            page: Path of the page with the link.
            path: Its destination, without the fragment: the translation; empty for the page itself.
            name: The heading's id on the page that was translated.
        """
        if self.routes is None or not self.sure:
            return ""
        site = self.routes.site
        target = self.page(page, path) if path else page
        known = self._read(site, target) if target and site.tree.has(target) else None
        if known is None or name in known:
            return ""
        if target not in self._headed:
            self._headed[target] = dict(self._beside(self.routes, target))
        return self._headed[target].get(name, "")

    def _beside(self, routes: Routes, target: str) -> Iterator[tuple[str, str]]:
        """Yield the ids of the headings of a page beside those on its translation, by their order.

        Nothing if the outlines differ, or the page was put into another order since.
        """
        site, pair = routes.site, next(_pairs(routes, target), None)
        if pair is None:
            return
        old, new = self._headings(site, pair.source), self._headings(site, target)
        if [heading.level for heading in old] == [heading.level for heading in new]:
            record = bitext.read(site.tree, site.record_path(pair))
            rows = [row.source for row in record.rows if row.kind == "heading"] if record else []
            # Several headings may say the same.
            places: dict[str, set[int]] = {}
            for number, text in enumerate(rows):
                places.setdefault(text, set()).add(number)
            if all(number in places.get(heading.text, {number}) for number, heading in enumerate(old)):
                # A heading that changed since is about to be drafted anew, with the id that it has now.
                both = zip(old, new, strict=True)
                yield from ((had.id, made.id) for had, made in both if not rows or had.text in places)

    def _headings(self, site: Workspace, path: str) -> list["_Heading"]:
        """Return the headings of a page; none if it cannot be read."""
        try:
            page = document.parse(read_text(site.tree, path), path, site.dialect_of(path))
        except DocumentError:
            return []
        found = ids(page.blocks, page.dialect, self._site.urls.ids or "github")
        blocks = ((page.blocks[number], name) for number, name in found.items())
        return [_Heading(page.level(block), block.text, name) for block, name in blocks]

    def page(self, page: str, path: str) -> str:
        """Return the path of the page that a link leads to; empty if it is none of the workspace's."""
        return _meant(self.routes, page, path) if self.routes else ""

    def _read(self, site: Workspace, path: str) -> frozenset[str] | None:
        """Return the ids of a page that is read for it; by any rule that there is, where no generator is known."""
        if (path, "") not in self._found:
            rule = self._site.urls.ids
            try:
                page = document.parse(read_text(site.tree, path), path, site.dialect_of(path))
            except DocumentError:
                self._found[path, ""] = None  # told where the page is looked at
            else:
                # Where the generator is not known an id of any rule will do: better no finding than a false one.
                self._found[path, ""] = self._ids(page, (rule,) if rule else slugs.RULES)
        return self._found[path, ""]

    def _ids(self, page: Document, rules: tuple[str, ...]) -> frozenset[str]:
        # By what it says: a page that is being written has no other name yet. By digest: 10,000 pages are kept.
        key = sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest(), " ".join(rules)
        known = self._found.get(key)
        if known is None:
            made = (name for rule in rules for _, name in anchors(page.blocks, page.dialect, rule))
            known = self._found[key] = frozenset({*written(page), *made})
        return known


def _pairs(routes: Routes, target: str) -> Iterator[Pair]:
    """Yield what a page may be a translation of: by its path, or by a key in its front matter."""
    site = routes.site
    for content, place in site.slots(target):
        for tag in site.config.sources if place.is_target else ():
            source = layout.below(content.root, layout.target_path(content.source, place.stem, tag))
            if source == target or not site.tree.has(source):
                source = routes.original(target)
            if source:
                yield Pair(source, target, place.language)


def _meant(routes: Routes, page: str, path: str) -> str:
    """Return the path of the page that a link leads to; empty if it is none of the workspace's."""
    if shortcode := REFERENCE.fullmatch(path):
        return next(_referred(routes.site, page, shortcode["path"].partition("#")[0]), "")
    path = unquote(unescaped(path))
    # `mailto:…`, `https://…`, `//host/…`: none of ours.
    if ":" in path or path.startswith("//"):
        return ""
    if PurePosixPath(path).suffix in routes.suffixes:
        return next((name for name in _files(routes.site, page, path) if _is_page(routes.site, name)), "")
    if path.startswith("/") and routes.seen.urls.localized:
        return ""  # it leads to the page in the reader's language, if there is one
    address = routes.joined(page, path) if routes.known else None
    return routes.page(address) if address is not None else ""


def _files(site: Workspace, page: str, path: str) -> Iterator[str]:
    """Yield the files that a link to a file may mean."""
    if not path.startswith("/"):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        return
    for content in site.config.content:
        yield posixpath.normpath(layout.below(content.root, path.lstrip("/")))


def _is_page(site: Workspace, path: str) -> bool:
    try:
        return bool(site.slots(path)) and site.tree.has(path)
    except DocumentError:
        return False  # a link may say anything


def _referred(site: Workspace, page: str, path: str) -> Iterator[str]:
    """Yield the pages that a reference of Hugo's may mean, in the language of the page that it stands on."""
    tongue = next((place.language for _, place in site.slots(page)), "")
    # Hugo finds a page by its name without ending, and a folder by its index.
    for end in ("",) if path.endswith(".md") else (".md", "/index.md", "/_index.md"):
        for name in _files(site, page, f"{path.rstrip('/')}{end}"):
            for content, place in site.slots(name):
                inner = layout.target_path(content.target, place.stem, tongue)
                other = layout.below(content.root, inner) if tongue else name
                yield from [other] if _is_page(site, other) else []
