"""The engines over HTTP against real servers: llama.cpp's with the embedded model's file, and LibreTranslate.

    make test-servers

sets up both in environments of their own (llama-cpp-python is built from source: some ten minutes of two cores), starts
them on this machine, drafts some pages with each, and writes what came of it to `tests/servers/RESULTS.md`. A server that
cannot start is told there with its own words. It ends with 1 if one did not do as it should.
"""

import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from transflow.files import user_cache

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv-servers"
RESULTS = Path(__file__).with_name("RESULTS.md")
PACKAGES = sorted((ROOT / "tests" / "fixtures" / "argos").glob("*.argosmodel"))
PAGE = """---
title: 市场周报
---

## 市场情绪{0}回暖

**恒生科技指数**本周上涨9%，市盈率升至17倍。英伟达市值蒸发超3,000亿美元。

- 投资者[等待](https://example.org/)央行的决定。
- 央行将利率下调25个基点。
"""
FIGURES = ("9%", "17", "$300 billion", "25 basis points")
"""What drafts must say, as the glossary and house style have it."""
TERMS = ("Hang Seng Tech Index", "P/E")
MARKUP = ("](https://example.org/", "**", "\n## ", "\n- ")
START = 300.0
"""Seconds that a server may take to answer at first."""


@dataclass
class Outcome:
    """What came of one server."""

    name: str
    lines: list[str] = field(default_factory=list)
    failed: bool = False
    draft: str = ""
    """One of those that were made."""

    def say(self, what: str, *, right: bool = True) -> None:
        """Take down a line, and whether it is as it should be."""
        self.lines.append(f"| {what} | {'yes' if right else '**no**'} |")
        self.failed |= not right
        print(f"{self.name}: {what}: {'yes' if right else 'NO'}", flush=True)


def environment(name: str, *packages: str) -> Path:
    """Return the Python of an environment with some packages, made once."""
    python = HOME / name / "bin" / "python"
    done = HOME / name / ".done"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME / name)], check=True)
        pip = [
            "nice",
            "-n",
            "10",
            str(python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
        ]
        subprocess.run([*pip, *packages], check=True)
        done.touch()
    return python


@contextmanager
def serving(log: Path, command: list[str], ready: str, **variables: str) -> Iterator[str]:
    """Run a server while inside, and wait until it answers.

    Raises:
        RuntimeError: It doesn't; with the end of what it said.
    """
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **variables},
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START
        while not _answers(ready):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(" / ".join(log.read_text("utf-8", "replace").strip().splitlines()[-3:]))
            time.sleep(0.5)
        yield log.read_text("utf-8", "replace")
    finally:
        with_group = os.getpgid(process.pid) if process.poll() is None else 0
        if with_group:
            os.killpg(with_group, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(with_group, signal.SIGKILL)
            process.wait(20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def site(folder: Path, engine: str, settings: str = "") -> Path:
    """Write a workspace of three pages."""
    (folder / "content").mkdir(parents=True)
    shutil.copytree(ROOT / "glossaries", folder / "glossaries")
    (folder / "transflow.yaml").write_text(f"source: zh-CN\ntargets: [en]\nengine: {engine}\n{settings}")
    for number in range(3):
        (folder / "content" / f"{number}.md").write_text(
            PAGE.format("略微" * (number > 0) + "继续" * (number > 1)), "utf-8"
        )
    return folder


def transflow(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "transflow", *arguments]
    environment = {**os.environ, "TRANSFLOW_CACHE": str(folder / "cache"), **variables}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def drafted(outcome: Outcome, folder: Path, told: tuple[str, ...], **variables: str) -> None:
    """Draft the pages, look at the drafts, and draft them once more from the cache."""
    began = time.monotonic()
    run = transflow(folder, "translate", "--format", "json", **variables)
    seconds = time.monotonic() - began
    outcome.say(
        f"three pages drafted, exit code {run.returncode}, {seconds:.0f} s", right=run.returncode == 0
    )
    if run.returncode:
        outcome.say(f"it said: {run.stderr.strip()[-300:]}", right=False)
        return
    (receipt,) = json.loads(run.stdout)["receipts"]
    outcome.say(f"receipt: {json.dumps(receipt)}", right=receipt["requests"] > 0)
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("content/*.en.md"))]
    for wanted in (*told, *MARKUP):
        count = sum(wanted in text for text in texts)
        outcome.say(f"`{wanted.strip()}` in {count} of {len(texts)} drafts", right=count == len(texts) == 3)
    if told:  # the tests' own model knows few words
        left = sum(any("\u4e00" <= char <= "\u9fff" for char in text) for text in texts)
        outcome.say(f"Chinese left in {left} drafts", right=left == 0)
    again = transflow(folder, "translate", "--redraft", "--format", "json", **variables)
    (receipt,) = json.loads(again.stdout)["receipts"]
    same = texts == [path.read_text("utf-8") for path in sorted(folder.glob("content/*.en.md"))]
    outcome.say(
        f"drafted anew: {receipt['requests']} requests, the same bytes: {same}",
        right=same and not receipt["requests"],
    )
    outcome.draft = texts[0].rpartition("---\n")[2].strip()


def llama(outcome: Outcome, folder: Path) -> None:
    """Try llama.cpp's server."""
    model = os.environ.get("TRANSFLOW_GGUF") or next(
        map(str, sorted((user_cache() / "models").glob("*.gguf"))), ""
    )
    if not model:
        raise RuntimeError(
            "there is no model file: run `transflow models install embedded`, or set TRANSFLOW_GGUF"
        )
    python = environment("llama", "llama-cpp-python[server]")
    port = free_port()
    options = [
        "--model",
        model,
        "--model_alias",
        "local",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--n_ctx",
        "4096",
    ]
    variables = {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "OPENAI_API_KEY": "sk-of-one-run"}
    command = [
        str(python),
        "-m",
        "llama_cpp.server",
        *options,
        "--api_key",
        "sk-of-one-run",
        "--n_threads",
        "1",  # several wait for each other at every step where other work keeps the cores busy
        "--n_threads_batch",
        "1",
    ]
    with serving(folder / "llama.log", command, f"http://127.0.0.1:{port}/docs"):
        place = site(
            folder / "llama",
            "openai",
            "engines: {openai: {concurrency: 1, timeout: 600, price: {input: 1, output: 2}}}\n",
        )
        found = json.loads(transflow(place, "plan", "--estimate", "--format", "json", **variables).stdout)
        outcome.say(f"estimate: {json.dumps(found['estimate'])}", right=found["estimate"]["requests"] > 0)
        refused = transflow(place, "translate", **variables | {"OPENAI_API_KEY": "sk-wrong"})
        outcome.say(
            "a wrong key is refused in one line",
            right=refused.returncode == 2 and "wants another key" in refused.stderr,
        )
        drafted(outcome, place, (*FIGURES, *TERMS), **variables)
    gone = transflow(
        place,
        "translate",
        "--redraft",
        "--engine",
        "openai",
        **variables | {"TRANSFLOW_CACHE": str(folder / "none")},
    )
    outcome.say(
        "a server that is gone is told in one line",
        right=gone.returncode == 2 and "no server answers" in gone.stderr,
    )


WHOLE = (
    "from argostranslate import sbd; sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]; "
    "from libretranslate.main import main; main()"
)
"""LibreTranslate fetches a model that cuts texts into sentences from a public repository when it is first asked, which is
not to be had everywhere; without it, it fails. What it is sent here are single sentences, and stay whole."""


def libretranslate(outcome: Outcome, folder: Path) -> None:
    """Try LibreTranslate, with the packages of the tests."""
    python = environment("libre", "libretranslate")
    packages = folder / "packages"
    for file in PACKAGES:
        shutil.unpack_archive(file, packages, "zip")
    port = free_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--load-only", "zh,en", "--disable-web-ui"]
    variables = {"ARGOS_PACKAGES_DIR": str(packages), "HOME": str(folder)}
    command = [str(python), "-c", WHOLE, *options]
    with serving(folder / "libre.log", command, f"http://127.0.0.1:{port}/languages", **variables):
        outcome.say("it starts (its cutter of sentences, which it would fetch, is left out)")
        place = site(folder / "libre", "libretranslate")
        drafted(outcome, place, (), LIBRETRANSLATE_URL=f"http://127.0.0.1:{port}")
        other = place / "transflow.yaml"
        other.write_text(other.read_text("utf-8").replace("[en]", "[fr]"), "utf-8")
        refused = transflow(place, "translate", LIBRETRANSLATE_URL=f"http://127.0.0.1:{port}")
        right = refused.returncode == 2 and "does not translate zh-CN into fr" in refused.stderr
        outcome.say("a pair that it does not have is told in one line", right=right)


SERVERS: dict[str, Callable[[Outcome, Path], None]] = {
    "llama.cpp's server, with the embedded model's file": llama,
    "LibreTranslate, with the packages of the tests": libretranslate,
}


def write(outcomes: list[Outcome]) -> None:
    """Write down what came of servers; what is known of others stays."""
    known = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## (?:llama|Libre)|\Z)", _read(), re.DOTALL | re.MULTILINE))
    for outcome in outcomes:
        when = f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.0f}"
        lines = "\n".join([f"| {when} | as it should be |", "|---|---|", *outcome.lines])
        sample = f"\n\nThe first draft:\n\n```markdown\n{outcome.draft}\n```" if outcome.draft else ""
        known[outcome.name] = f"\n{lines.replace(str(ROOT), '.')}{sample}\n\n"
    parts = "".join(f"## {name}\n{known[name]}" for name in SERVERS if name in known)
    RESULTS.write_text(
        f"# Real servers\n\nThe last results of `make test-servers`.\n\n{parts.rstrip()}\n", "utf-8"
    )


def _read() -> str:
    return RESULTS.read_text("utf-8") if RESULTS.exists() else ""


def main() -> int:
    """Try each server, and write down what came of it."""
    outcomes = []
    for name, tried in SERVERS.items():
        if sys.argv[1:] and tried.__name__ not in sys.argv[1:]:
            continue
        outcome = Outcome(name)
        outcomes.append(outcome)
        with tempfile.TemporaryDirectory() as folder:
            try:
                tried(outcome, Path(folder))
            except (RuntimeError, subprocess.CalledProcessError, OSError, ValueError) as error:
                outcome.say(f"could not be tried: {' '.join(str(error).split())[-600:]}", right=False)
    write(outcomes)
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
