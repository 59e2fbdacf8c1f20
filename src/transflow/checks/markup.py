"""The markup of a translation beside the markup of what it was made from: what got lost, what was added."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from posixpath import normpath
from typing import Literal
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference

from transflow import languages
from transflow.checks import formulas
from transflow.checks.grammar import GRAMMAR
from transflow.checks.subject import DESTINATION, Couple, Pieces, Subject, pieces
from transflow.document import Document
from transflow.markdown import Inline, mask
from transflow.markdown.destinations import hrefs, page_of
from transflow.markdown.links import target as destination
from transflow.markdown.links import unescaped
from transflow.model import Block, Unit

_STAND_IN = GRAMMAR["stand-in"]
_TEX_DOTS = GRAMMAR["tex-dots"]
_TEX_ESCAPE = GRAMMAR["tex-escape"]
_PIECE = GRAMMAR["plain-piece"]
_JOINT = GRAMMAR["path-joint"]
_JOINTS = GRAMMAR["path-joints"]

Kind = Literal["link", "code", "shortcode", "footnote", "html", "math"]

_TAG = GRAMMAR["tag-name"]
_DEFINITION = GRAMMAR["definition"]
_SHORTCODE = GRAMMAR["shortcode"]
_ROLE = GRAMMAR["role"]
_SAID = GRAMMAR["shown-role"]
_WIDE = GRAMMAR["wide-letters"]
_LABEL = GRAMMAR["label-behind"]
_WHATS: Mapping[Kind, frozenset[str]] = {
    "link": frozenset({"link", "image", "autolink", "wikilink", "html", DESTINATION}),
    "code": frozenset({"code", "role", "citation"}),
    # A shortcode may stand inside a tag, which is one piece: `<a href="{{< ref "b.md" >}}">`.
    "shortcode": frozenset({"shortcode", "placeholder", "html"}),
    "footnote": frozenset({"footnote"}),
    "html": frozenset({"html"}),
    "math": frozenset({"math"}),
}
"""The pieces that a kind is about, by what they are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of markup."""

    value: str
    """What is compared: equal if nothing got lost."""
    shown: str
    """What a message calls it."""
    start: int = 0
    """Offset in the text it stands in."""
    reference: bool = False
    """Whether it is a role (`{doc}`), which names another place, as a link does."""
    worded: bool = False
    """Whether it holds words of a script that one of the two languages does not write."""


@dataclass(frozen=True, slots=True)
class Change:
    """Markup that the two sides do not share."""

    lost: Mark | None
    added: Mark | None
    """Both are given if one probably stands for the other."""
    start: int
    """Offset in the translation."""
    nowhere: bool
    """Whether what is lost stands nowhere in the translation, not even once."""
    plain: bool = False
    """Whether what is lost, code or a formula, stands in the text as words: 8080 for `8080`."""
    machine: bool = False
    """Whether a machine drafted the text, with all that the source has: somebody took it out."""

    @property
    def intended(self) -> bool:
        """Whether it may well be on purpose: another page is referred to, or words in code are translated."""
        if self.lost is None or self.added is None:
            return False
        return self.lost.worded != self.added.worded or (self.lost.reference and self.added.reference)


def _without_stand_ins(code: str) -> str:
    """Return code without what stands in it for something else (`<class name>`), which may be translated."""
    return _STAND_IN.sub("<>", code)


def changes(subject: Subject, kind: Kind) -> Iterator[Change]:
    """Yield where the markup of a kind differs.

    The page counts as a whole, so that markup which moved to another paragraph is not lost; the place is the
    paragraph that has fewer of it, or more.
    """
    source, target = subject.source, subject.target
    if source is None or target is None:
        return
    left, right = _Reader(source, subject, kind), _Reader(target, subject, kind)
    pairs = [
        _Sides(
            couple,
            left.marks(couple.source, couple, old),
            right.marks(couple.target.text, couple, new),
            old,
            new,
        )
        for couple, old, new in subject.markup_of(_WHATS[kind])
    ]
    if kind == "link":
        _by_place(pairs, subject.pair.source, subject.pair.target)
    # Over the whole page first: a link that moved into the next paragraph is not lost.
    of_source = Counter(mark.value for sides in pairs for mark in sides.old)
    of_target = Counter(mark.value for sides in pairs for mark in sides.new)
    lost, added = of_source - of_target, of_target - of_source
    for sides in pairs:
        gone, more = _unlike(
            kind,
            sides,
            list(_taken(_beyond(sides.old, sides.new), lost)),
            list(_taken(_beyond(sides.new, sides.old), added)),
        )
        if gone or more:
            # What a neighbour without a partner has is neither lost nor added: an item was made of two.
            before, now = subject.beside(sides.couple)
            gone = _without(gone, [mark for block in now for mark in right.marks_of(block)])
            more = _without(more, [mark for block in before for mark in left.marks_of(block)])
        if kind == "shortcode" and (gone or more):
            # One that stands between two texts there is none of either.
            there, here = subject.read(_shortcodes, source), subject.read(_shortcodes, target)
            gone, more = _more_often(gone, there, here), _more_often(more, here, there)
        # What one side lost and the other has too much of is told as a pair, in order: probably one became the other.
        for missing, ours in zip_longest(gone, more):
            if kind == "math" and missing and ours and missing.worded != ours.worded:
                continue  # the words in it are translated
            text, start = sides.couple.target.text, sides.couple.target.start + (ours.start if ours else 0)
            yield Change(
                missing,
                ours,
                start,
                nowhere=missing is not None and not of_target[missing.value],
                plain=missing is not None and kind in ("math", "code") and stands_in(text, missing.shown),
                machine=sides.couple.machine,
            )


def _more_often(marks: Iterable[Mark], there: Counter[str], here: Counter[str]) -> list[Mark]:
    """Return the marks that stand more often there than here."""
    return [mark for mark in marks if there[_spaced(mark.shown)] > here[_spaced(mark.shown)]]


def _shortcodes(page: Document) -> Counter[str]:
    """Count the shortcodes and placeholders of a whole page, and those in its tags."""
    hidden = [page.text[item.start : item.end] for item in mask(page.text, page.dialect)[1]]
    within = [found[0] for raw in hidden if raw.startswith("<") for found in _SHORTCODE.finditer(raw)]
    return Counter(map(_spaced, [*hidden, *within]))


def _spaced(raw: str) -> str:
    return " ".join(raw.split())


@dataclass(slots=True)
class _Sides:
    """The marks of one kind in a text of the source and in its translation."""

    couple: Couple
    old: list[Mark]
    new: list[Mark]
    of_old: Pieces
    """Everything in the source's text that is more than words."""
    of_new: Pieces


def _unlike(kind: Kind, sides: _Sides, gone: list[Mark], more: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return what is lost and what is added without what is only said in another way."""
    source, target = sides.couple.source, sides.couple.target.text
    if kind == "html":
        return _not_as_marks(gone, sides.of_old, sides.of_new), _not_as_marks(
            more, sides.of_new, sides.of_old
        )
    if kind in ("math", "code"):
        # Said once instead of twice; or, on the other side, as words.
        gone = [
            mark for mark in gone if mark.reference or mark.value not in {other.value for other in sides.new}
        ]
        more = [mark for mark in _without(more, sides.old) if not stands_in(source, mark.shown)]
    if kind == "code":
        gone, more = _without(gone, more, _without_stand_ins), _without(more, gone, _without_stand_ins)
        return _otherwise_said(gone, more)
    # `$x = 1$` may become `$x$ is 1`, and the other way round: two parts on the one side, one on the other.
    if kind == "math":
        return list(_unsaid(gone, sides.new, target, least=2)), list(
            _unsaid(more, sides.old, source, least=1)
        )
    return gone, more


def _otherwise_said(gone: list[Mark], more: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the marks without those whose words are translated: keys, and what stands above or below the line."""
    lost, added = [], list(more)
    for mark in gone:
        if other := next((one for one in added if _is_translated(mark.shown, one.shown)), None):
            added.remove(other)
        else:
            lost.append(mark)
    return lost, added


def _is_translated(old: str, new: str) -> bool:
    """Whether two pieces are one in two languages; without East Asian letters `x{sub}`max`` is an index, and no word."""
    here, there = _SAID.match(old), _SAID.match(new)
    return (
        here is not None and there is not None and here[0] == there[0] and _WIDE.search(old + new) is not None
    )


_MARKED: Mapping[str, str] = {
    "<em": "em", "</em": "em", "<i": "em", "</i": "em", "<strong": "strong", "</strong": "strong", "<b": "strong", "</b": "strong",
    "<a": "link", "</a": "link", "<del": "strikethrough", "</del": "strikethrough", "<s": "strikethrough", "</s": "strikethrough",
}  # fmt: skip
"""Tags that Markdown has marks for."""


def _not_as_marks(marks: list[Mark], here: Pieces, there: Pieces) -> list[Mark]:
    """Return the tags that the other side does not write as Markdown: `<em>` as `*`."""
    if not marks:
        return marks
    more = Counter(piece.what for _, piece in there if not piece.raw.startswith("<")) - Counter(
        piece.what for _, piece in here if not piece.raw.startswith("<")
    )
    left = []
    for mark in marks:
        what = _MARKED.get(mark.value, "")
        if more[what]:
            more[what] -= 1
        else:
            left.append(mark)
    return left


def _without(marks: list[Mark], others: list[Mark], value: Callable[[str], str] = str) -> list[Mark]:
    """Return the marks that do not stand on the other side at all, their values taken as a function gives them."""
    there = {value(mark.value) for mark in others}
    return [mark for mark in marks if value(mark.value) not in there]


def stands_in(text: str, raw: str) -> bool:
    """Whether code or a formula stands in a text as words: `t = 20` for `$t=20$`."""
    # Escapes of TeX; where a command is left, nobody writes it among words.
    dotted = _TEX_DOTS.sub("...", raw.strip("`$ "))
    plain = _TEX_ESCAPE.sub(r"\1", dotted)
    if not plain or ("\\" in plain and raw.startswith("$")):
        return False
    words = r"\s*".join(re.escape(piece) for piece in _PIECE.findall(plain))
    return re.search(rf"(?<![\w`$\\.-]){words}(?![\w`$-]|\.\w)", text, re.ASCII) is not None


def _by_place(pairs: list[_Sides], source: str, target: str) -> None:
    """Give links that lead to one file one value: `a.md` of `docs/x.md` is `../a.md` of `docs/zh/x.md`."""
    known = {_place(source, mark): mark.value for sides in pairs for mark in sides.old}
    for sides in pairs:
        sides.new = [replace(mark, value=known.get(_place(target, mark), mark.value)) for mark in sides.new]


def _place(page: str, mark: Mark) -> str:
    """Return the file that a relative link of a page leads to; what is none stays apart by its page.

    With a fragment that is compared: that of an image.
    """
    path, fragment = _path(mark.shown), "".join(mark.value.partition("#")[1:])
    if not path or ":" in path or path.startswith("/"):
        return f"{page}:{path}{fragment}"
    return normpath(f"{page.rpartition('/')[0]}/{path}") + fragment


def _path(url: str) -> str:
    """Return where a destination leads, however it is escaped, without its fragment."""
    return unquote(unescaped(url).split("#", 1)[0])


class _Reader:
    """Finds the markup of one kind in the texts of one page."""

    def __init__(self, page: Document, subject: Subject, kind: Kind) -> None:
        self.page, self.kind = page, kind
        self.definitions = dict(_definitions(page)) if kind == "link" else {}
        tags = (subject.origin, subject.pair.language)
        # zh-cn and zh alike: /zh-cn/a.html, /zh/a.html and a.en.md name a language, and not another page.
        self.names = {name for tag in tags for name in (tag.lower(), languages.language_of(tag))}
        self.foreign = [found for one in (tags, tags[::-1]) if (found := languages.residue_pattern(*one))]

    def marks_of(self, block: Block) -> list[Mark]:
        """Return the markup of a block of the page."""
        return self.marks(block.text, Couple("", block), pieces(block.text, block, self.page))

    def marks(self, text: str, couple: Couple, pieces: Pieces) -> list[Mark]:
        """Return the markup of one side of a couple, given its pieces that are more than words."""
        if not isinstance(couple.target, Unit):
            return [self._link(text, 0)] if self.kind == "link" else []
        marks = self._marks(pieces)
        if self.page.dialect.strings:  # plural forms have each placeholder once more
            return list({mark.value: mark for mark in marks}.values())
        return list(marks)

    def _marks(self, pieces: Pieces) -> Iterator[Mark]:
        for at, piece in pieces:
            if self.kind == "shortcode" and piece.what == "html":
                yield from (Mark(tag[0], tag[0], at + tag.start()) for tag in _SHORTCODE.finditer(piece.raw))
            elif mark := self._mark(piece, at):
                yield mark

    def _mark(self, piece: Inline, at: int) -> Mark | None:
        if self.kind == "link":
            url = self._destination(piece)
            return self._link(url, at) if url else None
        if self.kind == "html":
            tag = _TAG.match(piece.raw) if piece.what == "html" else None
            return Mark(piece.raw[: tag.end()].lower(), piece.raw, at) if tag else None
        # An inline footnote (`^[…]`) opens and closes: one of the two is counted.
        if piece.what not in _WHATS[self.kind] or (self.kind == "footnote" and piece.kind == "open"):
            return None
        # A comment of a vault or of MDX may be translated.
        if self.kind == "shortcode" and piece.raw.startswith(("%%", "{/*")):
            return Mark(piece.raw[:2], piece.raw, at)
        # `[见 @li2019, 第 3 页]`: what stands round the names is words.
        value = " ".join(_CITED.findall(piece.raw)) if piece.what == "citation" else _value(piece)
        if page := page_of(value, self.page.dialect):
            value = value[: page[0]] + self._link(value[slice(*page)], at).value + value[page[1] :]
        # `$\ldots$` and `$\times$` are signs of the sentence, and no formula.
        if self.kind == "math" and not any(map(str.isalnum, value)):
            return None
        worded = any(found.search(piece.raw) for found in self.foreign)
        return Mark(value, piece.raw, at, piece.what == "role", worded)

    def _destination(self, piece: Inline) -> str:
        """Return where a link or an image leads; for a reference that nothing defines, its label; else nothing."""
        raw = piece.rewrite or piece.raw
        if piece.what == "autolink":
            return raw
        if piece.what == "html":
            return next((raw[start:end] for start, end in hrefs(raw)), "")
        if piece.what == "wikilink":
            return raw.strip("![]").split("|", 1)[0].rstrip("\\")
        if piece.what == "image":
            # Behind the alternative text, which may hold `](` itself.
            begin = piece.fields[0][1] if piece.fields and piece.fields[0][0] == 2 else raw.find("](")
        elif piece.what == "link" and piece.kind == "close":
            begin = 0
        else:
            return ""
        if label := _LABEL.search(raw):
            return self.definitions.get(normalizeReference(label[1]), label[1])
        found = destination(raw, begin + 2, len(raw) - 1)
        return raw[slice(*found.url)] if found else raw

    def _link(self, url: str, at: int) -> Mark:
        """Return a destination, compared without what may differ between languages.

        That is the fragment, which a site makes of the heading's words (`a.png#only-dark` has none), and names of languages
        in the path.
        """
        url = url.strip("<>")
        # `/zh/a.html#估值` and `/en/a.html#valuation` are one link.
        parts = _JOINT.split(_path(url).removeprefix("./"))
        kept = "".join(part for part in parts if part.lower() not in self.names)
        # `/zh/a` and `/a`: what a name of a language left between two strokes is one stroke.
        fragment = "".join(url.partition("#")[1:]) if _path(url).lower().endswith(_IMAGES) else ""
        return Mark(_JOINTS.sub(r"\1", kept).strip("/") + fragment, url, at)


_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
"""Endings of files of which no words make a fragment."""


def _definitions(page: Document) -> Iterator[tuple[str, str]]:
    for block in page.blocks:
        if block.kind == "reference" and (label := _DEFINITION.match(block.text)):
            found = destination(block.text, label.end(), len(block.text))
            if found:
                yield normalizeReference(label[1]), block.text[slice(*found.url)]


def _value(piece: Inline) -> str:
    """Return a piece without what is translated in it and without cosmetic white space."""
    raw = piece.raw
    # From the end, so that the places of those before stay.
    for start, end in reversed(piece.fields):
        raw = raw[:start] + raw[end:]
    if role := _ROLE.fullmatch(raw):
        # The title before `<target>` is translated.
        return f"{role['name']} {role['target'] or role['text']}"
    return formulas.spelled(raw.strip("$")) if piece.what == "math" else " ".join(raw.split())


_CITED = GRAMMAR["cited"]
_NUMBER = GRAMMAR["plain-number"]


def _unsaid(marks: list[Mark], others: list[Mark], text: str, *, least: int) -> Iterator[Mark]:
    """Yield the formulas that the other side does not say in another way.

    That is in parts (`$x$ equals $1$`), within another one (`$R = 0.5$` for `$0.5$`), or, if they are a letter or a number,
    in plain text.

    Args:
        marks: Those that the other side has not.
        others: All of the other side's.
        text: The other side.
        least: What has fewer parts, and is no number, is not looked for in parts.
    """
    if not marks:
        return
    numbers = set(_NUMBER.findall(text))  # `$95$` may become 95 in words
    known = {part for other in others for part in formulas.parts(other.shown)} | numbers
    for mark in marks:
        parts, value = formulas.parts(mark.shown), formulas.bare(mark.value)
        said = known.issuperset(parts) and (len(parts) >= least or not numbers.isdisjoint(parts))
        plainly = _SHORT.fullmatch(value) and stands_in(text, mark.shown)
        if not (said or plainly or any(formulas.holds(other.value, value) for other in others)):
            yield mark


_SHORT = GRAMMAR["short-formula"]


def _beyond(left: list[Mark], right: list[Mark]) -> Iterator[Mark]:
    """Yield the marks that the right side has fewer of."""
    rest = Counter(mark.value for mark in right)
    for mark in left:
        if rest[mark.value]:
            rest[mark.value] -= 1
        else:
            yield mark


def _taken(marks: Iterator[Mark], budget: Counter[str]) -> Iterator[Mark]:
    """Yield marks as often as the whole page has too many of them."""
    for mark in marks:
        if budget[mark.value]:
            budget[mark.value] -= 1
            yield mark
