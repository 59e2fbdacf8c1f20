"""Glossaries: terms, where they stand in a text, and whether a translation renders them."""

from transflow.glossary.phrases import Case, longest_first
from transflow.glossary.reader import load, problems, read
from transflow.glossary.terms import Glossary, Match, Term
from transflow.glossary.verify import TermFault, renderings, verify

__all__ = [
    "Case", "Glossary", "Match", "Term", "TermFault", "load", "longest_first", "problems", "read", "renderings", "verify",
]  # fmt: skip
