"""What a draft learns from reviews: the sentences of people that are most like those of a page, as examples for an engine.

A language model reads the same few of the workspace for all texts of a page once; one that is really like a single text is
shown with that text too, of the workspace or of the pairs that come with the package. Nothing else decides, so that a draft
can be made again. Pairs of the package that are merely the nearest to a page were tried: they cost as much as the drafting,
and the drafts were no better (docs/engines.md).
"""

from collections.abc import Sequence
from itertools import islice

from transflow import languages
from transflow.pipeline.reviewed import Reviewed
from transflow.pipeline.shipped import Shipped
from transflow.verification import Knowledge

Example = tuple[str, str]

SHARED, OWN = 2, 1
"""Examples of a page, and of a single text beside them, at most. Each is read again with every word that a small model
writes: a hundred tokens of them double the time of a step (CTranslate2 4.8 copies what was read)."""
_NEAR, _LIKE, _ALIKE = 8, 0.12, 0.5
"""Sentences that are looked up for each sentence; likeness (see `transflow.nearest`) from which one is worth showing
to a page, and from which to a single text: half of their runs of two and three characters."""
_LONGEST = 300
"""Characters of an example at most."""


class Examples:
    """The examples of one page."""

    def __init__(self, reviewed: Reviewed, know: Knowledge, texts: Sequence[str]) -> None:
        """Look up what is like the texts of a page.

        Args:
            reviewed: What people of the workspace stand for.
            know: What is known of the languages.
            texts: Running text of what is to be drafted on the page.
        """
        self._know = know
        # A table repeats its cells: each text is looked up once.
        self._near = {text: self._found(text, reviewed, _LIKE) for text in dict.fromkeys(texts)}
        worth: dict[Example, float] = {}
        for text in texts:
            for example, alike in self._near[text].items():
                worth[example] = worth.get(example, 0.0) + alike
        self._own: dict[str, tuple[Example, ...]] = {}
        self._shared = tuple(sorted(worth, key=lambda example: -worth[example])[:SHARED])

    def of(self, text: str) -> tuple[Example, ...]:
        """Return the examples of one of the texts: those that are like it alone first, then those of the page."""
        if text not in self._own:
            # The house's words before the package's, and of either the most alike first.
            near = [example for example, alike in self._near[text].items() if alike >= _ALIKE]
            near = near or list(self._found(text, Shipped(), _ALIKE))
            self._own[text] = tuple(islice((one for one in near if one not in self._shared), OWN))
        return (*self._own[text], *self._shared)

    def _found(self, text: str, source: Reviewed | Shipped, least: float) -> dict[Example, float]:
        """Return what is like the sentences of a text at the least so much, with how much it is, the most alike first."""
        found: dict[Example, float] = {}
        for sentence in languages.sentences(text, self._know.source):
            near = source.nearest(sentence.strip(), _NEAR, source=self._know.source, target=self._know.target)
            for match, alike in near:
                example = (match.source, match.target)
                # A paragraph that could not be cut into as many sentences as its translation is one "sentence" of a
                # thousand characters, which would be read again with every word.
                if alike >= least and max(map(len, example)) <= _LONGEST:
                    found[example] = max(found.get(example, 0.0), alike)
        return dict(sorted(found.items(), key=lambda item: -item[1]))
