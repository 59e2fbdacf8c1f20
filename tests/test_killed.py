"""A run that is killed at any write leaves a valid workspace, and the next one finishes its work."""

import os
import shutil

import pytest

from tests.sites import build, snapshot
from transflow import api
from transflow.api import Filter

SOURCE = """---
title: 标题
tags: [甲, 乙]
---

## 第一节

第一段的文字。

第二段的文字。

- 一项
- 二项

```py
x = 1
```

## 第二节

最后一段的文字。
"""
CHANGED = """---
title: 新的标题
tags: [甲]
weight: 3
---

## 第二节

最后一段的文字。

## 第一节

第二段的文字改了。

新来的一段。

- 一项
- 二项
- 三项

```py
x = 2
```
"""
FILTER = Filter(("content/a.en.md",))


def draft(root):
    site = build(root, {"content/a.md": SOURCE})
    assert not api.translate(site).problems
    return site


def redraft(root):
    assert not api.translate(build(root, {})).problems


def correct(root):
    """Let a person rewrite a text, and the source change."""
    page = root / "content/a.en.md"
    lines = page.read_text("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("- "))
    page.write_text("\n".join([*lines[:at], "- A person's words", *lines[at + 1 :]]), "utf-8")
    (root / "content/a.md").write_text(CHANGED, "utf-8")


def approve(root):
    assert not api.approve(build(root, {}), FILTER, by="Somebody").problems


def take_back(root):
    assert not api.approve(build(root, {}), FILTER, undo=True).problems


def adopt(root):
    assert not api.adopt(build(root, {})).problems


def killed(work, root, step, *, after):
    """Do some work in a child process that dies at its n-th write; whether it died."""
    child = os.fork()
    if child == 0:
        replace, count = os.replace, 0

        def dying(source, target, **folders):
            nonlocal count
            count += 1
            if after and count == step:
                replace(source, target, **folders)
            if count == step:
                os._exit(9)
            replace(source, target, **folders)

        os.replace = dying
        try:
            work(root)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def before_draft(root):
    build(root, {"content/a.md": SOURCE})


def before_redraft(root):
    draft(root)
    correct(root)


def before_approval(root):
    before_redraft(root)
    redraft(root)


def before_undo(root):
    before_approval(root)
    approve(root)


def before_renaming(root):
    draft(root)
    correct(root)
    (root / "content/a.md").write_text(SOURCE, "utf-8")
    (root / "content/a.md").rename(root / "content/b.md")


def before_adoption(root):
    page = "---\ntitle: Title\n---\n\n## First\n\nOne.\n\nTwo.\n"
    build(root, {"content/a.md": SOURCE, "content/a.en.md": page})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("prepare", "work"),
    [
        (before_draft, redraft),
        (before_redraft, redraft),
        (before_approval, approve),
        (before_undo, take_back),
        (before_adoption, adopt),
        (before_renaming, redraft),
    ],
    ids=["draft", "redraft", "approve", "undo", "adopt", "rename"],
)
def test_the_next_run_finishes(tmp_path, prepare, work, after, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-02T03:04:05+00:00")
    prepare(tmp_path / "start")
    shutil.copytree(tmp_path / "start", tmp_path / "whole")
    work(tmp_path / "whole")
    whole = snapshot(tmp_path / "whole")
    for step in range(1, 16):
        root = tmp_path / f"{step}"
        shutil.copytree(tmp_path / "start", root)
        if not killed(work, root, step, after=after):
            assert step > 2
            break
        seen = api.overview(build(root, {}))
        assert not seen.problems
        for item in seen.translations:
            machine = work is redraft and item.comparison is not None and item.target is not None
            owned = (
                [
                    item.target.blocks[k.target].text
                    for k in item.comparison.links
                    if k.edited and k.target is not None
                ]
                if machine
                else []
            )
            assert set(owned) <= {"A person's words"}
        work(root)
        assert {name: data for name, data in snapshot(root).items() if not name.endswith(".tmp")} == whole
    else:
        pytest.fail("more writes than expected")


def test_a_temporary_file_that_was_left_behind_is_no_page(tmp_path):
    site = draft(tmp_path)
    (tmp_path / "content" / ".transflow-x.tmp").write_text("half")
    before = snapshot(tmp_path)
    assert not api.translate(site).problems
    assert snapshot(tmp_path) == before
