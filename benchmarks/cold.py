"""What `check`, `status`, `plan` and the HTML report of a fresh clone take, beside markdown-it-py's parse of both sides.

    python benchmarks/cold.py CORPORA [--pages 500] [--keep FOLDER]

CORPORA is a folder with `opentelemetry.io`, `cncf-glossary` and `quantecon`. Their Chinese pages count as sources, the
English ones as translations, recorded by `adopt`; they are repeated to so many pages, and how many of them differ is told:
a text that stands on many pages is verified once. Everything is measured in
processor time of one run side by side, since the clock tells what else the machine does: a second process pays if both
together take hardly more than one alone. Limits: `check` 3.5 × the parse on one core, 1.1 × that in all on two; with one
page changed 5 % of cold; `status` 1 × the parse; the HTML report 1 × `check`; 500 MB over all processes. One page of 2 MB
is no slower a character than the pages it is made of.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from measures import show

SITES = (
    ("opentelemetry.io/content/zh", "opentelemetry.io/content/en", "hugo"),
    ("cncf-glossary/content/zh-cn", "cncf-glossary/content/en", "hugo"),
    ("quantecon/lecture-python.zh-cn", "quantecon/lecture-python.myst", "myst"),
)
CONFIG = """source: zh-CN
targets: [en]
content: [{root: hugo, dialect: hugo}, {root: myst, dialect: myst}]
markdown: {math: true}
"""


def base(corpora: Path, root: Path) -> list[Path]:
    """Lay out the pages and record them; return the sources."""
    for number, (left, right, dialect) in enumerate(SITES):
        for path in sorted((corpora / left).rglob("*.md")):
            inner = path.relative_to(corpora / left)
            other = corpora / right / inner
            if other.is_file() and "drifted_from_default: true" not in path.read_text("utf-8"):
                place = root / dialect / f"{number}" / inner
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes())
                place.with_suffix(".en.md").write_bytes(other.read_bytes())
    (root / "transflow.yaml").write_text(CONFIG)
    subprocess.run(["git", "init", "-q", root], check=True)
    transflow(root, "adopt")
    return sorted(path for path in root.rglob("*.md") if not path.name.endswith(".en.md"))


def repeat(root: Path, pages: list[Path], wanted: int) -> None:
    """Copy the pages, their translations and records below other folders, or take some away, until there are so many."""
    chosen = {pages[number * len(pages) // wanted] for number in range(wanted)}
    for page in set(pages) - chosen:
        for path in (page, page.with_suffix(".en.md"), _record(root, page)):
            path.unlink(missing_ok=True)
    for number in range(len(pages), wanted):
        page, copy = pages[number % len(pages)], number // len(pages)
        dialect, *inner = page.relative_to(root).parts
        new = root.joinpath(dialect, f"copy{copy}", *inner)
        pairs = (
            (page, new),
            (page.with_suffix(".en.md"), new.with_suffix(".en.md")),
            (_record(root, page), _record(root, new)),
        )
        for old, place in pairs:
            place.parent.mkdir(parents=True, exist_ok=True)
            text = old.read_text("utf-8") if old.exists() else ""
            if old.suffix == ".jsonl":
                text = text.replace(f'"{dialect}/', f'"{dialect}/copy{copy}/', 2)
            place.write_text(text, "utf-8")


def _record(root: Path, page: Path) -> Path:
    return root / ".transflow/bitext/en" / f"{page.relative_to(root)}.jsonl"


def transflow(root: Path, *arguments: str, core: bool = False) -> tuple[float, float, float]:
    """Run a command; return its processor time, its time, and the most memory of all its processes in MB."""
    command = [*(("taskset", "-c", "0") if core else ()), sys.executable, "-m", "transflow", *arguments]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = 0.0
    while running.poll() is None:
        memory = max(memory, _memory(running.pid))
        time.sleep(0.2)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took, memory


def _memory(pid: int) -> float:
    """Return the memory that a process and those it made take, shared pages counted once, in MB."""
    pids = [pid, *(int(one) for one in _read(f"/proc/{pid}/task/{pid}/children").split())]
    lines = (line for one in pids for line in _read(f"/proc/{one}/smaps_rollup").splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def parsed(root: Path) -> float:
    """Return the processor time that markdown-it-py needs to parse all pages, both sides."""
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    footnote_plugin(parser)
    deflist_plugin(parser)
    began = time.process_time()
    for path in root.rglob("*.md"):
        parser.parse(path.read_text("utf-8"))
    return time.process_time() - began


def fresh(root: Path) -> None:
    """Forget what earlier runs found."""
    shutil.rmtree(os.environ["TRANSFLOW_CACHE"], ignore_errors=True)
    shutil.rmtree(root / ".transflow/cache", ignore_errors=True)


def measure(root: Path, pages: int, different: int) -> None:
    """Measure, and print."""
    parse = parsed(root)
    cold: dict[str, float] = {}
    memory = 0.0
    for name, core in (("status", True), ("plan", True), ("check", True), ("check", False)):
        fresh(root)
        cold[f"{name}{' 2' * (not core)}"], _, most = transflow(root, name, core=core)
        memory = max(memory, most)
    page = next(path for path in sorted(root.rglob("*.en.md")))
    page.write_text(page.read_text("utf-8") + "\nOne more.\n", "utf-8")
    warm, seconds, _ = transflow(root, "check")
    fresh(root)
    report, _, most = transflow(root, "report", "--format", "html", "-o", "r.html", core=True)
    parse = (parse + parsed(root)) / 2
    size = f"{pages:,} pages of the corpora ({different:,} different), processor time"
    show(
        f"cold: `check` to the parse of both sides, one core, {size}",
        f"{cold['check'] / parse:.1f} x",
        "3.5 x",
    )
    show(
        f"cold: `check` on two cores in all to one, {size}",
        f"{cold['check 2'] / cold['check']:.2f} x",
        "1.1 x",
    )
    show("cold: `check`, a page", f"{cold['check'] / pages * 1000:.0f} ms", "")
    show(f"cold: `status` to that parse, {size}", f"{cold['status'] / parse:.2f} x", "1 x")
    show(f"cold: `plan` to that parse, {size}", f"{cold['plan'] / parse:.2f} x", "1 x")
    show(f"cold: HTML report beside `check`, {size}", f"{report / cold['check'] - 1:.2f} x", "1 x")
    show(
        f"warm: `check`, one page changed, to cold, {size}",
        f"{100 * warm / cold['check']:.1f} %, {seconds:.1f} s",
        "5 %",
    )
    show("cold: most memory over all processes", f"{max(memory, most):.0f} MB", "500 MB")


_BIG = 2_000_000
"""Bytes of the source page that is large."""
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def large(corpora: Path, root: Path) -> None:
    """Measure one page of 2 MB beside the pages it is made of, and print."""
    left, right, _ = SITES[-1]
    sides: list[list[str]] = []
    small, big = root / "small", root / "big"
    for path in sorted((corpora / left).rglob("*.md")):
        other = corpora / right / path.relative_to(corpora / left)
        if other.is_file() and sum(len(one.encode()) for one, _ in sides) < _BIG:
            # Without front matter: within a page it would be a rule and a heading, and other findings than in its own.
            sides.append([_FRONT.sub("***\n\n", one.read_text("utf-8")) for one in (path, other)])
            for text, name in zip(sides[-1], (f"{len(sides)}.md", f"{len(sides)}.en.md"), strict=True):
                (small / "myst").mkdir(parents=True, exist_ok=True)
                (small / "myst" / name).write_text(text, "utf-8")
    (big / "myst").mkdir(parents=True)
    for name, texts in zip(("1.md", "1.en.md"), zip(*sides, strict=True), strict=True):
        (big / "myst" / name).write_text("\n\n".join(texts), "utf-8")
    took: list[float] = []
    for site in (small, big):
        (site / "transflow.yaml").write_text(CONFIG.replace("{root: hugo, dialect: hugo}, ", ""))
        subprocess.run(["git", "init", "-q", site], check=True)
        transflow(site, "adopt")
        fresh(site)
        took.append(transflow(site, "check", core=True)[0])
    show(f"large: `check` of one page of 2 MB to its {len(sides)} parts", f"{took[1] / took[0]:.2f} x", "1 x")


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="build the site here and leave it there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = asked.keep or Path(folder) / "site"
        os.environ["TRANSFLOW_CACHE"] = str(Path(folder) / "cache")
        if not root.exists():
            root.mkdir()
            repeat(root, base(asked.corpora, root), asked.pages)
        sources = [path for path in root.rglob("*.md") if not path.name.endswith(".en.md")]
        measure(root, len(sources), len({path.read_bytes() for path in sources}))
        large(asked.corpora, Path(folder))


if __name__ == "__main__":
    main()
