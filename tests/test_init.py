import json

import msgspec
import pytest

from tests.sites import build, cli
from transflow.commands import init
from transflow.errors import ConfigError
from transflow.site import workspace
from transflow.site.config import Config
from transflow.site.planner import survey

ZH = "---\ntitle: 标题\n---\n\n正文的一段文字，说的是市场。\n"
EN = "---\ntitle: Title\n---\n\nA paragraph about the market.\n"


def tree(root, paths):
    for path, text in paths.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def proposed(root, paths, **options):
    """Return source, targets and pairs of what is proposed for a site."""
    tree(root, paths)
    proposal = init.propose(root, **options)
    init.write(root, proposal)
    site = workspace.load(root)
    found = survey(site)
    assert found.problems == ()
    return site.config.source, site.config.targets, [(pair.source, pair.target) for pair in found.pairs]


@pytest.mark.parametrize(
    ("paths", "source", "targets", "pairs"),
    [
        ({"content/a.md": ZH}, "zh-CN", ("en",), [("content/a.md", "content/a.en.md")]),
        (
            {"content/a.md": ZH, "content/a.en.md": EN, "content/a.ja.md": EN},
            "zh-CN", ("en", "ja"), [("content/a.md", "content/a.en.md"), ("content/a.md", "content/a.ja.md")],
        ),
        (
            {"content/a.md": ZH.replace("title", "lang: [zh-HK]\ntitle"), "content/b.md": ZH.replace("title", "lang: zh-HK\ntitle")},
            "zh-HK", ("en",), [("content/a.md", "content/a.en.md"), ("content/b.md", "content/b.en.md")],
        ),
        (
            {"content/zh/a.md": ZH, "content/en/a.md": EN, "hugo.toml": 'defaultContentLanguage = "zh"\n'},
            "zh", ("en",), [("content/zh/a.md", "content/en/a.md")],
        ),
        (
            {
                "hugo.yaml": "defaultContentLanguage: en\nlanguages:\n  en: {contentDir: content/en}\n  pt-br: {contentDir: content/pt-br}\n",
                "content/en/a.md": EN,
            },
            "en", ("pt-br",), [("content/en/a.md", "content/pt-br/a.md")],
        ),
        (
            {"config/_default/languages.toml": "[zh]\nweight = 1\n[en]\nweight = 2\n", "config/_default/hugo.toml": 'defaultContentLanguage = "zh"\n', "content/a.md": ZH},
            "zh", ("en",), [("content/a.md", "content/a.en.md")],
        ),
        (
            {"docusaurus.config.js": "i18n: { defaultLocale: 'en', locales: ['en', 'zh-Hans'] }", "docs/a.md": EN},
            "en", ("zh-Hans",), [("docs/a.md", "i18n/zh-Hans/docusaurus-plugin-content-docs/current/a.md")],
        ),
        (
            {"content/what-it.is.md": ZH, "content/v1.2.md": ZH},
            "zh-CN", ("en",),
            [("content/v1.2.md", "content/v1.2.en.md"), ("content/what-it.is.md", "content/what-it.is.en.md")],
        ),
        (
            {"content/a.zh-cn.md": ZH, "content/a.ja.md": EN, "content/b.zh-cn.md": ZH},
            "zh-CN", ("ja",), [("content/a.zh-cn.md", "content/a.ja.md"), ("content/b.zh-cn.md", "content/b.ja.md")],
        ),
        (
            {"content/it/a.md": ZH, "content/news/a.md": ZH, "content/fun/a.md": ZH},
            "zh-CN", ("en",),
            [(f"content/{name}/a.md", f"content/{name}/a.en.md") for name in ("fun", "it", "news")],
        ),
        ({"README.md": EN, "lectures/a.md": ZH, "x/b.md": EN, "lectures/c.md": ZH}, "zh-CN", ("en",),
         [("lectures/a.md", "lectures/a.en.md"), ("lectures/c.md", "lectures/c.en.md")]),
        (
            {"hugo.toml": 'defaultContentLanguage = "zh"\ncontentDir = "src"\n', "src/a.md": ZH, "docs/b.md": EN},
            "zh", ("en",), [("src/a.md", "src/a.en.md")],
        ),
        ({"docs/a.md": f"{EN}The state of the art is the end of it.\n", "docs/a.de.md": "x"}, "en", ("de",), [("docs/a.md", "docs/a.de.md")]),
        ({}, "zh-CN", ("en",), []),
        ({"hugo.toml": "not [ toml", "content/a.md": ZH}, "zh-CN", ("en",), [("content/a.md", "content/a.en.md")]),
    ],
)  # fmt: skip
def test_a_site_is_understood(tmp_path, paths, source, targets, pairs):
    assert proposed(tmp_path, paths) == (source, targets, pairs)


def test_what_is_said_on_the_command_line_counts(tmp_path):
    assert proposed(tmp_path, {"content/a.md": EN}, source="en", targets=("zh-CN",)) == (
        "en",
        ("zh-CN",),
        [("content/a.md", "content/a.zh-cn.md")],
    )


def test_an_unknown_language_or_none_is_told(tmp_path):
    with pytest.raises(ConfigError, match="unknown language code 'klingon'"):
        init.propose(tmp_path, source="klingon")
    with pytest.raises(
        ConfigError, match=r"no language to translate into was found \(transflow init --target zh-CN\)"
    ):
        init.propose(tmp_path, source="en")


def test_a_file_that_is_there_stays(tmp_path, capsys):
    tree(tmp_path, {"transflow.yaml": "targets: [fr]\n"})
    assert cli(tmp_path, "init") == 2
    assert "transflow.yaml: exists already" in capsys.readouterr().err
    assert (tmp_path / "transflow.yaml").read_text() == "targets: [fr]\n"


def test_the_command(tmp_path, capsys):
    tree(tmp_path, {"content/a.md": ZH})
    assert cli(tmp_path, "init", "--dry-run") == 0
    assert not (tmp_path / "transflow.yaml").exists()
    assert capsys.readouterr().out == "source: zh-CN\ntargets: [en]\n"
    assert cli(tmp_path, "init") == 0
    assert (tmp_path / "transflow.yaml").read_text() == "source: zh-CN\ntargets: [en]\n"
    assert cli(tmp_path, "plan") == 0


def test_the_schema_knows_every_key_and_tells_about_it(tmp_path, capsys):
    assert cli(tmp_path, "init", "--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    top = schema["properties"]
    assert set(top) == set(Config.__struct_fields__)
    assert top["targets"]["description"] == "Languages that every source page is wanted in."
    assert schema["additionalProperties"] is False
    assert schema["definitions"]["Content"]["properties"]["target"]["default"] == "{path}.{lang}.md"
    assert msgspec.json.encode(schema)


def test_a_dialect_is_proposed_and_why_is_told(tmp_path, capsys):
    build(tmp_path, {"mkdocs.yml": "docs_dir: docs\nmarkdown_extensions: [nl2br]\n", "docs/a.md": "中文。\n"})
    (tmp_path / "transflow.yaml").unlink()
    assert cli(tmp_path, "init") == 0
    text = (tmp_path / "transflow.yaml").read_text("utf-8")
    assert "  dialect: mkdocs\n  breaks: true\n" in text
    assert '  - root: docs\n    source: "{path}.md"\n    target: "{path}.{lang}.md"\n' in text
    told = "".join(capsys.readouterr())
    assert "seen: read as mkdocs: mkdocs.yml is MkDocs'; extensions: nl2br" in told
    assert (
        "seen: MkDocs publishes a page that is `draft: true`: merge translations once they are approved"
        in told
    )
    assert cli(tmp_path, "--quiet", "translate", "--engine", "pseudo") == 0
    assert (tmp_path / "docs/a.en.md").is_file()


def test_a_dialect_that_only_a_list_of_packages_hints_at_is_a_guess(tmp_path, capsys):
    build(tmp_path, {"Gemfile": 'gem "jekyll"\n', "content/a.md": "中文。\n"})
    (tmp_path / "transflow.yaml").unlink()
    assert cli(tmp_path, "init", "--dry-run") == 0
    told = "".join(capsys.readouterr())
    assert "guess: read as jekyll: the Gemfile names Jekyll" in told
    assert "seen: read as" not in told


def test_pages_of_mdx_belong_to_docusaurus(tmp_path):
    files = {
        "docusaurus.config.js": "export default {}\n",
        "docs/a.md": "中文。\n",
        "docs/b.mdx": "中文<B />。\n",
    }
    build(tmp_path, files)
    (tmp_path / "transflow.yaml").unlink()
    assert cli(tmp_path, "init") == 0
    assert cli(tmp_path, "--quiet", "translate", "--engine", "pseudo") == 0
    below = tmp_path / "i18n/en/docusaurus-plugin-content-docs/current"
    assert sorted(path.name for path in below.iterdir()) == ["a.md", "b.mdx"]


def test_docusaurus_says_how_its_strings_are_made(tmp_path, capsys):
    files = {
        "docusaurus.config.js": "export default {i18n: {defaultLocale: 'zh-Hans', locales: ['zh-Hans', 'en']}}\n",
        "docs/a.md": "中文。\n",
    }
    build(tmp_path, files)
    (tmp_path / "transflow.yaml").unlink()
    assert cli(tmp_path, "init", "--dry-run") == 0
    assert "docusaurus write-translations --locale zh-Hans" in "".join(capsys.readouterr())
    build(tmp_path, {"i18n/zh-Hans/code.json": '{"a": {"message": "首页"}}\n'})
    (tmp_path / "transflow.yaml").unlink()
    assert cli(tmp_path, "init", "--dry-run") == 0
    told = "".join(capsys.readouterr())
    assert "write-translations" not in told
    assert 'source: "zh-Hans/{path}.json"' in told


def test_a_format_that_is_not_read_is_refused_by_name(tmp_path, capsys):
    config = 'targets: [en]\ncontent: [{root: content, source: "{path}.rst", target: "{path}.{lang}.rst"}]\n'
    (tmp_path / "transflow.yaml").write_text(config, "utf-8")
    assert cli(tmp_path, "translate") == 2
    assert "transflow.yaml:2: pages with .rst are not understood (one of .md" in capsys.readouterr().err


def test_pages_that_say_a_language_of_the_site_where_sources_stand_are_named(tmp_path, capsys):
    hk = ZH.replace("title", "lang: zh-HK\ntitle")
    hugo = 'defaultContentLanguage = "zh-cn"\n[languages.zh-cn]\n[languages.zh-hk]\n[languages.en]\n'
    pages = {"content/a.md": ZH, "content/b.md": ZH, "content/hk.md": hk, "content/gone.zh-hk.md": hk}
    tree(tmp_path, {"hugo.toml": hugo, **pages})
    assert cli(tmp_path, "init") == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "left out" in line]
    assert told == [
        "seen: 1 page says `lang: zh-hk` and is left out, such as content/hk.md: `source: [zh-cn, zh-hk]` takes such pages in"
    ]
    text = (tmp_path / "transflow.yaml").read_text("utf-8")
    (tmp_path / "transflow.yaml").write_text(
        text.replace("source: zh-cn", "source: [zh-cn, zh-hk]", 1), "utf-8"
    )
    assert cli(tmp_path, "plan") == 0
    assert "content/hk.en.md" in capsys.readouterr().out


def test_pages_that_say_another_language_are_named(tmp_path, capsys):
    hk = ZH.replace("title", "lang: zh-HK\ntitle")
    tree(tmp_path, {"content/a.md": ZH, "content/b.md": ZH, "content/hk.md": hk, "content/c.md": ZH})
    assert cli(tmp_path, "init", "--target", "en") == 0
    told = "seen: 1 page says `lang: zh-HK` and is left out, such as content/hk.md: `source: [zh-CN, zh-HK]` takes such pages in"
    assert told in capsys.readouterr().err.splitlines()
    text = (
        (tmp_path / "transflow.yaml").read_text("utf-8").replace("source: zh-CN", "source: [zh-CN, zh-HK]", 1)
    )
    (tmp_path / "transflow.yaml").write_text(text, "utf-8")
    assert "content/hk.md" in {pair.source for pair in survey(workspace.load(tmp_path)).pairs}


def test_the_way_to_the_first_terms_is_told(tmp_path, capsys):
    own = "`transflow glossary add WORD TRANSLATION` for your own"
    for number, (target, told) in enumerate(
        [
            ("en", f"no glossary yet: `transflow glossary add finance` for those of finance, {own}"),
            ("ja", f"no glossary yet: {own}"),
        ]
    ):
        root = tmp_path / str(number)
        tree(root, {"content/a.md": ZH})
        assert cli(root, "init", "--target", target) == 0
        assert capsys.readouterr().err.splitlines()[-2] == told
    tree(root, {"glossaries/g.yaml": "source: zh\ntarget: ja\nterms:\n"})
    (root / "transflow.yaml").unlink()
    assert cli(root, "init", "--target", "ja") == 0
    assert "no glossary yet" not in capsys.readouterr().err
