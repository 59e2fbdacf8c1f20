from dataclasses import replace

import pytest

from tests.sites import build
from transflow.errors import ConfigError
from transflow.site import config, workspace
from transflow.site.config import Content
from transflow.site.workspace import Pair


def test_the_smallest_file_is_enough():
    found = config.parse_config("source: zh-CN\ntargets: [en]\n")
    assert found.sources == ("zh-CN",)
    assert found.targets == ("en",)
    assert found.required == ()
    assert found.content == (Content("content", "{path}.md", "{path}.{lang}.md"),)
    assert found.glossaries == ("glossaries/*.yaml",)
    assert found.engine == "auto"
    assert found.front_matter.translate is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("targets: [en]\ntarget: [fr]\n", 2, "unknown key 'target' (did you mean 'targets'?)"),
        ('targets: [en]\nchecks: {severity: {a: "\\ud800"}}\n', 2, "half of a surrogate pair is no letter"),
        ('targets: [en]\nengine: "\\U0000dfff"\n', 2, "half of a surrogate pair is no letter"),
        ("targets: [en]\nxyzzy: 1\n", 2, "unknown key 'xyzzy' (known: source,"),
        ("targets: [en]\ntargets: [fr]\n", 2, "key 'targets' stands twice"),
        (
            "targets: [en]\ncontent:\n  - root: a\n    sorce: b\n",
            4,
            "unknown key 'sorce' (did you mean 'source'?)",
        ),
        ("targets: [en]\nmarkdown: {maths: true}\n", 2, "did you mean 'math'"),
        ("targets: en\n", 1, "Expected a list, got text (write `targets: [en]`)"),
        ("targets: [en]\nmarkdown: {math: maybe}\n", 2, "Expected true or false, got text"),
        ("targets: [xx]\n", 1, "unknown language code 'xx'"),
        ("source: zh-CN\n", 0, "no target language"),
        ("targets: [en, EN]\n", 1, "'EN' stands twice in `targets`"),
        ("targets: [en, zh-Hans]\n", 1, "'zh-Hans' is the language of the source pages"),
        ("", 0, "no target language"),
        ("- a\n", 1, "the file must be a mapping"),
        ("targets: [en\n", 2, "(close the bracket that opens in line 1)"),
        ("targets:\n\t- en\n", 2, "(indent with spaces, not with a tab)"),
        ("targets: [english]\n", 1, "(give a BCP 47 tag such as en or zh-CN)"),
        ("targets: [en]\nstyle: {scale: words}\n", 2, "(one of word, letters; see `style.scale`"),
        ("targets: [en]\nchecks: {severity: {TF101: fatal}}\n", 2, "(one of error, warning; see"),
        ("targets: [en]\nrequired: [fr]\n", 2, "'fr' is required but is not one of `targets`"),
        ("targets: [en]\ncontent: [{target: '{path}.md'}]\n", 2, "needs {path} and {lang}"),
        ("targets: [en]\ncontent: [{source: '{name}.md'}]\n", 2, "needs {path}"),
        ("targets: [en]\ncontent: [{root: ../other}]\n", 2, "leaves the workspace"),
        ("targets: [en]\nengine: [a]\n", 2, "Expected text, got a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, message):
    with pytest.raises(ConfigError) as caught:
        config.parse_config(text)
    assert message in str(caught.value)
    assert caught.value.line == line
    assert caught.value.path == "transflow.yaml"
    assert "\n" not in str(caught.value)


def test_the_workspace_is_found_upward(tmp_path):
    build(tmp_path, {"content/deep/a.md": "x"})
    assert workspace.find(tmp_path / "content" / "deep").root == tmp_path.resolve()


def test_no_workspace_is_told_with_a_way_out(tmp_path):
    with pytest.raises(
        ConfigError, match=r"no transflow.yaml here or in any folder above \(run `transflow init`"
    ):
        workspace.find(tmp_path)


def test_a_content_root_must_exist(tmp_path):
    build(tmp_path, {"content/a.md": ""}, "targets: [en]\ncontent:\n- root: content\n- root: conten\n")
    with pytest.raises(ConfigError, match=r"^transflow.yaml:4: content root 'conten' does not exist \(make"):
        workspace.find(tmp_path)


def test_a_glossary_that_is_spelled_out_must_exist(tmp_path):
    site = build(tmp_path, {"glossaries/b.yaml": "", "glossaries/a.yaml": ""})
    assert [*site.glossary_paths()] == ["glossaries/a.yaml", "glossaries/b.yaml"]
    site = build(tmp_path, {}, "targets: [en]\nglossaries: [glossaries/c.yaml]\n")
    with pytest.raises(ConfigError, match=r"c.yaml' does not exist"):
        site.glossary_paths()


def test_hidden_folders_ignored_files_and_other_endings_are_no_pages(tmp_path):
    files = {"content/a.md": "", "content/.x/b.md": "", "content/drafts/c.md": "", "content/d.png": ""}
    site = build(tmp_path, files, "targets: [en]\nignore: [drafts/]\n")
    assert [path for _, path in site.files()] == ["content/a.md"]
    # A hook, which names the files that it looks at, passes over the same ones.
    assert [path for _, path in replace(site, only=(*files, "content/gone.md")).files()] == ["content/a.md"]


def test_a_record_is_kept_by_language_and_source(tmp_path):
    site = build(tmp_path, {})
    pair = Pair("content/news/a.md", "content/news/a.zh-hk.md", "zh-HK")
    assert (site.root / site.record_path(pair)).relative_to(
        site.root
    ).as_posix() == ".transflow/bitext/zh-hk/content/news/a.md.jsonl"


def test_a_glossary_may_serve_some_pages_only_and_its_first_entry_decides(tmp_path):
    config = (
        "targets: [en]\nglossaries: [{files: [glossaries/a.yaml], paths: [content/hk/]}, glossaries/*.yaml]\n"
    )
    site = build(tmp_path, {"glossaries/b.yaml": "", "glossaries/a.yaml": ""}, config)
    assert site.glossary_paths() == {"glossaries/a.yaml": ("content/hk/",), "glossaries/b.yaml": None}


def test_a_misspelt_key_of_a_scoped_glossary_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"yaml:2: unknown key 'path'; did you mean|did you mean 'paths'"):
        build(tmp_path, {}, "targets: [en]\nglossaries: [{files: [a.yaml], path: [x]}]\n")


def test_entries_of_one_root_each_take_their_own_pages(tmp_path):
    entries = '[{root: ., source: "docs/{path}.md", target: "i18n/{lang}/docs/{path}.md"}, {root: ., source: "blog/{path}.md", target: "i18n/{lang}/blog/{path}.md"}]'
    for path in ("docs/a.md", "blog/b.md", "i18n/en/docs/a.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("# 标题\n", "utf-8")
    (tmp_path / "transflow.yaml").write_text(f"targets: [en]\ncontent: {entries}\n", "utf-8")
    site = workspace.load(tmp_path)
    wanted = {
        "docs/a.md": "docs/{path}.md",
        "blog/b.md": "blog/{path}.md",
        "i18n/en/docs/a.md": "docs/{path}.md",
    }
    assert {path: content.source for content, path in site.files()} == wanted
    assert {path: content.source for content, path, _ in site.entries()} == wanted
