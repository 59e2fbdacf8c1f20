"""Field lists of MyST and docutils: `:作者: 张三`, a line a field.

Stays: the colons.
Offered: the name and the value.
"""

import re

from transflow.markdown.feature import Feature, Line

# `:作者: 张三`; neither `::`, nor a role, nor an emoji's name with text behind it and no space.
FEATURE = Feature(lines=(Line(":", re.compile(r":(?P<text1>[^\s:`{}\[\]][^:`\n]*):[ \t]+(?P<text2>\S.*)")),))
