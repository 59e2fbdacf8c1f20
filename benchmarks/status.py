"""How long `status` and `plan` take on a large site, beside `git status` of the same tree.

    python benchmarks/status.py [--pages 10000] [--keep FOLDER]

Builds a site of that many pages of 2 KB with three translations each, drafted by the pseudo engine, commits it, and
measures a first run, one with nothing changed, and one after one page changed. Limits (10,000 pages): first 120 s,
then 1 s and 5 × `git status`, after a change 1.2 s, 300 MB. The time of the processor tells more than the clock does
where other work goes on.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from measures import show

from transflow import api
from transflow.site import workspace

LANGUAGES = ("en", "ja", "fr")
CONFIG = f"source: zh-CN\ntargets: [{', '.join(LANGUAGES)}]\nengine: pseudo\n"
WORDS = "港股市场资金流入银行利润增长债券收益率下降投资者预期政策科技公司估值修复成交量指数基金"
TEMPLATES = 20
FOLDERS = 100


def page(number: int) -> str:
    """Return a page of about 2 KB."""
    text = [
        WORDS[(number * 7 + n) % len(WORDS) :] + WORDS[: (number * 3 + n) % len(WORDS)] for n in range(12)
    ]
    body = "\n\n".join([*(f"{line}。" for line in text[:8]), *(f"- {line}" for line in text[8:])])
    return f"---\ntitle: {text[0][:12]}\nlang: zh-CN\ntags: [a, b]\n---\n\n## {text[1][:8]}\n\n{body}\n"


def build(root: Path, pages: int) -> None:
    """Draft a few pages and copy them, with their records, under many names."""
    small = root / "small"
    for number in range(TEMPLATES):
        place = small / "content" / f"p{number}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page(number), "utf-8")
    (small / "transflow.yaml").write_text(CONFIG)
    api.translate(workspace.load(small))
    site = root / "site"
    site.mkdir()
    (site / "transflow.yaml").write_text(CONFIG)
    for number in range(pages):
        copy(small, site, f"content/p{number % TEMPLATES}", f"content/f{number % FOLDERS}/p{number}")
    shutil.rmtree(small)


def copy(small: Path, site: Path, old: str, new: str) -> None:
    """Copy one page with its translations and records."""
    paths = [f"{old}.md", *(f"{old}.{tag}.md" for tag in LANGUAGES)]
    paths += [f".transflow/bitext/{tag}/{old}.md.jsonl" for tag in LANGUAGES]
    for path in paths:
        place = site / path.replace(old, new)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text((small / path).read_text("utf-8").replace(f"{old}.", f"{new}."), "utf-8")


def timed(command: Sequence[str], root: Path) -> tuple[float, float, float]:
    """Run a command; return its seconds, those of the processor, and the most memory in MB that any so far took."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, worked, after.ru_maxrss / 1024


def best(command: Sequence[str], root: Path, times: int = 5) -> tuple[float, float]:
    """Return the shortest time of several runs, and of the processor."""
    runs = [timed(command, root) for _ in range(times)]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def measure(root: Path) -> dict[str, float]:
    """Measure one site."""
    status = [sys.executable, "-m", "transflow", "status"]
    page = root / "content" / "f1" / "p1.md"
    found: dict[str, float] = {}
    found["cold"], found["cold, processor"], found["memory MB"] = timed(status, root)
    time.sleep(3)  # a file that is younger than the cache by less than 2 s is not believed
    timed(status, root)
    for name, command in (
        ("warm", status),
        ("plan warm", [*status[:-1], "plan"]),
        ("git status", ["git", "status", "--short"]),
    ):
        found[name], found[f"{name}, processor"] = best(command, root)
    found["ratio"] = found["warm"] / found["git status"]
    found["ratio, processor"] = found["warm, processor"] / found["git status, processor"]
    page.write_text(page.read_text("utf-8").replace("## ", "## 新"), "utf-8")
    found["touched"], found["touched, processor"], _ = timed(status, root)
    return found


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="build the site here and leave it there")
    options = parser.parse_args()
    root = options.keep or Path(tempfile.mkdtemp(prefix="transflow-status-"))
    try:
        if not (root / "site").exists():
            build(root, options.pages)
            git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
            for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "site"]):
                subprocess.run([*git, *step], cwd=root / "site", check=True)
        os.sync()
        found = measure(root / "site")
        print(json.dumps({name: round(value, 2) for name, value in found.items()}, indent=2))
        whole = options.pages == 10_000  # what the limits are for
        size = f"{options.pages:,} pages in {len(LANGUAGES)} languages"
        show(f"status: nothing changed, {size}", f"{found['warm']:.2f} s")
        show(f"status: the same to `git status`, {size}", f"{found['ratio']:.1f}", "≤ 5" if whole else "")
        show(
            f"status: one page changed, {size}",
            f"{found['touched']:.2f} s, {found['memory MB']:.0f} MB",
            "≤ 1.2 s, 300 MB" if whole else "",
        )
    finally:
        if options.keep is None:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
