"""The main job on the real article, from nothing: plan → draft → status → report, and a look at what came out.

Runs in the ignored folder `.demo`, with the commands a user would type, and exits with 1 if the draft breaks one
of its promises: every figure with its value and unit, every glossary term in an allowed form, no Chinese left in
the body, and everything that isn't translated as it was.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".demo"
SOURCE = "content/deepseek-hk-revaluation.md"
TARGET = "content/deepseek-hk-revaluation.en.md"

FIGURES = {
    "3,000亿美元": r"\$300 billion",
    "1.05亿美元": r"\$105 million",
    "1000亿港元": r"HK\$100 billion",
    "125亿美元": r"\$12\.5 billion",
    "40亿美元": r"\$4 billion",
    "4.33%": r"4\.33%",
    "6.22%": r"6\.22%",
    "9%": r"\b9%",
    "不足17倍": r"\b17(x| times)",
    "27倍": r"\b27(x| times)",
    "25倍": r"\b25(x| times)",
    "26倍": r"\b26(x| times)",
    "18.5倍": r"\b18\.5(x| times)",
    "6500份": r"\b6,500\b",
    "2025年1月": r"January 2025",
    "2030 年底": r"2030",
    "三到五年": r"(3|three)-?( to |-|–)(5|five)[- ]years?",
}
"""A figure of the article, and what its English must match, written down by hand."""


def run(*arguments: str) -> str:
    """Run one command as a user does, show it with its output, and return that; any failure ends the demo."""
    print(f"\n$ transflow {' '.join(arguments)}", flush=True)
    command = [sys.executable, "-m", "transflow", "-C", str(DEMO), *arguments]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode:
        sys.exit(f"demo: exit code {done.returncode}")
    return done.stdout


def prepare() -> None:
    """Lay out a fresh workspace beside the project's own: its configuration, glossary and the article."""
    shutil.rmtree(DEMO, ignore_errors=True)
    shutil.copytree(ROOT / "glossaries", DEMO / "glossaries")
    shutil.copy(ROOT / "transflow.yaml", DEMO)
    for content in yaml.safe_load((DEMO / "transflow.yaml").read_text("utf-8"))["content"]:
        (DEMO / content["root"]).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / SOURCE, DEMO / SOURCE)


def split(text: str) -> tuple[dict[str, object], str]:
    """Return front matter and body."""
    _, header, body = text.split("---\n", 2)
    return yaml.safe_load(header), body


def broken_promises() -> Iterator[str]:
    """Yield what is wrong with the draft, judged by means of its own, not by the tool's."""
    old, source = split((DEMO / SOURCE).read_text("utf-8"))
    new, body = split((DEMO / TARGET).read_text("utf-8"))
    for figure, pattern in FIGURES.items():
        if not re.search(pattern, body):
            yield f"{figure} has no counterpart ({pattern})"
    if left := re.findall(r"[\u4e00-\u9fff]+", re.sub(r"\]\([^)]*\)", "]", body)):
        yield f"Chinese left in the body: {left}"
    if re.findall(r"\]\((.*?)\)", source) != re.findall(r"\]\((.*?)\)", body):
        yield "links or images changed"
    translated = {"title", "summary", "lang", "draft", "translation"}
    if kept := [key for key in old if key not in translated and old[key] != new.get(key)]:
        yield f"front matter changed: {kept}"
    if new.get("lang") != ["en"] or new.get("draft") is not True:
        yield "lang or draft is not what it should be"
    if any(re.search(r"[\u4e00-\u9fff]", str(new[key])) or not new[key] for key in ("title", "summary")):
        yield "title or summary is not drafted"


def main() -> int:
    """Run the demo and return its exit code."""
    began = time.monotonic()
    prepare()
    run("plan")
    run("translate", SOURCE, "--engine", "embedded")
    run("status", "--verbose")
    run("check", SOURCE, TARGET)
    run("report", "--format", "markdown")
    run("report", "--format", "html", "-o", "report.html")
    _, body = split((DEMO / TARGET).read_text("utf-8"))
    print(f"\nThe draft is {(DEMO / TARGET).relative_to(ROOT)}. It begins:\n")
    print("\n\n".join(body.strip().split("\n\n")[:4]))
    broken = list(broken_promises())
    for promise in broken:
        print(f"demo: {promise}", file=sys.stderr)
    print(f"\n{len(FIGURES)} figures checked; {time.monotonic() - began:.0f} s")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
