"""Patterns that cost nothing until they are used: a hook that runs at every commit needs few of them."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class _Lazy:
    """Stands for a pattern; each of its methods is looked up once."""

    def __init__(self, text: str, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when one of its methods or attributes is first asked for."""
    return cast("re.Pattern[str]", _Lazy(text, flags))


def paths(lines: Iterable[str]) -> "GitIgnoreSpec":
    """Return what tells which paths are meant by lines in the syntax of `.gitignore`."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  see above

    return GitIgnoreSpec.from_lines(lines)


class Words:
    """An alternation of many words, of which only those are compiled that begin, or end, as the text does there."""

    def __init__(self, frame: str, words: Mapping[str, str], *, edge: Literal[0, -1] = 0) -> None:
        """Take an alternation apart.

        Args:
            frame: The pattern around it, with `{}` where it stands; a space or a hyphen may lie between.
            words: Each with its pattern; a longer one wins.
            edge: Whether the first or the last letter tells them apart.
        """
        self._frame, self._edge = frame, edge
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._words: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            self._words.setdefault(word[edge], []).append(words[word])

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a place."""
        joined = text[start : start + 1].isspace() or text[start : start + 1] == "-"
        return self._having(text[start + joined : start + joined + 1]).match(text, start)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Find what ends at a place."""
        return self._having(text[start:end].rstrip()[-1:]).search(text, start, end)

    def _having(self, letter: str) -> re.Pattern[str]:
        if letter not in self._patterns:
            words = "|".join(self._words.get(letter, ["(?!)"]))
            self._patterns[letter] = re.compile(self._frame.replace("{}", words))
        return self._patterns[letter]
