"""Making a text safe to stand as text in Markdown, with as few escapes as the meaning needs."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from markdown_it.common.utils import normalizeReference

from transflow.markdown.dialect import Dialect
from transflow.markdown.inline import inlines
from transflow.markdown.mask import mask
from transflow.model import UnitKind

Place = UnitKind | Literal["attribute"]

_SPECIAL = re.compile(r"[\\`<&$|%^!{\[\]]|\*+|_+|~+")
_LINES = re.compile(r"[ \t]*[\r\n]+\s*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_START = re.compile(r"<[A-Za-z/!?]")
_ATTRIBUTES = re.compile(r"\{(?:[#.:]|[\w-]+=)|\{[\w:.+-]{1,60}\}\Z")
_MARKER = re.compile(
    r"""^[ \t]*(?:\d{1,9}(?=[.)](?:\s|$))|\([\w:.-][\w:. -]*\)(?==[ \t]*$))?(?P<at>
        \#{1,6}(?=\s|$) | [-+*](?=\s|$) | (?<=\d)[.)](?=\s|$) | > | [:~](?=[ \t]) | :{3} | (?<=\))=
      | [-=+*_](?=[-=+*_ \t]*$) )""",
    re.VERBOSE | re.MULTILINE,
)
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))(?P<at>#+)$")
_PIPE = re.compile(r"(?<!\\)(?:\\\\)*(?P<at>\|)")
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class _Text(NamedTuple):
    """What is being escaped and where it will stand."""

    text: str
    kind: Place
    dialect: Dialect
    whole: bool
    brackets: frozenset[int]
    """Places of square brackets that need an escape."""

    def before(self, place: int) -> str:
        """Return the character before a place: a space at the line's start, empty if it is not known."""
        return self.text[place - 1] if place else " " if self.whole else ""

    def after(self, place: int) -> str:
        """Return the character at a place, likewise."""
        return self.text[place] if place < len(self.text) else " " if self.whole else ""


def escape(
    text: str,
    dialect: Dialect = Dialect(),
    *,
    kind: Place = "paragraph",
    whole: bool = False,
    delimiter: str = "",
) -> str:
    """Return `text` so written that it reads as just these characters.

    Args:
        text: Any text; line breaks become spaces, except in front matter.
        dialect: The site's Markdown.
        kind: What it will stand in. `attribute` is the value of an HTML attribute. A front-matter value needs no
            escape: whoever writes it quotes it.
        whole: Whether it is all that will stand there. If not, other inline markup may touch it on either side,
            and `fit` must see the assembled unit.
        delimiter: For `title`, `argument` and `attribute`: the quote, or `(`, before the value; empty if it
            has none, and then an argument comes with quotes.
    """
    if kind == "front-matter":
        return text
    text = _LINES.sub(" ", text)
    if special := _QUOTED.get(kind):
        return special(text, delimiter)
    brackets = frozenset(_open_brackets(text, dialect, ends=whole))
    context = _Text(text, kind, dialect, whole, brackets)
    escaped = _SPECIAL.sub(lambda match: _one(match, context), text)
    return fit(escaped, dialect, kind=kind) if whole else escaped


def fit(text: str, dialect: Dialect = Dialect(), *, kind: Place = "paragraph") -> str:
    """Return a unit's assembled Markdown so written that it stays one unit of its kind.

    White space at its ends is dropped. What would begin another block at the start of a line gets a backslash; a
    heading or cell becomes one line, and is not cut short by `#` or `|`. What is escaped already is left alone.
    """
    text = text.strip(" \t\r\n")
    if kind in _ONE_LINE:
        text = _LINES.sub(" ", text)
    shown, _ = mask(text, dialect)
    for place in reversed([match.start("at") for match in _breaking(shown, kind, dialect)]):
        text = f"{text[:place]}\\{text[place:]}"
    return text


_ONE_LINE = frozenset({"heading", "cell", "alt", "title", "argument"})
_INERT = frozenset({"html", "alt", "title", "argument", "attribute", "front-matter"})


def _breaking(shown: str, kind: Place, dialect: Dialect) -> Iterator[re.Match[str]]:
    """Yield what would end or split a unit; the group `at` begins where the backslash belongs."""
    if kind == "cell":
        return _PIPE.finditer(shown)
    if kind == "heading":
        return _CLOSING_HASHES.finditer(shown)
    return iter(()) if kind in _INERT else _markers(shown, dialect)


def _markers(shown: str, dialect: Dialect) -> Iterator[re.Match[str]]:
    """Yield what would begin a block; a line that begins within code or math cannot."""
    inside = frozenset(_begun_inside(shown, dialect)) if "\n" in shown else ()
    return (match for match in _MARKER.finditer(shown) if match.start() not in inside)


def _begun_inside(shown: str, dialect: Dialect) -> Iterator[int]:
    """Yield the offsets of lines that begin within an atom."""
    at = 0
    for piece in inlines(shown, dialect):
        if piece.kind == "atom":
            yield from (at + match.end() for match in re.finditer("\n", piece.raw))
        at += len(piece.raw)


def _one(match: re.Match[str], context: _Text) -> str:
    run, place = match[0], match.start()
    if run == "{" and place + 1 == len(context.text) and not context.whole:
        return "&#123;"
    if not _RULES[run[0]](run, place, context):
        return run
    return "".join(f"\\{char}" for char in run)


def _backslash(_run: str, place: int, context: _Text) -> bool:
    following = context.after(place + 1)
    return following in _ASCII_PUNCTUATION or not following


def _always(_run: str, _place: int, _context: _Text) -> bool:
    return True


def _emphasis(run: str, place: int, context: _Text) -> bool:
    """Whether a run of delimiters can open or close anything (CommonMark, left- and right-flanking)."""
    before, after = context.before(place), context.after(place + len(run))
    if not before or not after:
        return True
    left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
    right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
    if run[0] == "_" and left and right:
        return _punctuation(before) or _punctuation(after)
    return left or right or (run == "**" and not (before.isspace() and after.isspace()))


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _tilde(run: str, place: int, context: _Text) -> bool:
    if not context.before(place) or not context.after(place + len(run)):
        return True
    return len(run) > 1 or (context.text.count("~") > 1 and _emphasis(run, place, context))


def _bracket(_run: str, place: int, context: _Text) -> bool:
    return place in context.brackets


def _tag(_run: str, place: int, context: _Text) -> bool:
    return bool(_TAG_START.match(context.text, place)) or not context.after(place + 1)


def _entity(_run: str, place: int, context: _Text) -> bool:
    return bool(_ENTITY.match(context.text, place))


def _dollar(_run: str, place: int, context: _Text) -> bool:
    """With math on, a dollar sign is only safe before a digit: nothing closes there, and nothing else closes."""
    return context.dialect.math and not context.after(place + 1).isdigit()


def _pipe(_run: str, _place: int, context: _Text) -> bool:
    return context.kind == "cell"


def _brace(_run: str, place: int, context: _Text) -> bool:
    doubled = context.before(place) == "{"
    return doubled or bool(_ATTRIBUTES.match(context.text, place))


def _percent(_run: str, place: int, context: _Text) -> bool:
    return context.before(place) == "{"


def _before_bracket(_run: str, place: int, context: _Text) -> bool:
    """`![` and `^[` begin an image and a footnote, and a link may follow the text."""
    return context.after(place + 1) in ("", "[")


_RULES: dict[str, Callable[[str, int, _Text], bool]] = {
    "\\": _backslash,
    "`": _always,
    "*": _emphasis,
    "_": _emphasis,
    "~": _tilde,
    "[": _bracket,
    "]": _bracket,
    "<": _tag,
    "&": _entity,
    "$": _dollar,
    "|": _pipe,
    "{": _brace,
    "%": _percent,
    "^": _before_bracket,
    "!": _before_bracket,
}


def _open_brackets(text: str, dialect: Dialect, *, ends: bool) -> list[int]:
    """Return the brackets to escape: without a partner, or with one but so that a link, footnote or task could be read."""
    waiting: list[int] = []
    found: list[int] = []
    for place, char in enumerate(text):
        if char == "[":
            waiting.append(place)
        elif char == "]":
            opening = waiting.pop() if waiting else -1
            if opening < 0 or _linking(text, opening, place, dialect, ends=ends):
                found += [place, opening]
    return found + waiting


def _linking(text: str, opening: int, closing: int, dialect: Dialect, *, ends: bool) -> bool:
    inside = text[opening + 1 : closing]
    following = text[closing + 1 : closing + 2]
    if following in ("(", "[", ":") and following:
        return True
    if (not following and not ends) or inside[:1] in ("^", "!"):
        return True
    return (opening == 0 and inside in (" ", "x", "X")) or normalizeReference(inside) in dialect.references


def _title(text: str, delimiter: str) -> str:
    closing = {"(": "()", "'": "'"}.get(delimiter, '"')
    escaped = re.sub(r"\\(?=[!-/:-@\[-`{-~]|\Z)", r"\\\\", text)
    escaped = re.sub(f"[{re.escape(closing)}]", r"\\\g<0>", escaped)
    return _ENTITY.sub(lambda match: f"\\{match[0]}", escaped)


def _argument(text: str, delimiter: str) -> str:
    if delimiter == "`":
        return text.replace("`", "'")
    quoted = re.sub(r'\\(?="|\Z)|"', r"\\\g<0>", text)
    return quoted if delimiter == '"' else f'"{quoted}"'


def _attribute(text: str, delimiter: str) -> str:
    text = _markup(text).replace("<", "&lt;")
    return text.replace("'", "&#39;") if delimiter == "'" else text.replace('"', "&quot;")


def _markup(text: str, _delimiter: str = "") -> str:
    text = _ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", text)
    return re.sub(r"<(?=[A-Za-z/!?]|\Z)", "&lt;", text)


_QUOTED: dict[Place, Callable[[str, str], str]] = {
    "title": _title,
    "argument": _argument,
    "attribute": _attribute,
    "html": _markup,
}
