"""Every check with its code, in the one place where they are listed."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from transflow.checks import (
    fragments,
    header,
    headings,
    meaning,
    shown,
    structure,
    tags,
    waivers,
    wording,
    workflow,
)
from transflow.checks.finding import Hit
from transflow.checks.subject import Subject
from transflow.checks.waivers import Judged
from transflow.verification import Severity

About = TypeVar("About")


@dataclass(frozen=True, slots=True)
class Check(Generic[About]):
    """A check under its code."""

    code: str
    """Stable: scripts, waivers and configurations name it."""
    name: str
    severity: Severity
    """The default; a configuration may say otherwise."""
    function: Callable[[About], Iterator[Hit]]
    """Its docstring is its documentation: a first line, then paragraphs `Why:`, `Example:` and `Fix:`."""

    @property
    def documentation(self) -> str:
        """What it finds, why that matters, an example, and what to do."""
        # As written above the function, so that docs/checks.md cannot say anything else.
        return inspect.getdoc(self.function) or ""


CHECKS: tuple[Check[Subject], ...] = (
    Check("TF101", "declared-missing", "error", workflow.declared_missing),
    Check("TF102", "required-missing", "error", workflow.required_missing),
    Check("TF103", "stale", "warning", workflow.stale),
    Check("TF104", "orphan", "warning", workflow.orphan),
    Check("TF105", "undeclared", "warning", workflow.undeclared),
    Check("TF106", "conflict", "warning", workflow.conflict),
    Check("TF107", "unreviewed-live", "warning", workflow.unreviewed_live),
    Check("TF108", "untracked", "warning", workflow.untracked),
    Check("TF109", "record-not-staged", "error", workflow.record_not_staged),
    Check("TF110", "unmodified", "warning", workflow.unmodified),
    Check("TF111", "withdrawn", "warning", workflow.withdrawn),
    Check("TF201", "markup-misplaced", "error", structure.markup_misplaced),
    Check("TF202", "link", "error", structure.link),
    Check("TF203", "code", "error", structure.code),
    Check("TF204", "shortcode", "error", structure.shortcode),
    Check("TF205", "footnote", "error", structure.footnote),
    Check("TF206", "html", "error", structure.html),
    Check("TF207", "math", "error", structure.math),
    Check("TF208", "block", "warning", structure.block),
    Check("TF209", "headings", "warning", headings.headings),
    Check("TF210", "tables", "error", structure.tables),
    Check("TF211", "missing-text", "warning", structure.missing_text),
    Check("TF212", "stray-spaces", "warning", structure.stray_spaces),
    Check("TF213", "source-link", "warning", structure.source_link),
    Check("TF214", "lost-block", "error", tags.lost_block),
    Check("TF215", "unbalanced", "error", tags.unbalanced),
    Check("TF216", "dead-anchor", "warning", fragments.dead_anchor),
    Check("TF217", "shown-asterisks", "warning", shown.shown_asterisks),
    Check("TF301", "quantity", "error", wording.quantity),
    Check("TF302", "added-quantity", "warning", wording.added_quantity),
    Check("TF303", "direction", "error", wording.direction),
    Check("TF304", "modifier", "error", meaning.modifier),
    Check("TF305", "change", "error", meaning.change),
    Check("TF306", "sign", "error", meaning.sign),
    Check("TF307", "period", "error", meaning.period),
    Check("TF308", "second-reading", "warning", meaning.second_reading),
    Check("TF401", "term", "error", wording.term),
    Check("TF402", "forbidden-term", "error", wording.forbidden_term),
    Check("TF403", "name", "warning", wording.name),
    Check("TF404", "other-name", "error", meaning.other_name),
    Check("TF501", "residue", "error", wording.residue),
    Check("TF502", "full-width", "warning", wording.full_width),
    Check("TF503", "copied-words", "warning", shown.copied_words),
    Check("TF601", "empty", "error", wording.empty),
    Check("TF602", "echo", "error", wording.echo),
    Check("TF603", "loop", "error", wording.loop),
    Check("TF604", "length", "error", wording.length),
    Check("TF605", "missing-sentence", "warning", wording.missing_sentence),
    Check("TF606", "risk", "error", wording.risk),
    Check("TF701", "language", "error", header.language),
    Check("TF702", "translations", "warning", header.translations),
    Check("TF703", "address-clash", "error", header.clash),
    Check("TF704", "never-live", "warning", header.never_live),
    Check("TF705", "status", "error", header.status_unknown),
    Check("TF706", "value-missing", "warning", header.value_missing),
    Check("TF801", "negation", "warning", meaning.negation),
    Check("TF802", "opposite", "warning", meaning.opposite),
    Check("TF803", "names-exchanged", "warning", meaning.names_exchanged),
)  # fmt: skip
"""Checks of one translation."""

CLOSING: tuple[Check[Judged], ...] = (
    Check("TF901", "bad-waiver", "error", waivers.bad),
    Check("TF902", "unused-waiver", "warning", waivers.unused),
)
"""Checks of the waivers, once everything else is known."""

ALL: tuple[Check[Any], ...] = (*CHECKS, *CLOSING)
