"""Tags and captions of Hexo: what readers see of them is drafted, by place, and everything else stays."""

from pathlib import Path

import pytest

from tests.growth import growing
from tests.sites import build, cli
from transflow import api, bitext
from transflow.document import parse
from transflow.markdown import inlines
from transflow.markdown.dialect import FEATURES, Dialect
from transflow.model import Unit
from transflow.site.workspace import load

HEXO = Dialect(features=FEATURES["hexo"], name="hexo")


def units(text: str) -> list[str]:
    return [block.text for block in parse(f"{text}\n", "", HEXO).blocks if isinstance(block, Unit)]


OFFERED = [
    ("{% note info 标题 %}", ["标题"]),
    ("<!-- tab 标题@fab fa-apple -->\n内容\n<!-- endtab -->", ["标题", "内容"]),
    ("<!-- tab 标题 一 -->\n\n- 甲\n<!-- endtab -->", ["标题 一", "甲"]),
    ("<!-- tab -->\n\n甲\n\n<!-- tab @icon -->\n\n<!-- timeline 01-02 -->", ["甲"]),
    ("<!-- timeline 发布 -->\n\n甲\n\n<!-- endtimeline -->", ["发布", "甲"]),
    ("{% flink %}\n- class_name: 甲\n{% endflink %}\n\n乙", ["乙"]),
    ("{% note primary no-icon 这是 标题 %}", ["这是 标题"]),
    ("{% note red, 内容 %}", ["内容"]),
    ("{% blockquote 张三, 书名 %}", ["张三, 书名"]),
    ("{% blockquote 张三 https://example.org 链接 文字 %}", ["张三", "链接 文字"]),
    ("{% codeblock 标题 lang:js https://example.org 链接 %}\nx = '中文' // title=\"甲\"\n{% endcodeblock %}", ["标题", "链接"]),
    ("{% codeblock lang:js 标题 %}\nx\n{% endcodeblock %}", ["标题"]),
    ("{% include_code 标题 lang:js a.js %}", ["标题"]),
    ("{% img left /a.png 300 200 '\"标题\" \"说明\"' %}", ["标题", "说明"]),
    ('{% img /a.png "标题" %}', ["标题"]),
    ("{% asset_img a.png 一幅 图 %}", ["一幅 图"]),
    ("{% asset_img a.png 300 '说明' %}", ["说明"]),
    ("{% link 文字 https://example.org true 标题 %}", ["文字", "标题"]),
    ("{% link 文字, https://example.org, /a.png %}", ["文字"]),
    ("{% post_link a-b '标题' %}", ["标题"]),
    ("{% post_link 文章名 标题 文字 true %}", ["标题 文字"]),
    ("{% label 文字 red %}", ["文字"]),
    ("{% btn https://example.org, 文字, home %}", ["文字"]),
    ("{% button /a, 文字, home fa-fw fa-lg, 标题 %}", ["文字", "标题"]),
    ("{% btn /a, 文字,, the title %}", ["文字", "the title"]),
    ("{% btn /a, 文字, far fa-hand, block center orange larger %}", ["文字"]),
    ("{% btn /a, 文字, home, outline blue, x %}", ["文字"]),
    ("{% label danger @文字 %}", ["文字"]),
    ("<!-- subtab 标题 -->\n\n甲\n\n<!-- endsubtab -->", ["标题", "甲"]),
    ("{% hideToggle 标题,#fff %}", ["标题"]),
    ("{% hideInline 内容,显示,#FF7242 %}", ["内容", "显示"]),
    ("{% folding green open, 标题 %}", ["标题"]),
    ("{% folding 标题 %}", ["标题"]),
    ("{% timeline 标题,blue %}", ["标题"]),
    ("{% checkbox red checked, 文字 %}", ["文字"]),
    ("{% cb 文字, true, true %}", ["文字"]),
    ("{% fold info @标题, 一 %}", ["标题, 一"]),
    ("{% timenode 2026-05-15 发布 %}", ["2026-05-15 发布"]),
    ("{% galleryGroup '壁纸' '一些 壁纸' '/a' https://a.cn/b.jpg %}", ["壁纸", "一些 壁纸"]),
    ("{% galleryGroup 壁纸 '壁纸' '/a' https://a.cn/b.jpg %}", []),
    # A year may be all that is left of its words.
    ("{% blockquote 张三, 书名 https://a.cn 2020 年 %}", ["张三, 书名", "2020 年"]),
    ("{% blockquote 张三, 书名 https://a.cn 2020 %}", ["张三, 书名", "2020"]),
    ("{% codeblock 2020 年 lang:js %}\nx\n{% endcodeblock %}", ["2020 年"]),
    ('{% img /a.png "标题" "" %}', ["标题"]),
    ('{% img "/a.png" "标题" %}', ["标题"]),
    ("{% img left '/a.png' 300 '标题' '说明' %}", ["标题", "说明"]),
    ("{% img /a.png \"标题\" '说明' %}", ["标题", "说明"]),
    ("{% asset_img a.png '标题' \"说明\" %}", ["标题", "说明"]),
    ("{% image a.png, width=400px, alt=标题, bg=white %}", ["标题"]),
    ("{% img /a.png \"图中的'牛市'走势\" %}", ["图中的'牛市'走势"]),
    ("{% img /a.png '图中的\"牛市\"走势' '说明' %}", ['图中的"牛市"走势', "说明"]),
    ("{% asset_img a.png \"'标题' '说明'\" %}", ["标题", "说明"]),
    ("{% asset_img a.png '他说\"好\"了' %}", ['他说"好"了']),
    ("{% note info '标题\"内\"引' %}", ['标题"内"引']),
    ("{% note 'fas fa-star' '重要 提示' %}", ["重要 提示"]),
    ('{% note info "重要"提示 %}', ['"重要"提示']),
    ("{% post_link \"文章 名\" \"标题 'x' 后\" %}", ["标题 'x' 后"]),
    ("{% blockquote \"作者 '名'\" \"书名\" %}", ["作者 '名'", "书名"]),
    ("{% link '说\"明\"文字' https://example.org '标题' %}", ['说"明"文字', "标题"]),
    ("```js 标题 https://example.org 链接\n// 注\n```", ["标题", "链接"]),
    ("```js 标题 mark:1\n// 注\n```", ["标题"]),
    ("```python 标题 line_number=false\nx\n```", ["标题"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), OFFERED)
def test_what_a_reader_sees_of_a_tag_is_offered(text: str, wanted: list[str]):
    assert units(text) == wanted


def test_an_attribute_of_a_tag_is_offered_once():
    assert units('{% image a.png, alt="标题" %}') == ["标题"]


def test_quotes_in_a_new_text_have_their_partners():
    page = parse("{% note info 标题 %}\n", "", HEXO)
    (number,) = (number for number, block in enumerate(page.blocks) if isinstance(block, Unit))
    changed = page.splice({number: """The "bull" market of '98 isn't 'over'"""})
    assert changed == "{% note info The “bull” market of ’98 isn't ‘over’ %}\n"


@pytest.mark.parametrize(
    "text",
    [
        "{% note info simple %}",
        "{% note 'fab fa-apple' modern %}",
        "{% note %}",
        "{% tabs 标题, 1 %}",
        "{% codeblock lang:js %}\n标题\n{% endcodeblock %}",
        "{% codeblock src/主.js lang:js %}\nx\n{% endcodeblock %}",
        "{% asset_img 图.png %}",
        "{% post_link 文章名 %}",
        "{% raw %}\n{% note info 标题 %}\n{% endraw %}",
        '{% highlight js %}\nx title="中文"\n{% endhighlight %}',
        "{% 标题 %}",
        '{% img /a.png \'"标题" "替代"文字"说明"\' %}',
        "{% img /a.png \"'图中的\\\"牛市\\\"走势' '替代'\" %}",
        "<!-- 注释 -->",
        "```js src/主.js\nx\n```",
        "```js\n标题\n```",
        "```js {1,3}\nx\n```",
    ],
)
def test_names_classes_and_paths_stay(text: str):
    assert units(text) == []


@pytest.mark.parametrize("name", ["jekyll", "hugo", ""])
def test_code_between_tags_of_liquid_holds_no_attribute(name: str):
    page = parse(
        '{% highlight js %}\nx title="中文"\n{% endhighlight %}\n', "", Dialect(features=FEATURES[name])
    )
    assert not [block for block in page.blocks if isinstance(block, Unit)]


@pytest.mark.parametrize(("text", "wanted"), OFFERED)
@pytest.mark.parametrize("new", ["Plain words", 'Revenue, profit and "more" (it\'s one)'])
def test_any_text_reads_as_it_was_put_in_and_the_rest_stays(text: str, wanted: list[str], new: str):
    page = parse(f"{text}\n", "", HEXO)
    numbers = [number for number, block in enumerate(page.blocks) if isinstance(block, Unit)]
    changed = page.splice(dict.fromkeys(numbers, new))
    alike = str.maketrans({";": ",", "”": '"', "“": '"', "’": "'", "‘": "'"})
    assert [one.translate(alike) for one in units(changed)] == [new] * len(wanted)


def test_a_tag_among_words_is_offered_too_and_a_comma_ends_no_argument(tmp_path: Path):
    (unit,) = units("见{% btn /a/, 营收，利润, home %}与{% label info@文字 %}。")
    pieces = inlines(unit, HEXO)
    assert [piece.raw[slice(*span)] for piece in pieces for span in piece.fields] == ["营收，利润", "文字"]
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: hexo}\n"
    build(tmp_path, {"content/a.md": f"{unit}\n"}, config)
    assert cli(tmp_path, "--quiet", "translate") == 0
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    (tag,) = (piece.raw for piece in inlines(text.split("\n\n")[-1], HEXO) if "btn" in piece.raw)
    assert tag.count(",") == 2
    assert not [letter for letter in text.rpartition("---")[2] if "一" <= letter <= "龥"]


def test_older_records_hold_for_pages_with_tags(tmp_path: Path):
    page = "{% note info 标题 %}\n内容。\n{% endnote %}\n\n```js 甲\nx\n```\n"
    config = "source: zh-CN\ntargets: [en]\nengine: pseudo\nmarkdown: {dialect: jekyll}\n"
    build(tmp_path, {"content/a.md": page}, config)
    assert cli(tmp_path, "--quiet", "translate") == 0
    (place,) = (tmp_path / ".transflow/bitext").rglob("*.jsonl")
    assert "{% note info 标题 %}" in [row.source for row in bitext.loads(place.read_text("utf-8"), "").rows]
    (tmp_path / "transflow.yaml").write_text(config.replace("jekyll", "hexo"), "utf-8")
    assert [(one.state, one.conflicts) for one in api.standings(load(tmp_path)).translations] == [
        ("draft", 0)
    ]
    assert cli(tmp_path, "--quiet", "translate") == 0
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    assert not [letter for letter in text.rpartition("---\n")[2] if "一" <= letter <= "龥"]
    assert "{% note info " in text
    assert "\nx\n```" in text
    assert [(one.state, one.changed) for one in api.standings(load(tmp_path)).translations] == [("draft", 0)]


@pytest.mark.parametrize("again", ["a ", "a, ", "'a' ", "lang:a ", "/a ", "a@", "info "])
def test_hostile_tags_take_time_in_proportion(again: str):
    names = ("note", "link", "codeblock", "img", "asset_img", "blockquote", "btn", "label")
    said = "".join(f"{{% {name} {again * (380 // len(again))}%}}\n\n" for name in names)
    pages = [said * factor for factor in (2, 4, 8)]
    assert not growing(lambda page: parse(page, "a.md", HEXO), pages, floor=0.1)
