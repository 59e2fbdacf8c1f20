"""Citations of Pandoc: `[@zhang2020, p. 3]`, `[-@li2019]`, `@li2019`.

Stays: the citation.
"""

import re

from transflow.markdown.feature import Feature, Markup

FEATURE = Feature(
    markup=(
        Markup("[", re.compile(r"\[[^\[\]@\n]{0,40}-?@[A-Za-z_{][^\[\]\n]*\](?![(\[])"), "citation"),
        Markup("@", re.compile(r"(?<![\w.+-])@[A-Za-z_][\w:.#$%&+?<>~/-]*\d[\w-]*"), "citation"),
    ),
)
