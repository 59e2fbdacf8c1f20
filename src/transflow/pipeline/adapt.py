"""What a site wants of a text besides its translation: terms of its taxonomies, links to translations, ids of headings."""

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from transflow import document
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.files import read_text
from transflow.markdown.anchors import anchors, ids, keeps_ids, with_id
from transflow.markdown.destinations import relinked
from transflow.pipeline.grammar import GRAMMAR
from transflow.site.anchors import Anchors, written
from transflow.site.links import Links
from transflow.site.routes import Routes
from transflow.site.workspace import Pair, Workspace

_FRAGMENT = GRAMMAR["fragment"]
_ITEM = GRAMMAR["item-of-list"]


class Adapter:
    """Adapts the texts of the translations of one run."""

    def __init__(self, workspace: Workspace, pairs: Iterable[Pair]) -> None:
        self.workspace, self.routes = workspace, Routes(workspace)
        self.anchors = Anchors(self.routes)
        self.coming: defaultdict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            self.coming[pair.language].add(pair.target)

    def of(self, pair: Pair, source: Document) -> "Adaptation":
        """Return how the texts of one translation are adapted."""
        links = Links(self.routes, pair.language, self.coming[pair.language])
        return Adaptation(self, pair, source, links)

    def leads(self, path: str, names: Collection[str]) -> bool:
        """Whether a page links to headings of pages of these names, which may be called otherwise in their translations."""
        dialect, form = self.workspace.dialect_of(path), self.routes.seen.urls.own_ids
        said = self.workspace.config.markdown
        if (
            said.links != "localize"
            or not self.anchors.sure
            or (said.heading_ids and keeps_ids(dialect, form))
        ):
            return False
        return not self._leading.get(path, frozenset()).isdisjoint(names)

    @cached_property
    def _links(self) -> Sequence[tuple[str, str, str]]:
        """The links with an id of all pages: the path of the page that each stands in, the name of the one that it names, and the id."""
        found: list[tuple[str, str, str]] = []
        for _, path in self.workspace.files():
            try:
                text = read_text(self.workspace.tree, path)
            except DocumentError:
                continue  # told where the page is looked at
            # Most pages lead to no heading, and the pattern would look at each of their links.
            for match in _FRAGMENT.finditer(text) if "#" in text else ():
                name = _named(unquote(match["path"]), path) if match["path"] else ""
                found.append((path, name, unquote(match["id"])))
        return found

    @cached_property
    def fragments(self) -> Mapping[str, frozenset[str]]:
        """The ids that links lead to: by the path of the page they stand in, and by the name of the page they name."""
        # By the last name only: how a path leads to a page is the generator's affair (`/docs/a/#b`,
        # `../a.md#b`). An id too many is kept; one too few would be a link that leads nowhere.
        return _gathered((name or path, heading) for path, name, heading in self._links)

    @cached_property
    def _leading(self) -> Mapping[str, frozenset[str]]:
        """The names of the pages to whose headings each page links."""
        return _gathered((path, name) for path, name, _ in self._links if name)


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


class Adaptation:
    """How the texts of one translation are adapted."""

    def __init__(self, site: Adapter, pair: Pair, source: Document, links: Links) -> None:
        self.site, self.pair, self.source, self.links = site, pair, source, links
        self.markdown = site.workspace.config.markdown

    def text(self, number: int, text: str) -> str:
        """Return what is to stand in the translation for a block of the source, of which `text` is the translation or copy."""
        block, dialect = self.source.blocks[number], self.source.dialect
        if self.markdown.links == "localize":
            text = relinked(block, text, dialect, self._localised)
        if block.kind == "heading" and self.markdown.heading_ids and (name := self.linked.get(number)):
            text = with_id(text, name, dialect, self.site.routes.seen.urls.own_ids)
        return text

    def _localised(self, url: str) -> str:
        new = self.links.localised(self.pair.target, url, self.pair.source)
        return self.site.anchors.led(self.pair.target, new or url) or new

    def moved(self, text: str) -> Mapping[str, str]:
        """Return the ids of the page that are others in its translation, by those that they had.

        Args:
            text: The translation. Nothing is known if its outline is another.
        """
        if not self.site.anchors.sure:
            return {}
        page = document.parse(text, self.pair.target, replace(self.source.dialect, references=None))
        ours, theirs = self._outline(self.source), self._outline(page)
        if [level for level, _ in ours] != [level for level, _ in theirs]:
            return {}
        known = {name for _, name in theirs} | written(page)
        return {old: new for (_, old), (_, new) in zip(ours, theirs, strict=True) if old not in known}

    def _is_own(self, path: str) -> bool:
        # A new page is on no disk yet, where the path of a file would be looked for.
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.pair.target), path))
        return self.pair.target in (file, self.site.anchors.page(self.pair.target, path))

    def _outline(self, page: Document) -> list[tuple[int, str]]:
        """Return the levels of a page's headings with their ids."""
        # Where nobody knows the generator, GitHub's rule is that of most of them.
        found = ids(page.blocks, page.dialect, self.site.routes.seen.urls.ids or "github")
        return [(page.level(page.blocks[number]), name) for number, name in found.items()]

    def led(self, number: int, text: str, moved: Mapping[str, str]) -> str:
        """Return a text with its links to places of its own page led to where these are; see `moved`."""
        block, dialect = self.source.blocks[number], self.source.dialect
        if self.markdown.links != "localize":
            return text

        def new(url: str) -> str:
            bracketed = url.startswith("<")
            path, _, name = url.strip("<>").partition("#")
            other = moved.get(unquote(name), "")
            if not other or (path and not self._is_own(unquote(path))):
                return ""
            whole = f"{path}#{quote(other) if '%' in name else other}"
            return f"<{whole}>" if bracketed else whole

        return relinked(block, text, dialect, new)

    def led_elsewhere(self, number: int, text: str) -> str:
        """Return a text of the translation with its links to headings of other pages led to where these are by now."""
        lead = partial(self.site.anchors.led, self.pair.target)
        return relinked(self.source.blocks[number], text, self.source.dialect, lead) if "#" in text else text

    @cached_property
    def linked(self) -> Mapping[int, str]:
        """The ids of headings that a link leads to, by number."""
        # Where nobody knows the generator, GitHub's rule is that of most of them.
        rule = self.site.routes.seen.urls.ids or "github"
        own = dict(anchors(self.source.blocks, self.source.dialect, rule))
        wanted = {
            name for where in (self.pair.source, name_of(self.pair.source)) for name in self._fragments(where)
        }
        return {number: name for number, name in own.items() if name in wanted}

    def _fragments(self, where: str) -> frozenset[str]:
        return self.site.fragments.get(where, frozenset())

    @cached_property
    def mapped(self) -> Mapping[int, str]:
        """The new texts of taxonomy terms that the configuration maps, by number."""
        maps = self.site.workspace.config.front_matter.taxonomies
        if maps == "keep":
            return {}
        wanted: dict[int, str] = {}
        for number, block in enumerate(self.source.blocks):
            terms = maps.get(block.key) or maps.get(_ITEM.sub("", block.key)) if block.top < 0 else None
            new = terms.get(document.header_value(self.source, number)) if terms else None
            wanted |= {number: new} if new is not None else {}
        return document.notations(self.source, wanted)


def _named(path: str, page: str) -> str:
    """Return what a link of a page calls another one by: `./index.md` is told by the folder that the page is in."""
    name = name_of(path)
    return (
        name
        if name.strip(".")
        else name_of(posixpath.normpath(posixpath.join(posixpath.dirname(page), path)))
    )


def name_of(path: str) -> str:
    """Return what a link may call a page by: the last part of its path, or its folder's for an `index` page."""
    last = PurePosixPath(path).name
    # `b.en.md` too is `b` to those who link to it; `v1.2` without an ending is a folder.
    stem = last.split(".")[0] if last.endswith((".md", ".html")) else last
    return name_of(str(PurePosixPath(path).parent)) if stem in ("index", "_index") else stem
