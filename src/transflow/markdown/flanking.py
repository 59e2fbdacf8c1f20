"""Which runs of `*`, `_` and `~` can open or close emphasis.

CommonMark looks at white space and punctuation beside a run, and so does not close `**“加粗”**后`: it takes the
quotation mark for the end of a word that the next character begins. These are its rules as amended for scripts that
have no spaces: their punctuation counts as a letter, and their letters end words like punctuation
(https://github.com/tats-u/markdown-cjk-friendly). What CommonMark can open or close, this can, too.
"""

import unicodedata


def flanking(before: str, after: str, marker: str) -> tuple[bool, bool]:
    """Return whether a run between two characters (a space at the ends of a text) can open and can close."""
    left = not after.isspace() and (
        not _ends_word(after) or before.isspace() or _ends_word(before) or _is_wide(before)
    )
    right = not before.isspace() and (
        not _ends_word(before) or after.isspace() or _ends_word(after) or _is_wide(after)
    )
    if marker != "_":
        return left, right
    # Within a word `_` is a letter (`snake_case`), unless punctuation stands beside it.
    return left and (not right or _is_punctuation(before)), right and (not left or _is_punctuation(after))


def _ends_word(char: str) -> bool:
    return _is_punctuation(char) and not _is_wide(char)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_wide(char: str) -> bool:
    """Whether a character belongs to Chinese, Japanese or Korean (Unicode: East Asian width)."""
    return unicodedata.east_asian_width(char) in "WFH"
