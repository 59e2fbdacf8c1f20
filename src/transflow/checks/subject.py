"""What a check is given: one translation with all that is known of it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from transflow import frontmatter, languages
from transflow.bitext import Bitext, RecordedFault
from transflow.checks.finding import Hit, Place
from transflow.checks.grammar import GRAMMAR
from transflow.checks.neighbours import NONE, Around, alone, around
from transflow.document import Document
from transflow.frontmatter import KeyPath, mapping
from transflow.markdown import Inline, inlines, running, unescape
from transflow.model import ESCAPED, NOT_MARKDOWN, PLAIN, Block, Unit
from transflow.site.anchors import Anchors
from transflow.site.planner import Page, State
from transflow.site.workspace import Pair
from transflow.tracker import Comparison, label
from transflow.verification import Fault, Knowledge, told, verify

# No figure or term in them is translated, and each counts as one character.
_COPIED = frozenset({"code", "role", "math", "autolink", "placeholder"})
_COPY = Inline("text", "\ufffc")


@dataclass(frozen=True, slots=True)
class Couple:
    """A block of the translation beside what it renders."""

    source: str
    """The source's text that the translation was made from: as recorded, if the page says something else now."""
    target: Block
    drafted: bool = False
    """Whether a machine's draft stands there unchanged."""
    machine: bool = False
    """Whether a machine drafted it, whatever a person made of that."""
    issues: tuple[RecordedFault, ...] = ()
    """What the translator noted about that draft."""
    places: tuple[int, int] | None = None
    """Where the two stand among the blocks of their pages; None if nobody recorded it, or the source is gone."""


_Read = TypeVar("_Read")

Pieces = Sequence[tuple[int, Inline]]
"""What of a text is more than words, each piece with its offset."""
Marked = tuple[Couple, Pieces, Pieces]
"""A block of the translation with the pieces of its source and its own."""
DESTINATION = "url"
"""The kind of a block that is the destination of a link and nothing else."""


def pieces(text: str, block: Block, page: Document) -> Pieces:
    """Return what of a block's text, or of its source's, is more than words."""
    at, found = 0, list[tuple[int, Inline]]()
    if not isinstance(block, Unit):
        return found
    for piece in inlines(text, page.dialect, html=block.kind == "html" or page.dialect.strings):
        if piece.kind != "text":
            found.append((at, piece))
        at += len(piece.raw)
    return found


@dataclass(frozen=True)
class Subject:
    """One translation, whether it exists or not. Pure: all that has to be read was read before."""

    pair: Pair
    state: State
    origin: str
    """BCP 47 tag of the source page."""
    page: Page | None
    """The source page's word about itself; None for an orphan."""
    source: Document | None
    target: Document | None
    record: Bitext | None
    comparison: Comparison | None
    knowledge: Knowledge
    required: bool = False
    """Whether the site's configuration requires the language."""
    renamed_to: str = ""
    """Of an orphan, the source page that seems to be the new name of the one that is gone."""
    recorded_at: str = ""
    """Path of its record, as git takes it in the current folder."""
    unstaged: bool = False
    """Whether the commit that is being made lacks changes of its record."""
    ignored: bool = False
    """Whether that is because git ignores it."""
    before: Callable[[], str] | None = None
    """Reads the translation before the commit that is being made, if that changes it and leaves its record as it was."""
    max_unmodified: int = 100
    """Per cent of a reviewed page's texts that may stand as a machine drafted them."""
    max_risk: int = 100
    """Above which the risk of a draft is a finding."""
    ids: Anchors = field(default_factory=Anchors)
    """The ids that links may name, on this page and on those that it links to."""
    localised: Callable[[str], str] = lambda _: ""
    """For the destination of a link to a page in the source's language that of its translation; empty if it is right."""

    _known: dict[tuple[object, bool], Any] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def language(self) -> str:
        """The translation's language as a person calls it, with its tag."""
        return f"{languages.display_name(self.pair.language)} ({self.pair.language})"

    @property
    def exists(self) -> bool:
        """Whether the translation is on disk."""
        return self.target is not None

    def at(self, offset: int) -> Place:
        """Return the place of an offset in the translation."""
        assert self.target is not None  # only a check of what stands there asks
        return place(self.target, offset)

    def at_key(self, *key: str | int) -> Place:
        """Return the place of a front-matter key of the translation; its first line if the key is not there."""
        return key_place(self.target, key, self.pair.target)

    @property
    def own_key(self) -> str:
        """The key under which the translation says of itself what it is."""
        page = self.target
        return mapping.key(page.said, page.dialect.record) if page else mapping.KEY

    def at_own(self, key: str) -> Place:
        """Return the place of something that the translation says of itself."""
        return self.at_key(self.own_key, key)

    def at_source_key(self, *key: str | int) -> Place:
        """Return the place of a front-matter key of the source page; its first line if the key is not there."""
        return key_place(self.source, key, self.pair.source)

    @cached_property
    def couples(self) -> tuple[Couple, ...]:
        """The blocks of the translation that have a source, in the order of the source."""
        if self.source is None or self.target is None:
            return ()
        if self.comparison is not None and self.record is not None:
            return tuple(_recorded(self.source, self.target, self.comparison))
        # Nobody recorded it: only what structure pairs beyond doubt is judged.
        return tuple(_by_structure(self.source, self.target))

    @cached_property
    def markup(self) -> tuple[Marked, ...]:
        """The blocks with markup on either side, with what of it stands in the source and in the translation.

        A destination that is a block of its own has no pieces: it is markup itself.
        """
        source, target = self.source, self.target
        if source is None or target is None:
            return ()
        sides = (
            (
                couple,
                pieces(couple.source, couple.target, source),
                pieces(couple.target.text, couple.target, target),
            )
            for couple in self.couples
            # A caption is drafted with its links and code, as a paragraph is.
            if couple.target.kind not in NOT_MARKDOWN - {"argument"} or target.dialect.strings
        )
        return tuple(side for side in sides if side[1] or side[2] or side[0].target.kind == DESTINATION)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Where in `markup` each kind of piece stands."""
        found: dict[str, list[int]] = {}
        for number, (couple, old, new) in enumerate(self.markup):
            whats = {piece.what for _, piece in (*old, *new)}
            for what in (*whats, DESTINATION) if couple.target.kind == DESTINATION else whats:
                found.setdefault(what, []).append(number)
        return found

    def read(self, reader: Callable[[Document], _Read], page: Document) -> _Read:
        """Return what a reader makes of the source page or of the translation; each is read once for all checks."""
        key = reader, page is self.source
        if key not in self._known:
            self._known[key] = reader(page)
        found: _Read = self._known[key]
        return found

    def markup_of(self, whats: Collection[str]) -> Iterator[Marked]:
        """Yield of `markup`, in order, what has a piece of one of some kinds: most blocks have none of most."""
        for number in sorted({number for what in whats for number in self._places.get(what, ())}):
            yield self.markup[number]

    @cached_property
    def texts(self) -> tuple[tuple[Couple, str, str], ...]:
        """The units that have a source, each with the running text of its source and its own."""
        source, target = self.source, self.target
        if source is None or target is None:
            return ()
        return tuple(
            (couple, *both(couple.source, couple.target, source, target))
            for couple in self.couples
            if isinstance(couple.target, Unit)
        )

    @cached_property
    def _alone(self) -> tuple[frozenset[int], frozenset[int]]:
        source, target, comparison = self.source, self.target, self.comparison
        if source is None or target is None or comparison is None or self.record is None:
            return frozenset(), frozenset()
        return alone(source, target, comparison)

    def _around(self, couple: Couple) -> tuple[Around, Around]:
        """Return the neighbours without a partner of a text's source and of itself."""
        source, target, some = self.source, self.target, self._alone
        if source is None or target is None or couple.places is None:
            return NONE, NONE
        return around(couple.places[0], source.blocks, some[0]), around(
            couple.places[1], target.blocks, some[1]
        )

    def beside(self, couple: Couple) -> tuple[Sequence[Block], Sequence[Block]]:
        """Return the texts without a partner directly before and behind a text's source, and those beside itself."""
        old, new = self._around(couple)
        return (*old[0], *old[1]), (*new[0], *new[1])

    def joined(self, couple: Couple) -> Iterator[tuple[str, str]]:
        """Yield the running texts of a unit's source and of itself together with neighbours that have no partner.

        With those before, with those behind, and with both; nothing if there are none.
        """
        old, new = self._around(couple)
        source, target = self.source, self.target
        if source is None or target is None:
            return
        for before, behind in ((True, False), (False, True), (True, True)):
            if (before and (old[0] or new[0])) or (behind and (old[1] or new[1])):
                yield (
                    _together(couple.source, couple.target, old, source, before=before, behind=behind),
                    _together(couple.target.text, couple.target, new, target, before=before, behind=behind),
                )

    @cached_property
    def faults(self) -> tuple[tuple[Couple, Fault], ...]:
        """What is wrong with the wording of each unit; see `transflow.verification`."""
        return tuple(
            (couple, fault)
            for couple, source, target in self.texts
            for fault in told(tuple(self._lasting(couple, verify(source, target, self.knowledge))))
        )

    def _lasting(self, couple: Couple, faults: Sequence[Fault]) -> Iterator[Fault]:
        """Yield the faults of a unit that its neighbours without a partner don't make up for."""
        others = [verify(*texts, self.knowledge) for texts in self.joined(couple)] if faults else []
        told = [{(fault.code, fault.message) for fault in other} for other in others]
        return (fault for fault in faults if all((fault.code, fault.message) in known for known in told))

    def faults_of(self, code: str) -> Iterator[Hit]:
        """Yield the faults of one code with their places."""
        # By identity: two couples may be equal, such as two cells with 无.
        shown = {id(couple): target for couple, _, target in self.texts}
        for couple, fault in self.faults:
            if fault.code == code:
                place = self.within(couple, shown[id(couple)], fault.start, fault.end)
                yield Hit(place, fault.message, fault.severity)

    def within(self, couple: Couple, shown: str, start: int, end: int) -> Place:
        """Return the place, in the page, of a stretch of a unit's running text.

        That is the occurrence of the same number of what is written there, or else the unit's begin.
        """
        assert self.target is not None  # it has texts
        excerpt, begin = shown[start:end], couple.target.start
        at = begin
        if excerpt:
            found = begin - 1
            # The third 5% of the running text is the third 5% of the page's text, whatever markup stands between.
            for _ in range(shown.count(excerpt, 0, start) + 1):
                found = self.target.text.find(excerpt, found + 1, couple.target.end)
                if found < 0:
                    break
            # Not found where markup stands within it (`5**%**`): then the text as a whole.
            at = max(found, begin)
        return place(self.target, at)


def moved_on(subject: Subject) -> bool:
    """Whether the source page has changed since, so that its structure is not that of the translation."""
    return subject.comparison is not None and subject.comparison.changed > 0


def unsettled(subject: Subject) -> tuple[frozenset[int], frozenset[int]]:
    """Return the blocks of the source, and those of the translation, of which nothing can be said by comparing the two.

    Their source changed, came, went or was moved since.
    """
    links = subject.comparison.links if subject.comparison is not None else ()
    some = [link for link in links if link.fate in ("redraft", "conflict", "drop") or link.moved]
    return (
        frozenset(link.source for link in some if link.source is not None),
        frozenset(link.target for link in some if link.target is not None),
    )


def _together(
    text: str,
    block: Block,
    others: Around,
    page: Document,
    *,
    before: bool,
    behind: bool,
) -> str:
    """Return the running text of a block, as another page may have it, with that of its neighbours."""
    own = words(text, block, page) if isinstance(block, Unit) else text
    some = (*(others[0] if before else ()), None, *(others[1] if behind else ()))
    return "\n".join(
        own if other is None else words(other.text, other, page)
        for other in some
        if other is None or isinstance(other, Unit)
    )


_FIGURE = GRAMMAR["figure-formula"]
_WRAPPED = GRAMMAR["wrapped-line"]


def both(source: str, unit: Unit, of_source: Document, of_target: Document) -> tuple[str, str]:
    """Return the running texts of a unit's source and of itself, as the checks read them: see `words`."""
    read = words(source, unit, of_source), words(unit.text, unit, of_target)
    signs = "$`" if of_target.dialect.math else "`"
    if not any(sign in source + unit.text for sign in signs):
        return read
    # A figure that is a formula, or code, on one side alone is one in words on the other: $20$ periods and 20个周期.
    figures = [Counter(_figures(*texts, signs)) for texts in ((source, unit.text), (unit.text, source))]
    if figures[0] == figures[1]:
        return read
    alone = frozenset((figures[0] - figures[1]) | (figures[1] - figures[0]))
    return words(source, unit, of_source, alone), words(unit.text, unit, of_target, alone)


def words(text: str, unit: Unit, page: Document, figures: Collection[str] = ()) -> str:
    """Return the running text of a unit's text: markup off, escapes resolved, what is copied replaced by U+FFFC.

    Code, formulas and URLs have their own checks, and no figure, term or letter in them is to be translated; but
    formulas and code that are one of some figures are those.
    """
    if unit.kind in PLAIN and not page.dialect.strings:
        # As many characters, for findings tell places.
        return _WRAPPED.sub(lambda line: " " * len(line[0]), text)
    if unit.kind in ESCAPED:
        return unescape(text)
    html = unit.kind == "html" or page.dialect.strings
    # One character that is no letter: words beside code stay apart, and nothing is read in it.
    pieces = [
        _shown(piece, figures) if piece.what in _COPIED else piece
        for piece in inlines(text, page.dialect, html=html)
    ]
    return running(pieces, html=html)


def _figures(text: str, other: str, signs: str) -> Iterator[str]:
    """Yield the figures of a text that are formulas, and those that are code and stand in the other text, too."""
    for found in _FIGURE.finditer(text):
        if found[0][0] in signs and (found[0][0] == "$" or found[1] in other):
            yield _close(found[1])


def _shown(piece: Inline, figures: Collection[str]) -> Inline:
    figure = _FIGURE.fullmatch(piece.raw) if figures else None
    return Inline("text", figure[1].replace("\\%", "%")) if figure and _close(figure[1]) in figures else _COPY


def _close(figure: str) -> str:
    """Return a figure without white space: `t= -1` is `t=-1`."""
    return "".join(figure.split())


def excerpt(text: str) -> str:
    """Return the begin of a text, in quotes, as a message shows it."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 30 else f"{line[:29]}…")


def place(page: Document, offset: int) -> Place:
    """Return the place of an offset in a page."""
    return Place(page.path, page.line(offset), page.column(offset))


def key_place(page: Document | None, key: KeyPath, path: str) -> Place:
    """Return the place of a front-matter key; the first line of the file if there is no such key."""
    line = frontmatter.line_of(page.text, page.front, key) if page else 0
    return Place(path, line or 1)


def _recorded(source: Document, target: Document, comparison: Comparison) -> Iterator[Couple]:
    for link in comparison.links:
        if link.target is None or link.row is None:
            continue
        # What the source says now, if it still means the same: its spelling may have changed. Else what was translated.
        stands = link.fate == "keep" and link.source is not None
        text = source.blocks[link.source].text if stands and link.source is not None else link.row.source
        if not text:
            continue  # the translator's own
        issues = () if link.edited else link.row.findings
        places = (link.source, link.target) if link.source is not None else None
        drafted, machine = not link.edited, link.row.draft is not None
        yield Couple(text, target.blocks[link.target], drafted, machine, issues, places)


def _by_structure(source: Document, target: Document) -> Iterator[Couple]:
    """Pair the blocks of two pages that nobody recorded, where their structure leaves no doubt.

    Front matter goes by key. The bodies are cut at their headings; sections that consist of the same kinds of
    blocks in the same order correspond.
    """
    keys = {(label(block), block.key): block for block in target.blocks if block.top < 0}
    for block in source.blocks:
        if block.top < 0 and (other := keys.get((label(block), block.key))):
            yield Couple(block.text, other)
    of_source, of_target = _sections(source), _sections(target)
    if len(of_source) != len(of_target):
        return
    for left, right in zip(of_source, of_target, strict=True):
        # One paragraph more on either side, and which belongs to which is a guess.
        if [label(block) for block in left] == [label(block) for block in right]:
            yield from (Couple(a.text, b) for a, b in zip(left, right, strict=True))


def _sections(page: Document) -> list[Sequence[Block]]:
    """Cut the body at its headings; the stretch before the first is there even if it is empty."""
    count = 0

    def section(block: Block) -> int:
        nonlocal count
        # groupby asks in order, so a number that rises at each heading cuts there.
        count += block.kind == "heading"
        return count

    body = [block for block in page.blocks if block.top >= 0]
    cut = {number: tuple(blocks) for number, blocks in groupby(body, section)}
    return [cut.get(number, ()) for number in range(count + 1)]
