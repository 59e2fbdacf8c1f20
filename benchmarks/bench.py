"""Every benchmark in a quick mode, and one table of what they found: `make bench` writes `benchmarks/RESULTS.md`.

What a benchmark prints with `measures.show` comes into the table. Those that measure on texts of others want them in a
folder `shared` beside the checkout, and are left out where it is absent.
"""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
RESULTS = HERE / "RESULTS.md"
PACKAGES = (
    "transflow",
    "ctranslate2",
    "onnxruntime",
    "argos-translate-lt",
    "argos-translate-files",
    "markdown-it-py",
    "msgspec",
    "typer",
)
QUICK: tuple[tuple[str, tuple[str | Path, ...]], ...] = (
    ("drafting.py", ("--quick",)),
    ("status.py", ("--pages", "400")),
    ("cold.py", (SHARED / "corpora", "--pages", "100")),
    ("hook.py", ("--pages", "100")),
    ("report.py", ("--pages", "100")),
    ("cluster.py", ("--engine", "waits", "--pages", "60")),
    ("parsing.py", ("--scale", "0.2")),
    ("nearest.py", ("--sentences", "100000", "--queries", "20")),
    ("memory.py", ("--units", "20000", "--queries", "20")),
    ("glossary.py", ("--terms", "30000", "--megabytes", "0.3")),
    ("quantities.py", ("--numbers", "2000")),
    ("corpus.py", (SHARED / "corpora" / "hugoDocs",)),
    ("checks.py", (SHARED / "corpora" / "cncf-glossary", "--faults", "1")),
    ("adopting.py", (SHARED / "corpora" / "quantecon",)),
    (
        "terminology.py",
        (SHARED / "wmt25-terminology-2016" / "documents.jsonl", "--engine", "embedded", "--limit", "5"),
    ),
)
"""Each benchmark with what makes it quick."""


def machine() -> Iterator[str]:
    """Yield what the figures hang on."""
    info = Path("/proc/cpuinfo")
    names = (
        [
            line.partition(":")[2].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        if info.exists()
        else []
    )
    yield f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    yield ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    yield f"{datetime.now(UTC):%Y-%m-%d}; other work on the machine when it began: load {os.getloadavg()[0]:.1f}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def measured(script: str, arguments: tuple[str | Path, ...]) -> Iterator[tuple[str, ...]]:
    """Run one benchmark; yield its measures, and at last whether it could be run."""
    absent = [argument for argument in arguments if isinstance(argument, Path) and not argument.exists()]
    if absent:
        yield f"{script}: left out", f"needs ../{absent[0].relative_to(SHARED.parent).as_posix()}", ""
        return
    print(f"\n== {script}", flush=True)
    began = time.perf_counter()
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.count("\t") == 2:
                yield tuple(line.rstrip("\n").split("\t"))
    if process.returncode:
        yield f"{script}: failed", f"exit code {process.returncode}", ""
    print(f"({time.perf_counter() - began:.0f} s)", flush=True)


def write(about: list[str], rows: list[tuple[str, ...]]) -> None:
    """Write the table of what is known so far."""
    lines = [
        "# What was measured",
        "",
        "By `make bench`, which is quick; each benchmark says at its top how to ask for more.",
        "",
        *(f"- {line}" for line in about),
        "",
        "| measure | value | limit |",
        "|---|---|---|",
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Run all, write the table after each; 1 if a benchmark failed."""
    about = list(machine())
    rows: list[tuple[str, ...]] = []
    for script, arguments in QUICK:
        rows.extend(measured(script, arguments))
        write(about, rows)
    print(f"\nwrote {RESULTS.relative_to(HERE.parent)}")
    return int(any("failed" in name for name, *_ in rows))


if __name__ == "__main__":
    sys.exit(main())
