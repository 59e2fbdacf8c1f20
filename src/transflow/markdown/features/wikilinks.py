"""Wiki links and embeds: `[[页]]`, `[[页|别名]]`, `![[图.png|300]]`.

Stays: the page that is linked to or embedded, and a size.
Offered: the alias.
"""

import re

from markdown_it.common.utils import normalizeReference

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR


def _is_one(match: re.Match[str], labels: frozenset[str]) -> bool:
    """Whether it is no reference in brackets (`[[1]](#ref1)`)."""
    # `[[1]](#ref1)` is a link whose words stand in brackets.
    return match.string[match.end() : match.end() + 1] not in ("(", "[") and (
        normalizeReference(match["target"]) not in labels
    )


# A figure behind the bar of an image is its width (`|300`, `|300x200`), anything else is words.
FEATURE = Feature(
    markup=(
        Markup("!", GRAMMAR["embed"], "wikilink", "]]", _is_one),
        Markup(
            "!",
            GRAMMAR["embed-with-words"],
            "wikilink",
            "]]",
            _is_one,
        ),
        Markup("!", GRAMMAR["embed-with-bars"], "wikilink", "]]", _is_one),
        Markup("[", GRAMMAR["wikilink"], "wikilink", "]]", _is_one),
        Markup("[", GRAMMAR["wikilink-with-words"], "wikilink", "]]", _is_one),
    )
)
