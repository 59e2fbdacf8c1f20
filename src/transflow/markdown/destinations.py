"""Where links lead, found in the text of any block and exchanged there; nothing else of the text changes."""

import re
from collections.abc import Callable, Iterator

from transflow.markdown.dialect import Dialect
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import Inline, inlines
from transflow.markdown.leaves import Span
from transflow.markdown.links import target
from transflow.model import NOT_MARKDOWN, Block, Unit

_HREF = GRAMMAR["href"]
_KEY = GRAMMAR["link-key"]
_DEFINITION = GRAMMAR["definition-label"]


def destinations(block: Block, text: str, dialect: Dialect) -> Iterator[Span]:
    """Yield where the destination of each link stands in what is or will be a block's text; images are no links.

    Of a tag that leads to a page (`{% link a.md %}`) that is all of it.
    """
    tag = _TAGS.get(dialect.name)
    if tag is None or block.kind == "code" or block.text.startswith("{% raw"):
        yield from _destinations(block, text, dialect)
        return
    found = [
        span for span in _destinations(block, text, dialect) if not text.startswith(("{%", "{{"), span[0])
    ]
    yield from sorted([*found, *(match.span() for match in tag.finditer(text))])


def page_of(tag: str, dialect: Dialect) -> Span | None:
    """Return where a tag names the page that it leads to; None if it is no such tag."""
    found = _TAGS[dialect.name].match(tag) if dialect.name in _TAGS else None
    return found.span("page") if found else None


LEADING = {"jekyll": ("link", "post_url"), "hexo": ("post_link", "post_path")}
"""Names of the tags that lead to a page, by dialect."""
_TAGS = {
    dialect: re.compile(
        rf"""\{{%-?\s*+(?:{"|".join(names)})\s++["']?(?P<page>[^\s"'%{{}}]++)[^%{{}}]*+%\}}"""
    )
    for dialect, names in LEADING.items()
}


def _destinations(block: Block, text: str, dialect: Dialect) -> Iterator[Span]:
    if isinstance(block, Unit):
        # Where no Markdown is a link leads nowhere: it is shown with its brackets, or only its words are.
        yield from () if block.kind in NOT_MARKDOWN else _in_prose(text, dialect, html=block.kind == "html")
    # `][图]` behind an image names a definition, and only that leads somewhere.
    elif block.kind == "url" and not text.startswith("]"):
        yield 0, len(text)
    elif block.kind == "html":
        yield from hrefs(text)
    elif block.kind == "front-matter" and _KEY.search(block.key):
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        yield (1, len(text) - 1) if quoted else (0, len(text))
    elif block.kind == "reference" and (label := _DEFINITION.match(text)):
        found = target(text, label.end(), len(text))
        yield from [found.url] if found else []


def relinked(block: Block, text: str, dialect: Dialect, new: Callable[[str], str]) -> str:
    """Return a block's text with other destinations where `new` gives one; it gives nothing for those that stay."""
    out, at = "", 0
    for start, end in destinations(block, text, dialect):
        out += text[at:start] + (new(text[start:end]) or text[start:end])
        at = end
    return out + text[at:]


def _in_prose(text: str, dialect: Dialect, *, html: bool) -> Iterator[Span]:
    at = 0
    for piece in inlines(text, dialect, html=html):
        yield from ((at + start, at + end) for start, end in _of_piece(piece))
        at += len(piece.raw)


def _of_piece(piece: Inline) -> Iterator[Span]:
    if piece.what == "html":
        yield from hrefs(piece.raw)
    elif piece.what == "link" and piece.kind == "close" and piece.raw.startswith("]("):
        found = target(piece.raw, 2, len(piece.raw) - 1)
        yield from [found.url] if found else []


def hrefs(text: str) -> Iterator[Span]:
    """Yield where the destinations of HTML's links stand."""
    for match in _HREF.finditer(text):
        yield match.span("a" if match["a"] else "b")
