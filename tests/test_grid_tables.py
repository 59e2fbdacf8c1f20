"""Grid tables of Pandoc: cells are offered where that is certain, and the lines of a draft meet again."""

import pytest

from tests.sites import CONFIG, build, cli
from transflow import document
from transflow.markdown import Dialect
from transflow.markdown.dialect import FEATURES
from transflow.model import Unit

QUARTO = Dialect("quarto", features=FEATURES["quarto"])
TABLE = """前文。

+----------+:------:+
| 地区     | 收入   |
+==========+========+
| **北京** | 3亿元  |
+----------+--------+
| 上海     |        |
+----------+--------+

后文。
"""


def units(text, dialect=QUARTO):
    return [block.text for block in document.parse(text, "a.qmd", dialect).blocks if isinstance(block, Unit)]


def exchanged(text, words):
    page = document.parse(text, "a.qmd", QUARTO)
    blocks = enumerate(page.blocks)
    return page.splice({number: words[block.text] for number, block in blocks if block.text in words})


def test_cells_are_texts_and_their_table_is_drawn_anew():
    assert units(TABLE) == ["前文。", "地区", "收入", "**北京**", "3亿元", "上海", "后文。"]
    words = {
        "地区": "Region",
        "收入": "Revenue in 2025",
        "**北京**": "**Beijing**",
        "上海": "1. Shanghai（沪）",
    }
    new = exchanged(TABLE, words)
    assert (
        new
        == """前文。

+--------------------+:---------------:+
| Region             | Revenue in 2025 |
+====================+=================+
| **Beijing**        | 3亿元           |
+--------------------+-----------------+
| 1\\. Shanghai（沪） |                 |
+--------------------+-----------------+

后文。
"""
    )
    assert units(new)[1:6] == ["Region", "Revenue in 2025", "**Beijing**", "3亿元", "1. Shanghai（沪）"]
    # Nothing is drawn anew where the lines meet, and nothing where no cell has another text.
    assert exchanged(TABLE, {"地区": "甲乙", "前文。": "Before."}) == TABLE.replace("地区", "甲乙").replace(
        "前文。", "Before."
    )
    assert document.laid_out(document.parse(new, "a.qmd", QUARTO)) == new


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("> +----+\n> | 甲 |\n> +----+\n", "> +-------+\n> | First |\n> +-------+\n"),
        ("- 项\n\n  +----+\n  | 甲 |\n  +----+\n", "- 项\n\n  +-------+\n  | First |\n  +-------+\n"),
        ("+----+\r\n| 甲 |\r\n+----+\r\n", "+-------+\r\n| First |\r\n+-------+\r\n"),
        ("+----+\n| 甲 |\n+----+", "+-------+\n| First |\n+-------+"),
        # A quotation mark or a dash is one column to Pandoc, an accent that combines none.
        ("+-----+----+\n| “a” | 甲 |\n+-----+----+\n", "+-----+-------+\n| “a” | First |\n+-----+-------+\n"),
        ("+----+----+\n| e\u0301  | 甲 |\n+----+----+\n", "+----+-------+\n| e\u0301  | First |\n+----+-------+\n"),
        # In code it is a drawing.
        ("```\n+----+\n| 甲 |\n+----+\n```\n\n甲\n", "```\n+----+\n| 甲 |\n+----+\n```\n\nFirst\n"),
    ],
)  # fmt: skip
def test_tables_are_drawn_where_they_stand(text, new):
    assert exchanged(text, {"甲": "First"}) == new


@pytest.mark.parametrize(
    "table",
    [
        "+----+----+\n| 甲 | 乙 |\n| 丙 | 丁 |\n+----+----+\n",  # cells of several lines
        "+----+----+\n| 甲 | 乙 |\n+----+----+\n| 丙      |\n+----+----+\n",  # a cell over two columns
        "+----+----+\n| 甲 | 乙 |\n|    +----+\n|    | 丙 |\n+----+----+\n",  # and over two rows
        "+------+\n| - 甲 |\n+------+\n",
        "+-------+\n| 1. 甲 |\n+-------+\n",
        "+------+\n| # 甲 |\n+------+\n",
        "+---------+\n|      甲 |\n+---------+\n",
        "+-------+----+\n| `a|b` | 甲 |\n+-------+----+\n",
        "+-----+\n| --- |\n+-----+\n",
        "+----+\n| 甲 |\n",
        "- +----+\n  | 甲 |\n  +----+\n",
    ],
)
def test_what_is_not_certain_stays(table):
    assert units(f"{table}\n后文。\n") == ["后文。"]


def test_only_where_pandoc_reads_them():
    for name in ("hugo", "mkdocs", "jekyll"):
        assert "甲" not in units("+----+\n| 甲 |\n+----+\n", Dialect(name, features=FEATURES[name]))


@pytest.mark.parametrize(
    ("old", "new", "regions"),
    [
        (
            "| 上海     |        |\n",
            "| 上海     |        |\n+----------+--------+\n| 广州     | 2亿元  |\n",
            4,
        ),
        ("+----------+--------+\n| 上海     |        |\n", "", 2),
        ("| 上海     |", "| 上海市区 |", 3),
    ],
)
def test_rows_come_and_go_with_the_source(tmp_path, old, new, regions):
    site = build(
        tmp_path,
        {"content/a.qmd": TABLE},
        CONFIG
        + 'markdown: {dialect: quarto}\ncontent: [{root: content, source: "{path}.qmd", target: "{path}.{lang}.qmd"}]\n',
    )
    assert cli(site.root, "translate") == 0
    source = tmp_path / "content/a.qmd"
    source.write_text(TABLE.replace(old, new), "utf-8")
    assert cli(site.root, "translate") == 0
    text = (tmp_path / "content/a.en.qmd").read_text("utf-8")
    page = document.parse(text, "a.qmd", QUARTO)
    assert sum(line.startswith("|") for line in text.split("\n")) == regions
    assert document.laid_out(page) == text
    ours, theirs = (
        [b.kind for b in document.parse(t, "a.qmd", QUARTO).blocks if b.top >= 0]
        for t in (source.read_text("utf-8"), text)
    )
    assert ours == theirs
