"""Code as far as it has to be the same in every language: without comments, messages and white space."""

import re

_WORDS = re.compile(
    r"""
    (?P<string>\"\"\".*?\"\"\"|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | /\*.*?\*/ | <!--.*?--> | (?:(?<=\s)|^)(?:\#|//|--|;|%)[^\n]*
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def skeleton(code: str) -> str:
    """Return what has to be the same on both sides: comments, and strings that are prose, may be translated."""
    return "".join(_WORDS.sub(lambda match: "" if _is_prose(match) else match[0], code).split())


def _is_prose(match: re.Match[str]) -> bool:
    """Whether it is a comment, or a string that holds more than one word or characters beyond ASCII."""
    string = match["string"]
    return string is None or not string.isascii() or any(char.isspace() for char in string)
