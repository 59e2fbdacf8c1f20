"""A text as tools of other makers take it: running text, and inline codes that stand for its markup. Pure.

A code is known by its id alone. What it stands for is taken from the page when a text comes back, never from the file, so
that a file cannot bring in markup; and every code of the source must be there once, or the text is refused by the
name of the code.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from transflow.exchange.grammar import GRAMMAR
from transflow.markdown import Dialect, Inline, escape, fit, inlines, joint, unescape
from transflow.model import ESCAPED, PLAIN, UnitKind

Side = Literal["open", "close", "alone"]

_SIDES: dict[str, Side] = {"open": "open", "close": "close"}
_ROOT = GRAMMAR["code-number"]
_IN_FIELD = str.maketrans('"[]\\\n`<>{}', "'()/ '()()")
"""What would end an alternative text or a quoted argument, and what to write instead."""
_SHOWN = 40
"""Characters of a code that a message shows."""


@dataclass(frozen=True, slots=True)
class Code:
    """Markup that stays as it is."""

    id: str
    """The same on an opening and its closing, and on both sides of a translation."""
    side: Side
    raw: str
    """What it stands for in the page."""
    what: str
    """As `Inline.what`."""
    group: str = ""
    """The same on codes that are one piece of markup with texts inside (`![`, text, `](chart.png)`); else empty."""


Part = str | Code
_Names = Mapping[tuple[str, Side], Code]


def take_apart(text: str, kind: str, dialect: Dialect) -> tuple[Part, ...]:
    """Take a unit's text apart; equal parts are equal texts, whatever their line breaks. White space within a line stays."""
    if kind in PLAIN and not dialect.strings:
        return joined([text])
    if kind in ESCAPED:
        return joined([unescape(text)])
    # `<b>` in an interface string is a tag, and `*` is none of Markdown's.
    html = kind == "html" or dialect.strings
    numbers: dict[int, str] = {}
    parts: list[Part] = []
    pieces = inlines(text, dialect, html=html)
    for at, piece in enumerate(pieces):
        # A bar between plural forms is none of a language that has one form only.
        if piece.kind == "text" or (dialect.strings and piece.kind == "break"):
            parts.append(piece.raw if dialect.strings else unescape(piece.raw, html=html))
            continue
        if piece.what == "softbreak":
            parts.append(joint(pieces, at))
            continue
        if piece.kind != "close":
            # What stands alone has no pair, and takes a key that none has.
            numbers[piece.pair if piece.kind == "open" else -len(numbers) - 1] = str(len(numbers) + 1)
        number = numbers[piece.pair] if piece.kind == "close" else str(len(numbers))
        parts += _coded(piece, number)
    return joined(parts)


def _coded(piece: Inline, number: str) -> Iterator[Part]:
    """Yield a piece of markup as a code, or where it holds texts of its own as several with these between them."""
    # Markup and texts by turns: `![`, the alternative text, `](a.png "`, the title, `")`.
    cuts = [0, *(end for field in piece.fields for end in field), len(piece.raw)]
    raws = [piece.raw[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    texts = [_shown_field(piece, piece.raw[start:end]) for start, end in piece.fields]
    side, last = _SIDES.get(piece.kind, "alone"), len(raws) - 1
    main = last if side == "open" else 0  # the texts in a tag come before what the tag opens
    # What is of one piece has no group: there is nothing that it could be torn from.
    group = f"{number}{side[0]}" if last else ""
    for at, raw in enumerate(raws):
        name = number if at == main else f"{number}{side[0]}{at + 1}"
        yield Code(
            # `[这里][]` must name its label once the words before it change; what has texts inside is never so short.
            name,
            side if at == main else "alone",
            raw if last else piece.rewrite or raw,
            piece.what,
            group,
        )
        yield from texts[at : at + 1]


def _shown_field(piece: Inline, text: str) -> str:
    return text if piece.what == "shortcode" else unescape(text, html=piece.what == "html")


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with neighbouring texts made one, and without empty ones."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, str) and isinstance(before, str):
            found[-1] = before + part
        elif part != "":
            found.append(part)
    return tuple(found)


def codes(parts: Iterable[Part]) -> list[Code]:
    """Return the codes among some parts."""
    return [part for part in parts if isinstance(part, Code)]


def nested(parts: Iterable[Part]) -> bool:
    """Whether everything that opens closes, the innermost first."""
    waiting: list[str] = []
    for code in codes(parts):
        if code.side == "open":
            waiting.append(code.id)
        elif code.side == "close" and (not waiting or waiting.pop() != code.id):
            return False
    return not waiting


def matched(target: Sequence[Part], source: Sequence[Part]) -> tuple[Part, ...]:
    """Give the codes of a translation the ids of the source's codes that they render; others get ids of their own.

    The same markup goes first, then markup of the same kind in order: a link that leads to the translated page is still that link.
    """
    left, of_target = _pieces(source), _pieces(target)
    ids: dict[str, str] = {}
    # Twice: first what is the same to the letter, then what is of one kind.
    for alike in (lambda codes: codes, lambda codes: [code.what for code in codes]):
        for mine, found in of_target.items():
            same = (name for name, other in left.items() if alike(found) == alike(other))
            if mine not in ids and (name := next(same, "")):
                ids[mine] = name
                del left[name]
    # A `t` in front: `3` of the translation must not be taken for the source's third code.
    own = iter(f"t{number}" for number in range(1, len(of_target) + 1))
    ids |= {mine: next(own) for mine in of_target if mine not in ids}
    return tuple(part if isinstance(part, str) else _renamed(part, ids[_root(part)]) for part in target)


def _root(code: Code) -> str:
    found = _ROOT.match(code.id)
    return found[0] if found else code.id


def _renamed(code: Code, root: str) -> Code:
    old = _root(code)
    group = code.group and root + code.group.removeprefix(old)
    return replace(code, id=root + code.id.removeprefix(old), group=group)


def _pieces(parts: Sequence[Part]) -> dict[str, list[Code]]:
    """Return the codes that belong together by the id that they begin with, that taken off."""
    found: dict[str, list[Code]] = {}
    for code in codes(parts):
        found.setdefault(_root(code), []).append(_renamed(code, ""))
    return found


def digest(parts: Sequence[Part], *, loose: bool = False) -> str:
    """Return what tells whether a text was changed while it was away; with `loose`, white space does not matter."""
    # Signs that no text has between and in them, so that no two texts come to the same.
    said = "\0".join(part if isinstance(part, str) else f"{part.side} {part.id}\1" for part in parts)
    # Some tools wrap lines or drop the spaces at the ends of a text.
    said = "".join(said.split()) if loose else said.strip()
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


# --- coming back ---


def broken(parts: Sequence[Part], known: Sequence[Part], required: Sequence[Part]) -> str:
    """Return what is wrong with the codes of a text that comes back, by the name of a code; empty if nothing is.

    Args:
        parts: The text; of its codes only id and side count.
        known: The source's and the translation's parts as they are in the page.
        required: Those whose every code must be there.
    """
    names = {(code.id, code.side): code for code in codes(known)}
    needed = {(code.id, code.side) for code in codes(required)}
    found = Counter((code.id, code.side) for code in codes(parts))
    # Each plural form has the placeholder of the count, and a language may have fewer forms.
    there = {names[key].raw for key in found if key in names and names[key].what == "placeholder"}
    # What is none of ours first: of a file that was mixed up that is the cause, and a missing code its effect.
    if strange := next((key for key in found if key not in names), None):
        return f"inline code {strange[0]!r} is none of this text's"
    for key, code in names.items():
        if found[key] > 1:
            return f"inline code {code.id} ({_shown(code)}) stands there {found[key]} times"
        if key in needed and not found[key] and code.raw not in there:
            return f"inline code {code.id} ({_shown(code)}) is missing"
    return _badly_nested(codes(parts), names) or _torn(parts, names)


def _badly_nested(found: Iterable[Code], names: _Names) -> str:
    waiting: list[str] = []
    for code in found:
        if code.side == "open":
            waiting.append(code.id)
        elif code.side == "close" and (not waiting or waiting.pop() != code.id):
            return f"inline code {code.id} ({_shown(names[code.id, 'close'])}) does not close where it was opened"
    return (
        f"inline code {waiting[-1]} ({_shown(names[waiting[-1], 'open'])}) is not closed" if waiting else ""
    )


def _torn(parts: Sequence[Part], names: _Names) -> str:
    """Return the markup whose codes do not follow each other any more with nothing but text between them."""
    order = [names[code.id, code.side] for code in codes(parts)]
    for group in dict.fromkeys(code.group for code in order if code.group):
        whole = [code for code in names.values() if code.group == group]
        # Its codes must follow each other, with texts between them and no other markup.
        at = order.index(whole[0]) if whole[0] in order else len(order)
        if order[at : at + len(whole)] != whole:
            return f"inline code {whole[0].id} ({_shown(whole[0])}) is torn apart"
    return ""


def _shown(code: Code) -> str:
    raw = " ".join(code.raw.split()) or code.what
    return raw if len(raw) <= _SHOWN else f"{raw[: _SHOWN - 1]}…"


def put_together(parts: Sequence[Part], known: Sequence[Part], kind: UnitKind, dialect: Dialect) -> str:
    """Return a text that came back as Markdown.

    Args:
        parts: Texts and codes; `broken` found nothing wrong with them.
        known: What the codes stand for, the last word on each.
        kind: What the text will stand in.
        dialect: The site's Markdown.
    """
    if (kind in PLAIN and not dialect.strings) or kind in ESCAPED:
        # A code that came back in a title is dropped: `broken` has said already that it is none of this text's.
        text = "".join(part for part in parts if isinstance(part, str)).strip()
        return text if kind in PLAIN else escape(text, dialect, kind=kind, whole=True)
    names = {(code.id, code.side): code for code in codes(known)}
    out = ""
    for number, part in enumerate(parts):
        if isinstance(part, Code):
            out += names[part.id, part.side].raw
        else:
            holder = _holder(parts, number, names)
            out += _field(part, holder, dialect) if holder else escape(part, dialect, kind=kind)
    # An interface string is no block of a page: there is no structure that it could break.
    return out.strip() if dialect.strings else fit(out, kind, dialect)


def _holder(parts: Sequence[Part], number: int, names: _Names) -> Code | None:
    """Return the code before a text that stands inside a piece of markup; None if it doesn't."""
    # `max`, for before the first there is none, and -1 would be the last.
    beside = (*parts[max(number - 1, 0) : number], *parts[number + 1 : number + 2])
    held = [names[part.id, part.side] for part in beside if isinstance(part, Code)]
    # Of the same piece on both sides: between two images that touch there is no field.
    return held[0] if len(held) == 2 and held[0].group == held[1].group != "" else None


def _field(text: str, holder: Code, dialect: Dialect) -> str:
    """Return a text as it is to be written inside a piece of markup."""
    if holder.what == "shortcode":
        # A shortcode's argument has escapes of its own, which differ; words that need none are sure.
        return text.translate(_IN_FIELD)
    # `![` or `[`: what follows is an alternative text, whatever the code is called.
    if holder.raw.endswith("["):
        return escape(text, dialect, kind="alt")
    kind: Literal["attribute", "title"] = "attribute" if holder.what == "html" else "title"
    return escape(text, dialect, kind=kind, delimiter=holder.raw[-1:])
