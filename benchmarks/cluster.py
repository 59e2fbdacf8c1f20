"""`translate --cluster` on one worker process of one thread, on two, and on two of which one is killed on the way.

    python benchmarks/cluster.py [--pages N] [--engine NAME]

Start-up (scheduler, workers, model) is over before the clock begins. Without `--engine`, the Argos package of the
tests is used; `waits` is an engine that waits for 20 ms a sentence, as one does that has its model elsewhere: it shows what
sharing the work costs, also where other work keeps the cores busy. Bytes are compared with those of one machine.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pages
from measures import show

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tests" / "fixtures" / "argos" / "translate-zh_en.argosmodel"
DRAFT = (
    "import sys, time, json; from transflow import api; from transflow.site import workspace\n"
    "site, warm, engine, cluster = sys.argv[1:]; means = api.Means(engine, 1, cluster)\n"
    "assert not api.translate(workspace.load(__import__('pathlib').Path(warm)), means=means).problems\n"
    "began = time.perf_counter(), time.process_time()\n"
    "print('READY', flush=True)\n"
    "done = api.translate(workspace.load(__import__('pathlib').Path(site)), means=means)\n"
    "assert not done.problems, done.problems\n"
    "print(json.dumps([time.perf_counter() - began[0], time.process_time() - began[1]]))"
)


WAITS = """
import time

class Waits:
    def translate(self, requests):
        time.sleep(0.02 * len(requests))
        return [" ".join(chr(97 + ord(char) % 26) * 4 for char in request.text) for request in requests]
"""


def plug(folder: Path) -> None:
    """Make the engine `waits` known to the processes that are started from here."""
    info = folder / "waits-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: waits\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[transflow.engines]\nwaits = waits_engine:Waits\n")
    (folder / "waits_engine.py").write_text(WAITS)
    os.environ["PYTHONPATH"] = str(folder)


def draft(site: Path, warm: Path, engine: str, cluster: str, victim: int = 0) -> tuple[float, float]:
    """Draft a site in a process of its own; return the seconds it took, and those of its own processor time."""
    command = [sys.executable, "-c", DRAFT, str(site), str(warm), engine, cluster]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "READY\n"
        if victim:
            time.sleep(3)
            os.kill(victim, signal.SIGKILL)
        seconds, own = json.loads(run.stdout.readline())
    return seconds, own


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[int]]]:
    """Run a scheduler and workers of one thread; yield the address and the workers' process numbers."""
    with ExitStack() as ended:
        known = folder / f"scheduler-{workers}-{time.monotonic_ns()}.json"

        def run(module: str, *arguments: str) -> int:
            command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(known)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ended.callback(process.wait, 30)
            ended.callback(process.kill)
            return process.pid

        run("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        nodes = [run("dask_worker", *options) for _ in range(workers)]
        while not known.exists():
            time.sleep(0.05)
        address = json.loads(known.read_text())["address"]
        wait = "import sys; from distributed import Client; Client(sys.argv[1]).wait_for_workers(int(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", wait, address, str(workers)], check=True, capture_output=True)
        yield address, nodes


def written(site: Path) -> dict[str, bytes]:
    """Return every file of a site but the cache."""
    files = (path for path in site.rglob("*") if path.is_file() and ".transflow/cache" not in path.as_posix())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--engine", default="argos")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.engine == "argos":
            os.environ["ARGOS_PACKAGES_DIR"] = str(folder / "packages")
            install = [sys.executable, "-m", "transflow", "models", "install", str(PACKAGE)]
            subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        if options.engine == "waits":
            plug(folder / "plugin")
        start, warm = pages.site(folder / "start", options.pages), pages.site(folder / "warm", 1)

        def copied(place: str) -> tuple[Path, Path]:
            return tuple(  # type: ignore[return-value]
                Path(shutil.copytree(site, folder / place / site.name)) for site in (start, warm)
            )

        alone = copied("alone")
        draft(*alone, options.engine, "")
        expected = written(alone[0])
        times = {}
        for workers, killed in ((1, False), (2, False), (2, True)):
            with cluster(folder, workers) as (address, nodes):
                site = copied(f"{workers}-{killed}")
                times[workers, killed] = draft(*site, options.engine, address, nodes[-1] if killed else 0)
                assert written(site[0]) == expected, "other bytes than on one machine"
        for (workers, killed), (seconds, own) in times.items():
            told = f"{workers} worker{'s' * (workers > 1)}{', one killed after 3 s' * killed}"
            show(
                f"cluster, {options.engine}, {options.pages} pages, {told}",
                f"{seconds:.1f} s (own processor time {own:.1f} s)",
            )
        gain = times[1, False][0] / times[2, False][0]
        show("cluster: two workers as fast as so many of one", f"{gain:.2f}", "≥ 1.8")


if __name__ == "__main__":
    main()
