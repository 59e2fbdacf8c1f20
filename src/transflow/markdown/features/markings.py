"""More marks than CommonMark has: `==标记==`, `++插入++`, `^^插入^^`, `正文^上标^`, `水~下标~`; keys `++ctrl+alt+del++`.

Stays: the marks, and keys.
Offered: what stands between the marks.
"""

import re

from transflow.markdown.feature import Feature, Markup


def _pair(mark: str) -> re.Pattern[str]:
    sign, letter = re.escape(mark), re.escape(mark[0])
    return re.compile(
        # Not behind a letter or figure, nor round spaces: `a==b` compares, `C++ 和 D++` are languages.
        rf"(?<![{letter}A-Za-z0-9]){sign}(?![\s{letter}])(?P<inside>(?:(?!{sign})[^\n])+?)(?<![\s{letter}]){sign}(?!{letter})"
    )


_WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"

FEATURE = Feature(
    markup=(
        # Before `++插入++`: what has only letters, figures and pluses in it is keys.
        Markup(
            "+",
            re.compile(
                r"(?<![+\w])\+\+(?:[A-Za-z0-9-]+|\"[^\"\n]+\")(?:\+(?:[A-Za-z0-9-]+|\"[^\"\n]+\"))*\+\+(?!\+)"
            ),
            "code",
        ),
        Markup("=", _pair("=="), "mark"),
        Markup("+", _pair("++"), "mark"),
        Markup("^", _pair("^^"), "mark"),
        # With words in it; without any it is `formulas`' to keep.
        Markup("^", re.compile(rf"(?<![\^\[\\])\^(?P<inside>{_WORD}{{1,30}})\^(?!\^)"), "mark"),
        # Short: 周一~周五、上午~下午 are stretches of time.
        Markup(
            "~",
            re.compile(
                rf"(?<![~\\])(?:(?<=\w)|(?<=[，。、；：！？）])|(?<![\s\S]))~(?P<inside>{_WORD}{{1,4}})~(?!~)"
            ),
            "mark",
        ),
    )
)
