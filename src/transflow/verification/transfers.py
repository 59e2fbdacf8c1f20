"""Who gives and who takes, as far as a word beside a name says it: 向英伟达转让 gives to it, 从福特收购 takes from it."""

from collections.abc import Mapping, Sequence

from transflow.folding import fold
from transflow.verification.clauses import clause_end, clause_start
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import Side

GIVER, TAKER = "giver", "taker"
_CONCEPT = "transfer"
_NEAR = 12
"""Characters before a name in which the word stands that makes it a party."""
_GIVES, _TAKES = frozenset(("give", "either")), frozenset(("take", "either"))
_REACH = 30
"""Characters behind `from which` in which its verb begins."""
_TO, _FROM, _TOWARDS = GRAMMAR["handed-to"], GRAMMAR["handed-from"], GRAMMAR["towards-party"]
OF_WHICH = GRAMMAR["of-which"]
"""What adds to a name who gave to it or took from it."""

LISTED = {
    "",
    "至",
    "到",
    "-",
    "–",
    "、",
    "和",
    "与",
    "與",
    "及",
    "以及",
    "跟",
    "或",
    "/",
    ",",
    "and",
    "or",
    ", and",
}
"""What stands between two names of a list, whose order says nothing."""


def parties(side: Side, names: Mapping[str, Mark]) -> dict[str, str]:
    """Return which of some names something comes from and which it goes to, by a word beside them and the verb of their clause."""
    verbs = side.about(_CONCEPT)
    text = fold(side.text).lower() if verbs else ""
    found: dict[str, str] = {}
    for pole, name in names.items() if verbs else ():
        if not is_listed(text, name, names) and (role := _role(text, name, verbs)):
            found[pole] = role
    return found


def is_listed(text: str, name: Mark, names: Mapping[str, Mark]) -> bool:
    """Whether a name is followed by another one of a list."""
    return any(
        name.end <= other.start and text[name.end : other.start].strip() in LISTED for other in names.values()
    )


def _role(text: str, name: Mark, verbs: Sequence[Mark]) -> str:
    # CATL, from which Xiaomi buys batteries
    if which := OF_WHICH.match(text, name.end):
        verb = next((verb for verb in verbs if 0 <= verb.start - which.end() <= _REACH), None)
        wanted, role = (_TAKES, GIVER) if which["from"] else (_GIVES, TAKER)
        return role if verb and verb.pole in wanted else ""
    first = max(0, name.start - _NEAR)
    before = [verb for verb in verbs if clause_start(text, name) <= verb.start and verb.end <= name.start]
    after = [verb for verb in verbs if name.end <= verb.start < clause_end(text, name)]
    # 向: of the verb behind it, which may be either.
    if _TOWARDS.search(text, first, name.start):
        return {"give": TAKER, "take": GIVER}.get(after[0].pole, "") if after else ""
    if _TO.search(text, first, name.start):
        return TAKER if before and before[-1].pole in _GIVES else ""
    if _FROM.search(text, first, name.start):
        near = before[-1:] or after[:1]
        return GIVER if near and near[0].pole in _TAKES else ""
    return ""


def turned(wanted: Mapping[str, str], shown: Mapping[str, str]) -> tuple[str, str] | None:
    """Return two names, each of which has the part of the other; one of them twice if it alone gives for takes; None if none do."""
    for name in sorted(wanted.keys() & shown.keys()):
        if wanted[name] != shown[name]:
            return name, name
    for role in (GIVER, TAKER):
        here, there = ([name for name, said in parts.items() if said == role] for parts in (wanted, shown))
        if len(here) == len(there) == 1 and here != there:
            return there[0], here[0]
    return None
