"""Front matter in YAML, written value by value.

The functions yield whole pages, the smallest change first. A candidate may turn out unreadable or mean
something else; the caller reads each back.
"""

import math
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow.frontmatter import flow
from transflow.frontmatter.grammar import GRAMMAR
from transflow.frontmatter.nodes import LINE, Branch, Entry, Header, Raw, Scalar, walk
from transflow.frontmatter.yaml import bare

_NEWLINES = GRAMMAR["newlines"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_HARMLESS = str.maketrans("", "", '"\\')
"""What needs an escape between double quotes only."""

_PLAIN = GRAMMAR["plain"]
_FLOW_MARK = GRAMMAR["flow-mark"]
_BLOCK_HEADER = GRAMMAR["block-header"]
_COMMENT_AT_END = GRAMMAR["spaced-remark"]
_ESCAPED = GRAMMAR["yaml-escaped"]
# A text that happened to be folded short would else be folded as short when it grows.
_MIN_WIDTH = 72
"""A folded text is wrapped no narrower than this, whatever the present one was."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How a header lays its blocks out."""

    step: int
    """Columns that a mapping inside another is indented by."""
    dash: int | None
    """Columns that the dashes of a list are indented by; None where lists stand between brackets."""

    @classmethod
    def of(cls, header: Header) -> "_Style":
        """Return the style of the first indented mapping and the first list with dashes."""
        step, dash = 0, None
        for _, entry in walk(header.root):
            node = entry.node
            if not isinstance(node, Branch) or node.flow or isinstance(entry.key, int):
                continue
            deeper = _column(header.text, node.items()[0].start) - _column(header.text, entry.start)
            if node.listing and dash is None:
                dash = deeper
            elif not node.listing and not step:
                step = deeper
        return cls(step or 2, dash)


def replace(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield pages in which an entry has another value.

    Args:
        header: The page as it is.
        trail: The entries from the top down to the one to change.
        value: A Python value; a collection replaces the present value whole.
    """
    text, node, parent = header.text, trail[-1].node, _parent(header, trail)
    # Lines give way to something beside the key: their indentation and remarks are of no use there.
    if isinstance(node, Branch) and not node.flow and not parent.listing:
        yield from _on_the_line(header, trail[-1], value)
        return
    pad = ""
    if node.body == node.end:
        # `title:` has no space for a value behind the colon yet.
        pad = "" if text[node.body - 1] in " \t\r\n[{," else " "
        if not parent.flow:
            yield from _below(header, trail[-1], value)
    for words in _forms(header, trail, value):
        yield text[: node.body] + pad + words + text[node.end :]
        # A tag or an anchor may not suit the new value: the second form leaves it out.
        if node.start < node.body:
            yield text[: node.start] + words + text[node.end :]


def insert(header: Header, trail: Sequence[Entry], key: str | int, value: object) -> Iterator[str]:
    """Yield pages with one more entry at a collection's end.

    Args:
        header: The page as it is.
        trail: The entries from the top down to the collection; none for the header itself.
        key: The new key, or the number past the last item.
        value: A Python value.
    """
    text = header.text
    node = trail[-1].node if trail else header.root
    assert isinstance(node, Branch)
    if node.flow:
        for words in _inline(value, _habit(node), flowing=True):
            yield flow.insert(text, node, words if node.listing else f"{_word(key)}: {words}")
        return
    for lines in _blocks(header, node, key, value):
        if node is header.root:
            added = "".join(line + header.newline for line in lines)
            yield text[: header.stop] + header.seam + added + text[header.stop :]
        else:
            at = _line_end(text, node.end)
            yield text[:at] + "".join(header.newline + line for line in lines) + text[at:]


def insert_all(header: Header, values: Mapping[str, object]) -> str:
    """Return the page with more keys at its end."""
    if header.root.flow:
        return header.text
    style, indent = _Style.of(header), _margin(header, header.root)
    leads = ((f"{_word(key, flowing=False)}:", value) for key, value in values.items())
    added = (line for lead, value in leads for line in _entry_lines(lead, value, style, indent))
    lines = "".join(line + header.newline for line in added)
    return header.text[: header.stop] + header.seam + lines + header.text[header.stop :]


def delete_all(header: Header, keys: Collection[str | int]) -> str:
    """Return the page without the lines of some of its keys."""
    text, at = header.text, 0
    if header.root.flow:
        return text
    pieces = []
    for entry in header.root.items():
        if entry.key in keys:
            pieces.append(text[at : _line_start(text, entry.start)])
            at = _next_line(text, entry.end)
    return "".join((*pieces, text[at:]))


def delete(header: Header, trail: Sequence[Entry]) -> Iterator[str]:
    """Yield pages without an entry; a mapping or list below the top that loses its last one stays, empty."""
    text, entry, parent = header.text, trail[-1], _parent(header, trail)
    siblings = parent.items()
    number = siblings.index(entry)
    line = _line_start(text, entry.start)
    if parent.flow:
        yield flow.remove(text, parent, number)
    elif len(siblings) == 1 and len(trail) > 1:
        yield from replace(header, trail[:-1], [] if parent.listing else {})
    elif not text[line : entry.start].strip():
        below = _next_line(text, entry.end)
        yield text[:line] + text[below:]
        remarks = re.compile(rf"(?:[ \t]*[\r\n]+|[ ]{{{entry.start - line + 1},}}#{LINE.pattern})*").match(
            text, below
        )
        assert remarks is not None
        yield text[:line] + text[remarks.end() :]  # else they would end up in a block scalar above
    elif number + 1 < len(siblings):
        yield text[: entry.start] + text[siblings[number + 1].start :]


def _parent(header: Header, trail: Sequence[Entry]) -> Branch:
    above = trail[-2].node if len(trail) > 1 else header.root
    assert isinstance(above, Branch)
    return above


def _on_the_line(header: Header, entry: Entry, value: object) -> Iterator[str]:
    """Yield pages in which something on the key's own line stands for an indented mapping or list."""
    text = header.text
    comment = _COMMENT_AT_END.match(text, entry.colon)
    rest = comment.group() if comment and comment.end() <= entry.node.body else ""
    for words in _inline(value, "", flowing=False):
        yield f"{text[: entry.colon]} {words}{rest}{text[entry.end :]}"


def _below(header: Header, entry: Entry, value: object) -> Iterator[str]:
    """Yield the page with a mapping or list, where it is written in lines, under a key that had no value."""
    text, margin = header.text, _column(header.text, entry.start)
    lines = _entry_lines("", value, _Style.of(header), margin)[1:]
    if lines:
        at = _line_end(text, entry.end)
        yield text[:at] + "".join(header.newline + line for line in lines) + text[at:]


def _forms(header: Header, trail: Sequence[Entry], value: object) -> Iterator[str]:
    """Yield notations for a value in the place of a present one, in the present one's style first."""
    node, flowing = trail[-1].node, _parent(header, trail).flow
    old = node if isinstance(node, Scalar) else None
    if old is None or not isinstance(value, str):
        yield from _inline(value, "", flowing=flowing)
    elif old.style in ("|", ">"):
        yield from _block_scalars(header, old, value)
        head = _BLOCK_HEADER.match(header.text, old.body)
        rest = (head and head.group(2)) or ""
        yield from (words + rest for words in _inline(value, "", flowing=False))
    else:
        if not old.style and not old.string and bare(value) == (old.kind, value):
            yield value  # one date for another, one `no` for a `yes`
        yield from _inline(value, old.style, flowing=flowing)


def _block_scalars(header: Header, old: Scalar, value: str) -> Iterator[str]:
    """Yield a text as block scalars with the present one's indicator, comment and indentation."""
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    head, *lines = (line.group(1) for line in LINE.finditer(header.text, old.body, old.end))
    filled = [line for line in lines if line.strip(" ")]
    indicators = _BLOCK_HEADER.match(head)
    # A first line that begins with a space would need an indicator of how deep the text stands (`|2`).
    if not (body and filled and indicators) or body[0] in " \t":
        return
    # `|-` ends with its last letter, `|` with one newline, `|+` with as many as there are.
    keep = ends > 1 or (ends == 1 and "+" in indicators.group(1))
    head = old.style + ("+" if keep else "" if ends else "-") + (indicators.group(2) or "")
    margin = min(len(line) - len(line.lstrip(" ")) for line in filled)
    # A folded text of one line, however long, was meant to be one line.
    width = max(_MIN_WIDTH, *map(len, filled)) - margin if len(filled) > 1 else 0
    for source in _folded(body, width) if old.style == ">" else [body]:
        rows = [" " * margin + row if row else "" for row in source.split("\n")]
        yield header.newline.join([head, *rows, *[""] * (ends - 1)])


def _folded(body: str, width: int) -> Iterator[str]:
    """Yield the source of a folded text, wrapped if there is a width, then unwrapped: each newline doubles its run."""
    parts = _NEWLINES.split(body)
    if width:
        rows = (
            # Only at spaces: a fold within a word or behind a hyphen would come back as a space.
            textwrap.fill(part, width, break_long_words=False, break_on_hyphens=False)
            for part in parts[::2]
        )
        gaps = [f"{gap}\n" for gap in parts[1::2]]
        yield "".join(row + gap for row, gap in zip(rows, [*gaps, ""], strict=True))
    yield _NEWLINES.sub(lambda run: f"{run.group()}\n", body)


def _inline(value: object, style: str, *, flowing: bool) -> Iterator[str]:
    """Yield one-line notations for a value, in a style first."""
    if isinstance(value, Raw):
        yield value.text
    elif isinstance(value, str):
        yield from _strings(value, style, flowing=flowing)
    elif isinstance(value, Mapping):
        yield "{" + ", ".join(f"{_word(key)}: {_word(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list | tuple):
        yield "[" + ", ".join(_word(item) for item in value) + "]"
    else:
        yield _other(value)


def _word(value: object, *, flowing: bool = True) -> str:
    """Return the first one-line notation for a value."""
    return next(_inline(value, "", flowing=flowing))


def _strings(value: str, style: str, *, flowing: bool) -> Iterator[str]:
    fits = not _ESCAPED.search(value.translate(_HARMLESS))
    if not style and fits and _can_be_bare(value, flowing=flowing):
        yield value
    # 'say: "so"' needs no escape between single quotes, and two between double ones.
    quotes = value != value.translate(_HARMLESS) and "'" not in value
    if fits and (style == "'" or (not style and quotes)):
        yield "'" + value.replace("'", "''") + "'"
    yield quoted(value)


def quoted(value: str) -> str:
    """Return a string between double quotes on one line."""
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _can_be_bare(value: str, *, flowing: bool) -> bool:
    """Whether every reader takes the text for this string without quotes round it."""
    mark = flowing and _FLOW_MARK.search(value)
    return not mark and _PLAIN.fullmatch(value) is not None and bare(value)[0] == "str"


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    wide = f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
    return _ESCAPES.get(found.group(), wide)


def _other(value: object) -> str:
    """Return the notation of a number, a boolean or nothing, the same in YAML 1.1 and 1.2."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    words = repr(value)
    # YAML 1.1 reads `1e+16` as a string, for want of a point.
    return words.replace("e", ".0e") if "e" in words and "." not in words else words


def _blocks(header: Header, node: Branch, key: str | int, value: object) -> Iterator[list[str]]:
    """Yield the lines of a new entry."""
    lead = "-" if node.listing else f"{_word(key, flowing=False)}:"
    indent = _margin(header, node)
    if isinstance(value, str):
        for words in _inline(value, _habit(node), flowing=False):
            yield [f"{' ' * indent}{lead} {words}"]
    else:
        yield _entry_lines(lead, value, _Style.of(header), indent)


def _margin(header: Header, node: Branch) -> int:
    """Return the column that a new entry of a block begins at."""
    first = node.items()[0].start if node.entries else header.stop
    before = header.text[_line_start(header.text, first) : first]
    if node is header.root:  # whose first key may follow a `? `
        return len(before) - len(before.lstrip(" "))
    return len(before)


def _entry_lines(lead: str, value: object, style: _Style, indent: int) -> list[str]:
    """Return an entry as lines of a block; `lead` is its key with the colon, or a dash."""
    margin = " " * indent
    if isinstance(value, Mapping) and value:
        inner = _mapping_lines(value, style, indent + (2 if lead == "-" else style.step))
        # The first key of a mapping in a list stands beside its dash.
        return [f"{margin}- {inner[0].lstrip()}", *inner[1:]] if lead == "-" else [margin + lead, *inner]
    # A list in a list stays between brackets: `- - a` is right, and nobody writes it.
    if isinstance(value, list | tuple) and value and style.dash is not None and lead != "-":
        items = [line for item in value for line in _entry_lines("-", item, style, indent + style.dash)]
        return [margin + lead, *items]
    return [f"{margin}{lead} {_word(value, flowing=False)}".rstrip(" ")]


def _mapping_lines(value: Mapping[str, object], style: _Style, indent: int) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        lines += _entry_lines(f"{_word(key, flowing=False)}:", item, style, indent)
    return lines


def _habit(branch: Branch) -> str:
    """Return the quote that the last item of a list is written with, if any."""
    last = branch.items()[-1].node if branch.entries and branch.listing else None
    return last.style if isinstance(last, Scalar) and last.style in ("'", '"') else ""


def _column(text: str, offset: int) -> int:
    return offset - _line_start(text, offset)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    found = LINE.match(text, offset)
    assert found is not None
    return found.end(1)


def _next_line(text: str, offset: int) -> int:
    found = LINE.match(text, offset)
    assert found is not None
    return found.end()
