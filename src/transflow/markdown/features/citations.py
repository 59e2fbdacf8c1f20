"""Citations of Pandoc: `[@zhang2020, p. 3]`, `[-@li2019]`, `@li2019`.

Stays: the citation.
Offered: the words before the name: `[见 @li2019]`.
"""

import re

from transflow.markdown.feature import Feature, Markup

# `[见 @a2020]` may have words before the name, up to 40: more would be looked through from every bracket.
# Without brackets only with a figure in it: `@somebody` may be a person's name on another site.
FEATURE = Feature(
    markup=(
        Markup(
            "[",
            re.compile(
                r"\[(?:(?P<text>[^\[\]@\s-](?:[^\[\]@\n]{0,38}[^\[\]@\s-])?)[ \t]+)?-?@[A-Za-z_{][^\[\]\n]*\](?![(\[])"
            ),
            "citation",
        ),
        Markup("[", re.compile(r"\[[^\[\]@\n]{0,40}-?@[A-Za-z_{][^\[\]\n]*\](?![(\[])"), "citation"),
        # An address in braces is Pandoc's: `@{https://example.org}`.
        Markup("@", re.compile(r"(?<![\w.+-])@\{[^{}\s]+\}"), "citation"),
        Markup("@", re.compile(r"(?<![\w.+-])@[A-Za-z_][\w:.#$%&+?<>~/-]*\d[\w-]*"), "citation"),
    ),
)
