"""Code blocks of which a stretch is language: a title in the line of the fence, an option that a reader sees.

All else of the block stays as it is. Whether a stretch is offered hangs on its form alone, never on its words: a translation
has to be found at the same place.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import yaml
from markdown_it.rules_block import StateBlock, fence

from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.leaves import MAX_LINE, Leaf, Span, copy_lines, line, line_text

_ESCAPED = GRAMMAR["escaped-quote"]

Labels = Callable[[StateBlock, int, int], Iterable[Span]]
"""Finds what is language in the lines [first, last) of a fenced block."""
Line = tuple[int, str]
"""Where a line of options begins in the page, and what it says, its indentation included."""

ATTRIBUTE = GRAMMAR["fence-attribute"]
_MARKED = GRAMMAR["marked-lines"]
_LABELLED = GRAMMAR["fence-label"]
_NO_TITLE = frozenset({"alt", "label", "placeholder", "text"})
"""Attributes that show nothing on a block of code."""
_PATH = GRAMMAR["file-name"]


def take(state: StateBlock, start: int, end: int, silent: bool, labels: Labels) -> bool:
    """Take a fenced block with what is language in it; false if none begins here."""
    # The parser's own rule finds the end, and says no to what is no fence to it.
    if not fence(state, start, end, silent):
        return False
    if silent:
        return True
    last = state.line
    # In the order of the page; what is named twice is offered once.
    if found := tuple(sorted(set(labels(state, start, last)))):
        state.tokens.pop()
        copy_lines(state, start, last, "titled", found)
    else:
        state.env["leaves"].append(Leaf("code", ((line(state, start)[0], state.eMarks[last - 1]),)))
    return True


def contain(
    state: StateBlock,
    start: int,
    head: Callable[[int], tuple[int, list[Span]]],
    inside: Callable[[StateBlock, int, int], None] | None = None,
) -> None:
    """Replace the fence that was just found by a container of Markdown.

    Args:
        state: The parser's.
        start: The line of the fence.
        head: Given the line where the text ends, returns the one where it begins, and what is language before that.
        inside: What reads the text, if it is no Markdown as it stands.
    """
    markup = state.tokens.pop().markup
    last = state.line
    # A fence that nothing closes goes to the end of its container; its last line is text then.
    closed = line_text(state, last - 1).strip().startswith(markup) and last - 1 > start
    limit = last - closed
    first, found = head(limit)
    span = line(state, start)[0], line(state, first - 1)[1]
    state.env["leaves"].append(Leaf("standalone", (span,), len(state.tokens), tuple(found)))
    state.push("directive_open", "div", 1).map = [start, last]
    old, state.lineMax = state.lineMax, limit
    parent, state.parentType = state.parentType, "directive"
    (inside or state.md.block.tokenize)(state, first, limit)
    state.lineMax, state.parentType, state.line = old, parent, last
    state.push("directive_close", "div", -1)


def attributes(state: StateBlock, number: int, names: Iterable[str]) -> Iterator[Span]:
    """Yield the values of a line's attributes that show a title or a caption, paths left out."""
    begin, _ = line(state, number)
    wanted = {*names} - _NO_TITLE
    for match in ATTRIBUTE.finditer(line_text(state, number)):
        group = "a" if match["a"] is not None else "b"
        if match["key"] in wanted and is_title(match[group]):
            yield begin + match.start(group), begin + match.end(group)


def marked(state: StateBlock, number: int) -> Iterator[Span]:
    """Yield the labels of marks of lines: `{"1. 说明": 1-2}`, `ins={"新": 3}` of Expressive Code."""
    begin, _ = line(state, number)
    for match in _MARKED.finditer(line_text(state, number)):
        group = "a" if match["a"] else "b"
        yield begin + match.start(group), begin + match.end(group)


def bracketed(state: StateBlock, number: int) -> Iterator[Span]:
    """Yield the label in brackets that a tab of code is called by."""
    begin, _ = line(state, number)
    match = _LABELLED.search(line_text(state, number))
    if match and is_title(match["a"]):
        yield begin + match.start("a"), begin + match.end("a")


def is_title(said: str) -> bool:
    """Whether something may be words: neither empty nor the name of a file or a program."""
    return any(letter.isalpha() for letter in said) and not _PATH.fullmatch(said.strip())


_ENTRY = GRAMMAR["yaml-entry"]
_OPEN = GRAMMAR["yaml-open"]
_ITEM = GRAMMAR["yaml-item"]
_STRING = GRAMMAR["yaml-string"]


def options(lines: Sequence[Line], names: Callable[[str], bool]) -> Iterator[Span]:
    """Yield the values of options in YAML that hold language, with their quotes.

    Those are a value on the line of its key, with deeper lines below it that go on with it, the items of a list, and each
    paragraph of a block of lines. No line is looked at again that a value took.
    """
    behind = 0
    while behind < len(lines):
        first, behind = behind, behind + 1
        begin, raw = lines[first]
        said = raw.rstrip()
        if match := _ENTRY.match(_short(said)):
            if match["value"][0] not in "\"'" and said.endswith(match["value"]):
                while behind < len(lines) and _goes_on(lines[behind][1], len(match["indent"])):
                    behind += 1
            last, below = lines[behind - 1]
            # A comment stands behind no value that goes on.
            end = last + len(below.rstrip() if behind > first + 1 else said[: match.end("value")].rstrip())
            found: Iterable[Span] = ((begin + match.start("value"), end),)
        elif match := _OPEN.match(_short(said)):
            behind = _end(lines, behind, match)
            found = _below(lines[first:behind], match)
        else:
            continue
        if names(match["key"]):
            yield from found


def _short(said: str) -> str:
    # No caption comes near that length.
    return said if len(said) <= MAX_LINE else ""


def _end(lines: Sequence[Line], number: int, key: re.Match[str]) -> int:
    """Return the line behind the list or the block of a key, which may begin in line `number`."""
    rest = key["rest"] or ""
    if rest.startswith("["):
        return number
    while number < len(lines):
        said = lines[number][1].rstrip()
        # The items of a list may stand below the first letter of their key.
        if said and _indent(said) < len(key["indent"]) + bool(rest):
            break
        if not rest and not _ITEM.match(_short(said)):
            break
        number += 1
    return number


def _below(lines: Sequence[Line], key: re.Match[str]) -> Iterator[Span]:
    """Yield what a list or a block says whose key stands in the first of its lines."""
    (begin, _), *inside = lines
    rest = key["rest"] or ""
    if rest.startswith("["):
        at = begin + key.start("rest")
        yield from ((at + item.start(), at + item.end()) for item in _STRING.finditer(rest))
    elif rest:
        yield from _paragraphs(inside)
    else:
        for place, said in inside:
            if item := _ITEM.match(said.rstrip()):
                yield place + item.start("value"), place + len(said[: item.end("value")].rstrip())


def _paragraphs(lines: Sequence[Line]) -> Iterator[Span]:
    start = end = -1
    for place, said in (*lines, (0, "")):
        if said.strip():
            start = start if start >= 0 else place + _indent(said)
            end = place + len(said.rstrip())
        elif start >= 0:
            yield start, end
            start = -1


def _goes_on(said: str, indent: int) -> bool:
    """Whether a line goes on with a value of YAML that was begun above it."""
    said = said.rstrip()
    return _indent(said) > indent and not _ENTRY.match(_short(said)) and not _OPEN.match(_short(said))


def _indent(said: str) -> int:
    return len(said) - len(said.lstrip(" \t"))


def is_option(before: str, raw: str) -> bool:
    """Whether a text is a value of YAML, or of R, by what stands in its line before it; in a block of lines it is none."""
    sign = before.rstrip()[-1:]
    return sign in (":", "-") or (sign in ("[", ",") and is_string(raw))


def is_string(raw: str) -> bool:
    """Whether quotes stand round a text that belong to it."""
    return _STRING.fullmatch(raw) is not None


_BELOW = GRAMMAR["option-begin"]


def shown(raw: str, *, quoted: bool) -> str:
    """Return what the value of an option says, on as many lines as it has; in a block of lines quotes are only shown."""
    raw = _BELOW.sub("\n", raw)
    if not (quoted and is_string(raw)):
        return raw
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    return _ESCAPED.sub(r"\1", raw[1:-1])


def written(text: str, raw: str) -> str:
    """Return the value of an option as it is written, in the quotes that it had; without any, in some if it needs them."""
    if raw[:1] == "'":
        return "'" + text.replace("'", "''") + "'"
    if raw[:1] == '"' or _read(text) != text:
        # A backslash of the source is one that its author escaped, and so is one here.
        return json.dumps(text, ensure_ascii=False)
    return text


def _read(text: str) -> Any:
    try:
        return yaml.safe_load(f"a: {text}")["a"]
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return None


__all__ = [
    "attributes",
    "bracketed",
    "is_option",
    "is_string",
    "is_title",
    "marked",
    "options",
    "shown",
    "take",
    "written",
]
