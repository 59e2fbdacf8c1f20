"""Waivers: findings that somebody looked at and accepted, each with its reason.

In a page a comment waives the findings of the next block, or of the block it stands in:
`<!-- transflow:ignore TF301 the source is wrong, see issue 12 -->`. `transflow:ignore-page` waives them in the whole
page, front matter included. Several checks are separated by commas. In `transflow.yaml` they stand under
`checks.waivers`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from transflow.checks.finding import Finding, Hit, Place, means
from transflow.checks.grammar import GRAMMAR
from transflow.checks.subject import place
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.markdown import inlines
from transflow.model import NOT_MARKDOWN, Block, Unit
from transflow.patterns import PathLines, paths

_COMMENT = GRAMMAR["waiver"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One of them."""

    place: Place
    """Where it is written."""
    names: tuple[str, ...]
    """Codes or names of checks, as written."""
    reason: str
    path: str = ""
    """The one file that it holds for; empty for a waiver in the configuration."""
    first: int = 0
    """First and last line that it holds for; 0 and 0 for all of them."""
    last: int = 0
    patterns: tuple[str, ...] = ()
    """Patterns of files, in the syntax of `.gitignore`; empty for all."""
    text: str = ""
    """Words that the message holds."""

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding."""
        return (
            any(means(name, finding.code, finding.name) for name in self.names)
            and (not self.path or self.path == finding.path)
            # 0 is a waiver of the whole page or of the configuration.
            and (not self.last or self.first <= finding.line <= self.last)
            and (not self.patterns or _spec(self.patterns).match_file(finding.path))
            and self.text in finding.message
        )


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> PathLines:
    return paths(patterns)


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiver once all findings are known."""

    waiver: Waiver
    used: bool
    """Whether it waived something, or nobody can tell because its checks did not run."""
    unknown: tuple[str, ...] = ()
    """Names in it that no check has."""


def bad(judged: Judged) -> Iterator[Hit]:
    """A waiver without a reason, or for a check that does not exist.

    Why: a year from now nobody will know whether it may go. It waives nothing.
    Example: `<!-- transflow:ignore TF301 -->`
    Fix: say why: `<!-- transflow:ignore TF301 the source has a typing error -->`.
    """
    if not judged.waiver.names or judged.unknown:
        what = ", ".join(map(repr, judged.unknown))
        yield Hit(judged.waiver.place, f"there is no check {what}" if what else "this waiver names no check")
    elif not judged.waiver.reason:
        yield Hit(judged.waiver.place, "this waiver waives nothing until it gives a reason")


def unused(judged: Judged) -> Iterator[Hit]:
    """A waiver that waives nothing any more.

    Why: left where it is, it would hide the next mistake.
    Example: the figure that `<!-- transflow:ignore TF301 … -->` stands above was corrected.
    Fix: delete it.
    """
    # One that is bad is told as bad, and not as unused as well.
    if not judged.used and not any(bad(judged)):
        names = ", ".join(judged.waiver.names)
        yield Hit(judged.waiver.place, f"this waiver of {names} is needed no more: delete it")


MAX_WAIVERS = 1_000
"""Waivers in one page; each is tried with every finding."""


def in_page(page: Document) -> tuple[Waiver, ...]:
    """Return the waivers of a page. What stands in code is not one.

    Raises:
        DocumentError: There are more than `MAX_WAIVERS`.
    """
    # Most pages have none, and need not be looked through block by block.
    if "transflow:ignore" not in page.text:
        return ()
    # One more than is allowed tells; a page of a million is not read to its end.
    found = tuple(islice(_waivers(page), MAX_WAIVERS + 1))
    if len(found) > MAX_WAIVERS:
        hint = "waive the whole page with `transflow:ignore-page`"
        raise DocumentError(
            f"more than {MAX_WAIVERS:,} waivers in one page", page.path, found[-1].place.line, hint
        )
    return found


def _waivers(page: Document) -> Iterator[Waiver]:
    alone = {block.top for block in page.blocks if _is_waiver(block)}
    for block in page.blocks:
        at = block.start
        for match in _comments(page, block):
            names = tuple(name.strip() for name in match["names"].split(",")) if match["names"] else ()
            # In a quotation a comment over two lines has `> ` in the page and not in the text: then the block is its place.
            at = max(page.text.find(match[0], at, block.end), block.start)
            lines = (0, 0) if match["page"] else _scope(page, block, alone)
            yield Waiver(place(page, at), names, " ".join(match["reason"].split()), page.path, *lines)


def _comments(page: Document, block: Block) -> Iterator[re.Match[str]]:
    if block.top < 0 or "transflow:ignore" not in block.text:
        return
    if not isinstance(block, Unit):
        # An HTML block may hold several comments, and other things that only look like one.
        found = map(_COMMENT.fullmatch, _html_comments(block.text)) if block.kind == "html" else ()
        yield from filter(None, found)
    # There `<!--` is text that a reader sees.
    elif block.kind not in NOT_MARKDOWN:
        for piece in inlines(block.text, page.dialect, html=block.kind == "html"):
            if piece.what == "html" and (match := _COMMENT.fullmatch(piece.raw)):
                yield match


def _html_comments(text: str) -> Iterator[str]:
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (stop := text.find("-->", start + 4)) >= 0:
        end = stop + 3
        yield text[start:end]


def _is_waiver(block: Block) -> bool:
    """Whether a block is nothing but waivers, so that it speaks of what follows."""
    html = block.kind == "html" and not isinstance(block, Unit)
    if not html or "transflow:ignore" not in block.text:
        return False
    comments = list(_html_comments(block.text))
    inside = "".join(comments)
    # A comment beside a tag speaks of the block that it stands in.
    return all(map(_COMMENT.fullmatch, comments)) and _squeezed(block.text) == _squeezed(inside)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _scope(page: Document, block: Block, alone: set[int]) -> tuple[int, int]:
    """Return the first and the last line that a waiver in a block holds for."""
    first = last = block.top
    # Waivers one below another all speak of the first block behind them.
    while last in alone and last + 1 < len(page.tops):
        last += 1
    return page.line(page.tops[first][0]), page.line(page.tops[last][1])


def waived(waivers: Sequence[Waiver], finding: Finding) -> tuple[Waiver, ...]:
    """Return the waivers, with a reason, that waive a finding."""
    return tuple(waiver for waiver in waivers if waiver.reason and waiver.covers(finding))
