"""What the documentation says of the code is what the code says of itself."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.test_readme import steps
from transflow.cli.app import run

ROOT = Path(__file__).parent.parent
_SPEC = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
build = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(build)


@pytest.mark.parametrize("name", build.PAGES)
def test_what_is_made_from_the_code_is_up_to_date(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == build.PAGES[name](), "run `make docs`"


def test_every_module_says_what_it_holds():
    silent = re.findall(r"\| `(\w+)` \|  \|", (ROOT / "docs/modules.md").read_text("utf-8"))
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


SITE = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))


def named(entries):
    """Yield the pages of a navigation."""
    for entry in entries:
        for inner in entry.values():
            yield from [inner] if isinstance(inner, str) else named(inner)


def test_every_page_stands_once_in_the_navigation():
    assert sorted(named(SITE["nav"])) == PAGES


def test_the_switch_of_languages_leads_to_pages():
    for other in SITE["extra"]["alternate"]:
        assert f"{other['link']}/index.md".replace("//", "/").removeprefix("./") in PAGES


def test_the_site_asks_no_host_for_fonts():
    assert SITE["theme"]["font"] is False


def test_no_link_leads_out_of_the_site():
    """`make site` finds links to pages that are not there; what stands elsewhere in the repository has an address."""
    for name in PAGES:
        page = ROOT / "docs" / name
        for link in re.findall(r"\]\((\.\./[^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / link).resolve().is_relative_to(ROOT / "docs"), f"{name}: {link}"


HOWTOS = [
    name
    for name in PAGES
    if name.startswith("howto/") and "```console" in (ROOT / "docs" / name).read_text("utf-8")
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="how-tos are written for a POSIX shell")
@pytest.mark.parametrize("name", HOWTOS)
def test_how_tos_work_as_written(name, tmp_path, monkeypatch, capfd):
    """Commands of transflow run in this process, others in a shell."""
    monkeypatch.chdir(tmp_path)
    for command, expected in steps((ROOT / "docs" / name).read_text("utf-8")):
        act, _, rest = command.partition(" | ")
        if command.startswith("transflow "):
            assert run(shlex.split(act)[1:]) == 0, command
            printed = capfd.readouterr().out
            done = subprocess.run(
                ["bash", "-c", rest or "cat"], input=printed, capture_output=True, text=True, check=True
            )
        else:
            done = subprocess.run(["bash", "-c", f"{command}\npwd > {tmp_path}/.where"], capture_output=True, text=True, check=True)  # fmt: skip
            monkeypatch.chdir((tmp_path / ".where").read_text().strip())
        assert done.stdout == expected, command


def test_the_page_for_man_has_every_command_and_nothing_that_it_takes_for_its_own():
    lines = build.manual().splitlines()
    assert build.manual().isascii()
    commands = re.findall(r"^### `(.+)`$", (ROOT / "docs/commands.md").read_text("utf-8"), re.MULTILINE)
    sections = [line.removeprefix(".SS ") for line in lines if line.startswith(".SS ")]
    assert len(sections) == len(commands) > 20
    assert all(section.startswith(f"{name} ") for section, name in zip(sections, commands, strict=True))
    requests = {line.split()[0] for line in lines if line.startswith((".", "'"))}
    assert requests <= {".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi"}
