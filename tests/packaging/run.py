"""Builds what would be published, twice, and tries it wherever it may be installed from: `make test-wheel`.

Not a part of `make test`: it installs from a package registry and takes some minutes. `EXTRAS=none` and `PYTHONS=3.12` do
less; without the second every Python that is at hand is tried.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EPOCH = "1767225600"
"""A time for every file, so that what is built depends on nothing but what it is built from."""
PAGE = "---\ntitle: 市场\n---\n\n公司拟回购3,000亿美元股份，同比增长0.5个百分点。\n"
EXTRAS = {
    "review": "jinja2, starlette, uvicorn",
    "http": "httpx",
    "argos": "ctranslate2, sentencepiece",
    "embedded": "gguf, numpy, onnx, onnxruntime, tokenizers",
    "cluster": "distributed",
}
"""Every extra with what it brings."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TAG = "97.0.0"
"""A version that nothing has but the tag of a clone made here."""


def run(*command: str | Path, **options: object) -> str:
    """Run a command that has to succeed, and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path, source: Path = ROOT) -> dict[str, bytes]:
    """Build the wheel and the source archive, and return what they hold byte for byte."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=source, env=environment)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def check_files(wheel: Path, archive: Path) -> None:
    """Make sure that all that is committed below `src` is in both, and that the archive has what its tests need."""
    listed = run("git", "ls-files", "src", cwd=ROOT).split("\n")
    wanted = {name.removeprefix("src/") for name in listed if name} | {
        "transflow/_version.py",
        "transflow/shipped/finance.yaml",
    }
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
    if extras := set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE)) ^ set(EXTRAS):
        sys.exit(f"extras that are not tried, or tried and not there: {', '.join(sorted(extras))}")
    with tarfile.open(archive) as opened_archive:
        inside = {name.partition("/")[2] for name in opened_archive.getnames()}
    for name in ("pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "hatch_build.py", "docs/release.py", "tests/conftest.py"):  # fmt: skip
        if name not in inside:
            sys.exit(f"not in the source archive: {name}")


def environment(folder: Path, python: str | Path) -> Path:
    """Make an environment with nothing in it, and return its Python."""
    run(python, "-m", "venv", folder)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def install(python: Path, *what: str | Path, **options: object) -> None:
    """Install something there, as anybody would."""
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what, **options)


def told(python: Path) -> str:
    """Return the version that the program says of itself."""
    name = "transflow.exe" if os.name == "nt" else "transflow"
    return run(python.parent / name, "--version").split()[1]


def clean() -> dict[str, str]:
    """Return the environment's variables without those that would lead Python to what is here."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def try_core(python: Path, wheel: Path, folder: Path) -> None:
    """Install the wheel where nothing else is, and work with it."""
    install(python, wheel)
    (folder / "content").mkdir(parents=True)
    (folder / "content/a.md").write_text(PAGE, "utf-8")

    def transflow(*arguments: str) -> str:
        return run(python, "-m", "transflow", *arguments, cwd=folder, env=clean())

    expected = wheel.name.split("-")[1]
    assert told(python) == expected, (told(python), expected)
    assert "engines:" in transflow("--version", "--verbose")
    transflow("init", "--target", "en")
    assert "finance.yaml" in transflow("glossary", "add", "finance")
    answer = json.loads(transflow("explain", "--text", "公司拟回购3,000亿美元股份", "--language", "en", "--format", "json"))  # fmt: skip
    (quantity,) = answer["units"][0]["quantities"]
    assert (quantity["value"], quantity["currency"]) == ("300000000000", "USD"), quantity
    transflow("translate", "--engine", "pseudo")
    assert (folder / "content/a.en.md").is_file()
    assert transflow("report", "--format", "html").startswith("<!doctype html>")


def try_extras(interpreter: Path, wheel: Path, folder: Path) -> None:
    """Install each extra from the wheel into an environment of its own, and load what it brings and the engine over it."""
    for extra, modules in EXTRAS.items():
        python = environment(folder / extra, interpreter)
        install(python, f"{wheel}[{extra}]")
        run(python, "-c", f"import {modules}", env=clean())
        run(python, "-m", "transflow", "--version", "--verbose", env=clean())
        run(python, "-m", "pip", "check", env=clean())
        print(f"  extra {extra}: {modules}")


def try_sources(folder: Path) -> None:
    """Install from wherever a release may be taken, and see that the version is the release's."""
    clone = folder / "clone"
    run("git", "clone", "--quiet", ROOT, clone)
    for name in run("git", "ls-files", "--modified", "--others", "--exclude-standard", cwd=ROOT).split("\n"):
        if name and (ROOT / name).is_file():  # what is being worked on
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    run(sys.executable, "docs/release.py", TAG, cwd=clone)
    commit = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    run("git", "add", "--all", cwd=clone)
    run("git", *commit, "commit", "--quiet", "--message", f"Release {TAG}", cwd=clone)
    run("git", "tag", f"v{TAG}", cwd=clone)
    address = f"git+{clone.as_uri()}"
    archive = folder / "host" / f"transflow-{TAG}.tar.gz"
    archive.parent.mkdir()
    run(
        "git", "archive", "--format=tar.gz", f"--prefix=transflow-{TAG}/", "-o", archive, f"v{TAG}", cwd=clone
    )
    hook = folder / "hook"
    run("git", "init", "--quiet", hook)
    run("git", "fetch", "--quiet", "--depth=1", clone.as_uri(), f"v{TAG}", cwd=hook)  # as `pre-commit` does
    run("git", "checkout", "--quiet", "FETCH_HEAD", cwd=hook)
    built = folder / "built"
    build(built, clone)
    python = environment(folder / "env", sys.executable)
    for name, what in {
        "a tag of a repository": [f"{address}@v{TAG}"],
        "an archive of a tag": [archive],
        "a shallow copy without tags": [hook],
        "a source archive": [next(built.glob("*.tar.gz"))],
        "a clone, editable": ["--editable", clone],
    }.items():
        install(python, "--force-reinstall", "--no-deps", *what)
        version = told_alone(python)
        assert version.partition("+")[0] == TAG, (name, version)
        print(f"  {name}: {version}")
    uvx = [sys.executable, "-m", "uv", "tool", "run", "--no-cache", "--from", f"{address}@v{TAG}", "transflow", "--version"]  # fmt: skip
    version = run(*uvx, env=clean()).split()[1]
    assert version.partition("+")[0] == TAG, version
    print(f"  uvx: {version}")


def told_alone(python: Path) -> str:
    """Return the version of a package that is installed without what it needs."""
    return run(python, "-c", "import transflow; print(transflow.__version__)", env=clean()).strip()


def interpreters() -> dict[str, Path]:
    """Return the Pythons at hand, by version."""
    wanted = os.environ.get("PYTHONS", "").split() or PYTHONS
    found = {version: shutil.which(f"python{version}") for version in wanted}
    works = {version: Path(path) for version, path in found.items() if path and _runs(path)}
    return works or {".".join(map(str, sys.version_info[:2])): Path(sys.executable)}


def _runs(path: str) -> bool:
    return subprocess.run([path, "-c", "import venv"], capture_output=True, check=False).returncode == 0


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
        for version, interpreter in interpreters().items():
            python = environment(Path(temporary) / version / "env", interpreter)
            try_core(python, wheel, Path(temporary) / version / "site")
            print(f"{wheel.name} works in an empty environment of Python {version}", flush=True)
            if os.environ.get("EXTRAS") != "none":
                try_extras(interpreter, wheel, Path(temporary) / version)
        print("installed from", flush=True)
        try_sources(Path(temporary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
