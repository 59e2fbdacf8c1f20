"""Sentences that say who said what was quoted before them: 一位交易员说 behind a quotation."""

import re

from transflow.folding import fold

_VERBS = (
    "说 称 指 表示 指出 写道 坦言 直言 透露 解释 补充 强调 认为 回应 感叹 反问 追问 问 答 回答 评论 介绍 提醒 警告 警示 总结 分析 预计 预测 预言 判断 建议 "
    "呼吁 承认 否认 抱怨 调侃 打趣 笑言 直指 断言 重申 声明 宣布 披露 告诉记者 告诉我们 告诉本报 形容 归纳 估计 推测 推断 质疑 辩称 自嘲 叹息 慨叹 苦笑 回忆 忆述 续说 续称 续指"
)
_SAYS = re.compile(
    # Signs as `fold` leaves them. Nobody's name has a comma; behind the verb the sentence ends, or the quotation goes on.
    r"[^,。!?;:“「\"]{1,60}?"
    rf"(?:{'|'.join(sorted(_VERBS.split(), key=len, reverse=True))})(?:[说称道]|的是)?(?:。|[,:]?[“「\"])"
)


def says(sentence: str) -> bool:
    """Whether a sentence does nothing but say who said what stands before it, or goes on quoting."""
    return _SAYS.match(fold(sentence)) is not None
