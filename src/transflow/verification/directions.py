"""Up or down: which way a figure moves, by the word beside it. One table a language; a language without one has no say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from transflow import languages
from transflow.folding import fold
from transflow.quantities import Quantity

Way = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language; regular expressions without groups."""

    up: str
    down: str
    """Words that stand right beside their figure, but for what `before` and `after` allow between."""
    raising: str
    lowering: str
    """Words with an object between them and their figure (cut its key rate by)."""
    object: str
    """That object with the words that lead to the figure; no figure and no other of these words may stand in it."""
    inside: str
    """Those of the words that may stand in an object for all that (cut its growth forecast to)."""
    before: str
    """What may stand between a word and a figure that follows it."""
    after: str
    """What may stand between a figure and a word that follows it."""


_TABLE = {
    "zh": Words(
        up="上升|上涨|上扬|上调|调升|调高|增长|增加|增至|升至|涨至|攀升|走高|走阔|反弹|回升|飙升|急升|扩大|扩至|提高|提升|突破|升破|涨破|站上|冲破"
        "|高开|收高|高收|跳涨|劲升|微升|新增|多增|增持|加息|净流入|净买入|净增|盈利|[增升涨][幅了]|增|升|涨|(?<=比).{1,8}高出?|(?<=[高同环]比)高",
        down="下降|下跌|下滑|下调|调降|调低|下挫|下行|重挫|急跌|减少|减至|降至|跌至|跌破|跌穿|失守|回落|走低|收窄|缩小|缩减|缩量|降低|暴跌|萎缩|蒸发|流失"
        "|低开|收低|低收|跳水|微跌|少增|减持|减息|降息|净流出|净卖出|净减|亏损|倒蚀|蚀|[跌降减][幅了]|减|降|跌|挫",
        raising="上调|调升|调高|提高|上修",
        lowering="下调|调降|调低|降低|下修",
        object=r"[^，。；！？、\d]{1,14}[至到]",
        inside="增长|增速|盈利|亏损",
        before=r"了?(?:幅度?)?(?:则|亦|也|均|仅|只|约|近|逾|超过|超|达|至|到|为|自|年化|穿|破|回|上|[ ])*(?:每(?:股|桶|盎司|吨|克|磅|公斤)[ ]?)?"
        r"(?:\d{4}年(?:[底末初]|\d{1,2}月[底末初]?)?的?)?",
        after="的(?:累计)?",
    ),
    "en": Words(
        up="up|rose|risen|rises?|rising|increases?|increased|increasing|grew|grown|grows?|growing|growth(?![ ]to)|gain(?:ed|s|ing)?|advance[ds]?"
        "|climb(?:ed|s|ing)?|jump(?:ed|s)?|surged?|soared?|rall(?:y|ied)|rebound(?:ed|s)?|widen(?:ed|s|ing)?|expand(?:ed|s|ing)?|expansion"
        "|rais(?:ed?|ing)|lift(?:ed|s|ing)?|hik(?:ed?|ing)|higher|add(?:ed|s|ing)|strengthen(?:ed|s|ing)?|inflows?|bought|net[ ](?:buying|purchases?)|profits?(?![ ]to)",
        down="down|fell|fallen|falls?|falling|decreases?|decreased|decreasing|declin(?:e|ed|es|ing)|drop(?:ped|s|ping)?|slid|slides?|sliding"
        "|slip(?:ped|s|ping)?|lost|loses?|losing|shrank|shrunk|shrink(?:s|ing)?|narrow(?:ed|s|ing)?|lower(?:ed|ing)?|cut|cuts|cutting|reduc(?:ed?|ing|tion)"
        "|contract(?:ed|s|ing|ion)|plung(?:ed?|ing)|slump(?:ed|s|ing)?|tumbl(?:ed?|ing)|retreat(?:ed|s)?|shed|weaken(?:ed|s|ing)?|outflows?|sold"
        "|net[ ](?:selling|sales)|loss(?:es)?(?![ ]to)|trimm?(?:ed|ing)?|slash(?:ed|ing)?",
        raising="rais(?:ed?|es|ing)|hik(?:ed?|es|ing)|lift(?:ed|s|ing)?|boost(?:ed|s|ing)?|increas(?:ed|ing)|upgrad(?:ed|ing)",
        lowering="cut|cuts|cutting|lower(?:ed|s|ing)|lower(?=[ ](?:its|their|the|key|interest|rates))|reduc(?:ed?|es|ing)|trimm?(?:ed|s|ing)?|slash(?:ed|es|ing)?|decreas(?:ed|ing)",
        object=r"(?:[ ][^\W\d][\w'’&-]*){1,8}?[ ](?:by|to)",
        inside="growth|profits?|loss(?:es)?|inflows?|outflows?",
        before=r"(?:[ ](?:totall?ed|reached|was|were|is|are|stood[ ]at|came[ ]to))?(?:[ ]from[ ][^,;!?\d]{0,4}\d[^,;!?]{1,45}?[ ]to)?(?:[ ](?:net|back|further|sharply|slightly|significantly|modestly))?(?:[ ](?:by|to|of|at|about|around|nearly|almost|more|less|than"
        r"|over|only|some|just|below|above|under|past|through|as|much|many|a|an|the|net|from))*"
        r"(?:[ ](?:a|an|its|the)(?:[ ][^\W\d][\w'’-]*){0,4}[ ](?:lows?|highs?|peak|level|trough)[ ](?:of|at))?[ ]",
        after=r"[ -](?:year-on-year[ ]|annual[ ]|net[ ]|of[ ]net[ ])?",
    ),
}


def way(text: str, figure: Quantity, language: str) -> Way | None:
    """Return which way a figure of a text moves: by its sign, or by the word beside it; None if neither tells."""
    signs: dict[str, Way] = {"-": "down", "+": "up"}
    if sign := signs.get(figure.values[0][0]):
        return sign
    patterns = _patterns(languages.language_of(language))
    if patterns is None:
        return None
    shown = fold(text).lower()
    before, after = patterns
    digit = next((at for at, char in enumerate(figure.text) if char.isdigit()), 0)
    found = (
        before.search(shown, max(figure.start - 80, 0), figure.start)
        or before.search(shown, max(figure.start - 80, 0), figure.start + digit)  # up to 2.3%
        or after.match(shown, figure.end)
    )
    return None if found is None else "up" if found["up"] or found["raising"] else "down"


@lru_cache(maxsize=16)
def _patterns(language: str) -> "tuple[re.Pattern[str], re.Pattern[str]] | None":
    words = _TABLE.get(language)
    if words is None:
        return None
    edge = r"\b" if language != "zh" else ""
    beside = rf"{edge}(?:(?P<up>{words.up})|(?P<down>{words.down})){edge}"
    apart = rf"{edge}(?:(?P<raising>{words.raising})|(?P<lowering>{words.lowering})){edge}"
    between = rf"(?:(?!{edge}(?!{words.inside})(?:{words.up}|{words.down}){edge}).)"
    return (
        re.compile(rf"(?:{beside}|{apart}(?={between}*\Z)(?:{words.object})){words.before}\Z"),
        re.compile(rf"{words.after}(?:{beside}|(?P<raising>(?!))|(?P<lowering>(?!)))"),
    )


def opposed(
    source: str, theirs: Sequence[Quantity], target: str, ours: Sequence[Quantity], tags: tuple[str, str]
) -> Iterator[tuple[Quantity, Way]]:
    """Yield each figure of a translation that moves the other way in the source, and the way it should move.

    Only figures that stand once on each side, with one value, are compared.

    Args:
        source: The text translated.
        theirs: Its figures.
        target: The translation.
        ours: Its figures.
        tags: BCP 47 tags of both.
    """
    known, found = [_keys(figure) for figure in theirs], [_keys(figure) for figure in ours]
    for figure, keys in zip(theirs, known, strict=True):
        same = [other for other, its in zip(ours, found, strict=True) if keys & its]
        if len(same) != 1 or sum(bool(keys & others) for others in known) != 1:
            continue
        wanted, shown = way(source, figure, tags[0]), way(target, same[0], tags[1])
        if wanted and shown and wanted != shown:
            yield same[0], wanted


def _keys(figure: Quantity) -> frozenset[tuple[str, tuple[Decimal | str, ...]]]:
    """Return the values a figure may stand for: growth of 160% makes 2.6 times, and 1.6 times is 160% of something."""
    values = tuple(value.lstrip("+-") for value in figure.values)
    match figure.kind:
        case "percent":
            parts = tuple(Decimal(value) / 100 for value in values)
            return frozenset({("part", parts), ("rise", tuple(part + 1 for part in parts))})
        case "multiple":
            times = tuple(map(Decimal, values))
            return frozenset({("part", times), ("rise", times)})
    return frozenset({(f"{figure.kind} {figure.currency}", values)})
