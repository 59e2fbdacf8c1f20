"""transflow: a translation workflow for Markdown content that lives in Git."""

try:
    from transflow._version import __version__
except ModuleNotFoundError:  # files that were never built
    __version__ = "0+unbuilt"

__all__ = ["__version__"]
