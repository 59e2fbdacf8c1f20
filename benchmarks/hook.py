"""How long a hook takes at a commit on a large site, beside `python -c "import typer"`.

    python benchmarks/hook.py [--pages 2500] [--keep FOLDER]

Builds the site of `benchmarks/status.py` (2,500 pages with three translations each make 10,000), commits it, stages a
change of one translation, and runs the published hooks as `pre-commit` does: with a file that is no page, and with that
translation. Prints the shortest time of several runs, in seconds and as a multiple of the same interpreter importing
Typer, measured in turn. Limits: 1.5 × for a commit that touches no page; 0.5 s for one page.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from measures import show
from status import build, timed

RUNS = 10
PAGE = "content/f1/p1.en.md"
PLAN = "declared-missing,required-missing,record-not-staged"


def stage(site: Path) -> None:
    """Commit the site, and stage a change of one translation."""
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "site"]):
        subprocess.run([*git, *step], cwd=site, check=True)
    text = (site / PAGE).read_text("utf-8")
    (site / PAGE).write_text(f"{text}\nMore than 5% of $300 billion.\n", "utf-8")
    subprocess.run(["git", "add", PAGE], cwd=site, check=True)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2500)
    parser.add_argument("--keep", type=Path, help="build the site here and leave it there")
    options = parser.parse_args()
    root = options.keep or Path(tempfile.mkdtemp(prefix="transflow-hook-"))
    hook = [sys.executable, "-m", "transflow", "--quiet", "check", "--staged"]
    commands = {
        "import typer": [sys.executable, "-c", "import typer"],
        "no page": [*hook, "README.md"],
        "one page": [*hook, PAGE],
        "its promises": [*hook, "--select", PLAN, PAGE],
    }
    try:
        if not (root / "site").exists():
            build(root, options.pages)
            stage(root / "site")
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(RUNS):
            for name, command in commands.items():
                taken[name].append(timed(command, root / "site")[0])
        best = {name: min(seconds) for name, seconds in taken.items()}
        for name, seconds in best.items():
            print(f"{name:<14} {seconds:.3f} s  {seconds / best['import typer']:.2f} ×")
        show(
            "hook: a commit without pages, to `import typer`",
            f"{best['no page'] / best['import typer']:.2f}",
            "≤ 1.5",
        )
        size = f"{options.pages:,} pages in 3 languages"
        show(f"hook: a commit of one page of {size}", f"{best['one page']:.2f} s", "≤ 0.5 s")
    finally:
        if options.keep is None:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
