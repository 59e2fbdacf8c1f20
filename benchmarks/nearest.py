"""What it costs to find the sentences that are like one: `python benchmarks/nearest.py [--sentences 100000]`.

The sentences are made of the finance pairs of the tests: each takes clauses from several of them, as long as sentences
are there, so that many share much. Both languages are asked.
"""

import argparse
import random
import resource
import time
from pathlib import Path

from measures import show

from transflow.languages import clauses
from transflow.nearest import Nearest

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "training" / "finance.tsv"
SEED = 5
FLOORS = (0.0, 0.3, 0.6, 0.75)


def sentences(language: str, column: int, count: int) -> list[str]:
    """Make different sentences out of the clauses of real ones."""
    texts = [line.split("\t")[column] for line in PAIRS.read_text("utf-8").splitlines()]
    parts = sorted({part for text in texts for part in clauses(text, language)})
    chance = random.Random(SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.sample(parts, chance.randint(1, 3)))] = None
    return list(made)


def measure(language: str, column: int, count: int, queries: int) -> None:
    """Build an index, ask it, and print the time of both."""
    texts = sentences(language, column, count + queries)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    index = Nearest([(text, "") for text in texts[:count]])
    built = time.process_time() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    show(f"nearest: {count:,} sentences ({language}), built", f"{built:.1f} s, {memory:.0f} MB")
    for floor in FLOORS:
        times = []
        for text in texts[count:]:
            began = time.process_time()
            index.nearest(text, 5, floor)
            times.append(1000 * (time.process_time() - began))
        times.sort()
        value = f"{times[len(times) // 2]:.0f} ms, {times[-1]:.0f} ms at most"
        show(f"nearest: a query of {count:,} ({language}), floor {floor}", value, "≤ 50 ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=50)
    options = parser.parse_args()
    for language, column in (("zh", -2), ("en", -1)):
        measure(language, column, options.sentences, options.queries)


if __name__ == "__main__":
    main()
