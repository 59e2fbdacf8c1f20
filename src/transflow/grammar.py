"""The patterns of the modules that stand in no package, and those that several packages share, read from `grammar.tsv`."""

from pathlib import Path

from transflow.patterns import Rules

GRAMMAR = Rules(Path(__file__).with_name("grammar.tsv"))
