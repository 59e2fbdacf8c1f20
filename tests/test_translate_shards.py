"""`translate --shard I/N`: machines that share the pages of a site do what one of them would do."""

import shutil
import subprocess
import sys

import pytest

from tests.sites import build, cli, snapshot
from transflow.site.translations import Filter, _part

PAGES = {f"content/{n % 5}/页{n}.md": f"市场上涨{n}%。\n\n第{n}段。\n" for n in range(40)}


def test_the_parts_together_are_the_whole_byte_for_byte(tmp_path):
    whole = build(tmp_path / "whole", PAGES).root
    assert cli(whole, "translate") == 0
    parts = []
    for number in (1, 2, 3):
        root = build(tmp_path / str(number), PAGES).root
        assert cli(root, "translate", "--shard", f"{number}/3") == 0
        parts.append(
            {name: data for name, data in snapshot(root).items() if name not in snapshot_of_sources()}
        )
    assert all(len(part) > 10 for part in parts), "about the same size"
    assert sum(map(len, parts)) == 80, "a page and its record each, none twice"
    merged = {name: data for part in parts for name, data in part.items()}
    assert merged == {
        name: data for name, data in snapshot(whole).items() if name not in snapshot_of_sources()
    }


def snapshot_of_sources():
    return {*PAGES, "transflow.yaml"}


def test_shards_one_after_another_in_one_folder_finish_it(tmp_path, capsys):
    root = build(tmp_path / "site", PAGES).root
    for number in range(1, 5):
        assert cli(root, "translate", "--shard", f"{number}/4") == 0
    capsys.readouterr()
    assert cli(root, "translate") == 0
    assert capsys.readouterr().err == "Nothing to do.\n"


def test_a_page_that_cannot_be_read_fails_one_shard_only(tmp_path):
    root = build(tmp_path / "site", {**PAGES, "content/broken.md": "---\ntitle: [\n---\n"}).root
    codes = []
    for number in (1, 2, 3):
        place = tmp_path / str(number)
        shutil.copytree(root, place)
        codes.append(cli(place, "translate", "--shard", f"{number}/3"))
    assert sorted(codes) == [0, 0, 2]


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/2/3", "-1/2", "1/0"])
def test_a_part_that_there_is_not_is_refused(tmp_path, capsys, text):
    assert cli(build(tmp_path, PAGES).root, "translate", "--shard", text) == 2
    assert f"--shard '{text}' is no part" in capsys.readouterr().err


def test_the_part_of_a_page_hangs_on_nothing_but_its_path():
    code = "from transflow.site.translations import _part; print([_part(f'content/页{n}.md', 7) for n in range(20)])"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = [_part(f"content/页{n}.md", 7) for n in range(20)]
    assert other.stdout == f"{here}\n"
    assert set(here) <= set(range(1, 8))
    assert Filter(shard=(1, 1)) != Filter()
