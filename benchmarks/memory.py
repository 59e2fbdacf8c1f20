"""What the fuzzy memory costs: `python benchmarks/memory.py [--units 100000]`.

As many units as asked for are in the memory, made of the finance pairs of the tests as in `nearest.py`. Measured are
matches with their difference, which `review`, `diff`, `explain` and `translate` ask for, and what `find` does.
"""

import argparse
import time
from pathlib import Path

from measures import show
from nearest import sentences

from transflow.pipeline.reviewed import Reviewed, Sentence, scanned
from transflow.site.config import Config
from transflow.site.workspace import Workspace

PAIR = ("zh-Hans-CN", "en-Latn-US")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=50)
    options = parser.parse_args()
    texts = sentences("zh", -2, options.units + options.queries)
    memory = Reviewed(Workspace(Path(), Config(targets=("en",))), ())
    known = [Sentence(text, text, "a.en.md") for text in texts[: options.units]]
    memory.add("zh-CN", "en", known)
    began = time.process_time()
    memory.matches("一", source="zh-CN", target="en")
    show(f"memory: {options.units:,} units read", f"{time.process_time() - began:.1f} s")
    for name, ask in (
        ("matches", lambda text: memory.matches(text, source="zh-CN", target="en")),
        ("find", lambda text: list(scanned(text, texts[: options.units]))),
    ):
        times = []
        for text in texts[options.units :]:
            began = time.process_time()
            ask(text)
            times.append(1000 * (time.process_time() - began))
        times.sort()
        value = f"{times[len(times) // 2]:.0f} ms, {times[-1]:.0f} ms at most"
        show(f"memory: {name} among {options.units:,} units", value, "≤ 50 ms")


if __name__ == "__main__":
    main()
