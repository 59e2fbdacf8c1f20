"""What a draft learns from reviews: the sentences of people that are most like those of a page, as examples for an engine.

A language model reads the same few for all texts of a page once, which costs little; one that is really like a single text
is shown with that text too. Nothing but the workspace decides, so that a draft can be made again.
"""

from collections.abc import Sequence

from transflow import languages
from transflow.pipeline.reviewed import Reviewed
from transflow.verification import Knowledge

Example = tuple[str, str]

SHARED, OWN = 3, 1
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
            reviewed: What people stand for.
            know: What is known of the languages.
            texts: Running text of what is to be drafted on the page.
        """
        self._reviewed, self._know = reviewed, know
        self._near = {text: self._found(text) for text in dict.fromkeys(texts)}
        gain: dict[Example, float] = {}
        for text in texts:
            for example, alike in self._near[text].items():
                gain[example] = gain.get(example, 0.0) + alike
        self._shared = tuple(sorted(gain, key=lambda example: -gain[example])[:SHARED])

    def of(self, text: str) -> tuple[Example, ...]:
        """Return the examples of one of the texts: those that are like it alone first, then those of the page."""
        own = [
            example
            for example, alike in self._near[text].items()
            if alike >= _ALIKE and example not in self._shared
        ]
        return (*own[:OWN], *self._shared)

    def _found(self, text: str) -> dict[Example, float]:
        """Return what is like the sentences of a text, the most alike first."""
        found: dict[Example, float] = {}
        for sentence in languages.sentences(text, self._know.source):
            near = self._reviewed.nearest(
                sentence.strip(), _NEAR, source=self._know.source, target=self._know.target
            )
            for match, alike in near:
                example = (match.source, match.target)
                if alike >= _LIKE and max(map(len, (match.source, match.target))) <= _LONGEST:
                    found[example] = max(found.get(example, 0.0), alike)
        return dict(sorted(found.items(), key=lambda item: -item[1]))
