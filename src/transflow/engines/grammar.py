"""The patterns of this package, read from `grammar.tsv`: a line a rule, with an example, what it matches there and why."""

from pathlib import Path

from transflow.grammar import GRAMMAR as BASE
from transflow.patterns import Rules

GRAMMAR = Rules(Path(__file__).with_name("grammar.tsv"), BASE)
