"""The commands without their words: read → decide → draft → verify → write. Nothing here prints or exits.

A command's module is imported when it is first asked for: `status` does not wait for what only `translate` needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from transflow.workflow.overview import (  # the module has the function's name
    Filter,
    Overview,
    Translation,
    overview,
)

if TYPE_CHECKING:
    from transflow.workflow.adopting import Adopted, Adoption, adopt
    from transflow.workflow.approving import Approvals, Approved, approve
    from transflow.workflow.choosing import check_engine
    from transflow.workflow.cleaning import Cleaning, Leftover, clean
    from transflow.workflow.diffing import Change, Diff, diff
    from transflow.workflow.drafting import Outcome, Result, translate
    from transflow.workflow.explaining import Explanation, explain_page, explain_text
    from transflow.workflow.glossing import (
        Imported,
        Linted,
        Suggested,
        export_terms,
        find_terms,
        import_terms,
        lint_glossaries,
        suggest_terms,
        term_as_json,
    )
    from transflow.workflow.knowing import glossary_problems
    from transflow.workflow.marking import mark
    from transflow.workflow.standing import Standing, Standings, standings

__all__ = [
    "Adopted", "Adoption", "Approvals", "Approved", "Change", "Cleaning", "Diff", "Explanation", "Filter",
    "Imported", "Leftover", "Linted", "Outcome", "Overview", "Result", "Standing", "Standings", "Suggested", "Translation",
    "adopt", "approve", "check_engine", "clean", "diff", "explain_page", "explain_text", "export_terms", "find_terms",
    "glossary_problems", "import_terms", "lint_glossaries", "mark", "overview", "standings", "suggest_terms", "term_as_json", "translate",
]  # fmt: skip

_MODULES = {
    "adopting": ("Adopted", "Adoption", "adopt"),
    "approving": ("Approvals", "Approved", "approve"),
    "choosing": ("check_engine",),
    "cleaning": ("Cleaning", "Leftover", "clean"),
    "diffing": ("Change", "Diff", "diff"),
    "drafting": ("Outcome", "Result", "translate"),
    "explaining": ("Explanation", "explain_page", "explain_text"),
    "glossing": (
        "Imported", "Linted", "Suggested", "export_terms", "find_terms", "import_terms", "lint_glossaries",
        "suggest_terms", "term_as_json",
    ),
    "knowing": ("glossary_problems",),
    "marking": ("mark",),
    "standing": ("Standing", "Standings", "standings"),
}  # fmt: skip
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
