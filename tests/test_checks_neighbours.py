"""What one side says in a sentence and the other in a list is judged together."""

import pytest

from tests.checking import SOURCE, TARGET, page, recorded, told
from tests.sites import build, cli
from transflow.api import Filter
from transflow.commands import check
from transflow.site.workspace import load

LEAD = ("规则如下。", "The rules are these.")
LIST = (
    """\
- `fee` 模块检查 `rate` 是否为数字：
  - 如果是，就调用 `desk` 模块计算每笔交易的费用
  - 如果不是，就返回 `400` 错误并通知交易员
- `desk` 模块把结果写入总账，并在收盘后由风险部门复核。""",
    """\
- the `fee` module checks whether `rate` is a number. If so, it calls the `desk` module, which computes the fee of each trade.
  If not, it returns a `400` error and tells the trader.
- the `desk` module writes the results into the ledger, and the risk department reviews them after the close.""",
)


def codes(root, source, target, language):
    """Return the codes of what is found in an adopted page, with an English or a Chinese translation."""
    pages = {"zh-CN": "content/a.zh-CN.md", "en": TARGET}
    source_tag = "en" if language == "zh-CN" else "zh-CN"
    build(
        root,
        {SOURCE: page(source, lang=source_tag), pages[language]: page(target, lang=language)},
        f"source: {source_tag}\ntargets: [{language}]\n",
    )
    cli(root, "--quiet", "adopt")
    found = check.check(load(root), Filter()).findings
    return {finding.code for finding in found if finding.code[:3] in ("TF2", "TF3", "TF6", "TF8")}


def test_a_list_may_become_a_sentence(tmp_path):
    source, target = (f"{lead}\n\n{items}" for lead, items in zip(LEAD, LIST, strict=True))
    assert codes(tmp_path, source, target, "en") == set()


def test_a_sentence_may_become_a_list(tmp_path):
    target, source = (f"{lead}\n\n{items}" for lead, items in zip(LEAD, LIST, strict=True))
    assert codes(tmp_path, source, target, "zh-CN") == set()


def test_what_only_one_side_says_is_told(tmp_path):
    source, target = f"{LEAD[0]}\n\n{LIST[0]}", f"{LEAD[1]}\n\n{LIST[1]}"
    assert codes(tmp_path, source, target.replace("`rate` is a number", "`rate` is 30%"), "en") == {"TF302"}


def test_neighbours_that_have_partners_make_up_for_nothing(tmp_path):
    source = "- 公司把仓库搬到了鹿特丹，以便离客户更近。管理层预计今年的销售将继续增长，利润也会随之提高。\n- 董事会表示同意。"
    target = (
        "- The company moved its warehouse to Rotterdam, to be closer to its customers.\n- The board agrees."
    )
    assert codes(tmp_path, source, target, "en") == {"TF605"}


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("见[甲](b.md#x)。", "See [A](b.md).", ["a link leads to a whole page, in the source to #x of it"]),
        ("见[甲](b.md#x)与[乙](c.md)。", "See [B](c.md) and [A](b.md).", ["a link leads to a whole page, in the source to #x of it"]),
        ("见[甲](b.md#x)与[乙](b.md#y)。", "See [B](b.md#y) and [A](b.md).", ["a link leads to a whole page, in the source to #x of it"]),
        ("见[甲](b.md#x)与[乙](b.md#x)。", "See [B](b.md#x) and [A](b.md).", ["a link leads to a whole page, in the source to #x of it"]),
        ("见[甲](b.md#甲)。", "See [A](b.md#a).", []),
        ("见[甲](b.md#x)与[乙](c.md)。", "See [B](c.md) and [A](b.md#x).", []),
        ("见[甲](b.md)。", "See [A](b.md#x).", []),
        ("C# 见[甲](b.md)。", "See [A](b.md) of C#.", []),
        ("见 `[甲](b.md#x)`。", "See `[甲](b.md#x)`.", []),
    ],
)  # fmt: skip
def test_a_lost_fragment_is_told(tmp_path, source, target, said):
    site = recorded(
        tmp_path, f"{source}\n", f"{target}\n", config="targets: [en]\nchecks: {select: [TF202]}\n"
    )
    assert [message for *_, message in told(site, "TF202")] == said
