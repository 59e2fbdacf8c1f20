"""How phrases and figures stand beside each other in Chinese."""

from transflow.languages.forms import Script
from transflow.languages.zh.patterns import GRAMMAR

SCRIPT = Script(
    word=GRAMMAR["phrase-word"],
    figure=GRAMMAR["figure-behind"],
    counted=GRAMMAR["counted"],
    few=r"[^,.;:。;、\d]{0,12}?",
    spaced=False,
    half=GRAMMAR["half-said"],
    double=GRAMMAR["double-said"],
    # How many variables an equation or a model has, far more often than so much money; and 唯一一个 is no 11.
    idle=GRAMMAR["idle-count"],
    # 百亿级, 万亿俱乐部, 百亿私募: those of ten billion and more.
    power=GRAMMAR["power-said"],
    month_before=GRAMMAR["month-before"],
    moment=GRAMMAR["moment-said"],
)
