"""Reads the quantities of Chinese text, simplified and traditional, in an order in which the longer phrase comes first."""

import re
from decimal import Decimal

from transflow.quantities import zh_amounts, zh_calendar, zh_names
from transflow.quantities.digits import EXACT, plain
from transflow.quantities.quantity import Quantity
from transflow.quantities.scanning import Page
from transflow.quantities.zh_amounts import lead_pattern, modifier_of
from transflow.quantities.zh_numerals import ARABIC, HAN, HAN_DIGIT, folded, value

_SMALL = rf"(?:\d{{1,4}}|(?<!{HAN}){HAN}{{1,4}})"
_ORDINAL = re.compile(
    rf"第\s?(?P<n>\d{{1,4}}(?![\d.]|,\d)|{HAN}{{1,6}})\s?(?P<u>大(?![道街])|代|(?:个交易|个)?(?:交易)?日|天|名|个|次|年|位|家|轮|届|期|批|笔|只|款|步|层|条|项|版|章|类|百分位)?"
)
_FRACTION = re.compile(rf"{lead_pattern()}?(?P<d>{_SMALL})分之(?P<n>{_SMALL})(?P<many>多|强|弱)?")
_SLASH = re.compile(rf"{lead_pattern()}?(?<![\d/.,])(?P<n>[1-9]\d?)/(?P<d>[1-9]\d{{0,2}})(?![\d/.,%])(?!年度|财)")
_HALVES = re.compile(rf"{lead_pattern()}?(?P<n>一半)|(?P<mod>[过逾近])半(?=数|[，。、；]|$|来自|为|以上)数?|半数")
_RATIO = re.compile(
    rf"(?<![\d:.,])(?P<a>{ARABIC})\s?(?P<s>:|比(?![索亚特例重较利去上前起如特亚])|兑(?=\d))\s?(?P<b>{ARABIC})(?![\d:年月])(?!\s?[%万亿元倍])"
    r"|(?<![一-鿿])(?P<a2>[一二三四五六七八九十])比(?P<b2>[一二三四五六七八九十])(?![一-鿿])"
)
_DOUBLING = re.compile(
    rf"{lead_pattern()}?(?:翻(?:了|上)?(?:(?P<n>[一二两三四五六]|\d)?番|倍)|(?P<half>腰斩|减半|拦腰斩断))(?P<many>多|有余)?"
)
_HALF_A = re.compile(r"(?<![一-鿿\d上下前后大小多])半(?P<u>年|个月|个小时|小时|天|个世纪)(?![报度])|(?<=[的了约近逾内隔续达在用费时每这])半(?P<v>年|个月|个小时|小时|天|个世纪)(?![报度])")
