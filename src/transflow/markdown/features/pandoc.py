"""Names of Pandoc in a text: `@fig-a`, `@doe`, an example `(@ex)`; pauses of its slides, `. . .` on a line.

Stays: all of it.
"""

import re

from transflow.markdown.feature import Feature, Line, Markup

# To Pandoc every word behind an `@` is a citation, with a figure in it or none; it is read as a word of its sentence.
FEATURE = Feature(
    lines=(Line(".", re.compile(r"\.[ ]\.[ ]\.[ \t]*")),),
    markup=(Markup("@", re.compile(r"(?<![\w.+-])@(?:[A-Za-z_][\w:.#$%&+?<>~/-]*)?\w"), "code"),),
)
