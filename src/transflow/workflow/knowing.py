"""What is known of a language pair in a workspace: its glossary and its house style."""

from msgspec import structs

from transflow import glossary, quantities
from transflow.verification import Knowledge
from transflow.workspace import Workspace


def knowledge(workspace: Workspace, source: str, target: str) -> Knowledge:
    """Return what is known of a language pair.

    Raises:
        ConfigError: A glossary is wrong.
    """
    terms = glossary.load(workspace.glossary_paths(), source, target, workspace.root)
    return Knowledge(source, target, terms, quantities.Style(**structs.asdict(workspace.config.style)))
