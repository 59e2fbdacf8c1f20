"""What a language says of itself to whoever verifies a translation: how its phrases stand in a text, what a reader doubts."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """How phrases stand in the texts of a language."""

    word: re.Pattern[str]
    """What a phrase can begin with; the match tells which ones."""
    figure: re.Pattern[str]
    """A figure after a phrase, with what leads to it."""
    counted: re.Pattern[str]
    """What the figure before a phrase ends with, at its last character."""
    few: str
    """A few words, as a regular expression."""
    spaced: bool
    half: re.Pattern[str]
    """The word that is a half, in folded text and small letters."""
    double: re.Pattern[str]
    """Words that say that something is there twice, or twice as large."""
    idle: re.Pattern[str] | None = None
    """What is read as a figure and counts nothing."""
    power: re.Pattern[str] | None = None
    """A size that is said without a number of its own."""
    month_before: re.Pattern[str] | None = None
    """Words that compare a month with the one before, which another language may name."""
    moment: re.Pattern[str] | None = None
    """Words for a time that another text may name: a group each for a year, its first and last month, its halves and last quarter."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a second reading of figures wonders about."""

    message: str
    start: int
    """Where in the source, in code points."""
    end: int
    grave: bool = False
    """Whether neither the number nor its unit is there."""
