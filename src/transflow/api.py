"""The Python API: what the command line calls, by one name each. Nothing here prints or exits.

A command's module is imported when it is first asked for: `status` does not wait for what only `translate` needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from transflow.site.picture import overview, standings
from transflow.site.translations import Filter, Overview, Standing, Standings, Translation

if TYPE_CHECKING:
    from transflow.commands.adopt import Adopted, Adoption, adopt
    from transflow.commands.approve import Approvals, Approved, approve
    from transflow.commands.clean import Cleaning, Leftover, clean
    from transflow.commands.diff import Change, Diff, diff
    from transflow.commands.estimate import Estimate, estimate, reused
    from transflow.commands.explain import Explanation, explain_page, explain_text
    from transflow.commands.export import Exported, export
    from transflow.commands.find import Found, Hit, find
    from transflow.commands.glossary import (
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
    from transflow.commands.import_file import Taken, import_file
    from transflow.commands.translate import Outcome, Result, translate
    from transflow.pipeline.engine import Means, check_engine, check_settings
    from transflow.site.knowledge import glossary_problems
    from transflow.site.marks import mark

__all__ = [
    "Adopted",
    "Adoption",
    "Approvals",
    "Approved",
    "Change",
    "Cleaning",
    "Diff",
    "Estimate",
    "Explanation",
    "Exported",
    "Filter",
    "Found",
    "Hit",
    "Imported",
    "Leftover",
    "Linted",
    "Means",
    "Outcome",
    "Overview",
    "Result",
    "Standing",
    "Standings",
    "Suggested",
    "Taken",
    "Translation",
    "adopt",
    "approve",
    "check_engine",
    "check_settings",
    "clean",
    "diff",
    "estimate",
    "explain_page",
    "explain_text",
    "export",
    "export_terms",
    "find",
    "find_terms",
    "glossary_problems",
    "import_file",
    "import_terms",
    "lint_glossaries",
    "mark",
    "overview",
    "reused",
    "standings",
    "suggest_terms",
    "term_as_json",
    "translate",
]

_MODULES = {
    "commands.adopt": ("Adopted", "Adoption", "adopt"),
    "commands.approve": ("Approvals", "Approved", "approve"),
    "pipeline.engine": ("Means", "check_engine", "check_settings"),
    "commands.clean": ("Cleaning", "Leftover", "clean"),
    "commands.diff": ("Change", "Diff", "diff"),
    "commands.estimate": ("Estimate", "estimate", "reused"),
    "commands.translate": ("Outcome", "Result", "translate"),
    "commands.explain": ("Explanation", "explain_page", "explain_text"),
    "commands.export": ("Exported", "export"),
    "commands.import_file": ("Taken", "import_file"),
    "commands.find": ("Found", "Hit", "find"),
    "commands.glossary": (
        "Imported", "Linted", "Suggested", "export_terms", "find_terms", "import_terms", "lint_glossaries",
        "suggest_terms", "term_as_json",
    ),
    "site.knowledge": ("glossary_problems",),
    "site.marks": ("mark",),
}  # fmt: skip
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    # Also asked for `__path__` and the like, by whoever imports or inspects the module.
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"transflow.{_WHERE[name]}"), name)
