"""Builds what would be published, twice, and tries the wheel in an empty environment: `make test-wheel`.

Not a part of `make test`: it installs from a package registry and takes a minute or two.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EPOCH = "1767225600"
"""A time for every file, so that what is built depends on nothing but what it is built from."""
PAGE = "---\ntitle: 市场\n---\n\n公司拟回购3,000亿美元股份，同比增长0.5个百分点。\n"
TRIED = {"review": "jinja2, starlette, uvicorn", "http": "httpx", "argos": "ctranslate2, sentencepiece"}
"""Extras that are installed too, with what each brings; the others are large (`EXTRAS=all` takes them)."""


def run(*command: str | Path, **options: object) -> str:
    """Run a command that has to succeed, and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> dict[str, bytes]:
    """Build the wheel and the source archive, and return what they hold byte for byte."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT, env=environment)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def check_files(wheel: Path, archive: Path) -> None:
    """Make sure that all that is committed below `src` is in both, and that the archive has what its tests need."""
    listed = run("git", "ls-files", "src", cwd=ROOT).split("\n")
    wanted = {name.removeprefix("src/") for name in listed if name}
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        metadata = opened.read(next(name for name in names if name.endswith("METADATA"))).decode()
    if lost := sorted(wanted - names):
        sys.exit(f"not in the wheel: {', '.join(lost)}")
    if more := sorted(name for name in names - wanted if ".dist-info/" not in name):
        sys.exit(f"in the wheel, and not committed: {', '.join(more)}")
    for field in ("License-Expression: MIT", "Requires-Python: >=3.11", "Description-Content-Type: text/markdown", "Project-URL: Repository", "Project-URL: Changelog"):  # fmt: skip
        if field not in metadata:
            sys.exit(f"not in the metadata: {field}")
    if "](docs/" in metadata or "/blob/main/docs/" not in metadata:
        sys.exit("the description has links that lead to nothing in an index")
    with tarfile.open(archive) as opened_archive:
        inside = {name.partition("/")[2] for name in opened_archive.getnames()}
    for name in ("pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "tests/conftest.py"):
        if name not in inside:
            sys.exit(f"not in the source archive: {name}")


def try_out(wheel: Path, folder: Path) -> None:
    """Install the wheel where nothing else is, and work with it."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    site = folder / "site"
    (site / "content").mkdir(parents=True)
    (site / "content/a.md").write_text(PAGE, "utf-8")

    def transflow(*arguments: str) -> str:
        return run(python, "-m", "transflow", *arguments, cwd=site, env=clean)

    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"].get("version")
    assert version is None, "the version stands in src/transflow/__init__.py"
    expected = wheel.name.split("-")[1]
    assert transflow("--version").split()[1] == expected
    assert "engines:" in transflow("--version", "--verbose")
    transflow("init", "--target", "en")
    told = json.loads(transflow("explain", "--text", "公司拟回购3,000亿美元股份", "--language", "en", "--format", "json"))  # fmt: skip
    (quantity,) = told["units"][0]["quantities"]
    assert (quantity["value"], quantity["currency"]) == ("300000000000", "USD"), quantity
    transflow("translate", "--engine", "pseudo")
    assert (site / "content/a.en.md").is_file()
    assert transflow("report", "--format", "html").startswith("<!doctype html>")
    for extra, modules in TRIED.items():
        if os.environ.get("EXTRAS") != "none":
            run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"{wheel}[{extra}]")
            run(python, "-c", f"import {modules}", env=clean)
            print(f"extra {extra}: {modules}")


def main() -> int:
    """Build, compare, look inside, try out."""
    with tempfile.TemporaryDirectory() as temporary:
        first, second = Path(temporary) / "first", Path(temporary) / "second"
        built = build(first)
        if built != build(second):
            sys.exit("two builds differ")
        archive, wheel = (next(first.glob(pattern)) for pattern in ("*.tar.gz", "*.whl"))
        check_files(wheel, archive)
        print(f"built twice, byte for byte the same: {', '.join(built)}")
        print(run(sys.executable, "-m", "twine", "check", "--strict", wheel, archive).strip())
        try_out(wheel, Path(temporary))
        print(f"{wheel.name} works in an empty environment of Python {sys.version.split()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
