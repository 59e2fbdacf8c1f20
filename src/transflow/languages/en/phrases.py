"""How phrases and figures stand beside each other in English."""

from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.forms import Script
from transflow.patterns import lazy

# What may stand between a verb and its figure, so that `rose about 5%` is found as `rose #`.
_LEADS = (
    "about|around|minus|negative|nearly|almost|roughly|over|only|just|some|another|a|an|the|its|their|as much as|as many as|more than"
    "|less than|fewer than|at least|at most|up to|no more than|a net|a further|a record|approximately|well over"
    "|a combined|a total of|an average of"
)
_NUMERALS = (
    "half|two|three|four|five|six|seven|eight|nine|ten|one|hundreds?|dozens?|doubled?|tripled?|quadrupled?|fourfold|threefold"
    "|twofold|twice|thirds?|quarter|fifth|year|month|decade|million|billion|trillion|twenty|thirty|forty|fifty|sixty|seventy"
    "|eighty|ninety|thousands?"
)
SCRIPT = Script(
    word=GRAMMAR["phrase-word"],
    figure=lazy(rf"\s?(?:(?:{_LEADS}) )*(?:[a-z]{{0,3}}[$¥€£]?(?:rmb ?)?[\d-]|(?:{_NUMERALS})\b)"),
    counted=GRAMMAR["any-character"],
    few=r"[a-z' -]{0,30}?",
    spaced=True,
    half=GRAMMAR["half-said"],
    double=GRAMMAR["double-said"],
    idle=GRAMMAR["sums-in-thousands"],
    moment=GRAMMAR["moment-said"],
)
