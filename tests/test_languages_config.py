"""What a site says of single languages, and which languages a page is wanted in."""

import pytest

from tests.sites import build, cli
from transflow import api
from transflow.errors import ConfigError
from transflow.site.workspace import load

PAGE = "---\ntitle: 标题\n---\n\n甲段。\n"


def states(site):
    return {item.pair.target: item.state for item in api.overview(site).translations}


def test_pages_are_left_out_for_a_language(tmp_path):
    config = "targets: [en, ja]\nengine: pseudo\nlanguages: {ja: {exclude: [blog/**, content/x.md]}}\n"
    pages = {"content/a.md": PAGE, "content/blog/b.md": PAGE, "content/x.md": PAGE}
    assert set(states(build(tmp_path, pages, config))) == {
        "content/a.en.md", "content/a.ja.md", "content/blog/b.en.md", "content/x.en.md",
    }  # fmt: skip


def test_an_entry_says_in_which_language_its_pages_are(tmp_path):
    config = (
        "source: [zh-CN, en]\ntargets: [en, zh-CN]\n"
        "content: [{root: content}, {root: ., source: 'READM{path}.md', target: 'READM{path}.{lang}.md', language: en}]\n"
    )
    site = build(
        tmp_path, {"content/a.md": PAGE, "README.md": "Read me.\n", "README.zh-CN.md": "请读。\n"}, config
    )
    assert states(site) == {"content/a.en.md": "missing", "README.zh-CN.md": "untracked"}
    api.adopt(site)
    (tmp_path / "README.md").write_text("Do read me.\n", "utf-8")
    assert states(load(tmp_path))["README.zh-CN.md"] == "conflict"


def test_the_language_of_an_entry_is_one_that_is_translated(tmp_path):
    config = "source: zh-CN\ntargets: [en]\ncontent:\n  - root: content\n    language: fr\n"
    with pytest.raises(ConfigError, match=r"^transflow.yaml:5: 'fr' is not one of `source` \(add it there"):
        build(tmp_path, {"content/a.md": PAGE}, config)


@pytest.mark.parametrize(
    ("front", "wanted"),
    [
        ("translate: [ja]", {"ja"}),
        ("translate: [ja, fr]", {"ja", "fr"}),
        ("translate: []", set()),
        ("translate: ja", {"ja"}),
        ("translate: yes", {"en", "ja"}),
        ("translate: ''", {"en", "ja"}),
        ("x: 1", {"en", "ja"}),
    ],
)
def test_a_page_says_which_languages_it_is_wanted_in(tmp_path, front, wanted):
    page = PAGE.replace("title", f"{front}\ntitle")
    site = build(tmp_path, {"content/a.md": page}, "targets: [en, ja]\nengine: pseudo\n")
    assert {item.pair.language for item in api.overview(site).translations} == wanted
    api.translate(site)
    for path in (tmp_path / "content").glob("a.*.md"):
        assert "translate:" not in path.read_text("utf-8")


def test_no_machine_drafts_what_is_for_people(tmp_path, capsys):
    config = "targets: [en, ja]\nengine: pseudo\nlanguages: {ja: {machine: false}}\n"
    build(tmp_path, {"content/a.md": PAGE}, config)
    assert cli(tmp_path, "plan") == 0
    assert "content/a.ja.md" in capsys.readouterr().out
    assert cli(tmp_path, "translate") == 0
    assert "content/a.ja.md is for people to translate" in capsys.readouterr().err
    assert (tmp_path / "content/a.en.md").exists()
    assert not (tmp_path / "content/a.ja.md").exists()


def test_a_page_that_was_approved_unread_is_found(tmp_path, capsys):
    config = "targets: [en]\nengine: pseudo\nlanguages: {en: {max_unmodified: 50}}\n"
    site = build(tmp_path, {"content/a.md": PAGE}, config)
    api.translate(site)
    api.approve(site, api.Filter(), by="R")
    assert cli(tmp_path, "check", "--strict", "--select", "TF110") == 1
    assert "2 of 2 texts are as a machine drafted them; at most 50% may be" in capsys.readouterr().out
    text = (tmp_path / "content/a.en.md").read_text("utf-8")
    (tmp_path / "content/a.en.md").write_text(text.rstrip("\n") + " By a person.\n", "utf-8")
    assert cli(tmp_path, "check", "--strict", "--select", "TF110") == 0


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("targets: [cn]", "did you mean 'zh'"),
        ("targets: [jp]", "did you mean 'ja'"),
        ("targets: [kr]", "did you mean 'ko'"),
        ("targets: [no]", "put Norwegian in quotes: 'no'"),
        ("targets: [en]\nlanguages: {ja: {machine: false}}", "'ja' is not one of `targets`"),
        ("targets: [en]\nlanguages: {en: {machin: false}}", "did you mean 'machine'"),
        ("targets: [en]\nlanguages: {en: {max_unmodified: 900}}", "max_unmodified"),
        ("targets: [en]\nlanguages: {en: {max_unmodified: 87.5}}", "Expected a whole number, got a number"),
    ],
)
def test_mistakes(tmp_path, config, told):
    with pytest.raises(ConfigError) as refused:
        build(tmp_path, {}, f"{config}\n")
    assert told in str(refused.value)


def test_languages_may_be_joined_by_commas(tmp_path, capsys):
    build(tmp_path, {"content/a.md": PAGE}, "targets: [en, fr, ja]\nengine: pseudo\n")
    for joined in ("en,fr", "en, fr"):
        assert cli(tmp_path, "plan", "-l", joined) == 0
        assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == [
            "content/a.en.md",
            "content/a.fr.md",
        ]
