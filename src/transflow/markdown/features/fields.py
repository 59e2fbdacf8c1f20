"""Field lists of MyST and docutils: `:作者: 张三`, a line a field.

Stays: the colons.
Offered: the name and the value; of `:param x: 说明` the value.
"""

import re

from transflow.markdown.feature import Feature, Line

# `:作者: 张三`; neither `::`, nor a role, nor an emoji's name with text behind it and no space.
# Of `:param x: 说明` and its like, which say something of a function, the value alone is words, of `:type x: int` nothing is.
_ABOUT = r"(?:param|parameter|arg|argument|key|keyword|raises?|except|exception|var|ivar|cvar|returns?|meta)(?:[ \t]+[^:`\n]+)?"
_CODE = r"(?:type|rtype|vartype)(?:[ \t]+[^:`\n]+)?"
_NAME = r"(?P<text1>[^\s:`{}\[\]][^:`\n]*)"
FEATURE = Feature(
    lines=(
        Line(":", re.compile(rf":{_CODE}:[ \t]+\S.*")),
        Line(":", re.compile(rf":(?:{_ABOUT}|{_NAME}):[ \t]+(?P<text2>\S.*)")),
    )
)
