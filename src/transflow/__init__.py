"""transflow: a translation workflow for Markdown content that lives in Git."""

__version__ = "0.2.0"
