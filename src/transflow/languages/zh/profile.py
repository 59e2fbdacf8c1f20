"""How Chinese running text is cut and joined."""

from dataclasses import replace

from transflow.languages import DENSE

PROFILE = replace(
    DENSE,
    numbered=r"(?:图表?|表|式|公式|方程|步骤|版本?|附录|注|例|章|节|条款?|页|题|案例|卷|册|代码|栏|列)\s*",
)
