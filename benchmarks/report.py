"""How large the HTML report of a site is, and how long a browser works at it, beside a report without pages.

    python benchmarks/report.py [SITE] [--pages 2000]

SITE is a workspace; without one, a site of that many pages is made of this repository's own articles, their paragraphs
shuffled and their figures changed, and drafted by the pseudo engine. The browser is Chromium, without a window.
Limits (2,000 pages): 5 MB, and every step below a second on a machine that does nothing else.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import tempfile
import time
from html import unescape
from pathlib import Path

from measures import show

from transflow import api
from transflow.commands import check, report
from transflow.reports import REPORT_FORMATS, Report
from transflow.site import workspace

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = ("markets", "policy", "companies", "funds", "bonds", "learn")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=60000",
)  # fmt: skip
PROBE = """(async () => {
  const took = {}, list = document.getElementById("list"), find = document.getElementById("find");
  const time = (name, run) => { const at = performance.now(); run(); document.body.offsetHeight; took[name] = performance.now() - at; };
  const type = (words) => { find.value = words; find.dispatchEvent(new Event("input")); };
  took["load and run"] = performance.now();
  time("filter", () => type("1")); time("clear", () => type(""));
  time("sort", () => list.querySelector("th[data-key=characters] button").click());
  const page = list.querySelector("tr[data-block] a"), at = performance.now();
  if (page) { page.click(); while (!document.querySelector("#reader .text")) await new Promise((go) => setTimeout(go)); took["open a page"] = performance.now() - at; }
  document.body.replaceChildren(JSON.stringify(took));
})()"""


def build(root: Path, pages: int) -> None:
    """Lay out a site and draft it."""
    order = random.Random(6)
    articles = [
        path.read_text("utf-8") for path in sorted((ROOT / "content").glob("*.md")) if ".en." not in path.name
    ]
    fronts = [text.split("---\n", 2)[1] for text in articles]
    paragraphs = [
        part for text in articles for part in text.split("---\n", 2)[2].split("\n\n") if "|" not in part
    ]
    shutil.copytree(ROOT / "glossaries", root / "glossaries")
    shutil.copy(ROOT / "transflow.yaml", root)
    for number in range(pages):
        place = root / "content" / SECTIONS[number % len(SECTIONS)] / f"article-{number:04}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(order.sample(paragraphs, 16))
        body = re.sub(r"(?<=\d)\d", lambda _: str(order.randrange(10)), body)
        place.write_text(f"---\n{fronts[number % len(fronts)]}---\n\n{body}\n", "utf-8")
    api.translate(workspace.load(root), means=api.Means("pseudo"))


def steps(browser: str, text: str, folder: Path) -> dict[str, float]:
    """Return how many milliseconds a browser takes for each step, its policy taken out so that it may be watched."""
    watched = re.sub(r"<meta http-equiv[^>]*>", "", text).replace(
        "</body>", f"<script>{PROBE}</script></body>"
    )
    place = folder / "report.html"
    place.write_text(watched, "utf-8")
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", place.as_uri()]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(unescape(shown[shown.index("<body>") + 6 : shown.index("</body>")]))
    return found


def measure(site: Path, folder: Path) -> None:
    """Measure the report of a site."""
    found = workspace.load(site)
    began = time.process_time()
    checked = check.check(found)
    read = time.process_time()
    text = REPORT_FORMATS["html"](report.report(found, checked, texts=True))
    made = time.process_time()
    rows, readable = text.count("<tr data-words"), text.count(" data-block=")
    show(f"HTML report of {rows:,} pages", f"{len(text.encode()) / 1e6:.2f} MB", "5 MB")
    show("of them with their texts", f"{readable:,}")
    show("to make it, beside checking the pages", f"{(made - read) / (read - began):.2f} x")
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        print("no Chromium here: what a browser makes of it is left out")
        return
    empty, full = (steps(browser, one, folder) for one in (REPORT_FORMATS["html"](Report((), ())), text))
    show("to load it, beside one without pages", f"{full['load and run'] / empty['load and run']:.1f} x")
    for name, took in full.items():
        show(f"in a browser: {name}", f"{took:.0f} ms", "1000 ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = asked.site or Path(folder) / "site"
        if asked.site is None:
            site.mkdir()
            build(site, asked.pages)
        measure(site, Path(folder))


if __name__ == "__main__":
    main()
