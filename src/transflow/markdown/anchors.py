"""The ids that a site gives its headings, by GitHub's rule, which is Hugo's too unless it is told otherwise."""

import re
from collections.abc import Iterator, Sequence

from transflow.markdown.dialect import Dialect
from transflow.markdown.inline import inlines
from transflow.markdown.plain import plain
from transflow.model import Block

_DROPPED = re.compile(r"[^\w\- ]")
_ID = re.compile(r"\{[^{}]*#[^{}]+\}")


def anchors(blocks: Sequence[Block], dialect: Dialect) -> Iterator[tuple[int, str]]:
    """Yield (number, id) of each heading that gets its id from its words; an equal one gets a number behind it."""
    seen: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if block.kind == "heading" and not _ID.fullmatch(_attributes(block.text, dialect)):
            shown = "".join(filter(_kept, plain(block.text, dialect).lower()))
            name = _DROPPED.sub("", shown).replace(" ", "-")
            count = seen[name] = seen.get(name, -1) + 1
            yield number, f"{name}-{count}" if count else name


def _kept(char: str) -> bool:
    r"""Whether a character is more than a number in a circle or a fraction, which `\w` takes for a letter."""
    return char.isalpha() or char.isdecimal() or not char.isnumeric()


def with_id(text: str, name: str, dialect: Dialect) -> str:
    """Return a heading's text with an id, if it has none yet."""
    attributes = _attributes(text, dialect)
    if _ID.fullmatch(attributes):
        return text
    if attributes:
        return f"{text[: -len(attributes)]}{{#{name} {attributes[1:]}"
    return f"{text} {{#{name}}}"


def _attributes(text: str, dialect: Dialect) -> str:
    """Return the attributes at the end of a heading; empty if it has none."""
    *_, last = inlines(text, dialect) or ("",)
    return last.raw if not isinstance(last, str) and last.what == "attributes" else ""
