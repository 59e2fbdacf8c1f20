import pytest

from transflow.site.walk import Disk


def tree(root, paths):
    for path, text in paths.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def test_files_are_found_in_order_and_by_ending(tmp_path):
    tree(tmp_path, dict.fromkeys(["content/b.md", "content/a/z.md", "content/c.txt", "other/x.md"], ""))
    assert list(Disk(tmp_path).list("content", ".md")) == ["content/a/z.md", "content/b.md"]
    assert list(Disk(tmp_path).list(".", ".md")) == ["content/a/z.md", "content/b.md", "other/x.md"]
    assert list(Disk(tmp_path).list("nowhere", ".md")) == []


def test_hidden_folders_are_left_out(tmp_path):
    tree(tmp_path, dict.fromkeys([".git/a.md", "content/.x/a.md", "content/.a.md"], ""))
    assert list(Disk(tmp_path).list(".", ".md")) == ["content/.a.md"]


@pytest.mark.parametrize(
    ("ignored", "expected"),
    [
        ("drafts/\n", ["content/a.md", "content/sub/a.md"]),
        ("a.md\n", ["content/drafts/b.md"]),
        ("/content/a.md\n", ["content/drafts/b.md", "content/sub/a.md"]),
        ("*.md\n!b.md\n", ["content/drafts/b.md"]),
        ("# nothing\n\n", ["content/a.md", "content/drafts/b.md", "content/sub/a.md"]),
    ],
)
def test_what_git_ignores_is_left_out(tmp_path, ignored, expected):
    tree(tmp_path, dict.fromkeys(["content/a.md", "content/sub/a.md", "content/drafts/b.md"], ""))
    (tmp_path / ".gitignore").write_text(ignored)
    assert list(Disk(tmp_path).list("content", ".md")) == expected
    assert list(Disk(tmp_path).list("content", ".md", ["sub"])) == [
        path for path in expected if "sub" not in path
    ]


def test_a_deeper_gitignore_overrules(tmp_path):
    tree(
        tmp_path,
        {".gitignore": "*.md\n", "content/.gitignore": "!a.md\n", "content/a.md": "", "content/b.md": ""},
    )
    assert list(Disk(tmp_path).list("content", ".md")) == ["content/a.md"]
    tree(
        tmp_path,
        {
            ".gitignore": "",
            "content/sub/.gitignore": "/a.md\n",
            "content/sub/a.md": "",
            "content/sub/x/a.md": "",
        },
    )
    assert list(Disk(tmp_path).list("content/sub", ".md")) == ["content/sub/x/a.md"]


def test_the_repository_may_begin_above_the_workspace(tmp_path):
    tree(
        tmp_path,
        {
            ".git/x": "",
            ".gitignore": "/site/content/a.md\nold.md\n",
            "site/content/a.md": "",
            "site/content/b.md": "",
            "site/content/old.md": "",
        },
    )
    assert list(Disk(tmp_path / "site").list("content", ".md")) == ["content/b.md"]


def test_a_workspace_that_git_ignores_as_a_whole_still_has_pages(tmp_path):
    tree(tmp_path, {".git/x": "", ".gitignore": ".demo/\n", ".demo/content/a.md": ""})
    assert list(Disk(tmp_path / ".demo").list("content", ".md")) == ["content/a.md"]


def test_links_that_lead_out_are_left_out(tmp_path):
    tree(tmp_path, {"site/content/a.md": "", "secret/b.md": ""})
    content = tmp_path / "site" / "content"
    (content / "out.md").symlink_to(tmp_path / "secret" / "b.md")
    (content / "in.md").symlink_to(content / "a.md")
    (content / "gone.md").symlink_to(content / "nothing.md")
    (content / "folder").symlink_to(tmp_path / "secret")
    assert list(Disk(tmp_path / "site").list("content", ".md")) == ["content/a.md", "content/in.md"]
