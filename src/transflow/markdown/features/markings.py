"""More marks than CommonMark has: `==标记==`, `++插入++`, `^^插入^^`, `正文^上标^`, `水~下标~`; keys `++ctrl+alt+del++`.

Stays: the marks, and keys.
Offered: what stands between the marks.
"""

from transflow.markdown.feature import Feature, Markup
from transflow.markdown.features.grammar import GRAMMAR

FEATURE = Feature(
    markup=(
        # Before `++插入++`: what has only letters, figures and pluses in it is keys.
        Markup("+", GRAMMAR["keys"], "code"),
        Markup("=", GRAMMAR["highlight"], "mark"),
        Markup("+", GRAMMAR["insertion"], "mark"),
        Markup("^", GRAMMAR["caret-insertion"], "mark"),
        # With words in it; without any it is `formulas`' to keep.
        Markup("^", GRAMMAR["superscript-words"], "mark"),
        # Short: 周一~周五、上午~下午 are stretches of time.
        Markup("~", GRAMMAR["subscript-words"], "mark"),
    )
)
