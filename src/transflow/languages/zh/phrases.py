"""How phrases and figures stand beside each other in Chinese."""

from transflow.languages.forms import Script
from transflow.patterns import lazy

SCRIPT = Script(
    word=lazy(r"[\u4e00-\u9fff]|1(?=-9)"),
    figure=lazy(
        r"\s?(?:负|大?约为?|将?近|逾|超过?|不足|至少|最多|每[\u4e00-\u9fff]{1,3}?|人民币|了|仅|达|过|新台币|港币|幅度?){0,3}"
        r"(?:[a-z]{0,3}[$¥€£]?[\d-]|(?<!上)[零一二两三四五六七八九十百千万亿半几数][^性开于上下])"
    ),
    counted=lazy(r"[\d%一二两三四五六七八九十百千万亿成倍元年月日天家个股人户只点吨位岁次]"),
    few=r"[^,.;:。;、\d]{0,12}?",
    spaced=False,
    half=lazy("半"),
    double=lazy("加倍|倍增|成倍|双倍|双份|重复|两[次遍回]"),
    # How many variables an equation or a model has, far more often than so much money; and 唯一一个 is no 11.
    idle=lazy("(?:[一二三四多]元)|一一.*"),
    # 百亿级, 万亿俱乐部, 百亿私募: those of ten billion and more.
    power=lazy(
        r"(?<![\d.零一二两三四五六七八九几])[十百千]?[万亿]{1,2}"
        r"(?:级|俱乐部|规模|量化|私募|公募|基金|市值|龙头|巨头|富豪|产业|赛道|大单|级?ETF|身家|票房)"
    ),
)
