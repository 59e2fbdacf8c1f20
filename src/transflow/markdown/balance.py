"""What a generator would refuse, or take the rest of a page for: tags, templates and fences that are opened and not closed.

A page of a dialect that is named is told, and left alone: whatever was made of it would be as broken. A site that says nothing
may be read by any generator, and nothing is held against its pages.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import neg
from typing import NamedTuple

from markdown_it.common.html_blocks import block_names

from transflow.markdown.dialect import Dialect
from transflow.markdown.feature import Hidden, Source
from transflow.markdown.features.jsx import escaped
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.html import PHRASING
from transflow.markdown.marks import HTML_VOID
from transflow.markdown.mask import code, mask, openings

_LIQUID = frozenset({"jekyll", "hexo"})
"""Dialects whose generators run Liquid, or Nunjucks, over every page; others show what they don't know."""
_BLOCKS = frozenset(
    {"if", "unless", "for", "case", "capture", "comment", "raw", "highlight", "tablerow", "ifchanged"}
)
"""Tags of Liquid that have an end; of others a site's plugins decide."""
_HEXO = frozenset({"blockquote", "code", "codeblock", "pullquote", "quote"})
"""Hexo's own that have one."""
# Their generators take all that follows an open `:::` into the box; others show the colons.
_FENCED = frozenset({"vitepress", "mdx", "quarto", "myst"})
_FENCE = GRAMMAR["colon-fence"]
# All that is looked for has one of these in it: most pages have none, and are not masked for it.
_SIGNS = ("{", "<", ":::", "import")
_TEMPLATES = {"{{<": ">}}", "{{%": "%}}", "{{": "}}", "{%": "%}"}
_NO_TAG = GRAMMAR["no-tag"]


class Unclosed(NamedTuple):
    """Something that has no other end."""

    start: int
    message: str
    hint: str


def unclosed(text: str, start: int, dialect: Dialect) -> Unclosed | None:
    """Return the first of what a dialect's generator refuses, or would take the rest of the page for.

    Args:
        text: A page.
        start: Where its front matter ends.
        dialect: What its generator reads; one without a name refuses nothing.
    """
    if not dialect.name or not any(sign in text for sign in _SIGNS):
        return None
    # Blanks for the front matter, so that every place found is one of the page.
    body = " " * start + text[start:]
    hidden = mask(body, dialect)[1]
    found = chain(
        _templates(body, dialect, hidden),
        _tags(body, dialect, hidden),
        _elements(body, dialect),
        _fences(body, dialect),
        _imports(body, dialect),
    )
    return min(found, key=lambda one: one.start, default=None)


def _templates(text: str, dialect: Dialect, hidden: Sequence[Hidden]) -> Iterator[Unclosed]:
    """Yield templates that don't end; only where no end follows at all, since some may have line breaks in them."""
    signs = [sign for sign in _TEMPLATES if _runs(sign, dialect)]
    if not any(sign in text for sign in signs):
        return
    last = {sign: text.rfind(_TEMPLATES[sign]) for sign in signs}
    # Between `{{< raw >}}` and its end `{{<` is shown, not run.
    inside = _Within((tag.start, tag.end) for tag in hidden)
    # Liquid runs in code, too; Vue does not.
    shown = _Within(code(text) if dialect.has("vue") else ())
    for place, tag in openings(text, dialect):
        if shown.holds(place):
            continue
        sign = next((sign for sign in signs if text.startswith(sign, place)), "")
        if sign and tag is None and last[sign] < place and not inside.holds(place):
            yield Unclosed(place, f"`{sign}` is not closed", f"close it with `{_TEMPLATES[sign]}`")


def _runs(sign: str, dialect: Dialect) -> bool:
    if sign in ("{{", "{%"):
        return dialect.name in _LIQUID or (sign == "{{" and dialect.has("vue"))
    return dialect.name == "hugo"


def _tags(text: str, dialect: Dialect, hidden: Sequence[Hidden]) -> Iterator[Unclosed]:
    """Yield tags without their other end."""
    # A shortcode may need no end, and Hugo takes the end of another one, as pages of large sites show.
    alone = dialect.name == "hugo"
    waiting: list[Hidden] = []
    places: dict[str, list[int]] = {}
    remark = _Within(_remarks(text))
    for tag in hidden:
        if tag.role == "single" or not _pairs(tag, text, dialect) or remark.holds(tag.start):
            continue
        of_name = places.get(tag.name)
        if tag.role == "open":
            places.setdefault(tag.name, []).append(len(waiting))
            waiting.append(tag)
        elif of_name:
            first = of_name[-1]
            # What was opened within and is still open ends here, too, and is no partner for an end that comes later.
            for other in reversed(waiting[first:]):
                places[other.name].pop()
            within = waiting[first + 1 :]
            yield from (_open(text, other) for other in within if not alone and _ends(other, dialect))
            del waiting[first:]
        # On a page of Hugo's only where nothing of the name came before: `{{< a >}}…{{< /a >}}{{< /a >}}` is let be.
        elif of_name is None or not alone:
            shown = _shown(text, tag)
            hint = f"remove it, or open it before: {_opening(shown)}"
            yield Unclosed(tag.start, f"{shown} closes nothing", hint)
    yield from (_open(text, tag) for tag in waiting if not alone and _ends(tag, dialect))
    if dialect.has("jsx"):
        yield from _signs(text, dialect, hidden)


def _elements(text: str, dialect: Dialect) -> Iterator[Unclosed]:
    """Yield elements without their other end, which Vue refuses, those of HTML too."""
    if not dialect.has("vue") or "<" not in text:
        return
    found = list(_element_tags(text))
    shallow = [
        match
        for match in found
        if not text.startswith(("    ", "\t"), text.rfind("\n", 0, match.start()) + 1)
    ]
    # What is indented may be code, or stand in a list: only what has no other end either way is told.
    lacking = [{match.start(): match for match in _unpaired(tags)} for tags in (found, shallow)]
    for place, match in lacking[0].items():
        if place not in lacking[1]:
            continue
        shown = f"`{' '.join(match[0].split())[:_LONGEST]}`"
        if match["slash"]:
            hint = f"remove it, or open it before: `<{match['name']}>`"
            yield Unclosed(place, f"{shown} closes nothing", hint)
        else:
            yield Unclosed(place, f"{shown} is not closed", f"close it with `</{match['name']}>`")


_ELEMENT = GRAMMAR["element"]
_PROGRAM = GRAMMAR["program-tag"]


def _programs(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands from the begin of a script or style to the end of one."""
    start = -1
    for match in _PROGRAM.finditer(text):
        if match["slash"] and start >= 0:
            yield start, match.end() + 1
            start = -1
        elif not match["slash"] and start < 0:
            start = match.start()


def _element_tags(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags of elements that have two ends."""
    inside = _Within(sorted([*code(text), *_remarks(text), *_programs(text)]))
    for match in _ELEMENT.finditer(text):
        if inside.holds(match.start()) or escaped(text, match.start()):
            continue
        # `<https://a.cn>` and `<a@b.cn>` are addresses.
        if (
            match["rest"][:1] not in (":", "@")
            and not match["rest"].endswith("/")
            and _is_element(match["name"])
        ):
            yield match


def _is_element(name: str) -> bool:
    """Whether a tag's name is HTML's or a component's, of those that have an end; `<guide>` may be a word in brackets."""
    known = name in PHRASING or name in block_names
    return name not in HTML_VOID and (known or name[0].isupper() or "-" in name)


def _unpaired(tags: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Yield the tags that have no partner of their name."""
    waiting: dict[str, list[re.Match[str]]] = {}
    for match in tags:
        opened = waiting.setdefault(match["name"].lower(), [])
        if not match["slash"]:
            opened.append(match)
        elif opened:
            opened.pop()
        else:
            yield match
    yield from chain.from_iterable(waiting.values())


def _pairs(tag: Hidden, text: str, dialect: Dialect) -> bool:
    """Whether the generator reads a tag, and it may have two ends."""
    if tag.name.startswith("%"):
        return dialect.name in _LIQUID
    if tag.name.startswith("<"):
        return dialect.has("jsx")
    return dialect.name == "hugo" and text.startswith("{{", tag.start)


def _ends(tag: Hidden, dialect: Dialect) -> bool:
    """Whether a tag that was opened must be closed."""
    # `{% include a.html %}` and a plugin's tags have no end; `{% if %}` has.
    own = dialect.name == "hexo" and tag.name[1:] in _HEXO
    return not tag.name.startswith("%") or tag.name[1:] in _BLOCKS or own


_IMPORT = GRAMMAR["import-paragraph"]
_FROM = GRAMMAR["import-from"]


def _imports(text: str, dialect: Dialect) -> Iterator[Unclosed]:
    """Yield imports that do not say from where, which MDX refuses."""
    if not dialect.has("esm") or "import" not in text:
        return
    inside = _Within(sorted([*code(text), *_remarks(text)]))
    for match in _IMPORT.finditer(text):
        if not inside.holds(match.start()) and not _FROM.search(match["rest"]):
            shown = match[0].partition("\n")[0][:_LONGEST]
            yield Unclosed(match.start(), f"`{shown}` does not say from where", "end it with `from '…'`")


def _open(text: str, tag: Hidden) -> Unclosed:
    shown = _shown(text, tag)
    return Unclosed(tag.start, f"{shown} is not closed", f"close it with {_closing(tag)}")


def _shown(text: str, tag: Hidden) -> str:
    raw = " ".join(text[tag.start : tag.end].split())
    return f"`{raw}`" if len(raw) <= _LONGEST else f"`{raw[:_LONGEST]}…`"


_LONGEST = 40
"""Characters of a tag that a message shows."""


def _closing(tag: Hidden) -> str:
    return f"`{{% end{tag.name[1:]} %}}`" if tag.name.startswith("%") else f"`</{tag.name[1:]}>`"


def _opening(shown: str) -> str:
    # `</b>` is opened by `<b>`, `{% endif %}` by `{% if %}`.
    return shown.replace("/", "", 1).replace("{% end", "{% ", 1)


def _signs(text: str, dialect: Dialect, hidden: Sequence[Hidden]) -> Iterator[Unclosed]:
    """Yield a brace or a `<` that MDX takes for the begin of something, and that is not."""
    hint = "complete it, or write a backslash before it"
    source, remark = Source(text, dialect), _Within(_remarks(text))
    for place, tag in openings(text, dialect):
        sign = text[place]
        if tag is not None or escaped(text, place) or remark.holds(place):
            continue
        # A brace that does close, and is no expression, holds attributes: `:abbr[GDP]{title="…"}`.
        if sign == "<" or (sign == "{" and source.closing_brace(place) < 0):
            what = "a tag" if sign == "<" else "an expression"
            yield Unclosed(place, f"`{sign}` begins {what} that does not end", hint)
    tags = [(tag.start, tag.end) for tag in hidden]
    # `<5` in code, in a comment or in the value of an attribute begins nothing.
    inside = _Within(sorted([*tags, *code(text), *_remarks(text)]))
    for match in _NO_TAG.finditer(text):
        if not inside.holds(match.start()) and not escaped(text, match.start()):
            yield Unclosed(match.start(), f"`{text[match.start() : match.end() + 1]}` begins no tag", hint)


def _remarks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the comments of HTML."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end)


class _Within:
    """Tells whether places that are asked for in order stand in one of some stretches, which come in order, too."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = iter(spans)
        self._span: tuple[int, int] | None = next(self._spans, None)

    def holds(self, place: int) -> bool:
        while self._span and self._span[1] <= place:
            self._span = next(self._spans, None)
        return self._span is not None and self._span[0] <= place


def _fences(text: str, dialect: Dialect) -> Iterator[Unclosed]:
    """Yield colon fences without their other end; a longer one ends those within it."""
    if dialect.name not in _FENCED or ":::" not in text:
        return
    inside = _Within(code(text))
    marks = [match for match in _FENCE.finditer(text) if not inside.holds(match.start("fence"))]
    waiting, loose = (_outermost if dialect.name == "vitepress" else _innermost)(marks)
    for match in loose:
        yield Unclosed(
            match.start("fence"), f"`{match['fence']}` closes nothing", "remove it, or open a box before it"
        )
    for match in waiting:
        shown = match[0][match.start("fence") - match.start() :].strip()
        yield Unclosed(
            match.start("fence"), f"`{shown}` is not closed", f"close it with a line `{match['fence']}`"
        )


def _innermost(marks: Iterable[re.Match[str]]) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the fences that nothing closes, and the closings of nothing, where a closing ends the last box of its length."""
    waiting, loose = list[re.Match[str]](), list[re.Match[str]]()
    lengths = Counter[int]()
    for match in marks:
        length = len(match["fence"])
        if match["kind"]:
            waiting.append(match)
            lengths[length] += 1
            continue
        # `::::tip`, `:::note`, `::::`: the last ends both. If no fence as long is open it ends the innermost.
        while waiting and lengths[length] and len(waiting[-1]["fence"]) != length:
            lengths[len(waiting.pop()["fence"])] -= 1
        if waiting:
            lengths[len(waiting.pop()["fence"])] -= 1
        else:
            loose.append(match)
    return waiting, loose


def _outermost(marks: Iterable[re.Match[str]]) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Return the same as markdown-it has it: the first closing ends the outermost box with all in it, and one too many is text."""
    waiting, loose = list[re.Match[str]](), list[re.Match[str]]()
    # Of the fences up to each one the shortest: none is longer than the one before, so that they are searched by halves.
    shortest, spare = list[int](), 0
    for match in marks:
        length = len(match["fence"])
        if match["kind"]:
            waiting.append(match)
            shortest.append(min([length, *shortest[-1:]]))
        elif waiting:
            first = bisect_left(shortest, -length, key=neg)
            spare += max(len(waiting) - first - 1, 0)
            del waiting[first:], shortest[first:]
        elif spare:
            spare -= 1
        else:
            loose.append(match)
    return waiting, loose
