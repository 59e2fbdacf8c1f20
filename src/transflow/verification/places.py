"""Names that changed places: who did it, and to whom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from transflow.verification.phrases import Mark
from transflow.verification.side import Pairs, Side

_LISTED = {"", "、", "和", "与", "與", "及", "以及", "跟", "或", "/", ",", "and", "or", ", and", "to"}
"""What stands between two names of a list, whose order says nothing."""


def exchanged(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Mark, Mark]]:
    """Yield two names of a translation, each of which stands where the source has the other.

    Only names that stand once on each side are compared, and only where no phrase (被, by, according to) says that the
    order is another one. Where each is followed by a figure of its own, the figures decide.
    """
    # 京东被腾讯收购 and Tencent acquired JD.com: passive against active turns every name round.
    if any(mark.pole == "other" for side in (source, target) for mark in side.about("order")):
        return
    named, again = (_once(side.about("name", "place")) for side in (source, target))
    # A name that stands on one side only has no place to have changed.
    common = [mark for mark in named.values() if mark.pole in again]
    saying, said = _speakers(source, named), _speakers(target, again)
    if (
        # 高盛表示，花旗低估了需求: who says it and whom it is about; with two speakers nobody knows.
        len(saying) == len(said) == 1
        and saying != said
        and {*saying, *said} <= {mark.pole for mark in common}
    ):
        yield again[min(said)], again[min(saying)]
    # `according to UBS` stands at the end in English: a speaker's place says nothing.
    common = [mark for mark in common if mark.pole not in saying | said]
    for left, right in pairwise(common):
        first, last = again[left.pole], again[right.pole]
        figures = _figure(left, right, pairs, 0), _figure(right, left, pairs, 0)
        others = _figure(first, last, pairs, 1), _figure(last, first, pairs, 1)
        # Tencent rose 1.3% and Alibaba fell 2.1% is the same news in another order.
        if None not in figures and None not in others:
            if figures != others and figures == others[::-1]:
                yield first, last
        # 阿里巴巴、腾讯 is a list, and so is `Tencent and Alibaba`.
        elif first.start > last.start and source.text[left.end : right.start].strip() not in _LISTED:
            yield last, first


_NEAR = 6
"""Characters between a name and what says that somebody said it."""


def _speakers(side: Side, names: Mapping[str, Mark]) -> set[str]:
    """Return the names nearest to what says that somebody said it."""
    found = set()
    for one in side.about("order"):
        gaps = [(max(one.start - name.end, name.start - one.end), pole) for pole, name in names.items()]
        gap, pole = min(gaps, default=(_NEAR + 1, ""))
        if gap <= _NEAR:
            found.add(pole)
    return found


def _once(marks: Sequence[Mark]) -> dict[str, Mark]:
    # By what it names: 阿里巴巴 and 阿里 are one.
    counts = Counter(mark.pole for mark in marks)
    once = [mark for mark in marks if counts[mark.pole] == 1]
    return {mark.pole: mark for mark in sorted(once, key=lambda mark: mark.start)}


def _figure(name: Mark, other: Mark, pairs: Pairs, side: int) -> int | None:
    """Return which of the figures is the first after a name, before the other one."""
    # Up to the other name: the next figure is that one's.
    until = other.start if other.start > name.start else float("inf")
    after = [(pair[side].start, at) for at, pair in enumerate(pairs) if name.end <= pair[side].start < until]
    return min(after)[1] if after else None
