"""`import`: texts that come back from another tool, each taken as a person's, or refused with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from transflow import languages
from transflow.bitext import Row
from transflow.document import Document
from transflow.errors import DocumentError, TransflowError, command
from transflow.exchange.codes import Part, broken, codes, digest, matched, put_together, take_apart
from transflow.exchange.entries import Incoming
from transflow.exchange.reading import read
from transflow.exchange.xml import CONTROL
from transflow.identity import numbered
from transflow.model import Unit
from transflow.pipeline.adapt import Adapter
from transflow.pipeline.assemble import Work, assemble
from transflow.site.edits import Edit, settle
from transflow.site.picture import Picture
from transflow.site.save import save
from transflow.site.translations import Translation
from transflow.site.workspace import Pair, Workspace
from transflow.tracker import Comparison, Link

Outcome = Literal["written", "unchanged", "untranslated", "refused"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one text of the file."""

    line: int
    """1-based line in the file."""
    page: str
    """The source page, as the file names it."""
    target: str
    """The translation; empty if the file's page is none of the workspace."""
    unit: str
    outcome: Outcome
    reason: str = ""
    """Why it was refused."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The text of `import --format json`."""
        return {
            "line": self.line,
            "source": self.page,
            "target": self.target,
            "unit": self.unit,
            "outcome": self.outcome,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    texts: tuple[Taken, ...]
    problems: tuple[TransflowError, ...]
    """Pages that could not be read or written; their texts are refused."""

    def count(self, outcome: Outcome) -> int:
        """Return how many texts ended so."""
        return sum(text.outcome == outcome for text in self.texts)


def import_file(workspace: Workspace, path: Path, shown: str, *, dry_run: bool = False) -> Imported:
    """Put the texts of a file into the translations that they belong to.

    A text that was not changed while it was away changes nothing, whatever became of the page since. One that was changed
    is refused where somebody changed the translation meanwhile, where its inline codes are broken, and where
    the page has no such text any more. What is not in the file is never touched.

    Args:
        workspace: Where.
        path: The file.
        shown: Its name in messages.
        dry_run: Say what would be done, and do nothing.

    Raises:
        DocumentError: The file cannot be read as what it is; nothing of it is taken then.
    """
    # Read whole before anything is written: a file that breaks off in the middle changes nothing.
    arrived = tuple(read(path, shown))
    if not arrived:
        raise DocumentError("holds no texts", shown, hint="export the pages again")
    picture = Picture(workspace)
    listing = picture.standings().translations
    # Tools write en-US for en, and zh_CN for zh-CN.
    known = {(item.source, languages.canonical(item.language)): item.pair for item in listing if item.source}
    run = _Run(picture, Adapter(workspace, (item.pair for item in listing)), dry_run)
    groups: dict[Pair | str, list[Incoming]] = {}
    for text in arrived:
        groups.setdefault(_pair(text, known, [item.pair for item in listing]), []).append(text)
    taken: list[Taken] = []
    for pair, texts in groups.items():
        taken += run.page(pair, texts) if isinstance(pair, Pair) else (_refused(text, pair) for text in texts)
    return Imported(tuple(sorted(taken, key=lambda text: text.line)), tuple(run.problems))


def _pair(text: Incoming, known: Mapping[tuple[str, str], Pair], pairs: Sequence[Pair]) -> Pair | str:
    """Return the translation that a text belongs to, or why there is none. Paths are only ever looked up, never followed."""
    # `../../etc/passwd` in a file is a name that no page has.
    here = [pair for pair in pairs if pair.source == text.page]
    if not here:
        return f"no page of this workspace: {text.page}"
    if not text.language:
        return here[0] if len(here) == 1 else "the file does not say which language it is in"
    if not languages.is_tag(text.language):
        return f"{text.language!r} is no language"
    found = known.get((text.page, languages.canonical(text.language)))
    return found or f"{text.page} is not translated into {text.language}"


def _refused(text: Incoming, reason: str, target: str = "") -> Taken:
    return Taken(text.line, text.page, target, text.unit, "refused", reason)


class _Refusal(Exception):  # noqa: N818  an answer, not an error
    """Why a text cannot be taken."""


class _Run:
    def __init__(self, picture: Picture, adapter: Adapter, dry_run: bool) -> None:
        self.picture, self.workspace = picture, picture.workspace
        self.adapter, self.dry_run = adapter, dry_run
        self.problems: list[TransflowError] = []

    def page(self, pair: Pair, texts: Sequence[Incoming]) -> Iterator[Taken]:
        """Take the texts of one translation."""
        try:
            item = self.picture.translation(pair)
            if item.source is None:
                raise DocumentError("its source page is gone", pair.target, 0, f"bring {pair.source} back")
            if item.target is None:
                yield from self._first(item, item.source, texts)
            else:
                yield from self._into(item, item.source, item.target, texts)
        except TransflowError as error:
            self.problems.append(error)
            yield from (_refused(text, error.message, pair.target) for text in texts)

    def _into(
        self, item: Translation, source: Document, target: Document, texts: Sequence[Incoming]
    ) -> list[Taken]:
        """Take texts into a translation that there is."""
        if item.record is None:
            hint = f"run {command('transflow adopt', item.pair.target)} first"
            raise DocumentError(
                "is untracked: nobody knows which text renders which", item.pair.target, 0, hint
            )
        place = _Place(source, target, item.record.rows if item.record else (), item.comparison)
        done: dict[int, Taken] = {}
        edits: dict[int, Edit] = {}
        for number, text in enumerate(texts):
            try:
                if (edit := place.edit(text)) is not None:
                    edits[number] = edit
                    continue
                outcome: Outcome = "unchanged" if text.target else "untranslated"
                done[number] = Taken(text.line, text.page, item.pair.target, text.unit, outcome)
            except _Refusal as refusal:
                done[number] = _refused(text, str(refusal), item.pair.target)
        # All texts of a page in one write.
        results = settle(self.workspace, item, list(edits.values()), dry_run=self.dry_run) if edits else ()
        for number, result in zip(edits, results, strict=True):
            text = texts[number]
            done[number] = Taken(
                text.line, text.page, item.pair.target, text.unit, result.outcome, result.reason
            )
        return [done[number] for number in range(len(texts))]

    def _first(self, item: Translation, source: Document, texts: Sequence[Incoming]) -> list[Taken]:
        """Make a translation that there is not yet, if the file has all of it."""
        place = _Place(source, None, (), item.comparison)
        target = item.pair.target
        done: dict[int, Taken] = {}
        found: dict[int, str] = {}
        for number, text in enumerate(texts):
            try:
                edit = place.edit(text)
                if edit is None:
                    done[number] = Taken(text.line, text.page, target, text.unit, "untranslated")
                else:
                    found[place.block(text)] = edit.text
                    done[number] = Taken(text.line, text.page, target, text.unit, "written")
            except _Refusal as refusal:
                done[number] = _refused(text, str(refusal), target)
        units = [number for number, block in enumerate(source.blocks) if isinstance(block, Unit)]
        if not found:
            return [done[number] for number in range(len(texts))]
        # Half a page would be published with texts in the source's language.
        if lacking := [number for number in units if number not in found]:
            hint = command("transflow translate", item.pair.source)
            message = f"{target} does not exist, and the file lacks {len(lacking)} of its {len(units)} texts"
            raise DocumentError(
                message, item.pair.source, source.line(source.blocks[lacking[0]].start), f"run {hint} first"
            )
        if not self.dry_run:
            self._make(item, source, found)
        return [done[number] for number in range(len(texts))]

    def _make(self, item: Translation, source: Document, found: Mapping[int, str]) -> None:
        assert item.comparison is not None  # of a page without a translation there is one
        adaptation = self.adapter.of(item.pair, source)
        work = Work(item, source, item.comparison)
        for link in item.comparison.links:
            if link.source is None or link.fate != "redraft":
                continue
            block = source.blocks[link.source]
            verbatim = not isinstance(block, Unit)
            # Links and copied keys as a draft has them.
            plain = adaptation.mapped.get(link.source, block.text)
            text = adaptation.text(link.source, found.get(link.source, plain))
            draft = text if verbatim and text != block.text else None
            work.texts[link.source] = text
            target = "" if verbatim else text
            work.rows[link.source] = Row(block.kind, block.text, draft, verbatim, block.key, target=target)
        done = assemble(work)
        save(self.workspace, item, done.record, done.text, done.interim)


class _Place:
    """What a file's texts are held against."""

    def __init__(
        self, source: Document, target: Document | None, rows: Sequence[Row], comparison: Comparison | None
    ) -> None:
        self.source, self.target = source, target
        self.links: Sequence[Link] = comparison.links if comparison else ()
        self.numbers = numbered(self.links, rows, source, target)

    def block(self, text: Incoming) -> int:
        """Return the block of the source that a text translates."""
        # An id is derived from what the page says (`identity`), so a text that changed since has none any more.
        link = self.links[self.numbers.get(text.unit, -1)] if text.unit in self.numbers else None
        if link is None or link.source is None or not isinstance(self.source.blocks[link.source], Unit):
            raise _Refusal("the page has no such text any more")
        return link.source

    def edit(self, text: Incoming) -> Edit | None:
        """Return what a text asks for; None for nothing.

        Raises:
            _Refusal: It cannot be taken.
        """
        block = self.source.blocks[self.block(text)]
        assert isinstance(block, Unit)  # `block` refuses others
        link = self.links[self.numbers[text.unit]]
        said, source = self._source(text, block, link)
        standing = self.target.blocks[link.target].text if self.target and link.target is not None else ""
        present = matched(take_apart(standing, block.kind, (self.target or self.source).dialect), source)
        if not text.target:
            return None
        # Parts from XLIFF, where codes are elements; Markdown from PO and tables.
        parts = text.target
        if isinstance(parts, str):
            parts = matched(take_apart(parts, block.kind, self.source.dialect), source)
        # As it was sent or as it stands now: a tool that hands everything back changes nothing.
        unchanged = digest(parts) in ((text.was, digest(present)) if text.was else (digest(present),))
        if unchanged:
            same = digest(parts) == digest(present)
            wants = (
                text.approved and same and not (link.row and link.row.approved) and link.target is not None
            )
            return Edit(text.unit, "mine", seen=standing, source=said) if wants else None
        # A file of another tool does not say what it was given: then only a draft may be replaced.
        if (digest(present) != text.was) if text.was else link.edited:
            raise _Refusal("somebody changed the translation meanwhile")
        latest = _latest(source, present)
        # A code that the translator took out earlier need not come back.
        required = [part for part in source if not present or _stands(part, present)]
        if wrong := broken(parts, latest, required):
            raise _Refusal(wrong)
        made = put_together(parts, latest, block.kind, self.source.dialect)
        # What stood there before may stay; nothing new gets in through a file.
        if (control := CONTROL.search(made)) and control[0] not in standing:
            raise _Refusal(f"it holds a control character (U+{ord(control[0]):04X})")
        # `*` typed by a translator would become emphasis, and a `[` a link.
        if digest(matched(take_apart(made, block.kind, self.source.dialect), latest)) != digest(parts):
            raise _Refusal(
                "the text does not read back as it is written: markup of its own must not be in it"
            )
        return Edit(text.unit, "text", made, seen=standing, source=said, approve=text.approved)

    def _source(self, text: Incoming, block: Unit, link: Link) -> tuple[str, tuple[Part, ...]]:
        """Return what the source said when the text was sent, and that taken apart.

        Raises:
            _Refusal: The file says that the source says something that it never said.
        """
        recorded = link.row.source if link.row else ""
        # What the page says, or said when it was translated: whoever sends another source made it up.
        for said in dict.fromkeys((block.text, recorded)):
            parts = take_apart(said, block.kind, self.source.dialect)
            said_then = text.source
            if isinstance(said_then, str):
                said_then = take_apart(said_then, block.kind, self.source.dialect)
            if digest(parts, loose=True) == digest(said_then, loose=True):
                return said, parts
        raise _Refusal("its source in the file is not what the page says or said")


def _latest(source: Sequence[Part], present: Sequence[Part]) -> list[Part]:
    """Return the codes of a text as they are written in the translation: a link there may lead to a translated page."""
    written = {(code.id, code.side): code for code in codes(present)}
    ours = {(code.id, code.side) for code in codes(source)}
    own = [code for key, code in written.items() if key not in ours]
    return [*(written.get((code.id, code.side), code) for code in codes(source)), *own]


def _stands(part: Part, present: Sequence[Part]) -> bool:
    return isinstance(part, str) or any(
        not isinstance(other, str) and (other.id, other.side) == (part.id, part.side) for other in present
    )
