"""Menus in Hugo's settings: nothing else of the file is read, nothing of it is written, and a translation is a file of menus."""

import pytest

from tests.sites import cli, snapshot
from tests.test_strings import change, states
from transflow import document, frontmatter
from transflow.errors import DocumentError
from transflow.model import Unit

TOML = """# 站点
baseURL = "https://example.org/"
title = "财经"
defaultContentLanguage = "zh-cn"

[params]
key = "秘密"

[menu]
# 主菜单
[[menu.main]]
name = "关于"  # 一
url = "/about/"
  [menu.main.params]
  icon = "甲"

[[menu.main]]
identifier = "tags"
name = "标签"
title = \"\"\"
[[menus.x]]
全部\"\"\"
url = "/tags/"

# 其他
[languages.zh-cn]
weight = 1
[languages.en]
weight = 2
"""
MENUS = """# 主菜单
[[main]]
name = "关于"  # 一
url = "/about/"
  [main.params]
  icon = "甲"

[[main]]
identifier = "tags"
name = "标签"
title = \"\"\"
[[menus.x]]
全部\"\"\"
url = "/tags/"
"""
YAML = """baseURL: /
languages:
  zh:
    menus:
      # 主
      main:
        - name: 关于
          url: /about/
        - {name: 标签, url: /tags/}
    # 尾
    params: {title: 题}
"""
JSON = '{\n  "title": "财经",\n  "menus": {\n    "main": [\n      {"name": "关于", "url": "/a/"}\n    ]\n  }\n}\n'
READ = [
    ("hugo.toml", TOML, ["关于", "标签", "[[menus.x]]\n全部"], [12, 19, 20], MENUS),
    ("config.toml", TOML.replace("\n", "\r\n"), ["关于", "标签", "[[menus.x]]\n全部"], [12, 19, 20], MENUS.replace("\n", "\r\n")),
    (
        "config/_default/hugo.yaml", YAML, ["关于", "标签"], [7, 9],
        "main:\n  - name: 关于\n    url: /about/\n  - {name: 标签, url: /tags/}\n",
    ),
    ("hugo.json", JSON, ["关于"], [5], '{\n  "main": [\n    {"name": "关于", "url": "/a/"}\n  ]\n}\n'),
    (
        "config/_default/languages.toml", '[en]\nweight = 2\n["zh-cn"]\nweight = 1\n[["zh-cn".Menus.main]]\nname = "甲"\n', ["甲"], [6],
        '[[main]]\nname = "甲"\n',
    ),
    ("config/_default/languages.zh-cn.yaml", "weight: 1\nmenu: {main: [{name: 甲}]}\n", ["甲"], [2], "{main: [{name: 甲}]}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "words", "lines", "alone"), READ)
def test_menus_are_read_where_they_stand_and_nothing_else(path, text, words, lines, alone):
    page = document.parse(text, path)
    units = [block for block in page.blocks if isinstance(block, Unit)]
    assert [unit.text for unit in units] == words
    assert [page.line(unit.start) for unit in units] == lines
    assert page.text.count("\n") == text.count("\n")
    assert "财经" not in page.text
    assert "秘密" not in page.text
    assert frontmatter.compact(page.text) == alone
    # As they are by themselves they are no others.
    assert document.parse(page.text, path).blocks == page.blocks
    there = document.parse(alone, f"menus.zh.{path.rpartition('.')[2]}").blocks
    assert [(block.key, block.text) for block in there] == [(block.key, block.text) for block in page.blocks]


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (
            "hugo.toml",
            '[[languages.zh.menus.main]]\nname = "甲"\n[[languages.en.menus.main]]\nname = "A"\n',
            "hugo.toml:3: menus stand in several places of these settings (move those of the source language to a file of their own, config/_default/menus.LANGUAGE.toml; the others are on line 1)",
        ),
        ("hugo.yaml", "baseURL: /\nmenus: {}\n", "hugo.yaml:1: these settings hold no menus (take their entry out of `content`)"),
        ("hugo.toml", 'menus.main = [{name = "甲"}]\nbaseURL = "/"\n', "hugo.toml:1: these menus cannot be read as they are written"),
        ("hugo.yaml", "params: &a\n- {name: 甲}\nmenus:\n  main: *a\n", "hugo.yaml:3: these menus cannot be read as they are written"),
        ("config.toml", "[[menus.main]\n", "config.toml:1: TOML file:"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_out_is_refused_by_line(path, text, told):
    with pytest.raises(DocumentError) as error:
        document.parse(text, path)
    assert str(error.value).startswith(told)


@pytest.mark.parametrize(
    "path", ["i18n/zh.toml", "ui/hugo.zh.toml", "ui/config.zh.yaml", "i18n/zh/settings.json"]
)
def test_other_strings_are_no_settings(path):
    text = {"toml": 'home = "首页"\n', "yaml": "home: 首页\n", "json": '{"home": "首页"}'}[
        path.rpartition(".")[2]
    ]
    assert [block.key for block in document.parse(text, path).blocks] == ["/home"]


def test_menus_of_settings_are_drafted_to_a_file_of_their_own_and_follow_them(tmp_path, capsys):
    for name, text in {"hugo.toml": TOML, "content/a.md": "港股上涨。\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert cli(tmp_path, "init", "--target", "en") == 0
    assert "seen: strings in hugo.toml" in capsys.readouterr().err
    target = "config/_default/menus.en.toml"
    assert states(tmp_path, capsys) == {"content/a.en.md": "missing", target: "missing"}
    assert cli(tmp_path, "translate", "--engine", "pseudo") == 0
    assert (tmp_path / "hugo.toml").read_text("utf-8") == TOML
    data = frontmatter.parse((tmp_path / target).read_text("utf-8"), target).data
    assert data.keys() == {"main"}
    assert [entry["url"] for entry in data["main"]] == ["/about/", "/tags/"]
    assert data["main"][0]["params"] == {"icon": "甲"}
    assert not {"关于", "标签"} & {entry["name"] for entry in data["main"]}
    record = tmp_path / ".transflow/bitext/en/hugo.toml.jsonl"
    assert "秘密" not in record.read_text("utf-8")

    # What changes beside the menus makes nothing stale, and an entry that comes in is drafted alone.
    change(tmp_path, "hugo.toml", "秘密", "别的")
    assert states(tmp_path, capsys)[target] == "draft"
    assert cli(tmp_path, "approve", target) == 0
    assert states(tmp_path, capsys)[target] == "reviewed"
    change(
        tmp_path,
        "hugo.toml",
        "[[menu.main]]\nname",
        '[[menu.main]]\nname = "新"\nurl = "/new/"\n\n[[menu.main]]\nname',
    )
    assert states(tmp_path, capsys)[target] == "stale"
    before = (tmp_path / "hugo.toml").read_bytes()
    assert cli(tmp_path, "translate", "--engine", "pseudo") == 0
    new = frontmatter.parse((tmp_path / target).read_text("utf-8"), target).data["main"]
    assert [entry["url"] for entry in new] == ["/new/", "/about/", "/tags/"]
    assert new[1:] == data["main"]
    first = snapshot(tmp_path)
    assert cli(tmp_path, "translate", "--engine", "pseudo") == 0
    assert snapshot(tmp_path) == first
    assert (tmp_path / "hugo.toml").read_bytes() == before


PROPOSED = [
    ({"hugo.toml": 'baseURL = "/"\n[languages.zh]\n[[languages.zh.menus.main]]\nname = "甲"\n'}, "hugo.toml", ""),
    ({"hugo.yaml": "baseURL: /\nmenu:\n  main:\n  - name: 甲\n"}, "hugo.yaml", ""),
    (
        {"config/_default/languages.toml": '[en]\nweight = 2\n[zh-cn]\nweight = 1\n[[zh-cn.menu.main]]\nname = "甲"\n'},
        "config/_default/languages.toml", "",
    ),
    (
        {"config/_default/hugo.toml": 'baseURL = "/"\n', "config/_default/languages.zh-cn.toml": '[[menus.main]]\nname = "甲"\n'},
        "config/_default/languages.zh-cn.toml", "",
    ),
    # Others' menus are none of the source's.
    ({"hugo.toml": 'baseURL = "/"\n[languages.zh]\n[[languages.en.menus.main]]\nname = "A"\n'}, "", ""),
    ({"config/_default/languages.toml": '[zh-cn]\nweight = 1\n[[en.menus.main]]\nname = "A"\n'}, "", ""),
    # Where the language has a file of menus, Hugo heeds nothing else.
    (
        {"hugo.toml": 'baseURL = "/"\n[[menus.main]]\nname = "甲"\n', "config/_default/menus.zh-cn.toml": '[[main]]\nname = "乙"\n'},
        "config/_default/menus.zh-cn.toml", "",
    ),
    (
        {"hugo.toml": 'baseURL = "/"\n[[languages.zh.menus.main]]\nname = "甲"\n[[languages.fr.menus.main]]\nname = "A"\n'}, "",
        "hugo.toml:4: menus stand in several places of these settings (move them to config/_default/menus.zh.toml, which Hugo reads besides)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "seen", "told"), PROPOSED)
def test_init_proposes_the_settings_that_hold_menus(tmp_path, capsys, files, seen, told):
    for name, text in {**files, "content/a.md": "港股上涨。\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert cli(tmp_path, "init", "--source", "zh-CN", "--target", "en") == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if "strings in" in line] == [f"seen: strings in {seen}"] * bool(seen)
    assert [line for line in lines if "left out" in line] == [f"guess: strings left out: {told}"] * bool(told)
    assert cli(tmp_path, "plan") == 0
