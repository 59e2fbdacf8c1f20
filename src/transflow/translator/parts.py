"""The inline markup of a text as a tree: running text, marked-up spans, and what is neither."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from transflow.markdown import Inline, unescape
from transflow.markdown.inline import attributes_behind
from transflow.quantities import Quantity
from transflow.translator.grammar import GRAMMAR

_DOLLAR = GRAMMAR["dollar"]

WORDS = frozenset({"code", "math", "autolink", "placeholder"})
"""Inlines that are not translated but are read as words of the sentence."""


_FIELD = GRAMMAR["template-field"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words between an opening and a closing piece of markup."""

    before: Inline
    inside: tuple["Part", ...]
    after: Inline | None
    """None if the text ends before it is closed."""


Part = str | Span | Inline
"""Running text; a marked-up span; or an inline that is neither (an `atom` or a `break`)."""


Figures = Callable[[str], Sequence[Quantity]]
"""Finds the quantities of a text in the source language."""


def tree(inlines: Sequence[Inline], *, escapes: bool = True) -> tuple[Part, ...]:
    """Nest the flat list of inlines: each opener with what it holds and its closer.

    Args:
        inlines: The pieces of a text.
        escapes: Whether a backslash escapes what follows it, and entities stand for characters.
    """
    return _level(iter(inlines), -1, unescape if escapes else str)[0]


def _level(
    inlines: Iterator[Inline], until: int, read: Callable[[str], str]
) -> tuple[tuple[Part, ...], Inline | None]:
    parts: list[Part] = []
    for piece in inlines:
        # One of another pair is markup that lost its begin, and stays where it is.
        if piece.kind == "close" and piece.pair == until:
            return tuple(parts), piece
        if piece.kind == "open":
            inside, after = _level(inlines, piece.pair, read)
            parts.append(Span(piece, inside, after))
        else:
            parts.append(read(piece.raw) if piece.kind == "text" else piece)
    return tuple(parts), None


def spans(parts: Sequence[Part]) -> Iterator[Span]:
    """Yield the spans directly among some parts."""
    return (part for part in parts if isinstance(part, Span))


def gathered(parts: Sequence[Part], figures: Figures) -> tuple[Part, ...]:
    """Take the modifiers of a figure that stands alone in markup into the markup: 约**3亿美元** is **约3亿美元**.

    Args:
        parts: What `tree` returned.
        figures: Finds the quantities of a text.
    """
    out = list(parts)
    for number, span in enumerate(parts):
        if not isinstance(span, Span):
            continue
        left, right = (out[at] if 0 <= at < len(out) else "" for at in (number - 1, number + 1))
        before, after = (text if isinstance(text, str) else "" for text in (left, right))
        start, end = _reach(before, words(span.inside), after, figures)
        if start < len(before):
            out[number - 1] = before[:start]
        if end:
            out[number + 1] = after[end:]
        lead, trail = (tuple(filter(None, [text])) for text in (before[start:], after[:end]))
        out[number] = replace(span, inside=gathered(_merged((*lead, *span.inside, *trail)), figures))
    return tuple(part for part in out if part)


def _reach(before: str, inside: str, after: str, figures: Figures) -> tuple[int, int]:
    """Return where in the text before a figure its modifier begins, and where in the text after it one ends."""
    # **3亿美元** and nothing else: of **3亿美元的收入** the markup is about more than the figure.
    alone = [figure for figure in figures(inside) if (figure.start, figure.end) == (0, len(inside))]
    # Read with its surroundings it is the same figure, and has a modifier that it has not alone.
    for whole in figures(before + inside + after) if alone else ():
        start, end = whole.start, whole.end - len(before) - len(inside)
        same = (whole.kind, whole.value, whole.unit) == (alone[0].kind, alone[0].value, alone[0].unit)
        if same and start <= len(before) and end >= 0 and whole.modifier:
            return start, end
    return len(before), 0


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Join texts that stand side by side."""
    out: list[Part] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, str) and isinstance(last, str):
            out[-1] = last + part
        else:
            out.append(part)
    return tuple(out)


def words(parts: Sequence[Part]) -> str:
    """Return the running text of some parts, markup off."""
    return "".join(
        part if isinstance(part, str) else words(part.inside) if isinstance(part, Span) else visible(part)
        for part in parts
    )


def visible(piece: Inline) -> str:
    """Return what a reader reads of an inline that is no text."""
    if piece.kind == "break":
        return " "
    if field := _FIELD.match(piece.raw) if piece.what == "placeholder" else None:
        return f"{{{field['name']}}}"  # engines know such, and many take `{{ .Count }}` apart
    # A sentence about `code` is read with the code in it; an image or footnote mark is no word of it.
    return piece.raw.removesuffix(attributes_behind(piece)).strip("`$<> ") if piece.what in WORDS else ""


def markup(parts: Sequence[Part]) -> Iterator[Inline]:
    """Yield the pieces of markup directly among some parts, those of a span without what it holds."""
    for part in parts:
        if isinstance(part, Inline):
            yield part
        elif isinstance(part, Span):
            yield part.before
            if part.after:
                yield part.after


def has_math(parts: Sequence[Part], plain: str = "") -> bool:
    """Whether a dollar sign in the text could begin or end mathematics; money alone (`$300`) never ends any."""
    return bool(_DOLLAR.search(plain)) or any(piece.what == "math" for piece in markup(parts))
