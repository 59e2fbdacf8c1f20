"""More or less than a figure: the limit that a text sets to each figure that stands once on both sides."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transflow.numbers.quantity import Quantity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import STOPS, Pairs, Side

_END = GRAMMAR["clause-end"]
# At 16 the limit of `fell below its 2019 low of 3%` is the low's, not the figure's.
_APART = 12
"""Characters of a currency and of words without a meaning that may stand between a phrase and its digits."""
_LEADS = 2
"""Characters behind a phrase in which the figure begins that it stands before."""
_DENIED = 8
"""Characters between a negation and the limit that it denies: may not be below 10%."""
_HELPING = GRAMMAR["helping"]
"""The same where a script has no spaces: what helps a verb."""
_NOBODY = GRAMMAR["nobody"]
_OTHER = {"above": "below", "below": "above"}
_MODIFIED = {
    "over": "above", "at-least": "above", "nearly": "below", "under": "below", "at-most": "below",
}  # fmt: skip
"""What a figure's own words say; 两年内 is a stretch of time and no limit."""


def meant(text: str, marks: Mapping[str, list[Mark]]) -> dict[str, list[Mark]]:
    """Return the phrases of a text with its limits as they are meant: `not be less than` is one phrase, a lower limit."""
    denials = _denials(marks)
    if not denials:
        return {**marks}
    ends = [mark.end for mark in denials]
    found = []
    for mark in marks.get("bound", ()):
        place = bisect_right(ends, mark.start)
        last = denials[place - 1] if place else None
        if last and _is_denied(text, last.end, mark.start):
            # From its negation on, so that no other comparison takes that for another one.
            found.append(replace(mark, pole=_OTHER[mark.pole], start=last.start))
        else:
            found.append(mark)
    return {**marks, "bound": found} if found else {**marks}


def _denials(marks: Mapping[str, Sequence[Mark]]) -> list[Mark]:
    return sorted((mark for mark in marks.get("not", ()) if mark.pole == "strong"), key=lambda mark: mark.end)


def _is_denied(text: str, denial: int, start: int) -> bool:
    """Whether a negation that ends at one place denies the limit that begins at another."""
    if _NOBODY.search(text, max(0, denial - _DENIED), denial):
        return False
    between = text[denial:start]
    # 还息不还本最多12个月 denies no limit: nothing but what helps a verb may stand between.
    return _is_near(text, denial, start, _DENIED) if between.isascii() else bool(_HELPING.fullmatch(between))


def _is_near(text: str, start: int, end: int, apart: int) -> bool:
    between = text[start:end]
    return end - start <= apart and not any(char.isdigit() or char in STOPS for char in between)


def crossed(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Quantity, str, str]]:
    """Yield each figure of a translation that has the other limit there than in the source, and both limits."""
    before, after = _Limits(source), _Limits(target)
    for figure, other in pairs:
        wanted, shown = before.of(figure), after.of(other)
        if wanted and shown and wanted != shown:
            yield other, wanted, shown


class _Limits:
    """The limits of a text."""

    def __init__(self, side: Side) -> None:
        self.text = side.text
        self.marks: Sequence[Mark] = sorted(side.about("bound"), key=lambda mark: mark.start)
        self.starts = [mark.start for mark in self.marks]
        self.denials = [mark.end for mark in _denials(side.marks)]
        self.begins = sorted(figure.start for figure in side.figures)
        self.ends = sorted(figure.end for figure in side.figures)
        self.cuts = [match.start() for match in _END.finditer(side.text)]

    def of(self, figure: Quantity) -> str:
        """Return the limit of a figure; empty if it has none, or two that differ."""
        own = _MODIFIED.get(figure.modifier, "")
        first = figure.start + next((at for at, char in enumerate(figure.text) if char.isdigit()), 0)
        place = bisect_left(self.starts, figure.start if own else first)
        before = self.marks[place - 1] if place else None
        # 不得低于 is more than the 低于 in it.
        if own and before and before.end > figure.start:
            own = ""
        found = {self._meant(own, figure.start)} if own else set()
        # 最多挫逾一成 is more than a tenth and at most that: such a phrase ends where the figure begins.
        near = before and _is_near(self.text, before.end, *((figure.start, 1) if own else (first, _APART)))
        # 超过四成的企业在12个月内: the limit is of the figure that it stands before.
        if before and near and bisect_right(self.ends, before.end) == bisect_right(self.ends, figure.start):
            found.add(self._meant(before.pole, before.start))
        # What stands within the figure or right behind it: 5年以上, 5% or more.
        for mark in () if own else self.marks[place : place + 2]:
            # 最低2港元及最高100港元: what stands apart from it, and right before another, is of that one.
            leads = mark.start > figure.end and bisect_left(self.begins, mark.end) < bisect_left(
                self.begins, mark.end + _LEADS
            )
            if (
                mark.start <= figure.end + 1
                and not leads
                and _is_near(self.text, figure.end, mark.start, _APART)
            ):
                found.add(self._meant(mark.pole, figure.start))
        return found.pop() if len(found) == 1 else ""

    def _meant(self, pole: str, start: int) -> str:
        """Return what a limit means: the other one where a negation stands right before it, either further off."""
        place = bisect_right(self.denials, start)
        if not place:
            return pole
        last = self.denials[place - 1]
        if _is_denied(self.text, last, start):
            return _OTHER[pole]
        # 没有任何股东的持股比例超过5% denies the limit, and 没有解释为何拖了将近两年 does not.
        return "" if bisect_left(self.cuts, last) == bisect_left(self.cuts, start) else pole
