"""The patterns that readers of every language share, read from `rules.tsv`."""

from pathlib import Path

from transflow.patterns import Rules

RULES = Rules(Path(__file__).with_name("rules.tsv"))
