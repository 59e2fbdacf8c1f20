"""What the page shows of a text, put together from what is known of it. Pure but for the memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transflow import checks, document, quantities
from transflow.checks import Settings, Subject
from transflow.commands.export import standing_of
from transflow.document import Document
from transflow.errors import DocumentError
from transflow.exchange.entries import Standing
from transflow.markdown import inlines
from transflow.model import NOT_MARKDOWN, Unit
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Match, Reviewed, running
from transflow.pipeline.urgency import urgency
from transflow.pipeline.wording import Piece, compare
from transflow.reports import Stretch
from transflow.site.translations import Translation
from transflow.site.workspace import Pair
from transflow.tracker import Link, same_source
from transflow.verification import Knowledge, Severity, verify

_TEXT_CHECKS = ("TF2", "TF3", "TF4", "TF5", "TF6")
"""Families of checks that are about what a text says; the others are about the page."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong with a text, or may be."""

    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class TextView:
    """One text beside its source."""

    unit: str
    kind: str
    key: str
    line: int
    """In the source page; 0 if it has no source any more."""
    target_line: int
    """In the translation; 0 if nothing stands there."""
    source: str
    """Logical Markdown, as the source says it now; empty if it is gone."""
    marked: tuple[Stretch, ...]
    """The same with its terms and figures."""
    text: str
    """What stands in the translation."""
    standing: Standing
    risk: int
    change: tuple[Piece, ...]
    """What the source said when it was translated, compared with what it says; empty if it is as it was."""
    draft: str
    """The draft that waits beside a person's text."""
    remarks: tuple[Remark, ...]
    matches: tuple[Match, ...]
    examples: tuple[tuple[str, str], ...]
    """What an engine is shown where it is drafted anew, unless a reviewed sentence is enough like it to be a match."""
    rung: str

    @property
    def known(self) -> tuple[Stretch, ...]:
        """Its terms and figures, each once."""
        return tuple(dict.fromkeys(stretch for stretch in self.marked if stretch.kind))

    @property
    def open(self) -> bool:
        """Whether it needs somebody: to decide, to read, or to mend."""
        wants = self.standing in ("conflict", "stale", "draft", "missing")
        return wants or any(remark.severity == "error" for remark in self.remarks)


def remarks(
    pair: Pair, source: str, text: str, unit: Unit, page: Document, know: Knowledge, settings: Settings
) -> tuple[Remark, ...]:
    """Return what is wrong with a text by itself, the gravest first.

    Args:
        pair: The translation that it belongs to.
        source: What it renders.
        text: The text, as Markdown.
        unit: What it stands in.
        page: The page it will stand in; its Markdown counts.
        know: What is known of the two languages.
        settings: Which checks run.
    """
    if not text.strip():
        return (Remark("TF601", "error", "the translation is empty"),)
    # What is no Markdown cannot be parsed as a page of its own: only what it says is looked at.
    if unit.kind in NOT_MARKDOWN:
        faults = verify(
            running(source, unit.kind, page.dialect), running(text, unit.kind, page.dialect), know
        )
        lost = _placeholders(source, page) != _placeholders(text, page)
        first = [Remark("TF204", "error", "the placeholders are not those of the source")] if lost else []
        return (*first, *(Remark(fault.code, fault.severity, fault.message) for fault in faults))
    try:
        of_source, of_target = (
            document.parse(side, path, page.dialect)
            for side, path in ((source, pair.source), (text, pair.target))
        )
    except DocumentError as error:
        return (Remark("TF201", "error", error.message),)
    # An image alone has several units (alternative text, title) in one block, and is right.
    if sum(isinstance(block, Unit) for block in of_target.blocks) != 1 and len(of_target.tops) > 1:
        return (Remark("TF201", "error", "this is more than one block of the page"),)
    subject = Subject(
        pair=pair, state="draft", origin=know.source, page=None, source=of_source, target=of_target, record=None,
        comparison=None, knowledge=know,
    )  # fmt: skip
    found = (f for f in checks.run(subject, settings) if f.code.startswith(_TEXT_CHECKS))
    # A finding in two places of a text is one remark.
    told = dict.fromkeys(Remark(f.code, f.severity, f.message) for f in found)
    # "error" comes before "warning".
    return tuple(sorted(told, key=lambda remark: remark.severity))


def _placeholders(text: str, page: Document) -> set[str]:
    """Return what a program puts into an interface string."""
    pieces = inlines(text, page.dialect, html=True) if page.dialect.strings else ()
    return {" ".join(piece.raw.split()) for piece in pieces if piece.what == "placeholder"}


def mistaken(item: Translation, link: Link, know: Knowledge, settings: Settings) -> bool:
    """Whether there is an error in the text of a line of the comparison that stands in the translation."""
    if item.source is None or item.target is None or link.target is None:
        return False
    there, source = item.target.blocks[link.target], link.row.source if link.row else ""
    if not isinstance(there, Unit) or not source:
        return False
    found = remarks(item.pair, source, there.text, there, item.source, know, settings)
    return any(remark.severity == "error" for remark in found)


def view(
    item: Translation, number: int, unit: str, know: Knowledge, settings: Settings, reviewed: Reviewed | None
) -> TextView | None:
    """Return what there is to show of a line of the comparison; None for what is no text.

    Without the reviewed sentences there are no matches.
    """
    assert item.source is not None  # what has none is not opened
    assert item.comparison is not None
    link = item.comparison.links[number]
    block = item.source.blocks[link.source] if link.source is not None else None
    there = item.target.blocks[link.target] if item.target and link.target is not None else None
    about = block or there
    if not isinstance(about, Unit):
        return _verbatim(item, link, unit)
    text, said = (there.text if there else ""), (block.text if block else "")
    # What a person's text is held against is what it renders, not what came into the source since.
    rendered = link.row.source if link.row and link.row.source else said
    wrong = (
        remarks(item.pair, rendered, text, about, item.source, know, settings) if text and rendered else ()
    )
    plain = running(said, about.kind, item.source.dialect)
    tags = {"source": know.source, "target": know.target}
    # Of this page the sentence itself would be found, as its own best match.
    matches = reviewed.elsewhere(item.pair.target, plain, **tags) if said and reviewed else ()
    # A match is more help than an example, and a screen has room for one of them.
    shown = Examples(reviewed, know, [plain]).of(plain) if said and reviewed and not matches else ()
    return TextView(
        unit, about.kind, about.key, *_lines(item, link), said, tuple(marked(said, know)), text,
        standing_of(link), urgency(link, (remark.severity for remark in wrong)), _change(item, link, said), _draft(item, link),
        wrong, matches, tuple(pair for pair in shown if pair[0] not in plain),
        link.row.rung if link.row and not link.edited else "",
    )  # fmt: skip


def _verbatim(item: Translation, link: Link, unit: str) -> TextView | None:
    """Return a verbatim block that waits for somebody: code, an address or other front matter that changed under a person's."""
    assert item.source is not None  # as above
    if link.fate != "conflict":
        return None
    block = item.source.blocks[link.source] if link.source is not None else None
    there = item.target.blocks[link.target] if item.target and link.target is not None else None
    about = block or there
    said, text = (block.text if block else ""), (there.text if there else "")
    return TextView(
        unit, about.kind if about else "", about.key if about else "", *_lines(item, link), said, (Stretch(said),), text,
        "conflict", urgency(link), _change(item, link, said), _draft(item, link) or said, (), (), (), "",
    )  # fmt: skip


def _lines(item: Translation, link: Link) -> tuple[int, int]:
    source, target = item.source, item.target
    line = source.line(source.blocks[link.source].start) if source and link.source is not None else 0
    return line, target.line(target.blocks[link.target].start) if target and link.target is not None else 0


def _change(item: Translation, link: Link, said: str) -> tuple[Piece, ...]:
    old = link.row.source if link.row else ""
    # Where nothing is asked, a source that was reflowed since would be shown as changed.
    asks = link.fate in ("conflict", "redraft") and bool(old) and old != said
    return tuple(compare(old, said)) if asks and item.target is not None else ()


def _draft(item: Translation, link: Link) -> str:
    pending = link.row.pending if link.row else None
    if pending is None or link.source is None or item.source is None:
        return ""
    same = same_source(item.source, item.source.blocks[link.source], pending.source)
    return pending.draft or "" if same else ""


def marked(text: str, know: Knowledge) -> Iterator[Stretch]:
    """Cut a source text at its terms and figures, each with what it is in the other language."""
    spans = [(m.start, m.end, Stretch(m.text, "term", m.term.target)) for m in know.glossary.find(text)]
    spans += [
        (q.start, q.end, Stretch(q.text, "quantity", quantities.render(q, know.target, know.style)))
        for q in quantities.find(text, know.source)
    ]
    at = 0
    # At one place the longer first: the shorter lies within it, and is passed over.
    for start, end, stretch in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            yield from (Stretch(text[at:start]),) if start > at else ()
            yield replace(stretch, text=text[start:end])
            at = end
    if at < len(text):
        yield Stretch(text[at:])


def counted(texts: Sequence[TextView]) -> int:
    """Return how many texts need somebody."""
    return sum(text.open for text in texts)
