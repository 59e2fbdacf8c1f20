r"""What small models are known to write in English that nobody would, and what to write: `polish.tsv`.

A line a rule, with tabs between: a regular expression, what to write (`\1` is its first group), a sentence before, the same
sentence after, and why. A rule changes no figure, no name and no term.
"""

import re
from functools import cache
from importlib.resources import files


def polished(text: str) -> str:
    """Return a sentence with what no English sentence has mended."""
    for pattern, words in _rules():
        text = pattern.sub(words, text)
    return text


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = files("transflow.languages.en").joinpath("polish.tsv").read_text("utf-8").splitlines()
    return tuple((re.compile(pattern), words) for pattern, words, *_ in (line.split("\t") for line in lines))
