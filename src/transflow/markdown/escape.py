"""Making a text safe to stand as text in Markdown, with as few escapes as the meaning needs."""

import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference

from transflow.markdown.dialect import Dialect
from transflow.markdown.fit import LINES, Place, fit
from transflow.markdown.flanking import flanking
from transflow.markdown.grammar import GRAMMAR
from transflow.markdown.inline import inlines

_BACKSLASH = GRAMMAR["backslash-escapes"]
_BEFORE_QUOTE = GRAMMAR["backslash-before-quote"]
_OPEN_ANGLE = GRAMMAR["angle"]
_OPEN_TAG = GRAMMAR["tag-begin"]
_OPEN_TEMPLATE = GRAMMAR["template-begin"]

_SPECIAL = GRAMMAR["special"]
_ENTITY = GRAMMAR["entity"]
_TAG_START = GRAMMAR["tag-start"]
_ATTRIBUTES = GRAMMAR["attributes-begin"]
_ROLE = GRAMMAR["role-at-end"]
_MARK = GRAMMAR["punctuation"]
_HARMLESS = frozenset({"autolink", "softbreak", "hardbreak"})
"""A bare address is shown as it is written."""
_ROUNDS = 8
"""How often a text is read again: an escape can uncover what the reader did not see before it, as `$$a$b$` does."""
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
        """Return the character before a place, where the text ends that of its surroundings; empty if unknown."""
        return self.text[place - 1] if place else self._outside("[")

    def after(self, place: int) -> str:
        """Return the character at a place, likewise."""
        return self.text[place] if place < len(self.text) else self._outside("]")

    def _outside(self, bracket: str) -> str:
        if not self.whole:
            return ""
        # The characters that touch a whole cell or alt text; whether they are punctuation decides on emphasis.
        return {"cell": "|", "alt": bracket}.get(self.kind, " ")


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
    text = LINES.sub(" ", text)
    if special := _QUOTED.get(kind):
        written = special(text.strip() if whole else text, delimiter)
        return _outside_jsx(written) if kind == "html" and _is_jsx(dialect) else written
    brackets = frozenset(_open_brackets(text, dialect, ends=whole))
    context = _Text(text, kind, dialect, whole, brackets)
    escaped = _SPECIAL.sub(lambda match: _one(match, context), text)
    return fit(_inert(escaped, dialect), kind, dialect) if whole else escaped


def _inert(text: str, dialect: Dialect) -> str:
    """Return escaped text with a backslash in whatever a dialect still reads as more than text: `$x$`, `^2^`, `@name`."""
    for _ in range(_ROUNDS):
        written = ""
        for piece in inlines(text, dialect):
            mark = None if piece.kind == "text" or piece.what in _HARMLESS else _MARK.search(piece.raw)
            # Before its first sign: `@name` gets it in front, `$x$` before the dollar.
            cut = mark.start() if mark else 0
            written += f"{piece.raw[:cut]}\\{piece.raw[cut:]}" if mark else piece.raw
        if written == text:
            break
        text = written
    return text


def _one(match: re.Match[str], context: _Text) -> str:
    run, place = match[0], match.start()
    # What comes next is not known yet, and before `{%` a backslash would help no template: they are read
    # before Markdown.
    if run == "{" and place + 1 == len(context.text) and not context.whole:
        return "&#123;"
    if not _RULES[run[0]](run, place, context):
        return run
    return "".join(f"\\{char}" for char in run)


def _backslash(_run: str, place: int, context: _Text) -> bool:
    following = context.after(place + 1)
    # `C:\目录` is shown as it stands, `\*` is not; and what follows the end of a text may be a sign.
    return following in _ASCII_PUNCTUATION or not following


def _always(_run: str, _place: int, _context: _Text) -> bool:
    return True


def _emphasis(run: str, place: int, context: _Text) -> bool:
    before, after = context.before(place), context.after(place + len(run))
    # What is not known may make a mark of it; `2 * 3` with its spaces can be none.
    return not before or not after or any(flanking(before, after, run[0]))


def _tilde(run: str, place: int, context: _Text) -> bool:
    if not context.before(place) or not context.after(place + len(run)):
        return True
    # A single `~` without another is a range (10~20): nothing could close it.
    return len(run) > 1 or (context.text.count("~") > 1 and _emphasis(run, place, context))


def _bracket(_run: str, place: int, context: _Text) -> bool:
    return place in context.brackets


def _tag(_run: str, place: int, context: _Text) -> bool:
    following = context.after(place + 1)
    if _is_jsx(context.dialect):
        return not following.isspace()  # `<5` ends the build
    # `<5` and `< b` are text; a `<` at the end may meet a letter.
    return bool(_TAG_START.match(context.text, place)) or not following


def _entity(_run: str, place: int, context: _Text) -> bool:
    return bool(_ENTITY.match(context.text, place))


def _dollar(_run: str, place: int, context: _Text) -> bool:
    """With math on, a dollar sign is safe only before a digit, where math cannot end, and if no other could end it."""
    return context.dialect.math and not (context.whole and context.after(place + 1).isdigit())


def _pipe(_run: str, _place: int, context: _Text) -> bool:
    return context.kind == "cell"


def _brace(_run: str, place: int, context: _Text) -> bool:
    if _is_jsx(context.dialect):
        return True  # whatever it encloses is run
    if context.before(place) == "{" or _ATTRIBUTES.match(context.text, place):
        return True
    return not context.whole and _ROLE.match(context.text, place) is not None


def _percent(_run: str, place: int, context: _Text) -> bool:
    return context.before(place) == "{"


def _before_bracket(_run: str, place: int, context: _Text) -> bool:
    """`![` and `^[` begin an image and a footnote, and a link may follow the text."""
    return context.after(place + 1) in ("", "[")


_RULES: dict[str, Callable[[str, int, _Text], bool]] = {
    "\\": _backslash,
    "`": _always,
    ":": _always,  # `_SPECIAL` takes it only where it would begin an emoji's name
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
    # `[a](b)`, `[a][b]`, and at the start of a line `[a]: b`.
    if following in ("(", "[", ":"):
        return True
    # `[^1]` is a footnote whether it is defined or not, `[!NOTE]` an alert.
    if (not following and not ends) or inside[:1] in ("^", "!"):
        return True
    # `[x] 已完成` begins a task; otherwise only a label that the page defines makes a link.
    return (opening == 0 and inside in (" ", "x", "X")) or normalizeReference(inside) in (
        dialect.references or ()
    )


def _title(text: str, delimiter: str) -> str:
    closing = {"(": "()", "'": "'"}.get(delimiter, '"')
    # A backslash is doubled only where it would escape what follows: `C:\temp` is as good as it is.
    escaped = _BACKSLASH.sub(r"\\\\", text)
    # The quote it stands in; and `{{` or `{%`, which a template engine would run.
    escaped = re.sub(rf"[{re.escape(closing)}]|(?<=\{{)[{{%]", r"\\\g<0>", escaped)
    return _ENTITY.sub(lambda match: f"\\{match[0]}", escaped)


def _argument(text: str, delimiter: str) -> str:
    # Hugo knows no escape between backticks, so one in the value becomes an apostrophe.
    if delimiter == "`":
        return text.replace("`", "'")
    # A backslash before a quote or at the end would take the quote away: a space goes between.
    quoted = _BEFORE_QUOTE.sub(r"\\ ", text).replace('"', '\\"')  # Hugo knows `\"` and no other escape
    return quoted if delimiter == '"' else f'"{quoted}"'


def _attribute(text: str, delimiter: str) -> str:
    text = _markup(text).replace("<", "&lt;")
    return text.replace("'", "&#39;") if delimiter == "'" else text.replace('"', "&quot;")


def _is_jsx(dialect: Dialect) -> bool:
    return "jsx" in dialect.features


def _outside_jsx(text: str) -> str:
    """Return text between tags without a sign that begins an expression or a tag; an entity is shown as what it names."""
    return _OPEN_ANGLE.sub("&lt;", text).replace("{", "&#123;").replace("}", "&#125;").replace(">", "&gt;")


def _markup(text: str, _delimiter: str = "") -> str:
    # First of all: the entities that are written below must stay what they are.
    text = _ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", text)
    # At the end whatever follows may make a template of `{` and a tag of `<`.
    text = _OPEN_TAG.sub("&lt;", text)
    return _OPEN_TEMPLATE.sub("&#123;", text)


_QUOTED: dict[Place, Callable[[str, str], str]] = {
    "title": _title,
    "argument": _argument,
    "attribute": _attribute,
    "html": _markup,
}
