"""What manuals and lectures say with a negation on one side alone is no mistake; what turns it round still is."""

import pytest

from transflow.glossary import Glossary
from transflow.quantities import Style
from transflow.verification import Knowledge, verify

SAME = [
    ("这个信号并不精确，而且代价很高。", "The signal is imprecise and costly."),
    ("这项限制并不限于年金。", "The restriction is not limited to annuities."),
    ("这种做法并不简单。", "This is not simply done."),
    ("估计值既不收敛也不发散。", "The estimate keeps moving without converging or diverging."),
    ("我们解决不动点问题。", "We solve a fixed-point problem."),
    ("只能看到价格而看不到成本的人可以反推成本。", "Those who see the price but not the cost can infer it."),
    ("衰减率较低时，跳跃率更高。", "Jump rates are higher when the decay rate is low."),
    ("他更不愿意等待。", "He is less willing to wait."),
    ("不太可能出现的状态会被忽略。", "States that are less likely are ignored."),
    ("Not Started", "Not Started"),
]
TURNED = [
    ("估计值不收敛。", "The estimate converges."),
    ("估计值收敛。", "The estimate does not converge."),
    ("股价上升。", "The share price fell."),
    ("他不愿意出售。", "He is willing to sell."),
]


def codes(source, target, tags):
    found = verify(source, target, Knowledge(*tags, Glossary(*tags, ()), Style()))
    return {fault.code for fault in found if fault.code in ("TF801", "TF802")}


@pytest.mark.parametrize(("chinese", "english"), SAME)
def test_what_both_say_in_their_way_is_no_mistake(chinese, english):
    assert codes(chinese, english, ("zh-CN", "en")) == codes(english, chinese, ("en", "zh-CN")) == set()


@pytest.mark.parametrize(("chinese", "english"), TURNED)
def test_what_only_one_says_is_one(chinese, english):
    assert codes(chinese, english, ("zh-CN", "en"))
    assert codes(english, chinese, ("en", "zh-CN"))
