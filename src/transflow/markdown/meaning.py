"""What a text means to a reader: the form in which two versions of it are compared.

A formatter or an editor may write one text in many ways (`*a*` and `_a_`, two spaces and a backslash before a line break,
`&amp;` and `&`, quotes of another kind). None of them is a change, on neither end: a draft that was only formatted is still
a machine's, and a source that was only formatted makes nothing stale.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from textwrap import dedent
from typing import Any

import yaml

from transflow.markdown.dialect import Dialect
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import Inline, attributes_behind, inlines
from transflow.markdown.links import target
from transflow.markdown.plain import folded, unescape
from transflow.model import Block, Unit

_REMARKS = GRAMMAR["remarks"]
_SPEAKING = GRAMMAR["speaking-remark"]
_MEANT = GRAMMAR["meant-emphasis"]
BREAK = "\x01br\x02"
"""A hard break in what `meaning` returns."""
_EMPHASIS = frozenset({"em", "strong", "strikethrough"})
_GAP = GRAMMAR["spaces-left"]
_SPACES = GRAMMAR["spaces"]
_QUOTED = GRAMMAR["quoted-value"]
_ATTRIBUTE = GRAMMAR["attribute-whole"]
_TAG = GRAMMAR["tag-alone"]
_FENCE = GRAMMAR["whole-fence"]


def meaning(text: str, dialect: Dialect = Dialect(), *, html: bool = False) -> str:
    """Return a unit's text with every spelling of the same rendering made one; not meant to be written anywhere.

    Lines are joined as in `canonical`. Markup stands between control characters, so that an escaped `*` and one that is
    markup are never the same.
    """
    pieces = inlines(text, dialect, html=html)
    said = "".join(_said(pieces, number, html=html) for number in range(len(pieces))).strip()
    return _GAP.sub(" ", said) if "<!--" in text else said


def same_block(page_dialect: Dialect, block: Block, text: str) -> bool:
    """Whether a block of a page says the same as another text of its kind."""
    if block.text == text:
        return True
    if isinstance(block, Unit) and page_dialect.strings:
        return False  # no formatter touches them
    if isinstance(block, Unit):
        html = block.kind == "html"
        return meaning(block.text, page_dialect, html=html) == meaning(text, page_dialect, html=html)
    spelled = _VERBATIM.get(block.kind)
    return spelled is not None and spelled(block.text) == spelled(text)


def is_remark(block: Block) -> bool:
    """Whether a block is nothing but HTML comments that no generator reads: for whoever edits that page, on either end.

    `<!--more-->` is Hugo's and Hexo's end of a summary, and `transflow:off` this tool's own.
    """
    return (
        block.kind == "html"
        and not isinstance(block, Unit)
        and _REMARKS.fullmatch(block.text) is not None
        and not _SPEAKING.search(block.text)
    )


def _said(pieces: Sequence[Inline], number: int, *, html: bool) -> str:
    piece = pieces[number]
    if piece.kind == "text":
        shown = folded(pieces, number)
        return unescape(shown if html else _MEANT.sub(_emphasis, shown), html=html)
    if piece.what == "softbreak":
        return folded(pieces, number)
    if piece.what == "hardbreak":
        return BREAK
    if piece.what == "html" and _REMARKS.fullmatch(piece.raw) and not _SPEAKING.search(piece.raw):
        return ""
    behind = attributes_behind(piece)
    raw, attributes = piece.raw.removesuffix(behind), _attributes(behind)
    if piece.what in ("autolink", "entity"):
        return _shown(raw) + attributes
    said = f"{piece.kind} {piece.what}" if piece.what in _EMPHASIS else _markup(piece.what, raw)
    return f"\x01{said}{attributes}\x02"


def _emphasis(match: re.Match[str]) -> str:
    what = "strong" if match[1] == "__" else "em"
    return f"\x01open {what}\x02{match[2]}\x01close {what}\x02"


def _attributes(raw: str) -> str:
    """Return a list of attributes in one of its spellings: their order says nothing, nor which quotes they have."""
    return "".join(f" {one}" for one in sorted(_ATTRIBUTE.findall(_QUOTED.sub(_attribute, raw[1:-1]))))


def _shown(raw: str) -> str:
    return unescape(raw.removeprefix("<").removesuffix(">"))


def _markup(what: str, raw: str) -> str:
    """Return markup in one of its spellings."""
    if what == "code" and raw.startswith("`"):
        ticks = len(raw) - len(raw.lstrip("`"))
        body = raw[ticks:-ticks].replace("\n", " ")
        # CommonMark 6.1: one space on either side is no part of the code, unless there is nothing else
        padded = body.startswith(" ") and body.endswith(" ") and body.strip()
        return f"code {body[1:-1] if padded else body}"
    if what in ("link", "image") and "](" in raw:
        return _destination(raw)
    if what == "html":
        return _SPACES.sub(" ", _QUOTED.sub(_attribute, raw)).replace(" />", ">").replace("/>", ">")
    return raw


def _destination(raw: str) -> str:
    """Return `](url "title")`, or an image, with its destination and title in one spelling."""
    at = raw.rindex("](")
    found = target(raw, at + 2, len(raw) - 1)
    if found is None:
        return raw
    url = raw[slice(*found.url)].removeprefix("<").removesuffix(">")
    title = unescape(raw[slice(*found.title)]) if found.title else ""
    return f"{raw[:at]}]({unescape(url)} {title})"


def _attribute(match: re.Match[str]) -> str:
    return '="' + next(value for value in match.groups() if value is not None) + '"'


def _tags(text: str) -> str:
    """Return an HTML block with its attributes in one kind of quotes."""
    return _TAG.sub(lambda tag: _QUOTED.sub(_attribute, tag[0]), text)


def _code(text: str) -> tuple[str, str]:
    """Return info string and body of a code block, however it is fenced or indented."""
    fence = _FENCE.match(text)
    if fence is None:
        return "", dedent(text).strip("\n")
    body, _, last = fence["body"].rpartition("\n")
    # In a quote the last line of a fence has the quote's mark before it.
    marks = last.strip(" \t>")
    closed = len(marks) > 2 and set(marks) in ({"`"}, {"~"})
    return fence["info"].strip(), (body if closed else fence["body"]).strip("\n")


def _value(text: str) -> Any:
    """Return what a copied front-matter value says: its words, and what YAML takes them for.

    Both, since 1.10 and 1.1 are one number and two versions, and `no` is another thing than `"no"`. A date is one
    whether it is quoted or not.
    """
    # Ten lines of YAML aliases can stand for more than memory holds.
    if "*" in text or "&" in text:
        return text
    try:
        return yaml.load(text, yaml.BaseLoader), _dated(yaml.safe_load(text))  # noqa: S506  it makes strings only
    # 2025-02-30 is a ValueError, a thousand brackets a RecursionError.
    except (yaml.YAMLError, ValueError, RecursionError):
        return text  # TOML, or more than a value: only the same letters are the same


def _dated(value: Any) -> Any:
    if isinstance(value, list):
        return [_dated(item) for item in value]
    if isinstance(value, dict):
        return {key: _dated(item) for key, item in value.items()}
    return (
        value.isoformat()
        if isinstance(value, date)
        else value
        if isinstance(value, str)
        else (type(value), value)
    )


_VERBATIM: dict[str, Callable[[str], Any]] = {"code": _code, "front-matter": _value, "html": _tags}
