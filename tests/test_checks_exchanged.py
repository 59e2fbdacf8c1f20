"""Drafts that stand in another cell of their row than what they render."""

import pytest

from tests.sites import CONFIG, build, cli
from transflow.api import Filter
from transflow.commands import check
from transflow.site.workspace import load

TABLE = "| 甲方 | 乙方 | 丙方 |\n|---|---|---|\n| 增长 | 下降 | 持平 |\n| 同上 | 同上 | 不变 |\n"
OTHER = "\n\n| 左边 | 右边 |\n|---|---|\n| 高位 | 低位 |\n"


def columns(line, *order):
    """Return a row with its cells in another order."""
    cells = line.strip("| ").split(" | ")
    return f"| {' | '.join(cells[place] for place in order)} |"


def told(root, edit, source=TABLE + OTHER, later=""):
    build(root, {"content/a.md": source}, CONFIG)
    assert cli(root, "translate") == 0
    page = root / "content/a.en.md"
    lines = page.read_text("utf-8").split("\n")
    first = lines.index("|---|---|---|") - 1
    page.write_text("\n".join([*lines[:first], *edit(lines[first:])]), "utf-8")
    if later:
        (root / "content/a.md").write_text(later, "utf-8")
    found = check.check(load(root), Filter()).findings
    return [finding.line - first for finding in found if finding.code == "TF210"]


def rewritten(number, change):
    return lambda lines: [*lines[:number], change(lines[number]), *lines[number + 1 :]]


@pytest.mark.parametrize(
    ("number", "order", "lines"),
    [(2, (1, 0, 2), [3]), (2, (1, 2, 0), [3]), (3, (2, 1, 0), [4]), (8, (1, 0), [9])],
)
def test_drafts_in_another_order_are_told(tmp_path, number, order, lines):
    assert told(tmp_path, rewritten(number, lambda line: columns(line, *order))) == lines


@pytest.mark.parametrize(
    "edit",
    [
        list,
        # All rows alike: somebody wants the columns so.
        lambda lines: [columns(line, 1, 0, 2) if line.count("|") == 4 and "--" not in line else line for line in lines],
        # Cells that say the same.
        rewritten(3, lambda line: columns(line, 1, 0, 2)),
        # What a person wrote, though it be the neighbour's draft.
        rewritten(2, lambda line: f"| {line.strip('| ').split(' | ')[1]} | Human | Human 2 |"),
        rewritten(2, lambda _: "| up | down | flat |"),
        rewritten(2, lambda line: line.replace(line.strip("| ").split(" | ")[0], "up")),
        # Rows in another order keep theirs.
        lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
    ],
)  # fmt: skip
def test_what_a_person_meant_is_not(tmp_path, edit):
    assert told(tmp_path, edit) == []


def test_what_the_source_exchanged_is_work_and_no_finding(tmp_path):
    later = TABLE.replace("| 增长 | 下降 |", "| 下降 | 增长 |") + OTHER
    assert told(tmp_path, list, later=later) == []
    assert cli(tmp_path, "translate") == 0
    assert check.check(load(tmp_path), Filter()).findings == ()
