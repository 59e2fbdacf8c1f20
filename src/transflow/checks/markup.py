"""The markup of a translation beside the markup of what it was made from: what got lost, what was added."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from posixpath import normpath
from typing import Literal

from markdown_it.common.utils import normalizeReference

from transflow import languages
from transflow.checks.subject import DESTINATION, Couple, Pieces, Subject
from transflow.document import Document
from transflow.markdown import Inline
from transflow.markdown.links import target as destination
from transflow.model import Unit

Kind = Literal["link", "code", "shortcode", "footnote", "html", "math"]

# Its name alone: of attributes some are translated (`title`), and some lead to the reader's language.
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
# As CommonMark has it, up to the colon; what follows is read by `links`.
_DEFINITION = re.compile(r"\s*\[([^\]]+)\]:")
# Up to its own end, and not over the begin of another: a template may hold a brace.
_SHORTCODE = re.compile(r"\{\{[<%](?:[^{]|\{(?!\{[<%]))*?[>%]\}\}")
# MyST's {doc}`Title <target>`: what it names is compared, its title is words.
_ROLE = re.compile(
    r"\{(?P<name>[\w:.+-]+)\}`++(?:[^`]*<(?P<target>[^<>`]+)>\s*|(?P<text>[^`]*))`++", re.DOTALL
)
# x^{2} and x^2 are set alike.
_GROUP_OF_ONE = re.compile(r"\{([^\\{}])\}")
_SCRIPTS = re.compile(r"(\^(?:\{[^{}]*\}|[^{}\\]))(_(?:\{[^{}]*\}|[^{}\\]))")
"""`x^0_t` is `x_t^0`."""
# [text][label]: the label leads on to a definition.
_LABEL = re.compile(r"\]\[([^\]]*)\]\Z")
# Words in a formula are translated.
_MATH_TEXT = re.compile(r"\\(?:text|textrm|textbf|textit|mbox|mathrm)\{[^{}]*\}")
_WHATS: Mapping[Kind, frozenset[str]] = {
    "link": frozenset({"link", "image", "autolink", DESTINATION}),
    "code": frozenset({"code", "role"}),
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
    """Whether it holds words of the source's script, which may be translated."""


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

    @property
    def intended(self) -> bool:
        """Whether it may well be on purpose: another page is referred to, or words in code are translated."""
        if self.lost is None or self.added is None:
            return False
        if self.lost.worded or (self.lost.reference and self.added.reference):
            return True
        # `git checkout <分支>` and `git checkout <branch>`.
        return _without_stand_ins(self.lost.value) == _without_stand_ins(self.added.value)


def _without_stand_ins(code: str) -> str:
    """Return code without what stands in it for something else (`<class name>`), which may be translated."""
    return re.sub(r"<[^<>]*>", "<>", code)


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
        (couple, left.marks(couple.source, couple, old), right.marks(couple.target.text, couple, new))
        for couple, old, new in subject.markup_of(_WHATS[kind])
    ]
    if kind == "link":
        pairs = list(_by_place(pairs, subject.pair.source, subject.pair.target))
    # Over the whole page first: a link that moved into the next paragraph is not lost.
    of_source = Counter(mark.value for _, marks, _ in pairs for mark in marks)
    of_target = Counter(mark.value for _, _, marks in pairs for mark in marks)
    lost, added = of_source - of_target, of_target - of_source
    for couple, old, new in pairs:
        gone = list(_taken(_beyond(old, new), lost))
        more = list(_taken(_beyond(new, old), added))
        # `$x = 1$` may become `$x$ is 1`, and the other way round: two parts on the one side, one on the other.
        if kind == "math":
            gone = list(_not_in_pieces(gone, new, couple.target.text, least=2))
            more = list(_not_in_pieces(more, old, couple.source, least=1))
        # What one side lost and the other has too much of is told as a pair, in order: probably one became the other.
        for number in range(max(len(gone), len(more))):
            ours_now = more[number] if number < len(more) else None
            start = couple.target.start + (ours_now.start if ours_now else 0)
            missing = gone[number] if number < len(gone) else None
            yield Change(missing, ours_now, start, missing is not None and not of_target[missing.value])


def _by_place(
    pairs: list[tuple[Couple, list[Mark], list[Mark]]], source: str, target: str
) -> Iterator[tuple[Couple, list[Mark], list[Mark]]]:
    """Yield links with one value for those that lead to one file: `a.md` of `docs/x.md` is `../a.md` of `docs/zh/x.md`."""
    known = {_place(source, mark): mark.value for _, marks, _ in pairs for mark in marks}
    for couple, old, new in pairs:
        yield couple, old, [replace(mark, value=known.get(_place(target, mark), mark.value)) for mark in new]


def _place(page: str, mark: Mark) -> str:
    """Return the file that a relative link of a page leads to; what is none stays apart by its page."""
    path = mark.shown.split("#", 1)[0]
    if not path or ":" in path or path.startswith("/"):
        return f"{page}:{path}"
    return normpath(f"{page.rpartition('/')[0]}/{path}")


class _Reader:
    """Finds the markup of one kind in the texts of one page."""

    def __init__(self, page: Document, subject: Subject, kind: Kind) -> None:
        self.page, self.kind = page, kind
        self.definitions = dict(_definitions(page)) if kind == "link" else {}
        tags = (subject.origin, subject.pair.language)
        # zh-cn and zh alike: /zh-cn/a.html, /zh/a.html and a.en.md name a language, and not another page.
        self.names = {name for tag in tags for name in (tag.lower(), languages.language_of(tag))}
        self.foreign = languages.residue_pattern(*tags)

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
        worded = bool(self.foreign and self.foreign.search(piece.raw))
        return Mark(_value(piece), piece.raw, at, piece.what == "role", worded)

    def _destination(self, piece: Inline) -> str:
        """Return where a link or an image leads; for a reference that nothing defines, its label; else nothing."""
        raw = piece.rewrite or piece.raw
        if piece.what == "autolink":
            return raw
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

        That is the fragment, which a site makes of the heading's words, and names of languages in the path.
        """
        url = url.strip("<>")
        # `/zh/a.html#估值` and `/en/a.html#valuation` are one link.
        parts = re.split(r"([/.])", url.split("#", 1)[0])
        kept = "".join(part for part in parts if part.lower() not in self.names)
        # `/zh/a` and `/a`: what a name of a language left between two strokes is one stroke.
        return Mark(re.sub(r"([/.])[/.]+", r"\1", kept).strip("/"), url, at)


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
        return f"{role['name']} {role['target'] or role['text']}"  # the title before `<target>` is translated
    return _formula(raw) if piece.what == "math" else " ".join(raw.split())


def _formula(raw: str) -> str:
    """Return a formula without its words, what makes no difference, and the punctuation of the sentence it stands in."""
    # `x^{2}` is `x^2`; the punctuation of the sentence may stand inside (`$x.$`) or outside.
    spelled = _GROUP_OF_ONE.sub(r"\1", _MATH_TEXT.sub("", "".join(raw.split())))
    return _SCRIPTS.sub(r"\2\1", spelled).strip("$.,;:，。；：")


# Where a sentence may take a formula apart: `$x$ equals $1$` for `$x = 1$`.
_JOINTS = re.compile(r"[=<>,;，；：]|\\(?:[gl]eq?|neq|in|sim|to|approx|equiv|forall|quad|ldots)(?![A-Za-z])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _not_in_pieces(marks: list[Mark], others: list[Mark], text: str, *, least: int) -> Iterator[Mark]:
    """Yield the formulas that the other side does not say in parts (`$x$ equals $1$`) or, if numbers, in plain text.

    What has fewer parts than `least`, and is no number, is not looked for.
    """
    known = {part for other in others for part in _parts(other)} if marks else set()
    numbers = set(_NUMBER.findall(text)) if marks else set()
    # `$95$` may become 95 in words.
    known |= numbers
    for mark in marks:
        parts = _parts(mark)
        if not (parts <= known and (len(parts) >= least or parts & numbers)):
            yield mark


def _parts(mark: Mark) -> set[str]:
    return {_formula(part) for part in _JOINTS.split(mark.shown.strip("$")) if part.strip()}


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
