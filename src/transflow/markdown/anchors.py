"""The ids that a site gives its headings, by its generator's rule; GitHub's is the usual one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from transflow.markdown import slugs
from transflow.markdown.dialect import Dialect
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import inlines
from transflow.markdown.plain import plain
from transflow.model import Block

OwnIds = Literal["", "braces", "comment", "none"]
"""How a heading gets an id of its own: `{#id}`, MDX's `{/* #id */}`, or not at all; empty if the dialect decides."""

_ID = GRAMMAR["id-list"]
_OWN = GRAMMAR["id-own"]


def anchors(blocks: Sequence[Block], dialect: Dialect, rule: str = "github") -> Iterator[tuple[int, str]]:
    """Yield (number, id) of each heading that gets its id from its words; an equal one gets a number behind it.

    Args:
        blocks: Those of the page.
        dialect: What its Markdown means.
        rule: One of `slugs.RULES`.
    """
    numbers = [
        number
        for number, block in enumerate(blocks)
        if block.kind == "heading" and not _ID.fullmatch(_attributes(block.text, dialect))
    ]
    words = (plain(blocks[number].text, dialect) for number in numbers)
    yield from zip(numbers, slugs.ids(words, rule), strict=True)


def ids(blocks: Sequence[Block], dialect: Dialect, rule: str = "github") -> Mapping[int, str]:
    """Return the id of every heading by its number: its own, or that which a site makes of its words."""
    own = {
        number: found[1]
        for number, block in enumerate(blocks)
        if block.kind == "heading" and (found := _OWN.fullmatch(_attributes(block.text, dialect)))
    }
    return dict(sorted((own | dict(anchors(blocks, dialect, rule))).items()))


_ASCII = GRAMMAR["ascii-id"]
_SHOWING = frozenset({"commonmark", "myst", "obsidian"})
"""Dialects whose generators show `{#id}` behind a heading to the reader, unless their configuration says otherwise."""


def with_id(text: str, name: str, dialect: Dialect, form: OwnIds = "") -> str:
    """Return a heading's text with an id, if it has none yet."""
    attributes = _attributes(text, dialect)
    form = _form(dialect, form)
    if _ID.fullmatch(attributes) or form == "none":
        return text
    if dialect.name == "jekyll" and not _ASCII.fullmatch(name):
        return text
    if form == "comment":
        return f"{text} {{/* #{name} */}}"
    if attributes:
        # `{.lead}` becomes `{#id .lead}`: of two lists behind a heading the first would be words of it.
        return f"{text[: -len(attributes)]}{{#{name} {attributes[1:]}"
    return f"{text} {{#{name}}}"


def _form(dialect: Dialect, form: OwnIds) -> OwnIds:
    return form or ("none" if dialect.name in _SHOWING else "braces")


def keeps_ids(dialect: Dialect, form: OwnIds = "") -> bool:
    """Whether every heading can be given the id that it had before it was translated."""
    return _form(dialect, form) != "none" and dialect.name != "jekyll"


def _attributes(text: str, dialect: Dialect) -> str:
    """Return the attributes at the end of a heading; empty if it has none."""
    *_, last = inlines(text, dialect) or ("",)
    return last.raw if not isinstance(last, str) and last.what == "attributes" else ""
