"""Interface strings: files of nothing but keys and values, as pages with the same states as others."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import growth
from tests.reviewing import visitor
from tests.sites import build, cli, snapshot
from transflow import api, bitext, document, frontmatter, strings
from transflow.errors import DocumentError
from transflow.exchange.codes import broken, put_together, take_apart
from transflow.frontmatter import DELETE
from transflow.languages import plural_forms
from transflow.markdown import inlines
from transflow.markdown.dialect import STRINGS
from transflow.model import Unit
from transflow.site.picture import Picture
from transflow.site.workspace import Pair

FIXTURES = Path(__file__).parent / "fixtures" / "strings"
HUGO = """source: zh-CN
targets: [en]
engine: pseudo
content:
  - {root: i18n, source: "zh-cn.toml", target: "{lang}.toml"}
"""
SOURCE, TARGET = "i18n/zh-cn.toml", "i18n/en.toml"
TEXT = '# 界面\nhome = "首页"\n\n[posts]\ndescription = "说明"\nother = "共 {{ .Count }} 篇文章"  # 数量\n'
KINDS = [
    ("hugo.zh-cn.toml", "hugo.en.toml", "hugo.{}.toml"),
    ("hugo.zh-cn.yaml", "hugo.en.yaml", "hugo.{}.yaml"),
    ("hugo.zh-cn.json", "hugo.en.json", "hugo.{}.json"),
    ("menus.zh-cn.toml", "menus.en.toml", "menus.{}.toml"),
]


def settings(source, target, pattern):
    """Return a configuration of which strings in one language are translated into another."""
    named = pattern.format("{lang}")
    entry = f"content: [{{root: ui, source: '{pattern.format(source.lower())}', target: '{named}'}}]"
    return f"source: {source}\ntargets: [{target}]\nengine: pseudo\n{entry}\n"


def states(root, capsys):
    """Return the state of each translation, as `status` tells it."""
    capsys.readouterr()
    cli(root, "status", "--format", "json")
    return {page["target"]: page["state"] for page in json.loads(capsys.readouterr().out)["pages"]}


def change(root, path, old, new):
    """Exchange what stands in a file once."""
    place = root / path
    text = place.read_bytes().decode()
    assert text.count(old) == 1
    place.write_bytes(text.replace(old, new).encode())


def findings(root, capsys):
    """Return code and line of what `check` finds, but for what is live and unread."""
    capsys.readouterr()
    cli(root, "check", "--format", "json", "--ignore", "TF107")
    return [(found["code"], found["line"]) for found in json.loads(capsys.readouterr().out)["findings"]]


@pytest.mark.parametrize(("source", "draft", "pattern"), KINDS)
def test_a_draft_differs_from_its_source_in_what_is_language_alone(tmp_path, source, draft, pattern):
    site = build(tmp_path, {}, settings("zh-CN", "en", pattern))
    (tmp_path / "ui").mkdir()
    shutil.copy(FIXTURES / source, tmp_path / "ui" / source)
    assert cli(tmp_path, "translate") == 0
    assert (tmp_path / "ui" / draft).read_bytes() == (FIXTURES / draft).read_bytes()
    assert (tmp_path / "ui" / source).read_bytes() == (FIXTURES / source).read_bytes()
    assert not api.overview(site).problems


def test_docusaurus_files_are_drafted_from_english_with_the_plural_forms_of_chinese(tmp_path):
    config = "source: en\ntargets: [zh-CN]\nengine: pseudo\ncontent: [{root: i18n, source: 'en/{path}.json', target: '{lang}/{path}.json'}]\n"
    build(
        tmp_path,
        {f"i18n/en/{name}.json": (FIXTURES / f"{name}.json").read_bytes() for name in ("code", "_category_")},
        config,
    )
    assert cli(tmp_path, "translate") == 0
    for name in ("code", "_category_"):
        drafted = (tmp_path / f"i18n/zh-CN/{name}.json").read_bytes()
        assert drafted == (FIXTURES / f"{name}.zh-CN.json").read_bytes()


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        (
            "i18n/zh.toml",
            'a = "甲"\n[b]\ndescription = "说明"\none = "乙"\nother = "丙"\n',
            {"/a", "/b/one", "/b/other"},
        ),
        ("i18n/zh.toml", 'n = 1\nd = 2026-01-01\nl = ["甲"]\n[a.b]\ntitle = "甲"\n', {"/a/b/title"}),
        ("i18n/zh.yaml", "a:\n  Other: 甲\n  leftDelim: '<<'\nother: 乙\n", {"/a/Other", "/other"}),
        (
            "config/menus.zh.toml",
            '[[main]]\nname = "甲"\nurl = "/甲"\nidentifier = "乙"\n',
            {"/main/乙/name"},
        ),
        ("config/menu.zh.yaml", "main:\n  - name: 甲\n    params: {title: 乙}\nname: 丙\n", {"/main/0/name"}),
        (
            "config/menus.zh.toml",
            '[[main]]\nname = "甲"\n[[main]]\nname = "乙"\nidentifier = "b"\n[[main]]\nname = "丙"\nparent = "甲"\n[[main]]\nname = "丁"\nparent = "b"\n',
            {"/main/b/name", "/main/2/name", "/main/3/name"},
        ),
        (
            "i18n/zh.yaml",
            "- id: a\n  translation: 甲\n  description: 乙\n- id: b/c\n  translation: {other: 丙, x: 丁}\n- 戊\n",
            {"/a/translation", "/b~1c/translation/other"},
        ),
        ("i18n/zh.json", '[{"id": "a", "translation": "甲"}, {"b": "乙"}]', {"/a/translation", "/1/b"}),
        (
            "i18n/zh.toml",
            '[[u]]\nid = "a"\ntranslation = "甲"\n[[u]]\nid = "a"\nother = "乙"\n',
            {"/u/a/translation", "/u/a 2/other"},
        ),
        ("i18n/zh/code.json", '{"a/b.c": {"message": "甲", "description": "乙"}}', {"/a~1b.c/message"}),
        (
            "i18n/zh/_category_.json",
            '{"label": "甲", "link": {"type": "乙", "title": "丙"}}',
            {"/label", "/link/title"},
        ),
    ],
)
def test_what_is_language_is_told_by_the_kind_of_file(path, text, language):
    page = document.parse(text, path)
    assert {block.key for block in page.blocks if isinstance(block, Unit)} == language
    assert "".join(page.parts()) == text


@pytest.mark.parametrize("text", ["", "\n", "# 无\n", 'a = "甲"', '\ufeffa = "甲"\r\nb = """\r\n乙"""\r\n'])
def test_a_file_is_front_matter_from_its_begin_to_its_end(text):
    page = document.parse(text, "zh.toml")
    assert (page.front.end, page.tops, "".join(page.parts())) == (len(text), (), text)


@pytest.mark.parametrize(
    ("path", "text", "key", "expected"),
    [
        ("a.toml", 'a = "1"', ("b",), 'a = "1"\nb = "新"'),
        ("a.toml", '[a]\nother = "1"\n', ("b",), '[a]\nother = "1"\n\n[b]\nother = "新"\n'),
        ("a.yaml", "a: b", ("b",), "a: b\nb: 新\n"),
        ("a.yaml", "---\na:\n  other: b\n", ("b",), "---\na:\n  other: b\nb:\n  other: 新\n"),
        ("a.json", '{"a": "b"}', ("b",), '{"a": "b", "b": "新"}'),
        ("a.json", '{\n  "a": {\n    "m": "b"\n  }\n}\n', ("b",), '{\n  "a": {\n    "m": "b"\n  },\n  "b": {\n    "other": "新"\n  }\n}\n'),
    ],
)  # fmt: skip
def test_a_new_key_is_written_as_the_file_writes_its_own(path, text, key, expected):
    value = {"other": "新"} if "other" in expected else "新"
    added = frontmatter.edit(text, {key: value}, path)
    assert added == expected
    assert frontmatter.edit(added, {key: DELETE}, path).strip() == text.strip()


def test_many_texts_are_exchanged_in_the_notations_they_had():
    text = "a: 1\nb: '甲'\nc: \"乙\"\nd: |\n  丙\n  丁\ne: {f: 戊}\nq: &q 己\n"
    wanted = {("b",): "x: y", ("c",): 'a "b"', ("d",): "新\n行\n", ("e", "f"): "[g]", ("q",): "h"}
    changed = frontmatter.edit(text, wanted, "a.yaml")
    assert changed == 'a: 1\nb: \'x: y\'\nc: "a \\"b\\""\nd: |\n  新\n  行\ne: {f: "[g]"}\nq: &q h\n'


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "a.toml",
            '# 1\na = "甲"\nb = "乙" # 2\n\n[c]\nother = "丙"\n# 3\n[d]\nother = "丁"\n[e]\nother = "戊"',
            '# 1\nb = "乙" # 2\ny = "新"\n\n# 3\n[e]\nother = "戊"\n\n[x]\nother = "新"\n',
        ),
        (
            "a.yaml",
            "# 1\na: 甲\nb: 乙 # 2\n\nc:\n  other: 丙\n# 3\nd:\n  other: 丁\ne:\n  other: 戊",
            '# 1\nb: 乙 # 2\n\n# 3\ne:\n  other: 戊\nx:\n  other: 新\n"y": 新\n',
        ),
        (
            "a.json",
            '{\r\n  "a": "甲",\r\n  "b": "乙",\r\n  "c": {\r\n    "other": "丙"\r\n  },\r\n  "e": {\r\n    "other": "戊"\r\n  },\r\n  "d": "丁"\r\n}',
            '{\r\n  "b": "乙",\r\n  "e": {\r\n    "other": "戊"\r\n  },\r\n  "x": {\r\n    "other": "新"\r\n  },\r\n  "y": "新"\r\n}',
        ),
    ],
)  # fmt: skip
def test_many_keys_come_and_go_at_once(path, text, expected):
    gone = dict.fromkeys([("a",), ("c",), ("d",)], DELETE)
    assert frontmatter.edit(text, {**gone, ("x",): {"other": "新"}, ("y",): "新"}, path) == expected


@pytest.mark.parametrize("path", ["a.toml", "a.yaml", "a.json"])
def test_all_keys_may_go_at_once(path):
    lines = {"toml": [f'k{n} = "甲"' for n in range(5)], "yaml": [f"k{n}: 甲" for n in range(5)]}
    text = "\n".join(lines.get(path[2:], ['{"k0": "", "k1": "", "k2": "", "k3": "", "k4": ""}']))
    edited = frontmatter.edit(text, {(f"k{n}",): DELETE for n in range(5)}, path)
    assert edited == ("{}" if path == "a.json" else "")


@pytest.mark.parametrize("ending", ["toml", "yaml", "json"])
def test_as_many_changes_as_texts_cost_no_more_than_their_number(ending):
    def page(size):
        keys = {f"k{number}": {"other": f"第{number}篇"} for number in range(size)}
        written = {
            "toml": "".join(f'[{key}]\nother = "{value["other"]}"\n' for key, value in keys.items()),
            "yaml": "".join(f"{key}:\n  other: {value['other']}\n" for key, value in keys.items()),
            "json": json.dumps(keys, ensure_ascii=False, indent=2),
        }
        changed = {(key, "other"): f"No. {key}" for key in list(keys)[::2]}
        gone = {(key,): DELETE for key in list(keys)[1::4]}
        return written[ending], changed | gone | {(f"new{key}",): {"other": key} for key in keys}

    def run(made):
        frontmatter.edit(*made, f"a.{ending}")

    assert growth.growing(run, [page(size) for size in (200, 400, 800)]) == ""


def test_a_table_of_many_strings_is_read_in_as_much_time_as_it_is_long():
    def run(text):
        document.parse(text, "zh.yaml")

    texts = ["ui:\n" + "".join(f"  k{n}: 第{n}篇\n" for n in range(size)) for size in (2000, 4000, 8000)]
    assert growth.growing(run, texts) == ""


@pytest.mark.parametrize(
    ("ending", "text", "line", "cause"),
    [
        ("toml", 'a = "甲"\nb = 乙\n', 2, "TOML file: Invalid value"),
        ("toml", 'a = "甲"\na = "乙"\n', 2, "TOML file: Cannot overwrite a value"),
        ("yaml", 'a: "甲"\nb: "乙\n', 2, "YAML file: while scanning a quoted scalar"),
        ("yaml", "甲\n", 1, "is no mapping of keys to texts"),
        ("yaml", "a: 甲\n---\nb: 乙\n", 1, "a second YAML document begins inside the file"),
        ("yaml", "a: 甲\na: 乙\n", 2, "the key `a` stands twice in the file"),
        ("json", '{"a": "甲",\n"b": }', 2, "JSON file: a value is missing"),
        ("json", '{"a": "甲"}\n{}', 2, "JSON file: something follows the object"),
        ("json", '"甲"', 1, "is no mapping of keys to texts"),
        ("json", '["甲"]]', 1, "JSON file: something follows the list"),
        ("yaml", "- id: a\n  translation: 甲\n b: 乙\n", 3, "YAML file: while parsing"),
        ("json", " ", 1, "JSON file: a value is missing"),
        ("toml", '<<<<<<< a\na = "甲"\n=======\na = "乙"\n>>>>>>> b\n', 1, "has an unfinished merge"),
    ],
)
def test_a_broken_file_is_told_in_one_line_and_the_others_are_done(
    tmp_path, capsys, ending, text, line, cause
):
    pattern = f"{{path}}/zh.{ending}"
    config = f"source: zh\ntargets: [en]\nengine: pseudo\ncontent: [{{root: i18n, source: '{pattern}', target: '{{path}}/{{lang}}.{ending}'}}]\n"
    sound = {"toml": 'a = "甲"\n', "yaml": "a: 甲\n", "json": '{"a": "甲"}'}[ending]
    build(tmp_path, {f"i18n/a/zh.{ending}": text, f"i18n/b/zh.{ending}": sound}, config)
    assert cli(tmp_path, "translate") == 2
    told = [told for told in capsys.readouterr().err.splitlines() if "i18n/a/" in told]
    assert len(told) == 1
    assert f"i18n/a/zh.{ending}:{line}: {cause}" in told[0]
    assert (tmp_path / f"i18n/b/en.{ending}").exists()
    assert cli(tmp_path, "status") == 2


@pytest.mark.parametrize("name", ["zh", "menus.zh", "_category_"])
@pytest.mark.parametrize(
    "text",
    [
        "a: &a {other: 甲}\nb: {<<: *a, one: 乙}\nc: {<<: {other: 丙, name: 丁}}\n",
        "main:\n- {<<: {name: 甲, url: /a}}\n- [甲, [乙]]\n- 丙\n- {name: 丁, url: 1}\n- {<<: [{name: 戊}, {title: 己}]}\n",
        "1: 甲\n~: 乙\n[a]: 丙\ntrue: {name: 丁}\nlink: 戊\nlabel: [己]\n",
        "main: &m\n- {name: 甲, parent: [乙]}\nfooter: *m\n",
    ],
)
def test_odd_files_are_read_and_redrafted_like_others(tmp_path, capsys, name, text):
    source = f"ui/{name}.yaml" if name == "zh" else f"ui/{name.removesuffix('.zh')}.zh.yaml"
    pattern = source.removeprefix("ui/").replace("zh", "{}")
    build(tmp_path, {source: text}, settings("zh", "en", pattern))
    told = cli(tmp_path, "translate"), capsys.readouterr().err
    assert told[0] == 0 or "an alias elsewhere stands for it too" in told[1]
    (tmp_path / source).write_text(text.replace("甲", "新") + "新: {name: 新, other: 新}\n", "utf-8")
    assert cli(tmp_path, "translate") in (0, 2)
    assert cli(tmp_path, "check", "--ignore", "TF1,TF5,TF6,TF706,TF8") in (0, 2)


def test_yaml_with_tags_is_data_and_nothing_else():
    text = "a: !!python/object/apply:os.system ['true']\nb: !x 甲\n"
    page = document.parse(text, "i18n/zh.yaml")
    assert "".join(page.parts()) == text


class TestLife:
    @pytest.fixture
    def root(self, tmp_path):
        build(tmp_path, {SOURCE: TEXT}, HUGO)
        assert cli(tmp_path, "translate") == 0
        return tmp_path

    def record(self, root):
        site = build(root, {}, HUGO)
        found = bitext.read(site.tree, site.record_path(Pair(SOURCE, TARGET, "en")))
        assert found
        return found

    def test_states_follow_what_people_do_and_the_file_says_nothing_of_it(self, root, capsys):
        assert states(root, capsys) == {TARGET: "draft"}
        change(root, TARGET, self.draft_of(root, "/home"), "Home")
        page = (root / TARGET).read_bytes()
        assert cli(root, "approve", TARGET) == 0
        assert states(root, capsys) == {TARGET: "reviewed"}
        assert (root / TARGET).read_bytes() == page
        assert (root / SOURCE).read_text("utf-8") == TEXT
        assert self.record(root).header.status == "reviewed"
        assert cli(root, "approve", "--undo", TARGET) == 0
        assert states(root, capsys) == {TARGET: "draft"}
        assert (root / TARGET).read_bytes() == page

    def draft_of(self, root, key):
        return next(row.draft for row in self.record(root).rows if row.key == key)

    def test_a_changed_source_redrafts_a_machines_text_and_asks_about_a_persons(self, root, capsys):
        change(root, TARGET, self.draft_of(root, "/home"), "Home")
        old = self.draft_of(root, "/posts/other")
        change(root, SOURCE, "共 {{ .Count }} 篇", "合计 {{ .Count }} 篇")
        assert states(root, capsys) == {TARGET: "stale"}
        assert cli(root, "translate") == 0
        assert states(root, capsys) == {TARGET: "draft"}
        text = (root / TARGET).read_text("utf-8")
        assert 'home = "Home"\n' in text
        new = self.draft_of(root, "/posts/other")
        assert new != old
        assert text == TEXT.replace("首页", "Home").replace("共 {{ .Count }} 篇文章", new)
        change(root, SOURCE, '"首页"', '"主页"')
        assert states(root, capsys) == {TARGET: "conflict"}
        cli(root, "translate")
        assert (root / TARGET).read_text("utf-8") == text
        assert cli(root, "resolve", f"{TARGET}:2", "--take", "draft") == 0
        assert states(root, capsys) == {TARGET: "draft"}
        assert f'home = "{self.draft_of(root, "/home")}"\n' in (root / TARGET).read_text("utf-8")

    def test_redrafting_a_reviewed_file_makes_it_a_draft(self, root, capsys):
        assert cli(root, "approve", TARGET) == 0
        change(root, SOURCE, "[posts]", 'new = "新的"\n\n[posts]')
        assert states(root, capsys) == {TARGET: "stale"}
        cli(root, "translate")
        assert states(root, capsys) == {TARGET: "draft"}
        assert self.record(root).header.status == ""

    def test_keys_come_and_go_with_the_source_and_a_persons_stay(self, root, capsys):
        change(root, TARGET, "[posts]", 'own = "Mine"\n\n[posts]')
        change(root, TARGET, 'description = "说明"\n', 'description = "说明"\none = "{{ .Count }} article"\n')
        change(root, SOURCE, 'home = "首页"\n', "")
        change(root, SOURCE, "[posts]", '[tags]\nother = "标签"\n\n[posts]')
        cli(root, "translate")
        data = frontmatter.parse((root / TARGET).read_text("utf-8"), TARGET).data
        assert list(data) == ["own", "posts", "tags"]
        assert data["own"] == "Mine"
        assert data["posts"]["one"] == "{{ .Count }} article"
        assert data["posts"]["description"] == "说明"
        assert states(root, capsys) == {TARGET: "draft"}
        before = snapshot(root)
        cli(root, "translate")
        assert snapshot(root) == before

    def test_check_tells_lost_placeholders_missing_keys_and_missing_forms(self, root, capsys):
        assert findings(root, capsys) == [("TF706", 6)]  # there is no form for one article
        change(root, TARGET, "{{ .Count }}", "{{ .Conut }}")
        assert findings(root, capsys) == [("TF204", 6)]
        change(root, TARGET, "{{ .Conut }}", "{{.Count}}")
        text = (root / TARGET).read_text("utf-8")
        (root / TARGET).write_text(
            "".join(line for line in text.splitlines(True) if "home" not in line), "utf-8"
        )
        assert ("TF706", 1) in findings(root, capsys)

    def test_a_live_draft_is_told_and_nobody_is_told_to_hide_it(self, root, capsys):
        cli(root, "check", "--select", "TF107")
        assert "its draft was never reviewed: approve it\n" in capsys.readouterr().out

    @pytest.mark.parametrize("form", ["po", "xliff", "csv"])
    def test_texts_go_out_to_other_tools_and_come_back(self, root, capsys, form):
        file = root / f"texts.{form}"
        cli(root, "export", "--format", form, "-o", str(file))
        old = self.draft_of(root, "/home")
        file.write_text(file.read_text("utf-8").replace(old, "Home"), "utf-8")
        assert cli(root, "import", str(file)) == 0
        assert 'home = "Home"\n' in (root / TARGET).read_text("utf-8")
        assert states(root, capsys) == {TARGET: "draft"}

    def test_translations_of_people_are_taken_in_as_they_are(self, root, capsys):
        shutil.rmtree(root / ".transflow")
        page = (root / TARGET).read_bytes()
        assert states(root, capsys) == {TARGET: "untracked"}
        assert cli(root, "adopt", TARGET) == 0
        assert states(root, capsys) == {TARGET: "draft"}
        assert (root / TARGET).read_bytes() == page
        assert cli(root, "status", "--write") == 0
        assert (root / TARGET).read_bytes() == page


MENU = """# 主菜单
[[main]]
name = "首页"
url = "/"
weight = 1

[[main]]
name = "关于"
pageRef = "about"
weight = 2

# 页脚
[[footer]]
name = "标签"
pageRef = "tags"
"""
POSTS = '[[main]]\nname = "文章"\npageRef = "posts"\nweight = 5\n'


def test_an_entry_that_is_put_into_a_menu_leaves_the_others_their_names(tmp_path, capsys):
    source, target = "ui/menus.zh-cn.toml", "ui/menus.en.toml"
    build(tmp_path, {source: MENU}, settings("zh-CN", "en", "menus.{}.toml"))
    assert cli(tmp_path, "translate") == 0
    read = MENU.replace("首页", "Home").replace("关于", "About").replace("标签", "Tags")
    (tmp_path / target).write_text(read, "utf-8")
    assert cli(tmp_path, "approve", "ui") == 0
    change(tmp_path, source, '[[main]]\nname = "关于"', f'{POSTS}[[main]]\nname = "关于"')
    assert states(tmp_path, capsys) == {target: "stale"}
    assert cli(tmp_path, "translate") == 0
    data = frontmatter.parse((tmp_path / target).read_text("utf-8"), target).data
    named = [(entry["name"], entry.get("url") or entry["pageRef"], entry["weight"]) for entry in data["main"]]
    assert (named[0], named[1][1:], named[2]) == (("Home", "/", 1), ("posts", 5), ("About", "about", 2))
    assert data["footer"] == [{"name": "Tags", "pageRef": "tags"}]
    assert states(tmp_path, capsys) == {target: "draft"}
    before = snapshot(tmp_path)
    cli(tmp_path, "translate")
    assert snapshot(tmp_path) == before
    change(tmp_path, source, POSTS, "")
    cli(tmp_path, "translate")
    assert (tmp_path / target).read_text("utf-8") == read
    change(tmp_path, source, '[[main]]\nname = "首页"\nurl = "/"\nweight = 1\n', "")
    cli(tmp_path, "translate")
    assert states(tmp_path, capsys) == {target: "conflict"}
    assert 'name = "Home"' in (tmp_path / target).read_text("utf-8")


def test_entries_of_yaml_menus_are_known_wherever_they_stand(tmp_path):
    source, target = "ui/menus.zh-cn.yaml", "ui/menus.en.yaml"
    entries = ["- {name: 甲, url: /a}\n", "- {name: 乙, url: /b}\n", "- {name: 丙, url: /b}\n"]
    build(tmp_path, {source: "main:\n" + "".join(entries)}, settings("zh-CN", "en", "menus.{}.yaml"))
    assert cli(tmp_path, "translate") == 0
    text = (tmp_path / target).read_text("utf-8")
    drafts = re.findall("name: (.*?),", text)
    for draft, name in zip(drafts, "ABC", strict=True):
        text = text.replace(draft, name)
    (tmp_path / target).write_text(text, "utf-8")
    (tmp_path / source).write_text(
        "main:\n" + "".join(entries[::2]) + "- {name: 丁, url: /d}\n" + entries[1], "utf-8"
    )
    cli(tmp_path, "translate")
    data = frontmatter.parse((tmp_path / target).read_text("utf-8"), target).data
    assert {entry["url"] for entry in data["main"]} == {"/a", "/b", "/d"}
    assert {"A", "B", "C"} <= {entry["name"] for entry in data["main"]}
    assert len(data["main"]) == 4


def test_a_name_that_others_have_as_their_parent_stays_and_is_told(tmp_path, capsys):
    source, target = "ui/menus.zh-cn.toml", "ui/menus.en.toml"
    parent, child = (
        '[[main]]\nname = "产品"\nurl = "#"\n',
        '[[main]]\nname = "基金"\nparent = "产品"\nurl = "/图/"\n',
    )
    build(tmp_path, {source: parent + child}, settings("zh-CN", "en", "menus.{}.toml"))
    assert cli(tmp_path, "translate") == 0
    capsys.readouterr()
    cli(tmp_path, "--quiet", "check", "--select", "TF503")
    assert capsys.readouterr().out == f"{target}:2:8: TF503 warning what is copied holds Chinese: line 2\n"
    # An identifier is what the others name then.
    change(tmp_path, source, 'name = "产品"\n', 'identifier = "products"\nname = "产品"\n')
    change(tmp_path, source, 'parent = "产品"', 'parent = "products"')
    assert cli(tmp_path, "translate") == 0
    capsys.readouterr()
    cli(tmp_path, "--quiet", "check", "--select", "TF503")
    assert capsys.readouterr().out == ""
    assert "产品" not in (tmp_path / target).read_text("utf-8")


def test_a_record_without_a_status_is_read():
    line = '{"version":1,"source":"a.toml","target":"b.toml","language":"en","from":"zh-CN"}\n'
    assert bitext.loads(line, "a").header.status == ""
    assert bitext.dumps(bitext.loads(line, "a")) == line


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("共 {{ .Count }} 篇", ["{{ .Count }}"]),
        ("{{ if gt .Count 1 }}甲{{ else }}乙{{ end }}", ["{{ if gt .Count 1 }}", "{{ else }}", "{{ end }}"]),
        ("{count, plural, one {# 篇} other {# 篇}}在此", ["{count, plural, one {# 篇} other {# 篇}}"]),
        ("%d篇，%1$s 著，100%的", ["%d", "%1$s"]),
        ("*甲* {未完 _乙_ 5%", []),
        ("见 https://a.cn/b 。", ["https://a.cn/b"]),
    ],
)
def test_placeholders_are_no_language_and_markdown_is_text(text, atoms):
    pieces = inlines(text, STRINGS, html=True)
    assert [piece.raw for piece in pieces if piece.kind != "text"] == atoms
    assert "".join(piece.raw for piece in pieces) == text


def test_a_text_that_went_out_is_the_same_when_it_comes_back():
    text = "A \\*b* &amp; {c}\n<b>d</b> | {c} e"
    parts = take_apart(text, "front-matter", STRINGS)
    assert put_together(parts, parts, "front-matter", STRINGS) == text
    fewer = take_apart("{c} e <b>d</b> &amp;", "front-matter", STRINGS)
    assert broken(parts, parts, parts) == ""
    lost = tuple(part for part in parts if isinstance(part, str) or part.raw != "{c}")
    assert "is missing" in broken(lost, parts, parts)
    assert fewer


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [("zh-CN", "{n} posts"), ("en", "One post|{n} posts"), ("ru", "One post|{n} posts")],
)
def test_a_language_gets_no_more_plural_forms_than_it_has(tag, wanted):
    data = {"blog.plurals": {"message": "One post|{n} posts"}, "title": {"message": "a|b"}}
    most = len(plural_forms(tag))
    assert strings.forms("One post|{n} posts", ("blog.plurals", "message"), data, most) == wanted
    assert strings.forms("a|b", ("title", "message"), data, most) == "a|b"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{root: i18n, source: zh.toml, target: '{lang}.yaml'}", "strings are not written as .yaml from zh.toml"),
        ("{root: i18n, source: '{path}.toml', target: '{lang}.toml'}", "needs {path} and {lang}"),
        ("{root: i18n, source: zh.toml, target: en.toml}", "needs {lang}"),
        ("{root: i18n, source: zh.txt, target: '{lang}.txt'}", "pages with .txt are not understood"),
        ("{root: i18n, source: ../zh.toml, target: '{lang}.toml'}", "leaves the workspace"),
    ],
)  # fmt: skip
def test_patterns_that_cannot_be_followed_are_refused(tmp_path, capsys, entry, told):
    (tmp_path / "transflow.yaml").write_text(f"source: zh\ntargets: [en]\ncontent: [{entry}]\n")
    assert cli(tmp_path, "status") == 2
    assert told in capsys.readouterr().err


def test_only_the_file_that_is_named_is_the_source(tmp_path, capsys):
    build(
        tmp_path, {SOURCE: TEXT, "i18n/zh.toml": TEXT, "i18n/what-it.toml": TEXT, "i18n/fr.toml": TEXT}, HUGO
    )
    assert states(tmp_path, capsys) == {TARGET: "missing"}


def test_a_link_that_leads_out_of_the_site_is_not_read(tmp_path):
    outside = tmp_path / "outside.toml"
    outside.write_text('a = "甲"\n', "utf-8")
    root = tmp_path / "site"
    (root / "i18n").mkdir(parents=True)
    (root / SOURCE).symlink_to(outside)
    build(root, {}, HUGO)
    assert cli(root, "translate") == 0
    assert not (root / TARGET).exists()


def test_a_file_that_is_too_long_is_refused():
    with pytest.raises(DocumentError, match="longer than 1,048,576 characters"):
        frontmatter.parse("# " + "x" * 2**20, "a.toml")


PROPOSED = [
    (
        {
            "hugo.toml": 'baseURL = "/"\ndefaultContentLanguage = "zh"\n[languages.zh]\n[languages.en]\n',
            "i18n/en.yaml": "a: b\n",
            "i18n/zh.yaml": "a: 甲\n",
            "config/_default/menus.zh.toml": '[[main]]\nname = "甲"\n',
            "content/a.md": "港股上涨。\n",
        },
        {"i18n/en.yaml", "config/_default/menus.en.toml", "content/a.en.md"},
        ["strings in i18n/zh.yaml", "strings in config/_default/menus.zh.toml"],
    ),
    (
        {
            "website/docusaurus.config.js": "export default {i18n: {defaultLocale: 'en', locales: ['en', 'zh-CN']}};\n",
            "website/docs/a.md": "The market rose today, and so did the index.\n",
            "website/i18n/en/code.json": '{"a": {"message": "Page"}}',
            "website/i18n/zh-CN/code.json": "{}",
        },
        {"website/i18n/zh-CN/code.json", "website/i18n/zh-CN/docusaurus-plugin-content-docs/current/a.md"},
        ["strings in website/i18n/en/{path}.json"],
    ),
    (
        {"hugo.toml": 'baseURL = "/"\n', "i18n/en.toml": 'a = "b"\n', "content/a.md": "港股上涨。\n"},
        {"content/a.en.md"},
        [],
    ),
    (
        {
            "hugo.toml": 'baseURL = "/"\n',
            "config/_default/menus.yaml": "main:\n- name: 甲\n",
            "i18n/zh-cn.json": '[{"id": "a", "translation": "甲"}]',
            "content/a.md": "港股上涨。\n",
        },
        {"i18n/en.json", "config/_default/menus.en.yaml", "content/a.en.md"},
        ["strings in i18n/zh-cn.json", "strings in config/_default/menus.yaml"],
    ),
]


LISTS = [
    (
        "zh.yaml",
        "# 界面\n- id: home # 一\n  translation: 首页\n\n- id: posts\n  translation: {other: '{{ .Count }} 篇'}\n",
        "- id: new\n  translation: 新的\n",
        "- id: posts",
    ),
    (
        "zh.json",
        '[\n  {"id": "home", "translation": "首页"},\n  {"id": "posts", "translation": {"other": "{{ .Count }} 篇"}}\n]\n',
        '  {"id": "new", "translation": "新的"},\n',
        '  {"id": "posts"',
    ),
    (
        "zh.toml",
        '[[ui]]\nid = "home"\ntranslation = "首页"\n\n[[ui]]\nid = "posts"\nother = "{{ .Count }} 篇"\n',
        '[[ui]]\nid = "new"\ntranslation = "新的"\n',
        '[[ui]]\nid = "posts"',
    ),
]


def said(entry):
    """Return what an entry of go-i18n's old form says."""
    found = entry.get("translation", entry)
    return found["other"] if isinstance(found, dict) else found


def found_of(root, capsys):
    """Return the findings of `check`."""
    capsys.readouterr()
    cli(root, "check", "--format", "json")
    return json.loads(capsys.readouterr().out)["findings"]


@pytest.mark.parametrize(("name", "text", "new", "before"), LISTS)
def test_entries_of_a_list_are_known_by_their_ids_and_come_and_go(tmp_path, capsys, name, text, new, before):
    target = name.replace("zh", "en")
    build(tmp_path, {f"ui/{name}": text}, settings("zh", "en", name.replace("zh", "{}")))
    assert cli(tmp_path, "translate") == 0

    def entries():
        data = frontmatter.parse((tmp_path / "ui" / target).read_text("utf-8"), target).data
        return {entry["id"]: said(entry) for entry in next(iter(data.values()))}

    first = entries()
    assert first.keys() == {"home", "posts"}
    assert "{{ .Count }}" in first["posts"]
    assert not any(re.search("[\u4e00-\u9fff]", found) for found in first.values())
    told = [found["message"] for found in found_of(tmp_path, capsys) if found["code"] == "TF706"]
    assert len(told) == 1
    assert "/posts" in told[0]
    assert "has no form for `one`" in told[0]
    change(tmp_path, f"ui/{target}", first["home"], "Home")
    change(tmp_path, f"ui/{name}", before, new + before)
    assert states(tmp_path, capsys) == {f"ui/{target}": "stale"}
    assert cli(tmp_path, "translate") == 0
    assert list(entries()) == ["home", "new", "posts"]
    assert entries() == first | {"home": "Home", "new": entries()["new"]}
    (tmp_path / "ui" / name).write_text(text, "utf-8")
    assert cli(tmp_path, "translate") == 0
    assert entries() == first | {"home": "Home"}
    assert states(tmp_path, capsys) == {f"ui/{target}": "draft"}


def test_texts_of_a_list_within_a_menu_come_and_go(tmp_path):
    source = "main:\n- name: 甲\n  url: /a\n  params: {tags: [a, b]}\n"
    build(tmp_path, {"ui/menus.zh.yaml": source}, settings("zh", "en", "menus.{}.yaml"))
    assert cli(tmp_path, "translate") == 0
    change(tmp_path, "ui/menus.zh.yaml", "[a, b]", "[a, c, b]")
    assert cli(tmp_path, "translate") == 0
    data = frontmatter.parse((tmp_path / "ui/menus.en.yaml").read_text("utf-8"), "a.yaml").data
    assert data["main"][0]["params"] == {"tags": ["a", "c", "b"]}


def test_init_leaves_out_what_cannot_be_read_and_says_so(tmp_path, capsys):
    files = {"hugo.toml": 'baseURL = "/"\n', "content/a.md": "港股上涨。\n", "i18n/zh.yaml": "首页\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert cli(tmp_path, "init") == 0
    told = "guess: strings left out: i18n/zh.yaml:1: is no mapping of keys to texts, nor a list of such (write it as `key: text`)"
    assert told in capsys.readouterr().err
    assert states(tmp_path, capsys) == {"content/a.en.md": "missing"}


@pytest.mark.parametrize(("files", "targets", "told"), PROPOSED)
def test_init_proposes_the_strings_that_it_sees(tmp_path, capsys, files, targets, told):
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    assert cli(tmp_path, "init") == 0
    seen = [
        line.removeprefix("seen: ") for line in capsys.readouterr().err.splitlines() if "strings in" in line
    ]
    assert seen == told
    assert states(tmp_path, capsys).keys() == targets


def test_a_file_is_reviewed_in_the_browser(tmp_path):
    site = build(tmp_path, {SOURCE: TEXT}, HUGO)
    assert cli(tmp_path, "translate") == 0
    pair = Pair(SOURCE, TARGET, "en")
    with visitor(site) as client:
        page = client.get(f"/t/en/{SOURCE}").text
        _, name = re.findall(r'name="unit" value="(u[0-9a-f]+)"', page)
        lost = client.post(f"/try/en/{SOURCE}", json={"unit": name, "text": "Articles"}).json()
        assert "TF204" in lost["remarks"]
        kept = client.post(f"/try/en/{SOURCE}", json={"unit": name, "text": "{{ .Count }} articles"}).json()
        assert "TF204" not in kept["remarks"]
        assert client.post(f"/approve/en/{SOURCE}").status_code == 200
        assert Picture(site).translation(pair).state == "reviewed"
        assert client.post("/undo").status_code == 200
    assert Picture(site).translation(pair).state == "draft"


def test_a_hook_judges_strings_as_they_are_staged(tmp_path, capsys):
    def git(*arguments):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True, capture_output=True)

    build(tmp_path, {SOURCE: TEXT}, HUGO + "required: [en]\n")
    git("init", "--quiet")
    git("add", ".")
    assert cli(tmp_path, "check", "--staged", SOURCE) == 1
    assert "TF102" in capsys.readouterr().out
    assert cli(tmp_path, "translate") == 0
    git("add", TARGET)
    assert cli(tmp_path, "check", "--staged", TARGET) == 1
    assert "TF109" in capsys.readouterr().out
    git("add", ".")
    assert cli(tmp_path, "check", "--staged", SOURCE, TARGET) == 0


def test_what_a_generator_put_there_in_the_source_language_is_not_translated_yet(tmp_path, capsys):
    """`docusaurus write-translations --locale en` fills in the words of the source where it has no others."""
    said = {
        "a": {"message": "估值", "description": "侧边栏"},
        "b": {"message": "下一页"},
        "c": {"message": "P/E"},
        "d": {"message": "新的"},
    }
    there = {
        "a": {"message": "估值", "description": "侧边栏"},
        "b": {"message": "Next"},
        "c": {"message": "P/E"},
    }
    config = "source: zh-Hans\ntargets: [en]\nengine: pseudo\ncontent: [{root: i18n, source: 'zh-Hans/{path}.json', target: '{lang}/{path}.json'}]\n"
    files = {
        f"i18n/{tag}/code.json": json.dumps(data, ensure_ascii=False)
        for tag, data in (("zh-Hans", said), ("en", there))
    }
    build(tmp_path, files, config)
    assert cli(tmp_path, "adopt") == 0
    capsys.readouterr()
    assert cli(tmp_path, "plan") == 0
    assert "2 of 4 units" in capsys.readouterr().out
    assert cli(tmp_path, "translate") == 0
    made = json.loads((tmp_path / "i18n/en/code.json").read_text("utf-8"))
    assert [made[key]["message"] for key in "bc"] == ["Next", "P/E"]
    assert not [key for key in "ad" if re.search("[一-鿿]", made[key]["message"])]
    assert made["a"]["description"] == "侧边栏"
