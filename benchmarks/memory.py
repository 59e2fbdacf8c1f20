"""What the fuzzy memory costs: `python benchmarks/memory.py [--units 100000]`.

As many approved units as asked for stand in a site of pages of 50, made of the finance pairs of the tests as in
`nearest.py`. Measured are what `find` does on both sides at once, asked in either language, the matches with their
difference that `review`, `diff`, `explain` and `translate` ask for, and the whole command: the first run, one in which
nothing changed, and one after a page did.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measures import show
from nearest import sentences

from transflow import bitext
from transflow.bitext import Row
from transflow.pipeline.reviewed import Reviewed
from transflow.site import workspace
from transflow.site.picture import standings
from transflow.site.shelves import gathered
from transflow.site.workspace import Pair

PAGE = 50


def build(root: Path, sources: list[str], targets: list[str]) -> None:
    """Write a site whose texts are all approved."""
    (root / "content").mkdir()
    (root / "transflow.yaml").write_text("targets: [en]\nengine: pseudo\n")
    site = workspace.load(root)
    for at in range(0, len(sources), PAGE):
        pair = Pair(f"content/{at:06}.md", f"content/{at:06}.en.md", "en")
        one, other = sources[at : at + PAGE], targets[at : at + PAGE]
        site.disk.write(
            pair.source, "---\nlang: zh-CN\ntranslations: [en]\n---\n\n" + "\n\n".join(one) + "\n"
        )
        head = f"---\nlang: en\ntranslations: [en]\ntranslation: {{source: {pair.source}, status: reviewed}}\n---\n\n"
        site.disk.write(pair.target, head + "\n\n".join(other) + "\n")
        rows = tuple(Row("paragraph", a, b, approved=True) for a, b in zip(one, other, strict=True))
        header = bitext.Header(bitext.VERSION, pair.source, pair.target, "en", "zh-CN")
        site.disk.write(site.record_path(pair), bitext.dumps(bitext.Bitext(header, rows)))


def texts(language: str, column: int, count: int) -> list[str]:
    """Make texts that are a paragraph each."""
    return [
        f"据悉{text.strip()}" if language == "zh" else f"Also {text.strip()}"
        for text in sentences(language, column, count)
    ]


def kept_words(root: Path) -> list[str]:
    """Return what `find` kept of each page to see whether words stand in it."""
    site = workspace.load(root)
    pairs = [item.pair for item in standings(site).translations]
    shelves = gathered(site, "words", pairs, lambda rest: [""] * len(rest), str)
    return [text for shelf in shelves for text in shelf.values.values()]


def measure(name: str, ask: Callable[[str], object], words: list[str]) -> None:
    """Print how long a query takes."""
    times = []
    for text in words:
        began = time.process_time()
        ask(text)
        times.append(1000 * (time.process_time() - began))
    times.sort()
    show(f"memory: {name}", f"{times[len(times) // 2]:.0f} ms, {times[-1]:.0f} ms at most", "≤ 50 ms")


def command(root: Path, words: str) -> str:
    """Run `find` and say how long it took and how much memory."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "transflow", "find", words],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, used = os.wait4(process.pid, 0)
    spent = used.ru_utime + used.ru_stime
    return (
        f"{time.perf_counter() - began:.1f} s ({spent:.1f} s of processor time), {used.ru_maxrss // 1024} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=50)
    options = parser.parse_args()
    zh, en = (
        texts(language, column, options.units + options.queries)
        for language, column in (("zh", -2), ("en", -1))
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build(root, zh[: options.units], en[: options.units])
        of = f"{options.units:,} units"
        nowhere = "没有写在任何地方的一句话到底在哪里"
        show(f"memory: find among {of}, first run", command(root, nowhere))
        time.sleep(2.5)
        command(root, nowhere)
        show(f"memory: find among {of}, nothing changed", command(root, nowhere), "1 s")
        (root / "content/000000.en.md").touch()
        show(f"memory: find among {of}, a page changed", command(root, nowhere))
        memory = Reviewed(workspace.load(root))
        began = time.process_time()
        memory.like(nowhere)
        show(f"memory: {of} read", f"{time.process_time() - began:.1f} s")
        said = kept_words(root)

        def ask(text: str) -> None:
            folded = "".join(text.split()).casefold()
            [text for text in said if folded in text]
            memory.like(text)

        for name, asked in (("Chinese", zh), ("English", en)):
            measure(f"find in both languages among {of}, {name} words", ask, asked[options.units :])
        measure(
            f"matches among {of}",
            lambda text: memory.matches(text, source="zh-CN", target="en"),
            zh[options.units :],
        )


if __name__ == "__main__":
    main()
