"""Names that changed places: who did it, and to whom."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from transflow.folding import fold
from transflow.verification import clauses, transfers
from transflow.verification.courses import courses
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import Pairs, Side

_SMALL = GRAMMAR["small-pair"]


def exchanged(source: Side, target: Side, pairs: Pairs) -> Iterator[tuple[Mark, Mark]]:
    """Yield two names of a translation, each of which stands where the source has the other; one twice that gives for takes.

    Only names that stand once on each side are compared, and only where no phrase (由, owned by) says that the order is
    another one; that of an active sentence is turned in a passive one (被, by). Where each is followed by a figure of its
    own, the figures decide.
    """
    named, again = _named(source, target)
    # A name that stands on one side only has no place to have changed.
    common = [mark for mark in named.values() if mark.pole in again]
    if _elsewhere(source, common) or _elsewhere(target, [*again.values()]):
        return
    wanted, shown = (
        transfers.parties(side, {mark.pole: names[mark.pole] for mark in common})
        for side, names in ((source, named), (target, again))
    )
    if parts := transfers.turned(wanted, shown):
        yield again[parts[0]], again[parts[1]]
    # 向英伟达转让安谋 and `transferred Arm to Nvidia`: who gives and who takes says it all, in whatever order.
    elif not (wanted and shown):
        yield from _in_place(source, target, pairs, (named, again))


def are_parties(source: Side, target: Side) -> bool:
    """Whether both texts say who gives and who takes, and agree: exports from Brazil to China for 中国自巴西进口."""
    wanted, shown = (transfers.parties(side, _once(side.about("place"))) for side in (source, target))
    return bool(wanted and shown) and not transfers.turned(wanted, shown)


def _in_place(
    source: Side, target: Side, pairs: Pairs, names: tuple[Mapping[str, Mark], Mapping[str, Mark]]
) -> Iterator[tuple[Mark, Mark]]:
    """Yield the same by where names stand, and what stands beside them."""
    named, again = names
    common = [mark for mark in named.values() if mark.pole in again]
    if len(common) < 2:
        return
    saying, said = (
        _speakers(side, {pole: mark for pole, mark in names.items() if mark.concept not in _UNKNOWN})
        for side, names in ((source, named), (target, again))
    )
    if (
        # 高盛表示，花旗低估了需求: who says it and whom it is about; with two speakers nobody knows.
        len(saying) == len(said) == 1
        and saying != said
        and {*saying, *said} <= {mark.pole for mark in common}
    ):
        yield again[min(said)], again[min(saying)]
    before, after = (fold(side.text).lower() for side in (source, target))
    givers, given = _givers(before, named), _givers(after, again)
    # 与阿里相比 and `than Alibaba`: what both sides say beside the deed.
    led, leads = _led_up_to(before, named), _led_up_to(after, again)
    asides, aside = led | _asides(before, named), leads | _asides(after, again)
    agents, agent = _agents(before, named), _agents(after, again)
    for wanted, shown in ((givers, given), (asides, aside), (agents, agent)):
        if (
            len(wanted) == len(shown) == 1
            and wanted != shown
            and {*wanted, *shown} <= {mark.pole for mark in common}
        ):
            yield again[min(shown)], again[min(wanted)]
            return
    known = {mark.pole for mark in common}
    if pair := _taken(known, givers, _takers(after, again)) or _taken(known, _takers(before, named), given):
        yield again[pair[0]], again[pair[1]]
        return
    # `according to UBS` stands at the end in English, and so does `from Ford`: their place says nothing.
    elsewhere = _speakers(source, named) | _speakers(target, again) | (givers & given) | (asides & aside)
    # So does what comes of 收购美团后, however it is said: once it had bought Meituan.
    elsewhere |= led | leads
    # Huawei, to which Qualcomm granted it: what is added to a name has its own order.
    elsewhere |= {
        pole
        for side, names in ((source, named), (target, again))
        for pole, name in names.items()
        if transfers.OF_WHICH.match(side.text, name.end)
    }
    common = [mark for mark in common if mark.pole not in elsewhere]
    # 比亚迪在德国的销量超过特斯拉: what two companies do to each other has a place between them.
    companies = [mark for mark in common if mark.concept != "place"]
    grounds = [mark for mark in common if mark.concept == "place"]
    before_told, after_told = (
        clauses.told(side, *clauses.RELATIONS) if common[1:] else {} for side in (source, target)
    )
    converse, crossed = clauses.converse(before_told, after_told), clauses.crossed(before_told, after_told)
    for left, right in dict.fromkeys([*pairwise(common), *pairwise(companies), *pairwise(grounds)]):
        first, last = again[left.pole], again[right.pole]
        both = {(left.pole, right.pole), (right.pole, left.pole)}
        figures = _figure(left, right, pairs, 0), _figure(right, left, pairs, 0)
        others = _figure(first, last, pairs, 1), _figure(last, first, pairs, 1)
        # Tencent rose 1.3% and Alibaba fell 2.1% is the same news in another order.
        if None not in figures and None not in others and _measure_alike(pairs, figures):
            if figures != others and figures == others[::-1]:
                yield first, last
        # 阿里巴巴、腾讯 is a list, and so is `Tencent and Alibaba`; a foreign one may be a thing.
        elif (
            {left.concept, right.concept} in _PERSONS
            and source.text[left.end : right.start].strip() not in transfers.LISTED
            and _between(target, first, last) not in transfers.LISTED
            and (left.concept == "asset" or _is_deed(source, left, right) or _is_deed(target, first, last))
            and _turned(source, target, (left, right), (first, last))
            # Of assets it has to be told: the news of two of them comes in any order.
            and (left.concept != "asset" or not crossed.isdisjoint(both))
            and converse.isdisjoint(both)
            and (
                left.concept == "asset"  # `to beat` leads nowhere
                or _is_sent(source, target, left, right)
                or _is_sent(target, source, *sorted((first, last), key=lambda mark: mark.start))
                or not any(_is_course(side, left.pole, right.pole) for side in (source, target))
            )
        ):
            yield (first, last) if first.start < last.start else (last, first)


def _between(side: Side, one: Mark, other: Mark) -> str:
    """Return what stands between two names, whichever is the first."""
    return side.text[min(one.end, other.end) : max(one.start, other.start)].strip()


def _is_deed(side: Side, one: Mark, other: Mark) -> bool:
    """Whether what stands between two names can be a deed: of a place it has to say so, since 香港银行同业拆息 is a rate."""
    text, (start, end) = side.text, (min(one.end, other.end), max(one.start, other.start))
    between = fold(text[start:end])
    if one.concept == "spelt":
        return bool(_ACT.search(between))
    places = [mark for mark in (one, other) if mark.concept == "place"]
    # 在德国 is where it happens.
    is_scene = any(text[max(0, mark.start - 1) : mark.start] == "在" for mark in places)
    return not places or (not is_scene and bool(_DEED.search(between)))


def _turned(source: Side, target: Side, names: tuple[Mark, Mark], others: tuple[Mark, Mark]) -> bool:
    """Whether two names stand in another order than their voices allow."""
    early, late = sorted(others, key=lambda mark: mark.start)
    voices = (
        _is_passive(source, *sorted(names, key=lambda mark: mark.start)),
        _is_passive(target, early, late),
    )
    # Li received the shares from Zhang, Zhang's nominee is Li: what two persons do is told from either end.
    if early.concept == "spelt" and any(_OTHER_END.search(side.text) for side in (source, target)):
        return False
    foreign = _FOREIGN in {mark.concept for mark in names}
    # Prosus, a major shareholder in Tencent: what stands beside a name is no deed.
    if None in voices or (foreign and target.text[early.end : early.end + 1] == ","):
        return False
    otherwise, same = voices[0] != voices[1], early.pole == names[0].pole
    # Which of the two texts is active: there a word may lead to the second name.
    text, second = (
        (source.text, max(names, key=lambda mark: mark.start)) if voices[1] else (target.text, late)
    )
    if not same:
        # 被阿里蚕食: `Alibaba is losing share to Meituan` has the one that lost behind its `to`.
        return not otherwise or bool(_CEDED.search(text, 0, second.start))
    # Meituan lost customers to Alibaba: the verb may be the opposite one.
    return otherwise and not _LED.search(text, 0, second.start)


_DEED, _ACT, _OTHER_END = GRAMMAR["deed"], GRAMMAR["act"], GRAMMAR["other-end"]
_LED = GRAMMAR["led-to"]
_CEDED = GRAMMAR["ceded-to"]
_AGENT = 5
"""Characters between a passive's word and its agent."""
_TITLE = 30
"""The same where that is somebody's own name: replaced by former chairman Chen Zhiqiang."""


def _is_passive(side: Side, first: Mark, last: Mark) -> bool | None:
    """Whether the later of two names is the agent, as a word right before it says; None if it is one of another verb."""
    poles = {
        one.pole
        for one in side.about("voice")
        if first.end <= one.start
        and 0 <= last.start - one.end <= (_TITLE if last.concept == "spelt" else _AGENT)
    }
    # Germany opposes the plan put forward by France.
    return None if "agent" in poles else "passive" in poles


def _elsewhere(side: Side, names: Sequence[Mark]) -> bool:
    """Whether a phrase turns the order of names in a way that is not known: no passive with its agent behind it."""
    known = [one for one in side.about("voice") if any(0 <= n.start - one.end <= _AGENT for n in names)]
    return any(
        mark.pole == "other" and not any(mark.start < one.end and one.start < mark.end for one in known)
        for mark in side.about("order")
    )


_FOREIGN = "foreign"
_UNKNOWN = (_FOREIGN, "spelt")
"""Names that no table has: a company, or one who speaks for it."""
_RACE = ("leads", "weight")
"""What one kind of asset does to another."""
_PERSONS = (
    {"name"},
    {"place"},
    {"name", "place"},
    {"name", _FOREIGN},
    {"spelt"},
    {"asset"},
)
"""What can do something to each other."""
_LATIN, _LATIN_PAIR = GRAMMAR["latin-place"], GRAMMAR["latin-pair"]


def _named(source: Side, target: Side) -> tuple[dict[str, Mark], dict[str, Mark]]:
    """Return the names of both sides that stand there once, those of the target's letters in the source among them."""
    sides = source, target
    listed = {side.text[mark.start : mark.end]: mark.pole for side in sides for mark in side.about("name")}
    words = set.intersection(*({match[0] for match in _LATIN.finditer(side.text)} for side in sides))
    # Management alone names nobody: of two words beside each other on both sides neither is the name.
    pairs = set.intersection(
        *({match.groups() for match in _LATIN_PAIR.finditer(side.text)} for side in sides)
    )
    words -= {word for pair in pairs for word in pair}
    # IPO and ETF are no names; OpenAI is one, and so is KKR, which the list of one language has.
    names = {word for word in words if word in listed or _SMALL.search(word)}
    compared = all(side.about(*_RACE) for side in sides)
    found = []
    for side in sides:
        marks = [*side.about("name")]
        # Gold beats silver, and is elsewhere no more than what is traded.
        marks += _apart(side.about("asset"), marks) if compared else []
        # The China of `China Southern` is no place.
        marks += _apart(side.about("place"), marks)
        latin = [
            Mark("name" if word in listed else _FOREIGN, listed.get(word, word), *match.span())
            for match in _LATIN.finditer(side.text)
            if (word := match[0]) in names
        ]
        marks += _apart(latin, marks)
        marks += _apart(side.about("spelt"), marks)
        found.append(_once(marks))
    return found[0], found[1]


def _apart(marks: Sequence[Mark], names: Sequence[Mark]) -> list[Mark]:
    """Return the marks that have nothing in common with a name."""
    taken = sorted(names, key=lambda name: name.end)
    ends = [name.end for name in taken]
    # The first name that ends behind where a mark starts: no other one begins earlier, since none is within another.
    firsts = [(mark, bisect_right(ends, mark.start)) for mark in marks]
    return [mark for mark, at in firsts if at == len(taken) or taken[at].start >= mark.end]


_NEAR = 6
"""Characters between a name and what says that somebody said it."""


_BEFORE_SAYS = frozenset(("", *",，。.;；“”\"'’:："))
"""What stands before a word that says so where whoever says it is named behind."""


def _speakers(side: Side, names: Mapping[str, Mark]) -> set[str]:
    """Return the names nearest to what says that somebody said it."""
    found = set()
    for one in (mark for mark in side.about("order") if mark.pole == "says"):
        # `Intel, said TSMC`, and not `TSMC said Intel` or 台积电称，英特尔: who is named behind it may be whom it is about.
        begins = side.text[: one.start].rstrip()[-1:] in _BEFORE_SAYS
        gaps = [
            (gap, pole)
            for pole, name in names.items()
            if (begins or name.end <= one.start)
            and (gap := max(one.start - name.end, name.start - one.end)) <= _NEAR
        ]
        if gaps:
            found.add(min(gaps)[-1])
    return found


_GIVER = GRAMMAR["giver"]
_GIVEN = 16
"""Characters before a name in which a word says that something comes from it."""


def _givers(text: str, names: Mapping[str, Mark]) -> set[str]:
    """Return the names of a folded text that something comes from: 从福特手中买下, bought from Ford; none of a list, of which it comes from all."""
    return {
        pole
        for pole, name in names.items()
        if _GIVER.search(text, max(0, name.start - _GIVEN), name.start)
        and not transfers.is_listed(text, name, names)
    }


_AGENT_BEFORE = GRAMMAR["agent-before"]
_ASIDE, _ASIDE_AFTER = GRAMMAR["aside-before"], GRAMMAR["aside-after"]
_LED_ASIDE = 40
"""Characters before a name in which a phrase begins that makes it one of no deed."""


def _asides(text: str, names: Mapping[str, Mark]) -> set[str]:
    """Return the names of phrases that may stand anywhere in a folded sentence: 除腾讯外, 与阿里相比, after results from Nvidia."""
    # As Meituan sued Tencent: where there is another name, one did something to the other.
    return {
        pole
        for pole, name in names.items()
        if _ASIDE.search(text, max(0, name.start - _LED_ASIDE), name.start)
        and not _stands(names, name, name.end, clauses.clause_end(text, name))
    }


def _led_up_to(text: str, names: Mapping[str, Mark]) -> set[str]:
    """Return the names of a first clause that says after what something happened: 收购美团后; none of 腾讯收购美团后."""
    return {
        pole
        for pole, name in names.items()
        if (after := _ASIDE_AFTER.match(text, name.end))
        and not _stands(names, name, clauses.clause_start(text, name), after.end())
    }


def _agents(text: str, names: Mapping[str, Mark]) -> set[str]:
    """Return the names of a folded text by which something is done: 由腾讯提出, backed by Tencent."""
    return {
        pole
        for pole, name in names.items()
        if _AGENT_BEFORE.search(text, max(0, name.start - _GIVEN), name.start)
    }


def _takers(text: str, names: Mapping[str, Mark]) -> set[str]:
    """Return the names of a folded text that something is taken by: 被英特尔挖走; not 由, from where a thing may come as well."""
    return {pole for pole in _agents(text, names) if text[names[pole].start - 1] != "由"}


def _taken(names: set[str], wanted: set[str], shown: set[str]) -> tuple[str, str] | None:
    """Return two names, the second of which takes in one text what comes from it in the other; None if none does."""
    others = names - wanted
    return (min(others), min(wanted)) if len(wanted) == len(others) == 1 and wanted == shown else None


def _stands(names: Mapping[str, Mark], but: Mark, start: int, end: int) -> bool:
    return any(name is not but and start <= name.start < end for name in names.values())


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


def _measure_alike(pairs: Pairs, places: Sequence[int | None]) -> bool:
    """Whether figures tell the same of different names: two shares of a market, and no sum beside a stretch of time."""
    return len({(pairs[at][0].kind, pairs[at][0].currency) for at in places if at is not None}) == 1


def _is_sent(side: Side, across: Side, left: Mark, right: Mark) -> bool:
    """Whether the other text goes from the second name to the first, of which this one says the opposite: from A to B for B对A的出口."""
    between = side.text[left.end : right.start]
    return between in _TOWARDS and any(
        (first.key, last.key) == (right.pole, left.pole) for first, last in courses(across)
    )


_TOWARDS = frozenset(("对", "對", "向"))


def _is_course(side: Side, one: str, other: str) -> bool:
    """Whether a text goes from one name to the other, which may be told from either end (`courses`)."""
    return any({first.key, last.key} == {one, other} for first, last in courses(side))
