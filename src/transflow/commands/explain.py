"""`explain`: how a text is understood, and why a draft reads as it does. No engine is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transflow import languages, quantities
from transflow.bitext import Row
from transflow.markdown import plain
from transflow.model import Unit
from transflow.pipeline.reviewed import Match, Reviewed
from transflow.quantities import Quantity
from transflow.site.config import STATE_DIR, Workspace
from transflow.site.knowledge import Knowing
from transflow.site.translations import Filter, check_tags, overview
from transflow.translator import Knowledge


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
        }


def explain_text(workspace: Workspace, text: str, source: str, target: str) -> tuple[Explanation, ...]:
    """Explain a text, a unit a line.

    Raises:
        ConfigError: A glossary is wrong, or a language is unknown.
    """
    check_tags((source, target))
    know = Knowing(workspace).of(source, target)
    reviewed = _reviewed(workspace)
    return tuple(_explain(line, know, reviewed) for line in text.splitlines() if line.strip())


def explain_page(workspace: Workspace, path: str, target: str) -> tuple[Explanation, ...]:
    """Explain each unit of a source page or of a translation of it, with the rung that its draft on record needed.

    Raises:
        TransflowError: The page is not in the workspace, cannot be read, or a glossary is wrong.
    """
    seen = overview(workspace, Filter((path,), (target,) if target else ()))
    if seen.problems:
        raise seen.problems[0]
    item = next((item for item in seen.translations if item.source and item.page), None)
    if item is None or item.source is None or item.page is None:
        return ()
    know = Knowing(workspace).of(item.page.language, item.pair.language, item.pair.source)
    rungs = _rungs(item.record.rows if item.record else ())
    reviewed = _reviewed(workspace)
    return tuple(
        _explain(
            plain(block.text, item.source.dialect),
            know,
            reviewed,
            item.pair.target,
            rungs.get(block.text, ""),
            item.source.line(block.start),
        )
        for block in item.source.blocks
        if isinstance(block, Unit)
    )


def _rungs(rows: tuple[Row, ...]) -> Mapping[str, str]:
    return {row.source: row.rung for row in rows if row.rung}


def _reviewed(workspace: Workspace) -> Reviewed:
    """Return what people stand for; nothing where no page was ever translated, and `explain --text` needs no page."""
    recorded = workspace.disk.has_folder(f"{STATE_DIR}/bitext")
    return Reviewed(workspace, None if recorded else ())


def _explain(
    text: str, know: Knowledge, reviewed: Reviewed, path: str = "", rung: str = "", line: int = 0
) -> Explanation:
    found = quantities.find(text, know.source)
    target = know.target
    return Explanation(
        text=text,
        segments=tuple(piece.strip() for piece in languages.sentences(text, know.source) if piece.strip()),
        quantities=tuple((quantity, quantities.render(quantity, target, know.style)) for quantity in found),
        terms=tuple((match.text, match.term.target) for match in know.glossary.find(text)),
        rung=rung,
        line=line,
        matches=reviewed.elsewhere(path, text, source=know.source, target=target),
    )
