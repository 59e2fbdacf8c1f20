"""Pages in which git could not merge, as far as that can be told and mended without a person.

Two languages approved on two branches both change the list of languages in the source page. Nothing is wrong with either:
the page is to list both.
"""

from transflow import frontmatter, languages
from transflow.errors import DocumentError
from transflow.site.grammar import GRAMMAR

_HUNK = GRAMMAR["hunk"]
_KEY = ("translations",)


def united(text: str, path: str) -> str | None:
    """Return a page with both sides of its merge, if they differ in the list of languages only; else None."""
    newline = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if not _HUNK.search(plain):
        return None
    try:
        ours, theirs = (_HUNK.sub(lambda hunk: hunk[side], plain) for side in ("ours", "theirs"))  # noqa: B023
        one, other = frontmatter.parse(ours, path), frontmatter.parse(theirs, path)
        rest = [
            {key: value for key, value in front.data.items() if key != "translations"}
            for front in (one, other)
        ]
        # Only the list may differ: whose body or title is right, nobody here knows.
        if rest[0] != rest[1] or ours[one.end :] != theirs[other.end :]:
            return None
        tags = [tag for front in (one, other) for tag in _list(front.data.get("translations"))]
        return frontmatter.edit(ours, {_KEY: _once(tags)}, path).replace("\n", newline)
    # One side is no front matter, or names a language that there is not: left as it is, and told by whoever reads it.
    except (DocumentError, ValueError):
        return None


def _list(value: object) -> list[str]:
    listed = value if isinstance(value, list | tuple) else [value]
    return [tag for tag in listed if isinstance(tag, str)]


def _once(tags: list[str]) -> list[str]:
    """Return tags without those that name a language a second time.

    Raises:
        ValueError: One is no language.
    """
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(languages.canonical(tag), tag)
    return list(found.values())
