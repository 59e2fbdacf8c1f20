"""Colours are for people: on a terminal, unless they said no."""

import os
import subprocess
import sys

import pytest
from rich.cells import cell_len

from tests.checking import TARGET, recorded
from tests.sites import build
from transflow.cli.colour import painted


def test_states_and_severities_are_painted_and_nothing_else():
    text = "a b.md:3:5: TF301 error draft of error\ndeclared-missing  x.md\nno error here\nstale"
    shown = painted(text)
    assert shown.splitlines()[0] == "a b.md:3:5: TF301 \x1b[31merror\x1b[0m draft of error"
    assert shown.splitlines()[1].startswith("\x1b[31mdeclared-missing\x1b[0m  x.md")
    assert shown.splitlines()[2:] == ["no error here", "stale"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return recorded(tmp_path_factory.mktemp("site"), "市值为3,000亿美元。", "Worth $30 billion.")


@pytest.mark.parametrize(
    ("no_colour", "piped", "coloured"), [("", False, True), ("1", False, False), ("", True, False)]
)
def test_a_terminal_decides(site, no_colour, piped, coloured):
    """What a terminal gets, seen from its other end."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    master, slave = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "transflow", "check"],
        cwd=site.root,
        env=os.environ | {"NO_COLOR": no_colour, "TERM": "xterm"},
        stdout=subprocess.PIPE if piped else slave,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    os.close(slave)
    shown = (done.stdout if piped else os.read(master, 10_000)).decode()
    os.close(master)
    assert f"{TARGET}:8:7" in shown
    assert ("\x1b[" in shown) is coloured


def test_one_long_path_does_not_break_the_lines_of_others(tmp_path):
    long = f"{'段落' * 20}/{'long-' * 10}page"
    build(tmp_path, {f"content/{name}.md": "# 市场\n\n文字。\n" for name in ("a", "bb", long)})
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "transflow", "plan"]
    told = {"env": os.environ | {"NO_COLOR": "1", "COLUMNS": "60"}, "stderr": subprocess.DEVNULL}
    subprocess.run(command, cwd=tmp_path, stdout=slave, check=True, **told)
    os.close(slave)
    shown = os.read(master, 10_000).decode().splitlines()
    os.close(master)
    assert shown == [
        "missing  content/a.en.md   2 of 2 units  5 characters",
        "missing  content/bb.en.md  2 of 2 units  5 characters",
        f"missing  content/{long}.en.md  2 of 2 units  5 characters",
    ]
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, env=told["env"]).stdout
    assert len({cell_len(line) for line in piped.decode().splitlines()}) == 1
