from dataclasses import replace

from transflow.languages import SPACED

PROFILE = replace(SPACED, particles=frozenset({"la", "kaj", "de"}))
