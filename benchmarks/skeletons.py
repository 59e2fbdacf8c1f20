"""What of a rendered page has to be the same in every language: its tags in order, text ignored."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from transflow.markdown.dialect import SHORTCODES
from transflow.markdown.html import PHRASING

_INLINE = frozenset({*PHRASING, "button", "input", "math"})
"""Elements within running text; the last three stand there in what generators make of a page."""
_WORDED = frozenset({
    "alt", "title", "caption", "attribution", "badge", "data-description", "data-filename", "data-lst-cap", "footer", "subheader", "summary", "label", "placeholder", "description", "aria-label", "author", "content",
    "text", "name", "tooltip", "tabname", "header", "tab", "heading", "subtitle", "cite", "data-title", "quote", "fig-alt", "data-fig-alt", "fig-cap",
    "data-fig-cap", "tbl-cap", "data-tbl-cap",
})  # fmt: skip
"""Attributes that hold words, and may differ."""
_LABEL = re.compile(r"""(\blabel\s*:\s*)(['"])(?:\\.|(?!\2).)*\2""")
"""A label within a list that an attribute of a component holds: `values={[{label: '…', value: 'a'}]}`."""
_CODE = frozenset({"code", "pre", "script", "style", "textarea", "kbd", "samp", "var"})
"""Elements whose text is compared."""


@dataclass
class Block:
    """A block's tag, and the inline tags that stand between it and the next."""

    tag: str
    inline: Counter[str] = field(default_factory=Counter)
    stars: Counter[str] = field(default_factory=Counter)
    """Literal `*` and `**`: CommonMark shows some beside Chinese, and in a draft they may be emphasis."""

    def __str__(self) -> str:
        inside = " ".join(
            tag if count == 1 else f"{tag}×{count}" for tag, count in sorted(self.inline.items()) if count
        )
        return f"{self.tag} | {inside}" if inside else self.tag


class _Reader(HTMLParser):
    """Collects the tags."""

    def __init__(self, *, heading_ids: frozenset[str] | None) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [Block("")]
        self.code: list[str] = []
        self.ids = heading_ids
        self.link = ("", "", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shown = f"<{tag}{''.join(self._attributes(tag, attrs))}>"
        self.link = (dict(attrs).get("href") or "", shown, "") if tag == "a" else ("", "", "")
        if tag in _CODE:
            self.code.append("")
        if tag in _INLINE or tag.startswith("inline-"):
            self.blocks[-1].inline[shown] += 1
        else:
            self.blocks.append(Block(shown))

    def handle_endtag(self, tag: str) -> None:
        text = ""
        if tag == "a":
            self._forget_address()
        if tag in _CODE and self.code:
            text = " ".join(self.code.pop().split())
            self.blocks[-1].inline[f"{tag}:{text}"] += 1
        if tag not in _INLINE and not tag.startswith("inline-"):
            self.blocks.append(Block(f"</{tag}>"))

    def _forget_address(self) -> None:
        """Leave out a link that is the address itself: a space before an address may make it one."""
        href, shown, text = self.link
        if (
            text
            and href.startswith(("http", "mailto"))
            and unquote(href)
            .removeprefix("http://")
            .removeprefix("mailto:")
            .startswith(text.removeprefix("http://"))
        ):
            self.blocks[-1].inline[shown] -= 1
            self.blocks[-1].inline += Counter()

    def handle_data(self, data: str) -> None:
        self.link = (*self.link[:2], self.link[2] + data)
        if self.code:
            self.code[-1] += data
        else:
            self.blocks[-1].stars.update(re.findall(r"\*+", data))

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
        name = (dict(attrs).get("data-shortcode") or "").removesuffix("__alone")
        for key, value in sorted(attrs):
            if re.fullmatch("h[1-6]", tag) and key == "id" and self.ids is not None and value not in self.ids:
                continue
            # Pandoc measures how wide a table is drawn, and so are its words
            if tag in ("table", "col") and key == "style" and re.fullmatch(r"width: ?\d+%;?", value or ""):
                continue
            # a fragment is made of a heading's words, or of what stands in their place
            shown = "#" if key == "href" and value and value.startswith("#") else value
            if shown and shown.startswith("{"):
                shown = _LABEL.sub(r"\1\2\2", shown)
            worded = key in _WORDED or f"{name}.{key.removeprefix('data-')}" in SHORTCODES
            yield f" {key}" if worded or not value else f' {key}="{shown}"'


def skeleton(html: str, heading_ids: frozenset[str] | None = None) -> list[Block]:
    """Return the blocks of a rendered page.

    Args:
        html: The page, or a part of one.
        heading_ids: If given, the only ids of headings that count: a generator may make ids from words.
    """
    reader = _Reader(heading_ids=heading_ids)
    reader.feed(html)
    reader.close()
    for block in reader.blocks:
        block.inline["<strong>"] += block.stars["**"] // 2
    return reader.blocks


def heading_ids(html: str) -> frozenset[str]:
    """Return the ids of a page's headings."""
    return frozenset(re.findall(r"""<h[1-6][^>]*?\sid=["']?([^"'\s>]+)""", html))


def difference(source: str, draft: str) -> str:
    """Return the first place where two pages differ in more than words; empty if they don't.

    An id that only the draft's heading has is no difference: it keeps the address that the source's words made.
    """
    ids = heading_ids(source)
    ours, theirs = skeleton(draft, ids), skeleton(source, ids)
    for number in range(max(len(ours), len(theirs))):
        left = str(theirs[number]) if number < len(theirs) else "the end"
        right = str(ours[number]) if number < len(ours) else "the end"
        if left != right and not _starred(theirs[number : number + 1], ours[number : number + 1]):
            return f"block {number}: {left}  →  {right}"
    return ""


def _starred(theirs: list[Block], ours: list[Block]) -> bool:
    """Whether two blocks differ only in emphasis that stands in the source as its stars: `*提示：*从`."""
    if not theirs or not ours or theirs[0].tag != ours[0].tag:
        return False
    more, less = ours[0].inline - theirs[0].inline, theirs[0].inline - ours[0].inline
    return not less and set(more) == {"<em>"} and more["<em>"] <= theirs[0].stars["*"] // 2
