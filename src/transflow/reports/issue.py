"""Markdown for an issue of each language that CI keeps up to date: what waits there, with what changed in the source.

What did not change is told in the same words at the same place, so that an update says what is new and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence

from transflow import languages
from transflow.counts import counted
from transflow.reports.markdown import escape
from transflow.reports.model import Coverage, PageRow, Report, SourceChange, size
from transflow.site.planner import State

# In bytes: a Chinese page has three for each character, so this is on the safe side of both.
LIMIT = 60_000
"""Bytes of one body; GitHub and GitLab take 65,536 characters."""
_LONGEST = 2_000
"""Characters of one text in a difference."""
_PARTS: Mapping[str, tuple[State, ...]] = {
    "Out of date": ("conflict", "stale"),
    "Missing": ("declared-missing", "missing"),
    "To be read": ("draft", "undeclared"),
    "To be settled": ("orphan", "untracked"),
}


def whole(report: Report) -> str:
    """Return one body a language, each headed by a comment that names it."""
    return "\n\n".join(_body(report, item) for item in report.coverage) or "No translations."


def _body(report: Report, item: Coverage) -> str:
    readers = report.reviewers.get(item.language, ())
    lead = f"{item.current:,} of {counted(item.wanted, 'translation')} into {languages.display_name(item.language)} {'is' if item.wanted == 1 else 'are'} up to date."
    parts = [
        # By this line the action finds the issue again; what ends the comment must not stand in it.
        f"<!-- transflow: {item.language.replace('-->', '')} -->",
        f"{lead} Read by {', '.join(map(escape, readers))}." if readers else lead,
    ]
    room = LIMIT - sum(size(part) + 2 for part in parts)
    pages = sorted(
        (page for page in report.pages if page.language == item.language), key=lambda page: page.target
    )
    for title, states in _PARTS.items():
        here = [page for page in pages if page.state in states]
        if here:
            text = "\n".join((f"## {title}\n", *_listed(here, report, room)))
            room -= size(text) + 2
            parts.append(text)
    return "\n\n".join(parts if len(parts) > 2 else (*parts, "Nothing waits."))


def _listed(pages: Sequence[PageRow], report: Report, room: int) -> Iterator[str]:
    """Yield a line a page, as many as there is room for, and what changed in its source, while there is."""
    # All lines come first: a difference is put in only where no page's line is lost for it. 100 for the sum at the end.
    room -= sum(size(_line(page)) + 1 for page in pages) + 100
    left = 0
    for page in pages:
        if room < 0:
            left += 1
            # What is left out makes room: one long line may let others in.
            room += size(_line(page)) + 1
            continue
        yield _line(page)
        changes = report.changes.get(page.target, ())
        told = _differences(changes) if changes else ""
        if size(told) < room:
            room -= size(told)
            yield from [told] if told else []
    if left:
        yield f"- … and {counted(left, 'page')} more"


def _line(page: PageRow) -> str:
    if page.state in ("conflict", "stale"):
        waits = f", {counted(page.conflicts, 'text')} for a person to settle" if page.conflicts else ""
        more = f"{counted(page.changed, 'text')} of {escape(page.source)} changed{waits}"
    elif page.characters:
        more = f"{counted(page.characters, 'character')} of {escape(page.source)} to translate"
    else:
        more = {"orphan": "its source page is gone", "untracked": "nobody recorded it"}.get(page.state, "")
    return f"- {escape(page.target)} ({page.state}){f': {more}' if more else ''}"


def _differences(changes: Sequence[SourceChange]) -> str:
    """Return what changed in a source page, as an item of a list holds it."""
    lines: list[str] = []
    for change in changes:
        place = f"line {change.line}" if change.line else "gone"
        # As in a unified diff, so that a forge colours it.
        lines.append(f"@@ {place}{f', {change.key}' if change.key else ''} @@")
        lines += [f"-{line}" for line in _cut(change.old)] if change.old != change.new else []
        lines += [f"{'+' if change.old != change.new else ' '}{line}" for line in _cut(change.new)]
    # Longer than any in the texts: a page of documentation holds fences itself.
    fence = "`" * max(3, 1 + max(_ticks(line) for line in lines))
    return "\n".join(f"  {line}" for line in (f"{fence}diff", *lines, fence))


def _cut(text: str) -> list[str]:
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return short.splitlines()


def _ticks(line: str) -> int:
    """Return the length of the longest run of backticks in a line."""
    # The longest run of backticks, since a fence ends with one of its own length.
    return max(map(len, "".join(char if char == "`" else " " for char in line).split()), default=0)
