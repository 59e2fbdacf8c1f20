"""Compares the quantities of two sides by value, whatever words or forms they are written in."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from transflow.numbers.moments import HOUR, UNKNOWN, day_after, days_in
from transflow.numbers.quantity import Mismatch, Quantity, Severity
from transflow.quantities.items import Item, Key, item_of, unzipped
from transflow.quantities.rounding import converted, rounded

# 1.23、1.56和1.89元: the first of them is digits and a point.
_POINTS = str.maketrans("", "", ".,")
# As in `zh.meanings`. At 2 an 18 for the -18 of 周期为-18天 would be a code, and no figure gone wrong.
_CODE = 4
"""Digits from which a number that nothing separates may be a code."""


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> tuple[Mismatch, ...]:
    """Do what `transflow.quantities.compare` promises."""
    left, right = [*map(item_of, *unzipped(source))], [*map(item_of, *unzipped(target))]
    # What is equal outright goes first, so that no looser rule takes it for something else.
    unmet_left, unmet_right = _cancel_keys(left, right)
    if not (unmet_left or unmet_right):  # most translations are right
        return ()
    # From the strict to the loose: 30亿 meets its 3 billion yuan before a rounded 2.98 billion is taken for it.
    for meets in (_same_moment, _bare_number, rounded):
        unmet_left, unmet_right = _cancel(unmet_left, unmet_right, meets)
    # Only what is left: 3月1日至5日 is one stretch where the other side has one too.
    unmet_left, unmet_right = _apart(unmet_left, unmet_right), _apart(unmet_right, unmet_left)
    for meets in (_same_moment, _within_moment):
        unmet_left, unmet_right = _cancel(unmet_left, unmet_right, meets)
    unmet_left, unmet_right = _in_two(unmet_left, unmet_right)
    unmet_right, unmet_left = _in_two(unmet_right, unmet_left)
    return tuple(_mismatches(_telling(unmet_left), _telling(unmet_right), left, right))


def _cancel(
    left: Sequence[Item], right: Sequence[Item], meets: Callable[[Item, Item], bool]
) -> tuple[list[Item], list[Item]]:
    """Take out the pairs that meet; what is left of each side stays in order."""
    free = _Free(right)
    unmet = [one for one in left if free.take(one, meets) is None]
    return unmet, free.rest()


_Sense = tuple[object, ...]


def _sense(item: Item) -> _Sense:
    """Return what decides whether an item meets another."""
    quantity = item.quantity
    # All that a rule asks of an item: two of one sense meet the same others, and are asked for once.
    measure = quantity.kind, quantity.unit, quantity.currency, _lists(item)
    return item.raw, item.digits, item.grave, measure, quantity.values


def _lists(item: Item) -> bool:
    """Whether its unit stands only at the end of its list (the first of 1.23、1.56和1.89元)."""
    # `$20` of 第 $20$ 期 is digits too, but says what it is.
    return item.quantity.text.translate(_POINTS).isdecimal() and item.quantity.kind != "date"


class _Free:
    """Items that are not taken yet, by their sense: a text that repeats one figure 10,000 times has one."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.places: dict[_Sense, deque[int]] = defaultdict(deque)
        for place, item in enumerate(items):
            self.places[_sense(item)].append(place)
        # One of each sense is compared for all: each with each took minutes of a page of 10,000 figures.
        self.alike = {sense: items[places[0]] for sense, places in self.places.items()}
        self.known: dict[_Sense, list[_Sense]] = {}

    def take(self, one: Item, meets: Callable[[Item, Item], bool]) -> Item | None:
        """Take the first free item that another meets; always by the same rule."""
        sense = _sense(one)
        if sense not in self.known:
            self.known[sense] = [its for its, other in self.alike.items() if meets(one, other)]
        # The first free one of any sense that meets, so that what is left is told in the text's order.
        first = min((self.places[its] for its in self.known[sense] if self.places[its]), default=None)
        return self.items[first.popleft()] if first else None

    def rest(self) -> list[Item]:
        """Return what is left, in order."""
        return [self.items[place] for place in sorted(chain.from_iterable(self.places.values()))]


def _cancel_keys(left: Sequence[Item], right: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Take out the pairs that share a sense: of each left one the first on the right that is still free, of its unit if one is."""
    places: dict[Key, deque[int]] = defaultdict(deque)
    for place, item in enumerate(right):
        for key in item.keys:
            places[key].append(place)
    met: set[int] = set()
    unmet = []
    for item in left:
        free = []
        for found in (places[key] for key in item.keys if key in places):
            # A percentage stands in two queues, as a part and as a rise: of 上涨9%，下跌9% one may be taken by the other.
            while found and found[0] in met:
                found.popleft()
            free += list(found)[:1]
        if free:
            met.add(min(free, key=lambda place: (right[place].quantity.unit != item.quantity.unit, place)))
        else:
            unmet.append(item)
    return unmet, [item for place, item in enumerate(right) if place not in met]


def _same_moment(one: Item, other: Item) -> bool:
    """Whether two places in the calendar can be the same; a year that one side doesn't name is no difference."""
    if one.raw is not None or other.raw is not None:
        return _day_number(one, other) or _day_number(other, one)
    # 8日24:00 is the 9th as it begins.
    return any(
        _agree_throughout(*(_bounds(item.quantity, told) for item in (one, other)))
        for told in (str, day_after)
    )


def _agree_throughout(first: list[list[str]], last: list[list[str]]) -> bool:
    # 2019年至2022年 has two bounds, 2019 one.
    return len(first) == len(last) and all(_agree(a, b) for a, b in zip(first, last, strict=True))


def _within_moment(one: Item, other: Item) -> bool:
    """Whether one names the other's year, month or day only in part (2025 for January 2025)."""
    if (
        one.raw is not None
        or other.raw is not None
        # Two stretches are never within one another: 前九个月 is not the first eight months.
        or all("/" in item.quantity.values[0] for item in (one, other))
    ):
        return False
    return any(_agree(a, b, exact=False) for a in _ends(one.quantity) for b in _ends(other.quantity))


def _bounds(quantity: Quantity, told: Callable[[str], str] = str) -> list[list[str]]:
    # XXXX-07-15T09:30 in parts that are compared one by one; a time alone begins with its T.
    ends = map(told, quantity.values[0].split("/"))
    return [end.replace("T", "-T").strip("-").split("-") for end in ends]


def _ends(quantity: Quantity) -> list[list[str]]:
    """Return the bounds, with the day on which months end that are told with it: ended June 30 is not June 28."""
    *first, last = _bounds(quantity)
    if "ended" in quantity.form.split():
        last.append(str(days_in("-".join(last))))
    return [*first, last]


def _agree(one: list[str], other: list[str], *, exact: bool = True) -> bool:
    # 10月 is no 10月15日 while each may have an equal of its own.
    if exact and len(one) != len(other):
        return False
    # Of different lengths on purpose: 2025 and 2025-01 agree as far as both go.
    pairs = list(zip(one, other, strict=False))
    # 10月以来 and `since October 2024`: what only one side names says nothing.
    known = [(a, b) for a, b in pairs if "X" not in a + b]
    # Two years without a number (去年, this year) are not the same for that.
    return bool(known) and all(a == b for a, b in known)


def _apart(items: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Take a stretch from one date to another as two dates, since the other side may say them apart."""
    # Without their years, which only the last may have: January and February 2025.
    dates = {other.quantity.values[0][4:] for other in others if other.quantity.kind == "date"}
    result = []
    for one in items:
        first, _, last = one.quantity.values[0].partition("/")
        # 三季度 and 下半年 are one thing each, not the two months that they begin and end with; 前两个月 is
        # January and February where the other side has them.
        named = "first-months" in one.quantity.form.split() and {first[4:], last[4:]} <= dates
        if one.raw is None and last and (named or not one.quantity.form):
            result += [item_of(replace(one.quantity, value=end), end) for end in (first, last)]
        else:
            result.append(one)
    return result


def _in_two(items: Sequence[Item], others: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Take out the shares that the other side says as two counts: nine out of 12, 12家中有9家."""
    counts: dict[str, deque[Item]] = defaultdict(deque)
    for other in others:
        if other.quantity.kind == "count":
            counts[other.quantity.values[0]].append(other)
    unmet: list[Item] = []
    met: set[int] = set()
    for one in items:
        parts = one.quantity.values[0].split("/") if one.quantity.kind == "ratio" else []
        if len(set(parts)) > 1 and all(counts.get(part) for part in parts):
            met.update(id(counts[part].popleft()) for part in parts)
        else:
            unmet.append(one)
    return unmet, [other for other in others if id(other) not in met]


def _day_number(one: Item, other: Item) -> bool:
    """Whether a day without a month (15日) meets an ordinal (the 15th)."""
    # The end of the 15th is midnight, which is no figure.
    value = one.quantity.values[0].removesuffix("T24:00")
    return value.startswith(f"{UNKNOWN}-XX-") and value[8:].isdecimal() and int(value[8:]) == other.raw


def _bare_number(one: Item, other: Item) -> bool:
    """Whether the target names the unit that the source leaves out (30亿, 3 billion yuan), or omits a measure."""
    if one.raw is None or one.raw != other.raw:
        return False
    # 12.3、3.4和2.1亿元: the first has its unit at the end of the list only, in English right behind it.
    bare, unnamed = (item.quantity.kind == "count" and not item.quantity.unit for item in (one, other))
    return bare or (unnamed and (one.quantity.kind == "count" or _lists(one)))


def _telling(items: Sequence[Item]) -> list[Item]:
    """Leave out what need not be said again: none, one, a first, the end of a year that isn't named."""
    return [one for one in items if not _silent(one)]


def _silent(item: Item) -> bool:
    if item.raw is None:
        return item.quantity.values[0] == UNKNOWN
    # `$t \geq 0$`, said in another order: noughts and ones come and go with notation and grammar.
    return item.raw in {0, 1} and item.quantity.kind in {"count", "ordinal", "multiple"}


def _distinct(items: Sequence[Item]) -> list[Item]:
    return list({_sense(item): item for item in items}.values())


def _repeated(item: Item, others: Sequence[Item]) -> bool:
    """Whether a place in the calendar is only named once more than on the other side."""
    return item.raw is None and any(_same_moment(item, other) for other in others)


def _idle(item: Item) -> bool:
    """Whether a translation may well add it: a small number in words (both sides, the two exchanges), an hour."""
    if HOUR in item.quantity.form.split():
        return True
    plain = item.quantity.kind in {"count", "ordinal", "multiple"} and not item.quantity.unit
    return plain and item.raw is not None and item.raw < 10 and not any(map(str.isdigit, item.quantity.text))


def _is_code(item: Item) -> bool:
    """Whether it may as well be a code, which the source's reader leaves alone: four digits or more, nothing between."""
    quantity = item.quantity
    return (
        quantity.kind == "count"
        and not quantity.unit
        and quantity.text.isdecimal()
        and len(quantity.text) >= _CODE
    )


def _mismatches(
    left: list[Item], right: list[Item], all_left: Sequence[Item], all_right: Sequence[Item]
) -> Iterator[Mismatch]:
    # Before the rest is told: a figure gone wrong is one finding, not one missing and one invented.
    mistaken = _mistaken(left, right)
    paired = {id(item) for pair in mistaken for item in pair}
    left, right = ([item for item in side if id(item) not in paired] for side in (left, right))
    for one, other in mistaken:
        grave = one.grave or other.grave
        yield Mismatch(one.quantity, other.quantity, "error" if grave else "warning")
    # Where nothing of the source is missing, a small number in words is the translator's own (one of the, two
    # sides).
    idle = not left
    said, told = ({key for item in side for key in item.keys} for side in (all_left, all_right))
    # By where it ends: `converted` asks what stands right before a bracket.
    ends = {item.quantity.end: item for item in all_right}
    # A page that names 2025 a thousand times is asked about it once.
    all_left, all_right = _distinct(all_left), _distinct(all_right)
    for one in _once(left):
        # The year that opens a paragraph is often said again in the next sentence.
        if not _repeated(one, all_right) and not _base(one):
            yield Mismatch(one.quantity, None, _severity(one, told))
    for one in _once(right):
        if converted(one, ends):
            continue
        if not (_repeated(one, all_left) or _base(one) or (idle and _idle(one)) or _is_code(one)):
            yield Mismatch(None, one.quantity, _severity(one, said))


def _base(item: Item) -> bool:
    """Whether it may be the base of an exchange rate, which is said in many ways (1美元兑140日元, 140 yen to the dollar)."""
    return item.raw == 1 and item.quantity.kind == "money"


def _once(items: Sequence[Item]) -> list[Item]:
    """Keep one item of each quantity, of which a range has two."""
    return list({id(one.quantity): one for one in items}.values())


def _mistaken(left: Sequence[Item], right: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Pair what looks like the other gone wrong: the same digits, or the only ones left of their kind."""
    kinds = [Counter(item.quantity.kind for item in side) for side in (left, right)]
    # 17倍市盈率 and 27x share no digit; as the only multiples of their texts they are one gone wrong.
    alone = {kind for kind in kinds[0] if kinds[0][kind] == kinds[1][kind] == 1}
    confusable, free, pairs = _Free(right), {id(item) for item in right}, []
    for one in left:
        kind = one.quantity.kind
        found = confusable.take(one, _confusable)
        # It may have been taken as the only one of its kind.
        while found is not None and id(found) not in free:
            found = confusable.take(one, _confusable)
        # 八折 for `80% off`, 23家 for `32 banks`: told once, as one figure gone wrong, not as one missing and one invented.
        if found is None and kind in alone:
            found = next(
                (other for other in right if other.quantity.kind == kind and id(other) in free), None
            )
        if found is not None:
            pairs.append((one, found))
            free.remove(id(found))
    return pairs


def _confusable(one: Item, other: Item) -> bool:
    """Whether two have the same digits, but another scale, currency or kind."""
    # 0 has no digits to go by.
    if not one.raw or not other.raw or one.digits != other.digits:
        return False
    return (one.quantity.kind == other.quantity.kind or one.raw == other.raw) and (one.grave or other.grave)


def _severity(item: Item, others: set[Key]) -> Severity:
    """Tell how bad it is to have no equal; a mere repetition of what the other side says is not."""
    return "error" if item.grave and others.isdisjoint(item.keys) else "warning"
