"""Patterns that cost nothing until they are used: a hook that runs at every commit needs few of them."""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


_NAMED = re.compile(r"\{([a-z][a-z-]*)\}")
"""A rule named in the pattern of another; a quantifier has digits between its braces."""


_ASKED = (
    "match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "pattern", "flags", "groups", "groupindex",
)  # fmt: skip


class _Compiled:
    """Has all that a pattern has; a class that knows `__getattr__` would be asked for it at every call."""


class _Lazy(_Compiled):
    """Stands for a pattern until it is first asked for anything."""

    def __init__(self, text: Callable[[], str], flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        pattern = re.compile(self._text(), self._flags)
        for asked in _ASKED:
            setattr(self, asked, getattr(pattern, asked))
        self.__class__ = _Compiled  # type: ignore[assignment]
        return getattr(pattern, name)


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when one of its methods or attributes is first asked for."""
    return cast("re.Pattern[str]", _Lazy(lambda: text, flags))


class RuleLine(NamedTuple):
    """One line of a file of rules."""

    heading: str
    """The heading that it stands under."""
    rule: str
    """The name of the pattern that it is an alternative of."""
    pattern: str
    """A regular expression, in which `{name}` stands for another rule of the file."""
    example: str
    """A text in which it matches."""
    reading: str
    """What is read in the example.

    Of a figure `kind:value:unit` with ` | ` between, `-` for nothing. Of a grammar what is matched first, and ` | name=text` for each
    named group of it.
    """
    why: str


_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "s": " ", "\\": "\\"}


def _written_out(cell: str) -> str:
    r"""Return what a cell shows: `\n`, `\r`, `\t`, `\s` (a space at its edge), `\u200b` and `\\` stand for one character."""
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1]) or chr(int(found[1][1:], 16)), cell)


class Rules:
    """Patterns that are data: a file with a heading (`# …`) a family and a line a rule, five columns with tabs between.

    The file is read when the first pattern is used; lines with one name are its alternatives, in order. Flags stand within
    a pattern (`(?i:…)`).
    """

    def __init__(self, path: Path, base: "Rules | None" = None) -> None:
        """Take the file, and the rules that its patterns may name besides."""
        self._path, self._base = path, base

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Return a pattern by its name, compiled when it is first used; a name that is not there is a `KeyError` then."""
        return cast("re.Pattern[str]", _Lazy(lambda: self.text(name), 0))

    @cached_property
    def _rows(self) -> tuple[tuple[str, list[str]], ...]:
        """The heading and the cells of each line."""
        rows, heading = [], ""
        for line in self._path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                heading = line[2:]
            elif line:
                rows.append((heading, line.split("\t")))
        return tuple(rows)

    @property
    def lines(self) -> Iterator[RuleLine]:
        """All lines, in order."""
        for heading, (rule, pattern, example, reading, why) in self._rows:
            yield RuleLine(heading, rule, pattern, _written_out(example), _written_out(reading), why)

    @cached_property
    def _alternatives(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for _heading, (rule, pattern, *_) in self._rows:
            found.setdefault(rule, []).append(pattern)
        return found

    def text(self, name: str) -> str:
        """Return a pattern with the rules it names written out."""
        if self._base and name not in self._alternatives:
            return self._base.text(name)
        return self.expanded("|".join(self._alternatives[name]))

    def expanded(self, pattern: str) -> str:
        """Write out the rules that a pattern names."""
        return _NAMED.sub(lambda match: f"(?:{self.text(match[1])})", pattern)


MAX_LINES = 1_000
"""Lines with wildcards that may hold for one path; each is tried with every path."""
# A path takes twice as long with 32 lines as with the index, with 128 six times as long.
_FEW = 32
"""Lines of which it is quicker to try each."""


class PathLines:
    """Lines in the syntax of `.gitignore`; what is no pattern matches nothing, as git has it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = list(lines)
        self._literal: dict[str, list[int]] = {}
        """Lines without a wildcard, by the name or the path that they mean."""
        self._wild: list[int] = []
        self._specs: dict[tuple[int, ...], GitIgnoreSpec] = {}
        if len(self._lines) <= _FEW:
            self._take_few()
            return
        # A name is looked up; only what has a wildcard is tried with every path.
        for number, line in enumerate(self._lines):
            key = _literal(line)
            if key:
                self._literal.setdefault(key, []).append(number)
            elif key is None and is_path_line(line):
                self._wild.append(number)

    def _take_few(self) -> None:
        try:
            self._specs[()] = _spec(self._lines)
        # One line that is none makes pathspec refuse all of them: then each is tried.
        except (ValueError, re.error):
            self._lines = list(filter(is_path_line, self._lines))
        self._wild = list(range(len(self._lines)))

    def __len__(self) -> int:
        """Return how many lines are tried with every path."""
        return len(self._wild)

    def match_file(self, path: str) -> bool:
        """Whether a path is meant."""
        return bool(self.decided(path)[0])

    def decided(self, path: str) -> tuple[bool | None, int | None]:
        """Return whether a path is meant, None if no line says so, and the number of the line that decides."""
        few = tuple(sorted(self._named(path)))
        if few not in self._specs:
            if len(self._specs) > _FEW:
                self._specs.clear()  # a hostile site has another set for each path
            self._specs[few] = _spec([self._lines[number] for number in self._numbers(few)])
        found = self._specs[few].check_file(path)
        return found.include, None if found.index is None else self._numbers(few)[found.index]

    def _numbers(self, few: tuple[int, ...]) -> list[int]:
        return sorted((*self._wild, *few)) if few else self._wild

    def _named(self, path: str) -> Iterable[int]:
        """Return the numbers of the lines without a wildcard that may mean a path: each of its names, and each folder above."""
        if not self._literal:
            return ()
        names = path.removeprefix("./").split("/")
        ways = accumulate(names, lambda above, name: f"{above}/{name}")
        return {number for key in (*names, *ways) for number in self._literal.get(key, ())}


def _literal(line: str) -> str | None:
    """Return the name or the path that a line means; None if it has a wildcard, nothing if it is a comment."""
    text = line.rstrip().removeprefix("!")
    if line.startswith("#") or not text:
        return ""
    # A backslash may stand before any sign, and takes its meaning.
    return None if any(char in text for char in "*?[\\") else text.strip("/") or None


def is_path_line(line: str) -> bool:
    """Whether git would make something of a line of a `.gitignore`."""
    try:
        _spec([line])
    except (ValueError, re.error):  # a range that is none is told by the module of expressions
        return False
    return True


def paths(lines: Iterable[str]) -> PathLines:
    """Return what tells which paths are meant by lines in the syntax of `.gitignore`; no line makes it slow."""
    return PathLines(lines)


def _spec(lines: Iterable[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  see above

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", FutureWarning
        )  # `[[`, which the module of expressions may come to understand
        # `simple`: its expressions are rewritten below; what other libraries make of the lines is out of reach.
        found = GitIgnoreSpec.from_lines(lines, backend="simple")
    for pattern in found.patterns:
        old = pattern.regex.pattern if pattern.regex else ""
        if (new := steady(old)) != old:
            pattern.regex = re.compile(new)
    return found


_STAR, _FOLDERS = "[^/]*", "(?:/.+)?"
"""What pathspec makes of `*` within a name, and of `**` between two others."""


def steady(regex: str) -> str:
    """Return one of pathspec's regular expressions so that it never tries again what it has found.

    As they are, `*a*a*a*a*a*a*b` takes hours with a name of 120 `a`. What stands between two stars has one length, so the first place where it fits leaves the most for what follows.
    Only the last star of a part must reach the end, which one more look at each place tells.
    """
    first, *others = map(_steady_part, regex.split(_FOLDERS))
    if not others:
        return first
    anywhere = "^(?:.+/)?"
    if first.startswith(anywhere):
        first = f"^(?>(?:.+?/)??{first.removeprefix(anywhere)}(?=/))"
    between = "".join(f"(?>(?:/.+?)??{part}(?=/))" for part in others[:-1])
    return f"{first}{between}{_FOLDERS}{others[-1]}"


def _steady_part(part: str) -> str:
    begin, *pieces = part.split(_STAR)
    if not pieces:
        return part
    return "".join((begin, *(f"(?>[^/]*?{piece})" for piece in pieces[:-1]), _STAR, pieces[-1]))


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
        # The frame allows one of these before the word, whose first letter tells which patterns may match.
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
