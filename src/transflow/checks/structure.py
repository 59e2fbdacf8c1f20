"""TF2xx: did everything that is not words arrive?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from transflow import languages
from transflow.checks.copied import alike
from transflow.checks.finding import Hit
from transflow.checks.fixes import lacks_bold, stray
from transflow.checks.fragments import tops
from transflow.checks.markup import Kind, changes
from transflow.checks.subject import Couple, Subject, excerpt, unsettled
from transflow.document import Document
from transflow.markdown.destinations import destinations, relinked
from transflow.model import Unit
from transflow.sequences import edits
from transflow.verification import Severity


def markup_misplaced(subject: Subject) -> Iterator[Hit]:
    """A draft in which the words that were bold, linked or otherwise marked up could not be found again, or lie too deep.

    Why: the translator set the markup after the text, where it does not belong; or it copied what lies more than 20 deep.
    Example: `The P/E ratio fell. [](https://…)`
    Fix: put the markup round the words it belongs to; the finding goes away with any edit of the text.
    """
    for couple in subject.couples:
        for issue in couple.issues:
            if issue.code == "TF201":
                yield Hit(subject.at(couple.target.start), issue.message)


def link(subject: Subject) -> Iterator[Hit]:
    """A link or an image is missing, or leads elsewhere than in the source.

    Why: a lost link is lost content. Names of languages in a path (`/zh/`, `.en.md`) and fragments may differ;
        a fragment that is gone is a warning.
    Example: `见[年报](https://example.com/2024)` became `See the annual report`.
    Fix: put the link back. A link that leads elsewhere on purpose (a page in the reader's language), or that another place
        of the page has, is only a warning, and so is one within the site that a person who wrote the whole text left out;
        waive it.
    """
    for change in changes(subject, "link"):
        if change.lost and change.added:
            if _is_for_readers(subject, change.lost.shown, change.added.shown):
                continue
            yield Hit(
                subject.at(change.start),
                f"the link leads to {change.added.shown}, in the source to {change.lost.shown}",
                "warning",
            )
        elif change.lost:
            # Another place of the page still has it: a person left out a repetition. Which of a site's words are links to
            # its pages is each author's choice; what a machine drafted had all of them.
            grave = change.nowhere and (change.machine or _is_outside(change.lost.shown))
            severity: Severity | None = None if grave else "warning"
            yield Hit(subject.at(change.start), f"the link to {change.lost.shown} is missing", severity)
        # What a person who wrote the whole text linked is no fault.
        elif change.added and change.machine:
            yield Hit(
                subject.at(change.start), f"the link to {change.added.shown} is not in the source", "warning"
            )
    yield from tops(subject)


def _is_for_readers(subject: Subject, old: str, new: str) -> bool:
    """Whether a link leads to another host's page in the reader's language: en.wikipedia.org for zh.wikipedia.org."""
    tags = (subject.origin, subject.pair.language)
    hosts = [url.partition("://")[2].partition("/")[0].lower().split(".") for url in (old, new)]
    known = [{tag.lower(), languages.language_of(tag)} for tag in tags]
    return hosts[0][1:] == hosts[1][1:] and all(
        host[0] in names for host, names in zip(hosts, known, strict=True)
    )


def _is_outside(url: str) -> bool:
    """Whether a destination is none of the site's own pages."""
    return ":" in url.partition("/")[0] or url.startswith("//")


def code(subject: Subject) -> Iterator[Hit]:
    """Inline code is missing or changed.

    Why: code is copied, never translated. Where words in it were, or a role (`{doc}`) refers to another page, it is only
        a warning.
    Example: `` `echo` `` became `` `Echo` ``.
    Fix: write it as in the source.
    """
    yield from _copied(subject, "code", "code")


def shortcode(subject: Subject) -> Iterator[Hit]:
    """A shortcode, or a placeholder of an interface string, is missing or changed.

    Why: the site cannot be built with a broken one, or leaves something out. Arguments that are translated
        (`alt`, `title`, `caption`) may differ.
    Example: `{{< ref "duration.md" >}}` became `{{ <ref "duration.md" >}}`; `{{ .Count }}` became `{{ .Number }}`.
    Fix: write it as in the source.
    """
    strings = subject.target is not None and subject.target.dialect.strings
    yield from _copied(subject, "shortcode", "placeholder" if strings else "shortcode")


def footnote(subject: Subject) -> Iterator[Hit]:
    """A reference to a footnote is missing or changed, or its footnote is.

    Why: a reader looks for the note; a note that nothing refers to is not shown at all.
    Example: `收入下降[^1]` became `Revenue fell`.
    Fix: put `[^1]` back where it belongs.
    """
    yield from _copied(subject, "footnote", "footnote reference")


def html(subject: Subject) -> Iterator[Hit]:
    """An HTML tag is missing or was added.

    Why: an unclosed tag changes the rest of the page.
    Example: `<sub>2</sub>` became `<sub>2`.
    Fix: write the tags as in the source.
    """
    yield from _copied(subject, "html", "HTML tag")


def math(subject: Subject) -> Iterator[Hit]:
    r"""A formula is missing or changed.

    Why: formulas are copied, never translated. One that is said in parts (`$x$ is 1` for `$x = 1$`) is not missing.
    Example: `$\sigma^2$` became `$\sigma2$`.
    Fix: write it as in the source.
    """
    yield from _copied(subject, "math", "formula")


def block(subject: Subject) -> Iterator[Hit]:
    """A code block, a shortcode, an image or another block that is copied differs from the source.

    Why: what is not words should arrive as it is. Comments in code may be translated: this is only a warning. Settings of a
        font that only one side has are for the letters of its language.
    Example: a chart's URL still names last year's file.
    Fix: copy the block from the source, or waive the finding.
    """
    for couple in subject.couples:
        copied = couple.target
        # URLs and definitions of references are compared as links (TF202).
        if isinstance(copied, Unit) or copied.top < 0 or copied.kind in ("url", "reference"):
            continue
        # Comments and messages in code are translated by many: what is left without them has to be the same.
        if not alike(couple.source, copied.text, copied.kind) and copied.text != _led(subject, couple):
            name = _BLOCKS.get(copied.kind, copied.kind)
            yield Hit(subject.at(copied.start), f"this {name} differs from the source")


def _led(subject: Subject, couple: Couple) -> str:
    """Return a block of the source with its links leading to translations: `{% post_link en/b %}`."""
    page = subject.target
    return relinked(couple.target, couple.source, page.dialect, subject.localised) if page else couple.source


_BLOCKS = {"code": "code block", "html": "HTML block", "math": "formula"}


def tables(subject: Subject) -> Iterator[Hit]:
    """A table is missing, has other rows or columns than in the source, or drafts in a row in another order.

    Why: figures would stand under the wrong heading.
    Example: a row of a table was not translated.
    Fix: give the table the rows and columns of the source, in its order.
    """
    if subject.source is None or subject.target is None or _cells_changed(subject):
        return
    of_source, of_target = _sizes(subject.source), _sizes(subject.target)
    for same, i1, i2, j1, j2 in edits(of_source, of_target):
        for step in range(0 if same else max(i2 - i1, j2 - j1)):
            wanted = of_source[i1 + step] if i1 + step < i2 else None
            found = of_target[j1 + step] if j1 + step < j2 else None
            # The cells of the tables before it: where the first cell of this one is.
            cells = sum(rows * columns for rows, columns in of_target[: min(j1 + step, j2)])
            yield Hit(
                subject.at(_nth(subject.target, "cell", cells)),
                f"the translation has {_table(found)} here, the source {_table(wanted)}",
            )
    for cell in _exchanged(subject, subject.source, subject.target):
        yield Hit(subject.at(cell), "the cells of this row stand in another order than in the source")


def _exchanged(subject: Subject, source: Document, target: Document) -> Iterator[int]:
    """Yield where rows begin whose drafts stand in another order than what they render; not if the first row's do, too."""
    rows: dict[int, dict[int, list[int]]] = {}
    # What a person wrote may be like another's draft by chance.
    for link in subject.comparison.links if subject.comparison else ():
        if link.source is None or link.target is None or link.rewritten:
            continue
        cell = source.blocks[link.source]
        if cell.kind == target.blocks[link.target].kind == "cell":
            lines = rows.setdefault(cell.top, {})
            lines.setdefault(source.line(cell.start), []).append(link.target)
    for lines in rows.values():
        orders = [(_order(places), places) for places in lines.values()]
        yield from (
            target.blocks[min(places)].start
            for order, places in orders
            if order != orders[0][0][: len(order)] and order != sorted(order)
            if [target.blocks[place].text for place in places]
            != [target.blocks[place].text for place in sorted(places)]
            if len({target.line(target.blocks[place].start) for place in places}) == 1
        )


def _order(places: Sequence[int]) -> list[int]:
    """Return the ranks of some places: `[0, 1, 2]` if they rise."""
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    return [ranks[place] for place in places]


def stray_spaces(subject: Subject) -> Iterator[Hit]:
    """Bold type that spaces inside its marks keep from being bold.

    Why: the reader sees asterisks.
    Example: `the ** net interest margin ** narrowed`.
    Fix: take the spaces out; `transflow check --fix` does. Both look only at texts that have less bold type than
        their source: elsewhere the asterisks may be meant.
    """
    page = subject.target
    for couple in subject.couples:
        if page is not None and isinstance(couple.target, Unit) and lacks_bold(subject, couple):
            for at in stray(page, couple.target):
                yield Hit(
                    subject.at(couple.target.start + at), "spaces inside `**` keep this from being bold"
                )


def source_link(subject: Subject) -> Iterator[Hit]:
    """A link leads to the page in the source's language though there is one in the reader's, or names a heading as that page does.

    Why: the reader cannot read what they are sent to, or is sent to the page's top.
    Example: `[duration](duration.md)` in `content/a.en.md`, beside `content/duration.en.md`.
    Fix: link to the translation; `transflow check --fix` does.
    """
    page = subject.target
    for block in page.blocks if page else ():
        for start, end in destinations(block, block.text, page.dialect) if page else ():
            if new := subject.localised(block.text[start:end]):
                yield Hit(subject.at(block.start + start), f"this link should lead to {new}")


def missing_text(subject: Subject) -> Iterator[Hit]:
    """The translation has nothing for a text of the source.

    Why: readers of the translation miss a paragraph. The finding stands at the text before the gap.
    Example: a paragraph was deleted in `content/a.en.md`.
    Fix: translate the text, or approve the page as it stands.
    """
    if (
        subject.source is None
        or subject.target is None
        or subject.comparison is None
        or subject.record is None
    ):
        return
    before = subject.target.front.end
    for link_ in subject.comparison.links:
        if link_.target is not None and link_.source is not None:
            before = subject.target.blocks[link_.target].start
        # What was left out on purpose (`resolve --take nothing`) is recorded as absent.
        elif link_.fate == "keep" and link_.source is not None and not (link_.row and link_.row.absent):
            gone = subject.source.blocks[link_.source]
            if isinstance(gone, Unit) and gone.top >= 0:
                yield Hit(
                    subject.at(before), f"after this, the text {excerpt(gone.text)} of the source is missing"
                )


def _copied(subject: Subject, kind: Kind, name: str) -> Iterator[Hit]:
    """Yield the differences in a kind of markup that has to be the same on both sides.

    Code and formulas that only stand there less often are a warning: people leave out repetitions. So is what was added,
    and what may differ on purpose.
    """
    for change in changes(subject, kind):
        # One shortcode or tag less breaks the page; code and formulas may well be said once instead of twice.
        exact = change.lost is not None and kind not in ("code", "math")
        if change.plain and change.lost:
            message = f"the {name} {change.lost.shown} stands here as plain text"
        elif change.lost and change.added:
            message = f"the {name} {change.lost.shown} became {change.added.shown}"
        elif change.lost:
            message = f"the {name} {change.lost.shown} is missing"
        else:
            assert change.added is not None  # one of the two is there
            message = f"the {name} {change.added.shown} is not in the source"
        grave = (change.nowhere or exact) and not change.intended and not change.plain
        yield Hit(subject.at(change.start), message, None if grave else "warning")


def _cells_changed(subject: Subject) -> bool:
    """Whether a cell of the source changed, came or went since: its tables are not those of the translation."""
    pages = zip((subject.source, subject.target), unsettled(subject), strict=True)
    return any(page and page.blocks[number].kind == "cell" for page, numbers in pages for number in numbers)


def _sizes(page: Document) -> list[tuple[int, int]]:
    """Return (rows, columns) of each table."""
    sizes: list[Counter[str]] = []
    for kind, _, _ in page.shape:
        if kind == "table_open":
            # What follows belongs to this table until the next one opens: tables do not nest in Markdown.
            sizes.append(Counter())
        elif sizes:
            sizes[-1][kind] += 1
    return [(count["tr_open"], count["th_open"]) for count in sizes]


def _table(size: tuple[int, int] | None) -> str:
    return f"a table of {size[0]} by {size[1]} cells" if size else "no table"


def _nth(page: Document, kind: str, number: int) -> int:
    """Return where the block of that kind and number begins, or the last one, or the page's body."""
    starts = [block.start for block in page.blocks if block.kind == kind]
    # The last one where the translation has fewer: there the missing one would stand.
    return starts[min(number, len(starts) - 1)] if starts else page.front.end
