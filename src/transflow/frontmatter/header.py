"""Where a page's front matter is, and whether there is any.

- After an optional BOM and blank lines, a line `---` opens YAML, a line `+++` TOML (white space may follow
  the mark); YAML is closed by a line `---` or `...`, TOML by `+++`. That is what Hugo, Jekyll and Pandoc
  accept between them.
- An object `{"key": …}` or `{}` there is JSON, as in Hugo; `{{< shortcode >}}`, `{#id}`, `{name}` are not.
- A page may also begin with a thematic break. What follows `---` is body text if it never closes and does not
  begin with a key, or closes round prose or a list. If it looks like keys, the front matter is broken, and
  saying so is better than adding a second one.
- A file of interface strings (`transflow.strings`) is front matter from its begin to its end, without fences.

`python-frontmatter` finds headers too, but strips the page, knows neither spans nor duplicate keys, reads
TOML only with a package of its own, and takes an unclosed header for text.
"""

import re
from dataclasses import replace

from transflow.errors import DocumentError
from transflow.frontmatter import json, toml, yaml
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import LINE, MAX_LENGTH, Header, empty, refuse
from transflow.strings import Format, format_of

_OPEN = GRAMMAR["opening"]
_OPEN_JSON = GRAMMAR["opening-json"]
# A lone CR ends a line here, and `^` stands behind LF only.
_CLOSE = {
    "---": GRAMMAR["yaml-closing"],
    "+++": GRAMMAR["toml-closing"],
}
# `title:` with a space or the line's end behind it, since `http://…` in prose is no key; in TOML also `[table]`.
_KEY = {
    "---": GRAMMAR["yaml-key"],
    "+++": GRAMMAR["toml-key"],
}
_MERGE = GRAMMAR["merge"]
_COMMENTS = GRAMMAR["remarks"]


def locate(text: str, path: str) -> Header:
    """Find and read the front matter of a page.

    Raises:
        DocumentError: It is malformed, never closed, too long or too deep.
    """
    if form := format_of(path):
        return _bare(text, form, path)
    opened = _OPEN.match(text)
    if opened:
        return _fenced(text, opened, path)
    brace = _OPEN_JSON.match(text)
    if brace:
        try:
            root = json.read(text, brace.end(), path)
        except DocumentError:
            _refuse_merge(text, brace.end(), len(text), path)
            raise
        # A JSON header has no fence: the line that its brace ends goes with it, unless words follow there.
        rest = LINE.match(text, root.end)
        end = rest.end() if rest and not rest.group(1).strip() else root.end
        return Header(text, "json", root.start, root.end, end, root, path)
    return _without(text, path)


def _bare(text: str, form: Format, path: str) -> Header:
    """Read a file of nothing but keys and values."""
    start, stop = int(text.startswith("\ufeff")), len(text)
    try:
        if stop > MAX_LENGTH:
            hint = "split it"
            raise refuse(text, 0, path, f"the file is longer than {MAX_LENGTH:,} characters", hint)
        _refuse_merge(text, start, stop, path)
        if form == "json":
            brace = _SPACE.match(text, start)
            start = brace.end() if brace else start
            root = json.read_whole(text, start, path) if text else empty()
        else:
            found = (
                yaml.read(text, start, stop, path, lists=True)
                if form == "yaml"
                else toml.read(text, start, stop, path)
            )
            if found is None:
                raise refuse(
                    text,
                    start,
                    path,
                    "is no mapping of keys to texts, nor a list of such",
                    "write it as `key: text`",
                )
            root = found
    except DocumentError as error:
        # In a file of strings there is no page round it.
        raise replace(error, message=error.message.replace("front matter", "file")) from None
    return Header(text, form, start, stop, stop, root, path)


_SPACE = GRAMMAR["json-blanks"]


def _without(text: str, path: str) -> Header:
    return Header(text, "none", 0, 0, 0, empty(), path)


def _fenced(text: str, opened: re.Match[str], path: str) -> Header:
    mark, start = opened.group(1), opened.end()
    closed = _CLOSE[mark].search(text, start, min(len(text), start + MAX_LENGTH))
    # `\Z` matches where the search ends as well: in the midst of a line, after a million characters.
    if not closed or (text[closed.end() - 1] not in "\r\n" and closed.end() < len(text)):
        return _unclosed(text, opened, path)
    stop, end = closed.span()
    _refuse_merge(text, start, stop, path)
    try:
        root = (yaml if mark == "---" else toml).read(text, start, stop, path)
    except DocumentError:
        # `**bold: &prose**` between two thematic breaks is no YAML, but no broken header either.
        if _KEY[mark].search(text, start, stop):
            raise
        root = None
    if root is None:
        return _without(text, path)
    return Header(text, "yaml" if mark == "---" else "toml", start, stop, end, root, path)


def _refuse_merge(text: str, start: int, stop: int, path: str) -> None:
    """Make sure that git left no marks of a merge there.

    Raises:
        DocumentError: It did.
    """
    if marker := _MERGE.search(text, start, stop):
        hint = "finish the merge, then run the command again"
        if format_of(path) is None:
            hint += f"; where only `translations` differs: transflow resolve {path or 'PAGE'}"
        raise refuse(text, marker.start(), path, "has an unfinished merge", hint)


def _unclosed(text: str, opened: re.Match[str], path: str) -> Header:
    mark, start = opened.group(1), opened.end()
    # A header that begins with a remark and never closes is broken, not prose.
    comments = _COMMENTS.match(text, start)
    if not _KEY[mark].match(text, comments.end() if comments else start):
        return _without(text, path)
    if len(text) - start > MAX_LENGTH:
        message = f"front matter is not closed within {MAX_LENGTH:,} characters"
        hint = f"close it with a line `{mark}`, or keep such data out of it"
    else:
        message, hint = "front matter is never closed", f"close it with a line `{mark}`"
    raise refuse(text, opened.start(1), path, message, hint)
