"""Code as far as it has to be the same in every language: without comments, messages, white space and settings of fonts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from transflow.checks import formulas
from transflow.checks.grammar import GRAMMAR
from transflow.markdown.feature import finder
from transflow.markdown.features import diagrams
from transflow.sequences import edits

_WORDS = GRAMMAR["code-words"]
# Looked for by themselves: within the pattern each opening that nothing closes would be followed to the end.
_CLOSINGS = {'"""': '"""', "'''": "'''", "/*": "*/", "<!--": "-->"}
_FORMULA = GRAMMAR["formula-fence"]


_FENCE = GRAMMAR["code-opening"]
_LANGUAGES = {
    "ipython": "python", "ipython3": "python", "py": "python", "python3": "python", "js": "javascript", "ts": "typescript",
    "bash": "sh", "shell": "sh", "zsh": "sh", "yml": "yaml", "md": "markdown", "htm": "html",
}  # fmt: skip
"""Names of languages that one highlighter takes for the same."""
_SETTING = GRAMMAR["drawing-line"]

_WORDED = GRAMMAR["worded-line"]


_LIST = GRAMMAR["braces"]
_ITEM = GRAMMAR["braces-item"]
_DIAGRAM = GRAMMAR["diagram-opening"]


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
    # The quote that ends the text before: another one could seem to close it.
    if kind in ("shortcode", "html") and one[:1] == other[:1] and one[:1] in ('"', "'"):
        one, other = one[1:], other[1:]
    if _LIST.fullmatch(one) and _LIST.fullmatch(other):
        return sorted(_ITEM.findall(one)) == sorted(_ITEM.findall(other))
    if _DIAGRAM.match(one) and _DIAGRAM.match(other):
        one, other = diagrams.bare(one), diagrams.bare(other)
    if kind == "math" or (_FORMULA.match(one) and _FORMULA.match(other)):
        return formulas.spelled(one) == formulas.spelled(other)
    one, other = _without_alias(one), _without_alias(other)
    return _same(one, other) or (
        "font" in (one + other).lower() and _same(*_without_fonts(one.splitlines(), other.splitlines()))
    )


def bare(code: str) -> str:
    """Return code as far as it has to be the same, without the strings in it."""
    return _read(code).code


def _same(one: str, other: str) -> bool:
    left, right = _read(one), _read(other)
    return left.code == right.code and all(
        "" in (*left.strings[place], *right.strings[place]) or left.strings[place] == right.strings[place]
        for place in {*left.strings, *right.strings}
    )


def _without_alias(block: str) -> str:
    """Return a code block with its language under one of its names."""
    opening = _FENCE.match(block)
    if not opening:
        return block
    return opening[1] + _LANGUAGES.get(opening[2].lower(), opening[2]) + block[opening.end() :]


def _without_fonts(one: list[str], other: list[str]) -> tuple[str, str]:
    """Return two codes without the settings that stand in one of them where it names a font."""
    left, right = list[str](), list[str]()
    for same, i1, i2, j1, j2 in edits(one, other):
        here, there = one[i1:i2], other[j1:j2]
        if not same and any("font" in line.lower() for line in (*here, *there)):
            here, there = ([line for line in side if not _SETTING.match(line)] for side in (here, there))
        left += here
        right += there
    return "\n".join(left), "\n".join(right)


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
        elif string := match["string"]:
            yield ("" if _is_prose(string) else string), True
    yield code[at:], False


def _is_prose(word: str) -> bool:
    """Whether a string holds more than one word, or characters beyond ASCII: others may be keys or values."""
    return not word.isascii() or any(char.isspace() for char in word)
