"""Where a link in a translation should lead: to the translation of a page, where the layout says which that is."""

import posixpath
import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from transflow.errors import DocumentError
from transflow.site import layout
from transflow.site.config import Content, Workspace
from transflow.site.scope import slots

_TAIL = re.compile(r"[?#].*", re.DOTALL)
_INDEX = re.compile(r"(?:^|/)_?index$")


class Links:
    """The links in a site's translations into one language.

    A relative link leads to a file; one from the site's root to a file below a content root, or, where translations
    have a folder a language at the top, to the address that a page there has (`/zh/a/`, `/en/a/`). Under any other
    layout addresses hang on what the site's generator was told, and stay.
    """

    def __init__(self, site: Workspace, language: str, coming: Collection[str] = ()) -> None:
        self.site, self.language = site, language
        self.coming = coming
        """Translations that are being written; they count as if they were on disk."""

    def localised(self, page: str, url: str, source: str = "") -> str:
        """Return where a link should lead instead; empty if it is right as it is.

        Args:
            page: Path of the translation that it stands in, from the workspace's root.
            url: Its destination as it is written.
            source: Path of the page that it was copied from, if it leads where it led there.
        """
        bare = url[1:-1] if url.startswith("<") else url
        tail = _TAIL.search(bare)
        path = bare[: tail.start()] if tail else bare
        if not path or ":" in path or path.startswith("//"):
            return ""
        meant = unquote(path)
        found = self._rooted(meant) if path.startswith("/") else self._relative(page, meant, source or page)
        if not found or found == meant:
            return ""
        bracketed = url.startswith("<")
        written = found if bracketed and "%" not in path else _quoted(found, all_of_it="%" in path)
        whole = written + (tail[0] if tail else "")
        return f"<{whole}>" if bracketed else whole

    def _relative(self, page: str, path: str, source: str) -> str:
        found = self._translated(_joined(source, path))
        if not found or _joined(page, path) == found:
            return ""
        return posixpath.relpath(found, posixpath.dirname(page))

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
            if other != path and self._exists(path) and (other in self.coming or self._exists(other)):
                return other
        return ""

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
    return quote(path) if all_of_it else re.sub(r"[\s()<>%?#\"'\\]", lambda match: quote(match[0]), path)
