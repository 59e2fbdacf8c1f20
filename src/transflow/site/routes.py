"""Which page an address means and which address a page has, by the rules of the site's generator."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from transflow import frontmatter, languages
from transflow.errors import DocumentError, TransflowError
from transflow.files import read_text
from transflow.frontmatter import FrontMatter
from transflow.site import layout
from transflow.site.detect import detect
from transflow.site.detected import Detected
from transflow.site.grammar import GRAMMAR
from transflow.site.word import translation_key
from transflow.site.workspace import Workspace
from transflow.strings import is_strings

_INDEX = GRAMMAR["index-of-folder"]
_SAYS = GRAMMAR["says-address"]
# A front matter longer than that is rare; reading it for nothing on every page of a site is not.
_HEAD = 4000
"""Characters of a page in which its header says where it stands, for a first look."""
_END = GRAMMAR["address-end"]


@dataclass(frozen=True, slots=True)
class Own:
    """What a page says of its address itself."""

    slug: str = ""
    url: str = ""
    key: str = ""
    """Hugo's `translationKey`: pages that share it are translations of each other."""


class Routes:
    """The addresses of a site's pages. One for a run: configuration and pages are read once, when the first asks.

    An address is written as a path without what may follow it: `a/b` for `/a/b/`, `/a/b.html` and `/a/b/index.html`.
    """

    def __init__(self, site: Workspace) -> None:
        self.site = site

    @cached_property
    def seen(self) -> Detected:
        """What the site is built with."""
        return detect(self.site.root)

    @property
    def problems(self) -> tuple[TransflowError, ...]:
        """Files of the generator that cannot be read: what they would say of addresses is not known."""
        # What looks like a generator's file, on a site that has none, is somebody else's.
        return self.seen.problems if self.seen.generator else ()

    @property
    def known(self) -> bool:
        """Whether the generator's rules tell addresses."""
        return self.seen.urls.known

    @cached_property
    def suffixes(self) -> frozenset[str]:
        """The endings of pages."""
        sources = (content.source for content in self.site.config.content)
        return frozenset(PurePosixPath(source).suffix for source in sources if not is_strings(source))

    def page(self, address: str) -> str:
        """Return the path of the page that has an address; empty if none has."""
        return self._pages.get(self._normal(address), "")

    def address(self, path: str, like: str = "") -> str | None:
        """Return the address of a page, of which nothing but the path need be there; None if it is not known.

        Args:
            path: Where it is or will be.
            like: A page whose header it will share, if it is not there yet.
        """
        own = self._own.get(path) or self._own.get(like) or Own()
        placed = self._placed(path)
        if placed is None or not self.known or (own.url and "://" in own.url):
            return None
        tag, stem = placed
        prefix = self._prefix(tag)
        # Hugo's `url` from the root is the whole address; otherwise the language comes before it.
        if own.url:
            stem, prefix = own.url.strip("/"), "" if own.url.startswith("/") else prefix
        # A slug of Hugo's is the last part of the address.
        elif own.slug and self.seen.generator == "Hugo":
            stem = posixpath.join(posixpath.dirname(stem), own.slug)
        elif own.slug:
            return self._normal(own.slug)  # Starlight's is the whole address
        return self._normal(f"{prefix}/{stem}")

    def paired(self, path: str, language: str) -> str:
        """Return the path of the page in a language that shares the `translationKey` of another; empty if none does."""
        return next((page for page in self._sharing(path) if self._speaks(page, language)), "")

    def original(self, path: str) -> str:
        """Return the path of the source page that shares the `translationKey` of a translation; empty if none does."""
        pages = self._sharing(path)
        return next((p for p in pages if any(not place.is_target for _, place in self.site.slots(p))), "")

    def _sharing(self, path: str) -> Iterator[str]:
        own = self._own.get(path)
        return (page for page in (self._by_key.get(own.key, ()) if own else ()) if page != path)

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for page, own in self._own.items():
            found[own.key] += [page] if own.key else []
        return {key: tuple(pages) for key, pages in found.items()}

    def _speaks(self, path: str, language: str) -> bool:
        return any(
            place.language and languages.same(place.language, language) for _, place in self.site.slots(path)
        )

    def joined(self, page: str, path: str, like: str = "") -> str | None:
        """Return the address that a link on a page leads to; None if it leads out of the site, or nobody knows."""
        base = self.seen.urls.base
        if path.startswith("/"):
            return _bare(path.removeprefix(base) if f"{path}/".startswith(f"{base}/") else path)
        here = self.address(page, like)
        if here is None:
            return None
        # `normpath` takes the last stroke away, by which a folder's address is known.
        whole = posixpath.normpath(posixpath.join("/", self.folder(page, here), path))
        return _bare(f"{whole}/" if path.endswith("/") else whole)

    def folder(self, page: str, address: str) -> str:
        """Return the folder that relative links on a page start from, given its address."""
        is_index = _INDEX.search(PurePosixPath(self._stem(page)).name)
        # `b` on `/x/a.html` is `/x/b`, on `/x/a/` it is `/x/a/b`.
        return posixpath.dirname(address) if self.seen.urls.files and not is_index else address

    def _stem(self, path: str) -> str:
        placed = self._whole(path)
        return placed[1] if placed else ""

    def _placed(self, path: str) -> tuple[str, str] | None:
        """Return the language and the rest of the address that a page's path says; None if it is no page of the site."""
        whole = self._whole(path)
        return (whole[0], _INDEX.sub("", whole[1])) if whole else None

    def _whole(self, path: str) -> tuple[str, str] | None:
        bare = path.removesuffix(PurePosixPath(path).suffix)
        # The deepest first: `content/zh` may lie within `content`, which is another language's.
        for tag, folder in sorted(self.seen.folders, key=lambda entry: -len(entry[1])):
            if folder and path.startswith(f"{folder}/"):
                return tag, bare[len(folder) + 1 :]
        place = next(iter(self.seen.places), None)
        top = layout.below(place.root, "") if place else ""
        if place is None or not path.startswith(top):
            return None
        inner = bare[len(top) :]
        if place.target.startswith("{lang}/"):
            tag, _, rest = inner.partition("/")
            return (tag, rest) if tag.lower() in self._tags and rest else ("", inner)
        stem, _, tag = inner.rpartition(".")
        return (tag, stem) if stem and tag.lower() in self._tags else ("", inner)

    @cached_property
    def _tags(self) -> frozenset[str]:
        config = self.site.config
        return frozenset(tag.lower() for tag in (*self.seen.tags, *config.targets, *config.sources))

    def _prefix(self, tag: str) -> str:
        """Return the folder of a language in addresses."""
        default = (self.seen.default or self.site.config.sources[0]).lower()
        is_default = not tag or tag.lower() == default
        if self.seen.generator == "Hugo":
            return (default if self.seen.urls.subdir else "") if is_default else tag.lower()
        by_folder = any(place.target.startswith("{lang}/") for place in self.seen.places)
        # MkDocs builds the default language at the top, even where it has a folder of its own.
        return tag if by_folder and self.seen.generator != "MkDocs" else "" if is_default else tag

    def _normal(self, address: str) -> str:
        address = address.strip("/")
        return address.lower().replace(" ", "-") if self.seen.urls.lower else address

    @cached_property
    def _files(self) -> tuple[str, ...]:
        files = replace(self.site, only=None).files()
        return tuple(path for _, path in files if not is_strings(path))

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        return {
            # From behind: of two pages with one address the first keeps it.
            address: path
            for path in reversed(self._files)
            if (address := self.address(path)) is not None
        }

    @cached_property
    def _own(self) -> Mapping[str, Own]:
        return dict(self._told()) if self.seen.generator in ("Hugo", "Starlight") else {}

    def _told(self) -> Iterator[tuple[str, Own]]:
        for path in self._files:
            try:
                text = read_text(self.site.tree, path)
                front = frontmatter.parse(text, path) if _SAYS.search(text[:_HEAD]) else None
            except DocumentError:
                continue  # told where the page is looked at
            if front and (own := _own(front)) != Own():
                yield path, own


def _own(front: FrontMatter) -> Own:
    said = {str(key).lower(): value for key, value in front.data.items() if isinstance(value, str)}
    return Own(said.get("slug", ""), said.get("url", ""), translation_key(front.data))


def _bare(path: str) -> str:
    return _END.sub("", path).strip("/")


def spelled(address: str, like: str) -> str:
    """Return an address, relative or not, with the end that another has: `/`, `.html`, `/index.html` or nothing."""
    if posixpath.basename(like) == "index.html":
        return posixpath.join(address, "index.html")
    if like.endswith(".html"):
        return f"{address}.html" if posixpath.basename(address) else posixpath.join(address, "index.html")
    return f"{address.rstrip('/')}/" if like.endswith("/") or address == "/" else address
