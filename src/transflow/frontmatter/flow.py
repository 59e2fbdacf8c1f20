"""Lists and mappings between brackets, which YAML, TOML and JSON write alike."""

from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import Branch

_COMMENT = GRAMMAR["remark"]
_TRAILING_COMMA = GRAMMAR["trailing-comma"]
_REMARK = GRAMMAR["remark-at-end"]


def insert(text: str, branch: Branch, piece: str) -> str:
    """Return the page with one more item or `key: value` at a bracketed collection's end, spaced as the others are."""
    entries = branch.items()
    if not entries:
        inside = text[branch.body + 1 : branch.end - 1]
        # `[ ]` becomes `[x]`; anything else between brackets without an item is a comment, which stays.
        at = branch.end - 1 if inside.strip() else branch.body + 1
        return text[:at] + piece + text[branch.end - 1 :]
    last, between = entries[-1].end, gap(text, branch)
    remark = _REMARK.match(text, last, branch.end)
    # `y # c` at the end: a comma behind the comment would be part of it.
    if remark:
        comma = remark.group(1) or ""
        return (
            f"{text[:last]},{remark.group(2)}{between.partition(',')[2]}{piece}{comma}{text[remark.end() :]}"
        )
    return text[:last] + between + piece + text[last:]


def gap(text: str, branch: Branch) -> str:
    """Return what stands between two items; for a single item what the space before it suggests."""
    entries = branch.items()
    if len(entries) > 1:
        return _COMMENT.sub("", text[entries[-2].end : entries[-1].start])
    lead = _COMMENT.sub("", text[branch.body + 1 : entries[0].start])
    # A single item on a line of its own wants the next one there too; `['x']` wants a space.
    return "," + (lead if "\n" in lead or "\r" in lead else " ")


def remove(text: str, branch: Branch, number: int) -> str:
    """Return the page without the item at a position, and without the comma that set it apart."""
    entries = branch.items()
    entry = entries[number]
    # What stands between an item and the next is its own remark, and goes with it.
    if number + 1 < len(entries):
        return text[: entry.start] + text[entries[number + 1].start :]
    if number:
        return text[: entries[number - 1].end] + text[entry.end :]
    comma = _TRAILING_COMMA.match(text, entry.end, branch.end)
    return text[: entry.start] + text[comma.end() if comma else entry.end :]
