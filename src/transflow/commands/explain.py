"""`explain`: how a text is understood, and why a draft reads as it does.

Of a page the engine is asked once more, and nothing is written. One over HTTP is not asked: what it answered is in the
user's cache. For a text by itself no engine is loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transflow import languages, quantities, translator
from transflow.bitext import Row
from transflow.engines import Progress, no_progress
from transflow.engines.replies import Remembering
from transflow.errors import ConfigError, EngineError, EngineGoneError, EngineSpentError, TransflowError
from transflow.markdown import plain
from transflow.model import Unit
from transflow.pipeline.batch import before
from transflow.pipeline.engine import Engines, Means
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Match, Reviewed
from transflow.quantities import Quantity
from transflow.site.addresses import Address
from transflow.site.knowledge import Knowing
from transflow.site.picture import overview
from transflow.site.translations import Filter, Translation, check_tags
from transflow.site.workspace import Workspace
from transflow.translator import Draft, Knowledge, Text
from transflow.verification import Fault, verify
from transflow.way import STATE_DIR


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an engine said to a sentence."""

    source: str
    rung: str
    """The step of the ladder that asked for it."""
    text: str
    """As it said it."""
    faults: tuple[Fault, ...]
    """What is wrong with it, before anything is mended."""

    @property
    def as_json(self) -> dict[str, Any]:
        """The candidate of `explain --format json`."""
        faults = [
            {"code": fault.code, "severity": fault.severity, "message": fault.message}
            for fault in self.faults
        ]
        return {"source": self.source, "rung": self.rung, "text": self.text, "faults": faults}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an engine was asked for a text, and what it said; empty where none was asked."""

    prompt: str = ""
    """What it was given for each sentence at first."""
    examples: tuple[tuple[str, str], ...] = ()
    """(source, translation) of the reviewed sentences that it was shown."""
    candidates: tuple[Candidate, ...] = ()
    risk: int | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """The part of `explain --format json` that needs an engine."""
        return {
            "prompt": self.prompt,
            "examples": [{"source": source, "target": target} for source, target in self.examples],
            "candidates": [candidate.as_json for candidate in self.candidates],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """One text as the translator understands it."""

    text: str
    """Running text of the unit."""
    segments: tuple[str, ...]
    quantities: tuple[tuple[Quantity, str], ...]
    """Each with its rendering in the target language."""
    terms: tuple[tuple[str, str], ...]
    """(as it stands in the text, preferred form in the target language)."""
    rung: str = ""
    """The rung of the ladder that made the draft on record; empty without one."""
    line: int = 0
    """1-based line in the source page; 0 for a text given by itself."""
    matches: tuple[Match, ...] = ()
    """Reviewed sentences that are like it; of a page, those of other pages."""
    risk: int | None = None
    """That of the draft on record, else of what the engine says now; None where neither is known."""
    asked: Asked = Asked()

    @property
    def as_json(self) -> dict[str, Any]:
        """The unit of `explain --format json`."""
        return {
            "text": self.text,
            "segments": list(self.segments),
            "quantities": [
                {
                    "text": quantity.text,
                    "kind": quantity.kind,
                    "value": quantity.value if isinstance(quantity.value, str) else list(quantity.value),
                    "unit": quantity.unit,
                    "currency": quantity.currency,
                    "rendered": rendered,
                }
                for quantity, rendered in self.quantities
            ],
            "terms": [{"source": source, "target": target} for source, target in self.terms],
            "rung": self.rung,
            "matches": [match.as_json for match in self.matches],
            "risk": self.risk,
            **self.asked.as_json,
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """The texts of a page."""

    units: tuple[Explanation, ...]
    unasked: TransflowError | None = None
    """Why the engine could not be asked, for some of them at least."""


def explain_text(workspace: Workspace, text: str, source: str, target: str) -> tuple[Explanation, ...]:
    """Explain a text, a unit a line.

    Raises:
        ConfigError: A glossary is wrong, or a language is unknown.
    """
    check_tags((source, target))
    know = Knowing(workspace).of(source, target)
    reviewed = _reviewed(workspace)
    # A text from a command line has no page: its lines are what units are in one.
    explained = tuple(_explain(line, know, reviewed) for line in text.splitlines() if line.strip())
    if reviewed.problems:
        raise reviewed.problems[0]
    return explained


def explain_page(
    workspace: Workspace,
    path: str,
    target: str,
    means: Means = Means(),
    progress: Progress = no_progress,
    *,
    lines: tuple[int, int] = (0, 0),
    recorded: bool = False,
) -> Explained:
    """Explain units of a source page or of a translation of it, with the rung that their drafts on record needed.

    Args:
        workspace: Where.
        path: The page.
        target: The language of its translation; empty for any.
        means: The engine to ask.
        progress: Told how the work goes on.
        lines: The first and the last line of those that are explained; 0 for all.
        recorded: Whether what is on record is enough, and no engine is asked.

    Raises:
        TransflowError: The page is not in the workspace, cannot be read, or a glossary is wrong.
    """
    seen = overview(workspace, Filter((path,), (target,) if target else ()))
    if seen.problems:
        raise seen.problems[0]
    # Of a source page with several translations the first: a text is explained for one pair of languages.
    item = next((item for item in seen.translations if item.source and item.page), None)
    if item is None or item.source is None or item.page is None:
        # An orphan has no source that could be explained.
        return Explained(())
    know = Knowing(workspace).of(item.page.language, item.pair.language, item.pair.source)
    # By source text: the record knows no places, and equal texts were drafted alike.
    rows = {row.source: row for row in item.record.rows if row.rung} if item.record else {}
    reviewed = _reviewed(workspace)
    whole = {index: block for index, block in enumerate(item.source.blocks) if isinstance(block, Unit)}
    wanted = {index: whole[index] for index in _on(item, Address(path, *lines)) if index in whole}
    units = list(wanted.values())
    dialect = item.source.dialect
    asked, problem = [Asked()] * len(units), None
    if not recorded:
        # By all texts of the page, as it was drafted, however few are asked for.
        shown = Examples(reviewed, know, [plain(unit.text, dialect) for unit in whole.values()])
        earlier = before(item)
        texts = [
            Text(block.text, block.kind, dialect, earlier(index), shown.of(plain(block.text, dialect)))
            for index, block in wanted.items()
        ]
        # Only what was answered before: to explain must cost nothing.
        asking = _Asking(workspace, replace(means, kept=True), know, progress)
        asked = asking.texts(texts)
        problem = asking.problem
    explained = (
        _explain(
            plain(unit.text, item.source.dialect),
            know,
            reviewed,
            item.pair.target,
            rows.get(unit.text),
            item.source.line(unit.start),
            said,
        )
        for unit, said in zip(units, asked, strict=True)
    )
    units_ = tuple(explained)
    return Explained(units_, problem or next(iter(reviewed.problems), None))


def _on(item: Translation, address: Address) -> Iterable[int]:
    """Return which blocks of the source an address means.

    Raises:
        ConfigError: No text stands there.
    """
    source, target = item.source, item.target
    assert source is not None  # asked before
    if address.whole:
        return range(len(source.blocks))
    if address.page == item.pair.source:
        found = [index for index, block in enumerate(source.blocks) if address.meets(source, block)]
    else:
        links = item.comparison.links if item.comparison and target else ()
        pairs = ((link.source, link.target) for link in links)
        found = [
            of_source
            for of_source, place in pairs
            if of_source is not None
            and place is not None
            and target
            and address.meets(target, target.blocks[place])
        ]
    if not any(isinstance(source.blocks[index], Unit) for index in found):
        raise ConfigError(f"no text stands at {address}")
    return sorted(found)


class _Asking:
    """Asks the engine what it was asked for a draft."""

    def __init__(self, workspace: Workspace, means: Means, know: Knowledge, progress: Progress) -> None:
        self._engines, self._know, self._progress = Engines(workspace, means), know, progress
        self.problem: TransflowError | None = None

    def texts(self, texts: Sequence[Text]) -> list[Asked]:
        """Return what comes of each text: of all together, or where that fails of each by itself."""
        try:
            return self._together(texts)
        except EngineGoneError as error:
            self.problem = error
            # Some of the texts may have been asked for, and those are explained.
            spent = isinstance(error, EngineSpentError)
            return [self._alone(text) if spent else Asked() for text in texts]
        # One text that an engine stumbles over must not hide the others.
        except EngineError:
            return [self._alone(text) for text in texts]
        finally:
            self._engines.close()

    def _alone(self, text: Text) -> Asked:
        try:
            return self._together([text])[0]
        except EngineError as error:
            self.problem = self.problem or error
            return Asked()

    def _together(self, texts: Sequence[Text]) -> list[Asked]:
        engine = self._engines.open((self._know.source, self._know.target), self._progress)
        return [self._asked(draft, engine) for draft in translator.translate(texts, engine, self._know)]

    def _asked(self, draft: Draft, engine: Remembering) -> Asked:
        # Reversed, so that of several tries the first one stays: it is what a draft begins with.
        firsts = {tried.request.plain: tried.request for tried in reversed(draft.tried)}
        # A sentence that was reused was never asked for.
        requests = [firsts[source] for source in draft.segments if source in firsts]
        return Asked(
            "\n\n".join(engine.prompt(request) for request in requests),
            tuple(dict.fromkeys(example for request in requests for example in request.examples)),
            tuple(self._candidates(draft)),
            draft.risk,
        )

    def _candidates(self, draft: Draft) -> Iterator[Candidate]:
        for tried in draft.tried:
            source = tried.request.plain
            for output in tried.outputs:
                yield Candidate(source, tried.rung, str(output), verify(source, output, self._know))


def _reviewed(workspace: Workspace) -> Reviewed:
    """Return what people stand for; nothing where no page was ever translated, and `explain --text` needs no page."""
    recorded = workspace.disk.has_folder(f"{STATE_DIR}/bitext")
    return Reviewed(workspace, None if recorded else ())


def _explain(
    text: str,
    know: Knowledge,
    reviewed: Reviewed,
    path: str = "",
    row: Row | None = None,
    line: int = 0,
    asked: Asked = Asked(),
) -> Explanation:
    found = quantities.find(text, know.source)
    target = know.target
    return Explanation(
        text=text,
        # The same cut that the translator makes; `text` itself stays the exact slice of the page.
        segments=tuple(piece.strip() for piece in languages.sentences(text, know.source) if piece.strip()),
        quantities=tuple((quantity, quantities.render(quantity, target, know.style)) for quantity in found),
        terms=tuple((match.text, match.term.target) for match in know.glossary.find(text)),
        rung=row.rung if row else "",
        line=line,
        matches=reviewed.elsewhere(path, text, source=know.source, target=target),
        # The record's own, which was told with the draft that stands there.
        risk=asked.risk if row is None or row.risk is None else row.risk,
        asked=asked,
    )
