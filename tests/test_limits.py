"""`translate --limit`, `--max-characters`, and `plan`: what is left out is told, and so is what will be reused."""

import json

import pytest

from tests.sites import build, cli
from transflow import api

PAGES = {f"content/{name}.md": f"---\ntitle: 标题{name}\n---\n\n甲段{name}。\n" for name in "abc"}


@pytest.fixture
def root(tmp_path):
    build(tmp_path, PAGES)
    return tmp_path


def drafts(root):
    return [path.name[0] for path in sorted((root / "content").glob("*.en.md"))]


def data(capsys, root, *arguments):
    capsys.readouterr()
    assert cli(root, *arguments, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


class TestTranslate:
    def test_goes_on_where_the_last_run_ended(self, root, capsys):
        for number, left in ((1, 2), (2, 1), (3, 0)):
            assert data(capsys, root, "translate", "--limit", "1")["left_out"] == left
            assert drafts(root) == list("abc"[:number])

    def test_says_what_is_left(self, root, capsys):
        assert cli(root, "translate", "--limit", "2") == 0
        told = capsys.readouterr().err
        assert told == "1 page is left out by --limit or --max-characters: run the command again to go on.\n"
        assert cli(root, "translate", "--limit", "2") == 0
        assert "left out" not in capsys.readouterr().err

    def test_counts_characters(self, root, capsys):
        (root / "content/a.md").write_text(f"{PAGES['content/a.md']}\n{'甲' * 50}。\n", "utf-8")
        assert data(capsys, root, "translate", "--max-characters", "16")["left_out"] == 1
        assert drafts(root) == ["b", "c"]  # `a` alone is more
        assert data(capsys, root, "translate", "--max-characters", "16")["left_out"] == 1
        assert cli(root, "translate", "--max-characters", "16") == 0
        told = "1 page is left out by --max-characters: give it more, for none fits.\n"
        assert capsys.readouterr().err == told
        assert data(capsys, root, "translate", "--max-characters", "100")["left_out"] == 0

    def test_a_dry_run_says_the_same(self, root, capsys):
        found = data(capsys, root, "translate", "--limit", "1", "--dry-run")
        assert [page["target"] for page in found["pages"]] == ["content/a.en.md"]
        assert found["left_out"] == 2
        assert drafts(root) == []

    def test_what_waits_for_a_person_takes_no_room(self, root, capsys):
        assert cli(root, "translate", "--limit", "1") == 0
        assert cli(root, "approve", "content/a.en.md") == 0
        (root / "content/a.md").write_text(PAGES["content/a.md"].replace("甲段", "甲段改"), "utf-8")
        for left in (2, 1, 0):
            assert data(capsys, root, "translate", "--limit", "1")["left_out"] == left
        assert drafts(root) == ["a", "b", "c"]

    def test_redrafting_is_limited_too(self, root, capsys):
        assert cli(root, "translate") == 0
        assert data(capsys, root, "translate", "--redraft", "--limit", "2")["left_out"] == 1


class TestPlan:
    def test_says_what_is_left_out(self, root, capsys):
        found = data(capsys, root, "plan", "--limit", "2")
        assert (len(found["tasks"]), found["left_out"]) == (2, 1)
        assert cli(root, "plan", "--limit", "2") == 0
        assert capsys.readouterr().err == "2 to do, 14 characters; 1 more left out by --limit\n"
        assert data(capsys, root, "plan")["left_out"] == 0

    def test_counts_what_will_be_reused(self, root, capsys):
        assert [task["reused"] for task in data(capsys, root, "plan")["tasks"]] == [0, 0, 0]
        assert cli(root, "translate", "content/a.md") == 0
        assert cli(root, "approve", "content/a.en.md") == 0
        (root / "content/b.md").write_text(
            PAGES["content/a.md"].replace("title: 标题a", "title: 别的"), "utf-8"
        )
        found = data(capsys, root, "plan")
        assert {task["target"]: task["reused"] for task in found["tasks"]} == {
            "content/b.en.md": 1,
            "content/c.en.md": 0,
        }
        assert cli(root, "plan") == 0
        out, err = capsys.readouterr()
        assert "missing  content/b.en.md  2 of 2 units, 1 reused" in out
        assert err == "2 to do, 13 characters, 1 unit reused\n"
        done = data(capsys, root, "translate")["pages"]
        assert {page["target"]: page["reused"] for page in done if page["written"]} == {
            task["target"]: task["reused"] for task in found["tasks"]
        }

    def test_what_was_repaired_counts(self, root, capsys):
        (root / "content/a.md").write_text("---\ntitle: 标题\n---\n\n指数上涨5%。\n", "utf-8")
        assert cli(root, "translate", "content/a.md") == 0
        assert cli(root, "approve", "content/a.en.md") == 0
        (root / "content/a.md").write_text("---\ntitle: 标题\n---\n\n指数上涨6%。\n", "utf-8")
        (task,) = data(capsys, root, "plan", "content/a.md")["tasks"]
        (page,) = api.translate(build(root, {}), api.Filter(("content/a.md",))).results
        assert task["reused"] == page.reused == 1

    def test_a_broken_glossary_is_told_once(self, root, capsys):
        build(root, {"glossaries/t.yaml": "source: zh\ntarget: en\nterms: [x]\n"})
        assert cli(root, "plan") == 2
        told = capsys.readouterr().err
        assert told.count("glossaries/t.yaml") == 1
