"""Code as far as it has to be the same in every language: without comments, messages and white space."""

import re
from collections.abc import Iterator

from transflow.markdown.feature import finder

# Comments of shells, C, SQL, INI and TeX begin behind white space only: `https://` and `a#b` hold none.
_WORDS = re.compile(
    r"""
    (?P<opening>\"\"\"|\'\'\'|/\*|<!--) | (?P<string>"(?:\\.|[^"\\\n])*+"|'(?:\\.|[^'\\\n])*+')
    | (?P<escape>\\.) | (?:(?<=\s)|^)(?:\#|//|--|;|%)[^\n]*
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""An escape is a word so that no quotation mark in `\"\"\"\"` is looked at twice."""
# Looked for by themselves: within the pattern each opening that nothing closes would be followed to the end.
_CLOSINGS = {'"""': '"""', "'''": "'''", "/*": "*/", "<!--": "-->"}


def skeleton(code: str) -> str:
    """Return what has to be the same on both sides: comments, and strings that are prose, may be translated."""
    # All white space: code is indented anew where a list round it is.
    return "".join("".join(_kept(code)).split())


def _kept(code: str) -> Iterator[str]:
    find, at = finder(code), 0
    while match := _WORDS.search(code, at):
        yield code[at : match.start()]
        word, at = match[0], match.end()
        if opening := match["opening"]:
            end = find(_CLOSINGS[opening], at)
            if end == len(code):  # it opens nothing
                yield word[0]
                at = match.start() + 1
                continue
            at = end + len(_CLOSINGS[opening])
            word = code[match.start() : at]
        # A string of one ASCII word may be a key or a value; one with a space or with Chinese in it is shown to somebody.
        if match["escape"] or not _is_prose(word, comment=word[0] not in "\"'"):
            yield word
    yield code[at:]


def _is_prose(word: str, *, comment: bool) -> bool:
    """Whether it is a comment, or a string that holds more than one word or characters beyond ASCII."""
    return comment or not word.isascii() or any(char.isspace() for char in word)
