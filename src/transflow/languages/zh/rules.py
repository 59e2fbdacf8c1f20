"""The patterns that find Chinese figures, read from `rules.tsv`: a line a rule, with an example, its reading and why."""

from pathlib import Path

from transflow.patterns import Rules

RULES = Rules(Path(__file__).with_name("rules.tsv"))
