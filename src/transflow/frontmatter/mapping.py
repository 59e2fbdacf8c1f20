"""What a translation says of itself: a small mapping in its front matter, under a key that the site may name.

Under the usual name a site may have something of its own: what is no mapping is nobody else's business, and what else stands in
a mapping stays. Pages that were written before
the site named the key otherwise are read as they are, and say it under the new name once anything is written there.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from transflow.errors import DocumentError
from transflow.frontmatter.edits import edit
from transflow.frontmatter.header import locate
from transflow.frontmatter.nodes import KeyPath, find, line_at, plain
from transflow.frontmatter.steps import DELETE

KEY = "translation"
"""Its usual name."""


def said(data: Mapping[str, Any], name: str = KEY) -> Mapping[str, Any]:
    """Return what a page says of itself; nothing where it does not.

    Args:
        data: Its front matter.
        name: The key that the site names.
    """
    found = data.get(key(data, name))
    return found if isinstance(found, Mapping) else {}


def key(data: Mapping[str, Any], name: str) -> str:
    """Return the key under which a page says it: the site's name for it, or the usual one in a page from before."""
    return KEY if name not in data and is_from_before(data.get(KEY)) else name


def is_from_before(value: object) -> bool:
    """Whether something under the usual name can only be what a translation says of itself."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("source"), str)
        # A site's own `translation: {source: …}` says nothing of drafts and reviews.
        and value.get("status") in ("draft", "reviewed")
    )


def put(
    text: str,
    name: str,
    new: Mapping[str, object],
    path: str,
    others: Mapping[KeyPath, object] = MappingProxyType({}),
) -> str:
    """Return a page that says of itself what it is to; what else stands in that mapping stays.

    Args:
        text: The page.
        name: The key that the site names.
        new: What is to be said, by key.
        path: For messages.
        others: Other changes of the front matter.

    Raises:
        DocumentError: Under that name the site says something of its own, or the front matter cannot be changed.
    """
    text = under(text, name, path)
    if isinstance(plain(locate(text, path).root).get(name), Mapping):
        changes: dict[KeyPath, object] = {(name, part): value for part, value in new.items()}
    else:
        # A mapping that is not there yet is written whole: there is nothing in it to be taken away.
        changes = {(name,): {part: value for part, value in new.items() if value is not DELETE}}
    return edit(text, {**others, **changes}, path)


def under(text: str, name: str, path: str) -> str:
    """Return a page that says of itself what it says under the name that the site has for it, ready to be changed.

    Raises:
        DocumentError: Under that name the site says something of its own.
    """
    header = locate(text, path)
    data = plain(header.root)
    now = key(data, name)
    if now != name:
        return _renamed(text, now, name, path)
    if not isinstance(data.get(name, {}), Mapping | None):
        entry = find(header.root, (name,))
        line = line_at(text, entry.start) if entry else 0
        hint = "give that another: `front_matter: {record: NAME}` in transflow.yaml"
        message = f"`{name}` is the site's own here, and the name of what transflow says of a translation"
        raise DocumentError(message, path, line, hint)
    return text


def _renamed(text: str, old: str, new: str, path: str) -> str:
    """Return a page in which a key has another name: one word is exchanged, and where that is not all, the whole value."""
    header = locate(text, path)
    entry, data = find(header.root, (old,)), plain(header.root)
    assert entry is not None  # it was read there
    # The key alone: `translation: {source: translation.md}` has the word in its value too.
    at = text.find(old, entry.start, entry.colon)
    exchanged = f"{text[:at]}{new}{text[at + len(old) :]}" if at >= 0 else text
    try:
        # In TOML heads further down have the word too (`[translation.x]`): what is read back decides.
        if plain(locate(exchanged, path).root) == {new if key == old else key: data[key] for key in data}:
            return exchanged
    except DocumentError:
        pass
    return edit(text, {(old,): DELETE, (new,): data[old]}, path)
