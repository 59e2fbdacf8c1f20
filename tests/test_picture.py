"""What `status` remembers from run to run is never believed when it could be wrong."""

import os
from random import Random

import pytest

from tests.sites import build, cli
from transflow import api, document, files
from transflow.api import Filter
from transflow.errors import ConfigError
from transflow.site import cache
from transflow.way import STATE_DIR

PAGE = "---\ntitle: 标题\n---\n\n第一段的文字。\n\n第二段的文字，{}。\n"


@pytest.fixture
def site(tmp_path):
    site = build(tmp_path, {f"content/{name}.md": PAGE.format(name) for name in "abc"})
    assert not api.translate(site, Filter(("content/a.md", "content/b.md"))).problems
    return site


@pytest.fixture
def trusting(monkeypatch):
    """Believe the cache at once, as if every file were old."""
    monkeypatch.setattr(cache, "RACY", -(10**18))


@pytest.fixture
def parsed(monkeypatch):
    """List the pages that are parsed."""
    seen = []
    parse = document.parse

    def noted(text, path="", *rest):
        seen.append(path)
        return parse(text, path, *rest)

    monkeypatch.setattr(document, "parse", noted)
    return seen


def fresh(site):
    seen = api.overview(site)
    return [item.short for item in seen.translations], [str(problem) for problem in seen.problems]


def known(site):
    seen = api.standings(site)
    return list(seen.translations), [str(problem) for problem in seen.problems]


def rewrite(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_it_says_what_a_look_at_every_page_says(site):
    assert known(site) == fresh(site)
    states = {item.target: item.state for item in api.standings(site).translations}
    assert states == {"content/a.en.md": "draft", "content/b.en.md": "draft", "content/c.en.md": "missing"}


@pytest.mark.usefixtures("trusting")
def test_where_nothing_changed_nothing_is_read(site, parsed):
    first = known(site)
    assert parsed
    parsed.clear()
    assert known(site) == first
    assert parsed == []


@pytest.mark.usefixtures("trusting")
def test_only_what_changed_is_read(site, parsed):
    known(site)
    rewrite(site.root / "content/b.md", "第一段", "第一节")
    parsed.clear()
    assert [item.state for item in api.standings(site).translations] == ["draft", "stale", "missing"]
    assert sorted(parsed) == ["content/b.en.md", "content/b.md"]


@pytest.mark.usefixtures("trusting")
def test_a_change_that_keeps_size_and_time_is_noticed(site):
    known(site)
    path = site.root / "content/a.md"
    before = path.stat()
    rewrite(path, "第一段", "第一节")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert api.standings(site).translations[0].state == "stale"


def test_what_was_written_just_now_is_read_again(site, parsed):
    known(site)
    parsed.clear()
    known(site)
    assert "content/a.md" in parsed


@pytest.mark.usefixtures("trusting")
def test_every_kind_of_change_is_noticed(site):
    rng = Random(1)
    content = site.root / "content"
    known(site)

    def translate():
        api.translate(site)

    acts = [
        lambda: rewrite(content / "a.md", "文字", "文字文"),
        lambda: (content / "d.md").write_text(PAGE.format("d"), "utf-8"),
        lambda: (content / "d.md").rename(content / "e.md") if (content / "d.md").exists() else None,
        lambda: (content / "b.en.md").unlink(missing_ok=True),
        lambda: (content / "e.md").unlink(missing_ok=True),
        lambda: (content / "f.md").write_bytes(b"\xff"),
        lambda: (content / "f.md").unlink(missing_ok=True),
        lambda: rewrite(content / "c.md", "title", "translations: [ja]\ntitle") if "ja" not in (content / "c.md").read_text("utf-8") else None,
        lambda: (site.root / ".gitignore").write_text(rng.choice(["", "a.md\n", "content/b*\n"]), "utf-8"),
        translate,
        translate,
    ]  # fmt: skip
    for _ in range(40):
        rng.choice(acts)()
        assert known(site) == fresh(site)


@pytest.mark.usefixtures("trusting")
def test_another_configuration_is_another_answer(site):
    known(site)
    site = build(site.root, {}, "source: zh-CN\ntargets: [en, ja]\nengine: pseudo\n")
    assert known(site) == fresh(site)
    assert len(known(site)[0]) == 6


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("data", [b"", b"\xff\x00", b"\x93\x01\x02\x03", None])
def test_a_broken_or_missing_cache_changes_no_answer(site, data):
    first = known(site)
    for path in (site.root / STATE_DIR / "cache").glob("*.msgpack"):
        if data is None:
            path.unlink()
        else:
            path.write_bytes(data)
    assert known(site) == first


@pytest.mark.usefixtures("trusting")
def test_a_look_at_some_pages_is_right_and_spoils_nothing(site):
    some = Filter(("content/b.md",))
    assert [item.target for item in api.standings(site, some).translations] == ["content/b.en.md"]
    assert known(site) == fresh(site)
    rewrite(site.root / "content/b.md", "第一段", "第一节")
    rewrite(site.root / "content/a.md", "第一段", "第一节")
    assert [item.state for item in api.standings(site, some).translations] == ["stale"]
    assert known(site) == fresh(site)
    assert [item.target for item in api.standings(site, Filter(states=("stale",))).translations] == [
        "content/a.en.md",
        "content/b.en.md",
    ]


def test_a_folder_of_translations_may_be_named(tmp_path):
    config = "targets: [en, ja]\nengine: pseudo\ncontent: [{root: content, source: 'zh/{path}.md', target: '{lang}/{path}.md'}]\n"
    site = build(tmp_path, {"content/zh/a.md": PAGE, "content/en/b.md": "An orphan.\n"}, config)
    seen = api.standings(site, Filter(("content/en",)))
    assert [item.target for item in seen.translations] == ["content/en/a.md", "content/en/b.md"]


def test_what_is_not_there_is_told_as_ever(site):
    known(site)
    with pytest.raises(
        ConfigError, match=r"no page of this workspace: content/zzz.md \(check the spelling\)"
    ):
        api.standings(site, Filter(("content/zzz.md",)))
    with pytest.raises(ConfigError, match="unknown language code 'klingon'"):
        api.standings(site, Filter((), ("klingon",)))


def test_a_read_only_workspace_has_no_cache(site, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_replace", refuse)
    assert known(site) == fresh(site)


def test_git_does_not_look_at_the_cache(site):
    assert cli(site.root, "status") == 0
    assert (site.root / STATE_DIR / "cache" / ".gitignore").read_text() == "*\n"


def test_a_file_whose_name_is_no_text_is_told_and_the_others_are_looked_at(tmp_path, capsys):
    build(tmp_path, {"content/a.md": "# 市场\n"})
    folder = os.fsencode(tmp_path)
    (tmp_path / ".transflow/bitext/en/content").mkdir(parents=True)
    try:
        for place in (b"/content/\xff.md", b"/.transflow/bitext/en/content/\xff.md.jsonl"):
            with open(folder + place, "w", encoding="utf-8") as file:  # noqa: PTH123  `Path` takes no bytes
                file.write("")
    except OSError:
        pytest.skip("the file system wants names in UTF-8")
    for command in ("status", "plan", "check", "translate", "status"):
        assert cli(tmp_path, command) == 2
        told = capsys.readouterr().err
        assert "transflow: content/\\udcff.md: the name of the file is not UTF-8 (rename it)\n" in told
        assert "Nothing found." not in told
    assert (tmp_path / "content/a.en.md").is_file()
