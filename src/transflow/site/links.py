"""Where a link in a translation should lead: to the translation of a page, where the layout says which that is."""

import posixpath
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from transflow.errors import DocumentError
from transflow.markdown.links import unescaped
from transflow.site import layout, linktags
from transflow.site.config import Content
from transflow.site.grammar import GRAMMAR
from transflow.site.routes import Routes, spelled
from transflow.site.scope import slots

_UNSAFE = GRAMMAR["link-unsafe"]

_TAIL = GRAMMAR["link-tail"]
_INDEX = GRAMMAR["index-name"]


class Links:
    """The links in a site's translations into one language.

    A link leads to a file, relative or from the root of the content, or to the address that a page has by the rules
    of the site's generator (`/a/`, `../a/`). Where no generator is known, and translations have a folder a language
    at the top, that is in their addresses (`/zh/a/`, `/en/a/`); under any other layout addresses stay.
    """

    def __init__(self, routes: Routes, language: str, coming: Collection[str] = ()) -> None:
        self.site, self.routes, self.language = routes.site, routes, language
        self.coming = coming
        """Translations that are being written; they count as if they were on disk."""

    def localised(self, page: str, url: str, source: str = "") -> str:
        """Return where a link should lead instead; empty if it is right as it is.

        Args:
            page: Path of the translation that it stands in, from the workspace's root.
            url: Its destination as it is written.
            source: Path of the page that it was copied from, if it leads where it led there.
        """
        if url.startswith("{%"):
            return linktags.led(url, self.routes, self._translated)
        bare = unescaped(url[1:-1] if url.startswith("<") else url)
        tail = _TAIL.search(bare)
        path = bare[: tail.start()] if tail else bare
        # A fragment of the page itself, an address with a scheme, another host.
        if not path or ":" in path or path.startswith("//"):
            return ""
        meant = unquote(path)
        rooted = path.startswith("/")
        if (
            rooted
            and self.routes.seen.urls.localized
            and PurePosixPath(meant).suffix not in self.routes.suffixes
        ):
            return ""
        # By file first, then relative to the page, then by the address that the generator gives a page.
        found = self._rooted(meant) if rooted and not self._by_address(meant) else ""
        found = found or ("" if rooted else self._relative(page, meant, source or page))
        found = found or (self._addressed(page, meant, source) if self._by_address(meant) else "")
        if not found or found == meant:
            return ""
        bracketed = url.startswith("<")
        # Between `<` and `>` spaces may stand; what is escaped already stays of that kind.
        written = found if bracketed and "%" not in path else _quoted(found, all_of_it="%" in path)
        # What stands behind `?` or `#` is the reader's, and stays.
        whole = written + (tail[0] if tail else "")
        return f"<{whole}>" if bracketed else whole

    def _relative(self, page: str, path: str, source: str) -> str:
        found = self._translated(_joined(source, path))
        if not found or _joined(page, path) == found:
            return ""
        return posixpath.relpath(found, posixpath.dirname(page))

    def _by_address(self, path: str) -> bool:
        return PurePosixPath(path).suffix not in self.routes.suffixes and self.routes.known

    def _addressed(self, page: str, path: str, source: str) -> str:
        """Return the address of the translation of the page that an address leads to, written as that is."""
        address = self.routes.joined(source or page, path)
        meant = self.routes.page(address) if address is not None else ""
        other = self._translated(meant) if meant else ""
        new = self.routes.address(other, meant) if other else None
        if new is None:
            return ""
        if path.startswith("/"):
            # A link from the root has the site's base before it or not; the new one is written alike.
            base = self.routes.seen.urls.base
            return spelled(f"{base if f'{path}/'.startswith(f'{base}/') else ''}/{new}", path)
        here = self.routes.address(page, source)
        if here is None or self.routes.joined(page, path, source) == new:
            return ""
        return spelled(posixpath.relpath(f"/{new}", f"/{self.routes.folder(page, here)}"), path)

    def _rooted(self, path: str) -> str:
        for content in self.site.config.content:
            for inner in _inside(content, path):
                if found := self._translated(layout.below(content.root, inner)):
                    return _like(path, found.removeprefix(layout.below(content.root, "")), content)
        return ""

    def _translated(self, path: str) -> str:
        """Return the path of the translation of a source page; empty if there is none."""
        for content, stem in slots(self.site, path):
            other = layout.below(content.root, layout.target_path(content.target, stem, self.language))
            # A link to a page that is not there is a fault of the source's, and stays one.
            if other != path and self._exists(path) and (other in self.coming or self._exists(other)):
                return other
        is_page = PurePosixPath(path).suffix in self.routes.suffixes and self._exists(path)
        # Hugo also pairs pages of different names, by a key in their front matter.
        return self.routes.paired(path, self.language) if is_page else ""

    def _exists(self, path: str) -> bool:
        try:
            return self.site.tree.has(path)
        except DocumentError:
            return False  # a link may say anything


def _joined(page: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def _inside(content: Content, path: str) -> Iterator[str]:
    """Yield the files, below a content root, that a link from the site's root may lead to."""
    suffix, stem = PurePosixPath(content.source).suffix, path.strip("/")
    by_folder = content.target.startswith("{lang}/")
    if stem.endswith(suffix):
        yield from [stem] if by_folder or "{lang}" in content.target.rpartition("/")[2] else []
    elif by_folder:
        folder = content.source.partition("{path}")[0]
        # Addresses are in lower case, folders need not be.
        if f"{stem}/".lower().startswith(folder.lower()):
            stem = f"{folder}{stem[len(folder) :]}".strip("/")
        yield from (f"{stem}{name}{suffix}".lstrip("/") for name in ("", "/index", "/_index"))


def _like(path: str, found: str, content: Content) -> str:
    """Return the address of a translation, written as that of its source is."""
    suffix = PurePosixPath(content.source).suffix
    if path.endswith(suffix):
        return f"/{found}"
    address = _INDEX.sub("", found.removesuffix(suffix))
    if path == path.lower():  # Hugo's addresses are
        address = address.lower()
    return f"/{address}" + "/" * path.endswith("/")


def _quoted(path: str, *, all_of_it: bool) -> str:
    """Return a path as it can stand in a link; letters of any script may stay as they are."""
    return quote(path) if all_of_it else _UNSAFE.sub(lambda match: quote(match[0]), path)
