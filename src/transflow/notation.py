"""How a new text has to be written at its place in a page: behind marks of quotes and lists, between quotes, on one line."""

import re
from collections.abc import Callable, Iterator

from transflow.grammar import GRAMMAR
from transflow.markdown import Dialect, csvtable, escape, features, fences, mask
from transflow.markdown.brackets import inside_brackets, rounded
from transflow.markdown.features import diagrams, gridcells
from transflow.markdown.fit import guard
from transflow.markdown.leaves import MAX_LINE
from transflow.markdown.units import CELL, CLOSED, DIAGRAM, OPTION, TAG
from transflow.model import Block, Unit

_NO_QUOTE = GRAMMAR["no-quote"]
_WRAP = GRAMMAR["wrap"]

_CONTAINERS = GRAMMAR["containers"]
_INSIDE = GRAMMAR["inside-row"]
_ATTRIBUTES = GRAMMAR["attributes-at-end"]
_WORD = GRAMMAR["hyphenated"]


def written(page: str, block: Block, text: str, dialect: Dialect) -> str:
    r"""Return a new text of a block as it is written in its page: with prefixes and quotes, lines ended by `\n`."""
    if not isinstance(block, Unit):
        return text
    if block.kind == "argument" and block.key == TAG:
        before = page[max(block.start - MAX_LINE, 0) : block.start]
        return features.written(dialect.features)(_one_line(text), before)
    if quoted := _QUOTED.get(block.kind):
        return quoted(page, block, text)
    # An underlined heading and the first cell of a row without a bar begin a line of the page.
    begins = not _INSIDE.search(page, *line_before(page, block.start))
    if block.kind in ("heading", "cell") and (begins or gridcells.is_cell(page, block.start, dialect)):
        text = guard(text, block.kind, dialect)
    if block.kind == "heading" and (closed := CLOSED.fullmatch(page[block.start : block.end])):
        # goldmark, kramdown and Pandoc read `## X ## {#id}`; markdown-it-attrs reads `## X {#id} ##`
        inside = dialect.has("vue") or dialect.has("jsx")
        attributes = None if inside else _ATTRIBUTES.search(text)
        words, behind = (text[: attributes.start()], attributes[0]) if attributes else (text, "")
        return f"{words}{closed['closing']}{behind}"
    first, *rest = _lines(text, dialect)
    prefixes = _prefixes(page, block, len(rest))
    return "\n".join([first, *(prefix + line for prefix, line in zip(prefixes, rest, strict=True))])


def _lines(text: str, dialect: Dialect) -> Iterator[str]:
    """Yield the lines of a unit's text; a line break within a shortcode is none."""
    shown, _ = mask(text, dialect)
    at = 0
    for line in shown.split("\n"):
        yield text[at : at + len(line)]
        at += len(line) + 1


def _prefixes(text: str, block: Unit, count: int) -> list[str]:
    """Return what stands before each further line of a unit: indentation, and the marks of block quotes.

    As many lines as there are now keep before; else each gets that of the second line, or what continues the
    containers that begin on the first.
    """
    raw = text[block.start : block.end].replace("\r\n", "\n").replace("\r", "\n")
    lines = zip(raw.split("\n")[1:], block.text.split("\n")[1:], strict=False)
    present = [line.removesuffix(own) for line, own in lines]
    if len(present) == count:
        return present
    opening = _CONTAINERS.match(text, *line_before(text, block.start))
    # Of `> - text` the next line begins with `>   `: quotes go on, a list's mark is indentation there.
    first = _NO_QUOTE.sub(" ", opening[0] if opening else "")
    return [present[0] if present else first] * count


def line_before(text: str, place: int) -> tuple[int, int]:
    """Return the span of what stands before a place in its line."""
    begin = text.rfind("\n", 0, place) + 1
    return max(begin, text.rfind("\r", begin, place) + 1), place


def _one_line(text: str) -> str:
    return _WRAP.sub(" ", text.strip())


_IN_BRACES = GRAMMAR["in-braces"]


def _alt(text: str, block: Unit, new: str) -> str:
    if _is_attribute(text, block):
        return _attribute(text, block, new)
    return (
        _title(text, block, new)
        if _IN_BRACES.search(text, max(block.start - 9, 0), block.start)
        else _one_line(new)
    )


_OTHER_QUOTES = {'"': ('"', "'"), "'": ("'", "’")}
"""What reads alike in place of a quotation mark that would end a value."""


def _title(text: str, block: Unit, new: str) -> str:
    if _is_attribute(text, block):
        return _attribute(text, block, new)
    ends = _OTHER_QUOTES.get(text[block.start - 1])
    if ends and text[max(block.start - 9, 0) : block.start - 1].rstrip().endswith(":"):
        # In a string of JavaScript (`{label: '甲'}`) what is escaped would not be read again.
        return _one_line(new).replace("\\", "").replace(*ends)
    closing = {"(": "()", "'": "'"}.get(text[block.start - 1], '"')
    return re.sub(f"(?<!\\\\)[{re.escape(closing)}]", r"\\\g<0>", _one_line(new))


def _argument(text: str, block: Unit, new: str) -> str:
    new = _one_line(new)
    if not block.key:
        return new
    quote = text[block.start]
    if block.key == DIAGRAM:
        return diagrams.written(new, text, block.start, block.end)
    if quote not in '"`':
        return new if _WORD.fullmatch(new) else escape(new, kind="argument")
    return f"{quote}{escape(new, kind='argument', delimiter=quote)}{quote}"


def _is_attribute(text: str, block: Unit) -> bool:
    """Whether a text is the value of an HTML attribute."""
    # Nine back: the quote, the equals sign, and some white space between them.
    return text[max(block.start - 9, 0) : block.start - 1].rstrip().endswith("=")


def _attribute(text: str, block: Unit, new: str) -> str:
    quote = text[block.start - 1]
    return _one_line(new).replace(quote, "&quot;" if quote == '"' else "&#39;")


def _label(text: str, block: Unit, new: str) -> str:
    """Write a label: what would end it is replaced."""
    before = text[block.start - 1 : block.start]
    # Between quotes of its own kind the value would end: another kind reads alike.
    new = _one_line(new)
    if block.key == CELL:
        return csvtable.written(new, text[block.start : block.end])
    if block.key == OPTION:
        return fences.written(new, text[block.start : block.end])
    if before == "[" and text[block.end : block.end + 1] == "]":
        # That of code holds no brackets, that of a box such as pair.
        opening = text[text.rfind("\n", 0, block.start) + 1 : block.start]
        return rounded(new) if "```" in opening or "~~~" in opening else inside_brackets(new)
    ends = _OTHER_QUOTES.get(before)
    return new.replace(*ends) if ends else new


_QUOTED: dict[str, Callable[[str, Unit, str], str]] = {
    "label": _label,
    "alt": _alt,
    "title": _title,
    "argument": _argument,
}
