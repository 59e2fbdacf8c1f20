"""All other patterns of Chinese, read from `grammar.tsv`: a line a rule, with an example, what it matches there and why."""

from pathlib import Path

from transflow.languages.grammar import GRAMMAR as BASE
from transflow.patterns import Rules

GRAMMAR = Rules(Path(__file__).with_name("grammar.tsv"), BASE)
