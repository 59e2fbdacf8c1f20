"""Text within HTML blocks: which stretches a reader reads, and which are tags."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from transflow.patterns import lazy

PHRASING = (
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
)  # fmt: skip
"""Elements that stand within running text."""
PARTING = frozenset({
    "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "legend", "li", "main", "nav", "ol", "option", "p", "section", "select", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that part running text: what stands in two of them is no one sentence."""
# Quotes first: `<a title="a > b">` does not end at its first `>`. What is no list of attributes does.
_ATTRIBUTES = r"""(?:
    (?:\s+[A-Za-z_:@#][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*+\s*/?>
  | [^<>]*>)"""
# Possessive: a name with thousands of letters and no end is read once.
_TAG = re.compile(rf"</?[A-Za-z][\w:.-]*+{_ATTRIBUTES}", re.VERBOSE)


def _names(*names: str) -> str:
    """Return a pattern for names in any case, by first letter: a character set is refused at once, a literal with flags not."""
    by_letter = {name[0]: "|".join(n[1:] for n in names if n[0] == name[0]) for name in names}
    return "|".join(f"[{c}{c.upper()}](?i:{rest})(?![\\w:.-])" for c, rest in by_letter.items())


_PHRASING = rf"</?(?:{_names(*PHRASING)}){_ATTRIBUTES}"
"""A tag of an element within running text; any other ends it."""
_INLINE = lazy(_PHRASING, re.VERBOSE)
_SWITCH = r"<!--\s*(?i:transflow:(?:off|on))\s*-->"
_RAW = "|".join(
    rf"(?i:{name})(?=[\s>/]).*?(?:</(?i:{name})\s*>|\Z)"
    for name in ("script", "style", "pre", "textarea", "svg", "math", "template")
)
"""An element, after its `<`, whose inside is no text."""
# In a run also `<` that begins no tag (`涨幅 < 3%`), and a `</b` that never ends.
_STRETCH = lazy(
    rf"""(?P<run>(?:[^<]++ | {_PHRASING} | <(?!/?[A-Za-z]|[!?]) | <(?=/[A-Za-z][^<>]*(?:<|\Z)))++)
      | (?P<switch>{_SWITCH})
      | (?P<markup>(?:(?:
            (?!{_SWITCH})<!(?=--).*?(?:-->|\Z) | <!(?i:\[CDATA\[).*?(?:\]\]>|\Z) | <(?=\?).*?(?:\?>|\Z)
          | <!(?!--)[^>]*(?:>|\Z)
          | <(?=[mpstMPST])(?:{_RAW})
          | (?!{_PHRASING})</?[A-Za-z][\w:.-]*+{_ATTRIBUTES}
          | <[A-Za-z](?![\w:.-]*+{_ATTRIBUTES}).*)\s*+)++)""",
    re.VERBOSE | re.DOTALL,
)
"""Running text with its inline tags; a switch; other markup. What is never closed goes to the end."""


@lru_cache(maxsize=64)
def _field(names: tuple[str, ...]) -> re.Pattern[str]:
    keys = "|".join(re.escape(name) for name in names)
    return re.compile(
        # White space, a quote or a brace before the name: `data-title` is not `title`. In JSX a string may stand in braces.
        rf"""(?<![^\s"'`{{])(?P<key>{keys})\s*=\s*(?:"(?P<a>[^"]+)"|'(?P<b>[^']+)'|\{{\s*(?:"(?P<c>[^"\\\n]+)"|'(?P<d>[^'\\\n]+)')\s*\}})""",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def _member(names: tuple[str, ...]) -> re.Pattern[str]:
    keys = "|".join(re.escape(name) for name in names if name != "alt" and name.isidentifier())
    return re.compile(rf"""(?<=[{{,\s])(?:{keys}):\s*(?:"(?P<a>[^"\\\n]+)"|'(?P<b>[^'\\\n]+)')(?=\s*[,}}])""")


HIDDEN = "\ue000"
"""Stands for each character of a shortcode, which belongs to running text beside it but is none (private use)."""


Field = tuple[Literal["alt", "title"], int, int]


Segment = tuple[int, int, bool]
"""Where a stretch of an HTML block begins and ends, and whether it is text."""


def segments(body: str) -> Iterator[Segment]:
    """Cut an HTML block into running text (with its inline tags) and markup, white space between them left out.

    What switches translation off or on is a segment by itself.
    """
    start = end = -1
    for match in _STRETCH.finditer(body):
        kind, stretch = match.lastgroup, match[0]
        if stretch.isspace():
            continue
        first, last = match.span()
        if stretch[0].isspace():
            first = last - len(stretch.lstrip())
        if stretch[-1].isspace():
            last = match.start() + len(stretch.rstrip())
        is_text = kind == "run" and _has_text(stretch)
        if is_text or kind == "switch":
            if start >= 0:
                yield start, end, False
                start = -1
            yield first, last, is_text
        else:
            start, end = start if start >= 0 else first, last
    if start >= 0:
        yield start, end, False


def _has_text(run: str) -> bool:
    """Whether there is more to a run than tags and white space at its ends."""
    # Most runs begin with words; only the others are searched for tags.
    before, tag, _ = run.partition("<")
    if before.replace(HIDDEN, "").strip():
        return True
    return bool(tag and _INLINE.sub("", run).replace(HIDDEN, "").strip())


def fields(body: str, start: int, end: int, names: tuple[str, ...], *, tags: bool = False) -> Sequence[Field]:
    """Return (`alt` or `title`, start, end) of what attributes show or read out to people.

    Args:
        body: An HTML block, a tag or a list of attributes.
        start: Where to begin.
        end: Where to stop.
        names: Of the attributes.
        tags: Whether to look inside tags of HTML alone.
    """
    # Most stretches have no attribute that is wanted, and are not cut into tags.
    if body.find("=", start, end) < 0:
        return ()
    found = list[Field]()
    if _field(names).search(body, start, end):
        spans = [tag.span() for tag in _TAG.finditer(body, start, end)] if tags else [(start, end)]
        found += _fields(body, spans, _field(names))
    # `<Tabs values={[{label: "甲", value: "a"}]}>`: of the objects of a list that is written out.
    first = -1 if tags else body.find("={[", start, end)
    last = body.find("]}", first, end) if first >= 0 else -1
    for match in _member(names).finditer(body, first, last) if last >= 0 else ():
        found.append(("title", *match.span("a" if match["a"] else "b")))
    return sorted(found, key=lambda field: field[1:])


def _fields(body: str, spans: Sequence[tuple[int, int]], pattern: re.Pattern[str]) -> Iterator[Field]:
    for span in spans:
        for match in pattern.finditer(body, *span):
            group = next(name for name in "abcd" if match[name])
            if match[group].strip():
                yield "alt" if match["key"].lower() == "alt" else "title", *match.span(group)
