"""Chinese–English sentence pairs from templates, the same ones for a seed."""

import random
from collections.abc import Iterator

from transflow import quantities

Pair = tuple[str, str]

MOVERS: tuple[Pair, ...] = (
    ("恒生指数", "the Hang Seng Index"), ("恒生科技指数", "the Hang Seng Tech Index"),
    ("标普500指数", "the S&P 500"), ("腾讯", "Tencent"), ("阿里巴巴", "Alibaba"), ("小米", "Xiaomi"),
    ("科技股", "technology stocks"), ("银行股", "bank stocks"), ("港股", "Hong Kong stocks"), ("美股", "U.S. stocks"),
    ("黄金", "gold"), ("油价", "oil prices"), ("人民币", "the yuan"), ("国债", "government bonds"),
)  # fmt: skip
"""What rises and falls."""
FIGURES: tuple[Pair, ...] = (
    ("净利润", "net profit"), ("营收", "revenue"), ("研发投入", "R&D spending"), ("成交额", "turnover"),
    ("派息", "dividend payout"), ("市值", "market value"), ("资本开支", "capital expenditure"),
)  # fmt: skip
OWNERS: tuple[Pair, ...] = (
    ("该公司", "the company"), ("该行", "the bank"), ("腾讯", "Tencent"), ("阿里巴巴", "Alibaba"), ("小米", "Xiaomi"),
    ("集团", "the group"),
)  # fmt: skip
TIMES: tuple[Pair, ...] = (
    ("本周", "this week"), ("周一", "on Monday"), ("上月", "last month"), ("今年", "this year"), ("昨日", "yesterday"),
)  # fmt: skip
MOVES: tuple[Pair, ...] = (("上涨", "rose"), ("下跌", "fell"), ("反弹", "rebounded"), ("飙升", "surged"))
CHANGES: tuple[Pair, ...] = (("增长", "up"), ("下降", "down"))
BUYERS: tuple[Pair, ...] = (
    ("南向资金", "southbound funds"), ("外资", "foreign investors"), ("散户", "retail investors"), ("基金", "funds"),
)  # fmt: skip
NOUNS: tuple[Pair, ...] = (
    ("市场展望", "Market outlook"), ("投资建议", "Investment advice"), ("风险提示", "Risk warning"),
    ("资金流向", "Fund flows"), ("估值比较", "Valuation comparison"), ("政策支持", "Policy support"),
    ("价值重估", "Revaluation"), ("总结", "Summary"), ("财报", "Earnings report"),
)  # fmt: skip
OPINIONS: tuple[Pair, ...] = (
    ("市场情绪依然谨慎。", "Market sentiment remains cautious."),
    ("投资者正在等待美联储的决定。", "Investors are waiting for the Federal Reserve's decision."),
    ("分析师看好人工智能。", "Analysts are optimistic about artificial intelligence."),
    ("估值依然偏低。", "Valuations are still low."),
    ("政策支持力度加大。", "Policy support is increasing."),
    ("这一趋势将会持续。", "This trend will continue."),
)
CURRENCIES = ("美元", "港元", "元")


def pairs(count: int, seed: int) -> list[Pair]:
    """Return sentence pairs; the same for the same arguments."""
    rng = random.Random(seed)
    made = _endless(rng)
    return [next(made) for _ in range(count)]


def _endless(rng: random.Random) -> Iterator[Pair]:
    yield from (*NOUNS, *OPINIONS)
    kinds = (_move, _result, _result_alone, _valuation, _comparison, _bought, _points, _opinion, _piece)
    while True:
        chinese, english = rng.choice(kinds)(rng)
        yield chinese, english[:1].upper() + english[1:]


def _figure(chinese: str) -> Pair:
    """Return a figure as it is written, and as the house style writes it in English."""
    (quantity,) = quantities.find(chinese, "zh-CN")
    return chinese, quantities.render(quantity, "en", quantities.Style())


def _percent(rng: random.Random) -> Pair:
    return _figure(f"{rng.randint(1, 400) / 10:g}%")


def _money(rng: random.Random) -> Pair:
    number = rng.choice((rng.randint(1, 99), rng.randint(10, 999) / 10, rng.randint(1, 90) * 100))
    return _figure(f"{number:g}亿{rng.choice(CURRENCIES)}")


def _multiple(rng: random.Random) -> Pair:
    number = rng.choice((rng.randint(5, 40), rng.randint(50, 400) / 10))
    return f"{number:g}倍", f"{number:g}x"


def _move(rng: random.Random) -> Pair:
    (who, subject), (when, time), (move, verb), (share, percent) = (
        rng.choice(MOVERS), rng.choice(TIMES), rng.choice(MOVES), _percent(rng),
    )  # fmt: skip
    return f"{when}{who}{move}{share}。", f"{subject} {verb} {percent} {time}."


def _result(rng: random.Random) -> Pair:
    (whose, owner), (what, figure), (much, money) = rng.choice(OWNERS), rng.choice(FIGURES), _money(rng)
    (change, direction), (share, percent) = rng.choice(CHANGES), _percent(rng)
    return (
        f"{whose}{what}达{much}，同比{change}{share}。",
        f"{_genitive(owner)} {figure} reached {money}, {direction} {percent} year-on-year.",
    )


def _result_alone(rng: random.Random) -> Pair:
    (whose, owner), (what, figure), (much, money) = rng.choice(OWNERS), rng.choice(FIGURES), _money(rng)
    return f"{whose}{what}为{much}。", f"{_genitive(owner)} {figure} was {money}."


def _valuation(rng: random.Random) -> Pair:
    (whose, owner), (times, multiple) = rng.choice(MOVERS), _multiple(rng)
    less, below = rng.choice((("不足", "less than "), ("", "")))
    return (
        f"{whose}的预期市盈率{less or '为'}{times}。",
        f"the forward P/E of {owner} is {below}{multiple}.",
    )


def _comparison(rng: random.Random) -> Pair:
    (who, subject), (other, rival) = rng.sample(MOVERS, 2)
    (times, multiple), (more, higher) = _multiple(rng), _multiple(rng)
    return (
        f"{who}的市盈率为{times}，低于{other}的{more}。",
        f"the P/E of {subject} is {multiple}, below {higher} for {rival}.",
    )


def _bought(rng: random.Random) -> Pair:
    (who, subject), (when, time), (what, thing), (much, money) = (
        rng.choice(BUYERS), rng.choice(TIMES), rng.choice(MOVERS), _money(rng),
    )  # fmt: skip
    (bought, verb) = rng.choice((("买入", "bought"), ("卖出", "sold")))
    return f"{who}{when}{bought}{much}的{what}。", f"{subject} {verb} {money} of {thing} {time}."


def _points(rng: random.Random) -> Pair:
    (what, rate) = rng.choice(
        (("毛利率", "the gross margin"), ("收益率", "the yield"), ("利率", "the interest rate"))
    )
    (move, verb) = rng.choice((("上升", "rose by"), ("下降", "fell by")))
    points, english = _figure(f"{rng.randint(2, 30) / 10:g}个百分点")
    return f"{what}{move}{points}。", f"{rate} {verb} {english}."


def _opinion(rng: random.Random) -> Pair:
    if rng.random() < 0.3:
        return rng.choice((*OPINIONS, *NOUNS))
    (who, subject) = rng.choice(MOVERS)
    view, words = rng.choice((
        ("值得关注", "deserves attention"), ("吸引投资者", "attracts investors"), ("受政策支持", "has policy support"),
        ("面临风险", "faces risks"),
    ))  # fmt: skip
    return f"{who}{view}。", f"{subject} {words}."


def _piece(rng: random.Random) -> Pair:
    """Return a clause or a name alone, as it is asked for when a sentence is taken apart."""
    (change, direction), (share, percent) = rng.choice(CHANGES), _percent(rng)
    named = rng.choice((*MOVERS, *FIGURES, *OWNERS, *BUYERS))
    return rng.choice(((f"同比{change}{share}", f"{direction} {percent} year-on-year"), named))


def _genitive(owner: str) -> str:
    return f"{owner}'s"
