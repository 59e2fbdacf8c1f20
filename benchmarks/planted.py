"""Puts mistakes of meaning into good translations: `python benchmarks/planted.py FILE.tsv… > planted.tsv`.

A FILE has Chinese and English in its last two columns. Out comes a line a mistake: its kind, the half that its pair
belongs to (`seen` may be looked at while checks are written, `kept` never is), the Chinese, the good English, and the
English with the mistake. `benchmarks/meaning.py` counts how many of them are found. In `turned*.tsv` the mistakes are
written by hand: `{negation:not expected|expected}` is a kind, what is right, and what is wrong.

It knows nothing of what the checks know: it imports nothing of the package, and its words are its own.
"""

import hashlib
import random
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

Spoil = Callable[[str], Iterator[str]]
"""Yields the text with one mistake in it, in every way in which it can be made."""

NUMBER = r"(?:US|HK|NT|A)?[$€£¥]?(?:RMB ?)?\d[\d,.]*\d?(?:%|x\b| (?:thousand|million|billion|trillion|percent|percentage points?|basis points?|yuan|yen|times|tons?|people|years?|months?|days?)\b)*"


def swaps(frame: str, words: dict[str, str]) -> Spoil:
    """Return what puts for a word, where it stands in a frame (`{}` is its place), the other one."""
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(frame.replace("{}", rf"(?P<word>{longest})"), re.IGNORECASE)

    def spoil(text: str) -> Iterator[str]:
        for match in pattern.finditer(text):
            new = words[match["word"].lower()]
            if match["word"][0].isupper():
                new = new[0].upper() + new[1:]
            yield text[: match.start("word")] + new + text[match.end("word") :]

    return spoil


def both_ways(*pairs: tuple[str, str]) -> dict[str, str]:
    """Return a dictionary of opposites, each the other's."""
    return dict(pairs) | {b: a for a, b in pairs}


def rewritten(*rules: tuple[str, str]) -> Spoil:
    """Return what replaces one match of one pattern by its template."""
    compiled = [(re.compile(pattern), template) for pattern, template in rules]

    def spoil(text: str) -> Iterator[str]:
        for pattern, template in compiled:
            for match in pattern.finditer(text):
                new = match.expand(template)
                if new != match[0]:
                    yield text[: match.start()] + new + text[match.end() :]

    return spoil


def together(*spoils: Spoil) -> Spoil:
    return lambda text: (new for spoil in spoils for new in spoil(text))


MODIFIER = swaps(
    rf"\b(?<!to ){{}}(?= (?:a |an )?(?:{NUMBER}|half\b|one-|two-|three|third|tripled|doubled))",
    {
        "more than": "less than", "less than": "more than", "fewer than": "more than", "at least": "at most",
        "at most": "at least", "no more than": "no less than", "not more than": "at least", "no less than": "no more than",
        "no fewer than": "at most", "up to": "at least", "as much as": "at least", "nearly": "more than", "almost": "more than",
        "over": "under", "under": "over", "above": "below", "below": "above", "topped": "fell short of", "topping": "just short of",
        "exceeding": "not reaching", "exceeded": "fell short of", "close to": "well over", "approaching": "exceeding",
    },
)  # fmt: skip

MOVES = "rose|fell|climbed|dropped|slid|gained|declined|increased|decreased|jumped|grew|edged up|edged down|shrank|narrowed|widened|surged|plunged|slumped|tumbled|dipped|eased|rises|falls|slips|slipped|rise|fall|drop|climb"
CHANGES = "cut|raised|lowered|hiked|trimmed|lifted|reduced|increased|slashed|boosted"
TO_BY = rewritten(
    (rf"\b({MOVES})( sharply| slightly| further)? to ({NUMBER})", r"\1\2 by \3"),
    (rf"\b({MOVES})( sharply| slightly| further)?(?: by)? ({NUMBER}) to ({NUMBER})", r"\1\2 to \3 by \4"),
    (rf"\b({MOVES})( sharply| slightly| further)? by ({NUMBER})(?! to)", r"\1\2 to \3"),
    (rf"\b({CHANGES})((?: [a-z][\w'-]*){{0,6}}) to ({NUMBER})", r"\1\2 by \3"),
    (rf"\b({CHANGES})((?: [a-z][\w'-]*){{0,6}}) by ({NUMBER})(?! to)", r"\1\2 to \3"),
)
SIGN = rewritten(
    (r"(?<![\d\w.)])[-−–](\$?\d[\d.,]*)", r"\1"),
    (r"\b(?:minus|negative) (\$?\d)", r"\1"),
    (r"(?<![\w-])\((\d[\d.,]*(?: (?:million|billion))?)\)", r"\1"),
)
NEGATION = together(
    rewritten(
        (r"\b(did|does|do) not (?!only)([a-z]+)", r"\1 \2"),
        (r"\b(is|are|was|were|has|have|had|will|would|should|could|may|must|can) not (?!only|just|merely)(yet )?", r"\1 "),
        (r"\b(is|are|was|were|has|have|had|did|does|would|should|could)n['’]t\b", r"\1"),
        (r"\bdon['’]t (?=[a-z])", ""),
        (r"\bwon['’]t\b", "will"),
        (r"\bcan(?:not|['’]t)\b(?! be over)", "can"),
        (r"\b(has|have) yet to (?=[a-z])", r"\1 begun to "),
        (r"\b(has|have|had|will|is|are) never\b", r"\1 always"),
        (r"\bno longer\b", "still"),
        (r"\bdenied\b", "confirmed"), (r"\bdenies\b", "confirms"),
        (r"\bwithout\b", "with"),
        (r"\b(There (?:is|are|was|were)|there (?:is|are|was|were)|had|has|have|found|saw|received|gave|offers?) no\b(?! longer| more than| less than| fewer)", r"\1 some"),
        (r"\b(failed|failing|fails) to (?=[a-z])", "managed to "),
        (r"\bnone of\b", "some of"), (r"\bneither of\b", "both of"),
        (r"\b(refused|declined) to (?=[a-z])", "agreed to "),
    ),
)  # fmt: skip
NEGATION_ADDED = rewritten(
    (r"(?<![,;] )\b(will|would|should|could|must) (?!not\b|never\b|only\b|have\b|it\b|they\b|he\b|we\b|you\b)(?=[a-z])", r"\1 not "),
    (r"\b(has|have|had) (?!not\b|never\b|yet\b|no\b)(been|approved|received|reached|agreed|completed|raised|cut|begun|become|announced|started|filed|signed|launched|fallen|risen|repaid)\b", r"\1 not \2"),
    (r"\b(is|are|was|were) (?!not\b)(expected|likely|able|willing|required|approved|allowed|needed)\b", r"\1 not \2"),
)  # fmt: skip
FROM_TO = rewritten(
    (rf"\bfrom ({NUMBER}) to ({NUMBER})", r"from \2 to \1"),
    (rf"\bto ({NUMBER}),? from ({NUMBER})", r"to \2 from \1"),
    (rf"\bat ({NUMBER}),? (up|down) from ({NUMBER})", r"at \3, \2 from \1"),
    (
        r"\bto [“\"']?(buy|hold|sell|neutral|overweight|underweight|outperform|underperform|stable|negative|positive|accommodative|tightening)[”\"']? from [“\"']?(buy|hold|sell|neutral|overweight|underweight|outperform|underperform|stable|negative|positive|accommodative|tightening)\b",
        r"to \2 from \1",
    ),
    (
        r"\bfrom [“\"']?(buy|hold|sell|neutral|overweight|underweight|outperform|underperform|stable|negative|positive|accommodative|tightening)[”\"']? to [“\"']?(buy|hold|sell|neutral|overweight|underweight|outperform|underperform|stable|negative|positive|accommodative|tightening)\b",
        r"from \2 to \1",
    ),
)
WORDS = both_ways(
    ("appreciated", "depreciated"), ("appreciation", "depreciation"), ("strengthened", "weakened"), ("strengthening", "weakening"),
    ("stronger", "weaker"), ("surplus", "deficit"), ("surpluses", "deficits"), ("net injection", "net withdrawal"),
    ("net inflows", "net outflows"), ("net inflow", "net outflow"), ("net buyers", "net sellers"), ("net buying", "net selling"),
    ("upgraded", "downgraded"), ("upgrade", "downgrade"), ("inflows", "outflows"), ("bullish", "bearish"),
    ("raised its", "cut its"), ("raised their", "cut their"), ("loss", "profit"), ("losses", "profits"), ("tightening", "easing"),
    ("imports", "exports"), ("premium", "discount"), ("overweight", "underweight"), ("rally", "sell-off"),
    ("limit-up", "limit-down"), ("upside", "downside"), ("outperformed", "underperformed"), ("higher", "lower"),
    ("rose", "fell"), ("rises", "falls"), ("rising", "falling"), ("climbed", "slid"), ("increase", "decrease"), ("increased", "decreased"),
    ("accelerated", "slowed"), ("expanded", "contracted"), ("widened", "narrowed"), ("gained", "lost ground"), ("rebounded", "retreated"),
    ("beat expectations", "missed expectations"), ("above expectations", "below expectations"), ("buy", "sell"), ("bought", "sold"),
)  # fmt: skip
DIRECTION = swaps(
    rf"(?<!chase the )(?<!gain of )\b{{}}\b(?! (?:short|in love|behind|below|above|into|back|through)\b)(?! (?:by |to |of |about |nearly |more than )*{NUMBER})",
    WORDS,
)
YEAR, OTHER = (
    r"year[- ](?:on|over)[- ]year|(?:from|than) a year (?:earlier|ago|before)|compared with a year earlier|on the year",
    r"(?:quarter[- ](?:on|over)[- ]quarter|month[- ](?:on|over)[- ]month|(?:from|than) (?:the previous|a) (?:month|quarter)(?: earlier| ago)?|sequentially|week[- ]on[- ]week)",
)
COMPARISON = rewritten(
    (rf"\b(?:{YEAR})(?=[ ,.;)]|$)", "quarter on quarter"),
    (rf"\b(?:{YEAR})(?=[ ,.;)]|$)", "from the previous month"),
    (rf"\b(?:{OTHER})(?=[ ,.;)]|$)", "year on year"),
    (rf"\b(?:{OTHER})(?=[ ,.;)]|$)", "from a year earlier"),
)
HALF = swaps(
    r"\b{}",
    both_ways(("first half", "second half"), ("first-half", "second-half"))
    | {
        "first quarter": "second quarter", "second quarter": "third quarter", "third quarter": "fourth quarter",
        "fourth quarter": "first quarter", "first-quarter": "second-quarter", "second-quarter": "third-quarter",
        "third-quarter": "fourth-quarter", "fourth-quarter": "first-quarter", "first three quarters": "third quarter",
        "first nine months": "first six months",
    },
)  # fmt: skip
ENTITY = swaps(
    r"(?<![\w’'] )(?<!the )(?:\bthe )?(?<![\w-]){}(?![\w-]| of (?!China))",
    {
        "people's bank of china": "Bank of China", "pboc": "Bank of China", "bank of china": "People's Bank of China",
        "hang seng bank": "Hang Seng Index", "china merchants bank": "China Merchants Securities", "ping an bank": "Ping An Insurance",
        "citic securities": "CITIC Bank", "citic bank": "CITIC Securities", "jd.com": "JD Health", "jd health": "JD.com", "tencent music": "Tencent",
        "tencent": "Tencent Music", "alibaba": "Alibaba Health", "morgan stanley": "JPMorgan", "jpmorgan": "Morgan Stanley", "bank of china hong kong": "Bank of China",
        "shanghai stock exchange": "Shanghai Futures Exchange", "china life": "China Pacific Insurance", "byd": "BYD Electronic",
        "ant group": "Alibaba", "hsbc": "Hang Seng Bank", "china mobile": "China Telecom", "china telecom": "China Unicom",
        "bank of japan": "Bank of Korea", "bank of korea": "Bank of Japan", "bank of england": "Bank of America", "bank of america": "Bank of England",
        "agricultural development bank of china": "Agricultural Bank of China", "agricultural bank of china": "Agricultural Development Bank of China",
        "china development bank": "China Construction Bank", "china construction bank": "China Development Bank", "hkma": "Hong Kong Stock Exchange",
        "hang seng tech index": "Hang Seng Index", "industrial and commercial bank of china": "Industrial Bank", "s&p 500": "S&P Global",
    },
)  # fmt: skip
NAMES = (
    "Alibaba Tencent Meituan JD.com Baidu Xiaomi BYD Tesla Apple Nvidia Microsoft Google Amazon Intel TSMC Samsung Huawei Temu Shein "
    "PDD Pinduoduo Nio Xpeng Toyota Volkswagen Citi Goldman|Sachs Morgan|Stanley JPMorgan UBS Nomura HSBC Barclays Moody's Fitch "
    "China|Merchants|Bank Ping|An Bank|of|China ICBC China|Life CATL Kweichow|Moutai Wuliangye Evergrande Vanke Country|Garden China|Mobile "
    "China|Unicom China|Telecom PetroChina Sinopec CNOOC SMIC BlackRock Vanguard Temasek SoftBank Sony Nintendo Starbucks Luckin Boeing Airbus "
    "Shanghai Shenzhen Beijing Guangzhou China Japan India Vietnam Germany France Brazil Indonesia Thailand Singapore Hong|Kong Mexico Europe "
    "Russia Britain Canada Australia Malaysia Turkey Poland Saudi|Arabia South|Korea Taiwan OpenAI DeepSeek Geely BMW Mercedes-Benz AMD Micron"
).replace("|", "_").split()  # fmt: skip
NAME = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(n.replace("_", " ")) for n in sorted(NAMES, key=len, reverse=True))
    + r")(?!['’]?[\w-]*\w| (?:Bank|Securities|Health|Exchange|Motor|Group|Index|[A-Z]))"
)


def swapped_names(text: str) -> Iterator[str]:
    """Yield the text with two names in each other's place, where each of them stands once."""
    found = list(NAME.finditer(text))
    for a, b in pairwise(found):
        between = text[a.end() : b.start()]
        listed = between.strip() in {"", "and", ",", "or", "/", "to", ", and"}
        if not listed and text.count(a[0]) == text.count(b[0]) == 1:
            yield text[: a.start()] + b[0] + between + a[0] + text[b.end() :]


KINDS: dict[str, Spoil] = {
    "modifier": MODIFIER,
    "to and by": TO_BY,
    "sign": SIGN,
    "negation lost": NEGATION,
    "negation added": NEGATION_ADDED,
    "from and to": FROM_TO,
    "direction": DIRECTION,
    "comparison": COMPARISON,
    "half or quarter": HALF,
    "entity": ENTITY,
    "names swapped": swapped_names,
}


OWN = re.compile(r"\{(\w+):([^|{}]*)\|([^|{}]*)\}")
"""A mistake that a person put in: its kind, what is right and what is wrong."""


def good(target: str) -> str:
    """Return an English text without the mistakes that a person wrote into it."""
    return OWN.sub(r"\2", target)


def by_hand(target: str) -> Iterator[tuple[str, str]]:
    """Yield each kind of mistake that a person wrote into a text, and the text with it alone."""
    for kind in sorted({match[1] for match in OWN.finditer(target)}):
        only = re.compile(OWN.pattern.replace(r"(\w+)", f"({kind})", 1))
        yield f"by hand: {kind}", good(only.sub(r"\3", target))


def half(source: str) -> str:
    """Return which half of the pairs one belongs to; the same in every run."""
    return "kept" if hashlib.sha256(source.encode()).digest()[0] % 2 else "seen"


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            *_, source, target = line.split("\t")
            yield source.strip(), target.strip()


def planted(source: str, target: str) -> Iterator[tuple[str, str]]:
    """Yield, for each kind that can be put into a translation, the kind and the translation with one such mistake."""
    if OWN.search(target):
        yield from by_hand(target)
        return
    for kind, spoil in KINDS.items():
        if found := sorted(set(spoil(target)) - {target}):
            yield kind, random.Random(f"{kind} {source}").choice(found)


def main() -> int:
    for path in map(Path, sys.argv[1:]):
        for source, target in pairs(path):
            for kind, bad in planted(source, target):
                print(kind, half(source), source, good(target), bad, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
