"""What a draft learns from reviews: the sentences of people that are most like those of a page, as examples for an engine.

A language model reads the same few for all texts of a page once, which costs little; one that is really like a single text
is shown with that text too. What the workspace has comes before the pairs that come with the package. Nothing else decides,
so that a draft can be made again.
"""

from collections.abc import Sequence
from itertools import islice, product

from transflow import languages
from transflow.pipeline.reviewed import Reviewed
from transflow.pipeline.shipped import Shipped
from transflow.verification import Knowledge

Example = tuple[str, str]

SHARED, OWN = 2, 1
"""Examples of a page, and of a single text beside them, at most: more gained nothing (docs/engines.md)."""
_NEAR, _LIKE, _ALIKE = 8, 0.12, 0.5
"""Sentences that are looked up for each sentence; likeness (see `transflow.nearest`) from which one is worth showing
to a page, and from which to a single text: half of their runs of two and three characters."""
_DEARER = 1.5
"""How much more a sentence of the workspace is worth than one as alike that comes with the package: it has the house's words."""
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
        self._sources: tuple[tuple[Reviewed | Shipped, float], ...] = ((reviewed, _DEARER), (Shipped(), 1.0))
        # A table repeats its cells: each text is looked up once.
        self._near = {text: self._found(text) for text in dict.fromkeys(texts)}
        worth: dict[Example, float] = {}
        for text in texts:
            for example, (alike, dear) in self._near[text].items():
                worth[example] = worth.get(example, 0.0) + alike * dear
        self._shared = tuple(sorted(worth, key=lambda example: -worth[example])[:SHARED])

    def of(self, text: str) -> tuple[Example, ...]:
        """Return the examples of one of the texts: those that are like it alone first, then those of the page."""
        near = self._near[text].items()
        # `_near` has them with the most alike first, so the first that is not shown anyway is the best.
        own = (example for example, (alike, _) in near if alike >= _ALIKE and example not in self._shared)
        return (*islice(own, OWN), *self._shared)

    def _found(self, text: str) -> dict[Example, tuple[float, float]]:
        """Return what is like the sentences of a text, with how much it is and how dear it is, the most alike first."""
        found: dict[Example, tuple[float, float]] = {}
        sentences = [sentence.strip() for sentence in languages.sentences(text, self._know.source)]
        for sentence, (source, dear) in product(sentences, self._sources):
            for match, alike in source.nearest(
                sentence, _NEAR, source=self._know.source, target=self._know.target, floor=_LIKE
            ):
                example = (match.source, match.target)
                # A paragraph that could not be cut into as many sentences as its translation is one "sentence" of a
                # thousand characters, which would be read again with every word.
                if max(map(len, example)) <= _LONGEST:
                    found[example] = max(found.get(example, (0.0, 0.0)), (alike, dear))
        return dict(sorted(found.items(), key=lambda item: -item[1][0]))
