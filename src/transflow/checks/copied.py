"""Code as far as it has to be the same in every language: without comments, messages and white space."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from transflow.checks import formulas
from transflow.markdown.feature import finder

# Comments of shells, C, SQL, INI and TeX begin behind white space only: `https://` and `a#b` hold none.
_WORDS = re.compile(
    r"""
    (?P<opening>\"\"\"|\'\'\'|/\*|<!--) | (?P<string>"(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+')
    | (?P<escape>\\.) | (?P<title>(?:(?<=`\{)|(?<=~\{)|(?<=:\{))[\w:.+-]++\}[ \t]++[^\s`~][^\n]*+)
    | ^(?P<indent>[ \t]*+):?(?:caption|alt|title):[ \t]*+(?:[|>][^\n]*+(?:\n(?P=indent)[ \t]++[^\n]++)++|[^\s|>][^\n]*+)
    | (?:(?<=\s)|^)(?:\#|//|--|;|%)[^\n]*
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""An escape is a word so that no quotation mark in `\"\"\"\"` is looked at twice."""
# Looked for by themselves: within the pattern each opening that nothing closes would be followed to the end.
_CLOSINGS = {'"""': '"""', "'''": "'''", "/*": "*/", "<!--": "-->"}
# A fence round a formula: `{math}`, `latex`.
_FORMULA = re.compile(r"\s*[`~:]{3,}\s*\{?(?:math|latex|tex)\b")


# Abbreviations and remarks: a person may translate them, though nobody has to.
_WORDED = re.compile(r"\s*(?:\*\[[^\]\n]+\]:|%%|%[ \t])")


class _Read(NamedTuple):
    """Code taken apart."""

    code: str
    """What has to be the same, without white space: code is indented anew where a list round it is."""
    strings: dict[int, list[str]]
    """For each place in it the strings and titles that stand there; an empty one is shown to somebody, and may be translated."""


def alike(one: str, other: str, kind: str) -> bool:
    """Whether two copies of a block are the same but for what may be translated in it."""
    if one == other or (_WORDED.match(one) and _WORDED.match(other)):
        return True
    if kind == "math" or (_FORMULA.match(one) and _FORMULA.match(other)):
        return formulas.spelled(one) == formulas.spelled(other)
    left, right = _read(one), _read(other)
    return left.code == right.code and all(
        "" in (*left.strings[place], *right.strings[place]) or left.strings[place] == right.strings[place]
        for place in {*left.strings, *right.strings}
    )


def _read(code: str) -> _Read:
    kept, strings, length = list[str](), defaultdict[int, list[str]](list), 0
    for piece, is_string in _pieces(code):
        if is_string:
            strings[length].append(piece)
        else:
            kept.append("".join(piece.split()))
            length += len(kept[-1])
    return _Read("".join(kept), strings)


def _pieces(code: str) -> Iterator[tuple[str, bool]]:
    """Yield code, and strings and titles, those that are shown to somebody as empty ones; no comments."""
    find, at = finder(code), 0
    while match := _WORDS.search(code, at):
        yield code[at : match.start()], False
        word, at = match[0], match.end()
        if opening := match["opening"]:
            end = find(_CLOSINGS[opening], at)
            if end == len(code):  # it opens nothing
                yield word[0], False
                at = match.start() + 1
            else:
                at = end + len(_CLOSINGS[opening])
        elif match["escape"]:
            yield word, False
        elif title := match["title"]:
            name, _, words = title.partition("}")
            yield name, False
            yield ("" if _is_prose(words.strip()) else words.strip()), True
        elif match["string"]:
            yield ("" if _is_prose(word) else word), True
    yield code[at:], False


def _is_prose(word: str) -> bool:
    """Whether a string holds more than one word, or characters beyond ASCII: others may be keys or values."""
    return not word.isascii() or any(char.isspace() for char in word)
