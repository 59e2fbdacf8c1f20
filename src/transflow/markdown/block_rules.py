"""Rules for blocks round those of `markdown-it-py`: kept from lines that cannot be theirs, or from looking twice."""

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from transflow.markdown.feature import Block, Line
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.leaves import CELL_END, MAX_LINE, SPACE, Span, copy_lines, line, line_text

Rule = Callable[[StateBlock, int, int, bool], bool]
_ENVIRONMENT = GRAMMAR["environment"]


def on_short_lines(block: Block) -> Rule:
    """Keep a rule of a feature from lines that cannot be its own; those that may end a paragraph are all tried."""

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        begin = state.bMarks[start] + state.tShift[start]
        size = state.eMarks[start] - begin
        if not 0 < size <= MAX_LINE or (block.begins and state.src[begin] not in block.begins):
            return False
        return block.rule(state, start, end, silent)

    return rule


def replace_rule(md: MarkdownIt, name: str, around: Callable[[Rule], Rule]) -> None:
    """Put something round a rule of the parser's."""
    for rule in md.block.ruler.__rules__:
        if rule.name == name:
            rule.fn = around(rule.fn)


def dollars_once(rule: Rule) -> Rule:
    """Keep the rule for `$$` from looking for an end that was looked for in vain: it reads on to the last line."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first, last = state.env.get("open_dollars", (0, 0))
        begin, stop = line(state, start)
        if first < start < last or not state.src.startswith("$$", begin, stop):
            return False
        if rule(state, start, end, silent):
            return True
        # Of `$$a$$ 后` the rule saw the end on the line itself, and looked for none in the lines behind.
        if "$$" not in state.src[begin + 2 : stop]:
            state.env["open_dollars"] = (start, end)
        return False

    return run


def environment_once(rule: Rule) -> Rule:
    r"""Keep the rule for `\begin{…}` from looking for an end that was looked for in vain: it reads on to the last line."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        opening = _ENVIRONMENT.match(state.src, *line(state, start))
        if not opening:
            return False
        known = state.env.setdefault("open_environments", {})
        first, last = known.get(opening[0], (state.lineMax, 0))
        # What was not found up to `last` is in no part of that, such as the lines of a quote.
        if first <= start and end <= last:
            return False
        if rule(state, start, end, silent):
            return True
        known[opening[0]] = (start, end)
        return False

    return run


_BAR = GRAMMAR["bar"]
_DEFINITION = GRAMMAR["definition-sign"]
SIGNS = ((_BAR, ("table", "uneven")), (_DEFINITION, ("deflist", "terms")))
"""What a page has that has a block of these rules, which would be tried at every line."""


def underlined(rule: Rule) -> Rule:
    """Keep the rule for underlined headings from text with no underline: it would read that as the rule for text does."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        known: list[int] | None = state.env.get("underlines")
        if known is None:
            known = state.env["underlines"] = _underlines(state.src)
        return known[start] < end and rule(state, start, end, silent)

    return run


def _underlines(text: str) -> list[int]:
    """Return for each line which one below it may underline it, up to the next blank one; past the end if none may."""
    lines = text.split("\n")
    found = [never := len(lines) + 1] * len(lines)
    for number in range(len(lines) - 1, 0, -1):
        # However many containers it stands in, that is how it ends.
        said = lines[number].rstrip(SPACE)
        found[number - 1] = number if said[-1:] in ("-", "=") else found[number] if said else never
    return found


def indented(rule: Rule) -> Rule:
    """Let a list be indented as deep as it likes, where nothing is code because of that: between tags of MDX."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        outer, own = state.blkIndent, state.sCount[start]
        if silent or own - outer < _CODE:
            return rule(state, start, end, silent)
        # Its other items stand as deep as the first.
        state.blkIndent = own
        try:
            return rule(state, start, end, silent)
        finally:
            state.blkIndent = outer

    return run


def paragraph(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """Match a paragraph of MDX: however deep a line is indented, it may begin something else."""
    ends = state.md.block.ruler.getRules("paragraph")
    last, parent = start + 1, state.parentType
    state.parentType = "paragraph"
    while last < end and not state.isEmpty(last):
        if state.sCount[last] >= 0 and any(rule(state, last, end, True) for rule in ends):
            break
        last += 1
    state.parentType, state.line = parent, last
    state.push("paragraph_open", "p", 1).map = [start, last]
    state.push("inline", "", 0).map = [start, last]
    state.push("paragraph_close", "p", -1)
    return True


_CODE = 4
"""Spaces from which on CommonMark takes a line for code."""


def before_dashes(rule: Rule) -> Rule:
    """Keep the rule for tables from lines before others than one of dashes, and from `- a | b`.

    To others than markdown-it that is a list with a table in it.
    """

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if (
            start + 1 >= end
            or state.src[line(state, start + 1)[0] : state.eMarks[start + 1]][:1] not in _DASHES
        ):
            return False
        return not _ITEM.match(state.src, *line(state, start)) and rule(state, start, end, silent)

    return run


_DASHES = ("|", ":", "-")
_ITEM = GRAMMAR["list-item"]
_RULED = GRAMMAR["ruled-line"]


def columns(text: str) -> int:
    """Return how many columns a line of dashes has; 0 if it is none."""
    found = len(text) <= MAX_LINE and "|" in text and _RULED.fullmatch(text)
    return len(text.strip(SPACE + "|").split("|")) if found else 0


def uneven(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Match a table whose header has fewer cells than its line of dashes: goldmark fills it up, GFM's parsers do not."""
    if start + 1 >= end or state.sCount[start + 1] < state.blkIndent or state.is_code_block(start):
        return False
    # To goldmark a table is a paragraph first, which neither a quote nor a line that begins a list is part of.
    if state.src[state.bMarks[start] + state.tShift[start]] == ">" or _ITEM.match(
        state.src, *line(state, start + 1)
    ):
        return False
    header = line_text(state, start).strip(SPACE).removeprefix("|").removesuffix("|")
    if not header or len(CELL_END.split(header)) >= columns(line_text(state, start + 1)):
        return False
    if not silent:
        state.push("uneven", "", 0).map = [start, state.line]
        ends = state.md.block.ruler.getRules("blockquote")
        state.line = start + 2
        while (
            state.line < end and not state.isEmpty(state.line) and state.sCount[state.line] >= state.blkIndent
        ):
            number = state.line
            if any(rule(state, number, end, True) for rule in ends):
                break
            state.line = number + 1
        state.tokens[-1].map = [start, state.line]
    return True


def terms(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Match a term that is not the last before its definition, each on a line of its own.

    goldmark, Python-Markdown and kramdown take every line before `: …` for a term, markdown-it only the last.
    """
    first, last = state.env.get("terms", (0, 0))
    if not first <= start < last:
        last = _behind_lines(state, start, end)
        behind = last + 1 if last < end and state.isEmpty(last) else last
        # What is indented goes on with the definition that it stands in: `: 甲⏎  乙⏎: 丙`.
        goes_on = state.ddIndent >= 0 and start + 1 < end and state.sCount[start + 1] >= state.blkIndent
        if behind >= end or not _defines(state, behind) or goes_on:
            return False
        # Of an item of a list the next one is no line: `- 甲⏎- 乙⏎  : 丙`.
        if any(_is_next_item(state, number) for number in range(start + 1, behind + 1)):
            return False
        state.env["terms"] = (start, last := last - 1)
    if start >= last:
        return False
    if not silent:
        state.push("term", "", 0).map = [start, start + 1]
        state.line = start + 1
    return True


def _is_next_item(state: StateBlock, number: int) -> bool:
    outside = state.sCount[number] < state.blkIndent
    return outside and _ITEM.match(state.src, *line(state, number)) is not None


def _behind_lines(state: StateBlock, start: int, end: int) -> int:
    """Return the first line behind one that is blank or begins a definition."""
    # At one depth, up to one end, all items of a list see the same lines below them.
    known: dict[tuple[int, int], Span] = state.env.setdefault("behind_lines", {})
    first, last = known.get((state.level, end), (0, 0))
    if not first <= start < last:
        last = start + 1
        while last < end and not state.isEmpty(last) and not _defines(state, last):
            last += 1
        known[state.level, end] = start, last
    return last


def _defines(state: StateBlock, number: int) -> bool:
    return _DEFINES.match(state.src, *line(state, number)) is not None


_DEFINES = GRAMMAR["defines"]


def deep(state: StateBlock, start: int, end: int, _silent: bool) -> bool:
    """Match all that the innermost container holds, without looking at it."""
    number = last = start
    while number < end and (state.isEmpty(number) or state.sCount[number] >= state.blkIndent):
        # Blank lines at the end are behind the block, not in it.
        last = last if state.isEmpty(number) else number
        number += 1
    state.line = number
    state.push("deep", "", 0).map = [start, last + 1]
    return True


def standalone(lines: Sequence[Line]) -> Rule:
    """Make the rule for a line of nothing but what is hidden, and for lines that features take for themselves."""
    known: dict[str, list[re.Pattern[str]]] = {}
    anywhere = [line.pattern for line in lines if not line.begins]
    for one in lines:
        for char in one.begins:
            known.setdefault(char, []).append(one.pattern)

    def rule(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
        at = begin = state.bMarks[start] + state.tShift[start]
        limit = state.eMarks[start]
        if begin >= limit or state.is_code_block(start):
            return False
        is_short = limit - begin <= MAX_LINE
        hidden = state.env["hidden"]
        # `{{< a >}} {{< b >}}` on a line: both stand for themselves.
        while at in hidden:
            at = state.skipSpaces(hidden[at])
        labels: tuple[Span, ...] = ()
        if at < limit:
            patterns = known.get(state.src[begin], ())
            # Words behind a shortcode make a paragraph, whatever they look like: `{{< icon >}} [TOC]`.
            text = state.src[begin:limit].rstrip(SPACE) if at == begin and is_short else ""
            match = (
                next((m for one in (*patterns, *anywhere) if (m := one.fullmatch(text))), None)
                if text
                else None
            )
            if not match:
                return False
            labels = _labels(match, begin)
        if not silent:
            copy_lines(state, start, start + 1, "standalone", labels)
        return True

    return rule


def _labels(match: re.Match[str], begin: int) -> tuple[Span, ...]:
    spans = [match.span(name) for name in match.re.groupindex if name.startswith("text") and match[name]]
    return tuple((begin + start, begin + end) for start, end in spans)
