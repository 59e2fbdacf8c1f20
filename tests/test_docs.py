"""What the documentation says of the code is what the code says of itself."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_SPEC = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
build = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(build)


@pytest.mark.parametrize("name", build.PAGES)
def test_what_is_made_from_the_code_is_up_to_date(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == build.PAGES[name](), "run `make docs`"


def test_every_module_says_what_it_holds():
    silent = re.findall(r"\| `(\w+)` \|  \|", build.modules())
    assert silent == []


def test_where_to_go_for_a_change_exists():
    """The table of docs/architecture.md names files that are there."""
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("## If you want to change")[2]
    rows = [line for line in table.split("\n") if line.startswith("| ")][1:]
    assert len(rows) >= 20
    for row in rows:
        places = re.findall(r"`([\w/]+(?:\.\w+)?/?)`", row.split("|")[2])
        assert places, row
        for place in places:
            assert (ROOT / "src/transflow" / place).exists() or (ROOT / place).exists(), place
