"""The command line: one file a command, each a thin skin over a function of `workflow`."""

from transflow.cli.app import main

__all__ = ["main"]
