"""Colours are for people: on a terminal, unless they said no."""

import os
import pty
import subprocess
import sys

import pytest

from tests.checking import TARGET, recorded
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
