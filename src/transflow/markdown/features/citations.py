"""Citations of Pandoc: `[@zhang2020, p. 3]`, `[-@li2019]`, `@li2019`.

Stays: the citation.
Offered: the words before the name, and a place in East Asian words behind it: `[见 @li2019, 第 3 页]`.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

# `[见 @a2020]` may have words before the name, up to 40: more would be looked through from every bracket.
# Without brackets only with a figure in it: `@somebody` may be a person's name on another site.
FEATURE = Feature(
    markup=(
        Markup(
            "[",
            GRAMMAR["citation-with-words"],
            "citation",
        ),
        Markup("[", GRAMMAR["citation"], "citation"),
        # An address in braces is Pandoc's: `@{https://example.org}`.
        Markup("@", GRAMMAR["citation-of-address"], "citation"),
        Markup("@", GRAMMAR["citation-bare"], "citation"),
    ),
)
