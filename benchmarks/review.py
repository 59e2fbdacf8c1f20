"""What the review page costs: `python benchmarks/review.py [--pages 2000]`.

Measured are the list of a site of many pages, first and again, a page of it, and a page of two megabytes of which a part
is shown: what a browser waits for, without a browser.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measures import show
from starlette.testclient import TestClient

from transflow import api, bitext
from transflow.bitext import Row
from transflow.review.app import application
from transflow.review.desk import Desk
from transflow.review.gate import Gate
from transflow.site import workspace
from transflow.site.workspace import Pair

TEXT = "公司第{n}季的净利润增长了{n}%，好于市场预期；管理层对**下半年**保持[谨慎](a.md)。\n\n"
LARGE = 2 * 2**20


def visitor(root: Path) -> TestClient:
    """Return a browser that was let in."""
    gate = Gate(application(Desk(workspace.load(root))), 8000)
    base = "http://127.0.0.1:8000"
    client = TestClient(gate, base_url=base, headers={"origin": base, "x-requested-with": "transflow"})
    client.get("/", params={"token": gate.token}, follow_redirects=False)
    return client


def timed(name: str, limit: str, ask: Callable[[], object]) -> None:
    """Do something and print how long that took."""
    began = time.perf_counter()
    ask()
    show(f"review: {name}", f"{time.perf_counter() - began:.2f} s", limit)


def build(root: Path, pages: dict[str, str]) -> None:
    """Make a site and draft it."""
    (root / "content").mkdir(parents=True)
    for path, text in {"transflow.yaml": "targets: [en]\nengine: pseudo\n", **pages}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    done = api.translate(workspace.load(root))
    assert not done.problems, done.problems


def large(root: Path) -> None:
    """Make a page of two megabytes with its translation and record, without an engine, which would take minutes."""
    texts = [TEXT.format(n=n) for n in range(LARGE // len(TEXT.encode()))]
    rows = tuple(
        Row("paragraph", text.strip(), f"Profit of quarter {n} rose {n}%; **management** is [careful](a.md).")
        for n, text in enumerate(texts)
    )
    build(root, {})
    pair = Pair("content/a.md", "content/a.en.md", "en")
    site = workspace.load(root)
    head = "---\ntranslation: {source: content/a.md, status: draft}\n---\n\n"
    site.disk.write(pair.source, "".join(texts))
    site.disk.write(pair.target, head + "\n\n".join(str(row.draft) for row in rows) + "\n")
    header = bitext.Header(bitext.VERSION, pair.source, pair.target, "en", "zh-CN")
    site.disk.write(site.record_path(pair), bitext.dumps(bitext.Bitext(header, rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000)
    options = parser.parse_args()
    # States are still being read while it is taken down.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        many = {
            f"content/{n:05}.md": "".join(TEXT.format(n=n + k) for k in range(12))
            for n in range(options.pages)
        }
        build(root / "many", many)
        client = visitor(root / "many")
        timed(f"the list of {options.pages:,} pages, first", "≤ 1 s", lambda: client.get("/"))
        timed(f"the list of {options.pages:,} pages, again", "≤ 1 s", lambda: client.get("/"))
        timed("a page of it", "≤ 1 s", lambda: client.get("/t/en/content/00007.md"))
        large(root / "large")
        client = visitor(root / "large")
        timed("a page of 2 MB, first", "", lambda: client.get("/t/en/content/a.md"))
        timed("the same again", "≤ 1 s", lambda: client.get("/t/en/content/a.md"))
        timed("its last part", "≤ 1 s", lambda: client.get("/t/en/content/a.md?part=9999"))


if __name__ == "__main__":
    main()
