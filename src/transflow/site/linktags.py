"""Tags of Liquid that lead to a page by its file: Jekyll's `{% link a.md %}` and `{% post_url 2026-03-01-a %}`, Hexo's `{% post_link a %}`."""

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from transflow.markdown.destinations import LEADING
from transflow.site.grammar import GRAMMAR
from transflow.site.routes import Routes

_POSTS = GRAMMAR["posts"]
_NAMES = "|".join(name for names in LEADING.values() for name in names)
_TAG = re.compile(rf"""(\{{%-?\s*({_NAMES})\s+["']?)([^\s"'%]++)""")


def led(tag: str, routes: Routes, translated: Callable[[str], str]) -> str:
    """Return a tag that leads to the translation of the page it names; empty if it is right as it is.

    Args:
        tag: From `{%` to `%}`.
        routes: The site's.
        translated: Returns the path of the translation of a source page, empty if there is none.
    """
    match = _TAG.match(tag)
    if match is None:
        return ""
    opening, name, said = match.groups()
    for path in _meant(name, said, routes):
        other = translated(path)
        new = _named(name, other, said, routes) if other else ""
        if new and new != said:
            return opening + new + tag[match.end() :]
    return ""


def _meant(name: str, said: str, routes: Routes) -> Iterator[str]:
    """Yield the files that a tag may name, from the workspace's root."""
    base = routes.seen.base
    if name == "link":
        yield base + said.removeprefix("/")
        return
    folder, post = posixpath.split(said)
    inside = [posixpath.join("_posts", said), posixpath.join(folder, "_posts", post)]
    roots = [base] if name == "post_url" else _roots(routes)
    for suffix in sorted(routes.suffixes):
        yield from (f"{root}{path}{suffix}" for root in roots for path in inside)


def _roots(routes: Routes) -> list[str]:
    """Return the folders that Hexo's folder of posts is in."""
    found = (_POSTS.match(f"{content.root}/") for content in routes.site.config.content)
    return sorted({match["before"] for match in found if match}) or [f"{routes.seen.base}source/"]


def _named(name: str, path: str, said: str, routes: Routes) -> str:
    """Return how a tag names a file; empty if it cannot."""
    inner = path.removeprefix(routes.seen.base)
    if name == "link":
        return "/" * said.startswith("/") + inner
    match = _POSTS.fullmatch(inner if name == "post_url" else path)
    if match is None:
        return ""
    bare = match["name"].removesuffix(PurePosixPath(path).suffix)
    return match["before"] + bare if name == "post_url" else bare
