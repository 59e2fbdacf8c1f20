"""How generators make ids of headings' words, and tell equal ones apart."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from transflow.markdown.grammar import GRAMMAR

_ACCENT = GRAMMAR["accent"]
_HYPHENS = GRAMMAR["hyphens"]
_FIGURE_FIRST = GRAMMAR["figure-first"]
_SIGN = GRAMMAR["slug-sign"]
_BETWEEN = GRAMMAR["slug-between"]
_HEXO_SIGNS = GRAMMAR["hexo-signs"]
_LETTER = GRAMMAR["ascii-letter"]
_NO_ASCII = GRAMMAR["no-ascii-word"]

_DROPPED = GRAMMAR["slug-dropped"]
_SIGNS = GRAMMAR["slug-signs"]
_COUNTED = GRAMMAR["slug-counted"]


def _github(words: str) -> str:
    """Return GitHub's id, which Hugo, Docusaurus and Astro have too."""
    return _DROPPED.sub("", "".join(filter(_kept, words.lower()))).replace(" ", "-")


def _kept(char: str) -> bool:
    r"""Whether a character is more than a number in a circle or a fraction, which `\w` takes for a letter."""
    return char.isalpha() or char.isdecimal() or not char.isnumeric()


def _vitepress(words: str) -> str:
    """Return the id of `@mdit-vue/shared`: every run of signs is one hyphen, and none begins with a figure."""
    # Taken apart by NFKD, an accent is a sign of its own, and goes.
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", words))
    name = _HYPHENS.sub("-", _SIGNS.sub("-", bare)).strip("-")
    # A selector of CSS cannot name an id that begins with a figure.
    return _FIGURE_FIRST.sub(r"_\1", name).lower()


def _markdown(words: str) -> str:
    """Return Python-Markdown's id: what is not ASCII is dropped."""
    return _unicode(unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode())


def _unicode(words: str) -> str:
    bare = _SIGN.sub("", words)
    return _BETWEEN.sub("-", bare.strip().lower())


def _pymdown(words: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFC", words).strip().lower()).replace(" ", "-")


def _hexo(words: str) -> str:
    """Return the id of `hexo-util`: signs of ASCII and spaces are hyphens, letters keep their case and lose their accents."""
    bare = "".join(map(_bare, words.translate(_LETTERS)))
    return _HEXO_SIGNS.sub("-", bare).strip("-")


_NO_WORD = GRAMMAR["no-word"]
_DASHES = GRAMMAR["dashes"]


def _kramdown_gfm(words: str) -> str:
    """Return the id of `kramdown-parser-gfm`, which Jekyll uses unless it is told otherwise."""
    bare = _NO_WORD.sub("", "".join(filter(_kept, _DASHES.sub("", words).lower())))
    return bare.replace(" ", "-").replace("\t", "-")


def _kramdown(words: str) -> str:
    """Return kramdown's own id: from the first letter of ASCII on, and nothing else than ASCII."""
    found = _LETTER.search(words)
    bare = _DASHES.sub("", words[found.start() :]) if found else ""
    return _NO_ASCII.sub("", bare).replace(" ", "-").lower() or "section"


_LETTERS = str.maketrans({
    "ß": "s", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d",
})  # fmt: skip
"""Letters that are no others with an accent."""


def _bare(char: str) -> str:
    """Return a Latin letter without its accent, and anything else as it is."""
    first = unicodedata.normalize("NFKD", char)[0] if char.isalpha() else ""
    return first if first.isascii() and first.isalpha() else char


def _counted(names: Iterable[str]) -> Iterator[str]:
    """Yield names with how often each came before, whatever others are called."""
    seen: Counter[str] = Counter()
    for name in names:
        yield f"{name}-{seen[name]}" if seen[name] else name
        seen[name] += 1


def _hyphened(names: Iterable[str]) -> Iterator[str]:
    """Yield names with the first number behind a hyphen that makes them unlike all before, where one came before."""
    seen: dict[str, int] = {}
    for name in names:
        unique, count = name, seen.get(name, 0)
        # `a`, `a`, `a-1`: the second one has taken the third one's.
        while unique in seen:
            count += 1
            unique = f"{name}-{count}"
        seen |= {unique: 0, name: count}
        yield unique


def _underlined(names: Iterable[str]) -> Iterator[str]:
    """Yield names as Python-Markdown makes them unique: `_1` for one without a letter."""
    seen: set[str] = set()
    last: dict[str, str] = {}
    for name in names:
        unique = last.get(name, name)
        while unique in seen or not unique:
            counted = _COUNTED.fullmatch(unique)
            unique = f"{counted[1]}_{int(counted[2]) + 1}" if counted else f"{unique}_1"
        last[name] = unique  # where the next equal one goes on: many headings may have one name
        seen.add(unique)
        yield unique


_RULES: Mapping[str, tuple[Callable[[str], str], Callable[[Iterable[str]], Iterator[str]]]] = {
    "github": (_github, _hyphened),
    "vitepress": (_vitepress, _hyphened),
    "hexo": (_hexo, _counted),
    "kramdown-gfm": (_kramdown_gfm, _counted),
    "kramdown": (_kramdown, _counted),
    "python-markdown": (_markdown, _underlined),
    "python-markdown-unicode": (_unicode, _underlined),
    "pymdown": (_pymdown, _underlined),
}
RULES = tuple(_RULES)
"""The rules that are known."""


def ids(headings: Iterable[str], rule: str) -> Iterator[str]:
    """Yield the id of each heading of a page, given the words that a reader sees, by one of `RULES`."""
    one, unique = _RULES[rule]
    yield from unique(map(one, headings))
