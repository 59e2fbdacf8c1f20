"""The words around a Chinese number that say how exact it is: 约, 近, 超, 不足, 以上, 左右, 多."""

from transflow.numbers.quantity import Modifier
from transflow.patterns import lazy

_LEADS: dict[Modifier, str] = {
    "at-most": "≤|不超过|不超逾|不逾|不多于|不高于|不大于|至多|最多",
    "at-least": "≥|不少于|不低于|不小于|不下于|至少|最少|起码",
    "over": "(?<![A-Za-z\"'/0-9-])>|(?<!不)(?:超过|超逾|超出|逾|多于|不止|(?<![反赶中英高])超)",
    "nearly": "将近|接近|几近|几乎|差不多|(?<![最附临靠逼接将新远相])近",
    "about": "大约|约为|约莫|大概|大致|约略|(?<![合预节纽大违签条邀制契特续履爽毁失守解要公婚])约",
    "under": "(?<![A-Za-z\"'/0-9-])<|不足|不到|少于|未满|不满|未及",
}
_TRAILS: dict[Modifier, str] = {
    "over": r"\+(?!\s?\d)|强(?![劲于势大度烈调化力制弱])|[及或]?以上|或更[高多大]|之上|有余|余(?![额下量款地])|开外|出头|多(?![家个名位只数次年元样项种达空头方边重地晶式])",
    "under": r"[及或]?以下|或更[低少小]|之下|弱(?!势)|不到(?!\s?[\d数几半零一二两三四五六七八九十百千万亿位家期达账手来底岸场头])",
    "within": "以内|之内|内(?![地部外存涵容需资在幕阁生卷蒙循])",
    "about": "左右|上下(?![浮波])|前后|许(?![多可])",
}


def _choice(words: dict[Modifier, str]) -> str:
    return "|".join(f"(?P<{name.replace('-', '_')}>{pattern})" for name, pattern in words.items())


_LEAD = lazy(rf"(?:{_choice(_LEADS)})\Z")
_TRAIL = lazy(rf"\s?(?:{_choice(_TRAILS)})")
_NAMES: dict[str, Modifier] = {name.replace("-", "_"): name for name in (*_LEADS, *_TRAILS)}
_LASTS = lazy(r"(?:达|逾期|历时|为期|持续|耗时|时隔|已|了)近\Z")

MANY = lazy("(?<=十)几|多(?!元化)|余(?![额下量款地波温热])|(?<=[十百千万0])来(?![自源到临看年华港])")
"""Stands between a number and its unit: 20多家, 三十余年, 十来个."""


def before(
    text: str, at: int, floor: int = 0, *, lasting: bool = False, implied: bool = False
) -> tuple[Modifier, int]:
    """Return the modifier that ends at an offset, not beginning before `floor`, and where it begins.

    Args:
        text: Folded text.
        at: Where the number begins.
        floor: Where the quantity before it ended.
        lasting: The number is a duration: 近 then mostly means 'the past' (近三年) and is no modifier.
        implied: The number is a scale word alone: 上 and 过 (上百, 过万) are modifiers then.
    """
    if implied and text[max(floor, at - 1) : at] in {"上", "过"}:
        return "over", at - 1
    match = _LEAD.search(text, max(floor, at - 5), at)
    if not match or (lasting and match[0] == "近" and not _LASTS.search(text, max(floor, at - 4), at)):
        return "", at
    return _NAMES[match.lastgroup or ""], match.start()


def after(text: str, at: int) -> tuple[Modifier, int]:
    """Return the modifier that begins at an offset, and where it ends."""
    match = _TRAIL.match(text, at)
    return (_NAMES[match.lastgroup or ""], match.end()) if match else ("", at)
