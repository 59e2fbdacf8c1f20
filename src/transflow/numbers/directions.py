"""What is asked of a language about directions: which words say that a figure goes up or down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language; regular expressions without groups."""

    up: str
    down: str
    """Words that stand right beside their figure, but for what `before` and `after` allow between."""
    raising: str
    lowering: str
    """Words with an object between them and their figure (cut its key rate by)."""
    object: str
    """That object with the words that lead to the figure; no figure and no other of these words may stand in it."""
    inside: str
    """Those of the words that may stand in an object for all that (cut its growth forecast to)."""
    before: str
    """What may stand between a word and a figure that follows it."""
    after: str
    """What may stand between a figure and a word that follows it."""
